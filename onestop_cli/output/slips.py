"""What is said of papers that were printed."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from onestop_cli.core.forms import Form
from onestop_cli.core.moments import iso
from onestop_cli.output.dossiers import appointment
from onestop_cli.output.forms.names import form_name
from onestop_cli.output.pages import Facts, Page
from onestop_cli.output.records import Record
from onestop_cli.output.words import _, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.slips import Printing

KEYS = ("code", "form", "edition", "act", "copies", "again", "promised_due_at", "file", "sha256", "anchor")
"""The keys of a printing: `again` is how often the same was printed before, `anchor` null for what was not recorded."""


def printing_record(printing: "Printing", copies: int) -> Record:
    """A printing under its keys."""
    paper = printing.paper
    values = (
        paper.code, paper.form.value, paper.edition.name, paper.act_seq, copies, paper.n_before,
        iso(_promised(paper)), None if printing.file is None else str(printing.file), printing.digest,
        printing.anchor,
    )  # fmt: skip
    return dict(zip(KEYS, values, strict=True))


def printings_text(printings: Sequence["Printing"], copies: int) -> Page:
    """Of each paper what it is and whose, then where it went."""
    pairs = [(p.paper.code, _what(p, copies)) for p in printings]
    last = printings[-1]
    pairs += [(_("File"), str(last.file))] if last.file is not None else []
    pairs += [(_("Went to"), _("the printer"))] if last.is_sent else []
    if last.anchor is None:
        pairs.append((_("Recorded"), _("no: it is only to be looked at")))
    return (Facts(pairs),)


def _what(printing: "Printing", copies: int) -> str:
    paper = printing.paper
    parts = [form_name(paper.form), paper.person.applicant or "—"]
    if (promised := _promised(paper)) is not None and paper.form is Form.receipt:
        parts.append(_("due {due}", due=appointment(promised)))
    if copies > 1:
        parts.append(ngettext("{n} copy", "{n} copies", copies))
    if paper.n_before:
        parts.append(_("printed before: {n}", n=paper.n_before))
    return " · ".join(parts)


def _promised(paper: object) -> datetime | None:
    return getattr(paper, "promised_at", None)
