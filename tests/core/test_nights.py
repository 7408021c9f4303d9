"""A night's day, which nights go, and a manifest that is read only as it was written."""

import json
from datetime import date
from typing import Any

import pytest

from onestop_cli.core.ledger import Mark
from onestop_cli.core.nights import Before, Manifest, NightFile, business_day, manifest, prunable
from tests.core.written import at, day

DIGEST = "0a" * 32
NIGHT = Manifest(
    format=1, number=2, night=day("23/11/2026"), covers=(day("21/11/2026"), day("23/11/2026")),
    at=at("23/11/2026 17:45"), made_at=at("23/11/2026 17:45"),
    agency={"code": "H26.15.30", "name": "UBND phường Phúc Lợi"}, synthetic=False,
    personal_data=False, genesis=DIGEST, head=Mark(40, DIGEST), recorded_at=at("23/11/2026 16:00"), after=12,
    restored=(), dossiers=9, events=40, versions={"onestop": "0.1.0"}, previous=Before(day("20/11/2026"), DIGEST),
    files=(NightFile("backup.db", None, 4096, DIGEST), NightFile("mail/01-lan.eml", 2, 800, DIGEST)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ("25/11/2026 17:45", "25/11/2026"),
        ("25/11/2026 23:59:59", "25/11/2026"),
        ("26/11/2026 00:00", "25/11/2026"),
        ("26/11/2026 11:59:59", "25/11/2026"),
        ("26/11/2026 12:00", "26/11/2026"),
        ("1/1/2027 07:30", "31/12/2026"),
    ],
)
def test_a_night_is_named_by_the_business_day_that_ended(now: str, night: str) -> None:
    assert business_day(at(now)) == day(night)


def test_the_oldest_nights_go_and_never_one_too_many() -> None:
    days = [date(2026, 11, n) for n in (25, 23, 24)]
    gone = [prunable(days, keep) for keep in (1, 2, 3, 4)]
    assert gone == [[date(2026, 11, 23), date(2026, 11, 24)], [date(2026, 11, 23)], [], []]


def test_a_manifest_is_read_back_as_it_was_written() -> None:
    assert manifest(NIGHT.text) == NIGHT
    assert manifest(NIGHT._replace(previous=None, restored=(30, 38)).text).restored == (30, 38)


def _told(**changed: Any) -> str:
    return json.dumps({**json.loads(NIGHT.text), **changed}, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[]", "null", "1", '{"format": 1}', "[" * 100_000,
        NIGHT.text + "\n",
        NIGHT.text.replace('"number": 2', '"number":2'),
        _told(format=2), _told(number="2"), _told(number=2.0), _told(number=True), _told(number=-1), _told(more=1),
        _told(night="2026-02-30"), _told(covers=["2026-11-21"]), _told(covers=["2026-11-24", "2026-11-23"]),
        _told(covers=["2026-11-21", "2026-11-22"]), _told(head={"seq": 0, "hash": DIGEST}),
        _told(head={"seq": 40, "hash": DIGEST[:12]}), _told(head=[40, DIGEST]), _told(genesis=DIGEST.upper()),
        _told(agency={"code": "H26.15.30"}), _told(agency={"code": "H26.15.30", "name": None}),
        _told(synthetic="no"), _told(restored=["30"]), _told(previous={"night": "2026-11-20"}),
        _told(versions={"onestop": 1}),
        *(_told(files=[{"name": name, "rows": 1, "bytes": 1, "sha256": DIGEST}])
          for name in ("../backup.db", "/etc/passwd", "a/../b", ".hidden", "mail/.hidden", "C:x", "a\\b", "a/b/c",
                       "", 7)),
    ],
)  # fmt: skip
def test_a_text_that_no_night_wrote_is_no_manifest(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        manifest(text)
