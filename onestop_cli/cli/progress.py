"""A progress bar on stderr, for long work in front of a person."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from onestop_cli.core.progress import Progress

_EVERY = 0.1
"""The seconds between two amounts that are drawn: as often as the bar itself is."""


@contextmanager
def counting(words: str, total: int | None = None, unit: str = "") -> Iterator[Progress]:
    """A function to tell how far the work is: the amount done of the total, in a unit; draws nothing off a terminal.

    Without a total the bar moves all the same.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    from onestop_cli.output.figures import number

    console = Console(stderr=True, markup=False, highlight=False, emoji=False)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[amount]}", markup=False),
        TimeElapsedColumn(),
    )
    of = f"/{number(total)}" if total is not None else ""
    with Bar(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(words, total=total, amount="")
        drawn_at = -_EVERY

        def tell(done: int) -> None:
            nonlocal drawn_at
            if (now := monotonic()) - drawn_at >= _EVERY:
                drawn_at = now
                bar.update(task, completed=done, amount=f"{number(done)}{of} {unit}".rstrip())

        yield tell
