"""The declarations of columns and the typed values agree: in names, order and types."""

from types import NoneType
from typing import get_args, get_type_hints

import pytest

from onestop_cli.core.acts import Act
from onestop_cli.core.columns import COLUMNS, KEPT, OCCURRED_AT, PERSONAL, PUBLIC, Column
from onestop_cli.core.dossier import Dossier, Person

FIELDS = get_type_hints(Dossier)


def test_a_dossier_has_the_columns_declared_in_their_order() -> None:
    assert tuple(column.name for column in KEPT) == Dossier._fields
    assert tuple(column.name for column in PERSONAL) == Person._fields


@pytest.mark.parametrize("column", KEPT, ids=lambda column: column.name)
def test_a_field_holds_what_is_declared(column: Column) -> None:
    declared = column.type.holds | None if column.is_optional else column.type.holds  # type: ignore[operator]
    assert FIELDS[column.name] == declared
    assert column.is_optional == (NoneType in get_args(FIELDS[column.name]))


def test_a_column_that_came_later_has_a_default_for_what_was_before() -> None:
    assert all(column.default == Dossier._field_defaults[column.name] for column in KEPT if column.since > 1)


def test_what_has_an_option_is_said_by_an_act_and_has_a_name() -> None:
    for column in COLUMNS:
        if column.help:
            assert column.acts, column.name
            assert column.heading, column.name


def test_what_happens_has_the_moment_of_its_act() -> None:
    assert {c.name for c in COLUMNS if c.key == OCCURRED_AT} == {
        "received_at", "resolved_at", "delivered_at", "closed_at",
    }  # fmt: skip
    assert all(Act.receive in column.acts for column in PERSONAL)


def test_names_are_said_once() -> None:
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
    assert PUBLIC[-1].name == "anchor" or PUBLIC[-1].since > 1
