"""The two axes of time over random lives: what an act says at T, what the file knew at K (domain §3.6).

What a command answers is compared with `recount`, which tells the raw events by `docs/ledger.md` alone.
"""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from onestop_cli.core.acts import Act
from onestop_cli.core.dossier import Entry, Policy, Reason
from onestop_cli.core.filters import Filters
from onestop_cli.core.moments import Moments, When
from onestop_cli.core.outcomes import Basis, Granularity, View
from onestop_cli.core.periods import Convention, Kind, Period, named_period
from onestop_cli.core.report import ReportRequest
from onestop_cli.errors import OnestopError, UnknownDossier
from onestop_cli.output.records import dossier_record
from onestop_cli.usecases import acts as handling
from onestop_cli.usecases import amendments, notices, settings, worklist
from onestop_cli.usecases import dossiers as cases
from onestop_cli.usecases.amendments import Correction
from onestop_cli.usecases.explanations import explain
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.reports.report import report
from tests.core.written import at, day
from tests.office import ACTOR, Ward, broken_links, moment, strays
from tests.usecases.busy_year import Lives, Step
from tests.usecases.recount import EVER, Recount, after, outcome, told

SEEDS = ("một", "hai", "ba")
STEPS = 110
LOOKS = 15
Heads = list[tuple[Any, ...]]


class TakenBack(NamedTuple):
    """An act taken back and restored: the dossier before and after the act, then after the first and second undo.

    None after an undo that was refused.
    """

    step: str
    before: Entry
    after: Entry
    undone: Entry | None
    restored: Entry | None


class Lived(NamedTuple):
    """Random lives in one file, and what was seen while they were made."""

    ward: Ward
    recount: Recount
    acts: Counter[str]
    refusals: Counter[str]
    wrote: list[str]
    shrank: list[str]
    taken_back: list[TakenBack]


def lived(ward: Ward, seed: str) -> Lived:
    """So many steps of random lives from 22/12/2025 on; of the acts recorded half are taken back and restored."""
    found = Lived(ward, Recount(ward), Counter(), Counter(), [], [], [])
    lives, random = Lives(ward, Random(seed)), Random(f"undo {seed}")
    ward.is_now("22/12/2025 09:00")
    for number in range(STEPS):
        content, heads = ward.path.read_bytes(), ledger_heads(ward)
        step = lives.step()
        name = f"{seed} {number} {step.act} {step.code}"
        recorded = ledger_heads(ward)
        if recorded[: len(heads)] != heads:
            found.shrank.append(name)
        if step.refusal is not None:
            found.refusals[type(step.refusal).__name__] += 1
            if ward.path.read_bytes() != content:
                found.wrote.append(f"{name}: {step.refusal}")
            continue
        found.acts[step.act] += 1
        if len(recorded) == len(heads) + 1 and random.random() < 0.5 and step.act not in ("receive", "import"):
            found.taken_back.extend(taken_back(lives, step, name))
    return found._replace(recount=Recount(ward))


def taken_back(lives: Lives, step: Step, name: str) -> Iterator[TakenBack]:
    """The last act of a dossier is undone, and the undo is undone."""
    if step.code is None or step.before is None:
        return
    found: list[Entry | None] = [lives.entry(step.code)]
    for _ in range(2):
        try:
            undo(lives.ward, step.code)
        except OnestopError:
            found.append(None)
        else:
            found.append(lives.entry(step.code))
    recorded, undone, restored = found
    assert recorded is not None
    yield TakenBack(name, step.before, recorded, undone, restored)


def ledger_heads(ward: Ward) -> Heads:
    return ward.ask("SELECT seq, hash FROM event ORDER BY seq")


def undo(ward: Ward, code: str, seq: int | None = None) -> None:
    amendments.undo(ward.path, ward.clock, ACTOR, code, seq, apply=True)


def without_anchor(entry: Entry | None) -> Entry | None:
    return entry and entry._replace(dossier=entry.dossier._replace(anchor=""))


@pytest.fixture(scope="module")
def lives(early_template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Lived]:
    folder = tmp_path_factory.mktemp("lives")
    return [
        lived(Ward(Path(shutil.copy(early_template, folder / f"{place}.db"))), seed) for place, seed in enumerate(SEEDS)
    ]


# --- what is recorded --------------------------------------------------------------------------------


def test_the_lives_are_full_of_acts_and_refusals(lives: list[Lived]) -> None:
    acts = [act.kind for each in lives for story in each.recount.stories.values() for act in story]
    refusals = {name for each in lives for name in each.refusals}
    assert set(acts) == {act.value for act in Act}
    assert refusals >= {"BeforeLastAct", "HourNeeded", "InTheFuture", "NothingToDo", "ReceiptStays", "WrongState"}


def test_a_refused_act_leaves_the_file_as_it_was(lives: list[Lived]) -> None:
    assert [name for each in lives for name in each.wrote] == []


def test_the_ledger_only_grows(lives: list[Lived]) -> None:
    assert [name for each in lives for name in each.shrank] == []


def test_the_chain_holds(lives: list[Lived]) -> None:
    assert [broken_links(each.ward) for each in lives] == [[], [], []]


def test_the_register_is_what_the_events_add_up_to(lives: list[Lived]) -> None:
    assert [strays(each.ward) for each in lives] == [[], [], []]


def test_an_act_taken_back_is_as_if_it_had_never_been(lives: list[Lived]) -> None:
    done = [each for ward in lives for each in ward.taken_back]
    kinds = {each.step.split()[2] for each in done}
    assert kinds >= {"suspend", "resume", "extend", "resolve", "withdraw", "correct", "void", "undo"}
    assert [each.step for each in done if without_anchor(each.undone) != without_anchor(each.before)] == []


def test_an_undo_taken_back_restores_the_act(lives: list[Lived]) -> None:
    done = [each for ward in lives for each in ward.taken_back]
    assert [each.step for each in done if without_anchor(each.restored) != without_anchor(each.after)] == []


def test_no_amendment_changes_the_order_of_what_people_recorded(lives: list[Lived]) -> None:
    """The acts in the order of the ledger; a notice's move stands where it falls."""
    for each in lives:
        for code, story in each.recount.stories.items():
            numbers = [act.seq for act in told(story, EVER)[0] if act.kind != "move"]
            assert numbers == sorted(numbers), code


FROM = {
    "suspend": ("received",),
    "extend": ("received",),
    "resume": ("suspended",),
    "assign": ("received", "suspended"),
    "resolve": ("received", "suspended"),
    "withdraw": ("received", "suspended"),
    "stop": ("received", "suspended"),
    "deliver": ("resolved",),
}
"""The states each act is possible in (domain §3.6)."""


def test_every_life_is_one_that_the_states_allow(lives: list[Lived]) -> None:
    for each in lives:
        for code, story in each.recount.stories.items():
            state: dict[str, Any] = {}
            for act in told(story, EVER)[0]:
                assert (act.kind == "receive") is (not state) or act.kind == "move", (code, act.seq)
                assert act.kind not in FROM or state["status"] in FROM[act.kind], (code, act.seq)
                state = after(state, act) if state or act.kind == "receive" else state


def test_the_working_days_of_a_result_are_those_of_the_recount(lives: list[Lived]) -> None:
    for each in lives:
        stored = dict(each.ward.ask("SELECT code, working_days FROM dossier WHERE resolved_at IS NOT NULL"))
        states = [state for state in each.recount.states() if state["resolved_at"]]
        assert stored == {state["code"]: each.recount.days_used(state) for state in states}


# --- looking back at random --------------------------------------------------------------------------


class Look(NamedTuple):
    """A look at both moments; `at` is the instant judged at."""

    lived: Lived
    as_of: datetime | None
    known_at: datetime | None

    @property
    def moments(self) -> Moments:
        return Moments(self.as_of, self.known_at)

    @property
    def texts(self) -> tuple[str, str]:
        """Both moments as the recount takes them."""
        as_of, known_at = (EVER if at is None else at.isoformat() for at in self.moments)
        return as_of, known_at

    @property
    def at(self) -> datetime:
        return self.as_of or self.lived.ward.now

    def told(self) -> list[dict[str, Any]]:
        """The dossiers' records by the recount, newest receipt first."""
        states = self.lived.recount.states(*self.texts)
        records = [self.lived.recount.record(state, self.at.isoformat()) for state in states]
        return sorted(records, key=lambda record: (record["received_at"], record["code"]), reverse=True)


def looks(lives: list[Lived], seed: str) -> Iterator[Look]:
    """So many looks at each file: both moments, one or none, mostly close to something that happened."""
    for each in lives:
        random, now = Random(seed), each.ward.now
        instants = [text for pair in each.ward.ask("SELECT occurred_at, recorded_at FROM event") for text in pair]
        instants += [text for (text,) in each.ward.ask("SELECT due_at FROM dossier WHERE due_at IS NOT NULL")]

        def some(random: Random = random, instants: list[str] = instants, now: datetime = now) -> datetime | None:
            if random.random() < 0.2:
                return None
            near = datetime.fromisoformat(random.choice(instants)) + timedelta(
                seconds=random.choice((-1, 0, 1, 40_000))
            )
            return min(near, now)

        for _ in range(LOOKS):
            yield Look(each, some(), some())


def as_json(view: View) -> dict[str, Any]:
    """A dossier as it goes out."""
    return json.loads(json.dumps(dossier_record(*view.entry, view.outcome)))


def test_the_list_is_what_the_recount_tells(lives: list[Lived]) -> None:
    for look in looks(lives, "list"):
        ward = look.lived.ward
        found = cases.listing(ward.path, ward.clock, Filters(), None, (), None, look.moments)
        assert [as_json(view) for view in found.views] == look.told(), look.moments


def test_a_dossier_is_shown_as_the_recount_tells_it(lives: list[Lived]) -> None:
    for look in looks(lives, "show"):
        ward, records = look.lived.ward, {record["code"]: record for record in look.told()}
        for code in Random(str(look.moments)).sample(sorted(look.lived.recount.stories), 5):
            try:
                shown = as_json(cases.show(ward.path, ward.clock, code, look.moments))
            except UnknownDossier:
                shown = None
            assert shown == records.get(code), (look.moments, code)


def test_the_work_list_is_what_the_recount_tells(lives: list[Lived]) -> None:
    for look in looks(lives, "due"):
        ward, until = look.lived.ward, look.at.isoformat()
        found = worklist.work_list(ward.path, ward.clock, 0, look.moments)
        states = sorted(look.lived.recount.states(*look.texts), key=lambda s: (s["due_at"] or EVER, s["code"]))
        stands = {state["code"]: outcome(state, until) for state in states}
        overdue = [state["code"] for state in states if stands[state["code"]] == "overdue"]
        today = [s["code"] for s in states if stands[s["code"]] == "within" and s["due_at"][:10] == until[:10]]
        ready = sorted((s["resolved_at"], s["code"]) for s in states if s["status"] == "resolved")
        waiting = sorted(
            (running["from"], state["code"])
            for state in states
            if stands[state["code"]] == "suspended"
            and (running := state["suspensions"][-1])["reason"] in ("supplement", "financial_obligation")
            and date.fromisoformat(until[:10]) - date.fromisoformat(running["from"][:10]) >= timedelta(days=15)
        )
        parts = (found.overdue, found.today, found.soon, found.ready, found.waiting)
        assert [[view.entry.dossier.code for view in part] for part in parts] == [
            overdue, today, [], [code for _, code in ready], [code for _, code in waiting],
        ], look.moments  # fmt: skip


def test_a_report_is_what_the_recount_tells(lives: list[Lived]) -> None:
    for look in looks(lives, "report"):
        ward, at_, random = look.lived.ward, look.at, Random(str(look.moments))
        period = Period(at_.date() - timedelta(days=random.choice((0, 7, 40))), at_.date() + timedelta(days=3))
        by = random.choice((("procedure",), ("officer",), ("channel",), ("month",), ("field", "month")))
        basis, granularity = random.choice(list(Basis)), random.choice(list(Granularity))
        then = When(at_.date(), at_.time(), "")
        asked = ReportRequest(period, by, basis, granularity, False, then, look.known_at)
        found = report(ward.path, ward.clock, asked).part
        rows = {row.key: {k: v for k, v in row._asdict().items() if k != "key"} for row in found.rows}
        assert rows == look.lived.recount.rows(period, at_, by, basis, granularity, look.texts[1]), (asked, by)


def test_an_explanation_is_of_the_dossier_as_shown(lives: list[Lived]) -> None:
    for look in looks(lives, "explain"):
        ward = look.lived.ward
        for code in Random(str(look.moments)).sample(sorted(look.lived.recount.stories), 2):
            try:
                shown = cases.show(ward.path, ward.clock, code, look.moments).entry.dossier
            except UnknownDossier:
                with pytest.raises(UnknownDossier):
                    explain(ward.path, ward.clock, code, look.moments)
            else:
                explained = explain(ward.path, ward.clock, code, look.moments).dossier
                assert explained == shown, look.moments


# --- amendments tell the whole life ------------------------------------------------------------------


def correct(ward: Ward, code: str, **given: Any) -> None:
    """A correction of plain columns, instants as typed and personal fields."""
    instants = {name: moment(text) for name, text in given.items() if name.endswith("_at")}
    person = {name: text for name, text in given.items() if name in ("applicant", "phone")}
    columns = {name: value for name, value in given.items() if name not in instants and name not in person}
    correction = Correction(columns, person, {name: when for name, when in instants.items() if when})
    amendments.correct(ward.path, ward.clock, ACTOR, code, correction, "ghi nhầm")


def suspend(ward: Ward, code: str, when: str) -> None:
    chosen = Reason.supplement, Policy.continue_
    handling.suspend(ward.path, ward.clock, ACTOR, code, *chosen, moment(when), "", "")


def events_of(ward: Ward, code: str, kind: str) -> list[int]:
    """The numbers of a dossier's events of a kind."""
    return [seq for (seq,) in ward.ask("SELECT seq FROM event WHERE dossier = ? AND kind = ? ORDER BY seq", code, kind)]


def shown(ward: Ward, code: str, **moments: str) -> View:
    return cases.show(ward.path, ward.clock, code, Moments(**{name: at(text) for name, text in moments.items()}))


RECEIVED, AMENDED, NOW = "3/8/2026 09:00", "6/8/2026 10:00", "10/8/2026 16:00"


@pytest.fixture
def amended(ward: Ward) -> Callable[[Callable[[Ward, str], Any]], tuple[Ward, str]]:
    """A dossier of 3/8 09:00, amended on 6/8 10:00; now it is 10/8 16:00."""

    def amend(amendment: Callable[[Ward, str], Any]) -> tuple[Ward, str]:
        code = ward.receive("bay-ngay", fee=8000, officer="Lê Thị Ánh").code
        ward.is_now(AMENDED)
        amendment(ward, code)
        ward.is_now(NOW)
        return ward, code

    return amend


@pytest.mark.parametrize("as_of", [RECEIVED, "6/8/2026 09:59:59", AMENDED, NOW])
@pytest.mark.parametrize(("known_at", "fee"), [("6/8/2026 09:59:59", 8000), (AMENDED, 15_000), (NOW, 15_000)])
def test_a_correction_holds_for_the_whole_life_from_when_it_is_known(
    amended: Callable[..., tuple[Ward, str]], as_of: str, known_at: str, fee: int
) -> None:
    ward, code = amended(lambda ward, code: correct(ward, code, fee=15_000))
    assert shown(ward, code, as_of=as_of, known_at=known_at).entry.dossier.fee == fee


@pytest.mark.parametrize("as_of", [RECEIVED, AMENDED, NOW])
@pytest.mark.parametrize(("known_at", "applicant"), [("6/8/2026 09:59:59", "Nguyễn Văn A"), (AMENDED, "Nguyễn Văn An")])
def test_a_corrected_name_holds_for_the_whole_life_from_when_it_is_known(
    amended: Callable[..., tuple[Ward, str]], as_of: str, known_at: str, applicant: str
) -> None:
    ward, code = amended(lambda ward, code: correct(ward, code, applicant="Nguyễn Văn An"))
    assert shown(ward, code, as_of=as_of, known_at=known_at).entry.person.applicant == applicant


@pytest.mark.parametrize("as_of", [RECEIVED, AMENDED, NOW])
@pytest.mark.parametrize(("known_at", "status"), [("6/8/2026 09:59:59", "received"), (AMENDED, "void")])
def test_a_void_holds_for_the_whole_life_from_when_it_is_known(
    amended: Callable[..., tuple[Ward, str]], as_of: str, known_at: str, status: str
) -> None:
    ward, code = amended(lambda ward, code: amendments.void(ward.path, ward.clock, ACTOR, code, "nhập trùng"))
    assert shown(ward, code, as_of=as_of, known_at=known_at).entry.dossier.status == status


@pytest.mark.parametrize("as_of", ["4/8/2026 10:00", AMENDED, NOW])
@pytest.mark.parametrize(("known_at", "status"), [("6/8/2026 09:59:59", "resolved"), (AMENDED, "received")])
def test_an_undo_holds_for_the_whole_life_from_when_it_is_known(
    ward: Ward, as_of: str, known_at: str, status: str
) -> None:
    code = ward.receive("bay-ngay").code
    ward.is_now("4/8/2026 10:00")
    ward.resolve(code)
    ward.is_now(AMENDED)
    undo(ward, code)
    ward.is_now(NOW)
    assert shown(ward, code, as_of=as_of, known_at=known_at).entry.dossier.status == status


@pytest.mark.parametrize("by", [("none",), ("procedure",), ("month", "officer")])
@pytest.mark.parametrize(("known_at", "counted"), [("6/8/2026 09:59:59", 1), (AMENDED, 0), (None, 0)])
def test_a_void_dossier_is_in_no_report_once_that_is_known(
    amended: Callable[..., tuple[Ward, str]], by: tuple[str, ...], known_at: str | None, counted: int
) -> None:
    ward, _ = amended(lambda ward, code: amendments.void(ward.path, ward.clock, ACTOR, code, "nhập trùng"))
    august = named_period(Kind.month, 8, 2026, Convention.calendar)
    known = at(known_at) if known_at else None
    found = report(ward.path, ward.clock, ReportRequest(august, by, Basis.due, Granularity.unit, True, None, known))
    assert (found.part.total.received, found.part.total.pending) == (counted, counted)
    assert sum(row.received for row in found.part.rows) == (counted if by != ("none",) else 0)
    assert found.cumulative is not None
    assert found.cumulative.total.received == counted


def test_the_number_of_a_void_dossier_stays_used(ward: Ward) -> None:
    first = ward.receive().code
    amendments.void(ward.path, ward.clock, ACTOR, first, "nhập trùng")
    assert ward.receive().code == "H26.15.30-260803-0002"


# --- undo reaches further ----------------------------------------------------------------------------


def test_an_act_taken_back_under_a_later_correction_comes_back(ward: Ward) -> None:
    """Typed again, an undo brings the act back (decision 27): the correction rests on it no more than it did before."""
    code = ward.receive("bay-ngay").code
    ward.is_now("8/8/2026 09:00")
    ward.resolve(code, when="4/8/2026 10:00")
    correct(ward, code, received_at="3/8/2026 08:30")
    before = ward.dossier(code)
    undo(ward, code, events_of(ward, code, "resolve")[0])
    assert ward.dossier(code).status == "received"
    undo(ward, code)
    assert ward.dossier(code)._replace(anchor="") == before._replace(anchor="")


def test_no_undo_puts_a_result_before_its_receipt(ward: Ward) -> None:
    """Of two corrections the first made room for the second: it goes only after it, or the result would be lost."""
    code = ward.receive("bay-ngay").code
    ward.is_now("8/8/2026 09:00")
    ward.resolve(code, when="4/8/2026 10:00")
    correct(ward, code, resolved_at="7/8/2026 10:00")
    correct(ward, code, received_at="6/8/2026 10:00")
    first = events_of(ward, code, "correct")[0]
    with pytest.raises(OnestopError):
        undo(ward, code, first)
    assert ward.dossier(code).resolved_at == at("7/8/2026 10:00")


def test_a_receipt_corrected_to_after_a_notices_move_is_counted_or_refused(ward: Ward) -> None:
    """Seven working days, with a day off on 27/8, known on 26/8 09:00, and National Day from 31/8 to 2/9."""
    ward.is_now("26/8/2026 09:00")
    code = ward.receive("bay-ngay", when="24/8/2026 09:00").code
    storm = day("27/8/2026"), "Nghỉ bão", "CV 1"
    notices.add_holiday(ward.path, ward.clock, ACTOR, *storm, local=True, consent=Consent(apply=True))
    ward.is_now("28/8/2026 09:00")
    with suppress(OnestopError):
        correct(ward, code, received_at="26/8/2026 10:00")
    found = ward.dossier(code)
    dates = {at("24/8/2026 09:00"): at("8/9/2026 17:30"), at("26/8/2026 10:00"): at("10/9/2026 17:30")}
    assert found.due_at == dates[found.received_at]


# --- looking back at one dossier ---------------------------------------------------------------------


@pytest.mark.parametrize("look", [cases.show, explain])
def test_a_dossier_with_another_name_is_unknown_before_its_receipt(
    ward: Ward, look: Callable[[Path, Callable[[], datetime], str, Moments], Any]
) -> None:
    code = ward.receive().code
    correct(ward, code, applicant="Nguyễn Văn An")
    with pytest.raises(UnknownDossier):
        look(ward.path, ward.clock, code, Moments(as_of=at("2/8/2026 09:00")))


@pytest.mark.parametrize("look", [cases.show, explain])
def test_a_clock_that_was_set_back_breaks_no_look_at_another_name(
    ward: Ward, look: Callable[[Path, Callable[[], datetime], str, Moments], Any]
) -> None:
    """The correction is recorded, by a clock set back, before the receipt: known then is no dossier."""
    code = ward.receive(when="3/8/2026 08:00").code
    ward.is_now("3/8/2026 08:30")
    correct(ward, code, applicant="Nguyễn Văn An")
    ward.is_now("3/8/2026 10:00")
    with pytest.raises(UnknownDossier):
        look(ward.path, ward.clock, code, Moments(known_at=at("3/8/2026 08:45")))


@pytest.mark.parametrize("as_of", ["3/8/2026 10:00", "4/8/2026 10:00"])
def test_an_explanation_of_then_takes_acts_by_when_they_are_told_to_have_happened(ward: Ward, as_of: str) -> None:
    """Suspended on Monday; the result of Tuesday was, as is known now, of Thursday."""
    code = ward.receive("bay-ngay").code
    suspend(ward, code, RECEIVED)
    ward.is_now("7/8/2026 09:00")
    ward.resolve(code, when="4/8/2026 09:00")
    correct(ward, code, resolved_at="6/8/2026 09:00")
    moments = Moments(as_of=at(as_of))
    found = explain(ward.path, ward.clock, code, moments).dossier
    assert found is not None
    assert found.status == cases.show(ward.path, ward.clock, code, moments).entry.dossier.status == "suspended"


# --- a later notice or setting changes no look back --------------------------------------------------


def soon(ward: Ward, known: datetime) -> tuple[date, list[str]]:
    """Until when something is due soon, and what, as known at an instant."""
    found = worklist.work_list(ward.path, ward.clock, 2, Moments(known, known))
    return found.until, [view.entry.dossier.code for view in found.soon]


def test_a_work_list_of_then_does_not_know_a_later_notice(ward: Ward) -> None:
    ward.is_now("6/8/2026 09:00")
    ward.receive("tinh-trang-hon-nhan")
    ward.receive("di-chuc")
    known = ward.now
    before = soon(ward, known)
    ward.is_now("6/8/2026 11:00")
    storm = day("7/8/2026"), "Nghỉ bão", "CV 1"
    notices.add_holiday(ward.path, ward.clock, ACTOR, *storm, local=True, consent=Consent(apply=True, no_move=True))
    assert soon(ward, known) == before


def test_a_work_list_of_then_does_not_know_a_later_setting(ward: Ward) -> None:
    suspend(ward, ward.receive("bay-ngay").code, RECEIVED)
    ward.is_now("5/8/2026 09:00")
    known = ward.now
    ward.is_now("5/8/2026 10:00")
    settings.set_value(ward.path, ward.clock, ACTOR, "waiting_days", "1", None)
    assert worklist.work_list(ward.path, ward.clock, 2, Moments(known, known)).waiting == []
