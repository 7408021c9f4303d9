"""Registers as a ward sends them out, line by line; and what was taken in of one."""

import json
from typing import Any

from onestop_cli.core.dossier import Policy, Reason
from onestop_cli.output.exports import dossiers
from onestop_cli.output.formats import FORMATS
from onestop_cli.output.pages import FILE
from onestop_cli.usecases.exports import Dossiers, ExportRequest, export_dossiers
from onestop_cli.usecases.register_import import Imported
from tests.office import Ward

SUPPLEMENT = (Reason.supplement, Policy.continue_)
HEADING = "code,procedure_code,received_at,status,note,resolved_at,closed_at,suspensions,extensions,override\n"


def exported(ward: Ward, *, with_person: bool = True) -> str:
    texts: list[str] = []

    def render(of: Dossiers) -> None:
        texts.extend(map(str, FORMATS["csv"].pieces(dossiers(of, with_person=with_person), FILE)))

    export_dossiers(ward.path, ward.clock, ExportRequest(with_person=with_person), render)
    return "".join(texts)


def counts(done: Imported) -> tuple[int, int, int, int]:
    return done.rows, done.received, done.continued, done.known


def suspended(
    ward: Ward, code: str, when: str, how: tuple[Reason, Policy] = SUPPLEMENT, override: str | None = None
) -> None:
    reason, policy = how
    ward.suspend(code, reason, when, policy=policy, note="thiếu “giấy”; [red]", override=override)


def line(**cells: Any) -> str:
    told = {"code": "X-1", "procedure_code": "9.000005", "received_at": "3/8/2026 09:00"} | cells
    texts = (json.dumps(v, ensure_ascii=False) if isinstance(v, list) else str(v) for v in told.values())
    by_name = dict(zip(told, texts, strict=True))
    quoted = ('"' + by_name.get(name, "").replace('"', '""') + '"' for name in HEADING.strip().split(","))
    return HEADING + ",".join(quoted) + "\n"


def suspension(start: str, end: str | None = None, **more: str) -> dict[str, str | None]:
    return {"from": start, "to": end, "reason": "supplement"} | more
