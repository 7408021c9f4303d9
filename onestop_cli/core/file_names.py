"""The names beside the dossier file: SQLite's, those of drafts and locks, those of what is kept of it.

Nothing else is ever made under one of them, whoever asks for it: an answer, a backup, a new file.
"""

import re

from onestop_cli.errors import N_

SIDE_ENDS = ("-journal", "-wal", "-shm")
"""Of what SQLite keeps beside a file."""
DRAFT_END, LOCK_END, REPLACING_END, WORK_END, ERASING_END = ".new", ".lock", ".replacing", ".writing", ".erasing"
"""Of hidden names: a file that is being made, by whom, one that is being replaced, long work that is going on, an
erasure of which bytes may be left."""
BEFORE_RESTORE, BEFORE_FORMAT = ".before-restore-", ".before-format-"
"""Between the name of a file and when, or for which format, it was kept."""
_HIDDEN = "|".join(map(re.escape, (DRAFT_END, LOCK_END, REPLACING_END, WORK_END, ERASING_END)))
_BEFORE = "|".join(map(re.escape, (BEFORE_RESTORE, BEFORE_FORMAT)))


def hidden(name: str, end: str) -> str:
    """The name beside a file of what is no file of its own."""
    return f".{name}{end}"


def why_not_ours(name: str) -> str:
    """Why nothing new may bear a name, a message id; empty for one that is free to be used."""
    if name.endswith(SIDE_ENDS):
        return N_("that name is SQLite's own, beside a file")
    if name.startswith(".") and re.search(f"({_HIDDEN})$", name):
        return N_("that name is of a copy that is being made")
    return ""


def is_left_over(name: str, of: str) -> bool:
    """Whether a killed command may have left what bears a name beside a file, or one at work made it."""
    sides = "|".join(SIDE_ENDS)
    return re.fullmatch(rf"\.{re.escape(of)}(\..*)?({_HIDDEN})({sides})?", name, re.DOTALL) is not None


def kept_of(name: str) -> str:
    """The name of the file of which a name tells that it was kept; empty for any other."""
    found = re.match(f"(.+)({_BEFORE})", name, re.DOTALL)
    return found[1] if found and not name.endswith(SIDE_ENDS) else ""
