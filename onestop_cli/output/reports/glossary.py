"""The terms of the reports, explained where the figures are read."""

from onestop_cli.errors import N_
from onestop_cli.output.words import _

TERMS = (
    (N_("Carried over"), N_("received before the period and still open when it began")),
    (N_("Received"), N_("received within the period, each channel on its own: online, at the counter, by post")),
    (N_("Resolved"), N_("the result was ready within the period, also a refusal with its written reason")),
    (N_("Early"), N_("the result was ready before the due date; same-day and hour limits are compared to the minute, "
                     "limits in days and months by date, unless the head says otherwise")),
    (N_("On time"), N_("the result was ready on the due date, or in the due minute of a same-day or hour limit")),
    (N_("Late"), N_("the result was ready after the due date, however late it was collected")),
    (N_("Withdrawn"), N_("taken back by the citizen; neither early, on time nor late")),
    (N_("Stopped"), N_("ended without a result; neither early, on time nor late")),
    (N_("Pending"), N_("open at the end of the period: within the limit, overdue, suspended or without a limit")),
    (N_("Within the limit"), N_("a result at that moment would not have been late")),
    (N_("Overdue"), N_("a result at that moment would have been late")),
    (N_("Suspended"), N_("the clock stood still at that moment, for a supplement, a payment, another agency or force "
                         "majeure")),
    (N_("Early rate"), N_("early ÷ (early + on time + late); a dash where nothing was judged")),
    (N_("Early or on time"), N_("(early + on time) ÷ (early + on time + late)")),
    (N_("Working days used"), N_("working days after the day of receipt up to the day of the result, without the "
                                 "suspended ones; 0 on the day of receipt")),
    (N_("Working days saved"), N_("working days from the day of the result to the day the law would have allowed; "
                                  "negative where that day was passed")),
    (N_("Accepted late"), N_("handed in online and received after the closing of the working day that follows the "
                             "hand-in; counted among those received in the period")),
    (N_("Due date"), N_("the last moment of the limit the office commits itself to; the statutory limit is the law's "
                        "own, which is longer or the same")),
)  # fmt: skip


def glossary() -> list[tuple[str, str]]:
    """The terms and what they mean, in the language spoken."""
    return [(_(term), _(meaning)) for term, meaning in TERMS]
