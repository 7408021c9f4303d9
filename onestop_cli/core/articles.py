"""The article behind the counting of a limit (domain §3.2); the limit itself rests on the procedure's legal basis."""

from onestop_cli.core.limits import Unit
from onestop_cli.core.text import search_key

_CIVIL_CODE = "Bộ luật Dân sự 91/2015/QH13 Điều 147"
_CERTIFICATION = "Nghị định 23/2015/NĐ-CP Điều 7"
_CIVIL_STATUS = "Luật Hộ tịch 60/2014/QH13 Điều 5.3"
ARTICLES = {
    Unit.same_day: f"{_CERTIFICATION}; {_CIVIL_STATUS}",
    Unit.working_hour: _CIVIL_CODE,
    Unit.working_day: _CIVIL_CODE,
    Unit.calendar_day: f"{_CIVIL_CODE}, 148.5",
    Unit.month: f"{_CIVIL_CODE}, 148.5",
    Unit.none: "",
}
"""The article behind each unit's counting; of `same_day` the general rule, which both of these laws have."""
_OF_SAME_DAY = (("23/2015/nd-cp", "chung thuc", _CERTIFICATION), ("60/2014/qh13", "ho tich", _CIVIL_STATUS))
"""The laws with the rule of 15:00: how a legal basis names each, the field it is of, and its article."""


def article(unit: Unit, legal_basis: str, field: str) -> str:
    """The article behind the counting of a limit in a unit, of a procedure of a legal basis and a field.

    The rule of 15:00 stands in the law on certification and in that on civil status: the one that the procedure rests
    on is named, without a basis that of its field, else both.

    >>> article(Unit.same_day, "Luật Hộ tịch 60/2014/QH13 Điều 5.3 và 34", "Hộ tịch")
    'Luật Hộ tịch 60/2014/QH13 Điều 5.3'
    """
    if unit is Unit.same_day:
        basis, of = search_key(legal_basis), search_key(field).strip()
        for name, its_field, rule in _OF_SAME_DAY:
            if name in basis if basis else of == its_field:
                return rule
    return ARTICLES[unit]
