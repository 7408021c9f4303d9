"""Damaged files: bytes turned, pages zeroed, swapped, cut off, values that onestop never wrote; and commands on them.

Whatever is done to a file, a command on it ends with an answer or with a sentence and an exit code of the contract,
never with a traceback or as a bug, and no sentence repeats a value of the file.
"""

import os
import random
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from typer.testing import CliRunner

from benchmarks.bad_days.tally import Tally
from onestop_cli.cli import session
from onestop_cli.cli.app import app
from onestop_cli.core.moments import VIETNAM

SECRETS = ("Bưởi", "Đông", "001099012345", "0912345678", "phố Vũ Xuân Thiều", "thiếu giấy khai sinh")
"""What the dossiers of the file say of persons; no error may repeat it."""
NOW = datetime(2026, 11, 26, 10, 0, tzinfo=VIETNAM)
ALLOWED = frozenset({0, 2, 3, 10, 11, 12, 13, 14})
_PAGE = 4096
_PERSON = ("--applicant", "Nguyễn Thị Bưởi", "--id-number", "001099012345", "--phone", "0912345678")
_DEEDS = (
    ("init", "--agency-code", "H26.15.30", "--agency-name", "UBND phường Phúc Lợi"),
    ("receive", "ket-hon", *_PERSON, "--address", "Số 1 phố Vũ Xuân Thiều", "--at", "2/11/2026 08:00"),
    ("receive", "giam-ho", "--applicant", "Trần Văn Đông", "--at", "3/11/2026 08:30", "--officer", "Lan"),
    ("receive", "giam-ho", "--applicant", "Trần Văn Đông", "--again", "--at", "3/11/2026 09:00", "--channel", "online"),
    ("receive", "tinh-trang-hon-nhan", "--applicant", "A", "--at", "4/11/2026 09:00", "--note", "thiếu giấy khai sinh"),
    ("receive", "khai-tu", "--applicant", "B", "--at", "24/11/2026 09:00"),
    ("receive", "khai-tu", "--applicant", "C", "--at", "25/11/2026 09:00"),
    ("resolve", "261102-0001", "--at", "3/11/2026 10:00", "--deliver"),
    ("suspend", "261103-0001", "--reason", "supplement", "--at", "4/11/2026 10:00", "--override", "x", "--note",
     "thiếu giấy khai sinh"),
    ("resume", "261103-0001", "--at", "9/11/2026 10:00"),
    ("resolve", "261103-0002", "--at", "9/11/2026 11:00", "--result", "refused", "--note", "thiếu giấy khai sinh"),
    ("correct", "261104-0001", "--phone", "0912345678", "--note", "thiếu giấy khai sinh"),
    ("withdraw", "261124-0001", "--note", "thiếu giấy khai sinh", "--at", "25/11/2026 10:00", "--override", "x",
     "--apply"),
    ("config", "set", "waiting_days", "9"),
    ("calendar", "add-holiday", "10/12/2026", "--name", "Nghỉ bão", "--source", "CV 12", "--local", "--apply"),
    ("procedure", "amend", "khai-tu", "--name", "Khai tử", "--from", "1/12/2026", "--apply"),
    ("seal", "--month", "9", "--year", "2026"),
)  # fmt: skip
COMMANDS = (
    ("show", "261103-0001"), ("show", "261103-0001", "--json"), ("show", "261103-0001", "--as-of", "5/11/2026 10:00"),
    ("history", "261103-0001"), ("explain", "261103-0001"), ("explain", "261104-0001", "--json"),
    ("list",), ("list", "--json"), ("list", "--search", "buoi"), ("list", "--due", "1/11/2026..30/11/2026"),
    ("list", "--known-at", "20/11/2026"), ("due",), ("due", "--json"), ("due", "--as-of", "5/11/2026 10:00"),
    ("when", "ket-hon", "--at", "26/11/2026 09:00"), ("when", "khai-tu", "--at", "9/12/2026 09:00", "--json"),
    ("report", "--month", "11"), ("report", "--month", "11", "--json", "--by", "officer"),
    ("report", "--month", "11", "--known-at", "26/11/2026 09:59"), ("report", "--month", "11", "--strict"),
    ("report", "--month", "9", "--year", "2026", "--sealed"), ("report", "--month", "11", "--diff", "20/11/2026"),
    ("report", "--form", "06a", "--month", "11"),
    ("report", "--index-766", "--month", "11"), ("late", "--month", "11"), ("late", "--acceptance", "--month", "11"),
    ("register", "--month", "11", "-f", "csv"), ("trend", "--months", "2"), ("export", "dossiers", "-f", "csv"),
    ("export", "events"), ("export", "register"), ("export", "portal"), ("audit", "head"), ("audit", "log"),
    ("audit", "verify", "--chain"), ("audit", "verify"), ("audit", "verify", "--json"), ("audit", "check"),
    ("audit", "check", "--info", "--json"), ("audit", "log", "--json"),
    ("audit", "clock", "4", "--to", "5", "--note", "x"),
    ("report", "--month", "11", "--bases"), ("report", "--month", "11", "--granularities", "--json"),
    ("report", "--month", "11", "--what-if", "saturday=working_day"), ("list", "--recorded-late", "1"),
    ("list", "--supplements", "1"), ("list", "--due-changed", "--json"),
    ("erase", "261102-0001", "--basis", "x", "--note", "y"),
    ("erase", "261102-0001", "--basis", "x", "--note", "y", "--apply"),
    ("procedure", "list"), ("procedure", "show", "khai-tu"), ("calendar", "show"),
    ("calendar", "holidays"), ("calendar", "notices"), ("config", "show"), ("doctor",), ("db", "migrate"),
    ("db", "status"), ("db", "rebuild"), ("db", "rebuild", "--apply"),
    ("receive", "ket-hon", "--applicant", "D"),
    ("receive", "ket-hon", "--applicant", "D", "--again", "--at", "5/11/2026 08:00"),
    ("resolve", "261104-0001"), ("resolve", "261125-0001", "--deliver"), ("deliver", "261103-0002"),
    ("suspend", "261104-0001", "--reason", "other_agency"), ("assign", "261104-0001", "--officer", "Lan"),
    ("correct", "261103-0002", "--officer", "Lan", "--note", "x"), ("void", "261103-0001", "--note", "x", "--apply"),
    ("undo", "261103-0001"), ("undo", "261103-0002", "--apply", "--note", "x"), ("config", "set", "waiting_days", "7"),
    ("calendar", "load", "2031"),
    ("calendar", "add-closure", "26/11/2026", "--hours", "13:30-17:30", "--name", "x", "--source", "y", "--local"),
    ("procedure", "amend", "ket-hon", "--committed", "1:working_day", "--from", "1/12/2026"),
    ("procedure", "undo", "khai-tu"), ("backup", "{folder}/copy.db"), ("nightly", "{folder}/nights", "--quiet"),
    ("seal", "--month", "10", "--year", "2026"),
)  # fmt: skip
NONSENSE = (
    None, "", "x", "2026-13-45T99:00:00+07:00", "2026-11-03T08:30:00", "0000-00-00", "9999-12-31T23:59:59+07:00", -1,
    0, 2**62, 1.5, b"\xff\xfe", "[]", "{}", "null", "[1]", "{\"a\":1}", "[{\"from\":\"x\"}]", "[" * 3000, "\ud7ff",
    "NaN", "1:working_day", "received", "resolved", "void", "é" * 5000, "{\"kind\": []}", "none", "same_day",
)  # fmt: skip
"""Values that a column may be given, of whatever type."""
Harm = Callable[[Path, random.Random], str]


def run(folder: Path, cases: int, seed: int) -> Tally:
    """So many commands were typed on as many files, each damaged in another way."""
    made = folder / "sound.db"
    with _sitting(folder):
        for words in _DEEDS:
            done = _typed(made, folder, words)
            assert done[0] == 0, (words, done)
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    with _sitting(folder):
        for case in range(cases):
            name, code, failure = _case(folder, made, random.Random(f"{seed} {case}"))
            outcomes[f"{name}: exit {code}"] += 1
            if failure:
                failures.append(f"case {case}: {failure}")
    return Tally("damage", cases, outcomes, failures)


def _case(folder: Path, made: Path, chance: random.Random) -> tuple[str, int, str]:
    """What one damage is called, how a command on the file ended, and what of that may not be."""
    name, harm = chance.choice(HARMS)
    words = chance.choice(COMMANDS)
    place = folder / "case"
    place.mkdir()
    try:
        file = Path(shutil.copy(made, place / "ward.db"))
        told = harm(file, chance)
        code, _, stderr = _typed(file, place, words)
    finally:
        shutil.rmtree(place)
    where = f"{' '.join(words)} after {name} {told}"
    if code not in ALLOWED or "Traceback" in stderr:
        return name, code, f"{where}: exit {code}: {stderr.strip()[-1500:]}"
    for secret in SECRETS:
        if secret in stderr:
            return name, code, f"{where}: stderr tells “{secret}”"
    return name, code, ""


@contextmanager
def _sitting(folder: Path) -> Iterator[None]:
    """Commands are typed by lan, in English, at one moment."""
    clock, before = session.clock, dict(os.environ)
    session.clock = lambda: NOW
    os.environ.update(ONESTOP_ACTOR="lan", ONESTOP_LANG="en", XDG_DATA_HOME=str(folder))
    try:
        yield
    finally:
        session.clock = clock
        os.environ.clear()
        os.environ.update(before)


def _typed(file: Path, folder: Path, words: tuple[str, ...]) -> tuple[int, str, str]:
    """The exit code of a command, and what it printed."""
    typed = [word.format(folder=folder) for word in words]
    answer = CliRunner().invoke(app, ["--db", str(file), "--debug", *typed], prog_name="onestop")
    told = answer.stderr
    if answer.exit_code not in (0, 1):  # the trace is for bugs
        told = "\n".join(line for line in told.splitlines() if line.startswith(("onestop: ", "hint: ")))
    return answer.exit_code, answer.stdout, told


def _bytes(file: Path, chance: random.Random) -> str:
    """Some bytes are others."""
    content = bytearray(file.read_bytes())
    places = sorted(chance.randrange(100, len(content)) for _ in range(chance.choice((1, 1, 2, 8))))
    for place in places:
        content[place] ^= chance.randrange(1, 256)
    file.write_bytes(content)
    return f"at {places}"


def _header(file: Path, chance: random.Random) -> str:
    """A byte of the first hundred is another."""
    content, place = bytearray(file.read_bytes()), chance.randrange(100)
    content[place] ^= chance.randrange(1, 256)
    file.write_bytes(content)
    return f"at {place}"


def _pages(file: Path) -> int:
    return file.stat().st_size // _PAGE


def _zeroes(file: Path, chance: random.Random) -> str:
    page = chance.randrange(_pages(file))
    with file.open("r+b") as opened:
        opened.seek(page * _PAGE)
        opened.write(bytes(_PAGE))
    return f"page {page}"


def _cut(file: Path, chance: random.Random) -> str:
    size = chance.randrange(file.stat().st_size)
    os.truncate(file, size)
    return f"to {size}"


def _swap(file: Path, chance: random.Random) -> str:
    one, other = (chance.randrange(1, _pages(file)) * _PAGE for _ in range(2))
    content = bytearray(file.read_bytes())
    content[one : one + _PAGE], content[other : other + _PAGE] = (
        content[other : other + _PAGE],
        content[one : one + _PAGE],
    )
    file.write_bytes(content)
    return f"{one // _PAGE} and {other // _PAGE}"


@contextmanager
def _unguarded(file: Path) -> Iterator[sqlite3.Connection]:
    """The file open to whatever another program may write into it: no triggers, no CHECKs, no types."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA writable_schema = ON")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        kept = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL"))
        for name, sql in kept.items():
            loose = sql.replace("STRICT, ", "").replace(") STRICT", ")")
            loose = re.sub(r"(?<! IS) NOT NULL", "", loose)
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (loose, name))
        version = connection.execute("PRAGMA schema_version").fetchone()[0]
        connection.execute(f"PRAGMA schema_version = {version + 1}")
        yield connection
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        for name, sql in kept.items():
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (sql, name))
        version = connection.execute("PRAGMA schema_version").fetchone()[0]
        connection.execute(f"PRAGMA schema_version = {version + 1}")
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for _, sql in triggers:
            connection.execute(sql)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


_TABLES = (
    "event", "event", "dossier", "dossier", "dossier", "personal", "day", "claim", "provisional", "loaded_year",
    "calendar_edition", "setting", "procedure", "imported_row", "clock_setback", "marks_kept", "series_used",
    "event_kind", "backup", "secret", "_sqlite_migrations",
)  # fmt: skip


def _value(file: Path, chance: random.Random) -> str:
    """A value of a row is one that onestop never wrote there."""
    table = chance.choice(_TABLES)
    with _unguarded(file) as connection:
        told = connection.execute(f"PRAGMA table_xinfo({table})").fetchall()
        columns = [name for _, name, *_, hidden in told if not hidden]
        column, value = chance.choice(columns), chance.choice(NONSENSE)
        rows = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        which = f"LIMIT 1 OFFSET {chance.randrange(max(rows, 1))}"
        where = f'"{columns[0]}" IN (SELECT "{columns[0]}" FROM {table} {which})'
        try:
            connection.execute(f'UPDATE {table} SET "{column}" = ? WHERE {where}', (value,))
        except sqlite3.Error as problem:
            return f"none: {problem}"
    return f"{table}.{column} = {str(value)[:30]!r}"


def _json(file: Path, chance: random.Random) -> str:
    """A value within the data of an event, or a list of a dossier, is another or is not there."""
    table, column = chance.choice((("event", "data"), ("dossier", "suspensions"), ("dossier", "recorded_late"),
                                   ("dossier", "extensions"), ("personal", "fields"), ("calendar_edition", "closures"),
                                   ("procedure", "aliases")))  # fmt: skip
    with _unguarded(file) as connection:
        rows = connection.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
        if not rows:
            return "nothing"
        at, text = chance.choice(rows)
        pieces = text.split('"')
        place = chance.randrange(len(pieces))
        pieces[place] = chance.choice(("x", "", "2026-99-99", "kind", ":null,", ":7,", ":[],", "data", ":{},"))
        try:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", ('"'.join(pieces), at))
        except sqlite3.Error as problem:
            return f"none: {problem}"
    return f"{table}.{column} of {at}, piece {place} = {pieces[place]!r}"


def _gone(file: Path, chance: random.Random) -> str:
    """Rows, or all of a table, are gone."""
    table = chance.choice(_TABLES)
    with _unguarded(file) as connection:
        which = chance.choice(("", f" WHERE rowid % {chance.randrange(2, 5)} = 1"))
        try:
            connection.execute(f"DELETE FROM {table}{which}")
        except sqlite3.Error:
            connection.execute(f"DELETE FROM {table}")
    return f"of {table}{which}"


def _schema(file: Path, chance: random.Random) -> str:
    """A table, an index or a trigger is gone, or a pragma says otherwise."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        things = connection.execute(
            "SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        ).fetchall()
        kind, name = chance.choice(things)
        connection.execute("PRAGMA foreign_keys = OFF")
        told = chance.choice((f'DROP {kind} "{name}"', "PRAGMA user_version = 99", "PRAGMA user_version = 6",
                              "PRAGMA application_id = 7", "PRAGMA user_version = -3"))  # fmt: skip
        connection.execute(told)
    return told


HARMS: tuple[tuple[str, Harm], ...] = (
    ("bytes turned", _bytes), ("bytes turned", _bytes), ("header turned", _header), ("page zeroed", _zeroes),
    ("cut short", _cut), ("pages swapped", _swap), ("strange value", _value), ("strange value", _value),
    ("strange value", _value), ("strange JSON", _json), ("strange JSON", _json), ("rows gone", _gone),
    ("schema changed", _schema),
)  # fmt: skip
