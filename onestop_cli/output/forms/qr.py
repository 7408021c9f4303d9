"""The QR code of a dossier on its papers: the code alone, so that a scanner types at the counter what a clerk would.

Model 2 at level Q (a quarter of it may be lost). A code of capitals and digits is alphanumeric and has 25 modules a
side up to 29 characters, 17 mm wide, with the quiet zone of four modules around it. Any other text goes in as UTF-8.
"""

import sys
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby
from types import ModuleType

MILLIMETRES = 17
"""How wide the modules of the smallest code are together; those of a longer one are as large."""
_SMALLEST, _QUIET = 25, 4
_SCALE = MILLIMETRES / _SMALLEST
_PACKAGE = "onestop_qr"


def qr_svg(code: str) -> str:
    """The picture as SVG that says its size in millimetres; the same code gives the same text. Needs segno."""
    matrix = _encoder().encode(code, error="q", micro=False, boost_error=False).matrix
    side = len(matrix) + 2 * _QUIET
    wide = round(side * _SCALE, 2)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}mm" height="{wide}mm" viewBox="0 0 {wide} {wide}">'
        f'<g transform="scale({_SCALE})"><path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path stroke="#000" d="{"".join(_strokes(matrix))}"/></g></svg>'
    )


def _strokes(matrix: Sequence[Sequence[int]]) -> Iterator[str]:
    """A stroke for each run of dark modules, each from where the one before ended."""
    at, down = 0, 0
    for y, row in enumerate(matrix):
        x = 0
        for is_dark, run in groupby(row):
            n = len([*run])
            if is_dark:
                move = f"m{x - at} {y - down}" if (at, down) != (0, 0) else f"M{x + _QUIET} {y + _QUIET}.5"
                yield f"{move}h{n}"
                at, down = x + n, y
            x += n


@cache
def _encoder() -> ModuleType:
    """What segno encodes with, without what it writes files with: that loads `http`, `ssl` and `email`, which takes
    longer than anything else of a slip but its templates. Raises `ImportError` where segno is not installed."""
    found = find_spec("segno")
    if found is None or found.submodule_search_locations is None:
        raise ImportError("segno")
    package = ModuleType(_PACKAGE)
    package.__path__ = found.submodule_search_locations
    sys.modules[_PACKAGE] = package
    return import_module(f"{_PACKAGE}.encoder")
