"""The demonstration."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from onestop_cli.cli.options import Screen, argument, flag
from onestop_cli.cli.progress import counting
from onestop_cli.cli.session import DEMONSTRATIONS, Session, demonstration_file
from onestop_cli.errors import N_, ConflictingOptions
from onestop_cli.output.demo import story_text
from onestop_cli.output.figures import day
from onestop_cli.output.pages import unbroken
from onestop_cli.output.shell import path_word
from onestop_cli.output.words import _, ngettext
from onestop_cli.usecases import demo as demos

LIVING, REGISTER, FINDINGS = DEMONSTRATIONS


def demo(
    *,
    file: Annotated[
        str | None, argument("FILE", N_("Where to put the file; in the application data folder unless given."))
    ] = None,
    findings: Annotated[
        bool, flag("--findings", N_("Another one: each pattern of audit check stands in it once."))
    ] = False,
    session: Session,
    target: Screen,
) -> None:
    """Make a synthetic office of today, and the ward's 2023.

    Example: onestop demo
    """
    if file and session.typed_db:
        raise ConflictingOptions(first="--db", second="FILE")
    named = file or session.typed_db
    if named in DEMONSTRATIONS and not file and not Path(named).exists():
        named = None
    if findings:
        _with_findings(Path(named) if named else demonstration_file(FINDINGS), named or FINDINGS, target)
        return
    path = Path(named) if named else demonstration_file(LIVING)
    register = demos.beside(path)
    clock = session.desk.clock
    with counting(_("Recording synthetic dossiers"), demos.OFFICE_STEPS + demos.REGISTER_STEPS) as progress:
        living = demos.living_demonstration(path, clock, progress)
        of_2023 = demos.register_demonstration(register, clock, lambda done: progress(demos.OFFICE_STEPS + done))
    from onestop_cli.usecases.demo_story import story

    names = (str(path), str(register)) if named else (LIVING, REGISTER)
    told = story(path, register, clock)
    target.write(story_text(told, names, (path, register), list(_kept(living, of_2023))))


def _kept(*demonstrations: demos.Demonstration) -> Iterator[str]:
    """That files in which somebody recorded something were not made anew, and how to have new ones."""
    for each in demonstrations:
        if each.kept_of is not None:
            yield ngettext("Kept as it was on {day}: somebody recorded {n} event in it. A new one: onestop demo FILE",
                           "Kept as it was on {day}: somebody recorded {n} events in it. A new one: onestop demo FILE",
                           each.n_typed, day=day(each.kept_of))  # fmt: skip


def _with_findings(path: Path, name: str, target: Screen) -> None:
    """The demonstration for auditors, and what to type next with it, under a name."""
    from onestop_cli.sources.audit_acts import audit_acts
    from onestop_cli.usecases.audit_demo import ENDS, audit_demonstration

    with counting(_("Recording synthetic acts"), len(audit_acts())) as progress:
        shown = audit_demonstration(path, progress)
    commands = f"audit check --info --as-of {ENDS}", "audit check --list", "history H26.15.30-250804-0001"
    where = _("The file: {path}", path=path) if shown.is_new else _("The file (from an earlier run): {path}", path=path)
    lines = [
        _("Synthetic data: every name and dossier is made up; each pattern of audit check stands in it once."),
        where,
        _("Now type, for example:"),
        *(f"  onestop --db {path_word(name)} {command}" for command in commands),
    ]
    target.write(tuple(map(unbroken, lines)))
