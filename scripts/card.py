"""Write the counter's card, `docs/card.html`: one page of A4 in black and white, in Vietnamese, to print.

    python scripts/card.py

Each line of it is a command as it is typed; `tests/test_card.py` types them all, from top to bottom, in the office of
`scripts/story.py`, reads every way to write a day, and fails when the page is not what this writes.
"""

from html import escape
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent.parent / "docs" / "card.html"


class Row(NamedTuple):
    """What one wants, what is typed for it after `onestop`, and what to know of it."""

    what: str
    command: str
    note: str = ""


class Part(NamedTuple):
    """A heading and its rows."""

    heading: str
    rows: tuple[Row, ...]


PARTS = (
    Part(
        "Tiếp nhận",
        (
            Row(
                "Hồ sơ có hẹn",
                'nhan khai-sinh "Nguyễn Thị Lan" -d 0912345678',
                "Màn hình hiện mã hồ sơ và ngày hẹn để đọc cho công dân.",
            ),
            Row("In giấy hẹn", "giayhen 1", "Thành tệp PDF, hoặc ra máy in đã đặt; in lại thì trên giấy có ghi."),
            Row(
                "Chứng thực, trả ngay",
                'nhan cs "Nguyễn Văn An" -b3 -p30000 -x',
                "cs: chứng thực bản sao; -b số bộ, -p phí; -x: tiếp nhận, có kết quả và trả kết quả cùng lúc.",
            ),
            Row(
                "Cả hàng chờ một lượt",
                "nhan cs --from hang-cho.txt -x",
                "Trong tệp mỗi dòng một hồ sơ: họ tên; số bộ; phí; điện thoại.",
            ),
            Row(
                "Hồ sơ của hôm trước",
                'nhan tinh-trang-hon-nhan "Đào Văn Cường" --at "hôm qua 15:30"',
            ),
            Row("Chỉ hỏi ngày hẹn", "tinhngay giam-ho", "Không ghi gì vào sổ."),
        ),
    ),
    Part(
        "Trả kết quả",
        (
            Row("Có kết quả và trả ngay", "traketqua 1", "1: hồ sơ thứ nhất nhận hôm nay."),
            Row("Có kết quả, trả sau", "ketqua 251230-0001"),
            Row("Công dân đến lấy", "traketqua 251230-0001"),
            Row(
                "Từ chối giải quyết",
                'ketqua 251230-0002 --result refused --note "không đủ điều kiện"',
                "Phải ghi lý do.",
            ),
        ),
    ),
    Part(
        "Tìm hồ sơ",
        (
            Row(
                "Theo tên, số điện thoại",
                "tim hong van",
                "Không cần dấu, chữ hoa; bốn số cuối của điện thoại cũng được.",
            ),
            Row("Xem một hồ sơ", "xem 251226-0001"),
            Row("Vì sao hẹn ngày đó", "giaithich 251226-0001", "Từng ngày: có tính hay không, theo văn bản nào."),
        ),
    ),
    Part(
        "Khi hồ sơ chưa giải quyết được",
        (
            Row(
                "Yêu cầu bổ sung",
                'yeucaubosung 251226-0001 "thiếu giấy chứng sinh"',
                "Thời hạn tạm dừng đến khi công dân nộp đủ.",
            ),
            Row("Đã nộp đủ, tiếp tục", "tieptuc 251226-0001", "Màn hình hiện hạn mới."),
            Row(
                "Gia hạn, có văn bản xin lỗi",
                'giahan 251231-0001 --to 9/1/2026 --letter 12/XL-UBND --note "chờ xác minh"',
                "Gửi chậm nhất một ngày trước khi hết hạn; mỗi hồ sơ một lần.",
            ),
            Row("Công dân rút hồ sơ", 'ruthoso 260105-0004 --note "công dân xin rút"'),
        ),
    ),
    Part(
        "Ghi nhầm",
        (
            Row(
                "Sửa tên, số điện thoại…",
                'dinhchinh 251226-0001 --applicant "Lê Thị Hồng Vy" --note "ghi nhầm tên"',
            ),
            Row("Hoàn tác lần ghi cuối", "hoantac 251226-0001 --apply", "Không có --apply thì chỉ xem trước."),
            Row("Hủy hồ sơ nhập nhầm", 'huyhoso 260105-0003 --note "nhập trùng"'),
        ),
    ),
    Part(
        "Mỗi ngày, mỗi tháng",
        (
            Row("Việc hôm nay", "viec", "Quá hạn, đến hạn, chờ bổ sung, chưa trả. Xem đầu giờ sáng."),
            Row("Tổng kết cuối ngày", "homnay", "Đã nhận, đã trả bao nhiêu; tiền thu; ai làm gì."),
            Row("Báo cáo tháng", "baocao --month 12 --year 2025", "Biểu II.06a: thêm --form 06a."),
        ),
    ),
)
DAYS = (
    "hôm nay", "hôm qua", "hôm qua 16:00", "5/1/2026", "05/01/2026 9:15",
)  # fmt: skip
"""Every way to write a day that the card shows."""
CODES = ("H26.15.30-251230-0001", "251230-0001", "1")
"""Every way to name a dossier that the card shows: whole, the end of it, its number of today."""

_STYLE = """
@page { size: A4 portrait; margin: 9mm 12mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 186mm; color: #000; background: #fff; }
body { font: 8.6pt/1.25 Arial, "DejaVu Sans", sans-serif; }
h1 { font-size: 14pt; margin: 0 0 0.5mm; }
p { margin: 0 0 1mm; }
h2 { font-size: 9.6pt; margin: 2.2mm 0 0.3mm; border-bottom: 0.4mm solid #000; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
td { vertical-align: top; padding: 0.5mm 0; border-bottom: 0.1mm solid #999; }
td:first-child { width: 47mm; padding-right: 2mm; font-weight: bold; }
tr:last-child td { border-bottom: 0; }
code { font: 8.2pt/1.25 Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
small { display: block; font-size: 7.8pt; }
footer { margin-top: 2mm; border-top: 0.4mm solid #000; padding-top: 1mm; font-size: 7.8pt; }
"""


def page() -> str:
    """The card."""
    days, codes = (" · ".join(f"<code>{escape(text)}</code>" for text in texts) for texts in (DAYS, CODES))
    help_ = "<code>onestop -h</code> · <code>onestop nhan -h</code>"
    typing = (
        ("Mã hồ sơ", codes, "Mã đầy đủ, phần cuối của mã, hoặc số thứ tự trong hôm nay."),
        ("Ngày, giờ (--at)", days, "Có dấu cách thì đặt trong dấu nháy kép."),
        ("Phím Tab", "Gõ vài chữ đầu rồi nhấn Tab: tên lệnh, tên thủ tục tự hiện đủ. Phím ↑ gọi lại dòng vừa gõ."),
        ("Không nhớ cách gõ", help_),
    )
    return (
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        f"<title>onestop ở quầy một cửa</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        "<h1>onestop ở quầy một cửa</h1>\n"
        "<p>Gõ một dòng rồi nhấn Enter. Tên người, mã hồ sơ trong tờ này chỉ là ví dụ.</p>\n"
        f"{''.join(map(_part, PARTS))}"
        f"<h2>Cách gõ</h2>\n<table>\n{''.join(_line(*line) for line in typing)}</table>\n"
        "<footer>Lệnh sai thì không có gì được ghi: đọc dòng “gợi ý”. Ghi nhầm thì hoàn tác được; mọi lần ghi đều lưu "
        "người ghi và giờ ghi.</footer>\n</body>\n</html>\n"
    )


def _part(part: Part) -> str:
    return f"<h2>{escape(part.heading)}</h2>\n<table>\n{''.join(map(_row, part.rows))}</table>\n"


def _row(row: Row) -> str:
    command = escape(f"onestop {row.command}", quote=False)
    return _line(escape(row.what), f"<code>{command}</code>", escape(row.note))


def _line(what: str, how: str, note: str = "") -> str:
    return f"<tr><td>{what}</td><td>{how}{f'<small>{note}</small>' if note else ''}</td></tr>\n"


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
