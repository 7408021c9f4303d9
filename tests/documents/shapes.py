"""Every shape of a report as it is typed, and printing them all.

    python -m tests.documents.shapes FILE NOW FOLDER

prints every shape in every format into a folder, each with fixed moments, by a clock that stands at NOW: the same in a
process of its own.
"""

import sys
from pathlib import Path

from onestop_cli.output.formats import REPORT_FORMATS
from tests.documents.varied import written
from tests.office import Ward

LANGUAGES = ("vi", "en")
SHAPES = {
    "month": ("report", "--month", "8"),
    "year": ("report", "--by", "month", "--year", "2026"),
    "form": ("report", "--form", "06a", "--month", "8"),
    "index": ("report", "--index-766", "--by", "procedure", "--month", "8"),
    "bases": ("report", "--bases", "--month", "8"),
    "what_if": ("report", "--month", "8", "--what-if", "saturday=working_day"),
    "late": ("late", "--month", "8"),
    "register": ("register", "--month", "8"),
    "trend": ("trend", "--months", "12"),
    "sealed": ("report", "--sealed", "--month", "8", "--year", "2026"),
}
"""The shapes of the varied register, which stands in September 2026."""
COUNTED = ("month", "year", "form", "index", "sealed", "what_if")
"""Those with figures whose dossiers can be looked at."""
WITHOUT_PEOPLE = ("trend",)
"""Those that list nobody and take no `--personal-data`."""
FIXED = {
    "report": ("report", "--month", "7"),
    "weeks": ("report", "--month", "7", "--by", "week", "--by", "officer"),
    "form": ("report", "--form", "06a", "--month", "7"),
    "index": ("report", "--index-766", "--by", "field", "--month", "7"),
    "granularities": ("report", "--granularities", "--month", "7"),
    "what_if": ("report", "--month", "7", "--by", "officer", "--what-if", "due_time=11:00"),
    "late": ("late", "--month", "7"),
    "register": ("register", "--month", "7"),
    "trend": ("trend", "--months", "3", "--by", "channel"),
}
"""The shapes of the file recorded day by day in the summer of 2023."""
SUFFIXES = {"table": "txt"} | {name: name for name in REPORT_FORMATS if name != "table"}


def people(shape: str) -> tuple[str, ...]:
    """The option that shows people, where the shape has any."""
    return () if shape in WITHOUT_PEOPLE else ("--personal-data",)


def printed(ward: Ward, folder: Path, *moments: str, formats: tuple[str, ...] = REPORT_FORMATS) -> dict[str, bytes]:
    """Every fixed shape in the formats asked for, under the names of their files."""
    folder.mkdir(exist_ok=True)
    return {
        f"{name}.{format_name}": written(
            ward, folder / f"{name}.{SUFFIXES[format_name]}", *command, *moments, *people(name)
        ).read_bytes()
        for name, command in FIXED.items()
        for format_name in formats
    }


if __name__ == "__main__":
    file, now, folder, *moments = sys.argv[1:]
    standing = Ward(Path(file))
    standing.is_now(now)
    printed(standing, Path(folder), *moments)
