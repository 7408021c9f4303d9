"""Waiting for others at the file: who tells a person of it."""

from collections.abc import Callable
from pathlib import Path

from onestop_cli.store import connecting


def told_by(teller: Callable[[Path, str], None]) -> None:
    """From now on this tells once of each wait that takes long: for which file, and why, a message id."""
    connecting.teller = teller
