"""What Typer shows and says, in the language spoken: help pages, what stands for a value, misuse, completion.

Loaded where something of it is shown, which few runs do.
"""

import os
import re
from collections.abc import Mapping, Sequence
from typing import cast

import typer
from typer._click import Command as AnyCommand
from typer._click import Context
from typer._click.shell_completion import CompletionItem, add_completion_class
from typer._completion_classes import BashComplete, completion_init
from typer.core import TyperArgument, TyperGroup, TyperOption

from onestop_cli.cli import boundary
from onestop_cli.errors import N_
from onestop_cli.output.values import typed_words
from onestop_cli.output.words import _

METAVARS = (
    N_("AGENCY_CODE"), N_("CODE"), N_("DATE"), N_("DIR"), N_("FIELD"), N_("FILE"), N_("HASH"), N_("KEY"), N_("KIND"),
    N_("KNOWN_AT"), N_("LIMIT"), N_("NAME"), N_("NO"), N_("NOTE"), N_("OUTCOME"), N_("PROCEDURE"), N_("PROCEDURE_CODE"),
    N_("REASON"), N_("SEQ"), N_("STATUS"), N_("TEXT"), N_("VALUE"), N_("WHEN"), N_("YEAR"),
)  # fmt: skip
"""What stands for a value that is to be typed; a letter by itself stands in every language."""
_SPECIAL = re.compile(r"[^\w+=:,./@%-]")
"""What bash would not take as a part of a word."""
_WORD = re.compile(r"[A-Z]{2,}(?:_[A-Z]+)*")


def metavar(text: str) -> str:
    """What stands for a value, in the language spoken.

    >>> metavar("FILE.csv|.ics")
    'FILE.csv|.ics'
    """
    return _WORD.sub(lambda each: _(each[0]) if each[0] in METAVARS else each[0], text)


def speak(command: AnyCommand) -> None:
    """The command's help is in the language spoken."""
    command.help = _(command.help or "")
    for parameter in cast("list[TyperOption | TyperArgument]", command.params):
        parameter.help = _(parameter.help or "")
        if parameter.metavar and "|" in parameter.metavar and parameter.metavar.islower():
            parameter.metavar = "|".join(typed_words(parameter.metavar.split("|")))
            if isinstance(parameter.default, str):
                parameter.default = typed_words([parameter.default])[0]
        elif parameter.metavar:
            parameter.metavar = metavar(parameter.metavar)
        if isinstance(parameter, TyperArgument):
            parameter.display_type_rich = lambda ctx: None  # type: ignore[method-assign]  # a type of Python's


def usage(command: AnyCommand, ctx: Context) -> str:
    """What is typed behind the name of a command: what may be left out stands in brackets."""
    pieces = [_(command.options_metavar or "")]
    for parameter in cast("list[TyperOption | TyperArgument]", command.get_params(ctx)):
        if isinstance(parameter, TyperArgument):
            name = metavar(parameter.metavar or parameter.name)
            pieces.append(name if parameter.required else f"[{name}]")
    return " ".join(filter(None, (*pieces, _(getattr(command, "subcommand_metavar", "")))))


def rows(ctx: Context, group: TyperGroup, words: Mapping[str, str], width: int) -> list[tuple[str, str]]:
    """The commands of a group, each with its other word, `receive, nhan`, and with what it does."""
    other = {name: word for word, name in words.items()}
    named = {name: ", ".join(filter(None, (name, other.get(name)))) for name in group.list_commands(ctx)}
    limit = width - 6 - max(map(len, named.values()))
    commands = ((text, group.get_command(ctx, name)) for name, text in named.items())
    return [(text, command.get_short_help_str(limit)) for text, command in commands if command is not None]


def completed(ctx: Context, group: TyperGroup, words: Mapping[str, str], begun: str) -> list[CompletionItem]:
    """The other words of commands that begin as typed; where nothing is typed yet the English ones are enough."""
    commands = ((word, group.get_command(ctx, word)) for word in words if begun and word.startswith(begun))
    return [CompletionItem(word, help=c.get_short_help_str()) for word, c in commands if c is not None]


def other_names(ctx: Context) -> list[str]:
    """What else can be typed for a command: `onestop nhan` for `onestop receive`, and the other way round."""
    above = ctx.parent
    words: Mapping[str, str] = getattr(above.command, "words", {}) if above is not None else {}
    meant = words.get(ctx.info_name or "", ctx.info_name)
    names = (meant, *(word for word, name in words.items() if name == meant))
    return [f"{above.command_path} {name}" for name in names if above is not None and name != ctx.info_name]


def nearest(name: str, words: Sequence[str]) -> list[str]:
    """The commands that look like what was typed, else all of them."""
    from difflib import get_close_matches

    return get_close_matches(name, words, cutoff=0.4) or list(words)


class _Bash(BashComplete):
    """Completion in bash: several words come with what they are, the only one as a word of the command.

    Bash shows nothing but words, so what they are stands behind them; they differ before it, so nothing of it is ever
    typed. Where the words are typed in turn (`menu-complete`) they come alone.
    """

    def complete(self) -> str:
        items = self.get_completions(*self.get_completion_args())
        is_quoted = (os.environ["COMP_WORDS"].split("\n") or [""])[-1][:1] in ("'", '"')
        words = [item.value if is_quoted else _SPECIAL.sub(r"\\\g<0>", item.value) for item in items]
        if len(items) > 1 and os.environ.get("COMP_TYPE", "") not in ("", "37"):
            longest = max(map(len, words))
            words = [f"{w:{longest}}  ({i.help})" if i.help else w for w, i in zip(words, items, strict=True)]
        return "\n".join(words)


def prepare_completion() -> None:
    """The shells can ask."""
    completion_init()
    add_completion_class(_Bash, "bash")


def misuse(problem: typer.TyperException, root: TyperGroup, words: Sequence[str]) -> boundary.Misuse:
    """The command-line library's own error in our words; the hint is the help of the command that was typed."""
    told = vars(problem)
    context, option = told.get("ctx"), told.get("option_name")
    match type(problem).__name__:
        case "NoArgsIsHelpError":
            what = _("a command is missing")
        case "MissingParameter" if isinstance(told["param"], TyperArgument):
            what = _("{name} is missing", name=_said(told["param"]))
        case "MissingParameter":
            what = _("option {name} is missing", name=told["param"].opts[0])
        case "NoSuchOption":
            near = ", ".join(sorted(told["possibilities"] or ()))
            what = _("there is no option {name}", name=option)
            what += f" ({_('nearest: {near}', near=near)})" if near else ""
        case "BadOptionUsage" if "requires" in problem.message:
            what = _("{name} needs a value", name=option)
        case "BadOptionUsage":
            what = _("{name} takes no value", name=option)
        case _ if problem.message.startswith("Got unexpected extra"):
            what = _("one argument too many: {extra}", extra=problem.message.rpartition("(")[2].rstrip(")"))
        case _ if problem.message.startswith("Missing command"):
            what = _("a command is missing")
        case _:
            what = problem.format_message()
    return boundary.Misuse(what=what, command=context.command_path if context else _path(root, words))


def _path(root: TyperGroup, words: Sequence[str]) -> str:
    """The command among the words typed, with its group."""
    path, command = ["onestop"], cast(AnyCommand | None, root)
    for word in words:
        found = command.get_command(cast(Context, None), word) if isinstance(command, TyperGroup) else None
        if found is not None:
            command = found
            path.append(word)
    return " ".join(path)


def _said(argument: TyperArgument) -> str:
    """An argument within a sentence: “mã hồ sơ”, not MÃ_HỒ_SƠ; one that is not translated stands as it does."""
    name = (argument.metavar or argument.name).rstrip(".")
    said = metavar(name)
    return said if said == name else said.replace("_", " ").lower()
