"""The JSON of `explain` alone gives every date of random lives again, step by step (domain §3.1-3.4)."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from tests.office import Ward
from tests.usecases.busy_year import Lives
from tests.usecases.derivations import Json, explained, numbers, worked_out

pytestmark = pytest.mark.slow

SEEDS = ("bốn", "năm", "sáu", "bảy", "tám", "chín", "nghìn")
STEPS = 120
NAMES = ("due", "statutory", "extended", "promised")


def keys(name: str) -> tuple[str, str]:
    """Under which keys a step has a date before and after it."""
    stem = "due" if name == "due" else f"{name}_due"
    return f"{stem}_before", f"{stem}_after"


class Told(NamedTuple):
    """One date after one step of a life, with its derivation and the letters sent until then."""

    where: str
    kind: str
    name: str
    before: str | None
    after: str | None
    derivation: Json | None
    letters: list[str]
    is_foreign: bool


@pytest.fixture(scope="module")
def explanations(early_template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Json]:
    """Of every dossier of some random lives."""
    found: list[Json] = []
    for seed in SEEDS:
        ward = Ward(Path(shutil.copy(early_template, tmp_path_factory.mktemp("explained") / "onestop.db")))
        ward.is_now("22/12/2025 09:00")
        lives = Lives(ward, Random(seed))
        for _ in range(STEPS):
            lives.step()
        found += [explained(ward, entry.dossier.code) for entry in lives.entries()]
    return found


@pytest.fixture(scope="module")
def dates(explanations: list[Json]) -> list[Told]:
    return [told for each in explanations for told in dates_of(each)]


def dates_of(explanation: Json) -> Iterator[Told]:
    letters: list[str] = []
    for step in explanation["steps"]:
        if step["kind"] == "extend":
            letters.append(step["extended_due_after"])
        for name in NAMES:
            before, after = (step[key] for key in keys(name))
            where = f"{explanation['code']} {step['seq']} {step['kind']} {name}"
            is_foreign = explanation["given_due_at"] is not None and name in ("due", "promised")
            yield Told(where, step["kind"], name, before, after, step[name], [*letters], is_foreign)


def test_the_lives_have_steps_of_every_kind(dates: list[Told]) -> None:
    moved = {(told.kind, told.name) for told in dates if told.before != told.after}
    acts = {("receive", "due"), ("resume", "due"), ("move", "due"), ("extend", "extended"), ("resume", "extended")}
    assert moved >= acts | {("correct", "due"), ("correct", "promised"), ("undo", "due")}
    units = {told.derivation["unit"] for told in dates if told.derivation}
    assert units == {"same_day", "working_hour", "working_day", "calendar_day", "month", "none"}


def test_every_date_follows_from_its_own_step(dates: list[Told]) -> None:
    derived = [told for told in dates if told.derivation is not None]
    wrong = [
        told.where
        for told in derived
        if told.derivation and worked_out(told.derivation, told.letters) != told.derivation["due_at"]
    ]
    assert wrong == []


def test_a_date_is_what_its_derivation_gives(dates: list[Told]) -> None:
    derived = [(told, told.derivation) for told in dates if told.derivation is not None]
    assert [told.where for told, made in derived if not made["kept"] and made["due_at"] != told.after] == []


def test_every_date_that_changed_is_derived(dates: list[Told]) -> None:
    changed = [told for told in dates if told.before != told.after and told.after is not None]
    assert [told.where for told in changed if told.derivation is None] == []


def test_a_date_that_was_kept_is_later_than_its_derivation(dates: list[Told]) -> None:
    derived = [(told, told.derivation) for told in dates if told.derivation is not None and not told.is_foreign]
    kept = [(told, made["due_at"]) for told, made in derived if made["kept"]]
    assert [told.where for told, due_at in kept if due_at is None or (told.after or "") <= due_at] == []


def test_a_date_that_was_kept_stayed(dates: list[Told]) -> None:
    """A correction or an undo may bring back a date that was kept before; no act sets one."""
    kept = [told for told in dates if told.derivation and told.derivation["kept"] and not told.is_foreign]
    amended = ("correct", "undo")
    assert [told.where for told in kept if told.kind not in amended and told.before != told.after] == []


def test_the_steps_are_a_chain(explanations: list[Json]) -> None:
    for each in explanations:
        for name in NAMES:
            before, after = keys(name)
            steps = each["steps"]
            assert [step[before] for step in steps] == [None, *(step[after] for step in steps[:-1])], each["code"]


def test_the_chain_ends_where_the_dossier_stands(explanations: list[Json]) -> None:
    for each in explanations:
        last = each["steps"][-1]
        for name in NAMES[1:]:
            stands, end = each[f"{name}_due_at"], last[keys(name)[1]]
            assert stands == (end and end[: len(stands or "")]), (each["code"], name)


def test_the_first_days_give_the_date_in_force(explanations: list[Json]) -> None:
    for each in explanations:
        derivation = each | each["rule"]
        assert worked_out(derivation) == each["due_at"], each["code"]


def test_every_day_from_the_first_to_the_last_is_listed(dates: list[Told]) -> None:
    for told in dates:
        rows = told.derivation["days"] if told.derivation and told.derivation["unit"] != "month" else []
        days = [date.fromisoformat(row["date"]) for row in rows]
        assert days == [days[0] + timedelta(days=n) for n in range(len(days))], told.where


def test_the_days_are_counted_from_one_to_the_limit(dates: list[Told]) -> None:
    for told in dates:
        made = told.derivation
        if made is not None and made["unit"] in ("working_day", "calendar_day", "same_day"):
            assert numbers(made) == list(range(1, (made["amount"] or 1) + 1)), told.where
