"""Where an error came from, for who mends the program: places in it, and nothing that a dossier says.

The message of an error may repeat the value it stumbled over. Only such messages are told as cannot: ours, the
system's, and those about the program's own names.
"""

import traceback

from onestop_cli.errors import OnestopError

_HARMLESS = (OnestopError, OSError, ImportError, NameError, AttributeError, MemoryError, RecursionError)


def trace(problem: BaseException) -> str:
    """The places an error and what led to it went through, the first cause first."""
    told: list[str] = []
    each: BaseException | None = problem
    while each is not None:
        place = "".join(traceback.format_tb(each.__traceback__))
        told.append(f"{place}{type(each).__module__}.{type(each).__qualname__}{_message(each)}")
        each = each.__cause__ or each.__context__
    return "\n\n".join(["Traceback (most recent call last):\n" + text for text in reversed(told)])


def _message(problem: BaseException) -> str:
    is_of_sqlite = type(problem).__module__ == "sqlite3" and getattr(problem, "sqlite_errorcode", None) is not None
    return f": {problem}" if is_of_sqlite or isinstance(problem, _HARMLESS) else ""
