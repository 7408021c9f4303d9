"""How it was recorded (domain §7 “recording”): what one command did is one act, and an import is one line.

Where an act has no hour its day is compared. The clock is that of the events, in the order of their numbers.
"""

from collections.abc import Iterable, Iterator

from onestop_cli.core.acts import Act
from onestop_cli.core.checks.facts import Facts
from onestop_cli.core.checks.findings import Found, Ground, Subject, hand
from onestop_cli.core.dossier import Dossier, Status
from onestop_cli.core.ledger import Event
from onestop_cli.core.moments import second_of_day
from onestop_cli.core.office import Stretches, scheduled_stretches
from onestop_cli.core.slips import slips
from onestop_cli.errors import CalendarGap

_JOINED = 3
"""So many numbers on, at most, comes the next finish of the same command: `receive --done` records three acts each."""


def collected_early(of: Subject, ground: Ground) -> Iterator[Found]:
    """The result was picked up before it was ready."""
    d = of.dossier
    if d.delivered_at is None or d.resolved_at is None or d.delivered_at >= d.resolved_at:
        return
    if (d.delivered_is_day or d.resolved_is_day) and d.delivered_at.date() == d.resolved_at.date():
        return
    yield of.found(of.last(Act.deliver), at=d.delivered_at, collected=d.delivered_at, ready=d.resolved_at)


def not_delivered(of: Subject, ground: Ground) -> Iterator[Found]:
    """The result has been ready for more than so many days, and nobody has it."""
    d = of.dossier
    if d.status is not Status.resolved or d.resolved_at is None:
        return
    days = (ground.at.date() - d.resolved_at.date()).days
    if days > ground.thresholds.not_delivered_days:
        found = of.found(of.last(Act.resolve), at=d.resolved_at, ready=d.resolved_at.date(), days=days)
        yield found._replace(stands=True, since=d.resolved_at)


def outside_hours(of: Subject, ground: Ground) -> Iterator[Found]:
    """It was received at the counter when that is closed; a day's receipts are one line."""
    d, event = of.dossier, of.receipt
    if d.channel != "direct" or d.received_is_day or of.is_imported(event):
        return
    hours = _duty_hours(ground, d)
    if hours is not None and not any(start <= second_of_day(d.received_at) <= end for start, end in hours):
        found = of.found(event, at=d.received_at, received=d.received_at, on=d.received_at.date())
        yield found._replace(group=(d.received_at.date(),))


def no_slip(of: Subject, ground: Ground) -> Iterator[Found]:
    """It was received here, by whatever channel, while the office gave slips, and none was printed of it by then.

    What was handed over at once needs none (Decree 61/2018 art. 17(4)). A day's receipts of one hand are one line.
    """
    d, event = of.dossier, of.receipt
    if of.is_imported(event) or not ground.needs_slip(d.received_at.date()):
        return
    is_done = any(hand(handed_over) == hand(event) for handed_over in of.of(Act.deliver))
    if is_done or slips(of.events).printed:
        return
    found = of.found(event, at=d.received_at, on=d.received_at.date(), actor=event.actor)
    yield found._replace(group=(d.received_at.date(), event.actor))


def _duty_hours(ground: Ground, dossier: Dossier) -> Stretches | None:
    """When someone is at the counter on the day of a receipt; None where the calendar of then is not loaded."""
    try:
        opens = scheduled_stretches(ground.calendar, ground.office, dossier.received_at.date())
    except CalendarGap:
        return None
    duty = ground.thresholds.duty_hours
    return opens if duty is None or not opens else duty


def same_second(facts: Facts, ground: Ground) -> Iterator[Found]:
    """Many results that were typed are of the same second, and of different acts."""
    least = ground.thresholds.same_second
    for at, finishes in facts.finishes.items():
        if len(finishes) < least:
            continue
        told = [event for seq, _ in sorted(finishes) if (event := facts.event(seq)) and ground.has(event.recorded_at)]
        if (acts := _n_acts(told)) >= least:
            first, seqs = told[0], {event.seq for event in told}
            yield Found(
                {"n": len(told), "acts": acts, "on": at.date(), "time": f"{at:%H:%M:%S}"},
                tuple(finish.code for finish in sorted(finishes) if finish.seq in seqs), tuple(sorted(seqs)),
                at, first.recorded_at, first.actor,
            )  # fmt: skip


def _n_acts(events: Iterable[Event]) -> int:
    """How many acts some results are, in the order of their numbers: those of one command are one."""
    n, last = 0, None
    for event in events:
        is_same = last is not None and event.seq - last.seq <= _JOINED and hand(event) == hand(last)
        n += not is_same
        last = event
    return n


def clock_went_back(facts: Facts, ground: Ground) -> Iterator[Found]:
    """The clock said less than it had said at the event before."""
    for seq, dossier, before, after, actor in facts.setbacks:
        seconds = round((before - after).total_seconds())
        if seconds > ground.thresholds.clock_back_seconds:
            values = {"before": before, "after": after, "seconds": seconds}
            yield Found(values, (dossier,) if dossier else (), (seq,), None, after, actor)


def imports(facts: Facts, ground: Ground) -> Iterator[Found]:
    """A register was imported: when its dossiers were recorded says nothing of them."""
    for seq, (n, recorded_at, actor) in sorted(facts.imports.items()):
        values = {"n": n, "import": seq, "recorded": recorded_at}
        yield Found(values, (), (seq,), recorded_at, recorded_at, actor)
