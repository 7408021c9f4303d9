"""Laws over lives that are bent at random (domain §3.3): what cures is marked, and strict is what would have been."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from onestop_cli.core.amendments import events_in_force
from onestop_cli.core.dossier import Dossier, Status
from onestop_cli.core.filters import Filters
from onestop_cli.core.moments import Moments, When
from onestop_cli.core.outcomes import Basis, Granularity, Outcome, outcome
from onestop_cli.core.periods import Period
from onestop_cli.core.report import ReportRequest
from onestop_cli.core.tally import Row
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from onestop_cli.usecases import dossiers
from onestop_cli.usecases.reports.late import Narrowed, late_list
from onestop_cli.usecases.reports.report import report
from onestop_cli.usecases.strict import Strict
from tests.core.written import at
from tests.office import Ward, strays
from tests.usecases.bending import BAD, Clerk, Drawn, Recorded, commands, does_better, rank

Figures = tuple[Sequence[Row], Row]
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
SLOW_TO_MAKE = (HealthCheck.too_slow, HealthCheck.data_too_large)
QUICK = settings(max_examples=10, suppress_health_check=SLOW_TO_MAKE)
LONG = settings(max_examples=80, suppress_health_check=SLOW_TO_MAKE)
ANYTHING = commands(14, more=("receive", "notice"))
BY_HAND = commands(14, more=("receive",))


@contextmanager
def told(template: Path, drawn: list[Drawn]) -> Iterator[Clerk]:
    """Lives told in a file of their own."""
    with TemporaryDirectory() as folder:
        yield Clerk(Ward(Path(shutil.copy(template, Path(folder) / "onestop.db")))).tells(drawn)


def rows(
    ward: Ward, by: tuple[str, ...] = ("procedure",), *, strict: bool = False, known: bool = False, **how: Any
) -> Figures:
    known_at = ward.now if known else None
    request = ReportRequest(YEAR, by, Basis.due, Granularity.unit, False, None, known_at, strict=strict)
    part = report(ward.path, ward.clock, request._replace(**how)).part
    return part.rows, part.total


# --- the laws ----------------------------------------------------------------------------------------

ENTRIES = ("receive", "resume", "deliver")
BREAKDOWNS = (("procedure",), ("officer", "month"))


def cures_silently(each: Recorded, before: Dossier | None, after: Dossier) -> bool:
    """Whether a paper makes a dossier better after its due instant and bears no mark."""
    act, now = each.typed.act, each.typed.now
    if before is None or each.marked or act in ENTRIES or (act == "resolve" and not each.had_ended):
        return False
    at = each.typed.when or now
    if act in ("withdraw", "stop", "resolve", "suspend") and outcome(before._replace(**OPEN), at) in BAD:
        return False
    return outcome(before, now) in BAD and does_better(after, before, now)


OPEN: dict[str, Any] = {"status": Status.received, "resolved_at": None, "closed_at": None}
"""As if it had not ended: whether a result at an instant would be late."""


def what_cures_is_marked(clerk: Clerk) -> None:
    """No paper recorded after the due instant makes an outcome better without a mark."""
    assert [each for each in clerk.recorded if cures_silently(each, each.before, each.after)] == []


def what_falls_back_is_marked(clerk: Clerk) -> None:
    """Nor does one that falls back behind a marked one: without marked papers nothing is ever cured."""
    assert [each for each in clerk.recorded if cures_silently(each, each.strict_before, each.strict_after)] == []


def strict_is_plain_without_marks(clerk: Clerk) -> None:
    for by in () if has_marks(clerk.ward) else BREAKDOWNS:
        assert rows(clerk.ward, by, strict=True) == rows(clerk.ward, by)


def strict_is_never_better(clerk: Clerk) -> None:
    for code in clerk.codes:
        plain, strict = clerk.ward.dossier(code), strictly(clerk, code)
        one, other = rank(strict, clerk.ward.now), rank(plain, clerk.ward.now)
        assert strict is not None
        assert not (other == 2 and one != 2), code
        assert one is None or other is None or one >= other, code


def ledger_says_the_same(clerk: Clerk) -> None:
    """The register's cells, the lives told from the ledger, and the dossiers behind the figures."""
    for by in BREAKDOWNS:
        present = rows(clerk.ward, by, strict=True)
        assert rows(clerk.ward, by, strict=True, known=True) == present
        assert rows(clerk.ward, by, strict=True, with_members=True) == present
        assert rows(clerk.ward, by, strict=True, known=True, with_members=True) == present
    assert strays(clerk.ward) == []


def earlier_moments_say_the_same(clerk: Clerk) -> None:
    for hours in (24, 96, 300):
        then = clerk.ward.now - timedelta(hours=hours)
        as_of = When(then.date(), then.time(), "")
        present = rows(clerk.ward, ("officer",), strict=True, as_of=as_of)
        assert rows(clerk.ward, ("officer",), strict=True, as_of=as_of, known=True) == present
        assert rows(clerk.ward, ("officer",), strict=True, as_of=as_of, with_members=True) == present


def lists_name_who_is_late(clerk: Clerk) -> None:
    ward = clerk.ward
    _, total = rows(ward, strict=True)
    request = ReportRequest(YEAR, ("none",), Basis.due, Granularity.unit, False, strict=True)
    late = {each.entry.dossier.code for each in late_list(ward.path, ward.clock, request, Narrowed()).dossiers}
    assert len(late) == total.late + total.overdue
    for moments in (Moments(), Moments(known_at=ward.now)):
        found = dossiers.listing(ward.path, ward.clock, Filters(), None, BAD, None, moments, strict=True)
        assert {view.entry.dossier.code for view in found.views} == late


LAWS: tuple[Callable[[Clerk], None], ...] = (
    what_cures_is_marked,
    what_falls_back_is_marked,
    strict_is_plain_without_marks,
    strict_is_never_better,
    ledger_says_the_same,
    earlier_moments_say_the_same,
    lists_name_who_is_late,
)


@pytest.mark.parametrize("law", LAWS)
@QUICK
@given(drawn=ANYTHING)
def test_a_law_holds_of_lives_however_they_are_bent(
    ward_template: Path, law: Callable[[Clerk], None], drawn: list[Drawn]
) -> None:
    with told(ward_template, drawn) as clerk:
        law(clerk)


@pytest.mark.slow
@LONG
@given(drawn=ANYTHING)
def test_every_law_holds_of_many_lives(ward_template: Path, drawn: list[Drawn]) -> None:
    with told(ward_template, drawn) as clerk:
        for law in LAWS:
            law(clerk)


def has_marks(ward: Ward) -> bool:
    return ward.ask("SELECT count(*) FROM dossier WHERE recorded_late <> '[]'") != [(0,)]


def strictly(clerk: Clerk, code: str) -> Dossier | None:
    with reading(clerk.ward.path) as connection:
        return Strict(connection).fold(ledger.dossier_events(connection, code))


# --- strict is what the same acts come to without the marked papers ------------------------------------


def the_same_acts_come_to_it(template: Path, drawn: list[Drawn]) -> None:
    with told(template, drawn) as clerk, told(template, []) as other:
        again(clerk, other, marked_in_force(clerk))
        other.ward.now = clerk.ward.now
        for code in clerk.codes:
            assert stand(strictly(clerk, code), clerk) == stand(other.ward.dossier(code), clerk), code
        assert rows(clerk.ward, strict=True) == rows(other.ward)
        assert not has_marks(other.ward)


@QUICK
@given(drawn=BY_HAND)
def test_strict_is_what_the_same_acts_come_to_without_the_marked_papers(
    ward_template: Path, drawn: list[Drawn]
) -> None:
    the_same_acts_come_to_it(ward_template, drawn)


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param([Drawn(240, "procedure", 0, "now", 4), Drawn(0, "limit", 0, "now", 5)], id="the limit it gave"),
        pytest.param([Drawn(240, "limit", 0, "now", 6), Drawn(0, "procedure", 0, "now", 5)], id="no limit, as typed"),
    ],
)
def test_what_a_marked_correction_said_already_is_told_again(ward_template: Path, drawn: list[Drawn]) -> None:
    """Five working days from Monday 3/8 have passed on 13/8: a month, or none, was typed twice, and cures twice."""
    the_same_acts_come_to_it(ward_template, drawn)
    with told(ward_template, drawn) as clerk:
        assert [each.marked for each in clerk.recorded[3:]] == [True, True]
        assert stand(strictly(clerk, clerk.codes[0]), clerk) == (
            Outcome.overdue, Status.received, at("10/8/2026 17:30"), at("10/8/2026 17:30"), None, None,
        )  # fmt: skip


def test_a_marked_paper_does_not_come_back_without_the_marked_undo_that_took_it_back(ward_template: Path) -> None:
    """Overdue since 10/8: no limit is typed, then nine days (until 14/8), and on 17/8 these are taken back."""
    drawn = [Drawn(240, "limit", 0, "now", 6), Drawn(100, "limit", 0, "now", 2), Drawn(0, "undo", 0, "now", 0)]
    the_same_acts_come_to_it(ward_template, drawn)
    with told(ward_template, drawn) as clerk:
        assert [each.marked for each in clerk.recorded[3:]] == [True, True, True]
        strict = strictly(clerk, clerk.codes[0])
        assert strict is not None
        assert strict.due_at == at("10/8/2026 17:30")


@pytest.mark.slow
@LONG
@given(drawn=BY_HAND)
def test_strict_is_what_the_same_acts_come_to_in_many_lives(ward_template: Path, drawn: list[Drawn]) -> None:
    the_same_acts_come_to_it(ward_template, drawn)


def marked_in_force(clerk: Clerk) -> set[int]:
    """The numbers of the marked events that no undo takes back."""
    with reading(clerk.ward.path) as connection:
        return {
            event.seq
            for code in clerk.codes
            for event in events_in_force(ledger.dossier_events(connection, code))
            if event.data.get("recorded_late")
        }


def again(clerk: Clerk, other: Clerk, left_out: set[int]) -> None:
    """What a clerk typed, typed by another but for some; what is refused or recorded late there is left out too."""
    for each in clerk.recorded[3:]:
        told = None if each.seq in left_out else other.types(each.typed)
        if told is None:
            other.seqs.append(None)
        elif told.marked:
            other.ward.undo(other.codes[told.typed.place], told.seq)
            other.seqs[-1] = None


def stand(d: Dossier | None, clerk: Clerk) -> tuple[object, ...] | None:
    return d and (outcome(d, clerk.ward.now), d.status, d.due_at, d.statutory_due_at, d.resolved_at, d.closed_at)
