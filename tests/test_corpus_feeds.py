"""RSS, RDF, Atom and the exports of WordPress."""

from __future__ import annotations

import pytest
from wires import items, only, outline, reason

from corpus import Record, Reject, Remark, SourceFile, read

LONG = "The Quell ferry sank in the harbour on Monday, and nobody drowned. " * 10
CONTENT = "http://purl.org/rss/1.0/modules/content/"
WP = "http://wordpress.org/export/1.2/"


def rss(*parts: str) -> str:
    return (
        f'<?xml version="1.0"?><rss version="2.0" xmlns:content="{CONTENT}" xmlns:wp="{WP}" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>The Gazette</title><language>en-gb</language>{''.join(parts)}</channel></rss>"
    )


def item(inside: str, number: int = 1) -> str:
    return f"<item><guid>g{number}</guid><title>Ferry {number}</title>{inside}</item>"


FULL = item(
    "<link>https://a.example/1</link><pubDate>Thu, 04 May 2023 10:00:00 GMT</pubDate>"
    "<dc:creator>Jane Doe and John Roe</dc:creator><category>News</category><category>Ships</category>"
    "<description>A ferry…</description><content:encoded><![CDATA[<p>It <b>sank</b> &amp; went.</p>"
    "<figure><img src='x'/><figcaption>A ferry</figcaption></figure><p>Ay.<br><br>So.</p>]]></content:encoded>"
)


def test_an_item_gives_every_field():
    assert items(".rss", rss(FULL)) == [
        Record(
            path="f",
            body="It sank & went.\n\nAy.\n\nSo.",
            line=1,
            folder="wire",
            id="g1",
            source="The Gazette",
            headline="Ferry 1",
            published="Thu, 04 May 2023 10:00:00 GMT",
            section="News",
            authors=("Jane Doe", "John Roe"),
            url="https://a.example/1",
            language="en-gb",
        )
    ]


def test_an_entry_of_atom_gives_every_field():
    atom = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Gazette</title>
      <entry><id>urn:1</id><title type="html">Tom &amp;amp; Jo</title><published>2023-05-04T10:00:00Z</published>
      <updated>2023-06-01T10:00:00Z</updated><author><name>Jane Doe</name></author><category term="n" label="News"/>
      <link href="https://a.example/1"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It
      sank.</p><p>Ay.</p></div></content></entry></feed>"""
    assert items(".atom", atom) == [
        Record(
            path="f",
            body="It sank.\n\nAy.",
            line=1,
            folder="wire",
            id="urn:1",
            source="The Gazette",
            headline="Tom &amp; Jo",
            published="2023-05-04T10:00:00Z",
            section="News",
            authors=("Jane Doe",),
            url="https://a.example/1",
            language="en",
        )
    ]


def test_a_feed_of_rdf_is_read():
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="c"><title>The Gazette</title></channel>
      <item rdf:about="https://a.example/1"><title>Ferry</title><description>It sank.</description>
      <dc:date>2023-05-04</dc:date></item></rdf:RDF>"""
    record = only(items(".xml", rdf))
    assert (record.id, record.source, record.body, record.published) == (
        "https://a.example/1",
        "The Gazette",
        "It sank.",
        "2023-05-04",
    )


@pytest.mark.parametrize(
    ("inside", "notes"),
    [
        (f"<description>{LONG}</description>", ()),
        ("<description>A ferry sank on Monday.</description>", ("the feed holds only a teaser of it",)),
        (f"<description>{LONG} Read more »</description>", ("the feed holds only a teaser of it",)),
        (f"<content:encoded>{LONG} […]</content:encoded>", ("the feed holds only a teaser of it",)),
        ("<content:encoded>A ferry sank on Monday.</content:encoded>", ()),
    ],
)
def test_a_teaser_says_that_it_is_one(inside: str, notes: tuple[str, ...]):
    assert only(items(".rss", rss(item(inside)))).notes == notes


def test_an_item_of_its_headline_alone_costs_no_other():
    parts = [item("", 1), item("<description>Ay.</description>", 2)]
    assert outline(items(".rss", rss(*parts))) == [(1, "no-text"), (2, "Ay.")]


def test_a_feed_that_breaks_off_gives_the_items_before():
    text = rss(*(item(f"<description>Ay {number}.</description>", number) for number in (1, 2, 3)))
    remark, *found = items(".rss", text[: text.rindex("Ay 3") + 3])
    assert isinstance(remark, Remark)
    assert outline(found) == [(1, "Ay 1."), (2, "Ay 2."), (3, "bad-xml")]


def test_a_feed_that_is_not_well_formed_is_read_and_says_so():
    parts = [item("<description>Tom & Jo</description>", 1), item("<description>Ay.</description>", 2)]
    assert [one.text if isinstance(one, Remark) else one.body for one in items(".rss", rss(*parts))] == [
        "the feed is not well-formed (not well-formed (invalid token)), and was read as well as that can be done",
        "Tom & Jo",
        "Ay.",
    ]


def posts(count: int, size: int) -> list[str]:
    filler = "<p>It sank &amp; went.</p>" * size
    return [
        item(f"<content:encoded><![CDATA[{filler}]]></content:encoded>", number) for number in range(count)
    ]


def test_a_large_feed_is_cut_into_items_and_gives_the_same(tmp_path):
    """The same posts, in one feed and in ten."""
    parts = posts(20, 10_000)
    (tmp_path / "large.xml").write_text(rss(*parts))
    for number in range(10):
        (tmp_path / f"{number}.xml").write_text(rss(*parts[2 * number : 2 * number + 2]))
    large = list(read(SourceFile(tmp_path / "large.xml", "large.xml")))
    small = [one for number in range(10) for one in read(SourceFile(tmp_path / f"{number}.xml", "s.xml"))]
    fields = [
        [(one.id, one.source, one.headline, one.body, one.language) for one in told]
        for told in (large, small)
    ]
    assert fields[0] == fields[1]
    assert [one.origin for one in large] == [f"large.xml:{number}" for number in range(1, 21)]


def test_a_large_feed_that_is_broken_gives_the_items_before(tmp_path):
    path = tmp_path / "large.xml"
    path.write_text(rss(*posts(20, 10_000))[:-1000])
    *told, last = read(SourceFile(path, "large.xml"))
    assert (len(told), type(last), last.line, last.kind) == (19, Reject, 20, "bad-xml")


def test_an_item_that_is_too_large_costs_no_other(tmp_path):
    path = tmp_path / "large.xml"
    path.write_text(rss(*posts(2, 100), *posts(1, 200_000), *posts(1, 100)))
    assert [getattr(one, "kind", "read") for one in read(SourceFile(path, "large.xml"))] == [
        *("read", "read", "too-large", "read")
    ]


def test_where_the_lenient_parser_fails_the_items_before_are_read():
    """A character beyond Unicode makes feedparser raise."""
    parts = [item("<description>Ay.</description>", 1), item("<description>&#x110000;</description>", 2)]
    assert outline(items(".rss", rss(*parts))) == [(1, "Ay."), (2, "bad-xml")]
    assert reason(items(".rss", rss(parts[1]))) == (
        "the item cannot be read: ValueError: chr() arg not in range(0x110000)"
    )


def post(kind: str, state: str, text: str = "Ay.") -> str:
    return item(
        f"<content:encoded><![CDATA[{text}]]></content:encoded><wp:post_type>{kind}</wp:post_type>"
        f"<wp:status>{state}</wp:status><category domain='post_tag'>tag</category>"
        "<category domain='category'>Ships</category>"
    )


def test_a_post_of_wordpress_keeps_its_blank_lines_and_loses_its_shortcodes():
    text = '[dropcap]I[/dropcap]t sank [sic].\n\n[caption id="1"]A ferry[/caption]\n\n[contact_form]\nAy.'
    record = only(items(".rss", rss(post("post", "publish", text))))
    assert (record.body, record.section, record.notes) == ("It sank [sic].\n\nA ferry\n\nAy.", "Ships", ())


def test_a_draft_says_so_and_a_picture_is_refused():
    found = items(".rss", rss(post("post", "draft"), post("attachment", "inherit")))
    assert [one.notes if isinstance(one, Record) else one.reason for one in found] == [
        ("in WordPress its state was draft, not published",),
        "an item of the kind attachment, not a story",
    ]


@pytest.mark.parametrize("date", ["Mon, 30 Nov -0001 00:00:00 +0000", "0000-00-00 00:00:00"])
def test_the_date_of_what_was_never_published_is_none(date: str):
    assert (
        only(items(".rss", rss(item(f"<pubDate>{date}</pubDate><description>Ay.</description>")))).published
        is None
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "the file is empty"),
        ("<rss><channel/></rss>", "no item is in the feed"),
        (f"<rss><channel><title>{'x' * 5_000_000}</title></channel></rss>", "no item is in the feed"),
        ("<html/>", "its first element is <html>, so it is no feed"),
        ("It sank.", "the markup is broken at line 1: Start tag expected, '<' not found, line 1, column 1"),
        (
            '<!DOCTYPE rss [<!ENTITY a "b">]><rss/>',
            "the feed declares entities of its own, which are not expanded",
        ),
    ],
)
def test_what_is_no_feed_is_refused(text: str, why: str):
    assert reason(items(".rss", text)) == why
