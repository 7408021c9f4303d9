"""A dossier that was not accepted at the counter (form 03): who asked for what, and why it was refused.

No dossier comes of it. Once recorded it is printed, it may be void, and its personal data may be erased; nothing else
becomes of it.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from onestop_cli.core.amendments import Erased, Voided
from onestop_cli.core.dossier import Person
from onestop_cli.core.event_data import FreeText, read
from onestop_cli.core.file_events import Decline, DeclineErase, DeclinePrint, DeclineVoid
from onestop_cli.core.filters import Filters
from onestop_cli.core.ledger import Event
from onestop_cli.core.text import search_key

_WORD = re.compile(r"\w+")
_DIGITS = 3
"""So many digits may stand anywhere in a number."""
DECLINED, VOID = "declined", "void"
STATUSES = (DECLINED, VOID)
"""How a refusal stands: it holds, or it was recorded by mistake."""


class Printed(NamedTuple):
    """A printing of a refusal: its event, when and by whom, what was printed."""

    seq: int
    at: datetime
    by: str
    said: DeclinePrint


class Declined(NamedTuple):
    """A refusal to accept a dossier, as its events tell it.

    `declined_is_day` marks one typed with a bare date; `anchor` is that of its last event; `erased` tells by what its
    personal data went, and the reason with them, None where they are there; `voided` by what it is void, None where it
    holds.
    """

    number: str
    seq: int
    declined_at: datetime
    declined_is_day: bool
    recorded_at: datetime
    recorded_by: str
    procedure_code: str
    procedure_name: str
    field: str
    case: str
    channel: str
    officer: str
    applicant_kind: str
    reason: FreeText
    person: Person
    anchor: str
    prints: tuple[Printed, ...] = ()
    erased: Erased | None = None
    own_anchor: str = ""
    """That of its recording, which is printed on it."""
    voided: Voided | None = None

    @property
    def status(self) -> str:
        return DECLINED if self.voided is None else VOID


def told(events: Sequence[Event], person: Person) -> Declined:
    """What the events of one refusal come to: itself, then its printings, its void, its erasures."""
    first, *later = events
    said = read(Decline, first.data)
    prints = tuple(
        Printed(event.seq, event.recorded_at, event.actor, read(DeclinePrint, event.data))
        for event in later
        if event.kind == DeclinePrint.kind
    )
    erased = voided = None
    for event in later:
        if event.kind == DeclineVoid.kind:
            note = read(DeclineVoid, event.data).note
            voided = Voided(event.seq, event.recorded_at, event.actor, note, event.data.get("login"))
        if event.kind == DeclineErase.kind:
            act = read(DeclineErase, event.data)
            erased = Erased(event.seq, event.recorded_at, event.actor, act.basis, act.note)
    return Declined(
        said.number, first.seq, first.occurred_at, said.is_day, first.recorded_at, first.actor, said.procedure_code,
        said.procedure_name, said.field, said.case, said.channel, said.officer, said.applicant_kind, said.reason,
        person, events[-1].anchor, prints, erased, first.anchor, voided,
    )  # fmt: skip


def as_it_stood(declined: Declined, as_of: datetime | None) -> Declined | None:
    """A refusal as it stood at an instant, None before it: it held until it was made void. Now without an instant.

    That is not as a dossier is told, whose record a void restates for its whole life (domain §3.6): what was sent to
    the portal until then is told as it was sent.
    """
    if as_of is None:
        return declined
    if declined.declined_at > as_of:
        return None
    voided = declined.voided
    return declined if voided is None or voided.at <= as_of else declined._replace(voided=None)


def fits(declined: Declined, filters: Filters) -> bool:
    """Whether a refusal is asked for; `received` are the days of refusal, each word searched for begins one of it."""
    d = declined
    if not filters.names_fit(d) or (filters.statuses and d.status not in filters.statuses):
        return False
    first, last = filters.received
    on = d.declined_at.date()
    if (first is not None and on < first) or (last is not None and on > last):
        return False
    if not filters.search:
        return True
    text = search_key(" ".join((d.number, d.procedure_name, d.reason, *d.person)))
    words = _WORD.findall(search_key(filters.search))
    if not all(word in text for word in words):
        return False
    known = _WORD.findall(text)
    return all(any(_answers(word, each) for each in known) for word in words)


def _answers(word: str, known: str) -> bool:
    """Whether a word that is searched for begins another; of digits, whether it is part of it."""
    return known.startswith(word) or (len(word) >= _DIGITS and word.isdigit() and word in known)
