"""The office and its file: init, config, doctor, selftest, completion."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

from onestop_cli.cli.options import Hand, RulesOf, Screen, Target, argument, flag, option
from onestop_cli.cli.progress import counting
from onestop_cli.cli.session import Desk, actor, one_of, typed_text
from onestop_cli.cli.shells import SHELLS
from onestop_cli.core import bounds
from onestop_cli.core.settings import BY_KEY
from onestop_cli.errors import N_, EmptyValue, SelftestFailed
from onestop_cli.output.language import language
from onestop_cli.output.offices import completion_text, doctor_text, opened_text, selftest_text, settings_text
from onestop_cli.output.pages import unbroken
from onestop_cli.output.values import setting_meant
from onestop_cli.output.words import _
from onestop_cli.usecases import doctor as health
from onestop_cli.usecases import settings

CHECK_KEYS = ("name", "expected", "found", "ok")


def init(
    *,
    agency_code: Annotated[
        str, option("--agency-code", "AGENCY_CODE", N_("The agency's code, for example H26.15.30."))
    ],
    agency_name: Annotated[str, option("--agency-name", "NAME", N_("The agency's name."))],
    shared: Annotated[bool, flag("--shared", N_("Let the accounts of its folder's group use it too."))] = False,
    hand: Hand,
    target: Screen,
) -> None:
    """Make a new dossier file with calendar and procedures.

    Example: onestop init --agency-code H26.15.30 --agency-name "UBND phường Phúc Lợi"
    """
    from onestop_cli.usecases import office

    name = typed_text("--agency-name", agency_name, bounds.NAME)
    if not name:
        raise EmptyValue(option="--agency-name", example='--agency-name "UBND phường Phúc Lợi"')
    target.write(opened_text(office.init(*hand, agency_code, name, shared=shared)))


def config_show(rules: RulesOf, desk: Desk, target: Target) -> None:
    """Show the office's settings and from when each applies.

    Example: onestop config show
    """
    shown = settings.settings(*desk, *rules)
    target.records([s._asdict() for s in shown], settings.Value._fields, lambda: settings_text(shown))


def config_set(
    *,
    key: Annotated[str, argument("KEY", N_("The setting's name."), settings.OFFERED)],
    value: Annotated[str, argument("VALUE", N_("Its new value."))],
    since: Annotated[str | None, option("--from", "DATE", N_("The day it applies from; today unless given."))] = None,
    hand: Hand,
    target: Screen,
) -> None:
    """Set one of the office's settings from a day on.

    Example: onestop config set saturday hours_only
    """
    if key in BY_KEY:
        value = setting_meant(BY_KEY[key].accepted.words, value)
    kept = settings.set_value(*hand, key, value, hand.desk.day(since) if since else None)
    target.write((unbroken(_("{key} = {value} from {day}", key=kept.key, value=kept.value, day=kept.valid_from)),))


def doctor(desk: Desk, target: Target) -> None:
    """Look at the machine, every page of the file, the calendar, the clock.

    Example: onestop doctor
    """
    with counting(_("Looking at every page of the file")):
        facts = health.doctor(*desk, _machine())
    target.records([f.record() for f in facts], ("name", "value", "warning", "severity"), lambda: doctor_text(facts))
    ailment = health.ailment(desk.path, facts)
    if ailment:
        raise ailment


def _machine() -> dict[str, str]:
    """What is told of the machine's time, of the console, and of who sits at it."""
    zone = datetime.now().astimezone().strftime("%z")
    return {
        "time_zone": f"{zone[:3]}:{zone[3:5]}",
        "file_names": sys.getfilesystemencoding(),
        "stdout_encoding": sys.stdout.encoding,
        "stderr_encoding": sys.stderr.encoding,
        "is_terminal": str(sys.stdout.isatty()).lower(),
        "language": language(),
        "actor": actor(os.environ.get("ONESTOP_ACTOR")),
    }


def selftest(desk: Desk, target: Target) -> None:
    """Check the calendar and every counting rule on this machine.

    Example: onestop selftest
    """
    from onestop_cli.usecases import selftest

    checks = selftest.selftest(desk.clock().date())
    target.records([c._asdict() | {"ok": c.ok} for c in checks], CHECK_KEYS, lambda: selftest_text(checks))
    failed = sum(not c.ok for c in checks)
    if failed:
        raise SelftestFailed(count=failed, total=len(checks))


def completion(
    *,
    shell: Annotated[
        str | None, argument("|".join(SHELLS), N_("The shell; bash, or with --install yours, unless given."), SHELLS)
    ] = None,
    is_installed: Annotated[bool, flag("--install", N_("Set it up: every new shell completes from then on."))] = False,
    target: Screen,
) -> None:
    """Print the shell's script that completes words by the Tab key.

    Example: onestop completion --install
    """
    from onestop_cli.cli import shells

    name = one_of("SHELL", shell, SHELLS) if shell is not None else None
    if not is_installed:
        target.write(tuple(map(unbroken, shells.script(name or "bash").split("\n"))))
        return
    name = name or shells.detected(os.environ)
    target.write(completion_text(name, *shells.install(name, Path.home(), os.environ)))
