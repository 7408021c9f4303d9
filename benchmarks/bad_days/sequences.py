"""Commands at random, one after another, typed at the program's own entry, beside a model of what they should do.

The model knows the state of each dossier and which acts it allows; how a dossier stands after an act, and every figure
of a report, is told again from the raw events by `tests/usecases/recount.py`, which uses nothing of the program. Files
begin anew every few hundred commands.
"""

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from typer.testing import CliRunner, Result

from benchmarks.bad_days.tally import Tally
from benchmarks.bad_days.trials import unsound
from onestop_cli.cli import session, typer_parts
from onestop_cli.cli.app import app
from onestop_cli.core.periods import Period
from tests.office import Ward, opened
from tests.usecases.recount import Recount

LENGTH = 200
"""Commands of one file."""
LOOK = 20
"""Commands after which everything is looked at."""
MOST = 24
"""Dossiers received at the counter of one file."""

ALLOWED: Mapping[str, frozenset[str]] = {
    "suspend": frozenset({"received"}),
    "resume": frozenset({"suspended"}),
    "extend": frozenset({"received", "suspended"}),
    "assign": frozenset({"received", "suspended"}),
    "resolve": frozenset({"received", "suspended"}),
    "deliver": frozenset({"resolved"}),
    "withdraw": frozenset({"received", "suspended"}),
    "stop": frozenset({"received", "suspended"}),
    "correct": frozenset({"received", "suspended", "resolved", "delivered", "withdrawn", "stopped"}),
    "void": frozenset({"received", "suspended", "resolved", "delivered", "withdrawn", "stopped"}),
}
"""In which states each act is possible (domain §3.6), written down once more."""
BECOMES = {
    "suspend": "suspended", "resume": "received", "resolve": "resolved", "deliver": "delivered",
    "withdraw": "withdrawn", "stop": "stopped", "void": "void",
}  # fmt: skip
OFTEN = {"suspend": 5, "resume": 7, "extend": 4, "assign": 2, "resolve": 6, "deliver": 5, "correct": 3}
"""How often each is typed where it is possible, beside the others."""
SURE = ("assign", "deliver", "void", "resume")
"""Acts that nothing but the state can refuse, where they happen now."""
PROCEDURES = ("khai-tu", "ket-hon", "muoi-ngay", "mot-thang", "tam-gio", "khong-han", "rut-ngan", "chung-thuc-ban-sao")
WHY = ("--note", "theo phiếu giấy")
OPENED = (
    "receive", "receive", "receive", "import", "notice", "closure", "swap", "revoke", "amend", "config", "seal",
    "backup", "restore", "nightly", "export", "again", "migrate",
)  # fmt: skip
READ = (
    ("list", "--json"), ("due",), ("report", "--json"), ("late", "--year", "2026"), ("trend",), ("register",),
    ("audit", "head"), ("audit", "log"), ("audit", "verify", "--chain"),
    ("audit", "check"), ("audit", "check", "--info", "--json"),
    ("list", "--supplements", "1"), ("list", "--due-changed"),
    ("report", "--bases"), ("report", "--granularities"),
    ("report", "--by", "procedure", "--by", "channel"),
    ("report", "--form", "06a"), ("report", "--index-766"), ("calendar", "notices"), ("procedure", "list"),
    ("config", "show"), ("export", "events", "-f", "csv"), ("export", "dossiers", "-f", "csv"),
    ("calendar", "show", "2026"), ("list", "--strict"),
)  # fmt: skip


class Asked(NamedTuple):
    """A question about what was known at a moment, and what was answered then."""

    words: tuple[str, ...]
    answer: str


def run(folder: Path, cases: int, seed: int) -> Tally:
    """So many commands; those that only look, for a promise, are not counted."""
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    template = opened(folder / "template.db")
    for number in range(-(-cases // LENGTH)):
        place = folder / "office"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        office = Office(Ward(Path(shutil.copy(template, place / "onestop.db"))), Random(f"sequences {seed} {number}"))
        with office.seated():
            for step in range(min(LENGTH, cases - number * LENGTH)):
                name, wrong = office.step(look=step % LOOK == LOOK - 1)
                outcomes[name] += 1
                failures += [f"file {number}, step {step} (seed {seed}): {each}: {office.typed[-4:]}" for each in wrong]
                if wrong:
                    break
    return Tally("sequences", sum(outcomes.values()), outcomes, failures)


class Office:
    """A ward where commands are typed, and what the model knows of it."""

    def __init__(self, ward: Ward, random: Random) -> None:
        self.ward, self.random = ward, random
        self.model: dict[str, str] = {}
        self.recount = Recount(ward)
        self.typed: list[str] = []
        self.asked: list[Asked] = []
        self.brought = 0
        self.copies: dict[str, dict[str, str]] = {}

    def seated(self) -> "_Seat":
        return _Seat(self)

    def step(self, *, look: bool) -> tuple[str, list[str]]:
        """Time passes and a command is typed: its name with its exit code, and every promise it broke."""
        self._time_passes()
        name, words, code, expected = self._drawn()
        before = self.recount.last
        came = self.types(*words)
        wrong: list[str] = []
        if came.exit_code not in expected or "Traceback" in came.stderr:
            wrong.append(
                f"exit {came.exit_code}, not of {sorted(expected)}: {came.exception!r:.100} {came.stderr[-300:]}"
            )
        if name == "restore" and not came.exit_code:
            self.recount, before = Recount(self.ward), 0
        grown = self.recount.reads_on()
        if came.exit_code and grown:
            wrong.append(f"exit {came.exit_code}, and {grown} events were recorded")
        if name in _READS and grown:
            wrong.append(f"a reading command recorded {grown} events")
        if not came.exit_code:
            wrong += self._follows(name, code, came.stdout, before)
        if look and not wrong:
            wrong += self.looked()
        return f"{name} {came.exit_code}", wrong

    def types(self, *words: str) -> Result:
        self.typed.append(f"{self.ward.now:%d/%m %H:%M:%S} {' '.join(words)}")
        return CliRunner().invoke(app, list(words), prog_name="onestop")

    def _time_passes(self) -> None:
        """Mostly a little; before a longer while it is asked what was known, to be asked again later."""
        seconds = self.random.choice((0, 0, 1, 60, 1800, 3600, 7200, 14_400, 40_000, 90_000))
        if seconds > 7200 and self.model and self.random.random() < 0.3:
            self._ask()
        self.ward.now += timedelta(seconds=seconds)

    def _ask(self) -> None:
        known = self.ward.now.strftime("%d/%m/%Y %H:%M:%S")
        month = ("report", "--month", f"{self.ward.now.month}", "--year", f"{self.ward.now.year}")
        code = self.random.choice(list(self.model))
        words = self.random.choice((("show", code), month, (*month, "--strict"), (*month, "--by", "procedure")))
        typed = (*words, "--as-of", known, "--known-at", known, "--json")
        self.ward.now += timedelta(seconds=1)
        came = self.types(*typed)
        if not came.exit_code:
            self.asked.append(Asked(typed, came.stdout))

    def _drawn(self) -> tuple[str, tuple[str, ...], str, frozenset[int] | set[int]]:
        """A command's name, its words, the dossier it is about, and the exit codes it may have."""
        drawn = self.random.random()
        if drawn < 0.12:
            words = self.random.choice(READ)
            return "read", words, "", {0, 3}
        if drawn < 0.32 or len(self.model) < 3:
            name = self.random.choice(OPENED if len(self.model) >= 3 else ("receive",))
            name = "read" if name == "receive" and len(self.model) > MOST else name
            if name == "read":
                return name, self.random.choice(READ), "", {0, 3}
            words, expected = getattr(self, f"_{name}")()
            return name, words, "", expected
        if drawn < 0.34:
            return "unknown", (self.random.choice(("show", "resolve", "deliver")), "H26.15.30-260101-9999"), "", {10}
        code = self.random.choice(list(self.model))
        if drawn < 0.40:
            return "look", (self.random.choice(("show", "history", "explain")), code), code, {0}
        if drawn < 0.46:
            return "undo", ("undo", code, *self.random.choice((("--apply",), ("--apply", *WHY), ()))), code, {0, 11}
        allowed = [act for act in ALLOWED if self.model[code] in ALLOWED[act] for _ in range(OFTEN.get(act, 1))]
        act = self.random.choice(allowed if allowed and self.random.random() < 0.85 else list(ALLOWED))
        words, is_now = self._act(act)
        if self.model[code] not in ALLOWED[act]:
            return act, (act, code, *words), code, {11, 2}
        return act, (act, code, *words), code, {0} if act in SURE and is_now else {0, 2, 11}

    def _act(self, act: str) -> tuple[tuple[str, ...], bool]:
        """What is typed with an act, and whether it happens now."""
        pick = self.random.choice
        given = getattr(self, f"_{act}")() if hasattr(self, f"_{act}") else ()
        when = self._when() if act in ("suspend", "resume", "extend", "resolve", "deliver", "withdraw", "stop") else ()
        override = ("--override", "theo chỉ đạo") if act in _OVERRIDDEN and self.random.random() < 0.3 else ()
        is_now = not when
        return (*given, *when, *override, *pick(((), ("--json",)))), is_now

    def _when(self) -> tuple[str, ...]:
        """Mostly now, sometimes earlier, a bare day, or tomorrow."""
        drawn = self.random.random()
        if drawn < 0.6:
            return ()
        if drawn < 0.7:
            return ("--at", f"{self.ward.now - timedelta(days=self.random.randrange(3)):%d/%m/%Y}")
        back = timedelta(seconds=self.random.choice((1, 60, 3600, 86_400, 259_200, -1, -86_400)))
        return ("--at", f"{self.ward.now - back:%d/%m/%Y %H:%M:%S}")

    def _day(self, least: int, most: int) -> str:
        return f"{self.ward.now + timedelta(days=self.random.randint(least, most)):%d/%m/%Y}"

    def _receive(self) -> tuple[tuple[str, ...], set[int]]:
        pick = self.random.choice
        done = ("--done",) if self.random.random() < 0.1 else ()
        channel = ("--channel", pick(("direct", "online", "postal")))
        typed = (
            "receive",
            pick(PROCEDURES),
            "--applicant",
            "Nguyễn Văn A",
            "--again",
            *channel,
            *self._when(),
            *done,
            "--json",
        )
        return typed, {0, 2, 11} if done or "--at" in typed else {0}

    def _import(self) -> tuple[tuple[str, ...], set[int]]:
        self.brought += self.random.choice((0, 1, 1))
        received = self.ward.now - timedelta(days=self.random.randrange(1, 20))
        result = self.random.choice(("", f"{received + timedelta(hours=self.random.randrange(1, 90)):%Y-%m-%d %H:%M}"))
        due = self.random.choice(("", f"{received + timedelta(days=3):%Y-%m-%d}"))
        procedure = self.random.choice(("1.000656", "9.000001"))
        heading = "code,procedure_code,applicant,received_at,resolved_at,due_at\n"
        row = f"X-{self.brought},{procedure},Trần Thị B,{received:%Y-%m-%d %H:%M},{result},{due}\n"
        file = self.ward.path.with_name("so.csv")
        file.write_text(heading + row, encoding="utf-8")
        return ("import", f"{file}"), {0, 12}

    def _suspend(self) -> tuple[str, ...]:
        reason = self.random.choice(("supplement", "financial_obligation", "other_agency", "force_majeure"))
        return ("--reason", reason, *self.random.choice(((), ("--policy", "restart"))))

    def _extend(self) -> tuple[str, ...]:
        return ("--to", self._day(-2, 20), "--letter", "12/XL", *WHY)

    def _assign(self) -> tuple[str, ...]:
        return ("--officer", f"Cán bộ {self.random.randrange(10**6)}")

    def _resolve(self) -> tuple[str, ...]:
        return self.random.choice(
            ((), (), ("--deliver",), ("--deliver",), ("--result", "refused", *WHY), ("--result", "refused"))
        )

    def _withdraw(self) -> tuple[str, ...]:
        return (*WHY, "--apply")

    def _stop(self) -> tuple[str, ...]:
        return (*WHY, *self.random.choice(((), ("--reason", "citizen"))))

    def _void(self) -> tuple[str, ...]:
        return (*WHY, "--apply")

    def _correct(self) -> tuple[str, ...]:
        pick, earlier = self.random.choice, self.ward.now - timedelta(seconds=self.random.randrange(400_000))
        what = pick(
            (
                ("--applicant", f"Người {self.random.randrange(99)}"), ("--fee", "8000"), ("--channel", "online"),
                ("--received-at", f"{earlier:%d/%m/%Y %H:%M}"), ("--resolved-at", f"{earlier:%d/%m/%Y %H:%M}"),
                ("--limit", "7:working_day"), ("--procedure", pick(PROCEDURES)), ("--copies", "3"),
            )
        )  # fmt: skip
        return (*what, *WHY)

    def _notice(self) -> tuple[tuple[str, ...], set[int]]:
        typed = ("calendar", "add-holiday", self._day(-5, 15), "--name", "Nghỉ bão", "--source", "CV 1")
        return (*typed, *self._consent()), {0, 11, 2}

    def _closure(self) -> tuple[tuple[str, ...], set[int]]:
        typed = (
            "calendar",
            "add-closure",
            self._day(-5, 15),
            "--hours",
            "13:30-17:00",
            "--name",
            "Mất điện",
            "--source",
            "CV",
        )
        return (*typed, *self._consent()), {0, 11, 2}

    def _swap(self) -> tuple[tuple[str, ...], set[int]]:
        typed = ("calendar", "add-swap", "--off", self._day(0, 15), "--work", self._day(0, 15), "--source", "QĐ 2")
        return (*typed, *self._consent()), {0, 11, 2}

    def _revoke(self) -> tuple[tuple[str, ...], set[int]]:
        notices = [act.seq for act in self.recount.of_file if act.kind == "notice"] or [1]
        seq = self.random.choice((*notices, self.random.randrange(1, self.recount.last + 2)))
        return ("calendar", "revoke", f"{seq}", *WHY, *self._consent()[1:]), {0, 2, 10, 11}

    def _consent(self) -> tuple[str, ...]:
        pick = self.random.choice
        return (
            *pick(((), ("--local",))),
            *pick(((), ("--apply",), ("--apply",), ("--apply", "--also-earlier"), ("--apply", "--no-move"))),
        )

    def _amend(self) -> tuple[tuple[str, ...], set[int]]:
        pick = self.random.choice
        typed = (
            "procedure",
            "amend",
            pick(PROCEDURES[:7]),
            "--committed",
            pick(("2:working_day", "4:calendar_day", "1:month")),
        )
        return (*typed, "--statutory", "2:month", "--from", self._day(-8, 5), *pick(((), ("--apply",)))), {0, 2, 11}

    def _config(self) -> tuple[tuple[str, ...], set[int]]:
        key, value = self.random.choice(
            (("saturday", "working_day"), ("saturday", "off"), ("due_time", "16:00"), ("cut_off", "15:00"))
        )
        return ("config", "set", key, value, *self.random.choice(((), ("--from", self._day(0, 4))))), {0, 2, 11}

    def _seal(self) -> tuple[tuple[str, ...], set[int]]:
        return ("seal", "--month", f"{self.random.choice((7, 8, 9))}", "--year", "2026"), {0, 2, 11}

    def _backup(self) -> tuple[tuple[str, ...], set[int]]:
        return ("backup", f"{self.ward.path.with_name(f'copy-{self.random.randrange(9)}.db')}"), {0, 11}

    def _restore(self) -> tuple[tuple[str, ...], set[int]]:
        """Mostly no file is there yet; a second one in the same second is refused."""
        names = (*self.copies, *self.copies, f"{self.ward.path.with_name('copy-none.db')}")
        chosen = self.random.choice(names)
        return ("restore", chosen), {0, 11} if chosen in self.copies else {10}

    def _again(self) -> tuple[tuple[str, ...], set[int]]:
        """Its own register, sent to the office again, changes nobody's standing."""
        file = f"{self.ward.path.with_name('own.csv')}"
        self.types("export", "dossiers", "--personal-data", "-o", file)
        return ("import", file), {0}

    def _nightly(self) -> tuple[tuple[str, ...], set[int]]:
        check = self.random.choice(((), ("--check",)))
        return ("nightly", *check, f"{self.ward.path.with_name('nights')}"), {0, 10, 11, 14} if check else {0}

    def _export(self) -> tuple[tuple[str, ...], set[int]]:
        what = self.random.choice(("dossiers", "events", "register"))
        target = f"{self.ward.path.with_name('out')}.{self.random.choice(('csv', 'json', 'jsonl'))}"
        return ("export", what, *self.random.choice(((), ("--personal-data",))), "-o", target), {0, 2}

    def _migrate(self) -> tuple[tuple[str, ...], set[int]]:
        return ("db", "migrate"), {0}

    def _follows(self, name: str, code: str, answer: str, before: int) -> Iterator[str]:
        """The model after a command that was done; where a dossier does not stand as it should."""
        if name == "receive":
            told = json.loads(answer)
            if told["code"] in self.model:
                yield f"the number of {told['code']} was given twice"
            self.model[told["code"]] = told["status"]
            if told["status"] != self._stands(told["code"]):
                yield f"{told['code']} was told as {told['status']}, and is {self._stands(told['code'])}"
        elif name == "import":
            for imported in self.recount.stories:
                self.model.setdefault(imported, self._stands(imported))
                self.model[imported] = self._stands(imported)
        elif name == "again":
            changed = [code for code, status in self.model.items() if self._stands(code) != status]
            if changed or len(self.recount.stories) != len(self.model):
                yield f"the file's own register, imported again, changed {changed}"
        elif name == "backup":
            self.copies[_last_word(self.typed[-1])] = dict(self.model)
        elif name == "restore":
            self.model = dict(self.copies[_last_word(self.typed[-1])])
            self.asked.clear()
            if {each: self._stands(each) for each in self.recount.stories} != self.model:
                yield "what was restored is not what was backed up"
        elif name == "undo":
            self.model[code] = self._stands(code)
        elif name in ALLOWED:
            becomes = BECOMES.get(name, self.model[code])
            becomes = "delivered" if name == "resolve" and "--deliver" in self.typed[-1] else becomes
            if self.recount.last == before:
                yield f"{name} of {code} was told as done, and nothing was recorded"
            if self._stands(code) != becomes:
                yield f"{code} should be {becomes} after {name}, and is {self._stands(code)}"
            self.model[code] = becomes

    def _stands(self, code: str) -> str:
        """The status that the raw events come to."""
        state = self.recount.state(code)
        return state["status"] if state else ""

    def looked(self) -> Iterator[str]:
        """Everything that must be true at any time."""
        if wrong := unsound(self.ward.path):
            yield wrong
        content = self.ward.path.read_bytes()
        listed = json.loads(self.types("list", "--json").stdout)
        if Counter(row["status"] for row in listed) != Counter(status for status in self.model.values()):
            yield f"the list has {Counter(row['status'] for row in listed)}, the model {Counter(self.model.values())}"
        if (verified := self.types("audit", "verify")).exit_code:
            yield f"what was honestly recorded is not as its events say: {verified.stdout[-900:]}{verified.stderr}"
        yield from self._figures()
        for asked in self.random.sample(self.asked, min(2, len(self.asked))):
            if (again := self.types(*asked.words)).stdout != asked.answer:
                yield f"{asked.words} was answered otherwise: {asked.answer[:900]} … {again.stdout[:900]}{again.stderr}"
        if self.ward.path.read_bytes() != content:
            yield "reading commands changed the file"

    def _figures(self) -> Iterator[str]:
        """The report of the month adds up, is what the events come to, and strictly no better."""
        month = ("report", "--month", f"{self.ward.now.month}", "--year", f"{self.ward.now.year}", "--json")
        plain, strict = (json.loads(self.types(*month, *more).stdout) for more in ((), ("--strict",)))
        period, as_of = plain["period"], datetime.fromisoformat(plain["as_of"])
        meant = Period(date.fromisoformat(period["from"]), date.fromisoformat(period["to"]))
        recounted = self.recount.total(meant, as_of, "due", "unit")
        total = plain["total"]
        differs = {name: (total[name], told) for name, told in recounted.items() if total[name] != told}
        if differs:
            yield f"the report differs from the events (ours, theirs): {differs}"
        ends = total["resolved"] + total["withdrawn"] + total["stopped"]
        if total["carried_over"] + total["received"] != ends + total["pending"]:
            yield f"carried over and received are not resolved, ended and pending: {total}"
        if total["resolved"] != sum(total[n] for n in ("early", "on_time", "late", "resolved_no_limit")):
            yield f"results do not add up: {total}"
        if total["pending"] != sum(total[n] for n in ("within", "overdue", "suspended", "pending_no_limit")):
            yield f"what is pending does not add up: {total}"
        if _bad(strict["total"]) < _bad(total):
            yield f"strictly it is better: {_bad(strict['total'])} late, plainly {_bad(total)}"


def _last_word(typed: str) -> str:
    return typed.rpartition(" ")[2]


def _bad(total: dict[str, Any]) -> int:
    return total["late"] + total["overdue"]


_READS = ("read", "look", "unknown", "export", "backup")
_OVERRIDDEN = ("suspend", "extend", "stop", "resolve", "withdraw")


class _Seat:
    """While one sits there, commands go to an office's file, by its clock."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def __enter__(self) -> None:
        self.clock: Callable[[], datetime] = session.clock
        self.built = typer_parts._built
        typer_parts._built = cache(self.built)  # each command is put together once
        self.environment = dict(os.environ)
        os.environ.update(ONESTOP_DB=f"{self.office.ward.path}", ONESTOP_LANG="en", ONESTOP_ACTOR="lan")
        session.clock = self.office.ward.clock

    def __exit__(self, *_: object) -> None:
        session.clock = self.clock
        typer_parts._built = self.built
        os.environ.clear()
        os.environ.update(self.environment)
