"""The events of a dossier one by one, with the states between them, and what may be found of one beside the past.

What a file knew after each event is `Past`; what an event says that does not follow from those before it `Misdated`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, Protocol, cast

from onestop_cli.core.acts import Act
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.forms import Edition
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import apply, fold
from onestop_cli.core.limits import Promises
from onestop_cli.core.office import Office
from onestop_cli.core.procedures import Procedure


class Past(Protocol):
    """What a file knew after the event of a number, told from its events.

    `marks_kept` is the last event of an earlier format, whose papers bear no marks; 0 without one.
    """

    @property
    def marks_kept(self) -> int: ...

    @property
    def editions(self) -> Sequence[Edition]:
        """The editions of the printed forms, oldest first."""
        ...

    def office(self, seq: int) -> Office:
        """The office rules."""
        ...

    def edition(self, seq: int) -> str:
        """The calendar edition, `SEQ:HASH12`."""
        ...

    def calendar(self, edition: str, office: Office) -> Calendar:
        """The calendar of an edition, under its name. Raises `CalendarGap`."""
        ...

    def promises(self, edition: str, office: Office) -> Promises:
        """What receipts are promised by the calendar of an edition, each kind counted once. Raises `CalendarGap`."""
        ...

    def procedure(self, code: str, case: str, on: datetime, seq: int) -> Procedure | None:
        """A procedure's case as it was in force on the day of an instant; None where none was."""
        ...

    def imported_at(self, seq: int) -> datetime | None:
        """When the import of a number was recorded; None where that event is none."""
        ...

    def known_time(self, seq: int, recorded_at: datetime) -> datetime:
        """The known time of the event of a number, recorded at an instant."""
        ...


class Wrong(StrEnum):
    """What an event may say that does not follow from those before it."""

    date = "date"
    limit = "limit"
    act = "act"
    mark = "mark"


class Misdated(NamedTuple):
    """What an event says that does not follow: of which column, what it says and what is derived, as texts.

    Of an act that could not be, `column` says why (`state`, `order`, `future`, `amended`, `undo`, `erase`, `import`,
    `restated`, `printing`) and nothing is derived.
    """

    seq: int
    kind: str
    wrong: Wrong
    column: str
    said: str
    derived: str


class Step(NamedTuple):
    """An event of a dossier, those before it, and the states before and after it; none where there is none."""

    earlier: Sequence[Event]
    before: Dossier | None
    event: Event
    after: Dossier | None


_PLAIN = frozenset(
    (
        Act.receive,
        Act.suspend,
        Act.resume,
        Act.extend,
        Act.assign,
        Act.resolve,
        Act.deliver,
        Act.withdraw,
        Act.stop,
        Act.print,
    )
)
"""The acts that leave those before them as they were."""


def steps(events: Sequence[Event]) -> list[Step]:
    """The events of a dossier one by one; the last state is what `fold` makes of them. Raises `LedgerUnreadable`."""
    told: list[Step] = []
    if not _is_plain(events):
        before: Dossier | None = None
        for place, event in enumerate(events):
            after = fold(events[: place + 1])
            told.append(Step(events[:place], before, event, after))
            before = after
        return told
    state: Dossier | None = None
    for place, event in enumerate(events):
        after = apply(state, event)
        told.append(Step(events[:place], state, event, after))
        state = after
    return told


def _is_plain(events: Sequence[Event]) -> bool:
    """Whether nothing restates a life, marks it, or stands in another order than it occurred."""
    last = None
    for event in events:
        is_marked = not event.data.keys().isdisjoint(("recorded_late", "restated"))
        if event.kind not in _PLAIN or is_marked or (last is not None and event.occurred_at < last):
            return False
        last = event.occurred_at
    return bool(events) and events[0].kind == Act.receive


def differing(
    event: Event, said: Mapping[str, Any], derived: Mapping[str, Any], wrong: Wrong = Wrong.date
) -> Iterator[Misdated]:
    """Where an event says otherwise than what is derived, column by column."""
    for key, value in derived.items():
        if said.get(key) != value:
            yield Misdated(event.seq, event.kind, wrong, key, text(said.get(key)), text(value))


def text(value: object) -> str:
    """A value as it is told: dates and limits are texts or plain already."""
    if isinstance(value, dict):
        value = cast("dict[str, object]", value)
        return " ".join(f"{key}={text(each)}" for key, each in value.items())
    return "" if value is None else str(value)
