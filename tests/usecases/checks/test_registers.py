"""The two synthetic registers: the demonstration has no finding, the auditors' one carries each pattern once."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from onestop_cli.core.checks.findings import Severity
from onestop_cli.core.checks.listed import BY_NAME, CHECKS, Finding, chosen
from onestop_cli.output import language
from onestop_cli.output.checks import sentence
from onestop_cli.sources.audit_acts import audit_acts
from onestop_cli.sources.typed import written
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from onestop_cli.usecases.audit_demo import ENDS, audit_demonstration
from onestop_cli.usecases.checks import Asked, Checked, checked
from onestop_cli.usecases.demo import register_demonstration
from tests.core.written import at
from tests.office import Ward, broken_links, strays
from tests.usecases.busy_year import busy_year
from tests.usecases.checks.looking import looked

NOW = at("26/11/2026 09:00")
SHARES = {"closed-share", "all-early"}
"""These are of a month, not of dossiers."""


def asked(path: Path, as_of: str) -> Checked:
    return checked(path, lambda: NOW, Asked(CHECKS, None, written(as_of), None, {}))


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return audit_demonstration(tmp_path_factory.mktemp("findings") / "findings.db", lambda _: None).path


@pytest.fixture(scope="module")
def found(register: Path) -> dict[str, list[Finding]]:
    by_check: dict[str, list[Finding]] = {check.name: [] for check in CHECKS}
    for finding in asked(register, ENDS).findings:
        by_check[finding.check.name].append(finding)
    return by_check


@pytest.mark.parametrize("name", BY_NAME)
def test_each_check_finds_one_thing(found: dict[str, list[Finding]], name: str) -> None:
    assert len(found[name]) == 1


@pytest.mark.parametrize("name", [name for name in BY_NAME if name not in {*SHARES, "imported"}])
def test_it_is_of_the_dossier_and_the_event_that_were_made_for_it(
    register: Path, found: dict[str, list[Finding]], name: str
) -> None:
    [finding] = found[name]
    made_for = "all-early" if name == "due-on-day-off" else name  # one import brings both
    days = {row.now.date() for row in audit_acts() if row.check == made_for}
    with reading(register) as connection:
        for seq in finding.found.seqs:
            event = ledger.event(connection, seq)
            assert event is not None
            assert event.dossier in finding.found.dossiers
            assert event.recorded_at.date() in days
            assert event.actor == finding.found.actor


def test_the_acts_are_for_checks_that_there_are() -> None:
    assert {row.check for row in audit_acts()} == set(BY_NAME) - {"imported", "due-on-day-off"}


def test_the_register_is_whole_but_for_what_was_written_beside_it(register: Path) -> None:
    ward = Ward(register)
    assert broken_links(ward) == []
    assert strays(ward) == []
    assert audit_demonstration(register, lambda _: None).is_new is False


@pytest.fixture(params=["vi", "en"])
def _spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    before = language.language()
    language.use(request.param)
    yield
    language.use(before)


@pytest.mark.usefixtures("_spoken")
@pytest.mark.parametrize("name", BY_NAME)
def test_a_sentence_has_its_values_and_no_person(found: dict[str, list[Finding]], name: str) -> None:
    [finding] = found[name]
    words = sentence(finding)
    assert not re.search(r"[{}]|—|\bNone\b|\d{4}-\d{2}-\d{2}T", words)
    assert "Người dân" not in words
    assert words.endswith(".")


def test_the_demonstration_of_2023_has_no_finding(tmp_path: Path) -> None:
    path = register_demonstration(tmp_path / "demo.db", lambda: NOW, lambda _: None).path
    told = asked(path, "31/8/2023")
    assert Counter(each.check.name for each in told.findings) == {"imported": 1}
    assert (told.n_findings, told.n_info, told.n_dossiers) == (0, 1, 2452)


def test_a_busy_year_is_looked_at_without_an_error(early_ward: Ward) -> None:
    busy_year(early_ward, "looked at", 60)
    told = looked(early_ward)
    assert told.n_dossiers > 60
    assert not [each for each in told.findings if each.check.name in ("promise-not-derived", "number-duplicate")]
    assert all(map(sentence, told.findings))


def test_names_are_kebab_case_and_every_check_is_of_one_kind() -> None:
    for check in CHECKS:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", check.name)
        assert (check.of_dossier is None) is not (check.of_all is None)
    assert {check.severity for check in CHECKS} == set(Severity)
    assert [check.name for check in chosen(["Number_Gap", "overdue"])] == ["overdue", "number-gap"]


def test_the_calendar_of_a_day_long_past_may_be_missing(long_ward: Ward) -> None:
    long_ward.is_now("2/7/2018 09:00")
    long_ward.receive()
    long_ward.is_now("2/7/2040 09:00")
    assert looked(long_ward, "overdue").findings[0].found.values["days"] > 1000  # type: ignore[operator]
