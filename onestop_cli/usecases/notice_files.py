"""Notices from a file: judged as a whole, recorded as one, revoked as one (domain §2.1, "Calendars of others")."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from onestop_cli.core.file_events import Notice
from onestop_cli.core.moments import Clock
from onestop_cli.core.notice_file import RECORDED, Judged, can_take, judged
from onestop_cli.core.text import normalised
from onestop_cli.errors import BadRows, NotToTake
from onestop_cli.sources.notices_file import read_notices
from onestop_cli.store.database import reading, writing
from onestop_cli.usecases.calendar import Change
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.notices import record, rest_of_moves, standing


def import_notices(
    path: Path, clock: Clock, actor: str, file: Path, consent: Consent, take: Collection[date] = ()
) -> Change:
    """The notices of a CSV or .ics file are one notice, or nothing is recorded; every line is told.

    `take` are days off that the calendar does not have and that are to be recorded all the same. Without anything to
    record, due dates that the same lines left unmoved before are left to move. Raises `BadFile`, `BadRows` with every
    wrong line, `NotToTake`.
    """
    lines = read_notices(file)
    with writing(path, "calendar") if consent.apply else reading(path) as connection:
        verdicts = judged(lines, standing(connection), take)
        if problems := [verdict.problem for verdict in verdicts if verdict.problem]:
            raise BadRows(path=file, count=len({problem.line for problem in problems}), rows=problems)
        for day in take:
            if not any(can_take(verdict, day) for verdict in verdicts):
                raise NotToTake(path=file, day=day)
        claims = tuple(claim for verdict in verdicts if verdict.would in RECORDED for claim in verdict.claims)
        if claims:
            made = record(connection, clock, actor, [Notice(claims, normalised(file.name))], consent)
        else:
            groups = [verdict.claims for verdict in verdicts if _may_be_ours(verdict)]
            made = rest_of_moves(connection, clock, actor, groups, consent)._replace(unchanged=())
        return made._replace(lines=verdicts)


def _may_be_ours(verdict: Judged) -> bool:
    """Whether a line may be in force because this file was recorded before."""
    return verdict.line.day_off is not None and verdict.line.replaced_by is None and not verdict.line.is_cancelled
