"""The two axes of time over random lives: what an act says at T, what the file knew at K (domain §3.6).

What a command answers is compared with `recount`, which tells the raw events by `docs/ledger.md` alone.
"""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from onestop_cli.core.acts import Act
from onestop_cli.core.dossier import Entry
from onestop_cli.core.filters import Filters
from onestop_cli.core.moments import Moments, When
from onestop_cli.core.outcomes import Basis, Granularity, View
from onestop_cli.core.periods import Period
from onestop_cli.core.report import ReportRequest
from onestop_cli.errors import OnestopError, UnknownDossier
from onestop_cli.output.records import dossier_record
from onestop_cli.usecases import dossiers as cases
from onestop_cli.usecases import worklist
from onestop_cli.usecases.explanations import explain
from onestop_cli.usecases.reports.report import report
from tests.office import Ward, broken_links, strays
from tests.usecases.busy_year import Lives, Step
from tests.usecases.recount import EVER, Recount, after, outcome, told

pytestmark = pytest.mark.slow


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
    """The last act of a dossier is undone, and the undo is undone. A change of officer goes by its number."""
    if step.code is None or step.before is None or step.act == "print":
        return  # a printing stays
    found: list[Entry | None] = [lives.entry(step.code)]
    [(last,)] = lives.ward.ask("SELECT max(seq) FROM event WHERE dossier = ?", step.code)
    for number in (last if step.act == "assign" else None, None):
        try:
            lives.ward.undo(step.code, number)
        except OnestopError:
            found.append(None)
        else:
            found.append(lives.entry(step.code))
    recorded, undone, restored = found
    assert recorded is not None
    yield TakenBack(name, step.before, recorded, undone, restored)


def ledger_heads(ward: Ward) -> Heads:
    return ward.ask("SELECT seq, hash FROM event ORDER BY seq")


def without_anchor(entry: Entry | None) -> Entry | None:
    """Without its anchor, and without marks: an undo recorded late bears one of its own."""
    return entry and entry._replace(dossier=entry.dossier._replace(anchor="", recorded_late=()))


@pytest.fixture(scope="module")
def lives(early_template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Lived]:
    folder = tmp_path_factory.mktemp("lives")
    return [
        lived(Ward(Path(shutil.copy(early_template, folder / f"{place}.db"))), seed) for place, seed in enumerate(SEEDS)
    ]


# --- what is recorded ------------------------------------------------------------------------------


def test_the_lives_are_full_of_acts_and_refusals(lives: list[Lived]) -> None:
    acts = [act.kind for each in lives for story in each.recount.stories.values() for act in story]
    refusals = {name for each in lives for name in each.refusals}
    assert set(acts) == {act.value for act in Act if act is not Act.erase}
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
    """The acts in the order of the ledger; a change of officer, and a printing, stands where it falls."""
    for each in lives:
        for code, story in each.recount.stories.items():
            numbers = [act.seq for act in told(story, EVER)[0] if act.kind not in ("assign", "print")]
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
                is_possible = act.kind not in FROM or state["status"] in FROM[act.kind]
                assert is_possible or act.kind == "assign", (code, act.seq)
                state = after(state, act) if state or act.kind == "receive" else state


def test_the_working_days_of_a_result_are_those_of_the_recount(lives: list[Lived]) -> None:
    for each in lives:
        stored = dict(each.ward.ask("SELECT code, working_days FROM dossier WHERE resolved_at IS NOT NULL"))
        states = [state for state in each.recount.states() if state["resolved_at"]]
        assert stored == {state["code"]: each.recount.days_used(state) for state in states}


# --- looking back at random ------------------------------------------------------------------------


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
                found = cases.show(ward.path, ward.clock, code, look.moments)
                shown = as_json(View(found.entry, found.outcome))
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
