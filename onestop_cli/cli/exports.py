"""What is written into files: export."""

import sys
from typing import Annotated, NamedTuple

from onestop_cli.cli.options import Json, Moments, Output, flag, format_option, option
from onestop_cli.cli.progress import counting
from onestop_cli.cli.session import Desk, whole_number
from onestop_cli.cli.target import Out, out
from onestop_cli.errors import N_, ConflictingOptions
from onestop_cli.output import exports as drawn
from onestop_cli.output.formats import EXPORT_FORMATS, PORTAL_FORMATS, Rendering
from onestop_cli.output.words import _
from onestop_cli.usecases import exports
from onestop_cli.usecases.exports import ExportRequest

_LATEST = 10**15 - 1


def _file(
    format_name: Annotated[
        str | None, format_option(EXPORT_FORMATS, N_("How it is written; csv unless the file's ending says otherwise."))
    ] = None,
    as_json: Json = False,
    output: Output = None,
    excel: Annotated[bool, flag("--excel", N_("CSV as Excel opens it: with a mark of UTF-8, and semicolons."))] = False,
) -> "File":
    target = out(format_name or ("csv" if not output and not as_json else None), as_json, output, EXPORT_FORMATS)
    if excel and target.format != "csv":
        raise ConflictingOptions(first="--excel", second=f"--format {target.format}")
    return File(target, excel)


def _portal_file(
    format_name: Annotated[
        str | None,
        format_option(PORTAL_FORMATS, N_("How it is written; json unless the file's ending says otherwise.")),
    ] = None,
    as_json: Json = False,
    output: Output = None,
) -> "File":
    return File(out(format_name or ("json" if not output else None), as_json, output, PORTAL_FORMATS), False)


def _request(
    moments: Moments,
    since: Annotated[
        str | None, option("--since", "SEQ", N_("Only what was recorded after the event of this number."))
    ] = None,
    personal_data: Annotated[
        bool, flag("--personal-data", N_("With names, ID numbers, phones, addresses, notes and reasons."))
    ] = False,
) -> ExportRequest:
    return ExportRequest(moments, whole_number("--since", since, 0, _LATEST), personal_data)


class File(NamedTuple):
    """Where an export goes, in which format, and whether for Excel."""

    out: Out
    excel: bool

    def write(self, rendering: Rendering, *, with_person: bool) -> None:
        """The export is written, with a progress bar where no terminal is written on.

        One with personal data says so, where it is a file.
        """
        if self.out.screen.is_terminal:
            self.out.report(rendering)
        else:
            with counting(_("Exporting"), rendering.size, _("rows")) as progress:
                written = self.out.put(rendering.telling(progress))
            self.out.say(written)
        if with_person and self.out.target is not None:
            words = _("the file holds personal data; keep it as the law asks")
            print(_("note: {text}", text=words), file=sys.stderr)


Target = Annotated[File, _file]
PortalTarget = Annotated[File, _portal_file]
What = Annotated[ExportRequest, _request]


def export_dossiers(*, request: What, desk: Desk, target: Target) -> None:
    """Export all dossiers, without personal data unless asked for.

    Example: onestop export dossiers -o ho-so.csv
    """
    people = request.with_person
    if target.out.format == "parquet" and request.moments.is_present:
        exports.export_columns(*desk, request, lambda of: target.write(drawn.dossier_columns(of), with_person=people))
    else:
        exports.export_dossiers(
            *desk,
            request,
            lambda of: target.write(drawn.dossiers(of, with_person=people, excel=target.excel), with_person=people),
        )


def export_events(*, request: What, desk: Desk, target: Target) -> None:
    """Export the events of the ledger, without personal data unless asked for.

    Example: onestop export events --since 1200 -o lan-ghi.jsonl
    """
    people = request.with_person
    exports.export_events(
        desk.path,
        request,
        lambda of: target.write(drawn.events(of, with_person=people, excel=target.excel), with_person=people),
    )


def export_register(*, request: What, desk: Desk, target: Target) -> None:
    """Export the whole register, in the order of receipt.

    Example: onestop export register -o so-theo-doi.xlsx
    """
    people = request.with_person
    exports.export_register(
        desk.path,
        request,
        lambda of: target.write(drawn.register(of, with_person=people, excel=target.excel), with_person=people),
    )


def export_portal(*, request: What, desk: Desk, target: PortalTarget) -> None:
    """Export all dossiers in the file format of the national portal.

    Example: onestop export portal -o dong-bo.json
    """
    people = request.with_person
    exports.export_dossiers(
        *desk, request, lambda of: target.write(drawn.portal(of, with_person=people), with_person=people)
    )
