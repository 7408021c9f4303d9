"""Make the letters of the printed forms, `data/forms/fonts/`, from the Tinos of Debian's package fonts-croscore.

    python scripts/fonts.py [FOLDER]

Four faces with the Latin and Vietnamese letters, their combining marks and the punctuation of the forms, with kerning
and without hints, which paper does not use: TrueType for the PDF, WOFF2 for the HTML. The same package gives the same
bytes. It is read from FOLDER, `/usr/share/fonts/truetype/croscore` unless another is named; fontTools and brotli are
needed (`pip install fonttools brotli`), which onestop itself does not use.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data" / "forms" / "fonts"
SOURCE = Path("/usr/share/fonts/truetype/croscore")
FACES = ("Regular", "Bold", "Italic", "BoldItalic")
LETTERS = (
    "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x1EA0, 0x1EFA)]))
    + "ĂăĐđĨĩŨũƠơƯư"
    + "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
    + "–—•…“”‘’‚„‹›−₫≤≥№×→"
)
"""ASCII, Latin-1 and Vietnamese letters, combining marks, punctuation."""
_FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk")
_NAMES = (0, 1, 2, 3, 4, 5, 6, 7, 13, 14)
"""Copyright, the names, the version, the trademark and the licence."""


def faces(source: Path) -> Iterator[tuple[str, bytes]]:
    """Each file's name and bytes."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    for face in FACES:
        options = subset.Options()
        options.hinting, options.glyph_names, options.notdef_outline = False, False, True
        options.layout_features, options.name_IDs = [*_FEATURES], [*_NAMES]
        options.drop_tables += ["DSIG"]
        font = TTFont(source / f"Tinos-{face}.ttf", recalcTimestamp=False)
        cut = subset.Subsetter(options)
        cut.populate(text=LETTERS)
        cut.subset(font)
        for flavor, ending in ((None, "ttf"), ("woff2", "woff2")):
            font.flavor = flavor
            written = io.BytesIO()
            font.save(written)
            yield f"Tinos-{face}.{ending}", written.getvalue()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in faces(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE):
        (FOLDER / name).write_bytes(content)
