"""A text is pasted or uploaded: who reuses it, on the page and on the wire."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from tests.newsroom import Elements, open_app, words
from tests.test_stories_weave import FERRY, OTHER, REWORDED

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

QUOTE = "We have waited eleven years for this crossing and we will not wait for another winter"
NEWS = [
    {"id": "a/1", "source": "Mill", "headline": "<b>Ferry</b>", "body": FERRY, "date": "2024-03-02"},
    {"id": "c", "source": "Post", "headline": "Boat", "body": REWORDED, "date": "2024-03-05"},
    {"id": "d", "source": "Mill", "headline": "Fares", "body": f'{OTHER} "{QUOTE}," she said. <i>So</i>.'},
    {
        "id": "e",
        "source": "Dorf",
        "headline": "Fähre",
        "body": "Die Fähre war am Montag nicht mehr zu retten.",
    },
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("pasted")
    return open_app(folder, NEWS).test_client()


def test_a_whole_article_finds_itself_and_who_reworded_it(client: FlaskClient):
    told = client.post("/api/v1/reuse", json={"text": FERRY}).json
    assert [(one["id"], one["kind"]) for one in told["articles"]] == [
        ("a/1", "identical"),
        ("c", "reworded"),
    ]
    first, second = told["articles"]
    assert (first["share"], first["other_share"], told["share"]) == (1.0, 1.0, 1.0)
    assert 0.6 < second["share"] <= 1
    assert not all(passage["verbatim"] for passage in second["passages"])


def test_passages_are_quoted_by_their_offsets_in_both_texts(client: FlaskClient):
    text = f"Nobody knew. {QUOTE}! That was all."
    told = client.post("/api/v1/reuse", json={"text": text}).json
    (one,) = told["articles"]
    (passage,) = one["passages"]
    body = client.get("/api/v1/articles/d").json["body"]
    for span, whole in ((passage["given"], text), (passage["article"], body)):
        assert whole[span["start"] : span["end"]] == span["text"] == QUOTE
    assert (one["id"], one["kind"], passage["verbatim"]) == ("d", None, True)
    assert told["share"] == one["share"] == pytest.approx(len(QUOTE.split()) / told["words"], abs=1e-4)


def test_an_excerpt_of_one_article_is_ranked_by_what_each_has(client: FlaskClient):
    told = client.post("/api/v1/reuse", json={"text": f"{QUOTE}. {FERRY}"}).json
    assert [one["id"] for one in told["articles"]] == ["a/1", "c", "d"]
    shares = [one["share"] for one in told["articles"]]
    assert shares == sorted(shares, reverse=True)


def test_what_nobody_has_is_said_to_be_so(client: FlaskClient):
    text = "Eight quite unheard sentences about molten violins upon Neptune remain unread."
    told = client.post("/api/v1/reuse", json={"text": text}).json
    assert (told["articles"], told["share"], told["cut"]) == ([], 0.0, False)
    assert "No article of this corpus has any of it" in words(client.post("/reuse", data={"text": text}).text)


def test_the_text_is_read_in_its_own_language(client: FlaskClient):
    told = client.post(
        "/api/v1/reuse", json={"text": "Die Fähre war am Montag nicht mehr zu retten, sagte er."}
    ).json
    assert [one["id"] for one in told["articles"]] == ["e"]


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"text": "too short to tell"}, 400, "There are 4 words in the text; at least 8 are needed"),
        ({"text": ""}, 400, "There are no words in the text"),
        ({"text": 3}, 400, 'The body is {"text": "..."}'),
        ([], 400, 'The body is {"text": "..."}'),
        ({"text": "word " * 30_000}, 413, "The text has 150,000 characters; up to 100,000"),
    ],
)
def test_what_cannot_be_looked_for_is_said_in_a_sentence(
    client: FlaskClient, body: object, status: int, said: str
):
    answer = client.post("/api/v1/reuse", json=body)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert said in answer.json["detail"]


def test_a_body_that_is_no_json_is_refused(client: FlaskClient):
    assert client.post("/api/v1/reuse", data="{", content_type="application/json").status_code == 400
    assert client.post("/api/v1/reuse", data=FERRY, content_type="text/plain").status_code == 415
    assert client.get("/api/v1/reuse").status_code == 405


def test_the_page_shows_who_has_it_and_keeps_the_text(client: FlaskClient):
    assert "Paste an article" in words(client.get("/reuse").text)
    page = client.post("/reuse", data={"text": f"{QUOTE}. {FERRY}"}).text
    text = words(page)
    assert "3 articles have something of it" in text
    assert "in other words" in text
    assert f"<mark>{QUOTE}</mark>" in page
    assert "<b>Ferry</b>" not in page
    assert "<i>So</i>" not in page
    assert "/articles/a%2F1" in Elements(page).links()
    assert text.count(QUOTE) >= 3  # in the box, in the marked text, and as the article has it


def test_a_short_text_stays_in_the_box_with_the_reason(client: FlaskClient):
    page = client.post("/reuse", data={"text": "</textarea><script>alert(1)</script>"})
    assert page.status_code == 400
    assert "at least 8 are needed" in words(page.text)
    assert "<script>alert" not in page.text
    assert "&lt;/textarea&gt;" in page.text


@pytest.mark.parametrize(
    ("name", "text"),
    [("page.html", f"<html><body><p>{FERRY}</p></body></html>"), ("story.TXT", FERRY), ("note.md", FERRY)],
)
def test_a_file_is_read_as_the_corpus_is(client: FlaskClient, name: str, text: str):
    data = {"file": (io.BytesIO(text.encode()), name)}
    page = client.post("/reuse", data=data, content_type="multipart/form-data")
    assert "2 articles have something of it" in words(page.text)


@pytest.mark.parametrize(
    ("name", "data", "status", "said"),
    [
        ("all.zip", b"PK", 415, "cannot be read here"),
        ("story.txt.gz", b"\x1f\x8b", 415, "cannot be read here"),
        ("<b>.exe", b"MZ", 415, "cannot be read here"),
        ("empty.txt", b"", 400, "There is no text in"),
        ("broken.docx", b"PK\x03\x04 not a document", 400, "There is no text in"),
    ],
)
def test_a_file_that_holds_no_text_is_refused(
    client: FlaskClient, name: str, data: bytes, status: int, said: str
):
    answer = client.post(
        "/reuse", data={"file": (io.BytesIO(data), name)}, content_type="multipart/form-data"
    )
    assert (answer.status_code, said in words(answer.text)) == (status, True)
    assert "<b>.exe" not in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "of the in to and a " * 5_000,
        "The board said on Monday that it would not be drawn. " * 1_800,
        "a\n\n" * 30_000,
        '"' * 90_000 + " eight words are enough to be told from chance",
        "x" * 90_000 + " eight words are enough to be told from chance",
        "总统星期一表示他不会签署该法案因为它不符合国家利益。" * 3_000,
    ],
    ids=["common words", "one sentence", "paragraphs", "quotation marks", "no blanks", "no spaces"],
)
def test_odd_texts_are_answered(client: FlaskClient, text: str):
    told = client.post("/api/v1/reuse", json={"text": text})
    assert (told.status_code, told.json["articles"]) == (200, [])


def test_a_form_that_is_too_large_is_refused(client: FlaskClient):
    assert client.post("/reuse", data={"text": "word " * 900_000}).status_code == 413
    data = {"file": (io.BytesIO(b"word " * 900_000), "long.txt")}
    assert client.post("/reuse", data=data, content_type="multipart/form-data").status_code == 413
