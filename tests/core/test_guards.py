"""Cells that no spreadsheet takes for a formula, wherever it begins a cell, and the text they were."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.guards import guarded, guarded_json, unguarded

ATTACKS = (
    "=1+1", "+84", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "\tx", "\rx", "'x", "=HYPERLINK(\"http://x\")",
    "＝1", "＋1", "－1", "＠x", "−1", "﹣1", "﹦1", "﹢1", "﹫x", " =1", "\u00a0=1", "\u200b=1", '"=1', "''", "'=1",
)  # fmt: skip
HEADS = ("a", "a;", "a,b;", "a\t", "a\n", ";", "a;b;")
READ_AS_FORMULA = re.compile('["\\s\u00ad\u200b-\u200f\ufeff]*[=+@＝＋－＠﹦﹢﹣﹫−-]')


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_cell_that_begins_like_a_formula_is_prefixed(attack: str) -> None:
    assert guarded(attack) == f"'{attack}"


@pytest.mark.parametrize(
    "text", ["", "a", "Nguyễn Văn A", "Số 1, phố X; tổ 2", "Số 1, -5", "tổ 2,'a'", "a=b", "1-2", "b@c", "a'b", "3;4"]
)
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert (guarded(text), unguarded(text)) == (text, text)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("attack", ["=1", '"=1', " +1", "－1"])
def test_no_part_of_a_cell_is_a_formula_where_a_spreadsheet_splits_it(head: str, attack: str) -> None:
    parts = re.split("[;\t\n]", guarded(head + attack))
    assert not any(READ_AS_FORMULA.match(part) for part in parts)


texts = st.text(st.sampled_from("=+-@'＝− ;,\t\n\"a|ộ\u200b"), max_size=12) | st.text()


@given(texts)
def test_what_was_guarded_comes_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(texts)
def test_what_was_guarded_twice_comes_back_by_two_steps(text: str) -> None:
    assert unguarded(unguarded(guarded(guarded(text)))) == text


@given(st.lists(st.dictionaries(st.just("note"), texts) | texts))
def test_a_list_goes_out_as_the_same_list_and_is_no_formula(value: list[object]) -> None:
    cell = guarded_json(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    assert json.loads(unguarded(cell)) == value
    assert not any(READ_AS_FORMULA.match(part) for part in re.split(";", cell))


def test_a_list_without_a_formula_goes_out_as_it_is() -> None:
    cell = '[{"letter":"12/XL-UBND","note":"- Tý, \'Mão\', -"}]'
    assert guarded_json(cell) == cell
