"""Reports as workbooks: real dates, numbers and charts, nothing a formula, fit for paper, and read by LibreOffice."""

import csv
import json
import re
from datetime import datetime
from typing import Any

import pytest
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.documents.book import SHEET, Book, body, first_line, heading_lines, headings
from tests.documents.conftest import Converted, Documents
from tests.documents.programs import sheets
from tests.documents.shapes import LANGUAGES, SHAPES, people
from tests.documents.varied import KEPT, LONG_PROCEDURE, typed
from tests.office import Ward

pytestmark = pytest.mark.slow

Books = dict[tuple[str, str], Book]
EVERY = [(shape, language) for shape in SHAPES for language in LANGUAGES]
MARKS = ("Papers recorded late",)
"""What was written after the fact, as a list."""
NAMES = {
    "month": ["Report", "Cumulative", *MARKS, "Charts", "Dossiers", "Notes"],
    "year": ["Report", *MARKS, "Charts", "Dossiers", "Notes"],
    "form": ["II.06a", *MARKS, "Dossiers"],
    "index": ["766", *MARKS, "Dossiers", "Notes"],
    "bases": ["Total", "Rows", *MARKS, "Told differently", "Notes"],
    "what_if": [
        "Report", "Cumulative", *MARKS, "What if", "What if, cumulative", "Changed dossiers", "Charts", "Dossiers",
        "Notes",
    ],
    "late": ["Late", "By officer", "By procedure", *MARKS, "Notes"],
    "register": ["Register", *MARKS],
    "trend": ["Trend", *MARKS, "Charts", "Notes"],
    "sealed": ["Report", "Cumulative", "Adjustments", "Changes", "Charts", "Dossiers", "Notes"],
}  # fmt: skip
"""The sheets in English."""
MOMENT = "dd/mm/yyyy hh:mm"
TOTAL = ("Total", "Tổng số")
CODE = re.compile(r"H26\.15\.30-[0-9]{6}-[0-9]{4,}|X-[12]")
REPORT_KEYS = (
    "carried_over received received_online received_direct received_postal resolved early on_time late "
    "resolved_no_limit refused withdrawn stopped pending within overdue suspended pending_no_limit early_rate "
    "on_time_rate mean_working_days median_working_days time_saved_days"
).split()
FORM_KEYS = "total online direct_or_postal carried_over resolved early on_time late pending within overdue".split()
INDEX_KEYS = "all on_time open_not_due late overdue repeated points".split()
TREND_KEYS = (
    "received resolved early on_time late early_rate on_time_rate pending overdue mean_working_days time_saved_days"
).split()
"""The figures of each table, in the order of its columns."""


@pytest.fixture(scope="module")
def opened_books(books: Documents) -> Books:
    """Every workbook, opened."""
    return {name: Book(path) for name, path in books.items()}


def _cells(book: Book) -> list[tuple[Worksheet, Cell]]:
    """Every cell of a workbook that holds something."""
    return [
        (sheet, cell)
        for sheet in book.workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not isinstance(cell, MergedCell) and cell.value is not None
    ]


# --- what is in it -----------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_a_workbook_has_a_sheet_for_each_table(shape: str, opened_books: Books) -> None:
    assert opened_books[shape, "en"].sheets == NAMES[shape]
    vietnamese = opened_books[shape, "vi"].sheets
    assert len(vietnamese) == len(NAMES[shape])
    assert not {name for name in vietnamese if not name[0].isdigit() and name != "II.06a"} & set(NAMES[shape])


def _told(register: Ward, shape: str) -> Any:
    return json.loads(typed(register, *SHAPES[shape], *people(shape), "--lang", "en", "--json"))


def _dashed(values: list[Any]) -> list[Any]:
    """Figures as a workbook has them: a dash where there is none."""
    return ["—" if value is None else value for value in values]


def _figures(sheet: Worksheet, first: int) -> list[list[Any]]:
    return [row[first:] for row in body(sheet)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", ["month", "year", "sealed"])
def test_a_report_holds_the_figures_of_the_json(shape: str, language: str, opened_books: Books, register: Ward) -> None:
    told = _told(register, shape)
    parts = [told, told["cumulative"]] if told["cumulative"] else [told]
    for sheet, part in zip(opened_books[shape, language].tables, parts, strict=False):
        expected = [_dashed([row[key] for key in REPORT_KEYS]) for row in (*part["rows"], part["total"])]
        assert _figures(sheet, 1) == expected
        assert [row[0] for row in body(sheet)[:-1]] == [" / ".join(row["label"]) for row in part["rows"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_holds_the_figures_of_the_json(language: str, opened_books: Books, register: Ward) -> None:
    told = _told(register, "form")
    sheet = opened_books["form", language].tables[0]
    assert _figures(sheet, 2) == [[row[key] for key in FORM_KEYS] for row in (*told["rows"], told["total"])]
    assert [row[1] for row in body(sheet)[:-1]] == [row["key"][0] for row in told["rows"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_holds_the_figures_of_the_json(language: str, opened_books: Books, register: Ward) -> None:
    told = _told(register, "index")
    sheet = opened_books["index", language].tables[0]
    expected = [_dashed([row[key] for key in INDEX_KEYS]) for row in (*told["rows"], told["total"])]
    assert _figures(sheet, 1) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_trend_holds_the_figures_of_the_json(language: str, opened_books: Books, register: Ward) -> None:
    rows = _told(register, "trend")["rows"]
    sheet = opened_books["trend", language].tables[0]
    assert _figures(sheet, 1) == [_dashed([row[key] for key in TREND_KEYS]) for row in rows]
    assert [row[0] for row in body(sheet)] == [f"{row['month'][5:]}/{row['month'][:4]}" for row in rows]


def _naive(text: str | None) -> datetime | None:
    """The instant of a JSON value; a date that came without an hour stands at closing in a workbook."""
    if text and len(text) == 10:
        text += "T17:30:00"
    return datetime.fromisoformat(text).replace(tzinfo=None) if text else None


def _remark(line: dict[str, Any], language: str) -> str:
    """The note of a line; of one struck out first who did it, when and why."""
    if not line["voided"]:
        return line["note"]
    at, by, note = (line["voided"][key] for key in ("at", "by", "note"))
    on = datetime.fromisoformat(at).strftime("%d/%m/%Y %H:%M")
    told = f"void since {on}, by {by}: {note}" if language == "en" else f"hủy lúc {on} ({by}): {note}"
    return "; ".join(text for text in (told, line["note"]) if text)


def test_a_void_line_of_the_register_is_struck_out(opened_books: Books, register: Ward) -> None:
    """All but the note, which says what became of it."""
    lines = _told(register, "register")
    sheet = opened_books["register", "vi"].workbook.worksheets[0]
    numbered = [row for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    struck = [[bool(cell.font.strike) for cell in row] for row in numbered]
    assert struck == [[bool(line["voided"])] * 11 + [False] + [bool(line["voided"])] * 2 for line in lines]
    assert any(line["voided"] for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_register_holds_the_lines_of_the_json(language: str, opened_books: Books, register: Ward) -> None:
    lines = _told(register, "register")
    rows = body(opened_books["register", language].tables[0])
    keys = ("number", "code", "procedure_name", "copies", "applicant", "address", "phone")
    assert [row[:7] for row in rows] == [[line[key] or None for key in keys] for line in lines]
    moments = ("received_at", "promised_due_at", "delivered_at")
    assert [row[7:10] for row in rows] == [[_naive(line[key]) for key in moments] for line in lines]
    assert [row[11] for row in rows] == [_remark(line, language) or None for line in lines]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_late_list_holds_the_dossiers_of_the_json(language: str, opened_books: Books, register: Ward) -> None:
    told = _told(register, "late")
    listed, by_officer, by_procedure = (body(sheet) for sheet in opened_books["late", language].tables[:3])
    assert [row[0] for row in listed] == [d["code"] for d in told["dossiers"]]
    moments = ("received_at", "promised_due_at", "due_at", "resolved_at")
    assert [row[4:8] for row in listed] == [[_naive(d[key]) for key in moments] for d in told["dossiers"]]
    assert [row[11] for row in listed] == [d["working_days_late"] for d in told["dossiers"]]
    for rows, name in ((by_officer, "by_officer"), (by_procedure, "by_procedure")):
        sums = [
            [each[key] for key in ("late", "overdue", "working_days_late")] for each in (*told[name], told["total"])
        ]
        assert [row[1:] for row in rows] == sums


# --- what a cell is ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("shape", "language"), EVERY)
def test_nothing_in_a_workbook_is_a_formula_or_a_link(shape: str, language: str, opened_books: Books) -> None:
    book = opened_books[shape, language]
    assert book.elements("xl/worksheets/", f"{SHEET}f") == []
    assert book.elements("xl/worksheets/", f"{SHEET}hyperlink") == []
    assert {cell.data_type for _, cell in _cells(book)} <= {"s", "n", "d"}
    relations = " ".join(text for name, text in book.parts.items() if name.endswith(".rels"))
    assert 'TargetMode="External"' not in relations
    kinds = {name.rpartition("/")[0] for name in book.parts}
    assert kinds <= {
        "", "_rels", "docProps", "xl", "xl/_rels", "xl/charts", "xl/drawings", "xl/drawings/_rels", "xl/theme",
        "xl/worksheets", "xl/worksheets/_rels",
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_was_typed_is_a_text_in_its_cell(language: str, opened_books: Books) -> None:
    rows = body(opened_books["register", language].tables[0])
    for column in (4, 5, 11):
        # openpyxl leaves the escape _x005F_ of a literal _x0041_ as it is in the file
        found = [str(row[column]).replace("_x005F_", "_") for row in rows]
        assert {text: found.count(text) for text in KEPT} == dict.fromkeys(KEPT, 1)


@pytest.mark.parametrize(("shape", "language"), EVERY)
def test_each_cell_is_of_its_kind(shape: str, language: str, opened_books: Books) -> None:
    book = opened_books[shape, language]
    for sheet in book.tables:
        first = first_line(sheet)
        for cells in sheet.iter_rows(min_row=first, max_row=first + len(body(sheet)) - 1):
            for cell in cells:
                value = cell.value
                if isinstance(value, datetime):
                    assert cell.number_format == MOMENT
                elif isinstance(value, int | float):
                    assert cell.number_format in ("#,##0", "0.00%", "#,##0.00", "0.00")
                elif isinstance(value, str):
                    assert cell.data_type == "s"
                    if CODE.fullmatch(value):
                        assert cell.number_format == "@"
                    assert not re.match(r"[0-9]{2}/[0-9]{2}/[0-9]{4} ", value) or "–" in value, value


@pytest.mark.parametrize("language", LANGUAGES)
def test_phones_and_codes_keep_their_noughts(language: str, opened_books: Books) -> None:
    sheet = opened_books["register", language].tables[0]
    first = first_line(sheet)
    phones = [sheet.cell(row, 7) for row in range(first, first + len(body(sheet)))]
    known = [cell for cell in phones if cell.value is not None]
    assert known
    assert all(str(cell.value).startswith("0987") and cell.number_format == "@" for cell in known)
    dossiers = opened_books["sealed", language].tables[2]
    assert {type(row[0]) for row in body(dossiers)} == {str}


# --- on paper ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("shape", "language"), EVERY)
def test_each_sheet_is_ready_for_paper(shape: str, language: str, opened_books: Books) -> None:
    book = opened_books[shape, language]
    assert [sheet.title for sheet in book.workbook.worksheets if not sheet.freeze_panes] == [
        name for name, english in zip(book.sheets, NAMES[shape], strict=True) if english in ("Charts", "Notes")
    ]
    for sheet in book.workbook.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9, "A4"
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.page_setup.fitToHeight == 0, "as many pages as it takes"


@pytest.mark.parametrize(("shape", "language"), EVERY)
def test_the_headings_of_a_table_stay_and_come_again_on_each_page(
    shape: str, language: str, opened_books: Books
) -> None:
    for sheet in opened_books[shape, language].tables:
        first = first_line(sheet)
        assert str(sheet.freeze_panes) == f"A{first}"
        top, bottom = heading_lines(sheet)
        assert bottom == first - 1, "up to the last line of the headings"
        assert sheet.cell(top, 1).value, "from the first line of the headings"
        assert sheet.cell(top - 1, 1).value is None
        area = str(sheet.print_area)
        assert area.endswith(tuple(str(row) for row in range(first + len(body(sheet)) - 1, sheet.max_row + 2)))


@pytest.mark.parametrize(("shape", "language"), EVERY)
def test_a_table_can_be_filtered_without_its_total(shape: str, language: str, opened_books: Books) -> None:
    for number, sheet in enumerate(opened_books[shape, language].tables):
        if shape == "form" and number == 0:
            assert sheet.auto_filter.ref is None, "an official form is no list"
            continue
        first = first_line(sheet)
        has_total = body(sheet)[-1][0] in TOTAL
        last = first + len(body(sheet)) - 1 - has_total
        corner = get_column_letter(len(body(sheet)[0]))
        assert sheet.auto_filter.ref == f"A{first - 1}:{corner}{last}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_has_the_headings_of_the_circular(language: str, opened_books: Books) -> None:
    sheet = opened_books["form", language].tables[0]
    merged = {str(found) for found in sheet.merged_cells.ranges}
    # STT and field over three lines; three groups; "in the period" over (4) and (5); nine columns down to their number
    heading = {found for found in merged if re.match(r"[A-Z]+(10|11|12):", found)}
    assert heading == {
        "A10:A12", "B10:B12", "C10:F10", "G10:J10", "K10:M10", "D11:E11", "C11:C12", "F11:F12", "G11:G12", "H11:H12",
        "I11:I12",
        "J11:J12", "K11:K12", "L11:L12", "M11:M12",
    }  # fmt: skip
    assert [cell.value for cell in sheet[13]] == [f"({number})" for number in range(1, 14)]
    words = " ".join(str(cell.value) for row in sheet["A10:M12"] for cell in row if cell.value)
    if language == "vi":
        for wanted in ("STT", "Lĩnh vực", "Trực tuyến", "Từ kỳ trước", "Trước hạn", "Đúng hạn", "Quá hạn", "Trong hạn"):
            assert wanted in words
    notes = [str(row[0].value) for row in sheet.iter_rows(min_row=14 + len(body(sheet))) if row[0].value]
    assert [note[:3] for note in notes[-4:]] == ["(3)", "(7)", "(11", "(3)"]


@pytest.mark.parametrize(("shape", "language"), EVERY)
def test_a_report_says_above_its_table_what_it_rests_on(shape: str, language: str, opened_books: Books) -> None:
    sheet = opened_books[shape, language].workbook.worksheets[0]
    first = first_line(sheet)
    head = " ".join(str(row[0].value) for row in sheet.iter_rows(max_row=first) if row[0].value)
    wanted = ["01/10/2025", "30/09/2026"] if shape == "trend" else ["01/01/2026"] if shape == "year" else [
        "01/08/2026", "31/08/2026"
    ]  # fmt: skip
    assert all(text in head for text in wanted)
    assert re.search(r"[0-9]{2}/[0-9]{2}/2026 [0-9]{2}:[0-9]{2}:[0-9]{2}", head), "the second it was judged at"


# --- charts ------------------------------------------------------------------------------------------

CHARTS = {"month": [3], "year": [2, 3], "trend": [2, 3, 2], "sealed": [3], "what_if": [3]}
"""How many series each chart has."""


@pytest.mark.parametrize(("shape", "language"), EVERY)
def test_each_series_is_read_from_the_cells_of_its_table(shape: str, language: str, opened_books: Books) -> None:
    book = opened_books[shape, language]
    assert [len(series) for series in book.charts] == CHARTS.get(shape, [])
    table = book.tables[0]
    counted = [row for row in body(table) if row[0] not in TOTAL]
    for series in (series for chart in book.charts for series in chart):
        assert book.at(series.categories) == (table.title, 1, [row[0] for row in counted])
        title, column, values = book.at(series.values)
        assert title == table.title
        assert values == [row[column - 1] for row in counted], "all rows but the total"
        assert series.saved == values
        assert series.name in headings(table, column)


@pytest.mark.parametrize("shape", CHARTS)
def test_the_series_of_a_chart_are_filled_unlike_each_other(shape: str, opened_books: Books) -> None:
    for chart in opened_books[shape, "vi"].charts:
        fills = [series.fill for series in chart]
        assert len(set(fills)) == len(fills)
        assert len({series.name for series in chart}) == len(chart)


# --- LibreOffice -------------------------------------------------------------------------------------


def test_libreoffice_opens_them_all(converted: Converted) -> None:
    assert converted.codes == (0, 0)
    missing = [path.name for path in (*converted.pdf.values(), *converted.csv.values()) if not path.is_file()]
    assert missing == []


@pytest.mark.parametrize(("shape", "language"), EVERY)
def test_libreoffice_reads_the_figures(shape: str, language: str, converted: Converted, opened_books: Books) -> None:
    with converted.csv[shape, language].open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert not {cell for line in lines for cell in line if cell.startswith(("Err:", "#NAME", "#VALUE", "#REF"))}
    sheet = opened_books[shape, language].tables[0]
    first = first_line(sheet)
    for line, row in zip(lines[first - 1 :], body(sheet), strict=False):
        assert [_read(cell, value) for cell, value in zip(line, row, strict=True)] == row


def _read(cell: str, value: Any) -> Any:
    """What LibreOffice shows, as the value openpyxl reads."""
    match value:
        case None:
            return cell or None
        case datetime():
            return datetime.strptime(cell, "%d/%m/%Y %H:%M").replace(second=value.second)  # noqa: DTZ007
        case int() | float():
            scale = 100 if cell.endswith("%") else 1
            return value if abs(float(cell.rstrip("%").replace(",", "")) - value * scale) <= 0.005 else cell
        case _:
            return value if str(value).replace("_x005F_", "_") == cell else cell


@pytest.mark.parametrize(("shape", "language"), EVERY)
@pytest.mark.usefixtures("poppler")
def test_libreoffice_prints_on_a4_lying(shape: str, language: str, converted: Converted) -> None:
    paper = sheets(converted.pdf[shape, language])
    assert paper.size.endswith("(A4)")
    width, height = map(float, re.findall(r"[0-9.]+", paper.size)[:2])
    assert width > height


@pytest.mark.parametrize(("shape", "language"), EVERY)
@pytest.mark.usefixtures("poppler")
def test_no_word_of_a_table_is_cut_on_paper(
    shape: str, language: str, converted: Converted, opened_books: Books
) -> None:
    words = set(sheets(converted.pdf[shape, language]).words)
    for sheet in opened_books[shape, language].tables:
        first = first_line(sheet)
        for row in sheet.iter_rows(max_row=first + len(body(sheet)) - 1):
            for cell in row:
                if isinstance(cell.value, str) and cell.value not in KEPT and "<b>" not in cell.value:
                    missing = set(cell.value.split()) - words
                    assert not missing, (sheet.title, cell.coordinate, missing)


@pytest.mark.usefixtures("poppler")
def test_the_longest_name_of_a_procedure_is_printed_whole_each_time(converted: Converted, opened_books: Books) -> None:
    """In the cumulative table, and beside each of its dossiers."""
    times = sum(cell.value == LONG_PROCEDURE for _, cell in _cells(opened_books["month", "vi"]))
    assert times == 9, "once as the row it counts in, where it is a row"
    words = sheets(converted.pdf["month", "vi"]).words
    rare = [word.strip(",") for word in LONG_PROCEDURE.split() if word in ("biên", "giới,", "láng", "giềng", "lục")]
    assert {word: sum(found.strip(",") == word for found in words) for word in rare} == dict.fromkeys(rare, times)
