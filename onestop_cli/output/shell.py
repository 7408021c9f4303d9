"""Words that can be typed behind a command as they stand: whatever was typed before, a shell takes it for one word."""

import os
import re

_SAFE = re.compile(r"[\w+=:./-]+")
_SAFE_ON_WINDOWS = re.compile(r"[\w+=:./\\-]+")
_WITHIN_QUOTES = re.compile(r"[^\"$`\\!%\n]*")
_CODE_FIRST = re.compile(r"(onestop(?: [a-z-]+)+) (\{code\})((?: --[a-z-]+(?: (?:\"[^\"]*\"|\{?\w+\}?))?)+)")


def shell_word(text: str, *, on_windows: bool = os.name == "nt") -> str:
    """The text as one word of a command, in quotation marks only where it needs them.

    Plain ones are the same to every shell; what they do not keep from being read stands in single ones, as a POSIX
    shell or PowerShell takes it (`cmd.exe` has none that would).

    >>> shell_word("H26.15.30-230811-0003"), shell_word("sổ cũ.csv"), shell_word("x$(rm -rf ~)")
    ('H26.15.30-230811-0003', '"sổ cũ.csv"', "'x$(rm -rf ~)'")
    """
    if (_SAFE_ON_WINDOWS if on_windows else _SAFE).fullmatch(text):
        return text
    if _WITHIN_QUOTES.fullmatch(text.replace("\\", "") if on_windows else text):
        return f'"{text}"'
    return "'" + text.replace("'", "''" if on_windows else "'\\''") + "'"


def path_word(path: str) -> str:
    """A path as one word of a command, which is no option."""
    return shell_word(f"./{path}" if path.startswith("-") else path)


def code_last(hint: str) -> str:
    """A hint whose `{code}` stands behind the options, where `--` can say that it is none itself.

    >>> code_last('onestop undo {code} --event {by}   (brings it back)')
    'onestop undo --event {by} {code}   (brings it back)'
    """
    return _CODE_FIRST.sub(r"\1\3 \2", hint)
