"""The file of the summer of 2023, recorded day by day, and copies of it laid aside while that happened."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from onestop_cli.core.moments import VIETNAM
from scripts.day_by_day import Counter, record
from tests.office import Ward

TODAY = "24/11/2026 09:00"
LATER = "2/3/2027 17:45"
MOMENTS = {
    "2023-07-14 12:00": "14/7/2023 12:00:00",
    "2023-08-02": "2/8/2023 23:59:59",
    "2023-08-10 12:00": "10/8/2023 12:00:00",
}
"""The moments travelled to, as `--known-at` takes them, and the second at which the copy was laid aside."""
KNOWN = "Only what was recorded by"
"""How the line of a head begins that says how much was known."""


class Recorded(NamedTuple):
    """The whole file, and the copies of it as it was at each moment."""

    path: Path
    then: dict[str, Path]

    @property
    def whole(self) -> Ward:
        """The whole file, looked at years later."""
        found = Ward(self.path)
        found.is_now(TODAY)
        return found

    def copy(self, moment: str) -> Ward:
        """The copy of a moment, looked at in that second."""
        found = Ward(self.then[moment])
        found.is_now(MOMENTS[moment])
        return found


def recorded_in(folder: Path) -> Recorded:
    """One recording; before the first act after a moment the file is copied."""
    then = {moment: folder / f"{number}.db" for number, moment in enumerate(MOMENTS)}
    ends = {
        moment: datetime.strptime(text, "%d/%m/%Y %H:%M:%S").replace(tzinfo=VIETNAM) for moment, text in MOMENTS.items()
    }

    def run(counter: Counter) -> None:
        while counter._todo:
            counter._todo.sort()
            counter.now, _, act = counter._todo.pop(0)
            for moment, copy in then.items():
                if counter.now > ends[moment] and not copy.exists():
                    shutil.copy(counter.path, copy)
            act()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Counter, "run", run)
        record(folder / "whole.db")
    return Recorded(folder / "whole.db", then)


def plain(text: str) -> str:
    """A text without the line that says how much was known."""
    return "\n".join(line for line in text.split("\n") if KNOWN not in line)
