"""Whom a search finds first, among thirty people who are easily taken for each other."""

import shutil
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.filters import Filters
from onestop_cli.core.moments import Moments
from onestop_cli.core.search_words import words_of
from onestop_cli.core.searches import Searched, Tier, is_misspelt, one_letter_off, query, rank
from onestop_cli.store import found_words
from onestop_cli.store.database import reading
from onestop_cli.usecases import dossiers
from tests.office import Ward
from tests.usecases.thirty_people import FIRST, PEOPLE


@pytest.fixture(scope="module")
def thirty(early_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """A ward in which each of them handed something in, the first of them last."""
    ward = Ward(Path(shutil.copy(early_template, tmp_path_factory.mktemp("thirty") / "onestop.db")))
    for minute, each in enumerate(reversed(PEOPLE)):
        ward.is_now(f"3/8/2026 {9 + minute // 60}:{minute % 60:02d}")
        ward.receive(person=each.person, note=each.note, officer=each.officer, code=each.code)
    return ward


def found(ward: Ward, typed: str, limit: int | None = None, **moments: Any) -> dossiers.Listing:
    return dossiers.listing(ward.path, ward.clock, Filters(search=typed), None, (), limit, Moments(**moments))


def names(listing: dossiers.Listing) -> list[str]:
    return [normalize("NFC", view.entry.person.applicant) for view in listing.views]


@pytest.mark.parametrize(("typed", "first"), [each[1:] for each in FIRST], ids=[each[0] for each in FIRST])
def test_whom_a_search_finds_first(thirty: Ward, typed: str, first: str) -> None:
    listing = found(thirty, typed)
    assert (names(listing) or [""])[0] == first
    as_known = found(thirty, typed, known_at=thirty.now)
    assert (names(as_known), as_known.tiers) == (names(listing), listing.tiers)


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        ("lan", ["Nguyễn Lan Thị Hoa", "Nguyễn Thị Hoàng Lan"]),
        ("Lân", ["Nguyễn Thị Lan"]),
        ("nguyen thi lan", ["Nguyễn Thị Lân", "Nguyễn Thị Hoàng Lan", "Lan Thị Nguyễn", "Nguyễn Thị Lánh"]),
    ],
)
def test_the_others_are_found_too(thirty: Ward, typed: str, others: list[str]) -> None:
    assert set(others) <= set(names(found(thirty, typed))[1:])


@pytest.mark.parametrize(
    ("typed", "tier"),
    [
        ("nguyen thi lan", Tier.exact), ("thi lan", Tier.together), ("nguyen hoang", Tier.in_order),
        ("hoang nguyen", Tier.scattered), ("nguyen thi la", Tier.begun), ("345678", Tier.number),
        ("sai dong", Tier.elsewhere), ("mận", Tier.noted), ("nguyen thi lam", Tier.misspelt),
        ("231127-0003", Tier.code),
    ],
)  # fmt: skip
def test_how_the_first_answers(thirty: Ward, typed: str, tier: Tier) -> None:
    assert found(thirty, typed).tiers[0] is tier


def test_misspelt_names_are_found_only_where_nobody_else_is(thirty: Ward) -> None:
    assert Tier.misspelt not in found(thirty, "nguyen van tuan").tiers
    assert {*found(thirty, "nguyen van tuam").tiers} == {Tier.misspelt}


def test_officers_are_told_apart(thirty: Ward) -> None:
    listing = found(thirty, "mai")
    assert (names(listing), listing.officers) == (["Trần Thị Mai"], ["Trần Thị Mai"])


def test_a_limit_keeps_the_best(thirty: Ward) -> None:
    listing = found(thirty, "lân", 1)
    assert (names(listing), listing.was_cut) == (["Nguyễn Thị Lân"], True)


def test_a_corrected_name_is_found_and_the_wrong_one_is_not(ward: Ward) -> None:
    code = ward.receive().code
    ward.correct(code, applicant="Trương Tam Phong", because="gõ nhầm")
    assert (names(found(ward, "tam phong")), names(found(ward, "nguyen van a"))) == (["Trương Tam Phong"], [])
    ward.undo(code)
    assert (names(found(ward, "tam phong")), names(found(ward, "nguyen van a"))) == ([], ["Nguyễn Văn A"])


def test_the_note_that_is_in_force_is_found(ward: Ward) -> None:
    code = ward.receive(note="thiếu giấy").code
    ward.resolve(code, note="đã bổ sung")
    assert (names(found(ward, "bo sung")), names(found(ward, "thieu giay"))) == (["Nguyễn Văn A"], [])


def test_a_void_dossier_is_found(ward: Ward) -> None:
    code = ward.receive().code
    ward.void(code)
    assert [view.entry.dossier.status for view in found(ward, "nguyen van a").views] == ["void"]


WORDS = [word for _, typed, _ in FIRST for word in typed.split()]


@pytest.mark.slow
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.data())
def test_the_index_finds_what_looking_at_each_does(thirty: Ward, words: list[str], data: st.DataObject) -> None:
    typed = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in words)
    one, other = found(thirty, typed), found(thirty, typed, known_at=thirty.now)
    assert (names(one), one.tiers) == (names(other), other.tiers)


def test_the_words_of_the_file_are_those_of_its_dossiers(thirty: Ward) -> None:
    with reading(thirty.path) as connection:
        assert list(found_words.misfound(connection, by_index=True)) == []
        assert list(found_words.misfound(connection, by_index=False)) == []
    told = {word for each in PEOPLE for word in words_of(each.code or "H26.15.30-260803-0001", each.person, each.note)}
    assert {word for (word,) in thirty.ask("SELECT word FROM search_word")} == told


@pytest.mark.parametrize("typed", ["tuan", "t", "nguyen", "hoa"])
def test_every_word_one_letter_off_is_misspelt(typed: str) -> None:
    off = set(one_letter_off(typed)) - {typed}
    assert {word for word in off if not is_misspelt([typed], [word])} == (set() if len(typed) > 2 else off)


@pytest.mark.parametrize("word", ["toaan", "tua", "taun", "tun", "stuan", "tuans"])
def test_a_letter_wrong(word: str) -> None:
    assert is_misspelt(["nguyen", "tuan"], ["nguyen", "van", word]) is (word != "toaan")


@given(st.text(max_size=20))
def test_any_text_can_be_searched_for(typed: str) -> None:
    from onestop_cli.core.dossier import Entry
    from tests.core.dossiers import dossier

    for each in PEOPLE[:3]:
        rank(query(typed), Searched.of(Entry(dossier(), each.person)))
