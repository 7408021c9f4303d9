"""Nights: what goes out at the end of a business day, and how one night follows another.

A night is a folder named by its day. Its manifest names every file in it with its digest, the head of the ledger, and
the digest of the manifest before it, so that the nights form a chain of their own beside that of the events. Files are
never looked at here.
"""

import json
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from onestop_cli.core.event_data import FORMS, Form, data_of, list_form, read
from onestop_cli.core.ledger import Mark
from onestop_cli.errors import RowUnreadable

FORMAT = 1
"""Of the manifest."""
MANIFEST = "manifest.json"
BACKUP = "backup.db"
EVENTS = "events.jsonl"
REQUIRED = frozenset(
    {
        BACKUP, EVENTS, "dossiers.csv", "late.json", "late.xlsx", "register.xlsx", "report.html", "report.json",
        "report.xlsx",
    }
)  # fmt: skip
"""The files of every night."""
_ENDS_BEFORE = 12
"""The hour before which a night is still yesterday's."""

_DIGEST = re.compile("[0-9a-f]{64}")
_NAME = re.compile(r"(?:[a-z0-9][a-z0-9-]*/)?[a-z0-9][a-z0-9.-]*")


class NightFile(NamedTuple):
    """A file of a night. `rows` counts its records, None where it has none."""

    name: str
    rows: int | None
    bytes: int
    sha256: str


class Before(NamedTuple):
    """The night before: its day, and the SHA-256 of its manifest."""

    night: date
    sha256: str


class Manifest(NamedTuple):
    """What a night holds and rests on.

    `number` counts the nights of a chain from 1; `covers` are the first and the last day it tells of; `at` is the
    instant its lists and reports are judged at, `made_at` when it was begun; `agency` has `code` and `name`. `genesis`
    is the hash of the file's first event, by which a file is known; `head` the last event in it. Its events are those
    after number `after`; `restored` are the events among them by which a backup took the place of the file. `dossiers`
    and `events` count what its backup holds.
    """

    format: int
    number: int
    night: date
    covers: tuple[date, date]
    at: datetime
    made_at: datetime
    agency: dict[str, str]
    synthetic: bool
    personal_data: bool
    genesis: str
    head: Mark
    recorded_at: datetime
    after: int
    restored: tuple[int, ...]
    dossiers: int
    events: int
    versions: dict[str, str]
    previous: Before | None
    files: tuple[NightFile, ...]

    @property
    def text(self) -> str:
        """The manifest as it is written: JSON, the same for the same night."""
        return json.dumps(data_of(self), ensure_ascii=False, indent=2) + "\n"


def manifest(text: str) -> Manifest:
    """The manifest of a text. Raises `ValueError` for any text that `Manifest.text` does not write."""
    try:
        told = read(Manifest, json.loads(text))
        is_ours = told.text == text and _holds(told)
    except (LookupError, TypeError, AttributeError, RecursionError, RowUnreadable) as problem:
        raise ValueError(type(problem).__name__) from None
    if not is_ours:
        raise ValueError("format")
    return told


def _holds(told: Manifest) -> bool:
    """Whether every value is of its type, every mark can be one, and no name leads out of the folder."""
    sizes = [size for file in told.files for size in (file.bytes, file.rows or 0)]
    numbers = [told.number, told.after, told.dossiers, told.events, *told.restored, *sizes]
    digests = [told.genesis, told.head.hash, *(file.sha256 for file in told.files)]
    digests += [told.previous.sha256] if told.previous else []
    texts = [told.agency["code"], told.agency["name"], *told.versions, *told.versions.values()]
    return (
        told.format == FORMAT
        and told.covers[0] <= told.covers[1] == told.night
        and {int} == set(map(type, (*numbers, told.head.seq)))
        and {str} == set(map(type, (*texts, *(file.name for file in told.files))))
        and min(*numbers, told.head.seq - 1) >= 0
        and all(_DIGEST.fullmatch(digest) for digest in digests)
        and all(_NAME.fullmatch(file.name) for file in told.files)
        and type(told.synthetic) is type(told.personal_data) is bool
    )


def _ints(numbers: tuple[int, ...]) -> list[int]:
    return list(numbers)


def _days(days: tuple[date, date]) -> list[str]:
    return [day.isoformat() for day in days]


def _two_days(days: list[str]) -> tuple[date, date]:
    first, last = map(date.fromisoformat, days)
    return first, last


def _before_data(before: Before | None) -> dict[str, str] | None:
    return None if before is None else data_of(before)


def _before(data: dict[str, str] | None) -> Before | None:
    return None if data is None else read(Before, data)


FORMS[Mark] = Form(data_of, partial(read, Mark))
FORMS[tuple[date, date]] = Form(_days, _two_days)
FORMS[tuple[int, ...]] = Form(_ints, tuple)
FORMS[Before | None] = Form(_before_data, _before)
FORMS[tuple[NightFile, ...]] = list_form(data_of, partial(read, NightFile))


def business_day(now: datetime) -> date:
    """The day that a night begun at an instant is named by: before noon it is still yesterday's.

    >>> from onestop_cli.core.moments import instant
    >>> str(business_day(instant(date(2026, 11, 26), 2 * 3600)))
    '2026-11-25'
    """
    return now.date() - timedelta(days=now.hour < _ENDS_BEFORE)


def prunable(nights: Sequence[date], keep: int) -> list[date]:
    """The nights that go where only the newest `keep` stay, oldest first."""
    return sorted(nights)[: max(0, len(nights) - keep)]
