"""Which numbers look mistyped."""

import pytest

from onestop_cli.core.dossier import Person
from onestop_cli.core.plausible import implausible, is_plausible_id, is_plausible_phone


@pytest.mark.parametrize(
    "text",
    ["0912345678", "0912.345.678", "+84 912 345 678", "0084912345678", "(024) 3827-1234", "02438271234", "1900 1234",
     "18001234"],
)  # fmt: skip
def test_a_phone_of_vietnam(text: str) -> None:
    assert is_plausible_phone(text)


@pytest.mark.parametrize("text", ["091234567", "09123456789", "912345678", "0112345678", "+1 555 123 4567", "không có"])
def test_no_phone_of_vietnam(text: str) -> None:
    assert not is_plausible_phone(text)


@pytest.mark.parametrize("text", ["001099000001", "001 099 000 001", "012345678", "C1234567", "p12345678"])
def test_an_identity_number(text: str) -> None:
    assert is_plausible_id(text)


@pytest.mark.parametrize("text", ["00109900000", "101099000001", "12345678", "CCCD"])
def test_no_identity_number(text: str) -> None:
    assert not is_plausible_id(text)


def test_what_was_not_said_is_not_mistyped() -> None:
    assert implausible(Person("A")) == []
    assert implausible(Person("A", "1", "2")) == ["phone", "id_number"]
