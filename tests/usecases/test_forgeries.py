"""Forgeries, by raw SQL past every guard and with hashes made right again: what `audit verify` says of each, alone and
beside an anchor that was kept before. The table of `docs/audit.en.md` is compared with it."""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from onestop_cli.core.chain import Break, walk
from onestop_cli.core.periods import Convention, Period
from onestop_cli.errors import DossierDiffers, StoreDamaged
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from onestop_cli.usecases import audit, transaction
from onestop_cli.usecases.audit import Verified
from onestop_cli.usecases.rebuild import rebuild
from onestop_cli.usecases.reports import seals
from tests.core.written import day
from tests.office import ACTOR, Ward
from tests.usecases.notices import add_holiday

COLUMNS = ("seq", "dossier", "kind", "occurred_at", "recorded_at", "actor", "data", "personal", "prev_hash", "hash")
DOCS = Path(__file__).parents[2] / "docs"


class Forged(NamedTuple):
    """What is said of a forged file alone, and what became of the anchor kept before."""

    alone: str
    anchor: str


@pytest.fixture(scope="module")
def honest_file(ward_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ward with lives of all kinds, a notice that moved a date, a paper recorded late and a sealed month."""
    ward = Ward(Path(shutil.copy(ward_template, tmp_path_factory.mktemp("honest") / "onestop.db")))
    ward.is_now("1/7/2026 09:00")
    ward.receive("ket-hon", officer="Lan")
    ward.receive("rut-ngan", officer="Lan")
    ward.receive("bay-ngay", officer="Lan")
    ward.is_now("2/7/2026 09:00")
    ward.suspend("260701-0002")
    ward.is_now("3/7/2026 09:00")
    ward.resume("260701-0002")
    add_holiday(ward, "6/7/2026")
    ward.resolve("260701-0002")
    ward.deliver("260701-0002")
    ward.is_now("24/7/2026 09:00")
    ward.suspend("260701-0003", when="7/7/2026 09:00", override="giấy đến muộn")
    ward.resume("260701-0003")
    ward.correct("260701-0001", officer="Minh", note="đổi cán bộ")
    ward.is_now("3/8/2026 09:00")
    period = Period(day("1/7/2026"), day("31/7/2026"), Convention.calendar)
    seals.seal(ward.path, ward.clock, ACTOR, period, "")
    for _ in range(3):
        ward.receive("muoi-ngay", officer="Lan")
    return ward.path


@pytest.fixture
def honest(honest_file: Path, tmp_path: Path) -> Ward:
    ward = Ward(Path(shutil.copy(honest_file, tmp_path / "onestop.db")))
    ward.is_now("4/8/2026 09:00")
    return ward


def verified(ward: Ward, *kept: str) -> Verified:
    return audit.verify(ward.path, kept, lambda _: None, in_full=True)


def kinds(found: Verified) -> str:
    """Every kind of what was found, with its table where it has one."""
    words = [str(kind) for kind in found.walked.breaks]
    words += [f"{each.kind}:{each.table}" if each.table else str(each.kind) for each in found.findings]
    return " ".join(words) or "—"


# --- a forger's tools ------------------------------------------------------------------------------


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection without triggers, which are put back as they were."""
    with closing(sqlite3.connect(path)) as connection, connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f'DROP TRIGGER "{name}"')
        yield connection
        for _, sql in guards:
            connection.execute(sql)


def executing(*statements: str) -> Callable[[Ward], None]:
    def forge(ward: Ward) -> None:
        with unguarded(ward.path) as connection:
            for statement in statements:
                connection.execute(statement)

    return forge


def rechained(connection: sqlite3.Connection, since: int = 1) -> None:
    """From an event on every hash is right again, by the words of docs/ledger.md alone, and every edition of the
    calendar that an act names."""
    rows = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM event ORDER BY seq").fetchall()
    before = "0" * 64
    editions: dict[str, str] = {}
    for *event, digest in rows:
        seq, dossier, kind, occurred, recorded, actor, data, personal, _ = event
        if seq >= since:
            was = f"{seq}:{digest[:12]}"
            for old, new in editions.items():
                data = data.replace(old, new)
            told = [seq, dossier, kind, occurred, recorded, actor, personal, before, json.loads(data)]
            text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            digest = sha256(text.encode()).hexdigest()
            connection.execute(
                "UPDATE event SET data = ?, prev_hash = ?, hash = ? WHERE seq = ?", (data, before, digest, seq)
            )
            if dossier is None:
                editions[was] = f"{seq}:{digest[:12]}"
        before = digest


def rechaining(since: int, *statements: str) -> Callable[[Ward], None]:
    """Events changed with every hash made right again, and the register made again from them."""

    def forge(ward: Ward) -> None:
        with unguarded(ward.path) as connection:
            first = since if since > 0 else connection.execute("SELECT max(seq) FROM event").fetchone()[0] + since
            for statement in statements:
                connection.execute(statement)
            rechained(connection, first)
        rebuild(ward.path, apply=True)

    return forge


def _cut(ward: Ward, n: int) -> None:
    """The last events are gone, with the dossiers they received."""
    with unguarded(ward.path) as connection:
        (end,) = connection.execute("SELECT max(seq) FROM event").fetchone()
        connection.execute("DELETE FROM dossier WHERE personal_seq > ?", (end - n,))
        connection.execute("DELETE FROM personal WHERE seq > ?", (end - n,))
        connection.execute("DELETE FROM event WHERE seq > ?", (end - n,))
    rebuild(ward.path, apply=True)


def _cut_and_go_on(ward: Ward) -> None:
    _cut(ward, 2)
    ward.is_now("3/8/2026 09:30")
    ward.receive("muoi-ngay")
    ward.receive("muoi-ngay")


def _insert(ward: Ward) -> None:
    """One event more in the middle: those after it have the next number."""
    with unguarded(ward.path) as connection:
        for (seq,) in connection.execute("SELECT seq FROM event WHERE seq > 8 ORDER BY seq DESC").fetchall():
            connection.execute("UPDATE personal SET seq = seq + 1 WHERE seq = ?", (seq,))
            connection.execute("UPDATE event SET seq = seq + 1 WHERE seq = ?", (seq,))
        connection.execute(f"INSERT INTO event SELECT 9, {', '.join(COLUMNS[1:])} FROM event WHERE seq = 8")


def _act_on_forged_row(ward: Ward) -> None:
    """A later due date in the register only; then a harmless act, which onestop refuses and another program lets go by
    it."""
    executing("UPDATE dossier SET due_at = '2026-08-28T17:30:00+07:00' WHERE code LIKE '%260803-0001'")(ward)
    ward.is_now("20/8/2026 09:00")
    with pytest.raises(DossierDiffers):
        ward.suspend("260803-0001")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction, "must_be_told_by", lambda *_: None)
        ward.suspend("260803-0001")


def _last_week(ward: Ward) -> None:
    """The file as it was before its last three events, as a copy of then would be."""
    _cut(ward, 3)


def _fork(ward: Ward) -> None:
    """Another copy went on from two events before the end, with acts of its own."""
    _cut(ward, 2)
    ward.is_now("3/8/2026 09:10")
    for _ in range(4):
        ward.receive("bay-ngay")


def _set_clock_back(ward: Ward) -> None:
    ward.is_now("30/7/2026 09:00")
    ward.receive("muoi-ngay")


def _without_check(ward: Ward) -> None:
    with closing(sqlite3.connect(ward.path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'CHECK (copies >= 1)', '') WHERE name = 'dossier'"
        )


def _set(kind: str, path: str, value: str, which: str = "seq > 0") -> str:
    return f"UPDATE event SET data = json_set(data, '$.{path}', {value}) WHERE kind = '{kind}' AND {which}"


OFFICER = _set("receive", "officer", "'Hoa'", "seq = (SELECT min(seq) FROM event WHERE kind = 'receive')")
FORGERIES: dict[str, Callable[[Ward], None]] = {
    "an event edited": executing(OFFICER),
    "an event deleted": executing("DELETE FROM event WHERE seq = 8"),
    "an event put in between": _insert,
    "two events swapped": executing(
        "UPDATE event SET seq = -1 WHERE seq = 14",
        "UPDATE event SET seq = 14 WHERE seq = 15",
        "UPDATE event SET seq = 15 WHERE seq = -1",
    ),
    "the newest event deleted": lambda ward: _cut(ward, 1),
    "the newest events deleted, others appended": _cut_and_go_on,
    "every hash made anew, a due date changed": rechaining(
        1, _set("receive", "due_at", "'2026-09-01T17:30:00+07:00'", "dossier LIKE '%260803-0002'")
    ),
    "every hash made anew, an officer changed": rechaining(1, OFFICER),
    "the last events rewritten with right hashes": rechaining(
        -2, _set("receive", "officer", "'Hoa'", "dossier LIKE '%260803-0002'")
    ),
    "the file put back to last week's copy": _last_week,
    "two copies that both went on": _fork,
    "the clock set back": _set_clock_back,
    "a day of the calendar changed": executing("UPDATE day SET kind = 'holiday' WHERE on_day = '2026-08-12'"),
    "a notice changed": executing("UPDATE claim SET on_day = '2026-08-12' WHERE on_day = '2026-07-06'"),
    "the days that commands read changed": executing(
        "UPDATE calendar_edition SET marks = replace(marks, 'wwwwwee', 'wwwwhee')"
    ),
    "a row of the register changed": executing("UPDATE dossier SET officer = 'Hoa' WHERE code LIKE '%260701-0003'"),
    "a row of the register changed, then an act": _act_on_forged_row,
    "a row of the register deleted": executing("DELETE FROM dossier WHERE code LIKE '%260803-0001'"),
    "a person changed": executing("UPDATE personal SET fields = replace(fields, 'Nguyễn', 'Trần') WHERE seq = 4"),
    "a word that a dossier is found by taken away": executing("DELETE FROM search_word WHERE word = 'nnguyen'"),
    "a dossier made to be found by another's name": executing("UPDATE search_word SET word = 'nx' WHERE word = 'nvan'"),
    "a limit in the catalogue changed": executing("UPDATE procedure SET committed_amount = 30 WHERE code = '9.000006'"),
    "a setting changed": executing("UPDATE setting SET value = 'Sở khác' WHERE key = 'agency_name'"),
    "a seal changed, every hash made anew": rechaining(1, _set("seal", "digest", "'" + "0" * 64 + "'")),
    "a mark taken away, every hash made anew": rechaining(1, _set("suspend", "recorded_late", "json('false')")),
    "a trigger dropped": lambda ward: _outside(ward, "DROP TRIGGER event_no_update"),
    "a trigger added": lambda ward: _outside(
        ward, "CREATE TRIGGER quiet AFTER INSERT ON event BEGIN UPDATE dossier SET officer = 'x'; END"
    ),
    "a CHECK dropped": _without_check,
}


def _outside(ward: Ward, statement: str) -> None:
    with closing(sqlite3.connect(ward.path)) as connection, connection:
        connection.execute(statement)


def found(ward: Ward, forge: Callable[[Ward], None]) -> Forged:
    [(seq, hashed)] = ward.ask("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    forge(ward)
    alone = verified(ward)
    words = kinds(alone)
    if alone.walked.set_back is not None:
        words = f"{words} clock_set_back".removeprefix("— ")
    beside = verified(ward, f"{seq}:{hashed}")
    assert kinds(beside) == kinds(alone)
    [anchor] = beside.anchors
    return Forged(words, anchor.result.value)


def told() -> dict[str, Forged]:
    """The table of the page."""
    rows = re.findall(r"^\| ([^|`]+?) \| ([^|]+?) \| ([^|]+?) \|$", (DOCS / "audit.en.md").read_text("utf-8"), re.M)
    return {what: Forged(alone.replace("`", ""), anchor) for what, alone, anchor in rows if what != "forgery"}


def test_an_honest_file_is_as_its_events_say(honest: Ward) -> None:
    [(seq, hashed)] = honest.ask("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    whole = verified(honest, f"{seq}:{hashed}")
    assert (kinds(whole), whole.n_findings, whole.anchored_to) == ("—", 0, seq)
    assert [(each.first, each.last, each.is_anchored, each.n) for each in whole.ranges] == [(1, seq, True, 0)]
    assert whole.counted is not None
    assert (whole.counted.n_dossiers, whole.counted.n_seals) == (6, 1)


@pytest.mark.parametrize("forgery", FORGERIES)
def test_each_forgery_is_told_as_the_page_says(honest: Ward, forgery: str) -> None:
    assert found(honest, FORGERIES[forgery]) == told()[forgery]


def test_the_page_tells_of_no_other() -> None:
    assert list(told()) == list(FORGERIES)


def test_what_a_file_alone_does_not_show_an_anchor_does() -> None:
    """But for what is true to its chain: what the clock said."""
    unseen = [what for what, said in told().items() if said.alone == "—" and said.anchor == "matches"]
    assert unseen == []


def test_a_file_without_events_is_no_ledger_any_more(honest: Ward) -> None:
    executing("DELETE FROM personal", "DELETE FROM event")(honest)
    with pytest.raises(StoreDamaged):
        verified(honest)


def test_a_manifest_of_a_night_is_an_anchor_too(honest: Ward, tmp_path: Path) -> None:
    [(seq, hashed)] = honest.ask("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    (tmp_path / "manifest.json").write_text(json.dumps({"head": {"seq": seq, "hash": hashed}}))
    rechaining(1, OFFICER)(honest)
    seen = verified(honest, str(tmp_path / "manifest.json"))
    assert ([each.result.value for each in seen.anchors], kinds(seen), seen.n_findings) == (["differs"], "act seal", 3)


def test_what_was_changed_since_an_anchor_is_counted_apart(honest: Ward) -> None:
    """One anchor of the middle: a change before it and one after it."""
    [(seq, hashed)] = honest.ask("SELECT seq, hash FROM event WHERE seq = 12")
    executing(OFFICER, _set("receive", "officer", "'Hoa'", "dossier LIKE '%260803-0002'"))(honest)
    seen = verified(honest, f"{seq}:{hashed}")
    assert [(each.first, each.is_anchored, each.n > 0) for each in seen.ranges] == [(1, True, True), (13, False, True)]
    assert seen.walked.breaks.keys() == {"hash"}
    assert seen.walked.n_until == 1


def test_personal_data_that_a_recorded_act_erased_are_not_missed(honest: Ward) -> None:
    executing("DELETE FROM personal WHERE seq = 4")(honest)
    assert "personal_missing" in kinds(verified(honest))
    with reading(honest.path) as connection:
        erased = walk(ledger.chain(connection), erased={4})
        kept = walk(ledger.chain(connection), erased={4, 5})
    assert (erased.n_erased, dict(erased.breaks)) == (1, {})
    assert kept.breaks == {Break.personal_not_erased: (5, 1)}
