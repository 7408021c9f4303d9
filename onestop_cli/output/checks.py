"""What the checks found, for people and machines: check by check, each finding in the sentence an auditor would write.

No value of a sentence is a person's or free text; who acted is named, as on every report.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from onestop_cli.core.acts import Act
from onestop_cli.core.moments import clock_text, iso
from onestop_cli.errors import N_
from onestop_cli.output.documents import Document, Table, columns
from onestop_cli.output.figures import Cell, decimal, number
from onestop_cli.output.formats import Rendering
from onestop_cli.output.pages import Page, paragraphs
from onestop_cli.output.records import Json, Record
from onestop_cli.output.words import _, ngettext

if TYPE_CHECKING:
    from onestop_cli.core.checks.findings import Thresholds, Value
    from onestop_cli.core.checks.listed import Check, Finding
    from onestop_cli.usecases.checks import Checked

TITLE = N_("What an auditor looks for")
FINDING_KEYS = (
    "check", "severity", "dossier", "dossiers", "seqs", "occurred_at", "recorded_at", "actor", "values", "sentence",
)  # fmt: skip
CHECK_KEYS = ("check", "severity", "looks_for", "source", "thresholds")
_SEVERITIES = {"finding": N_("finding"), "info": N_("for information")}
_SHOWN_SEQS = 3


def sentence(finding: "Finding") -> str:
    """The sentence, with the dossier it is about, or how many there are."""
    check, found = finding.check, finding.found
    said = _(check.sentence, **{name: _said(value) for name, value in found.values.items()})
    if not found.dossiers:
        return said
    code, n = found.dossiers[0], len(found.dossiers)
    if n == 1:
        return f"{code}: {said}"
    return ngettext("{n} dossier, {code}: {said}", "{n} dossiers, the first {code}: {said}", n, code=code, said=said)


def _said(value: "Value") -> object:
    if value is None or value == "":
        return "—"
    return decimal(value, 1) if isinstance(value, float) else value


def finding_record(finding: "Finding") -> Record:
    """A finding under its own keys (docs/json.md); `dossier` is null where it is about several or none."""
    check, found = finding.check, finding.found
    return {
        "check": check.name,
        "severity": check.severity.value,
        "dossier": found.dossiers[0] if len(found.dossiers) == 1 else None,
        "dossiers": list(found.dossiers),
        "seqs": list(found.seqs),
        "occurred_at": iso(found.occurred_at),
        "recorded_at": iso(found.recorded_at),
        "actor": found.actor,
        "values": {name: _plain(value) for name, value in found.values.items()},
        "sentence": sentence(finding),
    }


def _plain(value: "Value") -> Json:
    match value:
        case date():
            return value.isoformat()
        case Act():
            return value.value
        case _:
            return value


def thresholds_record(thresholds: "Thresholds") -> Record:
    """The thresholds under the keys of their settings."""
    return {name: threshold(thresholds, name) for name in thresholds._fields}


def threshold(thresholds: "Thresholds", name: str) -> int | str:
    """A threshold as its setting is written."""
    if name != "duty_hours":
        return getattr(thresholds, name)
    hours = thresholds.duty_hours
    return "office" if hours is None else ",".join(f"{clock_text(a)}-{clock_text(b)}" for a, b in hours)


def _whole(checked: "Checked", told: Sequence["Finding"]) -> Record:
    period = checked.period
    return {
        "agency": {"code": checked.agency_code, "name": checked.agency_name},
        "period": period and {"from": str(period.start), "to": str(period.end), "convention": period.convention.value},
        "as_of": iso(checked.as_of),
        "known_at": iso(checked.known_at),
        "thresholds": thresholds_record(checked.thresholds),
        "checks_run": [check.name for check in checked.checks],
        "n_dossiers": checked.n_dossiers,
        "findings": [finding_record(finding) for finding in told],
        "n_findings": checked.n_findings,
        "n_info": checked.n_info,
        "marks_kept": checked.marks_kept,
    }


def _head(checked: "Checked") -> list[str]:
    """Of what it is told, and by what."""
    at = f"{checked.as_of:%d/%m/%Y %H:%M:%S}"
    lines = [_("Checks of {agency} ({code})", agency=checked.agency_name, code=checked.agency_code)]
    if checked.period is None:
        lines.append(_("All that was recorded; as it stood at {at}", at=at))
    else:
        start, end = checked.period[:2]
        lines.append(_("Recorded {start} – {end}; what is open as it stood at {at}", start=start, end=end, at=at))
    if checked.known_at is not None:
        lines.append(_("Only what was recorded by {at}", at=f"{checked.known_at:%d/%m/%Y %H:%M:%S}"))
    if checked.is_synthetic:
        lines.append(_("SYNTHETIC DATA: made up to show the tool, not real dossiers"))
    used = dict.fromkeys(name for check in checked.checks for name in check.thresholds)
    if used:
        lines.append(_("Thresholds: {words}", words=_threshold_words(checked.thresholds, tuple(used))))
    if checked.marks_kept and any(check.name == "paper-recorded-late" for check in checked.checks):
        lines.append(_("Papers recorded late are marked from event {seq} on", seq=number(checked.marks_kept + 1)))
    return lines


def _threshold_words(thresholds: "Thresholds", names: Sequence[str]) -> str:
    return " · ".join(f"{name} {threshold(thresholds, name)}" for name in names)


def _by_check(told: Sequence["Finding"]) -> "dict[Check, list[Finding]]":
    groups: dict[Check, list[Finding]] = {}
    for finding in told:
        groups.setdefault(finding.check, []).append(finding)
    return groups


def checked_text(checked: "Checked", told: Sequence["Finding"]) -> Page:
    """The findings by check; nothing at all where there are none."""
    if not told:
        return ()
    blocks = [_head(checked)]
    for check, findings in _by_check(told).items():
        severity = _(_SEVERITIES[check.severity])
        blocks.append([f"{check.name} ({severity}, {len(findings)}): {_(check.looks_for)}", *map(_line, findings)])
    counts = _("Findings: {n} · for information: {info}", n=checked.n_findings, info=checked.n_info)
    hidden = checked.n_info - sum(finding.check.severity == "info" for finding in told)
    blocks.append([counts + (f" ({_('shown with --info')})" if hidden else "")])
    return paragraphs(blocks, 4)


def _line(finding: "Finding") -> str:
    events = _events(finding.found.seqs)
    return f"  {sentence(finding)}" + (f" [{events}]" if events else "")


def _events(seqs: Sequence[int]) -> str:
    """The numbers of events, the first few of many."""
    if not seqs:
        return ""
    shown = ", ".join(map(str, seqs[:_SHOWN_SEQS])) + (", …" if len(seqs) > _SHOWN_SEQS else "")
    return ngettext("event {seqs}", "events {seqs}", len(seqs), seqs=shown)


def _document(checked: "Checked", told: Sequence["Finding"]) -> Document:
    """The findings, and the checks that were made with their thresholds."""
    headings = [
        *columns("text", _("Check"), _("Severity")),
        *columns("code", _("Dossier"), _("Events")),
        *columns("moment", _("Occurred"), _("Recorded")),
        *columns("text", _("Actor"), _("Sentence")),
    ]
    rows: list[list[Cell]] = [
        [
            each.check.name, _(_SEVERITIES[each.check.severity]), " ".join(each.found.dossiers),
            " ".join(map(str, each.found.seqs)), each.found.occurred_at, each.found.recorded_at, each.found.actor,
            sentence(each),
        ]
        for each in told
    ]  # fmt: skip
    tables = [Table(_("Findings"), _(TITLE), headings, rows), _checks_table(checked.checks, checked.thresholds)]
    return Document(_(TITLE), _head(checked), tables)


def _checks_table(checks: Sequence["Check"], thresholds: "Thresholds") -> Table:
    headings = columns("text", _("Check"), _("Severity"), _("Looks for"), _("Source"), _("Thresholds"))
    rows = [
        [check.name, _(_SEVERITIES[check.severity]), _(check.looks_for), _(check.source),
         _threshold_words(thresholds, check.thresholds)]
        for check in checks
    ]  # fmt: skip
    return Table(_("Checks"), _("The checks"), headings, rows)


def checked_rendering(checked: "Checked", told: Sequence["Finding"]) -> Rendering:
    """What is told of what was found, in any format."""

    def records() -> Iterator[Record]:
        return map(finding_record, told)

    return Rendering(
        table=lambda: checked_text(checked, told),
        document=lambda: _document(checked, told),
        whole=lambda: _whole(checked, told),
        lines=records,
        headings=FINDING_KEYS,
        json_lines=records,
    )


def check_record(check: "Check", thresholds: "Thresholds") -> Record:
    """A check under its own keys, with the thresholds that it goes by."""
    return {
        "check": check.name,
        "severity": check.severity.value,
        "looks_for": _(check.looks_for),
        "source": _(check.source),
        "thresholds": {name: threshold(thresholds, name) for name in check.thresholds},
    }


def list_rendering(checks: Sequence["Check"], thresholds: "Thresholds") -> Rendering:
    """The checks there are, in any format."""

    def records() -> Iterator[Record]:
        return (check_record(check, thresholds) for check in checks)

    return Rendering(
        table=lambda: _list_text(checks, thresholds),
        document=lambda: Document(_("The checks"), (), [_checks_table(checks, thresholds)]),
        whole=lambda: list(records()),
        lines=records,
        headings=CHECK_KEYS,
        json_lines=records,
    )


def _list_text(checks: Sequence["Check"], thresholds: "Thresholds") -> Page:
    lines: list[str] = []
    for check in checks:
        by = _threshold_words(thresholds, check.thresholds)
        lines.append(f"{check.name} ({_(_SEVERITIES[check.severity])})")
        lines.append("  " + " · ".join(filter(None, (_(check.looks_for), _(check.source), by))))
    return paragraphs([lines], 2)
