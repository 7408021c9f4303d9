"""The pictures of the README are what the commands print, and nothing is fetched to look at them."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from onestop_cli.output.language import use
from scripts import pictures
from scripts.pictures import FOLDER, LANGUAGES, PICTURES

ROOT = Path(__file__).parent.parent
_SVG = "{http://www.w3.org/2000/svg}"
_NAMES = sorted(pictures.file(picture, language).name for picture in PICTURES for language in LANGUAGES)


@pytest.fixture(scope="module")
def screens() -> dict[str, tuple[str, str]]:
    """What is typed and answered, by the name of the picture."""
    try:
        return {path.name: (command, answer) for path, command, answer in pictures.screens()}
    finally:
        use("en")


def text_of(svg: str) -> list[str]:
    """The lines that a picture shows, each run of letters at its column."""
    lines: dict[float, str] = {}
    for row in ElementTree.fromstring(svg).iter(f"{_SVG}text"):
        line = ""
        for run in row.iter(f"{_SVG}tspan"):
            column = round((float(run.attrib["x"]) - 16) / 8.4)
            line = line.ljust(column) + (run.text or "")
        lines[float(row.attrib["y"])] = line
    last = round((max(lines) - 30) / 19)
    return [lines.get(30 + 19 * place, "") for place in range(last + 1)]


def test_the_folder_holds_these_pictures() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.svg")) == _NAMES


@pytest.mark.parametrize("name", _NAMES)
def test_a_picture_shows_what_the_command_prints(screens: dict[str, tuple[str, str]], name: str) -> None:
    command, answer = screens[name]
    said = [line.rstrip() for line in re.sub(r"\x1b\[[\d;]*m", "", answer).split("\n")]
    assert text_of((FOLDER / name).read_text("utf-8")) == [f"$ onestop {command}", *said], "python scripts/pictures.py"


@pytest.mark.parametrize("name", _NAMES)
def test_a_picture_is_what_the_script_draws_to_the_byte(screens: dict[str, tuple[str, str]], name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == pictures.svg(*screens[name]), "python scripts/pictures.py"


@pytest.mark.parametrize("name", _NAMES)
def test_a_picture_fetches_nothing_and_runs_nothing(name: str) -> None:
    svg = (FOLDER / name).read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert re.findall(r"https?:|url\(|@import|@font-face|<script|href|\son\w+=", svg) == []


def test_colours_of_the_screen_are_in_the_picture() -> None:
    assert re.search(r'font-weight="bold" fill="#b3261e">Quá hạn', (FOLDER / "due.svg").read_text("utf-8"))


def test_what_is_typed_is_letters_not_markup() -> None:
    svg = pictures.svg('show <b>&"', "\x1b[31m<script>\x1b[0m & [red]")
    assert text_of(svg) == ['$ onestop show <b>&"', "<script> & [red]"]


@pytest.mark.parametrize(("page", "ending"), [("README.md", ".en.svg"), ("README.vi.md", ".svg")])
def test_the_readme_shows_each_of_them_with_words_for_whoever_does_not_see_it(page: str, ending: str) -> None:
    shown = re.findall(r"!\[([^\]]+)\]\(docs/pictures/([^)\s]+)\)", (ROOT / page).read_text("utf-8"))
    screens = [f"{picture.name}{ending}" for picture in PICTURES]
    assert [name for _, name in shown] == [*screens, "forms/01-03-2025.png"]
    assert all((FOLDER / name).is_file() and len(words) > 40 for words, name in shown)
