"""Which procedure a clerk means, and which version of it is in force (domain §1, §5)."""

from datetime import date
from random import Random
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.limits import SAME_DAY, Start, TimeLimit, Unit, time_limit
from onestop_cli.core.procedures import (
    OF_THE_CODE,
    Procedure,
    in_force,
    matching_procedure,
    next_change,
    procedure_meant,
    without,
)
from onestop_cli.core.text import search_key
from onestop_cli.errors import (
    AmbiguousProcedure,
    ProcedureNotInForce,
    ProcedureRetired,
    UnknownProcedure,
)
from onestop_cli.sources.package_data import ward_procedures
from tests.core.written import day

THREE_DAYS = TimeLimit(3, Unit.working_day)


def _procedure(code: str, name: str, *aliases: str, valid_from: str = "1/1/2016", retired: bool = False) -> Procedure:
    return Procedure(code, name, "Hộ tịch", THREE_DAYS, SAME_DAY, aliases, "", day(valid_from), retired)


DEATH = _procedure("1.000656", "Đăng ký khai tử", "khai-tu")
BIRTH = _procedure("1.001193", "Đăng ký khai sinh", "khai-sinh")
BIRTH_AGAIN = _procedure("1.004884", "Đăng ký lại khai sinh", "khai-sinh-lai")
BIRTH_AND_PARENTS = _procedure("1.000689", "Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con", "khai-sinh-nhan-con")
COPIES = _procedure("2.000815", "Chứng thực bản sao từ bản chính")
CATALOGUE = [DEATH, BIRTH, BIRTH_AGAIN, BIRTH_AND_PARENTS, COPIES]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("1.000656", DEATH, id="code"),
        pytest.param("khai-tu", DEATH, id="alias"),
        pytest.param("KHAI-TU", DEATH, id="alias in capitals"),
        pytest.param(" khai-tử ", DEATH, id="alias with accents and blanks"),
        pytest.param("khai-sinh", BIRTH, id="an alias that other aliases begin with"),
        pytest.param("khai tử", DEATH, id="part of the name"),
        pytest.param("khai tu", DEATH, id="part of the name without accents"),
        pytest.param("CHUNG THUC", COPIES, id="part of the name in capitals"),
        pytest.param("lại khai", BIRTH_AGAIN, id="part from the middle"),
        pytest.param("Đăng ký khai sinh", BIRTH, id="a whole name that another one begins with"),
        pytest.param(normalize("NFD", "Đăng ký khai tử"), DEATH, id="decomposed"),
        pytest.param("khai sinh", BIRTH, id="an alias with a blank that many names contain"),
        pytest.param("đăng-ký-khai-sinh", BIRTH, id="a whole name with hyphens"),
        pytest.param("khai-t", DEATH, id="the beginning of an alias"),
        pytest.param("khai sinh n", BIRTH_AND_PARENTS, id="the beginning of an alias with blanks"),
        pytest.param("bản-sao", COPIES, id="part of the name with a hyphen"),
        pytest.param("000815", COPIES, id="the end of a code"),
        pytest.param("815", COPIES, id="three figures of a code"),
    ],
)
def test_a_procedure_is_meant_by(typed: str, meant: Procedure) -> None:
    assert matching_procedure(typed, CATALOGUE) == meant


def test_a_part_of_several_names_is_ambiguous_and_they_are_listed() -> None:
    with pytest.raises(AmbiguousProcedure) as ambiguous:
        matching_procedure("sinh", CATALOGUE)
    assert ambiguous.value.values["count"] == 3
    named = "khai-sinh (Đăng ký khai sinh), khai-sinh-lai (Đăng ký lại khai sinh), khai-sinh-nhan-con ("
    assert str(ambiguous.value.values["names"]).startswith(named)


def test_a_procedure_without_an_alias_is_listed_by_its_code() -> None:
    with pytest.raises(UnknownProcedure) as unknown:
        matching_procedure("chung thuc ban soa", CATALOGUE)
    assert unknown.value.values["nearest"].startswith("2.000815, ")


@pytest.mark.parametrize(
    ("typed", "nearest"), [("khai-tuu", "khai-tu"), ("1.000657", "khai-tu"), ("khai sihn", "khai-sinh")]
)
def test_an_unknown_procedure_comes_with_the_nearest(typed: str, nearest: str) -> None:
    with pytest.raises(UnknownProcedure) as unknown:
        matching_procedure(typed, CATALOGUE)
    assert unknown.value.values["nearest"].split(", ")[0] == nearest
    assert unknown.value.exit_code == 10


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_means_no_procedure(typed: str) -> None:
    with pytest.raises(UnknownProcedure):
        matching_procedure(typed, [DEATH])


def test_an_empty_catalogue_has_no_nearest() -> None:
    with pytest.raises(UnknownProcedure) as unknown:
        matching_procedure("khai-tu", [])
    assert unknown.value.values["nearest"] == "—"


AMENDED = DEATH._replace(committed=THREE_DAYS, valid_from=day("1/7/2025"), seq=5)
ENDED = AMENDED._replace(retired=True, valid_from=day("1/3/2027"), seq=6)
VERSIONS = [ENDED, DEATH, AMENDED]


@pytest.mark.parametrize(
    ("on", "version"),
    [("1/1/2016", DEATH), ("30/6/2025", DEATH), ("1/7/2025", AMENDED), ("28/2/2027", AMENDED), ("1/3/2027", ENDED)],
)
def test_a_version_is_in_force_from_its_day_until_the_next(on: str, version: Procedure) -> None:
    assert in_force(VERSIONS, day(on)) == [version]


def test_of_two_versions_from_one_day_the_later_recorded_counts() -> None:
    again = AMENDED._replace(committed=SAME_DAY, seq=9)
    assert in_force([again, *VERSIONS], day("1/7/2025")) == [again]


def test_the_day_of_receipt_chooses_the_version() -> None:
    assert procedure_meant("khai-tu", VERSIONS, day("30/6/2025")) == DEATH


def test_a_retired_procedure_is_refused_with_its_day() -> None:
    with pytest.raises(ProcedureRetired) as retired:
        procedure_meant("khai-tu", VERSIONS, day("1/4/2027"))
    assert (retired.value.exit_code, retired.value.values["day"]) == (11, day("1/3/2027"))


def test_a_procedure_before_its_first_day_is_refused() -> None:
    with pytest.raises(ProcedureNotInForce) as not_yet:
        procedure_meant("khai-tu", VERSIONS, day("31/12/2015"))
    assert not_yet.value.exit_code == 10


def test_a_procedure_never_heard_of_is_unknown() -> None:
    with pytest.raises(UnknownProcedure):
        procedure_meant("hộ chiếu", VERSIONS, day("1/1/2026"))


# --- cases -------------------------------------------------------------------------------------------

CASES = ("", "bo-sung", "lien-thong")
LIMITS = tuple(time_limit(text) for text in ("same_day", "1:working_day", "3:working_day"))


@st.composite
def versions_of_a_code(draw: st.DrawFn) -> list[Procedure]:
    """Versions of a code as events bring them: in the order of their numbers, for any case, from any day."""
    made: list[Procedure] = []
    for seq in range(1, draw(st.integers(1, 9))):
        limit, on = draw(st.sampled_from(LIMITS)), date(2026, 8, draw(st.integers(1, 6)))
        said = f"Tên {seq}", "Hộ tịch", limit, limit, (f"ten-{seq}",), f"Luật {seq}", on
        is_retired = draw(st.integers(0, 4)) == 0
        made.append(
            Procedure("1.000001", *said, is_retired, seq, draw(st.sampled_from(CASES)), draw(st.sampled_from(Start)))
        )
    return made


@given(versions_of_a_code(), st.integers(1, 6), st.randoms())
def test_cases_have_their_own_limits_and_all_else_of_the_code(
    versions: list[Procedure], on_day: int, random: Random
) -> None:
    """Told by the words of §3.2: of what began by the day, the last by day, then by number, is in force."""
    on = date(2026, 8, on_day)
    begun = sorted((v for v in versions if v.valid_from <= on), key=lambda v: (v.valid_from, v.seq))
    found = in_force(random.sample(versions, len(versions)), on)
    assert [p.case for p in found] == sorted({v.case for v in begun})
    for p in found:
        own = max(n for n, v in enumerate(begun) if v.case == p.case)
        assert (p.committed, p.statutory, p.seq) == (begun[own].committed, begun[own].statutory, begun[own].seq)
        assert {name: getattr(p, name) for name in OF_THE_CODE} == {
            name: getattr(begun[-1], name) for name in OF_THE_CODE
        }
        ends = [v.valid_from for v in begun[own:] if v.retired]
        assert p.retired is bool(ends)
        assert p.valid_from == (ends[-1] if ends else begun[own].valid_from)


@given(versions_of_a_code(), st.integers(1, 9))
def test_versions_without_an_event_are_those_of_a_catalogue_that_never_had_it(
    versions: list[Procedure], seq: int
) -> None:
    assert without(versions, "1.000001", seq) == [v for v in versions if v.seq != seq]
    assert without(versions, "1.000002", seq) == versions


@given(versions_of_a_code(), st.integers(0, 8), st.sampled_from(["committed", "name"]))
def test_until_the_next_change_nothing_else_is_in_force(versions: list[Procedure], place: int, field: str) -> None:
    """On every day before it a version says of a field what it said on its own day; on that day another may."""
    if place >= len(versions):
        return
    of = versions[place]
    change = next_change(versions, of, [field])
    days = [date(2026, 8, n) for n in range(of.valid_from.day, change.day if change else 7)]
    told = [{getattr(p, field) for p in in_force(versions, on) if p.case == of.case} for on in days]
    assert all(each == told[0] for each in told)


def test_versions_of_one_event_and_day_stand_in_the_order_of_their_cases() -> None:
    one = _procedure("1.000001", "Một")
    two = one._replace(name="Hai", case="hai")
    for versions in ([one, two], [two, one]):
        assert [(p.case, p.name) for p in in_force(versions, date(2026, 8, 3))] == [("", "Hai"), ("hai", "Hai")]


def _matched_before(text: str, procedures: list[Procedure]) -> Procedure | None:
    """What a text meant before beginnings and ends were enough: code, alias, part of one name, whole name."""
    wanted = search_key(text).strip()
    for procedure in procedures:
        if wanted == procedure.code or wanted in procedure.aliases:
            return procedure
    named = [p for p in procedures if wanted and wanted in search_key(p.name)]
    exact = [p for p in named if search_key(p.name) == wanted]
    return named[0] if len(named) == 1 else exact[0] if len(exact) == 1 else None


_SHIPPED = [p for p in in_force(ward_procedures(), date.max) if not p.case]
_TEXTS = [text for p in _SHIPPED for text in (p.name, p.code, *p.aliases)]


@given(st.sampled_from(_TEXTS), st.integers(0, 30), st.integers(1, 30), st.sampled_from(["", " ", "-"]))
def test_what_was_meant_before_is_meant_still(text: str, start: int, length: int, blank: str) -> None:
    part = text[start : start + length].replace(" ", blank or " ")
    before = _matched_before(part, _SHIPPED)
    try:
        now = matching_procedure(part, _SHIPPED)
    except (AmbiguousProcedure, UnknownProcedure):
        assert before is None
        return
    is_exact = search_key(part).replace("-", " ").split() in [
        search_key(each).replace("-", " ").split() for each in (now.name, *now.aliases)
    ]
    assert before in (None, now) or is_exact


@pytest.mark.parametrize("typed", ["k", "15", "000", "-", " - "])
def test_too_little_means_nothing(typed: str) -> None:
    with pytest.raises((AmbiguousProcedure, UnknownProcedure)):
        matching_procedure(typed, CATALOGUE)
