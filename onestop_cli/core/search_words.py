"""The words under which a dossier is found: what of its person, note and code the file's index holds (domain §8).

Each begins with a letter that says what it is of. Case, accents and look-alike letters are folded by
`core.text.search_key`, so what is kept is what is looked up.
"""

import json
import re
from functools import lru_cache

from onestop_cli.core.codes import numbered
from onestop_cli.core.dossier import Person
from onestop_cli.core.text import search_key

NAME, FORWARD, BACKWARD, PLACE, NOTE, CODE = "n", "p", "r", "a", "o", "c"
"""A syllable of the name; a phone or identity number, and the same from its end; a word of address or e-mail; a word of
the note; a part of another system's code."""
FEWEST = 4
"""So many last digits of a number find it."""
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[0-9][0-9 .()\-]*")
_LONGEST = 13
"""More digits than a phone or an identity number has: two of them were typed beside each other."""


def bare_words(text: str) -> list[str]:
    """The words of a text as they are looked up.

    >>> bare_words("Ấp 3, xã Đông-Hòa")
    ['ap', '3', 'xa', 'dong', 'hoa']
    """
    return _WORD.findall(search_key(text))


def plain_number(digits: str) -> str:
    """A Vietnamese phone number as it is dialled at home, whatever stood before it.

    >>> plain_number("84912345678"), plain_number("0084912345678"), plain_number("001099012345")
    ('0912345678', '0912345678', '001099012345')
    """
    if len(digits) == 11 and digits.startswith("84"):
        return "0" + digits[2:]
    return "0" + digits[4:] if len(digits) == 13 and digits.startswith("0084") else digits


def numbers(text: str) -> list[str]:
    """The phone or identity numbers in a text, however they are grouped; one of letters and digits as it stands.

    >>> numbers("+84 912 345 678; 0987.654.321"), numbers("C 1234567")
    (['0912345678', '0987654321'], ['c1234567'])
    """
    if not text:
        return []
    words = bare_words(text)
    joined = "".join(words)
    if len(joined) <= _LONGEST and joined[:1].isalpha() and joined[-FEWEST:].isdecimal():
        return [joined]
    found: list[str] = []
    for grouped in _NUMBER.findall(search_key(text)):
        digits = "".join(c for c in grouped if c.isdecimal())
        parts = bare_words(grouped) if len(digits) > _LONGEST else [digits]
        found += [plain_number(part) for part in parts if len(part) >= FEWEST]
    return found


@lru_cache(1024)
def code_words(code: str) -> tuple[str, ...]:
    """The parts of a code; none of one of our own shape, which is found by its beginning, its day and its end.

    >>> code_words("000.15-X/7"), code_words("H26.15.30-230811-0003")
    (('000', '15', 'x', '7'), ())
    """
    return tuple(bare_words(code)) if numbered(code) is None else ()


def words_of(code: str, person: Person, note: str) -> set[str]:
    """Every word under which a dossier is found."""
    found = {NAME + word for word in bare_words(person.applicant)} if person.applicant else set[str]()
    for text in (person.phone, person.id_number):
        if text:
            for number in numbers(text):
                found.add(FORWARD + number)
                found.add(BACKWARD + number[::-1])
    for text in (person.address, person.email):
        if text:
            found.update([PLACE + word for word in bare_words(text)])
    if note:
        found.update([NOTE + word for word in _words_of_note(note)])
    if parts := code_words(code):
        found.update([CODE + word for word in parts])
    return found


@lru_cache(256)
def _words_of_note(note: str) -> tuple[str, ...]:
    """Of many dossiers the note is the same."""
    return tuple(bare_words(note))


def with_those_of(code: str, text: str) -> str:
    """Words as a JSON array with those of a code, which was not known before."""
    parts = code_words(code)
    return text if not parts else json_text({*json.loads(text), *(CODE + word for word in parts)})


def json_text(words: set[str]) -> str:
    """Words as a JSON array, in their order; none of them has a sign that would have to be escaped.

    >>> json_text({"nvan", "nan"})
    '["nan","nvan"]'
    """
    return '["' + '","'.join(sorted(words)) + '"]' if words else "[]"
