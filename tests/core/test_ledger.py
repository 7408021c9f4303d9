"""Events and their chain: one value has one text, and nothing in an event can change unseen."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.ledger import GENESIS, Event, anchor, canonical_json, event_hash, personal_digest
from tests.core.written import at

COMPONENTS: dict[str, Any] = {
    "seq": 7,
    "dossier": "H26.15.30-230811-0003",
    "kind": "resolve",
    "occurred_at": "2023-08-11T09:15:00+07:00",
    "recorded_at": "2023-08-11T09:15:02+07:00",
    "actor": "lan",
    "data": '{"result":"approved"}',
    "personal": None,
    "prev_hash": GENESIS,
}
CHANGED: dict[str, Any] = {
    "seq": 8,
    "dossier": None,
    "kind": "deliver",
    "occurred_at": "2023-08-11T09:15:01+07:00",
    "recorded_at": "2023-08-11T09:15:03+07:00",
    "actor": "Lan",
    "data": '{"result":"refused"}',
    "personal": "0" * 64,
    "prev_hash": "1" * 64,
}


@pytest.mark.parametrize("component", COMPONENTS)
def test_changing_any_component_changes_the_hash(component: str) -> None:
    changed = {**COMPONENTS, component: CHANGED[component]}
    assert event_hash(**changed) != event_hash(**COMPONENTS)


def test_every_component_of_an_event_is_hashed() -> None:
    assert {*COMPONENTS, "hash"} == set(Event._fields)


def test_the_hash_of_an_event_is_for_ever() -> None:
    assert event_hash(**COMPONENTS) == "9099c04ca5e25efb977a8b5bbcb8b73506145a1580f4195d6f03da17f36b6d53"


@given(st.lists(st.text(), min_size=4, max_size=4), st.lists(st.text(), min_size=4, max_size=4))
def test_text_cannot_move_from_one_component_to_the_next(texts: list[str], others: list[str]) -> None:
    names = ("dossier", "kind", "actor", "prev_hash")
    one = event_hash(**{**COMPONENTS, **dict(zip(names, texts, strict=True))})
    other = event_hash(**{**COMPONENTS, **dict(zip(names, others, strict=True))})
    assert (one == other) is (texts == others)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), values, max_size=5))
def test_the_order_of_keys_does_not_matter(data: dict[str, Any]) -> None:
    assert canonical_json(dict(reversed(data.items()))) == canonical_json(data)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ({"tên": "Đặng Thị Hà"}, '{"tên":"Đặng Thị Hà"}'),
        ({"note": 'dòng 1\n"dòng 2"'}, '{"note":"dòng 1\\n\\"dòng 2\\""}'),
        ({}, "{}"),
    ],
)
def test_canonical_json_to_the_letter(value: Any, text: str) -> None:
    assert canonical_json(value) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"at": at("11/8/2023 09:15")}])
def test_what_json_cannot_say_is_refused(value: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        canonical_json(value)


def test_an_anchor_is_short_enough_to_write_down() -> None:
    assert anchor(7, "0123456789abcdef" * 4) == "7:0123456789ab"


PERSON = {"applicant": "Nguyễn Văn A", "phone": "0912345678"}


def test_the_digest_of_personal_data_ignores_the_order_of_fields() -> None:
    assert personal_digest("5a17", dict(reversed(PERSON.items()))) == personal_digest("5a17", PERSON)


@pytest.mark.parametrize(
    ("salt", "person"),
    [
        pytest.param("5a18", PERSON, id="another salt"),
        pytest.param("5a17", {**PERSON, "phone": "0912345679"}, id="another phone"),
        pytest.param("5a17", {"applicant": "Nguyễn Văn A"}, id="a field left out"),
    ],
)
def test_the_digest_of_personal_data_changes_with(salt: str, person: dict[str, str]) -> None:
    assert personal_digest(salt, person) != personal_digest("5a17", PERSON)
