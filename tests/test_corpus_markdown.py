"""Markdown: the marks go, the words stay, and front matter says what the text does not."""

from __future__ import annotations

import io

import pytest

from corpus import Record, Reject, Remark
from corpus.readers import READERS
from corpus.records import Item, Place

pytest.importorskip("markdown_it")
pytest.importorskip("yaml")

FULL = Record(
    path="a.md",
    body="It sank.",
    decoded=True,
    folder="posts",
    source="The Gazette",
    headline="Ferry sinks: nobody drowned",
    published="2023-05-04 10:11:12 +0200",
    section="Harbour",
    authors=("Jane Doe", "John Roe"),
    url="https://gazette.example/17",
    language="en",
)
YAML = """\
---
title: "Ferry sinks: nobody drowned"
date: 2023-05-04 10:11:12 +0200
authors:
  - Jane Doe
  - name: John Roe
publisher: The Gazette
canonical_url: https://gazette.example/17
categories: [Harbour, Ships]
lang: en
---

It sank.
"""
TOML = """\
+++
title = "Ferry sinks: nobody drowned"
date = 2023-05-04T10:11:12+02:00
author = "Jane Doe and John Roe"
source = "The Gazette"
url = "https://gazette.example/17"
section = "Harbour"
language = "en"
+++
It sank.
"""


def found(text: str, **columns: str) -> list[Item]:
    return list(READERS[".md"](io.BytesIO(text.encode()), Place("a.md", "posts", columns)))


def text_of(source: str) -> tuple[str | None, list[str]]:
    (record,) = found(source)
    return record.headline, record.body.split("\n\n")


def test_front_matter_gives_every_field():
    assert found(YAML) == [FULL]


def test_front_matter_in_toml_gives_every_field():
    (record,) = found(TOML)
    assert record.published == "2023-05-04T10:11:12+02:00"
    assert record.authors == FULL.authors


def test_the_marks_go_and_the_words_stay():
    source = """\
# Ferry *sinks*

The **ferry** sank, [its owner](https://a.example "title") said &
`nobody` ~~drowned~~ swam.\\
![a picture](ferry.jpg)

## The dog

- It <b>swam</b> too, *all* the way.
  And back.
- 1 < 2 &lt; 3

> “It barked.”

| Ship | Year |
|------|-----:|
| Dover | **1911** |

```python
bark()
```

<div class="note"><p>Read on &amp; on</p></div>
<!-- a secret -->

***
The [end][1].

[1]: https://b.example/
"""
    assert text_of(source) == (
        "Ferry sinks",
        [
            "The ferry sank, its owner said & nobody drowned swam.",
            "The dog",
            "It swam too, all the way. And back.",
            "1 < 2 < 3",
            "“It barked.”",
            "Ship | Year",
            "Dover | 1911",
            "bark()",
            "Read on & on",
            "The end.",
        ],
    )


@pytest.mark.parametrize(
    ("source", "headline", "body"),
    [
        ("It sank.\n\n# Ferry\n\nAll of it.", "Ferry", ["It sank.", "All of it."]),
        ("## Ferry\n\nIt sank.\n\n## Dog", "Ferry", ["It sank.", "Dog"]),
        ("It sank.\n\n## Dog\n\nIt swam.", None, ["It sank.", "Dog", "It swam."]),
        ("---\ntitle: Ferry\n---\n# Dog\n\nIt swam.", "Ferry", ["Dog", "It swam."]),
        ("---\n\n## Ferry\n\n---\n\nIt sank.", "Ferry", ["It sank."]),
        ("---\npublished: false\ndraft: yes\n---\nIt sank.", None, ["It sank."]),
    ],
)
def test_the_headline_is_that_of_the_front_matter_or_the_first_heading(
    source: str, headline: str | None, body: list[str]
):
    assert text_of(source) == (headline, body)
    assert found(source)[0].published is None


def test_front_matter_that_is_broken_is_read_line_by_line_and_that_is_noted():
    (record,) = found("---\ntitle: Ferry sinks: nobody drowned\ndate: 2023-05-04\n---\nIt sank.")
    assert (record.headline, record.published, record.body) == (
        "Ferry sinks: nobody drowned",
        "2023-05-04",
        "It sank.",
    )
    assert record.notes == (
        "its front matter is broken (mapping values are not allowed here), and was read line by line",
    )


BOMB = "\n".join(
    [
        "a: &a [x]",
        *(f"{b}: &{b} [{', '.join(['*' + a] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    ]
)


def test_aliases_are_not_followed():
    (record,) = found(f"---\ntitle: Ferry\n{BOMB}\n---\nIt sank.")
    assert record.headline == "Ferry"
    assert "aliases" in record.notes[0]


@pytest.mark.parametrize(
    "matter",
    [
        "[" * 60_000,
        "{" * 60_000,
        "? " * 30_000,
        "- " * 30_000,
        "a: " * 20_000,
        "!!python/object:os.system x",
        "{[a]: b}",
        "\x07",
    ],
)
def test_no_front_matter_harms(matter: str):
    (record,) = found(f"---\ntitle: Ferry\n{matter}\n---\nIt sank.")
    assert (record.headline, record.body) == ("Ferry", "It sank.")


def test_a_person_may_say_which_name_means_what():
    (record,) = found("---\nkop: Ferry\ntitle: Kicker\n---\nIt sank.", headline="kop")
    assert record.headline == "Ferry"


def test_names_that_are_guessed_are_said():
    remark, record = found("---\ntitle: Ferry\nguid: x7\n---\nIt sank.")
    assert remark == Remark("a.md", "fields read as id = guid")
    assert record.id == "x7"


@pytest.mark.parametrize(
    ("source", "kind"),
    [("", "empty"), ("---\ntitle: Ferry\n---\n", "empty"), ("![](a.jpg)", "empty"), ("\0", "binary")],
)
def test_what_has_no_text_is_refused(source: str, kind: str):
    assert [item.kind for item in found(source) if isinstance(item, Reject)] == [kind]
