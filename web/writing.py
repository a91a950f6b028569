"""Articles put in and taken out over HTTP, by who knows the token of this server; off where it has none.

A body is JSON lines, and so is the answer: a line for each of them in its order, as Typesense has it, which can be read
while it comes and laid beside what was sent. Its last line holds the sums, so that an answer that was cut off is noticed.
A bad line is no bad request: the status is 200 wherever the body was read to its end, and each line has its own.

Where it is off the answer is 403, not 404: the address is there to be read at, and who runs the server learns what to set.
"""

from __future__ import annotations

import hmac
import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, BinaryIO, NoReturn, cast

from flask import Response, abort, current_app, request

from corpus import spooled
from index import TooManyLinesError
from web.description import blueprint, described

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask import Flask

    from corpus import SourceFile
    from index import Line, Posting

KEY = "cuttings.writing"
LINES = "application/x-ndjson"
LARGEST_LINES, LARGEST_JSON = 64_000_000, 4_000_000
"""Bytes. JSON that is one value is read whole and takes many times its size in memory; lines are read one by one."""
TYPES = {
    LINES: ("posted.jsonl", LARGEST_LINES),
    "application/jsonl": ("posted.jsonl", LARGEST_LINES),
    "application/json": ("posted.json", LARGEST_JSON),
}
STATUSES = ("added", "updated", "unchanged", "refused")

_LINE = {
    "type": "object",
    "description": "An article, by the names that a file of JSON lines may give its fields.",
}
_BODY = {
    "required": True,
    "content": {kind: {"schema": {"type": "string", "minLength": 1}} for kind in (LINES, "application/jsonl")}
    | {"application/json": {"schema": {"anyOf": [_LINE, {"type": "array", "minItems": 1, "items": _LINE}]}}},
}
_SECURED: list[dict[str, list[str]]] = [{"token": []}]

writing = blueprint("writing", "Articles put in and taken out, by who knows the token of the server.")


@dataclass(frozen=True, slots=True)
class Door:
    """What lets writers in, and where it leads."""

    token: bytes
    posting: Posting


def install(app: Flask, token: str | None, posting: Posting | None) -> None:
    """Let those write who know the token; nobody where there is none."""
    if token and posting:
        app.extensions[KEY] = Door(token.encode("utf-8", "surrogateescape"), posting)


@writing.post("/api/v1/articles")
@described(
    problems=[401, 403, 413, 415], unchanged=False, types=[LINES], requestBody=_BODY, security=_SECURED
)
def put_in() -> Response:
    """Put articles in, a line each: each is added, or takes the place of the one with its id."""
    posting = _posting()
    with _body() as file:
        try:
            lines = posting.post(file)
        except TooManyLinesError as error:
            abort(413, f"Nothing was done: {error}.")
    if not lines:
        _empty()
    return Response(_written(lines), mimetype=LINES)


@writing.delete("/api/v1/articles/<anything:article_id>")
@described(problems=[401, 403, 404], unchanged=False, types=[], security=_SECURED)
def take_out(article_id: str) -> Response:
    """Take an article out, and keep it out until it is put in again."""
    if not _posting().delete(article_id):
        abort(404, f"There is no article with the id {article_id!r}; ids are those that a search gives.")
    return Response(status=204)


def _posting() -> Posting:
    """What writes, if whoever asks may."""
    door = cast("Door | None", current_app.extensions.get(KEY))
    if door is None:
        abort(
            403,
            "Writing is off on this server; to turn it on, set CUTTINGS_TOKEN to a secret and start it again.",
        )
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    # A header comes as its bytes, one a character.
    known = hmac.compare_digest(given.strip().encode("latin-1", "replace"), door.token)
    if scheme.lower() != "bearer" or not known:
        abort(401, "Send the token of this server, as in: Authorization: Bearer TOKEN")
    return door.posting


@contextmanager
def _body() -> Iterator[SourceFile]:
    """The body as a file, which is gone when the context ends."""
    if request.headers.get("Content-Encoding", "identity") != "identity":
        abort(415, "Send the articles as they are, not packed.")
    if request.mimetype not in TYPES:
        abort(415, f"Send the articles a line each as {LINES}, or one object or array as application/json.")
    name, most = TYPES[request.mimetype]
    if (request.content_length or 0) > most:
        _too_large(most)
    with spooled(cast("BinaryIO", _Bounded(cast("BinaryIO", request.stream), most)), name) as file:
        if file.path.stat().st_size == 0:
            _empty()
        yield file


class _Bounded:
    """A stream of which no more is read than may be sent, however much it says that it holds."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream = stream
        self._most = self._left = most

    def read(self, size: int) -> bytes:
        some = self._stream.read(size)
        self._left -= len(some)
        if self._left < 0:
            _too_large(self._most)
        return some


def _empty() -> NoReturn:
    abort(400, "There is no article in the body; send one a line.")


def _too_large(most: int) -> NoReturn:
    kind = "JSON in one piece" if most == LARGEST_JSON else "a body"
    hint = (
        f"send a line for each article, as {LINES}" if most == LARGEST_JSON else "send it in several requests"
    )
    abort(413, f"{kind.capitalize()} may have up to {most // 1_000_000} MB; {hint}. Nothing was done.")


def _written(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        told = {name: value for name, value in asdict(line).items() if value is not None}
        yield json.dumps(told, ensure_ascii=False) + "\n"
    sums = Counter(line.status for line in lines)
    yield json.dumps({status: sums[status] for status in STATUSES}) + "\n"
