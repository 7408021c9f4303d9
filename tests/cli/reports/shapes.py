"""What scripts and auditors depend on in the reports: keys, headings, formats, periods, moments, exit codes.

Monday 5/6/2023 at four. The model ward of the tests, with a late and a withdrawn dossier more; May is sealed, and a
name was corrected afterwards.
"""

import csv
import io
from datetime import datetime

import pytest

from onestop_cli.cli import session
from onestop_cli.core.moments import VIETNAM

LATE, WITHDRAWN = "H26.15.30-230522-0001", "H26.15.30-230523-0001"
OFFICER, NOTE = "=cmd() [red]Đỏ[/red] \x1b[31m", "@x [bold]đậm[/bold] \x1b]0;tên\x07 {n} %s"
"""Texts that try to be a formula, markup, terminal escapes; as an older file may hold them."""
SHOWN_OFFICER, SHOWN_NOTE = "=cmd() [red]Đỏ[/red] �[31m", "@x [bold]đậm[/bold] �]0;tên� {n} %s"
PERSONAL = ("Bưởi", "Đông", "Cường", "001099012345", "912345678")

MAY = ("--month", "5", "--year", "2023")
JUNE = ("--month", "6", "--year", "2023")
SHAPES = {
    "report": ("report", *MAY),
    "form": ("report", *MAY, "--form", "06a"),
    "index": ("report", *MAY, "--index-766", "--by", "procedure"),
    "sealed": ("report", *MAY, "--sealed"),
    "bases": ("report", *MAY, "--bases"),
    "granularities": ("report", *MAY, "--granularities", "--bases", "--by", "officer"),
    "what_if": ("report", *MAY, "--what-if", "saturday=working_day"),
    "late": ("late", "--quarter", "2", "--year", "2023"),
    "register": ("register", "--quarter", "2", "--year", "2023"),
    "trend": ("trend", "--months", "3", "--by", "procedure"),
}
SEAL = ("seal", "--month", "4", "--year", "2023")

HEAD = "agency period as_of known_at basis granularity".split()
COUNTS = (
    "carried_over received received_online received_direct received_postal resolved early on_time late "
    "resolved_no_limit refused withdrawn stopped pending within overdue suspended pending_no_limit"
).split()
FIGURES = [
    *COUNTS, "on_time_rate", "early_rate", "mean_working_days", "median_working_days", "time_saved_days",
    "accepted_late",
]  # fmt: skip
ROW = ["key", "label", *FIGURES]
FORM = (
    "key label total online direct_or_postal carried_over resolved early on_time late pending within overdue withdrawn "
    "stopped"
).split()
INDEX = "key label all on_time open_not_due late overdue repeated points".split()
LATE_DOSSIER = (
    "code procedure_code procedure_name field officer outcome received_at promised_due_at due_at resolved_at "
    "working_days_late minutes_late suspensions extensions note recorded_at resolved_recorded_at received_is_day "
    "resolved_is_day recorded_late entered_late import case"
).split()
SUM = "key label late overdue working_days_late".split()
BOOK = (
    "number code procedure_code procedure_name copies applicant address phone received_at promised_due_at delivered_at "
    "channel note status voided recorded_at resolved_recorded_at import"
).split()
SEAL_KEYS = "seq period sealed_at actor position digest note anchor".split()
ADJUSTMENT = (
    "seq dossier kind occurred_at recorded_at actor login import note override cumulative counted_before counted_after "
    "fields words"
).split()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def is_now(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    now = datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
    monkeypatch.setattr(session, "clock", lambda: now)
