"""Draw the printed forms of both editions, `docs/pictures/forms/*.png`, from the examples of their fields.

    python scripts/form_pictures.py

Everything on them is made up, and each says that it is no paper of an office. Needs poppler's pdftoppm and Pillow.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from onestop_cli.core.forms import Form
from onestop_cli.output.forms.fields import PrintedForm, examples
from onestop_cli.output.forms.pdf import pdf_bytes
from onestop_cli.output.forms.qr import qr_svg
from onestop_cli.sources.editions import editions

FOLDER = Path(__file__).parent.parent / "docs" / "pictures" / "forms"
SAID = "Bản minh họa, dữ liệu mô phỏng"
_DOTS, _GRAYS = 80, 16


def papers() -> Iterator[tuple[str, PrintedForm]]:
    """Every paper of both editions, with the name of its picture."""
    for edition in editions():
        for form, said in edition.forms.items():
            known = examples(form)
            fields = {**known, "title": said.title, "form_number": said.number, "preview": SAID}
            fields["circular"] = edition.circular if said.number else ""
            if form is Form.register:
                fields["is_closed"] = True
            else:
                fields |= {"again": "", "qr": qr_svg(known["code"]) if "code" in known else ""}
                fields["copy"] = known["copy"] if form is Form.receipt else ""
            yield f"{form}-{edition.name.replace('/', '-')}.png", PrintedForm(form, fields)


def drawn(paper: PrintedForm, path: Path) -> None:
    """The picture of a paper lies in the file."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "form.pdf"
        pdf.write_bytes(pdf_bytes([paper], None))
        subprocess.run(
            ["pdftoppm", "-gray", "-png", "-singlefile", "-r", str(_DOTS), str(pdf), str(pdf.with_suffix(""))],
            check=True,
        )
        Image.open(pdf.with_suffix(".png")).convert("L").quantize(_GRAYS).save(path, optimize=True)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, paper in papers():
        drawn(paper, FOLDER / name)
