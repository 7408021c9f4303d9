"""The office's settings: each from a day on, never touching a promise made before it."""

import unicodedata

import pytest

from onestop_cli.core.moments import Moments
from onestop_cli.core.settings import BY_KEY, KEYS, checked
from onestop_cli.errors import BackdatedSetting, BadAgencyCode, BadSetting, EmptyValue, OnestopError, UnknownSetting
from onestop_cli.usecases import notices
from onestop_cli.usecases import settings as cases
from onestop_cli.usecases.explanations import explain
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.reports.stand import defaults
from onestop_cli.usecases.settings import Value
from tests.core.written import at, day
from tests.office import ACTOR, Ward, strays


def set_value(ward: Ward, key: str, value: str, since: str | None = None) -> Value:
    return cases.set_value(ward.path, ward.clock, ACTOR, key, value, day(since) if since else None)


def value(ward: Ward, key: str) -> list[tuple[str, bool]]:
    return [(s.value, s.is_default) for s in cases.settings(ward.path, ward.clock) if s.key == key]


@pytest.mark.parametrize(
    ("key", "given", "due"),
    [
        pytest.param("due_time", "16:00", "4/8/2026 16:00", id="the due time"),
        pytest.param("hours_tue", "07:30-11:30,13:00-17:00", "4/8/2026 17:00", id="the hours of the due day"),
        pytest.param("hours_mon", "07:30-11:30", "4/8/2026 17:30", id="the hours of another day"),
        pytest.param("due_time", "18:00", "4/8/2026 17:30", id="a due time after closing"),
    ],
)
def test_a_setting_counts_for_later_receipts(ward: Ward, key: str, given: str, due: str) -> None:
    before = ward.receive("di-chuc")
    set_value(ward, key, given)
    ward.imports("code,procedure_code,received_at\nX,2.001019,31/7/2026 09:00\n")
    assert ward.dossier("X").due_at == at(due)
    assert ward.dossier(before.code) == before


def test_the_cut_off_parts_same_day_from_next_day(ward: Ward) -> None:
    set_value(ward, "cut_off", "08:30")
    assert ward.receive("khai-tu").due_at == at("4/8/2026 17:30")


def test_a_setting_counts_from_its_day(ward: Ward) -> None:
    set_value(ward, "due_time", "16:00", "5/8/2026")
    assert [ward.receive("di-chuc").due_at, ward.receive("di-chuc", when="31/7/2026").due_at] == [
        at("5/8/2026 16:00"),
        at("4/8/2026 17:30"),
    ]


def test_a_setting_is_shown_with_what_is_to_come(ward: Ward) -> None:
    set_value(ward, "due_time", "16:00", "5/8/2026")
    assert value(ward, "due_time") == [("closing", True), ("16:00", False)]
    ward.is_now("5/8/2026 09:00")
    assert value(ward, "due_time") == [("16:00", False)]


def test_the_last_value_recorded_for_a_day_counts(ward: Ward) -> None:
    set_value(ward, "due_time", "16:00")
    set_value(ward, "due_time", "closing")
    assert ward.receive("di-chuc").due_at == at("5/8/2026 17:30")


def test_an_agency_code_to_come_numbers_no_dossier_before_its_day(ward: Ward) -> None:
    set_value(ward, "agency_code", "H26.15.31", "5/8/2026")
    assert ward.receive().code == "H26.15.30-260803-0001"
    ward.is_now("5/8/2026 09:00")
    assert ward.receive().code == "H26.15.31-260805-0001"


@pytest.mark.parametrize("since", ["2/8/2026", "1/1/2020"])
def test_no_setting_is_backdated(ward: Ward, since: str) -> None:
    before = ward.content
    with pytest.raises(BackdatedSetting) as backdated:
        set_value(ward, "due_time", "16:00", since)
    assert (backdated.value.exit_code, ward.content) == (2, before)


@pytest.mark.parametrize(
    ("key", "given", "refusal"),
    [
        ("colour", "red", UnknownSetting),
        ("agency_code", "Phúc Lợi", BadAgencyCode),
        ("agency_name", "  ", EmptyValue),
        ("saturday", "maybe", BadSetting),
        ("cut_off", "25:00", BadSetting),
        ("cut_off", "14:75", BadSetting),
        ("cut_off", "15h", BadSetting),
        ("cut_off", "closing", BadSetting),
        ("due_time", "-1:00", BadSetting),
        ("hours_mon", "", BadSetting),
        ("hours_mon", "12:00-08:00", BadSetting),
        ("hours_mon", "08:00-12:00,11:00-17:00", BadSetting),
        ("hours_mon", "08:00-12:60", BadSetting),
        ("hours_mon", "08:00", BadSetting),
        ("hours_mon", "8:00-12:00", BadSetting),
        ("hours_sat", "", BadSetting),
        ("hours_sun", "08:00-12:00", UnknownSetting),
        ("cut_off", "16:3", BadSetting),
        ("due_time", "016:30", BadSetting),
    ],
)
def test_what_is_no_value_is_refused(ward: Ward, key: str, given: str, refusal: type[OnestopError]) -> None:
    before = ward.content
    with pytest.raises(refusal) as refused:
        set_value(ward, key, given)
    assert (refused.value.exit_code, ward.content) == (2, before)


def test_a_value_is_kept_in_its_normal_form(ward: Ward) -> None:
    name = set_value(ward, "agency_name", unicodedata.normalize("NFD", "  UBND phường\tPhúc Lợi "))
    assert name.value == "UBND phường Phúc Lợi"


def test_settings_are_those_of_a_day_as_known_by_a_moment(ward: Ward) -> None:
    ward.is_now("3/8/2026 10:00")
    set_value(ward, "due_time", "16:00", "5/8/2026")

    def seen(on: str | None, known_at: str | None) -> list[str]:
        moments = day(on) if on else None, at(known_at) if known_at else None
        return [s.value for s in cases.settings(ward.path, ward.clock, *moments) if s.key == "due_time"]

    assert seen("4/8/2026", None) == seen(None, "3/8/2026 09:59") == ["closing"]
    assert seen("5/8/2026", None) == ["16:00"]
    assert seen(None, "3/8/2026 10:00") == ["closing", "16:00"]


@pytest.mark.parametrize("key", KEYS[2:])
def test_every_default_is_a_value_that_could_be_set(key: str) -> None:
    assert checked(key, BY_KEY[key].default) == BY_KEY[key].default


# --- Saturday ----------------------------------------------------------------------------------------


def test_a_working_saturday_is_counted_from_its_day_on(ward: Ward) -> None:
    set_value(ward, "saturday", "working_day")
    assert ward.receive("rut-ngan").due_at == at("8/8/2026 12:00")


def test_a_working_saturday_makes_a_new_edition_and_leaves_promises(ward: Ward) -> None:
    before = ward.receive("rut-ngan")
    set_value(ward, "saturday", "working_day")
    assert ward.dossier(before.code) == before
    assert ward.receive("rut-ngan").calendar_edition != before.calendar_edition
    assert strays(ward) == []


def test_a_promise_before_is_explained_without_the_working_saturday(ward: Ward) -> None:
    code = ward.receive("rut-ngan").code
    set_value(ward, "saturday", "working_day")
    told = explain(ward.path, ward.clock, code, Moments()).explanation
    assert told.due_at == at("10/8/2026 17:30")


def test_a_notice_elsewhere_moves_no_promise_made_before_the_working_saturday(ward: Ward) -> None:
    before = ward.receive("rut-ngan")
    set_value(ward, "saturday", "working_day")
    everything = Consent(apply=True, also_earlier=True)
    notices.add_holiday(ward.path, ward.clock, ACTOR, day("9/9/2026"), "Nghỉ", "CV", local=True, consent=everything)
    assert ward.dossier(before.code) == before


def test_open_hours_on_saturday_count_for_limits_in_hours_only(ward: Ward) -> None:
    set_value(ward, "saturday", "hours_only")
    ward.is_now("7/8/2026 15:30")
    assert [ward.receive("tam-gio").due_at, ward.receive("rut-ngan").due_at] == [
        at("10/8/2026 10:00"),
        at("14/8/2026 17:30"),
    ]


def test_days_before_the_working_saturday_stay_as_they_were(ward: Ward) -> None:
    before = ward.ask("SELECT on_day, kind FROM day WHERE on_day < '2026-08-03'")
    set_value(ward, "saturday", "working_day")
    assert ward.ask("SELECT on_day, kind FROM day WHERE on_day < '2026-08-03'") == before


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("basis", "statutory"),
        ("granularity", "minute"),
        ("convention", "administrative"),
        ("saturday", "hours_only"),
        ("waiting_days", "0"),
        ("uncollected_days", "30"),
    ],
)
def test_a_word_or_a_number_of_days_is_kept(ward: Ward, key: str, given: str) -> None:
    set_value(ward, key, given)
    assert value(ward, key) == [(given, False)]


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("basis", "hạn"),
        ("granularity", ""),
        ("convention", "lunar"),
        ("waiting_days", "-1"),
        ("waiting_days", "1.5"),
        ("uncollected_days", "mười"),
        ("uncollected_days", "12345"),
    ],
)
def test_any_other_word_or_number_is_refused(ward: Ward, key: str, given: str) -> None:
    before = ward.content
    with pytest.raises(BadSetting) as bad:
        set_value(ward, key, given)
    assert (bad.value.exit_code, ward.content) == (2, before)


def test_reports_follow_the_settings_of_the_day_asked_for(ward: Ward) -> None:
    set_value(ward, "basis", "statutory")
    set_value(ward, "granularity", "date", "10/8/2026")
    ward.is_now("12/8/2026 09:00")
    told = [defaults(ward.path, day(on), None) for on in ("2/8/2026", "3/8/2026", "10/8/2026")]
    assert [(d.basis.value, d.granularity.value, d.convention.value) for d in told] == [
        ("due", "unit", "calendar"),
        ("statutory", "unit", "calendar"),
        ("statutory", "date", "calendar"),
    ]


def test_a_setting_not_known_yet_decides_no_report(ward: Ward) -> None:
    ward.is_now("3/8/2026 10:00")
    set_value(ward, "basis", "statutory")
    assert defaults(ward.path, day("3/8/2026"), at("3/8/2026 09:59:59")).basis.value == "due"


OF_2018, OF_2025 = "Bộ phận Tiếp nhận và Trả kết quả", "Trung tâm Phục vụ hành chính công"


@pytest.mark.parametrize(
    ("on", "name"), [("20/6/2018", OF_2018), ("30/6/2025", OF_2018), ("1/7/2025", OF_2025), ("3/8/2026", OF_2025)]
)
def test_the_one_stop_shop_is_called_by_its_day(ward: Ward, on: str, name: str) -> None:
    """Decree 118/2025 renamed it from 1/7/2025 on (domain §6)."""
    assert BY_KEY["office_name"].default_on(day(on)) == name
    found = [s for s in cases.settings(ward.path, ward.clock, day(on)) if s.key == "office_name"]
    assert found == [Value("office_name", name, None, True)]


def test_a_name_that_was_set_counts_from_its_day(ward: Ward) -> None:
    """A ward of Hà Nội; what comes before stays as it was."""
    set_value(ward, "office_name", " Điểm phục vụ hành chính công ", "5/8/2026")
    assert value(ward, "office_name") == [(OF_2025, True), ("Điểm phục vụ hành chính công", False)]
    ward.is_now("5/8/2026 09:00")
    assert value(ward, "office_name") == [("Điểm phục vụ hành chính công", False)]


@pytest.mark.parametrize("key", ["agency_name", "office_name"])
def test_an_empty_name_is_refused_under_its_own_key(key: str) -> None:
    with pytest.raises(EmptyValue) as refused:
        checked(key, " ")
    assert refused.value.values["option"] == key


def test_no_default_that_changes_decides_a_due_date() -> None:
    assert [key for key, setting in BY_KEY.items() if setting.later and setting.applied] == []
