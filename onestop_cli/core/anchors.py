"""Marks kept elsewhere, beside the chain as it is now: what a chain cannot know of itself."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from onestop_cli.core.chain import Walked
from onestop_cli.core.ledger import Mark
from onestop_cli.errors import BadAnchor


class Result(StrEnum):
    """What became of an event whose mark was kept elsewhere."""

    matches = "matches"
    differs = "differs"
    beyond = "beyond"
    replaced = "replaced"


class Compared(NamedTuple):
    """A mark kept elsewhere, whose hash may be its first digits only, and what became of its event.

    `by` is the event that says that the file which had it was replaced.
    """

    seq: int
    hash: str
    result: Result
    by: int | None = None

    @property
    def is_finding(self) -> bool:
        return self.result in (Result.differs, Result.beyond)


class Restoration(NamedTuple):
    """An event that says which file it replaced, by the last event of that; None where that could not be read.

    So it says of the files which that one had replaced itself, as far as the backup does not tell.
    """

    seq: int
    replaced: tuple[Mark | None, ...]

    def explains(self, mark: Mark) -> bool:
        """Whether an event that the chain does not bear may have been among those of a file that was replaced.

        It came after the backup ends, and not after that file's own last event, which is named whole where it could be
        read. The hash of the mark may be its first digits only.
        """
        return any(self._was_in(mark, last) for last in self.replaced)

    def _was_in(self, mark: Mark, last: Mark | None) -> bool:
        if last is None:
            return mark.seq >= self.seq
        return self.seq <= mark.seq < last.seq or (mark.seq == last.seq and last.hash.startswith(mark.hash))


_AROUND = "\"'`“”‘’«»‹›<>()[]{}.,;…"
"""What may stand around an anchor where it is copied from a sentence."""
_ANCHOR = re.compile(r"\d{1,18}:[0-9A-Fa-f]*", re.ASCII)
_UNMISTAKABLE = re.compile(r"\d{1,18}:[0-9A-Fa-f]{12,64}", re.ASCII)


def is_anchor(text: str) -> bool:
    """Whether a text is meant as an anchor, not as a file."""
    return _copied(text) is not None


def anchor_mark(text: str) -> Mark:
    """The mark of `SEQ:HEX`, of 12 to 64 digits, as it is copied from what was printed. Raises `BadAnchor`.

    >>> anchor_mark(" 29:B64B5F0A1C2D. ")
    Mark(seq=29, hash='b64b5f0a1c2d')
    """
    seq, _, digits = (_copied(text) or "").partition(":")
    if not 12 <= len(digits) <= 64 or int(seq) < 1:
        raise BadAnchor(text=text)
    return Mark(int(seq), digits.lower())


def _copied(text: str) -> str | None:
    """The anchor of a text: the text itself, without what stands around it, or the only one in a line or a mail.

    A mail may have broken it in two. None where there is none, or where it cannot be said which is meant.
    """
    words = [word.strip(_AROUND) for word in text.split()]
    if len(words) > 1:
        found = {word for word in words if _UNMISTAKABLE.fullmatch(word)}
        if len(found) == 1 and not any(_goes_on(words, word) for word in found):
            return found.pop()
        if len(found) > 1:
            return None
    whole = "".join(words)
    return whole if _ANCHOR.fullmatch(whole) else None


def _goes_on(words: list[str], anchor: str) -> bool:
    """Whether the digits of an anchor go on with the next word, as where a line of a mail ended."""
    place = words.index(anchor) + 1
    rest = words[place] if place < len(words) else ""
    short = 64 - len(anchor.partition(":")[2])
    return len(rest) == short and re.fullmatch(r"[0-9A-Fa-f]+", rest) is not None


def compared(mark: Mark, walked: Walked, restorations: Iterable[Restoration]) -> Compared:
    """What became of the event of a mark. `walked` was asked for the hash at its number.

    Where the chain does not bear it, a restoration may explain it.
    """
    found = walked.hashes.get(mark.seq)
    if found is not None and found.startswith(mark.hash):
        return Compared(*mark, Result.matches)
    for restoration in restorations:
        if restoration.explains(mark):
            return Compared(*mark, Result.replaced, restoration.seq)
    return Compared(*mark, Result.beyond if found is None and mark.seq > walked.end.seq else Result.differs)
