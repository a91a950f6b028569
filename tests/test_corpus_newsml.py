"""NewsML, both of them: many items in a message, of which some tell a story."""

from __future__ import annotations

import pytest
from wires import G2, items, only, outline, reason

from corpus import Record

NITF = (
    "<nitf><body><body.head><hedline><hl1>Inner headline</hl1></hedline><byline>By Jane Doe</byline></body.head>"
    "<body.content><p>It sank.</p></body.content></body></nitf>"
)
XHTML = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>T</title></head><body><p>It sank.</p><p>Ay.</p></body></html>"


def g2(content: str, meta: str = "", kind: str = "text") -> str:
    return (
        f'<newsItem xmlns="{G2}" guid="urn:1" xml:lang="en-GB"><itemMeta><itemClass qcode="ninat:{kind}"/>'
        f"<versionCreated>2023-06-01T00:00:00Z</versionCreated></itemMeta><contentMeta>{meta}</contentMeta>"
        f"<contentSet>{content}</contentSet></newsItem>"
    )


FULL = f"""<newsItem xmlns="{G2}" guid="urn:wire:1" version="3" xml:lang="en-GB">
  <itemMeta>
    <itemClass qcode="ninat:text"/><provider qcode="nprov:HW"><name>Harbour Wire</name></provider>
    <versionCreated>2023-06-01T00:00:00Z</versionCreated><firstCreated>2023-05-05T00:00:00Z</firstCreated>
    <pubStatus qcode="stat:withheld"/>
  </itemMeta>
  <contentMeta>
    <contentCreated>2023-05-04T09:00:00Z</contentCreated>
    <creator><name>Somebody Else</name></creator><language tag="en"/>
    <subject type="cpnat:person" qcode="p:1"><name>Tove Marrin</name></subject>
    <subject type="cpnat:abstract" qcode="medtop:1"><name xml:lang="de">Fähren</name><name xml:lang="en">ferries</name></subject>
    <by>By Ann Poe, Harbour Wire</by>
    <headline> Ferry
       sinks</headline><headline role="h:sub">Nobody drowned</headline>
  </contentMeta>
  <contentSet><inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML></contentSet>
</newsItem>"""


def test_an_item_gives_every_field_and_goes_before_the_nitf_in_it():
    assert items(".xml", FULL) == [
        Record(
            path="f",
            body="It sank.",
            folder="wire",
            id="urn:wire:1",
            source="Harbour Wire",
            headline="Ferry sinks",
            published="2023-05-04T09:00:00Z",
            section="ferries",
            authors=("Ann Poe",),
            language="en",
            notes=("its provider marks it as withheld",),
        )
    ]


def test_what_the_item_does_not_say_is_taken_from_the_nitf_in_it():
    record = only(items(".xml", g2(f"<inlineXML>{NITF}</inlineXML>")))
    assert (record.headline, record.authors, record.published) == (
        "Inner headline",
        ("Jane Doe",),
        "2023-06-01T00:00:00Z",
    )


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (f"<inlineXML>{XHTML}</inlineXML>", "It sank.\n\nAy."),
        ("<inlineXML><html><body><p>It <Company>sank</Company>.</p></body></html></inlineXML>", "It sank."),
        ("<inlineData contenttype='text/plain'>   It\nsank.\n   Ay.</inlineData>", "It\nsank.\n\nAy."),
        ("<inlineData><![CDATA[<p>\n It sank.\n   Ay.</p>]]></inlineData>", "It sank.\n\nAy."),
        ("<inlineData><![CDATA[<p>It <b>sank</b>.</p><p>Ay.</p>]]></inlineData>", "It sank.\n\nAy."),
        ("<remoteContent href='x'/><inlineXML><events/></inlineXML><inlineData>Ay.</inlineData>", "Ay."),
    ],
)
def test_the_text_is_found_in_whatever_form_it_lies_within(content: str, body: str):
    assert only(items(".xml", g2(content))).body == body


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (g2("", kind="picture"), "a picture item, not a story"),
        (f'<planningItem xmlns="{G2}"/>', "a plan of coverage, not a story"),
        (f'<conceptItem xmlns="{G2}"/>', "a concept, not a story"),
        (f'<packageItem xmlns="{G2}"/>', "a package, which is a list of other items, not a story"),
        (
            g2("<inlineXML><sports-content/></inlineXML>"),
            "the news item holds no text: its content is <sports-content>",
        ),
        (
            g2("<remoteContent contenttype='text/html'/>"),
            "the news item holds no text: its content lies elsewhere (text/html)",
        ),
        (
            g2("<inlineData encoding='base64'>aGVsbG8=</inlineData>"),
            "the news item holds no text: its content is empty",
        ),
        (g2(""), "the news item holds no text: it has no content"),
        (f'<newsMessage xmlns="{G2}"><header/></newsMessage>', "there is no item in the <newsMessage>"),
    ],
)
def test_what_tells_no_story_is_refused_by_name(item: str, why: str):
    assert reason(items(".xml", item)) == why


def message(*parts: str) -> str:
    return f'<newsMessage xmlns="{G2}"><itemSet>{"".join(parts)}</itemSet></newsMessage>'


def test_the_items_of_a_message_are_numbered():
    told = g2("<inlineData>Ay.</inlineData>")
    assert outline(items(".xml", message(told, g2("", kind="picture"), told))) == [
        (1, "Ay."),
        (2, "no-text"),
        (3, "Ay."),
    ]


@pytest.mark.parametrize("fault", ["<b></i>", "&nothing;", "\x01", ""])
def test_what_comes_before_a_fault_in_a_message_is_read(fault: str):
    text = message(g2("<inlineData>Ay.</inlineData>"), "<newsItem><contentSet>")[:-36] + fault
    assert outline(items(".xml", text)) == [(1, "Ay."), (2, "bad-xml")]


def newsml(components: str) -> str:
    return f"""<?xml version="1.0" encoding="iso-8859-1"?><NewsML><NewsItem>
      <Identification><NewsIdentifier><DateId>20230504</DateId>
        <PublicIdentifier>urn:old:1</PublicIdentifier></NewsIdentifier></Identification>
      <NewsManagement><FirstCreated>20230504T090000Z</FirstCreated></NewsManagement>
      {components}</NewsItem></NewsML>"""


def component(headline: str, content: str, more: str = "") -> str:
    lines = f"<NewsLines><HeadLine>{headline}</HeadLine></NewsLines>" if headline else ""
    data = f"<ContentItem><MediaType FormalName='Text'/><DataContent>{content}</DataContent></ContentItem>"
    return f"<NewsComponent>{more}{lines}{data if content else ''}</NewsComponent>"


OLD = newsml(
    """<NewsComponent>
        <NewsLines><HeadLine>Ferry sinks</HeadLine><ByLine>By Jane Doe</ByLine></NewsLines>
        <AdministrativeMetadata><Provider><Party FormalName="HW"/></Provider></AdministrativeMetadata>
        <DescriptiveMetadata><Language FormalName="en"/>
          <SubjectCode><Subject FormalName="03000000"/></SubjectCode></DescriptiveMetadata>"""
    + component("", "<p>It sank at the café.</p><p>Ay.</p>")
    + component("", "<p>A ferry.</p>", "<Role FormalName='Caption'/>")
    + "<NewsComponent><ContentItem><MediaType FormalName='Photo'/></ContentItem></NewsComponent></NewsComponent>"
).encode("latin-1")


def test_an_old_item_gives_every_field():
    assert items(".xml", OLD) == [
        Record(
            path="f",
            body="It sank at the café.\n\nAy.",
            line=1,
            folder="wire",
            id="urn:old:1",
            source="HW",
            headline="Ferry sinks",
            published="20230504T090000Z",
            section="disaster and accident",
            authors=("Jane Doe",),
            language="en",
        )
    ]


def test_components_with_headlines_of_their_own_are_stories_of_their_own():
    found = items(".xml", newsml(component("One", "It sank.") + component("Two", NITF)))
    assert [(one.id, one.headline, one.body) for one in found] == [
        ("urn:old:1", "One", "It sank."),
        ("urn:old:1#2", "Two", "It sank."),
    ]


def test_of_equivalent_components_the_first_with_text_is_taken():
    inner = component("", " ") + component("", "It sank.") + component("", "<p>It sank.</p>")
    text = newsml(f"<NewsComponent EquivalentsList='yes'>{inner}</NewsComponent>")
    assert only(items(".xml", text)).body == "It sank."


def test_an_old_item_without_text_says_what_it_holds():
    photo = "<NewsComponent><ContentItem><MediaType FormalName='Photo'/></ContentItem></NewsComponent>"
    assert reason(items(".xml", newsml(photo))) == "the news item holds no text: it holds Photo"
