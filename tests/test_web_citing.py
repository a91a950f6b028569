"""References are read back by the parsers that people use, hostile articles included."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from corpus import UNKNOWN, Article
from web.citing import bibtex, csl_json, key, ris

TRAM = Article(
    "wharf-1",
    "Wharf Courier",
    "Lantern tram returns to Quell Street",
    "The lantern tram ran again.",
    date(2024, 3, 4),
    "City",
    ("Ada Penrose", "Okafor, Lew"),
    "https://courier.example/tram_{1}?a=1&b=50%25",
    "en",
)
TICKET = Article("loose leaf/7", UNKNOWN, "A tram ticket turns up", "It was found between two hymns.")
HOSTILE = [
    "{", "}", "}}\n\n@article{evil,", "\\input{/etc/passwd}", "100% of #1 & $2_3^4~5", "=cmd|'/c calc'!A1",
    "ER  - \r\nTY  - BOOK", "\nTI  - other", "\u202egnp.\u202c", "🚋 tram", "@misc{x}", '"', "\\", "a\x00b\x1bc", "<b>|</b>",
]  # fmt: skip

STANDARD = {  # macros of LaTeX itself that the parser does not know, or knows as another sign
    "textbraceleft": "{",
    "textbraceright": "}",
    "textbackslash": "\\",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "textasciigrave": "`",
    "textquotesingle": "'",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
}
CONTEXT = get_default_latex_context_db()
CONTEXT.add_context_category("standard", [MacroTextSpec(*one) for one in STANDARD.items()], prepend=True)
LATEX = LatexDecodingMiddleware(decoder=LatexNodes2Text(latex_context=CONTEXT))


def entry(text: str) -> tuple[str, str, dict[str, str]]:
    """The type, key and fields of the one entry that a BibTeX text has, LaTeX undone."""
    library = bibtexparser.parse_string(text, append_middleware=[LATEX])
    assert library.failed_blocks == []
    (only,) = library.entries
    return only.entry_type, only.key, {field.key: str(field.value) for field in only.fields}


def record(text: str) -> dict[str, Any]:
    (only,) = rispy.loads(text.replace("\r\n", "\n"))
    return dict(only)


def plain(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())


def test_an_article_is_a_whole_reference_in_bibtex() -> None:
    assert bibtex(TRAM) == (
        "@article{wharfcourier2024-475b6173dd66,\n"
        "  author = {Ada Penrose and Okafor, Lew},\n"
        "  title = {{Lantern tram returns to Quell Street}},\n"
        "  journal = {Wharf Courier},\n"
        "  date = {2024-03-04},\n"
        "  year = {2024},\n"
        "  url = {https://courier.example/tram_%7B1%7D?a=1&b=50%25},\n"
        "  note = {Article wharf-1},\n"
        "  month = mar,\n"
        "}\n"
    )


def test_an_article_is_a_whole_record_in_ris() -> None:
    assert record(ris(TRAM)) == {
        "type_of_reference": "NEWS",
        "id": key(TRAM),
        "title": "Lantern tram returns to Quell Street",
        "authors": ["Ada Penrose", "Okafor, Lew"],
        "secondary_title": "Wharf Courier",
        "date": "2024/03/04",
        "year": "2024",
        "section": "City",
        "language": "en",
        "urls": ["https://courier.example/tram_%7B1%7D?a=1&b=50%25"],
        "accession_number": "wharf-1",
    }


def test_an_article_is_a_whole_item_in_csl_json() -> None:
    assert csl_json(TRAM) == {
        "id": key(TRAM),
        "type": "article-newspaper",
        "title": "Lantern tram returns to Quell Street",
        "author": [{"literal": "Ada Penrose"}, {"literal": "Okafor, Lew"}],
        "container-title": "Wharf Courier",
        "issued": {"date-parts": [[2024, 3, 4]]},
        "section": "City",
        "language": "en",
        "URL": "https://courier.example/tram_%7B1%7D?a=1&b=50%25",
        "note": "Article wharf-1",
    }


def test_what_is_not_known_is_left_out() -> None:
    assert entry(bibtex(TICKET)) == (
        "misc",
        key(TICKET),
        {"title": "A tram ticket turns up", "note": "Article loose leaf/7"},
    )
    assert set(record(ris(TICKET))) == {"type_of_reference", "id", "title", "accession_number"}
    assert set(csl_json(TICKET)) == {"id", "type", "title", "note"}


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ada Penrose", "Ada Penrose"),
        ("van der Meer, Lotte", "van der Meer, Lotte"),
        ("Reuters", "{Reuters}"),
        ("Wharf Courier Staff", "{Wharf Courier Staff}"),
        ("Salt and Sons", "{Salt and Sons}"),
        ("Marks & Okafor", "{Marks \\& Okafor}"),
        ("a, b, c, d", "{a, b, c, d}"),
    ],
)
def test_bodies_and_lists_are_not_taken_apart_as_names(name: str, written: str) -> None:
    assert f"  author = {{{written}}},\n" in bibtex(Article("1", "S", "H", "B", authors=(name,)))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "not an address"])
def test_only_addresses_of_the_web_are_given(address: str) -> None:
    article = Article("1", "S", "H", "B", url=address)
    assert "url" not in bibtex(article)
    assert "UR  -" not in ris(article)
    assert "URL" not in csl_json(article)


def test_keys_differ_as_ids_do_and_are_plain() -> None:
    articles = [Article(f"É/{n}", "Écho d'Été №1", "H", "B", date(2024, 1, 1)) for n in range(5000)]
    keys = {key(article) for article in articles}
    assert len(keys) == 5000
    assert all(re.fullmatch(r"echodeteno12024-[0-9a-f]{12}", one) for one in keys)


FIELDS = {"author", "title", "journal", "date", "year", "month", "url", "note"}


def everywhere(text: str) -> Article:
    """An article that has one text as every field."""
    return Article(text, text, text, "B", date(2024, 3, 4), text, (text,), f"https://x.example/{text}")


def read_back(article: Article) -> tuple[str, str, set[str], str, str, str, str]:
    """What the parsers find in its references: of BibTeX the type, key, foreign fields and note, of RIS the type and
    the id, of CSL-JSON the title."""
    kind, name, fields = entry(bibtex(article))
    read, item = record(ris(article)), json.loads(json.dumps(csl_json(article)))
    return (
        *(kind, name, {*fields} - FIELDS, plain(fields["note"])),
        *(read["type_of_reference"], read.get("accession_number", ""), item.get("title", "")),
    )


def as_written(article: Article) -> tuple[str, str, set[str], str, str, str, str]:
    """What they should find: one reference, in which each text is what it was."""
    note, text = plain(f"Article {article.id}"), plain(article.id)
    return "article", key(article), set(), note, "NEWS", text, text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_field(text: str) -> None:
    assert read_back(everywhere(text)) == as_written(everywhere(text))


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Z", "Cf"], exclude_characters="-!?,"), min_size=1)
)
def test_any_text_comes_back_from_the_parsers(text: str) -> None:
    assert read_back(everywhere(text)) == as_written(everywhere(text))
