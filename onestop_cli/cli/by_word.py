"""The commands that are there in Vietnamese only: one word says what takes an English command and its options."""

import inspect
from typing import Annotated

from onestop_cli.cli import acts, at_once, counter, dossiers
from onestop_cli.cli.options import (
    AskedPapers,
    At,
    CodeArgument,
    CodesArgument,
    Hand,
    Override,
    RequestNumber,
    Slip,
    Target,
    Until,
    argument,
    option,
    word,
)
from onestop_cli.cli.session import needed_text, one_of, typed_papers, typed_text
from onestop_cli.core import bounds
from onestop_cli.core.dossier import CHANNELS, Reason
from onestop_cli.core.forms import Form
from onestop_cli.core.text import name_text
from onestop_cli.errors import N_
from onestop_cli.usecases import acts as acting
from onestop_cli.usecases import counter as finishing


def hand_over(
    *,
    codes: CodesArgument,
    method: Annotated[str, word("--method", CHANNELS, N_("How it was handed over."))] = "direct",
    to: Annotated[str, option("--to", "NAME", N_("Who took it, where not the applicant."))] = "",
    at: At,
    note: Annotated[str, option("--note", "TEXT", N_("A note; not for personal data."))] = "",
    override: Override = "",
    hand: Hand,
    target: Target,
) -> None:
    """Hand results over; a dossier without one is approved as well.

    Example: onestop traketqua 3 5
    """
    way, remark = one_of("--method", method, CHANNELS), typed_text("--note", note)
    passing, taker = typed_text("--override", override), typed_text("--to", name_text(to), bounds.NAME)
    counter.answer(finishing.hand_over(*hand, codes, way, at, remark, override=passing, to=taker), target)


def ask_supplement(
    *,
    code: CodeArgument,
    note: Annotated[str, argument("NOTE", N_("What is missing; not for personal data."))],
    until: Until = None,
    papers: AskedPapers = None,
    letter: RequestNumber = "",
    slip: Slip = None,
    at: At,
    override: Override = "",
    hand: Hand,
    target: Target,
) -> None:
    """Stop the clock of a dossier that is to be supplemented.

    Example: onestop yeucaubosung 230811-0003 "thiếu giấy chứng sinh"
    """
    remark, passing = needed_text("NOTE", note), typed_text("--override", override)
    day = hand.desk.day(until) if until is not None else None
    asked = typed_papers("--papers", papers) if papers is not None else ""
    told = remark, passing, day, asked, typed_text("--letter", letter, bounds.CODE)
    paper = at_once.asked(slip)
    acted = acting.suspend(*hand, [code], Reason.supplement, None, at, *told)
    acts.answer(acted, [code], target)
    at_once.print_asked(hand, [acted[0].entry.dossier.code], Form.supplement, paper)


def find(**given: object) -> None:
    """List the dossiers in which words are found, newest first.

    Example: onestop tim nguyen an
    """
    words = given.pop("words")
    assert isinstance(words, list | tuple)
    dossiers.list_dossiers(**given, search=" ".join(words))  # type: ignore[arg-type]


_WORDS = Annotated[list[str], argument("TEXT...", N_("Words in name, number, address, code or note."))]
find.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
    [
        inspect.Parameter("words", inspect.Parameter.KEYWORD_ONLY, annotation=_WORDS),
        *(p for name, p in inspect.signature(dossiers.list_dossiers).parameters.items() if name != "search"),
    ]
)
