"""What the printed forms are called on a screen."""

from typing import TYPE_CHECKING

from onestop_cli.core.dossier_events import Print
from onestop_cli.core.forms import Form
from onestop_cli.errors import N_
from onestop_cli.output.words import _

if TYPE_CHECKING:
    from onestop_cli.core.file_events import DeclinePrint

NAMES = {
    Form.receipt: N_("appointment slip"),
    Form.supplement: N_("request to supplement"),
    Form.decline: N_("refusal to accept"),
    Form.apology: N_("apology with a new date"),
    Form.stop: N_("notice of stopping"),
    Form.control: N_("control slip"),
    Form.register: N_("register book"),
    Form.refusal: N_("notice of a refused result"),
}


def form_name(form: str) -> str:
    """A form by its name, with its number of 2025 where it has one."""
    name = _(NAMES[Form(form)])
    return name if form == Form.refusal else f"{name} ({form})"


def printed_words(said: "Print | DeclinePrint") -> str:
    """What was printed, as something that was done."""
    return _("printed: {paper}", paper=paper_words(said))


def paper_words(said: "Print | DeclinePrint") -> str:
    """What a printing made: the form, its edition, how, how many, and whether the slip bears a new date."""
    words = _("{form}, edition {edition}, {made}", form=form_name(said.form), edition=said.edition,
              made=said.made.upper())  # fmt: skip
    words += _(", {n} copies", n=said.copies) if said.copies > 1 else ""
    return words + (_("; a new date on the slip") if isinstance(said, Print) and said.restated else "")
