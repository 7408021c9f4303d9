"""Text as people type it: one normal form on the way in, one accent-free form to search by.

NFC and NFD spellings of the same Vietnamese name are the same name. A search ignores case, accents and
the difference between đ and d.
"""

import unicodedata

GUARDED = ("=", "+", "-", "@", "\t", "'")
"""A CSV cell beginning with one of these goes out with an apostrophe before it, and comes in without."""


class _Bare(dict[int, str | None]):
    """What stands for each character once accents are apart: accents fall away, a stroke is lost."""

    def __missing__(self, character: int) -> str | None:
        bare = None if unicodedata.combining(chr(character)) else chr(character)
        self[character] = bare
        return bare


_BARE = _Bare({ord("đ"): "d", ord("Đ"): "D"})
_BLANK = frozenset({"Cc", "Zs", "Zl", "Zp"})


def normalised(text: str) -> str:
    """NFC, without surrounding blanks; control characters and foreign blanks (a no-break one, say) are spaces.

    >>> normalised(" Nguye\\u0302\\u0303n\\tVăn A ")
    'Nguyễn Văn A'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " if unicodedata.category(c) in _BLANK else "" for c in text)
    return unicodedata.normalize("NFC", text).strip()


def search_key(text: str) -> str:
    """The form two spellings share when only case, accents and đ/d differ.

    >>> search_key("Đăng ký KHAI TỬ")
    'dang ky khai tu'
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFD", text).translate(_BARE).casefold()
