"""Markdown as a reader draws it: whatever was typed is text, and nothing else."""

import re
from html import unescape

import pytest
from markdown_it import MarkdownIt

from onestop_cli.output.documents import Column, Document, Table
from onestop_cli.output.markdown import markdown_text

EVIL = (
    "# Tiêu đề", "## x", "- mục", "+ mục", "* mục", "1. mục", "1) mục", "---", "===", "> lời", "`x`", "```x", "~~x~~",
    "<b>x</b>", "<!-- x -->", "&copy; &lt;b&gt;", "![x](y)", "[x](javascript:1)", "[x]: y", "a|b", "a \\| b", "\\",
    "https://example.invalid/a", "www.example.invalid", "a@example.invalid", "**x** _y_", "x  \ny", "    mã",
)  # fmt: skip
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = re.compile(r"</?(?:ul|li|table|thead|tbody|tr|th|td|p)>")


def words(markdown: str) -> tuple[str, list[str]]:
    """The text that a reader shows, and what of its HTML is not ours."""
    html = OURS.sub(" ", READER.render(markdown))
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split()), re.findall("<[^>]*>", html)


@pytest.mark.parametrize("evil", EVIL)
def test_what_was_typed_is_text_in_a_list_and_in_a_table(evil: str) -> None:
    table = Table("", "", [Column(("x",))], [[evil]])
    text, markup = words(markdown_text(Document("", (evil,), [table])))
    assert (text, markup) == (f"{' '.join(evil.split())} x {' '.join(evil.split())}", [])


@pytest.mark.parametrize("link", ["https://example.invalid/a", "www.example.invalid", "a@example.invalid"])
def test_what_a_reader_makes_a_link_of_by_itself_is_broken_up(link: str) -> None:
    assert link not in markdown_text(Document("", (link,), []))


def test_what_no_screen_draws_is_seen() -> None:
    assert markdown_text(Document("", ("a\x1b[31m\u202eb",), [])) == "- a�\\[31m�b\n"
