"""The national index 766/QĐ-TTg, its part on timeliness, for people and machines (domain §4.4)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onestop_cli.core.index_766 import MOST_POINTS, IndexRow, index_columns
from onestop_cli.core.report import Member
from onestop_cli.errors import N_
from onestop_cli.output.console_text import columns
from onestop_cli.output.documents import Column, Document, Table
from onestop_cli.output.figures import decimal, number, shown
from onestop_cli.output.pages import Page, paragraphs
from onestop_cli.output.records import Record
from onestop_cli.output.reports.dossier_list import Behind, figure_names, figure_titles, gathered
from onestop_cli.output.reports.head import csv_records, head_lines, head_record, key_words, row_record, signed
from onestop_cli.output.reports.marks import foot, footed, marks_record
from onestop_cli.output.words import _, label

if TYPE_CHECKING:
    from onestop_cli.usecases.reports.index_766 import Index

INDEX_KEYS = ("key", "label", *IndexRow._fields[1:])
_INDEX = (
    ("all", N_("Dossiers counted"), "count"),
    ("on_time", N_("Results on time"), "count"),
    ("open_not_due", N_("Open, not yet due"), "count"),
    ("late", N_("Late results"), "count"),
    ("overdue", N_("Open, overdue"), "count"),
    ("repeated", N_("of these late for repeated supplements"), "count"),
    ("points", N_("Points of 20"), "points"),
)
INDEX_TITLE = N_("National index 766/QĐ-TTg: timeliness")


def _index_words(index: "Index", key: tuple[str, ...]) -> list[str]:
    return [key_words(name, value, index.names) for name, value in zip(index.by, key, strict=False)]


def index_record(index: "Index") -> Record:
    """The index under its own keys (docs/json.md)."""
    return {
        "index": "766",
        **head_record(index.head, by=list(index.by) or ["none"]),
        "most_points": MOST_POINTS,
        "rows": [_index_row(index, row) for row in index.rows],
        "total": _index_row(index, index.total),
        **marks_record(index.head),
    }


def _index_row(index: "Index", row: IndexRow) -> Record:
    return row_record(row._asdict(), _index_words(index, row.key))


def index_csv_records(index: "Index") -> Iterator[Record]:
    """A record a line, the total last."""
    return csv_records(_index_row(index, row) for row in (*index.rows, index.total))


def formula(index: "Index") -> str:
    """How the total's points come about."""
    total = index.total
    if not total.all:
        return _("points: — (no dossier with a time limit)")
    return _("points = 20 × (results on time + open, not yet due) / all = 20 × ({on_time} + {open}) / {all} = {points}",
             on_time=number(total.on_time), open=number(total.open_not_due), all=number(total.all),
             points=decimal(total.points, 2))  # fmt: skip


def index_notes() -> list[str]:
    """What the index does otherwise than the reports."""
    return [
        _("By the due date to the minute, whatever the unit of the limit. Dossiers without a limit, withdrawn and "
          "stopped ones are left out; suspended time is taken off; more than one supplement request counts as late."),
    ]  # fmt: skip


def index_text(index: "Index") -> Page:
    """The index on a screen: a line a figure, then its lines by what was asked."""
    blocks = [[_(INDEX_TITLE), *head_lines(index.head)]]
    figures = [[_(words), shown(getattr(index.total, name), kind)] for name, words, kind in _INDEX]
    blocks.append(columns([["", _("Total")], *figures]))
    if index.rows:
        short = [_("All"), _("On time"), _("Not due"), _("Late"), _("Past due"), _("Points")]
        cells = [[shown(getattr(r, n), kind) for n, _w, kind in _INDEX if n != "repeated"] for r in index.rows]
        drawn = columns([["", *short], *(["  ", *c] for c in cells)])
        lines = [drawn[0]]
        for row, text in zip(index.rows, drawn[1:], strict=True):
            lines += [" / ".join(_index_words(index, row.key)), text]
        blocks.append(lines)
    blocks += [[formula(index)], index_notes()]
    return (*paragraphs(blocks), *foot(index.head))


def index_document(index: "Index", *, with_person: bool) -> Document:
    """The index as a document."""
    every = [*index.rows, index.total]
    rows = [
        [" / ".join(_index_words(index, r.key)) or _("Total"), *(getattr(r, n) for n, _w, _k in _INDEX)] for r in every
    ]
    counted = [name if kind == "count" else "" for name, _words, kind in _INDEX]
    figures = figure_names("index", every, ["", *counted]) if index.members else ()
    heading = " / ".join(label(name).capitalize() for name in index.by) or _("Total")
    headings = [Column((heading,)), *(Column((_(words),), kind) for _name, words, kind in _INDEX)]
    table = Table("766", "", headings, rows, True, figures, index_notes())
    places = {r.key: place for place, r in enumerate(index.rows)}
    total = len(index.rows)

    def behind(member: Member) -> Behind:
        """A dossier with more than one supplement request is taken as late, whatever its date."""
        names = index_columns(member.cell, member.key[-1])
        lines = sorted({places.get(member.key[:-1], total), total})
        outcome = _("late: more than one supplement request") if "repeated" in names else ""
        figures = [f"index-{line}-{name}" for line in lines for name in names]
        return Behind(member.dossier, member.cell, figures, outcome=outcome)

    dossiers, figures_behind = gathered(map(behind, index.members), figure_titles(table), with_person=with_person)
    return Document(
        title=_(INDEX_TITLE),
        lines=head_lines(index.head),
        tables=footed([table], index.head, with_person=with_person),
        checks=[formula(index)],
        dossiers=dossiers,
        figures=figures_behind,
        signature=signed(index.head),
    )
