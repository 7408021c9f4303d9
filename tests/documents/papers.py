"""Printed forms filled in for tests, in both editions."""

import string
from typing import Any

from onestop_cli.core.forms import Edition, Form
from onestop_cli.output.forms.fields import PrintedForm, examples
from onestop_cli.output.forms.qr import qr_svg
from onestop_cli.sources.editions import editions

LATEST = editions()[-1]
CODE = "H26.15.30-261127-0001"
PAPERS = [(edition, form) for edition in editions() for form in edition.forms if form is not Form.register]
"""Every form that is a paper, in each edition that has it."""
_MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = " ".join([*(f"t{vowel}{mark}n" for vowel in "aăâeêioôơuưy" for mark in _MARKS), "đbcdghklmnpqrstvx"])
"""Words with each Vietnamese letter, those with a tone apart from it (NFD)."""


def filled(form: Form = Form.receipt, edition: Edition = LATEST, /, **fields: Any) -> PrintedForm:
    """A form with the examples, of an edition: neither printed again nor only looked at."""
    said = edition.forms[form]
    known = {"title": said.title, "form_number": said.number, "circular": edition.circular if said.number else ""}
    return PrintedForm(form, {**examples(form), **known, "preview": "", "again": "", "qr": qr_svg(CODE), **fields})


def many_papers(count: int) -> list[dict[str, str]]:
    """Papers of a dossier."""
    return [{"n": str(n + 1), "name": f"Giấy tờ kèm theo {string.ascii_lowercase[n % 26]}", "kind": "chứng thực",
             "number": "1"} for n in range(count)]  # fmt: skip
