"""Everything that a search finds, as one file; and one article as a reference.

An export is written while it is read, a hundred articles at a time, so that its memory does not grow with their texts.
If something breaks on the way, the answer ends without its last chunk (an error to every client of HTTP/1.1) and
without its end (see web.layouts). A client that leaves takes the reading with it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from flask import Response, abort, request, url_for

from search import COUNT, QUERY, SORT, Parameter, page_request, read_parameters
from web.citing import bibtex, csl_json, key, ris
from web.description import blueprint, described
from web.layouts import LAYOUTS
from web.links import with_query
from web.opening import searcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus import Article
    from search import Export, PageRequest
    from web.layouts import Head, Layout

exporting = blueprint("exporting", "Everything found as a file, and articles as references.")

HEAD = Parameter("head", "flag", "Whether the file says at its head, and its end, what it is.", default=True)
EXPORT = (*QUERY, SORT, COUNT, HEAD)
"""The parameters of an export."""

STYLES = ("bibtex", "ris", "csl-json")
STYLE = Parameter("format", "choice", "How the reference is written.", default=STYLES[0], choices=STYLES)

CSL = "application/vnd.citationstyles.csl+json"

BLOCK = 1 << 16
"""Characters that are sent at once: a write of its own for each article would take longer than the article."""


@exporting.get("/api/v1/export.<any(jsonl,csv,bib,ris):form>")
@described(EXPORT, types=[layout.mimetype for layout in LAYOUTS.values()], problems=[404], unchanged=False)
def export(form: str) -> Response:
    """All articles that a search finds, in its order."""
    given = request.args.to_dict(flat=False)
    values = read_parameters(EXPORT, given)
    asked = page_request({one.name: given.get(one.name, []) for one in (*QUERY, SORT, COUNT)})
    found, layout = searcher().export(asked), LAYOUTS[form]
    head = _head(found, url_for("exporting.export", form=form, _external=True)) if values["head"] else None
    response = Response(_blocks(_written(found, layout, head)), mimetype=layout.mimetype)
    response.headers["Content-Type"] = f"{layout.mimetype}; charset=utf-8"
    response.headers["X-Total-Count"] = str(found.total)
    response.headers.set("Content-Disposition", "attachment", filename=_file_name(asked, form))
    return response


@exporting.get("/api/v1/cite/<anything:article_id>")
@described((STYLE,), types=[LAYOUTS["bib"].mimetype, LAYOUTS["ris"].mimetype, CSL], problems=[404])
def cite(article_id: str) -> Response:
    """One article as a reference."""
    style = STYLE.read(request.args.to_dict(flat=False))
    reading = searcher().read(article_id)
    if reading is None:
        abort(404, f"There is no article with the id {article_id!r}; ids are those that a search gives.")
    text, mimetype, suffix = _reference(reading.article, style)
    response = Response(text.encode("utf-8", "replace"), content_type=f"{mimetype}; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{key(reading.article)}.{suffix}")
    return response


def _reference(article: Article, style: str) -> tuple[str, str, str]:
    """The reference with its content type and the suffix of its file."""
    match style:
        case "bibtex":
            return bibtex(article), LAYOUTS["bib"].mimetype, "bib"
        case "ris":
            return ris(article), LAYOUTS["ris"].mimetype, "ris"
        case _:
            items = json.dumps([csl_json(article)], ensure_ascii=False, indent=1)
            return items + "\n", CSL, "json"


def _head(found: Export, address: str) -> Head:
    asked = found.request
    filters: dict[str, list[str]] = {}
    for name, value in asked.params(q="", sort="relevance"):
        filters.setdefault(name, []).append(value)
    return {
        "query": asked.q,
        "filters": filters,
        "sort": asked.sort,
        "total": found.total,
        "corpus_version": found.version,
        "exported": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "address": with_query(urljoin(request.host_url, address), asked.params()),
        "notes": list(found.notes),
    }


def _written(found: Export, layout: Layout, head: Head | None) -> Iterator[str]:
    """The file, part by part. Articles removed since the search are not in it, and its end counts those that are."""
    yield layout.first + (layout.head(head) if head else "") + layout.columns
    given = 0
    for article in found.articles:
        yield layout.article(article)
        given += 1
    if head:
        yield layout.end(given, found.total)


def _blocks(parts: Iterator[str]) -> Iterator[bytes]:
    block, size = [], 0
    for part in parts:
        block.append(part)
        size += len(part)
        if size >= BLOCK:
            yield "".join(block).encode("utf-8", "replace")
            block, size = [], 0
    yield "".join(block).encode("utf-8", "replace")


def _file_name(asked: PageRequest, form: str) -> str:
    """A name in plain letters that still tells what was searched for."""
    plain = unicodedata.normalize("NFKD", asked.q).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")
    return f"cuttings-{words or ('articles' if not asked.q else 'search')}.{form}"
