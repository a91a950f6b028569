"""A page as its carrier hands it over: an archive or a mail may say how it is encoded where the page does not."""

from __future__ import annotations

from corpus.encoding import decode
from corpus.records import RefusedError

_HEAD = 4096


def in_utf8(page: bytes, charset: str | None) -> bytes:
    """A page that names no encoding, read as its carrier says, in UTF-8; any other page as it is."""
    if not charset or b"charset" in page[:_HEAD].lower():
        return page
    try:
        return decode(page, charset).encode("utf-8", "replace")
    except RefusedError:
        return page  # to be refused where pages are read, with all that is known of it
