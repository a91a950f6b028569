"""A story: the page of its articles, and the same as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Blueprint, abort, render_template, url_for

from search import PageRequest
from web.comparing import compare_url
from web.description import blueprint, described
from web.opening import searcher
from web.told import StoryJson
from web.wire import answer

if TYPE_CHECKING:
    from flask import Response

    from stories import Member, Story
    from web.told import ClosestJson, MemberJson

api = blueprint("stories", "Who printed the same.")
telling = Blueprint("telling", __name__)

_DID = {
    "identical": "the same text as {other}",
    "reprint": "a reprint: {share} of its words are word for word or nearly so in {other}",
    "reworded": "reworded: {share} of its words are in sentences that {other} has in other words",
    "excerpt": "an excerpt: {share} of its words are in {other}",
}


@api.get("/api/v1/stories/<anything:article_id>")
@described(shape=StoryJson, problems=[404])
def tell(article_id: str) -> Response:
    """The story that an article is part of."""
    story = _story(article_id)
    return answer({"total": story.total, "articles": [_member(one) for one in story.members]})


@telling.get("/stories/<anything:article_id>")
def story(article_id: str) -> str:
    """The articles of a story, in the order in which they were printed."""
    made = _story(article_id)
    numbers = {one.article.id: number for number, one in enumerate(made.members, 1)}
    return render_template(
        "story.html",
        asked=PageRequest(),
        story=made,
        rows=[(one, _said(one, made, numbers), _comparison(one)) for one in made.members],
        as_json=url_for("stories.tell", article_id=article_id),
    )


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
    return f"{member.days:,} day{'' if member.days == 1 else 's'} later"


def _did(member: Member, numbers: dict[str, int]) -> str:
    if member.closest is None:
        return ""
    link = member.closest
    return _DID[link.kind].format(share=_share(link.share), other=f"number {numbers[link.other]}")


def _share(share: float) -> str:
    """A share in words; what is not all is never called so."""
    return f"{int(100 * share + 1e-9)} %"


def _comparison(member: Member) -> str | None:
    return compare_url(member.closest.other, member.article.id) if member.closest else None


def _member(member: Member) -> MemberJson:
    article, link = member.article, member.closest
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
    }
