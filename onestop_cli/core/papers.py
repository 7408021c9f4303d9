"""The papers that a citizen is asked for, as a clerk types them: `name[:kind[:number]]; …` (domain §3.3, §6).

Kinds are those of the printed form: original (chính), certified copy (chứng thực), photocopy (photo). The text they
come to is kept as free text: a paper's name may name people.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from onestop_cli.core.text import normalised, search_key
from onestop_cli.errors import BadPaper, NoPapers


class PaperKind(StrEnum):
    """In what form a paper is handed in."""

    original = "chính"
    certified = "chứng thực"
    photocopy = "photo"


_KINDS = {search_key(kind.value): kind for kind in PaperKind}


class Paper(NamedTuple):
    """A paper; its kind and how many of it where they were said."""

    name: str
    kind: PaperKind | None = None
    number: int | None = None


def papers(text: str) -> tuple[Paper, ...]:
    """The papers of a text; a kind may be typed without accents, and with “bản” before it.

    Raises `NoPapers`, `BadPaper` with the place of the paper, never its words.

    >>> papers("giấy chứng sinh: ban chinh :1")
    (Paper(name='giấy chứng sinh', kind=<PaperKind.original: 'chính'>, number=1),)
    """
    items = [item.strip() for item in normalised(text).split(";")]
    found = tuple(_paper(item, place) for place, item in enumerate(filter(None, items), 1))
    if not found:
        raise NoPapers()
    return found


def papers_text(found: Sequence[Paper]) -> str:
    """The one text that papers come to, whatever way they were typed; `papers` reads it back.

    >>> papers_text(papers("Sổ hộ khẩu:PHOTO:02;;Đơn"))
    'Sổ hộ khẩu:photo:2; Đơn'
    """
    return "; ".join(":".join(str(part) for part in paper if part is not None) for paper in found)


def _paper(item: str, place: int) -> Paper:
    name, *more = (part.strip() for part in item.split(":"))
    if not name or len(more) > 2:
        raise BadPaper(place=place)
    kind = _KINDS.get(" ".join(search_key(more[0]).split()).removeprefix("ban ")) if more else None
    if more and kind is None:
        raise BadPaper(place=place)
    return Paper(name, kind, _number(more[1], place) if len(more) == 2 else None)


def _number(text: str, place: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5 and int(text)):
        raise BadPaper(place=place)
    return int(text)
