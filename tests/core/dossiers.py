"""Dossiers for tests: folded from the receipt a clerk would record, then changed where a test needs it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from onestop_cli.core.corrections import Restated
from onestop_cli.core.dossier import Dossier, Status, limit_data
from onestop_cli.core.ledger import GENESIS, Event
from onestop_cli.core.life import apply
from onestop_cli.core.limits import time_limit
from tests.core.written import at

CODE = "H26.15.30-260803-0001"


def event(seq: int, kind: str, on: str, data: dict[str, Any] | None = None, recorded: str | None = None) -> Event:
    """One act of the dossier, recorded when it happened unless told otherwise."""
    return Event(seq, CODE, kind, at(on), at(recorded or on), "lan", data or {}, None, GENESIS, f"{seq:064x}")


def receipt(on: str = "3/8/2026 09:00", limit: str = "5:working_day", due: str | None = "10/8/2026 17:30") -> Event:
    """The receipt of a dossier with a limit, due then under the committed and the statutory one."""
    due_at = at(due).isoformat() if due else None
    data = {
        "procedure_code": "1.004873",
        "procedure_name": "Cấp giấy xác nhận tình trạng hôn nhân",
        "field": "Hộ tịch",
        "channel": "direct",
        "copies": 1,
        "fee": None,
        "officer": "",
        "note": "",
        "time_limit": limit_data(time_limit(limit)),
        "statutory_time_limit": limit_data(time_limit(limit)),
        "due_at": due_at,
        "due_source": "engine",
        "due_is_day": False,
        "promised_is_day": False,
        "promised_due_at": due_at,
        "statutory_due_at": due_at,
        "rule_version": "118/2025",
        "calendar_edition": "22:0123456789ab",
        "calendar_provisional": False,
    }
    return event(1, "receive", on, data)


def dossier(
    received: str = "3/8/2026 09:00",
    limit: str = "5:working_day",
    due: str | None = "10/8/2026 17:30",
    **changes: Any,
) -> Dossier:
    """A dossier just received, due then on every basis but the extended one."""
    return apply(None, receipt(received, limit, due))._replace(**changes)


def resolved(of: Dossier, on: datetime, result: str = "approved") -> Dossier:
    """The dossier with its result ready at an instant."""
    return of._replace(status=Status.resolved, resolved_at=on, result=result, last_act_at=on)


def suspended(of: Dossier, on: str, *, counts: bool = True) -> Dossier:
    """The dossier with its clock stopped at an instant, waiting for a supplement; whether that counts as told."""
    counted = {"due": counts, "statutory": counts, "extended": None}
    return apply(of, event(2, "suspend", on, {"reason": "supplement", "policy": "continue", "counts": counted}))


def assign(seq: int, on: str = "4/8/2026 09:00", officer: str = "Lê Thị Ánh") -> Event:
    return event(seq, "assign", on, {"officer": officer})


def resolve(seq: int, on: str, note: str = "") -> Event:
    return event(seq, "resolve", on, {"result": "approved"} | ({"note": note} if note else {}))


def undo(seq: int, of: int) -> Event:
    return event(seq, "undo", "9/8/2026 09:00", {"seq": of})


def void(seq: int) -> Event:
    return event(seq, "void", "9/8/2026 09:00", {"note": "nhập trùng"})


def correct(seq: int, told: Restated, *, personal: Sequence[str] = (), beside: bool = True) -> Event:
    """A correction; with personal fields, whose values lie beside it unless all of them were emptied."""
    data: dict[str, Any] = {"note": "ghi nhầm", "fields": {}, "restated": told}
    digest = "ab" * 32 if personal and beside else None
    return event(seq, "correct", "9/8/2026 09:00", data | ({"personal": list(personal)} if personal else {}))._replace(
        personal=digest
    )
