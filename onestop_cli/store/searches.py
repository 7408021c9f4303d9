"""Dossiers that may answer a search, the newest of each way of answering first; whether they do is `core.searches`.

Nothing is scanned: every way goes along an index, and stops when enough was found. Of several words the rarest leads,
and what has all the others beside it is told.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import chain, groupby, islice
from typing import NamedTuple

from onestop_cli.core.codes import tail
from onestop_cli.core.search_words import BACKWARD, CODE, FEWEST, FORWARD, NAME, NOTE, PLACE, bare_words
from onestop_cli.core.searches import BEST, Query, may_be_misspelt, one_letter_off

_FEW = 20_000
"""So many places of a word are sorted; of more, the newest are picked out of each word's own."""
_MANY = 10 * _FEW
"""Where all words have more than a few places, so many of them are counted to know the rarest."""
_MOST = 400
"""A word that begins more words than this leads nothing and is not asked for: what is told without it is looked at."""
_CHOICES = 8
"""So many typed words are looked up beside the one that leads."""
_AT_ONCE = 100
"""So many receipts are looked up in one go."""
_END = "\U0010ffff"
"""After every text that begins alike."""
_NEXT = "SELECT min(word) FROM search_word WHERE word > ? AND word < ?"

Codes = Iterator[str]


class _Choice(NamedTuple):
    """The words of the index that one typed word stands for: stretches of them, each word if they are few, and of how
    many places there are at least."""

    stretches: Sequence[tuple[str, str]]
    words: Sequence[str] | None
    places: int


class _Beside(NamedTuple):
    """The condition that a dossier has a word of each of several choices, too, and the words it names."""

    sql: str = ""
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, choices: Sequence[Sequence[str]]) -> "_Beside":
        """As many of them as fit; what lacks the others is left out by who looks at the dossiers."""
        sql, words = "", tuple[str, ...]()
        for choice in choices[:_CHOICES]:
            marks = ", ".join("?" * len(choice))
            exists = f"SELECT 1 FROM search_word AS other WHERE other.word IN ({marks}) AND other.seq = found.seq"
            sql, words = f"{sql} AND EXISTS ({exists})", (*words, *choice)
        return cls(sql, words)


_NOTHING_BESIDE = _Beside()


def candidates(connection: sqlite3.Connection, asked: Query) -> Codes:
    """Codes of dossiers among which all are that answer, but for misspelt names; some of them more than once."""
    yield from _by_code(connection, asked)
    if asked.digits:
        forward, backward = FORWARD + asked.digits, BACKWARD + asked.digits[::-1]
        yield from _codes(connection, _along(connection, [(forward, forward)]))
        yield from _codes(connection, _along(connection, [(forward, forward + _END), (backward, backward + _END)]))
    if not asked.words:
        return
    yield from _with_all(connection, [[(NAME + word, NAME + word)] for word in asked.words])
    yield from _with_all(connection, [[_beginning(NAME + word)] for word in asked.words])
    yield from _with_all(connection, [_anywhere(word) for word in asked.words])


def misspelt(connection: sqlite3.Connection, asked: Query) -> Codes:
    """Codes of dossiers among which all are whose names have the words but for one, which is one letter off."""
    for place, word in enumerate(asked.words):
        if not may_be_misspelt(word):
            continue
        near = sorted({NAME + other for other in one_letter_off(word)})
        marks = ", ".join("(?)" for _ in near)
        known = connection.execute(
            f"SELECT column1 FROM (VALUES {marks}) WHERE EXISTS (SELECT 1 FROM search_word WHERE word = column1)", near
        )
        stretches = [(found, found) for (found,) in known]
        others = [[(NAME + other, NAME + other)] for at, other in enumerate(asked.words) if at != place]
        if stretches:
            yield from _with_all(connection, [stretches, *others])


def officers_called(connection: sqlite3.Connection, words: Sequence[str]) -> list[str]:
    """The officers in charge of dossiers in whose names all words begin a syllable; each is one step along an index."""
    called: list[str] = []
    name = ""
    later = "SELECT min(officer) FROM dossier WHERE officer > ?"
    while words and (name := connection.execute(later, (name,)).fetchone()[0]) is not None:
        syllables = bare_words(name)
        if all(any(syllable.startswith(word) for syllable in syllables) for word in words):
            called.append(name)
    return called


def _anywhere(word: str) -> list[tuple[str, str]]:
    """Where a word may stand: in the name, the address, the note, a number, another system's code."""
    stretches = [_beginning(kind + word) for kind in (NAME, FORWARD, PLACE, NOTE, CODE)]
    if len(word) >= FEWEST and word.isdecimal():
        stretches.append(_beginning(BACKWARD + word[::-1]))
    return stretches


def _beginning(word: str) -> tuple[str, str]:
    return word, word + _END


def _by_code(connection: sqlite3.Connection, asked: Query) -> Codes:
    """Those whose code it is, or ends so, or begins so, and those of its day."""
    text = asked.text
    named = "SELECT code FROM dossier WHERE tail = ? COLLATE NOCASE ORDER BY received_at DESC"
    ends = connection.execute(named, (tail(text),))
    yield from (code for (code,) in ends if f"-{code.casefold()}".endswith(f"-{text.casefold()}"))
    beginnings = [text] if asked.is_code_like else []
    if asked.day:
        beginnings += [f"{agency}-{asked.day}-" for agency in _agencies(connection)]
    for begun in beginnings:
        found = "SELECT code FROM dossier WHERE code >= ? AND code < ? ORDER BY code DESC"
        yield from (code for (code,) in connection.execute(found, (begun, begun + _END)))


def _agencies(connection: sqlite3.Connection) -> Iterator[str]:
    """The agencies in whose series dossiers are numbered."""
    after = ""
    first = "SELECT min(series) FROM dossier WHERE series > ?"
    while (in_series := connection.execute(first, (after,)).fetchone()[0]) is not None:
        agency = in_series.rpartition("-")[0]
        yield agency
        after = f"{agency}."


def _with_all(connection: sqlite3.Connection, asked: Sequence[Sequence[tuple[str, str]]]) -> Codes:
    """The newest dossiers first that have a word of every choice."""
    choices = [_choice(connection, stretches) for stretches in asked]
    if not all(choice.places for choice in choices):
        return
    if len(choices) > 1 and all(choice.places > _FEW for choice in choices):
        choices = [choice._replace(places=_places(connection, choice.stretches, _MANY)) for choice in choices]
    leading = min(choices, key=lambda choice: (choice.words is None, choice.places))
    others = sorted((c.words for c in choices if c is not leading and c.words is not None), key=len)
    beside = _Beside.of(others)
    if leading.words is not None and leading.places > _FEW:
        one = f"SELECT seq FROM search_word AS found WHERE word = ?{beside.sql} ORDER BY seq DESC"
        walks = [(seq for (seq,) in connection.execute(one, (word, *beside.words))) for word in leading.words]
        yield from _codes(connection, merge(*walks, reverse=True))
    else:
        yield from _codes(connection, _along(connection, leading.stretches, beside))


def _choice(connection: sqlite3.Connection, stretches: Sequence[tuple[str, str]]) -> _Choice:
    """What the index has of the words of some stretches."""
    words: list[str] | None = []
    places = 0
    there: list[tuple[str, str]] = []
    for first, last in stretches:
        n = _places(connection, [(first, last)], _FEW + 1)
        places += n
        if not n:
            continue
        there.append((first, last))
        word = first if first == last else connection.execute(
            "SELECT min(word) FROM search_word WHERE word >= ? AND word <= ?", (first, last)
        ).fetchone()[0]  # fmt: skip
        while word is not None and words is not None:
            words.append(word)
            if len(words) > _MOST:
                words = None
                break
            word = None if first == last else connection.execute(_NEXT, (word, last)).fetchone()[0]
    return _Choice(there, words, places)


def _places(connection: sqlite3.Connection, stretches: Sequence[tuple[str, str]], most: int) -> int:
    """How many places the words of some stretches have, of each at most so many."""
    count = "SELECT count(*) FROM (SELECT 1 FROM search_word WHERE word >= ? AND word <= ? LIMIT ?)"
    return sum(connection.execute(count, (*stretch, most)).fetchone()[0] for stretch in stretches)


def _along(
    connection: sqlite3.Connection, stretches: Sequence[tuple[str, str]], beside: _Beside = _NOTHING_BESIDE
) -> Iterator[int]:
    """The events of receipts whose words lie in a stretch, newest first; the rest is sorted only if it is asked for."""
    one = f"SELECT seq FROM search_word AS found WHERE word >= ? AND word <= ?{beside.sql}"
    every = " UNION ALL ".join(one for _ in stretches) + " ORDER BY seq DESC"
    bounds = tuple(chain.from_iterable((*stretch, *beside.words) for stretch in stretches))
    n = 0
    for (seq,) in connection.execute(f"{every} LIMIT {3 * BEST}", bounds):
        n += 1
        yield seq
    if n == 3 * BEST:
        yield from (seq for (seq,) in connection.execute(f"{every} LIMIT -1 OFFSET {n}", bounds))


def _codes(connection: sqlite3.Connection, seqs: Iterator[int]) -> Codes:
    """The dossiers that events received, each once where its events stand together."""
    left = (seq for seq, _ in groupby(seqs))
    while heap := list(islice(left, _AT_ONCE)):
        named = ", ".join("?" * len(heap))
        told = dict(connection.execute(f"SELECT seq, dossier FROM event WHERE seq IN ({named})", heap).fetchall())
        yield from (told[seq] for seq in heap if told.get(seq) is not None)
