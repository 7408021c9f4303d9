"""Dossiers and reports told again from the raw events with plain loops; nothing of the program's own telling is used.

What an event says and how events add up is taken from `docs/ledger.md` alone. Instants stay the texts they are in
the file: ISO 8601 at +07:00 in whole seconds, so that they compare as texts.
"""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Any, NamedTuple

from onestop_cli.core.periods import Convention, Period
from tests.office import Ward

DIMENSION = {
    "procedure": "procedure_code",
    "field": "field",
    "officer": "officer",
    "channel": "channel",
    "receiving_unit": "receiving_unit",
}
COLUMNS = (
    "code", "procedure_code", "procedure_name", "field", "channel", "copies", "fee", "officer", "note", "status",
    "received_at", "time_limit", "statutory_time_limit", "due_at", "due_source", "promised_due_at",
    "statutory_due_at", "extended_due_at", "resolved_at", "result", "delivered_at", "delivery_method", "closed_at",
    "suspensions", "extensions", "rule_version", "calendar_edition", "calendar_provisional", "anchor", "recorded_at",
    "resolved_recorded_at", "received_is_day", "resolved_is_day", "recorded_late", "entered_late", "import",
)  # fmt: skip
"""What of a dossier's record is told here as it stands in its state."""
AMENDMENTS = ("correct", "void", "undo")
"""Beside the moves and the printings that have `restated`."""
DATES = ("due_at", "statutory_due_at", "extended_due_at")
STATUS = {
    "suspend": "suspended", "resume": "received", "resolve": "resolved", "deliver": "delivered",
    "withdraw": "withdrawn", "stop": "stopped",
}  # fmt: skip
SPLITS = ("month", "week", "day")
"""What a period is told apart into."""
LATE = (
    "code", "procedure_code", "procedure_name", "field", "officer", "received_at", "promised_due_at", "resolved_at",
    "suspensions", "extensions", "note", "recorded_at", "resolved_recorded_at", "received_is_day", "resolved_is_day",
    "recorded_late", "entered_late", "import", "case",
)  # fmt: skip
"""What the list of late dossiers tells of a dossier's state."""
LINE = (
    "code", "procedure_code", "procedure_name", "copies", "received_at", "delivered_at", "channel", "note", "status",
    "recorded_at", "resolved_recorded_at", "import",
)  # fmt: skip
"""What a line of the register tells of a dossier's state."""
PERSON = ("applicant", "id_number", "phone", "address", "email", "submitter", "request")
WORDS = ("note", "override", "dossier_note", "papers", "to")
"""What clerks type as words lies beside the chain."""
EVER = "9"
"""Later than every instant."""
Known = str | int
"""What the file knew: what was recorded by an instant, or up to the event of a number."""
Key = tuple[str, ...]
Row = dict[str, Any]
State = dict[str, Any]


class Act(NamedTuple):
    """One event's texts, what lies beside it among its data; known since the clock had reached it and all before it."""

    seq: int
    kind: str
    occurred_at: str
    recorded_at: str
    data: dict[str, Any]
    has_person: bool
    anchor: str
    known_since: str
    actor: str

    @property
    def amends(self) -> bool:
        return self.kind in AMENDMENTS or (self.kind in ("move", "print") and "restated" in self.data)

    def is_known(self, known_at: Known) -> bool:
        return self.seq <= known_at if isinstance(known_at, int) else self.known_since <= known_at


class Counted(NamedTuple):
    """The dossiers behind a row: those that were open at its start or came later, as they stood at an instant."""

    start: date
    at: datetime
    states: list[State]


class Recount:
    """Every dossier's events, the personal fields beside them, and what the file knew of working days."""

    def __init__(self, ward: Ward) -> None:
        self.ward = ward
        self.stories: dict[str, list[Act]] = {}
        self.of_file: list[Act] = []
        self.last = 0
        self.clock = ""
        self._told: dict[Known, dict[str, tuple[list[Act], Act | None]]] = {}
        self._working: dict[int, list[str]] = {}
        self.reads_on()

    def reads_on(self) -> int:
        """What was recorded since the last reading is known too; returns how many events that were."""
        before = self.last
        self.people = {seq: json.loads(fields) for seq, fields in self.ward.ask("SELECT seq, fields FROM personal")}
        for seq, code, kind, occurred_at, recorded_at, data, personal, digest, actor in self.ward.ask(
            "SELECT seq, dossier, kind, occurred_at, recorded_at, data, personal, hash, actor FROM event "
            "WHERE seq > ? ORDER BY seq",
            before,
        ):
            self.clock = max(self.clock, recorded_at)
            words = {key: text for key, text in self.people.get(seq, {}).items() if key in WORDS}
            told = {**dict.fromkeys(WORDS, ""), **json.loads(data), **words}
            head = f"{seq}:{digest[:12]}"
            act = Act(seq, kind, occurred_at, recorded_at, told, personal is not None, head, self.clock, actor)
            (self.of_file if code is None else self.stories.setdefault(code, [])).append(act)
            self.last = seq
        self._told.clear()
        return self.last - before

    # --- what the file knew of days ------------------------------------------------------------------

    def working_days(self, known_at: Known = EVER) -> list[str]:
        """The working days of all loaded years as the file knew them, in order."""
        known = [act for act in self.of_file if act.is_known(known_at)]
        place = max(act.seq for act in known)
        if place not in self._working:
            self._working[place] = self._working_days(known)
        return self._working[place]

    def _working_days(self, known: list[Act]) -> list[str]:
        revoked = [act.data["seq"] for act in known if act.kind == "revoke"]
        claims: dict[str, list[tuple[int, int, int, bool]]] = {}
        years: list[int] = []
        saturdays: list[tuple[str, int, str]] = []
        for act in known:
            if act.kind == "calendar_load":
                years += range(act.data["first_year"], act.data["last_year"] + 1)
            if act.kind in ("calendar_load", "notice") and act.seq not in revoked:
                for claim in act.data["claims"]:
                    if claim["kind"] == "closure":
                        continue
                    rank = ("computed", "national", "local").index(claim["rank"])
                    works = claim["kind"] == "makeup_day"
                    first, second = (works, act.seq) if claim["rank"] == "computed" else (act.seq, works)
                    claims.setdefault(claim["on"], []).append((rank, first, second, works))
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

    def days_between(self, after: str, until: str, known_at: Known = EVER) -> int:
        """The working days in (after, until], negative when they run backwards."""
        working = self.working_days(known_at)
        return bisect_right(working, until[:10]) - bisect_right(working, after[:10])

    # --- dossiers ------------------------------------------------------------------------------------

    def state(self, code: str, at: str = EVER, known_at: Known = EVER) -> State | None:
        """A dossier as it stood at an instant, from what was known by another; None where it was not there yet."""
        if known_at not in self._told:
            self._told[known_at] = {name: told(story, known_at) for name, story in self.stories.items()}
        acts, void = self._told[known_at][code]
        state: State = {}
        last: list[Act] = []
        for act in acts:
            if act.occurred_at <= at and (state or act.kind == "receive"):
                state = after(state, act)
                last.append(act)
        if not state:
            return None
        known = [act for act in self.stories[code] if act.is_known(known_at)]
        amendments = [act for act in known if act.amends]
        state["recorded_late"] = papers(known, acts, at)
        state["anchor"] = max(last + amendments).anchor
        state["code"] = code
        state["status"] = "void" if void else state["status"]
        return state

    def voided(self, code: str, known_at: Known) -> Row | None:
        """Who voided a dossier, when and why."""
        _, void = told(self.stories[code], known_at)
        return void and {"seq": void.seq, "at": void.recorded_at, "by": void.actor, "note": void.data["note"]}

    def states(self, at: str = EVER, known_at: Known = EVER) -> Iterator[State]:
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
            **{name: person.get(name, "") for name in PERSON},
            "papers": person.get("dossier_papers", ""),
            "due_at": as_given(state["due_at"], is_day=state["due_is_day"]),
            "promised_due_at": as_given(state["promised_due_at"], is_day=state["promised_is_day"]),
            "case": state["case"],
            "submitted_at": as_given(state.get("submitted_at"), is_day=state.get("submitted_is_day", False)),
            "receiving_unit": state["receiving_unit"],
            "agreed_due_at": state.get("agreed_due_at"),
            "stop_reason": state.get("stop_reason"),
            "fee_paid": state.get("fee_paid", ""),
            "fee_waived": state.get("fee_waived", ""),
            "applicant_kind": state.get("applicant_kind", "person"),
            "result_by": state.get("result_by", "direct"),
            "delivered_to": state.get("delivered_to", ""),
            "stop_letter": state.get("stop_letter", ""),
            "outcome": outcome(state, at),
            "suspended": bool(state["suspensions"])
            and state["suspensions"][-1]["to"] is None
            and state["suspensions"][-1]["counts"],
        }

    # --- reports -------------------------------------------------------------------------------------

    def rows(
        self, period: Period, at: datetime, by: Key, basis: str, granularity: str, known_at: Known = EVER
    ) -> dict[Key, Row]:
        """The rows of a report by their keys; with months, weeks or days among them, each such part's own report."""
        lists = self.told_apart(period, at, by, known_at)
        return {
            key: self.row(found.states, found.start, found.at, basis, granularity, known_at)
            for key, found in lists.items()
        }

    def told_apart(self, period: Period, at: datetime, by: Key, known_at: Known = EVER) -> dict[Key, Counted]:
        """The dossiers behind the rows of a report, as they stood at the end of their part of the period."""
        split = next((name for name in by if name in SPLITS), None)
        if split is None:
            lists = self.counted(period, at, by, known_at)
            return {key: Counted(period.start, at, states) for key, states in lists.items()}
        place = by.index(split)
        rest = by[:place] + by[place + 1 :]
        return {
            (*key[:place], name, *key[place:]): found
            for name, part in parts(period, split)
            if part.first_second <= at
            for key, found in self.told_apart(part, min(at, part.last_second), rest, known_at).items()
        }

    def total(self, period: Period, at: datetime, basis: str, granularity: str, known_at: Known = EVER) -> Row:
        """The figures of the whole period."""
        states = self.counted(period, at, (), known_at).get((), [])
        return self.row(states, period.start, at, basis, granularity, known_at)

    def counted(self, period: Period, at: datetime, by: Key = (), known_at: Known = EVER) -> dict[Key, list[State]]:
        """The dossiers that were open at a period's start or came later, as they stood, by what they are told apart."""
        lists: dict[Key, list[State]] = {}
        for state in self.states(at.isoformat(), known_at):
            finished = state["resolved_at"] or state["closed_at"]
            if state["status"] != "void" and (finished is None or finished[:10] >= period.start.isoformat()):
                lists.setdefault(tuple(state[DIMENSION[name]] for name in by), []).append(state)
        return lists

    def row(
        self, states: list[State], start: date, at: datetime, basis: str, granularity: str, known_at: Known = EVER
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
            "on_time_rate": quotient(ends.count("early") + ends.count("on_time"), judged, 4),
            "early_rate": quotient(ends.count("early"), judged, 4),
            "mean_working_days": quotient(sum(days), len(days), 4),
            "median_working_days": sum(middle) / len(middle) if middle else None,
            "time_saved_days": sum(saved) if saved else None,
            "accepted_late": sum(accepted_late(s) for s in new),
        }

    def days_used(self, state: State, known_at: Known = EVER) -> int:
        """The working days a result took, without those of the suspensions that counted."""
        days = self.days_between(state["received_at"], state["resolved_at"], known_at)
        for suspension in state["suspensions"]:
            if suspension["counts"]:
                days -= self.days_between(suspension["from"], suspension["to"], known_at)
        return days

    # --- form II.06a, index 766, late dossiers, register -----------------------------------------------

    def form(
        self, period: Period, at: datetime, basis: str, granularity: str, known_at: Known = EVER
    ) -> tuple[dict[Key, Row], Row]:
        """The lines of form II.06a by field, and its last line."""
        judged = period.start, at, basis, granularity
        lists = self.counted(period, at, ("field",), known_at)
        total = form_line(self.counted(period, at, (), known_at).get((), []), *judged)
        return {key: form_line(states, *judged) for key, states in lists.items()}, total

    def index(self, period: Period, at: datetime, by: Key, known_at: Known = EVER) -> tuple[dict[Key, Row], Row]:
        """The lines of the timeliness part of index 766, those of nothing left out, and its total."""
        lists = self.counted(period, at, by, known_at) if by else {}
        total = index_line(self.counted(period, at, (), known_at).get((), []), at)
        lines = {key: index_line(states, at) for key, states in lists.items()}
        return {key: line for key, line in lines.items() if line["all"]}, total

    def late(
        self,
        period: Period,
        at: datetime,
        basis: str,
        granularity: str,
        known_at: Known = EVER,
        is_meant: Callable[[State], bool] = lambda _state: True,
    ) -> list[Row]:
        """The late results of a period and what is overdue at its instant, worst first, as `docs/json.md` has them."""
        found: list[Row] = []
        for state in self.counted(period, at, (), known_at).get((), []):
            how = outcome(state, at.isoformat(), basis, granularity)
            if how not in ("late", "overdue") or not is_meant(state):
                continue
            due_at, until = due(state, basis)[0], state["resolved_at"] or at.isoformat()
            assert due_at is not None
            found.append(
                {
                    **{name: state[name] for name in LATE},
                    "applicant": self.people.get(state["person"], {}).get("applicant", ""),
                    "outcome": how,
                    "due_at": as_given(due_at, is_day=is_bare(state, basis)),
                    "working_days_late": self.days_between(due_at, until, known_at),
                    "minutes_late": (datetime.fromisoformat(until[:16]) - datetime.fromisoformat(due_at[:16]))
                    // timedelta(minutes=1),
                    "promised_due_at": as_given(state["promised_due_at"], is_day=state["promised_is_day"]),
                }
            )
        return sorted(found, key=lambda late: (-late["working_days_late"], -late["minutes_late"], late["code"]))

    def register(self, period: Period, at: datetime, known_at: Known = EVER) -> list[Row]:
        """The lines of the register in the order of receipt, with everything in them."""
        states = [
            state
            for state in self.states(at.isoformat(), known_at)
            if period.start.isoformat() <= state["received_at"][:10] <= period.end.isoformat()
        ]
        states.sort(key=lambda state: (state["received_at"], state["code"]))
        return [
            {
                "number": number,
                **{name: state[name] for name in LINE},
                **{
                    name: self.people.get(state["person"], {}).get(name, "")
                    for name in ("applicant", "address", "phone")
                },
                "promised_due_at": as_given(state["promised_due_at"], is_day=state["promised_is_day"]),
                "voided": self.voided(state["code"], known_at),
            }
            for number, state in enumerate(states, 1)
        ]


def parts(period: Period, split: str) -> list[tuple[str, Period]]:
    """The months, weeks or days of a period, clipped to it, each with its key: day by day, by the name of its part."""
    days: dict[str, list[date]] = {}
    on = period.start
    while on <= period.end:
        days.setdefault(part_name(on, split, period.convention), []).append(on)
        on += timedelta(days=1)
    return [(name, Period(of[0], of[-1], period.convention)) for name, of in days.items()]


def part_name(on: date, split: str, convention: Convention) -> str:
    """The month, week or day in which a day lies; an administrative month begins on the 15th of the one before."""
    if split == "day":
        return f"{on:%Y-%m-%d}"
    if split == "week":
        return f"{on:%G-W%V}"
    if convention is Convention.administrative and on.day >= 15:
        on = on.replace(day=28) + timedelta(days=4)
    return f"{on:%Y-%m}"


def sums(late: list[Row], column: str) -> list[Row]:
    """How many are late and overdue under each name of a column, most first, and their working days together."""
    found = [
        {"key": key, **sum_of([each for each in late if each[column] == key])}
        for key in {each[column] for each in late}
    ]
    return sorted(found, key=lambda s: (-s["late"] - s["overdue"], -s["working_days_late"], s["key"]))


def sum_of(late: list[Row]) -> Row:
    """How many are late and overdue, and their working days together."""
    return {
        **{how: sum(each["outcome"] == how for each in late) for how in ("late", "overdue")},
        "working_days_late": sum(each["working_days_late"] for each in late),
    }


def as_given(due_at: str | None, *, is_day: bool) -> str | None:
    """A due date as it goes out: another system's that came without an hour stays without one."""
    return due_at[:10] if due_at and is_day else due_at


def is_bare(state: State, basis: str) -> bool:
    """Whether the date of a basis is another system's that came without an hour."""
    has_letter = basis == "extended" and state["extended_due_at"] is not None
    return basis != "statutory" and not has_letter and due(state, basis)[2]


def accepted_late(state: State) -> bool:
    """Whether what was handed in online was received after the last instant that was in time."""
    last = state.get("acceptance_due_at")
    return state["channel"] == "online" and last is not None and state["received_at"] > last


def quotient(part: int, whole: int, places: int) -> float | None:
    """A quotient to so many decimals, a half rounded away from nought as on paper; nothing over nothing."""
    if not whole:
        return None
    size = floor(abs(Fraction(part * 10**places, whole)) + Fraction(1, 2))
    return (size if part >= 0 else -size) / 10**places


def form_line(states: list[State], start: date, at: datetime, basis: str, granularity: str) -> Row:
    """The columns (3) to (13) of form II.06a, and the counts of its footnote."""
    new = [s for s in states if s["received_at"][:10] >= start.isoformat()]
    online = sum(s["channel"] == "online" for s in new)
    ends = [verdict(s, s["resolved_at"], basis, granularity) for s in states if s["resolved_at"]]
    leaves = [verdict(s, s["closed_at"], basis, granularity) for s in states if s["closed_at"]]
    pending = [s for s in states if not s["resolved_at"] and not s["closed_at"]]
    overdue = sum(outcome(s, at.isoformat(), basis, granularity) == "overdue" for s in pending)
    late = ends.count("late") + leaves.count("late")
    return {
        "total": len(states),
        "online": online,
        "direct_or_postal": len(new) - online,
        "carried_over": len(states) - len(new),
        "resolved": len(ends) + len(leaves),
        "early": ends.count("early"),
        "on_time": len(ends) + len(leaves) - ends.count("early") - late,
        "late": late,
        "pending": len(pending),
        "within": len(pending) - overdue,
        "overdue": overdue,
        "withdrawn": sum(s["status"] == "withdrawn" for s in states),
        "stopped": sum(s["status"] == "stopped" for s in states),
    }


def index_line(states: list[State], at: datetime) -> Row:
    """The timeliness part of index 766: by the due date in force to the minute, without what has no limit."""
    limited = [s for s in states if s["due_at"] is not None and not s["closed_at"]]
    stands = [outcome(s, at.isoformat(), "due", "minute") for s in limited]
    again = [sum(each["reason"] == "supplement" for each in s["suspensions"]) > 1 for s in limited]
    is_good = [how not in ("late", "overdue") for how in stands]
    results = [bool(s["resolved_at"]) for s in limited]
    told = list(zip(results, is_good, again, strict=True))
    on_time, open_not_due = told.count((True, True, False)), told.count((False, True, False))
    return {
        "all": len(told),
        "on_time": on_time,
        "open_not_due": open_not_due,
        "late": results.count(True) - on_time,
        "overdue": results.count(False) - open_not_due,
        "repeated": sum(good and repeated for _, good, repeated in told),
        "points": quotient(20 * (on_time + open_not_due), len(told), 2),
    }


def taken_back(known: list[Act]) -> set[int]:
    """The events that an undo in force takes back."""
    gone: set[int] = set()
    for act in reversed(known):
        if act.kind == "undo" and act.seq not in gone:
            gone.add(act.data["seq"])
    return gone


def papers(known: list[Act], acts: list[Act], at: str) -> list[Row]:
    """The papers in force that bear a mark, of acts those that had occurred by an instant."""
    occurred = {act.seq: act.occurred_at for act in acts}
    return [
        {
            "seq": act.seq,
            "kind": act.kind,
            "occurred_at": occurred.get(act.seq, act.occurred_at),
            "recorded_at": act.recorded_at,
            "reason": act.data.get("override") or act.data.get("note") or act.data.get("source", ""),
        }
        for act in known
        if act.data.get("recorded_late") and act.seq not in taken_back(known) and occurred.get(act.seq, "") <= at
    ]


def told(story: list[Act], known_at: Known) -> tuple[list[Act], Act | None]:
    """The acts of a life as its amendments tell it, in the order in which they occurred, and by what it is void."""
    known = [act for act in story if act.is_known(known_at)]
    gone = taken_back(known)
    acts = {act.seq: act for act in known if act.seq not in gone and not act.amends}
    void: Act | None = None
    for amendment in known:
        if amendment.seq in gone:
            continue
        void = amendment if amendment.kind == "void" else void
        if not amendment.amends or amendment.kind == "void":
            continue
        restated = {**amendment.data.get("restated", {})}
        if amendment.data.get("noted") is not None:
            noted = str(amendment.data["noted"])
            restated[noted] = {**restated.get(noted, {}), "note": amendment.data["dossier_note"]}
        for number, values in restated.items():
            act = acts.get(int(number))
            if act is not None:
                data = {**act.data, **values}
                acts[act.seq] = act._replace(occurred_at=data.pop("occurred_at", act.occurred_at), data=data)
        if amendment.data.get("personal"):
            receipt = next(act for act in acts.values() if act.kind == "receive")
            beside = {"person": amendment.seq if amendment.has_person else None}
            acts[receipt.seq] = receipt._replace(data=receipt.data | beside)
    return sorted(acts.values(), key=lambda act: act.occurred_at), void


def after(state: State, act: Act) -> State:
    """The state after one more act."""
    data, at = act.data, act.occurred_at
    if act.kind == "receive":
        nothing = dict.fromkeys(
            ("extended_due_at", "resolved_at", "result", "delivered_at", "delivery_method", "closed_at")
        )
        person = act.seq if act.has_person else None
        begun = {"status": "received", "received_at": at, "suspensions": [], "extensions": []}
        begun |= {"receiving_unit": data.get("receiving_unit", ""), "case": data.get("case", "")}
        typed = {"recorded_at": act.recorded_at, "received_is_day": data.get("is_day", False)}
        typed |= {"resolved_recorded_at": None, "resolved_is_day": False, "import": data.get("import")}
        return entered({"person": person, **data, **nothing, **begun, **typed, "entered_late": False}, act)
    if act.kind == "print":
        return state
    if act.kind in ("move", "assign") and state["status"] not in ("received", "suspended"):
        return state
    if act.kind == "extend":
        before = state["extended_due_at"] or state["due_at"]
        letter = {"at": at, "letter": data["letter"], "note": data["note"], "due_before": before}
        letter |= {"due_after": data["extended_due_at"], "override": data.get("override", "")}
        state["extensions"].append(letter)
        state["extended_due_at"] = data.get("moved_to") or data["extended_due_at"]
    elif "due_at" in data:
        limits = ("time_limit", "statutory_time_limit") if act.kind == "move" else ()
        by_hours = state["time_limit"]["unit"] in ("same_day", "working_hour")
        if data.get("due_is_day") is not None or (by_hours and data["due_at"] != state["due_at"]):
            state["due_is_day"] = bool(data.get("due_is_day"))
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
            state |= {"resolved_recorded_at": act.recorded_at, "resolved_is_day": data.get("is_day", False)}
            state = entered(state, act)
        case "deliver":
            state |= {"delivered_at": at, "delivery_method": data["method"], "delivered_to": data["to"]}
            state = entered(state, act)
        case "withdraw" | "stop":
            state |= {
                "closed_at": at,
                "note": data["note"],
                "stop_reason": data.get("reason"),
                "stop_letter": data.get("letter", ""),
            }
        case _:
            pass
    state["status"] = STATUS.get(act.kind, state["status"])
    return state


def entered(state: State, act: Act) -> State:
    """With an entry typed after the due instant for an instant before it; an import is none of those it received."""
    is_own = act.data.get("import") is not None and act.data["import"] == state["import"]
    recorded, occurred = (verdict(state, at, "due", "unit") for at in (act.recorded_at, act.occurred_at))
    if recorded == "late" and occurred != "late" and not is_own and not act.data.get("recorded_late"):
        state["entered_late"] = True
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
    asked = {"until": act.data.get("until"), "papers": act.data.get("papers", "")}
    words = {"note": act.data.get("note", ""), "override": act.data.get("override", "")}
    told = {"policy_rule": act.data.get("policy_rule", ""), "letter": act.data.get("letter", "")}
    return found | words | asked | told


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
