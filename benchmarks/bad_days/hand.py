"""A process that has the program ready and types commands in children of its own, in which the system may strike.

`python -m benchmarks.bad_days.hand SHIM` reads one command a line as JSON and answers with what came of it. The child
is the program from its entry to its exit, without the time it takes to load; the shim is loaded before the C library
(`striking.py` sees to that) and counts from the child's first own line on.
"""

import ctypes
import importlib
import json
import mmap
import os
import pkgutil
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import onestop_cli
from onestop_cli import __main__ as door
from onestop_cli.cli import session
from onestop_cli.store import connecting, database

LONGEST = connecting.BUSY_SECONDS + 30
"""Seconds after which a child hangs: longer than it may wait for others."""
PATIENCE = 1
"""Seconds a child waits for a lock that nobody will let go of."""


COUNTER = mmap.mmap(-1, 8)
"""What the shim counts into, seen by parent and child alike, as long as either lives."""


def serve(shim: str) -> Callable[[], object] | None:
    """Answer line by line; in a child, what it is to run."""
    place = ctypes.c_long.from_buffer(COUNTER)
    arm = ctypes.CDLL(shim).bad_days_arm
    arm.argtypes = [ctypes.c_long, *[ctypes.c_int] * 3, ctypes.c_long, ctypes.c_char_p, ctypes.POINTER(ctypes.c_long)]
    asked = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    for line in asked:
        command: dict[str, Any] = json.loads(line)
        out, talk = Path(command["out"]), Path(command["talk"])
        child = os.fork()
        if not child:
            os.dup2(os.open(out, os.O_CREAT | os.O_TRUNC | os.O_WRONLY), 1)
            os.dup2(os.open(talk, os.O_CREAT | os.O_TRUNC | os.O_WRONLY), 2)
            os.environ.update(command["environment"])
            sys.argv = ["onestop", *command["words"]]
            session.clock = partial(datetime.fromisoformat, command["now"])
            signal.setitimer(signal.ITIMER_REAL, command["seconds"] or LONGEST)
            arm(*command["strike"], os.fsencode(command["under"]), ctypes.byref(place))
            return door.main
        _, status = os.waitpid(child, 0)
        texts = [file.read_text(encoding="utf-8", errors="replace") for file in (out, talk)]
        code = os.waitstatus_to_exitcode(status)
        is_meant = code == -signal.SIGALRM and command["seconds"]
        answers.write(json.dumps([-signal.SIGKILL if is_meant else code, *texts, place.value]) + "\n")
        answers.flush()
    return None


def load() -> None:
    """Everything of ours is loaded, so that a child loads nothing."""
    for found in pkgutil.walk_packages(onestop_cli.__path__, "onestop_cli."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    for name in ("filelock", "holidays", "icalendar", "jinja2", "sqlite_utils", "sqlite_utils.db", "xlsxwriter"):
        importlib.import_module(name)


if __name__ == "__main__":
    load()
    database.BUSY_SECONDS = PATIENCE
    run = serve(sys.argv[1])
    if run is not None:
        run()
