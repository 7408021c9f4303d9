"""Letters to officers, each a file for a mail program: what is due and what is overdue, and nobody's name.

Nothing is sent. There are no addresses in a dossier file, so a letter goes to a group that bears the officer's name and
holds nobody yet; `X-Unsent` opens it as a draft.
"""

from collections.abc import Iterator, Sequence
from email.headerregistry import Group
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, NamedTuple

from onestop_cli.core.outcomes import View
from onestop_cli.core.text import search_key, visible
from onestop_cli.output.dossiers import appointment, procedure_name
from onestop_cli.output.figures import day, number
from onestop_cli.output.words import _

if TYPE_CHECKING:
    from onestop_cli.usecases.worklist import WorkList

_LONGEST = 40


class Letter(NamedTuple):
    """A letter: the name of its file without anything of a path in it, its bytes, and how many dossiers it lists."""

    name: str
    content: bytes
    dossiers: int


def letters(work: "WorkList", agency: str) -> Iterator[Letter]:
    """A letter for each officer who has something overdue or due by the next working day, in the order of names."""
    groups = ((_("Overdue"), work.overdue), (_("Due"), [*work.today, *work.soon]))
    officers = sorted({view.entry.dossier.officer for _words, views in groups for view in views})
    for place, officer in enumerate(officers, 1):
        own = [(words, [v for v in views if v.entry.dossier.officer == officer]) for words, views in groups]
        yield _letter(place, officer, own, work, agency)


def _letter(
    place: int, officer: str, groups: Sequence[tuple[str, list[View]]], work: "WorkList", agency: str
) -> Letter:
    (_overdue, overdue), (_due, due) = groups
    officer = visible(officer)
    message = EmailMessage(policy=SMTP)
    message["To"] = Group(officer or _("No officer"), ())
    message["Subject"] = _(
        "Dossiers overdue: {overdue}, due by {until}: {due}",
        overdue=number(len(overdue)), until=day(work.until), due=number(len(due)),
    )  # fmt: skip
    message["Date"] = work.at
    message["X-Unsent"] = "1"
    whose = {"agency": agency, "officer": officer, "day": day(work.at.date())}
    lines = [
        _("{agency}: dossiers of {officer} as of {day}", **whose)
        if officer
        else _("{agency}: dossiers without an officer as of {day}", **whose)
    ]
    for words, views in groups:
        if views:
            lines += ["", f"{words}: {number(len(views))}"]
            lines += [_line(view) for view in views]
    message.set_content("\n".join(lines) + "\n", cte="base64")
    return Letter(f"{place:02d}-{_slug(officer)}.eml", bytes(message), len(overdue) + len(due))


def _line(view: View) -> str:
    d = view.entry.dossier
    return visible(f"- {d.code} · {procedure_name(d)} · {appointment(d.due_at)}")


def _slug(officer: str) -> str:
    """A name that a file can bear on any system."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in search_key(officer)).split()
    return "-".join(words)[:_LONGEST].strip("-") or "khong-ro"
