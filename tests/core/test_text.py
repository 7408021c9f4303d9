"""Text as people type it: composed or not, with or without accents, pasted from anywhere."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.text import normalised, search_key, visible

NAMES = ["Nguyễn Văn Ánh", "Đặng Thị Ngọc Hà", "Phường Phúc Lợi", "Đường Đê Ông Đô"]


@pytest.mark.parametrize("name", NAMES)
def test_composed_and_decomposed_spellings_are_one_name(name: str) -> None:
    assert normalised(unicodedata.normalize("NFD", name)) == normalised(name) == name


@pytest.mark.parametrize("name", NAMES)
def test_composed_and_decomposed_spellings_are_found_alike(name: str) -> None:
    assert search_key(unicodedata.normalize("NFD", name)) == search_key(name)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Đăng ký khai tử", "dang ky khai tu"),
        ("ĐĂNG KÝ KHAI TỬ", "dang ky khai tu"),
        ("đ Đ d D", "d d d d"),
        ("Trưởng Phòng Ước", "truong phong uoc"),
        ("khai-tu", "khai-tu"),
    ],
)
def test_a_search_ignores_case_accents_and_the_stroke_of_d(typed: str, key: str) -> None:
    assert search_key(typed) == key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("  Lan \n", "Lan", id="blanks around it"),
        pytest.param("Nguyễn\tVăn\nA", "Nguyễn Văn A", id="tab and line end become blanks"),
        pytest.param("Lan\x1b[31m", "Lan [31m", id="no terminal escape survives"),
        pytest.param("Lan\u200b Anh\u202e", "Lan Anh", id="invisible characters go"),
        pytest.param("Nguyễn\u00a0Văn\u2009A", "Nguyễn Văn A", id="the blanks of a word processor"),
        pytest.param("số 5\u2028ngõ 3", "số 5 ngõ 3", id="a line separator"),
        pytest.param("e\u200b\u0302", "ê", id="an accent that an invisible character held apart"),
        pytest.param("e\ufe0f\u0302", "ê", id="an accent that a selector of no width held apart"),
        pytest.param("La\u3164n\u2800", "Lan", id="letters that are drawn as nothing"),
        pytest.param("Lan\U000e0041\u2066x\u0085", "Lanx", id="tags, isolates, C1 controls"),
    ],
)
def test_what_is_kept_of_typed_text(typed: str, kept: str) -> None:
    assert normalised(typed) == kept


@given(st.text())
def test_normalised_text_is_composed_and_printable(typed: str) -> None:
    kept = normalised(typed)
    assert kept.isprintable()
    assert unicodedata.is_normalized("NFC", kept)


@pytest.mark.parametrize("text", ["a\x1bb", "a\x9bb", "a\x07b", "a\rb", "a\u202eb", "a\u061cb", "a\u3164b", "a\ufe0fb"])
def test_what_no_screen_draws_is_seen(text: str) -> None:
    assert visible(text) == "a�b"


@given(st.text())
def test_normalising_twice_changes_nothing_more(typed: str) -> None:
    assert normalised(normalised(typed)) == normalised(typed)


@given(st.text())
def test_a_search_key_is_the_same_for_every_normal_form(typed: str) -> None:
    assert len({search_key(unicodedata.normalize(form, typed)) for form in ("NFC", "NFD")}) == 1
