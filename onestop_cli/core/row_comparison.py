"""Comparing a row of a register with a dossier: what the file says otherwise, what follows otherwise."""

from collections.abc import Iterator
from datetime import datetime

from onestop_cli.core.acts import Act
from onestop_cli.core.columns import FREE_TEXT, KEPT, PUBLIC, TYPED
from onestop_cli.core.dossier import Dossier, DueSource, Entry, Person, Status, Suspension, suspension_data
from onestop_cli.core.ledger import canonical_json
from onestop_cli.core.moments import When
from onestop_cli.core.outcomes import Outcome, outcome
from onestop_cli.core.quotable import quotable
from onestop_cli.core.register_row import GivenSuspension, RegisterRow
from onestop_cli.errors import N_, RowRefused

NEVER_OF_A_RECEIPT = frozenset(c.name for c in PUBLIC if c.acts and Act.receive not in c.acts)
"""The columns that say nothing of the receipt: in them a row is compared with the dossier as it is."""

_OF_STATE = ("status", "suspended", "outcome")
_FROM_THE_REST = tuple(c.name for c in KEPT if c.is_derived and not c.is_of_one_file and c.name != "status")


_WORDS = (*Status, *Outcome, "true", "false")
"""What a derived column may say."""


def differences(row: RegisterRow, known: Entry) -> list[str]:
    """The columns in which a row says something else than the dossier of its code; silence is no difference."""
    d, given = known.dossier, row.cells
    same = {
        "procedure_code": row.procedure_code == d.procedure_code,
        "case": not given.get("case") or row.case == d.case,
        "received_at": agrees(row.received, d.received_at),
        "submitted_at": row.submitted is None or agrees(row.submitted, d.submitted_at),
        "suspensions": all(
            agrees(given.start, had.from_at)
            and (given.end is None or had.to_at is None or agrees(given.end, had.to_at))
            and given.reason == had.reason
            and all(not told or told == kept for told, kept in _asked(given, had))
            and (d.due_source is not DueSource.foreign or _gives_its_dates(given, had))
            for given, had in zip(row.suspensions, d.suspensions, strict=False)
        ),
        "extensions": all(
            (given.letter, given.new) == (had.letter, had.due_after.date()) and agrees(given.at, had.at)
            for given, had in zip(row.letters, d.extensions, strict=False)
        ),
        "closed_at": row.closed is None or d.closed_at is None or agrees(row.closed, d.closed_at),
        "stop_reason": row.stop_reason is None or d.closed_at is None or row.stop_reason == d.stop_reason,
        "stop_letter": not row.stop_letter or d.closed_at is None or row.stop_letter == d.stop_letter,
        "resolved_at": row.resolved is None or d.resolved_at is None or agrees(row.resolved, d.resolved_at),
        "delivered_at": row.delivered is None or d.delivered_at is None or agrees(row.delivered, d.delivered_at),
        "delivery_method": not d.delivered_at or row.delivery_method in ("", d.delivery_method),
        "delivered_to": not d.delivered_at or row.delivered_to in ("", d.delivered_to),
        "result": d.result is None or not given.get("result") or row.result == d.result,
        "due_at": row.due is None or row.suspensions != () or agrees(row.due, d.due_at) or is_slip(row, d),
        "promised_due_at": row.promised is None or agrees(row.promised, d.promised_due_at),
        "due_source": not given.get("due_source") or given["due_source"] == d.due_source,
        "agreed_due_at": row.agreed is None or agrees(row.agreed, d.agreed_due_at),
    }
    same |= {c.name: not given.get(c.name) or row.typed[c.name] == getattr(d, c.name) for c in TYPED}
    same["note"] |= d.finished_at is None and (row.resolved is not None or row.closed is not None)
    people = zip(Person._fields, row.person, known.person, strict=True)
    same |= {name: not value or value == current for name, value, current in people}
    return [name for name, agrees in same.items() if not agrees]


def _asked(given: GivenSuspension, had: Suspension) -> Iterator[tuple[object, object]]:
    """What a row itself says of a suspension, beside what is on record; silence is no difference."""
    yield given.told.get("policy"), had.policy
    yield given.until, had.until
    yield given.papers, had.papers
    yield given.letter, had.letter


def _gives_its_dates(given: GivenSuspension, had: Suspension) -> bool:
    """Whether the due dates that a row gives of a suspension are those on record; silence is no difference."""
    ends = (given.before.due, had.before.due_at), (given.after.due, had.after and had.after.due_at)
    return all(told is None or recorded is None or agrees(told, recorded) for told, recorded in ends)


def without_what_is_erased(row: RegisterRow) -> RegisterRow:
    """A row without what an erasure takes of a dossier: its person, and what was typed as words."""
    cells = {name: value for name, value in row.cells.items() if name not in FREE_TEXT}
    suspensions = tuple(each._replace(papers="") for each in row.suspensions)
    return row._replace(person=Person(), cells=cells, suspensions=suspensions, delivered_to="")


def must_be_of_dossier(row: RegisterRow, known: Entry, first: Entry) -> None:
    """Refuse a row that says of a dossier what neither it as it is says nor it as it was received.

    In what says nothing of the receipt it is compared as it is. Raises `RowRefused` with the columns.
    """
    then = set(differences(row._replace(resolved=None, closed=None), first)) | NEVER_OF_A_RECEIPT
    if differs := [name for name in differences(row, known) if name in then]:
        sentence = N_("dossier {code} is in the file with other values of: {columns}")
        raise RowRefused(sentence, code=known.dossier.code, columns=", ".join(differs))


def must_agree(
    row: RegisterRow, dossier: Dossier, now: datetime, due_at: datetime | None, first: Dossier | None = None
) -> None:
    """Refuse a row whose derived columns do not come out the same, `due_at` among them. Raises `RowRefused`."""
    if due_at is not None and tells_all(row, dossier) and due_at not in (dossier.due_at, first and first.due_at):
        raise RowRefused(N_("due_at is {given}, derived {derived}"), given=due_at, derived=dossier.due_at)
    if contradicted := contradiction(row, dossier, now, first):
        raise RowRefused(N_("{column} is “{given}”, derived “{derived}”"), **contradicted)


def is_slip(row: RegisterRow, dossier: Dossier) -> bool:
    """Whether a row's own date is the one on the slip, from before a notice moved the due date."""
    return not row.is_foreign and row.due is not None and agrees(row.due, dossier.promised_due_at)


def tells_all(row: RegisterRow, dossier: Dossier) -> bool:
    """Whether a row tells as much of a dossier's life as the file knows: only then can states be compared."""
    ends = (row.resolved is None, row.delivered is None, row.closed is None)
    return (
        ends == (dossier.resolved_at is None, dossier.delivered_at is None, dossier.closed_at is None)
        and [s.end is None for s in row.suspensions] == [s.to_at is None for s in dossier.suspensions]
        and len(row.letters) == len(dossier.extensions)
    )


def contradiction(
    row: RegisterRow, dossier: Dossier, now: datetime, received: Dossier | None = None
) -> dict[str, object] | None:
    """The first derived column of a row that does not come out the same: its name, what was given, what derived.

    What agrees with the dossier as it was `received` is no contradiction: a row is older than what was done since.
    Status and outcome are compared only when the row tells as much as the file knows; the outcome of an open
    dossier depends on the day and is not.
    """
    told = [name for name in (*_FROM_THE_REST, *_OF_STATE) if row.cells.get(name)]
    if told and told[-1] in _OF_STATE and not tells_all(row, dossier):
        told = [name for name in told if name not in _OF_STATE]
    for column in told:
        value = _of_state(column, dossier, now) if column in _OF_STATE else _comparable(getattr(dossier, column))
        given = row.cells[column]
        as_received = _comparable(getattr(received, column, None))
        if value is not None and given not in (str(value), str(as_received)):
            return {"column": column, "given": quotable(given, (str(value), *_WORDS)), "derived": value}
    return _otherwise(row, dossier) if row.suspensions else None


def _of_state(column: str, dossier: Dossier, now: datetime) -> str | None:
    """A column that follows from the state; None where it is not compared."""
    if column == "status":
        return dossier.status.value
    if column == "suspended":
        running = dossier.running_suspension
        return "true" if running is not None and running.counts.due else "false"
    verdict = outcome(dossier, now)
    return verdict.value if verdict is not None and dossier.finished_at is not None else None


def _comparable(value: object) -> object:
    """A derived value as a row writes it; no instant is an empty cell."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else value


def _otherwise(row: RegisterRow, dossier: Dossier) -> dict[str, object] | None:
    """The first thing a row says of a suspension that does not follow from the rest.

    Dates in between may rest on a calendar of then; the last of them is compared where the row has no due_at.
    """
    recorded = [suspension_data(s) for s in dossier.suspensions]
    for place, (told, had) in enumerate(zip(row.suspensions, recorded, strict=False)):
        names = [name for name in had if name.endswith("counts")]
        if place == len(recorded) - 1 and row.due is None:
            names += [name for name in had if name.endswith("due_after")]
        for name in names:
            given, derived = told.told.get(name), had[name]
            if given not in (None, "", derived):
                is_plain = isinstance(given, bool) or quotable(str(given)) == str(given)
                shown = {"given": canonical_json(given) if is_plain else "…", "derived": canonical_json(derived)}
                return {"column": f"suspensions.{name}", **shown}
    return None


def agrees(given: When, at: datetime | None) -> bool:
    """Whether a moment in a file is the one on record; one without an hour agrees with its day."""
    if at is None:
        return False
    return given.on == at.date() if given.at is None else given.instant == at
