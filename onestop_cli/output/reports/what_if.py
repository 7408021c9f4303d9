"""What an assumption changes in a report: the figures as they are beside those they would be, and the dossiers."""

from collections.abc import Iterator

from onestop_cli.core.moments import iso
from onestop_cli.core.report import Part, Report, WhatIf
from onestop_cli.core.tally import Row
from onestop_cli.output.console_text import columns as aligned
from onestop_cli.output.documents import Table, columns
from onestop_cli.output.figures import FIGURES, Cell, day, decimal, shown
from onestop_cli.output.records import Json, Record
from onestop_cli.output.reports.row_columns import COLUMNS, column_words
from onestop_cli.output.words import _, label, ngettext

_LISTED = ("early", "on_time", "late", "within", "overdue", "suspended", "early_rate", "on_time_rate")
"""The figures of the total that are compared first, even where they are the same."""
_POINTS = 100


def change_lines(report: Report) -> list[str]:
    """How many dossiers of the period change, and the total's figures as they are and would be where any differs."""
    of = report.what_if
    if of is None:
        return []
    lines = [changed_words(of)]
    compared = _compared(of.plain.total, report.part.total)
    if not compared:
        return lines
    rows = [[_("Total of the period"), _("as it is"), _("what if"), _("difference")]]
    for name, (before, after) in compared.items():
        kind = COLUMNS[name].kind
        rows.append([column_words(name), shown(before, kind), shown(after, kind), _difference(before, after, kind)])
    return [*lines, *aligned(rows)]


def changed_words(of: WhatIf) -> str:
    """How many dossiers of the period change, and how."""
    n = len(of.changed)
    if not n:
        return _("No dossier of the period would be due at another instant, or told otherwise")
    return ngettext(
        "{n} dossier of the period changes: due later {later}, due earlier {earlier}, only told otherwise {others}",
        "{n} dossiers of the period change: due later {later}, due earlier {earlier}, only told otherwise {others}",
        n,
        later=of.later,
        earlier=of.earlier,
        others=of.others,
    )


def _compared(before: Row, after: Row) -> dict[str, tuple[Cell, Cell]]:
    """The figures of a total with both values: those compared first, then others that differ; none where all agree."""
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in COLUMNS}
    differing = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if not differing:
        return {}
    return {name: pairs[name] for name in _LISTED} | differing


def _difference(before: Cell, after: Cell, kind: str) -> str:
    """What comes on top, with its sign; of a rate in points of a hundred."""
    if not isinstance(before, int | float) or not isinstance(after, int | float):
        return "—" if before != after else "0"
    difference = after - before
    if not difference:
        return "0"
    sign = "+" if difference > 0 else "-"
    if kind == "percent":
        return sign + decimal(round(abs(difference) * _POINTS, 6), 2)
    return sign + shown(abs(round(difference, 6)), kind if kind in FIGURES else "count")


def what_if_record(report: Report, of: WhatIf, plain: Record) -> Record:
    """What is supposed and what it changes, under the keys of docs/json.md; `plain` are the parts as they are."""
    assumed = report.head.assumed
    assert assumed is not None
    total = {n: [old, new] for n, (old, new) in _compared(of.plain.total, report.part.total).items() if old != new}
    days: list[Json] = [
        {"date": str(c.on), "kind": c.kind.value, "name": c.name, "source": c.source} for c in assumed.days
    ]
    return {
        "settings": {key: {"now": now, "what_if": value} for key, value, now in assumed.settings},
        "days": days,
        "due_later": of.later,
        "due_earlier": of.earlier,
        "told_otherwise": of.others,
        "changes": total,
        "dossiers": list(_dossier_records(of)),
        "plain": plain,
    }


def _dossier_records(of: WhatIf) -> Iterator[Json]:
    for d, due_at, outcome, would_be in of.changed:
        yield {
            "code": d.code,
            "due_at": [iso(d.due_at), iso(due_at)],
            "outcome": [outcome.value, would_be.value],
        }


def what_if_tables(report: Report, *, with_person: bool) -> list[Table]:
    """The figures that differ, part by part, and the dossiers that change; none where nothing does."""
    of = report.what_if
    if of is None:
        return []
    tables: list[Table] = []
    pairs = [(_("What if"), of.plain, report.part)]
    if of.plain_cumulative is not None and report.cumulative is not None:
        pairs.append((_("What if, cumulative"), of.plain_cumulative, report.cumulative))
    for words, plain, part in pairs:
        compared = _compared(plain.total, part.total)
        if compared:
            tables.append(_comparison(words, plain, compared))
    if of.changed:
        tables.append(_dossiers(of, with_person=with_person))
    return tables


def _comparison(words: str, part: Part, compared: dict[str, tuple[Cell, Cell]]) -> Table:
    """The total's figures as they are, as they would be, and the difference: written as text, kinds are mixed."""
    rows = [
        [
            column_words(name),
            *(shown(each, COLUMNS[name].kind) for each in pair),
            _difference(*pair, COLUMNS[name].kind),
        ]
        for name, pair in compared.items()
    ]
    headings = columns("text", _("Figure"), _("as it is"), _("what if"), _("difference"))
    return Table(words, f"{words}: {day(part.period.start)} – {day(part.period.end)}", headings, rows)


def _dossiers(of: WhatIf, *, with_person: bool) -> Table:
    """The dossiers that change, by code, with both dates and both outcomes."""
    headings = [
        *columns("code", _("Dossier")),
        *columns("text", _("Procedure"), _("Officer"), *([_("Applicant")] if with_person else [])),
        *columns("moment", _("Received"), _("Result ready or closed"), _("Due"), _("Due, what if")),
        *columns("text", _("Outcome"), _("Outcome, what if")),
    ]
    rows = [
        [
            d.code, d.procedure_name, d.officer, *([d.applicant] if with_person else []), d.received_at, d.finished_at,
            d.due_at, due_at, label(outcome), label(would_be),
        ]
        for d, due_at, outcome, would_be in of.changed
    ]  # fmt: skip
    return Table(_("Changed dossiers"), changed_words(of), headings, rows)
