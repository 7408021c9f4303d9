"""What is said in the language spoken: messages with their values filled in, the words for enum values and units."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePath

from onestop_cli.core.acts import Act
from onestop_cli.core.columns import ON_SCREEN
from onestop_cli.core.limits import TimeLimit, Unit
from onestop_cli.core.text import visible
from onestop_cli.errors import N_, OnestopError
from onestop_cli.output import language
from onestop_cli.output.figures import day

SENTENCES = frozenset({"what", "why", "half", "example"})
"""The values of errors that are messages themselves, or a system's own words."""
_LISTS = frozenset(
    {"accepted", "aliases", "cases", "codes", "columns", "known", "names", "nearest", "possible", "words"}
)
"""The values that name what there is to choose from."""
MOST_QUOTED, MOST_LISTED = 200, 2000
"""The characters of one value that an error repeats: of what was typed, and of words of ours."""
_TYPED = frozenset({"code", "text"})
_TO_TYPE = frozenset({"command", "stack"})
"""The values that are to be typed as they stand, with a file's name or some hundred codes in them."""
LONGEST_PATH = 4096
"""No system takes a longer one."""


def _(message: str, **values: object) -> str:
    """A message in the language spoken, its values filled in."""
    text = language.message(message)
    return text.format(**_filled(values)) if values else text


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """A message that counts something."""
    return language.counted(one, many, n).format(n=n, **_filled(values))


def told(message: str, values: Mapping[str, object]) -> str:
    """An error's sentence in the language spoken, and in it the values that are messages too.

    What was typed stands on the one line, bounded, with nothing in it that a terminal obeys.
    """
    return _(message, **{name: _quoted(name, value) for name, value in values.items()})


def hinted(hint: str, values: Mapping[str, object]) -> str:
    """An error's hint in the language spoken; what was typed is in it as a shell takes it for one word."""
    from onestop_cli.output.shell import code_last, path_word, shell_word

    quoted = {name: _quoted(name, value) for name, value in values.items()}
    for name, value in values.items():
        if isinstance(value, PurePath):
            quoted[name] = path_word(visible(str(value)[:LONGEST_PATH]))
        elif name in _TYPED:
            quoted[name] = shell_word(str(quoted[name]))
    if str(quoted.get("code", "")).startswith("-"):
        return code_last(language.message(hint)).format(**_filled({**quoted, "code": f"-- {quoted['code']}"}))
    return _(hint, **quoted)


def _quoted(name: str, value: object) -> object:
    """A value as a sentence repeats it; an error's is its own sentence."""
    if isinstance(value, OnestopError):
        return told(value.sentence, value.values)
    if name == "possible" and isinstance(value, tuple):
        return tuple(f"{label(act)} ({act})" for act in value)
    if isinstance(value, tuple):
        return tuple(_quoted(name, each) for each in value) if type(value) is tuple else value
    if name in SENTENCES or (name == "option" and isinstance(value, str) and value.isupper()):
        value = _(str(value or ""))
    elif isinstance(value, StrEnum) or not isinstance(value, str | PurePath):
        return value
    most = MOST_LISTED if name in SENTENCES or name in _LISTS or isinstance(value, PurePath) else MOST_QUOTED
    most = LONGEST_PATH if name in _TO_TYPE else most
    text = str(value)
    return visible(text) if len(text) <= most else f"{visible(text[:most])}…"


def clock_words(clock: str) -> str:
    """A time of day `HH:MM` as people say it, "15 giờ" in Vietnamese; one with seconds stays as it is."""
    hour, minute, *seconds = clock.split(":")
    if seconds:
        return clock
    return _("{hour}:00", hour=hour) if minute == "00" else _("{hour}:{minute}", hour=hour, minute=minute)


def _filled(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _read(value) for name, value in values.items()}


def _read(value: object) -> object:
    """A value as a person reads it: dates as dd/MM/yyyy HH:mm, enum members and limits by name, tuples in a row."""
    match value:
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}" + (f":{value:%S}" if value.second else "")
        case date():
            return day(value)
        case TimeLimit():
            return limit_words(value)
        case StrEnum():
            return label(value)
        case _ if type(value) is tuple:
            return ", ".join(str(_read(each)) for each in value)
        case _:
            return value


LABELS = {
    # status
    "received": N_("in process"),
    "suspended": N_("suspended"),
    "resolved": N_("resolved"),
    "delivered": N_("delivered"),
    "withdrawn": N_("withdrawn"),
    "stopped": N_("stopped"),
    "void": N_("void"),
    # outcome
    "early": N_("early"),
    "on_time": N_("on time"),
    "late": N_("late"),
    "within": N_("within the limit"),
    "overdue": N_("overdue"),
    "closed": N_("closed without a result"),
    "no_limit": N_("no time limit"),
    # reasons and policies of a suspension
    "supplement": N_("waiting for a supplement of the dossier"),
    "financial_obligation": N_("waiting for a financial obligation"),
    "other_agency": N_("waiting for another agency"),
    "force_majeure": N_("force majeure"),
    "continue": N_("the suspended time is added"),
    "restart": N_("the limit begins anew"),
    # why it was stopped
    "citizen": N_("at the citizen's request"),
    "supplement_expired": N_("the supplement never came"),
    # channel, delivery
    "direct": N_("at the counter"),
    "online": N_("online"),
    "postal": N_("by post"),
    # refused at the counter
    "declined": N_("not accepted"),
    # whose dossier it is
    "person": N_("person"),
    "organisation": N_("organisation"),
    # how a fee is paid
    "cash": N_("in cash"),
    # result
    "approved": N_("approved"),
    "refused": N_("refused"),
    # kinds of day
    "working_day": N_("working day"),
    "makeup_day": N_("make-up working day"),
    "working_saturday": N_("working Saturday"),
    "weekend": N_("weekend"),
    "holiday": N_("holiday"),
    "swap_day_off": N_("day off by swap"),
    "closure": N_("some hours closed"),
    "receipt_day": N_("day of receipt, not counted"),
    "after_cut_off": N_("after the cut-off, not counted"),
    "start_day": N_("day it counts from, not counted"),
    "submitted_day": N_("day it was handed in, not counted"),
    "after_closing": N_("received after closing, not counted"),
    "open_saturday": N_("open Saturday"),
    "rolled_from": N_("last day of the limit is not a working day"),
    "calendar_day": N_("calendar day"),
    "month": N_("same day of the month"),
    "before_restart": N_("before the limit began anew, not counted"),
    "given_day": N_("day given by another system or agreed, not counted"),
    "resumption_day": N_("day of resumption, not counted"),
    "after_resumption": N_("first due time after the resumption"),
    # ranks of a notice
    "computed": N_("computed"),
    "national": N_("national"),
    "local": N_("local"),
    # moves
    "earlier": N_("earlier"),
    "later": N_("later"),
    # report bases and granularities
    "due": N_("due date"),
    "promised": N_("date on the slip"),
    "extended": N_("new appointment"),
    "statutory": N_("statutory limit"),
    "unit": N_("each limit in its own unit"),
    "date": N_("by date"),
    "minute": N_("by minute"),
    "calendar": N_("calendar months"),
    "administrative": N_("administrative months"),
    # dimensions
    "procedure": N_("procedure"),
    "field": N_("field"),
    "officer": N_("officer"),
    "channel": N_("channel"),
    "receiving_unit": N_("handed in at"),
    "none": N_("none"),
    # days
    "confirmed": N_("confirmed"),
    "provisional": N_("provisional"),
    "off": N_("day off"),
    "work": N_("make-up day"),
}
BRIEFLY = {
    "resolved": N_("ready"),
    "delivered": N_("handed over"),
    "withdrawn": N_("withdrawn"),
    "stopped": N_("stopped"),
    "void": N_("voided"),
    "suspended": N_("suspended"),
    "within": N_("in time"),
    "overdue": N_("overdue"),
    "no_limit": N_("open"),
}
"""How a dossier stands in one or two words, where a line has no room for more: one in process by how it does."""

ACTS = {
    Act.receive: N_("receipt"),
    Act.suspend: N_("suspending"),
    Act.resume: N_("resuming"),
    Act.extend: N_("letter of apology"),
    Act.assign: N_("change of officer"),
    Act.resolve: N_("result"),
    Act.deliver: N_("delivery"),
    Act.withdraw: N_("withdrawal"),
    Act.stop: N_("stopping"),
    Act.move: N_("due date moved"),
    Act.correct: N_("correction"),
    Act.void: N_("voiding"),
    Act.undo: N_("taking back"),
    Act.erase: N_("erasing personal data"),
    Act.print: N_("printing"),
}
"""What an act is called, as something one does."""
OF_FILE = {
    "init": N_("file made"),
    "config": N_("setting changed"),
    "procedure": N_("procedures recorded"),
    "procedure_undo": N_("change of procedures taken back"),
    "calendar_load": N_("calendar loaded"),
    "calendar_confirm": N_("calendar confirmed"),
    "notice": N_("calendar notice"),
    "revoke": N_("notice revoked"),
    "import": N_("import"),
    "seal": N_("seal"),
    "restored": N_("restored from a backup"),
    "clock": N_("note on the clock"),
    "decline": N_("acceptance refused"),
    "decline_print": N_("refusal printed"),
    "decline_erase": N_("personal data of a refusal erased"),
    "decline_void": N_("refusal void"),
}
"""What an event of the file itself is called, by its word in the ledger."""


def label(value: StrEnum | str | None) -> str:
    """The word for an enum value; an unknown text stands as it is, nothing is a dash."""
    if isinstance(value, Act):
        return _(ACTS[value])
    if value is None or value == "":
        return "—"
    return _(LABELS[str(value)]) if str(value) in LABELS else str(value)


def decree(rule_version: str) -> str:
    """The decree that a rule version is, as an office writes it."""
    if rule_version == "pre-2018":
        return _("the rules before 21/06/2018")
    return _("Decree {number}/NĐ-CP", number=rule_version)


COLUMNS = {name: column.heading for name, column in ON_SCREEN.items()}
"""What the columns of a dossier are called on a screen."""


def money_words(amount: int | None) -> str:
    """An amount in đồng, a dash where none was told."""
    return "—" if amount is None else f"{amount:,} đ".replace(",", ".")


def officer_words(officer: str) -> str:
    """Who is in charge, and that nobody is."""
    return officer or _("unassigned")


def limit_words(limit: TimeLimit) -> str:
    """A limit in words: “3 working days”."""
    n = limit.amount or 0
    match limit.unit:
        case Unit.same_day:
            return _("same day")
        case Unit.none:
            return _("no time limit")
        case Unit.working_hour:
            return ngettext("{n} working hour", "{n} working hours", n)
        case Unit.working_day:
            return ngettext("{n} working day", "{n} working days", n)
        case Unit.calendar_day:
            return ngettext("{n} day", "{n} days", n)
        case Unit.month:
            return ngettext("{n} month", "{n} months", n)
