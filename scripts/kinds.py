"""Write the table of the kinds of event in `docs/ledger.md` from their types.

    python scripts/kinds.py

`tests/test_docs.py` fails when the page is not what this writes.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from onestop_cli.core import dossier_events, file_events

PAGE = Path(__file__).parent.parent / "docs" / "ledger.md"
HEAD = "| kind | of | data |\n|---|---|---|\n"
SCOPES = {"file": file_events.KINDS, "dossier": dossier_events.KINDS}


def table() -> str:
    """The table: a row a kind, one for kinds whose data are the same."""
    kinds = [(kind, scope, _data(of)) for scope, kinds in SCOPES.items() for kind, of in kinds.items()]
    rows = groupby(kinds, key=lambda row: row[1:])
    lines = (f"| {', '.join(f'`{kind}`' for kind, *_ in row)} | {scope} | {data} |\n" for (scope, data), row in rows)
    return HEAD + "".join(lines)


def _data(of: type) -> str:
    """What a type says of its data, in one line."""

    def told() -> Iterator[str]:
        for each in of.__mro__:
            _, _, data = (each.__doc__ or "").partition("Data: ")
            if data:
                yield " ".join(data.split())

    return next(told())


def page() -> str:
    """The page with its table as the types have it."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(HEAD)
    _, _, after = rest.partition("\n\n")
    return f"{before}{table()}\n{after}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
