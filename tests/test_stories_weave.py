"""Stories in an index: which articles are one, whatever came first, and what a removal leaves of them."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from corpus import SourceFile
from index import Everything, IndexTrouble, Plan, Posting, Request, open_engine, update
from index.ledger import open_ledger
from stories import Weaver, read_link, story_of, weave

if TYPE_CHECKING:
    from pathlib import Path

FERRY = (
    "The ferry to Quell will stop at the old quay from Monday, the harbour board said, after divers found cracks in "
    "the newer pier. Some 2,300 passengers a day will have to walk an extra 600 metres, or wait for a shuttle bus that "
    "has yet to be ordered. Captain Imre Dahl called the plan workable but slow. The board hopes to finish repairs "
    "by the end of October, when storms usually begin, and has set aside 4.1 million crowns for concrete and steel."
)
REWORDED = (
    "From Monday the ferry to Quell will halt at the old quay, the harbour board stated, after divers discovered cracks "
    "in the newer pier. About 2,300 passengers daily must walk an additional 600 metres, or await a shuttle bus that has "
    "yet to be ordered. Captain Imre Dahl described the plan as workable but slow. The board hopes to complete repairs by "
    "the end of October, when storms normally begin, and has put aside 4.1 million crowns for concrete and steel."
)
OTHER = (
    "Residents of Quell met on Sunday to speak about ferry fares. Many said that prices had doubled in a decade while the "
    "boats grew older. A petition with 800 names asks the county to step in, and a councillor promised an answer by spring. "
    "The operator declined to comment, pointing to a statement it made in June about fuel, wages and the cost of insurance."
)
NEWS = {
    "a": (FERRY, "2024-03-02"),
    "b": (f"{FERRY}\n\nThe operator of the ferry could not be reached on Saturday.", "2024-03-03"),
    "c": (REWORDED, "2024-03-05"),
    "d": (OTHER, "2024-03-02"),
}


def line(name: str) -> str:
    body, day = NEWS[name]
    item = {"id": name, "source": f"Paper {name}", "headline": f"News {name}", "body": body, "date": day}
    return json.dumps(item) + "\n"


def stories(index: Path) -> set[frozenset[str]]:
    """The articles of each story with several."""
    engine = open_engine(index)
    top = engine.search(Request(Everything(), distinct="story", limit=99)).top
    members = [story_of(engine, match.id).members for match in top]
    return {frozenset(one.article.id for one in some) for some in members if len(some) > 1}


def deliver(folder: Path, names: str) -> None:
    for name in names:
        (folder / f"{name}.jsonl").write_text(line(name), encoding="utf-8")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("order", list(permutations("abcd"))[::5])
def test_stories_do_not_hang_on_the_order_in_which_articles_come(
    news: Path, tmp_path: Path, order: tuple[str, ...]
):
    index = tmp_path / "index"
    for name in order:
        deliver(news, name)
        update([news], index, Plan(weave=weave))
    assert stories(index) == {frozenset("abc")}


def test_a_story_is_told_from_its_earliest_article_on(news: Path, tmp_path: Path):
    deliver(news, "abcd")
    update([news], tmp_path / "index", Plan(weave=weave))
    made = story_of(open_engine(tmp_path / "index"), "c")
    assert [(one.article.id, one.days) for one in made.members] == [("a", 0), ("b", 1), ("c", 3)]
    kinds = [one.closest and (one.closest.other, one.closest.kind) for one in made.members]
    assert kinds[:2] == [None, ("a", "reprint")]
    assert kinds[2][1] == "reworded"
    assert story_of(open_engine(tmp_path / "index"), "nobody") is None


def test_an_article_that_goes_leaves_what_is_left_of_its_story(news: Path, tmp_path: Path):
    index = tmp_path / "index"
    deliver(news, "abcd")
    update([news], index, Plan(weave=weave))
    (news / "a.jsonl").unlink()
    update([news], index, Plan(weave=weave, prune=True))
    links = open_engine(index).search(Request(Everything(), facets=("links",))).facets["links"].values
    assert "a" not in {one for text in links for one in (read_link(text).other, read_link(text).article)}
    assert all(one <= frozenset("bc") for one in stories(index))


def test_an_article_that_changes_leaves_its_story(news: Path, tmp_path: Path):
    index = tmp_path / "index"
    deliver(news, "abcd")
    update([news], index, Plan(weave=weave))
    (news / "a.jsonl").write_text(line("a").replace(FERRY, "The tram is late again."), encoding="utf-8")
    update([news], index, Plan(weave=weave))
    assert not any("a" in one for one in stories(index))


def test_a_run_without_weaving_leaves_it_to_the_next(news: Path, tmp_path: Path):
    index = tmp_path / "index"
    deliver(news, "abcd")
    update([news], index)
    assert stories(index) == set()
    update([news], index, Plan(weave=weave))
    assert stories(index) == {frozenset("abc")}


def test_what_is_posted_is_woven_in_and_what_is_deleted_out(news: Path, tmp_path: Path):
    index = tmp_path / "index"
    deliver(news, "ad")
    update([news], index, Plan(weave=weave))
    posting = Posting(index, Weaver())
    body = tmp_path / "posted.jsonl"
    body.write_text(line("b") + line("c"), encoding="utf-8")
    posting.post(SourceFile(body, "posted.jsonl"))
    assert stories(index) == {frozenset("abc")}
    posting.delete("c")
    assert stories(index) == {frozenset("ab")}


def post(posting: Posting, folder: Path, text: str) -> None:
    body = folder / "posted.jsonl"
    body.write_text(text, encoding="utf-8")
    posting.post(SourceFile(body, "posted.jsonl"))


def everything(index: Path) -> dict[str, dict[str, int]]:
    """The stories and links of an index, as they are counted."""
    found = open_engine(index).search(Request(Everything(), facets=("story", "links"), limit=0)).facets
    return {name: counts.values for name, counts in found.items()}


@pytest.mark.parametrize("posted", [["a", "b", "c", "d"], ["dcba"], ["ca", "db"], ["b", "abcd"]])
def test_what_is_posted_comes_with_its_story(news: Path, tmp_path: Path, posted: list[str]):
    deliver(news, "abcd")
    update([news], tmp_path / "read", Plan(weave=weave))
    index = tmp_path / "index"
    posting = Posting(index, Weaver())
    for names in posted:
        post(posting, tmp_path, "".join(map(line, names)))
        posting._tidying.join()  # noqa: SLF001 - nothing public waits
        with open_ledger(index) as ledger:
            assert len(ledger.unwoven) == 0
    assert everything(index) == everything(tmp_path / "read")


def test_an_article_that_is_posted_anew_leaves_its_story_and_may_join_another(tmp_path: Path):
    index = tmp_path / "index"
    posting = Posting(index, Weaver())
    post(posting, tmp_path, "".join(map(line, "abcd")))
    post(posting, tmp_path, line("a").replace(FERRY, OTHER))
    assert stories(index) == {frozenset("bc"), frozenset("ad")}
    post(posting, tmp_path, line("a").replace(FERRY, "The tram is late again."))
    assert stories(index) == {frozenset("bc")}


class Broken(Weaver):
    """Cannot place anything."""

    @staticmethod
    def place(_engine, _documents):
        raise IndexTrouble("the fingerprints are gone")


def test_what_cannot_be_placed_is_there_and_woven_later(tmp_path: Path):
    index = tmp_path / "index"
    posting = Posting(index, Broken())
    post(posting, tmp_path, line("a") + line("b"))
    assert open_engine(index).count() == 2
    assert stories(index) == {frozenset("ab")}
