"""The numbers of the register as a book: those of a year, in the order of recording, none missing and none changed."""

from datetime import date
from pathlib import Path

import pytest

from onestop_cli.core.forms import Form
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Kind, Period, named_period
from onestop_cli.core.report import ReportRequest
from onestop_cli.errors import PeriodNotBegun
from onestop_cli.store import register_numbers
from onestop_cli.store.database import reading
from onestop_cli.usecases import settings, slips
from onestop_cli.usecases.reports.book import Book, numbered_book
from tests.core.written import at
from tests.office import ACTOR, Ward, moment

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def book(ward: Ward, period: Period = YEAR, *, known_at: str | None = None, as_of: str | None = None) -> Book:
    request = ReportRequest(
        period, (), Basis.due, Granularity.unit, False, moment(as_of), None if known_at is None else at(known_at)
    )
    return numbered_book(ward.path, ward.clock, request)


def numbers(found: Book) -> dict[str, int]:
    """The number of each dossier, in the order of the book."""
    return {line.entry.dossier.code: line.number for line in found.lines}


def test_a_number_is_the_place_in_the_order_of_recording(ward: Ward) -> None:
    later = ward.receive(when="3/8/2026 08:45").code
    earlier = ward.receive(when="3/8/2026 08:15").code
    assert numbers(book(ward)) == {later: 1, earlier: 2}
    with reading(ward.path) as connection:
        counted = [
            register_numbers.register_number(connection, 2026, each.seq)
            for each in register_numbers.numbered(connection, YEAR.first_second, YEAR.last_second)
        ]
    assert counted == [1, 2]


def test_a_void_number_stays(ward: Ward) -> None:
    codes = [ward.receive().code for _ in range(3)]
    ward.void(codes[1])
    found = book(ward)
    assert numbers(found) == {code: number for number, code in enumerate(codes, 1)}
    assert [line.voided is not None for line in found.lines] == [False, True, False]


def test_a_correction_changes_no_number_and_no_book(ward: Ward) -> None:
    moved, other = ward.receive().code, ward.receive().code
    ward.correct(moved, received_at="31/7/2026 09:00")
    august = named_period(Kind.month, 8, 2026, Convention.calendar)
    july = named_period(Kind.month, 7, 2026, Convention.calendar)
    assert numbers(book(ward)) == {moved: 1, other: 2}
    assert numbers(book(ward, august)) == {moved: 1, other: 2}
    assert numbers(book(ward, july)) == {}


def test_a_part_of_the_year_has_the_numbers_of_the_year(ward: Ward) -> None:
    ward.receive()
    ward.is_now("4/8/2026 10:00")
    code = ward.receive().code
    assert numbers(book(ward, Period(date(2026, 8, 4), date(2026, 8, 4)))) == {code: 2}


def test_the_numbers_of_each_year_begin_with_one(ward: Ward) -> None:
    old = ward.receive().code
    ward.is_now("4/1/2027 10:00")
    new, late = ward.receive().code, ward.receive(when="31/12/2026 09:00").code
    assert numbers(book(ward)) == {old: 1, late: 2}
    assert numbers(book(ward, Period(date(2027, 1, 1), date(2027, 12, 31)))) == {new: 1}
    both = book(ward, Period(date(2026, 12, 1), date(2027, 1, 31)))
    assert numbers(both) == {late: 2, new: 1}
    assert both.volume == ""


def test_a_year_is_closed_once_it_is_over(ward: Ward) -> None:
    ward.receive()
    assert not book(ward).is_closed
    ward.is_now("1/1/2027 00:00")
    assert book(ward).is_closed
    assert not book(ward, as_of="31/12/2026 17:00").is_closed
    assert not book(ward, named_period(Kind.month, 12, 2026, Convention.calendar)).is_closed
    assert not book(ward, named_period(Kind.year, 1, 2026, Convention.administrative)).is_closed


def test_the_book_as_it_stood_and_was_known(ward: Ward) -> None:
    first = ward.receive().code
    ward.is_now("4/8/2026 09:00")
    second = ward.receive().code
    ward.void(first)
    ward.is_now("5/8/2026 09:00")
    known = book(ward, known_at="3/8/2026 23:59")
    assert numbers(known) == {first: 1}
    assert known.lines[0].voided is None
    assert numbers(book(ward, as_of="3/8/2026 23:59")) == {first: 1}
    assert numbers(book(ward, known_at="5/8/2026 08:00")) == numbers(book(ward)) == {first: 1, second: 2}


def test_the_title_is_that_of_the_end_of_the_period(long_ward: Ward) -> None:
    long_ward.is_now("5/1/2026 09:00")
    august = book(long_ward, named_period(Kind.month, 8, 2025, Convention.calendar))
    assert (august.titled.number, august.circular) == ("06", "Thông tư số 01/2018/TT-VPCP")
    september = book(long_ward, named_period(Kind.month, 9, 2025, Convention.calendar))
    assert (september.titled.number, september.circular) == ("07", "Thông tư số 03/2025/TT-VPCP")


def test_a_year_to_come_has_no_book(ward: Ward) -> None:
    with pytest.raises(PeriodNotBegun):
        book(ward, Period(date(2027, 1, 1), date(2027, 12, 31)))


def test_what_the_office_says_of_itself_is_as_on_its_slips(ward: Ward) -> None:
    ward.receive()
    (slip,) = slips.look(ward.path, ward.clock, ["1"], Form.receipt).papers
    assert book(ward).letterhead == slip.head
    assert slip.head.place == "Phúc Lợi"


def test_templates_of_its_own_are_those_of_the_day_it_is_printed(ward: Ward) -> None:
    ward.receive()
    ward.is_now("4/1/2027 09:00")
    settings.set_value(ward.path, ward.clock, ACTOR, "forms.dir", "/srv/mau", ward.now.date())
    assert book(ward).folder == Path("/srv/mau")
