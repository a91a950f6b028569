"""A kiosk of seven tiny articles, held by the real engine, for what a searcher makes of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from index import open_engine, update
from search import Page, Searcher

if TYPE_CHECKING:
    from pathlib import Path

Row = tuple[str | None, str | None, str, str]
"""Source, date, headline and body of an article."""

NEWS: dict[str, Row] = {
    "w1": ("Wharf", "2024-01-01", "Tram bells return", "The tram rang its bell. Drivers cheered the bell."),
    "w2": (
        "Wharf",
        "2024-02-29",
        "Council counts",
        "A tram is dear, the council said. So is the bell of it.",
    ),
    "h1": ("Hill", "2024-03-01", "Goats close road", "Goats held the upper road. The tram was not affected."),
    "h2": ("Hill", "2023-12-31", "Snow above the quarry", "Snow will fall on goats and lanterns by Friday."),
    "d1": ("Dale", "2024-02-29", "Lantern parade", "Lanterns lit the quay. A lantern maker wept."),
    "x1": (None, None, "A ticket from 1911", "The tram ticket lay in a hymn book. It smelt of café."),
    "x2": (None, None, "Hymns", "Nothing but hymns & more hymns."),
}


def lines(news: dict[str, Row]) -> str:
    keys = ("source", "date", "headline", "body")
    return "".join(json.dumps({"id": one, **dict(zip(keys, news[one], strict=True))}) + "\n" for one in news)


def searching(folder: Path, news: dict[str, Row]) -> Searcher:
    (folder / "news.jsonl").write_text(lines(news), encoding="utf-8")
    update([folder / "news.jsonl"], folder / "index")
    return Searcher(open_engine(folder / "index"))


def ids(page: Page) -> list[str]:
    return [hit.article.id for hit in page.hits]
