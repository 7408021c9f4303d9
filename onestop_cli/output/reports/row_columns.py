"""The columns of a row of a report: what each is called in a document, alone, and on a screen, and what it holds."""

from typing import NamedTuple

from onestop_cli.errors import N_
from onestop_cli.output.words import _


class RowColumn(NamedTuple):
    """A column: its headings in a document from the top down, its name alone, and that as a heading of two lines."""

    headings: tuple[str, ...]
    words: str
    halves: str = ""
    kind: str = "count"


ACCEPTED_LATE = "accepted_late"
"""The column that is shown only where there is any: most offices have no hand-ins written down."""
COLUMNS = {
    "carried_over": RowColumn((N_("Carried over"),), N_("Carried over"), N_("Carried|over")),
    "received": RowColumn((N_("Received"), N_("Total")), N_("Received"), N_("|Received")),
    "received_online": RowColumn((N_("Received"), N_("online")), N_("online"), N_("Received|online")),
    "received_direct": RowColumn((N_("Received"), N_("at the counter")), N_("at the counter")),
    "received_postal": RowColumn((N_("Received"), N_("by post")), N_("by post")),
    "resolved": RowColumn((N_("Resolved"), N_("Total")), N_("Resolved"), N_("|Resolved")),
    "early": RowColumn((N_("Resolved"), N_("Early")), N_("Early"), N_("|Early")),
    "on_time": RowColumn((N_("Resolved"), N_("On time")), N_("On time"), N_("On|time")),
    "late": RowColumn((N_("Resolved"), N_("Late")), N_("Late"), N_("|Late")),
    "resolved_no_limit": RowColumn((N_("Resolved"), N_("no time limit")), N_("of them without a limit")),
    "refused": RowColumn((N_("Resolved"), N_("of them refused")), N_("of them refused")),
    "withdrawn": RowColumn((N_("Withdrawn"),), N_("Withdrawn")),
    "stopped": RowColumn((N_("Stopped"),), N_("Stopped")),
    "pending": RowColumn((N_("Pending"), N_("Total")), N_("Pending"), N_("|Pending")),
    "within": RowColumn((N_("Pending"), N_("Within the time limit")), N_("Within the limit")),
    "overdue": RowColumn((N_("Pending"), N_("Past due")), N_("Overdue"), N_("Over-|due")),
    "suspended": RowColumn((N_("Pending"), N_("Suspended")), N_("Suspended")),
    "pending_no_limit": RowColumn((N_("Pending"), N_("no time limit")), N_("Pending without a limit")),
    "early_rate": RowColumn((N_("Early rate"),), N_("Early rate"), N_("Early|%"), "percent"),
    "on_time_rate": RowColumn((N_("Early or on time"),), N_("Early or on time"), kind="percent"),
    "mean_working_days": RowColumn(
        (N_("Working days used"), N_("mean")), N_("Working days used, mean"), N_("Days used,|mean"), "days"
    ),
    "median_working_days": RowColumn(
        (N_("Working days used"), N_("median")), N_("Working days used, median"), N_("Days used,|median"), "days"
    ),
    "time_saved_days": RowColumn((N_("Working days saved"),), N_("Working days saved"), N_("Days saved|in all")),
    ACCEPTED_LATE: RowColumn((N_("Received"), N_("accepted late")), N_("Accepted late"), N_("Accepted|late")),
}
MAIN = ("carried_over", "received", "resolved", "early", "on_time", "late", "pending", "overdue", "early_rate")
TIMES = ("resolved", "mean_working_days", "median_working_days", "time_saved_days")
"""How long results took, and what citizens were spared of the statutory limit."""


ACCEPTANCE = ("received_online", ACCEPTED_LATE)
"""How what was handed in online was accepted (§3.1)."""


def shown_columns(*, with_acceptance: bool) -> dict[str, RowColumn]:
    """The columns of a document, that of late acceptance only where there is any."""
    return {name: column for name, column in COLUMNS.items() if with_acceptance or name != ACCEPTED_LATE}


def column_words(name: str) -> str:
    """A column in words, its group first; the total of a group is the group."""
    return " – ".join(_(heading) for heading in COLUMNS[name].headings if heading != "Total")


def brief_kind(name: str) -> str:
    """What a column holds where there is little room: a median of whole days has one decimal."""
    return "half_days" if name == "median_working_days" else COLUMNS[name].kind
