"""Charts as inline SVG: no script, no network, told apart by pattern as well as by shade, printed as they are shown."""

from collections.abc import Sequence
from html import escape
from math import ceil
from textwrap import wrap

from onestop_cli.core.text import visible
from onestop_cli.output.documents import Chart, Table
from onestop_cli.output.figures import Cell, shown

FILLS = ("solid", "stripes", "dots", "cross")
"""How the first, second, third and fourth series are filled."""
_WIDTH = 960
_LEFT = 56
_HEIGHT = 220
_LETTER = 6
"""The width of a letter, about."""
_PATTERNS = (
    '<pattern id="{p}stripes" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="8" height="8" fill="#dce6f2"/><rect width="3" height="8" fill="#3a6ea5"/></pattern>'
    '<pattern id="{p}dots" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<rect width="7" height="7" fill="#fbe3d6"/><circle cx="3.5" cy="3.5" r="2" fill="#b3401f"/></pattern>'
    '<pattern id="{p}cross" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect width="8" height="8" fill="#eeeeee"/><path d="M0 0L8 8M8 0L0 8" stroke="#666666"/></pattern>'
)


def svg(chart: Chart, table: Table, number: int) -> str:
    """A chart of a table as one SVG element; `number` tells its patterns from those of other charts on the page."""
    rows = table.rows[:-1] if table.has_total else table.rows
    labels = [str(row[chart.category]) for row in rows]
    values = [[_figure(row[series.column]) for row in rows] for series in chart.series]
    kinds = [table.columns[series.column].kind for series in chart.series]
    prefix = f"c{number}-"
    is_lying = chart.kind == "bars"
    height, body = _lying(labels, values, prefix) if is_lying else _standing(chart, labels, values, kinds, prefix)
    legend = _legend([series.name for series in chart.series], prefix)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height + 30}" role="img" '
        f'aria-label="{escape(visible(chart.title))}"><title>{escape(visible(chart.title))}</title>'
        f"<defs>{_PATTERNS.format(p=prefix)}</defs>{body}"
        f'<g transform="translate(0 {height + 8})">{legend}</g></svg>'
    )


def _figure(cell: Cell) -> float:
    return cell if isinstance(cell, int | float) else 0


def _fill(place: int, prefix: str) -> str:
    return "#1f4e79" if place == 0 else f"url(#{prefix}{FILLS[place % len(FILLS)]})"


def _rect(x: float, y: float, width: float, height: float, fill: str, words: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" stroke="#333333" '
        f'stroke-width="0.5"><title>{escape(visible(words))}</title></rect>'
    )


def _text(x: float, y: float, words: str, anchor: str = "middle", size: int = 11) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">{escape(visible(words))}</text>'


def _legend(names: Sequence[str], prefix: str) -> str:
    parts: list[str] = []
    x = _LEFT
    for place, name in enumerate(names):
        parts.append(_rect(x, 4, 14, 12, _fill(place, prefix), name))
        parts.append(_text(x + 20, 14, name, "start", 12))
        x += 44 + 7 * len(name)
    return "".join(parts)


def _standing(
    chart: Chart, labels: Sequence[str], values: Sequence[Sequence[float]], kinds: Sequence[str], prefix: str
) -> tuple[int, str]:
    """Columns side by side, or one column a category whose parts make the whole."""
    is_share = chart.kind == "shares"
    step = (_WIDTH - _LEFT - 10) / max(1, len(labels))
    top = 1.0 if is_share else float(max((v for series in values for v in series), default=0) or 1)
    step_up = 0.25 if is_share else _step(top)
    highest = step_up * ceil(top / step_up)
    parts = [_axis(highest, step_up, is_percent=is_share)]
    every = ceil(max((_LETTER * len(label) for label in labels), default=0) / step) or 1
    for place, label in enumerate(labels):
        x = _LEFT + place * step
        column = [series[place] for series in values]
        whole = sum(column)
        width = step * 0.7 / (1 if is_share else len(column))
        y = float(_HEIGHT)
        for number, value in enumerate(column):
            words = f"{label} · {chart.series[number].name}: {shown(value, kinds[number])}"
            share = value / whole if is_share and whole else value / highest if not is_share else 0
            height = share * (_HEIGHT - 20)
            left = x + step * 0.15 + (0 if is_share else number * width)
            top = (y if is_share else _HEIGHT) - height
            if height:
                parts.append(_rect(left, top, width, height, _fill(number, prefix), words))
            if not is_share and len(labels) * len(column) <= 40:
                parts.append(_text(left + width / 2, top - 3, shown(value, kinds[number]), size=9))
            y -= height if is_share else 0
        if is_share and not whole:
            parts.append(_text(x + step / 2, _HEIGHT - 6, "—"))
        if place % every == 0:
            parts.append(_text(x + step / 2, _HEIGHT + 14, label, size=10))
    return _HEIGHT + 24, "".join(parts)


def _step(top: float) -> float:
    """The distance of the lines of an axis: a round number of which at most five make the top."""
    size = 1
    while True:
        for times in (1, 2, 5):
            if top <= 5 * times * size:
                return float(times * size)
        size *= 10


def _axis(highest: float, step: float, *, is_percent: bool) -> str:
    """The lines of an axis with their values at the left."""
    parts: list[str] = []
    for number in range(round(highest / step) + 1):
        value = number * step
        y = _HEIGHT - value / highest * (_HEIGHT - 20)
        words = f"{value * 100:.0f} %" if is_percent else shown(round(value), "count")
        parts.append(_text(_LEFT - 6, y + 4, words, "end", 10))
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#cccccc"/>')
    return "".join(parts)


def _lying(labels: Sequence[str], values: Sequence[Sequence[float]], prefix: str) -> tuple[int, str]:
    """One bar a category, its parts the shares of the whole, under its name."""
    parts: list[str] = []
    y = 0
    for place, label in enumerate(labels):
        column = [series[place] for series in values]
        whole = sum(column)
        for line in wrap(label, _WIDTH // _LETTER) or [""]:
            parts.append(_text(0, y + 12, line, "start"))
            y += 14
        x = 0.0
        for number, value in enumerate(column):
            width = value / whole * (_WIDTH - 60) if whole else 0
            if width:
                parts.append(_rect(x, y + 2, width, 12, _fill(number, prefix), shown(value, "count")))
            x += width
        parts.append(_text(_WIDTH, y + 12, shown(whole, "count") if whole else "—", "end"))
        y += 20
    return y + 4, "".join(parts)
