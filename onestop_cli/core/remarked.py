"""The marks of papers recorded late, derived again from the events before each (domain §3.3, decisions 1 to 5).

A mark is decided when a paper is recorded, by the known time of that moment, between the states of the dossier without
and with it; of a dossier that bears marks also between those without its papers recorded late. Events of before marks
were kept bear none.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import has_ended, is_amendment, taking_back
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier, Status
from onestop_cli.core.dossier_events import Correct, Overriding, Print, Undo, dossier_event
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import acted, fold
from onestop_cli.core.outcomes import Basis, Outcome, is_past_due, outcome
from onestop_cli.core.recorded_late import basis_of, is_better, is_recorded_late
from onestop_cli.core.steps import Misdated, Past, Step, Wrong
from onestop_cli.core.strict import strict_fold
from onestop_cli.errors import OnestopError

_PAPERS = frozenset(
    (Act.suspend, Act.extend, Act.resolve, Act.withdraw, Act.stop, Act.move, Act.correct, Act.void, Act.undo, Act.print)
)
"""The acts that may bear a mark."""


def mismarked(told: Sequence[Step], past: Past) -> Iterator[Misdated]:
    """The events of a dossier that bear a mark and should not, or bear none and should."""
    for step in told:
        event = step.event
        if event.kind not in _PAPERS or step.before is None or step.after is None:
            continue
        said = bool(event.data.get("recorded_late"))
        try:
            derived = _is_late(step, past)
        except OnestopError:
            continue  # what cannot be told again is a break of another kind
        if said is not derived:
            yield Misdated(event.seq, event.kind, Wrong.mark, "recorded_late", str(said), str(derived))


def _is_late(step: Step, past: Past) -> bool:
    """Whether an event is a paper recorded late."""
    event, before = step.event, step.before
    assert before is not None
    if event.seq <= past.marks_kept or _is_of_own_import(step):
        return False
    if event.kind == Act.resolve and not has_ended(step.earlier):
        return False
    known_at = past.known_time(event.seq, event.recorded_at)
    if event.kind == Act.move:
        return is_amendment(event) and _is_late_move(step, past, known_at)
    said = dossier_event(event.kind, event.data)
    if isinstance(said, Overriding):
        after = acted(before, said, event.occurred_at, event.recorded_at, before.anchor)
        return _is_recorded_late(step, past, event.occurred_at, after, known_at, basis_of(event.kind))
    return any(_is_recorded_late(step, past, None, _after(step), known_at, basis) for basis in _bases(step, said))


def _is_of_own_import(step: Step) -> bool:
    """Whether the import that received a dossier brought an event, too."""
    number = step.event.data.get("import")
    return number is not None and step.earlier[0].data.get("import") == number


def _after(step: Step) -> Dossier:
    assert step.before is not None
    assert step.after is not None
    return step.before._replace(status=Status.void) if step.event.kind == Act.void else step.after


def _bases(step: Step, said: object) -> list[Basis]:
    """The due dates by which an amendment is looked at."""
    if isinstance(said, Correct):
        return [Basis.due, *([Basis.promised] if said.slip_given else [])]
    if isinstance(said, Print):
        return [Basis.promised] if said.restated else []
    if not isinstance(said, Undo):
        return [Basis.due]
    assert step.before is not None
    assert step.after is not None
    bases = [basis_of(taking_back(step.earlier, said.seq).root.kind)]
    return [*bases, *([Basis.promised] if step.before.promised_due_at != step.after.promised_due_at else [])]


def _is_recorded_late(
    step: Step, past: Past, at: datetime | None, after: Dossier, known_at: datetime, basis: Basis
) -> bool:
    assert step.before is not None
    if is_recorded_late(at, step.before, after, known_at, basis):
        return True
    if not _bears_marks(step):
        return False
    without, with_it = _strictly(step, past)
    return without is not None and with_it is not None and is_recorded_late(at, without, with_it, known_at, basis)


def _bears_marks(step: Step) -> bool:
    """Whether a dossier bore marks; of what an import goes on with, before the import began."""
    number = step.event.data.get("import")
    if number is None:
        assert step.before is not None
        return bool(step.before.recorded_late)
    first = next((n for n, event in enumerate(step.earlier) if event.data.get("import") == number), len(step.earlier))
    known = fold(step.earlier[:first])
    return known is not None and bool(known.recorded_late)


def _strictly(step: Step, past: Past) -> tuple[Dossier | None, Dossier | None]:
    """The states of a dossier before and after an event without its papers recorded late."""
    office = past.office(step.earlier[0].seq)

    def calendar_of(edition: str | None, seq: int) -> Calendar:
        return past.calendar(edition or past.edition(seq), office)

    event = step.event
    bare = {key: value for key, value in event.data.items() if key not in ("recorded_late", "passed")}
    draft = event._replace(seq=step.earlier[-1].seq + 1, data=bare)
    without = strict_fold(step.earlier, None, calendar_of, office)
    return without, strict_fold([*step.earlier, draft], None, calendar_of, office)


def _is_late_move(step: Step, past: Past, known_at: datetime) -> bool:
    """Whether a move betters a dossier that was overdue, or finished late, when it was recorded."""
    before, after = step.before, step.after
    assert before is not None
    assert after is not None
    unmarked = before
    if before.recorded_late:
        kept = [event for event in step.earlier if event.kind != Act.move or not event.data.get("recorded_late")]
        unmarked = fold(kept) or before
    acceptance = _restated_keys(step.event) == {"acceptance_due_at"}
    if _betters(before if acceptance else unmarked, after, known_at):
        return True
    if not before.recorded_late:
        return False
    without, with_it = _strictly(step, past)
    return without is not None and with_it is not None and _betters(without, with_it, known_at)


def _restated_keys(event: Event) -> set[str]:
    """The keys of what a move restates."""
    return {key for values in event.data["restated"].values() for key in values}


def _betters(before: Dossier, after: Dossier, known_at: datetime) -> bool:
    finished_at = before.finished_at
    is_late = outcome(before, known_at) is Outcome.overdue if finished_at is None else is_past_due(before, finished_at)
    return is_late and is_better(after, before, known_at, Basis.due)
