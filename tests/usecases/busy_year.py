"""A ward's busy year for the reports: every unit, every end, dates of other systems, dates that moved.

Seeded, so that it is the same everywhere; made by the real imports, notices and amendments.
"""

from datetime import datetime, timedelta
from random import Random

from onestop_cli.core.limits import time_limit
from onestop_cli.store import register
from onestop_cli.store.database import reading
from onestop_cli.usecases import calendar, catalogue
from onestop_cli.usecases.catalogue import Amendment
from onestop_cli.usecases.moving import Consent
from tests.core.written import at, day
from tests.office import ACTOR, EVERY_UNIT, Ward

PROCEDURES = (*(p.code for p in EVERY_UNIT), "1.000656", "1.004873", "2.000815")
OFFICERS = ("", "Trần Văn Đức", "Lê Thị Ánh", "Ngô Văn =B")
PEOPLE = ("Nguyễn Văn A", "Đỗ Thị Bưởi", "Trần Đình Cường", "")
NOTES = ("", "bản chính", "hồ sơ giấy, ký số", "đường Vũ Xuân Thiều")
CHANNELS = ("direct", "online", "postal")
HEADING = "code,procedure_code,channel,applicant,officer,note,received_at,due_at,resolved_at,result,delivered_at\n"
AROUND = (-86_400, -60, -1, 0, 59, 60, 86_400)
EVERYTHING = Consent(apply=True, also_earlier=True)


class BusyYear:
    """The year being made."""

    def __init__(self, ward: Ward, seed: str) -> None:
        self.ward = ward
        self.random = Random(seed)
        self.made = 0

    def some_instant(self, first: datetime, last: datetime) -> datetime:
        return first + timedelta(seconds=self.random.randrange(int((last - first).total_seconds())))

    def receives(self, count: int, first: str, last: str) -> None:
        """So many dossiers at any hour of any day between, a quarter with another system's due date."""
        pick, rows = self.random.choice, []
        for _ in range(count):
            self.made += 1
            received = self.some_instant(at(first), at(last))
            given = received + timedelta(days=self.random.randrange(0, 40), hours=1)
            due = pick(["", "", "", "", "", "", f"{given:%Y-%m-%d}", f"{given:%Y-%m-%d %H:%M}"])
            cells = (f"X-{self.made}", pick(PROCEDURES), pick(CHANNELS), pick(PEOPLE), pick(OFFICERS))
            note = pick(NOTES).replace(",", ";")
            rows.append(f"{','.join(cells)},{note},{received.isoformat()},{due},,,\n")
        self.ward.imports(HEADING + "".join(rows))

    def resolves(self, share: float) -> None:
        """A share of the open dossiers have their result, many of them within a minute of their due instant."""
        rows: list[str] = []
        with reading(self.ward.path) as connection:
            waiting = [entry.dossier for entry in register.open_dossiers(connection)]
        for d in waiting:
            if self.random.random() > share:
                continue
            near = (d.due_at or d.received_at) + timedelta(
                seconds=self.random.choice([-86400, -60, -1, 0, 59, 60, 86400])
            )
            resolved = (
                near if d.last_act_at <= near <= self.ward.now else self.some_instant(d.last_act_at, self.ward.now)
            )
            delivered = self.random.choice(["", self.some_instant(resolved, self.ward.now + timedelta(1)).isoformat()])
            if delivered > self.ward.now.isoformat():
                delivered = ""
            result, note = self.random.choice([("approved", ""), ("approved", ""), ("refused", "thiếu giấy tờ")])
            head = f"{d.code},{d.procedure_code},,,,{note},{d.received_at.isoformat()}"
            rows.append(f"{head},,{resolved.isoformat()},{result},{delivered}\n")
        self.ward.imports(HEADING + "".join(rows))


def busy_year(ward: Ward, seed: str, count: int = 400, *, with_changes: bool = True) -> Ward:
    """The ward with a busy year behind it, with its notices and amendments; now it is 1/7/2026."""
    year = BusyYear(ward, seed)
    ward.is_now("24/12/2025 18:00")
    year.receives(count // 2, "1/11/2025 00:00", "24/12/2025 17:00")
    year.resolves(0.5)
    ward.is_now("26/12/2025 09:00")
    if with_changes:
        swap(ward)
    ward.is_now("10/3/2026 10:00")
    year.receives(count // 4, "26/12/2025 00:00", "10/3/2026 09:00")
    year.resolves(0.4)
    ward.is_now("11/5/2026 11:00")
    year.receives(count // 4, "20/4/2026 00:00", "11/5/2026 10:00")
    if with_changes:
        storm_and_amendments(ward)
    ward.is_now("1/7/2026 10:00")
    year.receives(count // 8, "10/6/2026 00:00", "1/7/2026 09:00")
    year.resolves(0.6)
    return ward


def swap(ward: Ward) -> None:
    """The notice of 25/12/2025, with every date it moves."""
    days = day("2/1/2026"), day("10/1/2026")
    calendar.add_swap(ward.path, ward.clock, ACTOR, *days, "CV 12729", local=False, consent=EVERYTHING)


def storm_and_amendments(ward: Ward) -> None:
    """Three limits amended into other units from a day that has passed, and a day off close by."""
    for code, limit in (("9.000005", "20:working_hour"), ("9.000003", "3:calendar_day"), ("9.000004", "1:month")):
        amendment = Amendment(committed=time_limit(limit), statutory=time_limit("2:month"))
        catalogue.amend(ward.path, ward.clock, ACTOR, code, amendment, day("1/5/2026"), EVERYTHING)
    storm = day("13/5/2026")
    consent = Consent(apply=True)
    calendar.add_holiday(ward.path, ward.clock, ACTOR, storm, "Nghỉ bão", "CV 1", local=True, consent=consent)
