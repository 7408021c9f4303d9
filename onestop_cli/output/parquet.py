"""Rows as Parquet, written by DuckDB: its SQL stands here, and asks nothing of the dossier file. Needs `parquet`.

Instants are TIMESTAMP without zone, Vietnam wall time. Nothing is fetched from the net, and memory does not grow.
"""

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from onestop_cli.output.drafts import drafts
from onestop_cli.output.records import compact, flat
from onestop_cli.output.rows import Typed, TypedColumn, pieces_of

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "preserve_insertion_order": "true",
    "memory_limit": "256MB",
    "threads": "1",
}
_ROWS = 20_480
"""The rows of a group, which is what DuckDB holds in memory; one thread reads them all the while."""
_NO_ROOM = "max_temp_directory_size"
"""Said where what does not fit in memory does not fit on the disk either."""
_TYPES = {"count": "BIGINT", "flag": "BOOLEAN"}


def parquet_pieces(typed: Typed, folder: Path | None) -> Iterator[bytes]:
    """The Parquet file, piece by piece; what it is made of lies in the folder meanwhile.

    Raises `OSError` where DuckDB lacks room, memory or permission.
    """
    import duckdb

    with drafts(folder) as made:
        file = Path(made, "rows.parquet")
        settings = {**_SETTINGS, "temp_directory": str(Path(made, "spill"))}
        try:
            with duckdb.connect(config=settings) as database:
                if typed.stream is None:
                    rows = Path(made, "rows.jsonl")
                    _write_lines(typed, rows)
                    query, values = _lines_query(typed.columns), {"rows": str(rows)}
                else:
                    database.register("dossiers", typed.stream.handle)
                    query, values = typed.stream.query, typed.stream.values
                target = str(file).replace("'", "''")
                database.execute(
                    f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS})", values
                )
        except (RuntimeError, duckdb.InterruptException) as problem:
            if "interrupted" in str(problem).lower():
                raise KeyboardInterrupt from problem
            raise
        except (duckdb.OperationalError, duckdb.FatalException, duckdb.PermissionException, MemoryError) as problem:
            code = _system_code(str(problem), isinstance(problem, MemoryError | duckdb.OutOfMemoryException))
            raise OSError(code, os.strerror(code)) from problem
        yield from pieces_of(file)


def _system_code(words: str, is_of_memory: bool) -> int:
    """The error of the system that DuckDB ran into: that whose words it repeats."""
    repeated = [code for code in errno.errorcode if os.strerror(code) in words]
    if repeated:
        return repeated[0]
    if _NO_ROOM in words:
        return errno.ENOSPC
    return errno.ENOMEM if is_of_memory else errno.EIO


def _write_lines(typed: Typed, file: Path) -> None:
    """The rows as JSON lines, each value flat."""
    names = [column.name for column in typed.columns]
    with file.open("w", encoding="utf-8") as opened:
        for record in typed.records():
            opened.write(compact({name: flat(record[name]) for name in names}) + "\n")


def _lines_query(columns: Sequence[TypedColumn]) -> str:
    """The rows of such lines, with their types."""
    types = ", ".join(f"\"{column.name}\": '{_TYPES.get(column.kind, 'VARCHAR')}'" for column in columns)
    values = ", ".join(
        f'CAST(left("{c.name}", 19) AS TIMESTAMP) AS "{c.name}"' if c.kind == "moment" else f'"{c.name}"'
        for c in columns
    )
    return f"SELECT {values} FROM read_json($rows, format = 'newline_delimited', columns = {{{types}}})"
