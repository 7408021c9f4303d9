"""Several PDFs of ours as one: a stack of papers is set a few at a time, for typst keeps what it has set.

It reads what typst 0.15 writes: plain objects, a table of places, a tree of pages under object 1. It is no reader of
other PDFs, and says so by failing.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256

_TRAILER = re.compile(rb"trailer\n<</Size (\d+)/Root (\d+) 0 R/Info (\d+) 0 R")
_TABLE = re.compile(rb"startxref\n(\d+)\n")
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_COUNT = re.compile(rb"<</Type/Pages/Count (\d+)")
_METADATA = re.compile(rb"/Metadata (\d+) 0 R")


def joined(parts: Sequence[bytes]) -> bytes:
    """The pages of all parts in their order, with title, language and metadata of the first."""
    if len(parts) == 1:
        return parts[0]
    trailers = [_trailer(part) for part in parts]
    tree = sum(size for size, _, _ in trailers)
    written = bytearray(parts[0][: parts[0].index(b"\n\n") + 2])
    places: dict[int, int] = {}
    kids: list[bytes] = []
    n_pages = base = 0
    for part, (size, root, info) in zip(parts, trailers, strict=True):
        found = dict(_objects(part))
        if base:
            for number in (root, info, *map(int, _METADATA.findall(found[root]))):
                del found[number]
        else:
            found[root] = found[root].replace(b"/Pages 1 0 R", b"/Pages %d 0 R" % tree)
        n_pages += int(_COUNT.findall(found[1])[0])
        found[1] = _COUNT.sub(rb"<</Type/Pages/Parent %d 0 R/Count \1" % (tree - base), found[1])
        kids.append(b"%d 0 R" % (base + 1))
        for number, content in found.items():
            places[base + number] = len(written)
            written += b"%d 0 obj\n%b" % (base + number, _renumbered(content, base))
        base += size
    places[tree] = len(written)
    written += b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%b]>>\nendobj\n\n" % (tree, n_pages, b" ".join(kids))
    table, mark = len(written), sha256(b"".join(parts)).hexdigest()[:32].encode()
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (tree + 1)
    lines = (b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(1, tree + 1))
    written += b"".join(lines)
    _, root, info = trailers[0]
    written += b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\n" % (tree + 1, root, info, mark, mark)
    return bytes(written + b"startxref\n%d\n%%%%EOF\n" % table)


def _trailer(part: bytes) -> tuple[int, int, int]:
    """How many numbers are taken, and those of the catalogue and the information."""
    size, root, info = map(int, _TRAILER.findall(part)[-1])
    return size, root, info


def _renumbered(content: bytes, base: int) -> bytes:
    """An object whose references are higher by a number; what streams hold stays."""
    head, stream, rest = content.partition(b"stream\n")
    return _REFERENCE.sub(lambda found: b"%d 0 R" % (int(found[1]) + base), head) + stream + rest if base else content


def _objects(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Each object's number, and what it is with its end, by the table of places."""
    table = int(_TABLE.findall(part)[-1])
    lines = part[table:].split(b"\n")
    assert lines[0] == b"xref"
    first, count = map(int, lines[1].split())
    places = [int(line[:10]) for line in lines[2 : 2 + count]]
    for number, place, end in zip(range(first + 1, count), places[1:], [*places[2:], table], strict=True):
        mark = b"%d 0 obj\n" % number
        assert part.startswith(mark, place)
        yield number, part[place + len(mark) : end]
