"""An article as a reference: for BibTeX, for what reads RIS, and as CSL-JSON for Zotero and pandoc.

What is not known is left out; so is the day a page was looked at, which nobody tells us. The libraries that write
these formats leave what is hard to the caller: bibtexparser escapes nothing, rispy numbers its records and takes them
all at once. What is left is a table of fifteen characters, so the two are only used to test what is written here.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from corpus import UNKNOWN
from web.links import outside_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus import Article

Fields = list[tuple[str, str]]

_TEX = str.maketrans(
    {
        **{char: f"\\{char}" for char in "#$%&_"},
        "\\": "\\textbackslash{}",
        "{": "\\textbraceleft{}",  # \{ would still count as a brace where BibTeX looks for the end of a field
        "}": "\\textbraceright{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
        "<": "\\textless{}",
        ">": "\\textgreater{}",
        "|": "\\textbar{}",
        "`": "\\textasciigrave{}",
        "'": "\\textquotesingle{}",
    }
)
_ADDRESS = "!#$%&'()*+,-./:;=?@[]_~"
"""What stands in an address as it is; braces, backslashes and all that is not ASCII are percent-encoded."""

_BODIES = {
    *(
        "agency",
        "agencies",
        "associated",
        "bureau",
        "desk",
        "magazine",
        "news",
        "newspaper",
        "press",
        "radio",
    ),
    *("correspondent", "correspondents", "editor", "editors", "editorial", "reporter", "reporters"),
    *("newsroom", "staff", "team", "the", "tv", "wire"),
}
"""Words that tell a body of people from a person; its name is not to be taken apart."""


def key(article: Article) -> str:
    """The name of the reference: its source, year and a digest of its id; the same whenever it is asked for."""
    digest = sha256(article.id.encode("utf-8", "replace")).hexdigest()[:12]
    year = article.published.year if article.published else ""
    return f"{_slug(_source(article)) or 'article'}{year}-{digest}"


def bibtex(article: Article) -> str:
    """An @article of a newspaper, or @misc where no source is known; for BibTeX and biblatex, in UTF-8."""
    day, source = article.published, _source(article)
    fields: Fields = [
        ("author", " and ".join(filter(None, map(_person, article.authors)))),
        (
            "title",
            f"{{{_tex(article.headline)}}}" if article.headline else "",
        ),  # twice: styles keep its capitals
        ("journal", _tex(source)),
        *((("date", f"{day:%Y-%m-%d}"), ("year", f"{day:%Y}")) if day else ()),
        ("url", _address(article)),
        ("note", _tex(f"Article {article.id}")),
    ]
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields if value]
    month = f"  month = {_MONTHS[day.month - 1]},\n" if day else ""
    return f"@{'article' if source else 'misc'}{{{key(article)},\n{''.join(lines)}{month}}}\n"


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def ris(article: Article) -> str:
    """A record of the type NEWS; a value takes one line, so that no text can pass for a tag."""
    day = article.published
    fields: Fields = [
        ("TY", "NEWS"),
        ("ID", key(article)),
        ("TI", article.headline),
        *(("AU", name) for name in article.authors),
        ("T2", _source(article)),
        *((("DA", f"{day:%Y/%m/%d}"), ("PY", f"{day:%Y}")) if day else ()),
        ("SE", article.section or ""),
        ("LA", article.language or ""),
        ("UR", _address(article)),
        ("AN", article.id),
    ]
    written = [f"{tag}  - {value}\r\n" for tag, text in fields if (value := one_line(text))]
    return "".join([*written, "ER  - \r\n"])


def csl_json(article: Article) -> dict[str, Any]:
    """An item of CSL-JSON. Authors are literal: which part of a name is the family's, a byline does not say."""
    day = article.published
    item = {
        "id": key(article),
        "type": "article-newspaper",
        "title": one_line(article.headline),
        "author": [{"literal": name} for name in map(one_line, article.authors) if name],
        "container-title": one_line(_source(article)),
        "issued": day and {"date-parts": [[day.year, day.month, day.day]]},
        "section": one_line(article.section or ""),
        "language": article.language,
        "URL": _address(article),
        "note": f"Article {one_line(article.id)}",
    }
    return {name: value for name, value in item.items() if value}


def one_line(text: str) -> str:
    """The text with its line ends, tabs and control characters as single spaces."""
    return " ".join("".join(_visible(text)).split())


def _visible(text: str) -> Iterator[str]:
    for char in text:
        yield " " if unicodedata.category(char) in {"Cc", "Cs"} else char


def _tex(text: str) -> str:
    return one_line(text).translate(_TEX)


def _person(name: str) -> str:
    """A name for BibTeX, in braces where it would take it apart wrongly: bodies, "and", more than two commas."""
    words = re.findall(r"\w+", name.casefold())
    whole = (
        len(words) < 2
        or "and" in words
        or name.count(",") > 2
        or "&" in name
        or not _BODIES.isdisjoint(words)
    )
    return f"{{{_tex(name)}}}" if whole and one_line(name) else _tex(name)


def _source(article: Article) -> str:
    return "" if article.source == UNKNOWN else article.source


def _address(article: Article) -> str:
    """The address of the original if it leads to the web. It is escaped as addresses are: TeX takes them verbatim."""
    return quote(outside_link(article.url) or "", safe=_ADDRESS, errors="replace")


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())[:40]
