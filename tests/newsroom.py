"""A newsroom of a few invented articles, indexed by the real engine and served by the real app."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from index import Plan, Posting, open_engine, read_progress, read_report, update
from search import Searcher
from stories import Weaver, weave
from web import Settings, create_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from index import Cluster

Item = dict[str, Any]
DEFAULTS = Settings()

ARTICLES: list[Item] = [
    {
        "id": "wharf-1",
        "source": "Wharf Courier",
        "headline": "Lantern tram returns to Quell Street",
        "body": "The lantern tram ran down Quell Street again on Monday.\n\n"
        "“We kept every bell,” said driver Tove Marrin. Crowds of riders waved from the kerb.\n\n"
        "MORE ON TRAMS\n",
        "date": "2024-03-04",
        "url": "https://courier.example/tram",
        "section": "City",
        "authors": ["Ada Penrose", "Lew Okafor"],
        "language": "en",
    },
    {
        "id": "wharf-2",
        "source": "Wharf Courier",
        "headline": "Council weighs the cost of tram bells",
        "body": "Councillors asked on Tuesday what a tram bell costs. Nobody at the depot could say.",
        "date": "2024-03-05",
    },
    {
        "id": "hill-1",
        "source": "Hilltop Radio",
        "headline": "Goats close the upper road",
        "body": "Forty goats & one dog held the upper road until noon. The tram was not affected.",
        "date": "2024-02-20",
    },
    {
        "id": "hill-2",
        "source": "Hilltop Radio",
        "headline": "Snow expected above the quarry",
        "body": "Snow will fall above the quarry by Friday, the weather office said.",
        "date": "2023-12-30",
    },
    {
        "id": "loose leaf/7",
        "headline": "A tram ticket from 1911 turns up in a hymn book",
        "body": "The ticket, unpunched, was found between two hymns by a choir master in Quell.",
    },
]


def open_app(
    folder: Path, articles: list[Item], settings: Settings = DEFAULTS, cluster: Cluster | None = None
) -> Flask:
    """The app over an index of these articles, both made in `folder`, or on a cluster."""
    news = folder / "news.jsonl"
    news.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    update([news], folder / "index", Plan(weave=weave, cluster=cluster))
    return serve(folder / "index", settings, cluster)


def serve(index_folder: Path, settings: Settings = DEFAULTS, cluster: Cluster | None = None) -> Flask:
    """The app over the index that is, or is not, in this folder or on this cluster."""
    return create_app(
        lambda: Searcher(open_engine(index_folder, cluster), lambda: read_report(index_folder)),
        settings,
        lambda: read_progress(index_folder),
        Posting(index_folder, Weaver(), cluster),
    )


class Elements(HTMLParser):
    """The elements of a page, as (name, attributes), and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.text += " "

    def handle_data(self, data: str) -> None:
        self.text += data

    def links(self) -> list[str]:
        """The addresses of all links, in order."""
        return [attributes.get("href") or "" for tag, attributes in self.found if tag == "a"]


def words(page: str) -> str:
    """The text of a page as it is read, without its line ends."""
    return " ".join(Elements(page).text.split())
