"""The folders of nights as they lie on a disk: which are finished, their manifests, the digests of their files.

A night is a folder named `yyyy-mm-dd` with a manifest; whatever else lies beside nights is not looked at.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.nights import MANIFEST, Manifest, manifest
from onestop_cli.errors import N_, BadManifest, StoreUnreadable, UnknownFile

_NAME = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PIECE = 1 << 20
_LONGEST = 1 << 22
"""No manifest is as long."""


class FoundNight(NamedTuple):
    """A finished night: its folder, its manifest, and the SHA-256 of that."""

    path: Path
    manifest: Manifest
    sha256: str


def night_folders(folder: Path) -> dict[date, Path]:
    """The folders named like a night, by day in order. Raises `OSError`."""
    named = {day: path for path in folder.iterdir() if (day := _day(path.name)) and path.is_dir()}
    return dict(sorted(named.items()))


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name) if _NAME.fullmatch(name) else None
    except ValueError:
        return None


def found_night(path: Path) -> FoundNight:
    """The night in a folder, by its manifest alone.

    Raises `UnknownFile` without one, `BadManifest`, `StoreUnreadable`.
    """
    file = path / MANIFEST
    try:
        with file.open("rb") as opened:
            content = opened.read(_LONGEST)
    except FileNotFoundError:
        raise UnknownFile(path=file) from None
    except OSError as problem:
        raise StoreUnreadable(path=file, why=problem.strerror or str(problem)) from None
    try:
        told = manifest(content.decode("utf-8"))
    except ValueError:
        raise BadManifest(path=file, why=N_("it is not as onestop wrote it")) from None
    return FoundNight(path, told, hashlib.sha256(content).hexdigest())


def file_digest(path: Path, progress: Callable[[int], None] = lambda _: None) -> tuple[int, str]:
    """The length and SHA-256 of a file; `progress` is told the bytes of each piece read. Raises `OSError`."""
    digest, length = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            length += len(piece)
            progress(len(piece))
    return length, digest.hexdigest()
