"""What an error repeats of what was typed: bounded, on one line, harmless to a terminal, and safe to paste."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onestop_cli.cli.boundary
import onestop_cli.errors
from onestop_cli.errors import BadWhen, OnestopError, UnknownDossier
from onestop_cli.output import language
from onestop_cli.output.shell import code_last, path_word, shell_word
from onestop_cli.output.words import LONGEST_PATH, hinted, told
from tests.cli.conftest import NOW
from tests.command_line import refused, sit_down, typed

EVIL = (
    "x; rm -rf ~", "$(id)",
    "`id`", "a b", 'a"b', "a'b", "a\\b", "~", "*", "#x", "a&b", "!x", "%PATH%", "''", "|x", "<x",
    "Hồ sơ", "a\\'b",
)  # fmt: skip
IN_A_COMMAND = ("code", "text", "path")


def classes(of: type[OnestopError] = OnestopError) -> Iterator[type[OnestopError]]:
    yield of
    for each in of.__subclasses__():
        yield from classes(each)


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


HINTS = sorted({each.hint for each in classes() if each.hint and not names(each.hint).isdisjoint(IN_A_COMMAND)})


@pytest.fixture(params=language.LANGUAGES)
def spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    before = language.language()
    language.use(request.param)
    yield
    language.use(before)


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("evil", EVIL)
def test_what_a_hint_repeats_is_one_word_to_a_shell(evil: str) -> None:
    for hint in HINTS:
        values: dict[str, object] = dict.fromkeys(names(hint), "1")
        values |= {name: Path(evil) if name == "path" else evil for name in names(hint) & set(IN_A_COMMAND)}
        words = shlex.split(hinted(hint, values))
        assert any(word.rstrip(";,:") == evil.rstrip(";,:") for word in words), words


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_a_shell_takes_any_text_for_the_one_word_it_is(text: str) -> None:
    if text:
        assert shlex.split(shell_word(text, on_windows=False)) == [text]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("C:\\sổ\\a.db", "C:\\sổ\\a.db"),
        ("C:\\sổ cũ\\a.db", '"C:\\sổ cũ\\a.db"'),
        ("a$b'c", "'a$b''c'"),
        ("a;b", '"a;b"'),
    ],
)
def test_what_powershell_takes_for_one_word(text: str, word: str) -> None:
    assert shell_word(text, on_windows=True) == word


def test_a_path_is_never_an_option() -> None:
    assert (path_word("-x.db"), path_word("a/-x.db")) == ("./-x.db", "a/-x.db")


@pytest.mark.parametrize("hint", [each for each in HINTS if "{code}" in each and "onestop procedure" not in each])
def test_a_code_that_looks_like_an_option_is_behind_the_sign_that_says_it_is_none(hint: str) -> None:
    words = hinted(hint, dict.fromkeys(names(hint), "1") | {"code": "-x"}).split("   ")[0].split()
    assert words[-2:] == ["--", "-x"], words


def test_the_options_of_a_hint_stay_with_their_values() -> None:
    hint = 'onestop correct {code} --received-at WHEN --slip-given --note "..."   (or without --slip-given)'
    there = 'onestop correct --received-at WHEN --slip-given --note "..." {code}   (or without --slip-given)'
    assert code_last(hint) == there
    assert code_last("type the whole code") == "type the whole code"


@pytest.mark.parametrize("each", list(classes()), ids=lambda each: each.__name__)
def test_no_sentence_grows_with_what_was_typed(each: type[OnestopError]) -> None:
    for template in filter(None, (each.sentence, each.hint)):
        values: dict[str, object] = dict.fromkeys(names(template), "é\x1b\n" * 10_000)
        values |= {"path": Path("é" * 10_000)} if "path" in values else {}
        for said in (told(template, values), hinted(template, values)):
            assert len(said) < 2 * len(template) + len(values) * (LONGEST_PATH + 20)
            assert "\x1b" not in said


@pytest.mark.parametrize("problem", [UnknownDossier(text="x\nhint: rm"), BadWhen(text="\x1b[2Jx\r\nhint: rm")])
def test_what_was_typed_makes_no_line_of_its_own(problem: OnestopError, capsys: pytest.CaptureFixture[str]) -> None:
    onestop_cli.cli.boundary.report_error(problem)
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_what_is_repeated_of_a_long_text_is_cut() -> None:
    assert told(BadWhen.sentence, {"text": "x" * 201}).count("x") == 200


def test_ours_are_told_whole() -> None:
    known = ", ".join(["x"] * 300)
    assert known in told("{known}", {"known": known})


@pytest.mark.parametrize("code", ["x; rm -rf ~", "-rf", "$(id)"])
def test_a_foreign_code_can_be_pasted_from_the_hint(
    open_ward: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)
    receive = "receive", "ket-hon", "--applicant", "A", "--code", code
    typed(*receive)
    hint = refused(*receive, code=11).splitlines()[-1].removeprefix("hint: ")
    typed(*shlex.split(hint)[1:])


@pytest.mark.parametrize("text", ["x; rm -rf ~", "-rf", "a'$(id)"])
def test_what_was_not_found_can_be_pasted_from_the_hint(
    open_ward: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)
    hint = refused("show", "--", text, code=10).splitlines()[-1].removeprefix("hint: ")
    assert shlex.split(hint) == ["onestop", "list", "--search", text]
    typed(*shlex.split(hint)[1:])
