"""The two languages: Vietnamese by default, English on request, by gettext.

Messages are written in English in the code and carry that as their id; `locale/vi` holds what people see.
The command-line library's own few sentences are in the same catalogue.
"""

import gettext
import os
from functools import cache
from pathlib import Path

LANGUAGES = ("vi", "en")
LOCALE = Path(__file__).parent.parent / "locale"
_language = "en"


def use(language: str) -> None:
    """Speak a language from here on, the command-line library included."""
    global _language
    _language = language
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("messages", str(LOCALE))


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """The messages of a language, read when the first is asked for: an answer in JSON may have none."""
    return gettext.translation("messages", str(LOCALE), [language], fallback=language == "en")


def language() -> str:
    """The language spoken."""
    return _language


def message(text: str) -> str:
    """A message in the language spoken."""
    return _catalogue(_language).gettext(text) if text else ""


def counted(one: str, many: str, n: int) -> str:
    """A message that counts something, its number still to be filled in."""
    return _catalogue(_language).ngettext(one, many, n)
