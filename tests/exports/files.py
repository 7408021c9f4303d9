"""What a command wrote out, read back by other libraries."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb

from onestop_cli.core import guards
from tests.documents.varied import typed
from tests.office import Ward

PEOPLE = ("--personal-data",)
Row = dict[str, Any]


def in_csv(ward: Ward, kind: str, *arguments: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(typed(ward, "export", kind, "-f", "csv", *arguments))))


def in_jsonl(ward: Ward, kind: str, *arguments: str) -> list[Row]:
    text = typed(ward, "export", kind, "-f", "jsonl", *arguments)
    return [json.loads(line) for line in text.split("\n") if line]


def in_json(ward: Ward, kind: str, *arguments: str) -> list[Row]:
    return json.loads(typed(ward, "export", kind, "-f", "json", *arguments))


def in_parquet(ward: Ward, folder: Path, kind: str, *arguments: str) -> tuple[dict[str, str], list[Row]]:
    """The types of the columns by name, and the rows."""
    file = folder / f"{kind}.parquet"
    typed(ward, "export", kind, "-o", str(file), *arguments)
    with duckdb.connect() as database:
        found = database.execute("SELECT * FROM read_parquet($file)", {"file": str(file)})
        types = {name: str(of) for name, of, *_ in found.description or ()}
        return types, [dict(zip(types, row, strict=True)) for row in found.fetchall()]


def unguarded(text: str) -> str:
    """A cell of CSV as it was before a spreadsheet was kept from taking it for a formula."""
    return guards.unguarded(text)
