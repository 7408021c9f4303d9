"""The walk hashes as the ledger does, whatever the texts, and nothing in a record stops it."""

from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.chain import Break, First, Record, walk
from onestop_cli.core.ledger import GENESIS, Mark, event_hash, personal_digest

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def record(seq: int, before: str, *texts: str | None) -> Record:
    dossier, occurred_at, actor, data = texts if seq > 1 else (None, *texts[1:])
    kind = "init" if seq == 1 else "config" if dossier is None else "receive"
    said = dossier, kind, occurred_at or "", occurred_at or "", actor or "", data or "", None, before
    return seq, *said, event_hash(seq, *said), None, None


@given(st.lists(st.tuples(st.none() | TEXTS, TEXTS, TEXTS, TEXTS), max_size=5))
def test_what_the_ledger_hashed_is_whole(events: list[tuple[str | None, str, str, str]]) -> None:
    records: list[Record] = []
    before = GENESIS
    for seq, texts in enumerate(events, 1):
        records.append(record(seq, before, *texts))
        before = records[-1][9]
    walked = walk(records, asked=[2])
    assert (walked.breaks, walked.end, walked.n_events) == ({}, Mark(len(records), before), len(records))
    assert walked.hashes == {each[0]: each[9] for each in records if each[0] == 2}


@given(TEXTS, st.dictionaries(TEXTS, TEXTS))
def test_what_lies_beside_is_digested_as_the_ledger_does(salt: str, fields: dict[str, str]) -> None:
    from onestop_cli.core.ledger import canonical_json

    said = None, "init", "", "", "", "{}", personal_digest(salt, fields), GENESIS
    whole: Record = (1, *said, event_hash(1, *said), salt, canonical_json(fields))
    assert walk([whole]).breaks == {}
    assert walk([(*whole[:11], canonical_json(fields) + " ")]).breaks == {Break.personal_changed: First(1, 1)}


@given(st.lists(st.none() | st.binary() | st.integers() | st.floats() | st.text(), min_size=11, max_size=11))
def test_nothing_in_a_record_stops_the_walk(values: list[object]) -> None:
    record: Record = (1, *values)  # type: ignore[assignment]
    assert walk([record]).breaks


def test_the_first_break_of_a_kind_is_told_and_how_many_there_are() -> None:
    first = record(1, GENESIS, "X", "", "lan", "{}")
    others = [(*record(seq, GENESIS, "X", "", "lan", "{}")[:9], "0" * 64, None, None) for seq in (2, 3, 5)]
    assert walk([first, *others]).breaks == {  # type: ignore[list-item]
        Break.link: First(2, 1),
        Break.hash: First(2, 3),
        Break.number: First(5, 1),
    }


def test_a_file_has_one_beginning() -> None:
    begun = record(1, GENESIS, None, "", "lan", "{}")
    said = None, "init", "", "", "lan", "{}", None, begun[9]
    again: Record = (2, *said, event_hash(2, *said), None, None)
    assert walk([begun, again]).breaks == {Break.kind: First(2, 1)}
    received = *("X", "receive", "", "", "lan", "{}", None), GENESIS
    assert walk([(1, *received, event_hash(1, *received), None, None)]).breaks == {Break.kind: First(1, 1)}


def test_how_far_the_walk_is_is_told_now_and_then() -> None:
    told: list[int] = []
    walk(((seq, *[None] * 11) for seq in range(1, 25_001)), progress=told.append)  # type: ignore[misc]
    assert told == [10_000, 20_000]
