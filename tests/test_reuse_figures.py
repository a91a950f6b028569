"""Floors of what benchmarks/reuse.py measures, on a part of the public collections that is quick to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import reuse

DATA = Path(__file__).parent.parent.parent / "shared" / "data"

pytestmark = pytest.mark.skipif(
    not (DATA / "pan13-train").is_dir(), reason="the public collections are not beside the project"
)


def test_of_the_seeds_one_pair_is_joined():
    joined = reuse.seeds(DATA / "seeds")["joined"]
    assert [(pair, told.split()[0]) for pair, told in joined.items()] == [("000-001", "reworded")]


def test_all_true_pairs_of_wire_stories_are_joined_and_no_others():
    found = reuse.minhash(DATA / "minhash-1000")
    assert (found["found"], found["more"]) == (found["true"], 0)


def test_answers_made_from_a_source_are_told_from_others():
    assert reuse.clough(DATA / "clough-stevenson")["f1"] >= 0.92


def test_independent_articles_on_one_event_are_seldom_joined():
    assert reuse.newscluster(DATA / "newscluster")["not_verbatim"] < 0.01


def test_plagiarism_is_found_and_where_it_is():
    found = reuse.pan(DATA / "pan13-train", every=50)["all"]
    floors = {"f1": 0.95, "f1_random": 0.90, "f1_translation": 0.85, "plagdet": 0.82}
    assert {name: found[name] >= floor for name, floor in floors.items()} == dict.fromkeys(floors, True)
