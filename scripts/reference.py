"""Write the command reference, `docs/cli.md` (Vietnamese) and `docs/cli.en.md`, from the commands' own help.

    python scripts/reference.py

`tests/test_docs.py` fails when the pages are not what this writes.
"""

from collections.abc import Iterator
from pathlib import Path

from typer.testing import CliRunner

from onestop_cli.cli.app import COMMANDS, app

DOCS = Path(__file__).parent.parent / "docs"
HEADS = {
    "vi": ("cli.md", "# Các lệnh", "Viết ra từ phần trợ giúp của từng lệnh bằng `python scripts/reference.py`."),
    "en": ("cli.en.md", "# Commands", "Written from each command's own help by `python scripts/reference.py`."),
}


def commands() -> Iterator[list[str]]:
    """Every command and group, as the words one types."""
    for name, found in COMMANDS.items():
        yield [name]
        if isinstance(found, dict):
            yield from ([name, sub] for sub in found)


def page(language: str) -> str:
    """The reference in a language."""
    _file, title, remark = HEADS[language]
    parts = [f"{title}\n\n{remark}\n"]
    for words in [[], *commands()]:
        parts.append(f"\n## onestop {' '.join(words)}".rstrip() + f"\n\n```text\n{help_text(words, language)}```\n")
    return "".join(parts)


def help_text(words: list[str], language: str) -> str:
    """What `--help` of a command prints, 80 columns wide."""
    wide = {"COLUMNS": "80"}
    result = CliRunner().invoke(app, [*words, "--help", "--lang", language], prog_name="onestop", env=wide)
    assert result.exit_code == 0, (words, result.output)
    return "\n".join(line.rstrip() for line in result.output.splitlines()) + "\n"


if __name__ == "__main__":
    for language, (file, _title, _remark) in HEADS.items():
        (DOCS / file).write_text(page(language), encoding="utf-8")
