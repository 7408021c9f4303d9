"""What a queue's lines and its stdin say: the same as the options of a single receipt."""

import sys
from pathlib import Path

import pytest

from onestop_cli.cli.queue import read
from onestop_cli.core.dossier import Person
from onestop_cli.errors import BadFile, BadRows
from onestop_cli.usecases.counter import Receipt

CERTIFIED = Receipt("chung-thuc-ban-sao", Person(""))


@pytest.mark.parametrize("fee", ["20000", "20.000", "20,000", "20 000 đ", "20.000đ"])
def test_fees_are_read_as_the_option_reads_them(tmp_path: Path, fee: str) -> None:
    file = tmp_path / "hang.txt"
    file.write_text(f"Lê Thị Lan;2;{fee}\n", encoding="utf-8")
    ((_line, receipt),) = read(str(file), CERTIFIED).lines
    assert receipt.fee == 20_000


@pytest.mark.parametrize("fee", ["20.00", "-5", "20k", "2.0000", "9" * 14])
def test_what_is_no_fee_is_named(tmp_path: Path, fee: str) -> None:
    file = tmp_path / "hang.txt"
    file.write_text(f"Lê Thị Lan;2;{fee}\n", encoding="utf-8")
    with pytest.raises(BadRows) as refused:
        read(str(file), CERTIFIED)
    assert [problem.sentence for problem in refused.value.values["rows"]] == ["the fee is not a whole number of đồng"]


def test_of_a_closed_stdin_nobody_is_received(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(BadFile):
        read("-", CERTIFIED)
