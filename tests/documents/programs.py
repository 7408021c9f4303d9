"""Other people's programs that documents are opened with: a browser, an office suite, a reader of PDF."""

import json
import os
import re
import subprocess
from base64 import b64decode
from collections.abc import Iterable
from pathlib import Path
from select import select
from typing import Any, NamedTuple

from tests.documents.page import Page

SECONDS = 120
_SAID = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
_NUMBERS = re.compile(r'"(-?[\d.]+)"')
_WORDS = re.compile(r"<word ([^>]+)>(.*?)</word>")


class Seen(NamedTuple):
    """A page as a browser shows it once its script has run, and what its console said."""

    page: Page
    console: list[str]


class Browser:
    """Chromium without a screen, with a profile of its own: started once, a tab of its own for every page."""

    def __init__(self, program: str, profile: Path) -> None:
        theirs, self._asks = os.pipe()
        self._answers, also_theirs = os.pipe()
        command = (
            program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={profile}", "--remote-debugging-pipe",
        )  # fmt: skip
        self._running = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{theirs} 4>&{also_theirs}', "bash", *command],
            pass_fds=(theirs, also_theirs), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs)
        os.close(also_theirs)
        self._unread, self._n_asked = b"", 0

    def close(self) -> None:
        """It is gone."""
        os.close(self._asks)
        os.close(self._answers)
        self._running.kill()
        self._running.wait()

    def seen(self, page: Path, figure: str = "") -> Seen:
        """The page, with a figure looked at where one is named."""
        return self._opened(page, figure)[0]

    def paper(self, page: Path) -> Path:
        """The page printed to a PDF, beside it."""
        target = page.with_suffix(".paper.pdf")
        target.write_bytes(self._opened(page, is_printed=True)[1])
        return target

    def _opened(self, page: Path, figure: str = "", *, is_printed: bool = False) -> tuple[Seen, bytes]:
        told: list[dict[str, Any]] = []
        tab = self._ask("Target.createTarget", told, url="about:blank")["targetId"]
        session = self._ask("Target.attachToTarget", told, targetId=tab, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self._ask(f"{domain}.enable", told, session)
        address = page.absolute().as_uri() + (f"#{figure}" if figure else "")
        assert "errorText" not in self._ask("Page.navigate", told, session, url=address)
        while not any(each["method"] == "Page.loadEventFired" for each in told):
            told.append(self._next())
        script = "new Promise(seen => setTimeout(() => seen(document.documentElement.outerHTML), 0))"
        shown = self._ask("Runtime.evaluate", told, session, expression=script, awaitPromise=True)["result"]["value"]
        drawn = b""
        if is_printed:
            as_set = {"printBackground": True, "preferCSSPageSize": True}
            drawn = b64decode(self._ask("Page.printToPDF", told, session, **as_set)["data"])
        self._ask("Target.closeTarget", told, targetId=tab)
        console = [json.dumps(each["params"]) for each in told if each["method"] in _SAID]
        return Seen(Page(shown), console), drawn

    def _ask(self, method: str, told: list[dict[str, Any]], session: str = "", **parameters: object) -> dict[str, Any]:
        """The answer to one question; what is told meanwhile is kept."""
        self._n_asked += 1
        asked = {"id": self._n_asked, "method": method, "params": parameters}
        os.write(self._asks, json.dumps(asked | ({"sessionId": session} if session else {})).encode() + b"\0")
        while (answer := self._next()).get("id") != self._n_asked:
            told.append(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            is_there, _, _ = select([self._answers], [], [], SECONDS)
            assert is_there, "the browser does not answer"
            read = os.read(self._answers, 1 << 20)
            assert read, "the browser has ended"
            self._unread += read
        first, _, self._unread = self._unread.partition(b"\0")
        return json.loads(first)


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
