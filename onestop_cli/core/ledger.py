"""Events, and the chain that makes a changed or missing one show.

An event's hash is SHA-256 over canonical JSON of everything in it and the hash before it. Personal data
(domain §8, Law 91/2025/QH15) lie beside the chain: the event carries only a salted digest of them, so
that the chain still verifies when names are left out or erased.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

GENESIS = "0" * 64
OF_DECLINES = ("decline", "decline_print", "decline_erase", "decline_void")
"""The kinds of event of the file on which nothing else rests: what was not accepted, and what became of the paper."""
_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_make = getattr(json.encoder, "c_make_encoder", None)
_pieces = _make and _make(None, _encoder.default, quoted, None, ":", ",", True, False, False)
"""What `_encoder` makes anew for every text; where Python is without it `_encoder` itself is asked."""


UNKNOWN = "unknown"
"""Who is acting where no name was typed and the system knows no login."""


class Actor(str):
    """Who is acting, by the name typed; `login` is the operating system's own for who that is, empty if unknown."""

    login = ""

    @classmethod
    def of(cls, name: str, login: str) -> "Actor":
        """A name with a login beside it."""
        actor = cls(name)
        actor.login = login
        return actor


class Mark(NamedTuple):
    """The place of an event in the chain: what is kept elsewhere to know the ledger again. The hash is whole."""

    seq: int
    hash: str

    @property
    def anchor(self) -> str:
        """`SEQ:HASH`, whole, so that nobody finds another event with the same: to be kept elsewhere."""
        return f"{self.seq}:{self.hash}"


class Event(NamedTuple):
    """One line of the ledger. `dossier` is None for an event of the whole file.

    `data` is what the kind says it is (`docs/ledger.md`); `personal` the digest of the personal fields
    beside it, or None.
    """

    seq: int
    dossier: str | None
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    data: Mapping[str, Any]
    personal: str | None
    prev_hash: str
    hash: str

    @property
    def anchor(self) -> str:
        """`SEQ:HASH12`, short enough to write down."""
        return anchor(self.seq, self.hash)


class EventRow(NamedTuple):
    """A line of the ledger as it is kept: instants and data as text; None for what is not there, or stays in."""

    seq: int
    dossier: str | None
    kind: str
    occurred_at: str
    recorded_at: str
    actor: str
    data: str | None
    personal: str | None
    prev_hash: str
    hash: str
    salt: str | None
    fields: str | None


def anchor(seq: int, digest: str) -> str:
    """`SEQ:HASH12` of an event."""
    return f"{seq}:{digest[:12]}"


def canonical_json(value: object) -> str:
    """One value, one text: sorted keys, no blanks, no ASCII escapes.

    >>> canonical_json({"b": "đ", "a": None})
    '{"a":null,"b":"đ"}'
    """
    return "".join(_pieces(value, 0)) if _pieces else _encoder.encode(value)


def event_hash(
    seq: int,
    dossier: str | None,
    kind: str,
    occurred_at: str,
    recorded_at: str,
    actor: str,
    data: str,
    personal: str | None,
    prev_hash: str,
) -> str:
    """The hash of an event from its texts: instants in ISO 8601, `data` as its canonical JSON."""
    when = quoted(occurred_at), quoted(recorded_at)
    beside = quoted_or_null(personal), quoted(prev_hash)
    return hash_of_json(seq, quoted_or_null(dossier), quoted(kind), *when, quoted(actor), data, *beside)


def hash_of_json(
    seq: int,
    dossier: str,
    kind: str,
    occurred_at: str,
    recorded_at: str,
    actor: str,
    data: str,
    personal: str,
    prev_hash: str,
) -> str:
    """The same of texts that are JSON each."""
    text = f"[{seq},{dossier},{kind},{occurred_at},{recorded_at},{actor},{personal},{prev_hash},{data}]"
    return _sha256()(text.encode()).hexdigest()


def quoted_or_null(text: str | None) -> str:
    """A text as JSON, null for none."""
    return "null" if text is None else quoted(text)


def personal_digest(salt: str, fields: Mapping[str, str]) -> str:
    """SHA-256 over the salt (hex text) and the canonical JSON of the personal fields."""
    return digest_of_text(salt, canonical_json(dict(fields)))


def digest_of_text(salt: str, text: str) -> str:
    """The same of personal fields that are canonical JSON already."""
    return _sha256()((salt + text).encode()).hexdigest()


@cache
def _sha256() -> "Callable[[bytes], Any]":
    from hashlib import sha256  # which takes longer to import than most commands have for all they look up

    return sha256
