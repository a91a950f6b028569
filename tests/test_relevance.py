"""The ranking is as good as it was: mean average precision on the TIME collection, with pinned floors."""

import json
from collections import defaultdict
from pathlib import Path
from statistics import mean

import pytest
from nodes import fresh_cluster

from index import Analyzer, Or, Plan, Request, Term, open_engine, update
from search import PageRequest, Searcher

TIME = Path(__file__).parent.parent / ".." / "shared" / "data" / "time"

pytestmark = pytest.mark.skipif(not TIME.exists(), reason=f"the TIME collection is not at {TIME}")


@pytest.fixture(scope="module", params=["whoosh", "opensearch"])
def engine(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("time")
    cluster = fresh_cluster() if request.param == "opensearch" else None
    update([TIME / "docs.jsonl"], folder, Plan(cluster=cluster))
    return open_engine(folder, cluster)


@pytest.fixture(scope="module")
def questions():
    """Each question, with the ids of the stories that answer it."""
    relevant = defaultdict(set)
    for line in (TIME / "qrels.tsv").read_text().splitlines():
        question, story, _ = line.split()
        relevant[question].add(story)
    asked = map(json.loads, (TIME / "queries.jsonl").read_text().splitlines())
    return [(one["text"], relevant[one["id"]]) for one in asked if relevant[one["id"]]]


def average_precision(found, relevant):
    places = [place for place, one in enumerate(found, 1) if one in relevant]
    return sum(number / place for number, place in enumerate(places, 1)) / len(relevant)


def test_any_of_the_words_ranked_by_bm25f(engine, questions):
    analyzer = Analyzer()

    def found(text):
        words = tuple(Term(("headline", "body"), stem) for stem in dict.fromkeys(analyzer.terms(text).stems))
        return [match.id for match in engine.search(Request(Or(words), limit=423)).top]

    assert mean(average_precision(found(text), relevant) for text, relevant in questions) > 0.68


def test_a_question_as_a_person_would_paste_it(engine, questions):
    searcher = Searcher(engine)

    def found(text):
        return [hit.article.id for hit in searcher.search(PageRequest(text, per_page=20)).hits]

    assert mean(average_precision(found(text), relevant) for text, relevant in questions) > 0.55
