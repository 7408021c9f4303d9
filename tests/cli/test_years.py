"""Days of years of which there can be no calendar are refused as they are typed, before a hint leads nowhere."""

from pathlib import Path

import pytest

from tests.cli.conftest import NOW, model_ward, open_ward
from tests.command_line import refused, run, sit_down

__all__ = ["model_ward", "open_ward"]

COMMANDS = [
    ("when", "khai-tu", "--at", "{} 09:00"),
    ("receive", "khai-tu", "--applicant", "A", "--at", "{} 09:00"),
    ("extend", "230605-0003", "--to", "{}", "--letter", "1", "--note", "x"),
    ("calendar", "add-holiday", "{}", "--name", "x", "--source", "y"),
    ("report", "--from", "{}"),
    ("list", "--as-of", "{}"),
]


@pytest.mark.parametrize("day", ["31/12/9999", "1/1/2200", "31/12/1899", "1/1/0001"])
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_day_beyond_every_calendar_is_refused(
    words: tuple[str, ...], day: str, open_ward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)
    before = open_ward.read_bytes()
    assert "lies outside the years 1900 to 2199" in refused(*(word.format(day) for word in words))
    assert open_ward.read_bytes() == before


def test_a_range_of_days_may_be_wider(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)
    assert run("list", "--received", "1/1/0001..31/12/9999").exit_code == 0
