"""The report for people and machines: rows, totals, the cumulative column, and the identities that hold."""

from collections.abc import Iterator
from typing import Any

from onestop_cli.core.tally import Identity, Row
from onestop_cli.errors import N_
from onestop_cli.output.console_text import columns, flowing
from onestop_cli.output.labels import day, decimal, label, number, percent
from onestop_cli.output.language import _
from onestop_cli.output.records import iso, markdown_text

ROW_KEYS = ("part", "from", "to", "key", "label", *Row._fields[1:])
_IDENTITIES = {
    "balance": N_("carried over + received = resolved + withdrawn + stopped + pending"),
    "resolved": N_("resolved = early + on time + late + no limit"),
    "pending": N_("pending = within + overdue + suspended + no limit"),
    "received": N_("received = online + at the counter + by post"),
}


def labels_of(report: Any, key: tuple[str, ...]) -> list[str]:
    """The words for a row's key: a procedure's name, a channel's word; the key itself for the rest."""
    by = [name for name in report.request.by if name != "none"]
    words: list[str] = []
    for name, value in zip(by, key, strict=True):
        if name == "procedure":
            words.append(report.labels.get((name, value), value))
        elif name == "channel":
            words.append(label(value))
        elif name == "month":
            year, month = value.split("-")
            words.append(f"{month}/{year}")
        else:
            words.append(value or "—")
    return words


def _row_record(report: Any, row: Row) -> dict[str, Any]:
    figures = row._asdict()
    figures.pop("key")
    return {"key": list(row.key), "label": labels_of(report, row.key) if row.key else [], **figures}


def report_record(report: Any) -> dict[str, Any]:
    """The report under the keys of the contract."""
    request, period = report.request, report.request.period
    cumulative = report.cumulative
    return {
        "agency": {"code": report.agency_code, "name": report.agency_name},
        "period": {"from": str(period.start), "to": str(period.end), "convention": period.convention.value},
        "as_of": iso(report.as_of),
        "known_at": iso(request.known_at),
        "basis": request.basis.value,
        "granularity": request.granularity.value,
        "by": list(request.by),
        "calendar_edition": report.calendar_edition,
        "rows": [_row_record(report, r) for r in report.part.rows],
        "total": _row_record(report, report.part.total),
        "cumulative": None
        if cumulative is None
        else {
            "from": str(cumulative.period.start),
            "to": str(cumulative.period.end),
            "rows": [_row_record(report, r) for r in cumulative.rows],
            "total": _row_record(report, cumulative.total),
        },
    }


def report_csv_records(report: Any) -> Iterator[dict[str, Any]]:
    """A record a row: the period's rows and total, then the cumulative ones."""
    for name, part in (("period", report.part), ("cumulative", report.cumulative)):
        if part is None:
            continue
        for row in (*part.rows, part.total):
            record = _row_record(report, row)
            record["key"] = " / ".join(record["key"]) if row.key else "total"
            record["label"] = " / ".join(record["label"])
            yield {"part": name, "from": part.period.start, "to": part.period.end, **record}


def _head(report: Any) -> list[str]:
    """What the figures rest on, in words."""
    request, period = report.request, report.request.period
    lines = [
        _("Report of {agency} ({code})", agency=report.agency_name, code=report.agency_code),
        _("Period {start} – {end}, {convention}; judged at {at}", start=period.start, end=period.end,
          convention=label(period.convention), at=f"{report.as_of:%d/%m/%Y %H:%M:%S}"),
        _("Basis: {basis} · Granularity: {granularity} · Calendar edition: {edition}", basis=label(request.basis),
          granularity=label(request.granularity), edition=report.calendar_edition),
    ]  # fmt: skip
    if request.known_at is not None:
        lines.append(_("Only what was recorded by {at}", at=f"{request.known_at:%d/%m/%Y %H:%M:%S}"))
    if report.is_synthetic:
        lines.append(_("SYNTHETIC DATA: made up to show the tool, not real dossiers"))
    return lines


_COLUMNS = (
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


def report_text(report: Any) -> str:
    """The report as a person reads it: under each name the period's figures and the cumulative ones."""
    totals = [report.part.total] + ([report.cumulative.total] if report.cumulative else [])
    blocks = [_head(report), _figures_lines(report), _summary_lines(report, totals), identity_lines(report)]
    return "\n".join(flowing(lines) for lines in blocks)


def _figures_lines(report: Any) -> list[str]:
    """The rows: a name on its own line, figures in columns below it."""
    headings = [_(heading).partition("|") for _name, _words, heading in _COLUMNS] + [_("Early|%").partition("|")]
    lines: list[list[str]] = [["", *(h[0] for h in headings)], ["", *(h[2] for h in headings)]]
    names: dict[int, str] = {}
    rows = [*_paired(report), (report.part.total, report.cumulative.total if report.cumulative else None)]
    for row, whole in rows:
        known = row or whole
        assert known is not None
        names[len(lines)] = " / ".join(labels_of(report, known.key)) if known.key else _("Total")
        if row is not None or "month" not in report.request.by:  # another month has no part in this period
            lines.append([f"  {_('period')}", *_figures(row)])
        if report.cumulative is not None:
            lines.append([f"  {_('to date')}", *_figures(whole)])
    made: list[str] = []
    for place, text in enumerate(columns(lines)):
        if place in names:
            made += ["", names[place]] if place == max(names) and len(names) > 1 else [names[place]]
        made.append(text)
    return made


def _summary_lines(report: Any, totals: list[Row]) -> list[str]:
    """The totals, one figure a line, the period and the cumulative side by side."""
    start, end = report.part.period.start, report.part.period.end
    head = [_("Total"), f"{start:%d/%m}–{day(end)}" if start.year == end.year else f"{day(start)}–{day(end)}"]
    if report.cumulative is not None:
        head.append(_("from {day}", day=day(report.cumulative.period.start)))
    return columns([head, *([words, *(value(t) for t in totals)] for words, value in _summary(totals))])


def _paired(report: Any) -> list[tuple[Row | None, Row | None]]:
    """Each key's row of the period with its cumulative one; either may be missing."""
    months = {r.key: r for r in report.part.rows}
    wholes = {r.key: r for r in report.cumulative.rows} if report.cumulative else {}
    return [(months.get(key), wholes.get(key)) for key in sorted({*months, *wholes})]


def _row_heading(report: Any) -> str:
    """The names of the dimensions; a month is one of the calendar here, not the unit of a limit."""
    names = (_("month") if name == "month" else label(name) for name in report.request.by if name != "none")
    return " / ".join(name.capitalize() for name in names)


def _figures(row: Row | None) -> list[str]:
    if row is None:
        return ["0"] * len(_COLUMNS) + ["—"]
    return [*(number(getattr(row, name)) for name, _words, _heading in _COLUMNS), percent(row.early_rate)]


def _summary(totals: list[Row]) -> list[tuple[str, Any]]:
    """The figures of the totals, one a line; those that are nought everywhere are left out beyond the main ones."""

    def count(name: str) -> Any:
        return lambda row: number(getattr(row, name))

    lines = [(_(words), count(name)) for name, words in _MORE if any(getattr(t, name) for t in totals)]
    return [
        *lines,
        (_("Early rate"), lambda row: percent(row.early_rate)),
        (_("Early or on time"), lambda row: percent(row.on_time_rate)),
        (_("Working days used, mean"), lambda row: decimal(row.mean_working_days, 2)),
        (_("Working days used, median"), lambda row: decimal(row.median_working_days, 1)),
        (_("Working days saved on the statutory limit"), lambda row: number(row.time_saved_days)),
    ]


def identity_lines(report: Any) -> list[str]:
    """The identities with their numbers, as checked."""
    lines: list[str] = []
    for words, part in ((_("Period"), report.part), (_("Cumulative"), report.cumulative)):
        if part is not None:
            lines += [f"{words}: {_identity(i, part.total)}" for i in part.identities]
    return lines


def _identity(identity: Identity, row: Row) -> str:
    terms = {
        "balance": (("carried_over", "received"), ("resolved", "withdrawn", "stopped", "pending")),
        "resolved": (("resolved",), ("early", "on_time", "late", "resolved_no_limit")),
        "pending": (("pending",), ("within", "overdue", "suspended", "pending_no_limit")),
        "received": (("received",), ("received_online", "received_direct", "received_postal")),
    }[identity.name]
    left, right = (" + ".join(number(getattr(row, name)) for name in names) for names in terms)
    return f"{_(_IDENTITIES[identity.name])}: {left} = {right}"


def report_markdown(report: Any) -> str:
    """The report as Markdown: the head, a table a part, the identities."""
    text = "\n".join(f"- {line}" for line in _head(report)) + "\n"
    for part in (report.part, report.cumulative):
        if part is None:
            continue
        text += f"\n### {day(part.period.start)} – {day(part.period.end)}\n\n"
        headings = [
            _row_heading(report) or _("Total"),
            *(_(words) for _name, words, _heading in _COLUMNS),
            _("Early %"),
        ]
        rows = [[" / ".join(labels_of(report, r.key)), *_figures(r)] for r in part.rows]
        rows.append([_("Total"), *_figures(part.total)])
        text += markdown_text(headings, rows)
    return text + "\n" + "\n".join(f"- {line}" for line in identity_lines(report)) + "\n"
