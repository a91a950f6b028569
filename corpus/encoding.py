"""Bytes become text here, and nowhere else: the one door of charset-normalizer.

UTF-8 comes first, then what the file declares, then a guess; a byte order mark settles it before all of
them. Short Western texts are the guess that detectors get wrong ("It’s" becomes a Chinese character), so they
are looked at by themselves: letters that Windows-1252 and Windows-1250 share need no guess at all.
What cannot be read is refused, never filled with question marks.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, BinaryIO

from corpus.records import RefusedError
from corpus.streams import rejoined

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = (
    *("cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r"),
    *("shift_jis", "euc_jp", "euc_kr", "gb18030", "big5", "mac_roman"),
)
_SHARED = re.compile("[\0-\x7f‘’“”‚„–—…•™£€©®«»°·§´ \xa0äöüßÄÖÜéÉáÁíÍóÓúÚýÝçÇâÂîÎôÔëË]*")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b"))
_SAMPLE = 65_536


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of some bytes, without its byte order mark. Raises RefusedError (binary, bad-encoding)."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name)
    _refuse_binary(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _foreign(data, declared)


def lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream with their numbers from 1; a line of more than `limit` bytes comes as None.

    Never holds more than one line. A byte order mark is taken off; UTF-16 and UTF-32 come as UTF-8, with a
    replacement character where they are broken, since there one cannot tell where the next line would begin.
    """
    head = stream.read(4)
    mark, name = next(((m, n) for m, n in _MARKS if head.startswith(m)), (b"", ""))
    if name.startswith(("utf-16", "utf-32")):
        text = io.TextIOWrapper(rejoined(head, stream), encoding=name, errors="replace", newline="\n")
        yield from _numbered(iter(lambda: text.readline(limit).encode("utf-8", "replace"), b""), limit)
    else:
        rest = rejoined(head[len(mark) :], stream)
        yield from _numbered(iter(lambda: rest.readline(limit), b""), limit)


def _numbered(pieces: Iterator[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Number lines; pieces without an end of line belong to a line that is too long, or are the last."""
    number, overlong = 1, False
    for piece in pieces:
        ends = piece.endswith(b"\n")
        if not overlong:
            overlong = not ends and len(piece) >= limit
            yield number, None if overlong else piece
        if ends:
            number, overlong = number + 1, False


def _refuse_binary(data: bytes) -> None:
    if b"\0" in data:
        raise RefusedError("binary", "it holds zero bytes, which no text has; convert it to UTF-8 text")
    sample = data[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROL)) > len(sample) // 20:
        raise RefusedError("binary", "one byte in twenty is a control character: this is no text")


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError) as error:
        raise RefusedError(
            "bad-encoding", f"it cannot be read as {name}: {error}; convert it to UTF-8"
        ) from error


def _foreign(data: bytes, declared: str | None) -> str:
    """Text that is no UTF-8: as declared, as plainly Western, or as guessed from its first part."""
    for name in (declared, _western(data)):
        if name and _is_text_encoding(name):
            try:
                return data.decode(name)
            except UnicodeError:
                continue
    return _strict(data, _guess(data))


def _is_text_encoding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding  # noqa: SLF001 - the only way to tell "hex" from "latin-1"
    except (LookupError, ValueError):
        return False


def _western(data: bytes) -> str | None:
    """Windows-1252 where few bytes are not ASCII, and all of those mean the same in Windows-1250."""
    sample = data[:_SAMPLE]
    if sum(byte > 127 for byte in sample) * 5 > len(sample):
        return None
    return "cp1252" if _SHARED.fullmatch(sample.decode("cp1252", "replace")) else None


def _guess(data: bytes) -> str:
    import charset_normalizer  # noqa: PLC0415 - only the few files that are not UTF-8 pay for it

    best = charset_normalizer.from_bytes(data[:_SAMPLE], cp_isolation=list(_GUESSES)).best()
    if best is None:
        raise RefusedError("bad-encoding", "its encoding could not be found out; convert it to UTF-8")
    return best.encoding
