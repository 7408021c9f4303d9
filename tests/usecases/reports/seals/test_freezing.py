"""What a seal freezes, and when a period may be sealed (domain §4.1)."""

import json
import shutil
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from onestop_cli.core.tally import COUNTS
from onestop_cli.errors import PeriodUnfinished
from onestop_cli.usecases.reports import seals as sealing
from tests.command_line import as_json, refused, typed
from tests.office import ACTOR, Ward, broken_links, changed_outside, strays
from tests.usecases.reports.seals.july import (
    CARRIED,
    JULY,
    LATER,
    MONTH,
    PENDING_WITHIN,
    SEALED_AT,
    listed,
    printed,
    sealed_now,
    seals,
    told,
)

# --- what is frozen --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "period",
    [
        pytest.param(MONTH, id="a month"),
        pytest.param(("--quarter", "2", "--year", "2026"), id="a quarter"),
        pytest.param(("--half", "1", "--year", "2026"), id="half a year"),
        pytest.param(("--nine-months", "--year", "2025"), id="nine months"),
        pytest.param(("--year", "2025"), id="a year"),
        pytest.param(("--from", "6/7/2026", "--to", "24/7/2026"), id="free days"),
        pytest.param(
            ("--month", "7", "--year", "2026", "--convention", "administrative"), id="an administrative month"
        ),
        pytest.param(("--month", "7"), id="the latest July"),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_digest_is_of_what_the_report_prints_at_that_moment(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, period: tuple[str, ...], language: str
) -> None:
    monkeypatch.setenv("ONESTOP_LANG", language)
    before = printed("report", *period, "--json")
    seal = as_json("seal", *period)
    assert seal["digest"] == sha256(before).hexdigest()
    assert printed("report", *period, "--json") == before
    again = as_json("report", *period, "--sealed")
    assert again.pop("seal")["digest_now"] == seal["digest"]
    assert (json.dumps(again, ensure_ascii=False, indent=2) + "\n").encode() == before


def test_what_the_office_judges_by_is_what_is_frozen(ward: Ward) -> None:
    for key, value in (("basis", "statutory"), ("granularity", "minute"), ("convention", "administrative")):
        typed("config", "set", key, value)
    before = printed("report", *MONTH, "--json")
    assert json.loads(before)["period"] == {"from": "2026-06-15", "to": "2026-07-14", "convention": "administrative"}
    assert as_json("seal", *MONTH)["digest"] == sha256(before).hexdigest()


def test_the_answer_is_the_seal_as_recorded(ward: Ward) -> None:
    [(last,)] = ward.ask("SELECT max(seq) FROM event")
    seal = as_json("seal", *MONTH, "--note", "báo cáo tháng 7", "--actor", "minh")
    [(digest,)] = ward.ask("SELECT hash FROM event WHERE seq = ?", last + 1)
    assert seal == {
        "seq": last + 1,
        "period": {"from": "2026-07-01", "to": "2026-07-31", "convention": "calendar"},
        "sealed_at": "2026-08-03T09:00:00+07:00",
        "actor": "minh",
        "position": last,
        "digest": seal["digest"],
        "note": "báo cáo tháng 7",
        "anchor": f"{last + 1}:{digest[:12]}",
    }
    again = as_json("report", *MONTH, "--sealed", "--personal-data")["seal"]
    told = {"digest_now": seal["digest"], "is_intact": True, "adjustments": [], "changes": {}, "groups": []}
    assert again == {**seal, **told}


def test_the_seal_is_one_event_of_the_ledger_and_all_that_changed(ward: Ward) -> None:
    before = ward.content
    seal = sealed_now(ward, note="x")
    [(kind, dossier, recorded_at, data, beside)] = ward.ask(
        "SELECT kind, dossier, recorded_at, data, fields FROM event JOIN personal USING (seq) ORDER BY seq DESC LIMIT 1"
    )
    assert (kind, dossier, recorded_at, beside) == ("seal", None, "2026-08-03T09:00:00+07:00", '{"note":"x"}')
    assert json.loads(data) == {
        "period": {"from": "2026-07-01", "to": "2026-07-31", "convention": "calendar"},
        "form": 2, "cumulative": True, "basis": "due", "granularity": "unit", "position": seal.event.seq - 1,
        "digest": seal.digest, "total": seal.total,
    }  # fmt: skip
    added = [line for line in ward.content if line not in before]
    assert [line.split('"')[1] for line in added] == ["event", "personal"]
    assert (broken_links(ward), strays(ward), seals(ward)) == ([], [], [seal.event.seq])


def test_the_figures_frozen_are_those_counted_by_hand(ward: Ward) -> None:
    """Seven received in July and one before: five results, one of them refused; one withdrawn, two open.

    Early are CARRIED, READY and REFUSED, DONE is on time, NO_LIMIT has no limit.
    """
    total = sealed_now(ward).total
    assert {name: total[name] for name in COUNTS if total[name]} == {
        "carried_over": 1, "received": 7, "received_direct": 6, "received_postal": 1, "resolved": 5, "early": 3,
        "on_time": 1, "resolved_no_limit": 1, "refused": 1, "withdrawn": 1, "pending": 2, "within": 1, "overdue": 1,
    }  # fmt: skip


READERS = [
    ("report", *MONTH), ("report", *MONTH, "--by", "week", "--by", "officer", "--cumulative"),
    ("report", *MONTH, "--known-at", "3/8/2026 08:59"), ("report", *MONTH, "--form", "06a"),
    ("report", *MONTH, "--index-766"), ("report", *MONTH, "--sealed"), ("report", *MONTH, "--sealed", "--by", "day"),
    ("late", *MONTH), ("register", *MONTH), ("register", *MONTH, "--as-of", "30/7/2026"), ("trend",),
]  # fmt: skip


@pytest.mark.parametrize("format_name", ["table", "json", "html", "xlsx"])
def test_no_report_changes_a_byte_of_the_file(frozen: Ward, format_name: str) -> None:
    before = frozen.path.read_bytes(), frozen.path.stat().st_mtime_ns
    for command in READERS:
        assert printed(*command, "-f", format_name)
    assert (frozen.path.read_bytes(), frozen.path.stat().st_mtime_ns) == before


# --- when it may be sealed -------------------------------------------------------------------------


def test_a_period_is_sealed_once(frozen: Ward) -> None:
    content = frozen.content
    said = refused("seal", *MONTH, code=11)
    assert "was sealed on 03/08/2026 09:00" in said
    assert "onestop report --sealed --from 01/07/2026 --to 31/07/2026" in said
    refused("seal", "--from", "1/7/2026", "--to", "31/7/2026", code=11)
    refused("seal", "--month", "7", "--note", "khác", "--actor", "minh", code=11)
    assert frozen.content == content
    typed("report", "--sealed", "--from", "01/07/2026", "--to", "31/07/2026")


def test_days_sealed_as_such_are_a_month_sealed(ward: Ward) -> None:
    typed("seal", "--from", "1/7/2026", "--to", "31/7/2026")
    refused("seal", *MONTH, code=11)
    assert as_json("report", *MONTH, "--sealed")["cumulative"]["from"] == "2026-01-01"


@pytest.mark.parametrize("now", ["31/7/2026 12:00", "31/7/2026 23:59:58", "31/7/2026 23:59:59"])
def test_a_period_that_is_not_over_is_not_sealed(ward: Ward, now: str) -> None:
    ward.is_now(now)
    content = ward.content
    assert "is not over" in refused("seal", *MONTH, code=11)
    with pytest.raises(PeriodUnfinished):
        sealed_now(ward)
    assert ward.content == content


def test_a_period_is_sealed_from_the_second_after_it_on(ward: Ward) -> None:
    ward.is_now("1/8/2026 00:00:00")
    before = printed("report", *MONTH, "--json")
    assert as_json("seal", *MONTH)["digest"] == sha256(before).hexdigest()


def test_what_is_to_come_is_not_sealed(ward: Ward) -> None:
    for period in (
        ("--month", "8"),
        ("--year", "2026"),
        ("--quarter", "3"),
        ("--from", "3/8/2026", "--to", "9/8/2026"),
    ):
        refused("seal", *period, code=11)


def test_a_seal_needs_its_period(ward: Ward) -> None:
    assert "--month is missing" in refused("seal", code=2)


def test_what_is_not_sealed_is_not_found(ward: Ward) -> None:
    assert "onestop seal --from 01/07/2026 --to 31/07/2026" in refused("report", *MONTH, "--sealed", code=10)
    typed("seal", "--quarter", "2", "--year", "2026")
    for other in (MONTH, ("--month", "6", "--year", "2026"), ("--half", "1", "--year", "2026")):
        refused("report", *other, "--sealed", code=10)


def test_periods_that_overlap_have_their_own_seals(ward: Ward) -> None:
    periods = (
        ("--month", "6", "--year", "2026"), ("--quarter", "2", "--year", "2026"), ("--half", "1", "--year", "2026"),
        ("--from", "29/6/2026", "--to", "5/7/2026"), ("--month", "6", "--convention", "administrative"), MONTH,
    )  # fmt: skip
    before = [printed("report", *period, "--json") for period in periods]
    seals = [as_json("seal", *period) for period in periods]
    assert [seal["position"] for seal in seals] == [seal["seq"] - 1 for seal in seals]
    ward.is_now(LATER)
    ward.correct(CARRIED, resolved_at="3/7/2026 09:00")
    for period, text, seal in zip(periods, before, seals, strict=True):
        found = as_json("report", *period, "--sealed")["seal"]
        assert (found["seq"], found["digest"]) == (seal["seq"], sha256(text).hexdigest())
        in_it = period == MONTH or found["period"]["to"] >= "2026-06-30"
        assert [each["kind"] for each in found["adjustments"]] == ["correct"] * in_it, period


# --- what the register says beside the events ------------------------------------------------------


def test_figures_on_which_register_and_events_disagree_are_not_frozen(ward: Ward) -> None:
    changed_outside(ward.path, f"UPDATE dossier SET channel = 'postal' WHERE code = '{CARRIED}'")
    before = ward.content
    said = refused("seal", *MONTH, code=14)
    assert "tells other figures of 01/07/2026 to 31/07/2026 than its events do" in said
    assert (ward.content, seals(ward)) == (before, [])


def test_a_row_outside_of_the_figures_does_not_hinder_a_seal(ward: Ward) -> None:
    changed_outside(ward.path, f"UPDATE dossier SET officer = 'Ai đó' WHERE code = '{CARRIED}'")
    assert sealed_now(ward).position == seals(ward)[0] - 1


def test_what_is_recorded_while_the_events_are_read_is_an_adjustment(ward: Ward) -> None:
    """The lock is not held while they are: whoever types meanwhile is not kept waiting."""
    asked: list[datetime] = []

    def clock() -> datetime:
        if not asked:
            ward.receive("bay-ngay", when="30/7/2026 10:00")
        asked.append(ward.now)
        return ward.now

    seal = sealing.seal(ward.path, clock, ACTOR, JULY, "")
    assert seal.position == seal.event.seq - 2
    assert [(kind, after) for kind, _, _, after in listed(ward)] == [("receive", PENDING_WITHIN)]


def test_a_file_put_in_the_place_of_the_one_that_was_read_is_read_itself(ward: Ward, tmp_path: Path) -> None:
    other = Ward(Path(shutil.copy(ward.path, tmp_path / "other.db")))
    other.is_now(SEALED_AT)
    for each in (ward, other):
        each.receive("bay-ngay", when=f"{30 if each is other else 31}/7/2026 10:00")
    asked: list[datetime] = []

    def clock() -> datetime:
        if not asked:
            other.path.replace(ward.path)
        asked.append(ward.now)
        return ward.now

    seal = sealing.seal(ward.path, clock, ACTOR, JULY, "")
    assert told(ward).is_intact
    assert (seals(ward), broken_links(ward)) == ([seal.event.seq], [])
