"""An office for tests: a real file, a clock that stands where it is put, and acts as a clerk types them."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from onestop_cli.core.calendar import Claim
from onestop_cli.core.dossier import Dossier, Person, Policy, Reason, StopReason
from onestop_cli.core.file_events import CalendarLoad
from onestop_cli.core.forms import Form
from onestop_cli.core.ledger import GENESIS, event_hash
from onestop_cli.core.life import fold
from onestop_cli.core.limits import Start, time_limit
from onestop_cli.core.moments import When
from onestop_cli.core.papers import papers as parsed
from onestop_cli.core.papers import papers_text
from onestop_cli.core.procedures import Procedure
from onestop_cli.core.supplements import Caution
from onestop_cli.errors import BadRows, RecordedLate
from onestop_cli.sources.national_calendar import national_calendar
from onestop_cli.sources.package_data import ward_procedures
from onestop_cli.sources.typed import written
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger, register
from onestop_cli.store.database import reading
from onestop_cli.usecases import acts, amendments, counter, declines, office, slips
from onestop_cli.usecases import register_import as importing
from onestop_cli.usecases.corrections import Correction
from onestop_cli.usecases.counter import Finished, Receipt
from onestop_cli.usecases.declines import Declined, Declining
from tests.core.written import at, day

Said = TypeVar("Said")

AGENCY = "H26.15.30"
NAME = "UBND phường Phúc Lợi"
ACTOR = "lan"
OPENED = "2/7/2025 08:00"
FIRST_YEAR = 2025
MONDAY = "3/8/2026 09:00"
SOMEONE = Person("Nguyễn Văn A", "001099000001", "0912345678", "Số 1 phố Vũ Xuân Thiều", "a@example.vn",
                 "tờ khai:chính:1; sổ hộ khẩu:photo:2", "Lê Văn Nộp Hộ", "xin hai bản để đi nước ngoài")  # fmt: skip


def _limited(number: int, alias: str, committed: str, statutory: str) -> Procedure:
    limits = time_limit(statutory), time_limit(committed)
    return Procedure(f"9.00000{number}", f"Thủ tục {alias}", "Khác", *limits, (alias,), "", date(2016, 1, 1))


EVERY_UNIT = (
    _limited(1, "muoi-ngay", "10:calendar_day", "15:calendar_day"),
    _limited(2, "mot-thang", "1:month", "2:month"),
    _limited(3, "tam-gio", "8:working_hour", "16:working_hour"),
    _limited(4, "khong-han", "none", "none"),
    _limited(5, "rut-ngan", "5:working_day", "7:calendar_day"),
    _limited(6, "bay-ngay", "7:working_day", "7:working_day"),
)
"""Procedures beside the ward's own, so that every unit and every mixture of units is there."""


def _of_law(number: int, alias: str, committed: str, statutory: str, **law: Any) -> Procedure:
    limits = time_limit(statutory), time_limit(committed)
    return Procedure(f"8.0000{number}", f"Thủ tục {alias}", "Khác", *limits, (alias,), "", date(2016, 1, 1), **law)


OF_LAW = (
    _of_law(10, "cai-chinh", "3:working_day", "3:working_day"),
    _of_law(10, "cai-chinh", "same_day", "same_day", case="bo-sung"),
    _of_law(11, "lien-thong", "2:working_day", "5:working_day", case="khai-sinh"),
    _of_law(11, "lien-thong", "4:working_day", "7:calendar_day", case="khai-tu"),
    *(
        _of_law(number, f"chot-{number}", limit, statutory, start=Start.cut_off)
        for number, limit, statutory in (
            (20, "3:working_day", "5:working_day"), (21, "8:working_hour", "16:working_hour"),
            (22, "same_day", "1:working_day"), (23, "10:calendar_day", "15:calendar_day"), (24, "1:month", "2:month"),
        )
    ),
    _of_law(30, "sao-qua-buu-dien", "3:working_day", "5:working_day", start=Start.submitted),
    _of_law(31, "sao-theo-gio", "8:working_hour", "same_day", start=Start.submitted),
    _of_law(40, "chung-thuc-nhieu", "same_day", "same_day", may_agree=True),
    _of_law(41, "thoa-thuan", "3:working_day", "5:working_day", may_agree=True, start=Start.cut_off),
    _of_law(42, "thoa-thuan-gio", "8:working_hour", "16:working_hour", may_agree=True),
)  # fmt: skip
"""Procedures with cases (one code without a default), with start rules, and such that a date may be agreed (§3.2)."""


def _written_up(typed: Callable[[str], Said], override: str | None) -> Said:
    """What was typed; where nothing is said of an override, with one if it is written after the fact (§3.3)."""
    try:
        return typed(override or "")
    except RecordedLate:
        if override is not None:
            raise
        return typed("ghi lại sau")


class Ward:
    """A dossier file of the ward. Its clock stands still; codes may be given by their last segments."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.caution: Caution | None = None
        self.is_now(MONDAY)

    def is_now(self, text: str) -> None:
        self.now = at(text)

    def clock(self) -> datetime:
        return self.now

    def receive(
        self, procedure: str = "tinh-trang-hon-nhan", when: str | None = None, *, done: bool = False, **given: Any
    ) -> Dossier:
        given |= {"submitted": moment(given.get("submitted")), "agreed": given.get("agreed") and day(given["agreed"])}
        again = given.pop("again", True)
        receipt = Receipt(procedure, given.pop("person", SOMEONE), when=moment(when), **given)
        return counter.receive(self.path, self.clock, ACTOR, receipt, done=done, again=again).entry.dossier

    def resolve(
        self,
        *codes: str,
        when: str | None = None,
        result: str = "approved",
        note: str = "",
        deliver: bool = False,
        override: str | None = None,
    ) -> list[Dossier]:
        def typed(reason: str) -> list[Finished]:
            told = self.path, self.clock, ACTOR, codes, result, moment(when), note
            return counter.resolve(*told, deliver=deliver, override=reason)

        return [finished.entry.dossier for finished in _written_up(typed, override)]

    def deliver(self, *codes: str, when: str | None = None, method: str = "direct", to: str = "") -> list[Dossier]:
        done = counter.deliver(self.path, self.clock, ACTOR, codes, method, moment(when), to)
        return [finished.entry.dossier for finished in done]

    def suspend(
        self,
        code: str,
        reason: str = "supplement",
        when: str | None = None,
        *,
        policy: str | None = "continue",
        note: str = "",
        override: str | None = None,
        until: str | None = None,
        papers: str = "",
        letter: str = "",
    ) -> Dossier:
        """The clock stands still; without a policy by the decree of then. `caution` is what was told at once."""
        told = [code], Reason(reason), Policy(policy) if policy else None, moment(when), note
        asked = day(until) if until else None, papers_text(parsed(papers)) if papers else "", letter
        acted = _written_up(lambda why: acts.suspend(self.path, self.clock, ACTOR, *told, why, *asked), override)[0]
        self.caution = acted.caution
        return acted.entry.dossier

    def resume(self, code: str, when: str | None = None) -> Dossier:
        return acts.resume(self.path, self.clock, ACTOR, [code], moment(when))[0].entry.dossier

    def extend(
        self,
        code: str,
        to: str,
        when: str | None = None,
        *,
        letter: str = "12/UBND",
        note: str = "quá tải",
        override: str | None = None,
    ) -> Dossier:
        told = [code], day(to), letter, note, moment(when)
        acted = _written_up(lambda why: acts.extend(self.path, self.clock, ACTOR, *told, why), override)
        return acted[0].entry.dossier

    def withdraw(
        self, code: str, when: str | None = None, *, note: str = "công dân rút hồ sơ", override: str | None = None
    ) -> Dossier:
        told = self.path, self.clock, ACTOR, [code], note, moment(when)
        return _written_up(lambda why: acts.withdraw(*told, why, apply=True), override)[0].entry.dossier

    def stop(
        self,
        code: str,
        when: str | None = None,
        *,
        note: str = "không bổ sung giấy tờ",
        override: str | None = None,
        reason: str | None = None,
        letter: str = "",
    ) -> Dossier:
        """It is closed without a result. `caution` is what was told at once."""
        told, because = ([code], note, moment(when)), StopReason(reason) if reason else None
        acted = _written_up(lambda why: acts.stop(self.path, self.clock, ACTOR, *told, why, because, letter), override)[
            0
        ]
        self.caution = acted.caution
        return acted.entry.dossier

    def assign(self, code: str, officer: str) -> Dossier:
        return acts.assign(self.path, self.clock, ACTOR, [code], officer)[0].entry.dossier

    def correct(
        self,
        code: str,
        *,
        because: str = "ghi nhầm",
        procedure: str | None = None,
        limit: str | None = None,
        statutory: str | None = None,
        **fields: Any,
    ) -> Dossier:
        """The record says otherwise: instants as typed, the person's fields, and every other column by its name."""
        slip_given: bool = fields.pop("slip_given", False)
        case: str | None = fields.pop("case", None)
        instants = {name: written(text) for name, text in fields.items() if name.endswith("_at") and text}
        people = {name: text for name, text in fields.items() if name in Person._fields}
        columns = {name: value for name, value in fields.items() if name not in instants and name not in people}
        limits = [time_limit(text) if text else None for text in (limit, statutory)]
        correction = Correction(columns, people, instants, procedure, *limits, slip_given=slip_given, case=case)
        return amendments.correct(self.path, self.clock, ACTOR, code, correction, because).entry.dossier

    def declines(
        self, procedure: str = "khai-tu", when: str | None = None, *, actor: str = ACTOR, **given: Any
    ) -> Declined:
        """A dossier is not accepted; unless given, somebody's, outside the ward's competence."""
        said = {"person": SOMEONE, "reason": "không thuộc thẩm quyền", **given}
        return declines.decline(self.path, self.clock, actor, Declining(procedure, when=moment(when), **said))

    def void(self, code: str, *, note: str = "nhập trùng") -> Dossier:
        return amendments.void(self.path, self.clock, ACTOR, code, note, apply=True).entry.dossier

    def undo(self, code: str, seq: int | None = None, *, note: str = "gõ nhầm", apply: bool = True) -> Dossier:
        """The dossier after its last event, or the one of a number, is taken back; without `apply` a preview."""
        return amendments.undo(self.path, self.clock, ACTOR, code, seq, note, apply=apply).entry.dossier

    def prints(self, code: str, form: Form = Form.receipt) -> int:
        """A form is printed of a dossier, and that is recorded: the number of its event."""
        looked = slips.look(self.path, self.clock, [code], form)
        [anchor] = slips.record(self.path, self.clock, ACTOR, looked.papers, "ab" * 32, "pdf", 1)
        return int(anchor.partition(":")[0])

    def dossier(self, code: str) -> Dossier:
        with reading(self.path) as connection:
            found = register.entry(connection, code)
        assert found is not None
        return found.dossier

    def imports(self, text: str, *, dry_run: bool = False) -> importing.Imported:
        file = self.path.with_name("so.csv")
        file.write_text(text, encoding="utf-8")
        return importing.import_register(self.path, self.clock, ACTOR, file, dry_run=dry_run)

    def refused_lines(self, text: str) -> dict[int, str]:
        """What is said of each line of a register that is refused."""
        with pytest.raises(BadRows) as bad:
            self.imports(text)
        return {row.line: str(row) for row in bad.value.values["rows"]}

    def ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What the file answers to a query of its own tables."""
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(sql, values).fetchall()

    @property
    def content(self) -> list[str]:
        """Everything in the file, as SQL."""
        with closing(sqlite3.connect(self.path)) as connection:
            return list(connection.iterdump())


def moment(text: str | None) -> When | None:
    """A moment as typed."""
    return written(text) if text else None


def strays(ward: Ward) -> list[str]:
    """The dossiers whose row in the register is not what their events add up to."""
    found: list[str] = []
    with reading(ward.path) as connection:
        calendar = calendar_store.load(connection)
        for code, events in ledger.events_by_dossier(connection):
            entry = register.entry(connection, code)
            folded = fold(events)
            used = saved = None
            if folded and folded.resolved_at:
                used = calendar.working_days_between(folded.received_at.date(), folded.resolved_at.date())
                stopped = [(s.from_at, s.to_at) for s in folded.suspensions if s.to_at and s.counts.due]
                used -= sum(calendar.working_days_between(start.date(), end.date()) for start, end in stopped)
                due_at = folded.statutory_due_at
                saved = calendar.working_days_between(folded.resolved_at.date(), due_at.date()) if due_at else None
            counted = connection.execute("SELECT working_days, saved_days FROM dossier WHERE code = ?", (code,))
            if entry is None or entry.dossier != folded or counted.fetchone() != (used, saved):
                found.append(code)
    return found


def broken_links(ward: Ward) -> list[int]:
    """The events whose hash is not that of their stored texts and the hash before."""
    found: list[int] = []
    before = GENESIS
    events = ward.ask(
        "SELECT seq, dossier, kind, occurred_at, recorded_at, actor, data, personal, prev_hash, hash "
        "FROM event ORDER BY seq"
    )
    for seq, dossier, kind, occurred_at, recorded_at, actor, data, personal, prev_hash, digest in events:
        made = event_hash(seq, dossier, kind, occurred_at, recorded_at, actor, data, personal, prev_hash)
        if (prev_hash, digest) != (before, made):
            found.append(seq)
        before = digest
    return found


def tampered(path: Path, sql: str, *values: object) -> None:
    """Someone changes one row of a file past everything that guards it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        assert connection.execute(sql, values).rowcount == 1


def changed_outside(path: Path, *statements: str) -> None:
    """Someone changes a file with another program, its guards as they are."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def opened(path: Path, further: Sequence[Procedure] = ()) -> Path:
    """A new file with the ward's procedures and one of every unit; a notice is entered faster in a short calendar."""
    procedures = [*ward_procedures(), *EVERY_UNIT, *further]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "FIRST_YEAR", FIRST_YEAR)
        office.init(path, lambda: at(OPENED), ACTOR, AGENCY, NAME, procedures=procedures)
    return path


@contextmanager
def unannounced() -> Iterator[None]:
    """As it was before 25/12/2025: the swap of 2/1 for 10/1/2026 is not in the shipped calendar."""
    swap = (date(2026, 1, 2), date(2026, 1, 10))

    def without(first_year: int, last_year: int) -> CalendarLoad:
        national = national_calendar(first_year, last_year)
        kept: tuple[Claim, ...] = tuple(claim for claim in national.claims if claim.on not in swap)
        return national._replace(claims=kept)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "national_calendar", without)
        yield


@pytest.fixture(scope="session")
def ward_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return opened(tmp_path_factory.mktemp("ward") / "onestop.db")


@pytest.fixture(scope="session")
def early_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with unannounced():
        return opened(tmp_path_factory.mktemp("early") / "onestop.db")


@pytest.fixture(scope="session")
def long_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file opened on 2/1/2018, with the calendar to 2026."""
    path = tmp_path_factory.mktemp("long") / "onestop.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "FIRST_YEAR", 2018)
        patch.setattr(office, "YEARS_AHEAD", 8)
        procedures = [*ward_procedures(), *EVERY_UNIT]
        office.init(path, lambda: at("2/1/2018 08:00"), ACTOR, AGENCY, NAME, procedures=procedures)
    return path


@pytest.fixture
def long_ward(long_template: Path, tmp_path: Path) -> Ward:
    """The ward as it has been since before Decree 61/2018: acts are typed as they happen, whenever that was."""
    return Ward(Path(shutil.copy(long_template, tmp_path / "long.db")))


@pytest.fixture(scope="session")
def law_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with unannounced():
        return opened(tmp_path_factory.mktemp("law") / "onestop.db", OF_LAW)


@pytest.fixture
def law_ward(law_template: Path, tmp_path: Path) -> Ward:
    """The ward with procedures that have cases, start rules, and dates to agree on, before the swap of 2/1/2026."""
    return Ward(Path(shutil.copy(law_template, tmp_path / "law.db")))


@pytest.fixture
def ward(ward_template: Path, tmp_path: Path) -> Ward:
    """The ward on Monday 3/8/2026 at nine, with no dossiers yet."""
    return Ward(Path(shutil.copy(ward_template, tmp_path / "onestop.db")))


@pytest.fixture
def early_ward(early_template: Path, tmp_path: Path) -> Ward:
    """The ward before the swap of 2/1 for 10/1/2026 was known."""
    return Ward(Path(shutil.copy(early_template, tmp_path / "early.db")))
