"""A note on a clock that was ahead: what it may take out of the known time, and what is known with it (domain §3.6)."""

from datetime import datetime

import pytest

from onestop_cli.core.moments import Moments
from onestop_cli.errors import ClockNotAhead, ClockNoted, UnknownDossier, UnknownEvents
from onestop_cli.store import known_time
from onestop_cli.store.database import reading
from onestop_cli.usecases import audit
from onestop_cli.usecases.doctor import CLOCK_AHEAD, doctor
from onestop_cli.usecases.dossiers import show
from tests.core.written import at
from tests.office import ACTOR, Ward


def by(ward: Ward, clock: str, *, n: int = 1) -> list[int]:
    """So many receipts recorded while the clock says that; the numbers of their events."""
    ward.is_now(clock)
    return [int(ward.receive("giam-ho").anchor.partition(":")[0]) for _ in range(n)]


def note(ward: Ward, first: int, last: int | None = None, *, apply: bool = True) -> audit.ClockAhead:
    return audit.clock_ahead(ward.path, ward.clock, ACTOR, first, last or first, "máy chạy sai năm", apply=apply)


def known(ward: Ward, instant: str) -> int | None:
    with reading(ward.path) as connection:
        return known_time.last_seq_known_at(connection, at(instant))


def warned(ward: Ward) -> list[dict[str, object]]:
    return [dict(fact.values) for fact in doctor(ward.path, ward.clock, {}) if fact.warning == CLOCK_AHEAD]


@pytest.fixture
def ahead(ward: Ward) -> tuple[Ward, int, int]:
    """Two receipts while the clock said 2027, between three before and two after; the numbers of the two."""
    by(ward, "3/8/2026 09:00", n=3)
    first, last = by(ward, "1/1/2027 00:10", n=2)
    by(ward, "4/8/2026 09:00", n=2)
    return ward, first, last


def test_what_came_after_is_known_at_its_own_time(ahead: tuple[Ward, int, int]) -> None:
    ward, first, last = ahead
    assert known(ward, "5/8/2026 00:00") == first - 1
    told = note(ward, first, last)
    assert (told.n_hidden, told.known_time) == (2, (at("1/1/2027 00:10"), at("4/8/2026 09:00")))
    assert known(ward, "5/8/2026 00:00") == last + 3
    assert known(ward, "4/8/2026 08:59") == first - 1
    show(ward.path, ward.clock, "260804-0001", Moments(None, at("5/8/2026 00:00")))


def test_a_preview_records_nothing(ahead: tuple[Ward, int, int]) -> None:
    ward, first, last = ahead
    before = ward.content
    told = note(ward, first, last, apply=False)
    assert (told.event, ward.content) == (None, before)
    assert told.known_time == (at("1/1/2027 00:10"), at("4/8/2026 09:00"))
    with pytest.raises(UnknownDossier):
        show(ward.path, ward.clock, "260804-0001", Moments(None, at("5/8/2026 00:00")))


def test_the_doctor_counts_what_is_hidden_until_it_is_noted(ahead: tuple[Ward, int, int]) -> None:
    ward, first, last = ahead
    assert warned(ward) == [{"count": 2, "first": first, "last": last}]
    note(ward, first, last)
    assert warned(ward) == []


def test_the_chain_stays_whole(ahead: tuple[Ward, int, int]) -> None:
    ward, first, last = ahead
    anchor = audit.head(ward.path).mark.anchor
    note(ward, first, last)
    assert audit.verify(ward.path, [anchor], lambda _: None).n_findings == 0


def test_only_what_was_recorded_later_than_an_event_after_it_is_noted(ahead: tuple[Ward, int, int]) -> None:
    ward, first, last = ahead
    before = ward.content
    for low, high in ((first - 1, last), (first, last + 1), (first - 1, first - 1), (last + 1, last + 1)):
        with pytest.raises(ClockNotAhead):
            note(ward, low, high)
    assert ward.content == before


def test_events_that_are_not_there_are_not_noted(ahead: tuple[Ward, int, int]) -> None:
    ward, first, last = ahead
    with pytest.raises(UnknownEvents):
        note(ward, first, last + 3)


def test_what_was_noted_is_not_noted_again(ahead: tuple[Ward, int, int]) -> None:
    ward, first, last = ahead
    note(ward, first, last)
    with pytest.raises(ClockNoted):
        note(ward, last)


def test_a_clock_that_was_behind_makes_nothing_known_earlier(ward: Ward) -> None:
    """A dead battery: one receipt in January. Those before it were recorded later, and were right."""
    right = by(ward, "3/8/2026 09:00", n=3)
    by(ward, "2/1/2025 09:00")
    by(ward, "4/8/2026 09:00")
    with pytest.raises(ClockNotAhead):
        note(ward, right[0], right[-1])
    assert warned(ward) == []


def test_a_second_time_ahead_is_noted_after_the_first(ahead: tuple[Ward, int, int]) -> None:
    ward, first, last = ahead
    again, *_ = by(ward, "1/2/2027 00:10")
    by(ward, "5/8/2026 09:00")
    with pytest.raises(ClockNotAhead):
        note(ward, again)
    note(ward, first, last)
    assert warned(ward) == [{"count": 2, "first": again, "last": again}]
    note(ward, again)
    assert warned(ward) == []
    assert known(ward, "6/8/2026 00:00") == audit.head(ward.path).mark.seq


def test_the_instants_told_are_those_of_the_clock(ahead: tuple[Ward, int, int]) -> None:
    ward, first, last = ahead
    instant: datetime = at("1/1/2027 00:10")
    assert note(ward, first, last, apply=False).recorded == (instant, instant)
