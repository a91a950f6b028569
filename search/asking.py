"""From a person's request to an engine's answer: parsed, filtered, ranked; tried again with fewer words if need be.

It holds one rule of its own: a search that finds nothing is tried again with most of its words, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index import Between, Everything, Request, UnknownPlace
from search import cursor as cursors
from search.facets import choice
from search.parameters import COUNTED, FILTERS
from search.parser import NOTHING, Parsed, parse
from search.period import days
from search.ranking import WEIGHTS, bonus, with_most
from search.results import Fewer
from search.wording import TEXT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from index import Analyzer, Engine, Matches, Query
    from search.request import PageRequest

    Step = tuple[Query, tuple[str, ...]]

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
        step, steps = going_on.step if going_on else 0, _steps(parsed.query, request, going_on)
        query, note = steps[step if step < len(steps) else 0]
        asked = self._question(query, request, going_on, limit)
        matches = self._search(asked, request)
        answer = Answer(parsed, asked, matches, (*notes, *note, *matches.notes), step, seen)
        if matches.total or going_on:
            return answer
        steps = _fewer_words(parsed.query, request)
        questions = [self._question(query, request, None, limit) for query, _ in steps]
        found = zip(questions, self._engine.searches(questions), steps, strict=True)
        for step, (asked, matches, (_, note)) in enumerate(found, 1):
            if matches.total:
                return Answer(parsed, asked, matches, (*notes, *note, *matches.notes), step, seen)
        return answer

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

    def totals(self, typed: Sequence[str], request: PageRequest) -> list[int]:
        """How many articles other queries find with the filters of a request."""
        asked = Request(Everything(), filters=filters(request), limit=0, distinct=distinct(request))
        questions = [replace(asked, query=self.parsed(q).query) for q in typed]
        return [matches.total for matches in self._engine.searches(questions)]

    def unmatched(self, parsed: Parsed) -> tuple[str, ...]:
        """Those of the words typed that are in no article at all."""
        held = self._held({word.word for word in parsed.words})
        rare = list(dict.fromkeys(word.word for word in parsed.words if word.word not in held))
        # A letter of a script without spaces is found within other words, which only a search can tell.
        alone = [Request(self.parsed(word).query, limit=0) for word in rare]
        found = zip(rare, self._engine.searches(alone), strict=True)
        return tuple(word for word, matches in found if not matches.total)

    def _held(self, words: Collection[str]) -> Collection[str]:
        """Those of some words that an article has in one of their readings: quickly told, however common they are."""
        readings = {
            word: [stem for reading in self._analyzer.readings(word, self.languages()) for stem in reading]
            for word in words
        }
        stems = sorted({stem for some in readings.values() for stem in some})
        held = {
            stem
            for field in TEXT
            for stem, articles in zip(stems, self._engine.holders(field, stems), strict=True)
            if articles
        }
        return {word for word, some in readings.items() if not held.isdisjoint(some)}

    def fewer(self, parsed: Parsed, request: PageRequest, unmatched: Collection[str]) -> tuple[Fewer, ...]:
        """What would be found without one of the words, the most first; nothing where that does not help."""
        words = parsed.words
        if not 2 <= len(words) <= MOST_FEWER or len(unmatched) > 1:
            return ()  # while two words are in no article, leaving out one changes nothing
        left_out = [word for word in words if not unmatched or word.word in unmatched]
        without = [" ".join((request.q[: word.start] + request.q[word.end :]).split()) for word in left_out]
        found = [
            Fewer(request.q[word.start : word.end], q, total)
            for word, q, total in zip(left_out, without, self.totals(without, request), strict=True)
        ]
        return tuple(sorted((one for one in found if one.total), key=lambda one: -one.total))

    def _search(self, question: Request, request: PageRequest) -> Matches:
        try:
            return self._engine.search(question)
        except UnknownPlace:
            raise cursors.unknown(request) from None


def _steps(query: Query, request: PageRequest, going_on: cursors.Cursor | None) -> list[Step]:
    """The query; of a walk that goes on, which may have begun with fewer words, also the query with those."""
    return [(query, ()), *(_fewer_words(query, request) if going_on else ())]


def _fewer_words(query: Query, request: PageRequest) -> list[Step]:
    """The query with fewer and fewer of its words, each with the note that says so."""
    if query == NOTHING:
        return []
    return [(other, (note,)) for other, note in with_most(query, filtered=bool(filters(request)))]


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
