"""A text is pasted or uploaded: the page of the articles that reuse it, and the same as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, cast

from flask import Blueprint, abort, render_template, request

from corpus import WHOLE, Article, Reject, format_of, read, spooled
from search import LONGEST_TEXT, PageRequest
from web.bodies import json_body
from web.description import blueprint, described
from web.opening import searcher
from web.quoting import how, quotations, shaded
from web.reused import ReuseJson
from web.wire import answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response

    from search import Pasted
    from stories import Passage, Reuser
    from web.reused import PassageJson, ReuserJson, SpanJson

LONGEST_BODY = 4_000_000
"""Bytes of what is sent: a text is far shorter, but a page or a PDF of it may not be."""

api = blueprint("reuse", "Who reuses a text.")
reusing = Blueprint("reusing", __name__)

_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["text"],
                "properties": {
                    "text": {"type": "string", "description": f"Up to {LONGEST_TEXT:,} characters."}
                },
            }
        }
    },
}


@api.post("/api/v1/reuse")
@described(shape=ReuseJson, problems=[413, 415], unchanged=False, requestBody=_BODY)
def reuse() -> Response:
    """The articles that reuse a text, with the passages that they have of it."""
    made = _reusers(_posted())
    if not made.is_enough:
        abort(400, _too_short(made))
    return answer(_json(made))


@reusing.get("/reuse")
def paste() -> str:
    """A place to paste a text at."""
    return render_template(
        "reuse.html", asked=PageRequest(), text="", most=LONGEST_TEXT, notice="", made=None
    )


@reusing.post("/reuse")
def found() -> tuple[str, int]:
    """The articles that reuse a text that was pasted, or uploaded."""
    made = _reusers(_sent())
    page = render_template(
        "reuse.html",
        asked=PageRequest(),
        text=made.text,
        most=LONGEST_TEXT,
        notice="" if made.is_enough else _too_short(made),
        made=made if made.is_enough else None,
        shaded=shaded(made),
        rows=[(one, how(one), *quotations(made.text, one)) for one in made.reusers.found],
    )
    return page, 200 if made.is_enough else 400


def _reusers(text: str) -> Pasted:
    if len(text) > LONGEST_TEXT:
        abort(
            413,
            f"The text has {len(text):,} characters; up to {LONGEST_TEXT:,} can be looked for at once. Send a part of it.",
        )
    return searcher().reusers(text)


def _too_short(made: Pasted) -> str:
    words = made.reusers.words
    many = "no words" if not words else "1 word" if words == 1 else f"{words} words"
    return (
        f"There {'is' if words == 1 else 'are'} {many} in the text; at least {made.least} are needed to tell reuse from "
        "chance. To find a shorter phrase, search for it in quotation marks."
    )


def _posted() -> str:
    """The text of a JSON body."""
    body = json_body(LONGEST_BODY, 'Send the text as application/json: {"text": "..."}.')
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str):
        abort(400, 'The body is {"text": "..."}, the text to look for.')
    return text


def _sent() -> str:
    """The text of the form: of the file, where there is one."""
    request.max_content_length = request.max_form_memory_size = LONGEST_BODY
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return request.form.get("text", "")
    form = format_of(upload.filename)
    if form is None or form.packing or form.suffix not in WHOLE:
        kinds = ", ".join(sorted(WHOLE))
        abort(415, f"{upload.filename!r} cannot be read here; a file holds one text and is one of: {kinds}.")
    with spooled(cast("BinaryIO", upload.stream), f"upload{form.suffix}") as file:
        return _text_of(upload.filename, list(read(file)))


def _text_of(name: str, outcomes: Sequence[object]) -> str:
    """The text that a file holds, given what became of it."""
    article = next((one for one in outcomes if isinstance(one, Article)), None)
    if article is None:
        reasons = [one.reason for one in outcomes if isinstance(one, Reject)]
        abort(400, f"There is no text in {name!r}: {'; '.join(reasons) or 'it is empty'}.")
    return article.body if article.headline_derived else f"{article.headline}\n\n{article.body}"


def _json(made: Pasted) -> ReuseJson:
    who = made.reusers
    whole = {
        "words": who.words,
        "language": made.language,
        "share": round(who.share, 4),
        "read": who.read,
        "cut": who.is_cut,
        "articles": [_reuser(made.text, one) for one in who.found],
    }
    return cast("ReuseJson", whole)


def _reuser(text: str, one: Reuser) -> ReuserJson:
    article = one.article
    told = {
        "id": article.id,
        "source": article.source,
        "headline": article.headline,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "kind": one.kind,
        "share": round(one.share, 4),
        "other_share": round(one.other_share, 4),
        "passages": [_passage(text, article.body, passage) for passage in one.passages],
    }
    return cast("ReuserJson", told)


def _passage(text: str, body: str, passage: Passage) -> PassageJson:
    return {
        "given": _span(text, passage.one),
        "article": _span(body, passage.other),
        "verbatim": passage.is_verbatim,
    }


def _span(text: str, span: tuple[int, int]) -> SpanJson:
    return {"text": text[slice(*span)], "start": span[0], "end": span[1]}
