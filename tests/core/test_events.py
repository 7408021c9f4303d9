"""Every kind of event: a value that writes its data and is read back from them, byte for byte."""

import json
from datetime import date, datetime
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onestop_cli.core import dossier_events, file_events
from onestop_cli.core.acts import Act
from onestop_cli.core.calendar import Claim
from onestop_cli.core.dossier_events import NewDates
from onestop_cli.core.event_data import data_of, read
from onestop_cli.core.fees import Fee, FeePer
from onestop_cli.core.ledger import canonical_json
from onestop_cli.core.limits import COUNTED, TimeLimit, Unit
from onestop_cli.core.moments import instant
from onestop_cli.core.procedures import Procedure

KINDS = dossier_events.KINDS | file_events.KINDS
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
LIMITS = st.one_of(
    st.builds(TimeLimit, st.integers(1, 10_000), st.sampled_from(sorted(COUNTED))),
    st.sampled_from([TimeLimit(None, Unit.none), TimeLimit(None, Unit.same_day)]),
)
TEXTS = st.text(max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
OBJECTS = st.dictionaries(TEXTS, JSON, max_size=3)
STRATEGIES: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    date: DAYS,
    datetime: st.builds(instant, DAYS, st.integers(0, 86_399)),
    TimeLimit: LIMITS,
    dict[str, str]: st.dictionaries(TEXTS, TEXTS, max_size=3),
    dict[str, list[Any]]: st.dictionaries(TEXTS, st.lists(JSON, max_size=2), max_size=3),
    dict[str, dict[str, Any]]: st.dictionaries(st.integers(1, 99).map(str), OBJECTS, max_size=3),
    dict[str, Any]: OBJECTS,
}
STRATEGIES[Fee | None] = st.none() | st.builds(Fee, st.integers(0, 10**12), st.sampled_from(FeePer))
for of, strategy in STRATEGIES.items():
    if isinstance(of, type):
        st.register_type_strategy(of, strategy)


def fields(of: Any) -> dict[str, st.SearchStrategy[Any]]:
    """A strategy for every field of a value, those that may be left out included."""
    hints = {name: hint for name, hint in get_type_hints(of).items() if name in of._fields}
    return {name: STRATEGIES[hint] if hint in STRATEGIES else st.from_type(hint) for name, hint in hints.items()}


st.register_type_strategy(Claim, st.builds(Claim, **{**fields(Claim), "seq": st.just(0)}))
st.register_type_strategy(Procedure, st.builds(Procedure, **{**fields(Procedure), "seq": st.just(0)}))
st.register_type_strategy(NewDates, st.builds(NewDates, **fields(NewDates)))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=30)
@given(st.data())
def test_an_event_is_read_back_from_its_data(kind: str, data: st.DataObject) -> None:
    said = data.draw(st.builds(KINDS[kind], **fields(KINDS[kind])))
    text = canonical_json(data_of(said))
    again = read(KINDS[kind], json.loads(text))
    assert (again, canonical_json(data_of(again))) == (said, text)


def test_a_text_that_was_not_given_is_absent() -> None:
    assert data_of(dossier_events.Resolve("approved")) == {"result": "approved"}
    assert data_of(dossier_events.Stop("")) == {"note": ""}
    assert data_of(dossier_events.Resume(None)) == {}


def test_every_act_has_its_kind_of_event() -> None:
    assert list(map(Act, dossier_events.KINDS)) == sorted(Act, key=list(dossier_events.KINDS).index)
    assert not dossier_events.KINDS.keys() & file_events.KINDS.keys()


@pytest.mark.parametrize(
    ("union", "kinds"),
    [(dossier_events.DossierEvent, dossier_events.KINDS), (file_events.FileEvent, file_events.KINDS)],
)
def test_what_is_matched_is_what_is_read(union: Any, kinds: dict[str, Any]) -> None:
    assert list(union.__args__) == list(kinds.values())
