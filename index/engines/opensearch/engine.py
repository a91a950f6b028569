"""The engine on an OpenSearch cluster."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from index.analysis import Analyzer
from index.engines.opensearch import alias, lease, mapping, state, vocabulary
from index.engines.opensearch.answers import failed, is_lost, partial
from index.engines.opensearch.client import Client, refusal
from index.engines.opensearch.commits import Commits
from index.engines.opensearch.question import Question
from index.engines.opensearch.reasons import Reasons
from index.engines.opensearch.snapshot import at
from index.engines.opensearch.writer import OpenSearchWriter
from index.query import Everything
from index.stored import from_fields
from index.turn import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from corpus import Article
    from index.cluster import Cluster
    from index.engine import Matches, Reason, Request
    from index.engines.opensearch.snapshot import Snapshot

    Json = dict[str, Any]

COPYING = 45.0
"""Seconds to wait for the copies of a new index."""
AT_ONCE = 500
"""Articles that are read at a time."""
TOGETHER = 100
"""Questions that are asked together: of more the answer might not come in time."""
Where = tuple["Json", "Json"]
GONE_ON = "The corpus has changed since the first of these pages; an article may be missing, or come twice."


class OpenSearchEngine:
    """An index on a cluster; implements `index.Engine`. Safe to use from many threads."""

    def __init__(self, cluster: Cluster, made: str | None = None) -> None:
        """The index that readers are given; the one that was `made` so, where it is told, be it theirs or not."""
        self._cluster = cluster
        self._client = Client(cluster)
        self._analyzer = Analyzer()
        asked = f"{cluster.name}-{made}" if made else cluster.name
        found = self._client.ask("GET", [asked, "_mapping"])
        self.index, described = next(iter(found.items()))
        self.made = mapping.check(described["mappings"], cluster, self._analyzer)
        is_read = not made or self.index in alias.read_now(self._client)
        self._commits = Commits(self._client, cluster.name if is_read else self.index)

    @classmethod
    def create(cls, cluster: Cluster, *, beside: bool = False) -> OpenSearchEngine:
        """An empty index on a cluster, which readers are given at once; or theirs, if somebody made one meanwhile.

        One that is made `beside` theirs is another in any case, and given to them when it is published.
        """
        client = Client(cluster)
        state.prepare(client)
        with lease.leased(client, PATIENCE):
            if not beside and alias.read_now(client):
                return cls(cluster)
            return cls(cluster, cls._made(client))

    @staticmethod
    def _made(client: Client) -> str:
        """What names an index that is made now; readers who have none are given it."""
        cluster, made = client.cluster, uuid4().hex[:12]
        index = f"{cluster.name}-{made}"
        # With all its copies there that the nodes can hold, so that nothing hangs on one node from the first article on.
        nodes = int(client.ask("GET", ["_cluster", "health"])["number_of_data_nodes"])
        copies = {"wait_for_active_shards": min(cluster.replicas + 1, nodes)}
        client.ask("PUT", [index], mapping.body(cluster, Analyzer(), made), timeout=COPYING, **copies)
        state.note(client, index, state.Commit.now(index))
        if not alias.read_now(client):
            state.note(client, cluster.name, state.Commit.now(index))
            alias.give(client, index, [])
        return made

    @classmethod
    def stored(cls, cluster: Cluster, ids: Sequence[str]) -> list[Article]:
        """The articles with these ids that readers have, whatever the index was made with."""
        return alias.fetched(Client(cluster), cluster.name, ids) if ids else []

    @property
    def is_published(self) -> bool:
        """Whether readers are given this index."""
        return self._commits.name == self._cluster.name

    def publish(self) -> None:
        """Give readers this index, all at once, and take away the one they had."""
        before = alias.read_now(self._client)
        if self.index in before:
            return
        alias.give(self._client, self.index, before)
        self._commits.name = self._cluster.name
        state.note(self._client, self._commits.name, state.Commit.now(self.index))
        for index in before:
            self._client.ask("DELETE", [index])

    # --- questions ---

    def search(self, request: Request) -> Matches:
        """Answer a question (see index.Engine)."""
        return self.searches([request])[0]

    def searches(self, requests: Sequence[Request]) -> list[Matches]:
        """Answer several questions, all of one commit but for pages of one that is going on; a hundred in a round trip."""
        if len(requests) > TOGETHER:
            with self.pinned():
                parts = (requests[at : at + TOGETHER] for at in range(0, len(requests), TOGETHER))
                return [matches for part in parts for matches in self.searches(part)]
        if not requests:
            return []
        questions = [Question(request, self._cluster.timeout) for request in requests]
        if len(requests) == 1 and _is_of_all(requests[0]):  # told by a commit, whoever asks
            snapshot = self._commits.fresh()
            return [snapshot.once(("search", repr(requests[0])), lambda: self._answered(questions)[0])]
        return self._answered(questions)

    def _answered(self, questions: Sequence[Question]) -> list[Matches]:
        bad: Sequence[Json] = ()
        for is_last in (False, True):
            snapshot = self._commits.snapshot()
            asked = [(question, self._where(question, snapshot)) for question in questions]
            commit, answers = self._together(asked)
            if commit and commit.name != snapshot.commit.name:
                self._commits.renew(snapshot, commit)
                bad = (
                    answers  # of a commit that is not the last any more; also where that comes twice in a row
                )
                continue
            self._commits.pin(snapshot)
            bad = [answer for answer in answers if is_lost(answer) or (failed(answer) and not is_last)]
            for question, answer in zip(questions, answers, strict=True):
                if question.place and question.place.point and is_lost(answer):
                    question.forget_point()
            if not bad:
                break
            self._commits.renew(snapshot, None)  # a node may be gone that kept a part of it
        snapshot = self._commits.snapshot()
        asked = [(question, self._where(question, snapshot)) for question in questions] if bad else asked
        answers = self._together(asked)[1] if bad else answers
        return [self._matches(*one, answer) for one, answer in zip(asked, answers, strict=True)]

    def _where(self, question: Question, snapshot: Snapshot) -> Where:
        """What a search needs to be of the commit that a question is for."""
        point = question.place and question.place.point
        return ({}, at(point)) if point else snapshot.where

    def _together(self, asked: Sequence[tuple[Question, Where]]) -> tuple[state.Commit | None, list[Json]]:
        """The last commit, unless it is pinned, and the answers to some questions, in one round trip."""
        pairs = [
            ({**question.header, **header}, {**question.body(), **where})
            for question, (header, where) in asked
        ]
        if self._commits.is_pinned:
            return None, self._client.searches(*pairs)
        commit, *answers = self._client.searches(state.search(self._commits.name), *pairs)
        return state.found(commit), answers

    def _matches(self, question: Question, where: Where, answer: Json) -> Matches:
        if "error" in answer:
            raise refusal(self._cluster, answer["status"], answer)
        header, more = where
        path = [header["index"], "_search"] if header else ["_search"]
        point = more["pit"]["id"] if more else None
        notes = (GONE_ON, *partial(answer)) if question.goes_on_elsewhere else partial(answer)
        ask = lambda body: self._client.ask("POST", path, {**body, **more}, **question.header)  # noqa: E731 - said once
        return question.matches(answer, ask, point, notes)

    def explain(self, request: Request, ids: Collection[str]) -> dict[str, tuple[Reason, ...]]:
        """Why these articles score as they do."""
        if not ids:
            return {}
        question = Question(request, self._cluster.timeout)
        where = self._where(question, self._commits.fresh())
        reasons = Reasons(request, list(ids), self._analyzer)
        pairs = [({**question.header, **where[0]}, {**body, **where[1]}) for body in reasons.searches()]
        answers = self._client.searches(*pairs)
        for answer in answers:
            if "error" in answer:
                raise refusal(self._cluster, answer["status"], answer)
        return reasons.told(answers)

    def holders(self, field: str, terms: Sequence[str]) -> list[int]:
        """In how many articles each of these terms is."""
        return vocabulary.holders(self._commits.fresh(), field, terms)

    def fetch(self, ids: Sequence[str]) -> list[Article]:
        """The articles with these ids, in their order."""
        return alias.fetched(self._client, self._commits.snapshot().commit.index, ids)

    def terms(self, prefix: str = "") -> list[tuple[str, int]]:
        """The whole words that begin so, with how many articles have them."""
        return vocabulary.starting(self._commits.fresh(), prefix)

    def commonest(self, prefix: str, size: int) -> list[tuple[str, int]]:
        """Of the whole words that begin so those that most articles have."""
        return vocabulary.commonest(self._commits.fresh(), prefix, size)

    def near(self, words: Sequence[str], distance: int) -> list[list[tuple[str, int]]]:
        """For each word those that are spelt nearly so, with how many articles have them."""
        return vocabulary.near(self._commits.fresh(), words, distance)

    def values(self, field: str) -> list[str]:
        """The different values of a KEYWORD field, in order."""
        return vocabulary.values(self._commits.snapshot(), field)

    def scan(self) -> Iterator[Article]:
        """Every article."""
        for hit in self._every({"match_all": {}}, ["article"]):
            yield from_fields(hit["_source"]["article"])

    def woven(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """The id, the story and the links of every article that is not alone."""
        for hit in self._every({"term": {"solo": False}}, ["story", "links"]):
            stored = hit["_source"]
            yield hit["sort"][0], stored["story"][0], tuple(stored["links"])

    def _every(self, query: Json, source: list[str]) -> Iterator[Json]:
        snapshot = self._commits.fresh()
        after: Json = {}
        while True:
            body = {"query": query, "size": AT_ONCE, "sort": [{"id": "asc"}], "_source": source, **after}
            hits = snapshot.search(body)["hits"]["hits"]
            yield from hits
            if len(hits) < AT_ONCE:
                return
            after = {"search_after": hits[-1]["sort"]}

    # --- what there is ---

    def count(self) -> int:
        """How many articles there are."""
        snapshot = self._commits.fresh()
        every = {"size": 0, "track_total_hits": True}
        return snapshot.once(("count",), lambda: int(snapshot.search(every)["hits"]["total"]["value"]))

    def version(self) -> str:
        """A short text for the last finished commit."""
        return self._commits.last().name

    def committed(self) -> datetime:
        """When the last commit was."""
        return datetime.fromisoformat(self._commits.last().at)

    def size(self) -> int:
        """How many bytes the index takes, with all its copies."""
        answer = self._client.ask("GET", [self.index, "_stats", "store"])
        return int(answer["_all"]["total"]["store"]["size_in_bytes"])

    def damaged_files(self) -> list[str]:
        """The shards of which no copy can be read."""
        answer = self._client.ask("GET", ["_cluster", "health", self.index], level="shards")
        return [
            f"shard {number} of {name}"
            for name, index in answer["indices"].items()
            for number, shard in index["shards"].items()
            if not shard["primary_active"]
        ]

    def tidy(self) -> None:
        """Nothing: a cluster puts its segments together by itself."""

    @contextmanager
    def writing(self, patience: float = 0.0) -> Iterator[OpenSearchWriter]:
        """A writer that commits when its context ends well."""
        with lease.leased(self._client, patience) as held:
            self._client.ask("GET", [self.index, "_alias"])  # writing to one that is gone would make it anew
            writer = OpenSearchWriter(self._client, self.index, max(patience, self._cluster.timeout))
            yield writer
            if writer.is_empty:
                return
            held.renew()
            writer.commit(self._commits.name)

    @contextmanager
    def pinned(self) -> Iterator[None]:
        """A context in which this thread is answered from one commit: the last at its first question."""
        with self._commits.pinned():
            yield


def _is_of_all(request: Request) -> bool:
    """Whether a request counts all articles, and shows none."""
    is_everything = isinstance(request.query, Everything) and not request.filters
    return is_everything and not request.limit and request.after is None
