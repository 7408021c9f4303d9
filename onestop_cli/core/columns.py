"""The columns of a dossier, each declared once, in the order of the JSON contract; a new one comes at the end.

JSON and CSV, the register's SQL, the reader of registers and what it compares, corrections, the options of `correct`,
the words on a screen, the synthetic register and `docs/json.md` follow from here; the fields of `core.dossier.Dossier`
are the same, and a test says so. How dates follow from one another is not said here: `core.life`, `core.corrections`.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple, get_args

from onestop_cli.core import bounds
from onestop_cli.core.acts import Act
from onestop_cli.core.dossier import (
    APPLICANT_KINDS,
    CHANNELS,
    FEE_PAID,
    RESULTS,
    DueSource,
    Extension,
    LateRecord,
    Status,
    StopReason,
    Suspension,
)
from onestop_cli.core.event_data import form_of, free_text_keys
from onestop_cli.core.limits import Start, TimeLimit
from onestop_cli.errors import N_


class Type(NamedTuple):
    """What a column holds. `plain` gives the form a value has in JSON and events, `value` the value of that form.

    None stays None and is given to neither. `metavar` stands for it in a command's help, `shape` after its name in
    `docs/json.md`.
    """

    holds: object
    plain: Callable[[Any], Any] | None = None
    value: Callable[[Any], Any] | None = None
    metavar: str = ""
    shape: str = ""


def _type(holds: object, metavar: str = "", shape: str = "") -> Type:
    form = form_of(holds)
    return Type(holds, form.write, form.read, metavar, shape)


TEXT = _type(str, "TEXT")
COUNT = _type(int, "N")
MONEY = _type(int, "N")
FLAG = _type(bool)
STATUS = _type(Status)
SOURCE = _type(DueSource)
START = _type(Start)
STOP_REASON = _type(StopReason)
INSTANT = _type(datetime, "WHEN")
LIMIT = _type(TimeLimit, "LIMIT", " {`amount`, `unit`}")
SUSPENSIONS = _type(tuple[Suspension, ...])
EXTENSIONS = _type(tuple[Extension, ...])
RECORDED_LATE = _type(tuple[LateRecord, ...], "", " [{`seq`, `kind`, `occurred_at`, `recorded_at`, `reason`}]")
LISTS = (SUSPENSIONS, EXTENSIONS, RECORDED_LATE)
"""The types whose plain form is a list; the register has it as JSON."""

OCCURRED_AT = "occurred_at"
"""The key of a column that says when its act happened."""
IS_DAY = "is_day"
"""The key of a column that says whether its act has no hour."""


class Column(NamedTuple):
    """One column. Only what it has is said; the rest is as below.

    `heading` is its name on a screen; `acts` say it, under `key` of their data where that is not its name, and the last
    of them decides. `default` is meant where a receipt or a row says nothing. `accepted` are its only words, `least`
    and `most` the bounds of a number, `most` also the longest text. `help` belongs to the option of `correct`, which is
    `option` where it is not the column's name; without a help there is none.
    """

    name: str
    type: Type = TEXT
    heading: str = ""
    acts: tuple[Act, ...] = ()
    key: str = ""
    default: Any = None
    accepted: tuple[str, ...] = ()
    least: int = 0
    most: int = bounds.WORDS
    help: str = ""
    option: str = ""
    metavar: str = ""
    sample: str = ""
    """What a synthetic register has in it."""
    since: int = 1
    """The format of file that brought it: events before say nothing of it, later ones only what is not its default."""
    json: str = ""
    """Its key in JSON and its heading in CSV, where that is not its name."""
    is_optional: bool = False
    """None where there is none."""
    is_personal: bool = False
    """Kept beside the events, not in them, and in an export only if asked for."""
    is_free_text: bool = False
    """Typed as words, which may name people: it goes out only where personal data do."""
    is_needed: bool = False
    """A correction cannot empty it."""
    may_be_emptied: bool = False
    """A correction can empty it though it is no text."""
    is_of_receipt_only: bool = False
    """Typed with the receipt; no correction tells it otherwise."""
    is_always_shown: bool = False
    """A dash on a screen where it is empty."""
    is_bare_day: bool = False
    """Typed as a day without an hour; nothing, or `none`, takes it away."""
    is_derived: bool = False
    """It follows from the rest: what a row of a register says of it is compared, not taken."""
    is_computed: bool = False
    """Found when it is asked for and kept nowhere."""
    is_internal: bool = False
    """In no output."""
    is_of_one_file: bool = False
    """Means something within one dossier file only; an export leaves it out."""

    @property
    def data_key(self) -> str:
        """Under what an act's data say it."""
        return self.key or self.name

    @property
    def json_key(self) -> str:
        """Its key in JSON and its heading in CSV."""
        return self.json or self.name

    @property
    def flag(self) -> str:
        """The option that corrects it, as it is typed."""
        return "--" + (self.option or self.name).replace("_", "-")


_RECEIPT = (Act.receive,)
_END = (Act.withdraw, Act.stop)
_personal = partial(Column, acts=_RECEIPT, most=bounds.NAME, is_personal=True)

COLUMNS = (
    Column("code", most=bounds.CODE),
    Column("procedure_code", heading=N_("Procedure code"), acts=_RECEIPT),
    Column("procedure_name", heading=N_("Procedure"), acts=_RECEIPT),
    Column("field", heading=N_("Field"), acts=_RECEIPT),
    Column("channel", heading=N_("Channel"), acts=_RECEIPT, default="direct", accepted=CHANNELS,
           help=N_("How it came.")),
    _personal("applicant", heading=N_("Applicant"), help=N_("Who hands the dossier in."), metavar="NAME",
              is_needed=True, is_always_shown=True),
    _personal("id_number", heading=N_("ID number"), help=N_("The applicant's ID number.")),
    _personal("phone", heading=N_("Phone"), help=N_("The applicant's phone.")),
    _personal("address", heading=N_("Address"), help=N_("The applicant's address.")),
    _personal("email", heading=N_("E-mail"), help=N_("The applicant's e-mail.")),
    Column("copies", COUNT, N_("Copies"), acts=_RECEIPT, default=1, least=1, most=100_000,
           help=N_("Number of sets handed in.")),
    Column("fee", MONEY, N_("Fee"), acts=_RECEIPT, most=10**12, help=N_("Fee in đồng."), is_optional=True),
    Column("officer", heading=N_("Officer"), acts=(Act.receive, Act.assign), default="", most=bounds.NAME,
           help=N_("The officer in charge."), metavar="NAME", is_always_shown=True),
    Column("note", heading=N_("Note"), acts=(Act.receive, Act.resolve, *_END), default="",
           help=N_("The dossier's own note."), option="dossier_note", sample="dữ liệu mô phỏng",
           is_free_text=True),
    Column("status", STATUS, N_("State"), is_derived=True),
    Column("outcome", is_derived=True, is_computed=True, is_optional=True),
    Column("received_at", INSTANT, N_("Received"), acts=_RECEIPT, key=OCCURRED_AT, help=N_("When it was received.")),
    Column("time_limit", LIMIT, N_("Time limit"), acts=_RECEIPT, is_derived=True, option="limit",
           help=N_("Its time limit, a lawful longer one too: 23:working_day.")),
    Column("statutory_time_limit", LIMIT, N_("Statutory limit"), acts=_RECEIPT, is_derived=True,
           option="statutory_limit", help=N_("Its statutory time limit.")),
    Column("due_at", INSTANT, N_("Due"), acts=_RECEIPT, help=N_("Its due date, where another system gave it."),
           is_optional=True),
    Column("due_source", SOURCE, acts=_RECEIPT),
    Column("due_is_day", FLAG, acts=_RECEIPT, is_internal=True),
    Column("promised_due_at", INSTANT, N_("On the slip"), acts=_RECEIPT, is_optional=True),
    Column("promised_is_day", FLAG, acts=_RECEIPT, is_internal=True),
    Column("statutory_due_at", INSTANT, N_("By statute"), acts=_RECEIPT, is_optional=True, is_derived=True),
    Column("extended_due_at", INSTANT, N_("New appointment"), is_optional=True, is_derived=True),
    Column("resolved_at", INSTANT, N_("Result ready"), acts=(Act.resolve,), key=OCCURRED_AT,
           help=N_("When its result was ready."), is_optional=True),
    Column("result", heading=N_("Result"), acts=(Act.resolve,), accepted=RESULTS, help=N_("What came of it."),
           is_optional=True),
    Column("delivered_at", INSTANT, N_("Handed over"), acts=(Act.deliver,), key=OCCURRED_AT,
           help=N_("When it was handed over."), is_optional=True),
    Column("delivery_method", heading=N_("How handed over"), acts=(Act.deliver,), key="method", accepted=CHANNELS,
           help=N_("How it was handed over."), is_optional=True),
    Column("closed_at", INSTANT, N_("Closed"), acts=_END, key=OCCURRED_AT,
           help=N_("When it was withdrawn or stopped."), is_optional=True),
    Column("suspended", FLAG, is_derived=True, is_computed=True),
    Column("suspensions", SUSPENSIONS, acts=(Act.suspend, Act.resume)),
    Column("extensions", EXTENSIONS, acts=(Act.extend,)),
    Column("rule_version", acts=_RECEIPT, is_derived=True),
    Column("calendar_edition", acts=_RECEIPT, is_of_one_file=True),
    Column("calendar_provisional", FLAG, acts=_RECEIPT),
    Column("changed_at", INSTANT, is_internal=True, is_optional=True),
    Column("personal_seq", COUNT, is_internal=True, is_optional=True),
    Column("last_act_at", INSTANT, is_internal=True),
    Column("anchor", is_of_one_file=True),
    Column("recorded_at", INSTANT, since=6, is_optional=True, is_of_one_file=True),
    Column("resolved_recorded_at", INSTANT, since=6, is_optional=True, is_of_one_file=True),
    Column("received_is_day", FLAG, acts=_RECEIPT, key=IS_DAY, since=6, default=False),
    Column("resolved_is_day", FLAG, acts=(Act.resolve,), key=IS_DAY, since=6, default=False),
    Column("recorded_late", RECORDED_LATE, since=6, default=(), is_of_one_file=True),
    Column("entered_late_at", INSTANT, since=6, is_internal=True, is_optional=True),
    Column("entered_late", FLAG, since=6, default=False, is_computed=True, is_of_one_file=True),
    Column("imported_by", COUNT, since=6, json="import", is_optional=True, is_of_one_file=True),
    Column("delivered_is_day", FLAG, acts=(Act.deliver,), key=IS_DAY, since=6, default=False, is_internal=True),
    Column("closed_is_day", FLAG, acts=_END, key=IS_DAY, since=6, default=False, is_internal=True),
    Column("given_due_at", INSTANT, since=6, is_internal=True, is_optional=True),
    Column("given_after", COUNT, since=6, default=0, is_internal=True),
    Column("case", heading=N_("Case"), acts=_RECEIPT, since=7, default="", most=bounds.CODE),
    Column("submitted_at", INSTANT, N_("Handed in"), acts=_RECEIPT, since=7, is_optional=True,
           help=N_("When it was handed in, if before its receipt."), may_be_emptied=True),
    Column("receiving_unit", heading=N_("Handed in at"), acts=_RECEIPT, since=7, default="", most=bounds.NAME,
           help=N_("Where it was handed in, if elsewhere."), metavar="NAME"),
    Column("agreed_due_at", INSTANT, N_("Agreed date"), acts=_RECEIPT, since=7, is_optional=True,
           help=N_("The day agreed with the citizen; none if there was none."), option="agreed", metavar="DATE",
           is_bare_day=True),
    Column("stop_reason", STOP_REASON, N_("Stopped because"), acts=(Act.stop,), key="reason", since=7,
           is_optional=True),
    Column("submitted_is_day", FLAG, acts=_RECEIPT, since=7, default=False, is_internal=True),
    Column("start", START, acts=_RECEIPT, since=7, default=Start.receipt, is_internal=True),
    Column("acceptance_due_at", INSTANT, acts=_RECEIPT, since=7, is_internal=True, is_optional=True),
    Column("fee_paid", heading=N_("Fee paid"), acts=_RECEIPT, since=10, default="", accepted=FEE_PAID,
           help=N_("How the fee was paid."), option="paid"),
    Column("fee_waived", heading=N_("No fee because"), acts=_RECEIPT, since=10, default="",
           help=N_("Why no fee is asked for."), option="free", metavar="REASON", is_free_text=True,
           is_of_receipt_only=True),
    _personal("dossier_papers", json="papers", option="papers", heading=N_("Papers"), since=11, most=bounds.WORDS,
              help=N_("The papers handed in: chính, chứng thực, photo."), metavar="'NAME[:KIND[:N]]; …'"),
    _personal("submitter", heading=N_("Handed in by"), help=N_("Who hands it in, where not the applicant."), since=11,
              metavar="NAME"),
    Column("applicant_kind", heading=N_("Kind of applicant"), acts=_RECEIPT, since=11, default=APPLICANT_KINDS[0],
           accepted=APPLICANT_KINDS, help=N_("Whose dossier it is."), option="kind"),
    _personal("request", heading=N_("Request"), help=N_("What is asked for; the procedure's name unless given."),
              since=11, most=bounds.WORDS),
    Column("result_by", heading=N_("Result asked for"), acts=_RECEIPT, since=11, default=CHANNELS[0],
           accepted=CHANNELS, help=N_("How the result is to be received.")),
    Column("delivered_to", heading=N_("Taken by"), acts=(Act.deliver,), key="to", since=11, default="",
           most=bounds.NAME, is_free_text=True),
    Column("stop_letter", heading=N_("Notice of stopping"), acts=(Act.stop,), key="letter", since=11, default="",
           most=bounds.CODE),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}

KEPT = tuple(c for c in COLUMNS if not c.is_personal and not c.is_computed)
"""The fields of a `Dossier`, in their order."""
PUBLIC = tuple(c for c in COLUMNS if not c.is_internal)
"""What JSON and CSV have, in the order of the contract."""
PERSONAL = tuple(c for c in COLUMNS if c.is_personal)
"""The fields of a `Person`, in their order."""
FREE_TEXT = frozenset(c.name for c in COLUMNS if c.is_free_text)
"""What a clerk types as words: it goes out only with personal data."""
PSEUDONYM = "applicant"
"""The personal column that goes out without personal data too: under a pseudonym."""
WORDS_WITHIN = {c.name: free_text_keys(get_args(c.type.holds)[0]) for c in COLUMNS if c.type in LISTS}
"""Of the columns that are lists, the keys of their objects that hold free text."""
TYPED = tuple(c for c in KEPT if c.help and Act.receive in c.acts and c.type in (TEXT, COUNT, MONEY))
"""What a clerk types at receipt beside procedure, person and moment."""
CORRECTED = (*PERSONAL, *(c for c in KEPT if c.help and not c.is_of_receipt_only))
"""What has an option of `correct`, in the order of its help; the procedure stands for three columns and is not here."""
_FIRST = ("status", "procedure_code", "procedure_name", "field", *(c.name for c in PERSONAL))
ON_SCREEN = {name: BY_NAME[name] for name in (*_FIRST, *(c.name for c in COLUMNS)) if BY_NAME[name].heading}
"""The columns that have a name on a screen: the state, the procedure and the person first."""


def exported(*, with_person: bool) -> tuple[Column, ...]:
    """The columns of a dossier that goes out; without its person neither names nor free text, but a pseudonym."""
    return tuple(
        c for c in PUBLIC
        if not c.is_of_one_file and (with_person or c.name == PSEUDONYM or not (c.is_personal or c.is_free_text))
    )  # fmt: skip
