"""Write the keys of a dossier into `docs/json.md`, from the declarations of columns (`core.columns`).

    python scripts/json_keys.py

`tests/test_docs.py` fails when the page is not what this writes.
"""

import re
import textwrap
from pathlib import Path

from onestop_cli.core.columns import PUBLIC

PAGE = Path(__file__).parent.parent / "docs" / "json.md"


def page() -> str:
    """The page with the keys as they are declared: the paragraph that begins with `code`, `procedure_code`."""
    keys = textwrap.fill(", ".join(f"`{column.json_key}`{column.type.shape}" for column in PUBLIC), 120)
    return re.sub(r"(?<=\n\n)`code`, `procedure_code`.*?(?=\n\n)", keys, PAGE.read_text("utf-8"), flags=re.S)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
