"""The QR code of a dossier on its papers: the code alone, so that a scanner types at the counter what a clerk would.

Model 2 at level Q (a quarter of it may be lost). A code of capitals and digits is alphanumeric and has 25 modules a
side up to 29 characters, 17 mm wide, with the quiet zone of four modules around it. Any other text goes in as UTF-8.
"""

from io import BytesIO

MILLIMETRES = 17
"""How wide the modules of the smallest code are together; those of a longer one are as large."""
_SMALLEST, _QUIET = 25, 4


def qr_svg(code: str) -> str:
    """The picture as SVG that says its size in millimetres; the same code gives the same text. Needs segno."""
    import segno

    drawn = BytesIO()
    segno.make_qr(code, error="q", boost_error=False).save(
        drawn, kind="svg", scale=MILLIMETRES / _SMALLEST, unit="mm", border=_QUIET, light="#fff", xmldecl=False,
        svgclass=None, lineclass=None, nl=False,
    )  # fmt: skip
    return drawn.getvalue().decode()
