"""How a function of ours becomes a command of Typer's; what it does not promise is used here and in `spoken` only.

A command says what it needs by its parameters: a `Desk`, a `Session`, options of its own, and bundles. A bundle is
`Annotated[VALUE, MAKER]`, or a NamedTuple that is its own maker: the options among the maker's parameters stand on the
command line in its place, and the command is given the value that the maker makes of them.
"""

import inspect
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn, cast

import typer
from typer._click import Command as AnyCommand
from typer._click import Context, HelpFormatter
from typer.core import TyperCommand, TyperGroup, TyperOption

from onestop_cli.cli import boundary
from onestop_cli.cli.options import Db, Debug, Lang, takes_one_or_two, with_names
from onestop_cli.cli.session import Desk, Given, Session, session
from onestop_cli.cli.target import Out
from onestop_cli.errors import N_, Interrupted
from onestop_cli.output import stream
from onestop_cli.output.words import _

if TYPE_CHECKING:
    from typer._click.shell_completion import CompletionItem

Function = Callable[..., object]
Table = Mapping[str, str | Mapping[str, str]]
"""Names with where their function is, `module:function`, or with the table of a group."""


def _maker(parameter: inspect.Parameter) -> Function | None:
    """What makes the value of a bundle; None for any other parameter."""
    annotation = parameter.annotation
    told = getattr(annotation, "__metadata__", (annotation,))[0]
    return told if callable(told) and (told is not annotation or hasattr(told, "_fields")) else None


def options(function: Function) -> Iterator[inspect.Parameter]:
    """The options of a function in the order of its parameters, those of a bundle in its place."""
    for parameter in inspect.signature(function).parameters.values():
        if parameter.annotation in (Desk, Session):
            continue
        if maker := _maker(parameter):
            yield from options(maker)
        else:
            yield parameter


def called(function: Function, run: Session, values: Mapping[str, object]) -> object:
    """What a function answers to the values of its options.

    Where the answer goes is looked at before anything else: what cannot be told is not recorded.
    """
    parameters = inspect.signature(function).parameters.values()
    given: dict[str, object] = {}
    for parameter in sorted(parameters, key=lambda p: getattr(p.annotation, "__origin__", None) is not Out):
        if parameter.annotation in (Desk, Session):
            given[parameter.name] = run if parameter.annotation is Session else run.desk
        elif maker := _maker(parameter):
            given[parameter.name] = called(maker, run, values)
        else:
            given[parameter.name] = values[parameter.name]
    return function(**given)


def _with_options(function: Function) -> Function:
    """The function as Typer reads it: bundles expanded, and the options that every command takes."""

    def run(context: typer.Context, db: Db = None, lang: Lang = None, debug: Debug = False, **values: object) -> None:
        given: Given = context.obj.merged(db, lang, debug)
        source = context.find_root().get_parameter_source("db")
        is_typed = db is not None or (source is not None and source.name == "COMMANDLINE")
        called(function, session(given, given.db if is_typed else None), values)

    shared = list(inspect.signature(run).parameters.values())[:-1]
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [p.replace(kind=keyword) for p in (*options(function), *shared[1:], shared[0])]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    run.__doc__ = function.__doc__
    return run


class _AsTyped:
    """A parameter's value as it was typed.

    All parameters of ours are texts or flags, read by our own strict parsers. The command-line library would
    build a validator for each, and import a package for it that takes a third of the whole start.
    """

    def coerce(self, value: object, param: TyperOption, ctx: Context) -> object:
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        return value


_HELP = N_("Show this help and exit.")


class _Helped(AnyCommand):
    """A command whose help is in the language spoken: put into it when it is shown, which few runs do."""

    _is_spoken = False

    def _speak(self) -> None:
        if not self._is_spoken:
            from onestop_cli.cli.spoken import speak

            self._is_spoken = True
            speak(self)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        self._speak()
        super().format_help(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        self._speak()
        return super().get_short_help_str(limit)

    def shell_complete(self, ctx: Context, incomplete: str) -> "list[CompletionItem]":
        self._speak()
        return super().shell_complete(ctx, incomplete)

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        from onestop_cli.cli.spoken import other_names, usage

        formatter.write_usage(ctx.command_path, usage(self, ctx), prefix=_("Usage: "))
        with formatter.indentation():
            for name in other_names(ctx):
                formatter.write_text(_("Also: {name}", name=name))

    def get_help_option_names(self, ctx: Context) -> list[str]:
        return sorted(super().get_help_option_names(ctx))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option._runtime_param = _AsTyped()  # type: ignore[assignment]
            option.help = _(_HELP) if self._is_spoken else _HELP
        return option


class Command(_Helped, TyperCommand):
    """One command."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        parameters = cast("list[TyperOption]", self.params)
        pairs = {name for p in parameters if takes_one_or_two(p.metavar) for name in p.opts}
        return super().parse_args(ctx, with_names(args, pairs) if pairs else args)


class Commands(_Helped, TyperGroup):
    """Commands whose modules are imported when asked for, so that one does not build the options of all."""

    table: Table
    helps: Mapping[str, str]
    """What the groups among them are for."""
    words: Mapping[str, str] = {}
    """Other words that can be typed for a command."""

    def list_commands(self, ctx: Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: Context, cmd_name: str) -> AnyCommand | None:
        name = self.words.get(cmd_name, cmd_name)
        place = self.table.get(name)
        if place is None:
            return None
        return _built(name, place) if isinstance(place, str) else _group(name, place, self.helps[name])

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        from onestop_cli.cli.spoken import rows

        with formatter.section(_("Commands")):
            formatter.write_dl(rows(ctx, self, self.words, formatter.width))

    def shell_complete(self, ctx: Context, incomplete: str) -> "list[CompletionItem]":
        from onestop_cli.cli.spoken import completed

        return [*completed(ctx, self, self.words, incomplete), *super().shell_complete(ctx, incomplete)]

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, AnyCommand | None, list[str]]:
        name = args[0]
        is_known = name in self.table or name in self.words
        if not is_known and not name.startswith("-") and not ctx.resilient_parsing:
            from onestop_cli.cli.spoken import nearest

            near = nearest(name, (*self.table, *self.words))
            raise boundary.UnknownCommand(name=name, nearest=", ".join(near[:5]))
        return super().resolve_command(ctx, args)


class Root(Commands):
    """The root: a run of it goes through the error boundary."""

    def main(self, args: Sequence[str] | None = None, *rest: object, **extra: object) -> NoReturn:  # type: ignore[override]
        def work(words: list[str]) -> object:
            _prepare(self)
            if "_ONESTOP_COMPLETE" in os.environ:
                from onestop_cli.cli.spoken import prepare_completion

                prepare_completion()
            try:
                code = super(Root, self).main(words, *rest, **{**extra, "standalone_mode": False})  # type: ignore[arg-type]
            except typer.TyperException as problem:
                from onestop_cli.cli.spoken import misuse

                raise misuse(problem, self, words) from problem
            if code == Interrupted.exit_code:  # which is all that the library makes of an interruption
                raise KeyboardInterrupt
            return code

        sys.exit(boundary.exit_code(sys.argv[1:] if args is None else args, work))

    def make_context(self, *names: object, **extra: object) -> Context:
        with _pipe_may_close(), stream.answering():  # help is written here
            return super().make_context(*names, **extra)  # type: ignore[arg-type]

    def invoke(self, ctx: Context) -> None:
        with _pipe_may_close():
            super().invoke(ctx)
            with stream.answering():
                sys.stdout.flush()


@contextmanager
def _pipe_may_close() -> Iterator[None]:
    """A pipe that is closed early is no error."""
    try:
        yield
    except BrokenPipeError:
        boundary.silence()
        raise typer.Exit(0) from None


def root(table: Table, helps: Mapping[str, str], words: Mapping[str, str]) -> typer.Typer:
    """The program: a Typer of the commands of a table, still without the function that reads the root's options.

    `words` says of a command what else can be typed for it.
    """
    other = {word: name for name, word in words.items()}
    program = type("Program", (Root,), {"table": table, "helps": helps, "words": other})
    return _typer(program, invoke_without_command=True)


def _typer(
    kind: type[TyperGroup] | None = None, *, no_args_is_help: bool = False, invoke_without_command: bool = False
) -> typer.Typer:
    return typer.Typer(
        cls=kind, no_args_is_help=no_args_is_help, invoke_without_command=invoke_without_command,
        add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip


def _built(name: str, place: str) -> AnyCommand:
    """The command of a name, built from its function."""
    module, function = place.split(":")
    typer_app = _typer()
    typer_app.command(name, cls=Command)(_with_options(getattr(import_module(f"onestop_cli.cli.{module}"), function)))
    return _prepare(_reading_no_variables(typer.main.get_command(typer_app)))


def _group(name: str, table: Mapping[str, str], helped: str) -> AnyCommand:
    """A group of commands, which takes the shared options too."""

    def shared(context: typer.Context, db: Db = None, lang: Lang = None, debug: Debug = False) -> None:
        context.obj = context.obj.merged(db, lang, debug)

    typer_app = _typer(Commands, no_args_is_help=True)
    typer_app.callback(help=helped)(shared)
    group = cast(Commands, typer.main.get_command(typer_app))
    group.name, group.table = name, table
    return _prepare(_reading_no_variables(group))


def _reading_no_variables(command: AnyCommand) -> AnyCommand:
    """ONESTOP_DB and ONESTOP_LANG are read once; read again here, they would beat an option given before."""
    for parameter in command.params:
        if parameter.name in ("db", "lang"):
            parameter.resolve_envvar_value = lambda ctx: None
    return command


def _prepare(command: AnyCommand) -> AnyCommand:
    """Take values as typed."""
    for parameter in cast("list[TyperOption]", command.params):
        parameter._runtime_param = _AsTyped()  # type: ignore[assignment]
    return command
