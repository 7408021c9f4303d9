"""What holds in every test: each event recorded is read back as its own kind, and written again is the same bytes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from onestop_cli.core import dossier_events, file_events
from onestop_cli.core.event_data import read
from onestop_cli.core.ledger import Event, canonical_json
from onestop_cli.store.ledger import Ledger


@pytest.fixture(scope="session", autouse=True)
def _every_event_is_read_back() -> Iterator[None]:
    append = Ledger.append

    def checked(book: Ledger, *said: Any, **how: Any) -> Event:
        event = append(book, *said, **how)
        text = canonical_json(event.data)
        kinds = file_events.KINDS if event.dossier is None else dossier_events.KINDS
        again = canonical_json(read(kinds[event.kind], json.loads(text)).data())
        assert again == text, f"event {event.seq} ({event.kind}) is read back otherwise"
        return event

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ledger, "append", checked)
        yield
