"""What we use of Typer without its promise: each use by name, so that a new version that changes one fails here."""

import ast
import inspect
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import pytest
import typer
import typer.core
import typer.main
import typer.models
from typer import _click, _completion_classes, _completion_shared
from typer._click import exceptions
from typer.testing import CliRunner

import onestop_cli
from onestop_cli.cli import typer_parts
from onestop_cli.cli.app import app
from onestop_cli.cli.options import Hand, Target, option, with_names
from onestop_cli.cli.session import Desk, Session
from onestop_cli.cli.target import Out

CLI = Path(onestop_cli.__file__).parent / "cli"
PROMISED = {"Typer", "Option", "Argument", "Context", "Exit", "TyperException"}
"""What Typer documents, and every module of the command line may use."""
FUNCTIONS = {
    typer.main.get_command: ["typer_instance"],
    _completion_classes.completion_init: [],
    _completion_shared.get_completion_script: ["prog_name", "complete_var", "shell"],
    _click.Command.get_help_option_names: ["self", "ctx"],
    _click.Command.format_usage: ["self", "ctx", "formatter"],
    _click.Command.get_help_option: ["self", "ctx"],
    _click.Command.format_help: ["self", "ctx", "formatter"],
    _click.Command.get_short_help_str: ["self", "limit"],
    _click.Command.parse_args: ["self", "ctx", "args"],
    _click.Command.shell_complete: ["self", "ctx", "incomplete"],
    _click.HelpFormatter.write_usage: ["self", "prog", "args", "prefix"],
    _click.Context.find_root: ["self"],
    _click.Context.get_parameter_source: ["self", "name"],
    typer.core.TyperArgument.display_type_rich: ["self", "ctx"],
    typer.core.TyperGroup.format_commands: ["self", "ctx", "formatter"],
    typer.TyperException.format_message: ["self"],
    typer.core.TyperGroup.list_commands: ["self", "ctx"],
    typer.core.TyperGroup.get_command: ["self", "ctx", "cmd_name"],
    typer.core.TyperGroup.resolve_command: ["self", "ctx", "args"],
    typer.core.TyperGroup.make_context: ["self", "info_name", "args", "parent", "extra"],
    typer.core.TyperGroup.invoke: ["self", "ctx"],
    typer.core.TyperOption.get_runtime_param: ["self"],
    typer.core.TyperOption.resolve_envvar_value: ["self", "ctx"],
}
"""The functions we call or write anew, with their parameters."""
IMPORTED = {
    "typer.core.TyperCommand", "typer.core.TyperGroup", "typer.core.TyperOption", "typer._click.Command",
    "typer._click.Context", "typer._click.HelpFormatter",
    "typer._click.shell_completion.CompletionItem",
    "typer.main.get_command",
}  # fmt: skip
SPOKEN = {
    "typer.core.TyperArgument", "typer.core.TyperGroup", "typer.core.TyperOption", "typer._click.Command",
    "typer._click.Context", "typer._click.shell_completion.CompletionItem", "typer._completion_classes.BashComplete",
    "typer._click.shell_completion.add_completion_class", "typer._completion_classes.completion_init",
}  # fmt: skip
WRITTEN_ANEW = {"coerce", "main", *(function.__name__ for function in FUNCTIONS)}
MISUSES = {
    "NoArgsIsHelpError": ("procedure", "a command is missing"),
    "MissingParameter": ("show", "CODE is missing"),
    "NoSuchOption": ("resume 1 --actr", "there is no option --actr (nearest: --actor"),
    "BadOptionUsage": ("show 1 --as-of", "--as-of needs a value"),
    "BadOptionUsage ": ("show 1 --json=1", "--json takes no value"),
    "UsageError": ("show 1 2", "one argument too many: 2"),
}
"""The library's errors by their class, what brings them about, and what we say."""


def built(name: str) -> Any:
    """A command as it is when it is run."""
    return app_command().get_command(None, name)


def app_command() -> Any:
    return typer.main.get_command(app)


def used_of_typer(module: Path) -> set[str]:
    """Every name of Typer that a module of ours imports or reaches for."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "typer":
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Attribute) and ast.unparse(node).startswith("typer."):
            names.add(ast.unparse(node))
    return {name for name in names if name.removeprefix("typer.") not in PROMISED and name != "typer.main"}


def methods() -> set[str]:
    """What the classes of `typer_parts` define."""
    tree = ast.parse((CLI / "typer_parts.py").read_text("utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {node.name for each in classes for node in each.body if isinstance(node, ast.FunctionDef)}


def test_three_modules_use_what_is_not_promised() -> None:
    uses = {str(module.relative_to(CLI)): used_of_typer(module) for module in CLI.rglob("*.py")}
    assert {name: used for name, used in uses.items() if used} == {
        "typer_parts.py": IMPORTED,
        "spoken.py": SPOKEN,
        "shells.py": {"typer._completion_shared.get_completion_script"},
        "options.py": {"typer.models.ArgumentInfo", "typer.models.OptionInfo"},
    }
    assert methods() - {"_speak"} <= WRITTEN_ANEW


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__qualname__)
def test_a_function_takes_what_we_give_it(function: Any) -> None:
    assert list(inspect.signature(function).parameters) == FUNCTIONS[function]


def test_the_root_is_run_by_words_and_gives_its_errors_back() -> None:
    parameters = inspect.signature(typer.core.TyperGroup.main).parameters
    assert list(parameters)[:2] == ["self", "args"]
    assert "standalone_mode" in parameters


def test_options_and_arguments_are_described_by_values() -> None:
    assert isinstance(typer.Option("--x"), typer.models.OptionInfo)
    assert isinstance(typer.Argument(), typer.models.ArgumentInfo)
    assert not callable(typer.Option("--x"))


def test_values_are_taken_as_typed() -> None:
    for parameter in built("resolve").params:
        assert parameter.get_runtime_param() is parameter._runtime_param
        assert isinstance(parameter._runtime_param, typer_parts._AsTyped)
        assert parameter.process_value(None, None if not parameter.required else "x") in (None, (), "x", False)
    assert built("show").get_help_option(typer.Context(built("show"))).is_eager


def test_a_variable_does_not_beat_an_option_given_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_DB", "named-by-the-variable.db")
    answer = CliRunner().invoke(app, ["--lang", "en", "--db", "given.db", "due"])
    assert "given.db" in answer.stderr


def test_where_a_value_came_from_has_a_name() -> None:
    context = _click.Context(app_command(), info_name="onestop")
    context.set_parameter_source("db", _click.core.ParameterSource.COMMANDLINE)
    source = context.find_root().get_parameter_source("db")
    assert source is not None
    assert source.name == "COMMANDLINE"
    assert (context.command_path, context.resilient_parsing, context.obj) == ("onestop", False, None)


@pytest.mark.parametrize("kind", MISUSES)
def test_an_error_of_the_library_is_said_in_our_words(kind: str) -> None:
    words, said = MISUSES[kind]
    assert issubclass(getattr(exceptions, kind.strip()), typer.TyperException)
    answer = CliRunner().invoke(app, ["--lang", "en", *words.split()])
    assert answer.exit_code == 2
    assert answer.stderr.startswith(f"onestop: error: {said}")


# --- bundles -----------------------------------------------------------------------------------------


class Pair(NamedTuple):
    first: Annotated[str, option("--first", "X", "")] = "a"
    second: Annotated[str, option("--second", "X", "")] = "b"


def _joined(desk: Desk, pair: Pair, third: Annotated[str, option("--third", "X", "")] = "c") -> str:
    return "".join((str(desk.path), *pair, third))


def sample(
    *, before: str, joined: Annotated[str, _joined], after: str = "z", session: Session, hand: Hand, target: Target
) -> tuple[object, ...]:
    return before, joined, after, session.typed_db, hand.actor, target


def test_a_bundle_stands_in_its_place() -> None:
    names = [parameter.name for parameter in typer_parts.options(sample)]
    assert names == [
        "before", "first", "second", "third", "after", "actor_name", "format_name", "as_json", "output", "no_pager",
    ]  # fmt: skip


def test_a_command_is_given_what_is_made_of_them(open_session: Session) -> None:
    values = {
        "before": "y", "first": "1", "second": "2", "third": "3", "after": "z", "actor_name": "lan",
        "format_name": None, "as_json": True, "output": None, "no_pager": False,
    }  # fmt: skip
    answer = typer_parts.called(sample, open_session, values)
    assert answer == ("y", "ward.db123", "z", "typed.db", "lan", Out("json", None, is_told=True))


def test_where_the_answer_goes_is_looked_at_first(open_session: Session) -> None:
    answer = CliRunner().invoke(app, ["--lang", "en", "resume", "1", "--actor", "x" * 201, "--format", "odt"])
    assert answer.stderr.startswith("onestop: error: --format: “odt” is not accepted")


@pytest.fixture
def open_session() -> Session:
    return Session(Desk(Path("ward.db"), lambda: pytest.fail("nobody asks for the time")), "typed.db")


@pytest.mark.parametrize(
    ("args", "read"),
    [
        ("--diff a b --month 8", "--diff a --diff b --month 8"),
        ("--month 8 --diff a b", "--month 8 --diff a --diff b"),
        ("--diff a --month 8", "--diff a --month 8"),
        ("--diff=a b", "--diff=a --diff b"),
        ("--diff a --diff b", "--diff a --diff b"),
        ("--diff a b c", "--diff a --diff b c"),
        ("--diff", "--diff"),
        ("--diff a -- b", "--diff a -- b"),
        ("-- --diff a b", "-- --diff a b"),
        ("--by x y", "--by x y"),
        ("--diff -x b", "--diff -x --diff b"),
    ],
)
def test_an_option_of_one_word_or_two_is_read_before_each_of_them(args: str, read: str) -> None:
    assert with_names(args.split(), {"--diff"}) == read.split()
