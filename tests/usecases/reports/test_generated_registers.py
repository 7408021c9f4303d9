"""Thousands of registers: after every act of random lives the file is another one, and every report is recounted.

Wards live by `Lives`: dossiers received, imported, suspended, extended, resolved, corrected, taken back, voided, while
notices come and settings change. After each command that recorded something all reports are asked for, each time in
another way, and compared cell by cell with the recount of the same events. When a ward has lived, some are put
again, as of what was known then.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import cycle, permutations, product
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from onestop_cli.core.dossier import Dossier, Entry, Reason, Status
from onestop_cli.core.moments import instant
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import MOST, Convention, Kind, Period, last_months, latest_begun
from onestop_cli.usecases import notices as notice_cases
from tests.core.written import at
from tests.office import ACTOR, Ward, broken_links, strays
from tests.usecases.busy_year import CONSENTS, BusyYear, Lives, Step
from tests.usecases.recount import Recount, Row
from tests.usecases.reports.answers import Question, answer, recounted, some_instant

pytestmark = pytest.mark.slow

SEEDS = range(14)
STEPS = 115
"""Commands typed in each ward; some are refused and leave the register as it was."""
DIMENSIONS = ("procedure", "field", "officer", "channel", "receiving_unit", "month", "week", "day")
BREAKDOWNS = ((), *((name,) for name in DIMENSIONS), *permutations(DIMENSIONS, 2))
KINDS = ("report", "form", "index", "late", "register")
"""What is asked of every register; the others of every twelfth."""
RARELY = ("members", "trend", "sealed", "known", "then")
NOVEMBER = "1/11/2025 00:00"
DECEMBER = "22/12/2025 09:00"
Way = tuple[tuple[str, ...], Basis, Granularity]


class AtTheEdges(Lives):
    """Lives that touch midnight and the turn of a month, stand still for weeks, and are asked for papers again.

    And notices that are revoked.
    """

    def handled(self, entry: Entry) -> Step:
        was_asked = any(each.reason is Reason.supplement for each in entry.dossier.suspensions)
        if was_asked and entry.dossier.status is Status.received and self.random.random() < 0.4:
            return self.typed("suspend", entry)
        return super().handled(entry)

    def _suspend(self, d: Dossier) -> None:
        if self.random.random() < 0.5:
            return super()._suspend(d)
        return self._tried(lambda override: self.ward.suspend(d.code, override=override))

    def _notice(self) -> None:
        """Of the notices one in five revokes an earlier one."""
        recorded = [seq for (seq,) in self.ward.ask("SELECT seq FROM event WHERE kind = 'notice'")]
        if not recorded or self.random.random() < 0.8:
            return super()._notice()
        office = self.ward.path, self.ward.clock, ACTOR
        notice_cases.revoke(*office, self.random.choice(recorded), "nhập nhầm", self.random.choice(CONSENTS))

    def pass_time(self) -> None:
        super().pass_time()
        now = self.ward.now
        match self.random.randrange(40):
            case 0:
                self.ward.now = now + timedelta(days=self.random.randrange(1, 35), seconds=self.random.randrange(60))
            case 1:
                self.ward.now = instant(now.date().replace(day=28) + timedelta(days=4), 0).replace(day=1)
            case 2 | 3:
                self.ward.now = instant(now.date() + timedelta(days=1), 0) - timedelta(seconds=self.random.randrange(2))
            case _:
                pass

    def some_instant(self, first: datetime, last: datetime) -> datetime:
        found = super().some_instant(first, last)
        midnight = instant(found.date(), 0)
        edges = [midnight, midnight - timedelta(seconds=1), midnight.replace(day=1)]
        if self.random.random() < 0.3:
            return self.random.choice([edge for edge in edges if first <= edge <= last] or [found])
        return found


class Answered(NamedTuple):
    """What was answered when the ledger ended with an event, at an instant."""

    kind: str
    asked: Question
    answer: Any
    last: int
    now: datetime


class Lived(NamedTuple):
    """What was seen while a ward lived: its registers, what was asked of them, and where an answer was another."""

    ward: Ward
    recount: Recount
    registers: list[int]
    asked: dict[str, list[Question]]
    compared: Counter[str]
    cells: Counter[str]
    differences: dict[str, list[str]]

    def compares(self, kind: str, asked: Question, one: Any, other: Any) -> None:
        """Two answers are compared; a difference is kept with what makes it again."""
        self.compared[kind] += 1
        if one != other:
            where = f"{self.ward.path.name}, event {self.recount.last}, now {self.ward.now}: {asked}"
            self.differences.setdefault(kind, []).append(f"{where}\n  {one}\n  {other}")


@pytest.fixture(scope="module")
def wards(early_template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Lived]:
    folder = tmp_path_factory.mktemp("registers")
    ways = {kind: cycle(all_ways()) for kind in KINDS}
    return [lived(Ward(Path(shutil.copy(early_template, folder / f"{seed}.db"))), seed, ways) for seed in SEEDS]


def all_ways() -> list[Way]:
    """Every breakdown on every basis at every granularity, in an order of no meaning."""
    return Random("ways").sample(ways := list(product(BREAKDOWNS, Basis, Granularity)), len(ways))


def lived(ward: Ward, seed: int, ways: Mapping[str, Iterator[Way]]) -> Lived:
    """A ward's life: every other one begins with some dossiers of two months before, half of them with results."""
    ward.is_now(DECEMBER)
    if seed % 2:
        year = BusyYear(ward, f"begins {seed}")
        year.receives(16, NOVEMBER, DECEMBER)
        year.resolves(0.4)
    lives, random = AtTheEdges(ward, Random(f"lives {seed}")), Random(f"asks {seed}")
    found = Lived(ward, Recount(ward), [], {}, Counter(), Counter(), {})
    answered: list[Answered] = []
    for _ in range(STEPS):
        lives.step()
        if found.recount.reads_on():
            found.registers.append(found.recount.last)
            answered += [asks(found, kind, some_question(random, found.recount, *next(ways[kind]))) for kind in KINDS]
    for each in answered[:: 10 * len(KINDS) - 1]:
        asks_again(found, each)
    return found


def some_question(
    random: Random, recount: Recount, by: tuple[str, ...], basis: Basis, granularity: Granularity
) -> Question:
    """A period that has begun; mostly as it is known, else as it was known at a random moment."""
    now = recount.ward.now
    period = some_period(random, now.date())
    if "day" in by and (period.end - period.start).days > 31:
        period = period._replace(start=min(period.end, now.date()) - timedelta(days=20))
    asked = Question(period, by, basis, granularity, with_members=random.random() < 0.3)
    if random.random() < 0.5:
        as_of = some_instant(random, recount, period.first_second, min(period.last_second, now))
        asked = asked._replace(as_of=as_of)
    if random.random() < 0.2:
        asked = asked._replace(known_at=some_moment_known(random, recount, max(period.first_second, at(DECEMBER)), now))
    return asked


def some_moment_known(random: Random, recount: Recount, first: datetime, now: datetime) -> datetime:
    """Any moment, or one of the last at which something was recorded, or the second before it."""
    if random.random() < 0.5:
        return some_instant(random, recount, first, now)
    recorded = sorted({act.recorded_at for story in recount.stories.values() for act in story})[-6:]
    return max(first, datetime.fromisoformat(random.choice(recorded)) - timedelta(seconds=random.randrange(2)))


def some_period(random: Random, today: date) -> Period:
    """The running one of a kind or the one before, the last days, or a free one, in either convention."""
    convention = random.choice(list(Convention))
    match random.randrange(10):
        case 0:
            return last_months(random.choice((2, 3)), today, convention)
        case 1:
            return Period(today, today, convention)
        case 2:
            return Period(today - timedelta(days=random.randrange(12)), today + timedelta(days=random.randrange(9)))
        case 3:
            start = today - timedelta(days=random.randrange(70))
            return Period(start, start + timedelta(days=random.randrange(70)), convention)
        case 4 | 5 | 6:
            kind = Kind.month
        case _:
            kind = random.choice(list(Kind))
    return latest_begun(kind, random.randrange(MOST[kind]) + 1, today, convention)


def asks(found: Lived, kind: str, asked: Question) -> Answered:
    """The same question to both; of every twelfth register also whether all that is known now is everything."""
    ward, recount = found.ward, found.recount
    if kind == "index":
        asked = asked._replace(period=asked.period._replace(convention=Convention.calendar))
        asked = asked._replace(by=tuple(name for name in asked.by if name not in ("month", "week", "day")))
    try:
        answered = answer(kind, ward, asked)
    except AssertionError as broken:
        broken.add_note(f"{ward.path.name}, event {recount.last}, now {ward.now}: {asked}")
        raise
    found.asked.setdefault(kind, []).append(asked)
    found.cells.update(cells_of(kind, answered))
    found.compares(kind, asked, answered, recounted(kind, recount, asked))
    if (len(found.registers) + KINDS.index(kind)) % 12 == 0:
        if asked.known_at is None:
            known = asked._replace(known_at=ward.now)
            found.compares("known", known, answer(kind, ward, known), answered)
        if kind == "report":
            sealed = asked._replace(known_at=None, position=max(recount.last - len(found.registers) % 20, 5))
            found.compares("sealed", sealed, answer(kind, ward, sealed), recounted(kind, recount, sealed))
            found.compares("members", asked, answer("members", ward, asked), recounted("members", recount, asked))
            trend = asked._replace(by=tuple(name for name in asked.by if name in DIMENSIONS[:5])[:1])
            found.compares("trend", trend, answer("trend", ward, trend), recounted("trend", recount, trend))
    return Answered(kind, asked, answered, recount.last, ward.now)


def asks_again(found: Lived, then: Answered) -> None:
    """Later acts, corrections and notices change nothing of what was answered when they were not known."""
    kind, asked, answered, last, now = then
    if asked.known_at is not None:
        return
    asked = asked._replace(as_of=asked.as_of or (now if kind == "register" else asked.judged_at(now)))
    if kind == "report":
        sealed = asked._replace(position=last)
        found.compares("then", sealed, answer(kind, found.ward, sealed), answered)
    if not found.ward.ask("SELECT 1 FROM event WHERE seq > ? AND recorded_at <= ?", last, now.isoformat()):
        known = asked._replace(known_at=now)
        found.compares("then", known, answer(kind, found.ward, known), answered)


def cells_of(kind: str, answered: object) -> Iterator[str]:
    """The columns that are not zero in a total, for telling whether all were seen."""
    match kind, answered:
        case "report" | "form" | "index", (_, dict() as total):
            row: Row = total
            yield from (f"{kind} {name}" for name, value in row.items() if value)
        case _:
            pass


# --- what was seen -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_of_every_register_is_that_of_the_recount(wards: list[Lived], kind: str) -> None:
    assert [text for ward in wards for text in ward.differences.get(kind, [])] == []
    assert sum(ward.compared[kind] for ward in wards) > 1_200


@pytest.mark.parametrize("kind", RARELY)
def test_what_was_asked_of_every_twelfth_register_comes_out_too(wards: list[Lived], kind: str) -> None:
    """`members`: which dossiers are behind each row; `sealed`: up to an event; `known`: with all that is known now, the
    same answer; `then`: with what was known at an earlier register, the answer given then.
    """
    assert [text for ward in wards for text in ward.differences.get(kind, [])] == []
    assert sum(ward.compared[kind] for ward in wards) > 80


def test_there_are_more_than_a_thousand_registers(wards: list[Lived]) -> None:
    registers = [(place, last) for place, ward in enumerate(wards) for last in ward.registers]
    assert len(registers) == len(set(registers)) > 1_200


def test_the_registers_are_full_of_what_can_happen(wards: list[Lived]) -> None:
    acts = Counter(act.kind for ward in wards for story in ward.recount.stories.values() for act in story)
    notices = Counter(act.kind for ward in wards for act in ward.recount.of_file)
    assert min(acts[kind] for kind in ("suspend", "resume", "correct", "undo")) > 60
    assert min(acts[kind] for kind in ("extend", "withdraw", "stop", "void", "assign", "deliver")) > 10
    assert (acts["move"] > 2, notices["revoke"] > 2, notices["config"] > 8) == (True, True, True)
    assert min(notices["notice"], notices["import"], notices["procedure"]) > 20


def test_every_column_was_counted_in(wards: list[Lived]) -> None:
    """Of the totals compared many were not zero, in each column of the report, the form and the index."""
    cells = sum((ward.cells for ward in wards), Counter[str]())
    assert len(cells) == 24 + 13 + 7
    assert min(cells.values()) > 5, cells


def test_everything_was_asked(wards: list[Lived]) -> None:
    """A report in every breakdown on every basis at every granularity, the other lists on each basis at each."""
    asked = {kind: [each for ward in wards for each in ward.asked[kind]] for kind in KINDS}
    assert {(each.by, each.basis, each.granularity) for each in asked["report"]} == set(all_ways())
    for kind in KINDS:
        assert {(each.basis, each.granularity) for each in asked[kind]} == set(product(Basis, Granularity))
        assert {each.period.convention for each in asked[kind]} == set(Convention) - (
            {Convention.administrative} if kind == "index" else set()
        )
        assert sum(each.as_of is not None for each in asked[kind]) > 300
        assert sum(each.known_at is not None for each in asked[kind]) > 60


def test_the_wards_are_whole(wards: list[Lived]) -> None:
    assert [(strays(each.ward), broken_links(each.ward)) for each in wards] == [([], [])] * len(wards)
