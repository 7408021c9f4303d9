"""Exporting dossiers: streamed in the order of their codes, without names unless asked for."""

from collections.abc import Callable, Iterator
from pathlib import Path

from onestop_cli.core.moments import Clock, Moments
from onestop_cli.core.outcomes import View, view
from onestop_cli.store import register
from onestop_cli.store.database import reading
from onestop_cli.usecases.entries import entries_at


def export_dossiers(path: Path, clock: Clock, moments: Moments, render: Callable[[Iterator[View]], None]) -> None:
    """Every dossier, void ones included, is handed to `render` one by one, in the order of the codes."""
    with reading(path) as connection:
        at = moments.as_of or clock()
        entries = register.in_code_order(connection) if moments.is_present else entries_at(connection, moments)
        render(view(entry, at) for entry in entries)
