"""What an `.xml` file is, and that a hostile one costs neither time nor other items."""

from __future__ import annotations

import gzip
import hashlib
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wires import FORMATS, G2, items, only, outline, read_folder, reason

from corpus import KINDS, Article, Reject, SourceFile, read
from corpus.readers.prose import html_prose, plain_prose

NITF = "<nitf><body><body.content><p>{}</p></body.content></body></nitf>"


def test_what_is_of_no_known_format_says_what_it_is():
    assert reason(items(".xml", '<a:News xmlns:a="x"/>')) == (
        "its first element is <News>, of no news format that is read: those are NITF (nitf), NewsML (newsItem, "
        "newsMessage, NewsML) and feeds (rss, feed, RDF)"
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"It sank.", "bad-xml"),
        (b"\x00\x01\x02", "bad-xml"),
        (b"<!-- " + b"x" * 300_000 + b" --><nitf/>", "bad-xml"),
        (NITF.format("It sank.").encode()[:-20], "bad-xml"),
        (NITF.format("A caf\xe9.").encode("latin-1"), "bad-encoding"),
        (b'<?xml version="1.0" encoding="klingon"?>' + NITF.format("It sank.").encode(), "bad-encoding"),
        (NITF.format("&nothing;").encode(), "bad-xml"),
        (NITF.format("<b>" * 100_000).encode(), "bad-xml"),
        (NITF.format("x" * 12_000_000).encode(), "bad-xml"),
        (NITF.format("<b>x</b>" * 3_000_000).encode(), "too-large"),
    ],
)
def test_what_is_broken_or_swollen_is_refused(text: bytes, kind: str):
    assert outline(items(".xml", text)) == [(None, kind)]


NESTED = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        ('<!ENTITY e0 "ha">' + NESTED, "&e12;"),
        (f'<!ENTITY e "{"x" * 100_000}">', "&e;" * 20_000),
        ('<!ENTITY e SYSTEM "file:///etc/passwd">', "&e;"),
        ('<!ENTITY e SYSTEM "http://a.example/">', "&e;"),
        ('<!ENTITY e "It sank.">', "&e;"),
    ],
)
def test_entities_are_not_expanded_but_refused(declared: str, used: str):
    assert outline(items(".xml", f"<!DOCTYPE nitf [{declared}]>" + NITF.format(used))) == [(None, "bad-xml")]


def test_entities_of_html_are_known_where_a_document_type_is_named():
    doctype = '<!DOCTYPE nitf SYSTEM "nitf.dtd" [<!ENTITY % more SYSTEM "more.dtd"> %more;]>'
    assert only(items(".xml", doctype + NITF.format("A caf&eacute;."))).body == "A caf&eacute;."


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-8", "utf-16"])
def test_a_file_is_read_in_the_encoding_that_it_declares(encoding: str):
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + NITF.format("Café")
    assert only(items(".xml", text.encode(encoding))).body == "Café"


def test_utf_8_is_believed_before_a_code_page_that_is_declared():
    text = '<?xml version="1.0" encoding="iso-8859-1"?>' + NITF.format("Café")
    assert only(items(".xml", text.encode())).body == "Café"


def test_blank_lines_before_the_declaration_do_no_harm():
    assert only(items(".xml", '\n\n<?xml version="1.0"?>' + NITF.format("Ay."))).body == "Ay."


def test_html_becomes_paragraphs():
    markup = "<h2>One</h2>two <i>three</i>\nfour<ul><li>a<li>b</ul><script>x()</script><p>f<br>g<br><br>h"
    assert html_prose(markup) == "One\n\ntwo three four\n\na\n\nb\n\nf\ng\n\nh"


def test_html_as_deep_as_one_likes_becomes_text():
    assert html_prose("<div>" * 50_000 + "deep") in ("", "deep")


def test_the_indents_of_a_wire_part_paragraphs():
    assert plain_prose("   The ferry sank in the harbour on Monday, said\nthe office.\n   Ay.\n\nSo.") == (
        "The ferry sank in the harbour on Monday, said the office.\n\nAy.\n\nSo."
    )


def test_indents_of_all_lines_part_none():
    assert plain_prose("  The ferry sank in the harbour on Monday, said\n  the office.\n\n  Ay.\n") == (
        "The ferry sank in the harbour on Monday, said the office.\n\nAy."
    )


JUNK = [
    *(
        b"<",
        b">",
        b"&",
        b"]]>",
        b"<![CDATA[",
        b"</item>",
        b"<item>",
        b"<!--",
        b"<?x",
        b"\x00",
        b"\xff",
        b"&#0;",
    ),
    *(
        b"&#x110000;",
        b'"',
        b"<o:p>",
        b"<link>http://[</link>",
        b"<dc:date>-1</dc:date>",
        b"<REUTERS ",
        b"</TEXT>",
    ),
]
WHOLE = [
    (".xml", f"<a:nitf xmlns:a='x'>{NITF.format('It sank.')}</a:nitf>"),
    (
        ".xml",
        f'<newsItem xmlns="{G2}"><contentSet><inlineXML>{NITF.format("Ay.")}</inlineXML></contentSet></newsItem>',
    ),
    (
        ".xml",
        "<NewsML><NewsItem><ContentItem><DataContent><p>It sank.</p></DataContent></ContentItem></NewsItem></NewsML>",
    ),
    (".rss", "<rss><channel><item><description>&lt;p>It sank.</description></item><item/></channel></rss>"),
    (
        ".sgm",
        '<REUTERS NEWID="1"><DATE>1</DATE><TEXT TYPE="X"><TITLE>T</TITLE><BODY>Ay.</BODY></TEXT></REUTERS>',
    ),
]


@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 150), st.integers(0, 20), st.sampled_from(JUNK))),
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_damage_makes_a_reader_raise(whole, damage):
    suffix, data = whole[0], whole[1].encode()
    for start, length, junk in damage:
        data = data[:start] + junk + data[start + length :]
    found = items(suffix, data)
    assert found
    assert {one.kind for one in found if isinstance(one, Reject)} <= KINDS.keys()


def test_a_packed_message_that_is_cut_off_gives_the_items_before(tmp_path):
    item = '<newsItem guid="{0}"><contentSet><inlineData>{0}</inlineData></contentSet></newsItem>'
    noise = (hashlib.sha256(str(number).encode()).hexdigest() for number in range(4000))
    text = f'<newsMessage xmlns="{G2}">{"".join(item.format(one) for one in noise)}</newsMessage>'
    path = tmp_path / "a.xml.gz"
    path.write_bytes(gzip.compress(text.encode())[:-50_000])
    *told, last = read(SourceFile(path, path.name))
    assert (all(isinstance(one, Article) for one in told), len(told) > 1000, last.kind) == (
        True,
        True,
        "cut-off",
    )


needs = pytest.mark.skipif(not FORMATS.is_dir(), reason=f"the agencies' items are not at {FORMATS}")


@needs
def test_the_items_of_agencies_are_read_with_what_they_say():
    found = read_folder(FORMATS / "agency-xml")
    assert [(name, one.kind, one.line) for name, one in found if isinstance(one, Reject)] == [
        ("LISTING 1 A NewsML-G2 News Item.xml", "no-text", None),
        ("aap-finance-lite.xml", "no-text", None),
        ("picture.xml", "no-text", 1),
        ("ritzau_news.xml", "bad-xml", None),
        ("scoop.xml", "no-text", 1),
    ]
    articles = [(name, one) for name, one in found if isinstance(one, Article)]
    assert [(name, one.source, str(one.published), one.section) for name, one in articles] == [
        ("aap-1.xml", "Australian Associated Press", "2013-10-20", "sport"),
        ("aap-finance1.xml", "Australian Associated Press", "2015-02-20", "Finance"),
        ("aap.xml", "Australian Associated Press", "2013-10-20", "Justice"),
        ("afp20.xml", "AFP", "2024-07-10", None),
        ("ansa-newsmlg2-text.xml", "ansa.it", "2017-10-11", None),
        ("ap-nitf.xml", "The Associated Press", "2015-12-10", None),
        ("ap_media_text_nitf.xml", "The Associated Press", "2019-07-03", None),
        ("efe_nitf.xml", "Agencia EFE", "2017-01-02", "Politics"),
        ("mapping_test.xml", "Ritzau", "2016-05-12", "Kriminalitet og rettsvesen"),
        ("nitf-ntb.xml", "NTB", "2020-09-07", "Innenriks"),
        ("pa2.xml", "PA", "2015-10-14", "SOCCER"),
        ("pa4.xml", "Press Association", "2016-10-03", "arts, culture and entertainment"),
        ("scoop.xml", "CL", "2016-01-12", None),
        ("stt1.xml", "STT", "2019-04-15", "Talous"),
        ("stt_archive_newsml_test.xml", "STT", "2013-02-16", "Urheilu"),
        ("stt_newsml_endash.xml", "STT", "2018-04-01", "Kotimaa"),
        ("stt_newsml_location_test.xml", "STT", "2013-02-16", "Politiikka"),
        ("stt_newsml_note_test.xml", "STT", "2017-01-31", "Politiikka"),
        ("stt_newsml_test.xml", "STT", "2017-12-19", "Politics"),
        ("text.xml", "reuters.com", "2013-03-01", "sport"),
        ("wenn.xml", "WENN Feed", "2015-01-30", "Music"),
        ("wenn.xml", "WENN Feed", "2015-01-29", "Music"),
        ("wordpress_wxr_funke.xml", "FunkyGames.de", "2017-12-02", "Android Apps"),
    ]
    assert [name for name, one in articles if "Ã" in one.body] == []


@needs
def test_of_the_examples_of_newsml_g2_four_tell_a_story():
    found = [one for _, one in read_folder(FORMATS / "newsml-g2")]
    assert [one.id for one in found if isinstance(one, Article)] == [
        "tag:xmlteam.com,2016:xt.5932656-preview",
        "urn:newsml:acmenews.com:20161121:US-FINANCE-FED",
        "urn:newsml:NAG.com:20161121:US-FINANCE-FED",
        "tag:example.com,2008:407624",
    ]
    reasons = Counter(
        one.reason.partition(", of no news format")[0] for one in found if isinstance(one, Reject)
    )
    assert reasons == {
        "a catalogue of codes, not a story": 1,
        "a concept, not a story": 3,
        "a package, which is a list of other items, not a story": 3,
        "a picture item, not a story": 3,
        "a plan of coverage, not a story": 4,
        "a set of concepts, not a story": 2,
        "a video item, not a story": 3,
        "its first element is <contentMeta>": 1,
        "its first element is <contentSet>": 1,
        "its first element is <groupSet>": 3,
        "the news item holds no text: it has no content": 7,
        "the news item holds no text: its content is <events>": 1,
        "the news item holds no text: its content is <sports-content>": 1,
        "the news item holds no text: its content is empty": 2,
    }


def test_a_message_without_items_is_refused():
    assert reason(items(".xml", f'<newsMessage xmlns="{G2}"/>')) == "there is no item in the <newsMessage>"
