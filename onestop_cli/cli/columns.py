"""The options that follow from the declarations of columns, and the values typed with them."""

import inspect
from typing import Annotated

from onestop_cli.cli.options import option, word
from onestop_cli.cli.session import Desk, limit, money, needed_text, one_of, typed_papers, typed_text, whole_number
from onestop_cli.core.columns import CORRECTED, INSTANT, LIMIT, MONEY, TEXT, Column
from onestop_cli.core.limits import TimeLimit
from onestop_cli.core.moments import When
from onestop_cli.core.text import name_text, search_key

NONE = ("", "none", "khong")
"""What is typed to say that there is no such day."""
Typed = str | int | When | TimeLimit | None


def _typed_columns(desk: Desk, **typed: str | None) -> dict[Column, Typed]:
    """What was typed of the columns, by column. Raises what reading a value raises."""
    given = ((column, typed[_name(column)]) for column in CORRECTED)
    return {column: _value(desk, column, text) for column, text in given if text is not None}


def _name(column: Column) -> str:
    return column.option or column.name


def _value(desk: Desk, column: Column, text: str) -> Typed:
    is_none = search_key(text).strip() in NONE
    if column.is_bare_day:
        return None if is_none else When(desk.day(text), None, text)
    if column.may_be_emptied and is_none:
        return None
    if column.type is INSTANT:
        return desk.when(text)
    if column.type is LIMIT:
        return limit(text)
    if column.type is MONEY:
        return money(column.flag, text, column.least, column.most)
    if column.type is not TEXT:
        return whole_number(column.flag, text, column.least, column.most)
    if column.accepted:
        return one_of(column.flag, text, column.accepted)
    if column.name in ("applicant", "submitter"):
        text = name_text(text)
    if column.name == "dossier_papers":
        return typed_papers(column.flag, text) if text else ""
    return (needed_text if column.is_needed else typed_text)(column.flag, text, column.most)


def _parameter(column: Column) -> inspect.Parameter:
    said = column.flag, column.metavar or column.type.metavar, column.help
    read = word(column.flag, column.accepted, column.help) if column.accepted else option(*said)
    annotation = Annotated[str | None, read]
    return inspect.Parameter(_name(column), inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


_typed_columns.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
    [inspect.Parameter("desk", inspect.Parameter.KEYWORD_ONLY, annotation=Desk), *map(_parameter, CORRECTED)]
)
TypedColumns = Annotated[dict[Column, Typed], _typed_columns]
"""The option of each column that can be corrected."""
