"""The paper of an act, printed at once: `--slip FILE` of the commands that have one. Loaded where it is asked for."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onestop_cli.output.words import _

if TYPE_CHECKING:
    from onestop_cli.cli.printing import PaperFile
    from onestop_cli.cli.session import Hand
    from onestop_cli.core.forms import Form


def asked(slip: str | None) -> "PaperFile | None":
    """The file asked for, looked at before the act is recorded. Raises as `printing.paper_file`."""
    if slip is None:
        return None
    from onestop_cli.cli.printing import paper_file

    return paper_file(slip)


def print_asked(hand: "Hand", codes: Sequence[str], form: "Form", file: "PaperFile | None") -> None:
    """The paper of acts just recorded is printed, where it was asked for, and that is said on stderr.

    Raises as `printing.print_of_act`.
    """
    if file is None:
        return
    from onestop_cli.cli.printing import print_of_act
    from onestop_cli.output.forms.names import form_name

    print_of_act(hand, codes, form, file)
    print(_("printed: {form} → {path}", form=form_name(form), path=str(file.path)), file=sys.stderr)
