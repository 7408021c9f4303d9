"""Events for an auditor: under the keys of the contract, and in a table of one line each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, assert_never

from onestop_cli.core import dossier_events as acts
from onestop_cli.core import file_events, recording
from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import is_marked
from onestop_cli.core.codes import short
from onestop_cli.core.columns import BY_NAME
from onestop_cli.core.dossier import PERSONAL_FIELDS, is_personal
from onestop_cli.core.event_data import free_text_keys
from onestop_cli.core.ledger import Event
from onestop_cli.core.text import visible
from onestop_cli.errors import N_, NONSENSE, RowUnreadable
from onestop_cli.output.audit_log_files import file_words
from onestop_cli.output.console_text import broken, cut
from onestop_cli.output.dossiers import procedure_name
from onestop_cli.output.exports import object_of
from onestop_cli.output.figures import moment, occurred
from onestop_cli.output.formats import Rendering, records_document
from onestop_cli.output.forms.names import printed_words
from onestop_cli.output.histories import EVENT_KEYS, value
from onestop_cli.output.pages import Line, OfScreen, Screen, Styled
from onestop_cli.output.recording import jump_words, who_words
from onestop_cli.output.records import Record
from onestop_cli.output.words import OF_FILE, _, label

if TYPE_CHECKING:
    from onestop_cli.usecases.audit_log import Log, Logged

_HEADINGS = (N_("No."), N_("Recorded"), N_("Kind of event"), N_("Dossier"), N_("By"), N_("What"))
_FIRST = 200
"""The lines by which the widths of the columns are chosen; a longer cell further down pushes its line on."""
_LEAST = 30
"""With fewer columns left beside the others, what an event says goes below them."""
Cells = Sequence[str]


def log_keys(*, with_person: bool) -> tuple[str, ...]:
    """The keys of an event; what lies beside it at the end, where personal data were asked for."""
    return (*EVENT_KEYS, "person") if with_person else EVENT_KEYS


def log_rendering(log: "Log", *, with_person: bool) -> Rendering:
    """The events in every format, read once and never held together."""
    keys = log_keys(with_person=with_person)

    def records() -> Iterator[Record]:
        return (_record(each, with_person=with_person) for each in log.events)

    return Rendering(
        lambda: _page(log, with_person=with_person), lambda: records_document(records(), keys), None, records, keys
    )


def _record(logged: "Logged", *, with_person: bool) -> Record:
    row, data = logged.row, logged.event.data
    told = {
        "seq": row.seq,
        "dossier": row.dossier,
        "kind": row.kind,
        "occurred_at": row.occurred_at,
        "recorded_at": row.recorded_at,
        "actor": row.actor,
        "data": object_of(row.data),
        "hash": row.hash,
        "login": logged.login,
        "clock": recording.clock(data),
    }
    return told | {"person": object_of(row.fields)} if with_person else told


def _page(log: "Log", *, with_person: bool) -> Iterator[OfScreen]:
    """A line for each event under the headings, as wide as the first of them need; two where a terminal is narrow."""
    first: list[Callable[[Screen], Cells]] = []
    lines = (_line(each, with_person=with_person) for each in log.events)
    first.extend(islice(lines, _FIRST))
    if not first:
        yield lambda _screen: (Line([Styled(_("no event fits"))]),)
        return

    widths: list[int] = []

    def drawn(line: Callable[[Screen], Cells], screen: Screen) -> Sequence[Line]:
        if not widths:
            told = [[_(heading) for heading in _HEADINGS], *(each(screen) for each in first)]
            widths.extend(max(map(len, column)) for column in zip(*told, strict=True))
        return [Line([Styled(text)]) for text in _in_columns(line(screen), widths, screen)]

    yield lambda screen: drawn(lambda _screen: [_(heading) for heading in _HEADINGS], screen)
    for line in chain(first, lines):
        yield lambda screen, line=line: drawn(line, screen)


def _in_columns(cells: Cells, widths: Sequence[int], screen: Screen) -> list[str]:
    """Cells side by side, the number to the right; what is said goes below where a terminal leaves no room beside.

    Beside the others it is cut where the terminal ends.
    """
    number, *others, what = cells
    padded = [f"{number:>{widths[0]}}", *(f"{cell:<{width}}" for cell, width in zip(others, widths[1:], strict=False))]
    beside = "  ".join([*padded, what]).rstrip()
    if screen.width is None:
        return [beside]
    if screen.width - sum(each + 2 for each in widths[:-1]) >= _LEAST:
        return [cut(beside, screen.width)]
    indent = widths[0] + 2
    below = broken(" " * indent + what, screen.width, indent) if what else []
    return [cut("  ".join(padded).rstrip(), screen.width), *below]


def _line(logged: "Logged", *, with_person: bool) -> Callable[[Screen], Cells]:
    """The cells of an event; its words are found now, for an event that cannot be read is told in its place."""
    event, row = logged.event, logged.row
    kind = kind_words(event.kind)
    who = visible(who_words(event.actor, logged.login))
    what = visible(_what(logged, row.fields if with_person else None, with_words=with_person))
    whole = visible(event.dossier or "—")

    def cells(screen: Screen) -> Cells:
        dossier = short(whole) if screen.is_terminal else whole
        return [str(row.seq), moment(event.recorded_at), kind, dossier, who, what]

    return cells


def kind_words(kind: str) -> str:
    """What a kind of event is called; one that is not known stands as it is."""
    if kind in set(Act):
        return label(Act(kind))
    return _(OF_FILE[kind]) if kind in OF_FILE else visible(kind)


def _what(logged: "Logged", beside: str | None, *, with_words: bool) -> str:
    """Its marks, when it happened where that is another minute, and what it says; who is meant, from beside it."""
    event = logged.event
    try:
        is_day = bool(event.data.get("is_day"))
        when, recorded = occurred(event.occurred_at, is_day=is_day), moment(event.recorded_at)
        is_elsewhen = event.occurred_at.date() != event.recorded_at.date() if is_day else when != recorded
        words = _act_words(event) if event.dossier is not None else file_words(event, logged.of_decline)
        told = [_("of {when}", when=when) if is_elsewhen else "", words]
        told += [*_people(event.kind, beside), *_free_text(event)] if with_words else []
    except NONSENSE as problem:
        raise RowUnreadable from problem
    marks = [_("[recorded late]") if is_marked(event) else "", jump_words(recording.clock(event.data))]
    imported_by = event.data.get("import")
    source = "" if imported_by is None else _("[imported, event {seq}]", seq=imported_by)
    return " ".join(part for part in [*marks, "; ".join(part for part in told if part), source] if part)


def _people(kind: str, beside: str | None) -> list[str]:
    """What of a person lies beside an event."""
    fields = object_of(beside) or {}
    return [fields[name] for name in PERSONAL_FIELDS if fields.get(name) and is_personal(name, kind)]


def _free_text(event: Event) -> list[str]:
    """What a clerk typed as words, where it is still there."""
    kind = acts.KINDS.get(event.kind) or file_events.KINDS.get(event.kind)
    return [f"“{words}”" for key in free_text_keys(kind) if (words := event.data.get(key))] if kind else []


def _act_words(event: Event) -> str:
    """What an act of a dossier says, without what a clerk typed as words and without names of applicants."""
    match said := acts.dossier_event(event.kind, event.data):
        case acts.Receive():
            due = _("due {due}", due=moment(said.due_at)) if said.due_at else _("no time limit")
            return f"{due}; {procedure_name(said)}"
        case acts.Suspend() | acts.Stop():
            return label(said.reason) if said.reason else ""
        case acts.Resume():
            return _due(said.dates)
        case acts.Extend():
            return _("letter {letter}; new appointment {due}", letter=said.letter, due=moment(said.extended_due_at))
        case acts.Assign():
            return said.officer
        case acts.Resolve():
            return "; ".join(part for part in (label(said.result), _due(said.dates)) if part)
        case acts.Deliver():
            return label(said.method)
        case acts.Withdraw() | acts.Void():
            return ""
        case acts.Move():
            return "; ".join(part for part in (_due(said.dates), said.source) if part)
        case acts.Correct():
            return _changed(said)
        case acts.Undo():
            return _("event {seq}", seq=said.seq)
        case acts.Erase():
            return said.basis
        case acts.Print():
            return "; ".join([printed_words(said), _("event {seq}", seq=said.act), said.digest[:12]])
        case _:
            assert_never(said)


def _due(dates: acts.NewDates | None) -> str:
    return _("due {due}", due=moment(dates.due_at)) if dates is not None and dates.due_at else ""


def _changed(said: acts.Correct) -> str:
    """Each column corrected, before and after; of personal ones and of notes the name alone."""
    pairs = [
        f"{_(BY_NAME[name].heading)} {value(name, old)} → {value(name, new)}"
        for name, (old, new) in said.fields.items()
        if not BY_NAME[name].is_free_text
    ]
    names: Iterable[str] = (*said.personal, *(["note"] if said.noted is not None else []))
    slip = [_("new slip handed out")] if said.slip_given else []
    return "; ".join([*pairs, *(_(BY_NAME[name].heading) for name in names), *slip])
