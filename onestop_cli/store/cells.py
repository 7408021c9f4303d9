"""What reports count, from the register: finished dossiers counted by what they are alike in, open ones handed over.

Two rules stand in SQL too, each proven equal to its own by test: how a finish is judged, generated from
`core.outcomes`, and how the index takes a dossier (`core.index_766.index_group`).
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from datetime import datetime

from onestop_cli.core.dossier import CHANNELS, Entry
from onestop_cli.core.limits import Unit
from onestop_cli.core.outcomes import USUAL, Basis, Granularity, Outcome, Yardstick, is_by_date
from onestop_cli.core.periods import months_of
from onestop_cli.core.report import DIMENSIONS, Slice
from onestop_cli.core.tally import CLOSED_STATES, Cell
from onestop_cli.store.register import ACCEPTED_LATE, entries_where
from onestop_cli.store.rows import of_rows

_IN_ALIKE = ("procedure", "channel")
"""The dimensions that can be read from what dossiers are told apart by."""
_GROUP = (
    "CASE WHEN due_at IS NULL THEN 'none' WHEN suspensions <> '[]' AND (SELECT count(*) FROM json_each(suspensions) "
    "WHERE json_extract(value, '$.reason') = 'supplement') > 1 THEN 'repeated' ELSE 'once' END"
)
_KEYS = {**DIMENSIONS, "index_group": _GROUP}
"""What can stand in a cell's key; the group is that of `core.index_766.index_group`."""

_DUE = {
    Basis.due: ("due_at", "time_limit_unit", "due_source <> 'engine' AND due_is_day"),
    Basis.promised: ("promised_due_at", "time_limit_unit", "promised_is_day"),
    Basis.statutory: ("statutory_due_at", "statutory_unit", "0"),
    Basis.extended: (
        "coalesce(extended_due_at, due_at)",
        "time_limit_unit",
        "extended_due_at IS NOT NULL OR due_source <> 'engine' AND due_is_day",
    ),
}


def judged_sql(basis: Basis, granularity: Granularity, finish: str = "finished_at") -> str:
    """The SQL expression equal to `core.outcomes.judged_finish` for a finish in a column."""
    due_at, unit, is_day = _DUE[basis]
    by_minute = [u.value for u in Unit if not is_by_date(u, False, granularity)]
    if not by_minute:
        length = "10"
    elif not is_by_date(Unit.working_day, True, granularity):
        length = "16"
    else:
        units = ", ".join(f"'{u}'" for u in by_minute)
        length = f"CASE WHEN {unit} IN ({units}) AND NOT ({is_day}) THEN 16 ELSE 10 END"
    return (
        f"CASE WHEN {due_at} IS NULL THEN 'no_limit' "
        f"WHEN substr({finish}, 1, {length}) = substr({due_at}, 1, {length}) THEN 'on_time' "
        f"WHEN {finish} < {due_at} THEN 'early' ELSE 'late' END"
    )


def alike_sql(basis: Basis, granularity: Granularity) -> str:
    """What a report tells finished dossiers apart by, as one text of eight words.

    Procedure, channel, state, verdict, refusal, both day counts, and whether it was accepted late. For the usual basis
    and granularity it is the generated column `alike`, which lies in the index of finished dossiers, so that counting
    them reads no dossier.
    """
    finish = "coalesce(resolved_at, closed_at)"
    parts = (
        "procedure_code", "channel", "CASE WHEN resolved_at IS NULL THEN status ELSE 'resolved' END",
        judged_sql(basis, granularity, finish), "result IS 'refused'", "coalesce(working_days, '')",
        "coalesce(saved_days, '')", ACCEPTED_LATE,
    )  # fmt: skip
    return " || ' ' || ".join(f"({part})" for part in parts)


def finished_cells(
    connection: sqlite3.Connection, slices: Sequence[Slice], by: tuple[str, ...], yardsticks: Sequence[Yardstick]
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The dossiers that left the work in progress within each period and up to its instant, counted.

    Yields the place of the slice and a cell for each yardstick, all of the same dossiers. Counted month by month, and
    those carried over apart from the others: then what the database sorts is one text a dossier, and short enough to
    stay in its cache. What is kept is one cell for all dossiers that are alike, however many there are.
    """
    others = [name for name in by if name not in _IN_ALIKE]
    usual, *also = yardsticks
    alike = "alike" if usual == USUAL else alike_sql(*usual)
    columns = [*(_KEYS[name] for name in others), alike, *(judged_sql(*each) for each in also)]
    select = (
        f"SELECT {', '.join(columns)}, count(*) FROM dossier WHERE finished_at BETWEEN :from AND :to "
        "AND received_at <= :at AND status <> 'void' AND received_at {compared} :first "
        f"GROUP BY {', '.join(str(place) for place, _ in enumerate(columns, 1))}"
    )
    catalogue = {code for (code,) in connection.execute("SELECT DISTINCT code FROM procedure")}
    for place, part in enumerate(slices):
        moments = {"first": part.period.first_second.isoformat(), "at": part.at.isoformat()}
        for carried, compared in ((True, "<"), (False, ">=")):
            counts: Counter[tuple[str, ...]] = Counter()
            for _, month in months_of(part.period):
                stretch = {"from": month.first_second.isoformat(), "to": min(month.last_second, part.at).isoformat()}
                for *alike_ones, n in connection.execute(select.format(compared=compared), moments | stretch):
                    counts[tuple(alike_ones)] += n
            for values, count in counts.items():
                words, *verdicts = values[len(others) :]
                one = _cell(catalogue, by, others, values[: len(others)], words, carried, count)
                yield place, (one, *(one._replace(outcome=_outcome(verdict)) for verdict in verdicts))


@of_rows
def _cell(
    catalogue: Set[str],
    by: tuple[str, ...],
    others: Sequence[str],
    values: Sequence[str],
    words: str,
    carried: bool,
    count: int,
) -> Cell:
    """The cell of so many finished dossiers, by the words that tell them apart from others."""
    procedure, channel, state, verdict, refused, used, saved, late = words.split(" ")
    named = {"procedure": procedure, "channel": channel, **dict(zip(others, values, strict=True))}
    key, days = tuple(named[name] for name in by), [int(n) if n else None for n in (used, saved)]
    judged = Outcome(verdict), refused == "1", days[0], days[1]
    if procedure not in catalogue or channel not in CHANNELS or state not in ("resolved", *CLOSED_STATES):
        raise ValueError
    return Cell(key, carried, channel, state, *judged, count, late == "1")


@of_rows
def _outcome(verdict: str) -> Outcome:
    return Outcome(verdict)


def finished_in(
    connection: sqlite3.Connection, part: Slice, basis: Basis, granularity: Granularity, *, only_late: bool
) -> Iterator[Entry]:
    """The dossiers that `finished_cells` counts, as they stand today; only those that finished late if asked."""
    late = f"AND {judged_sql(basis, granularity)} = 'late'" if only_late else ""
    finished = "dossier.finished_at BETWEEN :start AND :at AND dossier.received_at <= :at AND dossier.status <> 'void'"
    moments = {"start": part.period.first_second.isoformat(), "at": part.at.isoformat()}
    return entries_where(connection, f"{finished} {late}", moments)


def open_at(connection: sqlite3.Connection, at: datetime) -> Iterator[Entry]:
    """The dossiers that were open at an instant, as they stand today.

    Recent receipts are searched by receipt; whatever stayed open for more than 62 days lies in an index of
    its own, so the cost does not grow with the register.
    """
    moments = {"at": at.isoformat(), "day": at.date().isoformat()}
    was_open = "(dossier.finished_at IS NULL OR dossier.finished_at > :at) AND dossier.status <> 'void'"
    for which in ("dossier.received_at >", "dossier.is_long AND dossier.received_at <="):
        received = f"{which} datetime(:day, '-62 days') AND dossier.received_at <= :at"
        yield from entries_where(connection, f"{received} AND {was_open}", moments)


def outcome_condition(outcomes: tuple[str, ...]) -> str:
    """A condition no dossier of the wanted outcomes fails; empty when it cannot narrow anything.

    Results are judged here; whether an open one is within or overdue depends on the moment and is left to
    `core.outcomes`.
    """
    if not outcomes:
        return ""
    parts: list[str] = []
    judged = [word for word in ("early", "on_time", "late", "no_limit") if word in outcomes]
    if judged:
        words = ", ".join(f"'{word}'" for word in judged)
        verdict = judged_sql(Basis.due, Granularity.unit)
        parts.append(f"(dossier.resolved_at IS NOT NULL AND {verdict} IN ({words}))")
    if set(outcomes) & {"within", "overdue", "suspended", "no_limit"}:
        parts.append("dossier.status IN ('received', 'suspended')")
    if "closed" in outcomes:
        parts.append("dossier.status IN ('withdrawn', 'stopped')")
    return f"({' OR '.join(parts)})"
