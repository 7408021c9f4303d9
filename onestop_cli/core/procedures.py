"""Procedures (thủ tục hành chính) and the limits they have on a day (domain §1, §5).

Every procedure has two limits with validity dates: the statutory (or posted) one and the office's
shorter committed one. The slip promises the committed one.
"""

import re
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from onestop_cli.core import bounds
from onestop_cli.core.fees import Fee
from onestop_cli.core.limits import Start, TimeLimit
from onestop_cli.core.text import search_key
from onestop_cli.errors import (
    AmbiguousProcedure,
    BadAlias,
    BadProcedureCode,
    CaseNeeded,
    LongAlias,
    LongerThanStatutory,
    ProcedureNotInForce,
    ProcedureRetired,
    TwoCases,
    UnknownCase,
    UnknownProcedure,
)

CODE = re.compile(r"\d\.\d{6}", re.ASCII)
ALIAS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


def with_its_case(code: str, case: str) -> str:
    """A code, or a short name, with the case behind it where there is one, as it is typed: `1.004859/bo-sung`."""
    return f"{code}/{case}" if case else code


class Procedure(NamedTuple):
    """A procedure as it is in force from `valid_from` on, until the next version of it.

    `retired` is True for the version that ends it. `seq` is the ledger event that brought the version. The limits,
    the fee and the papers are those of its `case`, '' for the one meant where none is named; all else belongs to the
    code (§3.2). `may_agree` tells that a date may be agreed with the citizen; `fee` what is asked for, None where
    nobody said; `papers` those that are handed in, as `core.papers` writes them.
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
    case: str = ""
    start: Start = Start.receipt
    may_agree: bool = False
    fee: Fee | None = None
    papers: str = ""

    @property
    def written(self) -> str:
        """The code, with its case where it has one: `1.004859/bo-sung`."""
        return with_its_case(self.code, self.case)


MOST_CANDIDATES = 8
"""Procedures that a refusal of an ambiguous one names."""
_BRIEF = 60
OF_THE_CODE = frozenset({"name", "field", "aliases", "legal_basis", "start", "may_agree"})
"""What is said of a code, for all its cases."""


def procedure_code(text: str) -> str:
    """The text if it is a procedure code (`d.dddddd`, §5). Raises `BadProcedureCode`."""
    if not CODE.fullmatch(text):
        raise BadProcedureCode(code=text)
    return text


def procedure_alias(text: str) -> str:
    """A short name as it is stored: accent-free, words joined by hyphens, never like a code.

    Raises `BadAlias`, `LongAlias`.

    >>> procedure_alias("Khai  Tử")
    'khai-tu'
    """
    folded = "-".join(search_key(text).split())
    if not ALIAS.fullmatch(folded):
        raise BadAlias(alias=text)
    if len(folded) > bounds.CODE:
        raise LongAlias(alias=text, most=bounds.CODE)
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
    """The one procedure meant, the first of its cases: by its code, alias or name, else by a part that says enough.

    A blank and a hyphen are the same. A part is, in this order: one of a single name, the beginning of a single alias,
    the end of a single code; what stands in several names is the beginning of an alias only where it is typed with a
    hyphen. Raises `UnknownProcedure` with the nearest names, `AmbiguousProcedure` with candidates.
    """
    wanted = search_key(text).strip()
    procedures = list({p.code: p for p in reversed(procedures)}.values())[::-1]
    alias = "-".join(wanted.replace("-", " ").split())
    for procedure in procedures:
        if wanted == procedure.code or alias in procedure.aliases:
            return procedure
    if not alias:
        raise UnknownProcedure(text=text, nearest=", ".join(_nearest(wanted, procedures)) or "—")
    exact = [p for p in procedures if _blank(p.name) == _blank(wanted)]
    if len(exact) == 1:
        return exact[0]
    as_typed = [p for p in procedures if wanted in search_key(p.name)]
    named = as_typed if len(as_typed) == 1 else [p for p in procedures if _blank(wanted) in _blank(p.name)]
    begun = [p for p in procedures if len(alias) > 1 and any(each.startswith(alias) for each in p.aliases)]
    ended = [p for p in procedures if len(wanted) > 2 and wanted.isdigit() and p.code.endswith(wanted)]
    is_name = bool(named) and "-" not in wanted
    for found in (named,) if is_name else (named, begun, ended):
        if len(found) == 1:
            return found[0]
    candidates = list({p.code: p for p in (*named, *begun, *ended)}.values())
    if candidates:
        names = ", ".join(f"{_label(p)} ({_brief(p.name)})" for p in candidates[:MOST_CANDIDATES])
        names += ", …" if len(candidates) > MOST_CANDIDATES else ""
        raise AmbiguousProcedure(text=text, count=len(candidates), names=names)
    raise UnknownProcedure(text=text, nearest=", ".join(_nearest(wanted, procedures)) or "—")


def _brief(name: str) -> str:
    """A name that may be long, at its beginning."""
    return name if len(name) <= _BRIEF else name[:_BRIEF].rpartition(" ")[0].rstrip(",") + " …"


def _blank(text: str) -> str:
    """A name to compare, in which a hyphen is a blank."""
    return " ".join(search_key(text).replace("-", " ").split())


def _label(procedure: Procedure) -> str:
    return procedure.aliases[0] if procedure.aliases else procedure.code


def _nearest(wanted: str, procedures: Sequence[Procedure]) -> list[str]:
    """Up to three procedures whose code, alias or name looks like what was typed."""
    from difflib import SequenceMatcher

    def likeness(p: Procedure) -> float:
        aliases = (alias for alias in p.aliases if len(alias) > 3 or len(wanted) < 4)
        names = (p.code, *aliases, *search_key(p.name).split(", ")[:1], search_key(p.name))
        return max(SequenceMatcher(None, wanted[: bounds.PROCEDURE_NAME], name).ratio() for name in names)

    ranked = sorted(procedures, key=lambda p: (-likeness(p), p.code))
    return [_label(p) for p in ranked[:3]]


def in_force(versions: Sequence[Procedure], on: date) -> list[Procedure]:
    """Each procedure's cases in force on a day, retired ones included, by code and case; the last recorded wins a day.

    The limits are each case's own; the rest is the code's, as its last version says, whichever its case. A version
    that retires ends every case there was (§3.2).
    """
    current: dict[tuple[str, str], Procedure] = {}
    of_code: dict[str, Procedure] = {}
    for version in sorted(versions, key=lambda v: (v.code, v.valid_from, v.seq, v.case)):
        if version.valid_from > on:
            continue
        if version.retired:
            for key in [key for key in current if key[0] == version.code]:
                current[key] = current[key]._replace(valid_from=version.valid_from, retired=True)
        current[version.code, version.case] = of_code[version.code] = version
    return [with_code(current[key], of_code[key[0]]) for key in sorted(current)]


def with_code(version: Procedure, of_code: Procedure) -> Procedure:
    """A case's version with what belongs to the code, as another version of it says."""
    if version is of_code:
        return version
    return version._replace(**{name: getattr(of_code, name) for name in OF_THE_CODE})


def without(versions: Sequence[Procedure], code: str, seq: int) -> list[Procedure]:
    """The versions without those that an event brought of a code."""
    return [version for version in versions if (version.code, version.seq) != (code, seq)]


def next_change(versions: Sequence[Procedure], of: Procedure, names: Collection[str]) -> date | None:
    """The day from which a later version says otherwise what one says of some of its fields; None if none does."""
    is_of_code = not OF_THE_CODE.isdisjoint(names)
    later = [v for v in versions if v.code == of.code and v.valid_from > of.valid_from]
    return min((v.valid_from for v in later if is_of_code or v.retired or v.case == of.case), default=None)


def taken_alias(procedure: Procedure, versions: Sequence[Procedure]) -> tuple[str, str] | None:
    """A short name of a procedure that is another's on a day from which both have it, with that one's code."""
    days = {procedure.valid_from, *(v.valid_from for v in versions if v.valid_from > procedure.valid_from)}
    for on in sorted(days):
        for other in in_force(versions, on):
            taken = set(procedure.aliases) & set(other.aliases)
            if other.code != procedure.code and taken:
                return min(taken), other.code
    return None


def with_case(text: str, case: str = "") -> tuple[str, str]:
    """A procedure as it was typed and the case meant: `cai-chinh-ho-tich/bo-sung`, or the case by itself.

    Raises `TwoCases` where both are given and differ, `BadAlias` for a case that is no short name.
    """
    name, slash, behind = text.partition("/")
    cases = {procedure_alias(each) for each in (behind if slash else "", case) if each}
    if len(cases) > 1:
        raise TwoCases(text=text, case=case)
    return name, next(iter(cases), "")


def case_meant(of_code: Sequence[Procedure], case: str) -> Procedure:
    """The case of a name among those of one code in force; without a name the one that needs none.

    Raises `CaseNeeded`, `UnknownCase`, with the cases there are.
    """
    named = next((p for p in of_code if p.case == case), None)
    if named is not None:
        return named
    cases = ", ".join(p.case for p in of_code if p.case) or "—"
    example = f"{_label(of_code[0])}/{next((p.case for p in of_code if p.case), '')}"
    if not case:
        raise CaseNeeded(code=of_code[0].code, cases=cases, example=example)
    raise UnknownCase(code=of_code[0].code, case=case, cases=cases)


def narrowed_to(text: str, versions: Sequence[Procedure]) -> tuple[str, str | None]:
    """The code, and the case where one is named, that a list is narrowed to: without one it is all of them.

    Raises `UnknownProcedure`, `AmbiguousProcedure`, and as `with_case` and `case_meant`.
    """
    name, case = with_case(text)
    known = in_force(versions, date.max)
    code = matching_procedure(name, known).code
    return code, case_meant([p for p in known if p.code == code], case).case if case else None


def cases_meant(name: str, versions: Sequence[Procedure], on: date) -> list[Procedure]:
    """The cases in force on a day of the procedure that a person means.

    Raises `UnknownProcedure`, `AmbiguousProcedure`, `ProcedureRetired`, `ProcedureNotInForce`.
    """
    current = in_force(versions, on)
    try:
        code = matching_procedure(name, [p for p in current if not p.retired]).code
    except UnknownProcedure:
        ended = [p for p in current if p.retired]
        other = {p.code: p for p in versions if p.code not in {c.code for c in current}}
        for candidates, refusal in ((ended, ProcedureRetired), (list(other.values()), ProcedureNotInForce)):
            try:
                procedure = matching_procedure(name, candidates)
            except (UnknownProcedure, AmbiguousProcedure):
                continue
            day = procedure.valid_from if refusal is ProcedureRetired else on
            raise refusal(code=procedure.code, day=day) from None
        raise
    return [p for p in current if p.code == code and not p.retired]


def procedure_meant(text: str, versions: Sequence[Procedure], on: date, case: str = "") -> Procedure:
    """The procedure and the case that a person means on a day of receipt.

    Raises as `with_case`, `cases_meant` and `case_meant`.
    """
    name, case = with_case(text, case)
    return case_meant(cases_meant(name, versions, on), case)
