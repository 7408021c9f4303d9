"""The documentation says what the program does: exit codes, commands, settings, kinds of event."""

import re
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from onestop_cli import errors
from onestop_cli.cli.app import COMMANDS, WORDS
from onestop_cli.core.dossier import Person
from onestop_cli.core.moments import VIETNAM
from onestop_cli.errors import OnestopError
from onestop_cli.output import language
from onestop_cli.output.reports.report import ROW_KEYS
from onestop_cli.store.schema import FORMAT
from onestop_cli.usecases import counter
from onestop_cli.usecases.office import init
from onestop_cli.usecases.register_import import Imported
from scripts import form_pictures, forms, json_keys, kinds, reference, settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
READMES = {"README.md": "README.vi.md", "README.vi.md": "README.md"}
PACKAGE = ROOT / "onestop_cli"


def error_classes() -> list[type[OnestopError]]:
    found = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, OnestopError)]
    assert len(found) > 40
    return found


def test_every_exit_code_of_an_error_is_on_the_page() -> None:
    page = (DOCS / "exit-codes.md").read_text("utf-8")
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.M)}
    assert documented == {0, 130} | {error.exit_code for error in error_classes()}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_reference_is_what_the_commands_say(language: str) -> None:
    file = reference.HEADS[language][0]
    assert (DOCS / file).read_text("utf-8") == reference.page(language), "run: python scripts/reference.py"


def test_the_page_of_settings_is_what_their_rows_say() -> None:
    assert settings.FILE.read_text("utf-8") == settings.page(), "run: python scripts/settings.py"


def test_the_fields_of_the_printed_forms_are_those_declared() -> None:
    assert forms.FILE.read_text("utf-8") == forms.page(), "run: python scripts/forms.py"


def test_every_printed_form_of_both_editions_has_its_picture_and_none_is_large() -> None:
    drawn = {name for name, _ in form_pictures.papers()}
    assert {path.name for path in form_pictures.FOLDER.glob("*")} >= drawn
    assert set(re.findall(r"pictures/forms/([\w.-]+)", forms.FILE.read_text("utf-8"))) >= drawn
    assert max(path.stat().st_size for path in form_pictures.FOLDER.glob("*")) < 60_000


def test_every_command_named_in_the_docs_exists() -> None:
    known = {" ".join(words) for words in reference.commands()}
    for page in (*(ROOT / name for name in READMES), *DOCS.glob("*.md")):
        for words in re.findall(r"`onestop (?:--\w+ \S+ )?([a-z][a-z-]*(?: [a-z-]+)?)", page.read_text("utf-8")):
            first = words.split(" ")[0]
            later = {"db", "seal", *WORDS.values()}
            assert first in COMMANDS or first in later, (page.name, words)
            if isinstance(COMMANDS.get(first), dict) and " " in words:
                assert words in known, (page.name, words)


@pytest.mark.parametrize(("page", "other"), READMES.items())
def test_each_readme_links_the_other_in_its_first_line(page: str, other: str) -> None:
    assert re.findall(r"\]\((.*?)\)", (ROOT / page).read_text("utf-8").splitlines()[0]) == [other]


def test_both_readmes_set_a_machine_up_with_the_same_two_commands() -> None:
    commands = [re.findall(r"^    (python3 -m venv .*)$", (ROOT / page).read_text("utf-8"), re.M) for page in READMES]
    assert commands[0] == commands[1]
    assert len(commands[0]) == 2


@pytest.mark.parametrize("page", READMES)
def test_what_a_readme_says_first_is_on_its_first_screen(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    first = "\n".join(text.splitlines()[:40])
    assert (first.count("\n- **"), first.count("\n!["), first.count("\n    python3 ")) == (5, 3, 2)


@pytest.mark.parametrize("page", READMES)
def test_everything_that_a_readme_links_is_there(page: str) -> None:
    linked = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", (ROOT / page).read_text("utf-8"))
    assert len(linked) > 15
    assert [name for name in linked if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(("page", "spoken"), [("bad-days.md", "vi"), ("bad-days.en.md", "en")])
def test_what_the_page_of_bad_days_quotes_is_what_an_error_says(page: str, spoken: str) -> None:
    quoted = re.findall(r"^\| `(.*?)` \|", (DOCS / page).read_text("utf-8"), re.M)
    sentences = [error.sentence for error in error_classes()]
    language.use(spoken)
    try:
        said = " ".join(language.message(sentence) for sentence in sentences)
    finally:
        language.use("en")
    assert (len(quoted), [words for words in quoted if words not in said]) == (10, [])


def test_the_page_of_the_file_tells_the_present_format_and_every_one_before_it() -> None:
    page = (DOCS / "ledger.md").read_text("utf-8")
    rows = [int(n) for cell in re.findall(r"^\| ([\d, ]+) \|", page, re.M) for n in cell.split(",")]
    assert rows == [*range(1, FORMAT + 1)]
    assert f"the file format ({FORMAT})" in page


@pytest.mark.parametrize("page", ["developing.md", "DECISIONS.md", "ledger.md", "settings.md"])
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    named = re.findall(r"[`(]([\w./-]+/[\w.-]*|[\w-]+\.(?:py|md))[`)]", (DOCS / page).read_text("utf-8"))
    assert named
    assert [name for name in named if not any((at / name).exists() for at in (ROOT, PACKAGE, DOCS))] == []


def test_every_page_is_in_the_index() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    listed = re.findall(r"^- \[([\w.-]+)\]\(\1\): ", index, re.M)
    assert sorted(listed) == sorted(page.name for page in DOCS.glob("*.*") if page.name != "README.md")


def test_every_kind_of_event_is_described_as_its_type_says() -> None:
    assert kinds.PAGE.read_text("utf-8") == kinds.page(), "run: python scripts/kinds.py"


def test_a_file_is_verified_as_the_page_says(tmp_path: Path) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", (DOCS / "ledger.md").read_text("utf-8"), re.M | re.S)
    file = a_ward(tmp_path)
    exec(code, {"file": file})
    with sqlite3.connect(file) as damaged:
        damaged.execute("DROP TRIGGER personal_no_update")
        damaged.execute('UPDATE personal SET fields = \'{"applicant":"Another"}\'')
    with pytest.raises(AssertionError, match="personal data of event"):
        exec(code, {"file": file})


def a_ward(folder: Path) -> Path:
    """A file with a few dossiers, one without any personal data."""
    path, now = folder / "ward.db", datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
    init(path, lambda: now, "lan", "H26.15.30", "UBND phường Phúc Lợi")
    for name in ("Nguyễn Thị Bưởi", "Đỗ Văn “Gấm”", ""):
        counter.receive(path, lambda: now, "lan", counter.Receipt("giam-ho", Person(name)))
    return path


def keys_in(text: str) -> list[str]:
    return re.findall(r"`(\w+)`", text)


def test_the_page_names_the_keys_of_json_in_their_order() -> None:
    page = (DOCS / "json.md").read_text("utf-8")
    assert page == json_keys.page(), "run: python scripts/json_keys.py"
    row = page[page.index("A row: `key`") : page.index("In CSV `part`")]
    assert keys_in(row) == list(ROW_KEYS[3:])
    done = page[page.index("- `import`:") : page.index(", `dry_run`", page.index("- `import`:"))]
    assert keys_in(done) == ["import", *Imported._fields]


def test_no_hint_names_a_command_that_does_not_exist() -> None:
    for error in error_classes():
        for words in re.findall(r"(?:^|: |\()onestop ([a-z]+)(?: ([a-z-]+))?", error.hint or ""):
            found = COMMANDS.get(words[0])
            assert found is not None, (error.__name__, words)
            if isinstance(found, dict):
                assert words[1] in found, (error.__name__, words)
