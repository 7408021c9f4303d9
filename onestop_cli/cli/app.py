"""The command `onestop`: which commands there are, the options all of them take, and the error boundary.

A command's module is imported when it is run, so that running one does not build the parameters of all
others. Every error leaves through one place, with its sentence, its hint and its exit code.
"""

import atexit
import errno
import gc
import inspect
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from onestop_cli import __version__
from onestop_cli.cli.session import Given, Session
from onestop_cli.errors import N_, AnswerLost, Interrupted, NotText, OnestopError, UsageProblem
from onestop_cli.output import language, stream
from onestop_cli.output.words import _, told

COMMANDS: dict[str, str | dict[str, str]] = {
    "init": "office:init",
    "receive": "counter:receive",
    "resolve": "counter:resolve",
    "deliver": "counter:deliver",
    "suspend": "acts:suspend",
    "resume": "acts:resume",
    "extend": "acts:extend",
    "assign": "acts:assign",
    "withdraw": "acts:withdraw",
    "stop": "acts:stop",
    "correct": "amendments:correct",
    "void": "amendments:void",
    "undo": "amendments:undo",
    "show": "dossiers:show",
    "history": "dossiers:history",
    "explain": "explanations:explain",
    "when": "explanations:when",
    "list": "dossiers:list_dossiers",
    "due": "dossiers:due",
    "report": "reports.report:report",
    "late": "reports.lists:late",
    "register": "reports.lists:register",
    "trend": "reports.lists:trend",
    "seal": "reports.seals:seal",
    "procedure": {
        "list": "procedures:list_procedures",
        "show": "procedures:show",
        "add": "procedures:add",
        "amend": "procedures:amend",
        "retire": "procedures:retire",
        "import": "procedures:import_file",
    },
    "calendar": {
        "show": "calendar:show",
        "holidays": "calendar:holidays",
        "load": "calendar:load",
        "confirm": "calendar:confirm",
        "notices": "calendar:notices",
        "add-holiday": "calendar:add_holiday",
        "add-swap": "calendar:add_swap",
        "revoke": "calendar:revoke",
        "import": "calendar:import_file",
    },
    "config": {"show": "office:config_show", "set": "office:config_set"},
    "import": "files:import_file",
    "export": {"dossiers": "files:export_dossiers"},
    "db": {"migrate": "migration:migrate"},
    "doctor": "office:doctor",
    "selftest": "office:selftest",
    "demo": "demo:demo",
    "completion": "office:completion",
}
GROUP_HELP = {
    "procedure": N_("The catalogue of procedures and their time limits.\n\nExample: onestop procedure list"),
    "calendar": N_("The working calendar and its notices.\n\nExample: onestop calendar show 2026"),
    "config": N_("The office's own settings.\n\nExample: onestop config show"),
    "db": N_("The dossier file itself.\n\nExample: onestop db migrate"),
    "export": N_("Write dossiers to a file.\n\nExample: onestop export dossiers -o dossiers.csv"),
}
_DB = Annotated[
    str | None,
    typer.Option("--db", metavar="FILE", envvar="ONESTOP_DB", show_envvar=True, help=N_("The dossier file.")),
]
_LANG = Annotated[
    str | None,
    typer.Option(
        "--lang", metavar="vi|en", envvar="ONESTOP_LANG", show_envvar=True, help=N_("Language of what people read.")
    ),
]
_DEBUG = Annotated[bool, typer.Option("--debug", help=N_("Show the traceback of an error."))]


class UnknownCommand(UsageProblem):
    sentence = N_("there is no command “{name}”; nearest: {nearest}")
    hint = N_("onestop --help")


class Misuse(UsageProblem):
    hint = N_("{command} --help")


class _AsTyped:
    """A parameter's value as it was typed.

    All parameters of ours are texts or flags, read by our own strict parsers. The command-line library would
    build a validator for each, and import a package for it that takes a third of the whole start.
    """

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        return value


class _Usage:
    """The usage line in the language spoken."""

    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:
        pieces = " ".join(_(piece) for piece in self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage: "))

    def get_help_option(self: Any, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option._runtime_param = _AsTyped()
            option.help = _("Show this help and exit.")
        return option


class Command(_Usage, TyperCommand):
    """One command."""


class Commands(_Usage, TyperGroup):
    """Commands whose modules are imported when asked for."""

    table: dict[str, str | dict[str, str]]

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        found = self.table.get(cmd_name)
        if found is None:
            return None
        if isinstance(found, dict):
            return _group(cmd_name, found)
        return _built(cmd_name, found)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if name not in self.table and not name.startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches

            nearest = get_close_matches(name, self.table, cutoff=0.4) or list(self.table)
            raise UnknownCommand(name=name, nearest=", ".join(nearest[:5]))
        return super().resolve_command(ctx, args)


class Boundary(Commands):
    """The root: settles the language first and turns every error into its sentence and exit code."""

    table = COMMANDS

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        given = list(sys.argv[1:] if args is None else args)
        os.environ.pop("LANGUAGE", None)
        language.use(_wanted_language(given))
        _prepare(self)
        if "_ONESTOP_COMPLETE" in os.environ:
            from typer._completion_classes import completion_init

            completion_init()
        extra["standalone_mode"] = False
        debug = "--debug" in given
        try:
            code = super().main(_decoded(given), *rest, **extra)
        except OnestopError as problem:
            code = report_error(problem, debug=debug)
        except typer.TyperException as problem:
            code = report_error(_misuse(problem), debug=debug)
        except KeyboardInterrupt:
            code = report_error(Interrupted())
        except OSError as problem:
            if problem.errno != errno.ENOSPC:
                raise
            _silence()
            code = report_error(AnswerLost(why=problem.strerror), debug=debug)
        except Exception as problem:
            code = report_error(OnestopError(what=type(problem).__name__), debug=debug)
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: Any) -> Any:
        try:
            super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _silence()
            raise typer.Exit(0) from None


def _silence() -> None:
    """Nothing more can be written; keep the interpreter's last flush from complaining."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _decoded(words: Sequence[str]) -> list[str]:
    """The words typed, as the UTF-8 they are even where the locale says otherwise. Raises `NotText`."""
    found: list[str] = []
    for place, word in enumerate(words, 1):
        try:
            found.append(word if word.isascii() else os.fsencode(word).decode("utf-8"))
        except UnicodeError:
            raise NotText(place=place) from None
    return found


def _wanted_language(args: Sequence[str]) -> str:
    """The language asked for, before anything is parsed: the last `--lang`, else the environment, else vi."""
    wanted = os.environ.get("ONESTOP_LANG", "")
    for place, word in enumerate(args):
        if word == "--":
            break
        if word == "--lang" and place + 1 < len(args):
            wanted = args[place + 1]
        elif word.startswith("--lang="):
            wanted = word.partition("=")[2]
    return wanted if wanted in language.LANGUAGES else "vi"


def report_error(problem: OnestopError, *, debug: bool = False) -> int:
    """Say on stderr what happened and what to do next; returns the exit code."""
    from onestop_cli.output.console_text import visible_lines

    if debug:
        import traceback

        traceback.print_exc()
    rows = problem.values.get("rows", ())
    for row in rows:
        words = told(row.sentence, row.values)
        print(visible_lines(f"{problem.values['path']}:{row.line}: {words}"), file=sys.stderr)
    if more := problem.values.get("more"):
        print(_("and {n} more", n=more), file=sys.stderr)
    sentence = told(problem.sentence, problem.values)
    print(visible_lines(_("onestop: error: {sentence}", sentence=sentence)), file=sys.stderr)
    if problem.hint:
        print(visible_lines(_("hint: {hint}", hint=told(problem.hint, problem.values))), file=sys.stderr)
    return problem.exit_code


def _misuse(problem: Any) -> OnestopError:
    """The command-line library's own error in our words."""
    context = getattr(problem, "ctx", None)
    command = context.command_path if context else "onestop"
    match type(problem).__name__:
        case "NoArgsIsHelpError":
            what = _("a command is missing")
        case "MissingParameter":
            what = _("{name} is missing", name=problem.param.get_error_hint().strip("'"))
        case "NoSuchOption":
            near = ", ".join(sorted(problem.possibilities or ()))
            what = _("there is no option {name}", name=problem.option_name)
            what += f" ({_('nearest: {near}', near=near)})" if near else ""
        case "BadOptionUsage" if "requires" in problem.message:
            what = _("{name} needs a value", name=problem.option_name)
        case "BadOptionUsage":
            what = _("{name} takes no value", name=problem.option_name)
        case _ if problem.message.startswith("Got unexpected extra"):
            what = _("one argument too many: {extra}", extra=problem.message.rpartition("(")[2].rstrip(")"))
        case _ if problem.message.startswith("Missing command"):
            what = _("a command is missing")
        case _:
            what = problem.format_message()
    return Misuse(what=what, command=command)


def _built(name: str, place: str) -> Any:
    """The command of a name, built from its function."""
    module, function = place.split(":")
    typer_app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    typer_app.command(name, cls=Command)(_with_session(getattr(import_module(f"onestop_cli.cli.{module}"), function)))
    command = typer.main.get_command(typer_app)
    _leave_variables_to_the_root(command)
    _prepare(command)
    return command


def _group(name: str, table: dict[str, str]) -> Any:
    """A group of commands, which takes the shared options too."""

    def shared(context: typer.Context, db: _DB = None, lang: _LANG = None, debug: _DEBUG = False) -> None:
        context.obj = context.obj.merged(db, lang, debug)

    typer_app = typer.Typer(
        cls=Commands, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, no_args_is_help=True
    )
    typer_app.callback(help=GROUP_HELP[name])(shared)
    group: Any = typer.main.get_command(typer_app)
    group.name, group.table = name, dict(table)
    _leave_variables_to_the_root(group)
    _prepare(group)
    return group


def _leave_variables_to_the_root(command: Any) -> None:
    """ONESTOP_DB and ONESTOP_LANG are read once; read again here, they would beat an option given before."""
    for parameter in command.params:
        if parameter.name in ("db", "lang"):
            parameter.resolve_envvar_value = lambda ctx: None


def _prepare(command: Any) -> None:
    """Take values as typed, and give help in the language spoken."""
    for parameter in command.params:
        parameter._runtime_param = _AsTyped()
    for helped in (command, *command.params):
        helped.help = _(helped.help or "")


def _with_session(function: Callable[..., None]) -> Callable[..., None]:
    """The function with its first parameter, the session, made from the options every command takes."""

    def run(context: typer.Context, db: str | None, lang: str | None, debug: bool, **values: Any) -> None:
        given: Given = context.obj.merged(db, lang, debug)
        source = context.find_root().get_parameter_source("db")
        is_typed = db is not None or (source is not None and source.name == "COMMANDLINE")
        function(Session(given, given.db if is_typed else None), **values)

    own = list(inspect.signature(function).parameters.values())[1:]
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, default, annotation in (("db", None, _DB), ("lang", None, _LANG), ("debug", False, _DEBUG))
    ]
    context = inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    parameters = [*(p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own), *shared, context]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    run.__doc__ = function.__doc__
    return run


app = typer.Typer(
    cls=Boundary,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    invoke_without_command=True,
)


@app.callback()
def root(
    context: typer.Context,
    db: _DB = None,
    lang: _LANG = None,
    debug: _DEBUG = False,
    version: Annotated[bool, typer.Option("--version", help=N_("Show the version and exit."))] = False,
) -> None:
    """Dossiers of a one-stop shop: promised dates, results, reports.

    Example: onestop receive khai-tu --applicant "Nguyễn Văn A"
    """
    context.obj = Given(db, lang, debug)
    if version:
        print(f"onestop {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())


def main() -> None:
    """Run the command line; the entry point of the package."""
    stream.prepare()
    atexit.register(gc.freeze)  # the process ends anyway: looking for garbage one last time takes a tenth of a start
    app(prog_name="onestop")
