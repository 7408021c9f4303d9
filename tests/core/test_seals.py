"""What a seal digests stays what it was: these digests were written down when the first seals were made."""

import json
from datetime import datetime

import pytest

from onestop_cli.core.marks import Marks
from onestop_cli.core.moments import VIETNAM
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Kind, named_period, year_to
from onestop_cli.core.report import Head, Part, Report, ReportRequest
from onestop_cli.core.seals import digest, digested
from onestop_cli.core.tally import Row

JULY = named_period(Kind.month, 7, 2026, Convention.calendar)
KHAI_TU = Row(("1.000656",), 1, 7, 2, 4, 1, 5, 2, 2, 1, 0, 1, 1, 0, 2, 1, 1, 0, 0, 0.8, 0.4, 2.6, 3.0, 4, 1)
GONE = Row(("9.000001",), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None, None, None, None, None, 0)


def report(*, cumulative: bool, known_at: datetime | None = None) -> Report:
    head = Head(
        "H26.15.30", "UBND phường Phúc Lợi “thử”", False, JULY, JULY.last_second, known_at, Basis.due,
        Granularity.unit, "3:0a1b2c3d4e5f", False, Marks(),
    )  # fmt: skip
    request = ReportRequest(JULY, ("procedure",), Basis.due, Granularity.unit, cumulative)
    part = Part(JULY, [KHAI_TU, GONE], KHAI_TU._replace(key=()))
    since = Part(year_to(JULY), [KHAI_TU], KHAI_TU._replace(key=()))
    return Report(head, request, part, since if cumulative else None, {"1.000656": "Đăng ký khai tử"})


@pytest.mark.parametrize(
    ("sealed", "expected"),
    [
        pytest.param(
            report(cumulative=True), "be2ebd31466ae8fc6e1f7cc5458a695c6aad1161cb500e7e783c8dc45113e5df", id="a month"
        ),
        pytest.param(
            report(cumulative=False),
            "e745c499242bf70cd834aca3a3bded3a410f9bdae3a7fc24be93e9b671d30aeb",
            id="any other period",
        ),
        pytest.param(
            report(cumulative=False, known_at=datetime(2026, 8, 3, 9, tzinfo=VIETNAM)),
            "26da19ce69551665c6955408da011de3927a5847d81014195e4f744d9b7afaa6",
            id="known at an instant",
        ),
    ],
)
def test_a_digest_never_changes(sealed: Report, expected: str) -> None:
    assert digest(sealed, 1) == expected


def test_form_2_has_late_acceptance_and_all_of_form_1() -> None:
    of_2 = json.loads(digested(report(cumulative=True)))
    of_1 = json.loads(digested(report(cumulative=True), 1))
    for part in (of_2, of_2["cumulative"]):
        assert [row.pop("accepted_late") for row in (*part["rows"], part["total"])][-1] == 1
    assert of_2 == of_1


def test_a_procedure_the_catalogue_does_not_name_is_called_by_its_code() -> None:
    assert '"label": [\n        "9.000001"\n      ]' in digested(report(cumulative=False))
