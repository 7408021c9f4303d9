"""Whatever text there is, every reader of texts gives a value or an error of ours that names no person."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bad_days import argv, nasty, parsers
from onestop_cli.errors import OnestopError

TEXTS = st.text(max_size=40) | st.text("0123456789:-/.; '²١１ađĐ\u0301\0\ud800", max_size=20)


@pytest.mark.parametrize("name", parsers.READERS)
@settings(max_examples=60, derandomize=True)
@given(words=TEXTS)
def test_a_text_is_read_or_refused(name: str, words: str) -> None:
    refusals: list[OnestopError] = []
    try:
        parsers.READERS[name].read(words)
    except OnestopError as problem:
        refusals.append(problem)
    assert list(filter(None, map(parsers.wrong_in, refusals))) == []


@pytest.mark.parametrize("name", parsers.READERS)
def test_a_good_example_is_read(name: str) -> None:
    reader = parsers.READERS[name]
    assert reader.read(reader.examples[0]) is not None


@pytest.mark.parametrize("name", parsers.FILES)
def test_a_good_file_is_read(name: str, tmp_path: Path) -> None:
    file, read, examples, _ = parsers.FILES[name]
    (tmp_path / file).write_text(examples[0], encoding="utf-8")
    assert read(tmp_path / file)


@pytest.mark.parametrize("name", parsers.READERS)
def test_a_text_of_any_length_is_read_or_refused(name: str) -> None:
    for letter in ("9", "ễ", ";", "1:"):
        with suppress(OnestopError):
            parsers.READERS[name].read(letter * (nasty.LONG // 50))


@pytest.mark.parametrize("name", parsers.FILES)
def test_a_file_that_is_not_meant_is_read_or_refused(name: str, tmp_path: Path) -> None:
    file, read, examples, _ = parsers.FILES[name]
    for content in (b"", b"\xff\xfe\0", b'"' * 99_999, b",\n" * 999, examples[0].encode("utf-16"), b"\0" * 4096):
        (tmp_path / file).write_bytes(content)
        with suppress(OnestopError):
            read(tmp_path / file)


def test_every_command_is_among_those_typed_at_random() -> None:
    assert {command[0] for command in argv.grammar()} >= {"receive", "calendar", "nightly", "audit", "db", "config"}
    assert all(any(parameter.name == "--db" for parameter in each) for each in argv.grammar().values())
