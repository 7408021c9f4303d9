"""Files of an earlier format, frozen when they were written."""

import lzma
from pathlib import Path

import pytest

from tests.office import Ward

FROZEN = Path(__file__).parent / "frozen"


def unpacked(name: str) -> bytes:
    """A frozen file as it was written."""
    return lzma.decompress((FROZEN / f"{name}.xz").read_bytes())


@pytest.fixture
def of_format_3(tmp_path: Path) -> Ward:
    """The frozen file of format 3 as it is."""
    path = tmp_path / "onestop.db"
    path.touch(0o600)
    path.write_bytes(unpacked("format_3.db"))
    return Ward(path)
