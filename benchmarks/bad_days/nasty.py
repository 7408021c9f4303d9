"""Texts as nobody means them: what people type, with what breaks readers of texts put into it."""

from collections.abc import Sequence
from random import Random

PIECES = (
    "", " ", "\t", "\n", "\r\n", "\0", "\x1b[31m", "\x1b]0;x\x07", "\u202e", "\u200b", "\ufeff", "\xa0",
    "\ud800", "\udc80", "²", "①", "١", "１", "１１/８/２０２３", "١١/٨/٢٠٢٣", "Nguye\u0302\u0303n", "đ", "[red]", "[/]",
    "<b>", "&lt;", "{0}", "{x}", "%s", "%n", "=1+1", "=cmd|'/c calc'!A0", "+1", "-1", "@a", "'", "''", '"',
    '""', ";", ",", ":", "/", "\\", "..", "|", "--", "-", "--lang", "--help", "0", "-0", "00", "1e9", "0x10",
    "1_000", "NaN", "inf", "null", "true", "9" * 20, "9" * 400, "9" * 5000, "24:00", "23:60", "31/9/2023",
    "29/2/2023", "0000-00-00", "9999-12-31", "10000-01-01", "2026-08-03T09:00:00+07:00", "2026-08-03T09:00:00Z",
    "1690000000", "{", "[", "[]", "{}", '{"a":' * 50, "\U0001f4a9", "ﷺ", "ß", "İ", "ǆ", "\u0301" * 40,
)  # fmt: skip
LONG = 1_000_000
_LONG_IN = 2_000
"""One text in so many is that long."""


def text(random: Random, examples: Sequence[str]) -> str:
    """One of the examples with something wrong here and there; now and then something else altogether."""
    if not random.randrange(_LONG_IN):
        return random.choice(("9", "a", ";", "ễ", " ", "1:", '"')) * (LONG // random.choice((1, 1, 3)))
    words = random.choice(examples)
    for _ in range(random.choice((0, 1, 1, 1, 2, 3, 8))):
        words = _changed(random, words, examples)
    return words


def _changed(random: Random, words: str, examples: Sequence[str]) -> str:
    place = random.randrange(len(words) + 1)
    until = min(len(words), place + random.choice((0, 1, 1, 2, 5)))
    match random.randrange(6):
        case 0:
            return words[:place] + words[until:]
        case 1:
            return words[:place] + words[place:until] * 2 + words[until:]
        case 2:
            return words[:place] + random.choice(examples)[-random.randrange(1, 9) :] + words[until:]
        case 3:
            return random.choice((words.upper(), words.swapcase(), words[::-1], f" {words} ", words * 2))
        case 4:
            return words[:place] + chr(random.choice((random.randrange(128), random.randrange(0x3000)))) + words[until:]
        case _:
            return words[:place] + random.choice(PIECES) + words[until:]


def raw(random: Random, words: str) -> bytes:
    """The text as bytes, mostly UTF-8; some of them other bytes."""
    encoding = random.choice(("utf-8",) * 8 + ("utf-8-sig", "utf-16", "cp1258"))
    given = words.encode(encoding, "replace" if encoding == "cp1258" else "surrogatepass")
    while random.random() < 0.1:
        place = random.randrange(len(given) + 1)
        given = given[:place] + bytes([random.randrange(256)]) + given[place + random.randrange(2) :]
    return given
