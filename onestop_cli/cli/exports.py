"""Dossiers written to a file: export."""

import sys
from collections.abc import Iterator
from typing import Annotated

from onestop_cli.cli.options import Json, Moments, Output, flag, format_option
from onestop_cli.cli.session import Desk
from onestop_cli.cli.target import Out, out
from onestop_cli.core.outcomes import View
from onestop_cli.errors import N_
from onestop_cli.output.files import export
from onestop_cli.output.formats import EXPORT_FORMATS
from onestop_cli.output.words import _
from onestop_cli.usecases import exports


def _target(
    format_name: Annotated[
        str | None, format_option(EXPORT_FORMATS, N_("How it is written; csv unless the file's ending says otherwise."))
    ] = None,
    as_json: Json = False,
    output: Output = None,
) -> Out:
    return out(format_name or ("csv" if not output and not as_json else None), as_json, output, EXPORT_FORMATS)


def export_dossiers(
    *,
    personal_data: Annotated[bool, flag("--personal-data", N_("With names, ID numbers, phones, addresses."))] = False,
    excel: Annotated[bool, flag("--excel", N_("Begin a CSV file so that Excel sees it is UTF-8."))] = False,
    moments: Moments,
    desk: Desk,
    target: Annotated[Out, _target],
) -> None:
    """Export all dossiers, without personal data unless asked for.

    Example: onestop export dossiers -o ho-so.csv
    """

    def render(views: Iterator[View]) -> None:
        target.report(export(views, with_person=personal_data, excel=excel))

    exports.export_dossiers(*desk, moments, render)
    if personal_data and target.target is not None:
        print(_("note: {text}", text=_("the file holds personal data; keep it as the law asks")), file=sys.stderr)
