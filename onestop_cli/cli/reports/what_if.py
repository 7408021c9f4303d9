"""What a report may suppose, as it is typed: a setting with a value, or a file of notices."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from onestop_cli.core.settings import BY_KEY, DECIDING, checked
from onestop_cli.errors import N_, BadSetting, BadValue, ConflictingOptions
from onestop_cli.output.values import setting_meant

_TOGETHER = {"hours": tuple(f"hours_{day}" for day in ("mon", "tue", "wed", "thu", "fri"))}
"""What stands for several settings at once: the hours of Monday to Friday."""
_KNOWN = (*_TOGETHER, *DECIDING)
_FILES = (".csv", ".ics")
_NAMED_FILES = "FILE.csv, FILE.ics"


def _words(incomplete: str) -> list[str]:
    """For shell completion: the settings that dates follow from, with the values that are few."""
    settings = [(key, BY_KEY[_TOGETHER.get(key, (key,))[0]]) for key in _KNOWN]
    words = [f"{key}={value}" for key, setting in settings for value in setting.accepted.words or ("",)]
    return [word for word in words if word.startswith(incomplete)]


WhatIfOption = Annotated[
    list[str] | None,
    typer.Option(
        "--what-if",
        metavar="KEY=VALUE|FILE",
        autocompletion=_words,
        help=N_("As it would be with a setting or a file of notices; recorded nowhere; may be repeated."),
    ),
]


def _is_file(path: Path) -> bool:
    """Whether something stands there that can be read as a file, a pipe too."""
    return path.exists() and not path.is_dir()


class Assumed(NamedTuple):
    """What is supposed: settings with their values, and files of notices."""

    settings: dict[str, str]
    files: list[Path]


def assumption(typed: Sequence[str]) -> Assumed:
    """What was typed, read. Raises `BadValue` with what is accepted, `ConflictingOptions` for a setting named twice."""
    settings: dict[str, str] = {}
    files: list[Path] = []
    for text in typed:
        key, equals, value = (part.strip() for part in text.partition("="))
        if text.casefold().endswith(_FILES) or (not equals and _is_file(Path(text))):
            files.append(Path(text))
            continue
        key = key.replace("-", "_")
        if not equals or key not in _KNOWN:
            known = ", ".join(f"{each}=…" for each in _KNOWN)
            raise BadValue(option="--what-if", value=text, accepted=f"{known}, {_NAMED_FILES}")
        for each in _TOGETHER.get(key, (key,)):
            if each in settings:
                raise ConflictingOptions(first=f"--what-if {each}={settings[each]}", second=f"--what-if {text}")
            settings[each] = _checked(each, value, text, key)
    return Assumed(settings, files)


def _checked(setting: str, value: str, text: str, key: str) -> str:
    """The value of a setting that was typed in a text under a key. Raises `BadValue`."""
    try:
        return checked(setting, setting_meant(BY_KEY[setting].accepted.words, value))
    except BadSetting:
        accepted = BY_KEY[setting].accepted
        words = [*accepted.words] or [BY_KEY[setting].default, accepted.example.rsplit(" ", 1)[-1]]
        named = ", ".join(f"{key}={word}" for word in dict.fromkeys(words))
        raise BadValue(option="--what-if", value=text, accepted=named) from None
