"""Every message of the code is in the Vietnamese catalogue, and no English is left where a clerk reads."""

import gettext
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from onestop_cli.cli.app import COMMANDS, app
from onestop_cli.output import language
from scripts import messages

HELP_WIDTH = 72
EXAMPLE = {"en": "Example: onestop ", "vi": "Ví dụ: onestop "}


@pytest.fixture(autouse=True)
def _english_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("ONESTOP_LANG", raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
    yield
    language.use("en")


def _commands() -> list[str]:
    """The root, every group and every command, as typed."""
    leaves = [name for name, _place in messages.commands(COMMANDS)]
    return ["", *sorted({*leaves, *(name.split()[0] for name in leaves)})]


def _helped(name: str, spoken: str) -> Any:
    """The command as it is built in a language, its help translated."""
    from typer.main import get_command

    found: Any = get_command(app)
    language.use(spoken)
    for word in name.split():
        found = found.get_command(None, word)
    found.get_short_help_str()
    return found


class TestCatalogue:
    def test_fits_the_code(self) -> None:
        assert messages.problems() == []

    def test_the_script_changes_nothing(self) -> None:
        texts = messages.translations()
        assert messages.PO.read_bytes() == messages.po_bytes(texts)
        assert messages.MO.read_bytes() == messages.mo_bytes(texts)

    def test_is_read_as_gettext_reads_it(self) -> None:
        language.use("vi")
        singular = {k: v for k, v in messages.translations().items() if isinstance(k, str)}
        plural = {k: v for k, v in messages.translations().items() if not isinstance(k, str)}
        assert {text: language.message(text) for text in singular} == singular
        assert {(one, many): language.counted(one, many, 1) for one, many in plural} == plural
        assert {(one, many): language.counted(one, many, 2) for one, many in plural} == plural
        by_gettext = gettext.translation("messages", str(language.LOCALE), ["vi"])
        assert [by_gettext.gettext(text) for text in singular] == list(singular.values())

    @pytest.mark.parametrize("text", ["", "a", "không có", "\x00", "zzzz", "{n} working hour"])
    def test_what_it_lacks_is_said_as_it_is(self, text: str) -> None:
        language.use("vi")
        assert language.message(text) == text

    def test_english_is_what_the_code_says(self) -> None:
        language.use("en")
        assert language.message("interrupted") == "interrupted"
        assert [language.counted("{n} day", "{n} days", n) for n in (0, 1, 2)] == ["{n} days", "{n} day", "{n} days"]

    def test_check_finds_what_is_wrong(self, monkeypatch: pytest.MonkeyPatch) -> None:
        texts = {
            **messages.translations(),
            "file {path} not found": "không tìm thấy tệp",
            "hint: {hint}": "",
            "gone": "x",
        }
        del texts["late"]
        monkeypatch.setattr(messages, "translations", lambda: texts)
        found = "\n".join(messages.problems())
        for problem in ("missing: 'late'", "left over: 'gone'", "untranslated: 'hint: {hint}'", "other placeholders"):
            assert problem in found
        assert "is stale" in found
        assert messages.main(["--check"]) == 1

    def test_a_message_that_is_put_together_is_refused(self) -> None:
        with pytest.raises(ValueError, match="line 1"):
            list(messages.marked("_(f'late by {n}')"))

    def test_messages_within_f_strings_are_found(self) -> None:
        code = "f\"{_('late')}\"; ngettext('{n} day', '{n} days', 2)"
        assert set(messages.marked(code)) == {"late", ("{n} day", "{n} days")}

    def test_translations_are_tidy(self) -> None:
        texts = messages.translations().values()
        assert [t for t in texts if not unicodedata.is_normalized("NFC", t) or t.count("“") != t.count("”")] == []


class TestHelp:
    @pytest.mark.parametrize("spoken", language.LANGUAGES)
    @pytest.mark.parametrize("name", _commands())
    def test_says_what_the_command_does_and_gives_an_example(self, name: str, spoken: str) -> None:
        lines = _helped(name, spoken).help.splitlines()
        assert 0 < len(lines[0]) <= HELP_WIDTH
        assert lines[0].endswith(".")
        assert lines[1] == ""
        assert lines[2].startswith(EXAMPLE[spoken] + name)

    @pytest.mark.parametrize("name", _commands())
    def test_no_english_is_left_in_vietnamese(self, name: str) -> None:
        english, vietnamese = _helped(name, "en"), _helped(name, "vi")
        left = [p.name for p, q in zip(english.params, vietnamese.params, strict=True) if p.help == q.help]
        assert left == []
        assert all(p.help for p in english.params)
        assert english.help.splitlines()[2].partition(": ")[2] == vietnamese.help.splitlines()[2].partition(": ")[2]

    @pytest.mark.parametrize("name", _commands())
    def test_the_page_is_in_the_language_asked_for(self, name: str) -> None:
        runner = CliRunner()
        for spoken, heading in (("vi", "Tùy chọn:"), ("en", "Options:")):
            page = runner.invoke(app, ["--lang", spoken, *name.split(), "--help"])
            assert page.exit_code == 0, page.output
            assert heading in page.output
            assert EXAMPLE[spoken].strip() in page.output
            if spoken == "vi":
                for word in ("Options", "Arguments", "Commands", "[required]", "default:", "env var", "Show this help"):
                    assert word not in page.output


class TestErrors:
    def test_prefixes(self) -> None:
        spoken = {
            word: CliRunner().invoke(app, ["--lang", word, "list", "--status", "foo", "--limit", "0"]).stderr
            for word in language.LANGUAGES
        }
        assert spoken["en"].startswith("onestop: error: --status: “foo” is not accepted; accepted: received, ")
        assert spoken["vi"].startswith("onestop: lỗi: --status: không nhận giá trị “foo”; chỉ nhận: dang-giai-quyet, ")

    def test_a_hint(self) -> None:
        result = CliRunner().invoke(app, ["--lang", "vi", "nope"])
        assert result.exit_code == 2
        assert "\ngợi ý: onestop --help\n" in result.stderr

    def test_the_systems_own_words(self, tmp_path: Path) -> None:
        target = tmp_path / "missing" / "x.csv"
        db = str(tmp_path / "a.db")
        made = CliRunner().invoke(app, ["--db", db, "init", "--agency-code", "H26.15.30", "--agency-name", "UBND"])
        assert made.exit_code == 0, made.output
        result = CliRunner().invoke(app, ["--db", db, "--lang", "vi", "list", "-o", str(target)])
        assert f"onestop: lỗi: không ghi được vào {target}: không có tệp hoặc thư mục này" in result.stderr

    @pytest.mark.parametrize("command", ["list", "procedure list"])
    def test_an_option_before_the_command_beats_the_environment(
        self, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ONESTOP_DB", str(tmp_path / "environment.db"))
        result = CliRunner().invoke(app, ["--db", str(tmp_path / "option.db"), "--lang", "vi", *command.split()])
        assert result.exit_code == 14
        assert "option.db" in result.stderr
