"""Stored texts: each is one frame of zstd, so that one is read without the others, and copied without being read.

Blocks of several texts would be smaller by a fortieth of the text, and take twice as long to give one of them. What the
texts have in common is in a dictionary instead, which is trained on the first of many, and kept beside those that need it:
it makes them smaller by a tenth of the text, and no slower. Who posts an article needs none.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import zstandard

from index.engines.whoosh.codec import packing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from index.engines.whoosh.codec.arrayfile import ArrayFile, ArrayWriter

    Array = npt.NDArray[Any]

LEVEL = 3
"""Of compression: the higher ones save a few hundredths, and take several times as long."""
AT_ONCE = 1000
"""Frames that are copied at once."""
AHEAD = 200
"""Texts that wait to be packed."""
SAMPLE = 2_000_000
"""Bytes of texts that a dictionary is trained on; fewer are packed without one."""
LEARNT = 110_000
"""Bytes of a dictionary."""
_COVER = {"k": 200, "d": 8}  # of the training; to look for better ones takes longer than packing
_UNPACKERS = 4
"""Dictionaries that a thread has at hand."""

_OF_THREAD = threading.local()  # what unpacks is used again, but by one thread only

Known = zstandard.ZstdCompressionDict


class Texts:
    """The texts of one segment, by the number of their article."""

    def __init__(self, file: ArrayFile) -> None:
        self.frames, self.ends = file["texts/frames"], file["texts/ends"]
        self._buffer, self._offset = file.buffer, file.offset("texts/frames")
        self.dictionaries = _read_dictionaries(file)

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, doc: int) -> bytes:
        start = int(self.ends[doc - 1]) if doc else 0
        frame = self._buffer[self._offset + start : self._offset + int(self.ends[doc])]
        number = zstandard.get_frame_parameters(frame).dict_id if self.dictionaries else 0
        return bytes(_unpacker(self.dictionaries.get(number)).decompress(frame))

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))


class TextsWriter:
    """Writes the texts of one segment, in the order of its articles. They are packed in a thread of their own.

    `known` gives a dictionary that there is already, to be used for many texts; it is asked for when they are many.
    """

    def __init__(self, file: ArrayWriter) -> None:
        self.known: Callable[[], Known | None] = lambda: None
        self._first: list[bytes] | None = []  # while it is not known whether they are many
        self._dictionaries: dict[int, Known] = {}
        self._file = file
        self._lengths: list[Array] = []
        self._packing: deque[Future[bytes]] = deque()
        self._thread = ThreadPoolExecutor(1)
        self._pack = zstandard.ZstdCompressor(LEVEL).compress
        self._size = 0
        self.is_closed = False
        file.begin("texts/frames", np.uint8)

    def add(self, text: bytes) -> None:
        """Add the text of the next article."""
        if self._first is None:
            self._packing.append(self._thread.submit(self._pack, text))
        else:
            self._first.append(text)
            self._size += len(text)
            if self._size >= SAMPLE:
                self._learn(self._first)
        while len(self._packing) > AHEAD:
            self._write()

    def _learn(self, texts: list[bytes]) -> None:
        """Pack these texts and all that follow with a dictionary, if one can be made."""
        found = self.known() or _trained(texts)
        if found:
            found.precompute_compress(level=LEVEL)
            self._pack = zstandard.ZstdCompressor(LEVEL, dict_data=found).compress
            self._dictionaries[found.dict_id()] = found
        self._begin()

    def _begin(self) -> None:
        """Pack the first texts, and from now on each when it comes."""
        first, self._first = self._first, None
        for text in first or ():
            self._packing.append(self._thread.submit(self._pack, text))

    def _write(self) -> None:
        frame = self._packing.popleft().result()
        self._file.extend(np.frombuffer(frame, np.uint8))
        self._lengths.append(np.array([len(frame)]))

    def add_all(self, texts: Texts, alive: Array) -> None:
        """Add those texts of another segment that are `alive` (a truth value for each article), packed as they are."""
        self._write_all()
        self._dictionaries |= texts.dictionaries
        ends = texts.ends.astype(np.int64)
        lengths = np.diff(ends, prepend=0)
        for start in range(0, len(ends), AT_ONCE):
            some = np.flatnonzero(alive[start : start + AT_ONCE]) + start
            self._file.extend(texts.frames[packing.stretches((ends - lengths)[some], lengths[some])])
            self._lengths.append(lengths[some])

    def close(self) -> None:
        """Write what leads to the texts."""
        self._write_all()
        self._thread.shutdown()
        self.is_closed = True
        self._file.end()
        lengths = np.concatenate([*self._lengths, np.zeros(0, np.int64)])
        self._file.put("texts/ends", np.cumsum(lengths).astype(np.uint64))
        learnt = [one.as_bytes() for one in self._dictionaries.values()]
        self._file.put("texts/dictionaries", np.frombuffer(b"".join(learnt), np.uint8))
        self._file.put("texts/dictionary_ends", np.cumsum([0, *map(len, learnt)]))

    def _write_all(self) -> None:
        self._begin()
        while self._packing:
            self._write()


def _trained(texts: Sequence[bytes]) -> Known | None:
    """What texts have in common; None where that is nothing."""
    try:
        return zstandard.train_dictionary(LEARNT, list(texts), **_COVER)
    except zstandard.ZstdError:
        return None


def _read_dictionaries(file: ArrayFile) -> Mapping[int, Known]:
    """The dictionaries of a file by their numbers, which frames name."""
    ends = file.get("texts/dictionary_ends")
    if ends is None:
        return {}
    every = file["texts/dictionaries"].tobytes()
    found = (Known(every[start:end]) for start, end in pairwise(ends.tolist()))
    return {one.dict_id(): one for one in found}


def _unpacker(dictionary: Known | None) -> zstandard.ZstdDecompressor:
    if not hasattr(_OF_THREAD, "unpackers"):
        _OF_THREAD.unpackers = OrderedDict()
    at_hand: OrderedDict[Known | None, zstandard.ZstdDecompressor] = _OF_THREAD.unpackers
    if dictionary not in at_hand:
        at_hand[dictionary] = zstandard.ZstdDecompressor(dict_data=dictionary)
        if len(at_hand) > _UNPACKERS:
            at_hand.popitem(last=False)
    at_hand.move_to_end(dictionary)
    return at_hand[dictionary]
