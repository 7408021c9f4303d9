"""The commands that bad days come over, each with what it begins from, and what must be true after it whatever came.

A trial is typed in a copy of a prepared folder. How many events the file holds before and after tells whether it was
recorded: there is nothing between. After a bad day the same command, or the next of its kind, is typed again.
"""

import json
import lzma
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.bad_days.striking import NOTHING, Came, Hand, Strike
from onestop_cli.core.dossier import Person
from onestop_cli.core.moments import iso
from onestop_cli.store.schema import FORMAT
from onestop_cli.usecases.declines import Declining, decline
from tests.core.written import at
from tests.office import ACTOR, MONDAY, SOMEONE, Ward, broken_links, opened, strays

FROZEN = Path(__file__).parents[2] / "tests" / "store" / "frozen" / "format_6.db.xz"
LATER = "3/8/2026 09:05"
ROWS = 200
"""Of a register that is imported, unless given."""
ERASED = ("Lò Thị Xuân Quỳnh", "lo thi xuan quynh", "038199777001", "ông Páo xin giữ")
"""A person and a note of the fourth dossier, as typed and as searched for; of nobody else."""
HEADING = "code,procedure_code,channel,applicant,received_at,resolved_at,delivered_at\n"


class Trial(NamedTuple):
    """A command, and the one that must work after it; `codes` are the exit codes it may have when the system refuses.

    `then` is how the second may end where the first was recorded already: in a word of the contract's.
    """

    name: str
    words: tuple[str, ...]
    again: tuple[str, ...]
    then: tuple[int, ...] = (0,)
    codes: tuple[int, ...] = (14,)
    after: tuple[tuple[str, ...], ...] = ()
    leaves: tuple[str, ...] = ()
    """Files that are there whole if the command ended well, and whole or not at all else."""
    act: int = 0
    """Of how many events the act is that stays recorded where its paper does not come; nought where there is none."""
    gone: tuple[str, ...] = ()
    """Texts of which no byte lies in the file or beside it once the command, or the second, ended well."""


_COPY = ("receive", "chung-thuc-ban-sao", "--applicant", "Trần Thị B", "--again")
_RECEIVE = ("receive", "khai-tu", "--applicant", "Nguyễn Văn A", "--again", "--json")
_QUEUE = ("receive", "chung-thuc-ban-sao", "--from", "hang.txt", "--done", "--json")
_HOLIDAY = ("calendar", "add-holiday", "--name", "Nghỉ bão", "--source", "CV 1", "--local", "--apply")
_LIMIT = ("procedure", "amend", "khai-tu", "--apply", "--statutory", "9:working_day", "--committed")
_ERASE = ("erase", "4", "--basis", "Luật Lưu trữ 33/2024/QH15", "--note", "hết hạn lưu", "--apply", "--json")
_AT_ONCE = ("receive", "khai-tu", "--applicant", "Lê Thị C", "--again", "--slip", "giay.html", "--json")
_DECLINE = ("decline", "khai-tu", "Trần Thị B", "--reason", "không thuộc thẩm quyền", "--json")
_SLIP = ("slip", "1", "2", "--copies", "2", "-o", "giay.html", "--json")
_PDF = ("slip", "TC-1", "3", "-o", "giay.pdf", "--json")
_INIT = ("--db", "new.db", "init", "--agency-code", "H26.15.30", "--agency-name", "UBND")
TRIALS = (
    Trial("receive", _RECEIVE, _RECEIVE),
    Trial("receive --done", (*_COPY, "--done", "--json"), _RECEIVE),
    Trial("receive --from", _QUEUE, _RECEIVE),
    Trial("decline", _DECLINE, _DECLINE),
    Trial("void of a refusal", ("void", "TC-1", "--note", "nhầm", "--json"), _DECLINE),
    Trial("slip", _SLIP, _SLIP, codes=(14, 2), leaves=("giay.html",)),
    Trial("slip to PDF", _PDF, _PDF, codes=(14, 2), leaves=("giay.pdf",)),
    Trial("receive --slip", _AT_ONCE, _AT_ONCE, codes=(14, 2), act=1, leaves=("giay.html",)),
    Trial("resolve", ("resolve", "1", "2", "--deliver", "--json"), ("resolve", "3", "--json")),
    Trial("traketqua", ("traketqua", "1", "2", "--json"), ("traketqua", "3", "--json")),
    Trial("yeucaubosung", ("yeucaubosung", "1", "thiếu giấy"), ("yeucaubosung", "2", "thiếu giấy")),
    Trial("suspend", ("suspend", "1", "--reason", "supplement"), ("suspend", "2", "--reason", "supplement")),
    Trial("correct", ("correct", "1", "--applicant", "Trần Thị B", "--note", "nhầm"), ("void", "2", "--note", "trùng")),
    Trial("undo", ("undo", "4", "--apply"), ("undo", "5", "--apply")),
    Trial("erase", _ERASE, _ERASE, gone=ERASED),
    Trial("import", ("import", "so.csv"), ("import", "so.csv"), codes=(14, 12)),
    Trial("seal", ("seal", "--month", "7", "--year", "2026"), ("seal", "--month", "7", "--year", "2026"), (0, 11)),
    Trial("db migrate", ("db", "migrate"), ("db", "migrate")),
    Trial("backup", ("backup", "copy.db"), ("backup", "copy.db"), (0, 11), leaves=("copy.db",)),
    Trial("restore", ("restore", "kept.db"), ("restore", "kept.db")),
    Trial(
        "nightly",
        ("nightly", "nights"),
        ("nightly", "nights"),
        after=(("nightly", "--check", "nights"),),
        leaves=("nights/2026-08-02/manifest.json",),
    ),
    Trial("calendar add-holiday", (*_HOLIDAY, "5/8/2026"), (*_HOLIDAY, "6/8/2026")),
    Trial(
        "procedure amend",
        (*_LIMIT, "5:working_day", "--from", "4/8/2026"),
        (*_LIMIT, "6:working_day", "--from", "5/8/2026"),
    ),
    Trial("config set", ("config", "set", "saturday", "working_day"), ("config", "set", "cut_off", "15:00")),
    Trial("export", ("export", "dossiers", "-o", "out.csv"), ("export", "dossiers", "-o", "out.csv"), codes=(14, 2)),
    Trial("init", _INIT, _INIT, (0, 11), leaves=("new.db",)),
)
NAMES = [trial.name for trial in TRIALS]


class Ground:
    """Where trials begin: a ward with five open dossiers, one resolved, a backup, a register to import."""

    def __init__(self, folder: Path, hand: Hand, rows: int = ROWS) -> None:
        self.hand, self.folder = hand, folder
        self.case = folder / "case"
        self._new, self._old = folder / "new", folder / "old"
        for kept in (self._new, self._old):
            kept.mkdir(parents=True)
        ward = Ward(opened(self._new / "ward.db"))
        for number in range(1, 7):
            ward.receive("khai-tu", person=Person(ERASED[0], ERASED[2]) if number == 4 else SOMEONE)
        ward.resolve("4", note=ERASED[3])
        ward.suspend("5")
        asked = Declining("khai-tu", SOMEONE, "không thuộc thẩm quyền")
        decline(ward.path, ward.clock, ACTOR, asked)
        (self._new / "so.csv").write_text(register(rows), encoding="utf-8")
        (self._new / "hang.txt").write_text("".join(f"Trần Thị {n}; 2\n" for n in range(200)), encoding="utf-8")
        self._at_rest(ward.path)
        shutil.copy(ward.path, self._new / "kept.db")
        ward.receive("khai-tu")
        self._at_rest(ward.path)
        (self._old / "ward.db").write_bytes(lzma.decompress(FROZEN.read_bytes()))

    @staticmethod
    def _at_rest(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def begin(self, trial: Trial) -> Path:
        """The dossier file of a fresh copy of what a trial begins from."""
        shutil.rmtree(self.case, ignore_errors=True)
        shutil.copytree(self._old if trial.name == "db migrate" else self._new, self.case)
        return self.case / "ward.db"

    def types(self, words: Iterable[str], strike: Strike = NOTHING, now: str = MONDAY) -> Came:
        """A command typed in the folder of the case."""
        typed = [f"{self.case / word}" if word.partition("/")[0] in _FILES else word for word in words]
        environment = {"ONESTOP_DB": f"{self.case / 'ward.db'}"}
        return self.hand.types(typed, self.case, iso(at(now)) or "", environment, strike)


_FILES = ("so.csv", "hang.txt", "copy.db", "kept.db", "nights", "out.csv", "new.db", "giay.html", "giay.pdf")


def register(rows: int) -> str:
    """A register of another system, with results and deliveries."""
    lines = (
        f"X-{n},1.000656,direct,Nguyễn Văn {n},2026-07-{1 + n % 20:02} 09:00,2026-07-{3 + n % 20:02} 10:00,"
        f"2026-07-{3 + n % 20:02} 11:00\n"
        for n in range(rows)
    )
    return HEADING + "".join(lines)


def state(path: Path) -> tuple[int, int]:
    """The file format and the number of events; nothing where there is no file."""
    if not path.exists():
        return 0, 0
    with closing(sqlite3.connect(path)) as connection:
        (events,) = connection.execute("SELECT count(*) FROM event").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    return version, events


def unsound(path: Path) -> str:
    """What is not as it must be in a file: its pages, its references, its chain, its register. Empty if all is."""
    with closing(sqlite3.connect(path)) as connection:
        pages = connection.execute("PRAGMA integrity_check").fetchall()
        references = connection.execute("PRAGMA foreign_key_check").fetchall()
    ward = Ward(path)
    found = {
        "integrity": pages if pages != [("ok",)] else [],
        "references": references,
        "chain": broken_links(ward),
        "register": strays(ward) if state(path)[0] == FORMAT else [],
    }
    return ", ".join(f"{name} {what[:3]}" for name, what in found.items() if what)


class Bounds(NamedTuple):
    """What a trial finds and leaves where nothing comes over it, the calls that it makes, the seconds it takes."""

    before: tuple[int, int]
    after: tuple[int, int]
    calls: int
    seconds: float


def bounds(ground: Ground, trial: Trial, strike: Strike) -> Bounds:
    """A trial on a good day."""
    path = ground.begin(trial)
    before = state(path)
    start = perf_counter()
    came = ground.types(trial.words, strike)
    seconds = perf_counter() - start
    if came.code or unsound(path):
        raise SystemExit(f"{trial.name} on a good day: {came} {unsound(path)}")
    return Bounds(before, state(path), came.calls, seconds)


def broken(ground: Ground, trial: Trial, known: Bounds, came: Came, *, is_stuck: bool = False) -> Iterable[str]:
    """Every promise that does not hold after a bad day; the next command is typed.

    Where the disk `is_stuck`, names that nobody holds any more could not be removed, and harm nobody.
    """
    path = ground.case / "ward.db"
    if "Traceback" in came.stderr or came.code == 1:
        yield f"exit {came.code}: {came.stderr[-600:]}"
    elif came.code > 0 and came.code not in trial.codes:
        yield f"exit {came.code}, not of {trial.codes}: {came.stderr}"
    elif came.code < 0 and came.code != -9:
        yield f"signal {-came.code}: {came.stderr}"
    elif came.code == 0 and (left := _left(path, trial)):
        yield f"ended well, and bytes are left of {', '.join(left)}"
    yield from _not_kept(ground, trial, known, came)
    wrong = unsound(path) if path.exists() else ""
    if wrong:
        yield f"at once: {wrong}"
    found = state(path)
    next_one = ground.types(trial.again, now=LATER)
    if next_one.code not in trial.then:
        yield f"the next command: exit {next_one.code}: {next_one.stderr[-600:]}"
    elif left := _left(path, trial):
        yield f"after the next command: bytes are left of {', '.join(left)}"
    for words in trial.after:
        came_after = ground.types(words, now=LATER)
        if came_after.code:
            yield f"{' '.join(words)}: exit {came_after.code}: {came_after.stdout}{came_after.stderr}"
    if not path.exists():
        yield "the file is gone"
        return
    if trial.name not in _BACK and state(path)[1] < found[1]:
        yield "events are gone after the next command"
    wrong = unsound(path)
    if wrong:
        yield f"after the next command: {wrong}"
    hidden = [item.name for item in ground.case.rglob(".*") if item.name not in _KEPT and not _is_empty(item)]
    if hidden and not is_stuck:
        yield f"left after the next command: {', '.join(sorted(hidden))}"


def _left(path: Path, trial: Trial) -> list[str]:
    """What should be gone and lies in the file, beside it, or in what is left of a command."""
    held = b"".join(each.read_bytes() for each in path.parent.glob("*ward.db*") if each.is_file())
    return [text for text in trial.gone if text.encode() in held]


def _is_empty(item: Path) -> bool:
    """Whether it is a folder with nothing in it: one for drafts whose process was killed before it locked it."""
    return item.is_dir() and not any(item.iterdir())


_KEPT = (".onestop-nightly.lock",)
"""What lies there after a good day, too."""
_BACK = ("restore",)
"""What goes back to an earlier state, and says so."""


def _not_kept(ground: Ground, trial: Trial, known: Bounds, came: Came) -> Iterable[str]:
    """What was acknowledged or denied, and is not so; what is half there."""
    path = ground.case / "ward.db"
    found = state(path)
    kept = {known.after}
    if trial.act:
        version, events = known.before
        kept.add((version, events + trial.act))
    is_told = came.code == 0 or _is_answer(came.stdout)
    if not path.exists():
        if trial.name != "restore":
            yield "the file is gone"
        return
    if found not in {known.before, *kept}:
        yield f"half done: {known.before} to {known.after}, found {found}"
    if known.before != known.after:
        if (is_told and found not in kept) or (came.code == 0 and found != known.after):
            yield f"acknowledged and not recorded: {came.stdout[:200]}"
        if "nothing was recorded" in came.stderr and found != known.before:
            yield f"said that nothing was recorded, and it was: {came.stderr}"
        if "stays recorded" in came.stderr and found not in kept:
            yield f"said that it was recorded, and it was not: {came.stderr}"
    for name in trial.leaves:
        leaves = ground.case / name
        if (came.code == 0 or (is_told and not trial.act)) and not leaves.exists():
            yield f"acknowledged, and {name} is not there"
        if leaves.suffix == ".db" and leaves.exists() and (wrong := unsound(leaves)):
            yield f"{name} is there, and is not whole: {wrong}"


def _is_answer(text: str) -> bool:
    """Whether a whole record was printed."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
