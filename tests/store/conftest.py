"""The ward's office; hypothesis without a stop-watch, and where CI is set with the same examples every time."""

import lzma
import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.office import Ward, early_template, early_ward, ward, ward_template

__all__ = ["early_template", "early_ward", "ward", "ward_template"]

settings.register_profile("office", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("office")

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
