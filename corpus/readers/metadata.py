"""What a page states about its article: in JSON-LD, in its meta elements and in its markup.

Each field is taken from the surest witness that has it, and is None where none has: nothing is guessed from how the
page looks. JSON-LD goes before the meta elements, since it tells the article from the site.

The date of the last change is not taken: on 81 of 403 pages that state both it is another day than that of
publication, and a wrong date is worse than none. What the page calls its publisher is believed, even where that
is the agency that a paper took the story from.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.dates import parse_date
from corpus.names import site_of, split_names
from corpus.readers.jsonld import article_node, names
from corpus.readers.titles import headline_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Meta = dict[str, list[str]]

_HEADLINE = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title")
_PUBLISHED = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "pubdate",
    "publish-date",
    "publication_date",
    "date",
)
_AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
)
_SECTION = ("article:section", "parsely-section", "section")
_SITE = ("og:site_name", "dc.publisher", "dcterms.publisher")
_LANGUAGE = ("og:locale", "content-language", "dc.language")
_MOST_META = 2_000
_LONGEST = 1_000
_WEB = re.compile(r"https?://", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,200}>")
_BREAK = re.compile(r"<(?:/p|br\s{0,9}/?)>", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_TAGLINE = re.compile(r"\s+[|–—·•»]\s")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page states, as it states it; `text` is the articleBody of its JSON-LD, paragraphs by line."""

    headline: str | None = None
    published: str | None = None
    section: str | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    url: str | None = None
    language: str | None = None
    text: str = ""


def stated(tree: Any) -> Stated:
    """What the page of this lxml tree states. It never raises."""
    node = article_node(_scripts(tree))
    meta = _meta(tree)
    url = _url(tree, node, meta)
    source = _source(node, meta)
    return Stated(
        headline=_headline(tree, node, meta, source),
        published=_published(tree, node, meta),
        section=_first([*names(node.get("articleSection")), *_all(meta, _SECTION)]),
        authors=_authors(tree, node, meta),
        source=source or (site_of(url) if url else None),
        url=url,
        language=_language(tree, node, meta),
        text=_body(node),
    )


def _scripts(tree: Any) -> Iterator[str]:
    for script in tree.iter("script"):
        kind = (script.get("type") or "").partition(";")[0].strip().lower()
        if kind == "application/ld+json" and script.text:
            yield script.text


def _meta(tree: Any) -> Meta:
    """What the meta elements say, by their name in lower case."""
    found: Meta = {}
    for _, element in zip(range(_MOST_META), tree.iter("meta"), strict=False):
        text = _plain(element.get("content") or "")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if text and (name := element.get(attribute)):
                found.setdefault(name.strip().lower(), []).append(text)
    return found


def _plain(text: str) -> str:
    """One line without markup; entities are resolved, as many pages write them twice."""
    return " ".join(_TAG.sub(" ", html.unescape(text[:_LONGEST])).split())


def _all(meta: Meta, wanted: Iterable[str]) -> list[str]:
    return [text for name in wanted for text in meta.get(name, [])]


def _first(texts: Iterable[str]) -> str | None:
    return next((plain for text in texts if (plain := _plain(text))), None)


def _published(tree: Any, node: dict[str, Any], meta: Meta) -> str | None:
    """The first date that can be read. When the page was last changed is no date of publication."""
    said = [*names(node.get("datePublished")), *_all(meta, _PUBLISHED), *names(node.get("dateCreated"))]
    marked = tree.xpath("(//*[@itemprop='datePublished'])[position() < 4]")
    said += [text for element in marked for text in (element.get("datetime"), element.text) if text]
    return next((text.strip() for text in said if parse_date(text)), None)


def _authors(tree: Any, node: dict[str, Any], meta: Meta) -> tuple[str, ...]:
    """The authors named by the first witness that names any; addresses of their pages are no names."""
    marked = tree.xpath("(//*[@rel='author' or @itemprop='author'])[position() < 10]")
    witnesses = [
        names(node.get("author")) or names(node.get("creator")),
        *(meta.get(name, []) for name in _AUTHORS),
        [text for element in marked if not _DIGIT.search(text := " ".join(element.itertext()))],
    ]
    for said in witnesses:
        found = [name for text in map(_plain, said) if not _WEB.match(text) for name in split_names(text)]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def _source(node: dict[str, Any], meta: Meta) -> str | None:
    said = [*names(node.get("publisher")), *_all(meta, _SITE)]
    return _first(
        _TAGLINE.split(text.strip().lstrip("@"))[0] for text in said if not _WEB.match(text.strip())
    )


def _url(tree: Any, node: dict[str, Any], meta: Meta) -> str | None:
    """The address that the page gives itself: absolute, or none."""
    links = tree.xpath("//link[translate(@rel, 'CANOL', 'canol') = 'canonical']/@href")
    said = [*links, *_all(meta, ("og:url",)), node.get("url"), node.get("mainEntityOfPage"), node.get("@id")]
    texts = [text.get("@id") if isinstance(text, dict) else text for text in said]
    return next((text.strip() for text in texts if isinstance(text, str) and site_of(text.strip())), None)


def _language(tree: Any, node: dict[str, Any], meta: Meta) -> str | None:
    said = [tree.get("lang") or "", *names(node.get("inLanguage")), *_all(meta, _LANGUAGE)]
    return next((text.strip() for text in said if text.strip()), None)


def _body(node: dict[str, Any]) -> str:
    text = node.get("articleBody")
    return _TAG.sub("", _BREAK.sub("\n", html.unescape(text))) if isinstance(text, str) else ""


def _headline(tree: Any, node: dict[str, Any], meta: Meta, site: str | None) -> str | None:
    """The headline of the page, by its metadata, its title and what it prints as `h1`."""
    said = [*names(node.get("headline")), *_all(meta, _HEADLINE), *(tree.xpath("//title/text()")[:1])]
    heads = [" ".join(head.itertext()) for _, head in zip(range(20), tree.iter("h1"), strict=False)]
    return headline_of([*map(_plain, said)], [*map(_plain, heads)], site)
