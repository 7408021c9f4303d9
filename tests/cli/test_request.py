"""A plain column from receipt to register, and back: what the applicant asks for."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onestop_cli.cli.app import app

ASKED = "Cấp lại bản chính"


@pytest.fixture(autouse=True)
def _at_the_counter(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_DB", str(open_ward))


def typed(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), prog_name="onestop")
    assert result.exit_code == 0, result.output
    return result.output


def test_a_request_is_received_shown_corrected_exported_and_imported(tmp_path: Path) -> None:
    received = json.loads(typed("receive", "ket-hon", "--applicant", "A", "--request", ASKED, "--json"))
    assert (list(received)[-1], received["request"]) == ("request", ASKED)
    code, other = received["code"], "Trích lục"
    corrected = json.loads(typed("correct", code, "--request", other, "--note", "ghi nhầm", "--json"))
    assert corrected["request"] == other
    for command in ("show", "history"):
        assert "Nội dung yêu cầu giải quyết" in typed(command, code)
    exported = typed("export", "dossiers", "--format", "csv")
    assert exported.splitlines()[0].endswith(",request")
    assert other in exported
    file = tmp_path / "so.csv"
    file.write_text(f"code,procedure_code,received_at,request\nX-1,1.000656,1/6/2023 09:00,{ASKED}\n", "utf-8")
    typed("import", str(file))
    assert json.loads(typed("show", "X-1", "--json"))["request"] == ASKED
