"""The report for people and machines: rows, totals, the cumulative column, and the identities that hold."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from onestop_cli.core.periods import SPLITS, Period
from onestop_cli.core.report import Part, Report
from onestop_cli.core.tally import Identity, Key, Row
from onestop_cli.errors import N_
from onestop_cli.output.console_text import PAGE, columns
from onestop_cli.output.figures import day, decimal, number, percent
from onestop_cli.output.pages import Page, paragraphs
from onestop_cli.output.reports.head import csv_records, head_lines, head_record, key_words
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


def labels_of(report: Report, part: Part, key: Key) -> list[str]:
    """The words for a row's key: a procedure's name, a channel's word, a month, the days of a week; else the key."""
    words: list[str] = []
    splits: tuple[str, ...] = ()
    for name, value in zip((name for name in report.request.by if name != "none"), key, strict=True):
        if name in SPLITS:
            splits = (*splits, value)
            words.append(_span_words(name, value, part.spans[splits]))
        else:
            words.append(key_words(name, value, report.names))
    return words


def _span_words(split: str, key: str, span: Period) -> str:
    """A month as MM/yyyy, a day as dd/MM/yyyy, a week by its first and last day."""
    if split == "month":
        year, month = key.split("-")
        return f"{month}/{year}"
    return day(span.start) if split == "day" else f"{span.start:%d/%m}–{day(span.end)}"


def _row_record(report: Report, part: Part, row: Row) -> dict[str, Any]:
    figures = row._asdict()
    figures.pop("key")
    return {"key": list(row.key), "label": labels_of(report, part, row.key) if row.key else [], **figures}


def report_record(report: Report) -> dict[str, Any]:
    """The report under the keys of the contract."""
    cumulative = report.cumulative
    return {
        **head_record(report.head),
        "by": list(report.request.by),
        "calendar_edition": report.head.calendar_edition,
        "rows": [_row_record(report, report.part, r) for r in report.part.rows],
        "total": _row_record(report, report.part, report.part.total),
        "cumulative": None
        if cumulative is None
        else {
            "from": str(cumulative.period.start),
            "to": str(cumulative.period.end),
            "rows": [_row_record(report, cumulative, r) for r in cumulative.rows],
            "total": _row_record(report, cumulative, cumulative.total),
        },
    }


def report_csv_records(report: Report) -> Iterator[dict[str, Any]]:
    """A record a row: the period's rows and total, then the cumulative ones."""
    for name, part in (("period", report.part), ("cumulative", report.cumulative)):
        if part is None:
            continue
        for record in csv_records(_row_record(report, part, row) for row in (*part.rows, part.total)):
            yield {"part": name, "from": part.period.start, "to": part.period.end, **record}


MAIN_FIGURES = (
    ("carried_over", N_("Carried over"), N_("Carried|over")),
    ("received", N_("Received"), N_("|Received")),
    ("resolved", N_("Resolved"), N_("|Resolved")),
    ("early", N_("Early"), N_("|Early")),
    ("on_time", N_("On time"), N_("On|time")),
    ("late", N_("Late"), N_("|Late")),
    ("pending", N_("Pending"), N_("|Pending")),
    ("overdue", N_("Overdue"), N_("Over-|due")),
)
"""The main figures: their names, and as a heading of two lines."""
_MORE = (
    ("resolved_no_limit", N_("of them without a limit")),
    ("refused", N_("of them refused")),
    ("withdrawn", N_("Withdrawn")),
    ("stopped", N_("Stopped")),
    ("within", N_("Within the limit")),
    ("suspended", N_("Suspended")),
    ("pending_no_limit", N_("Pending without a limit")),
)


TIMES = (
    ("resolved", N_("Resolved"), N_("|Resolved")),
    ("mean_working_days", N_("Working days used, mean"), N_("Days used,|mean")),
    ("median_working_days", N_("Working days used, median"), N_("Days used,|median")),
    ("time_saved_days", N_("Working days saved on the statutory limit"), N_("Days saved|in all")),
)
"""How long results took, and what citizens were spared of the statutory limit."""


def report_text(report: Report) -> Page:
    """The report as a person reads it: under each name the period's figures and the cumulative ones."""
    blocks = [head_lines(report.head), _figures_lines(report, _headings(MAIN_FIGURES, N_("Early|%")), _figures)]
    times = _figures_lines(report, _headings(TIMES), _times)
    blocks.append([_("Time taken, in working days, and saved on the statutory limit"), *times])
    blocks += [_summary_lines(report, [part.total for part in report.parts]), identity_lines(report)]
    return paragraphs(blocks)


def _headings(*columns: Sequence[tuple[str, str, str]] | str) -> list[tuple[str, str, str]]:
    """Headings of two lines."""
    texts = [text for group in columns for text in ([group] if isinstance(group, str) else [c[2] for c in group])]
    return [_(text).partition("|") for text in texts]


def _figures_lines(
    report: Report, headings: list[tuple[str, str, str]], figures: Callable[[Row | None], list[str]]
) -> list[str]:
    """The rows: a name on its own line and figures in columns below it; beside it where there is room."""
    lines: list[list[str]] = [["", *(h[0] for h in headings)], ["", *(h[2] for h in headings)]]
    names: dict[int, str] = {}
    cumulative = report.cumulative
    for key, row, whole in [*_paired(report), ((), report.part.total, cumulative.total if cumulative else None)]:
        names[len(lines)] = " / ".join(labels_of(report, report.part, key)) if key else _("Total")
        lines.append([f"  {_('period')}", *figures(row)])
        if cumulative is not None and not (key and _is_split(report)):
            lines.append([f"  {_('to date')}", *figures(whole)])
    if cumulative is None:
        beside = columns([[names.get(place, ""), *line[1:]] for place, line in enumerate(lines)])
        if max(map(len, beside)) <= PAGE:
            return beside
    below: list[str] = []
    for place, text in enumerate(columns(lines)):
        if place in names:
            below += ["", names[place]] if place == max(names) and len(names) > 1 else [names[place]]
        below.append(text)
    return below


def _summary_lines(report: Report, totals: list[Row]) -> list[str]:
    """The totals, one figure a line, the period and the cumulative side by side."""
    start, end = report.part.period.start, report.part.period.end
    head = [_("Total"), f"{start:%d/%m}–{day(end)}" if start.year == end.year else f"{day(start)}–{day(end)}"]
    if report.cumulative is not None:
        head.append(_("from {day}", day=day(report.cumulative.period.start)))
    return columns([head, *([words, *(value(t) for t in totals)] for words, value in _summary(totals))])


def _paired(report: Report) -> list[tuple[Key, Row | None, Row | None]]:
    """Each key's row of the period with its cumulative one; either may be missing.

    Of months, weeks or days only those of the period: each is a report of its own, nothing adds up to it.
    """
    months = {r.key: r for r in report.part.rows}
    if _is_split(report):
        return [(r.key, r, None) for r in report.part.rows]
    wholes = {r.key: r for r in report.cumulative.rows} if report.cumulative else {}
    return [(key, months.get(key), wholes.get(key)) for key in sorted({*months, *wholes})]


def _is_split(report: Report) -> bool:
    """Whether the rows are months, weeks or days."""
    return bool(set(SPLITS).intersection(report.request.by))


def row_heading(report: Report) -> str:
    """The names of the dimensions; a month is one of the calendar here, not the unit of a limit."""
    names = (_(_SPLIT_WORDS[name]) if name in SPLITS else label(name) for name in report.request.by if name != "none")
    return " / ".join(name.capitalize() for name in names)


def _figures(row: Row | None) -> list[str]:
    if row is None:
        return ["0"] * len(MAIN_FIGURES) + ["—"]
    return [*(number(getattr(row, name)) for name, _words, _heading in MAIN_FIGURES), percent(row.early_rate)]


def _times(row: Row | None) -> list[str]:
    if row is None:
        return ["0", "—", "—", "—"]
    return [number(row.resolved), decimal(row.mean_working_days, 2), decimal(row.median_working_days, 1),
            number(row.time_saved_days)]  # fmt: skip


def _summary(totals: list[Row]) -> list[tuple[str, Callable[[Row], str]]]:
    """The figures of the totals, one a line; those that are nought everywhere are left out beyond the main ones."""

    def count(name: str) -> Callable[[Row], str]:
        return lambda row: number(getattr(row, name))

    lines = [(_(words), count(name)) for name, words in _MORE if any(getattr(t, name) for t in totals)]
    return [
        *lines,
        (_("Early rate"), lambda row: percent(row.early_rate)),
        (_("Early or on time"), lambda row: percent(row.on_time_rate)),
    ]


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
    (first,) = (i for i in part.chain if i.name == "first")
    (last,) = (i for i in part.chain if i.name == "last")
    sums = {i.name: i for i in part.chain}
    pairs = (f"{number(i.left)} = {number(i.right)}" for i in carried[:_SHOWN])
    chained = " · ".join(pairs) + (" · …" if len(carried) > _SHOWN else "") or "—"
    added = " · ".join(
        f"{_(words).lower()} {number(sums[name].left)} = {number(sums[name].right)}"
        for name, words in (("received", N_("Received")), ("resolved", N_("Resolved")), ("early", N_("Early")),
                            ("on_time", N_("On time")), ("late", N_("Late")))
    )  # fmt: skip
    return [
        _("pending of each = carried over of the next: {pairs}", pairs=chained),
        _("the first carries over {first} = {whole}, the last leaves {last} = {pending}", first=number(first.left),
          whole=number(first.right), last=number(last.left), pending=number(last.right)),
        _("their sum = the whole: {sums}", sums=added),
    ]  # fmt: skip


def _identity(identity: Identity, row: Row) -> str:
    terms = {
        "balance": (("carried_over", "received"), ("resolved", "withdrawn", "stopped", "pending")),
        "resolved": (("resolved",), ("early", "on_time", "late", "resolved_no_limit")),
        "pending": (("pending",), ("within", "overdue", "suspended", "pending_no_limit")),
        "received": (("received",), ("received_online", "received_direct", "received_postal")),
    }[identity.name]
    left, right = (" + ".join(number(getattr(row, name)) for name in names) for names in terms)
    return f"{_(_IDENTITIES[identity.name])}: {left} = {right}"
