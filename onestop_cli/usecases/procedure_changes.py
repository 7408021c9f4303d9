"""Changes of the catalogue as values: what is typed, what was and what becomes, without anything recorded."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from onestop_cli.core.dossier import Dossier
from onestop_cli.core.fees import Fee
from onestop_cli.core.ledger import Event
from onestop_cli.core.limits import Start, TimeLimit
from onestop_cli.core.procedures import OF_THE_CODE, Procedure, in_force, next_change, with_code
from onestop_cli.errors import ConflictingOptions, NotOfACase, ProcedureRetired, UnknownAlias
from onestop_cli.usecases.moves import Moved


class Amendment(NamedTuple):
    """What a new version changes; None leaves a value as it is.

    Limits, the fee and the papers are those of a case, all else the code's. `aliases` come beside those there
    are, `dropped` go.
    """

    name: str | None = None
    field: str | None = None
    statutory: TimeLimit | None = None
    committed: TimeLimit | None = None
    aliases: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    legal_basis: str | None = None
    start: Start | None = None
    may_agree: bool | None = None
    fee: Fee | None = None
    papers: str | None = None


class Changed(NamedTuple):
    """What a case's limits and its code were and become from a day on; None before its first version, after its last.

    `until` is the day before a later version says otherwise, None where none does; `cases` are the others of the code
    that change with it.
    """

    since: date
    before: Procedure | None
    after: Procedure | None
    until: date | None = None
    cases: tuple[str, ...] = ()

    @property
    def of(self) -> Procedure:
        """The version after, the one before where none is left."""
        version = self.after or self.before
        assert version is not None
        return version


class Amended(NamedTuple):
    """What a change of the catalogue does: the versions, the dossiers it moves, the open ones that keep their promise.

    `recorded` is its event, None for a preview; `undoes` the event it takes back. `is_known` where the catalogue says
    so already, and there are only moves.
    """

    changes: tuple[Changed, ...]
    moved: list[Moved]
    recorded: Event | None
    kept: tuple[Dossier, ...] = ()
    undoes: int | None = None
    is_known: bool = False

    @property
    def before(self) -> Procedure | None:
        return self.changes[0].before

    @property
    def after(self) -> Procedure | None:
        return self.changes[0].after


def case_of(added: Procedure, of_code: Sequence[Procedure]) -> Procedure:
    """A new case with what is the code's. Raises `ProcedureRetired`, `NotOfACase`."""
    like = next(iter(in_force(of_code, added.valid_from)), of_code[0])
    if like.retired:
        raise ProcedureRetired(code=like.code, day=like.valid_from)
    options = {"name": "--name", "field": "--field", "aliases": "--alias", "legal_basis": "--legal-basis",
               "start": "--start", "may_agree": "--may-agree"}  # fmt: skip
    for name, option in options.items():
        value, has = getattr(added, name), getattr(like, name)
        is_said = value and value != Procedure._field_defaults.get(name)
        if is_said and not (set(value) <= set(has) if name == "aliases" else value == has):
            raise NotOfACase(option=option, code=like.code)
    return with_code(added, like)


def changes_of(before: Procedure, told: Amendment) -> dict[str, object]:
    """The fields of a version that something typed changes. Raises `UnknownAlias`, `ConflictingOptions`."""
    for alias in told.dropped:
        if alias in told.aliases:
            raise ConflictingOptions(first=f"--alias {alias}", second=f"--drop-alias {alias}")
        if alias not in before.aliases:
            raise UnknownAlias(code=before.code, alias=alias, aliases=", ".join(before.aliases) or "—")
    kept = (alias for alias in before.aliases if alias not in told.dropped)
    said = told._asdict() | {"aliases": tuple(dict.fromkeys((*kept, *told.aliases))), "dropped": None}
    return {name: value for name, value in said.items() if value is not None and value != getattr(before, name)}


def taken_back(version: Procedure, versions: Sequence[Procedure], left: Sequence[Procedure]) -> Changed:
    """What was in force on the first day of a version that is taken back, and what is without it."""
    on = version.valid_from
    was, will = ({p.case: p for p in in_force(v, on) if p.code == version.code} for v in (versions, left))
    others = tuple(case for case, p in was.items() if case != version.case and p != will.get(case))
    until = last_day(left, version, OF_THE_CODE)
    after = will.get(version.case)
    return Changed(on, was[version.case], after, until if after else None, others)


def last_day(versions: Sequence[Procedure], of: Procedure, names: Collection[str]) -> date | None:
    """The day before a later version says otherwise than one does of some fields; None where none does."""
    then = next_change(versions, of, names)
    return then and then - timedelta(days=1)
