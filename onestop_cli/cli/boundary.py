"""The error boundary: the language is settled first, and every error leaves with its sentence and its exit code."""

import errno
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from onestop_cli.cli import interruption
from onestop_cli.errors import (
    N_,
    AnswerLost,
    DossierRecorded,
    DossiersRecorded,
    Interrupted,
    InterruptedAfterwards,
    NameNotText,
    NameTooLong,
    NotText,
    OnestopError,
    OutOfMemory,
    RefusedAfterwards,
    StoreProblem,
    SystemRefused,
    Unanswered,
    UsageProblem,
)
from onestop_cli.output import language
from onestop_cli.output.console_text import visible_lines
from onestop_cli.output.words import _, hinted, told
from onestop_cli.usecases import recorded, waiting


class UnknownCommand(UsageProblem):
    sentence = N_("there is no command “{name}”; nearest: {nearest}")
    hint = N_("onestop --help")


class Misuse(UsageProblem):
    hint = N_("{command} --help")


def exit_code(words: Sequence[str], work: Callable[[list[str]], object]) -> int:
    """Do the work of the words typed, in the language they ask for; returns the exit code.

    What goes wrong has then been said on stderr.
    """
    recorded.afresh()
    os.environ.pop("LANGUAGE", None)
    language.use(_wanted_language(words))
    waiting.told_by(say_waiting)
    debug = "--debug" in words
    try:
        interruption.heed()
        code = _outcome(words, work)
        interruption.over()
    except KeyboardInterrupt:
        interruption.over()
        code = _interrupted()
    if recorded.recorded().jumped is not None:
        say_jumped()
    if isinstance(code, int):
        return code
    try:
        return report_error(code, debug=debug)
    except (OSError, MemoryError):  # not even the words can be loaded to say it in
        with suppress(OSError):
            os.write(2, f"onestop: error: {code}\n".encode("utf-8", "replace"))
        return code.exit_code


def _outcome(words: Sequence[str], work: Callable[[list[str]], object]) -> "int | OnestopError":
    """The exit code of the work, or what went wrong."""
    try:
        code = work(_decoded(words))
    except OnestopError as problem:
        if isinstance(problem, AnswerLost):
            silence()
        if isinstance(problem, Unanswered) and recorded.recorded().is_any:
            told = RefusedAfterwards(what=problem)
            told.__cause__ = problem
            return told
        return problem
    except Exception as problem:
        told = _refusal(problem)
        told.__cause__ = problem
        return told
    return code if isinstance(code, int) else 0


def _refusal(problem: Exception) -> OnestopError:
    """What is said of an error that is none of ours: what the system refused, or else a bug."""
    match problem:
        case OSError():
            return _refused(problem.filename, problem.strerror or str(problem), problem.errno)
        case ImportError() if "shared object" in str(problem):  # for lack of memory, or of open files
            return _refused(None, str(problem))
        case MemoryError():
            return RefusedAfterwards(what=OutOfMemory.sentence) if recorded.recorded().is_any else OutOfMemory()
        case UnicodeEncodeError() if _is_of_a_name(problem):
            return NameNotText()
        case ValueError() if str(problem).startswith("embedded null"):
            return NameNotText()
        case _ if type(problem).__module__ == "sqlite3":
            return _refused(None, type(problem).__name__)
        case _:
            return OnestopError(what=type(problem).__name__)


def _refused(path: object, why: str, number: int | None = None) -> OnestopError:
    """What the system refused; that nothing was recorded is said only where that is so."""
    named = os.fsdecode(path) if isinstance(path, str | bytes) else None
    if recorded.recorded().is_any:
        return RefusedAfterwards(what=why if named is None else f"{named}: {why}")
    if named is None:
        return SystemRefused(why=why)
    return (NameTooLong if number == errno.ENAMETOOLONG else StoreProblem)(path=named, why=why)


def _is_of_a_name(problem: UnicodeEncodeError) -> bool:
    """Whether what cannot be written are letters of a path: in the system's own encoding, or bytes that are none."""
    return problem.encoding == sys.getfilesystemencoding() or any(
        "\udc80" <= letter <= "\udcff" for letter in problem.object[problem.start : problem.end]
    )


def _interrupted() -> OnestopError:
    """That the command was interrupted, and what holds."""
    is_any, codes, n, _jump = recorded.recorded()
    if not is_any:
        return Interrupted()
    if not n:
        return InterruptedAfterwards()
    if n == 1:
        return DossierRecorded(codes=codes[0], code=codes[0])
    return DossiersRecorded(n=n, codes=f"{', '.join(codes)}{' …' if n > len(codes) else ''}", code=codes[0])


def say_waiting(_path: Path, why: str) -> None:
    """Say on stderr, which may be gone, what the command waits for."""
    with suppress(OSError, ValueError):
        print(_("waiting: {why} …", why=_(why)), file=sys.stderr, flush=True)


def say_jumped() -> None:
    """Say on stderr, which may be gone, that the clock had jumped when something was recorded."""
    from onestop_cli.output.recording import jumped_words

    jumped = recorded.recorded().jumped
    with suppress(OSError, ValueError):
        if jumped is not None:
            print(_("note: {text}", text=jumped_words(jumped)), file=sys.stderr, flush=True)


def silence() -> None:
    """Nothing more can be written; keep the interpreter's last flush from complaining."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _decoded(words: Sequence[str]) -> list[str]:
    """The words typed, as the UTF-8 they are even where the locale says otherwise. Raises `NotText`."""
    decoded: list[str] = []
    for place, word in enumerate(words, 1):
        try:
            decoded.append(word if word.isascii() else os.fsencode(word).decode("utf-8"))
        except UnicodeError:
            raise NotText(place=place) from None
    return decoded


def _wanted_language(words: Sequence[str]) -> str:
    """The language asked for, before anything is parsed: the last `--lang`, else the environment, else vi."""
    wanted = os.environ.get("ONESTOP_LANG", "")
    for place, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang" and place + 1 < len(words):
            wanted = words[place + 1]
        elif word.startswith("--lang="):
            wanted = word.partition("=")[2]
    return wanted if wanted in language.LANGUAGES else "vi"


def report_error(problem: OnestopError, *, debug: bool = False) -> int:
    """Say on stderr what happened and what to do next; returns the exit code."""
    from onestop_cli.output.talk import columns

    width = columns()
    if debug:
        from onestop_cli.output.traces import trace

        print(trace(problem), file=sys.stderr)
    rows = problem.values.get("rows", ())
    for row in rows:
        _say(visible_lines(f"{problem.values['path']}:{row.line}: "), told(row.sentence, row.values), width)
    if more := problem.values.get("more"):
        print(_("and {n} more", n=more), file=sys.stderr)
    _say(_("onestop: error: {sentence}", sentence=""), told(problem.sentence, problem.values), width)
    if problem.hint:
        _say(_("hint: {hint}", hint=""), hinted(problem.hint, problem.values), width)
    return problem.exit_code


def _say(head: str, words: str, width: int | None) -> None:
    from onestop_cli.output.talk import talked

    for line in visible_lines(words).split("\n"):
        print(talked(head, line, width), file=sys.stderr)
        head = " " * len(head)
