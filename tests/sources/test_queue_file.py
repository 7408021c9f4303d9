"""A queue's file: name; copies; fee; phone, as a clerk types it or pastes it from a spreadsheet."""

import unicodedata
from pathlib import Path

import pytest

from onestop_cli.errors import BadFile, BadRows, RowProblem, UnknownFile
from onestop_cli.sources.queue_file import QueueLine, read_queue


def lines(folder: Path, text: str | bytes) -> list[QueueLine | RowProblem]:
    file = folder / "hang.txt"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_queue(file)


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Văn An; 3; 30000; 0912345678",
        "Nguyễn Văn An\t3\t30000\t0912345678\r\n",
        "\ufeff  Nguyễn Văn An ;3;30000;0912345678;;\n\n",
        unicodedata.normalize("NFD", "Nguyễn Văn An") + ";3;30000;0912345678\r",
    ],
)
def test_says_the_same_however_it_is_written(tmp_path: Path, text: str) -> None:
    assert lines(tmp_path, text) == [QueueLine(1, "Nguyễn Văn An", "3", "30000", "0912345678")]


def test_counts_the_lines_it_passes_over(tmp_path: Path) -> None:
    found = lines(tmp_path, "# sáng thứ Hai\r\n\r\nA\r\n  # nghỉ\r\nB;2\r\n")
    assert found == [QueueLine(3, "A"), QueueLine(5, "B", "2")]


@pytest.mark.parametrize(("text", "why"), [(";2", "the name is missing"), ("A;1;2;3;4", "{found} parts")])
def test_says_what_is_wrong_with_a_line(tmp_path: Path, text: str, why: str) -> None:
    (problem,) = lines(tmp_path, text)
    assert isinstance(problem, RowProblem)
    assert problem.sentence.startswith(why)


@pytest.mark.parametrize("text", ["", "\n# không ai\n"])
def test_of_nobody_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadFile):
        lines(tmp_path, text)


@pytest.mark.parametrize("text", [b"Nguy\xea\x93 A", b"A\0B", b"PK\x03\x04xlsx"])
def test_that_is_no_text_is_refused(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(BadRows):
        lines(tmp_path, text)


def test_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownFile):
        read_queue(tmp_path / "khong-co.txt")
