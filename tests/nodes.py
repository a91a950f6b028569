"""A real OpenSearch cluster of three nodes on this machine, each a process that can be killed: for tests that ask for it.

It runs from the artifacts of Maven Central, which Maven fetches once into its cache, on a Java of at least 21. Where that
cannot be had the test is skipped, with the reason; where CUTTINGS_TESTS_NEED_OPENSEARCH is set it fails.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from time import monotonic, sleep
from typing import IO, TYPE_CHECKING
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest

from index.cluster import Cluster

if TYPE_CHECKING:
    from collections.abc import Sequence

HOME = Path(__file__).parent / "opensearch"
LEAST_JAVA = 21
STARTING = 180.0
"""Seconds that a cluster may take to come up."""
MEMORY = ("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC")
"""What a node may take, and how it is tidied: as little as there may be on a machine that runs tests."""
RUNNING = "CUTTINGS_TESTS_OPENSEARCH"
"""Addresses of a cluster that runs already, with commas between: then none is started, and none is killed."""


class NoCluster(Exception):  # noqa: N818 - what there is not
    """No cluster can be started here; the message says why."""


@dataclass(slots=True)
class Node:
    """A node: its process, and where it listens."""

    name: str
    folder: Path
    http: int
    transport: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.http}"


class Nodes:
    """Some nodes of one cluster."""

    def __init__(self, number: int = 3, memory: Sequence[str] = MEMORY) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="cuttings-nodes-"))
        self._memory = memory
        self._classpath = _classpath(self._home)
        ports = _free_ports(2 * number)
        self.nodes = [
            Node(f"node-{at}", self._home / f"node-{at}", ports[2 * at], ports[2 * at + 1])
            for at in range(number)
        ]
        atexit.register(self.end)
        for node in self.nodes:
            self.start(node)
        self._wait()

    @property
    def cluster(self) -> Cluster:
        """The cluster, with no index named yet."""
        return Cluster(tuple(node.url for node in self.nodes))

    def start(self, node: Node) -> None:
        """Start a node, or start it again."""
        node.folder.mkdir(exist_ok=True)
        every = ",".join(f"127.0.0.1:{one.transport}" for one in self.nodes)
        names = ",".join(one.name for one in self.nodes)
        words = [str(node.folder), node.name, str(node.http), str(node.transport), every, names]
        options = [*self._memory, "--enable-native-access=ALL-UNNAMED"]
        log: IO[bytes] = (node.folder / "output.txt").open("wb")
        command = [_java(), *options, "-cp", self._classpath, str(HOME / "Node.java"), *words]
        node.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log)
        log.close()

    def kill(self, node: Node) -> None:
        """Take a node down as a power cut would."""
        assert node.process is not None
        node.process.kill()
        node.process.wait()

    def wait_for(self, number: int) -> None:
        """Wait until so many nodes make up the cluster."""
        until = monotonic() + STARTING
        while monotonic() < until:
            for node in self.nodes:
                with suppress(OSError, ValueError):
                    health = f"{node.url}/_cluster/health"
                    with urlopen(health, timeout=5) as answer:  # noqa: S310 - our own address
                        if json.load(answer)["number_of_nodes"] == number:
                            return
            for node in self.nodes:
                if node.process and node.process.poll() is not None and number == len(self.nodes):
                    raise NoCluster(f"{node.name} ended: {(node.folder / 'output.txt').read_text()[-2000:]}")
            sleep(0.5)
        raise NoCluster(f"no cluster of {number} nodes within {STARTING:.0f} seconds; see {self._home}")

    def wait_for_copies(self, index: str) -> None:
        """Wait until every copy of an index is there."""
        health = f"{self.nodes[0].url}/_cluster/health/{index}?wait_for_status=green&timeout=120s"
        with urlopen(health, timeout=150) as answer:  # noqa: S310 - our own address
            assert json.load(answer)["status"] == "green"

    def _wait(self) -> None:
        self.wait_for(len(self.nodes))

    def end(self) -> None:
        """Stop all nodes and forget what they held."""
        for node in self.nodes:
            if node.process:
                node.process.kill()
                node.process.wait()
        shutil.rmtree(self._home, ignore_errors=True)


@cache
def nodes() -> Nodes | str:
    """The cluster that the tests of this run share; the reason, where there is none."""
    try:
        return Nodes()
    except NoCluster as reason:
        return str(reason)


def running() -> Nodes:
    """The cluster that the tests of this run share; skips the test that asks where there is none."""
    found = nodes()
    if isinstance(found, str):
        if os.environ.get("CUTTINGS_TESTS_NEED_OPENSEARCH"):
            pytest.fail(f"no OpenSearch to test with: {found}")
        pytest.skip(f"no OpenSearch to test with: {found}")
    return found


def fresh_cluster(*, shards: int = 3, replicas: int = 0) -> Cluster:
    """A cluster on which the name of the index is not taken yet."""
    given = os.environ.get(RUNNING)
    cluster = Cluster(tuple(given.split(","))) if given else running().cluster
    return replace(cluster, name=f"test-{uuid4().hex[:10]}", shards=shards, replicas=replicas)


def forget(cluster: Cluster) -> None:
    """Delete the indexes of a cluster's name: many small ones would fill the memory of its nodes."""
    with urlopen(Request(f"{cluster.urls[0]}/{cluster.name}*", method="DELETE"), timeout=60) as answer:  # noqa: S310 - our own
        answer.read()


def _java() -> str:
    """A Java that is new enough."""
    homes = [os.environ.get("JAVA_HOME", ""), *map(str, sorted(Path("/usr/lib/jvm").glob("*"), reverse=True))]
    for java in [*(f"{home}/bin/java" for home in homes if home), shutil.which("java") or ""]:
        if java and Path(java).exists() and _version(java) >= LEAST_JAVA:
            return java
    raise NoCluster(f"there is no Java {LEAST_JAVA} or newer; set JAVA_HOME to one")


@cache
def _version(java: str) -> int:
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


def _classpath(folder: Path) -> str:
    maven = shutil.which("mvn")
    if not maven:
        raise NoCluster("there is no Maven (mvn), which fetches it")
    target = folder / "classpath.txt"
    command = [maven, "-B", "-q", "-f", str(HOME / "pom.xml"), "dependency:build-classpath"]
    environment = {**os.environ, "JAVA_HOME": str(Path(_java()).resolve().parent.parent)}
    done = subprocess.run(
        [*command, f"-Dmdep.outputFile={target}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoCluster(f"Maven could not fetch it: {(done.stdout + done.stderr)[-1000:].strip()}")
    return target.read_text(encoding="utf-8").strip()


def _free_ports(number: int) -> list[int]:
    sockets = [socket.socket() for _ in range(number)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
