"""Our codec is a faithful one: whatever Whoosh reads, searches, writes and merges by itself is the same on its own segments.

Stock Whoosh keeps the length of a text as one byte, by a table that has no place for every number; texts are short here, and
the table is the numbers themselves.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as stock
from whoosh.codec import whoosh3
from whoosh.reading import TermNotFound
from whoosh.sorting import FieldFacet

from corpus import Article
from index import SCHEMA, Analyzer, analyse
from index.engines.whoosh import WhooshEngine
from index.engines.whoosh.codec import ENDINGS, ArraySegment
from index.engines.whoosh.codec.arrayfile import ArrayFile
from index.engines.whoosh.contents import ArrayIndex, open_files
from index.engines.whoosh.schema import words_field
from tests.stock import array_index, fields_of, put_ours, put_stock, stock_index, translated, writer_of
from tests.strategies import STEMS, WORDS, histories, one_of, queries, requests

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from whoosh.index import FileIndex

    from tests.stock import Change

ANALYZER = Analyzer()
TEXTS = ("headline", "body", "source_words")
VALUES = tuple(name for name in SCHEMA if name not in TEXTS)


@pytest.fixture(autouse=True, scope="module")
def exact_lengths() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("length_to_byte", "byte_to_length"):
            patch.setattr(whoosh3, name, lambda length: length or 0)
        yield


@contextmanager
def both_of(history: Sequence[Sequence[Change]]) -> Iterator[tuple[ArrayIndex, FileIndex]]:
    """A history in our segments, by our bulk writer, and in stock ones; their articles have the same numbers."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = WhooshEngine.create(Path(folder) / "ours"), stock_index(Path(folder) / "stock")
        for changes in history:
            put_ours(ours, changes)
            put_stock(theirs, changes)
        yield open_files(Path(folder) / "ours"), theirs


# --- what a reader gives ---


def of_terms(reader: Any) -> list[tuple[object, ...]]:
    """All terms, each with all that is known of it."""
    every = []
    for field, term in reader.all_terms():
        info = reader.term_info(field, term)
        known = (info.weight(), info.doc_frequency(), info.max_weight(), info.min_id(), info.max_id())
        lengths = (info.min_length(), info.max_length()) if field in TEXTS else ()
        counted = (reader.doc_frequency(field, term), reader.frequency(field, term))
        every.append((field, term, *known, *lengths, *counted))
    return every


def of_postings(reader: Any) -> list[tuple[object, ...]]:
    """All postings, with positions where there are any."""
    return [
        (field, term, doc, weight, vbytes if field in TEXTS else b"")
        for field, term, doc, weight, vbytes in reader.iter_postings()
    ]


def of_articles(reader: Any) -> list[tuple[object, ...]]:
    """All that is known by article."""
    every = range(reader.doc_count_all())
    columns = [reader.column_reader(name) for name in VALUES if reader.has_column(name)]
    return [
        (
            reader.is_deleted(doc),
            reader.stored_fields(doc),
            [reader.doc_field_length(doc, name) or 0 for name in TEXTS],
            [column[doc] for column in columns],
        )
        for doc in every
    ]


def of_fields(reader: Any) -> dict[str, object]:
    """All that is known by field, and of a whole segment."""
    filled = [
        name for name in TEXTS if reader.field_length(name)
    ]  # of another stock Whoosh cannot say the longest
    lengths = {name: (reader.field_length(name), reader.max_field_length(name)) for name in filled}
    counts = (
        reader.doc_count(),
        reader.doc_count_all(),
        reader.has_deletions(),
        sorted(reader.all_doc_ids()),
    )
    return {"lengths": lengths, "counts": counts}


@given(histories)
@settings(max_examples=40)
def test_a_reader_of_our_segments_gives_what_one_of_stock_segments_gives(history):
    with both_of(history) as (ours, theirs), ours.reader() as one, theirs.reader() as other:
        assert list(one.all_terms()) == list(other.all_terms())
        assert of_articles(one) == of_articles(other)
        pairs = zip(one.leaf_readers(), other.leaf_readers(), strict=True)
        for part, same in pairs:
            reader, stocks = part[0], same[0]
            assert of_fields(reader) == of_fields(stocks)
            assert of_terms(reader) == of_terms(stocks)
            assert of_postings(reader) == of_postings(stocks)


@given(histories, st.lists(one_of((*STEMS, *WORDS)), min_size=5, max_size=5))
@settings(max_examples=15)
def test_cursors_and_prefixes_walk_the_same_terms(history, some):
    with both_of(history) as (ours, theirs), ours.reader() as one, theirs.reader() as other:
        for text in some:
            for field in ("body", words_field("body"), "source"):
                for reader in (one, other):
                    assert ((field, text) in reader) == ((field, text) in other)
                walked = [list(reader.expand_prefix(field, text[:2])) for reader in (one, other)]
                assert walked[0] == walked[1]
                onwards = [
                    [term for at, term in reader.terms_from(field, text.encode()) if at == field]
                    for reader in (one, other)
                ]
                assert onwards[0] == onwards[1]
                near = [sorted(reader.terms_within(field, text, 1)) for reader in (one, other)]
                assert near[0] == near[1]


def test_what_is_not_there_is_told_as_stock_whoosh_tells_it(tmp_path: Path):
    put_ours(WhooshEngine.create(tmp_path / "ours"), [])
    with open_files(tmp_path / "ours").reader() as reader:
        assert (list(reader.all_terms()), reader.doc_count_all(), ("body", "drone") in reader) == (
            [],
            0,
            False,
        )
        assert (reader.doc_frequency("body", "drone"), reader.frequency("body", "drone")) == (0, 0)
        with pytest.raises(TermNotFound):
            reader.term_info("body", b"drone")
        with pytest.raises(TermNotFound):
            reader.postings("body", b"drone")


# --- what Whoosh's own searcher finds ---


def results(files: FileIndex, query: stock.Query, **options: Any) -> list[tuple[int, float, object]]:
    """What stock Whoosh finds, scored by its own BM25F, in its order."""
    with files.searcher() as searcher:
        found = searcher.search(query, limit=None, **options)
        return [(hit.docnum, close(hit.score), hit.fields()) for hit in found]


def close(score: object) -> object:
    """A score, as it may be rounded; where Whoosh sorts by a column, the score is its value."""
    return pytest.approx(score, rel=1e-6) if isinstance(score, float) else score


@given(histories, st.lists(queries, min_size=12, max_size=12))
@settings(max_examples=40)
def test_whooshs_own_searcher_answers_alike_on_our_segments_and_on_stock_ones(history, asked):
    """All that it has queries of: with and without scores that its own matchers add up."""
    with both_of(history) as (ours, theirs):
        for query in filter(None, map(translated, asked)):
            assert results(ours, query) == results(theirs, query)
            assert results(ours, query.normalize()) == results(theirs, query.normalize())


fields = one_of(("headline", "body"))
proper = st.one_of(
    st.builds(lambda field, word: stock.Prefix(words_field(field), word[:2]), fields, one_of(WORDS)),
    st.builds(
        lambda field, word: stock.FuzzyTerm(words_field(field), word, maxdist=2, prefixlength=0),
        fields,
        one_of(WORDS),
    ),
    st.builds(
        lambda field, words: stock.Phrase(field, words, slop=3),
        fields,
        st.lists(one_of(STEMS), min_size=2, max_size=3),
    ),
    st.builds(
        lambda one, other: stock.AndMaybe(stock.Term("body", one), stock.Term("body", other)),
        one_of(STEMS),
        one_of(STEMS),
    ),
    st.builds(
        lambda one, other: stock.DisjunctionMax([stock.Term("body", one), stock.Term("headline", other)]),
        one_of(STEMS),
        one_of(STEMS),
    ),
)


@given(
    histories, st.lists(proper, min_size=8, max_size=8), one_of(("published", "source", "id")), st.booleans()
)
@settings(max_examples=20)
def test_queries_that_our_algebra_has_not_and_sorting_by_columns_work_alike(history, asked, field, reverse):
    with both_of(history) as (ours, theirs):
        for query in asked:
            assert results(ours, query) == results(theirs, query)
            order = FieldFacet(field, reverse=reverse)
            assert results(ours, query, sortedby=order) == results(theirs, query, sortedby=order)
            with ours.searcher() as one, theirs.searcher() as other:
                groups = [searcher.search(query, groupedby="source").groups() for searcher in (one, other)]
            assert groups[0] == groups[1]


# --- what Whoosh's own writer writes ---


def arrays(folder: Path) -> list[dict[str, list[Any]]]:
    """What is in the segments of a folder, array by array, but for packed texts and fields that nothing is in."""
    return [
        {
            name: values
            for ending in ENDINGS
            for name, values in filled(ArrayFile(folder / f"{segment.segment_id()}{ending}"), segment)
        }
        for segment in open_files(folder)._segments()  # noqa: SLF001 - nothing public tells
    ]


def filled(file: ArrayFile, segment: ArraySegment) -> Iterator[tuple[str, list[Any]]]:
    """The arrays of a file by name."""
    for name in file.names():
        field = name.partition("/")[0]
        there = (
            segment.lengths.get(field.removesuffix("_as_words"), 1)
            if field not in VALUES
            else file_has(file, field)
        )
        if field != "texts" and there and (len(file[name]) or not name.endswith("/positions")):
            yield name, file[name].tolist()


def file_has(file: ArrayFile, field: str) -> bool:
    """Whether a file has a value of a field, in its terms or in its column."""
    return bool(file.get(f"{field}/count") is None or file[f"{field}/count"][0])


@given(histories, st.lists(requests, min_size=4, max_size=4))
@settings(max_examples=40)
def test_whooshs_own_writer_writes_through_our_codec_what_our_bulk_writer_writes(history, asked):
    """Posting by posting: the engine then gives the same answers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        ours, theirs = WhooshEngine.create(path / "ours"), array_index(path / "theirs")
        for changes in history:
            put_ours(ours, changes)
            put_stock(theirs, changes)
        engine = WhooshEngine(path / "theirs")
        assert [engine.search(request) for request in asked] == [ours.search(request) for request in asked]
        assert (list(engine.scan()), engine.damaged_files()) == (list(ours.scan()), [])
        assert arrays(path / "theirs") == arrays(path / "ours")


@given(histories, st.lists(requests, min_size=4, max_size=4))
@settings(max_examples=25)
def test_whooshs_own_writer_merges_our_segments_into_what_it_would_have_written_at_once(history, asked):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        ours, theirs = WhooshEngine.create(path / "ours"), array_index(path / "theirs")
        for changes in history:
            put_stock(theirs, changes)
        engine = WhooshEngine(path / "theirs")
        put_ours(ours, list(engine.scan()))
        put_stock(theirs, [], optimize=True)
        assert [engine.search(request) for request in asked] == [ours.search(request) for request in asked]
        assert len(open_files(path / "theirs")._segments()) == 1  # noqa: SLF001 - nothing public tells
        with open_files(path / "theirs").reader() as merged, open_files(path / "ours").reader() as written:
            assert of_postings(merged) == of_postings(written)
            assert of_articles(merged) == of_articles(written)


@given(histories, st.lists(requests, min_size=4, max_size=4))
@settings(max_examples=25)
def test_our_tidying_merges_into_what_would_have_been_written_at_once(history, asked):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        ours, tidied = WhooshEngine.create(path / "ours"), WhooshEngine.create(path / "tidied")
        for changes in history:
            put_ours(tidied, changes)
        for _ in range(4):
            tidied.tidy()
        answers = [tidied.search(request).total for request in asked]
        put_ours(ours, list(tidied.scan()))
        assert answers == [ours.search(request).total for request in asked]
        if len(arrays(path / "tidied")) == 1 and not open_files(path / "tidied")._segments()[0].deleted:  # noqa: SLF001
            assert arrays(path / "tidied") == arrays(path / "ours")


def test_a_term_that_is_there_half_a_time_is_refused(tmp_path: Path):
    """Whoosh can weigh an article's terms, which makes frequencies that are no whole numbers."""
    writer = writer_of(array_index(tmp_path / "ours"))
    document = analyse(Article("a", "The Sun", "", "drone"), ANALYZER)
    writer.add_document(**fields_of(document), _boost=1.5)
    with pytest.raises(ValueError, match=r"there 1\.5 times; this codec keeps whole numbers only"):
        writer.commit()
