"""Two articles side by side: the page, and the same as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn, cast

from flask import Blueprint, abort, render_template, request, url_for

from search import PageRequest, Parameter, read_parameters
from web.columns import blocks, how, legend, notice
from web.compared import CompareJson
from web.description import blueprint, described
from web.links import with_query
from web.opening import searcher
from web.wire import answer

if TYPE_CHECKING:
    from flask import Response

    from corpus import Article
    from search import Compared
    from stories import Comparison, Piece, Row, Stretch
    from web.compared import PieceJson, RowJson, SideJson, StretchJson, WordsJson

api = blueprint("compare", "Two articles side by side.")
comparing = Blueprint("comparing", __name__)

PAIR = (
    Parameter("a", "text", "The id of the first article.", required=True),
    Parameter("b", "text", "The id of the second article.", required=True),
)


@api.get("/api/v1/compare")
@described(PAIR, shape=CompareJson, problems=[404])
def compare() -> Response:
    """Two articles side by side: how they share text, and what became of every word."""
    return answer(compared_json(_compared()))


@comparing.get("/compare")
def side_by_side() -> str:
    """Two articles side by side, sentence by sentence."""
    made = _compared()
    return render_template(
        "compare.html",
        asked=PageRequest(),
        made=made,
        sides=((made.one, "first"), (made.other, "second")),
        how=how(made),
        notice=notice(made),
        legend=legend(made.comparison),
        blocks=blocks(made.comparison),
        swapped=compare_url(made.other.id, made.one.id),
        as_json=with_query(url_for("compare.compare"), [("a", made.one.id), ("b", made.other.id)]),
    )


def compare_url(one_id: str, other_id: str) -> str:
    """The page of two articles side by side."""
    return with_query(url_for("comparing.side_by_side"), [("a", one_id), ("b", other_id)])


def _compared() -> Compared:
    given = read_parameters(PAIR, request.args.to_dict(flat=False))
    made = searcher().compare(given["a"], given["b"])
    if made is None:
        _no_article(next((one for one in given.values() if searcher().read(one) is None), given["a"]))
    return made


def _no_article(article_id: str) -> NoReturn:
    abort(
        404, f"There is no article with the id {article_id!r} to compare; ids are those that a search gives."
    )


def compared_json(made: Compared) -> CompareJson:
    """Two articles side by side, as the wire has them."""
    comparison = made.comparison
    sizes, shares, compared = comparison.sizes, comparison.shares, made.compared
    sides = [
        _side(article, sizes[at], shares[at], compared[at])
        for at, article in enumerate((made.one, made.other))
    ]
    whole = {
        "kind": comparison.reuse.kind if comparison.reuse else None,
        "a": sides[0],
        "b": sides[1],
        "earlier": made.earlier.id if made.earlier else None,
        "words": words_json(comparison),
        "rows": [_row(row) for row in comparison.rows],
    }
    return cast("CompareJson", whole)


def words_json(comparison: Comparison) -> WordsJson:
    """What became of how many words, as the wire has it."""
    counts = {op: comparison.words(op) for op in ("same", "replaced", "dropped", "added")}
    return {
        "same": counts["same"][0],
        "replaced": counts["replaced"][0],
        "replacing": counts["replaced"][1],
        "dropped": counts["dropped"][0],
        "added": counts["added"][1],
    }


def _side(article: Article, words: int, share: float, characters: int) -> SideJson:
    return {
        "id": article.id,
        "source": article.source,
        "headline": article.headline,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "words": words,
        "share": round(share, 4),
        "characters": characters,
        "length": len(article.body),
    }


def _row(row: Row) -> RowJson:
    return cast("RowJson", {"kind": row.kind, "pieces": [_piece(piece) for piece in row.pieces]})


def _piece(piece: Piece) -> PieceJson:
    return cast("PieceJson", {"op": piece.op, "a": _stretch(piece.one), "b": _stretch(piece.other)})


def _stretch(stretch: Stretch | None) -> StretchJson | None:
    if stretch is None:
        return None
    return {"text": stretch.text, "start": stretch.start, "end": stretch.end, "words": stretch.words}
