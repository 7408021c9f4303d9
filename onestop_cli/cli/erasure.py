"""Erasing personal data by a recorded act."""

from typing import Annotated

from onestop_cli.cli.options import Apply, CodeOrNumber, Hand, Note, Target, option
from onestop_cli.cli.session import needed_text
from onestop_cli.errors import N_
from onestop_cli.output.erasure import erasure_record, erasure_text
from onestop_cli.usecases import erasure


def erase(
    *,
    code: CodeOrNumber,
    basis: Annotated[
        str,
        option(
            "--basis", "TEXT", N_("The law or decision by which the data may go; it stays for good, so no name in it.")
        ),
    ],
    note: Note,
    apply: Apply = False,
    hand: Hand,
    target: Target,
) -> None:
    """Erase the personal data of a finished dossier, for good.

    Example: onestop erase 230811-0003 --basis "Luật Lưu trữ 33/2024/QH15" --note "hết thời hạn lưu"
    """
    law, why = needed_text("--basis", basis), needed_text("--note", note)
    done = erasure.erase(*hand, code, law, why, apply=apply)
    target.record(erasure_record(done), lambda: erasure_text(done))
