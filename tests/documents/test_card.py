"""The counter's card on paper."""

import shutil
from pathlib import Path

import pytest

from scripts import card
from tests.documents.programs import Browser, sheets

pytestmark = pytest.mark.slow


@pytest.mark.usefixtures("poppler")
def test_the_card_is_one_sheet_of_a4(browser: Browser, tmp_path: Path) -> None:
    paper = sheets(browser.paper(Path(shutil.copy(card.FILE, tmp_path / "card.html"))))
    assert (paper.pages, paper.size) == (1, "594.96 x 841.92 pts (A4)")
    assert {"Cách", "gõ", "footer"} & set(paper.words) == {"Cách", "gõ"}
