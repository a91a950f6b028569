"""Columns: for each article its value of a field, as a number that leads to the value.

The different values stand once, in the order of their bytes, so numbers compare as their values do. No value is the empty
one; several values of one article are joined into one by whoever writes them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from index.engines.whoosh.codec.arrayfile import ArrayFile, ArrayWriter

    Array = npt.NDArray[Any]


class Column:
    """The values of one field in one segment, by the number of their article."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self.ordinals = file[f"{field}/ordinals"]
        self._bounds = file[f"{field}/bounds"]
        self._bytes = file[f"{field}/values"]

    def __len__(self) -> int:
        return len(self.ordinals)

    def __getitem__(self, doc: int) -> bytes:
        ordinal = int(self.ordinals[doc])
        return self._bytes[int(self._bounds[ordinal]) : int(self._bounds[ordinal + 1])].tobytes()

    def values(self) -> list[bytes]:
        """The different values, sorted; read each time, since they may be many and are seldom asked for."""
        text, bounds = self._bytes.tobytes(), self._bounds.tolist()
        return [text[start:end] for start, end in pairwise(bounds)]


def write_column(file: ArrayWriter, field: str, values: Sequence[bytes]) -> None:
    """Write a column, given the value of every article."""
    different = sorted(set(values))
    numbers = {value: number for number, value in enumerate(different)}
    write_ordinals(
        file, field, different, np.fromiter(map(numbers.__getitem__, values), np.uint32, len(values))
    )


def write_ordinals(file: ArrayWriter, field: str, values: Sequence[bytes], ordinals: Array) -> None:
    """Write a column, given its different values in order and for every article the number of its own."""
    lengths = np.fromiter(map(len, values), np.int64, len(values))
    file.put(f"{field}/values", np.frombuffer(b"".join(values), np.uint8))
    file.put(f"{field}/bounds", np.concatenate(([0], np.cumsum(lengths))).astype(np.uint32))
    narrow = np.uint8 if len(values) < 1 << 8 else np.uint16 if len(values) < 1 << 16 else np.uint32
    file.put(f"{field}/ordinals", ordinals.astype(narrow))


def united(columns: Sequence[tuple[Sequence[bytes], Array]]) -> tuple[list[bytes], Array]:
    """Several columns as one: all values in order, and the ordinals of one column after the other."""
    values = sorted(set().union(*(values for values, _ in columns)))
    numbers = {value: number for number, value in enumerate(values)}
    pieces = [
        np.fromiter((numbers[value] for value in own), np.uint32, len(own))[ordinals]
        for own, ordinals in columns
    ]
    return values, np.concatenate([*pieces, np.zeros(0, np.uint32)])
