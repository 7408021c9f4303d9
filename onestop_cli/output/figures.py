"""Numbers, days and instants as an office of the language spoken writes them; a dash where there is none."""

from datetime import date, datetime

from onestop_cli.errors import N_
from onestop_cli.output import language
from onestop_cli.output.console_text import visible_lines

WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip

_PLACES = {"count": 0, "days": 2, "half_days": 1, "points": 2}
FIGURES = ("percent", *_PLACES)
"""The kinds of columns that hold numbers."""
Cell = str | int | float | date | None


def weekday(on: date) -> str:
    """The name of a day of the week."""
    return language.message(WEEKDAYS[on.weekday()])


def moment(at: datetime | None) -> str:
    """An instant as people read it, dd/MM/yyyy HH:mm; a dash for none."""
    return f"{at:%d/%m/%Y %H:%M}" if at else "—"


def happened(at: datetime | None, *, is_day: bool) -> date | None:
    """When an act occurred: an instant, or a day where it was typed with a bare date and has no hour."""
    return at.date() if at is not None and is_day else at


def occurred(at: datetime | None, *, is_day: bool) -> str:
    """The same as people read it."""
    return day(at) if is_day else moment(at)


def day(on: date | None) -> str:
    """A day as people read it, dd/MM/yyyy; a dash for none."""
    return f"{on:%d/%m/%Y}" if on else "—"


def percent(rate: float | None) -> str:
    """A rate as an office writes it, two decimals with a comma in Vietnamese; a dash over nothing.

    >>> percent(None)
    '—'
    """
    return "—" if rate is None else decimal(round(rate * 100, 6), 2) + " %"


def decimal(value: float | None, places: int) -> str:
    """A number with the decimal sign of the language spoken, halves rounded away from nought as a spreadsheet does."""
    if value is None:
        return "—"
    if isinstance(value, float):
        from decimal import ROUND_HALF_UP, Decimal

        text = f"{Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,.{places}f}"
    else:
        text = f"{value:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,")) if language.language() == "vi" else text


def number(value: int | None) -> str:
    """A count with the thousands sign of the language spoken."""
    return decimal(value, 0)


def size(of: int) -> str:
    """Bytes as people read them, in MB."""
    return f"{decimal(of / 1_000_000, 1)} MB"


def bytes_words(of: int) -> str:
    """Bytes as people read them, in KB, from a million on in MB; less than the smallest figure is that."""
    return f"{decimal(max(of / 1000, 0.1) if of else 0.0, 1)} KB" if of < 1_000_000 else size(of)


def shown(value: Cell, kind: str) -> str:
    """A cell as people read it: a dash where a figure is over nothing, blank where there is none to give."""
    match value:
        case None | "":
            return "—" if value is None and kind in FIGURES else ""
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case int() | float() if kind in FIGURES:
            return percent(value) if kind == "percent" else decimal(value, _PLACES[kind])
        case _:
            return visible_lines(str(value))
