"""Refusing to accept a dossier: its number, what lies beside it, what it leaves alone, and forgeries of it."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onestop_cli.core.codes import DeclineMeant, decline_meant, decline_numbered
from onestop_cli.core.dossier import Person
from onestop_cli.core.file_events import DeclineErase, DeclinePrint, DeclineVoid
from onestop_cli.core.filters import Filters
from onestop_cli.core.ledger import canonical_json, event_hash
from onestop_cli.core.moments import Moments
from onestop_cli.errors import (
    BadRows,
    ChangedMeanwhile,
    DeclineReasonNeeded,
    InTheFuture,
    NumberOfDecline,
    OnlyOfDossiers,
    PrintedSince,
    ProcedureNotInForce,
    PseudonymGiven,
    StoreRefused,
    UnknownDecline,
    VoidAlready,
    VoidDeclineHasNoPaper,
)
from onestop_cli.store import ledger
from onestop_cli.store.database import reading, writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases import acts, audit, declines, erasure, procedures, settings, slips
from onestop_cli.usecases.backups import back_up, restore
from onestop_cli.usecases.declines import Declined
from onestop_cli.usecases.rebuild import rebuild
from onestop_cli.usecases.today import today
from tests.core.written import at, day
from tests.office import ACTOR, MONDAY, SOMEONE, Ward, broken_links, changed_outside, tampered

REFUSED = Person("Lò Thị Xuân Quỳnh", "038199777001", "0977123456", "Bản Phiêng Ngùa", "quynh.lo@example.vn")
WHY = "giấy chứng sinh của ông Lò Văn Páo không hợp lệ"
NUMBER = "H26.15.30-260803-TC-0001"


def decline(ward: Ward, procedure: str = "khai-tu", when: str | None = None, **given: Any) -> Declined:
    """As `Ward.declines`, of a person and for a reason that can be looked for in the file."""
    return ward.declines(procedure, when, **{"person": REFUSED, "reason": WHY, **given})


def found(ward: Ward, text: str) -> Declined:
    with reading(ward.path) as connection:
        return declines.declined(connection, text, ward.now.date())


def wrong(ward: Ward) -> list[tuple[str, str, str]]:
    """What a full look at the file finds: kind, act and the column."""
    told = audit.verify(ward.path, (), lambda _: None, in_full=True)
    assert not told.walked.breaks
    return [(f.kind, f.act, f.columns[0] if f.columns else "") for f in told.findings]


def test_what_is_returned_is_on_disk(ward: Ward) -> None:
    done = decline(ward, channel="online", officer="Đức")
    assert found(ward, NUMBER) == done
    assert (done.number, done.procedure_code, done.procedure_name, done.field) == (
        NUMBER, "1.000656", "Đăng ký khai tử", "Hộ tịch",
    )  # fmt: skip
    assert (done.person, done.reason, done.channel, done.officer) == (REFUSED, WHY, "online", "Đức")
    assert (done.declined_at, done.recorded_at, done.recorded_by) == (at(MONDAY), at(MONDAY), ACTOR)


def test_no_dossier_comes_of_it(ward: Ward) -> None:
    decline(ward)
    assert ward.ask("SELECT count(*) FROM dossier") == [(0,)]
    assert ward.receive().code == "H26.15.30-260803-0001"


def test_the_chain_says_nothing_of_the_person_nor_of_the_reason(ward: Ward) -> None:
    decline(ward)
    [(data, personal)] = ward.ask("SELECT data, personal FROM event WHERE kind = 'decline'")
    assert personal is not None
    assert [words for words in (*REFUSED, WHY) if words and words in data] == []


def test_it_needs_its_written_reason(ward: Ward) -> None:
    with pytest.raises(DeclineReasonNeeded):
        decline(ward, reason="")


def test_a_pseudonym_is_nobodys_name(ward: Ward) -> None:
    with pytest.raises(PseudonymGiven):
        decline(ward, person=Person("anon-b17a56ca09994551"))


class TestNumber:
    def test_each_day_counts_its_own(self, ward: Ward) -> None:
        numbers = [decline(ward).number, decline(ward).number]
        ward.is_now("4/8/2026 09:00")
        numbers.append(decline(ward).number)
        assert numbers == [NUMBER, "H26.15.30-260803-TC-0002", "H26.15.30-260804-TC-0001"]

    def test_one_typed_later_is_numbered_on_its_day(self, ward: Ward) -> None:
        decline(ward)
        ward.is_now("5/8/2026 09:00")
        late = decline(ward, when="3/8/2026 16:00")
        assert (late.number, late.recorded_at.date()) == ("H26.15.30-260803-TC-0002", date(2026, 8, 5))

    def test_the_office_has_its_code_of_the_day(self, ward: Ward) -> None:
        settings.set_value(ward.path, ward.clock, ACTOR, "agency_code", "H26.15.31", day("4/8/2026"))
        ward.is_now("4/8/2026 09:00")
        assert (decline(ward).number, decline(ward, when="3/8/2026").number) == (
            "H26.15.31-260804-TC-0001", NUMBER,
        )  # fmt: skip

    def test_dossiers_and_refusals_do_not_feed_one_another(self, ward: Ward) -> None:
        codes = [ward.receive().code, decline(ward).number, ward.receive().code, decline(ward).number]
        assert [code[17:] for code in codes] == ["0001", "TC-0001", "0002", "TC-0002"]

    def test_a_code_of_another_system_that_looks_like_one_is_passed_over(self, ward: Ward) -> None:
        ward.receive(code=NUMBER)
        assert decline(ward).number == "H26.15.30-260803-TC-0002"
        assert wrong(ward) == []

    def test_a_refusals_number_is_no_dossiers_code(self, ward: Ward) -> None:
        decline(ward)
        with pytest.raises(NumberOfDecline):
            ward.receive(code=NUMBER)
        with pytest.raises(BadRows):
            ward.imports(f"code,procedure_code,received_at\n{NUMBER},1.000656,2026-08-03 08:00\n")

    def test_a_hundred_at_two_counters_have_a_hundred_numbers(self, ward: Ward) -> None:
        with ThreadPoolExecutor(2) as counters:
            numbers = list(counters.map(lambda _: decline(ward).number, range(100)))
        assert sorted(numbers) == [f"H26.15.30-260803-TC-{n:04d}" for n in range(1, 101)]
        assert (broken_links(ward), wrong(ward)) == ([], [])

    def test_a_restored_file_uses_none_twice(self, ward: Ward, tmp_path: Path) -> None:
        backup = tmp_path / "kept.db"
        back_up(ward.path, ward.clock, backup)
        assert [decline(ward).number for _ in range(3)][-1] == "H26.15.30-260803-TC-0003"
        restore(ward.path, ward.clock, ACTOR, backup)
        assert decline(ward).number == "H26.15.30-260803-TC-0004"
        assert (wrong(ward), rebuild(ward.path, apply=False).is_sound) == ([], True)


class TestMoment:
    def test_never_in_the_future(self, ward: Ward) -> None:
        with pytest.raises(InTheFuture):
            decline(ward, when="3/8/2026 09:01")

    @pytest.mark.parametrize("procedure", ["khai-tu", "tinh-trang-hon-nhan", "tam-gio"])
    def test_a_bare_day_is_its_opening_whatever_the_limit(self, ward: Ward, procedure: str) -> None:
        ward.is_now("4/8/2026 09:00")
        done = decline(ward, procedure, "3/8/2026")
        assert (done.declined_at, done.declined_is_day) == (at("3/8/2026 08:00"), True)

    def test_by_the_catalogue_of_its_day(self, ward: Ward) -> None:
        with pytest.raises(ProcedureNotInForce):
            decline(ward, "muoi-ngay", "31/12/2015")


class TestFound:
    @pytest.mark.parametrize(
        "text", [NUMBER, NUMBER.lower(), "260803-TC-0001", "260803-tc-1", "TC-0001", "TC-1", "tc-1", " TC-1 "]
    )
    def test_by_its_number(self, ward: Ward, text: str) -> None:
        done = decline(ward)
        assert found(ward, text) == done

    @pytest.mark.parametrize("text", ["TC-2", "260804-TC-1", "H26.15.31-260803-TC-1", "269999-TC-1", "TC-0", "1", ""])
    def test_by_no_other(self, ward: Ward, text: str) -> None:
        decline(ward)
        with pytest.raises(UnknownDecline):
            found(ward, text)

    def test_a_short_number_is_of_today(self, ward: Ward) -> None:
        decline(ward)
        ward.is_now("4/8/2026 09:00")
        with pytest.raises(UnknownDecline):
            found(ward, "TC-1")

    @pytest.mark.parametrize(
        ("search", "is_there"),
        [
            ("quynh lo", True),
            ("0977", True),
            ("pao", True),
            ("khai tu", True),
            ("260803", True),
            ("7712", True),
            ("quynh an", False),
        ],
    )
    def test_by_a_name_on_the_second_day(self, ward: Ward, search: str, is_there: bool) -> None:
        done = decline(ward)
        decline(ward, person=SOMEONE, reason="thiếu giấy", procedure="ket-hon")
        ward.is_now("4/8/2026 09:00")
        told = declines.listed(ward.path, Filters(search=search), None, None, Moments()).declined
        assert (done in told) is is_there

    def test_the_newest_first_and_how_many_are_left_out(self, ward: Ward) -> None:
        for hour in ("08:10", "08:30", "08:20"):
            decline(ward, when=f"3/8/2026 {hour}")
        told = declines.listed(ward.path, Filters(), None, 2, Moments())
        assert ([f"{d.declined_at:%H:%M}" for d in told.declined], told.n_all) == (["08:30", "08:20"], 3)

    def test_what_was_not_known_yet_is_not_told(self, ward: Ward) -> None:
        ward.is_now("5/8/2026 09:00")
        decline(ward, when="3/8/2026 09:00")
        before = Moments(known_at=at("4/8/2026 09:00"))
        assert not declines.listed(ward.path, Filters(), None, None, before).declined
        with pytest.raises(UnknownDecline):
            declines.show(ward.path, ward.clock, NUMBER, before)
        with pytest.raises(UnknownDecline):
            declines.show(ward.path, ward.clock, NUMBER, Moments(as_of=at("3/8/2026 08:59")))

    def test_what_is_a_dossiers_code_is_no_refusal(self, ward: Ward) -> None:
        ward.receive(code="TC-1")
        decline(ward)
        assert declines.show(ward.path, ward.clock, "TC-1", Moments()) is None


def test_printings_are_told_with_it(ward: Ward) -> None:
    first, second = decline(ward), decline(ward)
    said = DeclinePrint("03", "03/2025", first.seq, "0" * 64, "pdf", 2)
    with writing(ward.path) as connection:
        Ledger(connection, "minh", ward.clock()).append(said)
    told = found(ward, NUMBER)
    assert [(each.by, each.said) for each in told.prints] == [("minh", said)]
    assert (told.anchor.partition(":")[0], found(ward, second.number).prints) == (str(second.seq + 1), ())
    assert wrong(ward) == []


class TestToday:
    def test_who_refused_how_many(self, ward: Ward) -> None:
        ward.receive()
        decline(ward)
        decline(ward, officer="Đức")
        told = today(ward.path, ward.clock, None, None, Moments())
        assert (told.declined, told.total.received, [(p.actor, p.declined) for p in told.people]) == (
            2, 1, [(ACTOR, 2)],
        )  # fmt: skip
        assert today(ward.path, ward.clock, None, "duc", Moments()).declined == 1

    def test_another_day_counts_its_own(self, ward: Ward) -> None:
        decline(ward)
        ward.is_now("4/8/2026 09:00")
        assert today(ward.path, ward.clock, None, None, Moments()).declined == 0
        assert today(ward.path, ward.clock, day("3/8/2026"), None, Moments()).declined == 1


def erase(ward: Ward, text: str = "TC-1", *, apply: bool = True) -> erasure.Erasure:
    return erasure.erase(ward.path, ward.clock, ACTOR, text, "Luật 33/2024/QH15", "hết hạn lưu", apply=apply)


class TestErased:
    def test_no_byte_is_left_and_the_chain_stays_whole(self, ward: Ward) -> None:
        decline(ward)
        other = decline(ward, person=SOMEONE, reason="thiếu giấy")
        erase(ward)
        held = b"".join(each.read_bytes() for each in ward.path.parent.glob(f"{ward.path.name}*"))
        assert [words for words in (*REFUSED, WHY) if words and words.encode() in held] == []
        told = audit.verify(ward.path, (), lambda _: None, in_full=True)
        assert (told.n_findings, told.walked.n_erased, broken_links(ward)) == (0, 1, [])
        assert found(ward, other.number) == other

    def test_what_is_left_says_by_what_it_went(self, ward: Ward) -> None:
        decline(ward)
        erase(ward)
        told = found(ward, NUMBER)
        assert (any(told.person), told.reason, told.procedure_code) == (False, "", "1.000656")
        assert told.erased is not None
        assert told.erased.basis == "Luật 33/2024/QH15"

    def test_a_preview_changes_no_byte(self, ward: Ward) -> None:
        decline(ward)
        before = ward.path.read_bytes()
        told = erase(ward, apply=False)
        assert (told.fields, told.is_applied, ward.path.read_bytes()) == (REFUSED._fields[:5], False, before)

    def test_once_more_records_nothing(self, ward: Ward) -> None:
        decline(ward)
        first = erase(ward)
        again = erase(ward)
        assert (again.seqs, again.erased, again.of) == ((), first.erased, first.of)

    def test_without_a_recorded_act_nothing_goes(self, ward: Ward) -> None:
        decline(ward)
        decline(ward)
        erase(ward)
        with pytest.raises(StoreRefused), writing(ward.path) as connection:
            connection.execute("DELETE FROM personal WHERE seq = (SELECT max(seq) FROM event WHERE kind = 'decline')")

    def test_what_a_restoration_brings_back_is_named(self, ward: Ward, tmp_path: Path) -> None:
        decline(ward)
        backup = tmp_path / "kept.db"
        back_up(ward.path, ward.clock, backup)
        erase(ward)
        assert restore(ward.path, ward.clock, ACTOR, backup).erased == (NUMBER,)


MISTAKE = "nhầm với em của ông Lò Văn Páo"


def void(ward: Ward, text: str = "TC-1", note: str = MISTAKE, *, apply: bool = False) -> Declined:
    done = declines.void(ward.path, ward.clock, ACTOR, text, note, apply=apply)
    assert done is not None
    return done


def appended(ward: Ward, *said: DeclinePrint | DeclineVoid | DeclineErase, when: str | None = None) -> None:
    """Someone writes events past the program, each rightly chained."""
    with writing(ward.path) as connection:
        book = Ledger(connection, ACTOR, ward.clock())
        for each in said:
            book.append(each, occurred_at=at(when) if when else None)


class TestVoid:
    def test_what_is_returned_is_on_disk(self, ward: Ward) -> None:
        first, second = decline(ward), decline(ward)
        ward.is_now("4/8/2026 09:30")
        done = void(ward, NUMBER)
        assert (found(ward, NUMBER), done.status, second.status) == (done, "void", "declined")
        assert done.voided is not None
        assert (done.voided.at, done.voided.by, done.voided.note) == (at("4/8/2026 09:30"), ACTOR, MISTAKE)
        assert done._replace(voided=None, anchor=first.anchor) == first
        assert found(ward, second.number) == second

    def test_its_number_is_never_given_again(self, ward: Ward, tmp_path: Path) -> None:
        decline(ward)
        void(ward)
        assert decline(ward).number == "H26.15.30-260803-TC-0002"
        backup = tmp_path / "kept.db"
        back_up(ward.path, ward.clock, backup)
        void(ward, decline(ward).number)
        restore(ward.path, ward.clock, ACTOR, backup)
        assert decline(ward).number == "H26.15.30-260803-TC-0004"
        assert wrong(ward) == []

    def test_why_lies_beside_the_chain(self, ward: Ward) -> None:
        decline(ward)
        void(ward)
        [(data, personal)] = ward.ask("SELECT data, personal FROM event WHERE kind = 'decline_void'")
        assert (personal is None, MISTAKE in data) == (False, False)

    def test_once(self, ward: Ward) -> None:
        decline(ward)
        void(ward)
        with pytest.raises(VoidAlready):
            void(ward, apply=True)

    def test_one_that_was_printed_is_to_be_meant(self, ward: Ward) -> None:
        first = decline(ward)
        appended(ward, DeclinePrint("03", "03/2025", first.seq, "0" * 64, "pdf"))
        with pytest.raises(PrintedSince):
            void(ward)
        assert void(ward, apply=True).status == "void"
        assert wrong(ward) == []

    def test_of_two_at_once_one_is_told(self, ward: Ward) -> None:
        decline(ward)

        def one(_: int) -> str:
            try:
                return void(ward).status
            except VoidAlready:
                return "already"

        with ThreadPoolExecutor(2) as counters:
            assert sorted(counters.map(one, range(2))) == ["already", "void"]
        assert (broken_links(ward), wrong(ward)) == ([], [])

    @pytest.mark.parametrize(
        ("moments", "status"),
        [
            (Moments(), "void"),
            (Moments(as_of=at("4/8/2026 09:29")), "declined"),
            (Moments(as_of=at("4/8/2026 09:30")), "void"),
            (Moments(known_at=at("4/8/2026 09:29")), "declined"),
            (Moments(known_at=at("4/8/2026 09:30")), "void"),
        ],
    )
    def test_until_then_it_held(self, ward: Ward, moments: Moments, status: str) -> None:
        decline(ward)
        ward.is_now("4/8/2026 09:30")
        void(ward, NUMBER)
        shown = declines.show(ward.path, ward.clock, NUMBER, moments)
        [listed] = declines.listed(ward.path, Filters(), None, None, moments).declined
        assert (shown, listed.status) == (listed, status)
        with reading(ward.path) as connection:
            assert len(list(declines.of_all_days(connection, moments, None))) == (status == "declined")

    @pytest.mark.parametrize("status", ["declined", "void"])
    def test_found_in_its_state(self, ward: Ward, status: str) -> None:
        decline(ward)
        decline(ward)
        void(ward)
        told = declines.listed(ward.path, Filters(statuses=(status,), search="quynh"), None, None, Moments())
        assert [each.status for each in told.declined] == [status]

    def test_no_paper_of_it_is_drawn_nor_recorded(self, ward: Ward) -> None:
        decline(ward)
        drawn = slips.look(ward.path, ward.clock, ["TC-1"], None).papers
        void(ward)
        with pytest.raises(VoidDeclineHasNoPaper):
            slips.look(ward.path, ward.clock, ["TC-1"], None)
        with pytest.raises(ChangedMeanwhile):
            slips.record(ward.path, ward.clock, ACTOR, drawn, "0" * 64, "pdf", 1)

    def test_no_byte_of_why_is_left_once_it_is_erased(self, ward: Ward) -> None:
        decline(ward)
        void(ward)
        assert erase(ward, apply=False).words == (4, 5)
        erase(ward)
        held = b"".join(each.read_bytes() for each in ward.path.parent.glob(f"{ward.path.name}*"))
        assert [words for words in (*REFUSED, WHY, MISTAKE) if words and words.encode() in held] == []
        told = audit.verify(ward.path, (), lambda _: None, in_full=True)
        assert (told.n_findings, told.walked.n_erased, broken_links(ward)) == (0, 2, [])
        assert rebuild(ward.path, apply=False).is_sound

    def test_why_goes_where_the_person_went_before(self, ward: Ward) -> None:
        decline(ward)
        erase(ward)
        void(ward)
        assert (erase(ward).seqs, erase(ward).seqs) == ((6,), ())
        assert found(ward, NUMBER).voided is not None
        assert wrong(ward) == []

    def test_why_of_another_stays(self, ward: Ward) -> None:
        decline(ward)
        decline(ward)
        void(ward, "TC-1")
        void(ward, "TC-2")
        erase(ward, "TC-1")
        with pytest.raises(StoreRefused), writing(ward.path) as connection:
            connection.execute(
                "DELETE FROM personal WHERE seq = (SELECT max(seq) FROM event WHERE kind = 'decline_void')"
            )

    def test_no_dossier_is_made_void_by_it(self, ward: Ward) -> None:
        code = ward.receive().code
        assert declines.void(ward.path, ward.clock, ACTOR, code, MISTAKE) is None
        assert ward.ask("SELECT count(*) FROM event WHERE kind IN ('void', 'decline_void')") == [(0,)]

    def test_what_is_done_with_dossiers_is_not_with_it(self, ward: Ward) -> None:
        decline(ward)
        with pytest.raises(OnlyOfDossiers):
            acts.resume(ward.path, ward.clock, ACTOR, ["TC-1"], None)


class TestForgedVoid:
    """What was written past the program, with its right hash, and cannot be."""

    def test_twice(self, ward: Ward) -> None:
        first = decline(ward)
        appended(ward, DeclineVoid(first.seq, MISTAKE))
        assert wrong(ward) == []
        appended(ward, DeclineVoid(first.seq, MISTAKE))
        assert wrong(ward) == [("act", "decline_void", "void")]

    @pytest.mark.parametrize("act", [0, 1, 3, 5, 99])
    def test_of_no_refusal(self, ward: Ward, act: int) -> None:
        decline(ward)
        appended(ward, DeclineVoid(act, MISTAKE))
        assert wrong(ward) == [("act", "decline_void", "decline")]

    def test_of_one_that_came_later(self, ward: Ward) -> None:
        appended(ward, DeclineVoid(5, MISTAKE))
        assert decline(ward).seq == 5
        assert wrong(ward) == [("act", "decline_void", "decline")]

    def test_printed_afterwards(self, ward: Ward) -> None:
        first, second = decline(ward), decline(ward)
        void(ward, "TC-1")
        appended(ward, DeclinePrint("03", "03/2025", second.seq, "0" * 64, "pdf"))
        assert wrong(ward) == []
        appended(ward, DeclinePrint("03", "03/2025", first.seq, "0" * 64, "pdf"))
        assert wrong(ward) == [("act", "decline_print", "void")]

    @pytest.mark.parametrize("when", ["3/8/2026 08:59", "3/8/2026 09:01"])
    def test_of_another_time_than_it_was_recorded(self, ward: Ward, when: str) -> None:
        first = decline(ward)
        appended(ward, DeclineVoid(first.seq, MISTAKE), when=when)
        assert wrong(ward) == [("act", "decline_void", "amended")]

    def test_so_of_an_erasure(self, ward: Ward) -> None:
        first = decline(ward)
        appended(ward, DeclineErase(first.seq, "Luật 33/2024/QH15", "hết hạn lưu"), when="3/8/2026 08:59")
        told = audit.verify(ward.path, (), lambda _: None, in_full=True)
        assert [(f.act, *f.columns) for f in told.findings] == [("decline_erase", "amended")]

    def test_a_void_whose_refusal_was_exchanged(self, ward: Ward) -> None:
        decline(ward)
        void(ward)
        forge(ward, "UPDATE event SET data = json_set(data, '$.act', 3) WHERE kind = 'decline_void'")
        assert ("act", "decline_void", "decline") in wrong(ward)

    def test_why_that_went_without_an_act(self, ward: Ward) -> None:
        decline(ward)
        void(ward)
        tampered(ward.path, "DELETE FROM personal WHERE seq = 5")
        assert audit.verify(ward.path, (), lambda _: None, in_full=True).walked.n_breaks == 1


class TestForged:
    """Data that were changed with their hash made anew: what no refusal can say is found."""

    @pytest.mark.parametrize(
        ("change", "what"),
        [
            ("'$.number', 'H26.15.30-260803-TC-0002'", "number"),
            ("'$.number', 'H26.15.30-260804-TC-0001'", "number"),
            ("'$.number', 'TC-1'", "number"),
            ("'$.procedure_code', '7.777777'", "catalogue"),
            ("'$.procedure_name', 'Đăng ký kết hôn'", "catalogue"),
        ],
    )
    def test_a_refusal(self, ward: Ward, change: str, what: str) -> None:
        decline(ward)
        forge(ward, f"UPDATE event SET data = json_set(data, {change}) WHERE kind = 'decline'")
        assert ("act", "decline", what) in wrong(ward)

    def test_a_printing_of_none(self, ward: Ward) -> None:
        with writing(ward.path) as connection:
            Ledger(connection, ACTOR, ward.clock()).append(DeclinePrint("03", "03/2025", 1, "0" * 64, "pdf"))
        assert wrong(ward) == [("act", "decline_print", "decline")]

    @pytest.mark.parametrize(
        "said", [{"form": "01"}, {"edition": "01/2018"}, {"made": "docx"}, {"copies": 0}, {"digest": "xyz"}], ids=str
    )
    def test_a_printing_that_says_what_none_can(self, ward: Ward, said: dict[str, Any]) -> None:
        first = decline(ward)
        told = DeclinePrint("03", "03/2025", first.seq, "0" * 64, "pdf")
        with writing(ward.path) as connection:
            Ledger(connection, ACTOR, ward.clock()).append(told)
        assert wrong(ward) == []
        with writing(ward.path) as connection:
            Ledger(connection, ACTOR, ward.clock()).append(told._replace(**said))
        assert wrong(ward) == [("act", "decline_print", "printing")]


def forge(ward: Ward, sql: str) -> None:
    """Someone changes the last event and makes its hash anew."""
    tampered(ward.path, sql)
    columns = "seq, dossier, kind, occurred_at, recorded_at, actor, data, personal, prev_hash"
    [row] = ward.ask(f"SELECT {columns} FROM event ORDER BY seq DESC LIMIT 1")
    told = list(row)
    told[6] = canonical_json(json.loads(told[6]))
    digest = event_hash(*told)
    changed_outside(ward.path, f"UPDATE event SET data = '{told[6]}', hash = '{digest}' WHERE seq = {told[0]}")


def test_the_register_is_made_again_beside_them(ward: Ward) -> None:
    ward.receive()
    decline(ward)
    erase(ward)
    assert rebuild(ward.path, apply=False).is_sound


def test_an_import_does_not_start_again_for_one(ward: Ward) -> None:
    decline(ward)
    with reading(ward.path) as connection:
        first = ledger.mark_at(connection, 3).seq
        assert not ledger.has_event_of_file_since(connection, first)
        assert ledger.has_event_of_file_since(connection, 1)


def test_numbers_as_they_are_typed() -> None:
    assert decline_meant("h26.15.30-260803-tc-0012") == DeclineMeant("H26.15.30", "260803", 12)
    assert [decline_meant(text) for text in ("260803-0001", "TC", "TC-", "TC-1-2", "ATC-1", "TC-1234567")] == [None] * 6
    assert [decline_numbered(text) for text in ("TC-0001", "H26.15.30-260803-TC-1", f"{NUMBER}0")] == [None] * 3


def test_a_retired_procedure_was_in_force_before(ward: Ward) -> None:
    procedures.retire(ward.path, ward.clock, ACTOR, "khai-tu", day("4/8/2026"))
    ward.is_now("5/8/2026 09:00")
    done = decline(ward, when="3/8/2026")
    assert (done.procedure_code, wrong(ward)) == ("1.000656", [])


def test_a_file_that_is_copied_tells_the_same(ward: Ward, tmp_path: Path) -> None:
    done = decline(ward)
    copy = Ward(Path(shutil.copy(ward.path, tmp_path / "copy.db")))
    assert found(copy, done.number) == done
