"""What `onestop` alone answers."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from onestop_cli.cli.app import COMMANDS, app
from onestop_cli.cli.overview import GROUPS, overview
from onestop_cli.output import language
from tests.command_line import typed

WORDS = {f"{name[::-1].replace('-', '')}xyz": name for name in COMMANDS}
"""A word of ten letters or so for each command."""


@pytest.fixture(params=["vi", "en"], autouse=True)
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    before = language.language()
    language.use(request.param)
    yield request.param
    language.use(before)


@pytest.mark.parametrize("words", [{}, WORDS], ids=["alone", "with other words"])
def test_it_fits_a_screen(words: dict[str, str]) -> None:
    lines = overview(COMMANDS, words)
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("onestop: ")
    assert "onestop --help" in lines[-1]
    assert "onestop demo" in lines[-1]


def test_every_command_is_named_once() -> None:
    named = Counter(word for line in overview(COMMANDS, {})[2:-3] for word in re.findall(r"(?<= )[a-z]+(?=,|$)", line))
    assert named == Counter(COMMANDS.keys())
    assert max(Counter(name for names in GROUPS.values() for name in names).values()) == 1


def test_the_word_of_the_language_spoken_is_first(spoken: str) -> None:
    text = "\n".join(overview(COMMANDS, {"nhan": "receive"}))
    assert ("nhan (receive)" if spoken == "vi" else "receive (nhan)") in text


def test_it_is_what_is_answered_without_a_command(spoken: str) -> None:
    assert typed("--lang", spoken).splitlines() == overview(COMMANDS, getattr(app.info.cls, "words", {}))
    assert "--debug" in typed("--lang", spoken, "--help")
