"""The anchor in a night's manifest."""

import json
from pathlib import Path

import pytest

from onestop_cli.core.ledger import Mark
from onestop_cli.errors import BadFile, UnknownFile
from onestop_cli.sources.manifest import manifest_mark

HASH = "ab" * 32


def written(folder: Path, content: object) -> Path:
    file = folder / "manifest.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return file


def test_a_manifest_and_its_folder_name_the_last_event(tmp_path: Path) -> None:
    file = written(tmp_path, {"head": {"seq": 7, "hash": HASH, "recorded_at": "x"}, "files": []})
    assert manifest_mark(file) == manifest_mark(tmp_path) == Mark(7, HASH)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe", b"[", b"[" * 100_000, [], {}, 7, {"head": None}, {"head": {"seq": 7}},
        {"head": {"seq": "7", "hash": HASH}}, {"head": {"seq": True, "hash": HASH}}, {"head": {"seq": 0, "hash": HASH}},
        {"head": {"seq": 7, "hash": HASH[:12]}}, {"head": {"seq": 7, "hash": HASH.upper()}},
    ],
)  # fmt: skip
def test_what_is_no_manifest_is_refused(tmp_path: Path, content: object) -> None:
    with pytest.raises(BadFile) as refused:
        manifest_mark(written(tmp_path, content))
    assert refused.value.exit_code == 12


def test_a_missing_manifest_is_missed(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(UnknownFile) as missed:
            manifest_mark(path)
        assert missed.value.exit_code == 10


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    file = written(tmp_path, {})
    with pytest.raises(BadFile):
        manifest_mark(file / "x")
