"""A document as one HTML file: no network, printable, the dossiers behind a figure one click away."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onestop_cli.output.charts import svg
from onestop_cli.output.console_text import visible_lines
from onestop_cli.output.documents import Document, Table, headings
from onestop_cli.output.figures import FIGURES, Cell, shown
from onestop_cli.output.language import language
from onestop_cli.output.words import _

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES = Path(__file__).parent / "templates"
_WIDE = 14
"""From so many columns on a table is set smaller, so that it fits a page lying."""


def html_text(document: Document) -> str:
    """The page; needs the extra `html`."""
    return (
        _template()
        .render(
            document=document,
            language=language(),
            tables=[_table(table) for table in document.tables],
            charts=[
                {"title": chart.title, "svg": svg(chart, document.tables[chart.table], number)}
                for number, chart in enumerate(document.charts)
            ],
            behind=_behind(document),
            words={
                "checks": _("Sums that hold"),
                "glossary": _("Terms"),
                "behind": _("Dossiers behind a figure"),
                "hint": _("Click a figure to see its dossiers."),
                "close": _("Close"),
                "script": _("The dossiers behind a figure need scripts to be allowed in this page."),
            },
        )
        .rstrip("\n")
        + "\n"
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    environment.filters["markup"] = Markup
    return environment.get_template("document.html")


def _shown(value: object) -> object:
    """A text as it can be shown; markup of our own as it is."""
    return visible_lines(value) if type(value) is str else value


def _table(table: Table) -> dict[str, Any]:
    """A table as the template draws it."""
    depth = max(len(column.headings) for column in table.columns)
    lines = [[h for h in headings(table) if h.line == line] for line in range(depth)]
    rows = [
        [
            {
                "text": shown(value, table.columns[place].kind),
                "right": table.columns[place].kind in FIGURES,
                "code": table.columns[place].kind in ("code", "moment"),
                "figure": table.figure(number, place),
                "struck": table.is_struck(number, place),
            }
            for place, value in enumerate(row)
        ]
        for number, row in enumerate(table.rows)
    ]
    numbers = [column.number for column in table.columns]
    drawn = {"lines": lines, "numbers": numbers if any(numbers) else [], "rows": rows}
    return {**table._asdict(), "is_wide": len(table.columns) > _WIDE, **drawn}


def _behind(document: Document) -> dict[str, Any] | None:
    """The dossiers and figures as the page's script reads them."""
    dossiers = document.dossiers
    if dossiers is None:
        return None
    kinds = [column.kind for column in dossiers.columns]
    words: dict[str, int] = {}

    def cell(value: Cell, kind: str) -> str | int:
        """A text as it is where each dossier has its own, else its place among those that come up again."""
        text = shown(value, kind)
        return text if kind in ("code", "moment") else words.setdefault(text, len(words))

    return {
        "headings": [column.headings[-1] for column in dossiers.columns],
        "rows": [[cell(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in dossiers.rows],
        "words": list(words),
        "figures": {name: [visible_lines(title), places] for name, (title, places) in document.figures.items()},
    }
