"""What a search means and how well a dossier answers it, so that the one that is looked for stands first.

People come before notes; whole syllables before scattered ones, those before beginnings; names with one letter wrong
last, and only where nobody else is found. Accents count where they are typed: `Lân` finds Lân before Lan, `lan` finds
all.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from onestop_cli.core.codes import numbered
from onestop_cli.core.dossier import Entry, Person
from onestop_cli.core.search_words import FEWEST, bare_words, code_words, numbers, plain_number
from onestop_cli.core.text import STROKE, search_key

BEST = 1000
"""So many dossiers at most are put in order by how well they answer, the newest of those found; the rest by age."""
LONG_ENOUGH = 3
"""A syllable of fewer letters is not taken for a misspelt one: too many are."""
_LONGEST = 20
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Tier(IntEnum):
    """How a dossier answers a search, the best way first."""

    code = 0
    exact = 1
    together = 2
    in_order = 3
    scattered = 4
    begun = 5
    number = 6
    elsewhere = 7
    noted = 8
    misspelt = 9


class Rank(NamedTuple):
    """How a dossier answers: the way, and how many typed accents are other ones there."""

    tier: Tier
    differing: int = 0


class Searched(NamedTuple):
    """What of a dossier can answer; when it was received is in ISO 8601, as the register has it."""

    code: str
    received_at: str
    person: Person
    note: str

    @classmethod
    def of(cls, entry: Entry) -> "Searched":
        """What of a dossier with its person can answer."""
        d = entry.dossier
        return cls(d.code, d.received_at.isoformat(), entry.person, d.note)


Ranked = tuple[Rank, Searched]


class _Spelt(NamedTuple):
    """A syllable with its accents: the tone apart from the letters, for it may stand on either of two vowels."""

    letters: str
    tones: str


class Query(NamedTuple):
    """What is searched for: as it was typed, its words without accents, its digits if it is a number.

    Where one of the words has accents, whoever typed them types accents: then `spelt` holds all words with theirs.
    """

    text: str
    words: tuple[str, ...]
    spelt: tuple[_Spelt, ...]
    digits: str

    @property
    def is_code_like(self) -> bool:
        """Whether a code may begin so."""
        return len(self.text) >= LONG_ENOUGH and any(c.isdecimal() for c in self.text)

    @property
    def day(self) -> str:
        """The day of codes of our own shape (`yyMMdd`) if that is all that was typed, else nothing."""
        return self.text if len(self.text) == 6 and self.text.isascii() and self.text.isdecimal() else ""


_IS_NUMBER = re.compile(r"\+?[0-9 .()/\-]+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_MARKED_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")


@lru_cache(8)
def query(text: str) -> Query:
    """What a typed text searches for."""
    words = bare_words(text)
    digits = ""
    if _IS_NUMBER.fullmatch(text.strip()):
        digits = plain_number("".join(c for c in text if c.isdecimal()))
        if len(digits) < FEWEST:
            digits = ""
    spelt = _spelt_words(text)
    is_accented = len(spelt) == len(words) and any(map(_has_accents, spelt))
    return Query(text.strip().upper(), tuple(words), tuple(spelt) if is_accented else (), digits)


def rank(asked: Query, dossier: Searched) -> Rank | None:
    """How a dossier answers a search, None if it does not."""
    person = dossier.person
    if asked.text and (dossier.code.upper() == asked.text or dossier.code.upper().endswith(f"-{asked.text}")):
        return Rank(Tier.code)
    if not asked.words:
        return None
    syllables = bare_words(person.applicant)
    if (tier := _of_name(asked.words, syllables)) is not None:
        return Rank(tier, _differing(asked, person.applicant, syllables))
    held = [number for text in (person.phone, person.id_number) for number in numbers(text)]
    if asked.digits and any(n.startswith(asked.digits) or n.endswith(asked.digits) for n in held):
        return Rank(Tier.number, 0 if asked.digits in held else 1)
    if _begins_code(asked, dossier.code):
        return Rank(Tier.number, 2)
    known = [*syllables, *bare_words(person.address), *bare_words(person.email), *code_words(dossier.code)]
    if _are_all_in(asked.words, known, held):
        return Rank(Tier.elsewhere)
    if dossier.note and _are_all_in(asked.words, [*known, *bare_words(dossier.note)], held):
        return Rank(Tier.noted)
    return Rank(Tier.misspelt) if is_misspelt(asked.words, syllables) else None


def in_order(ranked: list[Ranked]) -> list[Ranked]:
    """Best answers first, of those alike the newest; misspelt names are left out where a person was found otherwise."""
    if any(rank.tier < Tier.noted for rank, _ in ranked):
        ranked = [each for each in ranked if each[0].tier is not Tier.misspelt]
    ranked.sort(key=lambda each: newest(each[1]), reverse=True)
    ranked.sort(key=lambda each: each[0])
    return ranked


def newest(dossier: Searched) -> tuple[str, str]:
    """By what dossiers are in the order of their receipt."""
    return dossier.received_at, dossier.code


def one_letter_off(word: str) -> Iterator[str]:
    """Every word that differs in one letter: one more, one less, another one, or two neighbours changed round."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        for letter in LETTERS:
            yield before + letter + after
            if after and after[0] != letter:
                yield before + letter + after[1:]
        if after:
            yield before + after[1:]
        if len(after) > 1 and after[0] != after[1]:
            yield before + after[1] + after[0] + after[2:]


def may_be_misspelt(word: str) -> bool:
    """Whether a word may be a syllable of a name with a letter wrong."""
    return LONG_ENOUGH <= len(word) <= _LONGEST and word.isascii() and word.isalpha()


def is_misspelt(words: Sequence[str], syllables: Sequence[str]) -> bool:
    """Whether the words are syllables of a name but for one, which is one letter off."""
    left = Counter(syllables)
    unknown: list[str] = []
    for word in words:
        if left[word] > 0:
            left[word] -= 1
        else:
            unknown.append(word)
    if len(unknown) != 1 or not may_be_misspelt(unknown[0]):
        return False
    return any(count > 0 and _is_one_letter_off(unknown[0], syllable) for syllable, count in left.items())


@lru_cache(4096)
def _is_one_letter_off(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or one == other or not (other.isascii() and other.isalpha()):
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[at:], other[at:]
    is_turned = a[:2] == b[1::-1] and a[2:] == b[2:] and len(a) == len(b) >= 2
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or is_turned


def _of_name(words: tuple[str, ...], syllables: list[str]) -> Tier | None:
    """How the words stand in a name."""
    if len(words) > len(syllables):
        return None
    n, asked = len(words), list(words)
    if asked == syllables:
        return Tier.exact
    if any(syllables[at : at + n] == asked for at in range(len(syllables) - n + 1)):
        return Tier.together
    left = iter(syllables)
    if all(word in left for word in asked):
        return Tier.in_order
    if not Counter(asked) - Counter(syllables):
        return Tier.scattered
    free = list(syllables)
    for word in sorted(asked, key=len, reverse=True):  # what the longer may begin the shorter may too, not the reverse
        found = next((place for place, syllable in enumerate(free) if syllable.startswith(word)), None)
        if found is None:
            return None
        del free[found]
    return Tier.begun


def _begins_code(asked: Query, code: str) -> bool:
    if asked.is_code_like and code.upper().startswith(asked.text):
        return True
    return bool(asked.day) and (own := numbered(code)) is not None and own.series.endswith(f"-{asked.day}")


def _are_all_in(words: Sequence[str], known: Sequence[str], held: Sequence[str]) -> bool:
    """Whether every word begins one of those known, or is the beginning or the end of a number."""
    return all(
        any(each.startswith(word) for each in known)
        or any(n.startswith(word) or (n.endswith(word) and len(word) >= FEWEST and word.isdecimal()) for n in held)
        for word in words
    )


def _differing(asked: Query, name: str, syllables: Sequence[str]) -> int:
    """How many of the accents that were typed the name has otherwise."""
    if not asked.spelt:
        return 0
    spelt = _spelt_words(name)
    if len(spelt) != len(syllables):
        return len(asked.words)
    return sum(
        not any(
            _is_spelt(typed, there, is_whole=syllable == word)
            for there, syllable in zip(spelt, syllables, strict=True)
            if syllable.startswith(word)
        )
        for typed, word in zip(asked.spelt, asked.words, strict=True)
    )


def _is_spelt(typed: _Spelt, there: _Spelt, *, is_whole: bool) -> bool:
    """Whether a syllable is spelt as it was typed, or as far as it was."""
    if is_whole:
        return typed == there
    rest = there.letters.removeprefix(typed.letters)
    is_begun = rest != there.letters and not (rest and unicodedata.combining(rest[0]))
    return is_begun and (not typed.tones or typed.tones == there.tones)


def _has_accents(spelt: _Spelt) -> bool:
    return bool(spelt.tones) or not spelt.letters.isascii()


def _spelt_words(text: str) -> list[_Spelt]:
    if text.isascii():
        return [_Spelt(word, "") for word in bare_words(text)]
    return [_spelt(word) for word in _MARKED_WORD.findall(unicodedata.normalize("NFKD", text))]


@lru_cache(4096)
def _spelt(word: str) -> _Spelt:
    tones = "".join(c for c in word if c in _TONES)
    kept = "".join(c for c in word if c not in _TONES)
    stroked = kept.translate(STROKE)
    return _Spelt("".join(c if unicodedata.combining(c) or c == "đ" else search_key(c) for c in stroked), tones)
