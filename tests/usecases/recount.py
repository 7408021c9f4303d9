"""Dossiers and reports told again from the raw events with plain loops; nothing of the program's own telling is used.

What an event says and how events add up is taken from `docs/ledger.md` alone. Instants stay the texts they are in
the file: ISO 8601 at +07:00 in whole seconds, so that they compare as texts.
"""

import json
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from onestop_cli.core.periods import Period, months_of
from tests.office import Ward

DIMENSION = {"procedure": "procedure_code", "field": "field", "officer": "officer", "channel": "channel"}
COLUMNS = (
    "code", "procedure_code", "procedure_name", "field", "channel", "copies", "fee", "officer", "note", "status",
    "received_at", "time_limit", "statutory_time_limit", "due_at", "due_source", "promised_due_at",
    "statutory_due_at", "extended_due_at", "resolved_at", "result", "delivered_at", "delivery_method", "closed_at",
    "suspensions", "extensions", "rule_version", "calendar_edition", "calendar_provisional", "anchor",
)  # fmt: skip
"""What of a dossier's record is told here as it stands in its state."""
AMENDMENTS = ("correct", "void", "undo")
DATES = ("due_at", "statutory_due_at", "extended_due_at")
STATUS = {
    "suspend": "suspended", "resume": "received", "resolve": "resolved", "deliver": "delivered",
    "withdraw": "withdrawn", "stop": "stopped",
}  # fmt: skip
EVER = "9"
"""Later than every instant."""
Key = tuple[str, ...]
Row = dict[str, Any]
State = dict[str, Any]


class Act(NamedTuple):
    """One event's texts."""

    seq: int
    kind: str
    occurred_at: str
    recorded_at: str
    data: dict[str, Any]
    has_person: bool
    anchor: str


class Recount:
    """Every dossier's events, the personal fields beside them, and what the file knew of working days."""

    def __init__(self, ward: Ward) -> None:
        self.stories: dict[str, list[Act]] = {}
        self.of_file: list[Act] = []
        for seq, code, kind, occurred_at, recorded_at, data, personal, digest in ward.ask(
            "SELECT seq, dossier, kind, occurred_at, recorded_at, data, personal, hash FROM event ORDER BY seq"
        ):
            act = Act(
                seq, kind, occurred_at, recorded_at, json.loads(data), personal is not None, f"{seq}:{digest[:12]}"
            )
            (self.of_file if code is None else self.stories.setdefault(code, [])).append(act)
        self.people = {seq: json.loads(fields) for seq, fields in ward.ask("SELECT seq, fields FROM personal")}
        self._told: dict[str, dict[str, tuple[list[Act], bool]]] = {}
        self._working: dict[int, list[str]] = {}

    # --- what the file knew of days ------------------------------------------------------------------

    def working_days(self, known_at: str = EVER) -> list[str]:
        """The working days of all loaded years as the file knew them, in order."""
        known = [act for act in self.of_file if act.recorded_at <= known_at]
        place = max(act.seq for act in known)
        if place not in self._working:
            self._working[place] = self._working_days(known)
        return self._working[place]

    def _working_days(self, known: list[Act]) -> list[str]:
        revoked = [act.data["seq"] for act in known if act.kind == "revoke"]
        claims: dict[str, list[tuple[int, bool, int, bool]]] = {}
        years: list[int] = []
        saturdays: list[tuple[str, int, str]] = []
        for act in known:
            if act.kind == "calendar_load":
                years += range(act.data["first_year"], act.data["last_year"] + 1)
            if act.kind in ("calendar_load", "notice") and act.seq not in revoked:
                for claim in act.data["claims"]:
                    rank = ("computed", "national", "local").index(claim["rank"])
                    works = claim["kind"] == "makeup_day"
                    claims.setdefault(claim["on"], []).append((rank, works, act.seq, works))
            if act.kind in ("init", "config") and "saturday" in act.data["values"]:
                saturdays.append((act.data["valid_from"], act.seq, act.data["values"]["saturday"]))
        assert len(years) == len(set(years)), "a year loaded again is not told here"
        found: list[str] = []
        on = date(min(years), 1, 1)
        while on.year <= max(years):
            text = on.isoformat()
            if text in claims:
                works = max(claims[text])[-1]
            elif on.weekday() == 5:
                works = max([s for s in saturdays if s[0] <= text], default=("", 0, "off"))[-1] == "working_day"
            else:
                works = on.weekday() < 5
            if works:
                found.append(text)
            on += timedelta(days=1)
        return found

    def days_between(self, after: str, until: str, known_at: str = EVER) -> int:
        """The working days in (after, until], negative when they run backwards."""
        working = self.working_days(known_at)
        return bisect_right(working, until[:10]) - bisect_right(working, after[:10])

    # --- dossiers ------------------------------------------------------------------------------------

    def state(self, code: str, at: str = EVER, known_at: str = EVER) -> State | None:
        """A dossier as it stood at an instant, from what was known by another; None where it was not there yet."""
        if known_at not in self._told:
            self._told[known_at] = {name: told(story, known_at) for name, story in self.stories.items()}
        acts, is_void = self._told[known_at][code]
        state: State = {}
        last: list[Act] = []
        for act in acts:
            if act.occurred_at <= at and (state or act.kind == "receive"):
                state = after(state, act)
                last.append(act)
        if not state:
            return None
        amendments = [act for act in self.stories[code] if act.kind in AMENDMENTS and act.recorded_at <= known_at]
        state["anchor"] = max(last + amendments).anchor
        state["code"] = code
        state["status"] = "void" if is_void else state["status"]
        return state

    def states(self, at: str = EVER, known_at: str = EVER) -> Iterator[State]:
        """Every dossier as it stood at an instant, from what was known by another."""
        for code in sorted(self.stories):
            state = self.state(code, at, known_at)
            if state is not None:
                yield state

    def record(self, state: State, at: str) -> Row:
        """A dossier under the keys of `docs/json.md`."""
        person = self.people.get(state["person"], {})
        return {
            **{name: state[name] for name in COLUMNS},
            **{name: person.get(name, "") for name in ("applicant", "id_number", "phone", "address", "email")},
            "due_at": state["due_at"][:10] if state["due_is_day"] and state["due_at"] else state["due_at"],
            "promised_due_at": (state["promised_due_at"] or "")[: 10 if state["promised_is_day"] else None] or None,
            "outcome": outcome(state, at),
            "suspended": bool(state["suspensions"])
            and state["suspensions"][-1]["to"] is None
            and state["suspensions"][-1]["counts"],
        }

    # --- reports -------------------------------------------------------------------------------------

    def rows(
        self, period: Period, at: datetime, by: Key, basis: str, granularity: str, known_at: str = EVER
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
        lists: dict[Key, list[State]] = {}
        for state in self.states(at.isoformat(), known_at):
            finished = state["resolved_at"] or state["closed_at"]
            if state["status"] != "void" and (finished is None or finished[:10] >= period.start.isoformat()):
                lists.setdefault(tuple(state[DIMENSION[name]] for name in by), []).append(state)
        return {key: self.row(states, period.start, at, basis, granularity, known_at) for key, states in lists.items()}

    def row(
        self, states: list[State], start: date, at: datetime, basis: str, granularity: str, known_at: str = EVER
    ) -> Row:
        """The figures of some dossiers that were open at the start or came later."""
        new = [s for s in states if s["received_at"][:10] >= start.isoformat()]
        done = [s for s in states if s["resolved_at"]]
        pending = [s for s in states if not s["resolved_at"] and not s["closed_at"]]
        ends = [outcome(s, at.isoformat(), basis, granularity) for s in done]
        stands = [outcome(s, at.isoformat(), basis, granularity) for s in pending]
        judged = len(ends) - ends.count("no_limit")
        days = sorted(self.days_used(s, known_at) for s in done)
        middle = days[(len(days) - 1) // 2 : len(days) // 2 + 1]
        saved = [
            self.days_between(s["resolved_at"], s["statutory_due_at"], known_at) for s in done if s["statutory_due_at"]
        ]
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
            "withdrawn": sum(s["status"] == "withdrawn" for s in states),
            "stopped": sum(s["status"] == "stopped" for s in states),
            "pending": len(pending),
            "within": stands.count("within"),
            "overdue": stands.count("overdue"),
            "suspended": stands.count("suspended"),
            "pending_no_limit": stands.count("no_limit"),
            "on_time_rate": round((ends.count("early") + ends.count("on_time")) / judged, 4) if judged else None,
            "early_rate": round(ends.count("early") / judged, 4) if judged else None,
            "mean_working_days": round(sum(days) / len(days), 4) if days else None,
            "median_working_days": sum(middle) / len(middle) if middle else None,
            "time_saved_days": sum(saved) if saved else None,
        }

    def days_used(self, state: State, known_at: str = EVER) -> int:
        """The working days a result took, without those of the suspensions that counted."""
        days = self.days_between(state["received_at"], state["resolved_at"], known_at)
        for suspension in state["suspensions"]:
            if suspension["counts"]:
                days -= self.days_between(suspension["from"], suspension["to"], known_at)
        return days


def told(story: list[Act], known_at: str) -> tuple[list[Act], bool]:
    """The acts of a life as its amendments tell it, in the order in which they occurred, and whether it is void."""
    known = [act for act in story if act.recorded_at <= known_at]
    gone: set[int] = set()
    for act in reversed(known):
        if act.kind == "undo" and act.seq not in gone:
            gone.add(act.data["seq"])
    acts = {act.seq: act for act in known if act.seq not in gone and act.kind not in AMENDMENTS}
    is_void = False
    for amendment in known:
        if amendment.seq in gone:
            continue
        is_void = is_void or amendment.kind == "void"
        if amendment.kind != "correct":
            continue
        for number, values in amendment.data["restated"].items():
            act = acts.get(int(number))
            if act is not None:
                data = {**act.data, **values}
                acts[act.seq] = act._replace(occurred_at=data.pop("occurred_at", act.occurred_at), data=data)
        if amendment.data.get("personal"):
            receipt = next(act for act in acts.values() if act.kind == "receive")
            beside = {"person": amendment.seq if amendment.has_person else None}
            acts[receipt.seq] = receipt._replace(data=receipt.data | beside)
    return sorted(acts.values(), key=lambda act: act.occurred_at), is_void


def after(state: State, act: Act) -> State:
    """The state after one more act."""
    data, at = act.data, act.occurred_at
    if act.kind == "receive":
        nothing = dict.fromkeys(
            ("extended_due_at", "resolved_at", "result", "delivered_at", "delivery_method", "closed_at")
        )
        person = act.seq if act.has_person else None
        begun = {"status": "received", "received_at": at, "suspensions": [], "extensions": []}
        return {"person": person, **data, **nothing, **begun}
    if act.kind == "move" and state["status"] not in ("received", "suspended"):
        return state
    if act.kind == "extend":
        before = state["extended_due_at"] or state["due_at"]
        letter = {"at": at, "letter": data["letter"], "note": data["note"], "due_before": before}
        letter |= {"due_after": data["extended_due_at"], "override": data.get("override", "")}
        state["extensions"].append(letter)
        state["extended_due_at"] = data["extended_due_at"]
    elif "due_at" in data:
        limits = ("time_limit", "statutory_time_limit") if act.kind == "move" else ()
        for name in (*DATES, "calendar_edition", "calendar_provisional", *limits):
            state[name] = data.get(name, state[name])
    if state["status"] == "suspended" and act.kind not in ("assign", "move"):
        running = state["suspensions"][-1]
        running |= {"to": at, **{basis_of(name) + "due_after": state[name] for name in DATES}}
    match act.kind:
        case "suspend":
            state["suspensions"].append(suspension(state, act))
        case "assign":
            state["officer"] = data["officer"]
        case "resolve":
            state |= {"resolved_at": at, "result": data["result"], "note": data.get("note") or state["note"]}
        case "deliver":
            state |= {"delivered_at": at, "delivery_method": data["method"]}
        case "withdraw" | "stop":
            state |= {"closed_at": at, "note": data["note"]}
        case _:
            pass
    state["status"] = STATUS.get(act.kind, state["status"])
    return state


def suspension(state: State, act: Act) -> Row:
    """A suspension that has begun, under the keys of `docs/json.md`."""
    counts = act.data["counts"]
    found = {"from": act.occurred_at, "to": None, "reason": act.data["reason"], "policy": act.data["policy"]}
    for name in DATES:
        of = basis_of(name)
        found |= {
            f"{of}counts": counts[of.rstrip("_") or "due"],
            f"{of}due_before": state[name],
            f"{of}due_after": None,
        }
    return found | {"note": act.data.get("note", ""), "override": act.data.get("override", "")}


def basis_of(date_name: str) -> str:
    """What stands before `due_…` and `counts` in the keys of a date: nothing, `statutory_` or `extended_`."""
    return date_name.removesuffix("due_at")


def due(state: State, basis: str) -> tuple[str | None, str, bool]:
    """The due date of a basis, the unit it is judged in, and whether it came without an hour."""
    unit = state["time_limit"]["unit"]
    if basis == "statutory":
        return state["statutory_due_at"], state["statutory_time_limit"]["unit"], False
    if basis == "promised":
        return state["promised_due_at"], unit, state["promised_is_day"]
    if basis == "extended" and state["extended_due_at"]:
        return state["extended_due_at"], "working_day", True
    return state["due_at"], unit, state["due_is_day"]


def verdict(state: State, finish: str, basis: str, granularity: str) -> str:
    """Early, on time or late, by comparing the texts of two instants to the day or to the minute."""
    due_at, unit, is_day = due(state, basis)
    if due_at is None:
        return "no_limit"
    by_minute = unit in ("same_day", "working_hour") and not is_day
    if granularity != "unit":
        by_minute = granularity == "minute"
    length = len("2026-08-03T09:00") if by_minute else len("2026-08-03")
    if finish[:length] == due_at[:length]:
        return "on_time"
    return "early" if finish[:length] < due_at[:length] else "late"


def outcome(state: State, at: str, basis: str = "due", granularity: str = "unit") -> str | None:
    """How a dossier did, or does at an instant."""
    if state["status"] == "void":
        return None
    if state["status"] in ("withdrawn", "stopped"):
        return "closed"
    if state["resolved_at"]:
        return verdict(state, state["resolved_at"], basis, granularity)
    stands = verdict(state, at, basis, granularity)
    if state["status"] == "suspended":
        running = state["suspensions"][-1]
        counts = {
            "due": running["counts"],
            "statutory": running["statutory_counts"],
            "extended": running["counts"] if running["extended_counts"] is None else running["extended_counts"],
            "promised": running["counts"] and stands != "late",
        }
        if counts[basis]:
            return "suspended"
    return {"late": "overdue", "no_limit": "no_limit"}.get(stands, "within")
