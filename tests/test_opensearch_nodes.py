"""A node of three is killed while articles are written and searched for: nothing acknowledged is lost, and searches go on."""

from __future__ import annotations

import os
from dataclasses import replace
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from nodes import RUNNING, NoCluster, Nodes, running

from corpus import Article
from index import Everything, IndexTrouble, Request, analyse, create_engine, open_engine
from index.analysis import Analyzer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index import Engine

ANALYZER = Analyzer()
COMMIT = 20


@pytest.fixture
def nodes() -> Iterator[Nodes]:
    if RUNNING in os.environ:
        pytest.skip("the cluster that runs already is not ours to kill")
    found = running()
    yield found
    for node in found.nodes:
        if node.process and node.process.poll() is not None:
            found.start(node)
    found.wait_for(len(found.nodes))


def commit(engine: Engine, number: int) -> list[str]:
    names = [f"{number}-{at}" for at in range(COMMIT)]
    with engine.writing(60) as writer:
        for name in names:
            writer.put(analyse(Article(name, "The Sun", "", "drone"), ANALYZER))
    return names


def test_nothing_acknowledged_is_lost_with_a_node_and_searches_go_on(nodes: Nodes, tmp_path: Path) -> None:
    cluster = replace(nodes.cluster, name="killed", shards=3, replicas=1, timeout=10.0)
    engine = create_engine(tmp_path / "index", cluster=cluster)
    nodes.wait_for_copies("killed")  # what only one node has is gone with it
    acknowledged, answered, told = [], [], []
    stop = Event()

    def search() -> None:
        reader = open_engine(tmp_path, cluster)
        while not stop.is_set():
            try:
                answered.append(reader.search(Request(Everything(), limit=0)))
            except IndexTrouble as trouble:
                told.append(str(trouble))
            stop.wait(0.05)

    searching = Thread(target=search)
    searching.start()
    for number in range(16):
        if number == 4:
            nodes.kill(nodes.nodes[2])
            before = len(answered)
        acknowledged += commit(engine, number)
    stop.set()
    searching.join()
    assert {article.id for article in open_engine(tmp_path, cluster).scan()} == set(acknowledged)
    assert len(acknowledged) == 16 * COMMIT
    assert len(answered) > before + 5
    # An answer is of a whole commit, or says that it is not.
    assert all(answer.total % COMMIT == 0 or answer.notes for answer in answered)
    assert len(told) < len(answered) / 4


def test_an_index_without_copies_says_what_is_missing_when_a_node_is_gone(
    nodes: Nodes, tmp_path: Path
) -> None:
    cluster = replace(nodes.cluster, name="bare", shards=3, replicas=0)
    engine = create_engine(tmp_path / "index", cluster=cluster)
    commit(engine, 0)
    nodes.kill(nodes.nodes[2])
    nodes.wait_for(2)
    answer = open_engine(tmp_path, cluster).search(Request(Everything(), limit=100))
    assert answer.total < COMMIT
    assert ["parts of the index did not answer" in note for note in answer.notes] == [True]
    assert engine.damaged_files()


def test_what_keeps_a_cluster_from_starting_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nodes.LEAST_JAVA", 1000)
    with pytest.raises(NoCluster, match="no Java 1000 or newer"):
        Nodes()
