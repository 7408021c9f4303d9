"""What shell completion offers from the dossier file; silent when there is none."""

import os
from pathlib import Path

from onestop_cli.cli.session import clock, default_folder
from onestop_cli.core.text import search_key
from onestop_cli.errors import OnestopError
from onestop_cli.usecases.procedures import procedures


def procedure_names(incomplete: str) -> list[tuple[str, str]]:
    """Aliases and codes of the procedures in force that begin as typed, with their names."""
    path = Path(os.environ.get("ONESTOP_DB") or default_folder() / "onestop.db")
    try:
        found = procedures(path, clock, None)
    except OnestopError:
        return []
    wanted = search_key(incomplete)
    return [(word, p.name) for p in found for word in (*p.aliases, p.code) if word.startswith(wanted)]
