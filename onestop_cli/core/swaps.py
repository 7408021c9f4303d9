"""Which days a notice may name (domain §2.1): a swap moves one working day to one weekly rest day.

A make-up day without its day off is half a swap. A day that only a notice calls a day off is judged by what it is
beneath: the later notice of a rank, or the stronger one, may name it. What the law makes a day off is no rest day to
be worked, and none to be given twice.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from onestop_cli.core.calendar import WORKING, Calendar, Claim, DayKind, Rank, days_of, winning_claim
from onestop_cli.errors import N_, BadSwap, NoticedSwap, OffOnEnteredMakeupDay, OffOnMakeupDay


class Standing(NamedTuple):
    """What is said of the days when a notice is entered.

    `calendar` is the one in force, `said` every claim behind it, `entered` the numbers of the notices that can be
    revoked, `saturdays` the stretches in which the office works on them.
    """

    calendar: Calendar
    said: Sequence[Claim]
    entered: Collection[int]
    saturdays: Sequence[tuple[date, date | None]] = ()

    def claims_on(self, on: date, *ranks: Rank) -> list[Claim]:
        """What is said of a day, by some ranks only where they are given."""
        return [claim for claim in self.said if claim.on == on and (not ranks or claim.rank in ranks)]

    def kind(self, on: date, *ranks: Rank) -> DayKind:
        """What a day is by all that is said of it, or by some ranks only. Raises `CalendarGap`."""
        self.calendar.kind(on)
        return self.kind_by(on, self.claims_on(on, *ranks))

    def kind_by(self, on: date, said: Iterable[Claim]) -> DayKind:
        """What a day is by these claims."""
        if by := winning_claim(said):
            return by.kind
        year = days_of(on.year, on.year, (), (), self.saturdays)
        return next(day.kind for day in year if day.on == on)


NATION = (Rank.computed, Rank.national)
"""What is said without this office's own notices."""


def swap_claims(off: date, work: date, name: str, source: str, rank: Rank) -> tuple[Claim, Claim]:
    """The two halves of a swap."""
    return (
        Claim(off, DayKind.swap_day_off, name or f"Hoán đổi với ngày {work:%d/%m/%Y}", source, rank, 0, work),
        Claim(work, DayKind.makeup_day, name or f"Làm bù cho ngày {off:%d/%m/%Y}", source, rank, 0, off),
    )


def worked(standing: Standing, on: date, rank: Rank | None = None) -> Claim | None:
    """What makes a day a make-up day: in force, or where a rank is given by what is said up to it."""
    ranks = () if rank in (None, Rank.local) else NATION
    by = winning_claim(standing.claims_on(on, *ranks))
    return by if by and by.kind is DayKind.makeup_day else None


def is_in_force(standing: Standing, off: date, work: date, rank: Rank) -> bool:
    """Whether two days are swapped for each other, by one act, by what is said up to a rank.

    A later day off on the one that is off takes nothing of it back.
    """
    ranks = () if rank is Rank.local else NATION
    by = worked(standing, work, rank)
    is_off = standing.kind(off, *ranks) not in WORKING
    return is_off and by is not None and by.swap_with == off


def refusal(standing: Standing, group: tuple[Claim, ...]) -> BadSwap | OffOnMakeupDay | None:
    """Why a notice cannot be: a national day off where a make-up day is in force, or a swap that is none.

    A swap moves one working day to one weekly rest day, or is in force as it is; a closure of hours decides no day.
    Raises `CalendarGap`.
    """
    for claim in group:
        standing.calendar.kind(claim.on)
    if group[0].kind is DayKind.closure:
        return None
    by = worked(standing, group[0].on, Rank.national)
    if by and group[0].rank is Rank.national:
        return off_on_makeup_day(standing, by)
    if len(group) == 1:
        return None
    off, work = group
    if any(is_in_force(standing, off.on, work.on, rank) for rank in (off.rank, Rank.local)):
        return None
    return _unfit(standing, off, DayKind.working_day) or _unfit(standing, work, DayKind.weekend)


def off_on_makeup_day(standing: Standing, by: Claim) -> OffOnMakeupDay:
    """The refusal of a day off on a day that is worked in the place of another."""
    values = {"day": by.on, "off": by.swap_with or "…", "source": by.source, "seq": by.seq}
    return (OffOnEnteredMakeupDay if by.seq in standing.entered else OffOnMakeupDay)(**values)


def _unfit(standing: Standing, half: Claim, wanted: DayKind) -> BadSwap | None:
    """Why a day cannot be a half of a swap, None where it is what is wanted, or is so beneath a notice's day off.

    A day off by notice becomes one by swap whatever the notice's rank but a stronger day off that makes up nothing;
    it is worked only where the swap is not the weaker.
    """
    said = standing.claims_on(half.on)
    kind, by = standing.kind_by(half.on, said), winning_claim(said)
    if kind is wanted:
        return None
    is_work = wanted is DayKind.weekend
    name = N_("make-up day") if is_work else N_("day off")
    values = {"day": half.on, "half": name, "kind": kind, "year": half.on.year}
    beneath = [c for c in said if c.kind is not DayKind.holiday or c.seq not in standing.entered]
    if by is None or standing.kind_by(half.on, beneath) is not wanted:
        return BadSwap(**values)
    strong, weak = (half.rank, by.rank) if is_work else (by.rank, half.rank)
    return NoticedSwap(**values, seq=by.seq) if strong is Rank.national and weak is Rank.local else None
