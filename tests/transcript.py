"""Transcripts: what a person types and what the program answers, run as written.

A line `$ onestop …` is typed; the lines below it are what comes back (stdout and stderr together), in
which `…` stands for any text on its line and `⋮` alone for any lines. `[exit N]` ends the answer of a
command that fails. `@ 2026-11-23 09:15` sets the clock, `# …` is a remark, `> file` to `>.` writes a file.
"""

import re
import shlex
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from onestop_cli.cli import session
from onestop_cli.cli.app import app
from onestop_cli.core.moments import VIETNAM


class Step(NamedTuple):
    """One thing done: `kind` is `type`, `clock` or `file`; its line, its text and what must come back."""

    kind: str
    line: int
    text: str
    answer: list[str]


def steps(text: str) -> Iterator[Step]:
    """The steps of a transcript."""
    current: Step | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if current and current.kind == "file" and line != ">.":
            current.answer.append(line)
        elif line.startswith("$ "):
            if current:
                yield current
            current = Step("type", number, line[2:], [])
        elif line.startswith(("@ ", "> ")):
            if current:
                yield current
            current = Step("clock" if line[0] == "@" else "file", number, line[2:].strip(), [])
        elif line.startswith("# ") or line == ">.":
            if current:
                yield current
            current = None
        elif current:
            current.answer.append(line)
    if current:
        yield current


def run(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Type a whole transcript in a folder of its own and compare every answer."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ONESTOP_DB", str(folder / "ward.db"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    monkeypatch.setenv("ONESTOP_ACTOR", "lan")
    monkeypatch.delenv("ONESTOP_LANG", raising=False)
    monkeypatch.setattr(session, "system_login", str)
    for step in steps(text):
        match step.kind:
            case "clock":
                now = datetime.fromisoformat(step.text).replace(tzinfo=VIETNAM)
                monkeypatch.setattr(session, "clock", lambda now=now: now)
            case "file":
                (folder / step.text).write_text("\n".join(step.answer) + "\n", encoding="utf-8")
            case _:
                answer = typed(step.text)
                wanted = _trimmed(step.answer)
                assert _fits(wanted, answer), f"{name}:{step.line}: $ {step.text}\n" + "\n".join(answer)


def typed(command: str) -> list[str]:
    """What a typed command answers, line by line, with its exit code if it failed."""
    words = shlex.split(command)
    assert words[0] == "onestop", words
    result = CliRunner().invoke(app, words[1:], prog_name="onestop")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    lines = [line.rstrip() for line in result.output.splitlines()]
    return _trimmed([*lines, f"[exit {result.exit_code}]"] if result.exit_code else lines)


def _trimmed(lines: list[str]) -> list[str]:
    """Without blank lines at either end."""
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    return text.split("\n") if text else []


def _fits(wanted: list[str], answer: list[str]) -> bool:
    pattern = "\n".join("(?:.*\n?)*?" if line.strip() == "⋮" else _line(line) for line in wanted)
    return re.fullmatch(pattern.replace("(?:.*\n?)*?\n", "(?:.*\n)*?"), "\n".join(answer)) is not None


def _line(line: str) -> str:
    return "[^\n]*".join(re.escape(part) for part in line.split("…"))
