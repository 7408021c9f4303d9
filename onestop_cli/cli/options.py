"""What several commands ask: single options, and bundles of options with the value that is made of them.

A bundle is a NamedTuple of options, or `Annotated[VALUE, MAKER]` with options as the maker's parameters
(`typer_parts`).
"""

import os
from collections.abc import Callable, Sequence, Set
from datetime import date, datetime
from typing import Annotated, NamedTuple

import typer
from typer.models import ArgumentInfo, OptionInfo

from onestop_cli.cli import session
from onestop_cli.cli.session import Desk, actor
from onestop_cli.cli.target import Out, out
from onestop_cli.core import moments
from onestop_cli.core.dossier import APPLICANT_KINDS
from onestop_cli.core.moments import When
from onestop_cli.core.text import search_key
from onestop_cli.errors import N_
from onestop_cli.output.formats import RECORD_FORMATS as FORMATS
from onestop_cli.output.formats import REGISTER_FORMATS, REPORT_FORMATS


def _later(name: str) -> Callable[[str], list[tuple[str, str]]]:
    """Shell completion by a function of `completing`, which is loaded when a shell asks."""

    def complete(incomplete: str) -> list[tuple[str, str]]:
        from onestop_cli.cli import completing

        return getattr(completing, name)(incomplete)

    return complete


procedure_words, case_words, notice_numbers = _later("procedures"), _later("cases"), _later("notices")
_codes_and_refusals = _later("codes_and_declines")
_COMPLETED = {
    "--officer": _later("officers"), "--field": _later("fields"),
    "CODE": _later("codes"), "CODE...": _later("codes"), "DATE": _later("days"), "WHEN": _later("days"),
}  # fmt: skip
"""What is offered for an option, by its name, else by what stands for its value."""


def one_from(words: Sequence[str]) -> Callable[[str], list[tuple[str, str]]]:
    """Shell completion over fixed words: those of the language spoken, the English ones where none of them fits."""

    def complete(incomplete: str) -> list[tuple[str, str]]:
        from onestop_cli.output.values import offered

        begun = search_key(incomplete)
        spoken = list(dict.fromkeys(pair for pair in offered(words) if pair[0].startswith(begun)))
        return spoken or [(word, "") for word in words if word.startswith(begun)]

    return complete


SHORT = {"--copies": "-b", "--done": "-x", "--phone": "-d", "--fee": "-p", "--note": "-g"}
"""The commonest options by one letter, on every command that has them: bản, xong, điện thoại, phí, ghi chú."""


def _names(name: str) -> tuple[str, ...]:
    return (name, SHORT[name]) if name in SHORT else (name,)


def option(name: str, metavar: str, help_text: str, variable: str | None = None) -> OptionInfo:
    """An option that takes any text, or has it from a variable of the environment."""
    complete = _COMPLETED.get(name) or _COMPLETED.get(metavar)
    return typer.Option(
        *_names(name), metavar=metavar, help=help_text, envvar=variable, show_envvar=variable is not None,
        autocompletion=complete,
    )  # fmt: skip


def one_or_two(name: str, metavar: str, help_text: str) -> OptionInfo:
    """An option of a list that takes one text or two after its name; its metavar says so."""
    return typer.Option(name, metavar=f"{metavar} [{metavar}]", help=help_text)


def takes_one_or_two(metavar: str | None) -> bool:
    """Whether an option is one of `one_or_two`."""
    return metavar is not None and metavar.endswith("]") and " [" in metavar


def with_names(args: Sequence[str], pairs: Set[str]) -> list[str]:
    """Words as the library reads them: an option that takes one word or two stands before each of them.

    `--diff A B` becomes `--diff A --diff B`. What begins with a hyphen is another option; a command that takes
    arguments has no such option, so there is nothing else that the second word could be.
    """
    named: list[str] = []
    left = list(args)
    while left and left[0] != "--":
        word = left.pop(0)
        named.append(word)
        option, _equals, value = word.partition("=")
        if option not in pairs:
            continue
        if not value and left:
            named.append(left.pop(0))
        if left and not left[0].startswith("-"):
            named += [option, left.pop(0)]
    return [*named, *left]


def word(name: str, words: Sequence[str], help_text: str, metavar: str = "") -> OptionInfo:
    """An option that takes one of some words."""
    shown = metavar or "|".join(words)
    return typer.Option(name, metavar=shown, autocompletion=one_from(words), help=help_text)


def format_option(formats: Sequence[str], help_text: str) -> OptionInfo:
    """The option that says in which of some formats the answer is written."""
    metavar = "|".join(formats)
    return typer.Option("--format", "-f", metavar=metavar, autocompletion=one_from(formats), help=help_text)


def flag(name: str, help_text: str) -> OptionInfo:
    """An option that takes nothing."""
    return typer.Option(*_names(name), help=help_text)


def procedure_option(help_text: str) -> OptionInfo:
    """An option that takes a procedure."""
    return typer.Option("--procedure", metavar="PROCEDURE", autocompletion=procedure_words, help=help_text)


def case_option(help_text: str) -> OptionInfo:
    """An option that takes a case of a procedure."""
    return typer.Option("--case", metavar="NAME", autocompletion=case_words, help=help_text)


def argument(metavar: str, help_text: str, words: Sequence[str] = (), *, with_refusals: bool = False) -> ArgumentInfo:
    """A word without an option's name, one of some words where there are any; a code `with_refusals` to accept."""
    complete = one_from(words) if words else _codes_and_refusals if with_refusals else _COMPLETED.get(metavar)
    return typer.Argument(metavar=metavar, help=help_text, autocompletion=complete)


Db = Annotated[
    str | None, option("--db", "FILE", N_("The dossier file; “demo” is that of onestop demo."), "ONESTOP_DB")
]
Lang = Annotated[str | None, option("--lang", "vi|en", N_("Language of what people read."), "ONESTOP_LANG")]
Debug = Annotated[bool, flag("--debug", N_("Show the traceback of an error."))]


ProcedureArgument = Annotated[
    str,
    typer.Argument(
        metavar="PROCEDURE", help=N_("Code, short name or part of its name."), autocompletion=procedure_words
    ),
]
Case = Annotated[str, case_option(N_("The case of the procedure, where it has several."))]
IdNumber = Annotated[str, option("--id-number", "TEXT", N_("The applicant's ID number."))]
Phone = Annotated[str, option("--phone", "TEXT", N_("The applicant's phone."))]
Address = Annotated[str, option("--address", "TEXT", N_("The applicant's address."))]
Email = Annotated[str, option("--email", "TEXT", N_("The applicant's e-mail."))]
Submitter = Annotated[str, option("--submitter", "NAME", N_("Who hands it in, where not the applicant."))]
ApplicantKind = Annotated[str, word("--kind", APPLICANT_KINDS, N_("Whose dossier it is."))]
Request = Annotated[str, option("--request", "TEXT", N_("What is asked for; the procedure's name unless given."))]
SubmittedAt = Annotated[
    str | None, option("--submitted-at", "WHEN", N_("When it was handed in, if before its receipt."))
]
OnlyProcedure = Annotated[str | None, procedure_option(N_("Only this procedure."))]
OnlyField = Annotated[str | None, option("--field", "FIELD", N_("Only this field."))]
OnlyOfficer = Annotated[str | None, option("--officer", "NAME", N_("Only this officer."))]
CodeArgument = Annotated[str, argument("CODE", N_("Dossier code, its last segments, or a number of today."))]
CodeOrNumber = Annotated[
    str,
    argument(
        "CODE",
        N_("Dossier code, its last segments, or a number of today; TC-… for a refusal to accept."),
        with_refusals=True,
    ),
]
CodesArgument = Annotated[
    list[str], argument("CODE...", N_("Dossier codes, their last segments, or numbers of today."))
]
CodesOrNumbers = Annotated[
    list[str] | None,
    argument(
        "CODE...",
        N_("Dossier codes, their last segments, or numbers of today; TC-… for a refusal to accept."),
        with_refusals=True,
    ),
]
Note = Annotated[str, option("--note", "REASON", N_("Why; not for personal data."))]
NoteOrReason = Annotated[
    str,
    typer.Option(*_names("--note"), "--reason", metavar="REASON", help=N_("Why; not for personal data.")),
]
Override = Annotated[
    str, option("--override", "REASON", N_("Why a limit of the law is passed; recorded, and a finding later."))
]
ListedPeople = Annotated[
    bool,
    flag(
        "--personal-data",
        N_("With names in the lists of dossiers of HTML and XLSX, and the notes of events and seals."),
    ),
]
PersonalData = Annotated[bool, flag("--personal-data", N_("With names, numbers and addresses, also off the screen."))]
Apply = Annotated[bool, flag("--apply", N_("Record it; without this it is only shown."))]
GoneOn = Annotated[
    bool, flag("--apply", N_("Record it though the dossier went on after its receipt; without this it is only shown."))
]
Again = Annotated[bool, flag("--again", N_("It is another dossier, though it looks like one received just now."))]
Until = Annotated[str | None, option("--until", "DATE", N_("The day by which a supplement is asked for."))]
AskedPapers = Annotated[
    str | None,
    option("--papers", "'NAME[:KIND[:N]]; …'", N_("The papers a supplement asks for: chính, chứng thực, photo.")),
]
RequestNumber = Annotated[str, option("--letter", "NO", N_("Number of the written request for a supplement."))]
Slip = Annotated[str | None, option("--slip", "FILE", N_("Print its form at once to this file, .pdf or .html."))]
Json = Annotated[bool, flag("--json", N_("Short for -f json."))]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help=N_("Write to a file, replaced in one step."))
]
NoPager = Annotated[bool, flag("--no-pager", N_("Write it all at once, longer than the terminal or not."))]
Strict = Annotated[bool, flag("--strict", N_("Without papers recorded late, as if they were taken back."))]
AsOf = Annotated[str | None, option("--as-of", "WHEN", N_("How things stood at that moment; a bare date is its end."))]
KnownAt = Annotated[str | None, option("--known-at", "WHEN", N_("Only what the file knew at that moment."))]


def shows_people(target: Out, personal_data: bool) -> bool:
    """Whether personal data are shown: on the counter's screen, elsewhere only where they were asked for."""
    return personal_data or (target.format == "table" and target.screen.is_terminal)


def _target(
    format_name: Annotated[
        str | None, format_option(FORMATS, N_("How the result is written; a file's ending decides it with -o."))
    ] = None,
    as_json: Json = False,
    output: Output = None,
    no_pager: NoPager = False,
) -> Out:
    return out(format_name, as_json, output)._replace(may_page=_may_page(no_pager))


def _report_target(
    format_name: Annotated[
        str | None, format_option(REPORT_FORMATS, N_("How the report is written; a file's ending decides it with -o."))
    ] = None,
    as_json: Json = False,
    output: Output = None,
    no_pager: NoPager = False,
) -> Out:
    return out(format_name, as_json, output, REPORT_FORMATS)._replace(may_page=_may_page(no_pager))


def _register_target(
    format_name: Annotated[
        str | None,
        format_option(REGISTER_FORMATS, N_("How the register is written; a file's ending decides it with -o.")),
    ] = None,
    as_json: Json = False,
    output: Output = None,
    no_pager: NoPager = False,
) -> Out:
    return out(format_name, as_json, output, REGISTER_FORMATS)._replace(may_page=_may_page(no_pager))


def _may_page(no_pager: bool) -> bool:
    return not no_pager and not os.environ.get("NO_PAGER")


def _screen() -> Out:
    return Out("table", None, _may_page(False))


Target = Annotated[Out, _target]
ReportTarget = Annotated[Out, _report_target]
RegisterTarget = Annotated[Out, _register_target]
Screen = Annotated[Out, _screen]
"""Of a command whose answer is for a person only."""


def _hand(
    desk: Desk,
    actor_name: Annotated[
        str | None,
        option("--actor", "NAME", N_("Who is acting; the login name unless given."), "ONESTOP_ACTOR"),
    ] = None,
) -> session.Hand:
    return session.Hand(*desk, actor(actor_name))


def _at(
    desk: Desk,
    at: Annotated[
        str | None, option("--at", "WHEN", N_("When it happened, if not now: 11/08/2023 09:15, “yesterday 16:00”."))
    ] = None,
) -> When | None:
    return desk.when(at, is_past=True)


def _moments(desk: Desk, as_of: AsOf = None, known_at: KnownAt = None) -> moments.Moments:
    return desk.moments(as_of, known_at)


class InForce(NamedTuple):
    """The day whose rules are meant, and the instant up to which the file is believed; None for now and for all."""

    on: date | None
    known_at: datetime | None


def _in_force(desk: Desk, as_of: AsOf = None, known_at: KnownAt = None) -> InForce:
    stood = desk.when(as_of)
    return InForce(stood and stood.on, desk.moment(known_at))


class TypedMoments(NamedTuple):
    """The two moments in time as typed, for a command that reads them after its own options."""

    as_of: AsOf = None
    known_at: KnownAt = None


Hand = Annotated[session.Hand, _hand]
At = Annotated[When | None, _at]
Moments = Annotated[moments.Moments, _moments]
RulesOf = Annotated[InForce, _in_force]
