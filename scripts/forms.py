"""Write the table of fields of the printed forms into `docs/forms.md`, from their declaration.

    python scripts/forms.py

`tests/test_docs.py` fails when the table is not what this writes.
"""

from pathlib import Path

from onestop_cli.output import language
from onestop_cli.output.forms.templates import fields_table

FILE = Path(__file__).parent.parent / "docs" / "forms.md"
START, END = "<!-- fields -->\n", "<!-- end of fields -->\n"


def page() -> str:
    """The page with the table as it should be."""
    before, _, rest = FILE.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    return before + START + fields_table() + END + after


if __name__ == "__main__":
    language.use("en")
    FILE.write_text(page(), encoding="utf-8")
