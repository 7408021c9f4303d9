"""Commands in whose way the system is put: it dies at the k-th call, or refuses it.

What strikes is `shim.c`, compiled here with the machine's C compiler and loaded before the C library; so SQLite's own
calls are struck as Python's are. Only calls on files of the case's folder count, and on stdout and stderr if wanted.
"""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntFlag
from pathlib import Path
from typing import NamedTuple

_SOURCE = Path(__file__).with_name("shim.c")
COUNT, KILL, HALF, FAIL = range(4)


class Call(IntFlag):
    """The calls of the system that are counted, as in `shim.c`."""

    OPEN = 1
    WRITE = 2
    FSYNC = 4
    TRUNCATE = 8
    RENAME = 16
    LINK = 32
    UNLINK = 64
    LOCK = 128
    MKDIR = 256
    CHMOD = 512
    MAP = 1024
    READ = 2048
    OUT = 4096
    OPEN_TO_WRITE = 8192
    TALK = 16384


CHANGING = (
    Call.OPEN_TO_WRITE | Call.WRITE | Call.FSYNC | Call.TRUNCATE | Call.RENAME | Call.LINK | Call.UNLINK | Call.LOCK
    | Call.MKDIR | Call.CHMOD
)  # fmt: skip
"""What leaves a trace, or must come before one."""
_GROWING = Call.OPEN_TO_WRITE | Call.WRITE | Call.TRUNCATE | Call.FSYNC | Call.RENAME | Call.LINK | Call.MKDIR
REFUSALS: Mapping[int, Call] = {
    errno.ENOSPC: _GROWING | Call.OUT | Call.TALK,
    errno.EDQUOT: _GROWING | Call.OUT | Call.TALK,
    errno.EIO: CHANGING | Call.OPEN | Call.READ | Call.OUT | Call.TALK,
    errno.EROFS: _GROWING ^ Call.WRITE ^ Call.FSYNC | Call.UNLINK | Call.CHMOD,
    errno.EMFILE: Call.OPEN,
    errno.EINTR: Call.OPEN | Call.WRITE | Call.FSYNC | Call.LOCK | Call.READ | Call.OUT,
    errno.ENOMEM: Call.OPEN | Call.MAP | Call.LOCK | Call.RENAME | Call.LINK | Call.MKDIR,
}
"""Which calls the system may refuse with which error."""
ONCE = (errno.EINTR,)
"""What is tried again, and would go on for ever if it were refused for ever."""


class Strike(NamedTuple):
    """What happens at the k-th counted call, and with FAIL whether at every one after it too.

    With `seconds` the process dies so long after its beginning, whatever it is doing.
    """

    at: int = 0
    how: int = COUNT
    error: int = 0
    stays: bool = False
    calls: Call = CHANGING
    seconds: float = 0


class Came(NamedTuple):
    """What came of a command; the code is negative where a signal ended it. `calls` were counted."""

    code: int
    stdout: str
    stderr: str
    calls: int


NOTHING = Strike()


class Hand:
    """Types commands, one after another, each in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self._process = process
        self._folder = folder

    def types(
        self, words: Sequence[str], under: Path, now: str, environment: Mapping[str, str], strike: Strike = NOTHING
    ) -> Came:
        """The command with this clock; what is struck lies under a folder."""
        assert self._process.stdin
        assert self._process.stdout
        command = {
            "words": list(words), "under": f"{under}", "now": now, "environment": dict(environment),
            "strike": [strike.at, strike.how, strike.error, int(strike.stays), int(strike.calls)],
            "seconds": strike.seconds,
            "out": f"{self._folder / 'out'}", "talk": f"{self._folder / 'talk'}",
        }  # fmt: skip
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return Came(*json.loads(self._process.stdout.readline()))


@contextmanager
def hand(folder: Path) -> Iterator[Hand]:
    """A hand that is at its place until the end. Needs a C compiler, and Linux."""
    shim = folder / "shim.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", shim, _SOURCE, "-ldl"], check=True)
    environment = {**os.environ, "LD_PRELOAD": f"{shim}", "ONESTOP_LANG": "en", "ONESTOP_ACTOR": "lan"}
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.bad_days.hand", f"{shim}"],
        cwd=Path(__file__).parents[2],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        yield Hand(process, folder)
