"""Any search as an Atom feed (RFC 4287) with OpenSearch elements, and what a browser needs to add Cuttings as a search engine.

The XML is the standard library's: a feed is a dozen elements, for which feedgen would bring lxml and dateutil to the web.
Characters that XML has no way to write are taken out. A feed is of the newest results, unless another order is asked for.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, request, url_for

from search import PageRequest, page_request
from web.links import article_url, next_page, outside_link, previous_page, results_url, with_query
from web.marking import mark_up
from web.opening import searcher
from web.wire import answer

if TYPE_CHECKING:
    from search import Hit, Page

feeds = Blueprint("feeds", __name__)

ATOM = "http://www.w3.org/2005/Atom"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
FEED, DESCRIPTION = "application/atom+xml", "application/opensearchdescription+xml"
SUGGESTIONS = "application/x-suggestions+json"

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@feeds.get("/search.atom")
def atom() -> Response:
    """The newest results of a search."""
    given = request.args.to_dict(flat=False)
    if not any(sort.strip() for sort in given.get("sort", ())):
        given["sort"] = ["newest"]
    asked = page_request(given)
    page = searcher().search(replace(asked, facets=(), cursor=""))
    return _xml(_feed(page), FEED)


@feeds.get("/opensearch.xml")
def description() -> Response:
    """How to search here, for browsers."""
    root = ET.Element("OpenSearchDescription", {"xmlns": OPENSEARCH})
    for name, text in (
        ("ShortName", "Cuttings"),
        ("Description", "Search the cuttings: a corpus of news articles"),
        ("InputEncoding", "UTF-8"),
    ):
        _add(root, name, text)
    for kind, endpoint in (
        ("text/html", "pages.results"),
        (FEED, "feeds.atom"),
        (SUGGESTIONS, "feeds.suggestions"),
    ):
        template = url_for(endpoint, _external=True) + "?q={searchTerms}"
        ET.SubElement(root, "Url", {"type": kind, "template": template})
    _add(root, "Image", url_for("pages.favicon", _external=True), type="image/svg+xml")
    return _xml(root, DESCRIPTION)


@feeds.get("/suggestions.json")
def suggestions() -> Response:
    """What a browser's search box shows while one types: what was typed, and how it may go on."""
    typed = request.args.get("q", "")
    return answer([typed, list(searcher().suggest(typed).texts)], mimetype=SUGGESTIONS)


def _feed(page: Page) -> ET.Element:
    asked = page.request
    root = ET.Element("feed", {"xmlns": ATOM, "xmlns:opensearch": OPENSEARCH})
    _add(root, "id", _address(asked, page=1))
    _add(root, "title", f"Cuttings: {asked.q}" if asked.q else "Cuttings: all articles")
    _add(root, "updated", max((_moment(hit) for hit in page.hits), default=_stamp(searcher().committed())))
    author = ET.SubElement(root, "author")
    _add(author, "name", "Cuttings")
    here = asked.page, page.pages
    pages = {"self": asked.page, "first": 1, "previous": previous_page(*here), "next": next_page(*here)}
    for name, number in pages.items():
        if number:
            _add(root, "link", rel=name, type=FEED, href=_address(asked, page=number))
    _add(root, "link", rel="alternate", type="text/html", href=_outside(results_url(asked, {})))
    _add(root, "link", rel="search", type=DESCRIPTION, href=url_for("feeds.description", _external=True))
    _add(root, "opensearch:totalResults", str(page.total))
    _add(root, "opensearch:startIndex", str((asked.page - 1) * asked.per_page + 1))
    _add(root, "opensearch:itemsPerPage", str(asked.per_page))
    _add(root, "opensearch:Query", role="request", searchTerms=asked.q, startPage=str(asked.page))
    for hit in page.hits:
        root.append(_entry(hit, asked))
    return root


def _entry(hit: Hit, asked: PageRequest) -> ET.Element:
    article, entry = hit.article, ET.Element("entry")
    _add(entry, "id", f"urn:cuttings:{quote(article.id, safe='')}")
    _add(entry, "title", article.headline)
    _add(entry, "updated", _moment(hit))
    if article.published:
        _add(entry, "published", _moment(hit))
    for name in article.authors or (article.source,):
        _add(ET.SubElement(entry, "author"), "name", name)
    address = article_url(
        article.id, replace(asked, page=1, per_page=PageRequest().per_page, sort=PageRequest().sort)
    )
    _add(entry, "link", rel="alternate", type="text/html", href=_outside(address))
    if original := outside_link(article.url):
        _add(entry, "link", rel="via", href=original)
    if article.section:
        _add(entry, "category", term=article.section)
    summary = "".join(f"<p>{mark_up(snippet)}</p>" for snippet in hit.snippets)
    _add(entry, "summary", summary, type="html")
    return entry


def _moment(hit: Hit) -> str:
    """When an article appeared; one without a date is as old as the epoch, so that no reader takes it for news."""
    day = hit.article.published
    return _stamp(datetime.combine(day, time(), UTC)) if day else "1970-01-01T00:00:00Z"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _address(asked: PageRequest, page: int) -> str:
    # Said in full: the default order of a feed is not that of a search.
    pairs = [*asked.params(page=page, sort="relevance", facets=PageRequest().facets), ("sort", asked.sort)]
    return _outside(with_query(url_for("feeds.atom"), pairs))


def _outside(address: str) -> str:
    return request.host_url.rstrip("/") + address


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
    cleaned = {key: _NO_XML.sub("", value) for key, value in attributes.items()}
    element = ET.SubElement(parent, name, cleaned)
    element.text = _NO_XML.sub("", text) or None


def _xml(root: ET.Element, mimetype: str) -> Response:
    text = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(text + b"\n", content_type=f"{mimetype}; charset=utf-8")
