"""A night: a folder with a verified backup, what is drawn from it, and a manifest; whole or not there at all.

The backup comes first and every other file is drawn from it, so that all of them tell of the same moment and the
counter is not held up. A night is made in a hidden folder and gets its name when its last byte is on disk.
"""

import errno
import os
import platform
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from onestop_cli import __version__
from onestop_cli.core.moments import DAY, Clock, Moments, instant
from onestop_cli.core.nights import BACKUP, FORMAT, MANIFEST, Before, Manifest, NightFile, business_day, prunable
from onestop_cli.core.progress import Progress
from onestop_cli.errors import (
    BadTarget,
    ClockBehind,
    InTheFuture,
    NightBehind,
    NightDiskFull,
    NightRunning,
    NightsBroken,
    NightsFolder,
    NightsOfAnother,
    NightTaken,
    NotANightsFolder,
    OnestopError,
    StoreFull,
    StoreProblem,
    TargetFull,
    TargetLost,
)
from onestop_cli.sources.nights import FoundNight, file_digest, found_night, night_folders
from onestop_cli.store import ledger, settings
from onestop_cli.store.backups import carry, opened
from onestop_cli.store.database import reading
from onestop_cli.store.disk import keep_folder, network_drive
from onestop_cli.usecases.backups import BackedUp, back_up, note
from onestop_cli.usecases.doctor import library_versions

LOCK = ".onestop-nightly.lock"
_STRAY = timedelta(seconds=120)
"""By how much a clock may be set right without being one that went back (domain §7)."""
_MEGABYTE = 1_000_000
_DRAFT, _OLD = ".onestop-new-", ".onestop-old-"


class Night(NamedTuple):
    """What the files of a night are drawn from: the backup, and what the manifest tells of it.

    `moments` are none where nothing occurred after the instant that the night is judged at: the register tells it then.
    """

    file: Path
    told: Manifest
    moments: Moments

    def now(self) -> datetime:
        """When the night was begun, the same for every file of it."""
        return self.told.made_at

    def judged_at(self) -> datetime:
        """The instant that the night is judged at."""
        return self.told.at


class Drawn(NamedTuple):
    """A file of a night: its name, and what writes it and returns how many records it has, None where it has none."""

    name: str
    write: Callable[[Path], int | None]


Draw = Callable[[Night], Iterable[Drawn]]
"""The files of a night beside its backup and its manifest."""


class NightRequest(NamedTuple):
    """Which night, how many are kept, and whether its files name people. `on` and `keep` None: tonight's, and all."""

    on: date | None = None
    keep: int | None = None
    personal_data: bool = False


class Written(NamedTuple):
    """A night that is there; `is_new` if this run made it.

    `pruned` are those this run took away, `left` those beyond `keep` that it could not take away, or would not: what is
    not as a night wrote it is never removed. `is_noted` unless the file could not be told of this backup.
    """

    path: Path
    manifest: Manifest
    is_new: bool
    pruned: list[date]
    left: list[date]
    is_noted: bool


def write_night(
    path: Path, clock: Clock, folder: Path, asked: NightRequest, draw: Draw, progress: Progress = lambda _: None
) -> Written:
    """The night is in the folder; one that is finished is left as it is. The oldest beyond `keep` are gone.

    Those beyond it already go first, so that a full disk has room. `progress` is told the MB written. Raises
    `ClockBehind`, `NotANightsFolder`, `NightsFolder`, `NightDiskFull`, `NightRunning`, `InTheFuture`, `NightBehind`,
    `NightTaken`, `NightsOfAnother`, `NightsBroken`, and as `found_night`, `backups.back_up` and what `draw` raises.
    """
    now = clock()
    on = asked.on or business_day(now)
    if on > now.date():
        raise InTheFuture(at=on, now=now)
    with reading(path) as connection:
        genesis = _genesis(connection, now)
    with _own_errors(folder), _alone(folder):
        _clear(path, folder)
        pruned, left = _pruned(folder, asked.keep)
        there = night_folders(folder)
        if is_new := on not in there:
            if os.path.lexists(folder / on.isoformat()):
                raise NightTaken(path=folder / on.isoformat())
            last = _finished(max(there), there[max(there)]) if there else None
            _must_follow(last, on, now, genesis)
            kept, is_noted = _made(path, now, folder, on, last, asked, draw, progress)
            gone, left = _pruned(folder, asked.keep)
            pruned += gone
        else:
            kept, is_noted = _finished(on, there[on]), True
            _must_be_ours(kept, genesis)
    return Written(folder / on.isoformat(), kept.manifest, is_new, pruned, left, is_noted)


def _genesis(connection: sqlite3.Connection, now: datetime) -> str:
    """The hash of the file's first event. Raises `ClockBehind`."""
    last = ledger.recorded_until(connection)
    if last is not None and now < last - _STRAY:
        raise ClockBehind(now=now, last=last)
    genesis = ledger.hash_at(connection, 1)
    assert genesis is not None
    return genesis


def _must_follow(last: FoundNight | None, on: date, now: datetime, genesis: str) -> None:
    """A night comes after the last one. Raises `NightsOfAnother`, `NightBehind`, `ClockBehind`."""
    if last is None:
        return
    _must_be_ours(last, genesis)
    if last.manifest.night > on:
        raise NightBehind(night=on, last=last.manifest.night)
    if last.manifest.made_at > now:
        raise ClockBehind(now=now, last=last.manifest.made_at)


def _must_be_ours(found: FoundNight, genesis: str) -> None:
    if found.manifest.genesis != genesis:
        raise NightsOfAnother(path=found.path, agency=found.manifest.agency["code"])


def _finished(on: date, path: Path) -> FoundNight:
    """The night of a day in its folder. Raises `NightTaken` for a folder that is none, and as `found_night`."""
    if not (path / MANIFEST).is_file():
        raise NightTaken(path=path)
    found = found_night(path)
    if found.manifest.night != on:
        raise NightTaken(path=path)
    return found


def _made(
    path: Path,
    now: datetime,
    folder: Path,
    on: date,
    last: FoundNight | None,
    asked: NightRequest,
    draw: Draw,
    progress: Progress,
) -> tuple[FoundNight, bool]:
    """A night made in a hidden folder, which gets its name in the end; whether the file knows of its backup."""
    draft, final = folder / f"{_DRAFT}{on}", folder / on.isoformat()
    draft.mkdir(0o700)
    here = _here(path, draft)
    try:
        here.mkdir(0o700, exist_ok=True)
        copy = here / BACKUP
        backed_up = back_up(path, lambda: now, copy, known_as=final / BACKUP)
        at = min(now, instant(on, DAY - 1))
        with reading(copy) as connection:
            told = _told(connection, backed_up, on, at, now, last)
            moments = Moments(at) if ledger.has_act_after(connection, at) else Moments()
        files = [NightFile(BACKUP, None, backed_up.bytes, backed_up.sha256)]
        for drawn in draw(Night(copy, told, moments)):
            target = draft / drawn.name
            target.parent.mkdir(0o700, exist_ok=True)
            rows = drawn.write(target)
            files.append(NightFile(drawn.name, rows, *file_digest(target)))
            progress(sum(file.bytes for file in files) // _MEGABYTE)
        if here != draft:
            carry(copy, draft / BACKUP)
        manifest = told._replace(personal_data=asked.personal_data, files=tuple(sorted(files)))
        _write(draft / MANIFEST, manifest.text)
        for inner in {file.parent for file in draft.rglob("*")}:
            keep_folder(inner)
        draft.rename(final)
        keep_folder(folder)
        is_noted = note(path, backed_up.note)
    finally:
        for begun in {draft, here}:
            shutil.rmtree(begun, ignore_errors=True)
    return found_night(final), is_noted


def _here(path: Path, draft: Path) -> Path:
    """Where the backup is made and read: the night's own folder, of one on a network drive a folder beside the file."""
    return path.with_name(f"{draft.name}-{_sign(draft.parent)}") if network_drive(draft) else draft


def _sign(folder: Path) -> str:
    """What tells the drafts of one folder of nights from those of another."""
    return sha256(str(folder.absolute()).encode()).hexdigest()[:12]


def _told(
    connection: sqlite3.Connection,
    backed_up: BackedUp,
    on: date,
    at: datetime,
    now: datetime,
    last: FoundNight | None,
) -> Manifest:
    """What the manifest says but for its files."""
    genesis, recorded_at = ledger.hash_at(connection, 1), ledger.recorded_until(connection)
    assert genesis is not None
    assert recorded_at is not None
    if last is None:
        first, after, restored, number, previous = ledger.recorded_from(connection).date(), 0, (), 1, None
    else:
        before = last.manifest
        after, restored = _common(connection, last)
        first, number = before.night + timedelta(days=1), before.number + 1
        previous = Before(before.night, last.sha256)
    code, name, synthetic = (settings.value(connection, key, on) for key in ("agency_code", "agency_name", "synthetic"))
    return Manifest(
        format=FORMAT, number=number, night=on, covers=(min(first, on), on), at=at, made_at=now,
        agency={"code": code, "name": name}, synthetic=synthetic == "yes", personal_data=False,
        genesis=genesis, head=backed_up.mark, recorded_at=recorded_at,
        after=after, restored=restored, dossiers=backed_up.dossiers, events=backed_up.events,
        versions=_versions(), previous=previous, files=(),
    )  # fmt: skip


def _versions() -> dict[str, str]:
    own = {"onestop": __version__, "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    return own | library_versions()


def _common(connection: sqlite3.Connection, last: FoundNight) -> tuple[int, tuple[int, ...]]:
    """The last event that the file and the night before have in common, and the restorations since then.

    Raises `NightsBroken` where the file does not go on from that night and no restoration accounts for it.
    """
    head, restorations = last.manifest.head, ledger.restorations(connection)
    after = head.seq if ledger.hash_at(connection, head.seq) == head.hash else None
    for each in reversed(restorations):
        if after is None and each.explains(head):
            common = ledger.hash_at(connection, each.seq - 1)
            after = each.seq - 1 if _had(last.path / BACKUP, each.seq - 1, common) else None
    if after is None:
        raise NightsBroken(night=last.manifest.night, seq=head.seq, path=last.path / MANIFEST)
    return after, tuple(each.seq for each in restorations if each.seq > after)


def _had(backup: Path, seq: int, digest: str | None) -> bool:
    """Whether an event of a backup has this hash; it is the judge of what came before a restoration."""
    try:
        with opened(backup) as connection:
            return ledger.hash_at(connection, seq) == digest
    except StoreProblem:
        return False


def _pruned(folder: Path, keep: int | None) -> tuple[list[date], list[date]]:
    """The finished nights that are gone, the oldest beyond so many, and those that stay though they are older.

    A folder without a manifest is no night and is not counted. None keeps all.
    """
    gone, left = list[date](), list[date]()
    if keep is None:
        return gone, left
    there = {on: path for on, path in night_folders(folder).items() if (path / MANIFEST).exists()}
    for on in prunable(list(there), keep):
        old = folder / f"{_OLD}{on}"
        try:
            if there[on].is_symlink():
                raise NightTaken(path=there[on])
            _finished(on, there[on])
            there[on].rename(old)
        except (OSError, OnestopError):
            left.append(on)
        else:
            gone.append(on)
            shutil.rmtree(old, ignore_errors=True)
    return gone, left


def _clear(path: Path, folder: Path) -> None:
    """Nothing is left of what a killed run began, in the folder and beside the dossier file."""
    begun = [each for each in folder.iterdir() if each.name.startswith((_DRAFT, _OLD))]
    for leftover in (*begun, *path.parent.glob(f"{_DRAFT}*-{_sign(folder)}")):
        if leftover.is_dir() and not leftover.is_symlink():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other run works in the folder meanwhile. Raises `NightRunning`, `NotANightsFolder`."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(0o700, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise NotANightsFolder(path=folder) from None
    try:
        lock = FileLock(folder / LOCK, timeout=0, mode=0o600)
        with lock:
            yield
    except Timeout:
        raise NightRunning(path=folder) from None


@contextmanager
def _own_errors(folder: Path) -> Iterator[None]:
    """What the disk refuses, as ours."""
    try:
        yield
    except (StoreFull, TargetFull):
        raise NightDiskFull(path=folder) from None
    except (BadTarget, TargetLost) as problem:
        raise NightsFolder(path=folder, why=problem.values["why"]) from None
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NightDiskFull(path=folder) from None
        raise NightsFolder(path=folder, why=problem.strerror or str(problem)) from None


def _write(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)
