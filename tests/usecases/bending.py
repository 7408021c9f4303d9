"""Lives told by a clerk who bends the record: whatever may be typed, by a clock that moves on, as hypothesis draws it.

Every command is kept as it was typed, so that the same can be typed again into another file.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from onestop_cli.core.acts import possible
from onestop_cli.core.amendments import has_ended
from onestop_cli.core.dossier import Dossier, Policy, Reason
from onestop_cli.core.limits import time_limit
from onestop_cli.core.moments import When
from onestop_cli.core.outcomes import Outcome, outcome
from onestop_cli.errors import LimitOfLaw, OnestopError
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from onestop_cli.usecases import acts, amendments, counter, notices
from onestop_cli.usecases.corrections import Correction
from onestop_cli.usecases.counter import Receipt
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.strict import Strict
from tests.office import ACTOR, SOMEONE, Ward

PROCEDURES = ("rut-ngan", "muoi-ngay", "bay-ngay", "tam-gio", "mot-thang", "khong-han")
LIMITS = ("2:working_day", "4:working_day", "9:working_day", "20:calendar_day", "12:working_hour", "1:month", "none")
OFFICERS = ("Lan", "Đức")
HOURS = (0, 1, 4, 24, 24, 48, 96, 240)
SHIFTS = (-120, -48, -24, -1, 1, 24, 48, 120)
MOMENTS = ("now", "now", "last", "due", "before due", "after due", "between")
REASON = "ghi lại sau"
HANDLING: tuple[str, ...] = (
    "suspend", "suspend", "resume", "resume", "extend", "resolve", "resolve", "deliver", "withdraw", "stop", "assign",
    "limit", "limit", "received_at", "resolved_at", "procedure", "void", "undo", "undo",
)  # fmt: skip
CORRECTS: dict[str, str] = dict.fromkeys(("limit", "received_at", "resolved_at", "procedure"), "correct")
BAD = (Outcome.late, Outcome.overdue)


class Drawn(NamedTuple):
    """A command as drawn: hours that pass before it, the act, of which dossier, when, a number for all else."""

    hours: int
    act: str
    which: int
    when: str
    value: int


class Typed(NamedTuple):
    """A command as typed; `place` counts dossiers, `what` is the number of the command an undo takes back."""

    now: datetime
    act: str
    place: int
    when: datetime | None
    value: int
    what: int | None = None


class Recorded(NamedTuple):
    """A command that was recorded: its event and how the dossier stood before and after, plainly and strictly."""

    typed: Typed
    seq: int
    marked: bool
    had_ended: bool
    before: Dossier | None
    after: Dossier
    strict_before: Dossier | None
    strict_after: Dossier


def commands(length: int, *, more: tuple[str, ...] = ()) -> st.SearchStrategy[list[Drawn]]:
    """So many commands at most."""
    drawn = st.builds(
        Drawn,
        st.sampled_from(HOURS),
        st.sampled_from((*HANDLING, *more)),
        st.integers(0, 2),
        st.sampled_from(MOMENTS),
        st.integers(0, 7),
    )
    return st.lists(drawn, min_size=3, max_size=length)


def rank(d: Dossier | None, now: datetime) -> int | None:
    """How well a dossier does: the more the worse; None where it is not judged."""
    verdict = d and outcome(d, now)
    return {Outcome.early: 0, Outcome.on_time: 1, Outcome.late: 2, Outcome.overdue: 2}.get(verdict) if verdict else None


def does_better(d: Dossier, than: Dossier, now: datetime) -> bool:
    """Whether a verdict is better, or as good with a later due date."""
    one, other = rank(d, now), rank(than, now)
    if one != other:
        return other == 2 or (one is not None and other is not None and one < other)
    return than.due_at is not None and (d.due_at is None or d.due_at > than.due_at)


class Clerk:
    """Types commands into a ward; `codes` are its dossiers in the order of their receipts."""

    def __init__(self, ward: Ward) -> None:
        self.ward = ward
        self.codes: list[str] = []
        self.seqs: list[int | None] = []
        self.recorded: list[Recorded] = []

    def tells(self, drawn: Iterable[Drawn]) -> "Clerk":
        """Three dossiers, then what was drawn."""
        self.ward.is_now("3/8/2026 09:00")
        for value in range(3):
            self.types(Typed(self.ward.now, "receive", 0, None, value))
        for each in drawn:
            self.ward.now += timedelta(hours=each.hours)
            self.types(self._meant(each))
        return self

    def _meant(self, drawn: Drawn) -> Typed:
        now, which = self.ward.now, drawn.which % len(self.codes)
        if drawn.act in ("receive", "notice"):
            return Typed(now, drawn.act, which, None, drawn.value)
        d = self.ward.dossier(self.codes[which])
        what = None
        act = _possible(drawn, d)
        if act == "undo":
            of_it = [
                n for n, each in enumerate(self.recorded) if each.typed.place == which and each.typed.act != "receive"
            ]
            what = of_it[-1 - drawn.value % 3 % len(of_it)] if of_it else None
        return Typed(now, act, which, self._moment(drawn, d), drawn.value, what)

    def _moment(self, drawn: Drawn, d: Dossier) -> datetime | None:
        """When it is said to have happened; None for now. Never in the future or before the last act."""
        due_at = d.due_at or d.received_at + timedelta(days=7)
        said = {
            "now": None,
            "last": d.last_act_at,
            "due": due_at,
            "before due": due_at - timedelta(hours=25),
            "after due": due_at + timedelta(hours=1),
            "between": d.last_act_at + (self.ward.now - d.last_act_at) / 2,
        }[drawn.when]
        if said is None:
            return None
        return min(max(said.replace(microsecond=0), d.last_act_at), self.ward.now)

    def types(self, typed: Typed) -> Recorded | None:
        """The command; None where it was refused."""
        self.ward.now = typed.now
        if typed.act == "undo" and (typed.what is None or self.seqs[typed.what] is None):
            return None
        code = self.codes[typed.place] if typed.act != "receive" else ""
        before, strict_before, had_ended = self._stand(code)
        try:
            done = _written_up(lambda why: self._does(typed, code, why))
        except OnestopError:
            return None
        if typed.act == "receive":
            self.codes.append(done)
            code, typed = done, typed._replace(place=len(self.codes) - 1)
        if typed.act == "notice":
            return None
        after, strict_after, _ = self._stand(code)
        ((seq, data),) = self.ward.ask("SELECT seq, data FROM event WHERE dossier = ? ORDER BY seq DESC LIMIT 1", code)
        assert after is not None
        assert strict_after is not None
        is_marked = '"recorded_late":true' in data
        told = Recorded(typed, seq, is_marked, had_ended, before, after, strict_before, strict_after)
        self.recorded.append(told)
        self.seqs.append(seq)
        return told

    def _stand(self, code: str) -> tuple[Dossier | None, Dossier | None, bool]:
        if not code:
            return None, None, False
        with reading(self.ward.path) as connection:
            events = ledger.dossier_events(connection, code)
            return self.ward.dossier(code), Strict(connection).fold(events), has_ended(events)

    def _does(self, typed: Typed, code: str, why: str) -> str:
        office, value = (self.ward.path, self.ward.clock, ACTOR), typed.value
        when = When(typed.when.date(), typed.when.time(), "") if typed.when else None
        match typed.act:
            case "receive":
                receipt = Receipt(PROCEDURES[value % len(PROCEDURES)], SOMEONE, when=when, officer=OFFICERS[value % 2])
                return counter.receive(*office, receipt, again=True).entry.dossier.code
            case "notice":
                on = typed.now.date() + timedelta(days=value - 4)
                consent = Consent(apply=True, also_earlier=True)
                if value % 2:
                    told = on, (48_600, 63_000), "Mất điện", "CV 2"
                    notices.add_closure(*office, *told, local=True, consent=consent)
                else:
                    notices.add_holiday(*office, on, "Nghỉ bão", "CV 1", local=True, consent=consent)
            case "suspend":
                reason, policy = list(Reason)[value % 4], list(Policy)[value // 4]
                acts.suspend(*office, [code], reason, policy, when, "", why)
            case "resume":
                acts.resume(*office, [code], when)
            case "extend":
                new = (self.ward.dossier(code).due_at or typed.now).date() + timedelta(days=1 + value)
                acts.extend(*office, [code], new, "12/XL", "quá tải", when, why)
            case "resolve":
                counter.resolve(*office, [code], "approved", when, "", override=why)
            case "deliver":
                counter.deliver(*office, [code], "direct", when)
            case "withdraw":
                acts.withdraw(*office, [code], "rút", when, why, apply=True)
            case "stop":
                acts.stop(*office, [code], "dừng", when, why)
            case "assign":
                acts.assign(*office, [code], OFFICERS[value % 2])
            case "void":
                amendments.void(*office, code, "nhập trùng", apply=True)
            case "undo":
                assert typed.what is not None
                amendments.undo(*office, code, self.seqs[typed.what], "gõ nhầm", apply=True)
            case _:
                amendments.correct(*office, code, self._correction(typed, code), "ghi nhầm")
        return code

    def _correction(self, typed: Typed, code: str) -> Correction:
        value = typed.value
        if typed.act == "limit":
            limit = time_limit(LIMITS[value % len(LIMITS)])
            return Correction({}, {}, {}, None, limit, limit)
        if typed.act == "procedure":
            return Correction({}, {}, {}, PROCEDURES[value % len(PROCEDURES)])
        d = self.ward.dossier(code)
        old = (d.resolved_at if typed.act == "resolved_at" else None) or d.received_at
        new = typed.when if typed.when and value < 4 else old + timedelta(hours=SHIFTS[value])
        return Correction({}, {}, {typed.act: When(new.date(), new.time(), "")})


def _possible(drawn: Drawn, d: Dossier) -> str:
    """The act drawn, or another where the dossier's state does not allow it."""
    allowed = {act.value for act in possible(d.status)}
    acts = [act for act in HANDLING if CORRECTS.get(act, act) in allowed]
    if d.resolved_at is None:
        acts = [act for act in acts if act != "resolved_at"]
    return drawn.act if drawn.act in acts else acts[drawn.value % len(acts)]


def _written_up(typed: Callable[[str], str]) -> str:
    try:
        return typed("")
    except LimitOfLaw:
        return typed(REASON)
