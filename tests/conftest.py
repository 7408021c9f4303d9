"""An office for every test that wants one; the slow tests first; hypothesis without a stop-watch.

Slow tests go first, so that no worker is left alone with one of them at the end. Where CI is set hypothesis tries the
same examples every time. Whatever a test records is read back: written again, each event's data are the same bytes.
"""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from onestop_cli.core import dossier_events, file_events
from onestop_cli.core.event_data import data_of, read
from onestop_cli.core.ledger import Event, canonical_json
from onestop_cli.store.ledger import Ledger
from tests.office import (
    early_template,
    early_ward,
    law_template,
    law_ward,
    long_template,
    long_ward,
    ward,
    ward_template,
)

__all__ = [
    "early_template", "early_ward", "law_template", "law_ward", "long_template", "long_ward", "ward", "ward_template",
]  # fmt: skip

OF_EVERY_EVENT = ("login", "clock")
"""What the ledger itself adds to an event's data."""

os.environ.pop("COLUMNS", None)  # that of the terminal the tests run on; a test that wants one sets it

settings.register_profile("office", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("office")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session", autouse=True)
def _every_event_is_read_back() -> Iterator[None]:
    append = Ledger.append

    def checked(book: Ledger, *said: Any, **how: Any) -> Event:
        event = append(book, *said, **how)
        text = canonical_json({key: value for key, value in event.data.items() if key not in OF_EVERY_EVENT})
        kinds = file_events.KINDS if event.dossier is None else dossier_events.KINDS
        again = canonical_json(data_of(read(kinds[event.kind], json.loads(text))))
        assert again == text, f"event {event.seq} ({event.kind}) is read back otherwise"
        return event

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ledger, "append", checked)
        yield
