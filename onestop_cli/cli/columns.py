"""Options made from the declarations of columns, and the values typed with them."""

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from onestop_cli.cli.options import one_from
from onestop_cli.cli.session import Session, needed_text, one_of, typed_text, whole_number
from onestop_cli.core.columns import CORRECTED, INSTANT, LIMIT, TEXT, Column
from onestop_cli.core.limits import TimeLimit, time_limit
from onestop_cli.core.moments import When

Typed = str | int | When | TimeLimit | None


def with_column_options(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the option of each column that can be corrected, in place of its `**typed`."""
    own = inspect.signature(command).parameters.values()
    first = [p for p in own if p.kind is p.POSITIONAL_OR_KEYWORD]
    last = [p for p in own if p.kind is p.KEYWORD_ONLY]
    options = [
        inspect.Parameter(
            _name(column),
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[str | None, _option(column)],
        )
        for column in CORRECTED
    ]
    command.__signature__ = inspect.Signature([*first, *options, *last])  # type: ignore[attr-defined]
    return command


def _name(column: Column) -> str:
    return column.option or column.name


def _option(column: Column) -> typer.models.OptionInfo:
    if column.accepted:
        words = column.accepted
        return typer.Option(column.flag, metavar="|".join(words), autocompletion=one_from(words), help=column.help)
    return typer.Option(column.flag, metavar=column.metavar or column.type.metavar, help=column.help)


def typed_values(session: Session, typed: Mapping[str, str | None]) -> dict[Column, Typed]:
    """What was typed of the columns, by column. Raises what reading a value raises."""
    given = ((column, typed[_name(column)]) for column in CORRECTED)
    return {column: _value(session, column, text) for column, text in given if text is not None}


def _value(session: Session, column: Column, text: str) -> Typed:
    if column.type is INSTANT:
        return session.when(text)
    if column.type is LIMIT:
        return time_limit(text)
    if column.type is not TEXT:
        return whole_number(column.flag, text, column.least, column.most)
    if column.accepted:
        return one_of(column.flag, text, column.accepted)
    return (needed_text if column.is_needed else typed_text)(column.flag, text, column.most)
