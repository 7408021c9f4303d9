"""Papers from the command line: drawn, recorded and put in their place, then sent to the printer.

A paper is drawn with no lock held and lies in a draft when its printing is recorded; only then is it put in its place,
and only then does the printer's command run. A printer that fails undoes nothing.
"""

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from onestop_cli.cli.session import Desk, Hand
from onestop_cli.core.forms import Form
from onestop_cli.errors import ChangedMeanwhile, OnestopError, PaperFailed, PrinterFailed, UnknownFormat, UnreadFile
from onestop_cli.output import formats, stream
from onestop_cli.usecases import slips
from onestop_cli.usecases.slips import DeclinedPaper, Paper, Printing

MADE = {".pdf": "pdf", ".html": "html"}
"""What a paper is made as, by the ending of its file."""
_TRIES = 5
"""How often a paper is drawn anew because its dossier changed meanwhile."""
_SECONDS = 60
"""How long a printer's command may take."""


class PaperFile(NamedTuple):
    """Where papers go, and as what they are made."""

    path: Path
    made: str


def paper_file(text: str) -> PaperFile:
    """The file that papers are to be written to; whether it can be had is looked at before anything is recorded.

    Raises `UnknownFormat`, `BadTarget`, `MissingPackage`.
    """
    from onestop_cli.output.targets import check_target

    path = Path(text)
    check_target(path)
    made = MADE.get(path.suffix.lower())
    if made is None:
        raise UnknownFormat(path=path, known=", ".join(MADE))
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
    `PrinterFailed` afterwards.
    """
    made = file.made if file is not None else "pdf"
    must_be_installed(made)
    for left in range(_TRIES - 1, -1, -1):
        papers, folder, command = slips.look(hand.path, hand.clock, codes, form)
        command = command if is_recorded else ""
        drawn = _drawn(hand, papers, copies, there(folder), made, is_preview=not is_recorded)
        digest = _digest(drawn)
        try:
            if file is None and command:
                anchors = slips.record(*hand, papers, digest, made, copies)
                _send_draft(command, drawn, Path(_named_after(papers)))
                return [Printing(each, None, digest, anchor) for each, anchor in zip(papers, anchors, strict=True)]
            path = file.path if file is not None else Path(_named_after(papers))
            with stream.placing([drawn], path):
                anchors = slips.record(*hand, papers, digest, made, copies) if is_recorded else [None] * len(papers)
        except ChangedMeanwhile:
            if not left:
                raise
            continue
        if command and made == "pdf":
            _send(command, path)
        return [Printing(each, path, digest, anchor) for each, anchor in zip(papers, anchors, strict=True)]
    raise AssertionError("the last try returns or raises")


def print_of_act(hand: Hand, codes: Sequence[str], form: Form, file: PaperFile) -> list[Printing]:
    """The papers of acts just recorded, which stand whatever becomes of the papers. Raises `PaperFailed`,
    `PrinterFailed`."""
    try:
        return print_papers(hand, codes, form, file)
    except PrinterFailed:
        raise
    except OnestopError as problem:
        raise PaperFailed(code=" ".join(codes), form=form, what=problem) from problem


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
        raise UnreadFile(path=folder, why="forms.dir")
    return folder


def _named_after(papers: Sequence[Paper | DeclinedPaper]) -> str:
    """A file's name for papers: their form and the code of the first; no letter of a code that a name could not have.

    `01-giay-hen-H26.15.30-261127-0001.pdf`
    """
    from onestop_cli.output.forms.templates import STEMS

    first = papers[0]
    code = re.sub(r"[^\w.-]", "_", first.code)
    more = f"-va-{len(papers) - 1}-ho-so" if len(papers) > 1 else ""
    return f"{STEMS[first.form]}-{code}{more}.pdf"


def _send_draft(command: str, drawn: bytes, name: Path) -> None:
    """A paper that has no place of its own is sent; where that fails it stays in the present folder."""
    from onestop_cli.output.drafts import drafts

    with drafts(None) as folder:
        draft = folder / name
        draft.touch(0o600)
        draft.write_bytes(drawn)
        try:
            _send(command, draft)
        except PrinterFailed as problem:
            stream.write_pieces([drawn], name)
            raise PrinterFailed(path=name, why=problem.values["why"], command=_shown(command, name)) from problem


def _send(command: str, path: Path) -> None:
    """The printer's command has taken the file. Raises `PrinterFailed`."""
    import subprocess

    words = [word.replace("{file}", str(path)) for word in shlex.split(command)]
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False)
        said = done.stderr.decode("utf-8", "replace").strip() or done.stdout.decode("utf-8", "replace").strip()
        why = "" if done.returncode == 0 else said[-300:] or str(done.returncode)
    except (OSError, ValueError) as problem:
        why = str(problem)
    except subprocess.TimeoutExpired:
        why = f"> {_SECONDS} s"
    if why:
        raise PrinterFailed(path=path, why=why, command=_shown(command, path))


def _shown(command: str, path: Path) -> str:
    return shlex.join(word.replace("{file}", str(path)) for word in shlex.split(command))
