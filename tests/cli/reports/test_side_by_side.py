"""All due dates, all ways of comparing, side by side: each is the plain report with that option (domain §3.5)."""

from collections.abc import Callable

import pytest

from onestop_cli.core.outcomes import Basis, Granularity
from tests.cli.reports.shapes import FIGURES, JUNE, MAY, ROW, rows
from tests.command_line import as_json, refused, typed

BASES, GRANULARITIES = tuple(Basis), tuple(Granularity)


@pytest.mark.parametrize("by", ["procedure", "officer", "week", "none"])
@pytest.mark.parametrize("period", [MAY, JUNE], ids=" ".join)
@pytest.mark.parametrize("shape", [("--bases",), ("--granularities",), ("--bases", "--granularities")], ids=" ".join)
def test_each_column_is_the_plain_report_with_its_options(
    period: tuple[str, ...], by: str, shape: tuple[str, ...]
) -> None:
    told = as_json("report", *period, "--by", by, *shape)
    bases = BASES if "--bases" in shape else BASES[:1]
    granularities = GRANULARITIES if "--granularities" in shape else GRANULARITIES[:1]
    assert [(each["basis"], each["granularity"]) for each in told["columns"]] == [
        (basis.value, granularity.value) for basis in bases for granularity in granularities
    ]
    for each in told["columns"]:
        options = "--basis", each["basis"], "--granularity", each["granularity"]
        plain = as_json("report", *period, "--by", by, *options)
        assert (each["rows"], each["total"]) == (plain["rows"], plain["total"])


def test_what_is_not_side_by_side_is_as_it_was_asked_for() -> None:
    told = as_json("report", *MAY, "--bases", "--granularity", "minute")
    assert (told["basis"], told["granularity"]) == (None, "minute")
    assert {each["granularity"] for each in told["columns"]} == {"minute"}
    told = as_json("report", *MAY, "--granularities", "--basis", "statutory", "--strict")
    assert (told["basis"], told["granularity"], told["strict"]) == ("statutory", None, True)
    assert {each["basis"] for each in told["columns"]} == {"statutory"}


def test_csv_says_of_each_line_what_it_is_judged_by() -> None:
    lines = rows(typed("report", *JUNE, "--bases", "-f", "csv"))
    assert list(lines[0]) == ["basis", "granularity", *ROW[:2], *FIGURES]
    totals = [(line["basis"], line["late"]) for line in lines if line["key"] == "total"]
    plain = [as_json("report", *JUNE, "--basis", basis)["total"]["late"] for basis in BASES]
    assert totals == [(basis.value, str(late)) for basis, late in zip(BASES, plain, strict=True)]


def test_the_screen_says_all_that_is_judged_by() -> None:
    text = typed("report", *JUNE, "--bases", "--by", "none", "--lang", "en")
    lines = [line.strip() for line in text.splitlines()]
    first = lines.index("Total")
    told = [line.rsplit("  ", 8)[0].split("  ")[0] for line in lines[first + 1 : first + 5]]
    assert told == ["due date", "on the slip", "new appointment", "by statute"]
    assert "Basis: due date, date on the slip, new appointment, statutory limit" in text


def test_the_figures_of_a_line_stand_side_by_side_in_80_columns(on_screen: Callable[..., str]) -> None:
    def figures(text: str) -> list[str]:
        return [line for line in text.splitlines() if line.startswith("  ") and line.endswith(" 0")]

    piped, shown = typed("report", *MAY, "--bases"), on_screen("report", *MAY, "--bases")
    assert figures(shown) == figures(piped)
    assert len(figures(piped)) % len(BASES) == 0


def test_a_document_lists_the_dossiers_that_are_not_told_alike() -> None:
    """The one late by its due date of 31/5 had a letter to 2/6, its last day."""
    text = typed("report", *JUNE, "--bases", "-f", "md", "--lang", "en")
    assert "not told alike" not in text  # brief: without the dossiers
    page = typed("report", *JUNE, "--bases", "-f", "html", "--lang", "en")
    assert "not told alike by all" in page
    assert "H26.15.30-230522-0001" in page


@pytest.mark.parametrize(
    "options",
    [
        "--bases --basis due",
        "--granularities --granularity unit",
        "--bases --granularities --basis due",
        "--bases --granularities --granularity date",
        "--bases --form 06a",
        "--granularities --form 06a",
        "--bases --index-766",
        "--granularities --index-766",
        "--bases --sealed",
        "--granularities --sealed",
        "--bases --cumulative",
        "--granularities --cumulative",
        "--bases --fail-on late",
        "--granularities --fail-on overdue",
    ],
)
def test_what_does_not_go_with_them_is_refused(options: str) -> None:
    assert "cannot be given together" in refused("report", *MAY, *options.split())
