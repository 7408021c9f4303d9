"""Seals (chốt số liệu): what is frozen, that it comes out again, and exactly what is listed as recorded since.

July 2026 is sealed on Monday 3/8/2026 at nine. The lists of later events, and the columns in which their dossiers
counted, are worked out by hand (domain §3.5, §3.6, §4.1). Days off in July 2026 are the weekends only; 1/7 a Wednesday.
"""

from collections.abc import Callable

from onestop_cli.core.periods import Convention, Kind, Period, named_period
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.reports import seals as sealing
from onestop_cli.usecases.reports.changes import Group
from onestop_cli.usecases.reports.seals import Seal, Sealed
from tests.command_line import run
from tests.office import ACTOR, Ward

JULY = named_period(Kind.month, 7, 2026, Convention.calendar)
SEALED_AT, LATER = "3/8/2026 09:00", "4/8/2026 09:00"
APPLY = Consent(apply=True, also_earlier=True)
MONTH = ("--month", "7", "--year", "2026")
HEADING = "code,procedure_code,channel,applicant,received_at,resolved_at,result\n"

OLD = "H26.15.30-260601-0001"
CARRIED = "H26.15.30-260626-0001"
NO_LIMIT = "H26.15.30-260702-0001"
DONE = "H26.15.30-260706-0001"
OVERDUE = "H26.15.30-260720-0001"
READY = "H26.15.30-260722-0001"
REFUSED = "H26.15.30-260723-0001"
WITHDRAWN = "H26.15.30-260724-0001"
OPEN = "H26.15.30-260731-0001"
AUGUST = "H26.15.30-260803-0001"

RECEIVED = ("received", "received_direct")
PENDING_OVERDUE = (*RECEIVED, "pending", "overdue")
PENDING_WITHIN = (*RECEIVED, "pending", "within")
ON_TIME = (*RECEIVED, "resolved", "on_time")
LATE = (*RECEIVED, "resolved", "late")
EARLY_RESULT = (*RECEIVED, "resolved", "early")


def seals(ward: Ward) -> list[int]:
    """The numbers of the events that sealed something."""
    return [seq for (seq,) in ward.ask("SELECT seq FROM event WHERE kind = 'seal' ORDER BY seq")]


def july(ward: Ward) -> Ward:
    """The dossiers of a July, recorded as they happened; all have seven working days but those that say otherwise."""
    life: list[tuple[str, Callable[[], object]]] = [
        ("1/6/2026 09:00", lambda: ward.receive("bay-ngay")),
        ("3/6/2026 10:00", lambda: ward.resolve(OLD, deliver=True)),
        ("26/6/2026 09:00", lambda: ward.receive("bay-ngay", channel="online")),  # due 7/7
        ("2/7/2026 09:00", lambda: ward.receive("khong-han")),
        ("6/7/2026 09:00", lambda: ward.receive("bay-ngay", officer="Trần Văn Đức")),  # due 15/7
        ("6/7/2026 11:00", lambda: ward.resolve(CARRIED)),
        ("8/7/2026 09:00", lambda: ward.resolve(NO_LIMIT)),
        ("15/7/2026 10:00", lambda: ward.resolve(DONE)),
        ("20/7/2026 09:00", lambda: ward.receive("bay-ngay")),  # due 29/7
        ("22/7/2026 09:00", lambda: ward.receive("bay-ngay")),  # due 31/7
        ("23/7/2026 09:00", lambda: ward.receive("bay-ngay")),
        ("24/7/2026 08:30", lambda: ward.resolve(REFUSED, result="refused", note="thiếu giấy tờ")),
        ("24/7/2026 09:00", lambda: ward.receive("bay-ngay", channel="postal")),
        ("24/7/2026 10:00", lambda: ward.resolve(READY)),
        ("27/7/2026 10:00", lambda: ward.withdraw(WITHDRAWN)),
        ("31/7/2026 15:00", lambda: ward.receive("bay-ngay")),  # due 11/8
        ("3/8/2026 08:30", lambda: ward.receive("bay-ngay")),
    ]
    for when, act in life:
        ward.is_now(when)
        act()
    ward.is_now(SEALED_AT)
    return ward


def printed(*arguments: str) -> bytes:
    """The very bytes on stdout."""
    answer = run(*arguments)
    assert answer.exit_code == 0, answer.output
    return answer.stdout_bytes


def sealed_now(ward: Ward, period: Period = JULY, *, note: str = "") -> Seal:
    return sealing.seal(ward.path, ward.clock, ACTOR, period, note)


def told(ward: Ward, period: Period = JULY) -> Sealed:
    return sealing.sealed(ward.path, period, ("procedure",))


def listed(ward: Ward) -> list[tuple[str, str | None, tuple[str, ...], tuple[str, ...]]]:
    """What is listed as recorded since: the kind, the dossier, how it counted and how it counts now.

    After them what alone touched some dossiers: its kind, how many, and what left a column or came to one.
    """
    found = told(ward)
    assert found.is_intact
    assert [each.event.seq for each in found.adjustments] == sorted({each.event.seq for each in found.adjustments})
    touching = [each for each in found.adjustments if not each.is_cumulative]
    groups = [each for each in found.groups if not each.is_cumulative]
    return [
        *((each.event.kind, each.event.dossier, each.before, each.after) for each in touching),
        *((each.event.kind, f"{each.n_dossiers} hồ sơ", *left_and_came(each)) for each in groups),
    ]


def left_and_came(group: Group) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns that count fewer dossiers for a group, and those that count more, one by one."""
    fewer, more = -group.moved, +group.moved
    return tuple(fewer.elements()), tuple(more.elements())
