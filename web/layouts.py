"""How an export looks in each of its formats: a head that says what was asked, the articles, and an end.

The head is there so that a file found a year later still says where it came from; the end, so that a file which
broke off can be told from a whole one. Each format has them where its readers look past them:

JSON lines: the first and the last line are objects of their own, {"export": …} and {"end": …}.
CSV: rows that begin with #, as the W3C's tabular data on the web has it; two columns, so a spreadsheet shows them well.
    Every article's row is quoted whole, so no row of an article is taken for one of them. UTF-8 with a byte order
    mark, without which Excel reads another encoding; values that a spreadsheet would calculate get an apostrophe.
BibTeX: lines outside of entries, without the @ that begins one.
RIS: lines before the first TY. Zotero looks for that among the first five lines, so there are at most four; and there
    is no end, of which JabRef would make an empty reference.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from web.citing import bibtex, one_line, ris
from web.wire import article_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus import Article

Head = Mapping[str, Any]
"""What was asked and found: query, filters, sort, total, corpus_version, exported, address, notes."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One format: its content type and its three parts. `end` is given how many articles there were, of how many.

    `columns` stand between the head and the articles; they belong to the data.
    """

    mimetype: str
    head: Callable[[Head], str]
    article: Callable[[Article], str]
    end: Callable[[int, int], str]
    first: str = ""
    columns: str = ""


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _jsonl_end(given: int, total: int) -> str:
    return _line({"end": {"articles": given, "total": total}})


COLUMNS = (
    *("id", "source", "headline", "body", "published", "section", "authors", "url", "language", "origin"),
)

_CALCULATED = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""


def _row(values: Iterable[str], quoting: Any = csv.QUOTE_ALL) -> str:
    row = io.StringIO()
    csv.writer(row, quoting=quoting).writerow(
        f"'{value}" if value.startswith(_CALCULATED) else value for value in values
    )
    return row.getvalue()


def _csv_head(head: Head) -> str:
    return "".join(
        _row((f"# {name}", one_line(value)), csv.QUOTE_MINIMAL) for name, value in _said(head).items()
    )


def _csv_article(article: Article) -> str:
    return _row(
        (
            article.id,
            article.source,
            article.headline,
            article.body,
            article.published.isoformat() if article.published else "",
            article.section or "",
            "; ".join(article.authors),
            article.url or "",
            article.language or "",
            article.origin,
        )
    )


def _csv_end(given: int, total: int) -> str:
    return _row(("# end", _whole(given, total)), csv.QUOTE_MINIMAL)


def _bib_head(head: Head) -> str:
    lines = (f"% {name}: {one_line(value)}" for name, value in _said(head).items())
    return "\n".join(lines).replace("@", "＠") + "\n\n"


def _bib_end(given: int, total: int) -> str:
    return f"% end: {_whole(given, total)}\n"


def _ris_head(head: Head) -> str:
    said = _said(head)
    lines = (("query", "filters"), ("articles", "corpus version", "exported"), ("address",), ("notes",))
    written = ["; ".join(f"{name}: {one_line(said[name])}" for name in line) for line in lines]
    return "".join(f"# {line}\r\n" for line in written) + "\r\n"


def _said(head: Head) -> dict[str, str]:
    """The head as names and texts, always the same ones."""
    filters = ", ".join(f"{name}={value}" for name, values in head["filters"].items() for value in values)
    return {
        "query": head["query"],
        "filters": filters,
        "sort": head["sort"],
        "articles": str(head["total"]),
        "corpus version": head["corpus_version"],
        "exported": head["exported"],
        "address": head["address"],
        "notes": " ".join(head["notes"]),
    }


def _whole(given: int, total: int) -> str:
    gone = f"; {total - given} were removed from the index meanwhile" if given < total else ""
    return f"{given} articles{gone}"


LAYOUTS = {
    "jsonl": Layout(
        "application/jsonl",
        lambda head: _line({"export": dict(head)}),
        lambda article: _line(article_json(article)),
        _jsonl_end,
    ),
    "csv": Layout("text/csv", _csv_head, _csv_article, _csv_end, first="\ufeff", columns=_row(COLUMNS)),
    "bib": Layout("application/x-bibtex", _bib_head, lambda article: bibtex(article) + "\n", _bib_end),
    "ris": Layout(
        "application/x-research-info-systems",
        _ris_head,
        lambda article: ris(article) + "\r\n",
        lambda _given, _total: "",
    ),
}
"""By the suffix of the address."""
