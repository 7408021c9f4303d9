"""Procedures for people and machines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from onestop_cli.core.dossier import limit_data
from onestop_cli.core.fees import FeePer
from onestop_cli.core.limits import Start
from onestop_cli.core.procedures import Procedure, with_its_case
from onestop_cli.errors import N_
from onestop_cli.output.figures import day, moment
from onestop_cli.output.moved import finished_record, finished_text, moved_record, moved_text
from onestop_cli.output.pages import Grid, Page, Part, facts_above, unbroken
from onestop_cli.output.words import _, limit_words, money_words, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.procedures import Amended, Changed

KEYS = (
    "code", "name", "aliases", "field", "statutory", "committed", "legal_basis", "valid_from", "retired", "seq",
    "case", "start", "may_agree", "fee", "papers",
)  # fmt: skip
STARTS = {
    Start.receipt: N_("from the receipt"),
    Start.cut_off: N_("from the next opening, if received after the cut-off"),
    Start.submitted: N_("from the hand-in"),
}
"""From when a limit counts."""
_BRIEF_STARTS = {Start.cut_off: N_("cut-off: next opening"), Start.submitted: N_("from the hand-in")}
"""The same where it is not usual, in a narrow column."""
_WIDE = 120
"""From so many columns on each limit has a column of its own."""


def procedure_record(procedure: Procedure) -> dict[str, Any]:
    """A version of a procedure under its keys."""
    record = procedure._asdict()
    record |= {"statutory": limit_data(procedure.statutory), "committed": limit_data(procedure.committed)}
    record |= {"aliases": list(procedure.aliases), "start": procedure.start.value}
    record["fee"] = str(procedure.fee) if procedure.fee else None
    return {name: record[name] for name in KEYS}


def list_text(procedures: Sequence[Procedure]) -> Page:
    """A table of procedures, each case with its limits; a narrow screen has both below each other, and whole names."""
    return (lambda screen: [_listed(procedures, is_narrow=screen.width is not None and screen.width < _WIDE)],)


def _listed(procedures: Sequence[Procedure], *, is_narrow: bool) -> Grid:
    codes = [f"{p.written}\n{p.field}" for p in procedures]
    limits = [(limit_words(p.committed), limit_words(p.statutory)) for p in procedures]
    if is_narrow:
        headings = [_("Code"), f"{_('Committed')}\n{_('Statutory')}", _("Short name and procedure")]
        rows = [[code, "\n".join(pair), _names(p)] for code, pair, p in zip(codes, limits, procedures, strict=True)]
        return Grid(headings, rows, keep=(0, 1))
    headings = [_("Code"), _("Committed"), _("Statutory"), _("Short name and procedure")]
    rows = [[code, *pair, _names(p)] for code, pair, p in zip(codes, limits, procedures, strict=True)]
    return Grid(headings, rows, keep=(0, 1, 2), cut=(3,))


def _names(procedure: Procedure) -> str:
    """The short names, with the case behind them, and the name; then from when it counts and what may be agreed."""
    names = " ".join(with_its_case(alias, procedure.case) for alias in procedure.aliases) or "—"
    unusual = [] if procedure.start is Start.receipt else [_(_BRIEF_STARTS[procedure.start])]
    unusual += [_("date may be agreed")] if procedure.may_agree else []
    unusual += [_("fee: {fee}", fee=_fee(procedure))] if procedure.fee else []
    return "\n".join([names, procedure.name, *unusual])


def _start(procedure: Procedure) -> str:
    return _(STARTS[procedure.start])


def _fee(procedure: Procedure) -> str:
    """What is asked for, a dash where nobody said."""
    fee = procedure.fee
    if fee is None:
        return "—"
    return money_words(fee.amount) if fee.per is FeePer.dossier else _("{money} a set", money=money_words(fee.amount))


def _agreed(procedure: Procedure) -> str:
    return _("yes") if procedure.may_agree else _("no")


def versions_text(versions: Sequence[Procedure]) -> Page:
    """A procedure with its versions, oldest first; a legal basis that is the same for all stands above them."""
    last = versions[-1]
    pairs = [
        (_("Procedure"), f"{last.name} ({last.code})"),
        (_("Short name"), " ".join(last.aliases) or "—"),
        (_("Field"), last.field or "—"),
    ]
    if last.start is not Start.receipt:
        pairs.append((_("Start"), _start(last)))
    if last.may_agree:
        pairs.append((_("Agreed date"), _agreed(last)))
    told = {
        _("From"): [day(p.valid_from) for p in versions],
        _("Case"): [p.case or "—" for p in versions],
        _("Statutory"): [_("retired") if p.retired else limit_words(p.statutory) for p in versions],
        _("Committed"): ["" if p.retired else limit_words(p.committed) for p in versions],
        _("Fee"): [_fee(p) for p in versions],
        _("Papers"): [p.papers or "—" for p in versions],
        _("Legal basis"): [p.legal_basis for p in versions],
        _("Event"): [str(p.seq) for p in versions],
    }
    if not any(p.case for p in versions):
        del told[_("Case")]
    if not any(p.fee for p in versions):
        del told[_("Fee")]
    if not any(p.papers for p in versions):
        del told[_("Papers")]
    if len({p.legal_basis for p in versions}) == 1:
        del told[_("Legal basis")]
        pairs.append((_("Legal basis"), last.legal_basis or "—"))
    last_column = len(told) - 1
    rows = [list(row) for row in zip(*told.values(), strict=True)]
    return (*facts_above(pairs), Grid(list(told), rows, right=(last_column,), keep=(0, last_column)))


def amended_record(amended: "Amended", *, applied: bool) -> dict[str, Any]:
    """A change of the catalogue: before, after, the dossiers it moves, the event (null for a preview)."""
    changes = [
        {"case": c.of.case, "from": c.since.isoformat(), "until": c.until.isoformat() if c.until else None,
         "before": _record(c.before), "after": _record(c.after), "cases": list(c.cases)}
        for c in amended.changes
    ]  # fmt: skip
    return {
        "recorded": amended.recorded.seq if amended.recorded else None,
        "before": changes[0]["before"],
        "after": changes[0]["after"],
        "moved": [moved_record(m) for m in amended.moved if m.verdicts is None],
        "preview": not applied,
        "undoes": amended.undoes,
        "changes": changes,
        "finished": [finished_record(m) for m in amended.moved if m.verdicts is not None],
        "kept": [d.code for d in amended.kept],
    }


def _record(procedure: Procedure | None) -> dict[str, Any] | None:
    return procedure_record(procedure) if procedure else None


def amended_text(amended: "Amended", *, applied: bool) -> Page:
    """A change of the catalogue in words: old and new side by side, then the open dossiers it touches."""
    parts: list[Part] = []
    if amended.undoes is not None:
        parts += [_("Takes back what event {seq} brought.", seq=amended.undoes), ""]
    if amended.is_known:
        parts += [_("The catalogue says so already; only due dates are left to move."), ""]
    else:
        parts += [part for change in amended.changes for part in _change_text(change)]
    moved = [m for m in amended.moved if m.verdicts is None]
    is_ended = amended.changes[0].of.retired
    if amended.changes[0].before and not is_ended:
        parts += moved_text(moved, recorded=applied)
    if not applied:
        parts += _choices({m.direction.value for m in moved})
    parts += finished_text([m for m in amended.moved if m.verdicts is not None], recorded=applied)
    kept = amended.kept
    if kept:
        told = ngettext("{n} open dossier keeps its promise", "{n} open dossiers keep their promises", len(kept))
        parts.append(told + (":" if is_ended else ""))
    if kept and is_ended:
        parts.append(Grid([_("Dossier"), _("Due")], [[d.code, moment(d.due_at)] for d in kept], keep=(0, 1)))
    if amended.recorded is not None:
        parts.append(_("Recorded as event {anchor}", anchor=amended.recorded.anchor))
    elif not applied:
        parts.append(_("This is a preview, nothing was recorded; --apply records it."))
    return tuple(parts)


def _change_text(change: "Changed") -> list[Part]:
    """What was and what becomes of one version."""
    of, before, after = change.of, change.before, change.after
    pairs = [(_("Procedure"), f"{of.name} ({of.written})"), (_("From"), day(change.since))]
    if change.until is not None:
        pairs.append((_("Until"), _("{day}; then the version that follows", day=day(change.until))))
    if change.cases:
        cases = ", ".join(case or _("the one without a name") for case in change.cases)
        has_limits = before is not None and after is not None and not after.retired and not before.retired
        pairs.append((_("Also for"), _("{cases}, but for the limits", cases=cases) if has_limits else cases))
    if after is None:
        pairs.append((_("Change"), _("not in the catalogue any more")))
    elif after.retired:
        pairs.append((_("Change"), _("retired")))
    elif before is None:
        usual = (_start(after._replace(start=Start.receipt)), _agreed(after._replace(may_agree=False)), "—")
        pairs += [(name, value) for name, value in _values(after) if value not in usual]
    else:
        rows = [
            [name, old, new]
            for (name, old), (_name, new) in zip(_versioned(before), _versioned(after), strict=True)
            if old != new
        ]
        return [*facts_above(pairs), Grid(["", _("Before"), _("After")], rows)]
    return [*facts_above(pairs)]


def _versioned(procedure: Procedure) -> list[tuple[str, str]]:
    """What a version says, with the day it begins and the event that brought it."""
    if procedure.retired:
        begins = _("{day}, retired (event {seq})", day=procedure.valid_from, seq=procedure.seq)
    else:
        begins = _("{day} (event {seq})", day=procedure.valid_from, seq=procedure.seq)
    return [(_("Version of"), begins), (_("Name"), procedure.name), *_values(procedure)]


def _values(procedure: Procedure) -> list[tuple[str, str]]:
    """What a version says beside its name."""
    return [
        (_("Field"), procedure.field or "—"),
        (_("Statutory"), limit_words(procedure.statutory)),
        (_("Committed"), limit_words(procedure.committed)),
        (_("Short name"), " ".join(procedure.aliases) or "—"),
        (_("Legal basis"), procedure.legal_basis or "—"),
        (_("Fee"), _fee(procedure)),
        (_("Papers"), procedure.papers or "—"),
        (_("Start"), _start(procedure)),
        (_("Agreed date"), _agreed(procedure)),
    ]


def _choices(directions: set[str]) -> list[Part]:
    """What a person may choose of the due dates that move."""
    words = {
        "later": _("--apply moves the due dates that come later; with --no-move none."),
        "earlier": _("--also-earlier moves the due dates that come earlier, too."),
    }
    return [text for direction, text in words.items() if direction in directions]


def added_text(added: Sequence[Procedure]) -> Page:
    """What an import of procedures added."""
    if not added:
        return (unbroken(_("nothing new in the file")),)
    return (unbroken(ngettext("{n} version added", "{n} versions added", len(added))), *list_text(added))
