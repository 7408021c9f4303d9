"""Reports as pages: one file each, nothing in it executed but its own script, the right dossiers behind each figure."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from onestop_cli.core.life import fold
from onestop_cli.core.outcomes import outcome
from onestop_cli.core.tally import COUNTS
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from tests.core.written import at
from tests.documents.conftest import Documents
from tests.documents.page import Page, whole
from tests.documents.programs import Browser, sheets
from tests.documents.shapes import COUNTED, LANGUAGES, SHAPES
from tests.documents.varied import KEPT, LONG_PROCEDURE, NOW, written
from tests.office import Ward

pytestmark = pytest.mark.slow

Pages = dict[tuple[str, str], Page]
EVERY = [(shape, language) for shape in SHAPES for language in LANGUAGES]
SVG = "http://www.w3.org/2000/svg"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
ELEMENTS = frozenset(
    "html head meta title style body h1 h2 p div table thead tbody tr th td a figure figcaption section ul li dl dt dd "
    "s noscript script svg defs pattern rect circle path text line g".split()
)
"""What a page is made of, and what its charts are."""
LEADS = ("src", "href", "xlink:href", "srcset", "action", "formaction", "data", "poster", "ping")
"""The attributes by which something else is fetched or opened."""
LOOKED_AT = {
    "month": ("period-0-received", "period-11-overdue", "cumulative-14-early"),
    "year": ("period-3-resolved",),
    "form": ("form-4-on_time", "form-2-pending"),
    "index": ("index-10-late",),
    "sealed": ("period-11-withdrawn",),
}
"""The figures looked at in a browser, the first of each shape in both languages."""
MORE = (
    ("report", "--month", "8", "--by", "officer", "--by", "channel"),
    ("report", "--year", "2026", "--by", "week", "--by", "field"),
    ("report", "--quarter", "3", "--by", "month", "--by", "officer", "--cumulative"),
    ("report", "--month", "8", "--by", "day"),
    ("report", "--month", "8", "--by", "none", "--basis", "extended"),
    ("report", "--month", "8", "--convention", "administrative", "--basis", "statutory", "--granularity", "minute"),
    ("report", "--month", "8", "--as-of", "20/8/2026", "--known-at", "25/8/2026"),
    ("report", "--from", "4/8/2026", "--to", "13/8/2026", "--basis", "promised"),
    ("report", "--form", "06a", "--half", "2"),
    ("report", "--form", "06a", "--year", "2026", "--known-at", "1/9/2026", "--granularity", "date"),
    ("report", "--index-766", "--year", "2026"),
    ("report", "--index-766", "--month", "8", "--by", "officer", "--by", "channel"),
    ("report", "--index-766", "--month", "9", "--by", "field"),
    ("report", "--sealed", "--month", "8", "--by", "field", "--by", "week"),
    ("report", "--month", "3"),  # with its cumulative figures
    ("report", "--form", "06a", "--month", "3"),
    ("report", "--index-766", "--month", "3"),
)  # fmt: skip
"""More reports with figures, the last of a month without a dossier."""

CODE = re.compile(r"H26\.15\.30-[0-9]{6}-[0-9]{4}")


# --- one file that needs nothing else ----------------------------------------------------------------


@pytest.mark.parametrize(("shape", "language"), EVERY)
def test_a_page_reaches_nothing_outside_itself(shape: str, language: str, pages: Pages) -> None:
    page = pages[shape, language]
    outside = page.source.replace(SVG, "").replace("https://example.invalid/a", "")
    assert "://" not in outside
    assert "@import" not in outside
    assert {u for u in re.findall(r"url\(([^)]*)\)", outside) if not u.startswith("#c")} == set()
    leads = [found for found in page.attributes if found[1] in LEADS]
    assert [lead for lead in leads if lead[:2] != ("a", "href") or not lead[2].startswith("#")] == []


@pytest.mark.parametrize(("shape", "language"), EVERY)
def test_a_page_says_that_nothing_may_be_fetched(shape: str, language: str, pages: Pages) -> None:
    page = pages[shape, language]
    tags = [tag for tag, _ in page.elements]
    policy = page.elements.index(("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}))
    assert policy < min(tags.index(tag) for tag in ("style", "script", "body") if tag in tags)
    assert page.elements[tags.index("html")][1] == {"lang": language}
    assert ("meta", {"charset": "utf-8"}) in page.elements


@pytest.mark.parametrize(("shape", "language"), EVERY)
def test_a_page_is_made_of_its_own_elements_only(shape: str, language: str, pages: Pages) -> None:
    page = pages[shape, language]
    assert page.tags <= ELEMENTS
    assert page.unclosed == []
    assert sum(tag == "script" for tag, _ in page.elements) == (1 if shape in COUNTED else 0)
    assert [found for found in page.attributes if found[1].startswith("on")] == []
    assert page.source.endswith("</html>\n")


@pytest.mark.parametrize("shape", SHAPES)
def test_both_languages_tell_the_same(shape: str, pages: Pages) -> None:
    vietnamese, english = pages[shape, "vi"], pages[shape, "en"]
    assert vietnamese.figures == english.figures
    assert [len(table) for table in vietnamese.tables] == [len(table) for table in english.tables]
    assert vietnamese.text != english.text
    assert vietnamese.behind == english.behind


# --- the dossiers behind each figure -----------------------------------------------------------------


def _must_fit(page: Page) -> None:
    """Each figure printed has as many dossiers, none twice, and none is carried that is not printed."""
    assert {name: len(places) for name, places in page.behind.items()} == page.figures
    for name, number in page.figures.items():
        assert len(page.codes(name)) == number, name
    assert all(len(row) == len(page.data["headings"]) for row in page.rows)


@pytest.mark.parametrize(("shape", "language"), [(shape, language) for shape in COUNTED for language in LANGUAGES])
def test_each_figure_printed_has_as_many_dossiers_in_the_page(shape: str, language: str, pages: Pages) -> None:
    page = pages[shape, language]
    assert page.figures
    _must_fit(page)


@pytest.mark.parametrize("command", MORE, ids=" ".join)
def test_so_does_each_figure_of_every_other_report(command: tuple[str, ...], register: Ward, tmp_path: Path) -> None:
    page = Page(written(register, tmp_path / "x.html", *command).read_text(encoding="utf-8"))
    assert bool(page.figures) == (command not in MORE[-2:])
    _must_fit(page)


@pytest.mark.parametrize(
    ("shape", "first", "last"), [("month", 1, 18), ("year", 1, 18), ("sealed", 1, 18), ("form", 2, 12), ("index", 1, 6)]
)
def test_each_count_but_nought_can_be_looked_at(shape: str, first: int, last: int, pages: Pages) -> None:
    """What was accepted late has a column only where there is any."""
    assert len(COUNTS) == 18 + 1
    for table in pages[shape, "en"].bodies[: 2 if shape in ("month", "sealed") else 1]:
        for row in table:
            for place, cell in enumerate(row):
                is_count = cell.is_number and first <= place <= last and whole(cell.text) > 0
                assert bool(cell.figure) == is_count, (row[0].text, place, cell)


@pytest.mark.parametrize("shape", COUNTED)
def test_the_title_of_a_figure_names_its_row_and_column(shape: str, pages: Pages) -> None:
    page = pages[shape, "en"]
    for table in page.tables:
        for row in table:
            name = next((cell.text for cell in row if not cell.is_number and cell.text and not cell.text.isdigit()), "")
            for cell in row:
                if cell.figure:
                    assert page.data["figures"][cell.figure][0].startswith(f"{name} · ")


START, END = at("1/8/2026 00:00").isoformat(), at("31/8/2026 23:59:59").isoformat()
RECEIVED = f"received_at BETWEEN '{START}' AND '{END}'"
RESOLVED = f"resolved_at BETWEEN '{START}' AND '{END}'"
CLOSED = f"closed_at BETWEEN '{START}' AND '{END}'"
WHERE = {
    "carried_over": f"received_at < '{START}' AND (finished_at IS NULL OR finished_at >= '{START}')",
    "received": RECEIVED,
    "received_online": f"{RECEIVED} AND channel = 'online'",
    "received_direct": f"{RECEIVED} AND channel = 'direct'",
    "received_postal": f"{RECEIVED} AND channel = 'postal'",
    "resolved": RESOLVED,
    "refused": f"{RESOLVED} AND result = 'refused'",
    "withdrawn": f"{CLOSED} AND status = 'withdrawn'",
    "stopped": f"{CLOSED} AND status = 'stopped'",
    "pending": f"received_at <= '{END}' AND (finished_at IS NULL OR finished_at > '{END}')",
}  # fmt: skip
"""The dossiers of August in the register itself."""
JUDGED = {
    "early": ("resolved", "early"), "on_time": ("resolved", "on_time"), "late": ("resolved", "late"),
    "resolved_no_limit": ("resolved", "no_limit"), "within": ("pending", "within"), "overdue": ("pending", "overdue"),
    "suspended": ("pending", "suspended"), "pending_no_limit": ("pending", "no_limit"),
}  # fmt: skip
"""Those told apart by how they stood at the end of August, each told again from its events."""


def _counted(register: Ward, column: str) -> set[tuple[str, str]]:
    """The dossiers of a column of August with their procedures, found without any report."""
    where, word = (WHERE[column], None) if column in WHERE else (WHERE[JUDGED[column][0]], JUDGED[column][1])
    found = register.ask(f"SELECT code, procedure_name FROM dossier WHERE status <> 'void' AND {where}")
    return {(code, name) for code, name in found if word is None or _stood(register, code) == word}


def _stood(register: Ward, code: str) -> str | None:
    with reading(register.path) as connection:
        dossier = fold(ledger.dossier_events(connection, code), at("31/8/2026 23:59:59"))
    assert dossier is not None
    return outcome(dossier, at("31/8/2026 23:59:59"))


@pytest.mark.parametrize("column", [column for column in COUNTS if column != "accepted_late"])
def test_the_dossiers_behind_a_figure_are_those_of_the_register(column: str, pages: Pages, register: Ward) -> None:
    page, place = pages["month", "en"], COUNTS.index(column) + 1
    expected = _counted(register, column)
    assert expected
    shown = [(row[0].text, page.codes(row[place].figure)) for row in page.bodies[0] if row[place].figure]
    assert shown[-1] == ("Total", {code for code, _ in expected})
    assert {(code, name) for name, codes in shown[:-1] for code in codes} == expected


def test_the_late_list_is_what_stands_behind_late_and_overdue(pages: Pages) -> None:
    month, late = pages["month", "vi"], pages["late", "vi"]
    listed = {row[0].text for row in late.bodies[0]}
    total = len(month.bodies[0]) - 1
    assert listed == month.codes(f"period-{total}-late") | month.codes(f"period-{total}-overdue")


def test_a_void_dossier_is_nowhere(pages: Pages, register: Ward) -> None:
    ((code,),) = register.ask("SELECT code FROM dossier WHERE status = 'void'")
    assert code in pages["sealed", "vi"].source, "it was still there when August was sealed"
    for name in ("month", "year", "form", "index", "late"):
        assert pages[name, "vi"].source.count(code) <= 1, "only its paper recorded late is listed: that it was voided"
    assert f"<s>{code}</s>" in pages["register", "vi"].source, "in the book its number is struck out"


# --- in a browser ------------------------------------------------------------------------------------


def test_the_console_of_the_browser_is_heard(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text("<!doctype html><title>x</title><script>console.error('heard'); nowhere();</script>")
    console = browser.seen(page).console
    assert len(console) == 2
    assert "heard" in console[0]
    assert "nowhere is not defined" in console[1]


@pytest.mark.parametrize(("shape", "language"), EVERY)
def test_a_page_opens_without_a_word_in_the_console(
    shape: str, language: str, browser: Browser, page_files: Documents, pages: Pages
) -> None:
    figure = LOOKED_AT[shape][0] if shape in LOOKED_AT else ""
    seen = browser.seen(page_files[shape, language], figure)
    assert seen.console == []
    if figure:
        _must_show(seen.page, pages[shape, language], figure)
    else:
        assert seen.page.tables == pages[shape, language].tables


@pytest.mark.parametrize(
    ("shape", "figure"), [(shape, figure) for shape, (_, *others) in LOOKED_AT.items() for figure in others]
)
def test_a_figure_looked_at_shows_its_dossiers(
    shape: str, figure: str, browser: Browser, page_files: Documents, pages: Pages
) -> None:
    seen = browser.seen(page_files[shape, "vi"], figure)
    assert seen.console == []
    _must_show(seen.page, pages[shape, "vi"], figure)


def _must_show(seen: Page, page: Page, figure: str) -> None:
    """The dossiers of a figure stand in a table below the others, under its title, and make no elements."""
    assert seen.tables[:-1] == page.tables[:-1]
    headings, *rows = [[cell.text for cell in row] for row in seen.tables[-1]]
    assert headings == page.data["headings"]
    assert rows == page.dossiers(figure)
    assert len(rows) == page.figures[figure]
    title = page.data["figures"][figure][0]
    assert title in seen.text
    assert seen.tags <= ELEMENTS
    assert sum(tag == "script" for tag, _ in seen.elements) == 1


def test_until_a_figure_is_looked_at_no_dossier_is_shown(
    browser: Browser, page_files: Documents, register: Ward
) -> None:
    """But those that are listed because something of them was written after the fact."""
    marks = "recorded_late <> '[]' OR entered_late_at IS NOT NULL"
    marked = {code for (code,) in register.ask(f"SELECT code FROM dossier WHERE {marks}")}
    for figure in ("", "no-such-figure"):
        seen = browser.seen(page_files["month", "vi"], figure)
        assert seen.console == []
        assert ("section", {"id": "behind", "hidden": ""}) in seen.page.elements
        assert set(CODE.findall(seen.page.text)) <= marked


# --- texts that try to be more than text -------------------------------------------------------------


def test_whatever_was_typed_is_shown_as_it_was_typed(pages: Pages) -> None:
    shown = [[cell.text for cell in row] for row in pages["register", "vi"].bodies[0]]
    applicants, addresses, notes = ([row[place] for row in shown] for place in (4, 5, 11))
    for text in KEPT:
        assert (applicants.count(text), addresses.count(text), notes.count(text)) == (1, 1, 1)


def test_so_it_is_behind_a_figure_in_a_browser(browser: Browser, page_files: Documents, pages: Pages) -> None:
    total = len(pages["month", "vi"].bodies[0]) - 1
    seen = browser.seen(page_files["month", "vi"], f"period-{total}-received")
    assert seen.console == []
    assert seen.page.tags <= ELEMENTS
    assert [found for found in seen.page.attributes if found[1].startswith("on")] == []
    rows = [[cell.text for cell in row] for row in seen.page.tables[-1]]
    for text in KEPT:
        assert [row[3:5] for row in rows if row[3] == text] == [[text, text]]


def test_the_name_of_an_office_is_only_text(ward: Ward, browser: Browser, tmp_path: Path) -> None:
    ward.is_now(NOW)
    name = "UBND <img src=x onerror=alert(1)> & {phường} </title>"
    from onestop_cli.usecases import settings

    settings.set_value(ward.path, ward.clock, "lan", "agency_name", name, None)
    for place, command in enumerate((("report",), ("report", "--form", "06a"), ("trend",))):
        path = written(ward, tmp_path / f"{place}.html", *command)
        seen = browser.seen(path)
        assert seen.console == []
        assert name in seen.page.text
        assert seen.page.tags <= ELEMENTS


# --- on paper ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("poppler")
def test_the_form_is_one_page_a4_lying(language: str, browser: Browser, page_files: Documents, pages: Pages) -> None:
    paper = sheets(browser.paper(page_files["form", language]))
    assert paper.pages == 1
    assert paper.size.endswith("(A4)")
    width, height = map(float, re.findall(r"[0-9.]+", paper.size)[:2])
    assert width > height
    page = pages["form", language]
    assert page.vocabulary - set(paper.words) - _screen_only(page) == set()


def _screen_only(page: Page) -> set[str]:
    """The words that stand on the screen only: what a click does, and what a page without scripts says."""
    found = re.findall(
        r'<(?:p class="note screen"|p class="screen"|noscript|h2 id="behind-title"|title).*', page.source
    )
    return set(" ".join(re.sub(r"<[^>]*>", " ", line) for line in found).split())


# --- charts ------------------------------------------------------------------------------------------

CHARTS = {
    "month": 1, "year": 2, "form": 0, "index": 0, "bases": 0, "what_if": 1, "late": 0, "register": 0, "trend": 3,
    "sealed": 1,
}  # fmt: skip
NAMES = {"svg": SVG}


def _fills(chart: ElementTree.Element, path: str) -> list[str]:
    return [found.get("fill", "") for found in chart.findall(path, NAMES)]


@pytest.mark.parametrize(("shape", "language"), EVERY)
def test_a_chart_can_be_read_without_colour(shape: str, language: str, pages: Pages) -> None:
    charts = [ElementTree.fromstring(text) for text in pages[shape, language].charts]
    assert len(charts) == CHARTS[shape]
    ids: list[str] = []
    for chart in charts:
        patterns = [pattern.get("id") for pattern in chart.findall("svg:defs/svg:pattern", NAMES)]
        ids += [name for name in patterns if name]
        legend = _fills(chart, "svg:g/svg:rect")
        assert len(legend) in (2, 3)
        assert len(set(legend)) == len(legend), "each series is filled in its own way"
        assert all(fill == f"url(#{name})" for fill, name in zip(legend[1:], patterns, strict=False))
        marks = chart.findall("svg:rect", NAMES)
        assert {mark.get("fill") for mark in marks} <= set(legend)
        assert marks, "there is something to see"
        for mark in (*marks, *chart.findall("svg:g/svg:rect", NAMES)):
            assert mark.find("svg:title", NAMES) is not None, "each mark says what it is"
            assert all(float(mark.get(side, "nan")) >= 0 for side in ("x", "y", "width", "height"))
        _, _, width, height = map(float, chart.get("viewBox", "").split())
        assert all(float(m.get("x", "")) + float(m.get("width", "")) <= width for m in marks)
        assert all(float(m.get("y", "")) + float(m.get("height", "")) <= height for m in marks)
        assert chart.get("role") == "img"
        title = chart.find("svg:title", NAMES)
        assert title is not None
        assert title.text == chart.get("aria-label")
    assert len(set(ids)) == len(ids), "the patterns of one chart are not those of another"


def test_a_chart_shows_the_figures_of_its_table(pages: Pages) -> None:
    """The height of a column is its share of the highest, whatever the axis."""
    page = pages["trend", "en"]
    chart = ElementTree.fromstring(page.charts[0])
    values = [whole(cell.text) for row in page.bodies[0] for cell in row[1:3]]
    heights = [float(mark.get("height", "")) for mark in chart.findall("svg:rect", NAMES)]
    shown = [value for value in values if value]
    assert len(heights) == len(shown)
    per = heights[0] / shown[0]
    assert [round(height / per, 0) for height in heights] == shown
    titles = [mark.findtext("svg:title", "", NAMES) for mark in chart.findall("svg:rect", NAMES)]
    assert titles[0] == "01/2026 · Received: 1"


def test_a_share_is_of_what_was_judged(pages: Pages) -> None:
    page = pages["trend", "en"]
    chart = ElementTree.fromstring(page.charts[1])
    whole_height = 200.0
    by_month: dict[str, float] = {}
    for mark in chart.findall("svg:rect", NAMES):
        month = mark.findtext("svg:title", "", NAMES).partition(" · ")[0]
        by_month[month] = by_month.get(month, 0) + float(mark.get("height", ""))
    judged = [row[0].text for row in page.bodies[0] if sum(whole(cell.text) for cell in row[3:6])]
    assert {month: round(height) for month, height in by_month.items()} == dict.fromkeys(judged, whole_height)
    dashes = [text for text in chart.findall("svg:text", NAMES) if text.text == "—"]
    assert len(dashes) == 12 - len(judged)


@pytest.mark.parametrize(
    ("command", "charts"),
    [
        (("trend", "--months", "3", "--as-of", "15/4/2026"), 3),
        (("trend", "--months", "2", "--as-of", "15/3/2026", "--by", "channel"), 3),
        (("report", "--by", "day", "--month", "3"), 0),
    ],
)
def test_months_without_a_dossier_break_no_chart(
    command: tuple[str, ...], charts: int, register: Ward, browser: Browser, tmp_path: Path
) -> None:
    path = written(register, tmp_path / "empty.html", *command)
    page = Page(path.read_text(encoding="utf-8"))
    assert browser.seen(path).console == []
    assert "NaN" not in page.source
    assert "nan" not in page.source
    assert len(page.charts) == charts
    for text in page.charts:
        ElementTree.fromstring(text)


def test_no_chart_is_upset_by_what_was_typed(register: Ward, tmp_path: Path) -> None:
    path = written(register, tmp_path / "officers.html", "report", "--month", "8", "--by", "officer", "--by", "field")
    chart = ElementTree.fromstring(Page(path.read_text(encoding="utf-8")).charts[0])
    labels = {text.text for text in chart.findall("svg:text", NAMES)}
    assert {label.partition(" / ")[0] for label in labels if label} >= set(KEPT) - {""}


def test_the_longest_name_of_a_procedure_is_in_the_table_whole(pages: Pages) -> None:
    cells: list[Any] = [cell.text for table in pages["month", "vi"].tables for row in table for cell in row]
    assert LONG_PROCEDURE in cells
