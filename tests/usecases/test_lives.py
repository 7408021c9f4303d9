"""The lives of dossiers as a clerk tells them, each date worked out by hand from the law (domain §3.3-3.6).

A life is told line by line: when, what was done, and after `->` how the dossier stands then. A line that is refused
gives the exit code and the error, and must leave the file as it was. `stood` asks how things were at that moment,
`known` what the file knew by then. The counting is the remark after `#`.

Days off in 2026: Tết 16/2-20/2, Monday 31/8 (for which Saturday 22/8 is worked), 1/9 and 2/9. Most lives begin on
Monday 3/8/2026 at nine.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from onestop_cli.core.dossier import Dossier, Status
from onestop_cli.core.limits import time_limit
from onestop_cli.core.moments import Moments
from onestop_cli.core.outcomes import Basis, Granularity, outcome
from onestop_cli.core.periods import Convention, Kind, named_period
from onestop_cli.core.procedures import Procedure
from onestop_cli.core.report import ReportRequest
from onestop_cli.core.tally import Row
from onestop_cli.errors import OnestopError
from onestop_cli.store import register
from onestop_cli.store.database import reading
from onestop_cli.usecases import notices, procedures
from onestop_cli.usecases.dossiers import show
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.reports.report import report
from tests.core.written import at, day, shown
from tests.office import ACTOR, EVERY_UNIT, MONDAY, OPENED, SOMEONE, Ward, broken_links, moment, strays

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


@pytest.fixture(scope="module")
def told_template(ward_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    ward = Ward(Path(shutil.copy(ward_template, tmp_path_factory.mktemp("lives") / "onestop.db")))
    ward.is_now(OPENED)
    for alias, limits in MORE.items():
        committed, statutory = map(time_limit, limits)
        names = CODES[alias], f"Thủ tục {alias}", "Khác"
        procedure = Procedure(*names, statutory, committed, (alias,), "", date(2016, 1, 1))
        procedures.add(ward.path, ward.clock, ACTOR, procedure)
    return ward.path


@pytest.fixture
def ward(told_template: Path, tmp_path: Path) -> Iterator[Ward]:
    """The ward with more procedures. A second program has the file open, so that its log stays beside it."""
    ward = Ward(Path(shutil.copy(told_template, tmp_path / "onestop.db")))
    with closing(sqlite3.connect(ward.path)) as reader:
        reader.execute("SELECT count(*) FROM event").fetchone()
        yield ward


# --- how a life is told ------------------------------------------------------------------------------


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
                ward.resolve(code, when=typed, result=result, note="thiếu điều kiện" if how else "")
            case "deliver", *_:
                ward.deliver(code, when=typed)
            case "withdraw", *_:
                ward.withdraw(code, typed)
            case "stop", *_:
                ward.stop(code, typed, override=override)
            case "assign", *officer:
                ward.assign(code, " ".join(officer))
            case "correct", field, *value:
                ward.correct(code, **{field: " ".join(value)})
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


# --- suspensions: the worked examples ----------------------------------------------------------------


@lives(
    five_days_over_a_weekend="""
        3/8/2026 09:00 receive nam-ngay -> due 10/8/2026 17:30, outcome within
        5/8/2026 10:00 suspend supplement -> status suspended, due 10/8/2026 17:30, outcome suspended
        10/8/2026 15:00 resume -> status received, due 13/8/2026 17:30, statutory 13/8/2026 17:30, outcome within
        # 6, 7 and 10/8 do not count: the (5 + 3)th working day after 3/8 is Thursday 13/8
        10/8/2026 15:01 look -> promised 10/8/2026 17:30, extended none
    """,
    on_the_due_day_to_a_Saturday="""
        3/8/2026 09:00 receive ba-ngay -> due 6/8/2026 17:30
        6/8/2026 10:00 suspend supplement
        8/8/2026 09:00 resume -> due 10/8/2026 17:30
        # 7/8 does not count: the 4th working day is 7/8, which is before the resumption; the next due time is Monday's
    """,
    resumed_a_minute_before_closing="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        6/8/2026 16:59 resume -> due 12/8/2026 17:30
        # 5 and 6/8 do not count: the 7th working day is 12/8
    """,
    resumed_at_closing="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        6/8/2026 17:30 resume -> due 12/8/2026 17:30
    """,
    resumed_a_minute_after_closing="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        6/8/2026 17:31 resume -> due 12/8/2026 17:30
    """,
    four_days_of_the_calendar="""
        3/8/2026 09:00 receive bon-ngay-lich -> due 7/8/2026 17:30
        4/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 10/8/2026 17:30
        # 7/8 and two days more is Sunday 9/8, rolled to Monday
    """,
    the_same_in_two_pieces="""
        3/8/2026 09:00 receive bon-ngay-lich
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume -> due 10/8/2026 17:30
        5/8/2026 10:00 suspend other_agency
        6/8/2026 10:00 resume -> due 10/8/2026 17:30
        # one day: Saturday 8/8, rolled to 10/8; two days: 9/8, rolled to 10/8, and not 10/8 and a day more
    """,
    same_day_resumed_after_three="""
        3/8/2026 09:00 receive khai-tu -> due 3/8/2026 17:30
        3/8/2026 10:00 suspend supplement
        5/8/2026 16:00 resume -> due 6/8/2026 17:30
    """,
    eight_hours_over_lunch="""
        3/8/2026 09:00 receive tam-gio -> due 4/8/2026 09:00, statutory 5/8/2026 09:00
        3/8/2026 11:30 suspend supplement
        3/8/2026 14:00 resume -> due 4/8/2026 10:00, statutory 5/8/2026 10:00
        # half an hour before lunch and half an hour after it
    """,
    after_the_due_date="""
        3/8/2026 09:00 receive ba-ngay -> due 6/8/2026 17:30
        7/8/2026 09:00 suspend supplement -> status suspended, outcome overdue, counts nothing
        12/8/2026 09:00 resume -> due 6/8/2026 17:30, statutory 6/8/2026 17:30, outcome overdue
    """,
)
def test_the_worked_examples(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


# --- suspensions: reasons, policies, several of them -------------------------------------------------


@pytest.mark.parametrize("reason", ["supplement", "financial_obligation", "other_agency", "force_majeure"])
def test_every_reason_stops_the_clock_alike(ward: Ward, reason: str) -> None:
    must_be_told(
        ward,
        f"""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend {reason} -> outcome suspended, counts due+statutory
        6/8/2026 10:00 resume -> due 11/8/2026 17:30, outcome within
        # 6/8 does not count: 4, 5, 6, 7, 10, 11/8
        """,
    )


@lives(
    working_days_continue="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement
        7/8/2026 10:00 resume -> due 12/8/2026 17:30
    """,
    working_days_begin_anew="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement restart
        10/8/2026 15:00 resume -> due 17/8/2026 17:30, statutory 17/8/2026 17:30, promised 10/8/2026 17:30
        # five working days after Monday 10/8: 11, 12, 13, 14, 17/8
    """,
    calendar_days_continue="""
        3/8/2026 09:00 receive bon-ngay-lich
        4/8/2026 10:00 suspend supplement
        7/8/2026 10:00 resume -> due 10/8/2026 17:30
    """,
    calendar_days_begin_anew="""
        3/8/2026 09:00 receive bon-ngay-lich
        4/8/2026 10:00 suspend supplement restart
        7/8/2026 10:00 resume -> due 11/8/2026 17:30
    """,
    hours_continue="""
        3/8/2026 09:00 receive tam-gio
        3/8/2026 11:30 suspend supplement
        4/8/2026 10:00 resume -> due 4/8/2026 17:00, statutory 5/8/2026 17:00
        # ½ + 4 + 2 hours: 14½ in all, 7 of them on 3/8 and 7½ on 4/8; 22½ by law
    """,
    hours_begin_anew="""
        3/8/2026 09:00 receive tam-gio
        3/8/2026 11:30 suspend supplement restart
        4/8/2026 10:00 resume -> due 5/8/2026 10:00, statutory 6/8/2026 10:00
        # eight hours from 4/8 10:00: 2 + 4, and 2 on 5/8
    """,
    months_continue="""
        3/8/2026 09:00 receive mot-thang -> due 3/9/2026 17:30, statutory 5/10/2026 17:30
        5/8/2026 10:00 suspend supplement
        10/8/2026 10:00 resume -> due 8/9/2026 17:30, statutory 8/10/2026 17:30
        # five days on 3/9 and on Saturday 3/10
    """,
    months_begin_anew="""
        3/8/2026 09:00 receive mot-thang
        5/8/2026 10:00 suspend supplement restart
        10/8/2026 10:00 resume -> due 10/9/2026 17:30, statutory 12/10/2026 17:30
        # 10/10 is a Saturday
    """,
    same_day_continues="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        4/8/2026 15:00:00 resume -> due 4/8/2026 17:30
    """,
    same_day_begins_anew_no_differently="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement restart
        4/8/2026 15:00:00 resume -> due 4/8/2026 17:30
    """,
    beginning_anew_does_not_cure_lateness="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 09:00 suspend supplement restart -> outcome overdue
        10/8/2026 09:00 resume -> due 6/8/2026 17:30, outcome overdue
    """,
    without_a_limit_nothing_moves="""
        3/8/2026 09:00 receive khong-han -> due none, outcome no_limit
        5/8/2026 10:00 suspend supplement restart
        10/8/2026 09:00 resume -> due none, statutory none, outcome no_limit
    """,
)
def test_a_limit_continues_or_begins_anew(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    the_days_of_all_are_added="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume -> due 11/8/2026 17:30
        6/8/2026 09:00 suspend financial_obligation -> due 11/8/2026 17:30
        11/8/2026 16:00 resume -> due 14/8/2026 17:30, promised 10/8/2026 17:30
        # 5, then 7, 10, 11/8: the 9th working day after 3/8
    """,
    two_within_one_day_take_no_day="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 09:00 suspend supplement
        4/8/2026 11:00 resume -> due 10/8/2026 17:30
        4/8/2026 14:00 suspend other_agency
        4/8/2026 16:00 resume -> due 10/8/2026 17:30
    """,
    calendar_days_are_rolled_once="""
        3/8/2026 09:00 receive muoi-ngay -> due 13/8/2026 17:30, statutory 18/8/2026 17:30
        4/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 17/8/2026 17:30, statutory 20/8/2026 17:30
        10/8/2026 09:00 suspend other_agency
        11/8/2026 09:00 resume -> due 17/8/2026 17:30, statutory 21/8/2026 17:30
        # 13/8 + 2 is Saturday 15/8; + 1 is Sunday 16/8: Monday both times, not Monday and a day more
    """,
    open_hours_of_all_are_added="""
        3/8/2026 09:00 receive tam-gio
        3/8/2026 10:00 suspend supplement
        3/8/2026 11:00 resume -> due 4/8/2026 10:00
        3/8/2026 14:00 suspend other_agency
        3/8/2026 14:30 resume -> due 4/8/2026 10:30, statutory 5/8/2026 10:30
    """,
    same_day_asks_the_last_resumption="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        3/8/2026 11:00 resume -> due 3/8/2026 17:30
        3/8/2026 14:00 suspend other_agency
        3/8/2026 15:30 resume -> due 4/8/2026 17:30
    """,
    the_second_is_judged_by_the_date_then_in_force="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 7/8/2026 17:30
        7/8/2026 10:00 suspend other_agency -> outcome suspended, counts due+statutory
        10/8/2026 10:00 resume -> due 10/8/2026 17:30
        # after the 6/8 on the slip, but on the day due now; 6 and 10/8 do not count: the 5th working day
    """,
    two_too_late_move_nothing="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 09:00 suspend supplement
        10/8/2026 09:00 resume -> due 6/8/2026 17:30
        11/8/2026 09:00 suspend other_agency restart -> outcome overdue
        12/8/2026 09:00 resume -> due 6/8/2026 17:30, outcome overdue
    """,
    anew_then_on="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement restart
        6/8/2026 10:00 resume -> due 13/8/2026 17:30
        7/8/2026 10:00 suspend other_agency
        11/8/2026 10:00 resume -> due 17/8/2026 17:30
        # from 6/8, with 10 and 11/8 left out: 7, 12, 13, 14, 17/8
    """,
    on_then_anew="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 12/8/2026 17:30
        10/8/2026 10:00 suspend other_agency restart
        11/8/2026 10:00 resume -> due 18/8/2026 17:30
        # five working days after 11/8: 12, 13, 14, 17, 18/8; 5 and 6/8 are forgotten
    """,
    anew_twice="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement restart
        6/8/2026 10:00 resume -> due 13/8/2026 17:30
        7/8/2026 10:00 suspend other_agency restart
        10/8/2026 10:00 resume -> due 17/8/2026 17:30
    """,
    one_within_another_is_refused="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 suspend other_agency -> refused 11 WrongState
        6/8/2026 10:00 resume
        6/8/2026 11:00 suspend other_agency at 5/8/2026 09:00 -> refused 11 BeforeLastAct
    """,
)
def test_several_suspensions(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


# --- suspensions: over days off ----------------------------------------------------------------------


@lives(
    working_days_over_a_weekend="""
        3/8/2026 09:00 receive nam-ngay
        7/8/2026 10:00 suspend supplement
        10/8/2026 10:00 resume -> due 11/8/2026 17:30
        # only Monday is a working day after Friday
    """,
    calendar_days_over_a_weekend="""
        3/8/2026 09:00 receive bon-ngay-lich
        7/8/2026 10:00 suspend supplement
        10/8/2026 10:00 resume -> due 10/8/2026 17:30
        # 7/8 + 3
    """,
    working_days_over_Tet="""
        11/2/2026 09:00 receive nam-ngay -> due 25/2/2026 17:30
        # 12, 13, 23, 24, 25/2
        12/2/2026 10:00 suspend supplement
        23/2/2026 10:00 resume -> due 27/2/2026 17:30
        # 13 and 23/2 do not count
    """,
    resumed_in_the_middle_of_Tet="""
        11/2/2026 09:00 receive nam-ngay
        13/2/2026 10:00 suspend supplement
        18/2/2026 09:00 resume -> due 25/2/2026 17:30
        # no working day in (13/2, 18/2]
    """,
    due_before_Tet_and_resumed_in_it="""
        12/2/2026 09:00 receive mot-ngay -> due 13/2/2026 17:30
        13/2/2026 10:00 suspend supplement
        18/2/2026 09:00 resume -> due 23/2/2026 17:30
    """,
    calendar_days_over_Tet="""
        6/2/2026 09:00 receive muoi-ngay -> due 23/2/2026 17:30, statutory 23/2/2026 17:30
        # 16/2 and Saturday 21/2, both rolled over Tết
        9/2/2026 10:00 suspend supplement
        11/2/2026 10:00 resume -> due 23/2/2026 17:30, statutory 23/2/2026 17:30
        # 18/2 and 23/2
        12/2/2026 10:00 suspend other_agency
        20/2/2026 10:00 resume -> due 26/2/2026 17:30, statutory 3/3/2026 17:30
        # ten days: 26/2 and 3/3, counted from 16/2 and 21/2 and not from 23/2
    """,
    hours_over_Tet="""
        13/2/2026 15:00 receive tam-gio -> due 23/2/2026 15:00, statutory 24/2/2026 15:00
        13/2/2026 16:30 suspend supplement
        23/2/2026 09:00 resume -> due 23/2/2026 17:00, statutory 24/2/2026 17:00
        # one hour before Tết and one after it
    """,
    same_day_over_Tet="""
        13/2/2026 09:00 receive khai-tu
        13/2/2026 10:00 suspend supplement
        18/2/2026 10:00 resume -> due 23/2/2026 17:30
    """,
    working_days_over_the_makeup_Saturday="""
        20/8/2026 09:00 receive nam-ngay -> due 26/8/2026 17:30
        # 21, 22, 24, 25, 26/8
        21/8/2026 10:00 suspend supplement
        24/8/2026 10:00 resume -> due 28/8/2026 17:30
        # 22 and 24/8 do not count
    """,
    resumed_on_the_makeup_Saturday="""
        20/8/2026 09:00 receive nam-ngay
        21/8/2026 10:00 suspend supplement
        22/8/2026 10:00 resume -> due 27/8/2026 17:30
    """,
    suspended_on_the_makeup_Saturday="""
        20/8/2026 09:00 receive nam-ngay
        22/8/2026 10:00 suspend supplement
        24/8/2026 10:00 resume -> due 27/8/2026 17:30
    """,
    hours_over_the_makeup_Saturday="""
        21/8/2026 16:30 receive tam-gio -> due 22/8/2026 16:30, statutory 24/8/2026 16:30
        21/8/2026 17:00 suspend supplement
        22/8/2026 10:00 resume -> due 24/8/2026 09:30, statutory 25/8/2026 09:30
        # half an hour on Friday and two on Saturday: 10½ hours are 1 + 8 + 1½
    """,
    same_day_at_three_on_the_makeup_Saturday="""
        21/8/2026 10:00 receive khai-tu
        21/8/2026 11:00 suspend supplement
        22/8/2026 15:00:00 resume -> due 22/8/2026 17:30
    """,
    same_day_after_three_on_the_makeup_Saturday="""
        21/8/2026 10:00 receive khai-tu
        21/8/2026 11:00 suspend supplement
        22/8/2026 15:00:01 resume -> due 24/8/2026 17:30
    """,
    resumed_on_the_day_off_of_the_swap="""
        26/8/2026 09:00 receive nam-ngay -> due 7/9/2026 17:30
        # 27, 28/8, 3, 4, 7/9
        28/8/2026 10:00 suspend supplement
        31/8/2026 10:00 resume -> due 7/9/2026 17:30
    """,
    resumed_on_national_day="""
        26/8/2026 09:00 receive nam-ngay
        28/8/2026 10:00 suspend supplement
        2/9/2026 10:00 resume -> due 7/9/2026 17:30
    """,
    working_days_over_national_day="""
        26/8/2026 09:00 receive nam-ngay
        28/8/2026 10:00 suspend supplement
        3/9/2026 10:00 resume -> due 8/9/2026 17:30
        # 3/9 does not count
    """,
    due_before_the_swap_and_resumed_on_its_day_off="""
        27/8/2026 09:00 receive mot-ngay -> due 28/8/2026 17:30
        28/8/2026 10:00 suspend supplement
        31/8/2026 09:00 resume -> due 3/9/2026 17:30
    """,
    calendar_days_over_national_day="""
        27/8/2026 09:00 receive bon-ngay-lich -> due 3/9/2026 17:30
        # 31/8, off until 3/9
        28/8/2026 10:00 suspend supplement
        2/9/2026 10:00 resume -> due 7/9/2026 17:30
        # 31/8 + 5 is Saturday 5/9
    """,
    hours_over_national_day="""
        28/8/2026 14:00 receive tam-gio -> due 3/9/2026 14:00, statutory 4/9/2026 14:00
        28/8/2026 17:00 suspend supplement
        3/9/2026 08:30 resume -> due 3/9/2026 15:00, statutory 4/9/2026 15:00
    """,
    months_over_national_day="""
        31/7/2026 09:00 receive mot-thang -> due 3/9/2026 17:30, statutory 30/9/2026 17:30
        3/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume -> due 3/9/2026 17:30, statutory 2/10/2026 17:30
        # 31/8 + 2 is 2/9, off
        6/8/2026 10:00 suspend other_agency
        7/8/2026 10:00 resume -> due 3/9/2026 17:30, statutory 5/10/2026 17:30
        # 31/8 + 3 is 3/9; 30/9 + 3 is Saturday 3/10
    """,
    same_day_within_days_off="""
        31/8/2026 09:00 receive khai-tu -> due 3/9/2026 17:30
        1/9/2026 10:00 suspend supplement
        2/9/2026 10:00 resume -> due 3/9/2026 17:30
    """,
)
def test_a_suspension_over_days_off(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


# --- suspensions: when they begin and end ------------------------------------------------------------


@lives(
    after_closing="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 19:00 suspend supplement
        6/8/2026 10:00 resume -> due 11/8/2026 17:30
        # the day it began counts, the day it ended does not, whatever the hour
    """,
    at_the_due_instant="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 17:30:00 suspend supplement -> counts due+statutory, outcome suspended
        7/8/2026 10:00 resume -> due 7/8/2026 17:30, outcome within
    """,
    a_second_after_the_due_instant="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 17:30:01 suspend supplement -> counts nothing, outcome within
        # a result this evening would be on time, by date
        7/8/2026 00:00 look -> status suspended, outcome overdue
        7/8/2026 10:00 resume -> due 6/8/2026 17:30, outcome overdue
    """,
    in_the_second_of_receipt="""
        3/8/2026 09:00 receive nam-ngay
        3/8/2026 09:00 suspend supplement
        4/8/2026 09:00 resume -> due 11/8/2026 17:30
    """,
    before_receipt="""
        3/8/2026 09:00 receive nam-ngay
        3/8/2026 10:00 suspend supplement at 3/8/2026 08:59 -> refused 11 BeforeLastAct
        3/8/2026 10:00 suspend supplement at 1/8/2026 -> refused 11 BeforeLastAct
    """,
    in_the_future="""
        3/8/2026 09:00 receive nam-ngay
        3/8/2026 10:00 suspend supplement at 3/8/2026 10:00:01 -> refused 11 InTheFuture
        3/8/2026 10:00 suspend supplement at 4/8/2026 -> refused 11 InTheFuture
    """,
    on_a_Saturday="""
        3/8/2026 09:00 receive nam-ngay
        8/8/2026 10:00 suspend supplement
        10/8/2026 10:00 resume -> due 11/8/2026 17:30
    """,
    on_the_Saturday_of_receipt="""
        8/8/2026 09:00 receive mot-ngay -> due 10/8/2026 17:30
        8/8/2026 10:00 suspend supplement
        9/8/2026 10:00 resume -> due 10/8/2026 17:30
    """,
    typed_later="""
        3/8/2026 09:00 receive nam-ngay
        10/8/2026 09:00 suspend supplement at 5/8/2026 10:00 -> counts due+statutory
        10/8/2026 09:00 resume at 6/8/2026 10:00 -> due 11/8/2026 17:30
    """,
    typed_later_by_its_day_alone="""
        3/8/2026 09:00 receive ba-ngay
        10/8/2026 09:00 suspend supplement at 6/8/2026 -> counts due+statutory, outcome suspended
        # the closing of the due day is the due instant
        10/8/2026 09:00 resume at 7/8/2026 -> ended 7/8/2026 17:30, due 7/8/2026 17:30
    """,
)
def test_when_a_suspension_begins(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    on_a_Saturday="""
        3/8/2026 09:00 receive nam-ngay
        6/8/2026 10:00 suspend supplement
        8/8/2026 10:00 resume -> due 11/8/2026 17:30
        # 7/8 does not count
    """,
    on_a_Sunday_at_midnight="""
        3/8/2026 09:00 receive nam-ngay
        6/8/2026 10:00 suspend supplement
        9/8/2026 23:59:59 resume -> due 11/8/2026 17:30
    """,
    at_the_due_instant="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 suspend supplement
        6/8/2026 17:30:00 resume -> due 6/8/2026 17:30
    """,
    a_second_after_the_due_instant="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 suspend supplement
        6/8/2026 17:30:01 resume -> due 7/8/2026 17:30
    """,
    a_minute_after_the_due_instant="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 suspend supplement
        6/8/2026 17:31 resume -> due 7/8/2026 17:30
    """,
    after_closing_on_a_Friday_due_day="""
        4/8/2026 09:00 receive ba-ngay -> due 7/8/2026 17:30
        7/8/2026 10:00 suspend supplement
        7/8/2026 17:31 resume -> due 10/8/2026 17:30
    """,
    in_the_second_it_began="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        4/8/2026 10:00 resume -> due 10/8/2026 17:30
    """,
    longer_than_the_limit="""
        3/8/2026 09:00 receive ba-ngay
        4/8/2026 10:00 suspend supplement
        24/8/2026 10:00 resume -> due 26/8/2026 17:30
        # one day was used, two are left: 25 and 26/8
    """,
    longer_than_the_limit_in_calendar_days="""
        3/8/2026 09:00 receive bon-ngay-lich
        4/8/2026 10:00 suspend supplement
        24/8/2026 10:00 resume -> due 27/8/2026 17:30
        # 7/8 + 20
    """,
    never="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        6/8/2026 17:31 look -> outcome suspended
        1/12/2026 09:00 look -> status suspended, outcome suspended, by-slip overdue, due 6/8/2026 17:30
    """,
    never_and_begun_too_late="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 09:00 suspend supplement
        1/12/2026 09:00 look -> status suspended, outcome overdue, by-statute overdue, due 6/8/2026 17:30
    """,
    before_it_began="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume at 5/8/2026 09:59 -> refused 11 BeforeLastAct
        6/8/2026 10:00 resume at 6/8/2026 10:01 -> refused 11 InTheFuture
    """,
    without_having_begun="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 resume -> refused 11 WrongState
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume
        6/8/2026 11:00 resume -> refused 11 WrongState
    """,
)
def test_when_a_suspension_ends(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


# --- suspensions: unit by unit -----------------------------------------------------------------------


@lives(
    resumed_the_same_afternoon="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        3/8/2026 14:00 resume -> due 3/8/2026 17:30
    """,
    resumed_at_15_00_00="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        3/8/2026 15:00:00 resume -> due 3/8/2026 17:30
    """,
    resumed_at_15_00_01="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        3/8/2026 15:00:01 resume -> due 4/8/2026 17:30
    """,
    resumed_another_day_at_15_00_00="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        5/8/2026 15:00:00 resume -> due 5/8/2026 17:30
    """,
    resumed_another_day_at_15_00_01="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        5/8/2026 15:00:01 resume -> due 6/8/2026 17:30
    """,
    resumed_on_a_Friday_after_three="""
        7/8/2026 09:00 receive khai-tu
        7/8/2026 10:00 suspend supplement
        7/8/2026 16:00 resume -> due 10/8/2026 17:30
    """,
    resumed_on_a_Saturday="""
        7/8/2026 09:00 receive khai-tu
        7/8/2026 10:00 suspend supplement
        8/8/2026 09:00 resume -> due 10/8/2026 17:30
    """,
    due_tomorrow_and_resumed_today="""
        3/8/2026 16:00 receive khai-tu -> due 4/8/2026 17:30
        3/8/2026 16:30 suspend supplement
        3/8/2026 16:45 resume -> due 4/8/2026 17:30
    """,
    begun_at_the_due_instant="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 17:30:00 suspend supplement -> outcome suspended
        4/8/2026 09:00 resume -> due 4/8/2026 17:30
    """,
    begun_a_second_after_the_due_instant="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 17:30:01 suspend supplement -> counts nothing, outcome within
        # within the minute the slip prints
        3/8/2026 17:31 look -> outcome overdue
        4/8/2026 09:00 resume -> due 3/8/2026 17:30, outcome overdue
    """,
    without_its_hour="""
        3/8/2026 09:00 receive khai-tu
        4/8/2026 09:00 suspend supplement at 3/8/2026 -> refused 2 HourNeeded
        4/8/2026 09:00 suspend supplement at 3/8/2026 10:00
        5/8/2026 09:00 resume at 4/8/2026 -> refused 2 HourNeeded
        5/8/2026 09:00 resolve at 4/8/2026 -> refused 2 HourNeeded
    """,
)
def test_a_same_day_dossier_is_suspended(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    over_lunch_takes_no_time="""
        3/8/2026 09:00 receive tam-gio
        3/8/2026 12:00 suspend supplement
        3/8/2026 13:30 resume -> due 4/8/2026 09:00, statutory 5/8/2026 09:00
    """,
    over_an_evening_takes_no_time="""
        3/8/2026 09:00 receive tam-gio
        3/8/2026 17:30 suspend supplement
        4/8/2026 08:00 resume -> due 4/8/2026 09:00, statutory 5/8/2026 09:00
    """,
    before_and_after_an_evening="""
        3/8/2026 09:00 receive tam-gio
        3/8/2026 17:00 suspend supplement
        4/8/2026 08:30 resume -> due 4/8/2026 10:00, statutory 5/8/2026 10:00
    """,
    to_a_minute_after_closing="""
        3/8/2026 09:00 receive tam-gio
        3/8/2026 10:00 suspend supplement
        3/8/2026 17:31 resume -> due 4/8/2026 16:30, statutory 5/8/2026 16:30
        # 2 + 4 hours: one was used, seven are left
    """,
    over_a_weekend="""
        7/8/2026 09:00 receive tam-gio -> due 10/8/2026 09:00, statutory 11/8/2026 09:00
        7/8/2026 16:00 suspend supplement
        10/8/2026 08:30 resume -> due 10/8/2026 11:00, statutory 11/8/2026 11:00
        # 1½ hours on Friday, ½ on Monday
    """,
    within_a_weekend_takes_no_time="""
        7/8/2026 09:00 receive tam-gio
        7/8/2026 17:30 suspend supplement
        10/8/2026 08:00 resume -> due 10/8/2026 09:00
    """,
    ending_exactly_at_noon="""
        3/8/2026 08:00 receive tam-gio -> due 3/8/2026 17:30
        3/8/2026 09:00 suspend supplement
        3/8/2026 14:30 resume -> due 4/8/2026 12:00, statutory 5/8/2026 12:00
        # 3 + 1 hours: twelve end at 12:00, not at 13:30
    """,
    from_the_due_instant="""
        3/8/2026 09:00 receive tam-gio
        4/8/2026 09:00:00 suspend supplement -> counts due+statutory, outcome suspended
        4/8/2026 11:00 resume -> due 4/8/2026 11:00, statutory 5/8/2026 11:00
    """,
    from_the_due_instant_to_noon="""
        3/8/2026 09:00 receive tam-gio
        4/8/2026 09:00 suspend supplement
        4/8/2026 12:00 resume -> due 4/8/2026 13:30, statutory 5/8/2026 12:00
        # at noon the counter is closed: its first open instant is 13:30
    """,
    from_the_due_instant_to_the_evening="""
        3/8/2026 09:00 receive tam-gio
        4/8/2026 09:00 suspend supplement
        4/8/2026 18:00 resume -> due 5/8/2026 08:00, statutory 5/8/2026 17:30
    """,
    a_second_after_the_due_instant="""
        3/8/2026 09:00 receive tam-gio
        4/8/2026 09:00:01 suspend supplement -> counts statutory, outcome within, by-statute suspended
        4/8/2026 09:01 look -> outcome overdue, by-statute suspended
        4/8/2026 11:00 resume -> due 4/8/2026 09:00, statutory 5/8/2026 10:59:59, outcome overdue, by-statute within
    """,
    without_its_hour="""
        3/8/2026 09:00 receive tam-gio
        4/8/2026 08:00 suspend supplement at 3/8/2026 -> refused 2 HourNeeded
        4/8/2026 08:00 suspend supplement
        5/8/2026 08:00 resume at 4/8/2026 -> refused 2 HourNeeded
    """,
)
def test_hours_are_suspended(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    clipped_month_end="""
        31/1/2026 09:00 receive mot-thang -> due 2/3/2026 17:30, statutory 31/3/2026 17:30
        # 28/2 is a Saturday
        2/2/2026 10:00 suspend supplement
        4/2/2026 10:00 resume -> due 2/3/2026 17:30, statutory 2/4/2026 17:30
        # 28/2 + 2, not 2/3 + 2
        5/2/2026 10:00 suspend other_agency
        6/2/2026 10:00 resume -> due 3/3/2026 17:30, statutory 3/4/2026 17:30
    """,
    rolled_once="""
        5/8/2026 09:00 receive mot-thang -> due 7/9/2026 17:30, statutory 5/10/2026 17:30
        # 5/9 is a Saturday
        6/8/2026 10:00 suspend supplement
        7/8/2026 10:00 resume -> due 7/9/2026 17:30, statutory 6/10/2026 17:30
        # Sunday 6/9
        10/8/2026 10:00 suspend other_agency
        12/8/2026 10:00 resume -> due 8/9/2026 17:30, statutory 8/10/2026 17:30
        # 5/9 + 3
    """,
    suspended_for_more_than_a_month="""
        3/8/2026 09:00 receive mot-thang
        5/8/2026 10:00 suspend supplement
        10/9/2026 10:00 resume -> due 9/10/2026 17:30, statutory 9/11/2026 17:30
        # 36 days on 3/9; on 3/10 Sunday 8/11
    """,
)
def test_months_are_suspended(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    working_and_calendar_days="""
        3/8/2026 09:00 receive rut-ngan -> due 10/8/2026 17:30, statutory 10/8/2026 17:30
        5/8/2026 10:00 suspend supplement
        10/8/2026 15:00 resume -> due 13/8/2026 17:30, statutory 17/8/2026 17:30
        # three working days; five days of the calendar: Saturday 15/8
    """,
    between_the_two_due_dates="""
        20/8/2026 09:00 receive rut-ngan -> due 26/8/2026 17:30, statutory 27/8/2026 17:30
        27/8/2026 09:00 suspend supplement -> counts statutory, outcome overdue, by-statute suspended
        28/8/2026 10:00 resume -> due 26/8/2026 17:30, statutory 28/8/2026 17:30, outcome overdue, by-statute within
        28/8/2026 16:00 resolve -> outcome late, by-statute on_time
    """,
    between_the_two_due_dates_anew="""
        20/8/2026 09:00 receive rut-ngan
        27/8/2026 09:00 suspend supplement restart
        28/8/2026 10:00 resume -> due 26/8/2026 17:30, statutory 4/9/2026 17:30
        # 28/8 + 7
    """,
    after_the_due_date_and_long_before_the_statutory_one="""
        3/8/2026 09:00 receive som-hon -> due 6/8/2026 17:30, statutory 18/8/2026 17:30
        7/8/2026 10:00 suspend supplement -> counts statutory, outcome overdue, by-statute suspended, by-slip overdue
        12/8/2026 10:00 resume -> due 6/8/2026 17:30, statutory 24/8/2026 17:30
        # 18/8 + 5 is Sunday 23/8
    """,
    same_day_and_working_days="""
        3/8/2026 09:00 receive trong-ngay -> due 3/8/2026 17:30, statutory 6/8/2026 17:30
        3/8/2026 10:00 suspend supplement
        5/8/2026 16:00 resume -> due 6/8/2026 17:30, statutory 10/8/2026 17:30
        # after three: tomorrow; 4 and 5/8 do not count: 6, 7, 10/8
    """,
    hours_and_working_days="""
        3/8/2026 09:00 receive gio-va-ngay -> due 4/8/2026 09:00, statutory 6/8/2026 17:30
        3/8/2026 11:30 suspend supplement
        3/8/2026 14:00 resume -> due 4/8/2026 10:00, statutory 6/8/2026 17:30
        3/8/2026 16:00 suspend other_agency
        4/8/2026 08:30 resume -> due 4/8/2026 12:00, statutory 7/8/2026 17:30
        # 1 + 2 hours; one working day
    """,
)
def test_both_limits_move_each_in_its_own_unit(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


# --- how a life ends ---------------------------------------------------------------------------------


@lives(
    a_result_in_one_that_counts_is_not_late="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        14/8/2026 10:00 resolve -> status resolved, ended 14/8/2026 10:00, due 17/8/2026 17:30, outcome early
        # 6, 7, 10-14/8 do not count: the 10th working day
    """,
    a_result_on_a_Saturday="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 suspend supplement
        8/8/2026 09:00 resolve -> due 10/8/2026 17:30, outcome early
    """,
    a_result_on_the_due_day_itself="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 suspend supplement
        6/8/2026 17:30 resolve -> due 6/8/2026 17:30, outcome on_time
    """,
    a_result_where_the_limit_begins_anew="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement restart
        10/8/2026 15:00 resolve -> due 17/8/2026 17:30, outcome early
    """,
    a_result_of_hours_suspended_from_the_due_instant="""
        3/8/2026 09:00 receive tam-gio
        4/8/2026 09:00 suspend supplement
        4/8/2026 11:00 resolve -> due 4/8/2026 11:00, outcome on_time
    """,
    a_same_day_result_days_later="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        5/8/2026 14:00 resolve -> due 5/8/2026 17:30, outcome early, by-slip late
    """,
    a_result_in_one_that_does_not_count_is_late="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 09:00 suspend supplement
        7/8/2026 10:00 resolve -> ended 7/8/2026 10:00, due 6/8/2026 17:30, outcome late
    """,
    a_result_on_the_evening_of_the_due_day="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 17:31 suspend supplement -> counts nothing
        6/8/2026 18:00 resolve -> due 6/8/2026 17:30, outcome on_time
    """,
    a_refusal="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 suspend supplement
        10/8/2026 10:00 resolve refused -> status resolved, due 10/8/2026 17:30, outcome on_time
        # 7 and 10/8 do not count: the 5th working day
    """,
    a_withdrawal="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        10/8/2026 10:00 withdraw -> status withdrawn, outcome closed, closed 10/8/2026 10:00, ended 10/8/2026 10:00
        10/8/2026 10:00 look -> due 11/8/2026 17:30
        # 6, 7, 10/8 do not count
    """,
    a_stop="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        10/8/2026 10:00 stop -> status stopped, outcome closed, closed 10/8/2026 10:00, ended 10/8/2026 10:00
        10/8/2026 10:00 look -> due 11/8/2026 17:30
    """,
    a_withdrawal_from_one_that_does_not_count="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 10:00 suspend supplement
        10/8/2026 10:00 withdraw -> outcome closed, ended 10/8/2026 10:00, due 6/8/2026 17:30
    """,
    what_comes_before_it_began="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resolve at 5/8/2026 09:00 -> refused 11 BeforeLastAct
        6/8/2026 10:00 withdraw at 4/8/2026 -> refused 11 BeforeLastAct
        6/8/2026 10:00 stop at 6/8/2026 10:01 -> refused 11 InTheFuture
    """,
)
def test_an_end_during_a_suspension_ends_it_then(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    refused_early="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 resolve refused -> outcome early
    """,
    refused_on_the_due_day="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 18:00 resolve refused -> outcome on_time
    """,
    refused_late="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 08:00 resolve refused -> outcome late
    """,
    picked_up_long_after="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 resolve -> outcome on_time
        20/8/2026 10:00 deliver -> status delivered, outcome on_time
    """,
    withdrawn_in_time="""
        3/8/2026 09:00 receive ba-ngay
        4/8/2026 10:00 withdraw -> status withdrawn, outcome closed, by-statute closed, by-slip closed
    """,
    withdrawn_late="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 10:00 look -> outcome overdue
        7/8/2026 10:00 withdraw -> outcome closed, due 6/8/2026 17:30
    """,
)
def test_an_end_is_judged_or_closed(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    from_a_supplement="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        5/10/2026 10:00 stop -> status stopped, outcome closed
    """,
    from_a_supplement_asked_for_too_late="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 10:00 suspend supplement
        5/10/2026 10:00 stop -> status stopped
    """,
    from_another_suspension_only_with_an_override="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend other_agency
        6/8/2026 10:00 stop -> refused 11 StopOutsideSupplement
        6/8/2026 10:00 stop override -> status stopped
    """,
    without_a_suspension_only_with_an_override="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 stop -> refused 11 StopOutsideSupplement
        6/8/2026 10:00 stop override -> status stopped, outcome closed
    """,
    after_its_supplement_came_only_with_an_override="""
        3/8/2026 09:00 receive ba-ngay
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume
        6/8/2026 10:00 stop -> refused 11 StopOutsideSupplement
    """,
    never_with_a_needless_override="""
        3/8/2026 09:00 receive ba-ngay
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 stop override -> refused 2 NeedlessOverride
    """,
    not_even_with_an_override_once_it_has_a_result="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 resolve
        5/8/2026 10:00 stop override -> refused 11 WrongState
    """,
)
def test_a_dossier_is_stopped(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    a_second_time_only_with_an_override="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume
        6/8/2026 10:00 suspend supplement -> refused 11 SecondSupplement
        6/8/2026 10:00 suspend supplement override -> status suspended, counts due+statutory
        7/8/2026 10:00 resume -> due 12/8/2026 17:30
        # 5 and 7/8 do not count
    """,
    once_after_any_other_reason="""
        3/8/2026 09:00 receive nam-ngay
        3/8/2026 10:00 suspend financial_obligation
        3/8/2026 10:30 resume
        3/8/2026 11:00 suspend other_agency
        3/8/2026 11:30 resume
        3/8/2026 14:00 suspend force_majeure
        3/8/2026 14:30 resume
        3/8/2026 15:00 suspend supplement -> status suspended
    """,
    the_others_as_often_as_need_be="""
        3/8/2026 09:00 receive nam-ngay
        3/8/2026 10:00 suspend other_agency
        3/8/2026 10:30 resume
        3/8/2026 11:00 suspend other_agency -> status suspended
    """,
    never_with_a_needless_override="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement override -> refused 2 NeedlessOverride
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume
        6/8/2026 10:00 suspend other_agency override -> refused 2 NeedlessOverride
    """,
    again_after_an_undo="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        4/8/2026 10:05 undo -> status received
        4/8/2026 14:00 suspend supplement -> status suspended
    """,
)
def test_a_supplement_is_asked_for(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


# --- letters of apology ------------------------------------------------------------------------------


@lives(
    on_the_last_working_day_before="""
        3/8/2026 09:00 receive nam-ngay -> due 10/8/2026 17:30
        7/8/2026 17:00 extend 14/8/2026 -> status received, extended 14/8/2026 17:30, due 10/8/2026 17:30
        7/8/2026 17:00 look -> promised 10/8/2026 17:30, statutory 10/8/2026 17:30
    """,
    on_the_Saturday_before_a_Monday_is_late="""
        3/8/2026 09:00 receive nam-ngay
        8/8/2026 09:00 extend 14/8/2026 -> refused 11 LateLetter
        # one working day before Monday 10/8 is Friday 7/8
    """,
    on_the_due_day_is_late="""
        3/8/2026 09:00 receive nam-ngay
        10/8/2026 08:00 extend 14/8/2026 -> refused 11 LateLetter
    """,
    on_a_makeup_Saturday="""
        20/8/2026 09:00 receive ba-ngay -> due 24/8/2026 17:30
        22/8/2026 10:00 extend 27/8/2026 -> extended 27/8/2026 17:30
    """,
    on_the_day_off_of_a_swap_is_late="""
        27/8/2026 09:00 receive ba-ngay -> due 4/9/2026 17:30
        # 28/8, 3/9, 4/9
        3/9/2026 10:00 extend 8/9/2026 -> extended 8/9/2026 17:30
    """,
    before_national_day="""
        28/8/2026 09:00 receive mot-ngay -> due 3/9/2026 17:30
        31/8/2026 10:00 extend 7/9/2026 -> refused 11 LateLetter
        # the working day before 3/9 is 28/8
    """,
    late_with_an_override="""
        3/8/2026 09:00 receive nam-ngay
        12/8/2026 09:00 extend 14/8/2026 -> refused 11 LateLetter
        12/8/2026 09:00 extend 14/8/2026 override -> extended 14/8/2026 17:30, outcome overdue, by-letter within
    """,
    by_its_own_date="""
        3/8/2026 09:00 receive nam-ngay
        11/8/2026 09:00 extend 14/8/2026 at 7/8/2026 -> extended 14/8/2026 17:30
        # written on Friday, typed on Tuesday
    """,
    on_a_one_day_limit_on_the_day_of_receipt="""
        3/8/2026 09:00 receive mot-ngay -> due 4/8/2026 17:30
        3/8/2026 16:00 extend 6/8/2026 -> extended 6/8/2026 17:30
    """,
    on_a_one_day_limit_the_next_morning="""
        3/8/2026 09:00 receive mot-ngay
        4/8/2026 08:00 extend 6/8/2026 -> refused 11 LateLetter
    """,
    on_a_one_day_limit_over_a_weekend="""
        7/8/2026 09:00 receive mot-ngay -> due 10/8/2026 17:30
        8/8/2026 09:00 extend 12/8/2026 -> refused 11 LateLetter
        8/8/2026 09:00 extend 12/8/2026 at 7/8/2026 16:00 -> extended 12/8/2026 17:30
    """,
    never_on_a_same_day_limit="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 extend 5/8/2026 -> refused 11 LateLetter
        3/8/2026 10:00 extend 5/8/2026 override -> extended 5/8/2026 17:30, due 3/8/2026 17:30
    """,
    never_on_a_same_day_limit_due_tomorrow="""
        3/8/2026 16:00 receive khai-tu -> due 4/8/2026 17:30
        3/8/2026 16:30 extend 5/8/2026 -> refused 11 LateLetter
    """,
    never_on_a_limit_in_hours="""
        3/8/2026 09:00 receive tam-gio -> due 4/8/2026 09:00
        3/8/2026 10:00 extend 6/8/2026 -> refused 11 LateLetter
        3/8/2026 10:00 extend 6/8/2026 override -> extended 6/8/2026 17:30
    """,
    after_a_suspension_by_the_date_in_force="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend other_agency
        5/8/2026 10:00 resume -> due 11/8/2026 17:30
        10/8/2026 09:00 extend 14/8/2026 -> extended 14/8/2026 17:30
    """,
    not_while_suspended="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend other_agency
        5/8/2026 10:00 extend 14/8/2026 -> refused 11 WrongState
    """,
    not_without_a_limit="""
        3/8/2026 09:00 receive khong-han
        4/8/2026 10:00 extend 14/8/2026 -> refused 11 NoDueDate
    """,
    never_with_a_needless_override="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026 override -> refused 2 NeedlessOverride
    """,
)
def test_when_a_letter_is_sent(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    a_Saturday="5/8/2026 10:00 extend 15/8/2026 -> refused 2 BadNewDate",
    a_day_off="5/8/2026 10:00 extend 31/8/2026 -> refused 2 BadNewDate",
    national_day="5/8/2026 10:00 extend 2/9/2026 -> refused 2 BadNewDate",
    the_due_day_itself="5/8/2026 10:00 extend 10/8/2026 -> refused 2 BadNewDate",
    a_day_before_the_due_day="5/8/2026 10:00 extend 7/8/2026 -> refused 2 BadNewDate",
    the_next_working_day="5/8/2026 10:00 extend 11/8/2026 -> extended 11/8/2026 17:30",
    a_makeup_Saturday="5/8/2026 10:00 extend 22/8/2026 -> extended 22/8/2026 17:30",
)
def test_the_new_date_of_a_letter_is_a_later_working_day(ward: Ward, story: str) -> None:
    must_be_told(ward, f"3/8/2026 09:00 receive nam-ngay -> due 10/8/2026 17:30\n{story}")


@lives(
    a_second_only_with_an_override="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        6/8/2026 10:00 extend 18/8/2026 -> refused 11 SecondLetter
        6/8/2026 10:00 extend 18/8/2026 override -> extended 18/8/2026 17:30, due 10/8/2026 17:30
    """,
    a_second_is_later_than_the_first="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        6/8/2026 10:00 extend 14/8/2026 override -> refused 2 BadNewDate
    """,
    it_does_not_make_on_time="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        10/8/2026 18:00 look -> outcome within, by-letter within
        11/8/2026 09:00 look -> outcome overdue, by-letter within, by-slip overdue
        12/8/2026 10:00 resolve -> outcome late, by-letter early, by-slip late
    """,
    a_result_on_its_day="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        14/8/2026 18:00 resolve -> outcome late, by-letter on_time
    """,
    a_result_after_its_day="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        17/8/2026 08:00 look -> by-letter overdue
        17/8/2026 08:00 resolve -> outcome late, by-letter late
    """,
    a_result_that_did_not_need_it="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        10/8/2026 10:00 resolve -> outcome on_time, by-letter early
    """,
    a_suspension_after_it_moves_it_too="""
        3/8/2026 09:00 receive nam-ngay
        6/8/2026 09:00 extend 14/8/2026
        7/8/2026 10:00 suspend supplement -> counts due+statutory+extended, outcome suspended, by-letter suspended
        11/8/2026 10:00 resume -> due 12/8/2026 17:30, extended 18/8/2026 17:30, promised 10/8/2026 17:30
        # 10 and 11/8: two working days more, 17 and 18/8
    """,
    a_suspension_before_it_does_not="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 12/8/2026 17:30
        7/8/2026 09:00 extend 17/8/2026 -> extended 17/8/2026 17:30
        7/8/2026 10:00 suspend other_agency
        10/8/2026 10:00 resume -> due 13/8/2026 17:30, extended 18/8/2026 17:30
        # only 10/8 comes after the letter
    """,
    a_suspension_before_the_second_does_not="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        6/8/2026 10:00 suspend supplement
        7/8/2026 10:00 resume -> due 11/8/2026 17:30, extended 17/8/2026 17:30
        7/8/2026 11:00 extend 20/8/2026 override -> extended 20/8/2026 17:30
        10/8/2026 10:00 suspend other_agency
        11/8/2026 10:00 resume -> due 12/8/2026 17:30, extended 21/8/2026 17:30
        # only 11/8 comes after the second letter
    """,
    a_suspension_between_the_two_dates="""
        3/8/2026 09:00 receive nam-ngay
        6/8/2026 09:00 extend 14/8/2026
        12/8/2026 10:00 suspend supplement -> counts extended, outcome overdue, by-letter suspended
        13/8/2026 10:00 resume -> due 10/8/2026 17:30, extended 17/8/2026 17:30, outcome overdue, by-letter within
    """,
    a_suspension_after_its_day="""
        3/8/2026 09:00 receive nam-ngay
        6/8/2026 09:00 extend 14/8/2026
        17/8/2026 09:00 suspend supplement -> counts nothing, by-letter overdue
        18/8/2026 09:00 resume -> due 10/8/2026 17:30, extended 14/8/2026 17:30, by-letter overdue
    """,
    a_suspension_from_its_day_to_a_Saturday="""
        3/8/2026 09:00 receive nam-ngay
        6/8/2026 09:00 extend 14/8/2026
        14/8/2026 10:00 suspend supplement
        15/8/2026 10:00 resume -> due 10/8/2026 17:30, extended 17/8/2026 17:30
        # no working day suspended, but never before the resumption
    """,
    a_result_during_a_suspension_after_it="""
        3/8/2026 09:00 receive nam-ngay
        6/8/2026 09:00 extend 14/8/2026
        12/8/2026 10:00 suspend supplement
        19/8/2026 10:00 resolve -> outcome late, by-letter early, extended 21/8/2026 17:30
        # 13, 14, 17, 18, 19/8: five working days after 14/8
    """,
)
def test_what_a_letter_does(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


# --- amendments --------------------------------------------------------------------------------------


@lives(
    its_receipt="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 correct received_at 31/7/2026 10:00 -> received 31/7/2026 10:00, due 7/8/2026 17:30
        # 3, 4, 5, 6, 7/8
        5/8/2026 10:00 look -> promised 7/8/2026 17:30, statutory 7/8/2026 17:30, status received
        31/7/2026 12:00 stood -> status received, due 7/8/2026 17:30
        4/8/2026 12:00 known -> received 3/8/2026 09:00, due 10/8/2026 17:30
    """,
    its_receipt_before_a_suspension="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement
        10/8/2026 15:00 resume -> due 13/8/2026 17:30
        11/8/2026 09:00 correct received_at 31/7/2026 10:00 -> due 12/8/2026 17:30, promised 7/8/2026 17:30
        # 3, 4, 5, 11, 12/8 and three suspended: the 8th working day after 31/7
    """,
    its_receipt_while_suspended="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement
        6/8/2026 09:00 correct received_at 31/7/2026 10:00 -> status suspended, due 7/8/2026 17:30
        10/8/2026 15:00 resume -> due 12/8/2026 17:30
    """,
    its_receipt_so_that_a_suspension_came_too_late="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 suspend supplement -> counts due+statutory
        7/8/2026 10:00 resume -> due 7/8/2026 17:30
        10/8/2026 09:00 correct received_at 31/7/2026 10:00 -> due 5/8/2026 17:30, counts nothing, outcome overdue
    """,
    its_receipt_so_that_a_suspension_came_in_time="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 10:00 suspend supplement -> counts nothing
        10/8/2026 10:00 resume -> due 6/8/2026 17:30, outcome overdue
        10/8/2026 11:00 correct received_at 4/8/2026 09:00 -> due 10/8/2026 17:30, counts due+statutory, outcome within
        # due 7/8; 10/8 does not count: 5, 6, 7, 10/8
    """,
    its_receipt_within_the_life="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 correct received_at 5/8/2026 10:01 -> refused 11 OutOfOrder
        6/8/2026 10:00 correct received_at 6/8/2026 10:01 -> refused 11 InTheFuture
        6/8/2026 10:00 correct received_at 5/8/2026 10:00 -> due 12/8/2026 17:30
    """,
    its_receipt_with_the_hour_that_decides="""
        3/8/2026 09:00 receive khai-tu
        4/8/2026 10:00 correct received_at 31/7/2026 -> refused 2 HourNeeded
        4/8/2026 10:00 correct received_at 31/7/2026 15:00:01 -> due 3/8/2026 17:30
    """,
    its_procedure="""
        3/8/2026 09:00 receive khai-tu -> due 3/8/2026 17:30
        4/8/2026 09:00 look -> outcome overdue
        4/8/2026 09:00 correct procedure nam-ngay -> due 10/8/2026 17:30, limit 5:working_day, outcome within
        4/8/2026 09:00 look -> promised 10/8/2026 17:30, statutory 10/8/2026 17:30
    """,
    its_lawful_longer_limit="""
        3/8/2026 09:00 receive tinh-trang-hon-nhan -> due 6/8/2026 17:30
        4/8/2026 09:00 correct limit 23:working_day -> due 7/9/2026 17:30, statutory 7/9/2026 17:30, extended none
        # 4-7 (4), 10-14 (9), 17-22 (15), 24-28/8 (20), 3, 4, 7/9 (23)
        4/8/2026 09:00 look -> limit 23:working_day, legal-limit 23:working_day, promised 7/9/2026 17:30
        7/9/2026 10:00 resolve -> outcome on_time, by-statute on_time
    """,
    its_limit_while_suspended="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        6/8/2026 09:00 correct limit 5:working_day -> status suspended, due 10/8/2026 17:30
        10/8/2026 15:00 resume -> due 13/8/2026 17:30
    """,
    its_shorter_limit="""
        3/8/2026 09:00 receive ba-ngay
        4/8/2026 09:00 correct limit 2:working_day -> due 5/8/2026 17:30, statutory 6/8/2026 17:30
        4/8/2026 09:00 look -> limit 2:working_day, legal-limit 3:working_day
    """,
    its_statutory_limit="""
        3/8/2026 09:00 receive ba-ngay
        4/8/2026 09:00 correct statutory 2:working_day -> refused 2 LongerThanStatutory
        4/8/2026 09:00 correct statutory 8:working_day -> due 6/8/2026 17:30, statutory 13/8/2026 17:30
    """,
    its_result_after_delivery="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 10:00 resolve -> outcome late
        7/8/2026 11:00 deliver
        10/8/2026 09:00 correct resolved_at 6/8/2026 16:00 -> status delivered, outcome on_time
        6/8/2026 17:00 stood -> status resolved
        7/8/2026 12:00 known -> outcome late
    """,
    its_receipt_after_delivery="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 10:00 resolve
        7/8/2026 11:00 deliver -> outcome late
        10/8/2026 09:00 correct received_at 4/8/2026 09:00 -> status delivered, due 7/8/2026 17:30, outcome on_time
    """,
    its_result_that_ended_a_suspension="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        14/8/2026 10:00 resolve -> due 17/8/2026 17:30
        17/8/2026 09:00 correct resolved_at 10/8/2026 10:00 -> ended 10/8/2026 10:00, due 11/8/2026 17:30, outcome early
        # 6, 7, 10/8 do not count
    """,
    its_withdrawal_that_ended_a_suspension="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        14/8/2026 10:00 withdraw
        17/8/2026 09:00 correct closed_at 10/8/2026 10:00 -> closed 10/8/2026 10:00, due 11/8/2026 17:30
    """,
    its_officer="""
        3/8/2026 09:00 receive ba-ngay Lan
        10/8/2026 09:00 correct officer Đức -> officer Đức
        4/8/2026 09:00 stood -> officer Đức
        4/8/2026 09:00 known -> officer Lan
    """,
    what_it_does_not_have="""
        3/8/2026 09:00 receive ba-ngay
        4/8/2026 09:00 correct resolved_at 3/8/2026 10:00 -> refused 11 NotOfThisDossier
        4/8/2026 09:00 correct closed_at 3/8/2026 10:00 -> refused 11 NotOfThisDossier
        4/8/2026 09:00 correct due_at 12/8/2026 -> refused 11 OwnDueDate
    """,
    what_it_says_already="""
        3/8/2026 09:00 receive ba-ngay Lan
        4/8/2026 09:00 correct officer Lan -> refused 11 NothingToDo
        4/8/2026 09:00 correct received_at 3/8/2026 09:00 -> refused 11 NothingToDo
    """,
)
def test_a_dossier_is_corrected_in(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    acts_by_when_they_occurred="""
        3/8/2026 09:00 receive ba-ngay Lan
        5/8/2026 10:00 suspend supplement
        10/8/2026 15:00 resume
        11/8/2026 18:00 resolve at 11/8/2026 10:00
        12/8/2026 09:00 look -> outcome on_time
        # 6, 7, 10/8 do not count: due 11/8
        5/8/2026 09:59:59 stood -> status received, outcome within
        5/8/2026 10:00:00 stood -> status suspended, outcome suspended, due 6/8/2026 17:30
        10/8/2026 14:59:59 stood -> status suspended, outcome suspended, due 6/8/2026 17:30
        10/8/2026 15:00:00 stood -> status received, outcome within, due 11/8/2026 17:30
        11/8/2026 10:00:00 stood -> status resolved, outcome on_time
        11/8/2026 17:59:59 known -> status received
    """,
    a_suspension_too_late_was_overdue="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 10:00 suspend supplement
        12/8/2026 10:00 resume
        10/8/2026 12:00 stood -> status suspended, outcome overdue
    """,
    a_letter_from_its_date_on="""
        3/8/2026 09:00 receive nam-ngay
        10/8/2026 16:00 extend 14/8/2026 at 7/8/2026 10:00
        7/8/2026 09:59:59 stood -> extended none
        7/8/2026 10:00:00 stood -> extended 14/8/2026 17:30
        10/8/2026 15:00 known -> extended none
    """,
    an_officer_from_then_on="""
        3/8/2026 09:00 receive ba-ngay Lan
        5/8/2026 10:00 assign Đức -> officer Đức
        5/8/2026 10:00 assign Đức -> refused 11 NothingToDo
        6/8/2026 10:00 suspend supplement
        7/8/2026 10:00 assign Mai -> officer Mai, status suspended, ended none
        5/8/2026 09:59:59 stood -> officer Lan
        7/8/2026 09:59:59 stood -> officer Đức
    """,
    a_void_for_the_whole_life_once_known="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        10/8/2026 09:00 void -> status void, outcome None
        4/8/2026 09:00 stood -> status void, outcome None
        10/8/2026 08:59:59 known -> status suspended
    """,
    an_undo_for_the_whole_life_once_known="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        10/8/2026 09:00 undo -> status received, outcome overdue
        6/8/2026 09:00 stood -> status received
        10/8/2026 08:59:59 known -> status suspended
    """,
)
def test_how_things_stood(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    a_storm_within_a_suspension="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement
        7/8/2026 08:00 storm 7/8/2026 -> status suspended, due 11/8/2026 17:30, promised 10/8/2026 17:30
        # 4, 5, 6, 10, 11/8
        10/8/2026 15:00 resume -> due 13/8/2026 17:30
        # 6 and 10/8 do not count, 7/8 is no working day: 4, 5, 11, 12, 13/8
    """,
    a_storm_after_a_suspension="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 12/8/2026 17:30
        7/8/2026 08:00 storm 10/8/2026 -> due 13/8/2026 17:30, statutory 13/8/2026 17:30
    """,
    a_storm_on_the_new_date_of_a_letter="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        13/8/2026 16:00 storm 14/8/2026 -> due 10/8/2026 17:30, extended 17/8/2026 17:30
    """,
    a_storm_before_a_result_that_is_corrected="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        4/8/2026 11:00 resume
        7/8/2026 08:00 storm 7/8/2026 -> due 11/8/2026 17:30, promised 10/8/2026 17:30
        10/8/2026 10:00 resolve
        10/8/2026 11:00 correct resolved_at 10/8/2026 09:00 -> due 11/8/2026 17:30, promised 10/8/2026 17:30
        # the slip was handed out before the storm, and nothing of its receipt is corrected
    """,
)
def test_a_notice_comes_into_a_life(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@pytest.fixture
def kept(early_ward: Ward) -> tuple[Ward, str]:
    """Received 7/1/2026 + 3 working days: 12/1, kept when Saturday 10/1 became a working day; suspended since."""
    early_ward.is_now("7/1/2026 09:00")
    code = early_ward.receive().code
    early_ward.is_now("8/1/2026 09:00")
    keep = Consent(apply=True, no_move=True)
    days = day("2/1/2026"), day("10/1/2026")
    notices.add_swap(early_ward.path, early_ward.clock, ACTOR, *days, "CV 12729", local=False, consent=keep)
    early_ward.suspend(code)
    early_ward.is_now("8/1/2026 11:00")
    return early_ward, code


def test_a_resumption_never_brings_a_date_earlier_that_was_kept(kept: tuple[Ward, str]) -> None:
    ward, code = kept
    assert ward.resume(code).due_at == at("12/1/2026 17:30")


def test_a_corrected_result_never_brings_a_date_earlier_that_was_kept(kept: tuple[Ward, str]) -> None:
    ward, code = kept
    ward.resume(code)
    ward.is_now("12/1/2026 11:00")
    ward.resolve(code)
    assert ward.correct(code, resolved_at="12/1/2026 10:00").due_at == at("12/1/2026 17:30")


# --- dates of another system -------------------------------------------------------------------------


@lives(
    by_working_days="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026 -> due 7/8/2026 17:30, statutory 6/8/2026 17:30
        5/8/2026 10:00 suspend supplement -> counts due+statutory
        6/8/2026 10:00 resume -> due 10/8/2026 17:30, statutory 7/8/2026 17:30, promised 7/8/2026 17:30
    """,
    keeping_its_hour="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026 11:30 -> due 7/8/2026 11:30
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 10/8/2026 11:30
    """,
    by_all_suspensions_together="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 10/8/2026 17:30
        7/8/2026 10:00 suspend other_agency
        10/8/2026 10:00 resume -> due 11/8/2026 17:30
        # 6 and 10/8: two working days after 7/8
    """,
    by_calendar_days="""
        3/8/2026 08:00 arrives muoi-ngay due 14/8/2026 -> due 14/8/2026 17:30, statutory 18/8/2026 17:30
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume -> due 17/8/2026 17:30, statutory 19/8/2026 17:30
        # Saturday 15/8
    """,
    by_open_hours="""
        3/8/2026 09:00 arrives tam-gio due 7/8/2026 11:30 -> due 7/8/2026 11:30, statutory 5/8/2026 09:00
        5/8/2026 10:00 suspend supplement -> counts due
        5/8/2026 11:00 resume -> due 7/8/2026 14:00, statutory 5/8/2026 09:00
    """,
    by_the_same_day_rule="""
        3/8/2026 09:00 arrives 1.000656 due 5/8/2026 17:00 -> due 5/8/2026 17:00, statutory 3/8/2026 17:30
        4/8/2026 10:00 suspend supplement -> counts due
        6/8/2026 16:00 resume -> due 7/8/2026 17:30, statutory 3/8/2026 17:30
    """,
    by_working_days_without_a_limit="""
        3/8/2026 09:00 arrives khong-han due 7/8/2026 -> due 7/8/2026 17:30, statutory none
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 10/8/2026 17:30, statutory none
    """,
    anew_by_our_own_limit="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026
        5/8/2026 10:00 suspend supplement restart
        10/8/2026 10:00 resume -> due 13/8/2026 17:30, statutory 13/8/2026 17:30
        # three working days after 10/8
    """,
    anew_and_on_by_our_own_limit="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026
        5/8/2026 10:00 suspend supplement restart
        6/8/2026 10:00 resume -> due 11/8/2026 17:30
        7/8/2026 10:00 suspend other_agency
        10/8/2026 10:00 resume -> due 12/8/2026 17:30
        # after 6/8, with 10/8 left out: 7, 11, 12/8
    """,
    never_earlier_anew="""
        3/8/2026 08:00 arrives ba-ngay due 21/8/2026
        5/8/2026 10:00 suspend supplement restart
        6/8/2026 10:00 resume -> due 21/8/2026 17:30, statutory 11/8/2026 17:30
    """,
    not_from_after_its_hour="""
        3/8/2026 08:00 arrives ba-ngay due 5/8/2026 11:30 -> statutory 6/8/2026 17:30
        5/8/2026 11:31 suspend supplement -> counts statutory, outcome within
        6/8/2026 10:00 resume -> due 5/8/2026 11:30, statutory 7/8/2026 17:30, outcome overdue
    """,
    from_before_closing_where_it_has_no_hour="""
        3/8/2026 08:00 arrives ba-ngay due 5/8/2026
        5/8/2026 17:30 suspend supplement -> counts due+statutory
        6/8/2026 10:00 resume -> due 6/8/2026 17:30
    """,
    not_before_the_resumption="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026
        7/8/2026 10:00 suspend supplement
        8/8/2026 10:00 resume -> due 10/8/2026 17:30
    """,
    from_where_it_is_corrected_to="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume
        7/8/2026 09:00 correct due_at 12/8/2026 -> due 13/8/2026 17:30, promised 12/8/2026 17:30
    """,
    never_by_a_corrected_limit="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026
        4/8/2026 09:00 correct limit 5:working_day -> due 7/8/2026 17:30, statutory 10/8/2026 17:30
        4/8/2026 09:00 look -> promised 7/8/2026 17:30
    """,
    by_a_result_during_the_suspension="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026
        5/8/2026 10:00 suspend supplement
        11/8/2026 10:00 resolve -> due 13/8/2026 17:30, outcome early, by-slip late
        # 6, 7, 10, 11/8: four working days after 7/8
    """,
)
def test_a_date_of_another_system_is_moved(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


# --- what is taken back ------------------------------------------------------------------------------

BEFORE = {
    "received": "3/8/2026 09:00 receive nam-ngay Lan\n",
    "suspended": "3/8/2026 09:00 receive nam-ngay Lan\n4/8/2026 10:00 suspend supplement\n",
    "resolved": "3/8/2026 09:00 receive nam-ngay Lan\n4/8/2026 10:00 resolve\n",
}
DONE = [
    ("received", "suspend supplement"),
    ("received", "suspend force_majeure restart"),
    ("received", "extend 14/8/2026"),
    ("received", "assign Đức"),
    ("received", "resolve"),
    ("received", "resolve refused"),
    ("received", "withdraw"),
    ("received", "stop override"),
    ("received", "correct received_at 31/7/2026 10:00"),
    ("received", "correct limit 23:working_day"),
    ("received", "correct procedure tam-gio"),
    ("received", "correct applicant Trần Thị B"),
    ("received", "correct officer Đức"),
    ("received", "void"),
    ("suspended", "resume"),
    ("suspended", "resolve"),
    ("suspended", "withdraw"),
    ("suspended", "stop"),
    ("suspended", "assign Đức"),
    ("suspended", "correct received_at 31/7/2026 10:00"),
    ("suspended", "void"),
    ("resolved", "deliver"),
    ("resolved", "correct resolved_at 3/8/2026 10:00"),
    ("resolved", "correct note đã ký"),
    ("resolved", "void"),
]


def _state(ward: Ward, code: str) -> tuple[Dossier, register.Person]:
    """The dossier and its person in the register; only the last event may differ."""
    with reading(ward.path) as connection:
        entry = register.entry(connection, code)
    assert entry is not None
    return entry.dossier._replace(anchor=""), entry.person


@pytest.mark.parametrize(("begun", "done"), DONE, ids=[f"{begun}, {done}" for begun, done in DONE])
def test_an_undo_leaves_things_as_they_were_and_an_undone_undo_as_it_left_them(
    ward: Ward, begun: str, done: str
) -> None:
    life = Life(ward)
    life.is_told(BEFORE[begun])
    before = _state(ward, life.code)
    life.is_told(f"5/8/2026 10:00 {done}")
    after = _state(ward, life.code)
    assert after != before
    life.is_told("6/8/2026 10:00 undo")
    assert _state(ward, life.code) == before
    life.is_told("7/8/2026 10:00 undo")
    assert _state(ward, life.code) == after
    assert (strays(ward), broken_links(ward)) == ([], [])


def test_an_undo_without_consent_only_shows_what_it_would_do(ward: Ward) -> None:
    code = ward.receive().code
    ward.suspend(code)
    before = ward.content
    assert ward.undo(code, apply=False).status is Status.received
    assert ward.content == before


@lives(
    a_receipt_never="""
        3/8/2026 09:00 receive nam-ngay
        3/8/2026 10:00 undo -> refused 11 ReceiptStays
        3/8/2026 11:00 suspend supplement
        3/8/2026 11:30 undo 1 -> refused 11 ReceiptStays
    """,
    not_a_suspension_that_was_resumed="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume
        5/8/2026 11:00 undo 2 -> refused 11 RestsOnIt
        5/8/2026 11:00 undo -> status suspended
        5/8/2026 11:00 undo 2 -> status received, due 10/8/2026 17:30
    """,
    not_a_result_that_was_handed_over="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 resolve
        5/8/2026 10:00 deliver
        5/8/2026 11:00 undo 2 -> refused 11 RestsOnIt
        5/8/2026 11:00 undo -> status resolved
        5/8/2026 11:00 undo 2 -> status received
    """,
    not_a_letter_before_a_suspension="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 extend 14/8/2026
        5/8/2026 10:00 suspend supplement
        5/8/2026 11:00 undo 2 -> refused 11 RestsOnIt
    """,
    not_a_corrected_receipt_on_which_dates_rest="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 correct received_at 31/7/2026 10:00
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 10/8/2026 17:30
        6/8/2026 11:00 undo 2 -> refused 11 RestsOnIt
    """,
    a_corrected_name_though_other_acts_came_since="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 correct applicant Trần Thị B
        5/8/2026 10:00 suspend supplement
        5/8/2026 11:00 undo 2 -> status suspended
    """,
    nothing_twice="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        4/8/2026 11:00 undo 2 -> status received
        4/8/2026 11:05 undo 2 -> refused 11 AlreadyTakenBack
    """,
    not_what_would_come_back_into_another_life="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        4/8/2026 11:00 undo
        4/8/2026 14:00 resolve
        4/8/2026 15:00 undo 3 -> refused 11 RestsOnIt
    """,
    the_void_of_a_dossier_that_was_right_after_all="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 void -> status void
        5/8/2026 10:00 undo -> status received, due 10/8/2026 17:30, outcome within
        5/8/2026 10:00 resolve -> outcome early
    """,
)
def test_what_can_be_taken_back(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


def test_an_event_of_another_dossier_is_not_taken_back(ward: Ward) -> None:
    life, other = Life(ward), Life(ward)
    life.is_told("3/8/2026 09:00 receive nam-ngay\n3/8/2026 10:00 suspend supplement")
    other.is_told("3/8/2026 09:00 receive nam-ngay\n3/8/2026 10:00 suspend supplement")
    before = ward.content
    with pytest.raises(OnestopError) as refused:
        ward.undo(life.code, other.numbers()[-1])
    assert (refused.value.exit_code, ward.content) == (10, before)


# --- what a state does not allow ---------------------------------------------------------------------

ENDED = {
    Status.received: "",
    Status.suspended: "4/8/2026 10:00 suspend supplement",
    Status.resolved: "4/8/2026 10:00 resolve",
    Status.delivered: "4/8/2026 10:00 resolve\n4/8/2026 11:00 deliver",
    Status.withdrawn: "4/8/2026 10:00 withdraw",
    Status.stopped: "4/8/2026 10:00 suspend supplement\n4/8/2026 11:00 stop",
    Status.void: "4/8/2026 10:00 void",
}
OPEN_ONES = {Status.received, Status.suspended}
ALLOWED: dict[str, set[Status]] = {
    "suspend other_agency": {Status.received},
    "extend 14/8/2026": {Status.received},
    "resume": {Status.suspended},
    "resolve": OPEN_ONES,
    "deliver": {Status.resolved},
    "withdraw": OPEN_ONES,
    "stop override": OPEN_ONES,
    "assign Đức": OPEN_ONES,
    "correct note khác": set(Status) - {Status.void},
}
"""Where each act is allowed (§3.6)."""


@pytest.mark.parametrize("status", Status)
def test_a_state_refuses_every_other_act_and_nothing_is_recorded(ward: Ward, status: Status) -> None:
    life = Life(ward)
    life.is_told(f"3/8/2026 09:00 receive nam-ngay\n{ENDED[status]}")
    assert ward.dossier(life.code).status is status
    for act, states in ALLOWED.items():
        if status not in states:
            verb, *words = act.split()
            assert life.refusal("5/8/2026 10:00", verb, words) == "11 WrongState", act


# --- in reports --------------------------------------------------------------------------------------


def _august(ward: Ward, *by: str, as_of: str | None = None, known_at: str | None = None) -> dict[tuple[str, ...], Row]:
    """The rows of August's report."""
    period = named_period(Kind.month, 8, 2026, Convention.calendar)
    request = ReportRequest(
        period, by, Basis.due, Granularity.unit, False, moment(as_of), at(known_at) if known_at else None
    )
    part = report(ward.path, ward.clock, request).part
    return {row.key: row for row in part.rows} or {(): part.total}


def test_an_officer_has_the_dossier_in_reports_from_then_on(ward: Ward) -> None:
    Life(ward).is_told(
        """
        3/8/2026 09:00 receive nam-ngay Lan
        12/8/2026 10:00 assign Đức
        20/8/2026 10:00 resolve
        """
    )
    assert list(_august(ward, "officer", as_of="12/8/2026 09:59:59")) == [("Lan",)]
    assert list(_august(ward, "officer", as_of="12/8/2026 10:00:00")) == [("Đức",)]
    assert list(_august(ward, "officer", as_of="19/8/2026")) == [("Đức",)]
    assert list(_august(ward, "officer")) == [("Đức",)]
    assert list(_august(ward, "officer", known_at="12/8/2026 09:59:59")) == [("Lan",)]


def test_a_report_shows_a_suspension_as_it_stood(ward: Ward) -> None:
    Life(ward).is_told(
        """
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        12/8/2026 10:00 resume
        13/8/2026 10:00 resolve
        """
    )
    found = [_august(ward, as_of=on)[()] for on in ("4/8/2026", "5/8/2026", "11/8/2026", "12/8/2026", "13/8/2026")]
    assert [(r.within, r.overdue, r.suspended, r.on_time) for r in found] == [
        (1, 0, 0, 0),
        (0, 0, 1, 0),
        (0, 0, 1, 0),
        (1, 0, 0, 0),
        (0, 0, 0, 1),
    ]


def test_a_void_dossier_is_in_no_report_once_known(ward: Ward) -> None:
    Life(ward).is_told("3/8/2026 09:00 receive ba-ngay")
    Life(ward).is_told("3/8/2026 09:30 receive ba-ngay\n10/8/2026 10:00 void")
    ward.is_now("20/8/2026 09:00")
    assert _august(ward)[()].received == 1
    assert _august(ward, as_of="5/8/2026")[()].received == 1
    assert _august(ward, known_at="10/8/2026 09:59:59")[()].received == 2


def test_the_number_of_a_void_dossier_stays_used(ward: Ward) -> None:
    ward.receive()
    ward.void(ward.receive().code)
    assert ward.receive().code.endswith("-260803-0003")


def test_withdrawn_and_stopped_have_columns_of_their_own(ward: Ward) -> None:
    Life(ward).is_told("3/8/2026 09:00 receive ba-ngay\n10/8/2026 10:00 withdraw")
    Life(ward).is_told("3/8/2026 09:00 receive ba-ngay\n4/8/2026 10:00 suspend supplement\n10/8/2026 10:00 stop")
    row = _august(ward)[()]
    assert (row.received, row.resolved, row.withdrawn, row.stopped, row.pending) == (2, 0, 1, 1, 0)
    assert (row.early, row.on_time, row.late, row.on_time_rate) == (0, 0, 0, None)


def test_suspended_days_are_not_days_used(ward: Ward) -> None:
    """Of the eight working days from 3/8 to 13/8, 6, 7, 10 and 11/8 were suspended."""
    Life(ward).is_told(
        """
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement
        11/8/2026 10:00 resume
        13/8/2026 10:00 resolve
        """
    )
    assert _august(ward)[()].mean_working_days == 4


# --- people ------------------------------------------------------------------------------------------


def test_a_corrected_person_takes_the_place_of_the_first(ward: Ward) -> None:
    code = ward.receive().code
    before = ward.dossier(code)
    ward.is_now("4/8/2026 09:00")
    ward.correct(code, applicant="Trần Thị B", phone="")
    dossier, person = _state(ward, code)
    assert person == SOMEONE._replace(applicant="Trần Thị B", phone="")
    assert dossier._replace(personal_seq=None) == before._replace(anchor="", personal_seq=None)
    known = show(ward.path, ward.clock, code, Moments(known_at=at(MONDAY)))
    assert known.entry.person == SOMEONE


def test_who_has_not_changed_is_not_corrected(ward: Ward) -> None:
    code = ward.receive().code
    before = ward.content
    with pytest.raises(OnestopError) as refused:
        ward.correct(code, applicant=SOMEONE.applicant)
    assert (refused.value.exit_code, ward.content) == (11, before)
