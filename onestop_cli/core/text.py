"""Text as people type it: one normal form on the way in, one accent-free form to search by.

NFC and NFD spellings of the same Vietnamese name are the same name. A search ignores case, accents and
the difference between đ and d. What cannot be seen is not kept: terminal escapes, marks that turn the direction of
what follows, characters of no width.
"""

import unicodedata


class _Bare(dict[int, str | None]):
    """What stands for each character once accents are apart: accents fall away, a stroke is lost."""

    def __missing__(self, character: int) -> str | None:
        bare = None if unicodedata.combining(chr(character)) else chr(character)
        self[character] = bare
        return bare


_LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ",
    "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXovp",
)
"""Cyrillic and Greek letters that look like Latin ones: they come with documents of other countries."""
STROKE = str.maketrans("ĐðÐɖƉ", "đđđđđ")
"""Đ has a code point of its own in Vietnamese, one in Icelandic and one in African languages: all are drawn alike."""
_BARE = _Bare({**dict.fromkeys([*STROKE, ord("đ")], "d"), **{at: chr(like) for at, like in _LOOK_ALIKE.items()}})
_BLANK = frozenset({"Cc", "Zs", "Zl", "Zp"})
_UNSEEN = frozenset(
    [*"\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"]
    + [chr(n) for start, end in ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF)) for n in range(start, end + 1)]
)
"""What Unicode counts among letters and marks, and no screen draws."""


def normalised(text: str) -> str:
    """NFC, without surrounding blanks; control characters and foreign blanks (a no-break one, say) are spaces.

    >>> normalised(" Nguye\\u0302\\u0303n\\tVăn A ")
    'Nguyễn Văn A'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " if unicodedata.category(c) in _BLANK else "" for c in text)
    if not _UNSEEN.isdisjoint(text):
        text = "".join(c for c in text if c not in _UNSEEN)
    return unicodedata.normalize("NFC", text).strip()


def name_text(text: str) -> str:
    """A person's name as it is kept: as any text, with one blank between two words.

    >>> name_text(" Nguyễn  Văn   An ")
    'Nguyễn Văn An'
    """
    return " ".join(normalised(text).split())


def visible(text: str) -> str:
    """Text on one line as it can be shown: what no screen draws, or takes for an order, is a mark that is seen.

    >>> visible("Lan\\x1b[31m\\u202e")
    'Lan�[31m�'
    """
    if text.isprintable() and _UNSEEN.isdisjoint(text):
        return text
    return "".join(c if c.isprintable() and c not in _UNSEEN else "�" for c in text)


def search_key(text: str) -> str:
    """The form two spellings share when only case, accents and đ/d differ, or letters that are drawn alike.

    >>> search_key("Đăng ký KHAI TỬ"), search_key("Ｌê ВĂN")
    ('dang ky khai tu', 'le ban')
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).translate(_BARE).casefold()
