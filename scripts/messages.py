"""Keep the Vietnamese messages in step with the code.

`python scripts/messages.py` extracts every message of the code, merges them into `messages.po` (translations
stay, messages that are gone go) and compiles `messages.mo`. `--check` changes nothing: it lists what is
missing, left over, untranslated or has other placeholders, and whether a file is stale, and exits 1 then.

Both files are committed, so that a clone, an editable install and a wheel speak Vietnamese without a build
step. They carry no dates, no line numbers and no version of the tool: the same messages give the same bytes.
Needs Babel (`pip install "onestop[test]"`).
"""

import ast
import inspect
import string
import sys
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "onestop_cli"
PO = PACKAGE / "locale" / "vi" / "LC_MESSAGES" / "messages.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"_": 1, "N_": 1, "ngettext": 2}
"""The functions that mark a message, with how many of their arguments are one."""
LIBRARY = (
    "Options", "Arguments", "Commands", "default: {default}", "env var: {var}", "required", "(dynamic)",
    "[OPTIONS]", "COMMAND [ARGS]...",
)  # fmt: skip
"""What Typer says itself in a help page. It asks gettext's domain "messages", which `language.use` binds to
our folder; they are listed here because they do not stand in our code."""
SYSTEM = (
    "No such file or directory", "Permission denied", "Is a directory", "Not a directory", "Read-only file system",
    "No space left on device", "File name too long", "Operation not permitted",
    "Cannot allocate memory", "Input/output error", "File too large", "Disk quota exceeded",
    "attempt to write a readonly database", "unable to open database file", "database disk image is malformed",
    "disk I/O error", "unexpected end of data", "',' expected after '\"'",
)  # fmt: skip
"""What the operating system, SQLite and the csv module say most often; an error quotes it as its `why`."""

Id = str | tuple[str, str]
"""A message as the code has it: a text, or a singular with its plural."""


class Plain(Catalog):
    """A catalogue whose header says only what gettext needs."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [
            ("Language", "vi"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", "nplurals=1; plural=0;"),
        ]


def messages_of_code() -> set[Id]:
    """Every message the program can say: marked texts, the help of commands, the library's few words."""
    found: set[Id] = {*LIBRARY, *SYSTEM, *helps().values()}
    for file in PACKAGE.rglob("*.py"):
        found |= set(marked(file.read_text(encoding="utf-8")))
    return found


def marked(code: str) -> Iterator[Id]:
    """The messages a module marks, by its syntax tree: Babel's own reader overlooks those within f-strings
    before Python 3.12. Raises `ValueError` for one that is put together, which no translator could find.
    """
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            first = node.args[: KEYWORDS[node.func.id]]
            texts = [a.value for a in first if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if any(isinstance(a, ast.JoinedStr | ast.BinOp) for a in first):
                raise ValueError(f"line {node.lineno}: a message must be one plain text")
            if len(texts) == KEYWORDS[node.func.id] and texts[0]:
                yield texts[0] if len(texts) == 1 else (texts[0], texts[1])


def helps() -> dict[str, str]:
    """The help of each command and of the root, as `_()` is given it: Typer takes `inspect.getdoc`."""
    from onestop_cli.cli import app

    found = {"": app.root}
    for name, place in commands(app.COMMANDS):
        module, function = place.split(":")
        found[name] = getattr(import_module(f"onestop_cli.cli.{module}"), function)
    return {name: inspect.getdoc(function) or "" for name, function in found.items()}


def commands(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every command as it is typed, with where its function is."""
    for name, place in table.items():
        if isinstance(place, dict):
            yield from commands(place, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", place


def translations(po: Path = PO) -> dict[Id, str]:
    """What the .po file has, an empty text for what is not translated."""
    if not po.exists():
        return {}
    with po.open("rb") as file:
        entries = [m for m in read_po(file, locale="vi") if m.id]
    return {_id(m): _text(m) for m in entries}


def _id(message: Message) -> Id:
    return (message.id[0], message.id[1]) if isinstance(message.id, list | tuple) else message.id


def _text(message: Message) -> str:
    text = message.string[0] if isinstance(message.string, list | tuple) else message.string
    return text or ""


def catalogue(texts: dict[Id, str]) -> Catalog:
    """Messages with their translations, ready to be written."""
    made = Plain(locale="vi", fuzzy=False, header_comment="# The messages of onestop in Vietnamese.")
    for message, text in texts.items():
        made.add(message, (text,) if isinstance(message, tuple) else text)
    return made


def po_bytes(texts: dict[Id, str]) -> bytes:
    """The .po file: sorted, unwrapped, without the lines of the code."""
    buffer = BytesIO()
    write_po(buffer, catalogue(texts), width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    return buffer.getvalue()


def mo_bytes(texts: dict[Id, str]) -> bytes:
    """The .mo file: what gettext reads."""
    buffer = BytesIO()
    write_mo(buffer, catalogue(texts))
    return buffer.getvalue()


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def problems() -> list[str]:
    """What is wrong with the committed files; empty when they fit the code."""
    wanted, texts = messages_of_code(), translations()
    found = [f"missing: {_shown(m)}" for m in wanted - texts.keys()]
    found += [f"left over: {_shown(m)}" for m in texts.keys() - wanted]
    for message, text in texts.items():
        ids = message if isinstance(message, tuple) else (message,)
        if not text:
            found.append(f"untranslated: {_shown(message)}")
            continue
        if placeholders(text) != placeholders(ids[-1]):
            found.append(f"other placeholders: {_shown(message)} → {text!r}")
        if any(text[edge].isspace() != ids[-1][edge].isspace() for edge in (0, -1)):
            found.append(f"other spaces at the edges: {_shown(message)} → {text!r}")
    if not found and (not PO.exists() or PO.read_bytes() != po_bytes(texts)):
        found.append(f"{PO.relative_to(ROOT)} is not as this script writes it")
    if not MO.exists() or MO.read_bytes() != mo_bytes(texts):
        found.append(f"{MO.relative_to(ROOT)} is stale")
    return sorted(found)


def _shown(message: Id) -> str:
    return repr(message if isinstance(message, str) else message[0])


def update() -> None:
    """The files fit the code; new messages wait for their translation."""
    old = translations()
    texts = {message: old.get(message, "") for message in messages_of_code()}
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(texts))
    MO.write_bytes(mo_bytes(texts))


def main(arguments: list[str]) -> int:
    """Run the script; returns the exit code."""
    if arguments not in ([], ["--check"]):
        print("usage: python scripts/messages.py [--check]", file=sys.stderr)
        return 2
    if not arguments:
        update()
    found = problems()
    print("\n".join(found) if found else f"{len(translations())} messages, all translated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
