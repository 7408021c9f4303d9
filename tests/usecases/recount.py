"""A report counted again from the raw events with plain loops; nothing of the program's own counting is used."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from onestop_cli.core.periods import Period, months_of
from tests.office import Ward

DUE = {"due": "due_at", "promised": "promised_due_at", "statutory": "statutory_due_at", "extended": "due_at"}
DIMENSION = {"procedure": "procedure_code", "field": "field", "officer": "officer", "channel": "channel"}
Key = tuple[str, ...]
Row = dict[str, Any]


class Act(NamedTuple):
    """One event's texts."""

    kind: str
    occurred_at: str
    recorded_at: str
    data: dict[str, Any]


class Recount:
    """Every dossier's acts, and the working days of the file's calendar."""

    def __init__(self, ward: Ward) -> None:
        self.stories: dict[str, list[Act]] = {}
        for code, kind, occurred_at, recorded_at, data in ward.ask(
            "SELECT dossier, kind, occurred_at, recorded_at, data FROM event WHERE dossier IS NOT NULL ORDER BY seq"
        ):
            self.stories.setdefault(code, []).append(Act(kind, occurred_at, recorded_at, json.loads(data)))
        kinds = ("working_day", "makeup_day", "working_saturday")
        self.working = [on for on, kind in ward.ask("SELECT on_day, kind FROM day ORDER BY on_day") if kind in kinds]

    def states(self, at: str, known_at: str) -> Iterator[dict[str, Any]]:
        """Every dossier as it stood at an instant, from what was known by another."""
        for story in self.stories.values():
            state: dict[str, Any] = {}
            for act in story:
                if act.occurred_at > at or act.recorded_at > known_at:
                    continue
                if act.kind == "receive":
                    state = {**act.data, "received_at": act.occurred_at, "resolved_at": None, "result": None}
                elif act.kind == "resolve":
                    state |= {"resolved_at": act.occurred_at, "result": act.data["result"]}
                elif act.kind == "move":
                    names = ("due_at", "statutory_due_at", "time_limit", "statutory_time_limit")
                    state |= {name: act.data[name] for name in names}
            if state:
                yield state

    def days_between(self, after: str, until: str) -> int:
        """The working days in (after, until], negative when they run backwards."""
        return bisect_right(self.working, until[:10]) - bisect_right(self.working, after[:10])

    def rows(
        self, period: Period, at: datetime, by: Key, basis: str, granularity: str, known_at: str = "9"
    ) -> dict[Key, Row]:
        """The rows of a report by their keys; with `month` among them, each month's own report."""
        if "month" in by:
            place = by.index("month")
            rest = by[:place] + by[place + 1 :]
            found: dict[Key, Row] = {}
            for month, part in months_of(period):
                if part.first_second <= at:
                    then = min(at, part.last_second)
                    for key, row in self.rows(part, then, rest, basis, granularity, known_at).items():
                        found[*key[:place], month, *key[place:]] = row
            return found
        lists: dict[Key, list[dict[str, Any]]] = {}
        for state in self.states(at.isoformat(), known_at):
            if state["resolved_at"] is None or state["resolved_at"][:10] >= period.start.isoformat():
                lists.setdefault(tuple(state[DIMENSION[name]] for name in by), []).append(state)
        return {key: self.row(states, period.start, at, basis, granularity) for key, states in lists.items()}

    def row(self, states: list[dict[str, Any]], start: date, at: datetime, basis: str, granularity: str) -> Row:
        """The figures of some dossiers that were open at the start or came later."""
        new = [s for s in states if s["received_at"][:10] >= start.isoformat()]
        done = [s for s in states if s["resolved_at"]]
        pending = [s for s in states if not s["resolved_at"]]
        ends = [self.verdict(s, s["resolved_at"], basis, granularity) for s in done]
        stands = [self.verdict(s, at.isoformat(), basis, granularity) for s in pending]
        judged = len(ends) - ends.count("no_limit")
        days = sorted(self.days_between(s["received_at"], s["resolved_at"]) for s in done)
        middle = days[(len(days) - 1) // 2 : len(days) // 2 + 1]
        saved = [self.days_between(s["resolved_at"], s["statutory_due_at"]) for s in done if s["statutory_due_at"]]
        return {
            "carried_over": len(states) - len(new),
            "received": len(new),
            "received_online": sum(s["channel"] == "online" for s in new),
            "received_direct": sum(s["channel"] == "direct" for s in new),
            "received_postal": sum(s["channel"] == "postal" for s in new),
            "resolved": len(done),
            "early": ends.count("early"),
            "on_time": ends.count("on_time"),
            "late": ends.count("late"),
            "resolved_no_limit": ends.count("no_limit"),
            "refused": sum(s["result"] == "refused" for s in done),
            "withdrawn": 0,
            "stopped": 0,
            "pending": len(pending),
            "within": stands.count("early") + stands.count("on_time"),
            "overdue": stands.count("late"),
            "suspended": 0,
            "pending_no_limit": stands.count("no_limit"),
            "on_time_rate": round((ends.count("early") + ends.count("on_time")) / judged, 4) if judged else None,
            "early_rate": round(ends.count("early") / judged, 4) if judged else None,
            "mean_working_days": round(sum(days) / len(days), 4) if days else None,
            "median_working_days": sum(middle) / len(middle) if middle else None,
            "time_saved_days": sum(saved) if saved else None,
        }

    def verdict(self, state: dict[str, Any], finish: str, basis: str, granularity: str) -> str:
        """Early, on time or late, by comparing the texts of two instants to the day or to the minute."""
        due_at = state[DUE[basis]]
        if due_at is None:
            return "no_limit"
        unit = state["statutory_time_limit" if basis == "statutory" else "time_limit"]["unit"]
        is_day = state["due_is_day"] and basis != "statutory"
        by_minute = unit in ("same_day", "working_hour") and not is_day
        if granularity != "unit":
            by_minute = granularity == "minute"
        length = len("2026-08-03T09:00") if by_minute else len("2026-08-03")
        if finish[:length] == due_at[:length]:
            return "on_time"
        return "early" if finish[:length] < due_at[:length] else "late"
