"""`-o` says on stderr what it wrote; on stdout there is nothing of it, and scripts are not in its way."""

from pathlib import Path

import pytest

from tests.command_line import run, sit_down
from tests.office import Ward


@pytest.fixture(autouse=True)
def _at_the_counter(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, ward.path, ward.clock)
    ward.receive()


@pytest.mark.parametrize(
    ("words", "name"),
    [(("list",), "so.csv"), (("due",), "so.txt"), (("audit", "log"), "so.jsonl"), (("export", "dossiers"), "so.csv")],
)
def test_lines_and_bytes_are_told(words: tuple[str, ...], name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    answer = run(*words, "-o", str(file))
    text = file.read_bytes()
    lines = text.decode().count("\n")
    assert (answer.stdout, answer.exit_code) == ("", 0)
    told = f"wrote {file} ({lines} line{'' if lines == 1 else 's'}, "
    assert answer.stderr.splitlines()[0].startswith(told)
    assert answer.stderr.splitlines()[0].endswith(f"{len(text) / 1000:.1f} KB)")


def test_of_a_workbook_the_bytes_alone(tmp_path: Path) -> None:
    file = tmp_path / "so.xlsx"
    answer = run("report", "--month", "8", "--year", "2026", "-o", str(file))
    assert answer.stderr == f"wrote {file} ({file.stat().st_size / 1000:.1f} KB)\n"


def test_of_a_path_nothing_is_an_order_to_the_terminal(tmp_path: Path) -> None:
    answer = run("list", "-o", str(tmp_path / "so\x1b[31m.csv"))
    assert "\x1b" not in answer.stderr


def test_of_a_device_and_of_a_pipe_nothing_is_told() -> None:
    assert run("list", "-o", "/dev/null", "-f", "csv").stderr == ""
    assert run("list", "-f", "csv").stderr == ""
