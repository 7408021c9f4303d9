"""The report for people and machines: rows, totals, the cumulative column, and the identities that hold."""

from collections.abc import Callable, Iterator, Sequence

from onestop_cli.core.periods import SPLITS, Period
from onestop_cli.core.report import Part, Report
from onestop_cli.core.tally import Identity, Key, Row
from onestop_cli.core.tally import row as row_of
from onestop_cli.errors import N_
from onestop_cli.output.console_text import PAGE, columns
from onestop_cli.output.figures import day, number, shown
from onestop_cli.output.pages import Page, paragraphs
from onestop_cli.output.records import Record
from onestop_cli.output.reports.head import csv_records, head_lines, head_record, key_words, row_record
from onestop_cli.output.reports.marks import foot, marks_record
from onestop_cli.output.reports.row_columns import ACCEPTANCE, ACCEPTED_LATE, COLUMNS, MAIN, TIMES, brief_kind
from onestop_cli.output.reports.what_if import change_lines, what_if_record
from onestop_cli.output.words import _, label

_SHOWN = 60
"""Of a long row of equal sums so many are printed; all are checked."""
_SPLIT_WORDS = {"month": N_("month"), "week": N_("week"), "day": N_("day")}
ROW_KEYS = ("part", "from", "to", "key", "label", *Row._fields[1:])
_IDENTITIES = {
    "balance": N_("carried over + received = resolved + withdrawn + stopped + pending"),
    "resolved": N_("resolved = early + on time + late + no limit"),
    "pending": N_("pending = within + overdue + suspended + no limit"),
    "received": N_("received = online + at the counter + by post"),
}
_TERMS = {
    "balance": (("carried_over", "received"), ("resolved", "withdrawn", "stopped", "pending")),
    "resolved": (("resolved",), ("early", "on_time", "late", "resolved_no_limit")),
    "pending": (("pending",), ("within", "overdue", "suspended", "pending_no_limit")),
    "received": (("received",), ("received_online", "received_direct", "received_postal")),
}


def labels_of(report: Report, part: Part, key: Key) -> list[str]:
    """The words for a row's key: a procedure's name, a channel's word, a month, the days of a week; else the key.

    The total has none.
    """
    words: list[str] = []
    splits: tuple[str, ...] = ()
    for name, value in zip((name for name in report.request.by if name != "none"), key, strict=False):
        if name in SPLITS:
            splits = (*splits, value)
            words.append(_span_words(name, value, part.spans[splits]))
        else:
            words.append(key_words(name, value, report.names))
    return words


def _span_words(split: str, key: str, span: Period) -> str:
    """A month as MM/yyyy, a day as dd/MM/yyyy, a week by its first and last day."""
    if split == "month":
        return month_words(key)
    return day(span.start) if split == "day" else f"{span.start:%d/%m}–{day(span.end)}"


def month_words(month: str) -> str:
    """A month as MM/yyyy."""
    return "/".join(reversed(month.split("-")))


def _row_record(report: Report, part: Part, row: Row) -> Record:
    return row_record(row._asdict(), labels_of(report, part, row.key))


def _part_record(report: Report, part: Part) -> Record:
    return {
        "rows": [_row_record(report, part, row) for row in part.rows],
        "total": _row_record(report, part, part.total),
    }


def report_record(report: Report) -> Record:
    """The report under the keys of the contract."""
    record = head_record(report.head, by=list(report.request.by)) | _part_record(report, report.part)
    record["cumulative"] = None
    if (to_date := report.cumulative) is not None:
        days = {"from": str(to_date.period.start), "to": str(to_date.period.end)}
        record["cumulative"] = days | _part_record(report, to_date)
    record |= marks_record(report.head)
    if (of := report.what_if) is not None:
        plain = _part_record(report, of.plain) | {"cumulative": None}
        if of.plain_cumulative is not None:
            plain["cumulative"] = _part_record(report, of.plain_cumulative)
        record["what_if"] = what_if_record(report, of, plain)
    return record


def report_csv_records(report: Report) -> Iterator[Record]:
    """A record a row: the period's rows and total, then the cumulative ones."""
    for name, part in zip(("period", "cumulative"), report.parts, strict=False):
        for record in csv_records(_row_record(report, part, row) for row in (*part.rows, part.total)):
            told = {"part": name, "from": part.period.start, "to": part.period.end, **record}
            yield told if report.head.assumed is None else {**told, "what_if": "; ".join(report.head.assumed.words)}


_MORE = (
    ACCEPTED_LATE,
    "resolved_no_limit",
    "refused",
    "withdrawn",
    "stopped",
    "within",
    "suspended",
    "pending_no_limit",
)
_RATES = ("early_rate", "on_time_rate")


def report_text(report: Report) -> Page:
    """The report as a person reads it: under each name the period's figures and the cumulative ones."""
    times = [_("Time taken, in working days, and saved on the statutory limit"), *_figures_lines(report, TIMES)]
    blocks = [
        head_lines(report.head),
        *([change_lines(report)] if report.what_if else []),
        _figures_lines(report, MAIN),
        times,
        *_acceptance(report),
        _summary_lines(report),
    ]
    return (*paragraphs([*blocks, identity_lines(report)]), *foot(report.head))


def _acceptance(report: Report) -> list[list[str]]:
    """How what was handed in online was accepted, where some of it was accepted late; those rows only."""
    if not has_accepted_late(report):
        return []
    lines = _figures_lines(report, ACCEPTANCE, lambda rows: any(row.accepted_late for row in rows))
    return [[_("Handed in online and accepted late (more than one working day)"), *lines]]


def has_accepted_late(report: Report) -> bool:
    """Whether anything of a report was accepted late."""
    return any(part.total.accepted_late for part in report.parts)


def _figures_lines(
    report: Report, figures: Sequence[str], is_shown: Callable[[Sequence[Row]], bool] = lambda _: True
) -> list[str]:
    """The rows: a name on its own line and figures in columns below it; beside it where there is room."""
    halves = [_(COLUMNS[name].halves).partition("|") for name in figures]
    lines: list[list[str]] = [["", *(half[0] for half in halves)], ["", *(half[2] for half in halves)]]
    names: dict[int, str] = {}
    told = [(key, rows) for key, rows in _paired(report) if is_shown(rows)]
    for key, rows in [*told, ((), [part.total for part in report.parts])]:
        names[len(lines)] = " / ".join(labels_of(report, report.part, key)) or _("Total")
        for words, row in zip((_("period"), _("to date")), rows, strict=False):
            lines.append([f"  {words}", *(shown(getattr(row, name), brief_kind(name)) for name in figures)])
    if report.cumulative is None:
        beside = columns([[names.get(place, ""), *line[1:]] for place, line in enumerate(lines)])
        if max(map(len, beside)) <= PAGE:
            return beside
    below: list[str] = []
    for place, text in enumerate(columns(lines)):
        if place in names:
            below += ["", names[place]] if place == max(names) and len(names) > 1 else [names[place]]
        below.append(text)
    return below


def _summary_lines(report: Report) -> list[str]:
    """The totals, one figure a line, the period and the cumulative side by side; counts nought everywhere left out."""
    totals = [part.total for part in report.parts]
    start, end = report.part.period.start, report.part.period.end
    head = [_("Total"), f"{start:%d/%m}–{day(end)}" if start.year == end.year else f"{day(start)}–{day(end)}"]
    if report.cumulative is not None:
        head.append(_("from {day}", day=day(report.cumulative.period.start)))
    names = [name for name in _MORE if any(getattr(total, name) for total in totals)]
    lines = [[_(COLUMNS[n].words), *(shown(getattr(t, n), COLUMNS[n].kind) for t in totals)] for n in (*names, *_RATES)]
    return columns([head, *lines])


def _paired(report: Report) -> list[tuple[Key, list[Row]]]:
    """Each key's row of the period with its cumulative one; one of noughts where it is missing.

    Of months, weeks or days only those of the period: each is a report of its own, nothing adds up to it.
    """
    if set(SPLITS).intersection(report.request.by):
        return [(row.key, [row]) for row in report.part.rows]
    parts = [{row.key: row for row in part.rows} for part in report.parts]
    return [(key, [rows.get(key) or row_of(key, ()) for rows in parts]) for key in sorted(set().union(*parts))]


def row_heading(report: Report) -> str:
    """The names of the dimensions; a month is one of the calendar here, not the unit of a limit."""
    names = (_(_SPLIT_WORDS[name]) if name in SPLITS else label(name) for name in report.request.by if name != "none")
    return " / ".join(name.capitalize() for name in names)


def identity_lines(report: Report) -> list[str]:
    """The identities with their numbers, as checked."""
    lines: list[str] = []
    for words, part in zip((_("Period"), _("Cumulative")), report.parts, strict=False):
        lines += [f"{words}: {_identity(i, part.total)}" for i in part.identities]
        if part is report.part:
            lines += [f"{words}: {text}" for text in _chain_lines(part)]
    return lines


def _chain_lines(part: Part) -> list[str]:
    """That each month, week or day begins as the one before ended, and that together they make the whole."""
    if not part.chain:
        return []
    carried = [i for i in part.chain if i.name == "carried"]
    sums = {i.name: i for i in part.chain}
    first, last = sums["first"], sums["last"]
    pairs = (f"{number(i.left)} = {number(i.right)}" for i in carried[:_SHOWN])
    chained = " · ".join(pairs) + (" · …" if len(carried) > _SHOWN else "") or "—"
    added = " · ".join(
        f"{_(COLUMNS[name].words).lower()} {number(sums[name].left)} = {number(sums[name].right)}"
        for name in ("received", "resolved", "early", "on_time", "late")
    )
    return [
        _("pending of each = carried over of the next: {pairs}", pairs=chained),
        _("the first carries over {first} = {whole}, the last leaves {last} = {pending}", first=number(first.left),
          whole=number(first.right), last=number(last.left), pending=number(last.right)),
        _("their sum = the whole: {sums}", sums=added),
    ]  # fmt: skip


def _identity(identity: Identity, row: Row) -> str:
    left, right = (" + ".join(number(getattr(row, name)) for name in names) for names in _TERMS[identity.name])
    return f"{_(_IDENTITIES[identity.name])}: {left} = {right}"
