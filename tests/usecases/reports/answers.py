"""One question put to the program and to the recount: every figure of every report, in the same plain shape."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from onestop_cli.core.moments import When
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Period
from onestop_cli.core.report import ReportRequest
from onestop_cli.output.reports.late import late_record
from onestop_cli.output.reports.register import book_records
from onestop_cli.store.database import reading
from onestop_cli.usecases.reports import form_06a, index_766, stand
from onestop_cli.usecases.reports import report as reporting
from onestop_cli.usecases.reports import trend as trending
from onestop_cli.usecases.reports.late import Narrowed, late_list
from onestop_cli.usecases.reports.register import book
from tests.office import Ward
from tests.usecases.recount import EVER, Known, Recount, State, as_given, due, parts, sum_of, sums


class Question(NamedTuple):
    """What is asked. `position` is the last event of the ledger that is known, `with_members` asks by another way."""

    period: Period
    by: tuple[str, ...] = ()
    basis: Basis = Basis.due
    granularity: Granularity = Granularity.unit
    as_of: datetime | None = None
    known_at: datetime | None = None
    position: int | None = None
    with_members: bool = False
    narrowed: Narrowed = Narrowed()

    def judged_at(self, now: datetime) -> datetime:
        """The instant asked for, or the end of the period, or of what is known, or now."""
        return self.as_of or min(self.period.last_second, self.known_at or now, now)

    @property
    def known(self) -> Known:
        """What is known, as the recount takes it."""
        return self.position or (self.known_at.isoformat() if self.known_at else EVER)

    @property
    def report_request(self) -> ReportRequest:
        return ReportRequest(
            self.period, self.by or ("none",), self.basis, self.granularity, False, self._when, self.known_at,
            self.with_members,
        )  # fmt: skip

    @property
    def _when(self) -> When | None:
        return When(self.as_of.date(), self.as_of.time(), "") if self.as_of else None


# --- what the program answers ------------------------------------------------------------------------


def without_key(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row._asdict().items() if name != "key"}


def with_keys(rows: list[Any]) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """The rows as they stand, each after its key."""
    return [(row.key, without_key(row)) for row in rows]


def part_of(ward: Ward, asked: Question, request: ReportRequest) -> reporting.Part:
    """The period's part of a report; up to an event of the ledger as a seal asks it."""
    if asked.position is None:
        return reporting.report(ward.path, ward.clock, request).part
    with reading(ward.path) as connection:
        at = stand.stand(connection, stand.Known(position=asked.position), asked.basis, asked.granularity)
        judged_at = stand.judged_at(asked.period, request.as_of, None, ward.now)
        return reporting.report_at(at, request, judged_at).part


def report(ward: Ward, asked: Question) -> Any:
    part = part_of(ward, asked, asked.report_request)
    return with_keys(part.rows), without_key(part.total)


MEMBER = ("code", "procedure_name", "field", "officer", "channel", "status", "received_at", "due_at")
"""What is compared of a dossier behind a figure."""


def members(ward: Ward, asked: Question) -> Any:
    """The dossiers behind each row, and behind the total; of a report that is not split the total's are its rows'."""
    request = asked.report_request._replace(with_members=True)
    part = part_of(ward, asked, request)
    found: dict[tuple[str, ...], list[tuple[str | None, ...]]] = {}
    for member in part.members:
        listed = tuple(plain(getattr(member.dossier, name)) for name in MEMBER)
        found.setdefault(member.key, []).append(listed)
    return {key: sorted(dossiers) for key, dossiers in found.items()}


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def form(ward: Ward, asked: Question) -> Any:
    found = form_06a.form(ward.path, ward.clock, asked.report_request)
    return with_keys(found.rows), without_key(found.total)


def index(ward: Ward, asked: Question) -> Any:
    found = index_766.index(ward.path, ward.clock, asked.report_request)
    return with_keys(found.rows), without_key(found.total)


def late(ward: Ward, asked: Question) -> Any:
    made = late_record(late_list(ward.path, ward.clock, asked.report_request, asked.narrowed), with_person=True)
    for name in ("by_officer", "by_procedure"):
        made[name] = [{key: value for key, value in found.items() if key != "label"} for found in made[name]]
        for found in made[name]:
            (found["key"],) = found["key"]
    return {name: made[name] for name in ("dossiers", "by_officer", "by_procedure", "total")}


def register(ward: Ward, asked: Question) -> Any:
    return list(book_records(book(ward.path, ward.clock, asked.report_request), with_person=True))


def trend(ward: Ward, asked: Question) -> Any:
    found = trending.trend(ward.path, ward.clock, asked.report_request._replace(by=asked.by))
    series = {each.key: [without_key(row) for row in each.rows] for each in found.series}
    return found.months, [without_key(row) for row in found.total], series


# --- what the recount answers ------------------------------------------------------------------------


def report_recounted(recount: Recount, asked: Question) -> Any:
    at = asked.judged_at(recount.ward.now)
    judged = asked.basis, asked.granularity, asked.known
    rows = recount.rows(asked.period, at, asked.by, *judged) if asked.by else {}
    return sorted(rows.items()), recount.total(asked.period, at, *judged)


def members_recounted(recount: Recount, asked: Question) -> Any:
    at = asked.judged_at(recount.ward.now)
    found = recount.told_apart(asked.period, at, asked.by, asked.known)
    if {"month", "week", "day"} & set(asked.by):
        found |= recount.told_apart(asked.period, at, (), asked.known)
    return {key: [_listed(state, asked.basis) for state in counted.states] for key, counted in found.items()}


def _listed(state: State, basis: str) -> tuple[str | None, ...]:
    """What is listed of a dossier; its due date is the one it is judged by."""
    told = state | {"due_at": due(state, basis)[0]}
    told["received_at"] = as_given(state["received_at"], is_day=state["received_is_day"])
    return tuple(told[name] for name in MEMBER)


def form_recounted(recount: Recount, asked: Question) -> Any:
    at = asked.judged_at(recount.ward.now)
    lines, total = recount.form(asked.period, at, asked.basis, asked.granularity, asked.known)
    return sorted(lines.items()), total


def index_recounted(recount: Recount, asked: Question) -> Any:
    lines, total = recount.index(asked.period, asked.judged_at(recount.ward.now), asked.by, asked.known)
    return sorted(lines.items()), total


def late_recounted(recount: Recount, asked: Question) -> Any:
    def is_meant(state: State) -> bool:
        wanted = {"procedure_code": asked.narrowed.procedure, "field": asked.narrowed.field}
        wanted["officer"] = asked.narrowed.officer
        return all(value is None or state[name] == value for name, value in wanted.items())

    at = asked.judged_at(recount.ward.now)
    found = recount.late(asked.period, at, asked.basis, asked.granularity, asked.known, is_meant)
    return {
        "dossiers": found,
        "by_officer": sums(found, "officer"),
        "by_procedure": sums(found, "procedure_code"),
        "total": sum_of(found),
    }


def register_recounted(recount: Recount, asked: Question) -> Any:
    """The book stands as of now, whenever its period ended."""
    now = recount.ward.now
    return recount.register(asked.period, asked.as_of or min(asked.known_at or now, now), asked.known)


def trend_recounted(recount: Recount, asked: Question) -> Any:
    """Each month's report, and each month's for each key that appears in any, the empty ones among them."""
    at = asked.judged_at(recount.ward.now)
    judged = asked.basis, asked.granularity, asked.known
    nothing = recount.row([], asked.period.start, at, asked.basis, asked.granularity, asked.known)
    months = [month for month, part in parts(asked.period, "month") if part.first_second <= at]
    whole = recount.rows(asked.period, at, ("month",), *judged)
    split = recount.rows(asked.period, at, ("month", *asked.by), *judged) if asked.by else {}
    keys = sorted({key[1:] for key in split})
    series = {key: [split.get((month, *key), nothing) for month in months] for key in keys}
    return months, [whole.get((month,), nothing) for month in months], series


ANSWERS: dict[str, tuple[Callable[[Ward, Question], Any], Callable[[Recount, Question], Any]]] = {
    "report": (report, report_recounted),
    "members": (members, members_recounted),
    "form": (form, form_recounted),
    "index": (index, index_recounted),
    "late": (late, late_recounted),
    "register": (register, register_recounted),
    "trend": (trend, trend_recounted),
}
"""How the program answers, and how the recount does."""


def answer(kind: str, ward: Ward, asked: Question) -> Any:
    """The program's answer, as it would go out."""
    return ANSWERS[kind][0](ward, asked)


def recounted(kind: str, recount: Recount, asked: Question) -> Any:
    """The recount's answer."""
    return ANSWERS[kind][1](recount, asked)


def some_instant(random: Random, recount: Recount, first: datetime, last: datetime) -> datetime:
    """An instant between two, mostly close to something that happened or that was recorded, or to midnight."""
    span = int((last - first).total_seconds())
    instants = [first + timedelta(seconds=random.randrange(span + 1))]
    if random.random() < 0.8:
        acts = [act for story in recount.stories.values() for act in story]
        chosen = random.sample(acts, min(5, len(acts)))
        texts = [
            text
            for act in chosen
            for text in (act.occurred_at, act.recorded_at, f"{act.occurred_at[:10]}T00:00:00+07:00")
        ]
        near = [datetime.fromisoformat(text) + timedelta(seconds=random.choice((-1, 0, 1))) for text in texts]
        instants += [at for at in near if first <= at <= last]
    return random.choice(instants)
