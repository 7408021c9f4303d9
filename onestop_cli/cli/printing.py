"""Papers from the command line: drawn, recorded and put in their place, then sent to the printer.

A paper is drawn with no lock held and lies in a draft when its printing is recorded; only then is it put in its place,
and only then does the printer's command run. A printer that fails undoes nothing.
"""

import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from onestop_cli.cli.session import Desk, Hand
from onestop_cli.core.forms import Form
from onestop_cli.core.slips import MADE
from onestop_cli.errors import (
    N_,
    BadTarget,
    ChangedMeanwhile,
    OnestopError,
    PaperEnding,
    PaperFailed,
    PaperLost,
    PapersFailed,
    PrinterFailed,
    PrinterFailedUnkept,
    UnreadFile,
)
from onestop_cli.output import formats, stream
from onestop_cli.output.shell import shell_word
from onestop_cli.output.words import _
from onestop_cli.usecases import slips
from onestop_cli.usecases.slips import DeclinedPaper, Paper, Printing

_ENDINGS = {f".{made}": made for made in MADE}
"""What a paper is made as, by the ending of its file."""
_TRIES = 5
"""How often a paper is drawn anew because its dossier changed meanwhile."""
SECONDS = 60
"""How long a printer's command may take."""
_LONGEST = 60
"""Letters of a code in a file's name."""


class PaperFile(NamedTuple):
    """Where papers go, and as what they are made."""

    path: Path
    made: str


def paper_file(text: str) -> PaperFile:
    """The file that papers are to be written to; whether it can be had is looked at before anything is recorded.

    Raises `PaperEnding`, `BadTarget`, `MissingPackage`.
    """
    from onestop_cli.output.targets import check_target, is_device

    path = Path(text)
    made = _ENDINGS.get(path.suffix.lower())
    if made is None and not path.is_dir():
        raise PaperEnding(path=path, known=", ".join(_ENDINGS))
    check_target(path)
    if made is None or is_device(path):
        raise BadTarget(path=path, why=N_("a paper goes into a file that stays"))
    must_be_installed(made)
    return PaperFile(path, made)


def must_be_installed(made: str) -> None:
    """Raises `MissingPackage` where what draws a paper is not installed."""
    formats.PAPERS[made].must_be_installed()


def print_papers(
    hand: Hand,
    codes: Sequence[str],
    form: Form | None,
    file: PaperFile | None,
    copies: int = 1,
    *,
    is_recorded: bool = True,
) -> list[Printing]:
    """The papers are in the file, their printing is in the ledger, and the printer has them where there is one.

    Without a file they go to the printer, or else to a file named after them in the present folder. With
    `is_recorded` false nothing is recorded, and they go to no printer. Raises what drawing and recording raise, and
    `PaperLost`, `PrinterFailed` afterwards.
    """
    made = file.made if file is not None else "pdf"
    must_be_installed(made)
    for left in range(_TRIES - 1, -1, -1):
        papers, folder, command = slips.look(hand.path, hand.clock, codes, form)
        command = command if is_recorded else ""
        drawn = _drawn(hand, papers, copies, there(folder), made, is_preview=not is_recorded)
        digest, name = _digest(drawn), Path(_named_after(papers))
        path = file.path if file is not None else None if command else name
        anchors: list[str] = []
        try:
            with _in_place(drawn, path, name, anchors) as draft:
                anchors += slips.record(*hand, papers, digest, made, copies) if is_recorded else []
                if path is None:
                    _send_draft(command, draft, drawn)
        except ChangedMeanwhile:
            if not left:
                raise
            continue
        if command and path is not None:
            _send_placed(command, path, made)
        known, is_sent = anchors or [None] * len(papers), bool(command) and made == "pdf"
        return [Printing(each, path, digest, anchor, is_sent) for each, anchor in zip(papers, known, strict=True)]
    raise AssertionError("the last try returns or raises")


@contextmanager
def _in_place(drawn: bytes, path: Path | None, name: Path, recorded: Sequence[str]) -> Iterator[Path]:
    """A paper lies in a draft; afterwards it is in its place, or gone where it has none.

    Raises `BadTarget`, `TargetFull`, `TargetLost`; `PaperLost` where its printing is recorded.
    """
    if path is None:
        from onestop_cli.output.drafts import drafts

        with drafts(None) as folder:
            draft = folder / name
            draft.touch(0o600)
            draft.write_bytes(drawn)
            yield draft
        return
    try:
        with stream.placing([drawn], path):
            yield path
    except OnestopError as problem:
        if not recorded:
            raise
        raise PaperLost(what=problem) from problem


def print_of_act(hand: Hand, codes: Sequence[str], form: Form, file: PaperFile) -> list[Printing]:
    """The papers of acts just recorded, which stand whatever becomes of the papers. Raises `PaperFailed`,
    `PapersFailed`, `PaperLost`, `PrinterFailed`."""
    try:
        return print_papers(hand, codes, form, file)
    except (PaperLost, PrinterFailed):
        raise
    except OnestopError as problem:
        if len(codes) == 1:
            raise PaperFailed(code=codes[0], form=form, what=problem) from problem
        ended = "-- " if any(code.startswith("-") for code in codes) else ""
        raise PapersFailed(stack=ended + " ".join(map(shell_word, codes)), form=form, what=problem) from problem


def _drawn(
    hand: Hand,
    papers: Sequence[Paper | DeclinedPaper],
    copies: int,
    folder: Path | None,
    made: str,
    *,
    is_preview: bool,
) -> bytes:
    from onestop_cli.output.forms.values import printed_forms

    forms = printed_forms(papers, copies, hand.clock(), is_preview=is_preview)
    if made == "html":
        from onestop_cli.output.forms.html import html_text

        return html_text(forms, folder).encode()
    from onestop_cli.output.forms.pdf import pdf_bytes

    return pdf_bytes(forms, folder)


def _digest(drawn: bytes) -> str:
    from hashlib import sha256

    return sha256(drawn).hexdigest()


def own_folder(desk: Desk) -> Path | None:
    """The office's own templates. Raises as `there`."""
    return there(slips.own_folder(desk.path, desk.clock))


def there(folder: Path | None) -> Path | None:
    """The folder of templates. Raises `UnreadFile` where one was set and is not there."""
    if folder is not None and not folder.is_dir():
        raise UnreadFile(path=folder, why=N_("there is no such folder, and forms.dir names it"))
    return folder


def _named_after(papers: Sequence[Paper | DeclinedPaper]) -> str:
    """A file's name for papers: their form and the code of the first; no letter of a code that a name could not have.

    `01-giay-hen-H26.15.30-261127-0001.pdf`
    """
    from onestop_cli.output.forms.templates import STEMS

    first = papers[0]
    code = re.sub(r"[^\w.-]", "_", first.code)[:_LONGEST]
    more = f"-va-{len(papers) - 1}-ho-so" if len(papers) > 1 else ""
    return f"{STEMS[first.form]}-{code}{more}.pdf"


def _send_draft(command: str, draft: Path, drawn: bytes) -> None:
    """A paper that has no place of its own is sent; where that fails it stays in the present folder.

    Raises `PrinterFailed`, `PrinterFailedUnkept`.
    """
    why = _send(command, draft)
    if not why:
        return
    kept = Path(draft.name)
    try:
        stream.write_pieces([drawn], kept)
    except OnestopError as problem:
        raise PrinterFailedUnkept(why=why, what=problem) from problem
    raise PrinterFailed(path=kept, why=why, command=_shown(command, kept))


def _send_placed(command: str, path: Path, made: str) -> None:
    """A paper in its place is sent too, unless it is a page: what prints PDF need not print that. Raises
    `PrinterFailed`."""
    if made != "pdf":
        print(_("note: {text}", text=_("a paper as HTML is not sent to the printer; print it from a browser")),
              file=sys.stderr)  # fmt: skip
    elif why := _send(command, path):
        raise PrinterFailed(path=path, why=why, command=_shown(command, path))


def _send(command: str, path: Path) -> str:
    """Why the printer's command did not take the file; nothing where it did.

    What it says goes into a file, not a pipe: a program that it leaves running would hold that open.
    """
    import subprocess
    from tempfile import TemporaryFile

    with TemporaryFile() as told:
        try:
            done = subprocess.run(
                _words(command, path), stdin=subprocess.DEVNULL, stdout=told, stderr=subprocess.STDOUT, timeout=SECONDS,
                check=False,
            )  # fmt: skip
        except OSError as problem:
            return f"{_words(command, path)[0]}: {_(problem.strerror or str(problem))}"
        except ValueError as problem:
            return str(problem)
        except subprocess.TimeoutExpired:
            return _("it took longer than {seconds} seconds", seconds=SECONDS)
        if done.returncode == 0:
            return ""
        told.seek(0)
        return told.read().decode("utf-8", "replace").strip()[-300:] or str(done.returncode)


def _words(command: str, path: Path) -> list[str]:
    """The words of the printer's command. The file is named whole: it may begin with a hyphen."""
    return [word.replace("{file}", str(path.absolute())) for word in shlex.split(command)]


def _shown(command: str, path: Path) -> str:
    return shlex.join(_words(command, path))
