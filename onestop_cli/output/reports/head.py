"""The head of every report: whose, of which period, judged when and how, under which calendar."""

from collections.abc import Iterable, Iterator, Mapping

from onestop_cli.core.moments import iso
from onestop_cli.core.report import Head
from onestop_cli.core.text import visible
from onestop_cli.output.figures import day
from onestop_cli.output.records import Json, Record
from onestop_cli.output.words import _, label, ngettext, officer_words

_DAYS = 8
"""So many supposed days stand in the head; all of them are in JSON."""


def head_lines(head: Head, basis: str = "", granularity: str = "") -> list[str]:
    """What the figures rest on, in words; where several are judged by, `basis` and `granularity` say which."""
    period = head.period
    lines = [
        _("Report of {agency} ({code})", agency=head.agency_name, code=head.agency_code),
        office_line(head),
        _("Period {start} – {end}, {convention}; judged at {at}", start=period.start, end=period.end,
          convention=label(period.convention), at=f"{head.as_of:%d/%m/%Y %H:%M:%S}"),
        _("Basis: {basis} · Granularity: {granularity} · Calendar edition: {edition}",
          basis=basis or label(head.basis), granularity=granularity or label(head.granularity),
          edition=head.calendar_edition),
    ]  # fmt: skip
    if head.known_at is not None:
        lines.append(_("Only what was recorded by {at}", at=f"{head.known_at:%d/%m/%Y %H:%M:%S}"))
    if head.strict:
        lines.append(_("Strictly: papers recorded late are left out, as if they were taken back"))
    lines += assumed_lines(head)
    if head.is_synthetic:
        lines.append(_("SYNTHETIC DATA: made up to show the tool, not real dossiers"))
    return lines


def assumed_lines(head: Head) -> list[str]:
    """That the figures are none of what is, and what they suppose; nothing of other reports."""
    if head.assumed is None:
        return []
    settings = [
        _("{key}={value} on all days (now {now})", key=k, value=v, now=now) for k, v, now in head.assumed.settings
    ]
    days = [
        _("{day} {kind} “{name}”", day=day(each.on), kind=label(each.kind), name=visible(each.name))
        for each in head.assumed.days[:_DAYS]
    ]
    more = len(head.assumed.days) - len(days)
    words = "; ".join([*settings, *days, *([ngettext("{n} more day", "{n} more days", more)] if more else [])])
    return [
        _("WHAT IF {what}; all the rest as it is", what=words or "—"),
        _("Counted in memory and recorded nowhere: these are not the figures of the office"),
    ]


def signed(head: Head) -> list[str]:
    """The lines of whoever signs a printed report, above them those of its date; none where nobody is set to."""
    return [_("Day …… month …… year ………"), *head.signature.split("; ")] if head.signature else []


def office_line(head: Head) -> str:
    """What the one-stop shop called itself when the report was judged."""
    return _("One-stop shop: {office}", office=head.office_name)


def key_words(dimension: str, value: str, procedures: Mapping[str, str]) -> str:
    """A row's key in words: a procedure's name, a channel's word, else itself; what is not stated is told too."""
    if dimension == "procedure":
        return procedures.get(value, value)
    if dimension == "receiving_unit" and not value:
        return _("this office")
    if dimension == "officer":
        return officer_words(value)
    return label(value) if dimension == "channel" else value or "—"


def row_record(row: Record, words: list[str]) -> Record:
    """A row's fields, its key as a list, and beside it the words for that; none for the total."""
    return {"key": list(row.pop("key")), "label": words, **row}


def csv_records(rows: Iterable[Record]) -> Iterator[Record]:
    """Rows as CSV has them: keys and labels are one text each, the total has the key `total`."""
    for row in rows:
        yield {**row, "key": " / ".join(row["key"]) if row["key"] else "total", "label": " / ".join(row["label"])}


def head_record(head: Head, **own: Json) -> Record:
    """The same under the keys of the contract, before what the report itself has; its `own` keys stand among them."""
    period = head.period
    return {
        "agency": {"code": head.agency_code, "name": head.agency_name},
        "period": {"from": str(period.start), "to": str(period.end), "convention": period.convention.value},
        "as_of": iso(head.as_of),
        "known_at": iso(head.known_at),
        "basis": head.basis.value,
        "granularity": head.granularity.value,
        **own,
        "calendar_edition": head.calendar_edition,
    }
