"""The first of onestop that runs: what interrupts or refuses it while it loads is told, not shown as a traceback."""

import _signal  # pyright: ignore[reportMissingImports]  # `signal` without its enums, which take longer than all before
import errno
import gc
import os

_REFUSED = 14


def main() -> None:
    """Run the command line; the entry point of the package."""
    gc.disable()  # until the command is loaded, which makes no garbage: looking for some takes a twentieth of a start
    early: list[int] = []
    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, lambda number, frame: early.append(number))
    try:
        from onestop_cli.cli import interruption

        interruption.keep(was_asked=bool(early))
        from onestop_cli.cli import app
    except MemoryError:
        return _refuse(os.strerror(errno.ENOMEM))
    except OSError as problem:
        return _refuse(problem.strerror or str(problem))
    except ImportError as problem:
        if "shared object" not in str(problem):
            raise
        return _refuse(str(problem))
    app.main()


def _refuse(why: str) -> None:
    """End at once where not even the words to say it in can be loaded: in English, with nothing recorded."""
    try:
        os.write(2, f"onestop: error: this machine refused: {why}; nothing was recorded\n".encode())
    finally:
        os._exit(_REFUSED)
