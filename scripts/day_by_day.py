"""Make a synthetic ward file that was recorded day by day, June to September 2023, for the examples of time travel.

    python scripts/day_by_day.py ward.db

An imported register is known from the moment of its import, so it has no past. This script types what a counter types,
act by act, with a clock of its own: every event is recorded when it happens, but for what a real counter gets wrong and
mends later. No person and no act in it is real. The same run gives the same figures every time.
"""

import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Person, Policy, Reason
from onestop_cli.core.moments import When, instant
from onestop_cli.errors import FileExists
from onestop_cli.sources.synthetic import SYNTHETIC_NOTE
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store.database import reading
from onestop_cli.usecases import acts, amendments, counter
from onestop_cli.usecases.amendments import Correction
from onestop_cli.usecases.counter import Receipt
from onestop_cli.usecases.office import init

AGENCY_CODE = "H26.15.30"
AGENCY_NAME = f"UBND phường mẫu ({SYNTHETIC_NOTE})"
FIRST, LAST = date(2023, 6, 1), date(2023, 9, 15)
CLERKS = ("lan", "minh")
OFFICERS = ("Cán bộ mẫu 1", "Cán bộ mẫu 2", "Cán bộ mẫu 3")
SAME_DAY = ("chung-thuc-ban-sao", "chung-thuc-ban-sao", "chung-thuc-ban-sao", "chung-thuc-chu-ky", "khai-tu")
SLOWER = ("tinh-trang-hon-nhan", "tinh-trang-hon-nhan", "cai-chinh-ho-tich", "giam-ho")
_NOON = 12 * 3600


class Counter:
    """The counter and its clock: what is to happen is kept with its time and done in that order."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.random = Random("day by day")
        self.now = instant(FIRST, 7 * 3600)
        self._todo: list[tuple[datetime, int, Callable[[], None]]] = []
        self._made = 0
        init(path, self.clock, "lan", AGENCY_CODE, AGENCY_NAME, synthetic=True)
        with reading(path) as connection:
            self.calendar: Calendar = calendar_store.load(connection)

    def clock(self) -> datetime:
        return self.now

    def at(self, moment: datetime, act: Callable[[], None]) -> None:
        """Do something when its time comes."""
        self._made += 1
        self._todo.append((moment, self._made, act))

    def run(self) -> None:
        """Everything happens, each act when it is due."""
        while self._todo:
            self._todo.sort()
            self.now, _, act = self._todo.pop(0)
            act()

    def clerk(self) -> str:
        return self.random.choice(CLERKS)

    # --- days ----------------------------------------------------------------------------------------

    def day(self, on: date) -> None:
        """A working day: some dossiers come in, most of them resolved the same day or within their limit."""
        for _ in range(self.random.randrange(3, 7)):
            moment = instant(on, self.random.randrange(8 * 3600, 11 * 3600))
            self.at(moment, self._receives(self.random.choice(SAME_DAY), self._same_day))
        if self.random.random() < 0.6:
            moment = instant(on, self.random.randrange(14 * 3600, 16 * 3600))
            self.at(moment, self._receives(self.random.choice(SLOWER), self._in_days))

    def _receives(self, procedure: str, then: Callable[[str, datetime], None]) -> Callable[[], None]:
        def act() -> None:
            channel = "online" if self.random.random() < 0.25 else "direct"
            person = Person(f"Người mẫu {self._made}")
            receipt = Receipt(procedure, person, channel=channel, officer=self.random.choice(OFFICERS))
            received = counter.receive(
                self.path, self.clock, self.clerk(), receipt, done=False, again=True
            ).entry.dossier
            assert received.due_at is not None
            then(received.code, received.due_at)

        return act

    def _same_day(self, code: str, due_at: datetime) -> None:
        """Ready in an hour or two; one in forty only the next morning."""
        ready = self.now + timedelta(seconds=self.random.randrange(1800, 7200))
        if self.random.random() < 0.025:
            ready = instant(self.calendar.nth_working_day_after(due_at.date(), 1), 9 * 3600)
        self.at(ready, self._resolves(code))

    def _in_days(self, code: str, due_at: datetime) -> None:
        """Ready within the limit; one in nine waits for papers first, one in twelve is late."""
        chance = self.random.random()
        if chance < 0.11:
            self.at(self.now + timedelta(minutes=40), self._waits_for_papers(code))
            return
        days = self.calendar.working_days_between(self.now.date(), due_at.date())
        ready = self.calendar.nth_working_day_after(self.now.date(), self.random.randrange(1, days + 1))
        if chance > 0.92:
            ready = self.calendar.nth_working_day_after(due_at.date(), 2)
        self.at(instant(ready, self.random.randrange(8 * 3600, _NOON)), self._resolves(code))

    def _waits_for_papers(self, code: str) -> Callable[[], None]:
        def act() -> None:
            acts.suspend(
                self.path,
                self.clock,
                self.clerk(),
                [code],
                Reason.supplement,
                Policy.continue_,
                None,
                "thiếu bản sao",
                "",
            )
            back = self.calendar.nth_working_day_after(self.now.date(), self.random.randrange(2, 7))
            self.at(instant(back, 10 * 3600), resume)

        def resume() -> None:
            dossier = acts.resume(self.path, self.clock, self.clerk(), [code], None)[0].entry.dossier
            assert dossier.due_at is not None
            self.at(dossier.due_at - timedelta(hours=2), self._resolves(code))

        return act

    def _resolves(self, code: str, when: When | None = None) -> Callable[[], None]:
        def act() -> None:
            counter.resolve(self.path, self.clock, self.clerk(), [code], "approved", when, "", deliver=True)

        return act

    # --- what goes wrong -----------------------------------------------------------------------------

    def mishaps(self) -> None:
        """On 2/8 July is reported; what is learned of July only afterwards, the report of that day did not know.

        A result of 31/7 typed on 3/8, a wrong hour of receipt corrected on 10/8, a dossier entered twice and voided on
        11/8.
        """
        codes: dict[str, str] = {}

        def received(name: str, procedure: str) -> Callable[[], None]:
            def keep(code: str, _due_at: datetime) -> None:
                codes[name] = code

            return self._receives(procedure, keep)

        def typed_late() -> None:
            when = When(date(2023, 7, 31), instant(date(2023, 7, 31), 16 * 3600).time(), "31/7/2023 16:00")
            self._resolves(codes["late"], when)()

        def corrected() -> None:
            when = When(date(2023, 7, 20), instant(date(2023, 7, 20), 8 * 3600).time(), "20/7/2023 08:00")
            correction = Correction({}, {}, {"received_at": when})
            amendments.correct(self.path, self.clock, "lan", codes["wrong"], correction, "ghi nhầm giờ tiếp nhận")

        def voided() -> None:
            amendments.void(self.path, self.clock, "minh", codes["twice"], "nhập trùng")

        self.at(instant(date(2023, 7, 27), 9 * 3600), received("late", "giam-ho"))
        self.at(instant(date(2023, 7, 20), 15 * 3600 + 1800), received("wrong", "chung-thuc-chu-ky"))
        self.at(instant(date(2023, 7, 21), 8 * 3600 + 900), lambda: self._resolves(codes["wrong"])())
        self.at(instant(date(2023, 7, 28), 9 * 3600), received("twice", "ket-hon"))
        self.at(instant(date(2023, 8, 3), 8 * 3600 + 600), typed_late)
        self.at(instant(date(2023, 8, 10), 9 * 3600), corrected)
        self.at(instant(date(2023, 8, 11), 9 * 3600), voided)


def record(path: Path) -> None:
    """The file is there, recorded day by day. Raises `FileExists`."""
    office = Counter(path)
    on = FIRST
    while on <= LAST:
        if office.calendar.is_working_day(on):
            office.day(on)
        on += timedelta(days=1)
    office.mishaps()
    office.run()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python scripts/day_by_day.py FILE")
    try:
        record(Path(sys.argv[1]))
    except FileExists:
        sys.exit(f"{sys.argv[1]} is there already")
