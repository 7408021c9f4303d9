"""What `onestop` alone answers: its commands by what they are for, on one screen."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from onestop_cli.errors import N_
from onestop_cli.output import language
from onestop_cli.output.console_text import PAGE, broken
from onestop_cli.output.words import _

GROUPS: Mapping[str, tuple[str, ...]] = {
    N_("Counter"): (
        "receive", "decline", "resolve", "deliver", "traketqua", "suspend", "yeucaubosung", "resume", "extend",
        "assign", "withdraw", "stop", "slip",
    ),
    N_("Put right"): ("correct", "void", "undo", "erase"),
    N_("Look up"): ("due", "today", "show", "list", "tim", "when", "explain", "history"),
    N_("Reports"): ("report", "late", "trend", "register", "seal"),
    N_("Audit"): ("audit", "doctor", "selftest"),
    N_("Rules"): ("calendar", "procedure", "config"),
    N_("The file"): ("init", "import", "export", "nightly", "backup", "restore", "db"),
    N_("Begin"): ("demo", "completion"),
}  # fmt: skip
"""Every command there is, and some that may come; those that are none are not shown."""


def overview(commands: Collection[str], words: Mapping[str, str]) -> list[str]:
    """The lines. `words` says of a word that can be typed which command it stands for."""
    other = {name: word for word, name in words.items()}
    groups = {_(title): [name for name in names if name in commands] for title, names in GROUPS.items()}
    width = max(map(len, groups))
    return [
        _("onestop: dossiers of a one-stop shop, their promised dates, results, reports."),
        "",
        *(line for title, names in groups.items() for line in _group(f"{title:<{width}}", names, other)),
        "",
        _("For example: onestop receive khai-tu --applicant \"Nguyễn Văn A\""),
        _("More: onestop --help, onestop receive --help; to look around: onestop demo"),
    ]  # fmt: skip


def _group(title: str, names: Sequence[str], other: Mapping[str, str]) -> Iterator[str]:
    """A command with its other word is not parted."""
    blank = "\N{NO-BREAK SPACE}"
    shown = ", ".join(_both(name, other.get(name)).replace(" ", blank) for name in names)
    for line in broken(f"{title.replace(' ', blank)}{blank * 2}{shown}", PAGE, len(title) + 2):
        yield line.replace(blank, " ")


def _both(name: str, other: str | None) -> str:
    """The command with its other word, that of the language spoken first."""
    if other is None:
        return name
    return f"{other} ({name})" if language.language() == "vi" else f"{name} ({other})"
