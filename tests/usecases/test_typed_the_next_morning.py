"""Yesterday's paper: receipts, results and deliveries typed the next morning are everyday life (domain §3.3)."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onestop_cli.core.dossier import Dossier
from onestop_cli.core.outcomes import outcome
from tests.core.written import at
from tests.office import Ward, strays

PROCEDURES = ("rut-ngan", "muoi-ngay", "bay-ngay", "tam-gio", "khong-han", "tinh-trang-hon-nhan")
BY_THE_HOUR = "tam-gio"
OPENING = at("3/8/2026 08:00")


class Done(NamedTuple):
    """What is done on a day at a minute after its opening: a receipt, or the next act of a dossier received before."""

    minute: int
    procedure: str | None
    which: int


DONE = st.builds(Done, st.integers(0, 590), st.sampled_from((*PROCEDURES, *[None] * 8)), st.integers(0, 9))
OFFICE_DAYS = st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.lists(DONE, max_size=5)), min_size=1, max_size=6)
"""Days: how many pass, whether its hours are forgotten, and what is done on each."""
Days = list[tuple[int, bool, list[Done]]]


class Counter:
    """A ward that types what is done, at once or the next morning."""

    def __init__(self, path: Path, *, at_once: bool) -> None:
        self.ward = Ward(path)
        self.at_once = at_once
        self.codes: dict[str, str] = {}

    def does(self, days: Days) -> None:
        day = OPENING
        for passed, is_forgotten, done in days:
            day = next_office_day(day + timedelta(days=passed))
            for each in sorted(done, key=lambda d: d.minute):
                moment = day + timedelta(minutes=each.minute)
                self.ward.now = moment if self.at_once else day + timedelta(days=1)
                self.types(each, moment, is_forgotten)
            day += timedelta(days=1)
        self.ward.now = day + timedelta(days=1)

    def types(self, each: Done, moment: datetime, is_forgotten: bool) -> None:
        with_hour = f"{moment:%d/%m/%Y %H:%M}"
        if each.procedure is not None:
            code = self.ward.receive(each.procedure, None if self.at_once else with_hour).code
            self.codes[code] = each.procedure
            return
        if not self.codes:
            return
        code = sorted(self.codes)[each.which % len(self.codes)]
        has_no_hour = is_forgotten and self.codes[code] != BY_THE_HOUR
        when = None if self.at_once else f"{moment:%d/%m/%Y}" if has_no_hour else with_hour
        match self.ward.dossier(code).status:
            case "received":
                self.ward.resolve(code, when=when, override="")
            case "resolved":
                self.ward.deliver(code, when=when)
            case _:
                pass

    def told(self, code: str) -> tuple[object, ...]:
        d: Dossier = self.ward.dossier(code)
        return d.status, outcome(d, self.ward.now), d.due_at, d.received_at, d.finished_at and d.finished_at.date()


def next_office_day(day: datetime) -> datetime:
    return day if day.weekday() < 5 else day + timedelta(days=7 - day.weekday())


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(days=OFFICE_DAYS)
def test_typing_a_day_the_next_morning_needs_no_reason_and_changes_no_verdict(ward_template: Path, days: Days) -> None:
    with TemporaryDirectory() as folder:
        wards = [Path(shutil.copy(ward_template, Path(folder) / f"{name}.db")) for name in ("now", "later")]
        at_once, later = (Counter(path, at_once=path is wards[0]) for path in wards)
        for counter in (at_once, later):
            counter.does(days)
            assert strays(counter.ward) == []
        assert list(at_once.codes) == list(later.codes)
        for code in at_once.codes:
            assert at_once.told(code) == later.told(code)
            assert later.ward.dossier(code).recorded_late == ()
