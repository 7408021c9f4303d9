"""What a spreadsheet would take for a formula goes out of CSV with an apostrophe before it, and comes in without.

A cell is looked at as a whole and behind every `;` and tab in it, where a spreadsheet of another language would begin
a cell of its own; also behind blanks and quotation marks, and in signs that look like the real ones. A comma within a
cell stands between quotation marks, and who splits at commas keeps to them: addresses go out as they were typed. What
begins with an apostrophe gets a second one, so that the same text comes back, whatever it was. The patterns are
compiled when they are first asked for: most commands write no CSV.
"""

import re

SIGNS = "=+-@'"
"""What begins a formula, or a text that is none."""
_ALIKE = "＝＋－＠﹦﹢﹣﹫−⁺⁻₊₋⁼₌＇"
"""Signs that some program makes the real ones of."""
_STARTS = f"[{re.escape(SIGNS + _ALIKE)}]"
_BEFORE = '[ "\u00a0\u00ad\u2000-\u200f\u202f\u205f-\u206f\u3000\ufeff]*'
"""What is passed over before a sign: blanks, quotation marks, what has no width."""
_FORMULA = rf"^(?=[\t\r\n]|{_BEFORE}{_STARTS})|(?<=[;\t\r\n])(?={_BEFORE}{_STARTS})"
_GUARD = rf"^'(?=[\t\r\n]|{_BEFORE}{_STARTS})|(?<=[;\t\r\n])'(?={_BEFORE}{_STARTS})"
_TEXT = r'"(?:[^"\\]|\\.)*"'
_SIGN = rf"((?<=;){_BEFORE})({_STARTS})"
PLAIN = "0-9A-Za-zÀ-ỹ"
"""What most texts begin with, as a set of characters of a pattern."""
_PLAIN = rf"[{PLAIN}][^;\t\r\n]*|"


def guarded(text: str) -> str:
    """The text as a cell of CSV, of which no part is a formula.

    >>> guarded("=1+1"), guarded("thiếu giấy;=cmd|' /C calc'!A0"), guarded("'Tý"), guarded("Số 1, -5")
    ("'=1+1", "thiếu giấy;'=cmd|' /C calc'!A0", "''Tý", 'Số 1, -5')
    """
    return text if re.fullmatch(_PLAIN, text) else re.sub(_FORMULA, "'", text)


def unguarded(cell: str) -> str:
    """The text that a cell of CSV was before it was guarded.

    >>> unguarded("''Tý"), unguarded("'Tý")
    ("'Tý", "'Tý")
    """
    return cell if "'" not in cell else re.sub(_GUARD, "", cell)


def guarded_json(cell: str) -> str:
    """A list in JSON as a cell of CSV: a sign in a text of it that would begin a formula is written as its number.

    >>> guarded_json('[{"note":"a;=1"}]')
    '[{"note":"a;\\\\u003d1"}]'
    """
    return re.sub(_TEXT, lambda text: re.sub(_SIGN, _numbered, text[0]), cell) if re.search(_SIGN, cell) else cell


def _numbered(found: "re.Match[str]") -> str:
    return f"{found[1]}\\u{ord(found[2]):04x}"
