"""The error boundary: the language is settled first, and every error leaves with its sentence and its exit code."""

import os
import sys
from collections.abc import Callable, Sequence

from onestop_cli.errors import N_, AnswerLost, Interrupted, NotText, OnestopError, StoreProblem, UsageProblem
from onestop_cli.output import language
from onestop_cli.output.stream import BROKEN, FULL
from onestop_cli.output.words import _, hinted, told


class UnknownCommand(UsageProblem):
    sentence = N_("there is no command “{name}”; nearest: {nearest}")
    hint = N_("onestop --help")


class Misuse(UsageProblem):
    hint = N_("{command} --help")


def exit_code(words: Sequence[str], work: Callable[[list[str]], object]) -> int:
    """Do the work of the words typed, in the language they ask for; returns the exit code.

    What goes wrong has then been said on stderr.
    """
    os.environ.pop("LANGUAGE", None)
    language.use(_wanted_language(words))
    debug = "--debug" in words
    try:
        code = work(_decoded(words))
    except OnestopError as problem:
        return report_error(problem, debug=debug)
    except KeyboardInterrupt:
        return report_error(Interrupted())
    except OSError as problem:
        if problem.filename is not None:
            return report_error(StoreProblem(path=problem.filename, why=problem.strerror), debug=debug)
        if problem.errno not in (*FULL, *BROKEN):
            raise
        silence()
        return report_error(AnswerLost(why=problem.strerror), debug=debug)
    except Exception as problem:
        return report_error(OnestopError(what=type(problem).__name__), debug=debug)
    return code if isinstance(code, int) else 0


def silence() -> None:
    """Nothing more can be written; keep the interpreter's last flush from complaining."""
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
    from onestop_cli.output.console_text import visible_lines

    if debug:
        import traceback

        traceback.print_exc()
    rows = problem.values.get("rows", ())
    for row in rows:
        words = told(row.sentence, row.values)
        print(visible_lines(f"{problem.values['path']}:{row.line}: {words}"), file=sys.stderr)
    if more := problem.values.get("more"):
        print(_("and {n} more", n=more), file=sys.stderr)
    sentence = told(problem.sentence, problem.values)
    print(visible_lines(_("onestop: error: {sentence}", sentence=sentence)), file=sys.stderr)
    if problem.hint:
        print(visible_lines(_("hint: {hint}", hint=hinted(problem.hint, problem.values))), file=sys.stderr)
    return problem.exit_code
