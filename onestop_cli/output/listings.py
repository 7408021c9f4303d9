"""A list of dossiers for people: a line each, whole names and phones on any screen; of a search, what answers how."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from onestop_cli.core.codes import short_code
from onestop_cli.core.dossier import OPEN, Dossier
from onestop_cli.errors import N_
from onestop_cli.output.dossiers import procedure_name, state_words
from onestop_cli.output.figures import moment, number
from onestop_cli.output.pages import Grid, Line, Page, Part, Screen, Styled, unbroken
from onestop_cli.output.words import BRIEFLY, _, label, ngettext

if TYPE_CHECKING:
    from onestop_cli.core.outcomes import View
    from onestop_cli.core.searches import Tier
    from onestop_cli.usecases.dossiers import Listing

_WIDE = 110
"""From so many columns on there is room for the procedure and the officer, too."""
_WIDER = 140
"""From so many columns on there is room besides for the state in full and the hour."""
_LONGEST = 26
"""A name of more letters, as firms have, goes on in a second line."""
_PHONE = 14
"""So do phones, where two were typed."""
_STYLES = {"overdue": "bold red", "late": "red", "suspended": "yellow"}
_APART = {
    "noted": N_("Named in a note:"),
    "misspelt": N_("Spelt nearly so, one letter differs:"),
}
"""The heading of those that answer a search otherwise than by their own person."""


def listing_text(listing: "Listing") -> Page:
    """Dossiers, a line each: of a search people first, then what names them only; officers so called last."""
    if not listing.views:
        return (unbroken(_("no dossier fits")), *_officer_lines(listing.officers))
    parts: list[Part] = []
    tiers = listing.tiers or [None] * len(listing.views)
    told = zip(listing.views, tiers, strict=True)
    for heading, group in groupby(told, key=lambda each: _heading(each[1])):
        if heading:
            parts += [*([""] if parts else []), Line([Styled(_(heading), "bold")])]
        parts.append(_table([view for view, _tier in group], listing.agency))
    return (*parts, *_officer_lines(listing.officers))


def _heading(tier: "Tier | None") -> str:
    return "" if tier is None else _APART.get(tier.name, "")


def _officer_lines(officers: Sequence[str]) -> list[Part]:
    """Officers are no people who handed something in: their dossiers are a list of their own."""
    from onestop_cli.output.shell import shell_word

    return [_("officer {name}: onestop list --officer {word}", name=name, word=shell_word(name)) for name in officers]


def _table(views: "Sequence[View]", agency: str) -> Part:
    def of_screen(screen: Screen) -> Sequence[Part]:
        width = screen.width or _WIDER
        return [_grid(views, agency, is_wide=width >= _WIDE, is_full=width >= _WIDER)]

    return of_screen


def _grid(views: "Sequence[View]", agency: str, *, is_wide: bool, is_full: bool) -> Grid:
    """The columns that a screen has room for. On one that is wide the last is cut where it ends; nothing else is."""
    headings = [_("Dossier"), _("Applicant"), _("Phone"), _("State"), _("Due on")]
    if is_wide:
        headings += [_("Officer"), _("Procedure")]
    rows: list[list[str | Styled]] = []
    for view in views:
        d, person = view.entry.dossier, view.entry.person
        state = state_words(d, view.outcome) if is_full else _short_state(d, view)
        row: list[str | Styled] = [
            short_code(d.code, agency),
            person.applicant or "—",
            person.phone,
            Styled(state, _STYLES.get(str(view.outcome), "")),
            (moment(d.due_at) if is_full else f"{d.due_at:%d/%m/%Y}") if d.due_at else "—",
        ]
        if is_wide:
            row += [d.officer or _("unassigned"), procedure_name(d)]
        rows.append(row)
    people = [view.entry.person for view in views]
    has_usual_names = all(len(person.applicant) <= _LONGEST for person in people)
    has_usual_phones = all(len(person.phone) <= _PHONE for person in people)
    kept = [0, *([1] if has_usual_names else []), *([2] if has_usual_phones else []), 3, 4]
    return Grid(headings, rows, keep=tuple(kept), cut=(len(headings) - 1,) if is_wide else ())


def _short_state(dossier: Dossier, view: "View") -> str:
    word = str(view.outcome) if dossier.status in OPEN else dossier.status.value
    return _(BRIEFLY[word]) if word in BRIEFLY else label(dossier.status)


def cut_words(n_shown: int, n_all: int | None) -> str:
    """That not all are shown, and how all of them are had."""
    return ngettext(
        "note: only the newest {n} is shown of {all}; all of them: --limit {limit}, or with -o FILE",
        "note: only the newest {n} are shown of {all}; all of them: --limit {limit}, or with -o FILE",
        n_shown,
        all=number(n_all or 0),
        limit=n_all,
    )
