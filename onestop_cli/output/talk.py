"""What is said on stderr: broken at words where a terminal ends, on one line anywhere else.

A command that is told to be typed is never broken, so that it can be copied; the terminal goes on with it by itself.
"""

import os
import re
import sys

from onestop_cli.output.console_text import broken

_COMMAND = re.compile(r"(?:onestop|pip install) (?:(?!; |, |   |\)$).)*")
_HELD = "\0"
"""Stands for a blank at which nothing is broken: no text that is shown holds one."""


def columns() -> int | None:
    """The columns of the terminal that stderr is; None where it is none."""
    try:
        if not sys.stderr.isatty():
            return None
        asked = os.environ.get("COLUMNS", "")
        return int(asked) if asked.isascii() and asked.isdigit() else os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return None


def talked(head: str, words: str, width: int | None) -> str:
    """Words after a head of theirs, lines of at most a width, the further ones indented as wide as the head is."""
    held = _COMMAND.sub(lambda command: command[0].replace(" ", _HELD), words)
    first = head.replace(" ", _HELD)
    return "\n".join(broken(f"{first}{held}", width, len(head))).replace(_HELD, " ")
