"""Notices, and years of the calendar, as an office enters them."""

from collections.abc import Sequence
from datetime import timedelta

from onestop_cli.core.calendar import DayKind
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store.database import reading
from onestop_cli.usecases import calendar as cases
from onestop_cli.usecases import notice_files
from onestop_cli.usecases import notices as notice_cases
from onestop_cli.usecases.calendar import Change
from onestop_cli.usecases.moves import Consent
from tests.core.written import day, shown
from tests.office import ACTOR, Ward

APPLY = Consent(apply=True)
EVERYTHING = Consent(apply=True, also_earlier=True)
NO_MOVE = Consent(apply=True, no_move=True)
PREVIEW = Consent()
NOTICE = "Công văn 12729/VPCP-KGVX"


def add_swap(ward: Ward, consent: Consent, off: str = "2/1/2026", work: str = "10/1/2026") -> Change:
    return notice_cases.add_swap(
        ward.path, ward.clock, ACTOR, day(off), day(work), NOTICE, local=False, consent=consent
    )


def add_holiday(
    ward: Ward, on: str, consent: Consent = APPLY, source: str = "CV 12/UBND", *, local: bool = False
) -> Change:
    return notice_cases.add_holiday(
        ward.path, ward.clock, ACTOR, day(on), "Nghỉ bão", source, local=local, consent=consent
    )


HEADING = "kind,day_off,working_day,name,decided_on,source\n"


def imported(
    ward: Ward, text: str, consent: Consent = APPLY, take: Sequence[str] = (), name: str = "lich.csv"
) -> Change:
    """The lines of a CSV file without their heading, or an .ics file, brought in as a clerk does."""
    file = ward.path.with_name(name)
    file.write_text(text if name.endswith(".ics") else HEADING + text, encoding="utf-8")
    return notice_files.import_notices(ward.path, ward.clock, ACTOR, file, consent, [day(on) for on in take])


def ics(*events: str) -> str:
    """An .ics file of whole-day events as "20/10 Ngày …" or "31/8-2/9 Quốc khánh"; they begin on lines 4, 10, …"""
    return "".join(
        ["BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//lich//VI\r\n", *map(_event, events), "END:VCALENDAR\r\n"]
    )


def _event(text: str) -> str:
    days, name = text.split(" ", 1)
    first, last = (day(on if on.count("/") == 2 else f"{on}/2026") for on in (days.split("-") * 2)[:2])
    lines = [
        "BEGIN:VEVENT",
        f"UID:{days}{name.split()[0]}@lich.vn",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{name}",
        "END:VEVENT",
    ]
    return "".join(f"{line}\r\n" for line in lines)


def revoke(ward: Ward, seq: int, consent: Consent = APPLY) -> Change:
    return notice_cases.revoke(ward.path, ward.clock, ACTOR, seq, "nhập nhầm", consent)


def load(ward: Ward, first: int, last: int, consent: Consent = APPLY) -> Change:
    return cases.load(ward.path, ward.clock, ACTOR, first, last, consent)


def kind(ward: Ward, on: str) -> DayKind:
    with reading(ward.path) as connection:
        return calendar_store.load(connection).kind(day(on))


def due(ward: Ward, code: str) -> str:
    found = ward.dossier(code).due_at
    return shown(found) if found else "—"


def confirm(ward: Ward, year: int) -> Change:
    return cases.confirm(ward.path, ward.clock, ACTOR, year, "Thông báo 1")
