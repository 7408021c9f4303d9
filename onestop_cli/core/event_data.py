"""How the fields of an event stand in its data: said once, by their types, and read back byte for byte.

A field stands under its own name, in the form of its type. One that has a default is absent where it has that value.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import EnumType, StrEnum
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeVar, get_args, get_origin

from onestop_cli.core.moments import instant_at, instant_of, iso, iso_text
from onestop_cli.errors import NONSENSE, RowUnreadable

Data = Mapping[str, Any]
"""The data of an event: a JSON object."""
Said = TypeVar("Said")
FreeText = Annotated[str, "words"]
"""What a clerk types as words, which may name people (domain §8): it lies beside the chain, and leaves the file only
where personal data do."""


class Form(NamedTuple):
    """How a value is written as JSON and read back; as it is without one.

    What stands `apart` has fields of its own, which stand among those of the event.
    """

    write: Callable[[Any], Any] | None = None
    read: Callable[[Any], Any] | None = None
    apart: bool = False


def list_form(write: Callable[[Any], Any], read: Callable[[Any], Any]) -> Form:
    """The form of so many values of a kind: a list."""

    def written(values: Iterable[Any]) -> list[Any]:
        return [write(value) for value in values]

    def values(data: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(map(read, data))

    return Form(written, values)


class _Field(NamedTuple):
    key: str
    write: Callable[[Any], Any] | None
    read: Callable[[Any], Any] | None
    apart: bool
    default: Any
    absent: Any
    """What is read where the key is not there."""


FORMS: dict[Any, Form] = {
    datetime: Form(iso_text, instant_at),
    datetime | None: Form(iso, instant_of),
    date: Form(date.isoformat, date.fromisoformat),
    date | None: Form(date.isoformat, date.fromisoformat),
    tuple[str, ...]: Form(list, tuple),
    tuple[int, ...]: Form(list, tuple),
}
"""The forms of the types that are no JSON themselves, beside words (`StrEnum`); a type's own module adds it here."""
_JSON = (str, int, bool, str | None, int | None, bool | None)
KEYS = {"imported_by": "import"}
"""The fields that cannot bear their key as a name."""
_ALWAYS = object()
_layouts: dict[Any, tuple[_Field, ...]] = {}


def data_of(said: tuple[Any, ...]) -> dict[str, Any]:
    """The data of an event."""
    data: dict[str, Any] = {}
    for (key, write, _, apart, default, _), value in zip(_layout(said.__class__), said, strict=True):
        if default is not _ALWAYS and value == default:
            continue
        written = value if write is None else write(value)
        if apart:
            data |= written
        else:
            data[key] = written
    return data


def read(of: type[Said], data: Data) -> Said:
    """The event of a type from its data; words that were erased are empty. Raises `RowUnreadable`."""
    values: list[Any] = []
    try:
        for key, _, form, apart, _, absent in _layouts.get(of) or _layout(of):
            if absent is _ALWAYS or apart or key in data:
                value = data if apart else data[key]
                values.append(value if form is None else form(value))
            else:
                values.append(absent)
    except NONSENSE as problem:
        raise RowUnreadable from problem
    return of(*values)


@cache
def free_text_keys(of: type[Any]) -> tuple[str, ...]:
    """The keys under which an event, or a part of one, has words that a clerk typed (domain §8)."""
    types: dict[str, Any] = of.__new__.__annotations__
    return tuple(KEYS.get(name, name) for name, held in types.items() if held == FreeText)


def _layout(of: type[Any]) -> tuple[_Field, ...]:
    """The fields of a type, looked at once; `default` is of what may be absent."""
    if of not in _layouts:
        types: dict[str, Any] = of.__new__.__annotations__
        fields: list[_Field] = []
        for name, held in types.items():
            default = of._field_defaults.get(name, _ALWAYS)
            absent = "" if held == FreeText else default
            fields.append(_Field(KEYS.get(name, name), *form_of(held), default, absent))
        _layouts[of] = tuple(fields)
    return _layouts[of]


def _word(word: StrEnum) -> str:
    return word.value


def form_of(of: object) -> Form:
    """The form of a type. Raises `TypeError` for one that is no JSON and has none."""
    if get_origin(of) is Annotated:
        return form_of(get_args(of)[0])
    if isinstance(of, EnumType):
        return Form(_word, of)
    if of in FORMS:
        return FORMS[of]
    if of in _JSON or get_origin(of) in (dict, list):
        return Form()
    raise TypeError(f"no form of {of} in data")
