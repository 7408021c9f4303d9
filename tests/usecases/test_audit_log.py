"""The log over random lives: nothing is left out or told twice, and a filter is what a plain reading finds."""

import json
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core import dossier_events, file_events
from onestop_cli.core.filters import EventFilters
from onestop_cli.core.moments import VIETNAM
from onestop_cli.core.text import search_key
from onestop_cli.usecases.audit_log import Log, Logged, LogRequest, audit_log
from tests.events import chained, noted_in
from tests.office import Ward
from tests.usecases.busy_year import busy_year

KINDS = [*dossier_events.KINDS, *file_events.KINDS]
LOGINS = ("minh", "LAN", "Đức")


@pytest.fixture(scope="module")
def busy(early_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """A year of random lives with imports, some under a login that is told; acts by others, by a clock that jumped."""
    path = tmp_path_factory.mktemp("log") / "onestop.db"
    ward = busy_year(Ward(Path(shutil.copy(early_template, path))), "log", 60)
    for place, (seq,) in enumerate(ward.ask("SELECT seq FROM event WHERE kind = 'import'")):
        if place % 2:
            noted_in(ward, seq, login=LOGINS[place % 3])
    for place, (code,) in enumerate(ward.ask("SELECT code FROM dossier ORDER BY code LIMIT 12")):
        ward.now += timedelta(hours=7)
        told = {"officer": "Đức", "login": LOGINS[place % 3]} | ({"clock": "back"} if place % 4 == 0 else {})
        chained(ward, "assign", told, code, actor=("lan", "Minh", "[red]")[place % 3])
    return ward


def told(ward: Ward, filters: EventFilters = EventFilters(), **asked: Any) -> list[Logged]:  # noqa: B008
    found: list[Logged] = []

    def keep(log: Log) -> None:
        found.extend(log.events)
        assert log.n == len(found)

    audit_log(ward.path, ward.clock, LogRequest(filters, **asked), keep)
    return found


def numbers(logged: list[Logged]) -> list[int]:
    return [each.row.seq for each in logged]


Kept = dict[str, Any]


def kept(ward: Ward) -> list[Kept]:
    """The ledger read plainly: each event, with the login that it, or its import, was recorded under."""
    columns = ("seq", "dossier", "kind", "occurred_at", "recorded_at", "actor", "data")
    rows = ward.ask(f"SELECT {', '.join(columns)} FROM event ORDER BY seq")
    events: list[Kept] = [dict(zip(columns, row, strict=True)) for row in rows]
    for event in events:
        event["data"] = json.loads(event["data"])
    of = {event["seq"]: event["data"].get("login") for event in events}
    for event in events:
        event["login"] = event["data"].get("login") or of.get(event["data"].get("import"))
    return events


def fits(event: Kept, filters: EventFilters) -> bool:
    recorded, occurred = (datetime.fromisoformat(event[key]).date() for key in ("recorded_at", "occurred_at"))
    first, last = filters.recorded
    who = [search_key(name) for name in (event["actor"], event["login"]) if name]
    return (
        event["seq"] > filters.after
        and (filters.up_to is None or event["seq"] <= filters.up_to)
        and (filters.dossier is None or event["dossier"] == filters.dossier)
        and (not filters.kinds or event["kind"] in filters.kinds)
        and (first is None or recorded >= first)
        and (last is None or recorded <= last)
        and (filters.who is None or search_key(filters.who) in who)
        and (
            filters.behind is None
            or (event["dossier"] and "import" not in event["data"] and (recorded - occurred).days >= filters.behind)
        )
    )


DAYS = st.none() | st.dates(date(2025, 11, 1), date(2026, 9, 1))
FILTERS = st.builds(
    EventFilters,
    dossier=st.none(),
    after=st.sampled_from([0, 0, 3, 50, 10**9]),
    up_to=st.none() | st.integers(1, 400),
    kinds=st.lists(st.sampled_from(KINDS), max_size=4).map(tuple),
    recorded=st.tuples(DAYS, DAYS),
    who=st.none() | st.sampled_from(["lan", "LÁN", "minh", "duc", "[red]", "nobody", "%"]),
    behind=st.none() | st.integers(1, 40),
)


def test_the_log_is_the_chain(busy: Ward) -> None:
    logged = told(busy, with_person=True)
    kept_rows = busy.ask("SELECT seq, data, hash, prev_hash FROM event ORDER BY seq")
    assert [(e.row.seq, e.row.data, e.row.hash, e.row.prev_hash) for e in logged] == kept_rows


def test_free_text_and_people_stay_beside_what_is_told(busy: Ward) -> None:
    beside = [json.loads(fields) for (fields,) in busy.ask("SELECT fields FROM personal")]
    words = {text for fields in beside for text in fields.values() if len(text) > 12}
    assert len(words) > 5
    everything = "\n".join(f"{each.row}" for each in told(busy))
    assert [text for text in words if repr(text)[1:-1] in everything] == []


@given(FILTERS)
def test_a_filter_is_what_a_plain_reading_finds(busy: Ward, filters: EventFilters) -> None:
    assert numbers(told(busy, filters)) == [event["seq"] for event in kept(busy) if fits(event, filters)]


def test_each_dossier_has_its_own_events_and_together_they_are_all(busy: Ward) -> None:
    codes = [code for (code,) in busy.ask("SELECT code FROM dossier ORDER BY code")]
    found = [seq for code in codes for seq in numbers(told(busy, EventFilters(dossier=code)))]
    of_file = [event["seq"] for event in kept(busy) if event["dossier"] is None]
    assert sorted(found + of_file) == numbers(told(busy))


def test_each_login_is_the_events_own_or_that_of_its_import(busy: Ward) -> None:
    expected = {event["seq"]: event["login"] for event in kept(busy)}
    assert {each.row.seq: each.login for each in told(busy)} == expected
    assert {"minh", "LAN", "Đức"} <= set(expected.values())


@given(FILTERS, st.integers(1, 60))
def test_a_limit_keeps_the_newest(busy: Ward, filters: EventFilters, limit: int) -> None:
    everything = numbers(told(busy, filters))
    cut: list[Log] = []
    audit_log(busy.path, busy.clock, LogRequest(filters, limit=limit), cut.append)
    assert (cut[0].n_all, cut[0].was_cut) == (len(everything), len(everything) > limit)
    assert numbers(told(busy, filters, limit=limit)) == everything[-limit:]


@given(st.integers(0, 280 * 86_400))
def test_what_was_known_is_a_beginning_of_the_log(busy: Ward, seconds: int) -> None:
    everything = numbers(told(busy))
    known = numbers(told(busy, known_at=datetime(2025, 12, 1, tzinfo=VIETNAM) + timedelta(seconds=seconds)))
    assert known == everything[: len(known)]
