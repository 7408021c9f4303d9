"""What if: a supposed setting or notice gives the figures of a ward that was really set up so (decision 32)."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.report import Part, Report, ReportRequest
from onestop_cli.errors import OnestopError
from onestop_cli.usecases import notices, settings
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.reports.report import report
from onestop_cli.usecases.reports.what_if import what_if
from tests.core.written import at, day
from tests.office import ACTOR, Ward
from tests.usecases.reports.asked import DEFAULT, month

pytestmark = pytest.mark.slow

PROCEDURES = (
    "muoi-ngay", "mot-thang", "tam-gio", "khong-han", "rut-ngan", "bay-ngay", "tinh-trang-hon-nhan", "khai-tu",
    "chung-thuc-ban-sao", "chot-20", "chot-21", "chot-22", "chot-23", "sao-qua-buu-dien", "sao-theo-gio",
)  # fmt: skip
SETTINGS = (
    {"saturday": "working_day"},
    {"saturday": "hours_only"},
    {"saturday": "working_day", "hours_sat": "07:30-11:00"},
    {"due_time": "16:00"},
    {"cut_off": "10:00", "due_time": "11:30"},
    {"hours_tue": "09:00-11:00", "hours_mon": "07:00-12:00,13:00-19:00"},
    {"outside_hours": "own_day"},
)
NOTICES = (
    "kind,day_off,working_day,name,decided_on,source\n"
    "day_off,2026-01-14,,Nghỉ bão,,CV 1\nday_off,2026-03-04,,Nghỉ bão,,CV 1\nswap,2026-01-23,2026-01-17,,,CV 2\n"
)


def lives(seed: int, dossiers: int = 45) -> list[tuple[datetime, int, str, dict[str, Any]]]:
    """What is typed of dossiers, in its order: when, of which, what, and how."""
    random, typed = Random(seed), list[tuple[datetime, int, str, dict[str, Any]]]()

    def opened(days: int, first: datetime) -> datetime:
        on = (first + timedelta(days=days)).replace(hour=0, minute=0, second=0)
        return on + timedelta(minutes=random.randrange(7 * 60, 19 * 60))

    for number in range(dossiers):
        now = opened(random.randrange(75), at("5/1/2026 00:00"))
        how: dict[str, Any] = {"procedure": random.choice(PROCEDURES)}
        if random.random() < 0.4:
            handed_in = now - timedelta(minutes=random.randrange(1, 6000))
            how |= {"channel": "online", "submitted": f"{handed_in:%d/%m/%Y %H:%M}"}
        typed.append((now, number, "receive", how))
        for _ in range(random.choice((0, 0, 1, 1, 2))):
            now = max(now + timedelta(seconds=1), opened(random.randrange(4), now))
            if random.random() < 0.25:
                to = now.date() + timedelta(days=random.randrange(1, 20))
                to += timedelta(days=(1 - to.weekday()) % 7)  # a Tuesday
                typed.append((now, number, "extend", {"to": f"{to:%d/%m/%Y}"}))
                continue
            how = {"reason": random.choice(("other_agency", "supplement"))}
            how |= {"policy": random.choice(("continue", "restart"))}
            typed.append((now, number, "suspend", how))
            if random.random() < 0.2:
                break
            now = max(now + timedelta(seconds=1), opened(random.randrange(6), now))
            typed.append((now, number, "resume", {}))
        if random.random() < 0.85:
            now = max(now + timedelta(seconds=1), opened(random.randrange(9), now))
            typed.append((now, number, random.choice(("resolve", "resolve", "resolve", "withdraw")), {}))
    return sorted(typed, key=lambda each: each[:2])


def live(ward: Ward, typed: list[tuple[datetime, int, str, dict[str, Any]]]) -> list[str]:
    """The ward types it all, each when it happens, with an override where it needs one; what it refused."""
    codes, refused = dict[int, str](), list[str]()
    for now, number, act, how in typed:
        ward.now = now
        if act == "receive":
            codes[number] = ward.receive(**how).code
            continue
        do: Callable[..., Any] = getattr(ward, act)
        try:
            do(codes[number], **how)
        except OnestopError:
            try:
                do(codes[number], **how, **({} if act == "resume" else {"override": "theo chỉ đạo"}))
            except OnestopError as error:
                refused.append(f"{codes[number]} {act}: {type(error).__name__}")
    ward.is_now("1/5/2026 09:00")
    return refused


def asked(number: int, basis: Basis, granularity: Granularity, by: tuple[str, ...] = DEFAULT) -> ReportRequest:
    return ReportRequest(month(number), by, basis, granularity, True)


def figures(of: Report) -> list[tuple[Any, ...]]:
    parts: list[Part] = of.parts
    return [(part.rows, part.total, part.chain) for part in parts]


@pytest.fixture
def pair(law_template: Path, tmp_path: Path) -> tuple[Ward, Ward]:
    """Two wards that are the same."""
    one, other = (Ward(Path(shutil.copy(law_template, tmp_path / f"{name}.db"))) for name in ("one", "other"))
    return one, other


@pytest.mark.parametrize("seed", range(1))
@pytest.mark.parametrize("values", SETTINGS, ids=str)
def test_a_supposed_setting_is_that_of_a_ward_that_always_had_it(
    pair: tuple[Ward, Ward], values: dict[str, str], seed: int
) -> None:
    plain, so = pair
    so.is_now("2/7/2025 09:00")
    for key, value in values.items():
        settings.set_value(so.path, so.clock, ACTOR, key, value, None)
    typed = lives(seed)
    assert live(plain, typed) == live(so, typed)
    differs = 0
    for number, by in ((1, ("procedure",)), (2, ("week",)), (4, DEFAULT)):
        for basis in Basis:
            for granularity in (Granularity.unit, Granularity.minute):
                request = asked(number, basis, granularity, by)
                told = what_if(plain.path, plain.clock, request, values, [])
                assert figures(told) == figures(report(so.path, so.clock, request)), (number, basis, granularity)
                differs += told.what_if is not None and bool(told.what_if.changed)
    assert differs


@pytest.mark.parametrize("seed", range(3))
def test_supposed_notices_are_those_of_a_ward_that_always_knew_them(
    pair: tuple[Ward, Ward], seed: int, tmp_path: Path
) -> None:
    plain, so = pair
    so.is_now("2/7/2025 09:00")
    file = tmp_path / "notices.csv"
    file.write_text(NOTICES, encoding="utf-8")
    consent, desk = Consent(apply=True), (so.path, so.clock, ACTOR)
    for off in ("14/1/2026", "4/3/2026"):
        notices.add_holiday(*desk, day(off), "Nghỉ bão", "CV 1", local=False, consent=consent)
    notices.add_swap(*desk, day("23/1/2026"), day("17/1/2026"), "CV 2", local=False, consent=consent)
    typed = lives(seed)
    assert live(plain, typed) == live(so, typed)
    for number in (1, 3):
        for basis in Basis:
            request = asked(number, basis, Granularity.unit)
            told = what_if(plain.path, plain.clock, request, {}, [file])
            assert figures(told) == figures(report(so.path, so.clock, request)), (number, basis)


@pytest.mark.parametrize("values", [{"due_time": "closing"}, {"cut_off": "15:00"}, {"saturday": "off"}], ids=str)
@pytest.mark.parametrize("basis", Basis)
def test_what_is_so_already_changes_nothing(pair: tuple[Ward, Ward], values: dict[str, str], basis: Basis) -> None:
    ward, _ = pair
    live(ward, lives(9))
    for number in (1, 2):
        for by in (DEFAULT, ("month", "procedure")):
            request = asked(number, basis, Granularity.unit, by)
            told = what_if(ward.path, ward.clock, request, values, [])
            assert told.what_if is not None
            assert (figures(told), told.what_if.changed) == (figures(report(ward.path, ward.clock, request)), [])


@pytest.mark.parametrize("known", [None, "20/2/2026 09:00"])
def test_the_plain_figures_beside_it_are_those_of_the_plain_report(busy: Ward, known: str | None) -> None:
    known_at = at(known) if known else None
    for number in (1, 2):
        for basis in Basis:
            request = ReportRequest(month(number), ("week",), basis, Granularity.unit, True, None, known_at)
            told = what_if(busy.path, busy.clock, request, {"saturday": "working_day"}, [])
            plain = report(busy.path, busy.clock, request)
            assert told.what_if is not None
            pairs = zip([told.what_if.plain, told.what_if.plain_cumulative], plain.parts, strict=True)
            assert all(part is not None and (part.rows, part.total) == (p.rows, p.total) for part, p in pairs)
