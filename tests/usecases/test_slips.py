"""Printing forms: which act a form is about, its edition and letterhead by the day of the act, and what is recorded."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from onestop_cli.core.dossier import Person
from onestop_cli.core.forms import Form
from onestop_cli.core.ledger import UNKNOWN, Actor
from onestop_cli.errors import (
    ChangedMeanwhile,
    DeclineOfDossier,
    ErasedHasNoPaper,
    FormDoesNotApply,
    FormNotOfItsDay,
    OnlyDeclineForm,
    UnknownDecline,
    UnknownDossier,
    VoidHasNoPaper,
)
from onestop_cli.usecases import audit, counter, erasure, settings, slips
from onestop_cli.usecases.backups import back_up
from onestop_cli.usecases.counter import Receipt
from onestop_cli.usecases.office import init
from onestop_cli.usecases.rebuild import rebuild
from onestop_cli.usecases.slips import DeclinedPaper, Paper
from tests.core.written import at, day
from tests.office import ACTOR, AGENCY, NAME, SOMEONE, Ward, strays

CODE = "H26.15.30-260803-0001"
REFUSAL = "H26.15.30-260803-TC-0001"
OF_DOSSIERS = (Form.receipt, Form.supplement, Form.apology, Form.stop, Form.control, Form.refusal)


def looked(ward: Ward, *codes: str, form: Form | None = None) -> list[Paper | DeclinedPaper]:
    return slips.look(ward.path, ward.clock, codes or (CODE,), form).papers


def paper(ward: Ward, form: Form = Form.receipt, code: str = CODE) -> Paper:
    (found,) = looked(ward, code, form=form)
    assert isinstance(found, Paper)
    return found


def record(ward: Ward, papers: Sequence[Paper | DeclinedPaper], made: str = "pdf", copies: int = 1) -> list[str]:
    return slips.record(ward.path, ward.clock, ACTOR, papers, "ab" * 32, made, copies)


def prints(ward: Ward, form: Form = Form.receipt, code: str = CODE) -> Paper:
    """A form is printed, and that is recorded; the paper as it was seen before."""
    found = paper(ward, form, code)
    record(ward, [found])
    return found


def config(ward: Ward, key: str, value: str, since: str | None = None) -> None:
    settings.set_value(ward.path, ward.clock, ACTOR, key, value, day(since) if since else ward.now.date())


def erase(ward: Ward, code: str = CODE) -> None:
    erasure.erase(ward.path, ward.clock, ACTOR, code, "Luật 33/2024/QH15", "hết hạn lưu", apply=True)


def n_events(ward: Ward) -> int:
    return ward.ask("SELECT count(*) FROM event")[0][0]


def wrong(ward: Ward) -> list[Any]:
    """What a full look at the file finds: breaks, findings, dossiers that are not what their events say."""
    told = audit.verify(ward.path, (), lambda _: None, in_full=True)
    assert rebuild(ward.path, apply=False).is_sound
    return [*told.walked.breaks, *told.findings, *strays(ward)]


class TestTheFormMeant:
    def test_is_the_appointment_slip_of_a_dossier_and_form_03_of_a_refusal_to_accept(self, ward: Ward) -> None:
        ward.receive()
        ward.declines()
        assert [(each.code, each.form) for each in looked(ward, "1", "TC-1")] == [(CODE, "01"), (REFUSAL, "03")]
        assert looked(ward, "tc-1", form=Form.decline) == looked(ward, "TC-1")

    def test_each_paper_once_in_the_order_typed(self, ward: Ward) -> None:
        ward.receive()
        ward.receive()
        ward.declines()
        codes = [each.code for each in looked(ward, "2", "TC-1", "1", "260803-0002", CODE.lower(), REFUSAL)]
        assert codes == ["H26.15.30-260803-0002", REFUSAL, CODE]

    @pytest.mark.parametrize("form", OF_DOSSIERS)
    def test_is_about_the_last_act_of_its_kind(self, ward: Ward, form: Form) -> None:
        ward.receive("muoi-ngay")
        assert paper(ward).act.kind == "receive"
        acts = {
            Form.supplement: lambda: (
                ward.suspend(CODE),
                ward.resume(CODE),
                ward.suspend(CODE, override="theo chỉ đạo"),
            ),
            Form.apology: lambda: (
                ward.extend(CODE, "17/8/2026"),
                ward.extend(CODE, "18/8/2026", override="theo chỉ đạo"),
            ),
            Form.stop: lambda: ward.stop(CODE, override="theo đề nghị"),
            Form.refusal: lambda: ward.resolve(CODE, result="refused", note="không đủ điều kiện"),
        }
        acts.get(form, lambda: None)()
        kind = {Form.supplement: "suspend", Form.apology: "extend", Form.stop: "stop", Form.refusal: "resolve"}
        wanted = ward.ask("SELECT max(seq) FROM event WHERE kind = ?", kind.get(form, "receive"))
        assert [(paper(ward, form).act_seq,)] == wanted

    def test_an_act_that_was_taken_back_is_none(self, ward: Ward) -> None:
        ward.receive("muoi-ngay")
        ward.extend(CODE, "17/8/2026")
        first = paper(ward, Form.apology)
        ward.extend(CODE, "18/8/2026", override="theo chỉ đạo")
        ward.undo(CODE)
        assert paper(ward, Form.apology).act == first.act
        ward.undo(CODE, first.act_seq)
        with pytest.raises(FormDoesNotApply):
            paper(ward, Form.apology)

    @pytest.mark.parametrize("form", [Form.supplement, Form.apology, Form.stop, Form.refusal])
    def test_of_an_act_that_was_not_recorded_there_is_no_form(self, ward: Ward, form: Form) -> None:
        ward.receive("muoi-ngay")
        ward.suspend(CODE, "other_agency")
        ward.resume(CODE)
        ward.resolve(CODE, deliver=True)
        with pytest.raises(FormDoesNotApply) as refused:
            paper(ward, form)
        assert refused.value.exit_code == 11

    def test_form_03_is_of_no_dossier_and_the_one_of_a_refused_result_is_named(self, ward: Ward) -> None:
        ward.receive("muoi-ngay")
        ward.resolve(CODE, result="refused", note="không đủ điều kiện")
        with pytest.raises(DeclineOfDossier) as refused:
            paper(ward, Form.decline)
        assert "--form refusal" in (refused.value.hint or "")
        assert paper(ward, Form.refusal).act.kind == "resolve"

    @pytest.mark.parametrize("form", OF_DOSSIERS)
    def test_a_refusal_to_accept_has_no_other(self, ward: Ward, form: Form) -> None:
        ward.declines()
        with pytest.raises(OnlyDeclineForm):
            looked(ward, "TC-1", form=form)

    @pytest.mark.parametrize("form", [*OF_DOSSIERS, Form.decline])
    def test_a_void_dossier_has_none(self, ward: Ward, form: Form) -> None:
        ward.receive("muoi-ngay")
        ward.void(CODE)
        with pytest.raises(VoidHasNoPaper):
            paper(ward, form)

    def test_one_that_is_not_there(self, ward: Ward) -> None:
        with pytest.raises(UnknownDossier):
            looked(ward, "1")
        with pytest.raises(UnknownDecline):
            looked(ward, "TC-1")

    def test_where_one_of_a_stack_has_no_such_form_none_is_printed(self, ward: Ward) -> None:
        ward.receive("muoi-ngay")
        ward.receive("muoi-ngay")
        ward.suspend(CODE)
        with pytest.raises(FormDoesNotApply):
            looked(ward, "1", "2", form=Form.supplement)


class TestErased:
    def test_nothing_is_handed_out_of_a_dossier_whose_person_is_gone(self, ward: Ward) -> None:
        ward.receive("muoi-ngay")
        prints(ward)
        ward.resolve(CODE, deliver=True)
        erase(ward)
        for form in (Form.receipt, Form.control):
            with pytest.raises(ErasedHasNoPaper):
                paper(ward, form)

    def test_nor_of_a_refusal_to_accept(self, ward: Ward) -> None:
        record(ward, looked(ward, ward.declines().number))
        erase(ward, "TC-1")
        with pytest.raises(ErasedHasNoPaper):
            looked(ward, "TC-1")
        assert wrong(ward) == []

    def test_one_that_never_had_a_person_is_printed_to_be_filled_in(self, ward: Ward) -> None:
        ward.receive(person=Person())
        assert not any(paper(ward).person)

    def test_what_was_seen_before_an_erasure_is_not_recorded_after_it(self, ward: Ward) -> None:
        ward.receive("muoi-ngay")
        ward.resolve(CODE, deliver=True)
        seen = paper(ward)
        erase(ward)
        with pytest.raises(ChangedMeanwhile):
            record(ward, [seen])


class TestEdition:
    def test_a_receipt_of_2023_is_printed_as_it_was_then(self, long_ward: Ward) -> None:
        long_ward.is_now("5/6/2023 09:00")
        code = long_ward.receive().code
        long_ward.is_now("3/8/2026 09:00")
        found = paper(long_ward, code=code)
        assert (found.edition.name, found.edition.forms[Form.receipt].number) == ("01/2018", "01")
        assert found.head.office == "Bộ phận Tiếp nhận và Trả kết quả"
        assert paper(long_ward, Form.control, code).edition.forms[Form.control].number == "05"

    @pytest.mark.parametrize(
        ("on", "office", "edition"),
        [
            ("30/6/2025", "Bộ phận Tiếp nhận và Trả kết quả", "01/2018"),
            ("1/7/2025", "Trung tâm Phục vụ hành chính công", "01/2018"),
            ("12/9/2025", "Trung tâm Phục vụ hành chính công", "01/2018"),
            ("15/9/2025", "Trung tâm Phục vụ hành chính công", "03/2025"),
        ],
    )
    def test_office_and_edition_each_by_its_own_day(self, long_ward: Ward, on: str, office: str, edition: str) -> None:
        long_ward.is_now(f"{on} 09:00")
        found = paper(long_ward, code=long_ward.receive().code)
        assert (found.head.office, found.edition.name) == (office, edition)

    def test_a_letter_is_of_its_own_day_not_of_the_receipts(self, ward: Ward) -> None:
        ward.is_now("10/9/2025 09:00")
        code = ward.receive("muoi-ngay").code
        ward.is_now("16/9/2025 09:00")
        ward.extend(code, "1/10/2025")
        assert (paper(ward, code=code).edition.name, paper(ward, Form.apology, code).edition.name) == (
            "01/2018", "03/2025",
        )  # fmt: skip
        assert paper(ward, Form.apology, code).on == day("16/9/2025")

    @pytest.mark.parametrize(("stopped", "is_there"), [("12/9/2025 09:00", False), ("15/9/2025 09:00", True)])
    def test_before_15_9_2025_nothing_was_stopped_by_form(self, ward: Ward, stopped: str, is_there: bool) -> None:
        ward.is_now("10/9/2025 09:00")
        code = ward.receive("mot-thang").code
        ward.is_now(stopped)
        ward.stop(code, override="theo đề nghị")
        ward.is_now("3/8/2026 09:00")
        if is_there:
            assert paper(ward, Form.stop, code).edition.name == "03/2025"
        else:
            with pytest.raises(FormNotOfItsDay):
                paper(ward, Form.stop, code)


class TestLetterhead:
    def test_what_the_office_says_of_itself_is_of_the_day_of_the_act(self, ward: Ward) -> None:
        ward.receive("mot-thang")
        for key, first, second in (
            ("parent_agency", "UBND thành phố Hà Nội", "UBND TP. Hà Nội"),
            ("office_address", "đường Phúc Lợi", "phố Vũ Xuân Thiều"),
            ("office_phone", "024 0000 0001", "024 0000 0002"),
            ("signature", "CHỦ TỊCH; Nguyễn Văn A", "KT. CHỦ TỊCH; PHÓ CHỦ TỊCH; Trần Thị B"),
            ("agency_name", "UBND phường Phúc Lợi", "UBND phường Sài Đồng"),
            ("office_name", "Điểm phục vụ số 1", "Điểm phục vụ số 2"),
            ("register.volume", "I", "II"),
        ):  # fmt: skip
            config(ward, key, first)
            config(ward, key, second, "10/8/2026")
        ward.is_now("11/8/2026 09:00")
        ward.extend(CODE, "10/9/2026")
        slip, letter = paper(ward), paper(ward, Form.apology)
        assert slip.head[:7] == (
            "UBND thành phố Hà Nội", "UBND phường Phúc Lợi", "Điểm phục vụ số 1", "đường Phúc Lợi", "024 0000 0001",
            "Phúc Lợi", ("CHỦ TỊCH", "Nguyễn Văn A"),
        )  # fmt: skip
        assert letter.head[:7] == (
            "UBND TP. Hà Nội", "UBND phường Sài Đồng", "Điểm phục vụ số 2", "phố Vũ Xuân Thiều", "024 0000 0002",
            "Sài Đồng", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Thị B"),
        )  # fmt: skip
        assert slip.volume == "I"

    def test_where_it_had_said_nothing_by_then_it_is_what_it_said_first(self, ward: Ward) -> None:
        ward.receive("mot-thang")
        ward.is_now("11/8/2026 09:00")
        config(ward, "office_phone", "024 0000 0001")
        config(ward, "office_phone", "024 0000 0002", "12/8/2026")
        ward.is_now("12/8/2026 09:00")
        assert paper(ward).head.office_phone == "024 0000 0001"

    @pytest.mark.parametrize(
        ("agency", "place"),
        [
            ("UBND phường Phúc Lợi", "Phúc Lợi"),
            ("Ủy ban nhân dân xã Bát Tràng", "Bát Tràng"),
            ("Uỷ ban nhân dân đặc khu Côn Đảo", "Côn Đảo"),
            ("ubnd Thành phố Huế", "Huế"),
            ("Sở Tư pháp", "Sở Tư pháp"),
            ("UBND phường Phúc Lợi (dữ liệu mô phỏng)", "Phúc Lợi"),
        ],
    )
    def test_the_place_is_that_in_the_agencys_name(self, ward: Ward, agency: str, place: str) -> None:
        ward.receive()
        config(ward, "agency_name", agency)
        assert paper(ward).head.place == place

    def test_unless_one_is_set(self, ward: Ward) -> None:
        ward.receive()
        config(ward, "forms.place", "Hà Nội")
        assert paper(ward).head.place == "Hà Nội"

    def test_how_a_paper_looks_is_as_set_today(self, ward: Ward) -> None:
        ward.receive()
        ward.is_now("11/8/2026 09:00")
        config(ward, "forms.size", "10,5")
        config(ward, "forms.logo", "logo.svg")
        assert (paper(ward).head.size, paper(ward).head.logo) == ("10.5", "logo.svg")

    def test_the_volume_is_the_year_unless_one_is_set(self, ward: Ward) -> None:
        ward.receive()
        assert paper(ward).volume == "2026"

    def test_a_demonstration_says_that_it_is_one(self, tmp_path: Path, ward: Ward) -> None:
        made = Ward(tmp_path / "demo.db")
        made.now = ward.now
        init(made.path, made.clock, ACTOR, AGENCY, NAME, synthetic=True)
        code = made.receive("khai-tu").code
        ward.receive()
        assert (paper(made, code=code).head.is_synthetic, paper(ward).head.is_synthetic) == (True, False)


class TestReceiver:
    """Who received a dossier stands on its slip by name."""

    def received(self, ward: Ward, actor: Actor) -> str:
        receipt = Receipt("khai-tu", SOMEONE, officer="Cán bộ Thụ Lý")
        code = counter.receive(ward.path, ward.clock, actor, receipt, again=True).entry.dossier.code
        return paper(ward, code=code).received_by

    def test_as_typed(self, ward: Ward) -> None:
        assert self.received(ward, Actor.of("Hoàng Thị Lan", "quay1")) == "Hoàng Thị Lan"

    def test_by_the_name_that_belongs_to_a_login(self, ward: Ward) -> None:
        config(ward, "officer.login.quay1", "Hoàng Thị Lan")
        assert self.received(ward, Actor.of("quay1", "quay1")) == "Hoàng Thị Lan"
        assert self.received(ward, Actor.of("Trần Văn Đức", "quay1")) == "Trần Văn Đức"

    def test_a_bare_login_is_no_name(self, ward: Ward) -> None:
        assert self.received(ward, Actor.of("quay1", "quay1")) == "Cán bộ Thụ Lý"

    @pytest.mark.parametrize("login", ["", "1000"])
    def test_nobody_known_is_no_name_and_its_place_is_left_to_the_pen(self, ward: Ward, login: str) -> None:
        assert self.received(ward, Actor.of(UNKNOWN, login)) == "Cán bộ Thụ Lý"
        receipt = Receipt("khai-tu", SOMEONE)
        received = counter.receive(ward.path, ward.clock, Actor.of(UNKNOWN, login), receipt, again=True)
        assert paper(ward, code=received.entry.dossier.code).received_by == ""

    def test_of_an_import_it_is_the_officer_in_charge(self, ward: Ward) -> None:
        ward.imports("code,procedure_code,received_at,officer\nX-1,1.000656,2026-08-03 08:00,Đức\n")
        assert paper(ward, code="X-1").received_by == "Đức"

    def test_of_a_refusal_to_accept_too(self, ward: Ward) -> None:
        config(ward, "officer.login.quay1", "Hoàng Thị Lan")
        for actor in (Actor.of("quay1", "quay1"), Actor.of("quay2", "quay2"), Actor.of("Minh", "quay1")):
            ward.declines(actor=actor, officer="Đức")
        named = [each.received_by for each in looked(ward, "TC-1", "TC-2", "TC-3") if isinstance(each, DeclinedPaper)]
        assert named == ["Hoàng Thị Lan", "Đức", "Minh"]


class TestRegisterNumber:
    def test_is_the_running_number_of_the_year_that_void_ones_keep(self, ward: Ward) -> None:
        ward.is_now("31/12/2025 09:00")
        ward.receive()
        ward.is_now("3/8/2026 09:00")
        for _ in range(3):
            ward.receive()
        ward.void(CODE)
        assert [paper(ward, code=n).register_number for n in ("2", "3")] == [2, 3]

    def test_no_correction_moves_it(self, ward: Ward) -> None:
        ward.is_now("2/1/2026 09:00")
        code = ward.receive("khai-tu").code
        before = paper(ward, code=code).register_number
        ward.correct(code, received_at="31/12/2025 09:00")
        assert (paper(ward, code=code).register_number, paper(ward, code=code).volume) == (before, "2026")


class TestRecorded:
    def test_what_was_printed_is_in_the_ledger_under_who_printed_it(self, ward: Ward) -> None:
        ward.receive()
        (anchor,) = record(ward, [paper(ward)], "html", 2)
        keys = "form", "edition", "act", "digest", "made", "copies"
        said = ", ".join(f"data ->> '{key}'" for key in keys)
        told = ward.ask(f"SELECT seq, actor, dossier, {said} FROM event WHERE kind = 'print'")
        seq = int(anchor.partition(":")[0])
        assert told == [(seq, ACTOR, CODE, "01", "03/2025", paper(ward).act_seq, "ab" * 32, "html", 2)]
        assert ward.dossier(CODE).anchor == anchor

    def test_only_the_anchor_of_the_dossier_moves(self, ward: Ward) -> None:
        ward.receive("muoi-ngay")
        ward.suspend(CODE)
        before = ward.dossier(CODE)
        for form in (Form.receipt, Form.supplement, Form.control):
            prints(ward, form)
        assert ward.dossier(CODE)._replace(anchor="") == before._replace(anchor="")
        assert wrong(ward) == []

    def test_how_often_before_is_of_this_form_and_this_act(self, ward: Ward) -> None:
        ward.receive("muoi-ngay")
        ward.extend(CODE, "17/8/2026")
        assert [prints(ward, form).n_before for form in (Form.receipt, Form.receipt, Form.apology, Form.receipt)] == [
            0, 1, 0, 2,
        ]  # fmt: skip
        ward.extend(CODE, "18/8/2026", override="theo chỉ đạo")
        assert prints(ward, Form.apology).n_before == 0

    def test_a_stack_is_recorded_whole_or_not_at_all(self, ward: Ward) -> None:
        for _ in range(3):
            ward.receive()
        number = ward.declines().number
        stack = looked(ward, "1", "2", number, "3")
        ward.assign("3", "Đức")
        before = n_events(ward)
        with pytest.raises(ChangedMeanwhile) as refused:
            record(ward, stack)
        assert (refused.value.values["code"], n_events(ward)) == ("H26.15.30-260803-0003", before)
        assert len(record(ward, looked(ward, "1", "2", number, "3"))) == 4
        assert wrong(ward) == []

    def test_what_changed_since_it_was_seen_is_not_recorded_as_printed(self, ward: Ward) -> None:
        ward.receive("muoi-ngay")
        seen = paper(ward)
        ward.correct(CODE, received_at="31/7/2026 09:00")
        with pytest.raises(ChangedMeanwhile):
            record(ward, [seen])
        number = ward.declines().number
        refusal = looked(ward, number)
        record(ward, refusal)
        with pytest.raises(ChangedMeanwhile):
            record(ward, refusal)

    def test_the_first_slip_after_a_correction_bears_the_new_date_and_begins_anew(self, ward: Ward) -> None:
        ward.receive("muoi-ngay")
        prints(ward)
        ward.is_now("4/8/2026 09:00")
        ward.correct(CODE, received_at="31/7/2026 09:00")
        assert (paper(ward, Form.control).promised_at, paper(ward).promised_at) == (
            at("13/8/2026 17:30"), at("10/8/2026 17:30"),
        )  # fmt: skip
        first, second = prints(ward), prints(ward)
        assert [(each.n_before, each.promised_at) for each in (first, second)] == [
            (0, at("10/8/2026 17:30")), (1, at("10/8/2026 17:30")),
        ]  # fmt: skip
        assert ward.dossier(CODE).promised_due_at == at("10/8/2026 17:30")
        assert wrong(ward) == []

    def test_a_slip_that_was_given_by_hand_is_not_due_again(self, ward: Ward) -> None:
        ward.receive("muoi-ngay")
        ward.is_now("4/8/2026 09:00")
        ward.correct(CODE, received_at="31/7/2026 09:00", slip_given=True)
        prints(ward)
        assert ward.ask("SELECT data ->> 'restated' FROM event WHERE kind = 'print'") in ([(None,)], [("{}",)])

    def test_a_suspension_and_its_end_leave_the_slip_alone(self, ward: Ward) -> None:
        ward.receive("muoi-ngay")
        before = paper(ward).promised_at
        ward.suspend(CODE)
        ward.is_now("6/8/2026 09:00")
        ward.resume(CODE)
        ward.extend(CODE, "20/8/2026")
        assert paper(ward).promised_at == before

    def test_of_an_import_the_date_of_the_other_system(self, ward: Ward) -> None:
        ward.imports("code,procedure_code,received_at,due_at\nX-1,1.000656,2026-08-03 08:00,2026-08-07 11:00\n")
        found = prints(ward, code="X-1")
        assert (found.promised_at, found.promised_is_day) == (at("7/8/2026 11:00"), False)
        assert wrong(ward) == []

    def test_a_backup_has_it_and_prints_on(self, ward: Ward, tmp_path: Path) -> None:
        ward.receive()
        prints(ward)
        back_up(ward.path, ward.clock, tmp_path / "kept.db")
        kept = Ward(tmp_path / "kept.db")
        kept.now = ward.now
        assert prints(kept).n_before == 1
