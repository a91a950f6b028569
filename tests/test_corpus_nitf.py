"""NITF: one story a document."""

from __future__ import annotations

import pytest
from wires import items, only, reason

from corpus import Record

STORY = """<?xml version="1.0" encoding="utf-8"?>
<nitf baselang="en-GB">
  <head>
    <title>A title for machines</title>
    <tobject tobject.type="News">
      <tobject.subject tobject.subject.refnum="03000000" tobject.subject.type="Disasters"/>
    </tobject>
    <docdata management-status="canceled">
      <doc-id id-string="WIRE.1" regsrc="WIRE"/>
      <date.issue norm="20230504T120000+0100"/>
      <date.release norm="20230601T120000Z"/>
      <doc.copyright holder="Harbour Wire" year="2023"/>
    </docdata>
    <pubdata date.publication="20230602" ex-ref="https://a.example/1"/>
  </head>
  <body>
    <body.head>
      <hedline><hl1>Ferry sinks</hl1><hl2>Nobody drowned</hl2></hedline>
      <byline>By Jane Doe and John Roe, Harbour Wire<byttl>Staff Writers</byttl></byline>
      <abstract><p>The lead, once more.</p></abstract>
    </body.head>
    <body.content>
      <p>   The <location>Quell</location> ferry sank &amp; nobody drowned, said the office in a short <br/>statement.</p><p/>
      <media><media-caption>A ferry.</media-caption></media>
      <hl2>What comes next</hl2>
      <ul><li>A crane</li><li>A court</li></ul>
      <table><tr><th/><th>Ships</th></tr><tr><td>Quell</td><td>2</td></tr></table>
      <p>&lt;div class="embed"&gt;&lt;/div&gt;</p>
    </body.content>
    <body.end><tagline>Harbour Wire jd</tagline></body.end>
  </body>
</nitf>"""

BODY = (
    "The Quell ferry sank & nobody drowned, said the office in a short statement.\n\n"
    "What comes next\n\nA crane\n\nA court\n\nShips\n\nQuell | 2"
)


def test_a_document_gives_every_field():
    assert items(".xml", STORY) == [
        Record(
            path="f",
            body=BODY,
            folder="wire",
            id="WIRE.1",
            source="Harbour Wire",
            headline="Ferry sinks",
            published="20230504T120000+0100",
            section="Disasters",
            authors=("Jane Doe", "John Roe"),
            url="https://a.example/1",
            language="en-GB",
            notes=("its publisher marks it as canceled",),
        )
    ]


def test_a_namespace_changes_nothing():
    spaced = STORY.replace("<nitf ", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/" ')
    assert items(".xml", spaced) == items(".xml", STORY)


def test_the_full_text_of_an_archive_is_taken_without_the_lead_block_before_it():
    blocks = '<block class="lead_paragraph"><p>One.</p></block><block class="full_text"><p>One.</p><p>Two.</p></block>'
    text = f"<nitf><body><body.content>{blocks}</body.content></body></nitf>"
    assert only(items(".xml", text)).body == "One.\n\nTwo."


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("<byline>By<person>Jane Doe</person><byttl>Editor</byttl></byline>", ("Jane Doe",)),
        ("<byline>Jane Doe / Quell.no</byline>", ("Jane Doe", "Quell.no")),
        (
            '<byline class="print_byline">By JANE DOE</byline><byline class="normalized_byline">Doe, J</byline>',
            ("JANE DOE",),
        ),
        ("<byline><byttl>Harbour Wire</byttl></byline>", ()),
        ("", ()),
    ],
)
def test_authors_are_the_names_in_the_byline(byline: str, authors: tuple[str, ...]):
    text = f"<nitf><body><body.head>{byline}</body.head><body.content><p>It sank.</p></body.content></body></nitf>"
    assert only(items(".xml", text)).authors == authors


@pytest.mark.parametrize(
    ("head", "section"),
    [
        ('<meta name="online_sections" content="Sports"/><tobject tobject.type="X"/>', "Sports"),
        (
            '<tobject tobject.type="News"><tobject.subject tobject.subject.refnum="15054000"/></tobject>',
            "sport",
        ),
        ('<tobject tobject.type="Utenriks"/>', "Utenriks"),
        ('<tobject tobject.type="News"/><docdata><doc-scope scope="SOCCER"/></docdata>', "SOCCER"),
        ('<tobject tobject.type="News"/>', None),
    ],
)
def test_the_section_is_what_people_can_read(head: str, section: str | None):
    text = f"<nitf><head>{head}</head><body><body.content><p>It sank.</p></body.content></body></nitf>"
    assert only(items(".xml", text)).section == section


def test_lines_broken_to_a_width_are_joined_and_short_ones_are_not():
    wrapped = "Ferry: the Quell, the Marrin, the Penrose and others of that kind,\nthe Okafor.\nCrew: four.\n"
    text = f"<nitf><body><body.content><pre>{wrapped}</pre></body.content></body></nitf>"
    assert only(items(".xml", text)).body == (
        "Ferry: the Quell, the Marrin, the Penrose and others of that kind, the Okafor.\nCrew: four."
    )


def test_a_document_without_text_is_no_article():
    assert reason(items(".xml", "<nitf><body><body.content><p> </p></body.content></body></nitf>")) == (
        "the NITF document has no text in its body.content"
    )
