"""The register (Sổ theo dõi) and the portal's file out of the dossier file."""

import json
from pathlib import Path

import pytest

from onestop_cli.core import bounds
from onestop_cli.core.dossier import Dossier, Reason
from onestop_cli.output.portal import MOST_SUMMARY
from tests.documents.varied import typed
from tests.exports.files import PEOPLE, Row, in_csv, in_json, in_jsonl, in_parquet
from tests.office import SOMEONE, Ward

LINE = (
    "number code procedure_code procedure_name copies applicant address phone received_at promised_due_at "
    "delivered_at channel note status"
).split()
PORTAL = (
    "MaHoSo MaTTHC TenTTHC MaLinhVuc TenLinhVuc KenhThucHien ChuHoSo LoaiDoiTuong MaDoiTuong ThongTinKhac Email Fax "
    "SoDienThoai TrichYeuHoSo NgayTiepNhan NgayHenTra TrangThaiHoSo NgayTra ThongTinTra HinhThuc NgayKetThucXuLy "
    "DonViXuLy GhiChu DanhSachHoSoBoSung"
).split()
SUPPLEMENT = (
    "HoSoBoSungId NguoiYeuCauBoSung NoiDungBoSung NgayBoSung NguoiTiepNhanBoSung ThongTinTiepNhan NgayTiepNhanBoSung "
    "TrangThaiBoSung NgayHenTraTruoc NgayHenTraMoi"
).split()


def test_the_register_is_the_whole_file_in_the_order_of_receipt(office: Ward) -> None:
    lines = in_jsonl(office, "register", *PEOPLE)
    assert all(list(line) == LINE for line in lines)
    received = "SELECT code FROM dossier ORDER BY received_at, code"
    assert [(line["code"],) for line in lines] == office.ask(received)
    assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))


def test_the_register_tells_no_names_unless_asked_for(nasty: Ward) -> None:
    lines = in_csv(nasty, "register")
    assert list(lines[0]) == [key for key in LINE if key not in ("address", "phone", "note")]
    assert {line["applicant"][:5] for line in lines} == {"anon-"}
    assert "Lò Văn Thử01" in {line["applicant"] for line in in_csv(nasty, "register", *PEOPLE)}


def test_the_register_is_the_one_that_is_printed(nasty: Ward) -> None:
    printed = json.loads(typed(nasty, "register", "--year", "2026", "--personal-data", "--json"))
    assert [line.pop("voided") is not None for line in printed] == [line["status"] == "void" for line in printed]
    of_one_file = {"recorded_at", "resolved_recorded_at", "import"}
    kept = [{key: value for key, value in line.items() if key not in of_one_file} for line in printed]
    assert in_json(nasty, "register", *PEOPLE) == kept


def test_a_lines_number_is_its_place_in_the_whole_book(nasty: Ward) -> None:
    whole = in_jsonl(nasty, "register")
    later = in_jsonl(nasty, "register", "--since", "110")
    assert 0 < len(later) < len(whole)
    assert [line for line in whole if line in later] == later


@pytest.mark.parametrize("since", [0, 40, 110, 10_000])
def test_what_is_new_is_what_was_recorded_after_that_event(office: Ward, since: int) -> None:
    """Under their numbers, now and as it was known: what was recorded later still is not there."""
    for moments, known in (((), "9999"), (("--known-at", _known(office)), f"{_known(office).replace(' ', 'T')}+07:00")):
        told_of = f"SELECT dossier FROM event WHERE seq > {since} AND recorded_at <= '{known}' AND dossier IS NOT NULL"
        news = {code for (code,) in office.ask(told_of)}
        whole = in_jsonl(office, "register", *moments)
        told = in_jsonl(office, "register", "--since", str(since), *moments)
        assert told == [line for line in whole if line["code"] in news]
        assert (told == []) is (news == set())


def _known(ward: Ward) -> str:
    """An instant by which about two thirds of the events were recorded."""
    recorded = ward.ask("SELECT recorded_at FROM event ORDER BY seq")
    return recorded[len(recorded) * 2 // 3][0][:19].replace("T", " ")


def test_the_register_as_it_stood_and_as_it_was_known(office: Ward) -> None:
    now = f"{office.now:%Y-%m-%d %H:%M:%S}"
    whole = typed(office, "export", "register")
    assert typed(office, "export", "register", "--known-at", now) == whole
    assert typed(office, "export", "register", "--as-of", now) == whole
    since = ("--since", "90")
    assert typed(office, "export", "register", *since, "--as-of", now) == typed(office, "export", "register", *since)
    assert len(in_jsonl(office, "register", "--as-of", "1/2/2026")) < whole.count("\n") - 1


def test_the_register_has_types_in_parquet(nasty: Ward, tmp_path: Path) -> None:
    types, rows = in_parquet(nasty, tmp_path, "register")
    assert list(types.items())[-1] == ("promised_is_day", "BOOLEAN")
    assert {types[name] for name in ("number", "copies")} == {"BIGINT"}
    assert {row["code"] for row in rows if row["promised_is_day"]} == {"X-1", "X-2"}
    lines = in_csv(nasty, "register")
    assert [(str(row["number"]), row["code"]) for row in rows] == [(line["number"], line["code"]) for line in lines]


def test_the_portals_file_has_texts_and_one_list(office: Ward) -> None:
    rows = in_json(office, "portal", *PEOPLE)
    assert all(list(row) == PORTAL for row in rows)
    texts = [value for row in rows for key, value in row.items() if key != "DanhSachHoSoBoSung"]
    supplements = [each for row in rows for each in row["DanhSachHoSoBoSung"]]
    assert all(list(each) == SUPPLEMENT for each in supplements)
    assert all(isinstance(text, str) for text in [*texts, *(v for each in supplements for v in each.values())])
    assert rows == in_jsonl(office, "portal", *PEOPLE)
    assert [(row["MaHoSo"],) for row in rows] == office.ask(
        "SELECT code FROM dossier WHERE status <> 'void' ORDER BY code"
    )
    unknown = ("MaLinhVuc", "LoaiDoiTuong", "ThongTinKhac", "Fax", "ThongTinTra")
    assert {row[key] for row in rows for key in unknown} == {""}


def _portal(ward: Ward, dossier: Dossier, *arguments: str) -> Row:
    [row] = [row for row in in_json(ward, "portal", *arguments) if row["MaHoSo"] == dossier.code]
    return row


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (Reason.supplement, "5"),
        (Reason.financial_obligation, "6"),
        (Reason.other_agency, "4"),
        (Reason.force_majeure, "4"),
    ],
)
def test_what_is_waited_for_is_the_portals_state(ward: Ward, reason: Reason, state: str) -> None:
    dossier = ward.receive("bay-ngay")
    assert _portal(ward, dossier)["TrangThaiHoSo"] == "4"
    ward.is_now("3/8/2026 10:00")
    ward.suspend(dossier.code, reason)
    assert _portal(ward, dossier)["TrangThaiHoSo"] == state


def test_how_a_dossier_ends_is_the_portals_state(ward: Ward) -> None:
    withdrawn, stopped, done, handed = (ward.receive("bay-ngay") for _ in range(4))
    ward.is_now("3/8/2026 10:00")
    ward.withdraw(withdrawn.code)
    ward.suspend(stopped.code)
    ward.is_now("3/8/2026 11:00")
    ward.stop(stopped.code)
    ward.resolve(done.code, handed.code)
    ward.is_now("3/8/2026 14:00")
    ward.deliver(handed.code, method="postal")
    states = [_portal(ward, each)["TrangThaiHoSo"] for each in (withdrawn, stopped, done, handed)]
    assert states == ["7", "8", "9", "10"]
    row = _portal(ward, handed)
    assert (row["NgayTiepNhan"], row["NgayKetThucXuLy"], row["NgayTra"], row["HinhThuc"]) == (
        "20260803090000", "20260803110000", "20260803140000", "1",
    )  # fmt: skip
    assert (row["NgayHenTra"], row["DonViXuLy"]) == ("20260812173000", "UBND phường Phúc Lợi")
    assert (_portal(ward, done)["NgayTra"], _portal(ward, done)["HinhThuc"]) == ("", "")


@pytest.mark.parametrize(("method", "code"), [("direct", "0"), ("postal", "1"), ("online", "")])
def test_how_it_was_handed_over(ward: Ward, method: str, code: str) -> None:
    dossier = ward.receive("bay-ngay", channel=method)
    ward.resolve(dossier.code)
    ward.deliver(dossier.code, method=method)
    row = _portal(ward, dossier)
    assert (row["HinhThuc"], row["KenhThucHien"]) == (code, {"direct": "1", "online": "2", "postal": "3"}[method])


def test_a_refusal_says_so_and_why_only_where_asked(ward: Ward) -> None:
    dossier = ward.receive("bay-ngay", note="ghi chú riêng")
    assert _portal(ward, dossier)["GhiChu"] == ""
    assert _portal(ward, dossier, *PEOPLE)["GhiChu"] == "ghi chú riêng"
    ward.resolve(dossier.code, result="refused", note="ông A thiếu giấy tờ")
    assert _portal(ward, dossier)["GhiChu"] == "Từ chối giải quyết"
    assert _portal(ward, dossier, *PEOPLE)["GhiChu"] == "Từ chối giải quyết: ông A thiếu giấy tờ"


def test_the_portal_gets_the_person_only_where_asked(ward: Ward) -> None:
    dossier = ward.receive("bay-ngay")
    keys = ("ChuHoSo", "MaDoiTuong", "Email", "SoDienThoai")
    told = _portal(ward, dossier, *PEOPLE)
    assert [told[key] for key in keys] == [SOMEONE.applicant, SOMEONE.id_number, SOMEONE.email, SOMEONE.phone]
    row = _portal(ward, dossier)
    assert row["ChuHoSo"].startswith("anon-")
    assert [row[key] for key in keys[1:]] == ["", "", ""]


def test_supplements_are_numbered_and_dated(ward: Ward) -> None:
    code = ward.receive("bay-ngay").code
    ward.is_now("3/8/2026 10:00")
    ward.suspend(code, "other_agency", note="hỏi cơ quan khác")
    ward.is_now("3/8/2026 10:10")
    ward.resume(code)
    ward.is_now("4/8/2026 10:20")
    ward.suspend(code, note="thiếu giấy 1")
    ward.is_now("5/8/2026 08:00")
    ward.resume(code)
    ward.suspend(code, note="thiếu giấy 2", override="chỉ đạo")
    dossier = ward.dossier(code)
    first, second = _portal(ward, dossier, *PEOPLE)["DanhSachHoSoBoSung"]
    assert (first["HoSoBoSungId"], first["NoiDungBoSung"], first["NgayBoSung"], first["NgayTiepNhanBoSung"]) == (
        "1", "thiếu giấy 1", "20260804102000", "20260805080000",
    )  # fmt: skip
    assert (first["NgayHenTraTruoc"], first["NgayHenTraMoi"]) == ("20260812173000", "20260813173000")
    assert (second["HoSoBoSungId"], second["NgayTiepNhanBoSung"], second["NgayHenTraMoi"]) == ("2", "", "")
    assert {each["NoiDungBoSung"] for each in _portal(ward, dossier)["DanhSachHoSoBoSung"]} == {""}


def test_what_a_supplement_moved_shows_in_the_portals_date(ward: Ward) -> None:
    dossier = ward.receive("bay-ngay")
    ward.is_now("4/8/2026 10:20")
    ward.suspend(dossier.code, note="thiếu giấy")
    ward.is_now("5/8/2026 08:00")
    ward.resume(dossier.code)
    row = _portal(ward, dossier)
    assert row["NgayHenTra"] == row["DanhSachHoSoBoSung"][0]["NgayHenTraMoi"] == "20260813173000"
    assert ward.dossier(dossier.code).promised_due_at == dossier.promised_due_at != ward.dossier(dossier.code).due_at


def test_a_summary_is_cut_where_the_portal_cuts_it(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a name as long as builds before took it."""
    monkeypatch.setattr(bounds, "PROCEDURE_NAME", 10_000)
    name = ("Thủ tục " * 180).strip()
    given = ("--field", "Khác", "--alias", "dai-dong", "--statutory", "5:working_day", "--from", "1/1/2026")
    typed(ward, "procedure", "add", "9.000099", "--name", name, *given)
    row = _portal(ward, ward.receive("dai-dong"))
    assert (row["TenTTHC"], row["TrichYeuHoSo"]) == (name, name[:MOST_SUMMARY])
