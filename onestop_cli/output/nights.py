"""What a night tells whoever runs it or reads its mail, and what a check of the nights found."""

from typing import TYPE_CHECKING

from onestop_cli.core.event_data import data_of
from onestop_cli.output.figures import day, decimal, number
from onestop_cli.output.pages import Facts, Lines, Page, unbroken
from onestop_cli.output.records import Record
from onestop_cli.output.words import _, ngettext, told

if TYPE_CHECKING:
    from onestop_cli.usecases.night_checks import Checked, NightFinding
    from onestop_cli.usecases.nights import Written

_MEGABYTE = 1_000_000


def night_text(written: "Written") -> Page:
    """A night in one line, so that a mail's subject or a log can hold it."""
    night = written.manifest
    if not written.is_new:
        line = _(
            "Night of {day} is finished already and left as it is: {path}", day=day(night.night), path=written.path
        )
        return (unbroken(line + _pruned(written)),)
    rows = {file.name: file.rows or 0 for file in night.files}
    n_dossiers, n_events = rows["dossiers.csv"], night.head.seq - night.after
    line = _(
        "Night of {day}: {dossiers}, {events}, late or overdue this month {late}; {megabytes} MB; anchor {anchor}; "
        "{path}",
        day=_span(written),
        dossiers=ngettext("{count} dossier", "{count} dossiers", n_dossiers, count=number(n_dossiers)),
        events=ngettext("{count} new event", "{count} new events", n_events, count=number(n_events)),
        late=number(rows["late.xlsx"]),
        megabytes=decimal(sum(file.bytes for file in night.files) / _MEGABYTE, 1),
        anchor=night.head.anchor,
        path=written.path,
    )
    if night.restored:
        line += "; " + _(
            "a backup took the place of the file since the night before (event {seq})", seq=night.restored[0]
        )
    return (unbroken(line + _pruned(written)),)


def _span(written: "Written") -> str:
    """The day of a night, with the first it covers where that is another."""
    night = written.manifest
    first, last = night.covers
    if night.previous is None or first == last:
        return day(last)
    return _("{day} (covers from {first})", day=day(last), first=day(first))


def _pruned(written: "Written") -> str:
    n = len(written.pruned)
    return "; " + ngettext("{n} old night removed", "{n} old nights removed", n) if n else ""


def left_words(written: "Written") -> str:
    """What is said of nights that should have gone and did not."""
    return _("not removed: {nights}; see onestop nightly --check", nights=", ".join(map(day, written.left)))


def night_record(written: "Written") -> Record:
    """A night under the keys of its manifest, and where it lies."""
    return {
        "path": str(written.path),
        "is_new": written.is_new,
        "pruned": written.pruned,
        "left": written.left,
        **data_of(written.manifest),
    }


def check_text(checked: "Checked") -> Page:
    """What a check of nights found, the findings first."""
    first, last = checked.nights[0], checked.nights[-1]
    pairs = [
        (
            _("Nights"),
            _("{n}, {first} – {last}", n=number(len(checked.nights)), first=day(first.night), last=day(last.night)),
        ),
        (_("Files"), number(sum(night.files for night in checked.nights))),
    ]
    if checked.pruned:
        pairs.append((_("Pruned before"), number(checked.pruned)))
    if last.head is not None:
        pairs.append((_("Last anchor"), last.head.anchor))
    if checked.walked is not None:
        walked = _("walked from the first of {n} events, in the backup of the last night", n=number(checked.walked))
        pairs.append((_("Chain of events"), walked))
    pairs.append((_("Result"), _("nothing was changed") if not checked.findings else _findings(checked)))
    lines = [f"{day(f.night)}  {finding_words(f)}" for f in checked.findings]
    return (*((Lines(lines, 12), "") if lines else ()), Facts(pairs))


def _findings(checked: "Checked") -> str:
    n = len(checked.findings)
    return ngettext("{n} finding", "{n} findings", n)


def finding_words(finding: "NightFinding") -> str:
    """A finding in a sentence."""
    return told(finding.sentence, finding.values)


def check_record(checked: "Checked") -> Record:
    """A check of nights under its own keys (docs/json.md)."""
    return {
        "path": str(checked.path),
        "nights": [
            {**night._asdict(), "head": night.head and night.head._asdict(), "findings": _count(checked, night.night)}
            for night in checked.nights
        ],
        "pruned": checked.pruned,
        "walked": checked.walked,
        "findings": [
            {"night": f.night, "kind": f.kind, "file": f.file, "sentence": f.sentence.format(**f.values)}
            for f in checked.findings
        ],
    }


def _count(checked: "Checked", night: object) -> int:
    return sum(finding.night == night for finding in checked.findings)
