"""What is typed at the command line of an office, and what comes back."""

import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from onestop_cli.cli import session
from onestop_cli.cli.app import app


def sit_down(monkeypatch: pytest.MonkeyPatch, file: Path, clock: Callable[[], datetime]) -> None:
    """From here on commands are typed by lan, of no login, in English, on this file, by this clock, off a terminal."""
    monkeypatch.setenv("ONESTOP_DB", str(file))
    monkeypatch.setenv("ONESTOP_LANG", "en")
    monkeypatch.setenv("ONESTOP_ACTOR", "lan")
    monkeypatch.setattr(session, "clock", clock)
    monkeypatch.setattr(session, "system_login", str)


def run(*arguments: str) -> Any:
    """All that comes of a command: `exit_code`, `stdout`, `stderr`, both as `output`, an `exception`."""
    return CliRunner().invoke(app, list(arguments), prog_name="onestop")


def typed(*arguments: str, code: int = 0) -> str:
    """What a command answers, with this exit code."""
    answer = run(*arguments)
    assert answer.exit_code == code, (arguments, answer.output, answer.exception)
    return answer.stdout


def refused(*arguments: str, code: int = 2) -> str:
    """What is said where nothing is printed."""
    answer = run(*arguments)
    assert (answer.exit_code, answer.stdout) == (code, ""), (arguments, answer.output, answer.exception)
    return answer.stderr


def as_json(*arguments: str, code: int = 0) -> Any:
    return json.loads(typed(*arguments, "--json", code=code))


class Terminal(io.StringIO):
    """A terminal."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def isatty(self) -> bool:
        return True
