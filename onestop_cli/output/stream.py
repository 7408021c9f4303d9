"""Where output goes: a stream that never fails on a character, a file that is replaced in one step."""

import codecs
import errno
import io
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from onestop_cli.errors import AnswerLost, BadTarget, TargetFull, TargetLost
from onestop_cli.output.drafts import drafts

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_STROKES = {
    "đ": "d", "Đ": "D", "—": "-", "–": "-", "…": "...", "“": '"', "”": '"', "·": "-", "→": "->", "✓": "v", "●": "*",
    "█": "#", "▒": "=", "░": ".", "─": "-", "━": "-", "│": "|", "┃": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+",
    "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+", "╴": "-", "╶": "-", "‘": "'", "’": "'", "«": '"', "»": '"',
    "×": "x", "−": "-", "≤": "<=", "≥": ">=", "≠": "!=", "•": "*", "✗": "x", "\u00a0": " ", "\u202f": " ",
}  # fmt: skip

_FULL = (errno.ENOSPC, errno.EDQUOT)
"""What the system says where there is no room, or none for this user."""
_BROKEN = (errno.EIO, errno.ENOMEM, errno.EFBIG)
"""What it says where a target is good, and yet cannot be written to its end."""


def _plain(problem: UnicodeError) -> tuple[str, int]:
    """What a console that lacks a letter gets instead: the letter without its marks, or a question mark."""
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    text = "".join(_bare(c) for c in problem.object[problem.start : problem.end])
    return text, problem.end


def _bare(character: str) -> str:
    base = _STROKES.get(character) or unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() else "?"


codecs.register_error("onestop.plain", _plain)


class _Talk(io.FileIO):
    """Standard error: what cannot be said there, for it is full or closed, is not said, and hides no answer."""

    def write(self, words: "ReadableBuffer") -> int:
        try:
            written = super().write(words)
        except OSError:
            written = None
        return memoryview(words).nbytes if written is None else written


def _talking() -> TextIO:
    """Standard error as it is, but that it never fails."""
    if sys.platform == "win32" and sys.stderr.isatty():  # whose console is written in a way of its own
        return sys.stderr
    below = io.BufferedWriter(_Talk(sys.stderr.fileno(), "w", closefd=False))
    return io.TextIOWrapper(below, sys.stderr.encoding, sys.stderr.errors, line_buffering=True, write_through=True)


def prepare() -> None:
    """Make stdout and stderr safe: UTF-8 when redirected, letters without marks on a console that lacks them."""
    with suppress(OSError, ValueError, AttributeError):  # where it is no file, or closed
        sys.stderr = _talking()
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
            reconfigure(encoding="utf-8", errors="onestop.plain", newline="\n")
        else:
            reconfigure(errors="onestop.plain")


def is_utf8() -> bool:
    """Whether stdout takes any letter."""
    return codecs.lookup(getattr(sys.stdout, "encoding", None) or "utf-8").name == "utf-8"


def as_taken(text: str) -> str:
    """A text as stdout's encoding shows it, with what stands for a letter that it lacks."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "onestop.plain").decode(encoding)


class Written(NamedTuple):
    """What was put into a file: its bytes, and its lines where it is text."""

    size: int
    lines: int | None


def write_pieces(
    pieces: Iterable[str] | Iterable[bytes], target: Path | None, *, as_utf8: bool = False
) -> Written | None:
    """The pieces are on stdout, or in the file, whole or not at all; what was put into a file.

    Raises `BadTarget`, `TargetFull`, `TargetLost`, `AnswerLost`.

    Texts are written on stdout in its own encoding unless `as_utf8`; in a file they are UTF-8.
    """
    if target is not None:
        return _replace(pieces, target)
    below = getattr(sys.stdout, "buffer", None)
    with answering():
        sys.stdout.flush()
        for piece in pieces:
            if isinstance(piece, str) and not (as_utf8 and below):
                sys.stdout.write(piece)
            else:
                sys.stdout.buffer.write(piece.encode("utf-8") if isinstance(piece, str) else piece)
        if below:
            below.flush()
    return None


@contextmanager
def answering() -> Iterator[None]:
    """What is refused while an answer is written loses that answer, and nothing else; a closed pipe is no error.

    Raises `AnswerLost`.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise AnswerLost(why=problem.strerror or str(problem)) from problem


def _replace(pieces: Iterable[str] | Iterable[bytes], target: Path) -> Written | None:
    """The file holds the pieces, put there in one step; returns what that was, but of a device."""
    with placing(pieces, target) as written:
        pass
    return written


@contextmanager
def placing(pieces: Iterable[str] | Iterable[bytes], target: Path) -> Iterator[Written | None]:
    """What is done meanwhile stands between the pieces on disk, in a draft, and the one step that puts them in place.

    The file keeps its mode, a new one is 0600; a device is written at once, and told of nothing. Where what is done
    meanwhile is refused, the file stays as it was. Raises `BadTarget`, `TargetFull`, `TargetLost`.
    """
    from onestop_cli.output.targets import is_device, real

    if target.is_dir():
        raise BadTarget(path=target, why=os.strerror(errno.EISDIR))
    with _told(target):
        if is_device(target):
            with target.open("wb") as device:
                device.writelines(piece.encode("utf-8") if isinstance(piece, str) else piece for piece in pieces)
            yield None
            return
        target = real(target)
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o600
        with drafts(target.parent) as folder:
            draft = folder / target.name
            written = _written(pieces, draft, mode)
            yield written
            draft.chmod(mode)
            draft.replace(target)


def _written(pieces: Iterable[str] | Iterable[bytes], draft: Path, mode: int) -> Written:
    """The pieces are on disk."""
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
        lines, is_text = 0, True
        for piece in pieces:
            if isinstance(piece, str):
                lines += piece.count("\n")
                file.write(piece.encode("utf-8"))
            else:
                is_text = False
                file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        return Written(file.tell(), lines if is_text else None)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """What the system refuses of a file is told as what it is. Raises `BadTarget`, `TargetFull`, `TargetLost`."""
    try:
        yield
    except OSError as problem:
        if problem.errno in _FULL:
            raise TargetFull(path=target) from problem
        if problem.errno in _BROKEN:
            raise TargetLost(path=target, why=problem.strerror) from problem
        raise BadTarget(path=target, why=problem.strerror) from problem
