"""The due dates that a row of another system's register gives: one chain, from the first date through every suspension.

What a row gives is kept, whatever our own counting of the suspended time says; where it is silent the next date given
says it, and only what no date says is counted (domain §3.3, §3.5).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from onestop_cli.core.moments import When


class GivenDates(NamedTuple):
    """The dates a row gives at one end of a suspension, each None where it is silent."""

    due: When | None = None
    statutory: When | None = None
    extended: When | None = None


class GivenEnds(NamedTuple):
    """The dates before and after a suspension; `has_ended` tells whether there can be any after it."""

    before: GivenDates
    after: GivenDates
    has_ended: bool


class Chain(NamedTuple):
    """The dates of another system, filled from each other: before the first suspension, and after each one.

    `first_is_day` tells whether the first due date came without an hour, `is_day` the same of that after each
    suspension. A file that says the date in force without an hour means days.
    """

    first: GivenDates
    first_is_day: bool
    after: tuple[GivenDates, ...]
    is_day: tuple[bool, ...]


def chain_of(ends: Sequence[GivenEnds], due: When, promised: When | None, statutory: When | None) -> Chain:
    """The chain of a row's suspensions; `due` and `statutory` are in force now, `promised` was on the slip.

    Before the first suspension that has ended stood what the slip said, if nothing else is said of it.
    """
    n_ended = sum(each.has_ended for each in ends)
    slip = promised if n_ended and promised is not None else due
    first = GivenDates(due, None) if not ends else ends[0].before
    after: list[GivenDates] = []
    for place, each in enumerate(ends):
        told = each.after
        following = ends[place + 1].before if place + 1 < len(ends) else GivenDates()
        is_last = place == n_ended - 1
        after.append(
            GivenDates(
                _hourly(told.due, following.due, due if is_last else None),
                _hourly(told.statutory, following.statutory, statutory if is_last else None),
                told.extended,
            )
        )
    first_is_day = (first.due or slip).at is None or (first.due is not None and due.at is None)
    is_day = tuple(
        due.at is None or (place != n_ended - 1 and dates.due is not None and dates.due.at is None)
        for place, dates in enumerate(after)
    )
    return Chain(first._replace(due=first.due or slip), first_is_day, tuple(after), is_day)


def _hourly(*said: When | None) -> When | None:
    """The first that says an hour, else the first that says anything."""
    told = [when for when in said if when is not None]
    return next((when for when in told if when.at is not None), told[0] if told else None)


def broken_link(ends: Sequence[GivenEnds], due: When) -> dict[str, Any] | None:
    """The first two dates of one row that cannot both be: where each stands, and what is given."""
    for place, each in enumerate(ends, 1):
        if place < len(ends):
            for prefix, one, other in (
                ("", each.after.due, ends[place].before.due),
                ("statutory_", each.after.statutory, ends[place].before.statutory),
            ):
                if _differ(one, other):
                    names = f"suspensions.{prefix}due_after", f"suspensions.{prefix}due_before"
                    return _told(*names, one, other)
        elif each.has_ended and _differ(each.after.due, due):
            return _told("suspensions.due_after", "due_at", each.after.due, due)
        elif not each.has_ended and _differ(each.before.due, due):
            return _told("suspensions.due_before", "due_at", each.before.due, due)
    return None


def _differ(one: When | None, other: When | None) -> bool:
    """Whether two dates are not the same; one without an hour is the same as its day."""
    if one is None or other is None:
        return False
    return one.on != other.on or (one.at is not None and other.at is not None and one.at != other.at)


def _told(column: str, other: str, given: When | None, there: When | None) -> dict[str, Any]:
    assert given is not None
    assert there is not None
    return {"column": column, "given": given.text, "other": other, "there": there.text}
