"""The counter's card: the page is what its script writes, and every line of it can be typed as it stands."""

import re
from collections.abc import Iterator
from contextlib import chdir
from datetime import date, datetime
from html import unescape

import pytest

from onestop_cli.core.moments import VIETNAM
from onestop_cli.output.language import use
from onestop_cli.sources import typed as texts
from scripts import card, story

NOW = datetime.fromisoformat(story.MORNING).replace(tzinfo=VIETNAM)
QUEUE = "Trần Văn Đông; 2; 20000\nLý Thị Mai; 1; 10000; 0912000109\n"
COMMANDS = [row.command for part in card.PARTS for row in part.rows]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What each line of the card answers, typed from top to bottom."""
    folder = tmp_path_factory.mktemp("card")
    (folder / "hang-cho.txt").write_text(QUEUE, encoding="utf-8")
    with story.office(folder), chdir(folder):
        yield {command: story.typed(command) for command in COMMANDS}
    use("en")


def on_paper() -> list[str]:
    """What the printed page says in the letters of a command, as it is typed."""
    return [unescape(text) for text in re.findall(r"<code>(.*?)</code>", card.FILE.read_text("utf-8"))]


def test_the_page_is_what_its_script_writes() -> None:
    assert card.FILE.read_text("utf-8") == card.page(), "run: python scripts/card.py"


def test_the_page_is_black_on_white_and_fetches_nothing() -> None:
    page = card.FILE.read_text("utf-8")
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", page)) == {"#000", "#fff", "#999"}
    assert re.findall(r"https?:|url\(|@import|<script|<link|<img", page) == []


def test_every_line_of_the_card_is_answered(answers: dict[str, str]) -> None:
    assert [command for command, answer in answers.items() if not answer] == []
    assert len(answers) == len(COMMANDS) >= 20


def test_every_line_on_paper_is_among_those_that_were_typed() -> None:
    said = [line.removeprefix("onestop ") for line in on_paper() if line.startswith("onestop ")]
    assert said == [*COMMANDS, "-h", "nhan -h"]


@pytest.mark.parametrize("text", card.DAYS)
def test_every_day_on_the_card_can_be_typed_so(text: str) -> None:
    assert text in on_paper()
    assert texts.when(text, NOW).on in (date(2026, 1, 6), date(2026, 1, 5))


@pytest.mark.usefixtures("answers")
@pytest.mark.parametrize("code", card.CODES)
def test_every_name_of_a_dossier_on_the_card_finds_one(code: str) -> None:
    assert code in on_paper()
    assert "Hồ sơ" in story.typed(f"show {code}")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("nhan khai-sinh", "Hẹn trả kết quả  17:30 thứ Ba 06/01/2026"),
        ('nhan cs "Nguyễn', "đã trả kết quả lúc 06/01/2026 07:45"),
        ("nhan cs --from", "Trần Văn Đông"),
        ("nhan tinh-trang", "Tiếp nhận        05/01/2026 15:30"),
        ("traketqua 1", "đã trả kết quả"),
        ("traketqua 251230-0001", "đã trả kết quả"),
        ("ketqua 251230-0002", "06/01/2026"),
        ("tim", "Lê Thị Hồng Vân"),
        ("yeucaubosung", "chờ bổ sung, hoàn thiện hồ sơ"),
        ("tieptuc", "đang giải quyết"),
        ("giahan", "09/01/2026"),
        ("ruthoso", "đã rút"),
        ("dinhchinh", "Lê Thị Hồng Vy"),
        ("hoantac", "Lê Thị Hồng Vân"),
        ("huyhoso", "hủy"),
        ("viec", "Đến hạn hôm nay"),
        ("homnay", "thứ Ba 06/01/2026"),
        ("baocao", "01/12/2025"),
    ],
)
def test_a_line_does_what_stands_beside_it(answers: dict[str, str], command: str, said: str) -> None:
    (answer,) = [answer for line, answer in answers.items() if line.startswith(command)]
    assert said in answer
