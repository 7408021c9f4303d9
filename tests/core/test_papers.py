"""The papers a citizen is asked for, as a clerk types them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.papers import Paper, PaperKind, papers, papers_text
from onestop_cli.core.text import normalised
from onestop_cli.errors import BadPaper, NoPapers


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("giấy chứng sinh", "giấy chứng sinh"),
        ("giấy chứng sinh:chính:1; sổ hộ khẩu:photo", "giấy chứng sinh:chính:1; sổ hộ khẩu:photo"),
        ("Đơn:CHINH:02;hộ chiếu : chung  thuc ;", "Đơn:chính:2; hộ chiếu:chứng thực"),
        ("Đơn:bản chính;Đơn:Bản Photo:3", "Đơn:chính; Đơn:photo:3"),
        (unicodedata.normalize("NFD", "đơn:chứng thực:1"), "đơn:chứng thực:1"),
        (" ;; đơn ;", "đơn"),
    ],
)
def test_papers_come_to_one_text(typed: str, text: str) -> None:
    assert papers_text(papers(typed)) == text


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("đơn:bản sao", 1),
        ("đơn; hộ khẩu:", 2),
        ("đơn::1", 1),
        (":chính", 1),
        ("đơn:chính:0", 1),
        ("đơn:chính:-1", 1),
        ("đơn:chính:1.5", 1),
        ("đơn:chính:²", 1),
        ("đơn:chính:", 1),
        ("đơn:chính:10000", 1),
        ("a;b;Nguyễn Văn A:chính:1:2", 3),
    ],
)
def test_a_paper_that_is_not_understood_is_named_by_its_place_only(typed: str, place: int) -> None:
    with pytest.raises(BadPaper) as refused:
        papers(typed)
    assert refused.value.values == {"place": place}


@pytest.mark.parametrize("typed", ["", " ", ";", " ; ;"])
def test_no_paper_at_all(typed: str) -> None:
    with pytest.raises(NoPapers):
        papers(typed)


NAMES = st.text(st.characters(exclude_characters=":;", codec="utf-8"), min_size=1).map(normalised)


@given(
    st.lists(
        st.builds(
            Paper,
            NAMES.filter(lambda name: bool(name) and not set(name) & set(":;")),
            st.sampled_from(PaperKind),
            st.integers(1, 9999),
        ),
        min_size=1,
    )
)
def test_the_text_of_papers_is_read_back(of: list[Paper]) -> None:
    assert papers(papers_text(of)) == tuple(of)
