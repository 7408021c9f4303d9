"""Telling how far long work is, without knowing who is told."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
Progress = Callable[[int], None]
"""Is told the amount done so far, from the beginning: rows, events, megabytes. It may be told as often as one likes."""


def telling(progress: Progress, items: Iterable[T]) -> Iterator[T]:
    """The items; each is told once the next one is asked for, which is when it is done.

    >>> list(telling(print, "ab"))
    1
    2
    ['a', 'b']
    """
    for done, item in enumerate(items, 1):
        yield item
        progress(done)


def telling_chunks(progress: Progress, chunks: Iterable[Sequence[T]]) -> Iterator[Sequence[T]]:
    """The same of items that come many at a time.

    >>> list(telling_chunks(print, ["ab", "c"]))
    2
    3
    ['ab', 'c']
    """
    done = 0
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        progress(done)
