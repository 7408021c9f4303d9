"""Days and instants as a clerk writes them: `7/1/2026`, `7/1/2026 15:00`, `7/1/2026 15:00:01`."""

from datetime import date, datetime


def day(text: str) -> date:
    """The day of `d/m/yyyy`."""
    d, m, y = text.split("/")
    return date(int(y), int(m), int(d))


def at(text: str) -> datetime:
    """The instant of `d/m/yyyy HH:MM` or `d/m/yyyy HH:MM:SS`, Vietnam time."""
    clock = "%H:%M:%S" if text.count(":") == 2 else "%H:%M"
    return datetime.strptime(f"{text} +0700", f"%d/%m/%Y {clock} %z")


def shown(instant: datetime) -> str:
    """An instant the way the slip prints it, with seconds only where they matter."""
    clock = f"{instant:%H:%M:%S}" if instant.second else f"{instant:%H:%M}"
    return f"{instant.day}/{instant.month}/{instant.year} {clock}"
