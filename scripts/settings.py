"""Write the page of settings, `docs/settings.md`, from their rows.

    python scripts/settings.py

`tests/test_docs.py` fails when the page is not what this writes.
"""

from pathlib import Path

from onestop_cli.core.settings import FAMILIES, SETTINGS, Setting

FILE = Path(__file__).parent.parent / "docs" / "settings.md"
HEAD = """# Settings

Written from the rows of `onestop_cli/core/settings.py` by `python scripts/settings.py`.

`onestop config show` lists the settings, `onestop config set KEY VALUE --from DAY` gives one a value from a day on,
today unless another is named. A value never changes a promise made before its day, and none applies
from a day that is past.

| key | what it is | default | accepted | due dates rest on it | dated |
|---|---|---|---|---|---|
"""


def page() -> str:
    """The page."""
    return HEAD + "".join(f"| {' | '.join(_cells(setting))} |\n" for setting in (*SETTINGS, *FAMILIES))


def _cells(setting: Setting) -> tuple[str, ...]:
    accepted = setting.accepted
    later = [f"`{text}` from {since:%d/%m/%Y} on" for since, text in setting.later]
    return (
        f"`{setting.key}`",
        setting.words,
        ", ".join([f"`{setting.default}`", *later]) if setting.default else "",
        ", ".join(f"`{word}`" for word in accepted.words) or f"as in `{accepted.example.format(key=setting.key)}`",
        "yes" if setting.applied else "no",
        "yes" if setting.is_dated else "no: it is said when the file is made",
    )


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
