"""Options that several commands share, and writing a result in the format asked for."""

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from onestop_cli.errors import N_
from onestop_cli.output.formats import RECORD_FORMATS, REPORT_FORMATS


def procedure_words(incomplete: str) -> list[tuple[str, str]]:
    """Procedures for shell completion: aliases and codes, with their names."""
    from onestop_cli.cli.completion import procedure_names

    return procedure_names(incomplete)


def one_from(words: Sequence[str]) -> Callable[[str], list[str]]:
    """Shell completion over fixed words."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return complete


Actor = Annotated[
    str | None,
    typer.Option(
        "--actor",
        metavar="NAME",
        envvar="ONESTOP_ACTOR",
        show_envvar=True,
        help=N_("Who is acting; the login name unless given."),
    ),
]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="WHEN", help=N_("When it happened, if not now: 11/08/2023 09:15, “yesterday 16:00”.")),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="|".join(RECORD_FORMATS), autocompletion=one_from(RECORD_FORMATS),
        help=N_("How the result is written; a file's ending decides it with -o."),
    ),
]  # fmt: skip
ReportFormat = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="|".join(REPORT_FORMATS), autocompletion=one_from(REPORT_FORMATS),
        help=N_("How the report is written; a file's ending decides it with -o."),
    ),
]  # fmt: skip
ListedPeople = Annotated[
    bool, typer.Option("--personal-data", help=N_("With names in the lists of dossiers of HTML and XLSX."))
]
PersonalData = Annotated[
    bool, typer.Option("--personal-data", help=N_("With names, numbers and addresses, also off the screen."))
]
Json = Annotated[bool, typer.Option("--json", help=N_("Short for -f json."))]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help=N_("Write to a file, replaced in one step."))
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="WHEN", help=N_("How things stood at that moment; a bare date is its end.")),
]
KnownAt = Annotated[
    str | None, typer.Option("--known-at", metavar="WHEN", help=N_("Only what the file knew at that moment."))
]
ProcedureArgument = Annotated[
    str,
    typer.Argument(
        metavar="PROCEDURE", help=N_("Code, short name or part of its name."), autocompletion=procedure_words,
        show_default=False,
    ),
]  # fmt: skip
CodeArgument = Annotated[
    str,
    typer.Argument(
        metavar="CODE", help=N_("Dossier code, its last segments, or a number of today."), show_default=False
    ),
]
CodesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="CODE...", help=N_("Dossier codes, their last segments, or numbers of today."), show_default=False
    ),
]
Apply = Annotated[bool, typer.Option("--apply", help=N_("Record it; without this it is only shown."))]
AlsoEarlier = Annotated[
    bool, typer.Option("--also-earlier", help=N_("With --apply: move due dates that come earlier too."))
]
NoMove = Annotated[bool, typer.Option("--no-move", help=N_("With --apply: record the change, move no due date."))]
