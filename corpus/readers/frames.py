"""Where the records of a web archive begin and end, found anew after a broken one.

A record says how long it is. Where that cannot be true - the next one does not begin there - it is a Fault, and
reading goes on at the next line that begins a record, which may lie inside of what the broken one claimed. So no more
is lost than what is broken. Needs one record in memory, and no stream that can be set back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from corpus.readers.members import BrokenError
from corpus.records import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 32_000_000
"""Of a record's block no more bytes are kept; the rest of it is skipped."""

_FAULTS = 10_000
_CHUNK = 1 << 16
_HEAD = 1 << 16
_LINE = 1 << 13
_BLANK = b"\r\n\t \0"


class Source(Protocol):
    """What bytes are read from; `read` may raise BrokenError, and go on behind the fault."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class Form:
    """How records look: the line they `start` with, what is `cut` of it, the `end` of their head, their `length`.

    A record with `gap` behind it is whole, whatever comes then.
    """

    name: str
    gap: bytes | None
    start: re.Pattern[bytes]
    cut: re.Pattern[bytes]
    end: re.Pattern[bytes]
    length: re.Pattern[bytes]


WARC = Form(
    "warc",
    b"\r\n\r\n",
    re.compile(rb"(?m)^WARC/\d\.\d{1,2}[ \t]{0,9}\r?\n"),
    re.compile(rb"(?:W|WA|WAR|WARC|WARC/[\d.]{0,4}\s{0,9})\Z"),
    re.compile(rb"\r?\n\r?\n"),
    re.compile(rb"(?mi)^Content-Length[ \t]{0,9}:[ \t]{0,9}(\S{0,30})"),
)
ARC = Form(
    "arc",
    None,
    re.compile(
        rb"(?m)^[A-Za-z][\w+.-]{1,20}:[^\r\n]{1,2000} [^ \r\n]{1,60} \d{8,20} [^ \r\n]{1,100}"
        rb"(?: [^\r\n]{0,200})? -?\w{1,20}\r?\n"
    ),
    re.compile(rb"[A-Za-z][\w+.-]{0,20}(?::[^\n]{0,5000})?\Z"),
    re.compile(rb"\r?\n"),
    re.compile(rb" (\S{1,30})\r?\n\Z"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A record: its number in the file from 1, its head, and its block of `size` bytes, of which MOST are kept."""

    number: int
    head: bytes
    block: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken record: its number, and what is wrong with it."""

    number: int
    reason: str


class _FaultError(Exception):
    """The record at hand is broken."""


def frames(source: Source, form: Form) -> Iterator[Frame | Fault]:
    """All records of a stream. Raises what reading it raises but BrokenError, and RefusedError for a ruin."""
    ahead, number, faults = _Ahead(source), 0, 0
    while True:
        while ahead.skip_blank():
            number += 1
            try:
                found: Frame | Fault = _frame(ahead, form, number)
            except _FaultError as fault:
                found = Fault(number, ahead.take_trouble() or str(fault))
                ahead.find(form)
                faults += 1
            yield found
            if faults > _FAULTS:
                raise RefusedError("bad-file", f"over {_FAULTS} records are broken; what came before is read")
        if trouble := ahead.take_trouble():
            number += 1
            yield Fault(number, trouble)
        if not ahead.go_on():
            return


def _frame(ahead: _Ahead, form: Form, number: int) -> Frame:
    head = ahead.head(form)
    size = _size(head, form)
    end = len(head) + size
    kept = len(head) + min(size, MOST)
    if not ahead.has(kept):
        raise _FaultError(f"of the {size} bytes it claims, the file holds {len(ahead.data) - len(head)}")
    frame = Frame(number, head, bytes(ahead.data[len(head) : kept]), size)
    if end > kept:
        ahead.skip(end - 1, form)  # all but a byte, so that a fault found behind it has a place to look from
        end = 1
    ahead.check_next(end, form)
    ahead.drop(end)
    return frame


def _size(head: bytes, form: Form) -> int:
    found = form.length.search(head)
    if not found or not found[1].isdigit():
        named = found[1].decode("latin-1") if found else "none"
        raise _FaultError(f"its length should be a number, and is {named!r}")
    return int(found[1])


class _Ahead:
    """What was read ahead of a source, as far as the next fault in it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._read = 0
        self._trouble = ""
        self._sound: int | None = (
            None  # how far what was read ahead is beyond doubt, where it ends in a fault
        )
        self._told = False
        self.data = bytearray()

    def has(self, size: int) -> bool:
        """Whether so many bytes are there, after reading on as needed."""
        while len(self.data) < size and self._fill():
            pass
        return len(self.data) >= size

    def skip_blank(self) -> bool:
        """Whether anything is there but blanks, which go."""
        while True:
            blank = len(self.data) - len(self.data.lstrip(_BLANK))
            self.drop(blank)
            if self.data or not self._fill():
                return bool(self.data)

    def drop(self, size: int) -> None:
        """Forget the first bytes."""
        del self.data[:size]
        if self._sound is not None:
            self._sound -= size

    def head(self, form: Form) -> bytes:
        """The head of the record that begins here, with its end. Raises _FaultError."""
        self.has(_LINE)
        if not form.start.match(self.data):
            shown = bytes(self.data[:40]).decode("latin-1").split("\n")[0].rstrip()
            raise _FaultError(f"a record of this kind does not begin with {shown!r}")
        while not (found := form.end.search(self.data, 0, _HEAD)):
            if len(self.data) >= _HEAD or not self._fill():
                raise _FaultError("its head has no end")
        return bytes(self.data[: found.end()])

    def check_next(self, at: int, form: Form) -> None:
        """Raise _FaultError unless a record, a sound fault or the end follows at this place."""
        self.has(at + _LINE)
        if self._sound is not None and self._sound <= at:
            if self._sound < at:
                raise _FaultError("it is damaged")
            return
        if form.gap and self.data.startswith(form.gap, at):
            return
        rest = self.data[at : at + _LINE].lstrip(_BLANK)
        at_end = len(self.data) < at + _LINE
        if rest and not form.start.match(rest) and not (at_end and form.cut.match(rest)):
            raise _FaultError("its length is wrong: no other record begins where it ends")

    def skip(self, size: int, form: Form) -> None:
        """Forget many bytes, unless a record begins in them. Raises _FaultError, with that record just behind."""
        while size:
            if found := form.start.search(self.data, 1, size + 1):
                self.drop(found.start() - 1)
                raise _FaultError("its length is wrong: another record begins inside of it")
            # The last line may be the half of one to be found.
            gone = min(size, len(self.data) if size <= len(self.data) else max(0, len(self.data) - _LINE))
            self.drop(gone)
            size -= gone
            if size and not self._fill():
                raise _FaultError("the file ends before it does")

    def find(self, form: Form) -> None:
        """Forget all up to the next line that begins a record, or all there is."""
        while not (found := form.start.search(self.data, 1)):
            self.drop(max(0, len(self.data) - _LINE))
            if not self._fill():
                self.drop(len(self.data))
                return
        self.drop(found.start())

    def take_trouble(self) -> str:
        """The fault that what was read ahead ends in, if it has not been told yet."""
        trouble = "" if self._told else self._trouble
        self._told = self._told or bool(trouble)
        return trouble

    def go_on(self) -> bool:
        """Read on behind a fault; False at the end of the file."""
        more = bool(self._trouble)
        self._trouble, self._told, self._sound = "", False, None
        return more

    def _fill(self) -> bool:
        if self._trouble:
            return False
        try:
            data = self._source.read(_CHUNK)
        except BrokenError as error:
            self._trouble = str(error)
            self._sound = len(self.data) - (self._read - error.doubtful)
            return False
        self._read += len(data)
        self.data += data
        return bool(data)
