"""The sample corpus shows every feature: what was planted in it is found, and its furniture is not.

Articles are named by their file, those of a table or a list with the line they begin in.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index import open_engine, update
from search import Page, PageRequest, Searcher

if TYPE_CHECKING:
    from corpus import Article

SAMPLES = Path(__file__).parent.parent / "corpus/samples"

STRIKE = {
    "who-profits-from-the-walkout",
    "rent-strike-week-five",
    "dockers-down-tools",
    "freight-and-ledger-crane-dispute",
    "monitor:1",
    "monitor:5",
    "monitor:7",
    "clippings:2",
    "clippings:39",
    "clippings:66",
}
AGENCY = {
    "saltmere-tide-board-hacked",
    "ferry-aground-off-ness-varden",
    "lighthouse-for-sale",
    "percival-found-on-channel-buoy",
    "hallin-missing-buoy",
    "lady-imogen-survey-questions",
    "harbour-gazette-lady-imogen",
    "monitor:1",
    "monitor:2",
    "monitor:4",
    "clippings:2",
    "clippings:15",
}
FERRY = {
    "ferry-aground-off-ness-varden",
    "harbour-gazette-lady-imogen",
    "lady-imogen-survey-questions",
    "echo-du-detroit-lady-imogen",
    *(f"monitor:{line}" for line in (2, 3, 4, 5)),
}
PERCIVAL = {
    "clippings:28",
    "clippings:39",
    "percival-found-on-channel-buoy",
    "tidewater-star-percival-stolen",
}
BARRAGE = {
    "barrage-seen-from-upstream",
    "harbour-gazette-barrage-vote",
    "clippings:48",
    *(f"monitor:{line}" for line in (8, 9, 12)),
}
GIFT = {"barrage-and-the-broken-lift", "harbour-gazette-barrage-vote", "monitor:8"}
BREKKOY = {"percival-found-on-channel-buoy", "corrections-and-clarifications", "harbour-gazette-barrage-vote"}
REPRINT = {"monitor:2", "ferry-aground-off-ness-varden"}

FOUND: list[tuple[str, set[str]]] = [
    ('"phantom tide"', {"lady-imogen-survey-questions", "monitor:3"}),
    ("pendrake", {"clippings:39"}),
    ("marchessault", FERRY),
    ('"cannot negotiate"', REPRINT),
    ("negotiate", REPRINT | {"monitor:5", "harbour-gazette-lady-imogen"}),
    ('"financial institution"', {"monitor:4"}),
    ('"gift to our grandchildren"', GIFT),
    ("NCA", AGENCY),
    ("N.C.A.", AGENCY),
    ("strike", STRIKE),
    ("strikes", STRIKE),
    ("striking", STRIKE),
    ("headline:strike", {"rent-strike-week-five", "monitor:1", "clippings:2"}),
    ("assault", {"harbour-assaults-reworded"}),
    ('"rent strike"', {"rent-strike-week-five"}),
    ("zakova", GIFT),
    ("Žáková", GIFT),
    ("hakonrud", {"seaweed-battery"}),
    ("Guðmundsdóttir", {"hallin-missing-buoy"}),
    ("gudmundsdottir", {"hallin-missing-buoy"}),
    ("Brekkøy", BREKKOY),
    ("brekkoy", BREKKOY),
    ("norgaard", {"herring-fair-weighs-in"}),
    ("1,204,311", {"clippings:66"}),
    ("1204311", {"clippings:66"}),
    ("1,240,000,000", {"barrage-and-the-broken-lift", "monitor:8", "monitor:9", "clippings:48"}),
    ("88,400,000", {"monitor:1", "clippings:2", "freight-and-ledger-crane-dispute"}),
    ("lock-keeper", {"barrage-seen-from-upstream"}),
    ('"lock keeper"', {"barrage-seen-from-upstream"}),
    ('"sluice gates"', {"marrowby-inkwell-musical-review", "monitor:9", "clippings:48"}),
    ("percival", PERCIVAL | {"monitor:7"}),
    ("cormor*", PERCIVAL),
    ('"lady imogen"', FERRY | {"monitor:10", "corrections-and-clarifications"}),
    ("barrage", BARRAGE | {"barrage-and-the-broken-lift", "seaweed-battery"}),
    ("headline:barrage", BARRAGE),
    ("headline:ferry", REPRINT | {"harbour-gazette-lady-imogen", "monitor:4"}),
    ("copyright", {"marrowby-inkwell-musical-review"}),
    ('"don’t miss"', {"monitor:10"}),
    ('"last sailing"', {"monitor:10"}),
    ("alert", {"monitor:6", "radio-saltmere-tide-board"}),
    ("onerror", {"monitor:6"}),
    ('"tide cancelled"', {"saltmere-tide-board-hacked", "monitor:6", "clippings:15"}),
    ("eel", {"eel-smuggler-sentenced", "harbour-gazette-barrage-vote"}),
    ('"412 jobs" kettle', {"dockers-down-tools", "harbour-assaults-reworded"}),
    ('"no mood for tea"', {"dockers-down-tools"}),
    ('"Brannoch Line faces questions"', {"lady-imogen-survey-questions"}),
    ('"mer négocie"~3', {"echo-du-detroit-lady-imogen"}),
    ("source:detroit", {"echo-du-detroit-lady-imogen"}),
]

FURNITURE = (
    *("trapeze", "quarrel", "marzipan", "tuba", "shortage"),  # under “Don’t miss…”
    *("ferret", "bagpiper", "lament", "crab"),  # under “MORE ON THE FERRY”
    *("parrot", "bowls", "twins", "caravan"),  # under “Most read”
    *("cookies", "subscribe", "partners", "kumquat", "zinc", "pelican", "rhubarb", "marmalade", "zugzwang"),
    *("aubergine", "l’aubergine", "ukulele", "zorb", "gnu", "tango", "yeti", "falafel"),  # around saved pages
    *('"more on"', '"most read"', '"read full article"', '"copyright 2024"'),
)

SOURCES = [
    ("The Harbour Gazette", 7),
    ("Coastal Wire", 5),
    ("Radio Saltmere", 5),
    ("The Tidewater Star", 5),
    ("Freight & Ledger", 4),
    ("The Marrowby Inkwell", 4),
    ("The Ousel Valley Mercury", 4),
    ("NewsSpigot", 3),
    ("The Free Shore", 3),
    ("L’Écho du Détroit", 1),
]


def name(article: Article) -> str:
    stem, _, rest = Path(article.origin).name.partition(".")
    return f"{stem.removeprefix('press-')}{rest[rest.find(':') :] if ':' in rest else ''}"


def names(page: Page) -> set[str]:
    return {name(hit.article) for hit in page.hits}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("samples")
    tally = update([SAMPLES], folder)
    assert (tally.added, tally.first_rejects) == (44, {})
    return Searcher(open_engine(folder))


@pytest.fixture(scope="module")
def articles(searcher: Searcher) -> dict[str, Article]:
    return {name(hit.article): hit.article for hit in searcher.search(PageRequest(per_page=100)).hits}


@pytest.mark.parametrize(("q", "expected"), FOUND)
def test_what_was_planted_is_found(searcher: Searcher, q: str, expected: set[str]):
    page = searcher.search(PageRequest(q, per_page=100))
    assert (names(page), page.total, page.notes) == (expected, len(expected), ())


@pytest.mark.parametrize("q", FURNITURE)
def test_furniture_is_not_found(searcher: Searcher, q: str):
    assert searcher.search(PageRequest(q)).total == 0


def test_every_source_is_counted_and_three_are_missing(searcher: Searcher):
    facet = searcher.search(PageRequest()).facets["source"]
    assert ([(value.value, value.count) for value in facet.values], facet.other, facet.missing) == (
        SOURCES,
        0,
        3,
    )


@pytest.mark.parametrize(
    ("which", "source", "headline", "published"),
    [
        (
            "dockers-down-tools",
            "The Tidewater Star",
            "Dockers bring Kelder to a standstill as port boss brands walkout ‘theatre with cranes’",
            None,
        ),
        (
            "lady-imogen-survey-questions",
            "unknown",
            "Lady Imogen: survey of Varden Bank was five years old, papers show",
            None,
        ),
        ("hallin-missing-buoy", "unknown", "Hallin Blames Coastguard Over Missing Buoy", None),
        (
            "barrage-seen-from-upstream",
            "The Ousel Valley Mercury",
            "Upper Ousel greets barrage vote with sandbags",
            date(2025, 1, 31),
        ),
        (
            "seaweed-battery",
            "The Marrowby Inkwell",
            "Chemistry department runs lecture theatre on seaweed, briefly",
            date(2025, 2, 20),
        ),
        (
            "echo-du-detroit-lady-imogen",
            "L’Écho du Détroit",
            "Échouée dans la brume, la « Lady Imogen » repart avec la marée",
            date(2024, 10, 12),
        ),
        ("radio-saltmere-tide-board", "Radio Saltmere", "Who cancelled the tide?", date(2025, 4, 7)),
        ("clippings:28", "NewsSpigot", "Thieves Pinch 340-Kilo Chook on Eve of Ultimate", date(2025, 5, 18)),
    ],
)
def test_an_article_says_where_it_is_from(
    articles: dict[str, Article], which: str, source: str, headline: str, published: date | None
):
    found = articles[which]
    assert (found.source, found.headline, found.published) == (source, headline, published)
    assert not found.headline_derived


def test_one_article_has_no_headline_and_its_lead_stands_in(articles: dict[str, Article]):
    assert {one: found.headline for one, found in articles.items() if found.headline_derived} == {
        "harbour-assaults-reworded": (
            "DOCK LABOURERS have closed Kelder Harbour in rage at a scheme to palm their cranes to a pc."
        )
    }


def test_five_articles_have_no_date_and_come_last(searcher: Searcher):
    last = searcher.search(PageRequest(sort="newest", per_page=39, page=2))
    assert names(last) == {
        "dockers-down-tools",
        "harbour-assaults-reworded",
        "lady-imogen-survey-questions",
        "hallin-missing-buoy",
        "monitor:11",
    }
    assert [hit.article.published for hit in last.hits] == [None] * 5


def test_a_body_opens_with_the_story(articles: dict[str, Article]):
    assert articles["hallin-missing-buoy"].body.startswith("On Thursday, the parish council of Hallin Island")


def test_authors_are_told_one_by_one(articles: dict[str, Article]):
    some = ("barrage-seen-from-upstream", "harbour-gazette-barrage-vote", "clippings:66")
    assert [articles[one].authors for one in some] == [
        ("Edna Pickersgill",),
        ("Wilfred Amadi", "Honor Castellane"),
        ("Beatrix Lindqvist-Hale", "Ingram Vasko"),
    ]


def test_a_page_says_its_language(articles: dict[str, Article]):
    assert articles["echo-du-detroit-lady-imogen"].language == "fr"


@pytest.mark.parametrize("which", ["monitor:6", "radio-saltmere-tide-board"])
def test_markup_that_is_told_of_stays_as_text(articles: dict[str, Article], which: str):
    assert '<script>alert("x")</script>' in articles[which].body
