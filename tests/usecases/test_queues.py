"""Queues at the counter: many dossiers in one act, all or none; the same dossier typed twice; what is closed unseen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onestop_cli.core.dossier import Person
from onestop_cli.errors import (
    DoubleLines,
    LaterActs,
    NothingToDo,
    OnestopError,
    ProbableDouble,
    PseudonymGiven,
    WrongState,
)
from onestop_cli.usecases import acts, amendments, counter
from onestop_cli.usecases.counter import Queue, Receipt
from tests.office import ACTOR, Ward

LAN = Person("Nguyễn Thị Lan")


def queue_of(*people: Person, **given: Any) -> Queue:
    return Queue(Path("hang.txt"), [(n, Receipt("chung-thuc-ban-sao", p, **given)) for n, p in enumerate(people, 1)])


def received(ward: Ward, queue: Queue, **how: bool) -> list[str]:
    return [each.entry.dossier.code for each in counter.receive_queue(ward.path, ward.clock, ACTOR, queue, **how)]


class TestQueues:
    def test_number_their_dossiers_in_the_order_of_the_lines(self, ward: Ward) -> None:
        codes = received(ward, queue_of(*(Person(f"Người {n}") for n in range(3))))
        assert [code[-4:] for code in codes] == ["0001", "0002", "0003"]
        assert [ward.dossier(code).copies for code in codes] == [1, 1, 1]

    def test_are_received_resolved_and_handed_over_at_once(self, ward: Ward) -> None:
        received(ward, queue_of(Person("A"), Person("B")), done=True)
        kinds = ward.ask("SELECT kind FROM event WHERE dossier IS NOT NULL")
        assert kinds == [("receive",), ("resolve",), ("deliver",)] * 2

    def test_leave_nothing_of_a_line_before_one_that_is_refused(self, ward: Ward) -> None:
        before = ward.content
        with pytest.raises(PseudonymGiven):
            received(ward, queue_of(Person("A"), Person("anon-0123456789abcdef")))
        assert ward.content == before

    def test_name_every_line_that_is_probably_a_double(self, ward: Ward) -> None:
        ward.receive("chung-thuc-ban-sao", person=LAN)
        before = ward.content
        with pytest.raises(DoubleLines) as refused:
            received(ward, queue_of(Person("A"), Person("nguyen thi  lan"), Person("a"), Person("B")))
        assert [row.line for row in refused.value.values["rows"]] == [2, 3]
        assert refused.value.exit_code == 11
        assert ward.content == before

    def test_take_doubles_that_are_said_to_be_none(self, ward: Ward) -> None:
        assert len(received(ward, queue_of(LAN, LAN), again=True)) == 2

    def test_tell_people_of_one_name_apart_by_their_phones(self, ward: Ward) -> None:
        assert len(received(ward, queue_of(LAN._replace(phone="0912345678"), LAN._replace(phone="0912345679")))) == 2


class TestDoubles:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (LAN, LAN),
            (LAN, Person("NGUYEN  THI LAN")),
            (LAN._replace(phone="0912.345.678"), LAN._replace(phone="0912 345 678")),
            (LAN._replace(phone="0912345678"), LAN),
            (LAN._replace(id_number="001099000001"), LAN._replace(phone="0912345678")),
        ],
    )
    def test_are_refused_and_name_the_first(self, ward: Ward, first: Person, second: Person) -> None:
        code = ward.receive("giam-ho", person=first).code
        with pytest.raises(ProbableDouble) as refused:
            ward.receive("giam-ho", person=second, again=False)
        assert (refused.value.exit_code, refused.value.values["code"]) == (11, code)
        assert "Lan" not in str(refused.value)

    @pytest.mark.parametrize(
        ("procedure", "person", "now"),
        [
            ("ket-hon", LAN, "3/8/2026 09:00"),
            ("giam-ho", Person("Nguyễn Thị Lam"), "3/8/2026 09:00"),
            ("giam-ho", LAN._replace(id_number="001099000002"), "3/8/2026 09:00"),
            ("giam-ho", LAN._replace(phone="0987654321"), "3/8/2026 09:00"),
            ("giam-ho", LAN, "3/8/2026 09:10:01"),
        ],
    )
    def test_are_of_the_same_person_procedure_and_minutes(
        self, ward: Ward, procedure: str, person: Person, now: str
    ) -> None:
        ward.receive("giam-ho", person=LAN._replace(id_number="001099000001", phone="0912345678"))
        ward.is_now(now)
        assert ward.receive(procedure, person=person, again=False)

    def test_are_told_up_to_ten_minutes(self, ward: Ward) -> None:
        ward.receive("giam-ho", person=LAN)
        ward.is_now("3/8/2026 09:10:00")
        with pytest.raises(ProbableDouble):
            ward.receive("giam-ho", person=LAN, again=False)

    def test_are_told_by_when_they_were_typed(self, ward: Ward) -> None:
        ward.receive("giam-ho", "31/7/2026 09:00", person=LAN)
        with pytest.raises(ProbableDouble):
            ward.receive("giam-ho", "30/7/2026 16:00", person=LAN, again=False)

    def test_are_not_of_one_that_is_void(self, ward: Ward) -> None:
        ward.void(ward.receive("giam-ho", person=LAN).code)
        assert ward.receive("giam-ho", person=LAN, again=False)

    def test_are_not_of_an_import(self, ward: Ward) -> None:
        ward.imports(
            "code,procedure_code,channel,applicant,received_at\nX-1,1.004837,direct,Nguyễn Thị Lan,2026-08-03 08:59\n"
        )
        assert ward.receive("giam-ho", person=LAN, again=False)

    def test_of_another_case_are_none(self, ward: Ward) -> None:
        ward.receive("cai-chinh-ho-tich", person=LAN)
        assert ward.receive("cai-chinh-ho-tich", person=LAN, case="bo-sung", again=False)


Act = Callable[[Ward, list[str]], Any]
SEVERAL: dict[str, Act] = {
    "suspend": lambda w, codes: acts.suspend(
        w.path, w.clock, ACTOR, codes, acts.Reason.other_agency, None, None, "chờ", ""
    ),
    "extend": lambda w, codes: acts.extend(
        w.path, w.clock, ACTOR, codes, w.now.date().replace(day=10), "1/XL", "chờ", None, ""
    ),
    "assign": lambda w, codes: acts.assign(w.path, w.clock, ACTOR, codes, "Trần Văn Đức"),
    "withdraw": lambda w, codes: acts.withdraw(w.path, w.clock, ACTOR, codes, "rút", None),
    "stop": lambda w, codes: acts.stop(w.path, w.clock, ACTOR, codes, "dừng", None, "", acts.StopReason.citizen),
}


class TestSeveralCodes:
    @pytest.mark.parametrize("act", SEVERAL)
    def test_go_through_an_act_in_one(self, ward: Ward, act: str) -> None:
        codes = [ward.receive("giam-ho").code for _ in range(3)]
        done = SEVERAL[act](ward, [codes[1], codes[0], codes[1]])
        assert [each.entry.dossier.code for each in done] == [codes[1], codes[0]]
        assert ward.ask(f"SELECT dossier FROM event WHERE kind = '{act}'") == [(codes[1],), (codes[0],)]

    @pytest.mark.parametrize("act", SEVERAL)
    def test_stay_as_they_are_where_one_of_them_is_refused(self, ward: Ward, act: str) -> None:
        codes = [ward.receive("giam-ho").code for _ in range(2)]
        ward.resolve(codes[1])
        before = ward.content
        with pytest.raises((WrongState, LaterActs)):
            SEVERAL[act](ward, codes)
        assert ward.content == before

    def test_resume_together(self, ward: Ward) -> None:
        codes = [ward.receive("giam-ho").code for _ in range(2)]
        SEVERAL["suspend"](ward, codes)
        ward.is_now("4/8/2026 09:00")
        resumed = acts.resume(ward.path, ward.clock, ACTOR, codes, None)
        assert [each.entry.dossier.status for each in resumed] == ["received", "received"]

    def test_bear_an_override_only_where_it_passes_a_limit(self, ward: Ward) -> None:
        codes = [ward.receive("tinh-trang-hon-nhan").code for _ in range(2)]
        ward.suspend(codes[0])
        ward.resume(codes[0])
        told = acts.Reason.supplement, None, None, "thiếu", "đã hỏi"
        done = acts.suspend(ward.path, ward.clock, ACTOR, codes, *told)
        assert [each.entry.dossier.suspensions[-1].override for each in done] == ["đã hỏi", ""]

    def test_keep_the_officer_that_some_of_them_have(self, ward: Ward) -> None:
        codes = [ward.receive("giam-ho", officer=name).code for name in ("Trần Văn Đức", "Ngô Thị Ngọc")]
        SEVERAL["assign"](ward, codes)
        assert ward.ask("SELECT dossier FROM event WHERE kind = 'assign'") == [(codes[1],)]
        with pytest.raises(NothingToDo):
            SEVERAL["assign"](ward, codes)


def void(ward: Ward, code: str) -> None:
    amendments.void(ward.path, ward.clock, ACTOR, code, "nhập trùng")


def withdraw(ward: Ward, code: str) -> None:
    acts.withdraw(ward.path, ward.clock, ACTOR, [code], "công dân rút", None)


class TestClosingUnseen:
    @pytest.mark.parametrize("close", [void, withdraw])
    def test_is_possible_while_nobody_went_on(self, ward: Ward, close: Callable[[Ward, str], None]) -> None:
        code = ward.receive("giam-ho").code
        ward.assign(code, "Ngô Thị Ngọc")
        ward.correct(code, phone="0912345679")
        close(ward, code)
        assert ward.dossier(code).status in ("void", "withdrawn")

    @pytest.mark.parametrize("close", [void, withdraw])
    def test_is_refused_after_an_act(self, ward: Ward, close: Callable[[Ward, str], None]) -> None:
        code = ward.receive("giam-ho").code
        ward.suspend(code, "other_agency")
        with pytest.raises(LaterActs) as refused:
            close(ward, code)
        assert (refused.value.exit_code, refused.value.values["acts"]) == (11, ("suspend",))
        assert ward.dossier(code).status == "suspended"

    def test_is_possible_after_an_act_that_was_taken_back(self, ward: Ward) -> None:
        code = ward.receive("giam-ho").code
        ward.suspend(code, "other_agency")
        ward.undo(code)
        void(ward, code)
        assert ward.dossier(code).status == "void"


def test_who_it_is_stands_in_no_error() -> None:
    for error in (ProbableDouble, DoubleLines, LaterActs):
        assert "applicant" not in f"{error.sentence}{error.hint}"
        assert issubclass(error, OnestopError)
