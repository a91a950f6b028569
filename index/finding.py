"""Finds the items of files in a process of its own, where the library that takes them apart is not ours.

A fault in native code ends the process that runs it. Here that is not the run's: what was found before is kept,
and the file is a Reject that says so. One such process serves file after file; a pipe between the two holds
little, so that it is never far ahead.
"""

from __future__ import annotations

import multiprocessing
import signal
from typing import TYPE_CHECKING

from corpus import Enclosed, Record, Reject, format_of, items

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from corpus import Item, SourceFile

NATIVE = (".parquet", ".arrow", ".feather", ".xml")
"""The formats that are found so: they are taken apart by native code, many items a file."""

BATCH = 1_000_000
"""Characters or bytes that are sent at once."""
_LEAST = 1000
PATIENCE = 300.0
"""Seconds in which the next items have to be found."""


class Finder:
    """Finds items in another process, which is started when it is first needed."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def items(self, file: SourceFile, columns: Mapping[str, str]) -> Iterator[Item]:
        """The raw items of a file (see corpus.items); where finding them fails badly, what came before and a Reject."""
        form = format_of(file.name)
        if form is None or form.suffix not in NATIVE:
            yield from items(file, columns)
            return
        pipe, done = self._started(), False
        try:
            pipe.send((file, columns))
            while pipe.poll(PATIENCE):
                some = pipe.recv()
                if some is None:
                    done = True
                    return
                yield from some
        except (EOFError, OSError):
            pass  # the process is gone
        finally:
            if not done:  # what it has found of this file must not be taken for the next one's
                self.stop()
        reason = "reading it broke the program that read it, or took too long; what came before is read"
        yield Reject(file.name, None, "crashed", reason)

    def stop(self) -> None:
        """End the process; it is started again when it is needed."""
        if self._process is not None and self._pipe is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
            self._process = self._pipe = None

    def _started(self) -> Connection:
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, other = context.Pipe()
            self._process = context.Process(target=find, args=(other,), daemon=True)
            self._process.start()
            other.close()
        return self._pipe


def find(pipe: Connection) -> None:
    """Find items for who is at the other end of the pipe, until nobody is. Ctrl-C is theirs to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            file, columns = pipe.recv()
            for some in _batches(items(file, columns)):
                pipe.send(some)
            pipe.send(None)
    except (EOFError, OSError):
        return


def size_of(item: object) -> int:
    """About how much an item weighs, in characters or bytes."""
    if isinstance(item, Record):
        return _LEAST + len(item.body) + len(item.headline or "")
    return _LEAST + (len(item.data) if isinstance(item, Enclosed) else 0)


def _batches(found: Iterator[Item]) -> Iterator[list[Item]]:
    some: list[Item] = []
    size = 0
    for item in found:
        some.append(item)
        size += size_of(item)
        if size >= BATCH:
            yield some
            some, size = [], 0
    yield some
