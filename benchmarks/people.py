"""Made-up people (dữ liệu mô phỏng) whose names are as common as in a ward, so that searches have as much to find.

Shares of family names and middle names are rounded from what is published of Vietnam; nobody of them exists.
"""

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from onestop_cli.sources.synthetic import COLUMNS

_FAMILIES = (
    "Nguyễn 38,Trần 11,Lê 9,Phạm 7,Hoàng 5,Phan 4,Vũ 4,Võ 3,Đặng 3,Bùi 3,Đỗ 2,Hồ 2,Ngô 2,Dương 2,Lý 1,Đinh 1,"
    "Trịnh 1,Mai 1,Lò 1"
)
_OF_WOMEN = "Thị 30,Ngọc 4,Thu 4,Phương 3,Hồng 3,Kim 2,Thanh 2,Bích 1,Diệu 1"
_OF_MEN = "Văn 26,Đức 5,Hữu 4,Minh 4,Công 3,Quang 3,Xuân 2,Đình 2,Bá 1"
_GIVEN = (
    "An Anh Ánh Bảo Bình Châu Chi Cường Dung Dũng Duy Dương Đạt Đông Đức Giang Hà Hải Hạnh Hân Hiền Hiếu Hoa Hòa Hoàng "
    "Hùng Huệ Hương Huy Khánh Khoa Kiên Lan Lâm Lân Linh Loan Long Ly Mai Minh My Nam Nga Ngân Ngọc Nhàn Nhung Oanh "
    "Phong Phúc Phương Quân Quang Quỳnh Sơn Tâm Thanh Thành Thảo Thắng Thiện Thịnh Thu Thủy Thúy Tiến Toàn Trang Trinh "
    "Trung Tú Tuấn Tùng Tuyết Uyên Vân Việt Vinh Vy Xuân Yên Yến"
).split()
_STREETS = ("Trần Hưng Đạo", "Ngô Gia Tự", "Nguyễn Văn Linh", "Phúc Lợi", "Sài Đồng", "Lý Thường Kiệt", "Vũ Xuân Thiều")
PEOPLE_COLUMNS = (*COLUMNS, "id_number", "phone", "address")


def _weighted(shares: str) -> list[str]:
    return [name for each in shares.split(",") for name in [each.split()[0]] * int(each.split()[1])]


def with_people(rows: Iterable[dict[str, str]], seed: str) -> Iterator[dict[str, str]]:
    """Rows of a register, each with a person; the same ones for the same seed."""
    random = Random(seed).random
    families, women, men = map(_weighted, (_FAMILIES, _OF_WOMEN, _OF_MEN))

    def one_of(names: Sequence[str]) -> str:
        return names[int(random() * len(names))]

    for row in rows:
        given = [one_of(_GIVEN) for _ in range(1 + (random() < 0.3))]
        row["applicant"] = " ".join([one_of(families), one_of(women if random() < 0.5 else men), *given])
        row["id_number"] = f"001{int(random() * 10**9):09d}"
        row["phone"] = f"09{int(random() * 10**8):08d}"
        row["address"] = f"Số {1 + int(random() * 300)} phố {one_of(_STREETS)}, phường Phúc Lợi"
        yield row
