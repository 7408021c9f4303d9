"""What a row of the register is checked for, whoever writes it: instants that a clock shows, words of a vocabulary."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing

import pytest

from onestop_cli.core.columns import KEPT
from onestop_cli.core.dossier import CHANNELS, RESULTS, DueSource, Status, StopReason
from onestop_cli.core.limits import Start, Unit
from onestop_cli.store import shape
from tests.office import Ward

NO_INSTANTS = (
    "", "now", "12", "2460000.5", "2026-02-30T08:00:00+07:00", "2025-02-29T08:00:00+07:00", "2026-00-10T08:00:00+07:00",
    "2026-13-10T08:00:00+07:00", "2026-01-32T08:00:00+07:00", "2026-01-00T08:00:00+07:00", "2026-01-10T24:00:00+07:00",
    "2026-01-10T08:60:00+07:00", "2026-01-10T08:00:60+07:00", "2026-01-10T08:00:00", "2026-01-10T08:00:00Z",
    "2026-01-10T08:00:00+08:00", "2026-01-10T08:00:00+0700", "2026-01-10 08:00:00+07:00", "2026-01-10t08:00:00+07:00",
    "2026-01-10T08:00:00.5+07:00", "2026-01-10T08:00+07:00", "2026-1-10T08:00:00+07:00", "-2026-01-10T08:00:00+07:00",
    " 2026-01-10T08:00:00+07:00", "2026-01-10T08:00:00+07:00 ", "2026-01-10T08:00:00+07:00\0",
    "２026-01-10T08:00:00+07:00",
)  # fmt: skip
INSTANTS = (
    "0000-01-01T00:00:00+07:00", "1900-01-01T00:00:00+07:00", "2024-02-29T23:59:59+07:00", "2026-01-10T08:00:00+07:00",
    "9999-12-31T23:59:59+07:00",
)  # fmt: skip
WORDS = {
    "channel": CHANNELS, "status": tuple(Status), "result": RESULTS, "delivery_method": CHANNELS,
    "due_source": tuple(DueSource), "stop_reason": tuple(StopReason), "start": tuple(Start),
    "time_limit_unit": tuple(Unit), "statutory_unit": tuple(Unit),
}  # fmt: skip


def passing(texts: Iterable[str], condition: str, column: str) -> list[str]:
    """The texts that a CHECK of a column lets pass."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f'CREATE TABLE one ("{column}" TEXT CHECK {condition}) STRICT')
        passed: list[str] = []
        for text in texts:
            try:
                connection.execute("INSERT INTO one VALUES (?)", (text,))
                passed.append(text)
            except sqlite3.IntegrityError:
                pass
        connection.execute("INSERT INTO one VALUES (NULL)")
    return passed


def check_of(table: str, column: str) -> str:
    """The CHECK of a table that stands with a column."""
    return next(each for each in shape.checks()[table] if each.startswith(f"({column} "))


@pytest.mark.parametrize(
    ("table", "column"),
    [("event", "occurred_at"), ("event", "recorded_at")]
    + [("dossier", column.name) for column in KEPT if column.name.endswith("_at")],
)
def test_an_instant_is_one_that_a_clock_shows_in_vietnam(table: str, column: str) -> None:
    texts = (*NO_INSTANTS, *INSTANTS)
    assert passing(texts, check_of(table, column), column) == [*INSTANTS]


@pytest.mark.parametrize(("column", "words"), WORDS.items(), ids=list(WORDS))
def test_a_word_is_one_of_the_vocabulary(column: str, words: tuple[str, ...]) -> None:
    texts = (*words, "", "x", words[0].upper(), f"{words[0]} ")
    assert passing(texts, check_of("dossier", column), column) == [*words]


@pytest.mark.parametrize("column", ["suspensions", "extensions", "recorded_late"])
def test_a_list_is_one(column: str, ward: Ward) -> None:
    ward.receive()
    with closing(sqlite3.connect(ward.path)) as connection:
        for text in ("{}", "null", '"x"', "1"):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(f"UPDATE dossier SET {column} = ?", (text,))
