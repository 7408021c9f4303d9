"""The office and its file: init, config, doctor, selftest, completion."""

import os
import sys
from typing import Annotated

import typer

from onestop_cli.cli.options import Actor, AsOf, Format, Json, KnownAt, Output, one_from
from onestop_cli.cli.session import Session, actor, one_of
from onestop_cli.cli.target import out
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_, EmptyValue, FileDamaged, SelftestFailed
from onestop_cli.output import offices
from onestop_cli.output.language import language
from onestop_cli.output.words import _
from onestop_cli.usecases import doctor as doctor_case
from onestop_cli.usecases import settings

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def init(
    session: Session,
    agency_code: Annotated[
        str,
        typer.Option(
            "--agency-code", metavar="CODE", help=N_("The agency's code, for example H26.15.30."), show_default=False
        ),
    ],
    agency_name: Annotated[
        str, typer.Option("--agency-name", metavar="NAME", help=N_("The agency's name."), show_default=False)
    ],
    shared: Annotated[
        bool, typer.Option("--shared", help=N_("Let the accounts of the file's group use it too."))
    ] = False,
    actor_name: Actor = None,
) -> None:
    """Make a new dossier file with calendar and procedures.

    Example: onestop init --agency-code H26.15.30 --agency-name "UBND phường Phúc Lợi"
    """
    from onestop_cli.usecases.office import init as open_file

    name = normalised(agency_name)
    if not name:
        raise EmptyValue(option="--agency-name", example='--agency-name "UBND phường Phúc Lợi"')
    opened = open_file(session.path, session.clock, actor(actor_name), agency_code, name, shared=shared)
    out(None, False, None).write(offices.opened_text(opened))


def config_show(
    session: Session,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Show the office's settings and from when each applies.

    Example: onestop config show
    """
    target = out(format_name, as_json, output)
    stood = session.when(as_of)
    found = settings.settings(session.path, session.clock, stood and stood.on, session.moment(known_at))
    target.records([s._asdict() for s in found], settings.Setting._fields, lambda: offices.settings_text(found))


def config_set(
    session: Session,
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY", help=N_("The setting's name."), autocompletion=one_from(settings.KEYS), show_default=False
        ),
    ],
    value: Annotated[str, typer.Argument(metavar="VALUE", help=N_("Its new value."), show_default=False)],
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=N_("The day it applies from; today unless given."))
    ] = None,
    actor_name: Actor = None,
) -> None:
    """Set one of the office's settings from a day on.

    Example: onestop config set saturday hours_only
    """
    day = session.day(since) if since else None
    made = settings.set_value(session.path, session.clock, actor(actor_name), key, value, day)
    sys.stdout.write(_("{key} = {value} from {day}", key=made.key, value=made.value, day=made.valid_from) + "\n")


def doctor(session: Session, format_name: Format = None, as_json: Json = False, output: Output = None) -> None:
    """Show versions, the file, the calendar, the clock and the console.

    Example: onestop doctor
    """
    target = out(format_name, as_json, output)
    console = {
        "stdout_encoding": sys.stdout.encoding,
        "stderr_encoding": sys.stderr.encoding,
        "is_terminal": str(sys.stdout.isatty()).lower(),
        "language": language(),
        "actor": actor(os.environ.get("ONESTOP_ACTOR")),
    }
    found = doctor_case.doctor(session.path, session.clock, console)
    records = [f.record() for f in found]
    target.records(records, ("name", "value", "warning"), lambda: offices.doctor_text(found))
    if doctor_case.is_damaged(found):
        raise FileDamaged(path=session.path)


def selftest(session: Session, format_name: Format = None, as_json: Json = False, output: Output = None) -> None:
    """Check the calendar and every counting rule on this machine.

    Example: onestop selftest
    """
    from onestop_cli.usecases.selftest import selftest as run

    target = out(format_name, as_json, output)
    checks = run(session.clock().date())
    records = [{"name": c.name, "expected": c.expected, "found": c.found, "ok": c.ok} for c in checks]
    target.records(records, ("name", "expected", "found", "ok"), lambda: offices.selftest_text(checks))
    failed = sum(not c.ok for c in checks)
    if failed:
        raise SelftestFailed(count=failed, total=len(checks))


def completion(
    session: Session,
    shell: Annotated[
        str, typer.Argument(metavar="|".join(SHELLS), help=N_("The shell."), autocompletion=one_from(SHELLS))
    ] = "bash",
) -> None:
    """Print the shell's completion script.

    Example: onestop completion bash >> ~/.bashrc
    """
    from typer._completion_shared import get_completion_script

    one_of("SHELL", shell, SHELLS)
    sys.stdout.write(get_completion_script(prog_name="onestop", complete_var="_ONESTOP_COMPLETE", shell=shell) + "\n")
