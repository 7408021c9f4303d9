"""The printed forms of a one-stop shop and their editions (domain §6).

Circular 01/2018/TT-VPCP has six forms, Circular 03/2025/TT-VPCP seven; which edition a paper is of follows from the day
of the act it is about. A form is named everywhere by its number of 2025; the paper bears the number of its edition.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from onestop_cli.errors import FormNotOfItsDay


class Form(StrEnum):
    """The forms, by their numbers of 2025; the notice of a refused result has none."""

    receipt = "01"
    supplement = "02"
    decline = "03"
    apology = "04"
    stop = "05"
    control = "06"
    register = "07"
    refusal = "refusal"


SHEETS = tuple(form for form in Form if form is not Form.register)
"""The forms that are a paper each; the register is a book."""


class Titled(NamedTuple):
    """What an edition calls a form: its number there, empty where it has none, and its title."""

    number: str
    title: str


class Edition(NamedTuple):
    """The forms of one circular, in force from a day on. A provisional one is built from the titles only: the text of
    its annex was not read."""

    name: str
    since: date
    circular: str
    is_provisional: bool
    forms: Mapping[Form, Titled]


def edition_on(editions: Sequence[Edition], form: Form, day: date) -> Edition:
    """The edition a form of a day is printed in. Raises `FormNotOfItsDay` where that edition has no such form."""
    edition = next(each for each in reversed(editions) if each.since <= day)
    if form not in edition.forms:
        since = next(each.since for each in editions if form in each.forms)
        raise FormNotOfItsDay(form=form, edition=edition.name, day=day, since=since)
    return edition
