"""The self-test's questions with answers worked out by hand: receipts and limits, then suspensions (domain §2-3.3)."""

from typing import NamedTuple

from onestop_cli.errors import N_


class Case(NamedTuple):
    """A receipt, a limit, and the due instant worked out by hand."""

    name: str
    received: str
    limit: str
    due: str
    situation: str = ""


CASES = (
    Case(N_("the day of receipt is not counted"), "03/08/2026 09:00", "5:working_day", "10/08/2026 17:30"),
    Case(N_("received at closing"), "03/08/2026 17:30", "1:working_day", "04/08/2026 17:30"),
    Case(N_("received on a Saturday"), "08/08/2026 09:00", "1:working_day", "10/08/2026 17:30"),
    Case(N_("received on a holiday"), "02/09/2026 09:00", "1:working_day", "03/09/2026 17:30"),
    Case(N_("no time limit"), "03/08/2026 09:00", "none", "—"),
    # Make-up days and swaps.
    Case(N_("due on a make-up Saturday"), "07/01/2026 09:00", "3:working_day", "10/01/2026 17:30"),
    Case(N_("received on a make-up Saturday"), "10/01/2026 09:00", "1:working_day", "12/01/2026 17:30"),
    Case(N_("due on a make-up Sunday"), "28/01/2011 09:00", "2:working_day", "30/01/2011 17:30"),
    Case(N_("over the swap of 31/08/2026"), "28/08/2026 09:00", "1:working_day", "03/09/2026 17:30"),
    Case(N_("over Tết"), "13/02/2026 09:00", "1:working_day", "23/02/2026 17:30"),
    Case(N_("over New Year 2013, day off before it"), "28/12/2012 09:00", "1:working_day", "02/01/2013 17:30"),
    Case(N_("over New Year 2013, make-up day after it"), "28/12/2012 09:00", "4:working_day", "05/01/2013 17:30"),
    Case(N_("over New Year 2015, make-up day before it"), "26/12/2014 09:00", "1:working_day", "27/12/2014 17:30"),
    Case(N_("over New Year 2015, day off after it"), "26/12/2014 09:00", "5:working_day", "05/01/2015 17:30"),
    Case(N_("over New Year 2019, day off before it"), "28/12/2018 09:00", "1:working_day", "02/01/2019 17:30"),
    Case(N_("over New Year 2019, make-up day after it"), "28/12/2018 09:00", "4:working_day", "05/01/2019 17:30"),
    Case(N_("over Vietnam Culture Day"), "23/11/2026 09:00", "1:working_day", "25/11/2026 17:30"),
    Case(N_("260 working days"), "31/12/2024 09:00", "260:working_day", "15/01/2026 17:30"),
    Case(N_("365 working days"), "31/12/2024 09:00", "365:working_day", "23/06/2026 17:30"),
    # A notice that comes late.
    Case(N_("slip printed before the notice"), "24/12/2025 09:00", "7:working_day", "05/01/2026 17:30", "unannounced"),
    Case(N_("the same once the notice is known"), "24/12/2025 09:00", "7:working_day", "06/01/2026 17:30"),
    Case(N_("no make-up Saturday yet"), "07/01/2026 09:00", "3:working_day", "12/01/2026 17:30", "unannounced"),
    Case(N_("closed on a make-up Saturday"), "07/01/2026 09:00", "3:working_day", "12/01/2026 17:30", "storm"),
    # Returned the same day.
    Case(N_("same day, received at 15:00:00"), "03/08/2026 15:00:00", "same_day", "03/08/2026 17:30"),
    Case(N_("same day, received at 15:00:01"), "03/08/2026 15:00:01", "same_day", "04/08/2026 17:30"),
    Case(N_("same day, received before opening"), "03/08/2026 06:00", "same_day", "03/08/2026 17:30"),
    Case(N_("same day, received late before a weekend"), "07/08/2026 16:00", "same_day", "10/08/2026 17:30"),
    Case(N_("same day, received on a Saturday"), "08/08/2026 09:00", "same_day", "10/08/2026 17:30"),
    Case(N_("same day, received on a make-up Saturday"), "10/01/2026 15:00", "same_day", "10/01/2026 17:30"),
    Case(N_("same day, half-day before closing"), "08/08/2026 11:59:59", "same_day", "08/08/2026 12:00", "half_day"),
    Case(N_("same day, half-day at closing"), "08/08/2026 12:00", "same_day", "10/08/2026 17:30", "half_day"),
    # Hours of open time.
    Case(N_("hours that end at closing"), "03/08/2026 08:00", "8:working_hour", "03/08/2026 17:30"),
    Case(N_("hours that end at 12:00"), "03/08/2026 09:00", "3:working_hour", "03/08/2026 12:00"),
    Case(N_("hours from the lunch break"), "03/08/2026 12:30", "1:working_hour", "03/08/2026 14:30"),
    Case(N_("hours received at closing"), "03/08/2026 17:30", "1:working_hour", "04/08/2026 09:00"),
    Case(N_("hours to the second"), "03/08/2026 16:59:59", "1:working_hour", "04/08/2026 08:29:59"),
    Case(N_("hours over Tết"), "13/02/2026 16:30", "2:working_hour", "23/02/2026 09:00"),
    Case(N_("hours on a make-up Saturday"), "09/01/2026 16:30", "2:working_hour", "10/01/2026 09:00"),
    # Calendar days and months.
    Case(N_("calendar days"), "03/08/2026 09:00", "4:calendar_day", "07/08/2026 17:30"),
    Case(N_("calendar days that end on a Saturday"), "03/08/2026 09:00", "5:calendar_day", "10/08/2026 17:30"),
    Case(N_("calendar days that end on a make-up Saturday"), "05/01/2026 09:00", "5:calendar_day", "10/01/2026 17:30"),
    Case(N_("calendar days that end in Tết"), "06/02/2026 09:00", "10:calendar_day", "23/02/2026 17:30"),
    Case(N_("a month"), "03/08/2026 09:00", "1:month", "03/09/2026 17:30"),
    Case(N_("a month clipped to the end of February"), "31/01/2024 09:00", "1:month", "29/02/2024 17:30"),
    Case(N_("a month that ends on a swap's day off"), "29/03/2024 09:00", "1:month", "02/05/2024 17:30"),
    Case(N_("a month clipped, then rolled"), "31/10/2025 09:00", "1:month", "01/12/2025 17:30"),
    # The three Saturdays, a half-day, and a counter that ends its day early.
    Case(N_("Saturday off, a day"), "07/08/2026 09:00", "1:working_day", "10/08/2026 17:30"),
    Case(N_("Saturday for hours only, a day"), "07/08/2026 09:00", "1:working_day", "10/08/2026 17:30", "hours_only"),
    Case(N_("Saturday a working half-day"), "07/08/2026 09:00", "1:working_day", "08/08/2026 12:00", "half_day"),
    Case(N_("Saturday off, hours"), "07/08/2026 16:30", "2:working_hour", "10/08/2026 09:00"),
    Case(N_("Saturday for hours only, hours"), "07/08/2026 16:30", "2:working_hour", "08/08/2026 09:00", "hours_only"),
    Case(N_("Saturday a half-day, hours"), "07/08/2026 16:30", "5:working_hour", "08/08/2026 12:00", "half_day"),
    Case(N_("a make-up day has Monday's hours"), "07/01/2026 09:00", "3:working_day", "10/01/2026 17:30", "half_day"),
    Case(N_("due at 16:30"), "03/08/2026 09:00", "1:working_day", "04/08/2026 16:30", "counter"),
    # An afternoon without power.
    Case(N_("hours over a closed afternoon"), "03/08/2026 11:00", "4:working_hour", "04/08/2026 11:00", "power_cut"),
    Case(N_("same day, closed for the rest of it"), "03/08/2026 13:40", "same_day", "04/08/2026 17:30", "power_cut"),
    Case(N_("due on a day that closed at noon"), "31/07/2026 09:00", "1:working_day", "03/08/2026 17:30", "power_cut"),
    Case(N_("due at 16:30, half-day"), "07/08/2026 09:00", "1:working_day", "08/08/2026 12:00", "counter_half_day"),
)


class Suspended(NamedTuple):
    """A receipt and a limit with its suspensions, "from → to, from → to", and the due instant worked out by hand."""

    name: str
    limit: str
    suspended: str
    due: str
    policy: str = "continue"
    received: str = "03/08/2026 09:00"


SUSPENDED_CASES = (
    Suspended(N_("suspended over a weekend"), "5:working_day", "05/08 10:00 → 10/08 15:00", "13/08/2026 17:30"),
    Suspended(N_("suspended on the due day"), "3:working_day", "06/08 10:00 → 08/08 09:00", "10/08/2026 17:30"),
    Suspended(N_("suspended after the due date"), "3:working_day", "07/08 09:00 → 10/08 09:00", "06/08/2026 17:30"),
    Suspended(N_("resumed before closing"), "5:working_day", "04/08 09:00 → 06/08 16:59", "12/08/2026 17:30"),
    Suspended(N_("resumed after closing"), "5:working_day", "04/08 09:00 → 06/08 17:31", "12/08/2026 17:30"),
    Suspended(
        N_("calendar days suspended, rolled once"), "4:calendar_day", "04/08 09:00 → 06/08 09:00", "10/08/2026 17:30"
    ),
    Suspended(
        N_("calendar days suspended twice, rolled once"),
        "4:calendar_day",
        "04/08 09:00 → 05/08 09:00, 05/08 09:00 → 06/08 09:00",
        "10/08/2026 17:30",
    ),
    Suspended(
        N_("a same-day dossier resumed after the cut-off"), "same_day", "03/08 10:00 → 05/08 16:00", "06/08/2026 17:30"
    ),
    Suspended(N_("hours suspended over lunch"), "8:working_hour", "03/08 11:30 → 03/08 14:00", "04/08/2026 10:00"),
    Suspended(
        N_("suspended over a make-up Saturday"),
        "3:working_day",
        "21/08 09:00 → 22/08 09:00",
        "25/08/2026 17:30",
        received="20/08/2026 09:00",
    ),
    Suspended(N_("the limit begun anew"), "5:working_day", "05/08 10:00 → 10/08 15:00", "17/08/2026 17:30", "restart"),
)
