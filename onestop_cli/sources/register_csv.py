"""Dossiers from a CSV register: the columns of the contract, each row read or refused (domain §3.5, §5).

A row says what happened; what follows from it (limits, status, outcome) may stand there too and is then
compared with what we derive. What means something in one file only (`OF_ONE_FILE`) is passed over; so are a
procedure's name and field, which the catalogue decides.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from onestop_cli.core import bounds
from onestop_cli.core.columns import LISTS, PERSONAL, PSEUDONYM, PUBLIC, TEXT, TYPED, Column
from onestop_cli.core.dossier import CHANNELS, DueSource, Person, Policy, Reason, Status, StopReason
from onestop_cli.core.given_dates import Chain, GivenDates, GivenEnds, broken_link, chain_of
from onestop_cli.core.limits import RULE_VERSIONS, rule_version
from onestop_cli.core.moments import When
from onestop_cli.core.papers import papers, papers_text
from onestop_cli.core.procedures import procedure_alias
from onestop_cli.core.pseudonyms import is_pseudonym
from onestop_cli.core.quotable import quotable
from onestop_cli.core.register_row import OVERRIDE, GivenLetter, GivenSuspension, RegisterRow
from onestop_cli.core.supplements import default_policy
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_, BadAlias, BadWhen, ImpossibleDate, OnestopError, RowProblem
from onestop_cli.sources.csv_file import CsvLine, csv_lines
from onestop_cli.sources.typed import written

REQUIRED = ("procedure_code", "received_at")
OF_ONE_FILE = (*(column.json_key for column in PUBLIC if column.is_of_one_file), "voided")
"""Columns that mean something in the file they came from only, and are passed over."""
OPTIONAL = (*(c.json_key for c in PUBLIC if c.name not in REQUIRED and not c.is_of_one_file), OVERRIDE)
_SOURCES, _STATUSES, _STOP_REASONS = tuple(DueSource), tuple(Status), tuple(StopReason)
_GIVEN = ("", DueSource.foreign)
"""What a row says of a due date that is another system's."""
_MOST = {c.json_key: bounds.LIST if c.type in LISTS else c.most if c.type is TEXT else bounds.WORDS for c in PUBLIC}
"""The characters a cell may have: in a text as many as the counter takes."""
_SHORTEST = min(_MOST.values())
_PASSED_OVER = (*OF_ONE_FILE, "procedure_name", "field")


def register_lines(path: Path, opened: IO[bytes] | None = None) -> Iterator[CsvLine | RowProblem]:
    """The lines of a register, not yet looked at. Raises as `csv_lines`."""
    return csv_lines(path, REQUIRED, OPTIONAL, OF_ONE_FILE, opened, bounds.ROWS)


def row_of(line: CsvLine | RowProblem) -> RegisterRow | list[RowProblem]:
    """The row that a line of a register tells, or everything that is wrong with it."""
    if isinstance(line, RowProblem):
        return [line]
    number, cells = line.row()
    if is_pseudonym(cells.get(PSEUDONYM, "")):
        sentence = N_("the applicant is a pseudonym: export with --personal-data to import")
        return [RowProblem(number, sentence, {})]
    reader = _Cells(number, cells)
    row = reader.row()
    return reader.problems or row


def _is_text(value: object) -> bool:
    """Whether a value of a JSON object is a text with something in it."""
    return isinstance(value, str) and bool(value.strip())


class _Cells:
    """The cells of one row, read one by one while noting what is wrong."""

    def __init__(self, line: int, cells: dict[str, str]) -> None:
        self.line = line
        self.cells = cells
        self.problems: list[RowProblem] = []

    def row(self) -> RegisterRow:
        get = self.cells.get
        for column, text in self.cells.items():
            if len(text) > _SHORTEST and column not in _PASSED_OVER:
                self.measure(column, text, _MOST.get(column, bounds.WORDS))
        received = self.when("received_at", "received_is_day")
        if received is None and not self.problems:
            self.refuse(N_("{column} is empty"), column="received_at")
        if not get("procedure_code"):
            self.refuse(N_("{column} is empty"), column="procedure_code")
        source = self.word("due_source", _SOURCES, "")
        agreed = self.when("agreed_due_at")
        if (source == DueSource.agreed) != (agreed is not None):
            self.refuse(N_("agreed_due_at and the due_source agreed go together"))
        elif agreed is not None and received is not None and agreed.on < received.on:
            self.refuse(N_("agreed_due_at {due} is before received_at"), due=agreed.text)
        due, promised = self.when("due_at"), self.when("promised_due_at")
        resolved, delivered = self.when("resolved_at", "resolved_is_day"), self.when("delivered_at")
        result = self.word("result", ("approved", "refused"), "approved" if resolved else "")
        if result and resolved is None:
            self.refuse(N_("there is a result but no resolved_at"))
        if delivered and resolved is None:
            self.refuse(N_("there is a delivered_at but no resolved_at"))
        if get("delivered_to") and delivered is None:
            self.refuse(N_("there is a delivered_to but no delivered_at"))
        if result == "refused" and not get("note"):
            self.refuse(N_("a refusal needs its written reason in note"))
        closed, status = self.when("closed_at"), self.word("status", _STATUSES, "")
        if closed and resolved:
            self.refuse(N_("there are both a closed_at and a resolved_at"))
        if closed and status not in (Status.withdrawn, Status.stopped, Status.void):
            self.refuse(N_("closed_at needs the status withdrawn or stopped"))
        if closed is None and status in (Status.withdrawn, Status.stopped):
            self.refuse(N_("the status is {status} but there is no closed_at"), status=status)
        stopped = self.word("stop_reason", _STOP_REASONS, "")
        if stopped and status not in (Status.stopped, Status.void):
            self.refuse(N_("there is a stop_reason but the status is not stopped"))
        if get("stop_letter") and status not in (Status.stopped, Status.void):
            self.refuse(N_("there is a stop_letter but the status is not stopped"))
        if closed and not get("note"):
            self.refuse(N_("a withdrawal or stop needs its reason in note"))
        if get("fee_waived") and get("fee") != "0":
            self.refuse(N_("there is a fee_waived but the fee is not 0"))
        suspensions = tuple(self.suspensions(received.on if received else date.min))
        given = self.given(suspensions, due, promised, is_over=bool(resolved or closed)) if source in _GIVEN else None
        return RegisterRow(
            line=self.line,
            cells=self.cells,
            code=get("code") or None,
            procedure_code=get("procedure_code", ""),
            person=self.person(),
            typed={column.name: self.typed(column) for column in TYPED},
            received=received or When(date.min, None, ""),
            due=due,
            given=given,
            promised=promised,
            resolved=resolved,
            result=result,
            delivered=delivered,
            delivery_method=self.word("delivery_method", CHANNELS, "direct"),
            closed=closed,
            status=status,
            stop_reason=StopReason(stopped) if stopped in _STOP_REASONS else None,
            suspensions=suspensions,
            letters=tuple(self.letters()),
            case=self.case(),
            agreed=agreed,
            submitted=self.when("submitted_at"),
            delivered_to=get("delivered_to", ""),
            stop_letter=get("stop_letter", ""),
        )

    def case(self) -> str:
        """The case of the procedure as the catalogue has it, empty where it is named by none."""
        text = self.cells.get("case", "")
        try:
            return procedure_alias(text) if text else ""
        except BadAlias:
            self.refuse(N_("{column}: “{value}” is not accepted"), column="case", value=quotable(text))
            return ""

    def typed(self, column: Column) -> str | int | None:
        """The plain value of a column, its default where the cell is empty or no such value."""
        text = self.cells.get(column.name)
        if column.type is not TEXT:
            value = self.count(column) if text else None
            return column.default if value is None else value
        if column.accepted:
            return self.word(column.name, column.accepted, column.default)
        return column.default if text is None else text

    def refuse(self, sentence: str, **values: object) -> None:
        self.problems.append(RowProblem(self.line, sentence, values))

    def suspensions(self, received_on: date) -> Iterator[GivenSuspension]:
        """The suspensions of the row, as JSON objects under the keys of the contract.

        One that says no policy has that of the decree which the dossier was received under.
        """
        for told in self.objects("suspensions", ("from", "reason")) if self.cells.get("suspensions") else ():
            reason = self.word_of("suspensions.reason", told["reason"], tuple(Reason))
            policy = self.word_of("suspensions.policy", told["policy"], tuple(Policy)) if told.get("policy") else ""
            rule = str(told.get("policy_rule") or "") if policy else rule_version(received_on)
            if rule:
                self.word_of("suspensions.policy_rule", rule, RULE_VERSIONS)
            start = self.moment("suspensions.from", told["from"])
            end = self.moment("suspensions.to", str(told.get("to") or ""))
            if start is not None and reason and (policy or not told.get("policy")):
                why = Reason(reason)
                way = Policy(policy) if policy else default_policy(received_on, why)
                texts = (self.text(told, "note"), self.text(told, "override"))
                ends = self.dates(told, "before"), self.dates(told, "after")
                asked = self.until(told, why, start.on), self.papers(told, why), rule, self.letter(told, why)
                yield GivenSuspension(start, end, why, way, *texts, told, *ends, *asked)

    def until(self, told: dict[str, Any], reason: Reason, start: date) -> date | None:
        """The day by which the papers of a supplement were asked for, not before its own."""
        until = self.moment("suspensions.until", str(told.get("until") or ""))
        if until is None:
            return None
        if reason is not Reason.supplement or until.at is not None or until.on < start:
            self.refuse(N_("suspensions.until: a day of a supplement, not before it"))
        return until.on

    def letter(self, told: dict[str, Any], reason: Reason) -> str:
        """The number of the written request for a supplement."""
        number = self.text(told, "letter")
        if number and (reason is not Reason.supplement or len(number) > bounds.CODE):
            self.refuse(N_("suspensions.letter: the number of the request for a supplement"))
            return ""
        return number

    def person(self) -> Person:
        """The person's fields; the papers handed in as `core.papers` writes them."""
        told = Person._make([self.cells.get(column.json_key, "") for column in PERSONAL])
        try:
            own = told.dossier_papers
            return told._replace(dossier_papers=papers_text(papers(own)) if own else "")
        except OnestopError:
            self.refuse(N_("papers: papers handed in, written as name[:kind[:number]]; …"))
            return told

    def papers(self, told: dict[str, Any], reason: Reason) -> str:
        """The papers that a supplement asked for, as `core.papers` writes them."""
        text = self.text(told, "papers")
        if not text:
            return ""
        try:
            if reason is Reason.supplement:
                return papers_text(papers(text))
        except OnestopError:
            pass
        self.refuse(N_("suspensions.papers: papers of a supplement, written as name[:kind[:number]]; …"))
        return ""

    def given(
        self, suspensions: Sequence[GivenSuspension], due: When | None, promised: When | None, *, is_over: bool
    ) -> Chain | None:
        """Another system's dates all along the life, None where the row has none; where they contradict, it is bad.

        `is_over` tells that the life has ended, and the last suspension with it.
        """
        if due is None:
            return None
        last = len(suspensions) - 1
        ends = [
            GivenEnds(each.before, each.after, each.end is not None or (place == last and is_over))
            for place, each in enumerate(suspensions)
        ]
        if broken := broken_link(ends, due):
            shown = {name: quotable(str(value)) for name, value in broken.items() if name in ("given", "there")}
            self.refuse(N_("{column} is {given}, but {other} is {there}"), **broken | shown)
        return chain_of(ends, due, promised, self.when("statutory_due_at"))

    def dates(self, told: dict[str, Any], end: str) -> GivenDates:
        """The due dates that a suspension gives before or after it."""
        names = (f"{basis}due_{end}" for basis in ("", "statutory_", "extended_"))
        return GivenDates(*(self.moment(f"suspensions.{name}", str(told.get(name) or "")) for name in names))

    def letters(self) -> Iterator[GivenLetter]:
        """The letters of apology of the row, as JSON objects under the keys of the contract."""
        for told in self.objects("extensions", ("at", "letter", "due_after")) if self.cells.get("extensions") else ():
            at = self.moment("extensions.at", told["at"])
            new = self.moment("extensions.due_after", told["due_after"])
            if at is not None and new is not None:
                texts = (self.text(told, "letter"), self.text(told, "note"), self.text(told, "override"))
                yield GivenLetter(at, *texts, new.on)

    def text(self, told: dict[str, Any], name: str) -> str:
        """A text of a JSON object, normalised like a cell."""
        text = normalised(str(told.get(name) or ""))
        self.measure(name, text, bounds.CODE if name == "letter" else bounds.WORDS)
        return text

    def measure(self, column: str, text: str, most: int) -> None:
        if len(text) > most:
            self.refuse(N_("{column} has more than {most} characters"), column=column, most=most)

    def objects(self, column: str, required: tuple[str, ...]) -> list[dict[str, Any]]:
        """The JSON objects of a cell, each with what it cannot be without."""
        text = self.cells.get(column) or "[]"
        try:
            told: Any = json.loads(text)
        except (ValueError, RecursionError):
            told = None
        objects: list[dict[str, Any]] = told if isinstance(told, list) else [{}]
        if not all(isinstance(each, dict) and all(_is_text(each.get(name)) for name in required) for each in objects):
            self.refuse(N_("{column} is not a JSON list of objects with {names}"), column=column,
                        names=", ".join(required))  # fmt: skip
            return []
        return objects

    def word_of(self, column: str, text: str, accepted: tuple[str, ...]) -> str:
        """A word that must be one of a few, empty where it is not."""
        if text in accepted:
            return text
        values = {"column": column, "value": quotable(str(text), accepted), "accepted": ", ".join(accepted)}
        self.refuse(N_("{column}: “{value}” is not accepted; accepted: {accepted}"), **values)
        return ""

    def when(self, column: str, is_day: str = "") -> When | None:
        """The moment of a column, without its hour where another column says that there was none."""
        text = self.cells.get(column)
        moment = self.moment(column, text) if text else None
        if not is_day:
            return moment
        has_none = self.word(is_day, ("true", "false"), "false") == "true"
        return moment._replace(at=None) if moment is not None and has_none else moment

    def moment(self, column: str, text: str) -> When | None:
        """The moment of a text of a column, None for an empty one."""
        if not text:
            return None
        is_ours = text[4:11:3] == "--T" and text[13:17:3] == "::" and text[19:] == "+07:00" and text[11:13] < "24"
        if is_ours and text.isprintable():  # `fromisoformat` reads minutes of a Z and a NUL, and takes them for none
            with suppress(ValueError):
                at = datetime.fromisoformat(text)
                return When(at.date(), at.time(), text)
        try:
            return written(text)
        except BadWhen:
            self.refuse(N_("{column}: “{value}” is not a date this tool reads"), column=column, value=quotable(text))
        except ImpossibleDate:
            self.refuse(N_("{column}: “{value}” does not exist in the calendar"), column=column, value=quotable(text))
        return None

    def word(self, column: str, accepted: tuple[str, ...], default: str) -> str:
        text = self.cells.get(column) or default
        if text and text not in accepted:
            self.word_of(column, text, accepted)
        return text

    def count(self, column: Column) -> int | None:
        name = column.name
        text = self.cells.get(name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 16 and column.least <= int(text) <= column.most):
            values = {"value": quotable(text), "least": column.least, "most": column.most}
            self.refuse(N_("{option}: “{value}” is not a whole number from {least} to {most}"), option=name, **values)
            return None
        return int(text)
