"""Command lines at random, made of the program's own commands and options, typed in this process."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple, cast

import typer
from typer._click.core import Context
from typer.core import TyperGroup, TyperOption
from typer.testing import CliRunner

from benchmarks.bad_days.nasty import text
from onestop_cli.cli import session, typer_parts
from onestop_cli.cli.app import COMMANDS, app
from tests.core.written import at
from tests.office import MONDAY, Ward

NOT_TYPED = ("demo", "selftest")
"""What makes offices of its own, and takes long."""
_DATES = (
    "11/8/2023", "2026-08-03", "hôm nay", "today 09:15", "3/8/2026", "3/8/2026 08:30", "7/8/2026", "31/8/2026",
    "22/8/2026", "20/11/2026", "1/7/2026",
)  # fmt: skip
_LIMITS = ("3:working_day", "same_day", "none", "24:working_hour", "2:month")
_NUMBERS = ("0", "1", "7", "8", "30", "2026")
MEANT = {
    "CODE": ("1", "2", "3", "0004", "H26.15.30-260803-0001", "260803-0002", "9"),
    "PROCEDURE": ("khai-tu", "1.000656", "ket-hon", "khong-han", "tam-gio", "khai"),
    "FILE": ("so.csv", "copy.db", "procedures.csv", "notices.ics", "onestop.db", "-"),
    "DATE": _DATES, "WHEN": _DATES, "A..B": ("1/8/2026..31/8/2026", "..hôm nay", "7/2026"), "YEAR": ("2026", "2030"),
    "LIMIT": _LIMITS, "N": _NUMBERS, "SEQ": ("1", "12", "25", "26", "27"), "VALUE": ("working_day", "15:00", "7"),
    "KEY": ("saturday", "cut_off", "waiting_days"), "--reason": ("supplement", "other_agency", "citizen"),
    "--result": ("approved", "refused"), "--format": ("json", "csv", "md", "table", "html"), "DIR": ("nights",),
    "--by": ("procedure", "field", "officer", "channel", "month", "week", "day", "none"), "--actor": ("lan",),
    "--output": ("out.csv", "out.json", "out.md", "out.html"), "--hours": ("08:00-12:00", "13:30-15:00"),
    "--channel": ("direct", "online", "postal"), "--method": ("direct", "postal"), "--policy": ("continue", "restart"),
    "--basis": ("due", "promised", "extended", "statutory"), "--granularity": ("unit", "date", "minute"),
    "--limit": (*_LIMITS, *_NUMBERS), "--form": ("06a",), "--fail-on": ("late", "overdue"),
    "--start": ("receipt", "cut_off"),
    "--anchor": ("12:000000000000", "nights"), "--status": ("received", "resolved"), "--outcome": ("within", "late"),
}  # fmt: skip
"""Values of an option by its name, or of whatever is named so in the help."""
VALUES = (*dict.fromkeys(value for values in MEANT.values() for value in values), "Nguyễn Văn A", "ghi nhầm")
_RARE = {"--debug": 0.0, "--lang": 0.02, "--db": 0.02, "--help": 0.005}
"""Options of every command, and how often they are typed."""


class Parameter(NamedTuple):
    """An option by its name, and whether it takes a value; an argument has no name."""

    name: str
    takes_value: bool
    is_needed: bool
    values: tuple[str, ...]


@cache
def grammar() -> dict[tuple[str, ...], tuple[Parameter, ...]]:
    """Each command with its parameters, as the program has them."""
    program = cast(TyperGroup, typer.main.get_command(app))
    return dict(_commands(program, program.make_context("onestop", [], resilient_parsing=True), COMMANDS, ()))


def _commands(
    group: TyperGroup, context: Context, table: typer_parts.Table, before: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[Parameter, ...]]]:
    for name, place in table.items():
        command = group.get_command(context, name)
        if isinstance(place, str):
            yield (*before, name), tuple(map(_parameter, cast("list[TyperOption]", getattr(command, "params", []))))
        else:
            yield from _commands(cast(TyperGroup, command), context, place, (*before, name))


def _parameter(each: TyperOption) -> Parameter:
    is_option = each.param_type_name == "option"
    name = max(each.opts, key=len) if is_option else ""
    meant = MEANT.get(name) or MEANT.get((each.metavar or "").strip("[].")) or ()
    return Parameter(name, not (is_option and each.is_flag), each.required, meant)


def words(random: Random) -> list[str]:
    """A command line, mostly nearly right."""
    command, parameters = random.choice([(c, p) for c, p in grammar().items() if c[0] not in NOT_TYPED])
    typed = list(command)
    for name, takes_value, is_needed, values in parameters:
        often = 0.95 if is_needed else _RARE.get(name, min(0.4, 2 / len(parameters)) if name else 0.6)
        if random.random() < often:
            typed += [name] * bool(name) + [_value(random, values)] * takes_value
    if random.random() < 0.05:
        typed.insert(random.randrange(len(typed) + 1), _value(random, ()))
    return typed


def _value(random: Random, meant: Sequence[str]) -> str:
    """A value as an argument of a process can be: without NUL, and UTF-8."""
    meant = meant or ("Nguyễn Văn A", "ghi nhầm", "CV 1")
    drawn = random.random()
    found = random.choice(meant if drawn < 0.8 else VALUES) if drawn < 0.88 else text(random, (*meant, *VALUES))
    found = found[:100_000].replace("\0", "").encode("utf-8", "replace").decode()
    return found.replace("/", "-") if found.startswith(("/", ".")) or "../" in found or "//" in found else found


class Desk:
    """A folder in which commands are typed, with a ward's file of a few dossiers."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.folder, self.template = folder, template

    def afresh(self) -> None:
        """The folder as at the beginning."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        ward = Ward(Path(shutil.copy(self.template, self.folder / "onestop.db")))
        for procedure in ("khai-tu", "ket-hon", "khong-han", "tam-gio"):
            ward.receive(procedure)
        ward.resolve("2")
        (self.folder / "so.csv").write_text("procedure_code,received_at\nkhai-tu,1/7/2026\n", encoding="utf-8")

    def types(self, typed: Sequence[str]) -> tuple[str, str]:
        """How a command ended, and what is wrong with that."""
        with _seated(self.folder):
            came = CliRunner().invoke(app, list(typed), prog_name="onestop")
        code, talk = came.exit_code, came.stderr
        if code in (0, 2, 3, 10, 11, 12, 13, 14) and "Traceback" not in talk:
            return f"exit {code}", ""
        return f"exit {code}", f"exit {code}, {came.exception!r:.200}, {talk[-300:]}"


@contextmanager
def _seated(folder: Path) -> Iterator[None]:
    """In a folder, with its file, and Monday 3/8/2026 at nine by the clock."""
    before, clock, environment = Path.cwd(), session.clock, dict(os.environ)
    now: datetime = at(MONDAY)
    os.environ.update(ONESTOP_DB=f"{folder / 'onestop.db'}", ONESTOP_LANG="en", ONESTOP_ACTOR="lan")
    session.clock = lambda: now
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        session.clock = clock
        os.environ.clear()
        os.environ.update(environment)
