"""Columns: `.parquet`, and Arrow's own files `.arrow` and `.feather`, a row an article. The one door of pyarrow.

Only the columns that may hold a field are read, a few rows at a time, in this one thread. A part of a file that is
damaged is a Reject and the others are read. Such files begin at their end, so one that is packed or lies in an archive
is first written to a file that has no name, up to a limit.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from corpus.compression import most
from corpus.encoding import decode
from corpus.readers.fields import Columns
from corpus.records import Item, Place, RefusedError
from corpus.streams import bounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SPOOLED = 2_000_000_000
_ROWS = 64
_AT_ONCE = 100_000_000  # a value may be stored once for many rows: so that a few rows are no bomb


def read_parquet(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """A Record or a Reject for every row; `line` is its number from 1."""
    return _read(stream, place, _parquet)


def read_arrow(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """The same, of a file or a stream in Arrow's own format."""
    return _read(stream, place, _arrow)


def _read(stream: BinaryIO, place: Place, parts: Any) -> Iterator[Item]:
    import pyarrow as pa  # noqa: PLC0415 - optional

    with _seekable(stream) as file:
        columns, line = Columns(place), 0
        try:
            for first, part in parts(file, columns):
                if isinstance(part, RefusedError):
                    line = first
                    yield place.reject(part.kind, part.reason, line)
                    continue
                for line, row in enumerate(part, start=first):
                    yield from columns.items(row, line)
            if not line:
                yield place.reject("empty", "the file holds no row that can be read")
        except RefusedError as refusal:
            yield place.reject(refusal.kind, refusal.reason)
        except (pa.ArrowException, OSError, ValueError, KeyError) as error:
            yield place.reject("bad-file", f"the file is broken, or of another kind: {_shown(error)}")


@contextmanager
def _seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream, or where it cannot be set back what it holds, in a temporary file."""
    if stream.seekable():
        yield stream
        return
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(bounded(stream, _SPOOLED), file)
        file.seek(0)
        yield cast("BinaryIO", file)


def _parquet(file: BinaryIO, columns: Columns) -> Iterator[tuple[int, Any]]:
    """The batches of a file with the numbers of their first rows; a RefusedError for what is damaged of a group."""
    import pyarrow as pa  # noqa: PLC0415 - optional
    from pyarrow import parquet  # noqa: PLC0415

    size = file.seek(0, 2)
    opened = parquet.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20, page_checksum_verification=True)
    names = columns.of_table(opened.schema_arrow.names, "no-text", "the file")
    first = 1
    for group in range(opened.num_row_groups):
        described = opened.metadata.row_group(group)
        line = first
        try:
            rows = _rows_at_once(described, most(size))
            for batch in opened.iter_batches(rows, [group], columns=names, use_threads=False):
                yield line, _rows(batch)
                line += batch.num_rows
        except RefusedError as refusal:
            yield line, refusal
        except (pa.ArrowException, OSError, ValueError) as error:
            reason = f"rows {line} to {first + described.num_rows - 1} are damaged: {_shown(error)}"
            yield line, RefusedError("bad-file", reason)
        first += described.num_rows


def _rows_at_once(group: Any, limit: int) -> int:
    """How many rows may be unpacked together. Raises RefusedError where the group swells.

    Its columns are not asked for their sizes one by one: a damaged one takes the program down with it.
    """
    size: int = group.total_byte_size
    if size > limit:
        reason = f"its rows unpack to {size / 1e6:.0f} MB, as no text so packed does"
        raise RefusedError("too-large", reason)
    return max(1, min(_ROWS, _AT_ONCE // max(1, size)))


def _arrow(file: BinaryIO, columns: Columns) -> Iterator[tuple[int, Any]]:
    """The same, of a file in Arrow's format, or where it is none of a stream, as some programs keep them."""
    import pyarrow as pa  # noqa: PLC0415 - optional

    line = 1
    for number, batch in enumerate(_batches(file, columns), start=1):
        try:
            if isinstance(batch, Exception):
                raise batch
            for start in range(0, batch.num_rows, _ROWS):
                yield line + start, _rows(batch.slice(start, _ROWS))
            line += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            reason = f"batch {number} of the rows is damaged, and was left out: {_shown(error)}"
            yield line, RefusedError("bad-file", reason)


def _batches(file: BinaryIO, columns: Columns) -> Iterator[Any]:
    import pyarrow as pa  # noqa: PLC0415 - optional

    try:
        names = pa.ipc.open_file(file).schema.names
    except pa.ArrowInvalid:
        file.seek(0)
        names = pa.ipc.open_stream(file).schema.names
        file.seek(0)
        yield from pa.ipc.open_stream(file, options=_options(names, columns))
        return
    opened = pa.ipc.open_file(file, options=_options(names, columns))
    for number in range(opened.num_record_batches):
        try:
            yield opened.get_batch(number)
        except (pa.ArrowException, OSError) as error:
            yield error


def _options(names: Sequence[str], columns: Columns) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - optional

    wanted = columns.of_table(names, "no-text", "the file")
    return pa.ipc.IpcReadOptions(
        use_threads=False, included_fields=[number for number, name in enumerate(names) if name in wanted]
    )


def _rows(batch: Any) -> Iterator[dict[str, Any]]:
    """The rows of a batch. Raises ArrowInvalid before the first, where one of them is damaged."""
    values = [_values(batch.column(number)) for number in range(batch.num_columns)]
    return (dict(zip(batch.schema.names, row, strict=True)) for row in zip(*values, strict=True))


def _values(column: Any) -> list[Any]:
    """The values of a column, in types that JSON has."""
    import pyarrow as pa  # noqa: PLC0415 - optional

    if pa.types.is_temporal(column.type):
        column.validate(full=True)
        column = column.cast(pa.string())  # moments that Python's own types cannot hold, as ISO text
    # Arrow trusts what it reads: without a look at it, damaged files take the program down.
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        large = pa.types.is_large_string(column.type)
        column.view(pa.large_binary() if large else pa.binary()).validate(full=True)
        try:
            return cast("list[Any]", column.to_pylist())
        except UnicodeDecodeError:
            return [_text(value.as_buffer()) if value.is_valid else None for value in column]
    column.validate(full=True)
    return [_value(value) for value in column]


def _value(scalar: Any) -> Any:
    """One value; of a list or a struct, with all that is in it."""
    import pyarrow as pa  # noqa: PLC0415 - optional

    kind = scalar.type
    if not scalar.is_valid:
        return None
    if pa.types.is_struct(kind):
        return {field.name: _value(scalar[number]) for number, field in enumerate(kind)}
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return [_value(one) for one in scalar.values]
    if pa.types.is_temporal(kind):
        return scalar.cast(pa.string()).as_py()
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return _text(scalar.as_buffer())
    value = scalar.as_py()
    return None if value != value else value  # noqa: PLR0124 - "not a number" is how some programs write nothing


def _text(buffer: Any) -> str | bytes:
    """Bytes as text; left as bytes, which no field takes, where they are none."""
    data: bytes = buffer.to_pybytes()
    try:
        return decode(data)
    except RefusedError:
        return data


def _shown(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"[:300]
