"""From a person's request to an engine's answer: parsed, filtered, ranked; tried again with fewer words if need be.

It holds one rule of its own: a search that finds nothing is tried again with most of its words, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from index import Between, Request, UnknownPlace
from search import cursor as cursors
from search.facets import choice
from search.parameters import COUNTED, FILTERS
from search.parser import NOTHING, Parsed, parse
from search.period import days
from search.ranking import WEIGHTS, bonus, with_most
from search.results import Fewer
from search.wording import TEXT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from index import Analyzer, Engine, Matches, Query
    from search.request import PageRequest

MOST_FEWER = 6
"""Of longer queries it is not said what each word costs."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine found for a request: what it was asked in the end, and what there is to say of it.

    `step` is how many times words were left out, `seen` how many articles came before the first.
    """

    parsed: Parsed
    asked: Request
    matches: Matches
    notes: tuple[str, ...]
    step: int
    seen: int

    @property
    def query(self) -> Query:
        """The query asked in the end."""
        return self.asked.query


class Asking:
    """Asks one engine. Safe to use from many threads."""

    def __init__(self, engine: Engine, analyzer: Analyzer) -> None:
        self._engine = engine
        self._analyzer = analyzer

    def parsed(self, typed: str) -> Parsed:
        """What a person typed, read as a query on this corpus."""
        return parse(typed, self._analyzer, self.languages())

    def languages(self) -> Collection[str]:
        """The languages that articles are known to be in, as codes, in order."""
        return self._engine.values("language")

    def answer(self, request: PageRequest, *, limit: int | None = None) -> Answer:
        """The answer to a request: the page it asks for, or the first `limit` articles. Raises BadParameter."""
        parsed, going_on = self.parsed(request.q), cursors.read(request)
        notes = (*parsed.notes, *_reversed(request))
        seen = going_on.seen if going_on else _offset(request)
        steps: Iterable[tuple[Query, tuple[str, ...]]] = _steps(parsed.query, request)
        if going_on:  # a walk goes on with the query it began with
            every = list(steps)
            steps = every[going_on.step : going_on.step + 1] or every[:1]
        first: Answer | None = None
        for step, (query, note) in enumerate(steps, going_on.step if going_on else 0):
            asked = self._question(query, request, going_on, limit)
            matches = self._search(asked, request)
            answer = Answer(parsed, asked, matches, (*notes, *note, *matches.notes), step, seen)
            if answer.matches.total:
                return answer
            first = first or answer
        return cast("Answer", first)

    def _question(
        self, query: Query, request: PageRequest, going_on: cursors.Cursor | None, limit: int | None
    ) -> Request:
        return Request(
            query,
            bonus(query),
            filters(request),
            WEIGHTS,
            tuple(dict.fromkeys(COUNTED[name] for name in request.facets)),
            request.sort,
            offset=_offset(request) if limit is None and not going_on else 0,
            limit=request.per_page if limit is None else limit,
            after=going_on.end if going_on else None,
            distinct=distinct(request),
            texts=limit is None,
        )

    def total(self, q: str, request: PageRequest) -> int:
        """How many articles another query finds with the filters of a request."""
        query = self.parsed(q).query
        question = Request(query, filters=filters(request), limit=0, distinct=distinct(request))
        return self._engine.search(question).total

    def unmatched(self, parsed: Parsed) -> tuple[str, ...]:
        """Those of the words typed that are in no article at all."""
        rare = dict.fromkeys(word.word for word in parsed.words if not self._is_held(word.word))
        # A letter of a script without spaces is found within other words, which only a search can tell.
        alone = {word: Request(self.parsed(word).query, limit=0) for word in rare}
        return tuple(word for word, question in alone.items() if not self._engine.search(question).total)

    def _is_held(self, word: str) -> bool:
        """Whether an article has a word in one of its readings: quickly told, however common it is."""
        stems = [stem for reading in self._analyzer.readings(word, self.languages()) for stem in reading]
        return any(any(self._engine.holders(field, stems)) for field in TEXT)

    def fewer(self, parsed: Parsed, request: PageRequest, unmatched: Collection[str]) -> tuple[Fewer, ...]:
        """What would be found without one of the words, the most first; nothing where that does not help."""
        words = parsed.words
        if not 2 <= len(words) <= MOST_FEWER or len(unmatched) > 1:
            return ()  # while two words are in no article, leaving out one changes nothing
        found = []
        for word in words:
            if not unmatched or word.word in unmatched:
                without = " ".join((request.q[: word.start] + request.q[word.end :]).split())
                found.append(Fewer(request.q[word.start : word.end], without, self.total(without, request)))
        return tuple(sorted((one for one in found if one.total), key=lambda one: -one.total))

    def _search(self, question: Request, request: PageRequest) -> Matches:
        try:
            return self._engine.search(question)
        except UnknownPlace:
            raise cursors.unknown(request) from None


def _steps(query: Query, request: PageRequest) -> Iterator[tuple[Query, tuple[str, ...]]]:
    """The query, and with fewer and fewer of its words, each with the note that says so."""
    yield query, ()
    if query != NOTHING:
        for other, note in with_most(query, filtered=bool(filters(request))):
            yield other, (note,)


def filters(request: PageRequest) -> Mapping[str, Query]:
    """The filters of a request, by the field of the index; the dates that frame it stand apart from those chosen."""
    found: dict[str, Query] = {}
    for name, field in FILTERS.items():
        chosen = choice(field, *request.chosen(name))
        if chosen is not None:
            found[field] = chosen
    if request.since or request.until:
        found["period"] = Between("published", *frame(request))
    return found


def distinct(request: PageRequest) -> str | None:
    """The field of which values are counted, where articles are not."""
    return "story" if request.count == "stories" else None


def frame(request: PageRequest) -> tuple[str | None, str | None]:
    """The first and the last day that a request allows, as ISO dates; None where it is open."""
    since, until = request.since and days(request.since), request.until and days(request.until)
    return (since[0] if since else None, until[1] if until else None)


def _reversed(request: PageRequest) -> tuple[str, ...]:
    first, last = frame(request)
    if first and last and first > last:
        return (
            f"The dates end ({request.until}) before they begin ({request.since}); no article can be in them.",
        )
    return ()


def _offset(request: PageRequest) -> int:
    return (request.page - 1) * request.per_page
