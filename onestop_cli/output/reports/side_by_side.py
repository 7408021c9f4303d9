"""A period by several due dates, or compared in several ways, side by side: the same dossiers, a line for each."""

from collections.abc import Iterator, Sequence

from onestop_cli.core.outcomes import Basis, Granularity, Yardstick
from onestop_cli.core.report import Report, SideBySide
from onestop_cli.core.tally import Key, Row
from onestop_cli.errors import N_
from onestop_cli.output.console_text import columns as aligned
from onestop_cli.output.documents import Column, Document, Table, columns
from onestop_cli.output.figures import Cell, shown
from onestop_cli.output.pages import Page, paragraphs
from onestop_cli.output.records import Record
from onestop_cli.output.reports.glossary import glossary
from onestop_cli.output.reports.head import csv_records, head_lines, head_record, row_record
from onestop_cli.output.reports.marks import foot, footed, marks_record
from onestop_cli.output.reports.report import ROW_KEYS, labels_of, row_heading
from onestop_cli.output.reports.row_columns import COLUMNS
from onestop_cli.output.words import _, label, ngettext

KEYS = ("basis", "granularity", *ROW_KEYS[3:])
_NO_LIMIT = "no_limit"
_FIGURES = {
    "early": N_("|Early"),
    "on_time": N_("On|time"),
    "late": N_("|Late"),
    "early_rate": N_("Early|%"),
    "on_time_rate": N_("Not late|%"),
    "within": N_("|Within"),
    "overdue": N_("Over-|due"),
    "suspended": N_("Sus-|pended"),
    _NO_LIMIT: N_("No|limit"),
}
"""The figures that can differ, with their headings of two lines."""
_BASES = {
    Basis.due: N_("due date"),
    Basis.promised: N_("on the slip"),
    Basis.extended: N_("new appointment"),
    Basis.statutory: N_("by statute"),
}
"""What a line is told by, short: with longer words the figures would not stand side by side in 80 columns."""
_BRIEF = {Granularity.unit: N_("by unit"), Granularity.date: N_("by date"), Granularity.minute: N_("by minute")}


def side_by_side_text(of: SideBySide) -> Page:
    """The lines of each row and of the total, as a person reads them."""
    halves = [_(text).partition("|") for text in _FIGURES.values()]
    lines: list[list[str]] = [["", *(half[0] for half in halves)], ["", *(half[2] for half in halves)]]
    names: dict[int, str] = {}
    for key, rows in _rows(of):
        names[len(lines)] = _name(of, key)
        for yardstick, row in zip(of.yardsticks, rows, strict=True):
            words = _words(of, yardstick)
            if len(words) > 1 and yardstick.granularity is of.yardsticks[0].granularity:
                lines.append([f"  {words[0]}", *("" for name in _FIGURES)])
            figures = (shown(_figure(row, name), _kind(name)) for name in _FIGURES)
            lines.append([f"{'  ' * len(words)}{words[-1]}", *figures])
    told: list[str] = []
    for place, text in enumerate(aligned(lines)):
        if place in names:
            told += ["", names[place]] if place == max(names) and len(names) > 1 else [names[place]]
        told.append(text)
    return (*paragraphs([_head_lines(of), told, _common(of)]), *foot(of.head))


def side_by_side_record(of: SideBySide) -> Record:
    """The same under the keys of docs/json.md: what is judged by stands in each of `columns`."""
    record = head_record(of.head, by=list(of.request.by))
    for name, words in (("basis", _bases(of)), ("granularity", _granularities(of))):
        record[name] = words[0].value if len(words) == 1 else None
    record["columns"] = [
        {
            "basis": yardstick.basis.value,
            "granularity": yardstick.granularity.value,
            "rows": [_row_record(of, place, row) for row in part.rows],
            "total": _row_record(of, place, part.total),
        }
        for place, (yardstick, part) in enumerate(zip(of.yardsticks, of.parts, strict=True))
    ]
    return record | marks_record(of.head)


def side_by_side_csv_records(of: SideBySide) -> Iterator[Record]:
    """A record a row of each: its rows and its total."""
    for place, (yardstick, part) in enumerate(zip(of.yardsticks, of.parts, strict=True)):
        judged: Record = {"basis": yardstick.basis.value, "granularity": yardstick.granularity.value}
        for record in csv_records(_row_record(of, place, row) for row in (*part.rows, part.total)):
            yield judged | record


def side_by_side_document(of: SideBySide, *, with_person: bool) -> Document:
    """The lines as tables, and the dossiers that are not told alike by all."""
    told = _rows(of)
    tables = [_table(of, _("Total"), told[-1:]), *([_table(of, _("Rows"), told[:-1])] if told[:-1] else [])]
    tables = footed(tables, of.head, with_person=with_person)
    if of.differing:
        tables.append(_differing(of, with_person=with_person))
    title = _("Report on handling administrative procedures")
    lines = [*_head_lines(of), *_common(of)]
    return Document(title, lines, tables, glossary=glossary(), is_named_by_lines=True)


def _row_record(of: SideBySide, place: int, row: Row) -> Record:
    return row_record(row._asdict(), labels_of(_report(of, place), of.parts[place], row.key))


def _report(of: SideBySide, place: int = 0) -> Report:
    """The plain report of one of the yardsticks."""
    return Report(of.head, of.request, of.parts[place], None, of.names)


def _rows(of: SideBySide) -> list[tuple[Key, list[Row]]]:
    """The rows by key, one for each yardstick; the total last."""
    keys = [row.key for row in of.parts[0].rows]
    by_key = [{row.key: row for row in part.rows} for part in of.parts]
    return [*((key, [rows[key] for rows in by_key]) for key in keys), ((), [part.total for part in of.parts])]


def _name(of: SideBySide, key: Key) -> str:
    return " / ".join(labels_of(_report(of), of.parts[0], key)) or _("Total")


def _figure(row: Row, name: str) -> Cell:
    return row.resolved_no_limit + row.pending_no_limit if name == _NO_LIMIT else getattr(row, name)


def _kind(name: str) -> str:
    return "count" if name == _NO_LIMIT else COLUMNS[name].kind


def _bases(of: SideBySide) -> list[Basis]:
    return list(dict.fromkeys(each.basis for each in of.yardsticks))


def _granularities(of: SideBySide) -> list[Granularity]:
    return list(dict.fromkeys(each.granularity for each in of.yardsticks))


def _words(of: SideBySide, yardstick: Yardstick) -> list[str]:
    """What tells a line apart from the others: its due date, how it is compared, or both."""
    words = [_(_BASES[yardstick.basis])] if len(_bases(of)) > 1 else []
    words += [_(_BRIEF[yardstick.granularity])] if len(_granularities(of)) > 1 else []
    return words


def _head_lines(of: SideBySide) -> list[str]:
    judged = [_bases(of), _granularities(of)]
    basis, granularity = (", ".join(map(label, each)) if len(each) > 1 else label(each[0]) for each in judged)
    return head_lines(of.head, basis, granularity)


def _common(of: SideBySide) -> list[str]:
    """What is the same whatever is judged by."""
    total = of.parts[0].total
    return [
        _(
            "The same in every line: carried over {carried_over}, received {received}, resolved {resolved}, withdrawn "
            "{withdrawn}, stopped {stopped}, pending {pending}",
            **{n: shown(getattr(total, n), "count") for n in _SAME},
        )
    ]


_SAME = ("carried_over", "received", "resolved", "withdrawn", "stopped", "pending")


def _judged_headings(of: SideBySide) -> Sequence[Column]:
    basis = columns("text", _("Basis")) if len(_bases(of)) > 1 else []
    return [*basis, *(columns("text", _("Granularity")) if len(_granularities(of)) > 1 else [])]


def _judged_cells(of: SideBySide, yardstick: Yardstick) -> list[Cell]:
    basis = [label(yardstick.basis)] if len(_bases(of)) > 1 else []
    return [*basis, *([label(yardstick.granularity)] if len(_granularities(of)) > 1 else [])]


def _table(of: SideBySide, words: str, told: Sequence[tuple[Key, list[Row]]]) -> Table:
    """Lines of rows: the row's name where there are several, what it is judged by, the figures that can differ."""
    named = columns("text", row_heading(_report(of))) if told[0][0] else []
    headings = [
        *named,
        *_judged_headings(of),
        *(Column((" ".join(_(text).replace("-|", "").split("|")).strip(),), _kind(n)) for n, text in _FIGURES.items()),
    ]
    rows = [
        [
            *([_name(of, key)] if named else []),
            *_judged_cells(of, yardstick),
            *(_figure(row, name) for name in _FIGURES),
        ]
        for key, rows in told
        for yardstick, row in zip(of.yardsticks, rows, strict=True)
    ]
    return Table(words, words, headings, rows)


def _differing(of: SideBySide, *, with_person: bool) -> Table:
    """The dossiers that are not told alike by all: a date and an outcome for each basis or granularity."""
    person = [_("Applicant")] if with_person else []
    row_words = [row_heading(_report(of))] if row_heading(_report(of)) else []
    headings = [
        *columns("code", _("Dossier")),
        *columns("text", _("Procedure"), _("Officer"), *person, *row_words),
        *columns("moment", _("Received"), _("Result ready or closed")),
        *(
            Column((" · ".join(_words(of, yardstick)), heading), kind)
            for yardstick in of.yardsticks
            for heading, kind in ((_("Due"), "moment"), (_("Outcome"), "text"))
        ),
    ]
    rows: list[list[Cell]] = []
    for key, d, told in sorted(of.differing, key=lambda each: (each.dossier.code, each.key)):
        named = [d.code, d.procedure_name, d.officer, *([d.applicant] if with_person else [])]
        where = [_name(of, key)] if row_words else []
        judged = [cell for due_at, outcome in told for cell in (due_at, label(outcome))]
        rows.append([*named, *where, d.received_at, d.finished_at, *judged])
    n = len({row[0] for row in rows})
    words = ngettext("{n} dossier not told alike by all", "{n} dossiers not told alike by all", n)
    return Table(_("Told differently"), words, headings, rows)
