"""Bytes become text here, and nowhere else: the one door of charset-normalizer.

UTF-8 comes first, then what the file declares, then a guess; a byte order mark settles it before all of them.
Texts in Latin script are what detectors get wrong, so they are looked at by their letters (see latin). A file
read line by line is guessed at once, for all of its lines: a single line is too little to tell by.
What cannot be read is refused, never filled with question marks.
"""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, BinaryIO

from corpus.latin import code_page
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
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b"))
_SAMPLE = 65_536
_AHEAD = 4 * _SAMPLE
_WHOLE_A_STRAY = 10  # so many bytes of whole letters for one that stands alone
_STRAY = "cuttings-stray"


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of some bytes, without its byte order mark. Raises RefusedError (binary, bad-encoding)."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name)
    _refuse_binary(data)
    if declared and _is_escaped(data, declared):
        return _strict(data, declared)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _foreign(data, declared)


class Lines:
    """The lines of a stream with their numbers from 1; a line of more than `limit` bytes comes as None.

    Never holds more than one line and a quarter of a megabyte. A byte order mark is taken off; UTF-16 and UTF-32
    come as UTF-8, with a replacement character where they are broken, since there one cannot tell where the
    next line would begin.
    """

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        head = stream.read(_AHEAD)
        mark, name = next(((m, n) for m, n in _MARKS if head.startswith(m)), (b"", ""))
        self._encoding: str | None = None
        self._ahead = b""
        if name.startswith(("utf-16", "utf-32")):
            text = io.TextIOWrapper(rejoined(head, stream), encoding=name, errors="replace", newline="\n")
            pieces = iter(lambda: text.readline(limit).encode("utf-8", "replace"), b"")
        else:
            rest = rejoined(head[len(mark) :], stream)
            pieces = iter(lambda: rest.readline(limit), b"")
            # The last line of what was read ahead may be cut, and then says nothing.
            self._ahead = head if len(head) < _AHEAD else head.rpartition(b"\n")[0]
        self._numbered = _numbered(pieces, limit)

    def __iter__(self) -> Iterator[tuple[int, bytes | None]]:
        return self._numbered

    def __next__(self) -> tuple[int, bytes | None]:
        return next(self._numbered)

    def decode(self, data: bytes) -> str:
        """The text of a line, in the encoding of all of them. Raises RefusedError (binary, bad-encoding)."""
        _refuse_binary(data)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            if self._encoding is None:
                self._encoding = _guess(_foreign_lines(self._ahead) or data)
            return _strict(data, self._encoding)


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


def _is_escaped(data: bytes, declared: str) -> bool:
    """Whether other letters are written with those of ASCII, as in Japanese mails: it would pass for UTF-8."""
    return b"\x1b" in data and declared.lower().startswith("iso-2022-") and _is_text_encoding(declared)


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError) as error:
        raise RefusedError(
            "bad-encoding", f"it cannot be read as {name}: {error}; convert it to UTF-8"
        ) from error


def _foreign(data: bytes, declared: str | None) -> str:
    """Text that is no UTF-8: as nearly all of it is, as declared, as its letters say, or as detected."""
    if _is_nearly_utf8(data):
        return data.decode("utf-8", _STRAY)
    sample = _foreign_lines(data)
    for name in (declared, code_page(sample)):
        if name and _is_text_encoding(name):
            try:
                return data.decode(name)
            except UnicodeError:
                continue
    return _strict(data, _detected(sample))


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether a text is UTF-8 but for a stray byte here and there, as pages are that were put together."""
    whole = data.decode("utf-8", "ignore")
    kept = len(whole.encode())
    return kept - len(whole) >= _WHOLE_A_STRAY * (len(data) - kept)


def _stray(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8, as the Windows-1252 that it nearly always is."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1252", "ignore"), error.start + 1


codecs.register_error(_STRAY, _stray)


def _foreign_lines(data: bytes) -> bytes:
    """The lines that are no UTF-8, as far as a sample goes: the others tell nothing of the encoding."""
    found: list[bytes] = []
    size = 0
    for line in data.split(b"\n"):
        if size < _SAMPLE and not line.isascii() and not _is_utf8(line):
            found.append(line[:_SAMPLE])
            size += len(line)
    return b"\n".join(found)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_text_encoding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding  # noqa: SLF001 - the only way to tell "hex" from "latin-1"
    except (LookupError, ValueError):
        return False


def _guess(sample: bytes) -> str:
    return code_page(sample) or _detected(sample[:_SAMPLE])


def _detected(sample: bytes) -> str:
    import charset_normalizer  # noqa: PLC0415 - only the few files that are not UTF-8 pay for it

    best = charset_normalizer.from_bytes(sample, cp_isolation=list(_GUESSES)).best()
    if best is None:
        raise RefusedError("bad-encoding", "its encoding could not be found out; convert it to UTF-8")
    return best.encoding
