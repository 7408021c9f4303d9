"""A page of a report, taken apart: its elements, tables, links, charts and the dossiers it carries."""

import json
import re
from html.parser import HTMLParser
from typing import Any, NamedTuple

VOID = frozenset({"meta", "link", "img", "br", "hr", "input", "base", "embed", "source", "track", "area", "col"})


class Cell(NamedTuple):
    """A cell of a table: what it shows, the figure it leads to, and whether it is set as a number or a heading."""

    text: str
    figure: str
    is_number: bool
    is_heading: bool


class Page(HTMLParser):
    """A page as a reader of HTML sees it.

    `tables` are those that stand in it, not the one its script fills; `data` is what the script reads.
    """

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = text
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.tables: list[list[list[Cell]]] = []
        self.words: list[str] = []
        self.unclosed: list[str] = []
        self._within: list[str] = []
        self._cell: list[str] | None = None
        self._figure, self._is_number = "", False
        self.feed(text)
        self.close()
        self.unclosed += self._within
        found = re.search(r"^const data = (.*);$", text, re.MULTILINE)
        self.data: dict[str, Any] = json.loads(found[1]) if found else {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag not in VOID:
            self._within.append(tag)
        match tag:
            case "table":
                self.tables.append([])
            case "tr" if self.tables:
                self.tables[-1].append([])
            case "td" | "th":
                self._cell, self._figure, self._is_number = [], "", given.get("class") == "right"
            case "a" if self._cell is not None:
                self._figure = given.get("href", "").removeprefix("#")
            case _:
                pass

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._within or self._within.pop() != tag:
            self.unclosed.append(tag)
        if tag in ("td", "th") and self._cell is not None:
            made = Cell("".join(self._cell), self._figure, self._is_number, tag == "th")
            self.tables[-1][-1].append(made)
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._within[-1:] in (["script"], ["style"]):
            return
        self.words.append(data)
        if self._cell is not None:
            self._cell.append(data)

    @property
    def text(self) -> str:
        """All it shows, before any script has run."""
        return "".join(self.words)

    @property
    def vocabulary(self) -> set[str]:
        """Every word of it."""
        return set(" ".join(self.words).split())

    @property
    def bodies(self) -> list[list[list[Cell]]]:
        """The tables without their headings."""
        return [[row for row in table if row and not row[0].is_heading] for table in self.tables]

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    @property
    def attributes(self) -> list[tuple[str, str, str]]:
        """Every attribute: element, name, value."""
        return [(tag, name, value) for tag, given in self.elements for name, value in given.items()]

    @property
    def charts(self) -> list[str]:
        """The source of every chart."""
        return re.findall(r"<svg.*?</svg>", self.source, re.DOTALL)

    @property
    def figures(self) -> dict[str, int]:
        """Every figure that can be looked at, with the number printed."""
        cells = (cell for table in self.tables for row in table for cell in row)
        return {cell.figure: whole(cell.text) for cell in cells if cell.figure}

    @property
    def behind(self) -> dict[str, list[int]]:
        """The places of the dossiers the page carries behind each figure."""
        return {name: places for name, (_, places) in self.data.get("figures", {}).items()}

    def dossiers(self, figure: str) -> list[list[str]]:
        """The dossiers the page carries behind a figure; a number in a row is the place of one of its words."""
        rows, words = self.data["rows"], self.data.get("words", [])
        return [
            [cell if isinstance(cell, str) else words[cell] for cell in rows[place]] for place in self.behind[figure]
        ]

    @property
    def rows(self) -> list[list[str]]:
        """Every dossier the page carries, each as often as it stands behind a figure."""
        return [row for figure in self.behind for row in self.dossiers(figure)]

    def codes(self, figure: str) -> set[str]:
        """Their codes."""
        return {row[0] for row in self.dossiers(figure)}


def whole(text: str) -> int:
    """A count as printed, in either language."""
    return int(text.replace(".", "").replace(",", ""))
