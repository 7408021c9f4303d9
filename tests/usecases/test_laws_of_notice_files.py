"""Laws of files of notices (domain §2.1): twice is once, a revoke restores everything, no half a swap is ever left.

Files are drawn from the days around the make-up Saturday 22/8/2026, as CSV or as .ics, right and wrong alike.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onestop_cli.core.calendar import DayKind
from onestop_cli.core.notice_file import RECORDED, Would, can_take
from onestop_cli.errors import BadRows, BadSwap, OffOnMakeupDay
from onestop_cli.usecases import notices as notice_cases
from onestop_cli.usecases.calendar import Change
from tests.core.written import day
from tests.office import ACTOR, Ward, strays
from tests.usecases.notices import EVERYTHING, PREVIEW, ics, imported, kind, revoke

FIRST = date(2026, 8, 17)
DAYS = st.integers(0, 27).map(lambda n: FIRST + timedelta(days=n))
WEEKDAYS, WEEKENDS = (DAYS.filter(lambda on, is_end=is_end: (on.weekday() > 4) is is_end) for is_end in (False, True))
MOSTLY_WEEKDAYS, MOSTLY_WEEKENDS = (st.one_of(some, some, some, DAYS) for some in (WEEKDAYS, WEEKENDS))
NAMES = st.sampled_from(["Nghỉ", "Quốc khánh", "Đi làm bù", "Nghỉ bù", "Nghỉ, làm bù sau"])


class File(NamedTuple):
    """A file as it is brought in: its name, its text, and every day off asked for."""

    name: str
    text: str
    take: list[str]


@st.composite
def files(draw: st.DrawFn) -> File:
    """A file of one to five lines; of what it leaves out some is asked for."""
    if draw(st.booleans()):
        events = draw(st.lists(st.tuples(DAYS, NAMES), min_size=1, max_size=5))
        text = ics(*(f"{on.day}/{on.month} {name}" for on, name in events))
        return File("lich.ics", text, _asked(draw, [on for on, name in events]))
    if draw(st.booleans()):
        swaps = draw(st.lists(st.tuples(WEEKDAYS, WEEKENDS), min_size=1, max_size=2, unique_by=(_off, _work)))
        return File("lich.csv", "".join(f"swap,{off},{work},,,CV 1\n" for off, work in swaps), [])
    rows, named = "", list[date]()
    for off in draw(st.lists(MOSTLY_WEEKDAYS, min_size=1, max_size=3, unique=draw(st.booleans()))):
        if draw(st.sampled_from([True, True, False])):
            work = draw(MOSTLY_WEEKENDS.filter(lambda on, off=off: on != off))
            rows += f"swap,{off},{work},,,CV {draw(st.integers(1, 3))}\n"
        else:
            rows += f"day_off,{off},,{draw(NAMES)},,CV {draw(st.integers(1, 3))}\n"
            named.append(off)
    return File("lich.csv", rows, _asked(draw, named))


def _off(swap: tuple[date, date]) -> date:
    return swap[0]


def _work(swap: tuple[date, date]) -> date:
    return swap[1]


def _asked(draw: st.DrawFn, days: list[date]) -> list[str]:
    return [f"{on.day}/{on.month}/{on.year}" for on in days if draw(st.booleans())]


def brought(ward: Ward, file: File) -> Change | None:
    """What bringing a file in did, None where it is wrong, and then nothing was."""
    before = ward.content
    try:
        lines = imported(ward, file.text, PREVIEW, name=file.name).lines
        take = [on for on in file.take if any(can_take(line, day(on)) for line in lines)]
        return imported(ward, file.text, EVERYTHING, take, file.name)
    except BadRows:
        assert ward.content == before
        return None


@contextmanager
def copied(template: Path) -> Iterator[Ward]:
    """A ward of its own with dossiers that are counted over the days named."""
    with tempfile.TemporaryDirectory() as folder:
        ward = Ward(Path(shutil.copy(template, Path(folder) / "onestop.db")))
        ward.is_now("14/8/2026 09:00")
        for alias in ("bay-ngay", "giam-ho", "muoi-ngay", "tam-gio"):
            ward.receive(alias)
        ward.is_now("17/8/2026 09:00")
        yield ward


def state(ward: Ward) -> list[tuple[object, ...]]:
    """Every day with what decides it, and every date of every dossier."""
    days = ward.ask("SELECT on_day, kind, name, source, confirmed, working_days FROM day ORDER BY on_day")
    return [*days, *ward.ask("SELECT code, due_at, statutory_due_at, promised_due_at FROM dossier ORDER BY code")]


def halves(ward: Ward) -> list[tuple[str, str]]:
    """The make-up days in force whose day off is worked, and the days off by swap whose make-up day is not."""
    found = ward.ask(
        "SELECT d.on_day, d.kind, c.swap_with, o.kind FROM day AS d "
        "JOIN claim AS c ON c.seq = d.seq AND c.on_day = d.on_day AND c.kind = d.kind AND c.ended_by IS NULL "
        "JOIN day AS o ON o.on_day = c.swap_with WHERE d.kind IN ('makeup_day', 'swap_day_off')"
    )
    working = {DayKind.working_day, DayKind.makeup_day}
    return [(on, other) for on, kind, other, its in found if (kind == "makeup_day") == (DayKind(its) in working)]


some = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(file=files())
@some
def test_a_file_read_twice_changes_nothing(ward_template: Path, file: File) -> None:
    with copied(ward_template) as ward:
        if (first := brought(ward, file)) is None:
            return
        before = ward.content
        again = brought(ward, file)
        assert again is not None
        assert (again.recorded, again.changed, ward.content) == (None, [], before)
        recorded = [of.line.line for of in first.lines if of.would in RECORDED]
        assert all(of.would is Would.already_so for of in again.lines if of.line.line in recorded)


@given(file=files())
@some
def test_a_revoke_restores_every_day_and_every_date(ward_template: Path, file: File) -> None:
    with copied(ward_template) as ward:
        before = state(ward)
        change = brought(ward, file)
        if change is None or change.recorded is None:
            assert state(ward) == before
            return
        revoke(ward, change.recorded.seq, EVERYTHING)
        assert (state(ward), strays(ward)) == (before, [])


@given(steps=st.lists(st.one_of(files(), st.tuples(WEEKDAYS, WEEKENDS), st.integers(0, 3)), min_size=2, max_size=5))
@some
def test_no_sequence_of_files_swaps_and_revocations_leaves_half_a_swap(
    ward_template: Path, steps: list[File | tuple[date, date] | int]
) -> None:
    with copied(ward_template) as ward:
        for step in steps:
            match step:
                case File():
                    brought(ward, step)
                case (off, work):
                    swap = {"local": False, "consent": EVERYTHING}
                    try:
                        notice_cases.add_swap(ward.path, ward.clock, ACTOR, off, work, "CV", **swap)  # type: ignore[arg-type]
                    except (BadSwap, OffOnMakeupDay):
                        continue
                case place:
                    open_ones = [n.seq for n in notice_cases.notices(ward.path) if not n.revoked_by]
                    if place < len(open_ones):
                        revoke(ward, open_ones[place], EVERYTHING)
            assert halves(ward) == []
        assert kind(ward, "22/8/2026") is DayKind.makeup_day
        assert strays(ward) == []


@given(file=files())
@some
def test_no_working_day_is_lost_that_was_not_asked_for(ward_template: Path, file: File) -> None:
    """Without a day asked for, a file takes as many working days as it gives: only swaps change any."""
    with copied(ward_template) as ward:
        [before] = ward.ask("SELECT max(working_days) FROM day")
        brought(ward, file._replace(take=[]))
        assert ward.ask("SELECT max(working_days) FROM day") == [before]
