"""Standard input as a file of JSON lines: kept aside until it is read, and known by what is in it.

So the same input twice is one corpus, and a run that was stopped is finished by the same command.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from corpus.files import SourceFile, digest

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "standard-input.jsonl"


@contextmanager
def spooled(stream: BinaryIO, name: str = NAME) -> Iterator[SourceFile]:
    """A file of this name with what is in the stream, which is gone when the context ends. Raises OSError."""
    with NamedTemporaryFile(prefix="cuttings-", suffix=".jsonl") as copy:
        shutil.copyfileobj(stream, cast("BinaryIO", copy), 1 << 20)
        copy.flush()
        file = SourceFile(Path(copy.name), name)
        yield replace(file, known_as=Path(digest(file)))
