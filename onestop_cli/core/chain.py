"""Walking the chain from its first event: what was changed, left out or put in between afterwards shows.

Takes the texts as they are stored and reads no data. A walk cannot know of a chain that was made anew from some event
on, nor of events taken off its end: that shows only beside a mark kept elsewhere.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from hashlib import sha256
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple

from onestop_cli.core import dossier_events, file_events
from onestop_cli.core.ledger import GENESIS, Mark
from onestop_cli.core.progress import Progress
from onestop_cli.errors import N_


class Break(StrEnum):
    """What can be wrong with an event of a chain; a person's data lie beside it."""

    number = "number"
    link = "link"
    hash = "hash"
    kind = "kind"
    text = "text"
    personal_changed = "personal_changed"
    personal_missing = "personal_missing"
    personal_extra = "personal_extra"
    personal_not_erased = "personal_not_erased"


BREAKS: dict[str, str] = {
    Break.number: N_("its number does not follow the one before"),
    Break.link: N_("it does not carry the hash of the event before it"),
    Break.hash: N_("it is not what was recorded: its hash comes out otherwise"),
    Break.kind: N_("no event of its kind can stand there"),
    Break.text: N_("it is not text, or something of it is missing"),
    Break.personal_changed: N_("the personal data beside it are not those recorded"),
    Break.personal_missing: N_("the personal data beside it are missing, and no recorded act removed them"),
    Break.personal_extra: N_("personal data lie beside it that it does not know of"),
    Break.personal_not_erased: N_("the personal data beside it are still there, though a recorded act erased them"),
}
"""What is said of an event that is wrong."""


class First(NamedTuple):
    """The first break of a kind, and how many there are."""

    seq: int
    n: int


class Walked(NamedTuple):
    """A chain that was walked to its end, number 0 where there is no event.

    `breaks` are in the order in which they were met; `n_personal` counts the events with personal data, `n_erased`
    those whose data a recorded act erased; `hashes` are those that stand at the numbers asked for; `n_until` counts the
    breaks up to the number that was named. `set_back` is the first event recorded before the one before it, by its
    clock, which is no break.
    """

    end: Mark
    n_events: int
    n_personal: int
    breaks: Mapping[Break, First]
    hashes: Mapping[int, str]
    n_erased: int = 0
    n_until: int = 0
    set_back: First | None = None

    @property
    def n_breaks(self) -> int:
        return sum(first.n for first in self.breaks.values())


Record = tuple[int, Any, Any, Any, Any, Any, Any, Any, Any, Any, Any, Any]
"""An event's number and texts, `dossier` to `hash` as in `Event`, then salt and fields beside it, None without."""
_OFTEN = 10_000
_BEGINNING = file_events.Init.kind
"""A file begins with one such event, and has no other."""
_IS_OF_FILE = dict.fromkeys(dossier_events.KINDS, False) | dict.fromkeys(file_events.KINDS, True)


def walk(
    records: Iterable[Record],
    asked: Collection[int] = (),
    progress: Progress = lambda _: None,
    *,
    erased: Collection[int] = (),
    until: int = 0,
    after: Mark | None = None,
) -> Walked:
    """The chain of so many events, in the order of their numbers, looked at one by one.

    Now and then `progress` is told how many have been. `erased` are the numbers of the events beside which a recorded
    act erased the personal data. The chain begins with the event after a mark, the first without one.

    >>> walk([]).end.seq
    0
    """
    breaks: dict[Break, First] = {}
    hashes: dict[int, str] = {}
    n_events = n_personal = n_erased = n_until = 0
    last, before = after or Mark(0, GENESIS)
    set_back: First | None = None
    clock = ""

    def broken(seq: int, kind: Break) -> None:
        nonlocal n_until
        n_until += seq <= until
        first = breaks.get(kind)
        breaks[kind] = First(first.seq, first.n + 1) if first else First(seq, 1)

    for seq, dossier, kind, occurred_at, recorded_at, actor, data, personal, prev_hash, hashed, salt, fields in records:
        n_events += 1
        if n_events % _OFTEN == 0:
            progress(n_events)
        if seq != last + 1:
            broken(seq, Break.number)
        if prev_hash != before:
            broken(seq, Break.link)
        try:
            text = (
                f"[{seq},{'null' if dossier is None else quoted(dossier)},{quoted(kind)},{quoted(occurred_at)},"
                f"{quoted(recorded_at)},{quoted(actor)},{'null' if personal is None else quoted(personal)},"
                f"{quoted(prev_hash)},"
            )
            made = sha256((text + data + "]").encode("utf-8", "surrogateescape")).hexdigest()
        except TypeError:
            broken(seq, Break.text)
        else:
            if made != hashed:
                broken(seq, Break.hash)
            if recorded_at < clock:
                set_back = First(set_back.seq, set_back.n + 1) if set_back else First(seq, 1)
            clock = recorded_at
            if _IS_OF_FILE.get(kind) is not (dossier is None) or (kind == _BEGINNING) is not (seq == 1):
                broken(seq, Break.kind)
        if personal is None:
            if salt is not None:
                broken(seq, Break.personal_extra)
        else:
            n_personal += 1
            if seq in erased:
                n_erased += 1
                if salt is not None:
                    broken(seq, Break.personal_not_erased)
            elif salt is None:
                broken(seq, Break.personal_missing)
            elif not _is_digest(personal, salt, fields):
                broken(seq, Break.personal_changed)
        if seq in asked:
            hashes[seq] = str(hashed)
        last, before = seq, hashed
    return Walked(Mark(last, str(before)), n_events, n_personal, breaks, hashes, n_erased, n_until, set_back)


def _is_digest(digest: object, salt: object, fields: object) -> bool:
    """Whether a digest is that of personal fields as they are stored, which is as canonical JSON."""
    if not (isinstance(salt, str) and isinstance(fields, str)):
        return False
    return sha256((salt + fields).encode("utf-8", "surrogateescape")).hexdigest() == digest
