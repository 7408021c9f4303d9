"""A ward's busy year for the reports: every unit, every end, dates of other systems, dates that moved.

And dossiers that live at random, act by act. Seeded, so that all is the same everywhere; made by the real imports,
acts, notices and amendments.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from onestop_cli.core.dossier import Dossier, Entry, Person, Policy, Reason
from onestop_cli.core.forms import Form
from onestop_cli.core.limits import time_limit
from onestop_cli.core.moments import When
from onestop_cli.errors import LimitOfLaw, NeedlessOverride, OnestopError, SlipStays
from onestop_cli.sources.package_data import ward_procedures
from onestop_cli.store import register
from onestop_cli.store.database import reading
from onestop_cli.usecases import acts, amendments, counter, notices, procedures, settings
from onestop_cli.usecases.corrections import Correction
from onestop_cli.usecases.counter import Receipt
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.procedures import Amendment
from tests.core.written import at, day
from tests.office import ACTOR, EVERY_UNIT, Ward

PROCEDURES = (*(p.code for p in EVERY_UNIT), "1.000656", "1.004873", "2.000815")
WARD_PROCEDURES = tuple(p.code for p in ward_procedures())
OFFICERS = ("", "Trần Văn Đức", "Lê Thị Ánh", "Ngô Văn =B")
PEOPLE = ("Nguyễn Văn A", "Đỗ Thị Bưởi", "Trần Đình Cường", "")
NOTES = ("", "bản chính", "hồ sơ giấy, ký số", "đường Vũ Xuân Thiều")
CHANNELS = ("direct", "online", "postal")
HEADING = "code,procedure_code,channel,applicant,officer,note,received_at,due_at,resolved_at,result,delivered_at\n"
AROUND = (-86_400, -60, -1, 0, 59, 60, 86_400)
LIMITS = (
    "same_day", "none", "1:working_hour", "12:working_hour", "1:working_day", "4:working_day", "9:working_day",
    "6:calendar_day", "20:calendar_day", "1:month", "2:month",
)  # fmt: skip
EVERYTHING = Consent(apply=True, also_earlier=True)
CONSENTS = (EVERYTHING, EVERYTHING, Consent(apply=True), Consent(apply=True, no_move=True))
WHY = "theo phiếu giấy"


# --- random lives ------------------------------------------------------------------------------------


class Step(NamedTuple):
    """One command: what was typed, of which dossier, how that one stood before, and why it was refused."""

    act: str
    code: str | None
    before: Entry | None
    refusal: OnestopError | None


HANDLING = {
    "received": {
        "suspend": 12, "extend": 6, "resolve": 8, "assign": 4, "correct": 7, "withdraw": 2, "stop": 2, "undo": 4,
        "void": 1,
    },
    "suspended": {"resume": 14, "resolve": 4, "withdraw": 2, "stop": 3, "assign": 2, "correct": 5, "undo": 3},
    "resolved": {"deliver": 8, "correct": 6, "undo": 4},
    "delivered": {"correct": 5, "undo": 4},
    "withdrawn": {"correct": 5, "undo": 5},
    "stopped": {"correct": 5, "undo": 5},
    "void": {"undo": 1},
}  # fmt: skip
"""How often each act is typed in a state; now and then any act is."""
ANYTHING = (
    "suspend", "resume", "extend", "assign", "resolve", "deliver", "withdraw", "stop", "correct", "void", "undo",
)  # fmt: skip
AT_THE_COUNTER = {"receive": 11, "import": 2, "notice": 4, "amend": 1, "config": 1}


def hand_in(received: datetime) -> dict[str, Any]:
    """Where and when a dossier was handed in, if that is told: some days before its receipt, drawn from it alone."""
    random = Random(received.isoformat())
    at = received - timedelta(days=random.randrange(1, 5), seconds=random.randrange(86_400))
    submitted = random.choice((None, typed_at(at), typed_at(at), When(at.date(), None, "")))
    return {"submitted": submitted, "receiving_unit": random.choice(("", "", "Phường Việt Hưng", "Xã Gia Lâm"))}


class Lives:
    """Dossiers of a ward living at random: acts typed well and badly, now and backdated, as time goes on."""

    printed = 0.07
    """How often something is printed."""

    def __init__(self, ward: Ward, random: Random) -> None:
        self.ward = ward
        self.random = random
        self.papers = Random("papers")
        self.made = 0

    # --- steps ---------------------------------------------------------------------------------------

    def step(self) -> Step:
        """Some time passes and one command is typed; what is printed is drawn apart: the life is the same without."""
        entries = self.entries()
        if entries and self.papers.random() < self.printed:
            return self.typed("print", self.papers.choice(entries))
        self.pass_time()
        if len(entries) < 3 or self.random.randrange(100) < sum(AT_THE_COUNTER.values()):
            names = AT_THE_COUNTER if entries else {"receive": 1}
            return self.typed(self.some_of(names), None)
        living = [e for e in entries if e.dossier.status in ("received", "suspended")]
        return self.handled(self.random.choice(living if living and self.random.random() < 0.7 else entries))

    def handled(self, entry: Entry) -> Step:
        """One act on a dossier, mostly one that its state allows."""
        is_odd = self.random.random() < 0.1
        weights = HANDLING[entry.dossier.status]
        return self.typed(self.random.choice(ANYTHING) if is_odd else self.some_of(weights), entry)

    def typed(self, act: str, entry: Entry | None) -> Step:
        """The command, recorded or refused."""
        does: Callable[..., Any] = getattr(self, f"_{act}")
        code, refusal = entry.dossier.code if entry else None, None
        try:
            does(entry.dossier) if entry else does()
        except OnestopError as problem:
            refusal = problem
        return Step(act, code, entry, refusal)

    def entry(self, code: str) -> Entry:
        with reading(self.ward.path) as connection:
            found = register.entry(connection, code)
        assert found is not None
        return found

    def entries(self) -> list[Entry]:
        with reading(self.ward.path) as connection:
            return list(register.in_code_order(connection))

    def some_of(self, weights: dict[str, int]) -> str:
        return self.random.choices(list(weights), list(weights.values()))[0]

    def pass_time(self) -> None:
        """Nothing, a minute, some hours, some days, or until just about a date that is due."""
        now, pick = self.ward.now, self.random.choice
        seconds = pick((0, 1, 60, 1800, 3600, 7200, 14_400, 14_400, 43_200, 86_400))
        then = now + timedelta(seconds=seconds)
        if self.random.random() < 0.25:
            dates = [e.dossier.due_at for e in self.entries() if e.dossier.due_at]
            soon = [at + timedelta(seconds=pick(AROUND)) for at in dates if at < now + timedelta(days=4)]
            then = pick([at for at in soon if at >= now] or [then])
        self.ward.now = then

    def moment_for(self, d: Dossier) -> When | None:
        """When an act on a dossier happened: mostly now or since its last act, sometimes impossibly."""
        last, now = d.last_act_at, self.ward.now
        between = self.some_instant(last, now)
        match self.random.randrange(20):
            case 0 | 1 | 2 | 3 | 4 | 5 | 6:
                return None
            case 7 | 8:
                return typed_at(last)
            case 9 | 10 | 11 | 12:
                due_at = (d.extended_due_at if self.random.random() < 0.3 else d.due_at) or between
                near = due_at + timedelta(seconds=self.random.choice(AROUND))
                return typed_at(near if last <= near <= now else between)
            case 13:
                return When(between.date(), None, "")
            case 14:
                return typed_at(last - timedelta(seconds=self.random.choice((1, 86_400))))
            case 15:
                return typed_at(now + timedelta(seconds=self.random.choice((1, 86_400))))
            case _:
                return typed_at(between)

    def some_instant(self, first: datetime, last: datetime) -> datetime:
        return first + timedelta(seconds=self.random.randrange(max(1, int((last - first).total_seconds()) + 1)))

    def someone(self) -> Person:
        pick = self.random.choice
        return Person(pick(PEOPLE[:-1]), pick(("", "001099000001")), phone=pick(("", "0912345678")))

    # --- at the counter ------------------------------------------------------------------------------

    def _receive(self) -> None:
        pick, now = self.random.choice, self.ward.now
        earlier = self.some_instant(now - timedelta(days=6), now)
        when = pick((None, None, typed_at(earlier), typed_at(earlier), When(earlier.date(), None, "")))
        procedure, done = pick((*PROCEDURES, *PROCEDURES, *WARD_PROCEDURES)), self.random.random() < 0.2
        given = {"channel": pick(CHANNELS), "officer": pick(OFFICERS), "note": pick(NOTES), "fee": pick((None, 8000))}
        receipt = Receipt(procedure, self.someone(), when=when, copies=pick((1, 3)), **given)
        receipt = receipt._replace(**hand_in(min(earlier, now)))
        counter.receive(self.ward.path, self.ward.clock, ACTOR, receipt, done=done, again=True)

    def _import(self) -> None:
        """A dossier of another system, with its own date."""
        self.made += 1
        received = self.some_instant(self.ward.now - timedelta(days=9), self.ward.now)
        given = received + timedelta(days=self.random.randrange(0, 20), hours=1)
        due = f"{given:%Y-%m-%d}" if self.random.random() < 0.5 else f"{given:%Y-%m-%d %H:%M}"
        cells = (f"X-{self.made}", self.random.choice(PROCEDURES), "direct", "Nguyễn Văn A", "", "")
        self.ward.imports(f"{HEADING}{','.join(cells)},{received.isoformat()},{due},,,\n")

    def _notice(self) -> None:
        """A day off, hours closed, or a swap that comes late."""
        pick, today, consent = self.random.choice, self.ward.now.date(), self.random.choice(CONSENTS)
        near = [today + timedelta(days=n) for n in range(-6, 15)]
        office = self.ward.path, self.ward.clock, ACTOR
        is_local = self.random.random() < 0.5
        drawn = self.random.random()
        if drawn < 0.5:
            notices.add_holiday(*office, pick(near), "Nghỉ bão", "CV 1", local=is_local, consent=consent)
        elif drawn < 0.65:
            hours = pick(((48_600, 63_000), (28_800, 43_200), (36_000, 54_000), (0, 86_400)))
            notices.add_closure(*office, pick(near), hours, "Mất điện", "CV 3", local=is_local, consent=consent)
        else:
            off, work = pick([on for on in near if on.weekday() < 5]), pick([on for on in near if on.weekday() == 5])
            notices.add_swap(*office, off, work, "CV 2", local=is_local, consent=consent)

    def _amend(self) -> None:
        """Another limit of a procedure, also from a day that has passed."""
        committed, statutory = self.random.sample([time_limit(text) for text in LIMITS], 2)
        since = self.ward.now.date() - timedelta(days=self.random.randrange(10))
        amendment, code = Amendment(committed=committed, statutory=statutory), self.random.choice(PROCEDURES)
        procedures.amend(self.ward.path, self.ward.clock, ACTOR, code, amendment, since, self.random.choice(CONSENTS))

    def _config(self) -> None:
        key, values = self.random.choice(
            [
                ("saturday", ("off", "hours_only", "working_day")),
                ("due_time", ("closing", "16:00", "11:00")),
                ("cut_off", ("15:00", "14:30")),
                ("hours_tue", ("08:00-12:00", "07:30-11:30,13:00-17:00")),
            ]
        )
        since = self.random.choice((None, self.ward.now.date() + timedelta(days=3)))
        settings.set_value(self.ward.path, self.ward.clock, ACTOR, key, self.random.choice(values), since)

    # --- between receipt and result ------------------------------------------------------------------

    def _tried(self, act: Callable[[str], Any]) -> None:
        """Without an override or with one; where that was refused, mostly the other way round."""
        override = self.random.choice(("", "", "", "theo chỉ đạo"))
        try:
            act(override)
        except (LimitOfLaw, NeedlessOverride):
            if self.random.random() < 0.3:
                raise
            act("" if override else "theo chỉ đạo")

    def _suspend(self, d: Dossier) -> None:
        reason, when = self.random.choice(list(Reason)), self.moment_for(d)
        policy, note = self.random.choice(list(Policy)), self.random.choice(NOTES)
        office = self.ward.path, self.ward.clock, ACTOR
        self._tried(lambda override: acts.suspend(*office, [d.code], reason, policy, when, note, override))

    def _resume(self, d: Dossier) -> None:
        acts.resume(self.ward.path, self.ward.clock, ACTOR, [d.code], self.moment_for(d))

    def _extend(self, d: Dossier) -> None:
        when, due_at = self.moment_for(d), d.extended_due_at or d.due_at or self.ward.now
        letter_on = when.on if when else self.ward.now.date()
        new = max(due_at.date(), letter_on) + timedelta(days=self.random.choice((0, 1, 2, 3, 4, 7, 12)))
        if self.random.random() < 0.9:
            new += timedelta(days=7 - new.weekday() if new.weekday() > 4 else 0)
        office = self.ward.path, self.ward.clock, ACTOR
        letter = f"{self.random.randrange(1, 99)}/XL"
        self._tried(lambda override: acts.extend(*office, [d.code], new, letter, WHY, when, override))

    def _assign(self, d: Dossier) -> None:
        acts.assign(self.ward.path, self.ward.clock, ACTOR, [d.code], self.random.choice(OFFICERS[1:]))

    def _resolve(self, d: Dossier) -> None:
        result, note = self.random.choice((("approved", ""), ("approved", "đã ký"), ("refused", "thiếu giấy tờ")))
        deliver, when = self.random.random() < 0.3, self.moment_for(d)
        office = self.ward.path, self.ward.clock, ACTOR, [d.code], result, when, note
        self._tried(lambda override: counter.resolve(*office, deliver=deliver, override=override))

    def _deliver(self, d: Dossier) -> None:
        method = self.random.choice(CHANNELS)
        counter.deliver(self.ward.path, self.ward.clock, ACTOR, [d.code], method, self.moment_for(d))

    def _withdraw(self, d: Dossier) -> None:
        office, when = (self.ward.path, self.ward.clock, ACTOR), self.moment_for(d)
        self._tried(lambda override: acts.withdraw(*office, [d.code], "công dân rút", when, override, apply=True))

    def _stop(self, d: Dossier) -> None:
        office, when = (self.ward.path, self.ward.clock, ACTOR), self.moment_for(d)
        self._tried(lambda override: acts.stop(*office, [d.code], "không bổ sung", when, override))

    # --- amendments ----------------------------------------------------------------------------------

    def _correct(self, d: Dossier) -> None:
        columns: dict[str, Any] = {}
        person: dict[str, str] = {}
        instants: dict[str, When] = {}
        others: dict[str, Any] = {}
        values = self._corrections(d)
        for name in self.random.sample(sorted(values), self.random.choice((1, 1, 1, 2, 3))):
            group = instants if name.endswith("_at") else person if name in Person._fields else columns
            group = others if name in ("procedure", "limit", "statutory") else group
            group[name] = values[name]
        correction = Correction(columns, person, instants, **others, slip_given=self.random.random() < 0.2)
        try:
            amendments.correct(self.ward.path, self.ward.clock, ACTOR, d.code, correction, WHY)
        except SlipStays:
            correction = correction._replace(slip_given=False)
            amendments.correct(self.ward.path, self.ward.clock, ACTOR, d.code, correction, WHY)

    def _corrections(self, d: Dossier) -> dict[str, Any]:
        """A new value of each column the dossier has, and rarely of one it has not."""
        pick, now = self.random.choice, self.ward.now

        def near(known: datetime | None) -> When:
            around = known or d.received_at
            shift = pick((-200_000, -86_400, -3600, -1, 1, 3600, 86_400, 200_000))
            found = min(around + timedelta(seconds=shift), now + timedelta(seconds=pick((0, 0, 0, 1))))
            return When(found.date(), None if self.random.random() < 0.15 else found.time(), "")

        values: dict[str, Any] = {
            "channel": pick(CHANNELS),
            "copies": pick((1, 2, 5)),
            "fee": pick((0, 15_000)),
            "officer": pick(OFFICERS),
            "note": pick(NOTES),
            "applicant": pick(PEOPLE[:-1]),
            "id_number": pick(("", "001099000002")),
            "phone": pick(("", "0987654321")),
            "email": pick(("", "b@example.vn")),
            "address": pick(("", "Phố Sài Đồng")),
            "received_at": near(d.received_at),
            "procedure": pick(PROCEDURES),
            "limit": time_limit(pick(LIMITS)),
            "statutory": time_limit(pick(LIMITS)),
        }
        later = {
            "due_at": (d.due_at if d.due_source == "foreign" else None, near(d.due_at)),
            "resolved_at": (d.resolved_at, near(d.resolved_at)),
            "result": (d.resolved_at, pick(("approved", "refused"))),
            "delivered_at": (d.delivered_at, near(d.delivered_at)),
            "delivery_method": (d.delivered_at, pick(CHANNELS)),
            "closed_at": (d.closed_at, near(d.closed_at)),
        }
        return values | {name: new for name, (old, new) in later.items() if old or self.random.random() < 0.05}

    def _void(self, d: Dossier) -> None:
        amendments.void(self.ward.path, self.ward.clock, ACTOR, d.code, "nhập trùng", apply=True)

    def _undo(self, d: Dossier) -> None:
        told = "SELECT seq FROM event WHERE dossier = ? AND kind <> 'print'"
        numbers = [seq for (seq,) in self.ward.ask(told, d.code)]
        seq = self.random.choice((None, self.random.choice(numbers)))
        amendments.undo(self.ward.path, self.ward.clock, ACTOR, d.code, seq, self.random.choice(NOTES), apply=True)

    def _print(self, d: Dossier) -> None:
        form = self.papers.choice((Form.receipt, Form.receipt, Form.control, Form.supplement))
        self.ward.prints(d.code, form)


def typed_at(instant: datetime) -> When:
    """An instant as typed with its hour."""
    return When(instant.date(), instant.time(), "")


# --- a busy year -------------------------------------------------------------------------------------


class BusyYear:
    """The year being made."""

    def __init__(self, ward: Ward, seed: str) -> None:
        self.ward = ward
        self.random = Random(seed)
        self.made = 0

    def some_instant(self, first: datetime, last: datetime) -> datetime:
        return first + timedelta(seconds=self.random.randrange(int((last - first).total_seconds())))

    def receives(self, count: int, first: str, last: str) -> None:
        """So many dossiers at any hour of any day between, a quarter with another system's due date."""
        pick, rows = self.random.choice, []
        for _ in range(count):
            self.made += 1
            received = self.some_instant(at(first), at(last))
            given = received + timedelta(days=self.random.randrange(1, 40), hours=1)
            due = pick(["", "", "", "", "", "", f"{given:%Y-%m-%d}", f"{given:%Y-%m-%d %H:%M}"])
            cells = (f"X-{self.made}", pick(PROCEDURES), pick(CHANNELS), pick(PEOPLE), pick(OFFICERS))
            note = pick(NOTES).replace(",", ";")
            rows.append(f"{','.join(cells)},{note},{received.isoformat()},{due},,,\n")
        self.ward.imports(HEADING + "".join(rows))

    def handles(self, share: float) -> None:
        """A share of the dossiers at work, and of the others a few, live for some acts, each a minute later."""
        lives = Lives(self.ward, Random(self.random.random()))
        statuses = {entry.dossier.code: entry.dossier.status for entry in lives.entries()}
        open_ones = [code for code, status in statuses.items() if status in ("received", "suspended")]
        others = [code for code in statuses if code not in open_ones]
        chosen = lives.random.sample(open_ones, int(share * len(open_ones)))
        chosen += lives.random.sample(others, len(others) // 20)
        for code in chosen:
            for _ in range(lives.random.choice((1, 2, 3, 5))):
                self.ward.now += timedelta(minutes=1)
                lives.handled(lives.entry(code))

    def resolves(self, share: float) -> None:
        """A share of the dossiers at work have their result, many of them within a minute of their due instant."""
        rows: list[str] = []
        with reading(self.ward.path) as connection:
            waiting = [entry.dossier for entry in register.open_dossiers(connection)]
        for d in waiting:
            if self.random.random() > share or d.status != "received":
                continue
            near = (d.due_at or d.received_at) + timedelta(seconds=self.random.choice(AROUND))
            resolved = (
                near if d.last_act_at <= near <= self.ward.now else self.some_instant(d.last_act_at, self.ward.now)
            )
            delivered = self.random.choice(["", self.some_instant(resolved, self.ward.now + timedelta(1)).isoformat()])
            if delivered > self.ward.now.isoformat():
                delivered = ""
            result, note = self.random.choice([("approved", ""), ("approved", ""), ("refused", "thiếu giấy tờ")])
            head = f"{d.code},{d.procedure_code},,,,{note},{d.received_at.isoformat()}"
            rows.append(f"{head},,{resolved.isoformat()},{result},{delivered},ghi lại sau\n")
        self.ward.imports(HEADING.replace("\n", ",override\n") + "".join(rows))


def busy_year(ward: Ward, seed: str, count: int = 400, *, with_changes: bool = True) -> Ward:
    """The ward with a busy year behind it, with its notices and amendments; now it is 1/7/2026.

    Without changes every dossier is received, resolved, handed over, and nothing else.
    """
    year = BusyYear(ward, seed)
    ward.is_now("24/12/2025 18:00")
    year.receives(count // 2, "1/11/2025 00:00", "24/12/2025 17:00")
    if with_changes:
        year.handles(0.1)
    year.resolves(0.5)
    ward.is_now("26/12/2025 09:00")
    if with_changes:
        swap(ward)
        year.handles(0.2)
    ward.is_now("10/3/2026 10:00")
    year.receives(count // 4, "26/12/2025 00:00", "10/3/2026 09:00")
    if with_changes:
        year.handles(0.2)
    year.resolves(0.4)
    ward.is_now("11/5/2026 11:00")
    year.receives(count // 4, "20/4/2026 00:00", "11/5/2026 10:00")
    if with_changes:
        storm_and_amendments(ward)
        year.handles(0.2)
    ward.is_now("1/7/2026 10:00")
    year.receives(count // 8, "10/6/2026 00:00", "1/7/2026 09:00")
    year.resolves(0.6)
    return ward


def swap(ward: Ward) -> None:
    """The notice of 25/12/2025, with every date it moves."""
    days = day("2/1/2026"), day("10/1/2026")
    notices.add_swap(ward.path, ward.clock, ACTOR, *days, "CV 12729", local=False, consent=EVERYTHING)


def storm_and_amendments(ward: Ward) -> None:
    """Three limits amended into other units from a day that has passed, and a day off close by."""
    for code, limit in (("9.000005", "20:working_hour"), ("9.000003", "3:calendar_day"), ("9.000004", "1:month")):
        amendment = Amendment(committed=time_limit(limit), statutory=time_limit("2:month"))
        procedures.amend(ward.path, ward.clock, ACTOR, code, amendment, day("1/5/2026"), EVERYTHING)
    storm = day("13/5/2026")
    consent = Consent(apply=True)
    notices.add_holiday(ward.path, ward.clock, ACTOR, storm, "Nghỉ bão", "CV 1", local=True, consent=consent)
