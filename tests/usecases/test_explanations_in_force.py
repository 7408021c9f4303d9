"""The JSON of `explain` alone gives the date in force, of many lives with all that happens between (§3.1-3.4).

Nothing of the program counts here: `tests/usecases/derivations.py` reads days, minutes, hours as `docs/json.md` says.
"""

import shutil
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from onestop_cli.core.calendar import Claim, DayKind, Rank
from onestop_cli.core.dossier import Entry
from onestop_cli.core.moments import Moments
from onestop_cli.usecases import notices as notice_cases
from onestop_cli.usecases.explanations import explain
from onestop_cli.usecases.moves import Consent
from tests.core.written import at, day
from tests.office import ACTOR, Ward
from tests.usecases.busy_year import EVERYTHING, Lives, Step
from tests.usecases.derivations import Json, counted, explained, in_force

SEEDS = range(24)
STEPS = 220


HANDLED = {
    "received": {"suspend": 30, "extend": 6, "correct": 8, "undo": 6, "resolve": 2, "withdraw": 1, "assign": 2},
    "suspended": {"resume": 30, "correct": 4, "undo": 3, "resolve": 2, "stop": 1},
}
"""How often each act is typed: the clock stands still and runs again, and again."""


def storms_on(ward: Ward, days: list[date], consent: Consent) -> None:
    """Some days off, entered together."""
    groups = [(Claim(on, DayKind.holiday, "Nghỉ bão", "CV 1", Rank.local, 0),) for on in days]
    notice_cases.add_notices(ward.path, ward.clock, ACTOR, groups, consent)


class WaitingLives(Lives):
    """Dossiers that are suspended over and over, with notices, settings and amended procedures between."""

    def step(self) -> Step:
        self.pass_time()
        entries = self.entries()
        if len(entries) < 3 or self.random.random() < 0.35:
            weights = {"receive": 8, "import": 5, "notice": 6, "amend": 1, "config": 1}
            return self.typed(self.some_of(weights), None)
        return self.handled(self.random.choice(entries))

    def handled(self, entry: Entry) -> Step:
        weights = HANDLED.get(entry.dossier.status, {"correct": 1, "undo": 3})
        return self.typed(self.some_of(weights), entry)

    def _notice(self) -> None:
        """A day off soon, or a Saturday that is worked; half of them move nothing. Some are revoked."""
        pick, today = self.random.choice, self.ward.now.date()
        office, consent = (
            (self.ward.path, self.ward.clock, ACTOR),
            pick((EVERYTHING, Consent(apply=True, no_move=True))),
        )
        notices = [seq for (seq,) in self.ward.ask("SELECT seq FROM event WHERE kind = 'notice'")]
        soon = [today + timedelta(days=n) for n in range(12)]
        if notices and self.random.random() < 0.3:
            notice_cases.revoke(*office, pick(notices), "rút thông báo", consent)
        elif self.random.random() < 0.5:
            storms_on(self.ward, self.random.sample(soon, pick((1, 2, 3))), consent)
        else:
            off = today + timedelta(days=pick((20, 30, 40)))
            work = pick([on for on in soon if on.weekday() == 5])
            notice_cases.add_swap(*office, off, work, "CV 2", local=True, consent=consent)

    def pass_time(self) -> None:
        self.ward.now += timedelta(seconds=self.random.choice((0, 60, 1800, 7200, 14_400)))


def of_some_lives(ward: Ward, seed: str, steps: int) -> list[Json]:
    """The explanations of the dossiers of a ward, as JSON, after so many commands."""
    ward.is_now("22/12/2025 09:00")
    lives = WaitingLives(ward, Random(seed))
    for _ in range(steps):
        lives.step()
    return [explained(ward, entry.dossier.code) for entry in lives.entries()]


def must_give_the_date_in_force(explanation: Json) -> None:
    code, given = explanation["code"], explanation["given"]
    stands = explanation["given_due_at"] if given else explanation["due_at"]
    assert in_force(explanation) == stands, code
    assert (counted(explanation) != stands) is explanation["kept"], code
    if not given:
        assert counted(explanation) == explanation["counted_due_at"], code
    slips = [slip["promised_due_at"] for slip in explanation["promises"]]
    assert (slips or [None])[-1] == explanation["promised_due_at"], code


STAYS = Consent(apply=True, no_move=True)


def test_of_a_date_kept_on_purpose_the_counting_stands_beside_it(ward: Ward) -> None:
    """Five days from 3/8: 10/8, with two of storm 12/8. Both revoked, nothing moved: with a day suspended 11/8."""
    code = ward.receive("rut-ngan", when="3/8/2026 09:00").code
    storms_on(ward, [day("6/8/2026"), day("7/8/2026")], EVERYTHING)
    for (seq,) in ward.ask("SELECT seq FROM event WHERE kind = 'notice'"):
        notice_cases.revoke(ward.path, ward.clock, ACTOR, seq, "bão tan", STAYS)
    ward.is_now("5/8/2026 10:00")
    ward.suspend(code, when="4/8/2026 10:00")
    ward.resume(code)
    found = explained(ward, code)
    assert (found["due_at"], found["kept"]) == (at("12/8/2026 17:30").isoformat(), True)
    assert found["counted_due_at"] == counted(found) == at("11/8/2026 17:30").isoformat()
    must_give_the_date_in_force(found)


def test_the_edition_that_gives_the_date_is_shown_whatever_came_after_it(ward: Ward) -> None:
    """A storm moves nothing; an act counted with it moves nothing either: 6/8 is counted without the storm."""
    code = ward.receive("giam-ho", when="3/8/2026 09:00").code
    storms_on(ward, [day("5/8/2026")], STAYS)
    ward.is_now("12/8/2026 10:00")
    ward.suspend(code, when="10/8/2026 10:00")
    ward.withdraw(code, when="11/8/2026 10:00")
    found = explained(ward, code)
    assert (found["due_at"], found["kept"]) == (at("6/8/2026 17:30").isoformat(), False)
    assert [row["reason"] for row in found["days"]] == ["receipt_day", *["working_day"] * 3]


def test_an_act_counted_in_a_later_edition_that_moved_nothing_leaves_the_one_that_gives_the_date(ward: Ward) -> None:
    """Five days from 5/8: 12/8. A worked Saturday would bring 11/8, declined; an hour suspended is counted with it."""
    ward.is_now("5/8/2026 09:00")
    code = ward.receive("rut-ngan").code
    edition = explained(ward, code)["calendar_edition"]
    swap = day("21/8/2026"), day("8/8/2026"), "CV 2"
    notice_cases.add_swap(ward.path, ward.clock, ACTOR, *swap, local=True, consent=STAYS)
    ward.is_now("6/8/2026 11:00")
    ward.suspend(code, when="6/8/2026 10:00")
    ward.resume(code)
    found = explained(ward, code)
    assert (found["due_at"], found["kept"]) == (at("12/8/2026 17:30").isoformat(), False)
    assert (found["calendar_edition"], found["counted_due_at"]) == (edition, found["due_at"])
    assert ward.dossier(code).calendar_edition != edition
    must_give_the_date_in_force(found)


def test_a_declined_move_is_brought_back_by_an_undo(ward: Ward) -> None:
    """What a correction counted with the storm goes with it: 6/8 is in force again, and counted as at receipt."""
    code = ward.receive("giam-ho", when="3/8/2026 09:00").code
    storms_on(ward, [day("5/8/2026")], STAYS)
    ward.correct(code, received_at="3/8/2026 08:00")
    assert explained(ward, code)["due_at"] == at("7/8/2026 17:30").isoformat()
    ward.undo(code)
    found = explained(ward, code)
    assert (found["due_at"], found["kept"]) == (at("6/8/2026 17:30").isoformat(), False)
    must_give_the_date_in_force(found)


@pytest.mark.parametrize("end", ["withdraw", "stop", "resolve", "resume"])
def test_an_end_of_a_suspension_that_moves_no_date_is_told(ward: Ward, end: str) -> None:
    ward.is_now("4/8/2026 12:00")
    code = ward.receive("rut-ngan", when="3/8/2026 09:00").code
    ward.suspend(code, when="4/8/2026 10:00")
    getattr(ward, end)(code, when="4/8/2026 11:00")
    last = explained(ward, code)["steps"][-1]
    assert (last["kind"], last["due_before"], last["due"]) == (end, last["due_after"], None)


def test_an_undo_that_moves_no_date_is_told(ward: Ward) -> None:
    code = ward.receive("rut-ngan").code
    ward.resolve(code)
    ward.undo(code)
    steps = explained(ward, code)["steps"]
    assert [step["kind"] for step in steps] == ["receive", "undo"]
    assert steps[-1]["due_before"] == steps[-1]["due_after"]


def test_an_undo_of_what_had_not_happened_by_then_is_not_told(ward: Ward) -> None:
    code = ward.receive("rut-ngan", when="3/8/2026 09:00").code
    ward.is_now("5/8/2026 09:00")
    ward.resolve(code)
    ward.undo(code)
    told = [
        [step.kind for step in explain(ward.path, ward.clock, code, Moments(as_of=at(then))).explanation.steps]
        for then in ("5/8/2026 08:59", "5/8/2026 09:00")
    ]
    assert told == [["receive"], ["receive", "undo"]]


def test_an_undo_of_an_undo_is_told(ward: Ward) -> None:
    code = ward.receive("rut-ngan").code
    ward.resolve(code)
    ward.undo(code)
    ward.undo(code)
    assert [step["kind"] for step in explained(ward, code)["steps"]] == ["receive", "undo", "undo"]


def test_all_slips_are_listed(ward: Ward) -> None:
    ward.is_now("5/8/2026 10:00")
    code = ward.receive("rut-ngan", when="3/8/2026 09:00").code
    assert len(explained(ward, code)["promises"]) == 1
    ward.correct(code, limit="9:working_day")
    ward.correct(code, received_at="31/7/2026 10:00", slip_given=True)
    ward.undo(code)
    found = explained(ward, code)
    told = [(each["kind"], each["promised_due_at"][:10]) for each in found["promises"]]
    assert told == [("receive", "2026-08-10"), ("correct", "2026-08-13"), ("undo", "2026-08-10")]
    assert found["promises"][0]["recorded_at"] == at("5/8/2026 10:00").isoformat()
    assert found["promises"][-1]["promised_due_at"] == found["promised_due_at"]


HEADING = "code,procedure_code,applicant,received_at,due_at"


@pytest.mark.parametrize(
    ("procedure", "start", "end", "policy", "due", "suspended"),
    [
        ("9.000006", "5/8/2026 10:00", "7/8/2026 15:00", "continue", "18/8/2026 16:00", 2),
        ("9.000006", "14/8/2026 10:00", "14/8/2026 15:00", "continue", "14/8/2026 17:30", 0),
        ("9.000006", "14/8/2026 10:00", "15/8/2026 15:00", "continue", "17/8/2026 17:30", 0),
        ("9.000006", "5/8/2026 10:00", "13/8/2026 10:00", "restart", "22/8/2026 17:30", 0),
        ("9.000006", "4/8/2026 10:00", "4/8/2026 11:00", "restart", "14/8/2026 16:00", 0),
        ("9.000001", "5/8/2026 10:00", "7/8/2026 15:00", "continue", "17/8/2026 16:00", 2),
        ("9.000001", "5/8/2026 10:00", "8/8/2026 15:00", "continue", "17/8/2026 16:00", 3),
        ("9.000001", "14/8/2026 10:00", "16/8/2026 15:00", "continue", "17/8/2026 17:30", 2),
        ("9.000002", "5/8/2026 10:00", "10/8/2026 15:00", "continue", "19/8/2026 16:00", 5),
        ("9.000003", "5/8/2026 10:00", "5/8/2026 15:00", "continue", "17/8/2026 10:00", 3.5 * 3600),
        ("9.000003", "5/8/2026 12:00", "5/8/2026 13:00", "continue", "14/8/2026 16:00", 0),
        ("9.000003", "14/8/2026 10:00", "15/8/2026 10:00", "restart", "17/8/2026 17:30", 0),
        ("9.000004", "5/8/2026 10:00", "7/8/2026 15:00", "continue", "18/8/2026 16:00", 2),
        ("1.000656", "14/8/2026 10:00", "17/8/2026 15:30", "continue", "18/8/2026 17:30", 0),
    ],
)  # fmt: skip
def test_another_systems_date_is_derived_with_what_moved_it(
    ward: Ward, procedure: str, start: str, end: str, policy: str, due: str, suspended: float
) -> None:
    """Received 3/8, given as Fri 14/8 16:00."""
    ward.is_now("20/8/2026 09:00")
    ward.imports(f"{HEADING}\nX-1,{procedure},Nguyễn Văn A,2026-08-03 09:00,2026-08-14 16:00\n")
    ward.suspend("X-1", "other_agency", when=start, policy=policy)
    ward.resume("X-1", when=end)
    found = explained(ward, "X-1")
    given = found["given"]
    assert (given["given_due_at"], given["suspended"]) == (at("14/8/2026 16:00").isoformat(), suspended)
    assert found["given_due_at"] == in_force(found) == at(due).isoformat()
    assert (given["due_time"] is None) is bool(given["minutes"])
    must_give_the_date_in_force(found)


def test_another_systems_date_that_nothing_moved_stands_as_given(ward: Ward) -> None:
    ward.imports(f"{HEADING}\nX-1,9.000006,Nguyễn Văn A,2026-08-03 09:00,2026-08-14 16:00\n")
    given = explained(ward, "X-1")["given"]
    assert (given["days"], given["minutes"], given["due_at"]) == ([], [], given["given_due_at"])


def test_an_explanation_gives_the_date_in_force(early_ward: Ward) -> None:
    found = of_some_lives(early_ward, "một", 110)
    for each in found:
        must_give_the_date_in_force(each)
    assert len(found) > 10


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_every_explanation_gives_the_date_in_force(early_template: Path, tmp_path: Path, seed: int) -> None:
    ward = Ward(Path(shutil.copy(early_template, tmp_path / "onestop.db")))
    for each in of_some_lives(ward, f"lần {seed}", STEPS):
        must_give_the_date_in_force(each)
