"""The ledger out of the file: it verifies as it stands in the file, and says what was typed only if asked."""

import json
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from onestop_cli.core import dossier_events, file_events
from onestop_cli.core.event_data import FreeText, free_text_keys
from onestop_cli.core.ledger import EventRow, canonical_json
from onestop_cli.usecases.exports import Events, ExportRequest, export_events
from tests.documents.varied import typed
from tests.exports.files import PEOPLE, Row, in_csv, in_json, in_jsonl, in_parquet, unguarded
from tests.office import Ward

KEYS = "seq dossier kind occurred_at recorded_at actor data personal prev_hash hash".split()
KINDS: dict[str, Any] = dossier_events.KINDS | file_events.KINDS


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def verified(events: Iterable[Row]) -> int:
    """How many events verify by their hash, as `docs/ledger.md` says; all of them are links of one chain."""
    last, verifies = "0" * 64, 0
    for e in events:
        assert e["prev_hash"] == last, e["seq"]
        last = e["hash"]
        if e["data"] is not None:
            told = [*(e[key] for key in KEYS[:6]), e["personal"], e["prev_hash"], e["data"]]
            assert sha256(canonical(told).encode()).hexdigest() == e["hash"], e["seq"]
            verifies += 1
        if e.get("person") is not None:
            assert sha256((e["salt"] + canonical(e["person"])).encode()).hexdigest() == e["personal"], e["seq"]
    return verifies


def test_with_personal_data_every_event_verifies(office: Ward) -> None:
    events = in_jsonl(office, "events", *PEOPLE)
    assert all(list(event) == [*KEYS, "person", "salt"] for event in events)
    assert verified(events) == len(events) == office.ask("SELECT count(*) FROM event")[0][0]
    assert len([e for e in events if e["person"]]) == office.ask("SELECT count(*) FROM personal")[0][0]


def test_without_them_the_chain_holds_and_what_has_data_verifies(office: Ward) -> None:
    events = in_jsonl(office, "events")
    assert all(list(event) == KEYS for event in events)
    assert len(events) == verified(events)
    assert not [event["seq"] for event in events if event["data"] is None]


@pytest.mark.parametrize("name", ["csv", "jsonl"])
@pytest.mark.parametrize("share", [0.1, 0.4, 0.7, 1.0])
def test_as_it_stood_every_event_that_had_occurred_is_there_once(office: Ward, name: str, share: float) -> None:
    moment = _moment(office, share)
    read = in_csv if name == "csv" else in_jsonl
    seqs = [(int(row["seq"]),) for row in read(office, "events", "--as-of", f"{moment:%Y-%m-%d %H:%M:%S}")]
    restating = ", ".join(f"'{kind}'" for kind in ("correct", "undo", "void"))
    had_occurred = f"dossier IS NULL OR kind IN ({restating}) OR occurred_at <= '{moment.isoformat()}'"
    had_occurred += " OR json_type(data, '$.restated') IS NOT NULL"  # a notice's move
    assert seqs == office.ask(f"SELECT seq FROM event WHERE {had_occurred} ORDER BY seq")


@pytest.mark.parametrize("name", ["csv", "jsonl"])
@pytest.mark.parametrize("share", [0.1, 0.4, 0.7, 1.0])
def test_as_it_stood_every_dossier_that_had_been_received_is_there_once(office: Ward, name: str, share: float) -> None:
    moment = _moment(office, share)
    read = in_csv if name == "csv" else in_jsonl
    codes = [(row["code"],) for row in read(office, "dossiers", "--as-of", f"{moment:%Y-%m-%d %H:%M:%S}")]
    received = f"kind = 'receive' AND occurred_at <= '{moment.isoformat()}'"
    assert codes == office.ask(f"SELECT DISTINCT dossier FROM event WHERE {received} ORDER BY dossier")


def _moment(ward: Ward, share: float) -> datetime:
    """The instant by which such a share of the acts had occurred."""
    acts = ward.ask("SELECT occurred_at FROM event WHERE dossier IS NOT NULL ORDER BY occurred_at")
    [at] = acts[round(share * (len(acts) - 1))]
    return datetime.fromisoformat(at)


def test_nothing_that_was_typed_as_words_goes_out(nasty: Ward) -> None:
    text = typed(nasty, "export", "events", "-f", "csv")
    words = ("Lò Văn", "thiếu bản chính", "theo chỉ đạo", "quá tải", "không đủ điều kiện", "nhập trùng", "kin01@")
    assert [told for told in words if told in text] == []


def test_every_format_tells_the_same(nasty: Ward, tmp_path: Path) -> None:
    for people in ((), PEOPLE):
        events = in_json(nasty, "events", *people)
        assert events == in_jsonl(nasty, "events", *people)
        flat = [{k: canonical_json(v) if isinstance(v, dict) else v for k, v in event.items()} for event in events]
        lines = in_csv(nasty, "events", *people)
        told = [{k: unguarded(v) if k == "actor" else v for k, v in line.items()} for line in lines]
        assert told == [{k: "" if v is None else str(v) for k, v in event.items()} for event in flat]
        types, rows = in_parquet(nasty, tmp_path, "events", *people)
        for row in rows:
            row |= {name: row[name].isoformat() + "+07:00" for name in ("occurred_at", "recorded_at")}
        assert rows == flat
        assert (types["seq"], types["occurred_at"], types["data"]) == ("BIGINT", "TIMESTAMP", "VARCHAR")


def test_since_an_event_the_later_ones(nasty: Ward) -> None:
    events = in_jsonl(nasty, "events")
    assert in_jsonl(nasty, "events", "--since", "40") == events[40:]
    assert in_jsonl(nasty, "events", "--since", "0") == events
    assert in_json(nasty, "events", "--since", str(len(events))) == []


def test_what_was_known_and_what_had_occurred(nasty: Ward) -> None:
    events = in_jsonl(nasty, "events")
    known = in_jsonl(nasty, "events", "--known-at", "27/8/2026")
    assert known == list(takewhile(lambda e: e["recorded_at"] <= "2026-08-27T23:59:59+07:00", events))
    assert 0 < len(known) < len(events)
    stood = in_jsonl(nasty, "events", "--as-of", "27/8/2026")
    left_out = [e for e in events if e not in stood]
    assert left_out
    assert all(e["dossier"] and e["occurred_at"] > "2026-08-27T23:59:59+07:00" for e in left_out)
    assert {"void", "correct", "seal"} <= {e["kind"] for e in stood if e["occurred_at"] > "2026-08-28"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_typed_as_words_is_declared(kind: str) -> None:
    """A field that takes a reason or a note is of the type of words, whatever it will be called."""
    types: dict[str, Any] = KINDS[kind].__new__.__annotations__
    plain = {name for name, of in types.items() if of is str}
    known = {
        "procedure_code", "procedure_name", "field", "channel", "officer", "rule_version", "calendar_edition", "row",
        "letter", "case", "receiving_unit", "result", "method", "source", "library", "sha256", "digest", "policy_rule",
        "file", "basis", "fee_paid", "applicant_kind", "result_by", "form", "edition", "made", "number",
    }  # fmt: skip
    assert plain <= known | {"code"}, "mark what a clerk types as words as FreeText"


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind in KINDS for key in free_text_keys(KINDS[kind])])
def test_data_with_words_stay_in_whatever_the_kind(ward: Ward, kind: str, key: str) -> None:
    assert _told(ward, kind, {key: "ông Nguyễn Văn A"}) is None
    without = {key: ""}
    assert _told(ward, kind, without) == without


def test_a_correction_with_its_note_in_the_chain_stays_in(ward: Ward) -> None:
    """As formats before 6 recorded them; their values may hold a dossier's note too."""
    assert _told(ward, "correct", {"note": "nhầm", "fields": {"note": ["a", "b"]}, "restated": {}}) is None
    assert _told(ward, "correct", {"fields": {}, "restated": {}}) == {"fields": {}, "restated": {}}


def test_a_new_field_of_words_needs_nothing_more() -> None:
    class Said(NamedTuple):
        copies: int
        remark: FreeText

    assert free_text_keys(Said) == ("remark",)


def test_the_data_of_a_kind_from_later_stay_in(ward: Ward) -> None:
    assert _told(ward, "not yet known", {"a": 1}) is None


def _told(ward: Ward, kind: str, data: dict[str, Any]) -> dict[str, Any] | None:
    """What goes out of the data of an event of a kind, without personal data."""
    from onestop_cli.usecases import exports

    row = EventRow(1, None, kind, "", "", "lan", canonical_json(data), None, "", "", "salt", '{"applicant":"A"}')
    found: list[EventRow] = []

    def render(of: Events) -> None:
        found.extend(of.rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports.ledger, "records", lambda *_: iter([row]))
        export_events(ward.path, ExportRequest(), render)
    assert (found[0].salt, found[0].fields, found[0].hash) == (None, None, "")
    return None if found[0].data is None else json.loads(found[0].data)
