"""Where rows become values: what onestop cannot have written is damage of the file, and no bug."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from onestop_cli.errors import NONSENSE, RowUnreadable

_Asked = ParamSpec("_Asked")
_Value = TypeVar("_Value")


def of_rows(reads: Callable[_Asked, _Value]) -> Callable[_Asked, _Value]:
    """A function that makes values of rows, and raises `RowUnreadable` for a row of which none can be made."""

    @wraps(reads)
    def value(*asked: _Asked.args, **named: _Asked.kwargs) -> _Value:
        try:
            return reads(*asked, **named)
        except NONSENSE as problem:
            raise RowUnreadable from problem

    return value


def text_of(value: object) -> str:
    """A value of a row that is a text. Raises `TypeError` for what onestop never wrote."""
    if not isinstance(value, str):
        raise TypeError
    return value
