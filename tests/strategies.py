"""What hypothesis draws from to try an engine: small articles, histories of commits, and questions of any shape.

Everything is drawn from one tiny vocabulary, so that random queries do meet random articles, repeated words
and near misses: of the questions about two in five find some of the articles but not all, and every kind of
leaf does so at times. Nothing here knows an answer; the reference engine does.
"""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from corpus import UNKNOWN, Article, Removal
from index import (
    FACETS,
    Analyzer,
    And,
    Between,
    Everything,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Request,
    Term,
    Wildcard,
)

ANALYZER = Analyzer()

COMMON = ("the", "said", "Kremlin", "kremlin’s", "drone", "Drones")
RARE = (
    "strike",
    "strikes",
    "striking",
    "U.S.",
    "US",
    "Ukraine's",
    "Zelenský",
    "café",
    "1,000",
    "2.5",
    "don’t",
    "Київ",
    "Häuser",
    "Haus",
    "hausen",
    "北京大学",
    "京",
)
VOCABULARY = (*COMMON, *COMMON, *COMMON, *RARE)
"""Inflections, possessives, acronyms, accents, numbers: some alike once analysed, a few much likelier."""

JOINTS = (" ", " ", " ", ", ", ". ", "\n\n", " — ", "-")
PIECES = tuple(word + joint for joint in JOINTS for word in VOCABULARY)

LANGUAGES = ("en", "de", "uk")

WORDS = (*ANALYZER.terms(" ".join(VOCABULARY)).words, "absent")
STEMS = tuple(
    dict.fromkeys(stem for each in ANALYZER.readings(" ".join(VOCABULARY), LANGUAGES) for stem in each)
)

IDS = ("1", "2", "9", "10", "a", "A", "b", "a b", "é", "x/y.txt:3", "Z" * 80, "𝄞")
SOURCES = (UNKNOWN, "The Sun", "the sun", "Le Café, Paris", "U.S. Post")
AUTHORS = ("Ann Lee", "Lee, Ann", "Łukasz O’Neill")
DAYS = (date(1999, 12, 31), date(2023, 5, 1), date(2023, 5, 3), date(2023, 5, 4))

NOWHERE = "no_such_field"
FIELDS = (
    ("body",),
    ("body",),
    ("headline", "body"),
    ("body", "headline", NOWHERE),
    ("headline",),
    ("source_words",),
)
EXACT = {
    "id": IDS,
    "source": SOURCES,
    "section": ("World", "world"),
    "authors": AUTHORS,
    "language": LANGUAGES,
}

one_of, just, lists, whole = st.sampled_from, st.just, st.lists, st.integers


def texts(shortest: int, longest: int) -> st.SearchStrategy[str]:
    """Words of the vocabulary with the joints of news text between them."""
    return lists(one_of(PIECES), min_size=shortest, max_size=longest).map(lambda some: "".join(some).strip())


articles = st.builds(
    Article,
    id=one_of(IDS),
    source=one_of(SOURCES),
    headline=texts(0, 4),
    body=just("") | texts(4, 12) | texts(4, 12) | texts(4, 12),
    published=one_of((None, *DAYS)),
    section=one_of((None, *EXACT["section"])),
    authors=one_of(((), AUTHORS[:1], AUTHORS[1:], AUTHORS, (*AUTHORS, AUTHORS[0]))),
    url=one_of((None, "https://example.org/a?b=c&d")),
    language=one_of((None, *EXACT["language"])),
    headline_derived=st.booleans(),
    removed=one_of(((), (Removal(3, "promo", "MORE ON “drones”"),))),
)

changes: st.SearchStrategy[Article | str] = st.one_of(articles, articles, articles, one_of(IDS))
"""One change in a commit: an article to put, or an id to remove."""

first_commits = lists(articles, min_size=6, max_size=14)
later_commits = lists(lists(changes, min_size=1, max_size=4), max_size=3)

histories: st.SearchStrategy[list[list[Article | str]]] = st.builds(
    lambda one, more: [one, *more], first_commits, later_commits
)
"""Commits, one after the other, that end as a corpus of one to twelve articles."""


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """A word some of whose letters became `*` or `?`, or characters that mean something elsewhere."""
    letters = list(draw(one_of(WORDS) | one_of(WORDS) | one_of(SOURCES)))
    for place in draw(lists(whole(0, len(letters) - 1), max_size=3)):
        letters[place] = draw(one_of(("*", "*", "?", "?", "**", "", ".", "[", "\\")))
    return "".join(letters)


@st.composite
def misspelt(draw: st.DrawFn) -> str:
    """A word with up to two letters gone, changed or added."""
    word = draw(one_of(WORDS))
    for _ in range(draw(whole(0, 2))):
        place = draw(whole(0, len(word)))
        word = word[:place] + draw(one_of(("", "e", "й"))) + word[place + draw(whole(0, 1)) :]
    return word


def exact(field: str) -> st.SearchStrategy[Query]:
    """The exact value of a keyword field."""
    return st.builds(Term, just((field,)), one_of((*EXACT[field], "absent")))


def between(field: str) -> st.SearchStrategy[Query]:
    """A range with none, one or both of its ends; at times the wrong way round."""
    days = ("1999-12-31", "2000-01-01", "2023-05-01", "2023-05-03", "2023-05-31")
    return st.builds(Between, just(field), one_of((None, *days)), one_of((None, *days)))


fields, boosts = one_of(FIELDS), one_of((1.0, 0.5, 3.0))
common = one_of([stem for each in ANALYZER.readings(" ".join(COMMON), LANGUAGES) for stem in each])
beginnings = st.builds(lambda word, size: word[:size], one_of((*WORDS, *SOURCES)), whole(0, 5))
pattern_fields = one_of((*FIELDS, ("source",), ("authors", "body")))

leaves: st.SearchStrategy[Query] = st.one_of(
    st.builds(Term, fields, one_of(STEMS), boosts),
    one_of(sorted(EXACT)).flatmap(exact),
    st.builds(Phrase, fields, lists(common, min_size=1, max_size=3).map(tuple), just(0), boosts),
    st.builds(Phrase, fields, lists(common, min_size=2, max_size=4).map(tuple), whole(1, 4), boosts),
    st.builds(
        Phrase,
        pattern_fields,
        lists(one_of((*STEMS, *SOURCES, *AUTHORS)), min_size=1, max_size=2).map(tuple),
        whole(0, 3),
    ),
    st.builds(Prefix, pattern_fields, beginnings),
    st.builds(Wildcard, pattern_fields, patterns()),
    st.builds(Fuzzy, pattern_fields, misspelt(), whole(0, 2)),
    one_of(("published", "published", "published", NOWHERE)).flatmap(between),
    just(Everything()),
)


@st.composite
def branches(draw: st.DrawFn, parts: st.SearchStrategy[Query]) -> Query:
    """One step deeper: And, Or (with any number of its parts, the same part twice too) or Not."""
    some = tuple(draw(lists(parts, min_size=1, max_size=4)))
    least = draw(whole(1, len(some) + 1))
    shapes: list[Query] = [And(some[:2]), And(some), Or(some), Or(some, least), Or((*some, some[0]), least)]
    return draw(one_of([*shapes, Not(some[0])]))


_deep = st.one_of(leaves, branches(leaves))
queries: st.SearchStrategy[Query] = st.one_of(
    leaves, leaves, branches(leaves), branches(_deep), branches(branches(_deep))
)
"""The whole algebra, up to three deep."""

filters = st.fixed_dictionaries(
    {},
    optional={
        "source": exact("source").map(Not)
        | lists(exact("source"), min_size=2, max_size=4).map(lambda some: Or(tuple(some))),
        "authors": exact("authors") | exact("authors").map(Not),
        "section": exact("section").map(Not),
        "published": between("published"),
    },
)

requests = st.builds(
    Request,
    query=queries,
    bonus=st.none() | leaves,
    filters=just({}) | just({}) | filters,
    weights=one_of(({}, {"headline": 3.0, "body": 1.0}, {"headline": 0.0})),
    facets=lists(one_of(FACETS), unique=True).map(tuple),
    sort=one_of(("relevance", "newest", "oldest")),
    limit=just(1000),
    distinct=one_of((None, None, "source", "story")),
)
