"""The QR code on the papers: what segno itself draws, without what segno loads to write files."""

import re
import subprocess
import sys
from io import BytesIO

import pytest
import segno

from onestop_cli.output.forms.qr import qr_svg

_STROKES = re.compile(r'd="(M[^"]*)"')
CODES = ("H26.15.30-261127-0001", "1", "A" * 200, "h26-ớ", "Mã lạ số 12/2019", "漢字", "x" * 300)


@pytest.mark.parametrize("code", CODES)
def test_the_modules_are_those_of_segno(code: str) -> None:
    drawn = BytesIO()
    segno.make_qr(code, error="q", boost_error=False).save(drawn, kind="svg", border=4, light="#fff")
    assert _STROKES.findall(qr_svg(code))[-1] == _STROKES.findall(drawn.getvalue().decode())[-1]


@pytest.mark.parametrize("code", CODES)
def test_the_quiet_zone_is_white_to_its_edge(code: str) -> None:
    modules = segno.make_qr(code, error="q", boost_error=False).symbol_size(border=4)[0]
    assert f'd="M0 0h{modules}v{modules}h-{modules}z"' in qr_svg(code)


def test_no_network_is_loaded_to_draw_one() -> None:
    program = "import sys; from onestop_cli.output.forms.qr import qr_svg; qr_svg('H26'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert {"ssl", "http", "email", "urllib.request", "segno.writers"}.isdisjoint(loaded)
