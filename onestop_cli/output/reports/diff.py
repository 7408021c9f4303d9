"""What changed a report between two moments, for people and machines: figures, dossiers, imports and notices."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onestop_cli.core.moments import iso
from onestop_cli.core.report import Report
from onestop_cli.core.tally import Row
from onestop_cli.core.tally import row as row_of
from onestop_cli.errors import N_
from onestop_cli.output import console_text
from onestop_cli.output.documents import Document, Table, columns
from onestop_cli.output.pages import Page, paragraphs
from onestop_cli.output.recording import who_words
from onestop_cli.output.records import Record, compact
from onestop_cli.output.reports.head import head_lines, head_record
from onestop_cli.output.reports.later_events import (
    counted_words,
    event_record,
    fields_record,
    fields_words,
    figure_changes,
    figure_rows,
    group_lines,
    group_record,
    kind_words,
    moved_words,
    own_login,
    recorded_words,
    said_words,
)
from onestop_cli.output.reports.report import labels_of, row_heading
from onestop_cli.output.words import _, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.reports.changes import Change, Later, OfFile
    from onestop_cli.usecases.reports.diff import Diff

DIFF_KEYS = (
    "part", "key", "label", "column", "before", "after", "code", "change", "counted_before", "counted_after", "seq",
    "kind", "occurred_at", "recorded_at", "actor", "login", "import", "fields", "words", "note", "override", "sha256",
    "dossiers", "moved",
)  # fmt: skip
"""The headings of CSV, and the keys of JSON Lines."""
_CHANGES = {"new": N_("not there before"), "void": N_("void since"), "changed": N_("counts otherwise")}


def _change(of: "Change") -> str:
    return "new" if of.is_new else "void" if of.is_void else "changed"


def _rows(diff: "Diff") -> Iterator[tuple[Row, Row]]:
    """The rows then and now that differ in any figure, one of noughts where there was none; the total at the end."""
    then, now = diff.changes.then, diff.changes.now
    rows = [{row.key: row for row in report.part.rows} for report in (then, now)]
    for key in sorted(set().union(*rows)):
        before, after = (each.get(key) or row_of(key, ()) for each in rows)
        if before != after:
            yield before, after
    yield then.part.total, now.part.total


def _label(report: Report, row: Row) -> list[str]:
    return labels_of(report, report.part, row.key)


def diff_record(diff: "Diff", *, with_person: bool) -> Record:
    """What changed under the keys of the contract."""
    then, now = diff.changes.then, diff.changes.now
    *rows, total = [_row_record(now, before, after) for before, after in _rows(diff)]
    record = head_record(now.head, by=list(now.request.by))
    for key in ("known_at", "calendar_edition"):
        del record[key]
    return {
        **record,
        "strict": now.head.strict,
        "before": _moment_record(then, diff.position_then),
        "after": _moment_record(now, diff.position_now),
        "rows": rows,
        "total": total,
        "dossiers": [_dossier_record(each, with_person=with_person) for each in diff.changes.dossiers],
        "groups": [group_record(group) for group in diff.changes.groups],
        "calendar": [_calendar_record(each, with_person=with_person) for each in diff.changes.calendar],
    }


def _moment_record(report: Report, position: int) -> Record:
    head = report.head
    return {"known_at": iso(head.known_at), "position": position, "calendar_edition": head.calendar_edition}


def _row_record(report: Report, then: Row, now: Row) -> Record:
    """A row then and now under the keys of a report's, and the figures that differ."""
    both = {
        name: {k: v for k, v in row._asdict().items() if k != "key"} for name, row in (("before", then), ("after", now))
    }
    return {"key": list(now.key), "label": _label(report, now), **both, "changes": figure_changes(then, now)}


def _dossier_record(of: "Change", *, with_person: bool) -> Record:
    return {
        "code": of.code,
        "procedure_code": of.procedure_code,
        "procedure_name": of.procedure_name,
        "change": _change(of),
        "counted_before": list(of.before),
        "counted_after": list(of.after),
        "rows": [
            {"key": list(row.key), "counted_before": list(row.before), "counted_after": list(row.after)}
            for row in of.rows
        ],
        "events": [_later_record(later, with_person=with_person) for later in of.events],
    }


def _later_record(later: "Later", *, with_person: bool) -> Record:
    changed = {"fields": fields_record(later.fields), "words": list(later.words)}
    return event_record(later.event, later.login, with_person=with_person) | changed


def _calendar_record(of: "OfFile", *, with_person: bool) -> Record:
    return event_record(of.event, own_login(of.event), with_person=with_person)


def diff_records(diff: "Diff", *, with_person: bool) -> Iterator[Record]:
    """A record a figure that differs, an event of a dossier, an import or notice, a change of the calendar."""
    empty: Record = dict.fromkeys(DIFF_KEYS)
    for before, after in _rows(diff):
        where = {"key": list(after.key), "label": _label(diff.changes.now, after)}
        for column, (then, now) in figure_changes(before, after).items():
            yield empty | {"part": "figure", **where, "column": column, "before": then, "after": now}
    for each in diff.changes.dossiers:
        told = {"part": "dossier", "code": each.code, "change": _change(each)}
        told |= {"counted_before": list(each.before), "counted_after": list(each.after)}
        for later in each.events:
            yield empty | told | _flat(_later_record(later, with_person=with_person))
    for group in diff.changes.groups:
        yield empty | {"part": "group"} | _flat(group_record(group))
    for day in diff.changes.calendar:
        yield empty | {"part": "calendar"} | _flat(_calendar_record(day, with_person=with_person))


def _flat(record: Record) -> Record:
    return {name: value for name, value in record.items() if name in DIFF_KEYS}


def diff_csv_records(diff: "Diff", *, with_person: bool) -> Iterator[Record]:
    """The same as CSV has them: the key of the total is `total`, lists of words are one text, fields are JSON."""
    for record in diff_records(diff, with_person=with_person):
        for name in ("key", "label"):
            record[name] = " / ".join(record[name] or ())
        for name in ("counted_before", "counted_after", "words"):
            record[name] = " ".join(record[name] or ())
        for name in ("fields", "moved"):
            record[name] = compact(record[name]) if record[name] else ""
        if record["part"] == "figure" and not record["key"]:
            record["key"] = "total"
        yield record


def _moment_words(report: Report, position: int) -> str:
    known_at = report.head.known_at
    if known_at is None:
        return _("everything known now: events up to number {seq}", seq=position)
    return _("what was recorded by {at}: events up to number {seq}", at=f"{known_at:%d/%m/%Y %H:%M:%S}", seq=position)


def _head(diff: "Diff") -> list[str]:
    then, now = diff.changes.then, diff.changes.now
    return [
        *head_lines(now.head._replace(known_at=None)),
        _("Before: {what}", what=_moment_words(then, diff.position_then)),
        _("After: {what}", what=_moment_words(now, diff.position_now)),
    ]


def _is_same(diff: "Diff") -> bool:
    of = diff.changes
    return not (of.dossiers or of.groups or figure_changes(of.then.part.total, of.now.part.total)) and not any(
        before != after for before, after in _rows(diff)
    )


def diff_text(diff: "Diff", *, with_person: bool) -> Page:
    """The figures that differ, then what made the difference."""
    blocks = [[_("What changed a report"), *_head(diff)]]
    if _is_same(diff):
        blocks.append([_("Nothing recorded in between changes this report")])
        return paragraphs(blocks, 4)
    of = diff.changes
    named = [(" / ".join(_label(of.now, after)) or _("Total"), before, after) for before, after in _rows(diff)]
    for name, before, after in named:
        if changed := figure_rows(before, after):
            blocks.append(_figure_lines(name, changed))
    if of.dossiers:
        n = len(of.dossiers)
        blocks.append([ngettext("{n} dossier counts otherwise", "{n} dossiers count otherwise", n)])
    blocks += [_dossier_lines(each, with_person=with_person) for each in of.dossiers]
    blocks += [group_lines(group) for group in of.groups]
    for event, _is_cumulative in of.calendar:
        blocks.append([f"{event.seq}  {kind_words(event)}", "    " + recorded_words(event, own_login(event))])
    return paragraphs(blocks, 6)


def _figure_lines(name: str, changed: Sequence[Sequence[str]]) -> list[str]:
    """Figures under what they are of; a long name stands above them, for a table is never wider for it."""
    headings = [_("Before"), _("After"), _("Difference")]
    lines = console_text.columns([[name, *headings], *changed])
    if len(lines[0]) <= console_text.PAGE:
        return lines
    return [name, *console_text.columns([["", *headings], *changed])]


def _dossier_lines(of: "Change", *, with_person: bool) -> list[str]:
    lines = [f"{of.code}  {_(_CHANGES[_change(of)])}", f"  {of.procedure_name}", f"  {_how_counted(of)}"]
    for later in of.events:
        event = later.event
        lines += [f"  {event.seq}  {kind_words(event)}", "    " + recorded_words(event, later.login)]
        told = fields_words(later.fields, later.words), said_words(event, with_person=with_person)
        lines += [f"    {words}" for words in told if words]
    return lines


def _how_counted(of: "Change") -> str:
    """The columns in which it counted and counts; where they are the same, what else moved the figures."""
    before, after = counted_words(of.before), counted_words(of.after)
    if of.before == of.after and not of.rows:
        return _("counted as {before} as it was, for other working days", before=before)
    return _("counted as {before} → {after}", before=before, after=after)


def diff_document(diff: "Diff", *, with_person: bool) -> Document:
    """The same as a document: figures, dossiers event by event, imports and notices."""
    of = diff.changes
    heading = row_heading(of.now) or _("Total")
    figures = Table(
        _("Changes"), _("Figures that differ"),
        columns("text", heading, _("Figure"), _("Before"), _("After"), _("Difference")),
        [[" / ".join(_label(of.now, after)) or _("Total"), *line]
         for before, after in _rows(diff) for line in figure_rows(before, after)],
        notes=[_("Nothing recorded in between changes this report")] if _is_same(diff) else [],
    )  # fmt: skip
    note = [_("Note")] if with_person else []
    dossiers = Table(
        _("Dossiers"), _("Dossiers that count otherwise, and what was recorded of them in between"),
        [*columns("code", _("Dossier")), *columns("text", _("Change"), _("Counted before"), _("Counts after")),
         *columns("code", _("Event")), *columns("text", _("Act")), *columns("moment", _("Occurred"), _("Recorded")),
         *columns("text", _("Actor"), _("Changed"), *note)],
        [[each.code, _(_CHANGES[_change(each)]), counted_words(each.before), counted_words(each.after),
          str(later.event.seq), kind_words(later.event), later.event.occurred_at, later.event.recorded_at,
          who_words(later.event.actor, later.login), fields_words(later.fields, later.words),
          *([said_words(later.event, with_person=True)] if with_person else [])]
         for each in of.dossiers for later in each.events],
    )  # fmt: skip
    causes = [(g.event, g.n_dossiers, moved_words(g)) for g in of.groups]
    causes += [(day.event, None, "") for day in of.calendar]
    groups = Table(
        _("Imports and notices"), _("Imports, notices and changes of the calendar"),
        [*columns("code", _("Event")), *columns("text", _("What")), *columns("moment", _("Recorded")),
         *columns("text", _("Actor")), *columns("count", _("Dossiers")), *columns("text", _("Moved"))],
        [[str(event.seq), kind_words(event), event.recorded_at, who_words(event.actor, own_login(event)), n, moved]
         for event, n, moved in causes],
    )  # fmt: skip
    tables = [figures, *(table for table in (dossiers, groups) if table.rows)]
    return Document(_("What changed a report"), _head(diff), tables)
