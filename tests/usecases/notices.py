"""Notices, and years of the calendar, as an office enters them."""

from onestop_cli.core.calendar import DayKind
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store.database import reading
from onestop_cli.usecases import calendar as cases
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
