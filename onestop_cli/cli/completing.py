"""What is offered where a word is being typed; loaded when a shell asks, by none of our commands.

What goes wrong offers nothing. Names are shown to whoever sits at the counter, as on its other screens.
"""

import os
import shlex
from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from onestop_cli.cli import session
from onestop_cli.core.codes import numbered
from onestop_cli.core.procedures import Procedure, matching_procedure, with_its_case
from onestop_cli.core.text import search_key, visible
from onestop_cli.errors import OnestopError
from onestop_cli.output.language import language
from onestop_cli.output.words import label

MOST = 40
"""Dossiers offered at once."""
Offered = list[tuple[str, str]]
_VARIABLES = ("COMP_WORDS", "_TYPER_COMPLETE_ARGS")


def procedures(incomplete: str) -> Offered:
    """Aliases and codes of the procedures in force that begin as typed, with their names."""
    wanted = search_key(incomplete)
    words = ((with_its_case(word, p.case), p.name) for p in _in_force() for word in (*p.aliases, p.code))
    return [(word, visible(name)) for word, name in words if word.startswith(wanted)]


def cases(incomplete: str) -> Offered:
    """The cases in force that begin as typed, of the procedure that was typed where there is one."""
    wanted, known = search_key(incomplete), _in_force()
    of_code: set[str] = set()
    for text in _typed()[1:]:
        try:
            of_code.add(matching_procedure(text.partition("/")[0], known).code)
        except OnestopError:
            continue
    named = {p.case: p.name for p in known if p.case and (not of_code or p.code in of_code)}
    return [(case, visible(name)) for case, name in named.items() if case.startswith(wanted)]


def notices(incomplete: str) -> Offered:
    """The numbers of the notices in force that begin as typed, with their names."""
    from onestop_cli.usecases import notices

    try:
        entered = [each for each in notices.notices(_file()) if each.revoked_by is None]
    except OnestopError:
        return []
    numbered = ((str(each.seq), each.notice.file or each.notice.claims[0].name) for each in entered)
    return [(number, visible(name)) for number, name in numbered if number.startswith(incomplete)]


def codes(incomplete: str) -> Offered:
    """The dossiers at hand whose code begins as typed, open ones first, with who handed in what.

    One of this office's own numbering is offered by its last segments.
    """
    from onestop_cli.usecases.completion import at_hand

    try:
        entries = at_hand(_file())
    except OnestopError:
        return []
    wanted = incomplete.upper()
    offered: Offered = []
    for dossier, person in entries:
        short = "-".join(dossier.code.rsplit("-", 2)[1:]) if numbered(dossier.code) else dossier.code
        words = (short, dossier.code)
        word = next((each for each in words if each.upper().startswith(wanted)), None)
        if word is not None:
            said = f"{person.applicant} · {dossier.procedure_name} · {label(dossier.status)}"
            offered.append((word, visible(said)))
    return offered[:MOST]


def codes_and_declines(incomplete: str) -> Offered:
    """The same, and behind them the refusals to accept; one of today as `TC-0001` too, where that was begun."""
    from onestop_cli.usecases.completion import declines_at_hand

    try:
        refusals = declines_at_hand(_file())
    except OnestopError:
        return []
    wanted, of_today = incomplete.upper(), f"{session.clock():%y%m%d}-"
    offered = codes(incomplete)
    for each in refusals:
        short = "-".join(each.number.rsplit("-", 3)[1:])
        words = (short, *([short.removeprefix(of_today)] if short.startswith(of_today) else []), each.number)
        word = next((text for text in words if text.startswith(wanted)), None)
        if word is not None:
            said = " · ".join(filter(None, (each.person.applicant, each.procedure_name, label(each.status))))
            offered.append((word, visible(said)))
    return offered[:MOST]


def officers(incomplete: str) -> Offered:
    """The officers in charge of the dossiers at hand whose names, or a syllable of them, begin as typed."""
    from onestop_cli.usecases.completion import at_hand

    try:
        names = sorted({entry.dossier.officer for entry in at_hand(_file())} - {""})
    except OnestopError:
        return []
    return _beginning(((name, "") for name in names), incomplete)


def fields(incomplete: str) -> Offered:
    """The fields of the procedures in force."""
    return _beginning(((name, "") for name in sorted({p.field for p in _in_force()} - {""})), incomplete)


def days(incomplete: str) -> Offered:
    """Today and the days before, by their dates and by their words."""
    today = session.clock().date()
    words = ("hom-nay", "hom-qua", "hom-kia") if language() == "vi" else ("today", "yesterday", "day-before-yesterday")
    named = [(f"{today - timedelta(days=back):%d/%m/%Y}", word) for back, word in enumerate(words)]
    return _beginning((*((word, day) for day, word in named), *named), incomplete)


def _beginning(words: Iterable[tuple[str, str]], incomplete: str) -> Offered:
    begun = search_key(incomplete)
    return [(visible(word), told) for word, told in words if search_key(word).startswith(begun)]


def _in_force() -> list[Procedure]:
    from onestop_cli.usecases.procedures import procedures

    try:
        return procedures(_file(), session.clock, None)
    except OnestopError:
        return []


def _typed() -> list[str]:
    """The words typed before the one that is completed, the name of the program apart."""
    line = next((os.environ[name] for name in _VARIABLES if name in os.environ), "")
    try:
        return shlex.split(line)[1:]
    except ValueError:  # an open quotation mark
        return line.split()[1:]


def _file() -> Path:
    """The file that words are completed from: the one of `--db`, where it was typed."""
    words = _typed()
    named = [after for word, after in pairwise(words) if word == "--db"]
    named += [word.partition("=")[2] for word in words if word.startswith("--db=")]
    return session.named_file(next(iter(named), "") or os.environ.get("ONESTOP_DB"))
