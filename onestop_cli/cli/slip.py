"""The command `slip`: the printed forms, and the office's own templates of them."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from onestop_cli.cli.options import CodesOrNumbers, Hand, Json, flag, option
from onestop_cli.cli.printing import own_folder, paper_file, print_papers
from onestop_cli.cli.session import Desk, one_of, whole_number
from onestop_cli.cli.target import Out
from onestop_cli.core.forms import SHEETS, Form
from onestop_cli.core.slips import MOST_COPIES
from onestop_cli.errors import N_, CodeMissing, ConflictingOptions, RegisterAsked, TemplatesBad
from onestop_cli.output.shell import path_word
from onestop_cli.output.words import _, told

FORMS = tuple(form.value for form in SHEETS)


def form_words(incomplete: str) -> list[tuple[str, str]]:
    """Shell completion over the forms, with what they are."""
    from onestop_cli.output.forms.names import NAMES

    return [(form, _(NAMES[Form(form)])) for form in FORMS if form.startswith(incomplete)]


def slip(
    *,
    codes: CodesOrNumbers = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--form",
            metavar="|".join(FORMS),
            autocompletion=form_words,
            help=N_("Which form; the appointment slip unless given, of a refusal to accept its own."),
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE.pdf|.html",
            help=N_("The file of the papers; without one they go to the printer, or to a file named after them."),
        ),
    ] = None,
    copies: Annotated[
        str | None, option("--copies", "N", N_("How many of each; one unless given, from two on they are marked."))
    ] = None,
    no_record: Annotated[
        bool, flag("--no-record", N_("Only to look at: nothing is recorded, and the paper says so."))
    ] = False,
    eject: Annotated[
        str | None, option("--eject", "DIR", N_("Copy the templates there, to be changed; then set forms.dir."))
    ] = None,
    check: Annotated[bool, flag("--check", N_("Try the office's own templates, or the shipped ones."))] = False,
    as_json: Json = False,
    hand: Hand,
) -> None:
    """Print a form of dossiers; that it was printed is recorded.

    Example: onestop slip 230811-0003 -o giay-hen.pdf
    """
    target = Out("json" if as_json else "table", None)
    modes = [("CODE", bool(codes)), ("--eject", eject is not None), ("--check", check)]
    chosen = [name for name, is_chosen in modes if is_chosen]
    if len(chosen) > 1:
        raise ConflictingOptions(first=chosen[0], second=chosen[1])
    if eject is not None or check:
        only = [("-o", output), ("--form", form), ("--copies", copies), ("--no-record", no_record or None)]
        if other := next((name for name, value in only if value is not None), None):
            raise ConflictingOptions(first=chosen[0], second=other)
    if eject is not None:
        _eject(Path(eject), target)
    elif check:
        _check(hand.desk, target)
    elif not codes:
        raise CodeMissing
    else:
        from onestop_cli.output.slips import KEYS, printing_record, printings_text

        number = whole_number("--copies", copies, 1, MOST_COPIES) or 1
        file = paper_file(output) if output is not None else None
        printings = print_papers(hand, codes, _form(form), file, number, is_recorded=not no_record)
        records = [printing_record(each, number) for each in printings]
        if len(codes) == 1:
            target.record(records[0], lambda: printings_text(printings, number))
        else:
            target.records(records, KEYS, lambda: printings_text(printings, number))


def _form(text: str | None) -> Form | None:
    """The form typed, by its number with or without the nought."""
    if text is None:
        return None
    if text in ("7", Form.register):
        raise RegisterAsked
    return Form(one_of("--form", f"0{text}" if len(text) == 1 else text, FORMS))


def _eject(folder: Path, target: Out) -> None:
    from onestop_cli.output.forms.templates import eject
    from onestop_cli.output.pages import Lines

    files = [str(path) for path in eject(folder)]
    target.records([{"file": file} for file in files], ("file",), lambda: (Lines(files),))
    print(_("hint: {hint}", hint=f"onestop config set forms.dir {path_word(str(folder.absolute()))}"), file=sys.stderr)


def _check(desk: Desk, target: Out) -> None:
    """Raises `TemplatesBad` after every finding was told."""
    from onestop_cli.output.forms.findings import check
    from onestop_cli.output.forms.templates import SHIPPED
    from onestop_cli.output.pages import Lines

    folder = own_folder(desk) or SHIPPED
    found = check(folder)
    records = [
        {"file": str(each.values["path"]), "line": each.values["line"], "what": told("{what}", each.values)}
        for each in found
    ]
    good = _("every form can be printed by the templates of {folder}", folder=str(folder))
    lines = [f"{each['file']}:{each['line']}: {each['what']}" for each in records] or [good]
    target.records(records, ("file", "line", "what"), lambda: (Lines(lines),))
    if found:
        raise TemplatesBad(path=folder, count=len(found))
