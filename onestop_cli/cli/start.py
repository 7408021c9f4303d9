"""The first of onestop that runs: what interrupts or refuses it while it loads is told, not shown as a traceback."""

import errno
import os
from typing import NoReturn

from onestop_cli.cli import interruption

_REFUSED = 14


def main() -> None:
    """Run the command line; the entry point of the package."""
    interruption.keep()
    try:
        from onestop_cli.cli import app
    except MemoryError:
        _refuse(os.strerror(errno.ENOMEM))
    except OSError as problem:
        _refuse(problem.strerror or str(problem))
    except ImportError as problem:
        if "shared object" not in str(problem):
            raise
        _refuse(str(problem))
    app.main()


def _refuse(why: str) -> NoReturn:
    """End at once where not even the words to say it in can be loaded: in English, with nothing recorded."""
    try:
        os.write(2, f"onestop: error: this machine refused: {why}; nothing was recorded\n".encode())
    finally:
        os._exit(_REFUSED)
