"""The words under which dossiers are found, kept beside the register: a table of them, by the event of each receipt.

What they are is `core.search_words`; what is looked up with them `store.searches`. They follow from the dossier as it
is: a correction takes those away that are no longer true, an erasure all that told of a person.
"""

import sqlite3
from collections.abc import Iterator

from onestop_cli.core.dossier import Dossier, Entry, Person
from onestop_cli.core.search_words import json_text, words_of
from onestop_cli.store import ledger

_INSERT = "INSERT OR IGNORE INTO search_word (word, seq) VALUES (?, ?)"
_DELETE = "DELETE FROM search_word WHERE word = ? AND seq = ?"


def prepare(connection: sqlite3.Connection) -> None:
    """The statement that writes a word is made, so that no time goes on it while others wait."""
    connection.executemany(_INSERT, ())


def add(connection: sqlite3.Connection, seq: int, dossier: Dossier) -> None:
    """A dossier received by an event is found by its words."""
    _write(connection, _INSERT, seq, _words(connection, dossier))


def change(connection: sqlite3.Connection, seq: int, dossier: Dossier) -> None:
    """It is found by the words it has now, and by none of those that its row in the register, not yet written, had."""
    row = connection.execute(
        "SELECT note, personal_seq FROM dossier WHERE code = ? AND (note IS NOT ? OR personal_seq IS NOT ?)",
        (dossier.code, dossier.note, dossier.personal_seq),
    ).fetchone()
    if row is not None:
        note, personal_seq = row
        before, after = _words(connection, dossier, note, personal_seq), _words(connection, dossier)
        _write(connection, _DELETE, seq, before - after)
        _write(connection, _INSERT, seq, after - before)


def forget(connection: sqlite3.Connection, seq: int, entry: Entry) -> None:
    """It is found by nothing of its person or its note any more."""
    dossier = entry.dossier
    words = words_of(dossier.code, entry.person, dossier.note) - words_of(dossier.code, Person(), "")
    _write(connection, _DELETE, seq, words)


def _words(
    connection: sqlite3.Connection, dossier: Dossier, note: str | None = None, personal_seq: int | None = None
) -> set[str]:
    beside = dossier.personal_seq if note is None else personal_seq
    person = Person(**ledger.personal_fields(connection, beside)) if beside is not None else Person()
    return words_of(dossier.code, person, dossier.note if note is None else note)


def _write(connection: sqlite3.Connection, statement: str, seq: int, words: set[str]) -> None:
    if words:
        connection.executemany(statement, [(word, seq) for word in sorted(words)])


class Gathering:
    """The words of many dossiers, written in their order at the end: that takes a fifth of the time.

    They lie in a temporary table meanwhile, so that memory does not grow with them.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("CREATE TEMP TABLE gathered_words (seq INTEGER PRIMARY KEY, words TEXT NOT NULL)")

    def add(self, words: "list[tuple[int, str]]") -> None:
        """Of dossiers received by events of these numbers the words, as `core.search_words.json_text` has them."""
        self._connection.executemany("INSERT INTO temp.gathered_words (seq, words) VALUES (?, ?)", words)

    def add_of(self, seq: int, dossier: Dossier) -> None:
        """The words of one of which the person lies beside its events."""
        self.add([(seq, json_text(_words(self._connection, dossier)))])

    def write(self) -> None:
        """All of them are in the table, which held none of these dossiers'."""
        self._connection.execute(
            "INSERT INTO search_word (word, seq) "
            "SELECT value, seq FROM temp.gathered_words, json_each(words) ORDER BY 1, 2"
        )
        self._connection.execute("DROP TABLE temp.gathered_words")


_OF_REGISTER = (
    "SELECT {receipt}, code, note, fields "
    "FROM main.dossier LEFT JOIN main.personal ON personal.seq = dossier.personal_seq {joined}"
)
_BY_INDEX = _OF_REGISTER.format(
    receipt="(SELECT min(seq) FROM event WHERE event.dossier = dossier.code AND kind = 'receive')", joined=""
)
_BY_NUMBER = _OF_REGISTER.format(
    receipt="receipt.seq",
    joined="JOIN (SELECT dossier, min(seq) AS seq FROM event NOT INDEXED WHERE kind = 'receive' GROUP BY dossier) "
    "AS receipt ON receipt.dossier = dossier.code",
)


def misfound(connection: sqlite3.Connection, *, by_index: bool) -> Iterator[tuple[str, int, bool]]:
    """The dossiers that are not found by what the register says of them, or by something else.

    Of each its code, its receipt, and whether by something else; of a row that is gone nothing is told twice. Receipts
    are looked for without an index that may be damaged. Streamed: first all words are summed up, in no order, by a hash
    that is this process's own.
    """
    told = sum(hash((word, seq)) for seq, words in _told(connection, by_index=by_index) for word in words)
    filed = sum(map(hash, connection.execute("SELECT word, seq FROM main.search_word")))
    if told == filed:
        return
    connection.execute("CREATE TEMP TABLE told_words (word TEXT, seq INTEGER, PRIMARY KEY (word, seq)) WITHOUT ROWID")
    try:
        connection.executemany(
            "INSERT OR IGNORE INTO temp.told_words (word, seq) VALUES (?, ?)",
            ((word, seq) for seq, words in _told(connection, by_index=by_index) for word in words),
        )
        for one, other, is_extra in (("temp.told_words", "main.search_word", False),
                                     ("main.search_word", "temp.told_words", True)):  # fmt: skip
            differing = f"SELECT word, seq FROM {one} EXCEPT SELECT word, seq FROM {other}"
            for code, seq in connection.execute(
                f"SELECT DISTINCT event.dossier, d.seq FROM ({differing}) AS d "
                "LEFT JOIN event ON event.seq = d.seq "
                "WHERE event.dossier IS NULL OR event.dossier IN (SELECT code FROM main.dossier) ORDER BY d.seq"
            ):
                yield str(code or ""), seq, is_extra
    finally:
        connection.execute("DROP TABLE temp.told_words")


def _told(connection: sqlite3.Connection, *, by_index: bool) -> Iterator[tuple[int, set[str]]]:
    """By the events of receipts, the words of the dossiers of the file's register that can be read."""
    for seq, code, note, fields in connection.execute(_BY_INDEX if by_index else _BY_NUMBER):
        person = ledger.person_told(fields)
        if person is not None and isinstance(seq, int):
            yield seq, words_of(str(code), person, str(note))
