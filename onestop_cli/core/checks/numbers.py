"""The numbers of the day, and what became of dossiers that were voided (domain §3.6, §5, §7 “numbers”).

A void dossier keeps its number. Numbers that a file replaced by a backup had used are no gap: the backup's first event
says them. Only codes of the office's own shape have a day and a number.
"""

from collections.abc import Iterator
from datetime import date

from onestop_cli.core.checks.facts import Facts, VoidDossier
from onestop_cli.core.checks.findings import Found, Ground, Subject
from onestop_cli.core.codes import numbered
from onestop_cli.core.text import search_key


def gaps(facts: Facts, ground: Ground) -> Iterator[Found]:
    """Numbers of a day are missing before one that was given; an import's are one line."""
    for series, numbers in sorted(facts.series.items()):
        highest = 0
        for number, seq, code, imported_by in sorted(numbers):
            first, last, highest = highest + 1, number - 1, max(highest, number)
            if first > last or last <= facts.replaced.get(series, 0):
                continue
            event = facts.event(seq)
            assert event is not None
            values = {"series": series, "first": first, "last": last, "n": last - first + 1}
            when = event.occurred_at, event.recorded_at, event.actor
            yield Found(values, (code,), (seq,), *when, group=("import", imported_by) if imported_by else ())


def duplicates(facts: Facts, ground: Ground) -> Iterator[Found]:
    """A number was given twice."""
    for code, seq, recorded_at, actor in facts.doubles:
        yield Found({"code": code}, (code,), (seq,), recorded_at, recorded_at, actor)


def other_day(of: Subject, ground: Ground) -> Iterator[Found]:
    """The code names another day than that of the receipt as it was first entered."""
    receipt = of.receipt
    own = numbered(of.dossier.code, is_drawn=bool(receipt.data.get("drawn")))
    on = receipt.occurred_at.date()
    if own is not None and own.series[-6:] != f"{on:%y%m%d}":
        yield of.found(receipt, day=_day(own.series[-6:]), received=on)


def _day(text: str) -> date | str:
    """The day of a series; six digits that are none stand as they are."""
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return text


def voided_overdue(facts: Facts, ground: Ground) -> Iterator[Found]:
    """An overdue or late dossier was voided, and there is none of the same person, procedure and day."""
    for each in facts.voided:
        if _is_without_twin(facts, each):
            yield _found(each)


def other_voids(facts: Facts, ground: Ground) -> Iterator[Found]:
    """Dossiers were voided; those of an actor are one line."""
    for each in facts.voided:
        if not _is_without_twin(facts, each):
            yield _found(each)._replace(group=(each.event.actor,))


def _found(each: VoidDossier) -> Found:
    event, before = each.event, each.before
    values = {"due": before.due_at, "on": event.recorded_at.date(), "actor": event.actor}
    return Found(values, (before.code,), (event.seq,), event.occurred_at, event.recorded_at, event.actor)


def _is_without_twin(facts: Facts, each: VoidDossier) -> bool:
    """Whether an overdue dossier was voided without a twin; a person who was erased, or not stated, has none."""
    if not each.was_late:
        return False
    d = each.before
    person = _known_by(facts, d.personal_seq)
    others = facts.received.get((d.procedure_code, d.received_at.date()), ())
    return person is None or not any(_known_by(facts, other.personal_seq) == person for other in others)


def _known_by(facts: Facts, personal_seq: int | None) -> str | None:
    """What a person is known by: the name, however it is written."""
    return search_key(facts.person(personal_seq).get("applicant", "")) or None
