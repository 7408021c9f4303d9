"""A mark kept elsewhere, beside the chain as it is now."""

import pytest

from onestop_cli.core.anchors import Compared, Restoration, Result, anchor_mark, compared, is_anchor
from onestop_cli.core.chain import Walked
from onestop_cli.core.ledger import Mark
from onestop_cli.errors import BadAnchor

HASH = "ab" * 32
CHAIN = Walked(Mark(20, "cd" * 32), 20, 0, {}, {7: HASH, 15: HASH})
RESTORED = [Restoration(12, (Mark(30, "ef" * 32),))]
"""At event 12 a file was replaced whose last event was number 30."""


@pytest.mark.parametrize("text", ["29:" + "a" * 12, "29:" + "A" * 64, "1:0123456789abcdef"])
def test_an_anchor_is_a_number_and_12_to_64_digits(text: str) -> None:
    seq, _, digits = text.partition(":")
    assert anchor_mark(text) == Mark(int(seq), digits.lower())


WHOLE = "29:" + HASH


@pytest.mark.parametrize(
    "text",
    [
        f"  {WHOLE}\n", f"{WHOLE}.", f"“{WHOLE}”,", f"<{WHOLE}>", f"({WHOLE});", f"\u00a0{WHOLE}\u00a0", WHOLE.upper(),
        f"Mã đối chiếu cất ở nơi khác  {WHOLE}",
        f"Kết xuất ngày 26/11/2026 lúc 17:45: 0 hồ sơ; 0,7 MB; mã đối chiếu {WHOLE}; ket-xuat/2026-11-26",
        f"onestop audit verify --chain --anchor {WHOLE}",
        f"{WHOLE} {WHOLE}", f"29:\n{HASH}", f"{WHOLE[:40]}\n{WHOLE[40:]}", f"{WHOLE[:20]}\r\n{WHOLE[20:]}\n",
    ],
    ids=str.strip,
)  # fmt: skip
def test_an_anchor_is_copied_as_it_stands_in_what_was_printed(text: str) -> None:
    assert (is_anchor(text), anchor_mark(text)) == (True, Mark(29, HASH))


@pytest.mark.parametrize(
    "text",
    [f"{WHOLE} 30:{HASH}", f"{WHOLE} or 29:{'cd' * 32}", "Made 27/11/2026 04:19", "", "  ", f"x{WHOLE}", f"{WHOLE}g"],
)
def test_which_anchor_is_meant_is_not_guessed(text: str) -> None:
    with pytest.raises(BadAnchor):
        anchor_mark(text)


@pytest.mark.parametrize("text", ["29:" + "a" * 11, "29:" + "a" * 65, "29:", "0:" + "a" * 12, "x:" + "a" * 12, "29"])
def test_what_is_no_anchor_is_refused(text: str) -> None:
    with pytest.raises(BadAnchor):
        anchor_mark(text)


@pytest.mark.parametrize("text", ["C:nights", "nights/2026-11-23", "29", "٣:" + "a" * 12, "29:xyz"])
def test_a_file_is_not_meant_as_an_anchor(text: str) -> None:
    assert not is_anchor(text)


@pytest.mark.parametrize(
    ("mark", "result", "by"),
    [
        pytest.param(Mark(7, HASH), Result.matches, None, id="whole"),
        pytest.param(Mark(7, HASH[:12]), Result.matches, None, id="its first digits"),
        pytest.param(Mark(7, "0" * 12), Result.differs, None, id="another event"),
        pytest.param(Mark(21, "0" * 12), Result.beyond, None, id="after the end"),
    ],
)
def test_without_a_restoration(mark: Mark, result: Result, by: int | None) -> None:
    assert compared(mark, CHAIN, []) == Compared(*mark, result, by)


@pytest.mark.parametrize(
    ("mark", "result", "by"),
    [
        pytest.param(Mark(30, "ef" * 32), Result.replaced, 12, id="the last of the replaced file"),
        pytest.param(Mark(30, "ef" * 6), Result.replaced, 12, id="its first digits"),
        pytest.param(Mark(30, "0" * 12), Result.beyond, None, id="not the last of it, at its number"),
        pytest.param(Mark(31, "0" * 12), Result.beyond, None, id="after it"),
        pytest.param(Mark(29, "0" * 12), Result.replaced, 12, id="before it"),
        pytest.param(Mark(15, "0" * 12), Result.replaced, 12, id="where the present file has another"),
        pytest.param(Mark(12, "0" * 12), Result.replaced, 12, id="in the place of the restoration"),
        pytest.param(Mark(11, "0" * 12), Result.differs, None, id="in the backup itself"),
        pytest.param(Mark(15, HASH), Result.matches, None, id="of the present file"),
    ],
)
def test_with_a_restoration(mark: Mark, result: Result, by: int | None) -> None:
    chain = CHAIN._replace(hashes={**CHAIN.hashes, 11: HASH, 12: HASH})
    assert compared(mark, chain, RESTORED) == Compared(*mark, result, by)


def test_which_results_are_findings() -> None:
    found = {result for result in Result if Compared(1, HASH, result).is_finding}
    assert found == {Result.differs, Result.beyond}


@pytest.mark.parametrize(
    ("mark", "result", "by"),
    [
        pytest.param(Mark(11, "0" * 12), Result.differs, None, id="in the backup itself"),
        pytest.param(Mark(12, "0" * 12), Result.replaced, 12, id="in the place of the restoration"),
        pytest.param(Mark(500, "0" * 12), Result.replaced, 12, id="wherever that file ended"),
        pytest.param(Mark(15, HASH), Result.matches, None, id="of the present file"),
    ],
)
def test_with_a_restoration_over_a_file_that_could_not_be_read(mark: Mark, result: Result, by: int | None) -> None:
    assert compared(mark, CHAIN, [Restoration(12, (None,))]) == Compared(*mark, result, by)


@pytest.mark.parametrize(
    ("mark", "result", "by"),
    [
        pytest.param(Mark(44, "0" * 12), Result.replaced, 12, id="of the first of them"),
        pytest.param(Mark(45, "aa" * 32), Result.replaced, 12, id="the last of the first of them"),
        pytest.param(Mark(46, "0" * 12), Result.beyond, None, id="after all of them"),
        pytest.param(Mark(11, "0" * 12), Result.differs, None, id="in the backup itself"),
    ],
)
def test_with_a_restoration_over_a_file_that_had_been_restored(mark: Mark, result: Result, by: int | None) -> None:
    restored = Restoration(12, (Mark(30, "ef" * 32), Mark(45, "aa" * 32)))
    assert compared(mark, CHAIN._replace(hashes={11: HASH, 12: HASH}), [restored]) == Compared(*mark, result, by)
