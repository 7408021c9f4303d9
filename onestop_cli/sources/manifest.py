"""The anchor that a night keeps: the `head` of its manifest, which names the last event the night has.

Nothing else of a manifest is asked here, so that one kept elsewhere in another form is an anchor too; what `nightly`
goes on from, and checks, is read whole by `sources.nights`.
"""

import json
import re
from pathlib import Path
from typing import Any

from onestop_cli.core import bounds
from onestop_cli.core.ledger import Mark
from onestop_cli.core.nights import MANIFEST
from onestop_cli.errors import N_, BadFile, UnknownFile, UnreadFile


def manifest_mark(path: Path) -> Mark:
    """The last event named by a manifest, or by the one in a folder. Raises `UnknownFile`, `BadFile`."""
    if path.is_dir():
        path = path / MANIFEST
    try:
        with path.open("rb") as file:
            manifest: Any = json.loads(file.read(bounds.SMALL_FILE))
    except FileNotFoundError:
        raise UnknownFile(path=path) from None
    except OSError as problem:
        raise UnreadFile(path=path, why=problem.strerror or str(problem)) from None
    except (ValueError, RecursionError):
        manifest = None
    match manifest:
        case {"head": {"seq": int(seq), "hash": str(hashed)}} if (
            seq >= 1 and not isinstance(seq, bool) and re.fullmatch("[0-9a-f]{64}", hashed)
        ):
            return Mark(seq, hashed)
        case _:
            raise BadFile(path=path, why=N_("it is no manifest of a night: it names no last event"))
