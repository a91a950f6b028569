"""A page is one article: the one door of trafilatura, which tells the story from the page around it.

Only what the page states is taken: a date is read from its metadata and markup, not searched for in its text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.encoding import decode
from corpus.names import split_names
from corpus.readers.whole import read_whole
from corpus.records import Place, Record, RefusedError, Reject

if TYPE_CHECKING:
    from collections.abc import Iterator

_BYTES = 20_000_000
_TAGS = 100_000  # taking a page apart costs the square of its tags; a long one has 20,000
_HEAD = 4096
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_LANGUAGE = re.compile(r"""<html\b[^>]{0,500}\blang\s*=\s*["']?([A-Za-z]{2,3}\b)""", re.IGNORECASE)
_SUFFIX = re.compile(r"\s[|–—·-]\s([^|–—·]{2,60})$")


def read(stream: BinaryIO, place: Place) -> Iterator[Record | Reject]:
    """The one Record of a page."""
    try:
        data = read_whole(stream, _BYTES)
        charset = _CHARSET.search(data[:_HEAD])
        yield _page(decode(data, charset[1].decode("ascii") if charset else None), place)
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason)


def _page(text: str, place: Place) -> Record:
    if (tags := text.count("<")) > _TAGS:
        raise RefusedError(
            "too-large", f"the page holds {tags} tags, over the limit of {_TAGS} for one article"
        )
    found = _extract(text)
    if found is None or not (found.text or "").strip():
        raise RefusedError("no-text", "no text of an article was found on the page")
    language = _LANGUAGE.search(text[:_HEAD])
    return Record(
        path=place.path,
        body=found.text,
        decoded=True,
        folder=place.folder,
        source=found.sitename,
        headline=_without_site(found.title or "", found.sitename or ""),
        published=found.date,
        authors=split_names((found.author or "").replace(";", ",")),
        url=found.url,
        language=language[1] if language else None,
    )


def _without_site(title: str, site: str) -> str:
    """A title without the name of the site that many pages put behind it: "Ferry sinks | The Gazette"."""
    found = _SUFFIX.search(title)
    return (
        title[: found.start()] if found and found[1].strip().casefold() == site.strip().casefold() else title
    )


def _extract(text: str) -> Any:
    import trafilatura  # noqa: PLC0415 - it takes a third of a second to import, and most corpora hold no page

    try:
        return trafilatura.bare_extraction(
            text,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except ImportError:
        raise  # a broken installation is not the page's fault
    except Exception as error:  # the tree of a broken page fails in ways that no list names
        raise RefusedError(
            "no-text", f"the page cannot be taken apart: {type(error).__name__}: {error}"
        ) from error
