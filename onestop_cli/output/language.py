"""The two languages: Vietnamese by default, English on request, by gettext.

Messages are written in English in the code and carry that as their id; `locale/vi` holds what people see.
The command-line library's own few sentences are in the same catalogue.
"""

import gettext
import os
from pathlib import Path

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


def message(text: str) -> str:
    """A message in the language spoken."""
    return _catalogue.gettext(text) if text else ""


def counted(one: str, many: str, n: int) -> str:
    """A message that counts something, its number still to be filled in."""
    return _catalogue.ngettext(one, many, n)
