"""The pages: home, results (see web.results), article. HTML that works without a script, every state an address.

Parameters are those of the JSON endpoint, and as strict; only which facets are counted is the page's own matter.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NoReturn

from flask import Blueprint, abort, render_template, request, send_from_directory

from corpus import KINDS, UNKNOWN, language_name
from search import PageRequest, page_request
from web.citing import bibtex, csl_json, ris
from web.links import outside_link
from web.opening import searcher
from web.passages import passages
from web.results import results, values
from web.telling import printed
from web.timeline import drawing, fitting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

    from corpus import Article

pages = Blueprint("pages", __name__)

SOURCES_AT_HOME = 48
"""The commonest sources are shown at once, the others folded away."""
LANGUAGES_AT_HOME = 24

SIMILAR, SIMILAR_AT_LENGTH = 5, 20
"""How many similar articles stand below an article, and on a page of their own."""


@pages.get("/")
def home() -> str:
    """The box, what can be searched, and how to ask."""
    articles, known, days = searcher().count(), searcher().sources(), searcher().days()
    without = articles - sum(count for _, count in known)
    languages = searcher().facet("language", PageRequest(facet_size=LANGUAGES_AT_HOME))
    return render_template(
        "home.html",
        asked=PageRequest(),
        articles=articles,
        known=len(known),
        first=known[:SOURCES_AT_HOME],
        rest=known[SOURCES_AT_HOME:],
        last=[(UNKNOWN, without)] if without > 0 else [],
        printed=[date.fromisoformat(day) for day in (min(days.values), max(days.values))]
        if days.values
        else [],
        undated=days.missing,
        drawing=drawing(*fitting(lambda interval: searcher().over_time(PageRequest(), days, days, interval))),
        languages=[(one.value, language_name(one.value), one.count) for one in languages.values],
    )


pages.add_url_rule("/search", view_func=results)
pages.add_url_rule("/search/facets/<name>", view_func=values)


@pages.get("/articles/<anything:article_id>")
def article(article_id: str) -> str:
    """One article to be read, with what the search it was found by matched in it."""
    asked = _asked()
    reading = searcher().read(article_id, asked.q)
    if reading is None:
        _no_article(article_id)
    return render_template(
        "article.html",
        asked=asked,
        article=reading.article,
        reading=reading,
        original=outside_link(reading.article.url),
        passages=passages(reading.paragraphs),
        printed=printed(reading.article),
        citations=_citations(reading.article),
        alike=searcher().similar(article_id, SIMILAR) or (),
    )


def _citations(article: Article) -> list[tuple[str, str, str]]:
    """The article as a reference: the name of each format, its name in an address, and the text."""
    item = json.dumps([csl_json(article)], ensure_ascii=False, indent=1)
    return [
        ("BibTeX", "bibtex", bibtex(article)),
        ("RIS", "ris", ris(article)),
        ("CSL-JSON", "csl-json", item),
    ]


@pages.get("/similar/<anything:article_id>")
def similar(article_id: str) -> str:
    """The articles most like one. Not an address under the article's own: an id may end in anything."""
    reading, alike = searcher().read(article_id), searcher().similar(article_id, SIMILAR_AT_LENGTH)
    if reading is None or alike is None:
        _no_article(article_id)
    return render_template("similar.html", asked=_asked(), reading=reading, alike=alike)


@pages.get("/about")
def about() -> str:
    """What became of the corpus when it was read."""
    report = searcher().report() or {}
    corpus = report.get("corpus")
    return render_template(
        "about.html",
        asked=PageRequest(),
        run=report.get("run"),
        corpus=corpus,
        finished=datetime.fromisoformat(report["finished"]) if corpus else None,
        languages=_languages(corpus["languages"]) if corpus else [],
        furniture=_ranked(corpus["furniture"]) if corpus else [],
        rejects=[(KINDS.get(kind, kind), count) for kind, count in _ranked(corpus["rejects"])]
        if corpus
        else [],
    )


def _languages(counts: Mapping[str, Any]) -> list[tuple[str, int]]:
    missing = [("not known", counts["missing"])] if counts["missing"] else []
    return [*((language_name(code), count) for code, count in _ranked(counts["values"])), *missing]


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


@pages.get("/favicon.ico")
def favicon() -> Response:
    """The icon, where browsers look for it unasked."""
    return send_from_directory("static", "favicon.svg")


def _asked() -> PageRequest:
    return page_request(request.args.to_dict(flat=False))


def _no_article(article_id: str) -> NoReturn:
    abort(404, f"There is no article with the id {article_id!r}. It may have been indexed anew, or removed.")
