"""Whether the words of a calendar's event mean that the day is worked (domain §2.1, "Calendars of others").

A calendar found on the web names make-up days as events like any other: "Đi làm bù", "Ngày làm việc". Nobody types
them alike, so accents, case and NFD do not matter; but *Lâm nghiệp* is no *làm*, and *nghỉ làm việc*, *không làm việc*
and *nghỉ bù* mean a day off. English calendars say *working day*; a *make-up day* may be either and says nothing.
"""

import re
from collections.abc import Iterator
from functools import cache

from onestop_cli.core.text import normalised, search_key

_WORD = re.compile(r"[^\W_]+|[,;:().–—]|(?<=\s)-(?=\s)")
"""A word, or a mark behind which another clause begins: in "nghỉ, làm bù 22/8" the work is not taken back."""
_WORK = (
    *(("làm", "việc"), ("làm", "bù"), ("đi", "làm"), ("ngày", "làm")),
    *(("working", "day"), ("working", "saturday"), ("working", "sunday")),
)
_OFF = ("nghỉ", "off", "holiday")
_NOT = ("không", "ko", "chưa", "chẳng", "not", "no", "non")
_WITHOUT = (*_NOT, "nghỉ", "miễn", "ngừng", "dừng", "thôi")
_BETWEEN = ("phải", "cần", "được", "có", "là", "đi", "ngày", "a", "day")


def says_work(text: str) -> bool:
    """Whether what the words say first of the day is that it is worked.

    >>> says_work("ĐI LAM BU (thứ Bảy)"), says_work("Ngày làm việc"), says_work("Không làm việc"), says_work("Nghỉ bù")
    (True, True, False, False)
    """
    return next(_meanings(text), False)


def says_both(text: str) -> bool:
    """Whether the words speak of work and of a day off, as those of either half of a swap may.

    >>> says_both("Nghỉ Quốc khánh, làm bù thứ Bảy 22/8"), says_both("Nghỉ làm việc"), says_both("Làm bù")
    (True, False, False)
    """
    return len(set(_meanings(text))) == 2


def _meanings(text: str) -> Iterator[bool]:
    """What the words say one after the other: True for work, False for a day off."""
    words = _WORD.findall(normalised(text).casefold())
    place = 0
    while place < len(words):
        if any(_is(words[place], off) for off in _OFF):
            yield _follows(words, place, _NOT)
        elif any(_stand(words, place, pair) for pair in _WORK):
            yield not _follows(words, place, _WITHOUT)
            place += 1
        place += 1


def _stand(words: list[str], place: int, pair: tuple[str, str]) -> bool:
    """Whether two words stand at a place; "ngay lam nghiep" without accents is the day of forestry."""
    found = words[place : place + 2]
    is_pair = len(found) == 2 and all(_is(word, meant) for word, meant in zip(found, pair, strict=True))
    return is_pair and words[place + 2 : place + 3] != ["nghiep"]


def _follows(words: list[str], place: int, before: tuple[str, ...]) -> bool:
    """Whether one of some words stands before a place, with nothing but small words between."""
    place -= 1
    while place >= 0 and any(_is(words[place], small) for small in _BETWEEN):
        place -= 1
    return place >= 0 and any(_is(words[place], word) for word in before)


def _is(word: str, meant: str) -> bool:
    """Whether a word is the one meant, with its accents or without any."""
    return word in (meant, _bare(meant))


_bare = cache(search_key)
"""The words looked for are few and always the same; those of a file may be many."""
