"""The two languages: Vietnamese by default, English on request, in gettext's files.

Messages are written in English in the code and carry that as their id; `locale/vi` holds what people see.
The command-line library's own few sentences are in the same catalogue.
"""

import gettext
import os
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal

LANGUAGES = ("vi", "en")
LOCALE = Path(__file__).parent.parent / "locale"
_language = "en"


def use(language: str) -> None:
    """Speak a language from here on, the command-line library included."""
    global _language
    _language = language
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("messages", str(LOCALE))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Our own messages are in a language for a while."""
    global _language
    before, _language = _language, language
    try:
        yield
    finally:
        _language = before


class Catalogue:
    """The messages of a compiled catalogue (GNU gettext's format), each looked up in its sorted table when asked for.

    A command says twenty of them: reading all first would take a twentieth of its time.
    """

    def __init__(self, path: Path) -> None:
        self._bytes = path.read_bytes()
        self._order: Literal["little", "big"] = "little" if self._bytes.startswith(b"\xde\x12\x04\x95") else "big"
        self._n, self._ids, self._texts = (self._number(place) for place in (8, 12, 16))

    def _number(self, place: int) -> int:
        return int.from_bytes(self._bytes[place : place + 4], self._order)

    def _entry(self, table: int, row: int) -> bytes:
        """The text of a row of one of the two tables, which have the length and the place of each."""
        start = self._number(table + 8 * row + 4)
        return self._bytes[start : start + self._number(table + 8 * row)]

    def get(self, text: str) -> str | None:
        """What is said for a message; None for one that it does not have."""
        wanted = text.encode()
        row = bisect_left(range(self._n), wanted, key=lambda each: self._entry(self._ids, each))
        found = row < self._n and self._entry(self._ids, row) == wanted
        return self._entry(self._texts, row).decode() if found else None


@cache
def _vietnamese() -> Catalogue:
    return Catalogue(LOCALE / "vi" / "LC_MESSAGES" / "messages.mo")


def language() -> str:
    """The language spoken."""
    return _language


@cache
def _said(text: str) -> str | None:
    return _vietnamese().get(text)


def message(text: str) -> str:
    """A message in the language spoken."""
    said = _said(text) if text and _language == "vi" else None
    return text if said is None else said


def counted(one: str, many: str, n: int) -> str:
    """A message that counts something, its number still to be filled in; Vietnamese has no plural."""
    said = _said(f"{one}\0{many}") if _language == "vi" else None
    return said if said is not None else one if n == 1 else many
