"""What came of the cases of one trial: how many ended in which way, and every one that broke a promise."""

from collections import Counter
from typing import NamedTuple


class Tally(NamedTuple):
    """The outcomes of a trial's cases by name, and each failure in words with its seed and its steps."""

    name: str
    cases: int
    outcomes: Counter[str]
    failures: list[str]
