"""An answer that is longer than the terminal goes through a pager, so that its beginning is not lost (`less`, $PAGER).

Never off a terminal, never for data, never into a file; what cannot be paged is written as it is.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from shlex import split
from shutil import which

from onestop_cli.output.stream import is_utf8

_NONE = ("", "cat")
"""What PAGER says where none is wanted."""
_NOT_STARTED = (126, 127)
"""What `env` and the like end with where there is no such program."""


def is_paged(text: str) -> bool:
    """Whether an answer was shown by a pager to its end, or until its reader had enough; nothing was written if not."""
    command = _command()
    if command is None:
        return False
    sys.stdout.flush()
    environment = {"LESS": "FRX", **({"LESSCHARSET": "utf-8"} if is_utf8() else {}), **os.environ}
    try:
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=sys.stdout, env=environment)
    except OSError:
        return False
    assert pager.stdin is not None
    with _left_to(pager):
        with suppress(BrokenPipeError, OSError):  # read no further
            pager.stdin.write(text.encode(sys.stdout.encoding, "onestop.plain"))
        with suppress(BrokenPipeError, OSError):
            pager.stdin.close()
        return pager.wait() not in _NOT_STARTED


def _command() -> list[str] | None:
    """The pager's command: as PAGER says, else `less` where there is one."""
    if os.name == "posix" and os.environ.get("TERM", "dumb") == "dumb":  # which no pager can draw on
        return None
    wanted = os.environ.get("PAGER")
    if wanted is None:
        return ["less", "-FRX"] if which("less") else None
    with suppress(ValueError):  # a quotation that does not end
        words = split(wanted)
        return words if words and wanted.strip() not in _NONE and which(words[0]) else None
    return None


@contextmanager
def _left_to(pager: "subprocess.Popen[bytes]") -> Iterator[None]:
    """While the pager runs Ctrl-C is its own; when this process is to end, so is the pager."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    except KeyboardInterrupt:
        pager.terminate()
        raise
    finally:
        signal.signal(signal.SIGINT, before)
