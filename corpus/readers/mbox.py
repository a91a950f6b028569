"""A `.mbox` file holds mails one after another, each behind a line such as `From a@b Thu May  4 10:11:12 2023`.

The file is cut at such lines, where a blank line or nothing is before them, and never held as a whole. A line of text
that only begins with "From " has no time of day and year in it, and parts nothing. What an archive put before such
lines to tell them apart (">From ") is taken off again. The mails are handed on as bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from corpus.readers.mail import MOST
from corpus.records import Enclosed, Item, Place, Record, Reject

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = 1 << 16
_PARTING = re.compile(rb"From \S.{0,300}\d{1,2}:\d\d.{0,60}\b(?:19|20)\d\d\b")
_QUOTED = re.compile(rb">+From ")


def read(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """An Enclosed mail, or a Reject, for every mail of the file; `line` is its number."""
    number = 0
    for number, mail in enumerate(_mails(stream), start=1):
        yield _item(mail, number, place)
    if not number:
        yield place.reject("empty", "the file holds no mail")


def _item(mail: bytes | None, number: int, place: Place) -> Enclosed | Reject:
    if mail is None:
        return place.reject("too-large", f"the mail is over the limit of {MOST / 1e6:.0f} MB", number)
    return Enclosed(place, ".eml", mail, Record(place.path, "", line=number))


def _mails(stream: BinaryIO) -> Iterator[bytes | None]:
    """The bytes of every mail; None for one that is too large."""
    mail: bytearray | None = bytearray()
    begun, after_blank, at_start = False, True, True
    while line := stream.readline(_LINE):
        if after_blank and at_start and _parts(line, begun=begun):
            if begun:
                yield bytes(mail) if mail is not None else None
            mail, begun = bytearray(), True
        elif mail is not None:
            begun = begun or not line.isspace()
            mail += line[1:] if at_start and _QUOTED.match(line) else line
            mail = mail if len(mail) <= MOST else None
        # A line longer than what is read at once goes on without being one of its own.
        after_blank = at_start and line.isspace()
        at_start = line.endswith(b"\n")
    stream.read(1)  # raises where the file was cut off, so that half of a mail passes for none
    if begun:
        yield bytes(mail) if mail is not None else None


def _parts(line: bytes, *, begun: bool) -> bool:
    """Whether a line stands between two mails; before the first, any such line does."""
    return _PARTING.match(line) is not None or (not begun and line.startswith(b"From "))
