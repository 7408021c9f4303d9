"""The lives of dossiers as a clerk tells them, each date worked out by hand from the law (domain §3.3-3.6).

A life is told line by line: when, what was done, and after `->` how the dossier stands then. A line that is refused
gives the exit code and the error, and must leave the file as it was. `stood` asks how things were at that moment,
`known` what the file knew by then. The counting is the remark after `#`.

Days off in 2026: Tết 16/2-20/2, Monday 31/8 (for which Saturday 22/8 is worked), 1/9 and 2/9. Most lives begin on
Monday 3/8/2026 at nine.
"""

from datetime import datetime

import pytest

from onestop_cli.core.dossier import Dossier
from onestop_cli.core.moments import Moments
from onestop_cli.core.outcomes import Basis, outcome
from onestop_cli.errors import OnestopError
from onestop_cli.store import register
from onestop_cli.store.database import reading
from onestop_cli.usecases import notices
from onestop_cli.usecases.dossiers import show
from onestop_cli.usecases.moves import Consent
from tests.core.written import at, day, shown
from tests.office import ACTOR, EVERY_UNIT, Ward, broken_links, strays

MORE = {
    "mot-ngay": ("1:working_day", "1:working_day"),
    "ba-ngay": ("3:working_day", "3:working_day"),
    "nam-ngay": ("5:working_day", "5:working_day"),
    "bon-ngay-lich": ("4:calendar_day", "4:calendar_day"),
    "som-hon": ("3:working_day", "15:calendar_day"),
    "trong-ngay": ("same_day", "3:working_day"),
    "gio-va-ngay": ("8:working_hour", "3:working_day"),
}
"""Procedures beside the office's, by their short names: the committed and the statutory limit."""
CODES = {alias: f"9.0001{number:02}" for number, alias in enumerate(MORE)} | {p.aliases[0]: p.code for p in EVERY_UNIT}


class Life:
    """One dossier whose life is being told."""

    def __init__(self, ward: Ward) -> None:
        self.ward = ward
        self.code = ""

    def is_told(self, story: str) -> None:
        """Every line of the story is lived, and the dossier stands as the line says."""
        for line in story.splitlines():
            told, _, stands = line.partition("#")[0].partition("->")
            if not told.strip():
                continue
            on, clock, verb, *words = told.split()
            expected = dict(_fact(fact) for fact in stands.split(",") if fact.strip())
            if "refused" in expected:
                found = {"refused": self.refusal(f"{on} {clock}", verb, words)}
            elif verb in ("stood", "known"):
                found = self.back_then(verb, at(f"{on} {clock}"))
            else:
                self.does(f"{on} {clock}", verb, words)
                found = _facts(self.ward.dossier(self.code), self.ward.now) if expected else {}
            assert {name: found.get(name) for name in expected} == expected, line

    def refusal(self, when: str, verb: str, words: list[str]) -> str:
        """The exit code and the error with which an act is refused; not a byte of the file is another."""
        before = self.bytes()
        with pytest.raises(OnestopError) as refused:
            self.does(when, verb, words)
        assert self.bytes() == before
        return f"{refused.value.exit_code} {type(refused.value).__name__}"

    def back_then(self, verb: str, moment: datetime) -> dict[str, str]:
        """How the dossier stood at a moment, or what the file knew of it by then."""
        moments = Moments(as_of=moment) if verb == "stood" else Moments(known_at=moment)
        view = show(self.ward.path, self.ward.clock, self.code, moments)
        return _facts(view.entry.dossier, moments.as_of or self.ward.now)

    def does(self, when: str, verb: str, words: list[str]) -> None:
        """One act or amendment, typed at that moment; `at` gives another moment of the act."""
        ward, code = self.ward, self.code
        ward.is_now(when)
        typed = None
        if "at" in words:
            place = words.index("at")
            words, typed = words[:place], " ".join(words[place + 1 :])
        override = "lý do" if "override" in words else ""
        match verb, *words:
            case "receive", procedure, *officer:
                self.code = ward.receive(procedure, typed, officer=" ".join(officer)).code
            case "arrives", procedure, "due", *due:
                received = f"{ward.now:%d/%m/%Y %H:%M}"
                ward.imports(
                    "code,procedure_code,received_at,due_at\n"
                    f"HS-1,{CODES.get(procedure, procedure)},{received},{' '.join(due)}\n"
                )
                self.code = "HS-1"
            case "suspend", reason, *how:
                policy = "restart" if "restart" in how else "continue"
                ward.suspend(code, reason, typed, policy=policy, override=override)
            case "resume", *_:
                ward.resume(code, typed)
            case "extend", to, *_:
                ward.extend(code, to, typed, override=override)
            case "resolve", *how:
                result = "refused" if "refused" in how else "approved"
                note = "thiếu điều kiện" if result == "refused" else ""
                ward.resolve(code, when=typed, result=result, note=note, override=override)
            case "deliver", *_:
                ward.deliver(code, when=typed)
            case "withdraw", *_:
                ward.withdraw(code, typed, override=override)
            case "stop", *_:
                ward.stop(code, typed, override=override)
            case "assign", *officer:
                ward.assign(code, " ".join(officer))
            case "correct", field, *value, "and", "slip":
                ward.correct(code, slip_given=True, **{field: " ".join(value)})
            case "correct", field, *value:
                ward.correct(code, **{field: " ".join(value)})
            case "slip", *_:
                ward.correct(code, slip_given=True)
            case "void", *_:
                ward.void(code)
            case "undo", *place:
                ward.undo(code, self.numbers()[int(place[0]) - 1] if place else None)
            case "storm", on:
                consent = Consent(apply=True)
                notices.add_holiday(ward.path, ward.clock, ACTOR, day(on), "Bão", "CV 5", local=True, consent=consent)
            case "look", *_:
                pass
            case _:
                raise AssertionError(f"no such act: {verb} {words}")

    def bytes(self) -> list[bytes]:
        """The file and its log, as they lie on the disk."""
        path = self.ward.path
        return [path.read_bytes(), path.with_name(f"{path.name}-wal").read_bytes()]

    def numbers(self) -> list[int]:
        """The numbers of the dossier's events, in their order."""
        return [seq for (seq,) in self.ward.ask("SELECT seq FROM event WHERE dossier = ? ORDER BY seq", self.code)]


def _fact(told: str) -> tuple[str, str]:
    name, _, value = told.strip().partition(" ")
    return name, value


def _facts(d: Dossier, now: datetime) -> dict[str, str]:
    """Everything a line may say of a dossier, as it says it."""
    instants = {
        "received": d.received_at, "due": d.due_at, "statutory": d.statutory_due_at, "extended": d.extended_due_at,
        "promised": d.promised_due_at, "resolved": d.resolved_at, "closed": d.closed_at,
        "ended": d.suspensions[-1].to_at if d.suspensions else None,
    }  # fmt: skip
    counts = d.suspensions[-1].counts._asdict() if d.suspensions else {}
    return {
        **{name: shown(instant) if instant else "none" for name, instant in instants.items()},
        "status": d.status.value,
        "outcome": str(outcome(d, now)),
        "by-statute": str(outcome(d, now, Basis.statutory)),
        "by-letter": str(outcome(d, now, Basis.extended)),
        "by-slip": str(outcome(d, now, Basis.promised)),
        "officer": d.officer,
        "limit": str(d.time_limit),
        "legal-limit": str(d.statutory_time_limit),
        "counts": "+".join(name for name, counted in counts.items() if counted) or "nothing",
    }


def lives(**stories: str) -> pytest.MarkDecorator:
    """A test of each of these lives, named after it."""
    return pytest.mark.parametrize("story", stories.values(), ids=[name.replace("_", " ") for name in stories])


def must_be_told(ward: Ward, story: str) -> None:
    """The life goes as told, and the register and the chain agree with it."""
    Life(ward).is_told(story)
    assert (strays(ward), broken_links(ward)) == ([], [])


def state(ward: Ward, code: str) -> tuple[Dossier, register.Person]:
    """The dossier and its person in the register; only the last event and the marks of papers may differ."""
    with reading(ward.path) as connection:
        entry = register.entry(connection, code)
    assert entry is not None
    return entry.dossier._replace(anchor="", recorded_late=()), entry.person
