"""Events recorded after a report was made, for people and machines: what, who, what of the dossier they changed.

Notes and the reasons of overrides are told only where personal data were asked for (domain §8).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onestop_cli.core.acts import Act
from onestop_cli.core.columns import BY_NAME
from onestop_cli.core.dossier_changes import FieldChange
from onestop_cli.core.event_data import read
from onestop_cli.core.file_events import Import, Notice
from onestop_cli.core.ledger import Event
from onestop_cli.core.moments import iso
from onestop_cli.core.recording import login
from onestop_cli.core.tally import Row
from onestop_cli.output.figures import day, moment, shown
from onestop_cli.output.histories import value
from onestop_cli.output.recording import who_words
from onestop_cli.output.records import Record
from onestop_cli.output.reports.row_columns import COLUMNS as FIGURES
from onestop_cli.output.reports.row_columns import column_words
from onestop_cli.output.suspensions import noted
from onestop_cli.output.words import ACTS, COLUMNS, OF_FILE, _, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.reports.changes import Group

COUNTED_ALONE = frozenset(Row._fields) - {"received_online", "received_direct", "received_postal"}
"""The columns said of a single dossier."""


def kind_words(event: Event) -> str:
    """What a later event did; a notice with its days and name, an import with the beginning of its file's digest.

    An act says which import brought it, a move of dates its source.
    """
    words = _(OF_FILE[event.kind]) if event.kind in OF_FILE else _(ACTS[Act(event.kind)])
    if event.kind == Act.move:
        words += f" · {event.data['source']}"
    if (seq := event.data.get("import")) is not None:
        words += _(" (imported, event {seq})", seq=seq)
    if event.kind == Import.kind:
        return f"{words} {read(Import, event.data).sha256[:12]}…"
    claims = read(Notice, event.data).claims if event.kind == Notice.kind else ()
    return " · ".join([words, *(f"{day(claim.on)} {claim.name}" for claim in claims)])


def own_login(event: Event) -> str | None:
    """The login of an event of the file, which no import recorded."""
    return login(event.data, {})


def recorded_words(event: Event, login: str | None) -> str:
    """When it is said to have occurred, when it was recorded, by whom and under which login."""
    at, who = (moment(event.occurred_at), moment(event.recorded_at)), who_words(event.actor, login)
    return _("occurred {at}, recorded {recorded} by {actor}", at=at[0], recorded=at[1], actor=who)


def event_record(event: Event, login: str | None, *, with_person: bool) -> Record:
    """A later event under its own keys; `note` and `override` are null where personal data were not asked for."""
    return {
        "seq": event.seq,
        "dossier": event.dossier,
        "kind": event.kind,
        "occurred_at": iso(event.occurred_at),
        "recorded_at": iso(event.recorded_at),
        "actor": event.actor,
        "login": login,
        "import": event.data.get("import"),
        "note": event.data.get("note", "") if with_person else None,
        "override": event.data.get("override", "") if with_person else None,
    }


def fields_record(fields: Sequence[FieldChange]) -> Record:
    """The columns that an event changed: {column: [before, after]}, as a dossier's own JSON has them."""
    return {name: [_plain(name, before), _plain(name, after)] for name, before, after in fields}


def _plain(name: str, of: object) -> object:
    plain = BY_NAME[name].type.plain
    return of if of is None or plain is None else plain(of)


def fields_words(fields: Sequence[FieldChange], words: Sequence[str]) -> str:
    """What an event changed of its dossier: before and after; of names and free text only which; empty for nothing."""
    changed = [f"{_(COLUMNS[n])} {value(n, was)} → {value(n, now)}" for n, was, now in fields if n in COLUMNS]
    if words:
        changed.append(_("changed: {names}", names=", ".join(_(COLUMNS[name]) for name in words)))
    return "; ".join(changed)


def said_words(event: Event, *, with_person: bool) -> str:
    """The note of an event and the reason of its override; empty where there are none, or they are not to be told."""
    return noted(event.data.get("note", ""), event.data.get("override", "")).lstrip(" ;") if with_person else ""


def counted_words(names: Sequence[str]) -> str:
    """The columns in which a dossier counts; a dash where it counts in none."""
    return ", ".join(column_words(name).lower() for name in names if name in COUNTED_ALONE) or "—"


def group_record(group: "Group") -> Record:
    """An import, or what moved dates: how many dossiers it alone touched, and by how many that moved each column."""
    event = group.event
    return {
        "seq": event.seq,
        "kind": event.kind,
        "recorded_at": iso(event.recorded_at),
        "actor": event.actor,
        "login": own_login(event),
        "sha256": event.data.get("sha256"),
        "cumulative": group.is_cumulative,
        "dossiers": group.n_dossiers,
        "moved": {name: group.moved[name] for name in Row._fields if group.moved[name]},
    }


def moved_words(group: "Group") -> str:
    """By how many dossiers each column moved; a dash where none did."""
    moved = [f"{column_words(n)} {group.moved[n]:+d}" for n in FIGURES if n in COUNTED_ALONE and group.moved[n]]
    return " · ".join(moved) or "—"


def group_lines(group: "Group") -> list[str]:
    """The same in three lines."""
    event, n = group.event, group.n_dossiers
    dossiers = ngettext("{n} dossier touched by nothing else", "{n} dossiers touched by nothing else", n)
    return [
        f"{event.seq}  {kind_words(event)}",
        "    " + recorded_words(event, own_login(event)),
        f"    {dossiers}: {moved_words(group)}{part_words(is_cumulative=group.is_cumulative)}",
    ]


def part_words(*, is_cumulative: bool) -> str:
    """Said of what touches only the figures since the year began."""
    return f" ({_('only in the cumulative figures')})" if is_cumulative else ""


def figure_changes(then: Row, now: Row) -> dict[str, list[float | None]]:
    """The figures of two rows that differ: [then, now]."""
    pairs = {name: [getattr(then, name), getattr(now, name)] for name in Row._fields[1:]}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def figure_rows(then: Row, now: Row) -> list[list[str]]:
    """The figures of two rows that differ: name, then, now, difference."""
    rows: list[list[str]] = []
    for name, (before, after) in figure_changes(then, now).items():
        kind = FIGURES[name].kind
        difference = f"{after - before:+d}" if isinstance(before, int) and isinstance(after, int) else ""
        rows.append([column_words(name), shown(before, kind), shown(after, kind), difference])
    return rows
