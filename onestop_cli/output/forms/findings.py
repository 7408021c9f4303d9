"""What is wrong with an office's own templates of the printed forms: every form tried in PDF and in HTML."""

from pathlib import Path

from onestop_cli.errors import FormTemplateBad
from onestop_cli.output.forms.html import check_html
from onestop_cli.output.forms.pdf import check_pdf


def check(folder: Path) -> list[FormTemplateBad]:
    """The findings of a folder, each once with file and line; none means that every form can be printed.

    Raises `MissingPackage` where the engine of either is not installed, `UnreadFile` where the folder is not there.
    """
    return list({str(problem): problem for problem in (*check_pdf(folder), *check_html(folder))}.values())
