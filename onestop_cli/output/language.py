"""The two languages: Vietnamese by default, English on request, by gettext.

Messages are written in English in the code and carry that as their id; `locale/vi` holds what people see.
The command-line library's own few sentences are in the same catalogue.
"""

import gettext
import os
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from onestop_cli.core.limits import TimeLimit

LANGUAGES = ("vi", "en")
LOCALE = Path(__file__).parent.parent / "locale"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use(language: str) -> None:
    """Speak a language from here on, the command-line library included."""
    global _catalogue, _language
    _language = language
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("messages", str(LOCALE))
    _catalogue = gettext.translation("messages", str(LOCALE), [language], fallback=language == "en")


def language() -> str:
    """The language spoken."""
    return _language


def _(message: str, **values: Any) -> str:
    """A message in the language spoken, its values filled in."""
    text = _catalogue.gettext(message) if message else ""
    return text.format(**{name: words(value) for name, value in values.items()}) if values else text


SENTENCES = frozenset({"what", "why", "half", "example"})
"""The values of errors that are messages themselves, or a system's own words."""


def told(message: str, values: dict[str, Any]) -> str:
    """An error's sentence or hint in the language spoken, and in it the values that are messages too."""
    return _(message, **{name: _(value) if name in SENTENCES else value for name, value in values.items()})


def ngettext(one: str, many: str, n: int, **values: Any) -> str:
    """A message that counts something."""
    return _catalogue.ngettext(one, many, n).format(n=n, **{name: words(v) for name, v in values.items()})


def words(value: Any) -> Any:
    """A value as a person reads it: dates as dd/MM/yyyy HH:mm, enum members and limits by name, tuples in a row."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}" + (f":{value:%S}" if value.second else "")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if type(value) is tuple:
        return ", ".join(str(words(each)) for each in value)
    if isinstance(value, TimeLimit):
        from onestop_cli.output.labels import limit_words

        return limit_words(value)
    if isinstance(value, StrEnum):
        from onestop_cli.output.labels import label

        return label(value)
    return value
