"""Random lives with cases, start rules, hand-ins and agreed dates (domain §3.2): the laws of every life hold for them.

The register is what the events add up to, an undo is as if nothing had been, the explanation alone gives every date in
force, and no notice moves a date that was agreed.
"""

import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from onestop_cli.core.amendments import is_marked
from onestop_cli.core.dossier import Dossier, DueSource, Entry
from onestop_cli.core.moments import When
from onestop_cli.core.outcomes import Outcome, outcome
from onestop_cli.errors import MayNotAgree
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from onestop_cli.usecases import counter, notices
from onestop_cli.usecases.counter import Receipt
from onestop_cli.usecases.strict import Strict
from tests.office import ACTOR, OF_LAW, Ward, broken_links, strays
from tests.usecases.busy_year import CHANNELS, CONSENTS, Lives, Step, typed_at
from tests.usecases.derivations import Json, explained
from tests.usecases.test_explanations_in_force import must_give_the_date_in_force
from tests.usecases.test_two_axes_of_random_lives import TakenBack, taken_back, without_anchor

pytestmark = pytest.mark.slow

SEEDS = ("một", "hai", "ba", "bốn", "năm", "sáu")
STEPS = 160
MEANT = tuple(p.written for p in OF_LAW)
AGREED = tuple(p.code for p in OF_LAW if p.may_agree)


class LivesOfLaw(Lives):
    """Dossiers of procedures with cases, start rules and agreed dates; notices move what they do not leave."""

    def step(self) -> Step:
        """Now and then a day off soon; and else as in every life."""
        if self.random.random() < 0.1:
            return self.typed("notice", None)
        return super().step()

    def _notice(self) -> None:
        on = self.ward.now.date() + timedelta(days=self.random.randrange(6))
        office = self.ward.path, self.ward.clock, ACTOR
        notices.add_holiday(*office, on, "Nghỉ bão", "CV 1", local=True, consent=self.random.choice(CONSENTS))

    def _receive(self) -> None:
        pick, now = self.random.choice, self.ward.now
        earlier = self.some_instant(now - timedelta(days=5), now)
        when = pick((None, typed_at(earlier), typed_at(earlier.replace(hour=15, minute=0)), None))
        if when is not None and when.instant > now:
            when = None
        received = when.instant if when else now
        handed_in = self.some_instant(received - timedelta(days=4), received)
        submitted = pick((None, typed_at(handed_in), When(handed_in.date(), None, "")))
        agreed = pick((None, now.date() + timedelta(days=self.random.randrange(10))))
        procedure = pick((*MEANT, *AGREED, *AGREED, "8.000011", "cai-chinh/khai-tu"))
        receipt = Receipt(
            procedure, self.someone(), pick(CHANNELS), when=when, submitted=submitted, agreed=agreed,
        )  # fmt: skip
        try:
            counter.receive(self.ward.path, self.ward.clock, ACTOR, receipt, again=True)
        except MayNotAgree:
            counter.receive(self.ward.path, self.ward.clock, ACTOR, receipt._replace(agreed=None), again=True)

    def _corrections(self, d: Dossier) -> dict[str, Any]:
        """The values of every life, and a case, another procedure of the law, a date agreed anew or not at all."""
        pick = self.random.choice
        values = super()._corrections(d)
        values["procedure"] = pick(MEANT)
        if d.due_source is DueSource.agreed or self.random.random() < 0.1:
            on = d.received_at.date() + timedelta(days=self.random.randrange(12))
            values["agreed_due_at"] = When(on, None, "")
        return values

    def _correct(self, d: Dossier) -> None:
        """Now and then only the case, or that no date was agreed."""
        of_code = [p.case for p in OF_LAW if p.code == d.procedure_code]
        if len(of_code) > 1 and self.random.random() < 0.3:
            self.ward.correct(d.code, case=self.random.choice(of_code))
        elif d.due_source is DueSource.agreed and self.random.random() < 0.2:
            self.ward.correct(d.code, agreed_due_at=None)
        else:
            super()._correct(d)


class Lived(NamedTuple):
    """Random lives of the law in one file, and what was seen while they were made."""

    ward: Ward
    acts: Counter[str]
    taken_back: list[TakenBack]
    agreed_and_moved: list[tuple[Entry, Entry]]
    explanations: list[Json]


def _lived(ward: Ward, seed: str) -> Lived:
    ward.is_now("22/12/2025 09:00")
    lives, random, acts = LivesOfLaw(ward, Random(seed)), Random(f"undo {seed}"), Counter[str]()
    back: list[TakenBack] = []
    moved: list[tuple[Entry, Entry]] = []
    for number in range(STEPS):
        before = {entry.dossier.code: entry for entry in lives.entries()}
        [(last,)] = ward.ask("SELECT max(seq) FROM event")
        step: Step = lives.step()
        if step.refusal is not None:
            continue
        acts[step.act] += 1
        if step.act in ("notice", "amend"):
            codes = [code for (code,) in ward.ask("SELECT dossier FROM event WHERE kind = 'move' AND seq > ?", last)]
            told = {entry.dossier.code: entry for entry in lives.entries()}
            moved += [(before[c], told[c]) for c in codes if told[c].dossier.due_source is DueSource.agreed]
        [(count,)] = ward.ask("SELECT count(*) FROM event WHERE seq > ?", last)
        if count == 1 and random.random() < 0.5 and step.code is not None:
            back += taken_back(lives, step, f"{seed} {number} {step.act} {step.code}")
    codes = [entry.dossier.code for entry in lives.entries()]
    return Lived(ward, acts, back, moved, [explained(ward, code) for code in codes])


@pytest.fixture(scope="module")
def lives(law_template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Lived]:
    folder = tmp_path_factory.mktemp("law")
    return [_lived(Ward(Path(shutil.copy(law_template, folder / f"{n}.db"))), seed) for n, seed in enumerate(SEEDS)]


def test_the_lives_are_of_every_rule(lives: list[Lived]) -> None:
    dossiers = [entry.dossier for each in lives for entry in LivesOfLaw(each.ward, Random()).entries()]
    assert {d.start for d in dossiers} == {"receipt", "cut_off", "submitted"}
    assert {d.case for d in dossiers} >= {"", "bo-sung", "khai-sinh", "khai-tu"}
    assert any(d.due_source is DueSource.agreed and d.suspensions and d.start == "cut_off" for d in dossiers)
    assert any(each.agreed_and_moved for each in lives)
    acts = sum((each.acts for each in lives), Counter[str]())
    assert acts.keys() >= {"correct", "undo", "notice", "resume", "amend", "print"}


def test_the_register_is_what_the_events_add_up_to(lives: list[Lived]) -> None:
    assert [(strays(each.ward), broken_links(each.ward)) for each in lives] == [([], [])] * len(lives)


def test_an_act_taken_back_is_as_if_it_had_never_been_and_comes_back_as_it_was(lives: list[Lived]) -> None:
    done = [each for ward in lives for each in ward.taken_back if each.undone is not None]
    assert done
    assert [each.step for each in done if without_anchor(each.undone) != without_anchor(each.before)] == []
    assert [each.step for each in done if without_anchor(each.restored) != without_anchor(each.after)] == []


def test_the_explanation_alone_gives_the_date_in_force(lives: list[Lived]) -> None:
    for each in lives:
        for explanation in each.explanations:
            must_give_the_date_in_force(explanation)


def test_no_notice_moves_what_was_agreed(lives: list[Lived]) -> None:
    pairs = [pair for each in lives for pair in each.agreed_and_moved]
    assert [b.dossier.code for a, b in pairs if a.dossier.due_at != b.dossier.due_at] == []
    assert any(a.dossier.statutory_due_at != b.dossier.statutory_due_at for a, b in pairs)


def test_without_papers_recorded_late_no_dossier_does_better(lives: list[Lived]) -> None:
    ranks: dict[Outcome | None, int] = {Outcome.early: 0, Outcome.on_time: 1, Outcome.late: 2, Outcome.overdue: 2}
    for each in lives:
        with reading(each.ward.path) as connection:
            strict = Strict(connection)
            for entry in LivesOfLaw(each.ward, Random()).entries():
                events = ledger.dossier_events(connection, entry.dossier.code)
                without = strict.fold(events)
                if without is None or not any(map(is_marked, events)) or not entry.dossier.recorded_late:
                    assert without is None or without.dates == entry.dossier.dates, entry.dossier.code
                    continue
                told, judged = outcome(entry.dossier, each.ward.now), outcome(without, each.ward.now)
                if told in ranks and judged in ranks:
                    assert ranks[told] <= ranks[judged], entry.dossier.code
