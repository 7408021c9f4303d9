"""Dates of an explanation worked out from its days, minutes and due time, as `docs/json.md` says."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from onestop_cli.core.moments import Moments
from onestop_cli.output.explanations import explanation_record
from onestop_cli.output.records import json_text
from onestop_cli.usecases.explanations import explain
from tests.office import Ward

Json = dict[str, Any]


def explained(ward: Ward, code: str) -> Json:
    """The explanation of a dossier as a program reads it."""
    return json.loads(json_text(explanation_record(explain(ward.path, ward.clock, code, Moments()))))


def worked_out(derivation: Json, letters: Sequence[str] = ()) -> str | None:
    """The due instant that a derivation gives; without days, the date of one of the letters."""
    if derivation["unit"] == "none":
        return next((new for new in letters if new == derivation["due_at"]), None)
    days, due_time = derivation["days"], derivation["due_time"]
    if due_time is None:
        assert open_time(derivation["minutes"]) == timedelta(hours=derivation["amount"])
        return derivation["minutes"][-1]["to"]
    last = days[-1]["date"] if days[-1]["reason"] == "after_resumption" else last_counted(days)
    return f"{last}T{due_time}" + (":00+07:00" if len(due_time) == 5 else "+07:00")


def last_counted(days: list[Json]) -> str:
    return [row["date"] for row in days if row["counted"]][-1]


def open_time(minutes: list[Json]) -> timedelta:
    """The stretches of open time together."""
    stretches = [[datetime.fromisoformat(stretch[end]) for end in ("from", "to")] for stretch in minutes]
    return sum((end - start for start, end in stretches), timedelta())


def numbers(derivation: Json) -> list[int]:
    """The numbers of the days counted; the days on which a date is rolled have the limit's own number again."""
    return sorted({row["n"] for row in derivation["days"] if row["counted"]})


def given_out(given: Json) -> str:
    """The due instant that another system's date comes to: what is listed after it, or from the resumption."""
    if given["minutes"]:
        seconds = given["amount"] * 3600 if given["amount"] else given["suspended"]
        assert open_time(given["minutes"]) == timedelta(seconds=seconds)
        return given["minutes"][-1]["to"]
    if not given["days"]:
        return given["given_due_at"]
    if given["amount"] is None and given["unit"] != "same_day":
        assert numbers(given) == list(range(1, given["suspended"] + 1))
    last, due_time = given["days"][-1], given["due_time"]
    on = last["date"] if last["reason"] == "after_resumption" else last_counted(given["days"])
    return f"{on}T{due_time}" + (":00+07:00" if len(due_time) == 5 else "+07:00")


def counted(explanation: Json) -> str | None:
    """What the counting of an explanation gives: its days, or those after another system's date."""
    given = explanation["given"]
    return given_out(given) if given else worked_out(explanation | explanation["rule"])


def in_force(explanation: Json) -> str | None:
    """The due date in force, from nothing but the explanation: each step's counting in turn.

    A step without a counting leaves the date; where another date was kept, it is the one before, or with an amendment
    one that an earlier step gave.
    """
    due_at: str | None = None
    earlier: list[str | None] = [None]
    for step in explanation["steps"]:
        derivation = step["due"]
        if derivation is None:
            continue
        given = derivation["given"]
        kept = given["kept"] if given else derivation["kept"]
        if not kept:
            due_at = given_out(given) if given else worked_out(derivation)
        elif step["kind"] in ("correct", "undo", "move"):
            assert step["due_after"] in earlier
            due_at = step["due_after"]
        earlier.append(due_at)
    return due_at
