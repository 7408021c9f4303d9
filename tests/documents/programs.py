"""Other people's programs that documents are opened with: a browser, an office suite, a reader of PDF."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.documents.page import Page

CONSOLE = re.compile(r":CONSOLE[:(][0-9]+\)?\] (.*)")
SECONDS = 120
_NUMBERS = re.compile(r'"(-?[\d.]+)"')
_WORDS = re.compile(r"<word ([^>]+)>(.*?)</word>")


class Seen(NamedTuple):
    """A page as a browser shows it once its script has run, and what its console said."""

    page: Page
    console: list[str]


class Browser:
    """Chromium without a screen, with a profile of its own."""

    def __init__(self, program: str, profile: Path) -> None:
        self._command = (
            program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={profile}", "--enable-logging=stderr",
        )  # fmt: skip

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*self._command, *arguments], capture_output=True, check=False, timeout=SECONDS, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        return done

    def seen(self, page: Path, figure: str = "") -> Seen:
        """The page, with a figure looked at where one is named."""
        done = self._run("--dump-dom", page.absolute().as_uri() + (f"#{figure}" if figure else ""))
        return Seen(Page(done.stdout), CONSOLE.findall(done.stderr))

    def paper(self, page: Path) -> Path:
        """The page printed to a PDF, beside it."""
        target = page.with_suffix(".paper.pdf")
        self._run(f"--print-to-pdf={target}", "--no-pdf-header-footer", page.absolute().as_uri())
        return target


class Office:
    """LibreOffice without a screen, with a profile of its own."""

    def __init__(self, program: str, profile: Path) -> None:
        self._command = (program, f"-env:UserInstallation={profile.absolute().as_uri()}", "--headless")

    def converted(self, books: Iterable[Path], target: str, folder: Path) -> int:
        """The workbooks in another format in a folder; returns the exit code."""
        done = subprocess.run(
            [*self._command, "--convert-to", target, "--outdir", str(folder), *map(str, books)],
            capture_output=True, check=False, timeout=SECONDS,
        )  # fmt: skip
        return done.returncode


class Sheets(NamedTuple):
    """A PDF: how many pages, their size, and the words that can be read on them."""

    pages: int
    size: str
    words: list[str]


def sheets(pdf: Path) -> Sheets:
    """What poppler reads in a PDF; of what is cut off at an edge it reads nothing."""
    told = dict(line.split(":", 1) for line in _output("pdfinfo", str(pdf)).splitlines())
    return Sheets(int(told["Pages"]), told["Page size"].strip(), _output("pdftotext", str(pdf), "-").split())


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True, timeout=SECONDS, encoding="utf-8").stdout


def text_of(pdf: Path) -> str:
    """The words of a PDF in their order, with one blank between two."""
    return " ".join(_output("pdftotext", str(pdf), "-").split())


def pages_of(pdf: Path) -> list[str]:
    """The words of each page of a PDF as they lie on it."""
    return _output("pdftotext", "-layout", str(pdf), "-").split("\f")[:-1]


def lines_of(pdf: Path) -> str:
    """The same line by line, so that the cells of a row are beside each other."""
    return " ".join(_output("pdftotext", "-layout", str(pdf), "-").split())


def outside(pdf: Path, margin: float) -> list[str]:
    """The words of a PDF that lie nearer to an edge than so many points, or beyond it."""
    found: list[str] = []
    for page in _output("pdftotext", "-bbox", str(pdf), "-").split("<page ")[1:]:
        width, height = (float(each) for each in _NUMBERS.findall(page.split(">", 1)[0]))
        for place, word in _WORDS.findall(page):
            left, top, right, bottom = (float(each) for each in _NUMBERS.findall(place))
            if min(left, top, width - right, height - bottom) < margin:
                found.append(word)
    return found


def fonts_of(pdf: Path) -> set[str]:
    """The families of the fonts in a PDF, each of which is embedded."""
    rows = [line.split() for line in _output("pdffonts", str(pdf)).splitlines()[2:]]
    assert all(row[-5] == "yes" for row in rows), rows
    return {row[0].split("+")[-1].split("-")[0] for row in rows}


def picture_of(pdf: Path, dots: int) -> Path:
    """The first page as PNG, beside it."""
    _output("pdftoppm", "-singlefile", "-png", "-r", str(dots), str(pdf), str(pdf.with_suffix("")))
    return pdf.with_suffix(".png")
