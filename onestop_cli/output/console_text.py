"""Text that is safe on a screen, without any table: no terminal escape reaches it."""

from collections.abc import Sequence


def visible(text: str) -> str:
    """Text without control characters."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)


def visible_lines(text: str) -> str:
    """Several lines without control characters."""
    return "\n".join(visible(line) for line in text.split("\n"))


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Names and values in two columns, a value's further lines below it."""
    width = max(len(name) for name, _ in pairs)
    lines: list[str] = []
    for name, value in pairs:
        first, *more = value.split("\n")
        lines.append(f"{visible(name):<{width}}  {visible(first)}")
        lines += [f"{'':<{width}}  {visible(line)}" for line in more]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows in aligned columns, the first to the left and the others to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines: list[str] = []
    for row in rows:
        cells = [f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join([f"{row[0]:<{widths[0]}}", *cells]).rstrip())
    return lines
