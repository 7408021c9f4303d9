"""Draw the pictures of the README, `docs/pictures/*.svg`, from what the commands print on a terminal of 80 columns.

    python scripts/pictures.py

The office is that of `scripts/story.py`, the month's report that of the demonstration; their clocks stand still, so the
same commands give the same bytes. `tests/test_pictures.py` fails when a picture is not what this draws. Nothing is
fetched to look at one: letters come from a font of equal widths on the reader's machine, and each run of them says how
wide it is.
"""

import re
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from scripts.story import office, typed

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
COLUMNS = 80
_CELL, _LINE, _EDGE = 8.4, 19, 16
_FONT = "ui-monospace,'Cascadia Mono',Consolas,Menlo,'Noto Sans Mono','Liberation Mono','Courier New',monospace"
"""Of equal widths, with every Vietnamese letter: DejaVu Sans Mono puts marks beside theirs."""
_PAPER, _INK, _FAINT = "#fbfbf9", "#1f2328", "#6a737d"
_COLOURS = {1: "#b3261e", 2: "#1a7f37", 3: "#8a6100", 4: "#0a5cad", 5: "#8250df", 6: "#0a6c74"}
"""Red, green, yellow, blue, magenta and cyan of a terminal, as they read well on paper."""
_CONSOLE = Console(color_system="standard", force_terminal=True)
_HASH = re.compile(r"\b[0-9a-f]{12,64}\b")


class Picture(NamedTuple):
    """What is typed, and how many lines of the answer are shown; all of them unless said."""

    name: str
    command: str
    lines: int | None = None


PICTURES = (
    Picture("due", "due"),
    Picture("explain", "explain 251230-0001"),
    Picture("report", "report --month 8 --year 2023 --by field", 20),
)
LANGUAGES = {"vi": "", "en": ".en"}
"""What a picture's file is called after its name, in each language."""


def file(picture: Picture, language: str) -> Path:
    """Where a picture lies."""
    return FOLDER / f"{picture.name}{LANGUAGES[language]}.svg"


def drawn() -> Iterator[tuple[Path, str]]:
    """Every picture's file and its SVG."""
    for path, command, answer in screens():
        yield path, svg(command, answer)


def screens() -> Iterator[tuple[Path, str, str]]:
    """Every picture's file, what is typed, what the terminal answers; for a hash, which no two files share, `…`."""
    with tempfile.TemporaryDirectory() as name, office(Path(name)):
        register = Path(name) / "demo-2023.db"
        typed(f"demo '{Path(name) / 'demo.db'}'")
        for picture in PICTURES:
            for language in LANGUAGES:
                where = f"--db '{register}' " if picture.name == "report" else ""
                answer = typed(f"{where}{picture.command} --lang {language}", columns=COLUMNS)
                lines = [line.rstrip() for line in _HASH.sub("…", answer).rstrip().split("\n")]
                shown = lines if picture.lines is None else [*lines[: picture.lines], "⋮"]
                yield file(picture, language), picture.command, "\n".join(shown)


def svg(command: str, answer: str) -> str:
    """A terminal with a command and its answer, whose colours are those that ANSI escapes say."""
    rows = [[_run(f"$ onestop {command}", 0, Style(bold=True))], *(_runs(line) for line in answer.split("\n"))]
    width, height = COLUMNS * _CELL + 2 * _EDGE, len(rows) * _LINE + 2 * _EDGE
    body = "".join(
        f'<text y="{_EDGE + place * _LINE + 14}">{"".join(runs)}</text>\n' for place, runs in enumerate(rows) if runs
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" width="{width:g}" height="{height}" '
        f'font-family="{_FONT}" font-size="14" fill="{_INK}" xml:space="preserve">\n'
        f'<rect x="0.5" y="0.5" width="{width - 1:g}" height="{height - 1}" rx="8" fill="{_PAPER}" stroke="#d0d7de"/>\n'
        f"{body}</svg>\n"
    )


def _runs(line: str) -> list[str]:
    """The pieces of a line between its blanks, each at its column, so that a font of other widths moves none."""
    runs, column = [], 0
    for segment in Text.from_ansi(line).render(_CONSOLE):
        for piece in re.findall(r"\s+|\S+(?: \S+)*", segment.text):
            if piece.strip():
                runs.append(_run(piece, column, segment.style or Style()))
            column += Segment(piece).cell_length
    return runs


def _run(text: str, column: int, style: Style) -> str:
    said = "" if not style.bold else ' font-weight="bold"'
    number = style.color.number if style.color else None
    if number is not None or style.dim:
        said += f' fill="{_COLOURS.get(number or 0, _FAINT)}"'
    width = Segment(text).cell_length * _CELL
    place = f'x="{_EDGE + column * _CELL:g}" textLength="{width:g}" lengthAdjust="spacingAndGlyphs"'
    return f"<tspan {place}{said}>{escape(text, quote=False)}</tspan>"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, picture in drawn():
        path.write_text(picture, encoding="utf-8")
