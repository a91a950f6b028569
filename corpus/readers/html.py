"""A page is one article: the one door of trafilatura and htmldate, which tell the story from the page around it.

The page is parsed once. What it states of itself comes from `metadata`; trafilatura gives the text and, where nothing
states a date, htmldate the one in the page's markup. Precision goes first: trafilatura's strict and fast settings are
the best on most pages, and lose the story on a few; such a page comes out short, and is read again with others. The
figures are those of `benchmarks/extraction.py`. Scripts are not run: what they would fetch is not there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.encoding import decode
from corpus.readers.html_tree import parse, strip_notes
from corpus.readers.metadata import Stated, stated
from corpus.readers.whole import read_whole
from corpus.records import Place, Record, RefusedError, Reject

if TYPE_CHECKING:
    from collections.abc import Iterator

_BYTES = 20_000_000
_HEAD = 4096
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_WORD = re.compile(r"\w+")

_STRICT = {"favor_precision": True, "fast": True}
_THOROUGH = {"favor_precision": True}  # asks a second and a third algorithm
_LENIENT = {"fast": True}
_ATTEMPTS = ((_STRICT, 700), (_THOROUGH, 400), (_LENIENT, 0))
"""Settings in the order to try, and the characters of a text that are enough to stop there."""
_MOST_THOROUGH = (
    8_000  # tags; the third algorithm takes the square of them. The longest of 602 pages has 5,145
)
_LONGEST_TEASER = 500
"""Characters of a text in the metadata; a longer one may stand in for the page's."""


def read(stream: BinaryIO, place: Place) -> Iterator[Record | Reject]:
    """The one Record of a page."""
    try:
        data = read_whole(stream, _BYTES)
        charset = _CHARSET.search(data[:_HEAD])
        yield _page(decode(data, charset[1].decode("ascii") if charset else None), place)
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason)


def _page(text: str, place: Place) -> Record:
    tree = parse(text)
    said = stated(tree)
    strip_notes(tree)
    return Record(
        path=place.path,
        body=_story(tree, said),
        decoded=True,
        folder=place.folder,
        source=said.source,
        headline=said.headline,
        published=said.published or _marked_date(tree, said.url),
        section=said.section,
        authors=said.authors,
        url=said.url,
        language=said.language,
    )


def _story(tree: Any, said: Stated) -> str:
    """The text of the article, by the page or, where that is no part of what the page states, as stated."""
    found = ""
    for settings, enough in _ATTEMPTS:
        if settings is not _THOROUGH or sum(1 for _ in tree.iter()) <= _MOST_THOROUGH:
            found = max(found, _extract(tree, settings), key=len)
        if len(found) >= enough > 0:
            break
    if len(said.text) > _LONGEST_TEASER and _shared(said.text, found) < 0.1:
        found = said.text
    if not found.strip():
        raise RefusedError("no-text", "no text of an article was found on the page")
    return found


def _shared(text: str, other: str) -> float:
    """The share of a text's runs of four words that are in the other one: 0 to 1."""
    runs, others = _runs(text), _runs(other)
    return len(runs & others) / max(1, len(runs))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text)
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


def _extract(tree: Any, settings: dict[str, bool]) -> str:
    # Late, as it takes a third of a second to import, and most corpora hold no page.
    from trafilatura import bare_extraction  # noqa: PLC0415

    try:
        found = bare_extraction(tree, include_comments=False, **settings)
    except ImportError:
        raise  # a broken installation is not the page's fault
    except Exception:  # noqa: BLE001 - the tree of a broken page fails in ways that no list names
        return ""
    return (found.text or "") if found else ""


def _marked_date(tree: Any, url: str | None) -> str | None:
    """The date in the page's markup or address; never one from its running text, nor from the clock."""
    from htmldate import find_date  # noqa: PLC0415

    try:
        found: str | None = find_date(
            tree, url=url, original_date=True, extensive_search=False, max_date="2100-12-31"
        )
    except ImportError:
        raise
    except Exception:  # noqa: BLE001 - without a date it is an article all the same
        return None
    return found
