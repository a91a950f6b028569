"""A story: the page of its articles, and the same as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from flask import Blueprint, abort, render_template, url_for

from search import PageRequest
from web.comparing import compare_url, words_json
from web.description import blueprint, described
from web.opening import searcher
from web.shares import percent
from web.told import StoryJson
from web.wire import answer

if TYPE_CHECKING:
    from flask import Response

    from corpus import Article
    from stories import Comparison, Link, Member, Story
    from web.told import ClosestJson, MemberJson, PairJson

COMPARED = 20
"""Articles of a story of which it is told what they changed: each is compared for it."""
PRINTED = 5
"""Articles that an article's own page names of those it shares text with."""

api = blueprint("stories", "Who printed the same.")
telling = Blueprint("telling", __name__)

_DID = {
    "identical": "the same text as {other}",
    "reprint": "a reprint: {share} of it is in {other}, word for word or nearly so",
    "reworded": "reworded: {share} of it is in {other}, sentence by sentence, in other words",
    "excerpt": "an excerpt: {share} of it is in {other}, word for word or nearly so",
}

_SHARES = {
    "identical": "the same text",
    "reprint": "it has {share} of this one, word for word or nearly so",
    "reworded": "it has {share} of this one, sentence by sentence, in other words",
    "excerpt": "it has {share} of this one, word for word or nearly so",
}


@api.get("/api/v1/stories/<anything:article_id>")
@described(shape=StoryJson, problems=[404])
def tell(article_id: str) -> Response:
    """The story that an article is part of."""
    story = _story(article_id)
    changes = _changes(story)
    body: StoryJson = {
        "total": story.total,
        "articles": [_member(one, changes) for one in story.members],
        "links": [_pair(link) for link in story.links],
    }
    return answer(body)


@telling.get("/stories/<anything:article_id>")
def story(article_id: str) -> str:
    """The articles of a story, in the order in which they were printed."""
    made = _story(article_id)
    numbers = {one.article.id: number for number, one in enumerate(made.members, 1)}
    changes = _changes(made)
    return render_template(
        "story.html",
        asked=PageRequest(),
        story=made,
        rows=[
            (one, _said(one, made, numbers), changed(changes.get(one.article.id)), _comparison(one))
            for one in made.members
        ],
        compared=COMPARED,
        as_json=url_for("stories.tell", article_id=article_id),
    )


@dataclass(frozen=True, slots=True)
class Printed:
    """Who else printed an article, as its page says it: how many there are in its story, and the likest of them."""

    articles: int
    sources: int
    rows: list[tuple[Article, str, str]]


def printed(article: Article) -> Printed | None:
    """Who else printed an article; None where nobody did."""
    size, links = searcher().printed(article.id)
    if size is None:
        return None
    found = {one.id: one for one in searcher().articles([link.other for link in links[:PRINTED]])}
    rows = [
        (found[link.other], _beside(link, article), compare_url(article.id, link.other))
        for link in links[:PRINTED]
        if link.other in found
    ]
    return Printed(size.articles, size.sources, rows)


def _beside(link: Link, article: Article) -> str:
    """When another article was printed, seen from this one, and what the two share."""
    when = ""
    if link.day and article.published:
        days = (date.fromisoformat(link.day) - article.published).days
        when = f"{_days(abs(days))} {'later' if days > 0 else 'before'}; " if days else "the same day; "
    return when + _SHARES[link.kind].format(share=percent(link.share))


def changed(comparison: Comparison | None) -> str:
    """In a sentence what became of the words of an earlier article; "" where it is not known, or nothing did."""
    if comparison is None:
        return ""
    replaced, dropped, added = (comparison.words(op) for op in ("replaced", "dropped", "added"))
    moved = sum(row.kind == "moved" for row in comparison.rows)
    told = [
        (replaced[0], f"{replaced[0]:,} replaced by {replaced[1]:,}"),
        (dropped[0], f"{dropped[0]:,} left out"),
        (added[1], f"{added[1]:,} added"),
        (moved, f"{moved:,} sentence{'' if moved == 1 else 's'} moved"),
    ]
    said = [text for count, text in told if count]
    return f"Of its words {', '.join(said)}" if said else "Not a word was changed"


def _changes(story: Story) -> dict[str, Comparison]:
    """What the first articles of a story changed, by their ids."""
    pairs = [(one.article.id, one.closest.other) for one in story.members[:COMPARED] if one.closest]
    made = ((one, searcher().compare(other, one)) for one, other in pairs)
    return {one: compared.comparison for one, compared in made if compared}


def _story(article_id: str) -> Story:
    made = searcher().story(article_id)
    if made is None:
        abort(
            404, f"There is no article with the id {article_id!r}. It may have been indexed anew, or removed."
        )
    return made


def _said(member: Member, story: Story, numbers: dict[str, int]) -> str:
    """When it was printed after the first, where that is known, and what it did."""
    lag, did = _lag(member, story), _did(member, numbers)
    return "; ".join(filter(None, (lag, did))) or "no date"


def _lag(member: Member, story: Story) -> str:
    if member.article is story.head:
        return (
            "earliest in this corpus" if member.article.published else "the longest of those without a date"
        )
    if member.days is None:
        return ""
    if member.days == 0:
        return "the same day"
    return f"{_days(member.days)} later"


def _days(days: int) -> str:
    return f"{days:,} day{'' if days == 1 else 's'}"


def _did(member: Member, numbers: dict[str, int]) -> str:
    return did(member.closest, f"number {numbers[member.closest.other]}") if member.closest else ""


def did(link: Link, other: str) -> str:
    """What an article did with the text of another, which is called so."""
    return _DID[link.kind].format(share=percent(link.share), other=other)


def _comparison(member: Member) -> str | None:
    return compare_url(member.closest.other, member.article.id) if member.closest else None


def _pair(link: Link) -> PairJson:
    told = {"id": link.article, "other": link.other, "kind": link.kind}
    return cast("PairJson", {**told, "share": link.share, "other_share": link.other_share})


def _member(member: Member, changes: dict[str, Comparison]) -> MemberJson:
    article, link = member.article, member.closest
    comparison = changes.get(article.id)
    closest = link and {
        "id": link.other,
        "kind": link.kind,
        "share": link.share,
        "other_share": link.other_share,
    }
    return {
        "id": article.id,
        "source": article.source,
        "headline": article.headline,
        "published": article.published.isoformat() if article.published else None,
        "days_after": member.days,
        "closest": cast("ClosestJson | None", closest),
        "changed": words_json(comparison) if comparison else None,
    }
