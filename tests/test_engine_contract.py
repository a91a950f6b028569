"""The contract of every engine: one set of tests, run on the reference engine and on each real one."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Event, Timer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Article, Removal
from index import (
    FACETS,
    SCHEMA,
    Analyzer,
    And,
    Between,
    Cluster,
    Counts,
    Engine,
    Everything,
    IndexLocked,
    IndexMissing,
    IndexTrouble,
    Match,
    Matches,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Request,
    Term,
    UnknownPlace,
    analyse,
    create_engine,
    open_engine,
)
from index.engines.whoosh import snapshot
from tests.nodes import forget, fresh_cluster
from tests.reference import ReferenceEngine
from tests.strategies import changes, histories, requests

ANALYZER = Analyzer()
BODY = ("body",)
ROOT = Path(__file__).parent.parent

FULL = Article(
    id="träger/42 “x”.txt:7",
    source="Le Café, Paris",
    headline="Zelenský’s U.S. visit <b>&amp;",
    body="First — “line”.\n\nSecond: 北京 𝄞 \u200f done.",
    published=date(1999, 12, 31),
    section="World, & more",
    authors=("Lee, Ann", "Łukasz O’Neill"),
    url="https://example.org/?a=b&c=d#e",
    language="en",
    headline_derived=True,
    removed=(Removal(3, "promo", "MORE ON “drones”"), Removal(9, "copyright", "©")),
    origin="folder/file.zip/member.jsonl:12",
)


@pytest.fixture(params=["reference", "whoosh", "whoosh with whole columns", "opensearch"])
def engine(request, tmp_path, monkeypatch):
    if request.param == "opensearch":
        cluster = fresh_cluster()
        yield create_engine(tmp_path / "index", cluster=cluster)
        forget(cluster)
        return
    if request.param == "whoosh with whole columns":
        monkeypatch.setattr(snapshot, "FEW", -1)  # of a corpus as small as here values are read one by one
    yield ReferenceEngine() if request.param == "reference" else create_engine(tmp_path / "index")


def article(name: str, body: str = "drone", day: int | None = None, **more) -> Article:
    published = date(2023, 5, day) if day else None
    return Article(
        id=name, source="The Sun", headline=more.pop("headline", ""), body=body, published=published, **more
    )


def put(engine: Engine, *some: Article) -> None:
    with engine.writing() as writer:
        for one in some:
            writer.put(analyse(one, ANALYZER))


def remove(engine: Engine, *ids: str) -> None:
    with engine.writing() as writer:
        for one in ids:
            writer.remove(one)


def found(engine: Engine, query: Query, **more) -> list[str]:
    return [match.id for match in engine.search(Request(query, **{"limit": 1000, **more})).top]


def everything(engine: Engine) -> list[Article]:
    return sorted(engine.scan(), key=lambda one: one.id)


def put_story(engine: Engine, story: str, *some: Article, links: tuple[str, ...] = ()) -> None:
    with engine.writing() as writer:
        for one in some:
            writer.put(replace(analyse(one, ANALYZER), story=story, links=links))


# --- writing ---


def test_an_article_comes_back_equal_to_what_was_put(engine):
    put(engine, FULL, article("plain"))
    assert engine.fetch([FULL.id]) == [FULL]
    assert everything(engine) == [article("plain"), FULL]


def test_an_article_without_any_text_is_held_too(engine):
    put(engine, Article("x", "", "", ""))
    assert (found(engine, Everything()), engine.fetch(["x"])) == (["x"], [Article("x", "", "", "")])


def test_putting_the_same_id_again_replaces_the_article(engine):
    put(engine, article("a", "drone"), article("b", "drone"))
    put(engine, article("a", "kremlin"))
    assert (found(engine, Term(BODY, "drone")), found(engine, Term(BODY, "kremlin"))) == (["b"], ["a"])
    assert engine.count() == 2


def test_the_last_of_several_changes_to_one_id_in_a_commit_stands(engine):
    put(engine, article("gone"), article("back"))
    with engine.writing() as writer:
        for body in ("one", "two"):
            writer.put(analyse(article("twice", body), ANALYZER))
        writer.put(analyse(article("gone", "new"), ANALYZER))
        writer.remove("gone")
        writer.remove("back")
        writer.put(analyse(article("back", "new"), ANALYZER))
    assert everything(engine) == [article("back", "new"), article("twice", "two")]


def test_a_removed_article_is_gone_everywhere_and_an_unknown_id_is_no_error(engine):
    put(engine, article("a", "kremlin"), article("b", "drone"))
    remove(engine, "a", "never there")
    assert (found(engine, Everything()), engine.count(), everything(engine)) == (["b"], 1, [article("b")])
    assert (engine.fetch(["a"]), list(engine.terms("k"))) == ([], [])


def test_a_removed_article_can_be_put_again(engine):
    for _ in range(3):
        put(engine, article("a"))
        remove(engine, "a")
    put(engine, article("a", "kremlin"))
    assert (found(engine, Everything()), list(engine.terms())) == (["a"], [("kremlin", 1)])


def write_and_fail(engine: Engine) -> None:
    with engine.writing() as writer:
        writer.put(analyse(article("a", "changed"), ANALYZER))
        writer.put(analyse(article("c"), ANALYZER))
        writer.remove("b")
        raise KeyError("on purpose")


def test_an_exception_while_writing_comes_through_and_leaves_everything_as_it_was(engine):
    put(engine, article("a"), article("b"))
    with pytest.raises(KeyError, match="on purpose"):
        write_and_fail(engine)
    assert everything(engine) == [article("a"), article("b")]
    put(engine, article("c"))
    assert engine.count() == 3


def test_readers_see_the_old_state_until_the_commit_and_the_new_one_after_it(engine):
    put(engine, article("a"))
    with engine.writing() as writer:
        writer.put(analyse(article("b"), ANALYZER))
        writer.remove("a")
        assert (found(engine, Everything()), engine.count()) == (["a"], 1)
    assert (found(engine, Everything()), engine.count()) == (["b"], 1)


def test_a_second_writer_is_refused_while_one_is_open_and_welcome_afterwards(engine):
    with engine.writing() as writer:
        with pytest.raises(IndexLocked, match=r"\w+ \w+"), engine.writing():
            pass
        writer.put(analyse(article("a"), ANALYZER))
    put(engine, article("b"))
    assert engine.count() == 2


def test_a_commit_without_changes_changes_nothing(engine):
    put(engine, article("a"))
    put(engine)
    assert everything(engine) == [article("a")]


def test_the_version_is_another_after_every_commit_and_the_same_until_the_next(engine):
    versions = []
    for change in (article("a"), article("a"), article("b")):
        put(engine, change)
        versions += [engine.version(), engine.version()]
    with pytest.raises(KeyError):
        write_and_fail(engine)
    assert engine.version() == versions[-1]
    assert len(set(versions)) == 3
    assert versions[0::2] == versions[1::2]


def test_an_index_tells_its_size_and_when_it_last_changed(engine):
    empty, first = engine.size(), engine.committed()
    put(engine, *(article(f"{number}", f"drone {number} " * 50) for number in range(9)))
    second = engine.committed()
    found(engine, Everything())
    assert engine.size() > empty
    assert first <= second == engine.committed()
    assert second.utcoffset() == timedelta(0)


def test_every_reader_at_work_during_commits_sees_some_finished_commit(engine):
    """Each commit replaces all three articles, so a mixture would show."""
    words = ["zero", "one", "two", "three", "four"]
    put(engine, *(article(name, words[0]) for name in "abc"))
    with ThreadPoolExecutor(4) as pool:
        queries = [Request(Or(tuple(Term(BODY, word) for word in words)))] * 60
        answers = [pool.submit(engine.search, query) for query in queries]
        for word in words[1:]:
            put(engine, *(article(name, word) for name in "abc"))
    assert {answer.result().total for answer in answers} == {3}


# --- reading ---


def test_articles_that_are_not_alone_are_told_with_story_and_links(engine):
    put_story(engine, "a", article("a"), links=("x", "y"))
    put_story(engine, "a", article("b"))
    put(engine, article("c"))
    assert sorted(engine.woven()) == [("a", "a", ("x", "y")), ("b", "a", ())]


def test_an_empty_index_answers_everything_with_nothing(engine):
    nothing = Counts({}, 0)
    questions = [Everything(), Term(BODY, "drone"), Not(Term(BODY, "drone")), Prefix(BODY, "")]
    questions += [Phrase(BODY, ("a", "b"), 2), Between("published", None, None)]
    answers = [engine.search(Request(question, facets=FACETS)) for question in questions]
    assert answers == [Matches(0, (), dict.fromkeys(FACETS, nothing))] * len(questions)
    assert (engine.count(), list(engine.scan()), list(engine.terms()), engine.fetch(["a"])) == (0, [], [], [])
    assert list(engine.values("language")) == []


def test_fetch_keeps_the_order_asked_for_and_leaves_out_what_is_not_there(engine):
    put(engine, *map(article, "abcd"))
    assert [one.id for one in engine.fetch(["d", "nope", "a", "c", ""])] == ["d", "a", "c"]
    assert engine.fetch([]) == []


def test_many_questions_are_answered_in_their_order(engine):
    put(engine, *(article(f"{number}", f"drone w{number}") for number in range(3)))
    asked = [Request(Term(BODY, f"w{number % 4}")) for number in range(250)]
    found = [[match.id for match in matches.top] for matches in engine.searches(asked)]
    assert found == [[f"{number % 4}"] if number % 4 < 3 else [] for number in range(250)]
    assert list(engine.searches([])) == []


def test_a_writer_that_is_given_nothing_commits_nothing(engine):
    put(engine, article("1", "drone"))
    before = engine.version(), engine.committed()
    put(engine)
    assert (engine.version(), engine.committed()) == before


def test_a_writer_waits_for_another_as_long_as_it_may(engine):
    begun, end = Event(), Event()

    def first() -> None:
        with engine.writing() as writer:
            writer.put(analyse(article("1", "drone"), ANALYZER))
            begun.set()
            end.wait(30)

    with ThreadPoolExecutor() as others:
        other = others.submit(first)
        begun.wait(30)
        with pytest.raises(IndexLocked), engine.writing(0.01):
            pass
        Timer(0.3, end.set).start()
        with engine.writing(30) as writer:
            writer.put(analyse(article("2", "drone"), ANALYZER))
        other.result()
    assert engine.count() == 2


def test_terms_are_whole_words_in_order_with_the_larger_count_of_headlines_and_bodies(engine):
    put(
        engine,
        article("1", "drones drones kyiv", headline="Drones"),
        article("2", "drones", headline="Drone"),
    )
    put(engine, article("3", "zoo", headline="Kyiv"), article("4", "dröge", headline="Kyiv’s"))
    expected = [("droge", 1), ("drone", 1), ("drones", 2), ("kyiv", 2), ("zoo", 1)]
    assert (list(engine.terms()), list(engine.terms("dron"))) == (expected, expected[1:3])


@pytest.mark.parametrize(
    ("word", "distance", "expected"),
    [
        ("drones", 0, [("drones", 1)]),
        ("drone", 1, [("drone", 1), ("drones", 1)]),
        ("dorne", 1, [("drone", 1)]),
        ("dorne", 2, [("drone", 1), ("drones", 1)]),
        ("zoo", 1, []),
        ("", 2, []),
    ],
)
def test_near_words_are_so_many_edits_away_a_swap_being_one(engine, word, distance, expected):
    put(
        engine,
        article("1", "drones kyiv zoo"),
        article("2", "drone", headline="Drones"),
        article("3", "drones"),
    )
    remove(engine, "1")
    assert engine.near([word, "drine"], distance)[0] == engine.near([word], distance)[0] == expected
    assert engine.near([], distance) == []


def test_the_commonest_words_that_begin_so_come_first(engine):
    put(
        engine,
        article("1", "drone drones kyiv"),
        article("2", "drone", headline="Drones"),
        article("3", "drone"),
    )
    put(engine, article("4", "dx"), article("5", "drawn"))
    remove(engine, "4")
    assert (
        list(engine.commonest("dron", 2)) == list(engine.commonest("dro", 9)) == [("drone", 3), ("drones", 1)]
    )
    assert [word for word, _ in engine.commonest("d", 9)] == ["drone", "drawn", "drones"]
    assert (list(engine.commonest("zz", 9)), list(engine.commonest("dx", 9))) == ([], [])


def test_values_are_those_of_articles_that_are_there(engine):
    put(engine, *(article(one, language=one) for one in ("de", "en", "fr")), article("x"))
    put(engine, replace(article("de"), language="nl", authors=("Lee, Ann", "Bo")))
    remove(engine, "fr")
    assert [list(engine.values(field)) for field in ("language", "authors", "section", "body")] == [
        ["en", "nl"],
        ["Bo", "Lee, Ann"],
        [],
        [],
    ]


def test_terms_count_no_article_that_was_removed_or_replaced(engine):
    put(engine, article("1", "drone"), article("2", "drone"), article("3", "zoo"))
    put(engine, article("1", "kyiv"))
    remove(engine, "3")
    assert list(engine.terms()) == [("drone", 1), ("kyiv", 1)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Everything(), "123"),
        (Term(("source",), "The Sun"), "123"),
        (Term(("source",), "the sun"), ""),
        (Term(("source_words",), "sun"), "123"),
        (Term(("no_such_field",), "drone"), ""),
        (Term(("no_such_field", "body"), "drone"), "12"),
        (Prefix(("no_such_field",), ""), ""),
        (Between("no_such_field", None, None), ""),
        (Not(Term(BODY, "drone")), "3"),
        (Not(Not(Term(BODY, "drone"))), "12"),
        (And((Term(BODY, "drone"),)), "12"),
        (Or((Term(BODY, "drone"),)), "12"),
        (And((Not(Term(BODY, "drone")), Not(Term(BODY, "the")))), ""),
        (Or((Term(BODY, "drone"), Term(BODY, "the"), Term(BODY, "hit")), 2), "23"),
        (Or((Term(BODY, "drone"),), 2), ""),
        (Phrase(BODY, ("drone", "hit")), "2"),
        (Phrase(BODY, ("the", "the")), "3"),
        (Phrase(BODY, ("the", "the", "the")), ""),
        (Phrase(BODY, ("hit", "the", "the"), 1), "3"),
        (Phrase(BODY, ("hit", "kremlin")), ""),
        (Phrase(BODY, ("hit", "kremlin"), 1), "2"),
        (Phrase(BODY, ("kremlin", "drone"), 1), ""),
        (Phrase(BODY, ("kremlin", "drone"), 2), "2"),
        (Phrase(("headline", "body"), ("kyiv", "drone"), 5), ""),
        (Between("published", None, None), "12"),
        (Between("published", "2023-05-02", None), "2"),
        (Between("published", None, "2023-05-01"), "1"),
        (Between("published", "2023-05-01", "2023-05-02"), "12"),
        (Between("published", "2023-05-02", "2023-05-01"), ""),
    ],
)
def test_a_query_finds_exactly_these(engine, query, expected):
    put(engine, article("1", "drone", 1, headline="kyiv"), article("2", "drone hit the kremlin", 2))
    put(engine, article("3", "the hit the"), article("3", "hit of the the"))
    assert "".join(sorted(found(engine, query))) == expected


def test_a_field_of_exact_values_has_no_phrases_but_its_values_fit_patterns(engine):
    put(engine, article("a", authors=("Lee, Ann", "Bo")), article("b", authors=("Ann",)))
    authors = ("authors",)
    assert found(engine, Phrase(authors, ("Lee, Ann", "Bo"))) == []
    assert found(engine, Phrase(authors, ("Bo", "Lee, Ann"), 3)) == []
    assert found(engine, Phrase(authors, ("Lee, Ann",))) == found(engine, Prefix(authors, "Lee")) == ["a"]


# --- ranking ---


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 23, 100])
def test_pages_of_any_size_hold_each_match_once_in_the_order_of_one_big_page(engine, sort, size):
    many = [article(f"{n}", "drone " * (n % 4 + 1), n % 3 or None) for n in range(23)]
    put(engine, *many[:9], article("other", "kyiv"))
    put(engine, *many[9:])
    whole = Request(Term(BODY, "drone"), sort=sort, limit=100)
    pages = [engine.search(replace(whole, offset=start, limit=size)) for start in range(0, 23, size)]
    assert sum((page.top for page in pages), ()) == engine.search(whole).top
    assert {page.total for page in pages} == {23} == {len({match.id for page in pages for match in page.top})}


def walk(engine: Engine, request: Request, between=lambda: None) -> list[str]:
    """The ids of all pages, each asked for by the end of the one before."""
    seen, page = [], engine.search(request)
    while True:
        seen += [match.id for match in page.top]
        if page.end is None:
            return seen
        between()
        page = engine.search(replace(request, after=page.end))


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("size", [1, 3, 22, 23, 100])
def test_a_walk_from_end_to_end_holds_what_one_big_page_holds(engine, sort, size):
    put(engine, *(article(f"{n}", "drone " * (n % 4 + 1), n % 3 or None) for n in range(23)))
    put(engine, article("other", "kyiv"))
    whole = Request(Term(BODY, "drone"), sort=sort, limit=100)
    assert walk(engine, replace(whole, limit=size)) == found(engine, whole.query, sort=sort)


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_a_walk_misses_and_repeats_nothing_while_the_corpus_grows(engine, sort):
    """What comes in makes the words rarer or commoner and the texts longer: no score would stay as it was."""
    before = [article(f"{n:02}", f"drone {'kyiv ' * (n % 3)}{'x ' * n}", n % 5 or None) for n in range(20)]
    put(engine, *before)
    fresh = (
        article(f"new{n}", ("drone " * 9 + "kyiv drone") if n % 2 else "long " * 80, 4) for n in range(99)
    )
    query, bonus = Or((Term(BODY, "drone"), Term(BODY, "kyiv"))), Phrase(BODY, ("drone", "kyiv"))
    whole = Request(query, bonus, sort=sort, limit=100)
    first = found(engine, query, bonus=bonus, sort=sort)
    seen = walk(engine, replace(whole, limit=2), lambda: put(engine, next(fresh), next(fresh)))
    assert [one for one in seen if not one.startswith("new")] == first
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    "text",
    ["", "x", "[]", "{}", "null", "[1,2]", '[[1,2,"a"],{}]', '[["a","b","c"],{"articles":1}]', "[" * 9999],
)
def test_a_text_that_is_no_end_of_an_answer_is_refused(engine, text):
    put(engine, article("a"))
    with pytest.raises(UnknownPlace):
        engine.search(Request(Term(BODY, "drone"), after=text))


@pytest.mark.parametrize(("offset", "limit"), [(0, 0), (2, 10), (1000, 10)])
def test_a_page_beyond_the_end_is_empty_and_its_total_is_exact(engine, offset, limit):
    put(engine, article("a"), article("b"))
    assert engine.search(Request(Everything(), offset=offset, limit=limit)) == Matches(2, (), {})


@pytest.mark.parametrize(
    ("sort", "expected"), [("newest", "dbcaef"), ("oldest", "abcdef"), ("relevance", "dbcaef")]
)
def test_dates_sort_with_undated_articles_last_and_ties_by_id(engine, sort, expected):
    put(engine, article("f"), article("c", day=2), article("a", day=1))
    put(engine, article("d", day=3), article("b", day=2), article("e"))
    assert "".join(found(engine, Everything(), sort=sort)) == expected


def test_a_headline_match_with_weight_outranks_a_body_match(engine):
    put(engine, article("headline", "one two", 1, headline="drone strike"))
    put(engine, article("body", "drone strike", 2, headline="one two"))
    query = Term(("headline", "body"), "drone")
    assert found(engine, query, weights={"headline": 4.0, "body": 1.0}) == ["headline", "body"]
    assert found(engine, query, weights={"headline": 1.0, "body": 4.0}) == ["body", "headline"]


def test_a_boost_changes_the_order_and_never_the_set(engine):
    put(engine, article("a", "drone one"), article("b", "kyiv one"))
    for first, last in (("drone", "kyiv"), ("kyiv", "drone")):
        query = Or((Term(BODY, first, 5.0), Term(BODY, last)))
        assert found(engine, query) == (["a", "b"] if first == "drone" else ["b", "a"])


def test_a_bonus_changes_the_order_and_never_the_set(engine):
    put(
        engine,
        article("a", "drone hit kyiv", 3),
        article("b", "kyiv hit drone", 2),
        article("c", "hit kyiv", 4),
    )
    query, bonus = Term(BODY, "drone"), Phrase(BODY, ("kyiv", "hit"), boost=3.0)
    assert (found(engine, query), found(engine, query, bonus=bonus)) == (["a", "b"], ["b", "a"])
    assert found(engine, query, bonus=Term(BODY, "absent")) == ["a", "b"]


def test_filters_select_without_scoring(engine):
    put(engine, article("a", "drone kyiv"), article("b", "drone"), replace(article("c"), source="Sun"))
    query = Term(BODY, "drone")
    scores = {match.id: match for match in engine.search(Request(query)).top}
    filters = {"source": Term(("source",), "The Sun"), "body": Term(BODY, "kyiv")}
    assert engine.search(Request(query, filters=filters)) == Matches(1, (scores["a"],), {})


def test_reasons_add_up_to_the_score_and_say_where_it_comes_from(engine):
    put(
        engine,
        article("a", "drone hit kyiv drone", headline="drone"),
        article("b", "kyiv"),
        article("c", "hit"),
    )
    query = And((Term(("headline", "body"), "drone"), Not(Term(BODY, "absent"))))
    asked = Request(query, Phrase(BODY, ("hit", "kyiv")), weights={"headline": 3.0})
    why = engine.explain(asked, ["a", "b", "nope"])
    assert list(why) == ["a"]
    assert [(type(one.leaf), one.articles, one.among) for one in why["a"]] == [(Term, 1, 3), (Phrase, 1, 3)]
    assert [(part.field, part.weight, part.frequency, part.length) for part in why["a"][0].parts] == [
        ("headline", 3.0, 1, 1),
        ("body", 1.0, 2, 4),
    ]
    assert sum(one.score for one in why["a"]) == pytest.approx(engine.search(asked).top[0].score)


def test_holders_are_the_articles_that_have_a_stem(engine):
    put(engine, article("a", "drone drone"), article("b", "drone kyiv"), article("c", "drone"))
    remove(engine, "c")
    assert engine.holders("body", ["drone", "kyiv", "absent"]) == [2, 1, 0]
    assert engine.holders("headline", ["drone"]) == [0]


# --- facets ---


def test_a_facet_ignores_its_own_filter_and_respects_the_others(engine):
    made = [("a", "Sun", "World"), ("b", "Sun", "Arts"), ("c", "Post", "World"), ("d", "unknown", None)]
    put(engine, *(replace(article(name), source=source, section=section) for name, source, section in made))
    put(engine, replace(article("e", "kyiv"), source="Herald", section="World"))
    filters = {"source": Term(("source",), "Sun"), "section": Term(("section",), "World")}
    answer = engine.search(
        Request(Term(BODY, "drone"), filters=filters, facets=("source", "section"), limit=0)
    )
    assert answer == Matches(
        1, (), {"source": Counts({"Sun": 1, "Post": 1}, 0), "section": Counts({"World": 1, "Arts": 1}, 0)}
    )


def test_facets_count_articles_once_a_value_and_those_without_one_as_missing(engine):
    put(
        engine,
        replace(article("a"), authors=("Lee, Ann", "Bo", "Bo")),
        replace(article("b"), authors=("Bo",)),
    )
    put(engine, replace(article("c"), source="unknown", language="en"), replace(article("d"), source=""))
    assert engine.search(Request(Everything(), facets=FACETS, limit=0)).facets == {
        "source": Counts({"The Sun": 2}, 2),
        "section": Counts({}, 4),
        "authors": Counts({"Lee, Ann": 1, "Bo": 2}, 2),
        "language": Counts({"en": 1}, 3),
        "published": Counts({}, 4),
        "story": Counts({"a": 1, "b": 1, "c": 1, "d": 1}, 0),
        "links": Counts({}, 4),
    }


def test_a_story_is_counted_once_and_shown_by_its_first_article(engine):
    put_story(engine, "s", article("a", "drone", 3), article("b", "drone tram", 2), links=("x",))
    put_story(engine, "s", replace(article("c", "tram", 1), source="Post", authors=("Bo", "Al")))
    put_story(engine, "s", replace(article("d", "drone", 3), authors=("Bo",)), article("e", "kyiv"))
    put(engine, replace(article("z", "drone", 2), authors=("Al",)))
    asked = Request(Everything(), facets=FACETS, sort="newest", distinct="story")
    assert engine.search(asked) == Matches(
        2,
        (Match("a", 0.0, "s"), Match("z", 0.0, "z")),
        {
            "source": Counts({"The Sun": 2, "Post": 1}, 0),
            "section": Counts({}, 2),
            "authors": Counts({"Bo": 1, "Al": 2}, 1),
            "language": Counts({}, 2),
            "published": Counts({"2023-05-01": 1, "2023-05-02": 2, "2023-05-03": 1}, 1),
            "story": Counts({"s": 1, "z": 1}, 0),
            "links": Counts({"x": 1}, 2),
        },
    )
    first = engine.search(replace(asked, limit=1))
    assert engine.search(replace(asked, limit=1, after=first.end)).top == (Match("z", 0.0, "z"),)
    trams = engine.search(replace(asked, query=Term(BODY, "tram"), sort="oldest"))
    assert (trams.total, trams.top) == (1, (Match("c", pytest.approx(trams.top[0].score), "s"),))


def test_days_are_counted_too(engine):
    put(engine, article("a", day=1), article("b", day=1), article("c", day=2), article("d"))
    counts = engine.search(Request(Everything(), facets=("published",))).facets["published"]
    assert counts == Counts({"2023-05-01": 2, "2023-05-02": 1}, 1)


# --- any question on any corpus ---


def write(engine: Engine, history: list[list[Article | str]]) -> None:
    """Each list is a commit; a text in it is an id to remove."""
    for commit in history:
        with engine.writing() as writer:
            for change in commit:
                if isinstance(change, Article):
                    writer.put(analyse(change, ANALYZER))
                else:
                    writer.remove(change)


def answer(engine: Engine, request: Request) -> tuple[int, list[str], dict[str, Counts]]:
    """What engines must agree on: the order of the ids only where it does not hang on scores, nor which is the first."""
    matches = engine.search(request)
    is_ranked = request.sort == "relevance"
    ids = [match.value if request.distinct and is_ranked else match.id for match in matches.top]
    facets = {name: Counts(dict(counts.values), counts.missing) for name, counts in matches.facets.items()}
    return matches.total, sorted(ids) if is_ranked else ids, facets


def in_rank(engine: Engine, top: tuple[Match, ...]) -> list[Match]:
    """Matches as relevance ranks them: by score, then the newer first (undated last), then by id."""
    dates = {one.id: one.published or date.min for one in engine.scan()}
    assert all(match.score >= 0.0 for match in top)
    return sorted(top, key=lambda match: (-match.score, -dates[match.id].toordinal(), match.id))


def assert_firsts(engine: Engine, question: Request) -> None:
    """Where values are counted, each stands where its first article does, and for it."""
    held = {one.id: {"source": one.source, "story": one.id} for one in engine.scan()}
    firsts: dict[str, Match] = {}
    for match in engine.search(replace(question, distinct=None)).top:
        value = held[match.id][question.distinct]
        firsts.setdefault(value, replace(match, value=value))
    assert list(engine.search(question).top) == list(firsts.values())


def assert_explained(engine: Engine, question: Request) -> None:
    """The reasons of every article add up to its score, and walking gives what one page does."""
    whole = replace(question, offset=0, limit=1000, sort="relevance")
    scores = {match.id: match.score for match in engine.search(whole).top}
    why = engine.explain(whole, scores.keys())
    assert {one: sum(reason.score for reason in why[one]) for one in scores} == pytest.approx(scores)
    assert walk(engine, replace(whole, limit=3)) == list(scores)


def assert_agreement(
    history: list[list[Article | str]], questions: list[Request], cluster: Cluster | None = None
) -> None:
    """Both engines are put the same questions after the same changes."""
    with tempfile.TemporaryDirectory() as folder:
        reference, real = ReferenceEngine(), create_engine(Path(folder), cluster=cluster)
        write(reference, history)
        write(real, history)
        assert (everything(real), real.count()) == (everything(reference), reference.count())
        assert list(real.terms()) == list(reference.terms())
        assert {word for word, _ in real.commonest("", 999)} == {word for word, _ in reference.terms()}
        for field in (*SCHEMA, "no_such_field"):
            assert list(real.values(field)) == list(reference.values(field))
        for question in questions:
            assert answer(real, question) == answer(reference, question)
            top = real.search(replace(question, sort="relevance")).top
            assert list(top) == in_rank(real, top)
            for engine in (reference, real):
                assert_explained(engine, question)
                if question.distinct:
                    assert_firsts(engine, question)


@pytest.mark.parametrize("few", [snapshot.FEW, -1], ids=["values one by one", "whole columns"])
@given(histories, st.lists(requests, min_size=4, max_size=12))
@settings(deadline=None, derandomize=True, max_examples=80)
def test_any_question_on_any_corpus_finds_in_whoosh_what_it_finds_in_the_reference(few, history, questions):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot, "FEW", few)
        assert_agreement(history, questions)


@given(histories, st.lists(requests, min_size=4, max_size=12))
@settings(deadline=None, derandomize=True, max_examples=25)
def test_any_question_on_any_corpus_finds_in_opensearch_what_it_finds_in_the_reference(history, questions):
    cluster = fresh_cluster()
    assert_agreement(history, questions, cluster)
    forget(cluster)


@given(
    st.lists(changes.map(lambda change: [change]), min_size=16, max_size=24), st.lists(requests, max_size=8)
)
@settings(deadline=None, derandomize=True, max_examples=15)
def test_many_small_commits_that_are_merged_on_the_way_still_find_the_same(history, questions):
    assert_agreement(history, questions)


# --- what lies in a folder ---


def test_tidying_changes_nothing_of_what_is_found(engine):
    for number in range(5):
        put(engine, article(f"a{number}", "drone " * (number + 1), day=number + 1), article("same", "tram"))
    remove(engine, "a1")
    request = Request(Term(BODY, "drone"), facets=("source", "published"), limit=9)
    states = []
    for _ in range(3):
        answer = engine.search(request)
        ids = {match.id for match in answer.top}
        states.append((answer.total, ids, answer.facets, everything(engine), list(engine.terms())))
        engine.tidy()
    assert (states[0][:2], states[1:]) == ((4, {"a0", "a2", "a3", "a4"}), states[:2])


def test_the_state_is_there_after_opening_the_folder_again(tmp_path):
    put(create_engine(tmp_path), FULL, article("gone"), article("b"))
    remove(create_engine(tmp_path), "gone")
    again = open_engine(tmp_path)
    assert (everything(again), list(again.terms("drone"))) == ([article("b"), FULL], [("drone", 1)])
    assert found(again, Term(("url",), FULL.url)) == [FULL.id]


def test_a_reader_opened_before_a_commit_sees_the_new_state_afterwards(tmp_path):
    writer, reader = create_engine(tmp_path), open_engine(tmp_path)
    for number in range(12):
        put(writer, article(f"{number:02}"))
        assert len(found(reader, Term(BODY, "drone"))) == number + 1
    remove(writer, *(f"{number:02}" for number in range(11)))
    assert (everything(reader), list(reader.terms())) == ([article("11")], [("drone", 1)])


def test_a_writer_in_another_opening_of_the_folder_is_refused_too(tmp_path):
    one, other = create_engine(tmp_path), open_engine(tmp_path)
    with one.writing(), pytest.raises(IndexLocked, match=r"\w+ \w+"), other.writing():
        pass


def test_a_writer_that_is_killed_leaves_no_lock_and_no_change(tmp_path):
    put(create_engine(tmp_path), article("a"))
    script = """
import os, sys
from pathlib import Path
from corpus import Article
from index import Analyzer, analyse, open_engine
with open_engine(Path(sys.argv[1])).writing() as writer:
    writer.remove("a")
    writer.put(analyse(Article("b", "Sun", "", "drone"), Analyzer()))
    os.kill(os.getpid(), 9)
"""
    assert subprocess.run([sys.executable, "-c", script, tmp_path], cwd=ROOT, check=False).returncode == -9
    assert everything(open_engine(tmp_path)) == [article("a")]
    put(open_engine(tmp_path), article("c"))
    assert everything(open_engine(tmp_path)) == [article("a"), article("c")]


@pytest.mark.parametrize("name", ["", "not/there", "empty"])
def test_a_folder_without_an_index_is_missing_one_and_the_message_says_what_to_type(tmp_path, name):
    (tmp_path / "empty").mkdir()
    with pytest.raises(IndexMissing, match=r"python app\.py index"):
        open_engine(tmp_path / name)


def test_an_engine_nobody_knows_is_refused_with_the_names_of_those_there_are(tmp_path):
    with pytest.raises(IndexTrouble, match=r"'solr'.*whoosh"):
        create_engine(tmp_path / "index", "solr")
