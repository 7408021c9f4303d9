"""Letters to officers: what is due and overdue, by code, procedure and date, and nobody's name."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from tests.cli.nights.conftest import Nights
from tests.office import SOMEONE


def _letters(nights: Nights, night: str) -> dict[str, EmailMessage]:
    """The letters of a night by their files' names."""
    folder = nights.folder / night / "mail"
    found: dict[str, EmailMessage] = {}
    for path in sorted(folder.glob("*")):
        letter = message_from_bytes(path.read_bytes(), policy=default)
        assert isinstance(letter, EmailMessage)
        found[path.name] = letter
    return found


def test_each_officer_has_a_letter_of_what_is_overdue_and_due_by_the_next_working_day(nights: Nights) -> None:
    ward = nights.ward
    overdue = ward.receive("khai-tu", "30/7/2026 09:00", officer="Trần Thị Bưởi").code
    due = ward.receive("tinh-trang-hon-nhan", "30/7/2026 10:00", officer="Trần Thị Bưởi").code
    later = ward.receive("bay-ngay", officer="Trần Thị Bưởi").code
    other = ward.receive("khai-tu", "30/7/2026 09:00", officer="Lê Văn Đức").code
    nights.night("3/8/2026 17:45", "--to-mail")
    letters = _letters(nights, "2026-08-03")
    assert list(letters) == ["01-le-van-duc.eml", "02-tran-thi-buoi.eml"]
    letter = letters["02-tran-thi-buoi.eml"]
    text = letter.get_content()
    assert (overdue in text, due in text, later in text, other in text) == (True, True, False, False)
    assert [group.display_name for group in letter["To"].groups] == ["Trần Thị Bưởi"]
    assert (letter["To"].addresses, letter["X-Unsent"]) == ((), "1")


def test_no_letter_names_a_person(nights: Nights) -> None:
    nights.ward.receive("khai-tu", "30/7/2026 09:00", officer="lan", note="mẹ là bà Lê Thị C")
    nights.night("3/8/2026 17:45", "--to-mail", "--personal-data")
    [letter] = _letters(nights, "2026-08-03").values()
    text = letter.get_content()
    assert not any(words in text for words in (*filter(None, SOMEONE), "Lê Thị C"))


def test_nothing_due_is_no_letter(nights: Nights) -> None:
    nights.ward.receive("bay-ngay")
    told = nights.night("3/8/2026 17:45", "--to-mail")
    assert not [file for file in told["files"] if file["name"].startswith("mail/")]


@pytest.mark.parametrize(
    ("officer", "name"),
    [
        ("", "01-khong-ro.eml"),
        ("../../etc/passwd", "01-etc-passwd.eml"),
        ("=cmd()", "01-cmd.eml"),
        ("[red]Đỗ[/red]", "01-red-do-red.eml"),
        ("王小明", "01-khong-ro.eml"),
        ("a" * 200, f"01-{'a' * 40}.eml"),
        ("Lan <lan@example.vn>, x:;", "01-lan-lan-example-vn-x.eml"),
    ],
)
def test_an_officers_name_is_never_a_path_or_an_address(nights: Nights, officer: str, name: str) -> None:
    nights.ward.receive("khai-tu", "30/7/2026 09:00", officer=officer)
    nights.night("3/8/2026 17:45", "--to-mail")
    [(found, letter)] = _letters(nights, "2026-08-03").items()
    assert (found, letter["To"].addresses) == (name, ())
    assert nights.findings() == []


def test_letters_are_counted_in_the_manifest(nights: Nights) -> None:
    nights.ward.receive("khai-tu", "30/7/2026 09:00", officer="lan")
    told = nights.night("3/8/2026 17:45", "--to-mail")
    assert [file["rows"] for file in told["files"] if file["name"] == "mail/01-lan.eml"] == [1]
