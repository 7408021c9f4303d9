"""What each line of a file of notices would do (domain §2.1, "Calendars of others").

A file from outside is only a proposal: it is judged as a whole, against itself and against the calendar loaded. A day
off that the calendar does not have (an observance of 20/10, say) is left out unless it is asked for; what is so already
is said to be so; what contradicts the file, or would leave half a swap, is wrong, and then nothing of it is recorded.

Judged is what the nation does: a closure of this office alone neither makes a national day off true nor takes a
make-up day away.
"""

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from onestop_cli.core.calendar import WORKING, Calendar, Claim, DayKind, Rank
from onestop_cli.core.swaps import (
    NATION,
    Standing,
    is_in_force,
    off_on_makeup_day,
    refusal,
    swap_claims,
    worked,
)
from onestop_cli.core.work_words import says_both, says_work
from onestop_cli.errors import N_, RowProblem


class LineKind(StrEnum):
    """What a line says of its days. That of an event is told by its words, `day_off` unless they mean work."""

    day_off = "day_off"
    swap = "swap"
    working_day = "working_day"


class NoticeLine(NamedTuple):
    """One day off of a file, or one swap.

    `line` is the line of the file (for an .ics event, that of its BEGIN). `name` may be empty for a swap. An event's
    `replaced_by` is the line of a newer one of the same UID; of one that was cancelled `day_off` may be missing.
    """

    line: int
    day_off: date | None
    working_day: date | None
    name: str
    source: str
    decided_on: date | None
    is_event: bool = False
    replaced_by: int | None = None
    is_cancelled: bool = False

    @property
    def kind(self) -> LineKind:
        return LineKind.swap if self.working_day else LineKind.day_off

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(day for day in (self.day_off, self.working_day) if day)


class Would(StrEnum):
    """What recording a file does with one of its lines."""

    record_day_off = "record_day_off"
    record_swap = "record_swap"
    already_so = "already_so"
    left_out = "left_out"
    repeated = "repeated"
    superseded = "superseded"
    cancelled = "cancelled"
    wrong = "wrong"


RECORDED = (Would.record_day_off, Would.record_swap)


class Judged(NamedTuple):
    """A line with what it would do; `of` is the line that says the same or is newer, `problem` why it is wrong."""

    line: NoticeLine
    kind: LineKind
    would: Would
    of: int | None = None
    problem: RowProblem | None = None

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What the line says of its days, both halves of a swap."""
        line = self.line
        assert line.day_off is not None
        if line.working_day is not None:
            return swap_claims(line.day_off, line.working_day, line.name, line.source, Rank.national)
        return (Claim(line.day_off, DayKind.holiday, line.name, line.source, Rank.national),)


def judged(lines: Sequence[NoticeLine], standing: Standing, take: Collection[date] = ()) -> list[Judged]:
    """Every line with what it would do, in the order of the file. `take` are the days off asked for by name."""
    told: dict[date, Judged] = {}
    verdicts: list[Judged] = []
    for line in lines:
        if line.replaced_by is not None:
            verdict = Judged(line, line.kind, Would.superseded, line.replaced_by)
        elif line.is_cancelled:
            verdict = Judged(line, line.kind, Would.cancelled)
        else:
            verdict = _against_file(_judged(line, standing, take), told)
            for day in line.days:
                told.setdefault(day, verdict)
        verdicts.append(verdict)
    return verdicts


def can_take(line: Judged, on: date) -> bool:
    """Whether a line names a day off that can be asked for."""
    is_off = line.kind is LineKind.day_off and line.would not in (Would.superseded, Would.cancelled)
    return is_off and line.line.day_off == on


def _judged(line: NoticeLine, standing: Standing, take: Collection[date]) -> Judged:
    """A line by itself, against the calendar."""
    missing = next((day.year for day in line.days if not _is_loaded(standing.calendar, day)), None)
    if missing is not None:
        sentence = N_("the calendar of {year} is not loaded: onestop calendar load {year}")
        return _wrong(line, line.kind, sentence, year=missing)
    if line.working_day is not None:
        return _judged_swap(line, standing)
    assert line.day_off is not None
    makeup = worked(standing, line.day_off, Rank.national) or worked(standing, line.day_off)
    kind = standing.kind(line.day_off)
    if line.is_event and says_both(line.name) and (makeup or kind is DayKind.swap_day_off):
        return Judged(line, LineKind.working_day if makeup else LineKind.day_off, Would.already_so)
    if says_work(line.name):
        if line.is_event and (makeup or kind is DayKind.working_day):
            return Judged(line, LineKind.working_day, Would.already_so)
        sentence = N_(
            "its words mean work, but {day} is no make-up day in force ({kind}); half a swap is not recorded: "
            "write a line “swap” in a CSV file, or use onestop calendar add-swap"
        )
        if not line.is_event:
            sentence = N_("a day_off whose words mean work; write swap for a day off with its make-up day")
        return _wrong(line, LineKind.working_day, sentence, day=line.day_off, kind=kind)
    if makeup:
        refused = off_on_makeup_day(standing, makeup)
        return _wrong(line, line.kind, refused.sentence, **refused.values)
    if standing.kind(line.day_off, *NATION) not in WORKING:
        return Judged(line, line.kind, Would.already_so)
    if line.day_off in take:
        return Judged(line, line.kind, Would.record_day_off)
    return Judged(line, line.kind, Would.left_out if kind in WORKING else Would.already_so)


def _judged_swap(line: NoticeLine, standing: Standing) -> Judged:
    """A swap against the calendar."""
    assert line.day_off is not None
    assert line.working_day is not None
    if any(is_in_force(standing, line.day_off, line.working_day, rank) for rank in (Rank.national, Rank.local)):
        return Judged(line, line.kind, Would.already_so)
    swap = swap_claims(line.day_off, line.working_day, line.name, line.source, Rank.national)
    refused = refusal(standing, swap)
    if refused is not None:
        return _wrong(line, line.kind, refused.sentence, **refused.values)
    return Judged(line, line.kind, Would.record_swap)


def _against_file(verdict: Judged, told: dict[date, Judged]) -> Judged:
    """The verdict of a line beside those before it: a day is told once, and in one way."""
    line = verdict.line
    earlier = next(((day, told[day]) for day in line.days if day in told), None)
    if earlier is None:
        return verdict
    day, other = earlier
    if (other.kind, other.line.days) == (verdict.kind, line.days):
        return verdict._replace(would=Would.repeated, of=other.line.line) if verdict.would in RECORDED else verdict
    kinds = {verdict.kind, other.kind}
    if kinds == {LineKind.swap}:
        sentence = N_("{day} is in the swap of line {other} too; a day belongs to one swap")
    elif LineKind.swap in kinds:
        sentence = N_("{day} is told twice: in a swap and by itself (line {other})")
    else:
        sentence = N_("{day} is told twice: as a day off and as a working day (line {other})")
    return _wrong(line, verdict.kind, sentence, day=day, other=other.line.line)


def _wrong(line: NoticeLine, meant: LineKind, sentence: str, **values: object) -> Judged:
    return Judged(line, meant, Would.wrong, problem=RowProblem(line.line, sentence, values))


def _is_loaded(calendar: Calendar, day: date) -> bool:
    return calendar.first <= day <= calendar.last
