"""A search of the register: who answers best stands first (`core.searches`)."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from onestop_cli.core.dossier import Entry
from onestop_cli.core.filters import Filters
from onestop_cli.core.searches import BEST, Query, Ranked, Searched, Tier, in_order, newest, query, rank
from onestop_cli.store import register, searches

_AT_ONCE = 100
"""So many dossiers are read in one go."""


class Hits(NamedTuple):
    """The dossiers that answer best, in their order, and the others, newest first, looked for only when asked for."""

    best: list[Ranked]
    others: Iterator[Ranked]


def hits(connection: sqlite3.Connection, filters: Filters, condition: str) -> Hits:
    """What answers the search of a filter, and fits it otherwise too; `condition` is a further one of the store's own.

    Names with a letter wrong are looked for only where no person is found otherwise.
    """
    asked = query(filters.search or "")
    codes = searches.candidates(connection, asked)
    found = _answering(connection, asked, codes, filters, condition)
    best = list(islice(found, BEST))
    if not any(each.tier < Tier.noted for each, _ in best):
        codes = searches.misspelt(connection, asked)
        nearly = _answering(connection, asked, codes, filters, condition)
        best += islice((each for each in nearly if each[0].tier is Tier.misspelt), BEST)
    return Hits(in_order(best), _by_age(found))


def _by_age(found: Iterator[Ranked]) -> Iterator[Ranked]:
    yield from sorted(found, key=lambda each: newest(each[1]), reverse=True)


def _answering(
    connection: sqlite3.Connection, asked: Query, codes: Iterable[str], filters: Filters, condition: str
) -> Iterator[Ranked]:
    """Those of some dossiers that answer, each once, in the order of their codes as they come."""
    seen: set[str] = set()
    left = iter(codes)
    while heap := list(islice(left, _AT_ONCE)):
        new = [code for code in dict.fromkeys(heap) if code not in seen]
        seen.update(new)
        for each in register.searched(connection, new, filters, condition) if new else ():
            if (how := rank(asked, each)) is not None:
                yield how, each


def ranked(entries: Iterable[Entry], text: str) -> list[Ranked]:
    """Those of some dossiers that answer a search, best first."""
    asked = query(text)
    told = map(Searched.of, entries)
    return in_order([(how, each) for each in told if (how := rank(asked, each)) is not None])
