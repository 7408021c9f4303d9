"""A program run under a pseudo-terminal of 120 columns, as people see it (not on Windows)."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
from pathlib import Path

COLUMNS, LINES = 120, 40


def run_on_terminal(command: list[str], environment: dict[str, str], folder: Path) -> bytes:
    """What the program wrote to its terminal. Raises `CalledProcessError` when it failed."""
    ours, its = pty.openpty()
    try:
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        with subprocess.Popen(command, env=environment, cwd=folder, stdin=its, stdout=its, stderr=its) as process:
            os.close(its)
            written = _all_of(ours)
    finally:
        os.close(ours)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, written)
    return written


def _all_of(terminal: int) -> bytes:
    pieces: list[bytes] = []
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            return b"".join(pieces)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
