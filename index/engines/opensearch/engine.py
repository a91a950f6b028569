"""The engine on an OpenSearch cluster."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from index.analysis import Analyzer
from index.engines.opensearch import alias, lease, mapping, state, vocabulary
from index.engines.opensearch.answers import failed, is_lost, partial
from index.engines.opensearch.client import Client, refusal
from index.engines.opensearch.question import Question
from index.engines.opensearch.reasons import Reasons
from index.engines.opensearch.snapshot import Snapshot, at
from index.engines.opensearch.writer import OpenSearchWriter
from index.stored import from_fields
from index.trouble import IndexMissing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from corpus import Article
    from index.cluster import Cluster
    from index.engine import Matches, Reason, Request

    Json = dict[str, Any]

AT_ONCE = 500
"""Articles that are read at a time."""
GONE_ON = "The corpus has changed since the first of these pages; an article may be missing, or come twice."


class OpenSearchEngine:
    """An index on a cluster; implements `index.Engine`. Safe to use from many threads."""

    def __init__(self, cluster: Cluster, made: str | None = None) -> None:
        """The index that readers are given; the one that was `made` so, where it is told, be it theirs or not."""
        self._cluster = cluster
        self._client = Client(cluster)
        self._analyzer = Analyzer()
        self._turn = Lock()
        self._current: Snapshot | None = None
        asked = f"{cluster.name}-{made}" if made else cluster.name
        found = self._client.ask("GET", [asked, "_mapping"])
        self._index, described = next(iter(found.items()))
        self.made = mapping.check(described["mappings"], cluster, self._analyzer)
        is_read = not made or self._index in alias.read_now(self._client)
        self._name = cluster.name if is_read else self._index

    @classmethod
    def create(cls, cluster: Cluster) -> OpenSearchEngine:
        """An empty index on a cluster. Readers are given it at once if they have none, else when it is published."""
        client = Client(cluster)
        made = uuid4().hex[:12]
        index = f"{cluster.name}-{made}"
        state.prepare(client)
        client.ask("PUT", [index], mapping.body(cluster, Analyzer(), made))
        state.note(client, index, state.Commit.now(index))
        if not alias.read_now(client):
            state.note(client, cluster.name, state.Commit.now(index))
            alias.give(client, index, [])
        return cls(cluster, made)

    @classmethod
    def stored(cls, cluster: Cluster, ids: Sequence[str]) -> list[Article]:
        """The articles with these ids that readers have, whatever the index was made with."""
        return alias.fetched(Client(cluster), cluster.name, ids) if ids else []

    @property
    def is_published(self) -> bool:
        """Whether readers are given this index."""
        return self._name == self._cluster.name

    def publish(self) -> None:
        """Give readers this index, all at once, and take away the one they had."""
        before = alias.read_now(self._client)
        if self._index in before:
            return
        alias.give(self._client, self._index, before)
        self._name = self._cluster.name
        state.note(self._client, self._name, state.Commit.now(self._index))
        for index in before:
            self._client.ask("DELETE", [index])

    # --- questions ---

    def search(self, request: Request) -> Matches:
        """Answer a question (see index.Engine)."""
        question = Question(request, self._cluster.timeout)
        if question.place and question.place.point:
            answer, notes = self._asked(question, at(question.place.point), {})
            if not is_lost(answer):
                return self._matches(question, answer, at(question.place.point), question.place.point, notes)
        for is_last in (False, True):
            snapshot = self._snapshot()
            answer, commit = self._together(question, snapshot)
            if commit and commit.name != snapshot.commit.name:
                self._renew(snapshot, commit)
            elif not is_lost(answer) and (is_last or not failed(answer)):
                break
            else:
                self._renew(snapshot, None)  # a node may be gone that kept a part of it
        notes = (GONE_ON,) if question.place and request.sort == "relevance" else ()
        header, where = snapshot.where
        return self._matches(
            question, answer, {**header, **where}, snapshot.point, (*notes, *partial(answer))
        )

    def _together(self, question: Question, snapshot: Snapshot) -> tuple[Json, state.Commit | None]:
        """The answer of a snapshot, and which commit is the last, in one round trip."""
        header, where = snapshot.where
        pair = ({**question.header, **header}, {**question.body(), **where})
        commit, answer = self._client.searches(state.search(self._name), pair)
        return answer, state.found(commit)

    def _asked(self, question: Question, where: Json, header: Json) -> tuple[Json, tuple[str, ...]]:
        (answer,) = self._client.searches(({**question.header, **header}, {**question.body(), **where}))
        return answer, partial(answer)

    def _matches(
        self, question: Question, answer: Json, where: Json, point: str | None, notes: tuple[str, ...]
    ) -> Matches:
        if "error" in answer:
            raise refusal(self._cluster, answer["status"], answer)
        index = where.pop("index", None)
        path = [index, "_search"] if index else ["_search"]
        return question.matches(
            answer,
            lambda body: self._client.ask("POST", path, {**body, **where}, **question.header),
            point,
            notes,
        )

    def explain(self, request: Request, ids: Collection[str]) -> dict[str, tuple[Reason, ...]]:
        """Why these articles score as they do."""
        if not ids:
            return {}
        question = Question(request, self._cluster.timeout)
        where: tuple[Json, Json] = (
            ({}, at(question.place.point)) if question.place and question.place.point else self._fresh().where
        )
        reasons = Reasons(request, list(ids), self._analyzer)
        pairs = [({**question.header, **where[0]}, {**body, **where[1]}) for body in reasons.searches()]
        answers = self._client.searches(*pairs)
        for answer in answers:
            if "error" in answer:
                raise refusal(self._cluster, answer["status"], answer)
        return reasons.told(answers)

    def holders(self, field: str, terms: Sequence[str]) -> list[int]:
        """In how many articles each of these terms is."""
        return vocabulary.holders(self._fresh(), field, terms)

    def fetch(self, ids: Sequence[str]) -> list[Article]:
        """The articles with these ids, in their order."""
        return alias.fetched(self._client, self._snapshot().commit.index, ids)

    def terms(self, prefix: str = "") -> list[tuple[str, int]]:
        """The whole words that begin so, with how many articles have them."""
        return vocabulary.starting(self._fresh(), prefix)

    def commonest(self, prefix: str, size: int) -> list[tuple[str, int]]:
        """Of the whole words that begin so those that most articles have."""
        return vocabulary.commonest(self._fresh(), prefix, size)

    def near(self, word: str, distance: int) -> list[tuple[str, int]]:
        """The whole words that are spelt nearly so, with how many articles have them."""
        return vocabulary.near(self._fresh(), word, distance)

    def values(self, field: str) -> list[str]:
        """The different values of a KEYWORD field, in order."""
        return vocabulary.values(self._snapshot(), field)

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
        snapshot = self._fresh()
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
        snapshot = self._fresh()
        every = {"size": 0, "track_total_hits": True}
        return snapshot.once(("count",), lambda: int(snapshot.search(every)["hits"]["total"]["value"]))

    def version(self) -> str:
        """A short text for the last finished commit."""
        return self._last_commit().name

    def committed(self) -> datetime:
        """When the last commit was."""
        return datetime.fromisoformat(self._last_commit().at)

    def size(self) -> int:
        """How many bytes the index takes, with all its copies."""
        answer = self._client.ask("GET", [self._index, "_stats", "store"])
        return int(answer["_all"]["total"]["store"]["size_in_bytes"])

    def damaged_files(self) -> list[str]:
        """The shards of which no copy can be read."""
        answer = self._client.ask("GET", ["_cluster", "health", self._index], level="shards")
        return [
            f"shard {number} of {name}"
            for name, index in answer["indices"].items()
            for number, shard in index["shards"].items()
            if not shard["primary_active"]
        ]

    def tidy(self) -> None:
        """Nothing: a cluster puts its segments together by itself."""

    @contextmanager
    def writing(self) -> Iterator[OpenSearchWriter]:
        """A writer that commits when its context ends well."""
        with lease.leased(self._client) as held:
            self._client.ask("GET", [self._index, "_alias"])  # writing to one that is gone would make it anew
            writer = OpenSearchWriter(self._client, self._index)
            yield writer
            held.renew()
            writer.commit()
            state.note(self._client, self._name, state.Commit.now(self._index))

    # --- snapshots ---

    def _snapshot(self) -> Snapshot:
        """The last commit that this process knows of."""
        with self._turn:
            if self._current is None:
                self._current = Snapshot(self._client, self._last_commit())
            return self._current

    def _fresh(self) -> Snapshot:
        """The last commit."""
        snapshot, commit = self._snapshot(), self._last_commit()
        if commit.name != snapshot.commit.name:
            self._renew(snapshot, commit)
        return self._snapshot()

    def _renew(self, before: Snapshot, commit: state.Commit | None) -> None:
        commit = commit or self._last_commit()
        with self._turn:
            if self._current is before:
                self._current = Snapshot(self._client, commit)

    def _last_commit(self) -> state.Commit:
        commit = state.last_commit(self._client, self._name)
        if commit is None:
            raise IndexMissing(
                f"no index {self._cluster}; make one with: python app.py index PATH --engine opensearch"
            )
        return commit
