"""Checking nights: each file against its manifest, each manifest against the one before, the ledger through all.

What was pruned leaves no finding as long as it is the oldest; a hole between two nights is one. What cannot be known:
whether the newest nights are gone, unless their anchor was kept elsewhere.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from onestop_cli.core.chain import BREAKS, walk
from onestop_cli.core.ledger import Mark
from onestop_cli.core.nights import BACKUP, EVENTS, MANIFEST, REQUIRED, Before
from onestop_cli.core.progress import Progress
from onestop_cli.errors import (
    N_,
    BadManifest,
    NightsFolder,
    NoNights,
    OnestopError,
    StoreProblem,
    StoreUnreadable,
    UnknownFile,
)
from onestop_cli.sources.nights import FoundNight, file_digest, found_night, night_folders
from onestop_cli.store import ledger, settings
from onestop_cli.store.backups import dossiers, opened

DAY = timedelta(days=1)
_MEGABYTE = 1_000_000


class NightFinding(NamedTuple):
    """Something that is not as it was written: a word for scripts, the file it is about, a sentence with its values."""

    night: date
    kind: str
    file: str
    sentence: str
    values: Mapping[str, Any]


class CheckedNight(NamedTuple):
    """A night that was looked at; what its manifest says is None where that could not be read."""

    night: date
    number: int | None
    covers: tuple[date, date] | None
    head: Mark | None
    files: int
    bytes: int


class Checked(NamedTuple):
    """What was looked at and found. `pruned` nights came before the first; `walked` events were hashed again."""

    path: Path
    nights: list[CheckedNight]
    pruned: int
    walked: int | None
    findings: list[NightFinding]


def check_nights(folder: Path, progress: Progress = lambda _: None) -> Checked:
    """The nights in a folder, or the one that the folder is, compared with what they say of themselves.

    `progress` is told the MB read so far. Raises `UnknownFile`, `NoNights`, `NightsFolder`.
    """
    if not folder.is_dir():
        raise UnknownFile(path=folder)
    try:
        here = _one(folder) if (folder / MANIFEST).exists() else night_folders(folder)
        if not here:
            raise NoNights(path=folder)
        return _Check(folder, progress).of(here)
    except OSError as problem:
        raise NightsFolder(path=folder, why=problem.strerror or str(problem)) from None


def _one(folder: Path) -> dict[date, Path]:
    """A single night by the day its folder is named after, else the day its manifest says."""
    with suppress(ValueError):
        return {date.fromisoformat(folder.resolve().name): folder}
    with suppress(OnestopError):
        return {found_night(folder).manifest.night: folder}
    return {date.min: folder}


class _Check:
    """A check under way: the nights looked at, the findings, and the last readable night."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self.path = path
        self.progress = progress
        self.bytes = 0
        self.nights: list[CheckedNight] = []
        self.findings: list[NightFinding] = []
        self.sound: set[date] = set()
        """The nights whose backup is the one their manifest tells of."""

    def of(self, here: Mapping[date, Path]) -> Checked:
        found = [self._night(on, path) for on, path in here.items()]
        places = [place for place, night in enumerate(found) if night is not None]
        readable = [night for night in found if night is not None]
        for (place, before), (later, after) in pairwise(zip(places, readable, strict=True)):
            self._follows(before, after, unread=later - place - 1)
        walked = self._walked(readable[-1]) if readable else None
        pruned = readable[0].manifest.number - 1 if readable else 0
        self.findings.sort(key=lambda finding: (finding.night, finding.file))
        return Checked(self.path, self.nights, pruned, walked, self.findings)

    def _find(self, on: date, kind: str, file: str, sentence: str, /, **values: object) -> None:
        self.findings.append(NightFinding(on, kind, file, sentence, {"file": file, **values}))

    def _night(self, on: date, path: Path) -> FoundNight | None:
        """The night in a folder, its files compared; None where its manifest cannot be read."""
        try:
            found = found_night(path)
        except UnknownFile:
            self._find(on, "no_manifest", MANIFEST, N_("there is no manifest: this is no finished night"))
        except BadManifest:
            self._find(on, "bad_manifest", MANIFEST, N_("the manifest is not as onestop wrote it"))
        except StoreUnreadable as unread:
            self._find(on, "unreadable", MANIFEST, N_("{file} cannot be read: {why}"), why=unread.values["why"])
        else:
            manifest = found.manifest
            if manifest.night != on:
                self._find(
                    on,
                    "wrong_folder",
                    MANIFEST,
                    N_("this is the night of {night}, in another folder"),
                    night=manifest.night,
                )
            self._files(on, found)
            sizes = sum(file.bytes for file in manifest.files)
            self.nights.append(
                CheckedNight(on, manifest.number, manifest.covers, manifest.head, len(manifest.files), sizes)
            )
            return found
        self.nights.append(CheckedNight(on, None, None, None, 0, 0))
        return None

    def _files(self, on: date, found: FoundNight) -> None:
        """Every file is as its manifest says, and there is nothing else."""
        named = {file.name: file for file in found.manifest.files}
        folders = {Path(name).parent.as_posix() for name in named}
        for path in sorted(found.path.rglob("*")):
            name = path.relative_to(found.path).as_posix()
            is_needed = name in folders if path.is_dir() and not path.is_symlink() else name in (*named, MANIFEST)
            if not is_needed:
                self._find(on, "extra", name, N_("{file} does not belong to this night"))
        for name, file in named.items():
            path = found.path / name
            if path.is_symlink() or not path.is_file():
                self._find(on, "missing", name, N_("{file} is missing"))
                continue
            try:
                size, digest = file_digest(path, self._read)
            except OSError as problem:
                self._find(on, "unreadable", name, N_("{file} cannot be read: {why}"), why=problem.strerror)
                continue
            if (size, digest) != (file.bytes, file.sha256):
                self._find(on, "changed", name, N_("{file} was changed: it is not the file that was written"))
            elif name == BACKUP and self._is_told(found):
                self.sound.add(on)
            elif name == BACKUP:
                self._find(on, "other_ledger", BACKUP, N_("{file} holds another ledger than its manifest tells of"))
        for name in sorted(REQUIRED - named.keys()):
            self._find(on, "missing", name, N_("{file} is missing"))
        rows = named[EVENTS].rows if EVENTS in named else None
        if rows is not None and rows != found.manifest.head.seq - found.manifest.after:
            self._find(on, "changed", MANIFEST, N_("{file} was changed: it is not the file that was written"))

    def _read(self, size: int) -> None:
        self.bytes += size
        self.progress(self.bytes // _MEGABYTE)

    @staticmethod
    def _is_told(found: FoundNight) -> bool:
        """Whether the backup holds what the manifest tells of it."""
        told = found.manifest
        try:
            with opened(found.path / BACKUP) as connection:
                keys = ("agency_code", "agency_name", "synthetic")
                code, name, synthetic = (settings.value(connection, key, told.night) for key in keys)
                held = (
                    ledger.last_mark(connection), ledger.hash_at(connection, 1), ledger.recorded_until(connection),
                    dossiers(connection), told.head.seq, {"code": code, "name": name}, synthetic == "yes",
                )  # fmt: skip
        except (StoreProblem, TypeError):
            return False
        return held == (
            told.head, told.genesis, told.recorded_at, told.dossiers, told.events, told.agency, told.synthetic,
        )  # fmt: skip

    def _follows(self, before: FoundNight, after: FoundNight, unread: int) -> None:
        """A night goes on from the one before: by its manifest, by its number, by its ledger.

        So many lie between them whose manifest could not be read, which is a finding of its own.
        """
        first, then = before.manifest, after.manifest
        on = then.night
        if first.genesis != then.genesis:
            self._find(on, "other_file", MANIFEST, N_("this is a night of another dossier file than the one before"))
        elif then.previous is None or then.number != first.number + 1 + unread:
            self._find(on, "gap", MANIFEST, N_("this is night number {number}; the one before it is number {before}"),
                       number=then.number, before=first.number)  # fmt: skip
        elif not unread and then.previous != Before(first.night, before.sha256):
            self._find(first.night, "manifest_changed", MANIFEST,
                       N_("the manifest is not the one that the night of {night} goes on from"), night=on)  # fmt: skip
        elif (
            first.made_at > then.made_at
            or first.night >= then.night
            or (not unread and then.covers[0] != first.night + DAY)
        ):
            self._find(on, "order", MANIFEST, N_("the clock went back since the night of {before}"), before=first.night)
        elif not unread and {first.night, on} <= self.sound and not self._goes_on(before, after):
            self._find(on, "other_ledger", BACKUP,
                       N_("its ledger does not go on from event {seq}, the last of the night of {before}"),
                       seq=first.head.seq, before=first.night)  # fmt: skip

    @staticmethod
    def _goes_on(before: FoundNight, after: FoundNight) -> bool:
        """Whether the events up to `after` are those of the night before, and what comes then is accounted for."""
        head, told = before.manifest.head, after.manifest
        with opened(before.path / BACKUP) as old, opened(after.path / BACKUP) as new:
            is_common = ledger.hash_at(old, told.after) == ledger.hash_at(new, told.after)
            since = [each for each in ledger.restorations(new) if each.seq > told.after]
        is_explained = any(each.seq == told.after + 1 and each.explains(head) for each in since)
        is_accounted_for = told.after == head.seq or is_explained
        return is_common and is_accounted_for and told.restored == tuple(each.seq for each in since)

    def _walked(self, last: FoundNight) -> int | None:
        """How many events of the last night's backup were hashed again; a break in their chain is a finding."""
        if last.manifest.night not in self.sound:
            return None
        with opened(last.path / BACKUP) as connection:
            walked = walk(ledger.chain(connection), erased=ledger.erased(connection))
        for kind, first in walked.breaks.items():
            self._find(
                last.manifest.night,
                "chain",
                BACKUP,
                N_("event {seq} in {file}: {why}"),
                seq=first.seq,
                why=BREAKS[kind],
            )
        return walked.n_events
