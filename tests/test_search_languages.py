"""One search over articles in many languages: each is matched, marked and counted in its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Article
from index import Analyzer, And, Not, Or, Phrase, Prefix, Term, Wildcard, analyse, create_engine
from search import Facet, FacetValue, PageRequest, Searcher
from search.parser import parse
from search.ranking import bonus, with_most
from search.wording import Either

if TYPE_CHECKING:
    from pathlib import Path

TEXT = ("headline", "body")
ANALYZER = Analyzer()

# id: language, headline, body
NEWS = {
    "ar": ("ar", "كتاب جديد", "صدر الكتاب في القاهرة."),
    "de": ("de", "Ein Haus brennt", "Alle Häuser am Wall sind geräumt. Die Drohne filmte 2024."),
    "en": ("en", "A house burns", "Houses were cleared. The drone filmed in 2024."),
    "fr": ("fr", "Élections", "Les présidentielles de 2024 à Paris."),
    "ja": ("ja", "東京タワー", "東京都は新しい天気予報を発表した。"),
    "ru": ("ru", "Новости из Москвы", "Ёлка стоит в Москве."),
    "th": ("th", "ข่าว", "ภาษาไทยไม่มีช่องว่าง"),
    "uk": ("uk", "Новини Києва", "Київ чекає."),
    "zh": ("zh", "北京大学", "北京天气很好，气温上升。京"),
    "no language": (None, "Undated note", "The house stood."),
}


def article(name: str) -> Article:
    language, headline, body = NEWS[name]
    return Article(name, "Wharf", headline, body, language=language)


def searching(folder: Path, *names: str) -> Searcher:
    engine = create_engine(folder / "index")
    with engine.writing() as writer:
        for name in names:
            writer.put(analyse(article(name), ANALYZER))
    return Searcher(engine)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return searching(tmp_path_factory.mktemp("world"), *NEWS)


def shown(searcher: Searcher, q: str) -> dict[str, str]:
    """What a search finds, each with its headline and snippets and the matches in them in brackets."""
    found: dict[str, str] = {}
    for hit in searcher.search(PageRequest(q, per_page=100)).hits:
        texts = []
        for snippet in (hit.headline, *hit.snippets):
            text = snippet.text
            for start, end in reversed(snippet.spans):
                text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
            texts.append(text)
        found[hit.article.id] = " | ".join(texts)
    return found


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        (
            "Häuser",
            {"de": "Ein [Haus] brennt | Alle [Häuser] am Wall sind geräumt. Die Drohne filmte 2024."},
        ),
        ("presidentielle", {"fr": "Élections | Les [présidentielles] de 2024 à Paris."}),
        ("Москва", {"ru": "Новости из [Москвы] | Ёлка стоит в [Москве]."}),
        ("елки", {"ru": "Новости из Москвы | [Ёлка] стоит в Москве."}),
        ("Київ", {"uk": "Новини Києва | [Київ] чекає."}),
        ("والكتاب", {"ar": "[كتاب] جديد | صدر [الكتاب] في القاهرة."}),
        ("北京", {"zh": "[北京]大学 | [北京]天气很好，气温上升。京"}),
        ("北京大学", {"zh": "[北京大学] | 北京天气很好，气温上升。京"}),
        ("北京天气", {"zh": "北京大学 | [北京天气]很好，气温上升。京"}),
        ("大京", {}),
        ("天気予報", {"ja": "東京タワー | 東京都は新しい[天気予報]を発表した。"}),
        ("タワー", {"ja": "東京[タワー] | 東京都は新しい天気予報を発表した。"}),
        ("ไทย", {"th": "ข่าว | ภาษา[ไทย]ไม่มีช่องว่าง"}),
        ('"Haus brennen"', {}),
        (
            '"häuser brennt"',
            {"de": "Ein [Haus] [brennt] | Alle Häuser am Wall sind geräumt. Die Drohne filmte 2024."},
        ),
        (
            '"filmte drohnen"~2',
            {"de": "Ein Haus brennt | Die [Drohne] [filmte] 2024."},
        ),
        ("北京*", {"zh": "[北京]大学 | [北京]天气很好，气温上升。京"}),
        ("北京大学~1", {"zh": "[北京大学] | [北京]天气很好，气温上升。京"}),
    ],
)
def test_a_word_finds_its_forms_in_the_language_of_each_article(searcher, q, expected):
    assert shown(searcher, q) == expected


def test_a_single_letter_is_marked_with_the_pair_that_it_stands_in(searcher):
    assert shown(searcher, "京") == {
        "ja": "[東京タ]ワー | [東京都]は新しい天気予報を発表した。",
        "zh": "[北京大]学 | [北京天]气很好，气温上升。[京]",
    }


def test_one_search_finds_articles_of_several_languages(searcher):
    assert set(shown(searcher, "2024")) == {"de", "en", "fr"}
    assert set(shown(searcher, "house OR häuser OR Київ")) == {"en", "de", "uk", "no language"}
    assert set(shown(searcher, "2024 -häuser")) == {"en", "fr"}


def test_languages_are_counted_and_filtered_like_sources(searcher):
    page = searcher.search(PageRequest("2024", only=(("language", "de"),), facets=("language", "source")))
    assert ([hit.article.id for hit in page.hits], page.facets) == (
        ["de"],
        {
            "language": Facet(
                (FacetValue("de", 1, selected=True), FacetValue("en", 1), FacetValue("fr", 1)), 0, 0
            ),
            "source": Facet((FacetValue("Wharf", 1),), 0, 0),
        },
    )
    excluding = searcher.search(
        PageRequest(
            "2024",
            without=(
                ("language", "de"),
                ("language", "fr"),
            ),
        )
    )
    assert [hit.article.id for hit in excluding.hits] == ["en"]
    assert list(searcher.languages()) == ["ar", "de", "en", "fr", "ja", "ru", "th", "uk", "zh"]


def test_when_no_article_has_all_words_the_note_speaks_of_words(searcher):
    page = searcher.search(PageRequest("häuser elections"))
    assert {hit.article.id for hit in page.hits} == {"de", "fr"}
    assert page.notes == ("No article has both words; these have one of them.",)


def test_an_article_is_read_with_its_own_languages_forms_marked(searcher):
    reading = searcher.read("de", "haus")
    assert reading is not None
    assert reading.paragraphs[0].spans == ((5, 11),)


# --- what is asked ---


def forms(*stems: str) -> Either:
    return Either(tuple(Term(TEXT, stem) for stem in stems))


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("houses", forms("hous", "de/hous", "-/houses")),
        ("2024", Term(TEXT, "2024")),
        ("北京", Term(TEXT, "北京")),
        ("北京大", Phrase(TEXT, ("北京", "京大"))),
        ("京", Either((Prefix(TEXT, "京"), Wildcard(TEXT, "*京")))),
        ("a OR b", Or((forms("a", "de/a", "-/a"), forms("b", "de/b", "-/b")))),
        (
            "a OR b OR 7",
            Or((forms("a", "de/a", "-/a"), forms("b", "de/b", "-/b"), Term(TEXT, "7"))),
        ),
        ("-a", Not(forms("a", "de/a", "-/a"))),
        ("source:wharf", Term(("source_words",), "wharf")),
        ("dron*", Prefix(TEXT, "dron")),
        (
            '"b 7"~2',
            Either(tuple(Phrase(TEXT, (stem, "7"), 2) for stem in ("b", "de/b", "-/b"))),
        ),
    ],
)
def test_a_word_is_asked_for_as_each_stemmer_of_the_corpus_reads_it(typed, query):
    assert parse(typed, ANALYZER, ("de", "en", "pl", "uk")).query == query


TYPED = st.lists(
    st.sampled_from(
        ["Drones", "-strike", '"false flags"', '"a b"~3', "OR", "kyi*", "u.s.", "source:x", "北京", "(", ")"]
    ),
    max_size=8,
).map(" ".join)


@given(TYPED)
@settings(derandomize=True)
def test_a_corpus_of_english_is_asked_what_a_corpus_of_no_known_language_is(typed):
    assert parse(typed, ANALYZER, ("en",)) == parse(typed, ANALYZER)
    assert "Either" not in repr(parse(typed, ANALYZER, ("en",)))


def test_words_earn_a_bonus_together_in_each_language():
    query = parse("houses 2024 -x", ANALYZER, ("de",)).query
    stems = [("hous", "2024"), ("de/hous", "2024")]
    assert bonus(query) == Or(tuple(Phrase(TEXT, pair, slop, 0.5) for pair in stems for slop in (0, 8)))


def test_a_word_of_several_stems_is_left_out_as_one():
    one, two = parse("a", ANALYZER, ("de",)).query, parse("b", ANALYZER, ("de",)).query
    assert with_most(parse("a b", ANALYZER, ("de",)).query) == [
        (And((Or((one, two)),)), "No article has both words; these have one of them.")
    ]
