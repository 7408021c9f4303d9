"""Thirty people who are easily taken for each other, and whom each search must find first. None of them exists."""

import unicodedata
from typing import NamedTuple

from onestop_cli.core.dossier import Person


class Somebody(NamedTuple):
    """A person, with the note and the officer of the dossier, and another system's code where it has one."""

    person: Person
    note: str = ""
    officer: str = ""
    code: str | None = None


def _of(name: str, phone: str = "", id_number: str = "", address: str = "", email: str = "") -> Person:
    return Person(name, id_number, phone, address, email)


PEOPLE = (
    Somebody(_of("Nguyễn Thị Lan", "0912345678", "001185012345", "Số 12 ngõ 5 phố Sài Đồng")),
    Somebody(_of("Nguyễn Thị Lân", "+84 912 345 679", "001185012346")),
    Somebody(_of("Lan Thị Nguyễn", "0987.654.321")),
    Somebody(_of("Nguyễn Lan Thị Hoa", "0987 654 322")),
    Somebody(_of("Nguyễn Thị Hoàng Lan", "0356789012", "001190000001")),
    Somebody(_of("Nguyễn Thị Lánh", "0356789013")),
    Somebody(_of("Nguyễn Văn Tuấn", "0903111222", "001080000111", "Thôn Đông, xã Lan Mẫu")),
    Somebody(_of("Nguyễn Văn Toàn", "0903111223", "001080000112")),
    Somebody(_of("Nguyễn Văn Tuân", "0903111224")),
    Somebody(_of("Trần Quốc Tuấn", "0903111225")),
    Somebody(_of("Lê Thị Hòa", "0944000111")),
    Somebody(_of("Lê Thị Hoà Bình", "0944000112")),
    Somebody(_of("Lê Thị Hoa", "0944000113")),
    Somebody(_of("Phạm Thúy Vân", "0977000111", email="van.pham@example.vn")),
    Somebody(_of("Phạm Thuý Vân Anh", "0977000112")),
    Somebody(_of("Đỗ Đức Đạt", "0966000111", "C1234567")),
    Somebody(_of("Ðỗ Ðức Duy", "0966000112")),
    Somebody(_of("Ɖỗ Văn Đông", "0966000113")),
    Somebody(_of("Do Duc Dung", "0966000114")),
    Somebody(_of(unicodedata.normalize("NFD", "Võ Thị Ánh Tuyết"), "0955000111")),
    Somebody(_of("Vũ Thị Ánh", "0955000112; 0242 3456 789")),
    Somebody(_of("Công ty TNHH Ánh Dương", "02438271234", "0101234567")),
    Somebody(_of("АN ВА Тhành", "0933000111")),
    Somebody(_of("Ｈồ Văn Sáu", "0933000112")),
    Somebody(_of("Lê An", "0922000111", "012345678")),
    Somebody(_of("Lê Văn Bảy", "0922000112"), "nộp thay bà Trịnh Thị Mận"),
    Somebody(_of("Hoàng Minh Châu", "0922000113"), officer="Trần Thị Mai"),
    Somebody(_of("Trần Thị Mai", "0911000111"), officer="Hoàng Minh Châu"),
    Somebody(_of("Đặng Yến Nhi", "0911000112"), code="000.15.12.H26-231127-0003"),
    Somebody(_of("Y Moan Êban", "0911000113"), code="G22-77/2026"),
)

FIRST: tuple[tuple[str, str, str], ...] = (
    ("a whole name", "Nguyễn Thị Lan", "Nguyễn Thị Lan"),
    ("a whole name in other accents", "Nguyễn Thị Lân", "Nguyễn Thị Lân"),
    ("accents that were typed", "Lân", "Nguyễn Thị Lân"),
    ("capitals", "NGUYỄN THỊ LÂN", "Nguyễn Thị Lân"),
    ("syllables changed round", "Lan Thị Nguyễn", "Lan Thị Nguyễn"),
    ("syllables with others between", "nguyen hoang lan", "Nguyễn Thị Hoàng Lan"),
    ("whole syllables before beginnings", "hoang lan", "Nguyễn Thị Hoàng Lan"),
    ("a syllable that is being typed", "nguyen thi lanh", "Nguyễn Thị Lánh"),
    ("a syllable that is being typed, with its accent", "võ thị án", "Võ Thị Ánh Tuyết"),
    ("beginnings of every syllable", "pham thu va", "Phạm Thúy Vân"),
    ("a name that looks like another", "Nguyen Van Toan", "Nguyễn Văn Toàn"),
    ("accents between two names", "Nguyễn Văn Tuấn", "Nguyễn Văn Tuấn"),
    ("accents between two names, the other", "nguyễn văn tuân", "Nguyễn Văn Tuân"),
    ("a letter wrong", "Tran Quoc Tuam", "Trần Quốc Tuấn"),
    ("a letter too many", "Tran Quoocs Tuan", ""),
    ("two neighbours changed round", "Trna Quoc Tuan", "Trần Quốc Tuấn"),
    ("a letter that is missing", "Hoang Min Chau", "Hoàng Minh Châu"),
    ("the tone on the other vowel", "Lê Thị Hoà", "Lê Thị Hòa"),
    ("the tone on the other vowel, the other way", "lê thị hòa bình", "Lê Thị Hoà Bình"),
    ("the tone on the other vowel of ui", "Phạm Thuý Vân", "Phạm Thúy Vân"),
    ("no accent typed finds all, the newest first", "le thi hoa", "Lê Thị Hòa"),
    ("Đ as it is typed here", "Đỗ Đức Duy", "Ðỗ Ðức Duy"),
    ("another Đ", "Đỗ Văn Đông", "Ɖỗ Văn Đông"),
    ("Đ typed as D", "do duc dat", "Đỗ Đức Đạt"),
    ("D alone finds it written so", "Do Duc Dung", "Do Duc Dung"),
    ("decomposed in the register", "Võ Thị Ánh Tuyết", "Võ Thị Ánh Tuyết"),
    ("decomposed as typed", unicodedata.normalize("NFD", "Vũ Thị Ánh"), "Vũ Thị Ánh"),
    ("Cyrillic letters", "An Ba Thành", "АN ВА Тhành"),
    ("letters of full width", "hồ văn sáu", "Ｈồ Văn Sáu"),
    ("a firm", "ánh dương", "Công ty TNHH Ánh Dương"),
    ("a phone", "0912345678", "Nguyễn Thị Lan"),
    ("a phone with points", "0912.345.678", "Nguyễn Thị Lan"),
    ("a phone with the country", "+84 912 345 678", "Nguyễn Thị Lan"),
    ("a phone with the country's number only", "84912345678", "Nguyễn Thị Lan"),
    ("a phone without its zero", "912345678", "Nguyễn Thị Lan"),
    ("a phone that was written with the country", "0912 345 679", "Nguyễn Thị Lân"),
    ("the last four digits", "5679", "Nguyễn Thị Lân"),
    ("the second phone", "02423456789", "Vũ Thị Ánh"),
    ("an identity number", "001185012346", "Nguyễn Thị Lân"),
    ("its beginning", "0010800001", "Nguyễn Văn Tuấn"),
    ("its end", "12345", "Nguyễn Thị Lan"),
    ("an old identity number", "012345678", "Lê An"),
    ("a passport", "c1234567", "Đỗ Đức Đạt"),
    ("a street", "sai dong", "Nguyễn Thị Lan"),
    ("a name and a street", "lan ngo 5", "Nguyễn Thị Lan"),
    ("an e-mail", "van.pham@example.vn", "Phạm Thúy Vân"),
    ("a name and digits", "tuan 0903111225", "Trần Quốc Tuấn"),
    ("people before addresses", "lan", "Nguyễn Thị Lan"),
    ("a note", "Trịnh Thị Mận", "Lê Văn Bảy"),
    ("a person before who is named in a note", "le van bay", "Lê Văn Bảy"),
    ("the person, not the officer of that name", "Trần Thị Mai", "Trần Thị Mai"),
    ("a code of another system", "000.15.12.H26-231127-0003", "Đặng Yến Nhi"),
    ("its end, as a code", "231127-0003", "Đặng Yến Nhi"),
    ("a code in small letters", "g22-77/2026", "Y Moan Êban"),
    ("a part of a code", "g22", "Y Moan Êban"),
    ("a name of two syllables is not a part of others", "Lê An", "Lê An"),
    ("nobody", "Quách Tĩnh", ""),
    ("no word at all", "%", ""),
)
"""What is tried, what is typed, and who stands first; nobody where it is empty."""
