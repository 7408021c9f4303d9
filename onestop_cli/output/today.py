"""One day at the counter, for people and machines; no applicant is named."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onestop_cli.core.acts import Act
from onestop_cli.core.moments import iso
from onestop_cli.output.console_text import columns as aligned
from onestop_cli.output.documents import Document, Table, columns
from onestop_cli.output.figures import Cell, day, moment, number, weekday
from onestop_cli.output.formats import Rendering
from onestop_cli.output.pages import Facts, Grid, Line, Lines, Page, Part, Screen, Styled
from onestop_cli.output.records import Record
from onestop_cli.output.words import OF_FILE, _, label, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.today import Figures, OfProcedure, Today

FIGURES = (
    "received", "copies", "resolved", "refused", "delivered", "fee", "fee_cash", "fee_online", "fee_unsaid", "waived",
)  # fmt: skip
KEYS = ("date", "procedure_code", "procedure_name", *FIGURES)
_WIDE = 120
"""From so many columns on the money of each procedure is told by how it was paid."""


def today_record(of: "Today") -> dict[str, Any]:
    """The day under the keys of the contract."""
    return {
        "date": of.on.isoformat(),
        "as_of": iso(of.at),
        "procedures": [_procedure_record(row) for row in of.rows],
        "total": of.total._asdict(),
        "people": [
            {"actor": who, **{act.value: acts.get(act, 0) for act in Act if act is not Act.move}, "decline": declined}
            for who, acts, declined in of.people
        ],
        "still_due": of.still_due,
        "overdue": of.overdue,
        "void": of.void,
        "typed_for_earlier": of.typed_for_earlier,
        "declined": of.declined,
    }


def _procedure_record(row: "OfProcedure") -> dict[str, Any]:
    return {"procedure_code": row.code, "procedure_name": row.name, **row.figures._asdict()}


def _lines(of: "Today") -> Iterator[Record]:
    return ({"date": of.on.isoformat(), **_procedure_record(row)} for row in of.rows)


def today_text(of: "Today") -> Page:
    """The day as a person reads it: by procedure, the money, who did what, what is still due."""
    parts: list[Part] = [_title(of)]
    if of.rows:
        parts.append(lambda screen: [_table(of, screen)])
    else:
        parts += ["", _("nothing was received, resolved or handed over that day")]
    if of.total.received:
        parts += [Line([Styled(_("Money of the day's receipts"), "bold")]), Lines(aligned([*_money(of.total)]))]
    if of.people:
        parts += ["", Line([Styled(_("Who recorded what"), "bold")]), Facts(_people(of))]
    return (*parts, "", *_remarks(of))


def _title(of: "Today") -> str:
    on = f"{weekday(of.on)} {day(of.on)}"
    return _("The day {on}, as of {at}", on=on, at=moment(of.at))


def _table(of: "Today", screen: Screen) -> Grid:
    is_wide = screen.width is None or screen.width >= _WIDE
    headings = [_("Procedure"), *_headings(with_money=is_wide)]
    rows = [[row.name, *_cells(row.figures, with_money=is_wide)] for row in of.rows]
    total = [Styled(cell, "bold") for cell in (_("Total"), *_cells(of.total, with_money=is_wide))]
    return Grid(headings, [*rows, total], right=range(1, len(headings)), keep=(), cut=() if is_wide else (0,))


def _headings(*, with_money: bool) -> list[str]:
    money = [_("In cash"), _("Paid online"), _("Not said how")] if with_money else []
    return [_("Received"), _("Sets"), _("Results"), _("Handed over"), _("Fee"), *money]


def _cells(figures: "Figures", *, with_money: bool) -> list[str]:
    f = figures
    money = (f.fee_cash, f.fee_online, f.fee_unsaid) if with_money else ()
    return [number(n) for n in (f.received, f.copies, f.resolved, f.delivered, f.fee, *money)]


def _money(total: "Figures") -> list[tuple[str, str]]:
    dong = [(_("In cash"), total.fee_cash), (_("Paid online"), total.fee_online),
            (_("Not said how"), total.fee_unsaid), (_("Total"), total.fee)]  # fmt: skip
    waived = ngettext("{n} dossier", "{n} dossiers", total.waived)
    return [*((name, f"{number(amount)} đ") for name, amount in dong), (_("Fee waived"), waived)]


def _people(of: "Today") -> list[tuple[str, str]]:
    return [
        (
            who or _("from a file"),
            ", ".join(
                [f"{label(act)} {number(n)}" for act, n in acts.items()]
                + ([f"{_(OF_FILE['decline'])} {number(declined)}"] if declined else [])
            ),
        )
        for who, acts, declined in of.people
    ]


def _remarks(of: "Today") -> list[str]:
    """What is still due, what is refused, what is void, and what was typed that day for another."""
    due = ngettext("Due that day and still open: {n} dossier", "Due that day and still open: {n} dossiers",
                   of.still_due)  # fmt: skip
    if of.overdue:
        due += "; " + ngettext("{n} of them is overdue", "{n} of them are overdue", of.overdue)
    told = [due]
    if n := of.total.refused:
        told.append(ngettext("Refused among the results: {n}", "Refused among the results: {n}", n))
    if n := of.declined:
        told.append(ngettext("Not accepted that day, in no figure: {n}", "Not accepted that day, in no figure: {n}", n))
    if n := of.void:
        told.append(ngettext("Received that day and void, in no figure: {n} dossier",
                             "Received that day and void, in no figure: {n} dossiers", n))  # fmt: skip
    if n := of.typed_for_earlier:
        told.append(ngettext("Typed that day for an earlier one, counted there: {n} act",
                             "Typed that day for an earlier one, counted there: {n} acts", n))  # fmt: skip
    return told


def today_document(of: "Today") -> Document:
    """The day as a document: a table by procedure, and one of who recorded what."""
    headings = [*columns("text", _("Procedure")), *columns("count", *_headings(with_money=True))]
    rows: list[list[Cell]] = [[row.name, *_numbers(row.figures)] for row in [*of.rows]]
    acts = [act for act in Act if any(act in done for _who, done, _declined in of.people)]
    refused = [_(OF_FILE["decline"])] if of.declined else []
    people: list[list[Cell]] = [
        [who or _("from a file"), *(done.get(act, 0) for act in acts), *([declined] if refused else [])]
        for who, done, declined in of.people
    ]
    title = _title(of)
    tables = [
        Table(_("By procedure"), title, headings, [*rows, [_("Total"), *_numbers(of.total)]], has_total=True),
        Table(_("Who recorded what"), _("Who recorded what"),
              [*columns("text", _("Who")), *columns("count", *map(label, acts), *refused)], people),
    ]  # fmt: skip
    money = [f"{name}: {words}" for name, words in _money(of.total)]
    return Document(title, [*money, *_remarks(of)], tables if people else tables[:1])


def _numbers(figures: "Figures") -> list[int]:
    f = figures
    return [f.received, f.copies, f.resolved, f.delivered, f.fee, f.fee_cash, f.fee_online, f.fee_unsaid]


def today_rendering(of: "Today") -> Rendering:
    """The day in any format; CSV has a line a procedure."""
    return Rendering(
        table=lambda: today_text(of),
        document=lambda: today_document(of),
        whole=lambda: today_record(of),
        lines=lambda: _lines(of),
        headings=KEYS,
    )
