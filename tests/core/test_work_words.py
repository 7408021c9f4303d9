"""Which words of an event mean that the day is worked: "làm việc, làm bù, đi làm" (domain §2.1), not what looks so."""

import unicodedata

import pytest

from onestop_cli.core.work_words import says_both, says_work

WORK = (
    "Đi làm bù",
    "ĐI LÀM BÙ",
    "di lam bu",
    "Làm bù cho thứ Hai 31/8",
    "Làm-bù thứ Bảy",
    "làm_việc",
    "Thứ Bảy, ngày làm việc",
    "Ngày làm bù",
    "Ngày làm thay",
    "ngay lam",
    "Đi làm trở lại",
    "Đi làm bù cho ngày nghỉ 31/8",
    "Không nghỉ",
    "Không được nghỉ, đi làm bình thường",
    "Hội nghị: vẫn làm việc",
    "Special Working Day",
    "Working day (moved from Monday, 31 August)",
    "MAKE-UP WORKING SATURDAY",
    "Not a day off: working day",
)
OFF = (
    "",
    "Quốc khánh",
    "Nghỉ bù",
    "NGHỈ BÙ Giỗ Tổ",
    "nghi bu",
    "Nghỉ làm",
    "Nghỉ làm việc",
    "nghi lam viec",
    "Không làm việc",
    "Ngày không làm việc",
    "Không phải đi làm",
    "Không phải là ngày làm việc",
    "Miễn làm việc buổi chiều",
    "Quốc tế Lao động",
    "Ngày Quốc tế Lao động (nghỉ bù)",
    "Ngày Lâm nghiệp Việt Nam",
    "ngay lam nghiep",
    "Nghỉ Quốc khánh, làm bù thứ Bảy 22/8",
    "Nghỉ 31/8 - làm bù 22/8",
    "Làm quen",
    "Day off, make-up working day 22/8",
    "National holiday (working day moved to 22/8)",
    "Non-working day",
    "Not a working day",
    "Make-up day off",
    "Social Work Day",
)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "is_work"), [*((t, True) for t in WORK), *((t, False) for t in OFF)])
def test_what_is_said_first_counts_whatever_the_spelling(text: str, is_work: bool, form: str) -> None:
    assert says_work(unicodedata.normalize(form, text)) is is_work  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "is_both"),
    [
        ("Nghỉ Quốc khánh, làm bù thứ Bảy 22/8", True),
        ("Nghỉ, làm bù 22/8", True),
        ("Nghỉ 31/8 - làm bù 22/8", True),
        ("Đi làm bù cho ngày nghỉ 31/8", True),
        ("Nghỉ làm việc", False),
        ("Không nghỉ, đi làm", False),
        ("Ngày nghỉ, không phải làm bù", False),
        ("Làm bù", False),
        ("Quốc khánh", False),
    ],
)
def test_the_words_of_either_half_of_a_swap_speak_of_both(text: str, is_both: bool) -> None:
    assert says_both(text) is is_both
