"""The known time: the running maximum of when things were recorded, without what notes on the clock take out (§3.6)."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onestop_cli.core.file_events import ClockNote
from onestop_cli.core.ledger import GENESIS, event_hash
from onestop_cli.store import known_time
from onestop_cli.store.database import reading, writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases.migration import migrate
from tests.core.written import at
from tests.office import ACTOR, Ward

START = at("3/8/2026 09:00")
NOTHING = ClockNote(1, 0, "")
"""A note that takes nothing out: an event like any other."""
CLOCKS = st.lists(st.integers(-60, 60), min_size=1, max_size=12)
"""When each of some events was recorded, in minutes."""
NOTES = st.lists(st.tuples(st.integers(2, 18), st.integers(0, 6)), max_size=3)
"""From which event on how many are taken out; never the first."""
WHOLE = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def recorded(path: Path, clocks: list[int], notes: list[tuple[int, int]] | None = None) -> None:
    """Events recorded one by one, by a clock that goes where it likes; then notes on the clock."""
    minutes = [*clocks, *(60 + n for n, _ in enumerate(notes or []))]
    said = [NOTHING] * len(clocks) + [ClockNote(first, first + n - 1, "") for first, n in notes or []]
    for minute, note in zip(minutes, said, strict=True):
        with writing(path) as connection:
            Ledger(connection, ACTOR, START + timedelta(minutes=minute)).append(note)


def by_brute_force(path: Path, instants: list[datetime]) -> list[int]:
    """The last event that the clock had reached with all before it; what is taken out comes with the next."""
    with closing(sqlite3.connect(path)) as connection:
        events = connection.execute("SELECT seq, recorded_at FROM event ORDER BY seq").fetchall()
        notes = "SELECT json_extract(data, '$.first'), json_extract(data, '$.last') FROM event WHERE kind = 'clock'"
        taken_out = {seq for first, last in connection.execute(notes) for seq in range(first, last + 1)}
    found: list[int] = []
    for known_at in instants:
        known, running = 0, ""
        for seq, recorded_at in events:
            if seq in taken_out:
                continue
            running = max(running, recorded_at)
            if running > known_at.isoformat():
                break
            known = seq
        found.append(known)
    return found


def last_known(path: Path, instants: list[datetime]) -> list[int]:
    with reading(path) as connection:
        found = [known_time.last_seq_known_at(connection, instant) for instant in instants]
    assert None not in found
    return [seq for seq in found if seq is not None]


@WHOLE
@given(clocks=CLOCKS, notes=NOTES)
def test_an_event_is_known_once_the_clock_had_reached_it_and_all_before_it(
    ward_template: Path, clocks: list[int], notes: list[tuple[int, int]]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(ward_template, Path(folder) / "onestop.db"))
        recorded(path, clocks, notes)
        instants = [START + timedelta(minutes=minute) for minute in range(-62, 66)]
        known = last_known(path, instants)
        assert known == by_brute_force(path, instants)
        assert known == sorted(known)


@WHOLE
@given(clocks=CLOCKS, notes=NOTES)
def test_the_known_time_of_the_last_event_is_when_all_is_known(
    ward_template: Path, clocks: list[int], notes: list[tuple[int, int]]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(ward_template, Path(folder) / "onestop.db"))
        recorded(path, clocks, notes)
        with reading(path) as connection:
            latest = datetime.fromisoformat(known_time.latest(connection))
        before, then, ever = by_brute_force(path, [latest - timedelta(seconds=1), latest, at("1/1/2100 00:00")])
        assert before < then == ever


def test_without_an_instant_everything_is_known(ward: Ward) -> None:
    with reading(ward.path) as connection:
        assert known_time.last_seq_known_at(connection, None) is None


def test_before_the_first_event_nothing_is_known(ward: Ward) -> None:
    assert last_known(ward.path, [at("1/1/2020 00:00")]) == [0]


def test_one_act_in_2036_hides_what_comes_after_it_until_a_note_takes_it_out(ward: Ward) -> None:
    """Event n by a clock that stood in 2036, then two as usual."""
    (first,) = [seq + 1 for (seq,) in ward.ask("SELECT max(seq) FROM event")]
    recorded(ward.path, [5_000_000, 1, 2])
    assert last_known(ward.path, [START + timedelta(minutes=3)]) == [first - 1]
    with writing(ward.path) as connection:
        Ledger(connection, ACTOR, START + timedelta(minutes=4)).append(ClockNote(first, first, "đồng hồ sai"))
    instants = [START + timedelta(minutes=1), START + timedelta(minutes=9)]
    assert last_known(ward.path, instants) == [first + 1, first + 3]


def test_only_where_the_clock_went_back_is_kept(ward: Ward) -> None:
    (last,) = [seq for (seq,) in ward.ask("SELECT max(seq) FROM event")]
    recorded(ward.path, [5, 5, 4, 6, 3, 3])
    assert ward.ask("SELECT seq - ? FROM clock_setback", last) == [(3,), (5,)]


@pytest.mark.parametrize("place", [3, 7])
def test_a_file_of_an_earlier_format_is_told_where_its_clock_went_back(of_format_3: Ward, place: int) -> None:
    """One event was recorded by a clock a day behind, and all that came after it rests on it."""
    went_back(of_format_3, place)
    migrate(of_format_3.path)
    events = of_format_3.ask("SELECT seq, recorded_at FROM event ORDER BY seq")
    backwards = [(later,) for (_, before), (later, after) in pairwise(events) if after < before]
    assert (place,) in backwards
    assert of_format_3.ask("SELECT seq FROM clock_setback ORDER BY seq") == backwards
    instants = [datetime.fromisoformat(text) for _, text in events[:40]]
    assert last_known(of_format_3.path, instants) == by_brute_force(of_format_3.path, instants)


def went_back(ward: Ward, place: int) -> None:
    """One event of an old file recorded a day earlier, in an honest chain; the file's guards are put back."""
    with closing(sqlite3.connect(ward.path)) as connection, connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f'DROP TRIGGER "{name}"')
        last = GENESIS
        for seq, *texts in connection.execute(
            "SELECT seq, dossier, kind, occurred_at, recorded_at, actor, data, personal FROM event ORDER BY seq"
        ).fetchall():
            if seq == place:
                texts[3] = (datetime.fromisoformat(texts[3]) - timedelta(days=1)).isoformat()
            dossier, kind, occurred_at, recorded_at, actor, data, personal = texts
            made = event_hash(seq, dossier, kind, occurred_at, recorded_at, actor, data, personal, last)
            told = texts[3], last, made, seq
            connection.execute("UPDATE event SET recorded_at = ?, prev_hash = ?, hash = ? WHERE seq = ?", told)
            last = made
        for _, sql in guards:
            connection.execute(sql)
