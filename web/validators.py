"""ETags: who asks again for what has not changed is told so, and nothing is searched.

An answer follows from the corpus, the program and the address, so its tag is made of these before the question is asked.
It is a weak one: an answer also says how long it took. Every answer is to be asked for anew (`no-cache`), since nobody
knows when the corpus changes. Errors have no tag, nor has what is written as it is found.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Response, current_app, g, request

from index import IndexTrouble
from web.opening import building, searcher

if TYPE_CHECKING:
    from flask import Flask

PAGES = {"pages.home", "pages.results", "pages.values", "pages.article", "pages.similar", "feeds.atom"}
PAGES |= {"comparing.side_by_side", "telling.story"}
INTERFACE = "/api/v1/"
FRESH = "private, no-cache"
HOUSE = ("corpus", "index", "stories", "search", "web")


def install(app: Flask) -> None:
    """Answer 304 where it is true, and put the tags on what is answered."""

    @app.before_request
    def compare() -> Response | None:
        g.tag = _tag()
        if g.tag is None or g.tag not in request.if_none_match.as_set(include_weak=True):
            return None
        return Response(status=304)

    @app.after_request
    def mark(response: Response) -> Response:
        # A request that was refused before it came here has no tag.
        tag = g.get("tag")
        if tag and response.status_code in {200, 304} and not response.is_streamed:
            response.set_etag(tag, weak=True)
            response.headers["Cache-Control"] = FRESH
        return response


def _tag() -> str | None:
    """The tag of what this request asks for; None where it has none, or the answer will say what is wrong."""
    tagged = request.endpoint in PAGES or request.path.startswith(INTERFACE)
    if not tagged or request.method not in {"GET", "HEAD"} or current_app.debug:
        return None
    with suppress(IndexTrouble):
        made_of = (searcher().version(), building(), code(), request.path, request.query_string)
        return blake2b(repr(made_of).encode(), digest_size=12).hexdigest()
    return None


@cache
def code() -> str:
    """The version of the program: a digest of its files, since between two releases it changes as well."""
    digest = blake2b(digest_size=8)
    home = Path(__file__).parent.parent
    for path in sorted(path for name in HOUSE for path in (home / name).rglob("*")):
        if path.suffix in {".py", ".html", ".css", ".js"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()
