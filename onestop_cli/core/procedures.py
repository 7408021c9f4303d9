"""Procedures (thủ tục hành chính) and the limits they have on a day (domain §1, §5).

Every procedure has two limits with validity dates: the statutory (or posted) one and the office's
shorter committed one. The slip promises the committed one.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from onestop_cli.core.limits import TimeLimit
from onestop_cli.core.text import search_key
from onestop_cli.errors import (
    AmbiguousProcedure,
    BadAlias,
    BadProcedureCode,
    LongerThanStatutory,
    ProcedureNotInForce,
    ProcedureRetired,
    UnknownProcedure,
)

CODE = re.compile(r"\d\.\d{6}", re.ASCII)
ALIAS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


class Procedure(NamedTuple):
    """A procedure as it is in force from `valid_from` on, until the next version of it.

    `retired` is True for the version that ends it. `seq` is the ledger event that brought the version.
    """

    code: str
    name: str
    field: str
    statutory: TimeLimit
    committed: TimeLimit
    aliases: tuple[str, ...]
    legal_basis: str
    valid_from: date
    retired: bool = False
    seq: int = 0


def procedure_code(text: str) -> str:
    """The text if it is a procedure code (`d.dddddd`, §5). Raises `BadProcedureCode`."""
    if not CODE.fullmatch(text):
        raise BadProcedureCode(code=text)
    return text


def procedure_alias(text: str) -> str:
    """A short name as it is stored: accent-free, words joined by hyphens, never like a code. Raises `BadAlias`.

    >>> procedure_alias("Khai  Tử")
    'khai-tu'
    """
    folded = "-".join(search_key(text).split())
    if not ALIAS.fullmatch(folded):
        raise BadAlias(alias=text)
    return folded


def checked_limits(procedure: Procedure) -> Procedure:
    """The procedure, if what it promises is not longer than its statutory limit. Raises `LongerThanStatutory`."""
    must_not_be_longer(procedure.committed, procedure.statutory)
    return procedure


def must_not_be_longer(committed: TimeLimit, statutory: TimeLimit) -> None:
    """Refuse a committed limit longer than the statutory one of the same unit.

    Limits of different units are not compared: none is ever converted. Raises `LongerThanStatutory`.
    """
    if committed.unit is statutory.unit and (committed.amount or 0) > (statutory.amount or 0):
        raise LongerThanStatutory(committed=committed, statutory=statutory)


def matching_procedure(text: str, procedures: Sequence[Procedure]) -> Procedure:
    """The one procedure meant by its code, its alias or an unambiguous part of its name.

    Raises `UnknownProcedure` with the nearest names, `AmbiguousProcedure` with the candidates.
    """
    wanted = search_key(text).strip()
    for procedure in procedures:
        if wanted == procedure.code or wanted in procedure.aliases:
            return procedure
    named = [p for p in procedures if wanted and wanted in search_key(p.name)]
    if len(named) == 1:
        return named[0]
    exact = [p for p in named if search_key(p.name) == wanted]
    if len(exact) == 1:
        return exact[0]
    if named:
        raise AmbiguousProcedure(text=text, count=len(named), names=", ".join(_label(p) for p in named))
    raise UnknownProcedure(text=text, nearest=", ".join(_nearest(wanted, procedures)) or "—")


def _label(procedure: Procedure) -> str:
    return procedure.aliases[0] if procedure.aliases else procedure.code


def _nearest(wanted: str, procedures: Sequence[Procedure]) -> list[str]:
    """Up to three procedures whose code, alias or name looks like what was typed."""
    from difflib import SequenceMatcher

    def likeness(p: Procedure) -> float:
        names = (p.code, *p.aliases, *search_key(p.name).split(", ")[:1], search_key(p.name))
        return max(SequenceMatcher(None, wanted, name).ratio() for name in names)

    ranked = sorted(procedures, key=lambda p: (-likeness(p), p.code))
    return [_label(p) for p in ranked[:3]]


def in_force(versions: Sequence[Procedure], on: date) -> list[Procedure]:
    """Each procedure's version in force on a day, retired ones included; the last recorded wins a day."""
    current: dict[str, Procedure] = {}
    for version in sorted(versions, key=lambda v: (v.code, v.valid_from, v.seq)):
        if version.valid_from <= on:
            current[version.code] = version
    return list(current.values())


def procedure_meant(text: str, versions: Sequence[Procedure], on: date) -> Procedure:
    """The procedure a person means on a day of receipt.

    Raises `UnknownProcedure`, `AmbiguousProcedure`, `ProcedureRetired`, `ProcedureNotInForce`.
    """
    current = in_force(versions, on)
    try:
        return matching_procedure(text, [p for p in current if not p.retired])
    except UnknownProcedure:
        ended = [p for p in current if p.retired]
        other = {p.code: p for p in versions if p.code not in {c.code for c in current}}
        for candidates, refusal in ((ended, ProcedureRetired), (list(other.values()), ProcedureNotInForce)):
            try:
                procedure = matching_procedure(text, candidates)
            except (UnknownProcedure, AmbiguousProcedure):
                continue
            day = procedure.valid_from if refusal is ProcedureRetired else on
            raise refusal(code=procedure.code, day=day) from None
        raise
