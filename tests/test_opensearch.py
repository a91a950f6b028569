"""The engine on a cluster, where things go wrong: a sentence each, and nothing lost. On real nodes, or before none at all."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from deliveries import deliver, item
from meddler import Answer, Meddler, passed_on
from newsroom import ARTICLES, open_app, serve
from nodes import forget, fresh_cluster

from corpus import Article, find_files
from index import (
    Cluster,
    Everything,
    IndexLocked,
    IndexMismatch,
    IndexMissing,
    IndexTrouble,
    Plan,
    Posting,
    Request,
    Term,
    analyse,
    create_engine,
    move,
    open_engine,
    read_cluster,
    update,
)
from index.analysis import Analyzer
from index.engines.opensearch import breaker, state
from index.engines.opensearch import writer as writing
from stories import Weaver, weave

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index import Engine

ANALYZER = Analyzer()
REPRINTED = (
    "The harbour board said on Monday that the night ferry will stop in March, since its two boats need new engines and the "
    "city would pay for none. Some four hundred nurses, bakers and cleaners cross with it before dawn. They have begun to "
    "collect names for a petition, and a boatyard offered to lend them a third vessel until the summer."
)
REFUSED: Answer = (429, {"error": {"type": "rejected", "reason": "queue is full"}, "status": 429})


def put(engine: Engine, *names: str, body: str = "drone") -> None:
    with engine.writing() as writer:
        for name in names:
            writer.put(analyse(Article(name, "The Sun", "", body), ANALYZER))


def found(engine: Engine, word: str = "drone") -> set[str]:
    return {match.id for match in engine.search(Request(Term(("body",), word), limit=1000)).top}


def ask(cluster: Cluster, method: str, path: str, body: Any = None) -> Any:
    """Ask a node past our client."""
    _, answer = passed_on(
        cluster.urls[0], method, path, json.dumps(body).encode() if body is not None else b""
    )
    return json.loads(answer)


def physical(cluster: Cluster) -> list[str]:
    return sorted(index for index in ask(cluster, "GET", f"/{cluster.name}*/_alias"))


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    found = fresh_cluster()
    yield found
    forget(found)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits here for minutes."""
    monkeypatch.setattr(writing, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(writing, "PATIENCE", 1.0)


# --- settings ---


def settings(**more: str) -> Mapping[str, str]:
    return {f"CUTTINGS_OPENSEARCH_{name}": value for name, value in {"URL": "https://a:9200", **more}.items()}


def test_a_cluster_is_read_from_the_environment(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush\n", encoding="utf-8")
    more = {
        "USER": "u",
        "PASSWORD_FILE": str(secret),
        "SHARDS": "3",
        "INDEX": "news",
        "NATIVE": "1",
        "TIMEOUT": "5",
    }
    found = read_cluster(settings(URL="https://a:9200/, http://b", **more))
    expected = Cluster(("https://a:9200", "http://b"), "news", "u", "hush", timeout=5, shards=3, native=True)
    assert found == expected
    assert read_cluster(settings(URL="https://u:p%40ss@a:9200")).password == "p@ss"  # noqa: S105 - of nobody


def test_no_secret_is_in_what_a_cluster_says_of_itself() -> None:
    found = read_cluster(settings(URL="https://u:hush@a:9200", API_KEY="whisper"))
    assert found.urls == ("https://a:9200",)
    assert not {"hush", "whisper"} & set(f"{found} {found!r}".replace("'", " ").split())
    assert "hush" not in f"{found} {found!r}"
    assert "whisper" not in f"{found} {found!r}"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"URL": ""}, "CUTTINGS_OPENSEARCH_URL is not set"),
        ({"URL": "search.example:9200"}, "is like https://search.example:9200"),
        ({"URL": "https://a:port"}, "cannot be used"),
        ({"USER": "u"}, "belong together"),
        ({"PASSWORD_FILE": "/not/there"}, "No such file"),
        ({"CA": "/not/there"}, "is no file"),
        ({"INDEX": "News*"}, "small letters"),
        ({"SHARDS": "0"}, "a number from 1 to 1000"),
        ({"TIMEOUT": "soon"}, "a number from 1 to 600"),
    ],
)
def test_a_setting_that_cannot_be_used_is_a_sentence(given: dict[str, str], told: str) -> None:
    with pytest.raises(IndexTrouble, match=told):
        read_cluster(settings(**given))


# --- a cluster that is not there, or not ours ---


def test_where_no_cluster_is_it_says_so_and_after_three_times_without_asking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nowhere = Cluster((f"http://127.0.0.1:{taken.getsockname()[1]}",))
        with pytest.raises(IndexTrouble, match=r"no OpenSearch cluster answers at http://127\.0"):
            open_engine(Path(), nowhere)
    now = [1000.0]
    monkeypatch.setattr(breaker, "monotonic", lambda: now[0])
    guard = breaker.Breaker()
    for _ in range(breaker.FAILURES):
        assert not guard.is_open()
        guard.failed()
    assert guard.is_open()
    now[0] += breaker.PAUSE + 1
    assert [guard.is_open(), guard.is_open()] == [False, True]  # one is let through
    guard.answered()
    assert not guard.is_open()


def test_a_cluster_that_does_not_answer_is_a_503_within_the_time_limit_and_then_at_once(
    tmp_path: Path,
) -> None:
    cluster = fresh_cluster()
    open_app(tmp_path, ARTICLES, cluster=cluster)
    slow = [False]

    def meddle(_method: str, _path: str) -> Answer | None:
        time.sleep(5 if slow[0] else 0)
        return None

    with Meddler(cluster.urls[0], meddle) as between:
        client = serve(
            tmp_path / "index", cluster=replace(cluster, urls=(between.url,), timeout=3)
        ).test_client()
        assert client.get("/api/v1/search?q=tram").status_code == 200
        slow[0] = True
        answers = [client.get("/api/v1/search?q=tram") for _ in range(4)]
        assert {answer.status_code for answer in answers} == {503}
        assert "did not answer within 3 seconds" in answers[0].get_json()["detail"]
        page = client.get("/search?q=tram")
        assert page.status_code == 503
        assert "Traceback" not in page.text


@pytest.mark.parametrize(
    ("status", "told"), [(401, "does not know the user or the password"), (403, "does not allow this")]
)
def test_who_is_not_let_in_is_told_so(status: int, told: str) -> None:
    error = {"error": {"root_cause": [{"type": "security_exception", "reason": "no"}]}, "status": status}
    with Meddler(None, lambda _method, _path: (status, error)) as stern:
        cluster = Cluster((stern.url,), user="reporter", password="hush")  # noqa: S106 - of nobody
        with pytest.raises(IndexTrouble, match=told) as refused:
            open_engine(Path(), cluster)
        assert stern.headers[0].startswith("Basic ")
    assert "hush" not in str(refused.value)


def test_an_api_key_goes_along(cluster: Cluster) -> None:
    with Meddler(None) as stern, pytest.raises(IndexTrouble):
        open_engine(Path(), Cluster((stern.url,), api_key="whisper"))
    assert stern.headers[0] == "ApiKey whisper"


@pytest.mark.skipif(
    not shutil.which("openssl"), reason="there is no openssl, which makes a certificate to test with"
)
def test_a_certificate_that_nobody_vouches_for_is_told(tmp_path: Path) -> None:
    pem, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    words = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(pem)]
    subprocess.run([*words, *names], check=True, capture_output=True)
    both = tmp_path / "both.pem"
    both.write_text(pem.read_text() + key.read_text())
    with Meddler(None, certificate=both) as secure:
        with pytest.raises(
            IndexTrouble, match="not trusted; name the file of its authority in CUTTINGS_OPENSEARCH_CA"
        ):
            open_engine(Path(), Cluster((secure.url,)))
        with pytest.raises(IndexTrouble, match="404"):  # trusted, it is asked
            open_engine(Path(), Cluster((secure.url,), ca=pem))


def test_an_index_that_is_not_there_or_not_ours_is_told(cluster: Cluster, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"python app\.py index PATH --engine opensearch"):
        open_engine(tmp_path, cluster)
    ask(cluster, "PUT", f"/{cluster.name}", {"mappings": {"properties": {"a": {"type": "keyword"}}}})
    with pytest.raises(IndexMismatch, match="not made by Cuttings"):
        open_engine(tmp_path, cluster)


# --- writing that is refused ---


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("write", "is read-only; allow writing again"),
        ("read_only_allow_delete", "a disk of the OpenSearch cluster .* is full"),
    ],
)
def test_an_index_that_takes_nothing_is_told_and_the_same_command_goes_on(
    cluster: Cluster, tmp_path: Path, block: str, told: str
) -> None:
    news = tmp_path / "news.jsonl"
    news.write_text("".join(json.dumps(one) + "\n" for one in ARTICLES[:2]), encoding="utf-8")
    update([news], tmp_path / "index", Plan(cluster=cluster))
    (name,) = physical(cluster)
    ask(cluster, "PUT", f"/{name}/_settings", {f"index.blocks.{block}": True})
    news.write_text("".join(json.dumps(one) + "\n" for one in ARTICLES), encoding="utf-8")
    with pytest.raises(IndexTrouble, match=told):
        update([news], tmp_path / "index", Plan(cluster=cluster))
    engine = open_engine(tmp_path, cluster)
    assert engine.count() == 2
    ask(cluster, "PUT", f"/{name}/_settings", {f"index.blocks.{block}": None})
    assert update([news], tmp_path / "index", Plan(cluster=cluster)).added == 3
    assert engine.count() == 5


def test_a_cluster_that_is_busy_is_asked_again_until_it_has_taken_all(
    cluster: Cluster, tmp_path: Path
) -> None:
    busy = [3]

    def meddle(_method: str, path: str) -> Answer | None:
        if "_bulk" not in path or not busy[0]:
            return None
        busy[0] -= 1
        return REFUSED

    create_engine(tmp_path / "index", cluster=cluster)
    with Meddler(cluster.urls[0], meddle) as between:
        engine = open_engine(tmp_path, replace(cluster, urls=(between.url,)))
        put(engine, "a", "b")
        assert found(engine) == {"a", "b"}
        assert sum("_bulk" in one for one in between.seen) == 4
        busy[0] = 10_000
        with pytest.raises(
            IndexTrouble,
            match=r"has more to do than it can.*queue is full.*what was committed before is kept",
        ):
            put(engine, "c")
    assert found(open_engine(tmp_path, cluster)) == {"a", "b"}


def test_who_posts_does_not_wait_for_a_busy_cluster_as_long_as_a_run_does(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "PATIENCE", 1e9)
    create_engine(tmp_path / "index", cluster=cluster)
    meddle = lambda _method, path: REFUSED if "_refresh" in path else None  # noqa: E731
    with Meddler(cluster.urls[0], meddle) as between:
        engine = open_engine(tmp_path, replace(cluster, urls=(between.url,), timeout=0.5))
        with pytest.raises(IndexTrouble, match="has more to do than it can"):
            put(engine, "a")


def test_an_article_that_is_refused_is_named(cluster: Cluster, tmp_path: Path) -> None:
    create_engine(tmp_path / "index", cluster=cluster)
    item = {"index": {"_id": "a", "status": 400, "error": {"type": "strict", "reason": "no such field"}}}
    meddle = lambda _method, path: (200, {"errors": True, "items": [item]}) if "_bulk" in path else None  # noqa: E731
    with Meddler(cluster.urls[0], meddle) as between:
        engine = open_engine(tmp_path, replace(cluster, urls=(between.url,)))
        with pytest.raises(IndexTrouble, match=r"1 of the articles were refused \('a'\).*no such field"):
            put(engine, "a")
    assert found(open_engine(tmp_path, cluster)) == set()


def test_terms_and_values_and_ids_of_any_length_are_held(cluster: Cluster, tmp_path: Path) -> None:
    engine = create_engine(tmp_path / "index", cluster=cluster)
    long = "x" * 40_000
    strange = Article("i" * 600, long, "", f"drone {long}", url="https://example.org/" + long)
    with engine.writing() as writer:
        writer.put(analyse(strange, ANALYZER))
        writer.put(analyse(Article("~tilde", "", "", "drone"), ANALYZER))
    assert found(engine) == {strange.id, "~tilde"}
    assert engine.fetch([strange.id, "~tilde"])[0] == strange
    assert engine.search(Request(Term(("source",), long))).total == 1


def test_two_who_write_on_two_machines_do_not_write_at_once(cluster: Cluster, tmp_path: Path) -> None:
    one = create_engine(tmp_path / "one", cluster=cluster)
    other = create_engine(tmp_path / "other", cluster=cluster)
    with one.writing(), pytest.raises(IndexLocked, match="another program is writing"):
        put(other, "a")
    ask(
        cluster,
        "PUT",
        f"/cuttings-state/_doc/{cluster.name}:writer?refresh=true",
        {"host": "far", "process": 1, "until": 9e9},
    )
    with pytest.raises(IndexLocked, match="within 60 seconds"):
        put(other, "a")
    ask(
        cluster,
        "PUT",
        f"/cuttings-state/_doc/{cluster.name}:writer?refresh=true",
        {"host": "far", "process": 1, "until": 9},
    )
    put(other, "a")
    assert found(one) == {"a"}


def test_two_machines_take_articles_in_at_once_each_from_its_own_files(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.build.FIRST_BATCH", 3000)  # they meet again and again
    monkeypatch.setattr("index.build.BATCH", 3000)
    for name in ("north", "south"):
        others = (item(f"{name} {number}", "Nothing new.") for number in range(20))
        deliver(tmp_path / f"{name}.jsonl", item(f"copy {name}", REPRINTED), *others)
    plan = Plan(cluster=cluster, weave=weave)
    with ThreadPoolExecutor() as machines:
        runs = [
            machines.submit(update, [tmp_path / f"{name}.jsonl"], tmp_path / name, plan)
            for name in ("north", "south")
        ]
        assert [run.result().added for run in runs] == [21, 21]
    engine = open_engine(tmp_path / "north", cluster)
    assert len(physical(cluster)) == 1
    assert engine.count() == 42
    assert {one: story for one, story, _ in engine.woven()} == dict.fromkeys(
        ["copy north", "copy south"], "copy north"
    )


# --- reading that goes on ---


def test_a_page_is_two_round_trips_once_a_commit_is_known(cluster: Cluster, tmp_path: Path) -> None:
    open_app(tmp_path, ARTICLES, cluster=cluster)
    with Meddler(cluster.urls[0]) as between:
        client = serve(tmp_path / "index", cluster=replace(cluster, urls=(between.url,))).test_client()
        client.get("/api/v1/search?q=tram")
        client.get("/search?count=articles")  # what is the same for all pages of a commit is asked once
        for address in ("/api/v1/search?q=tram", "/search?q=tram&sort=newest&count=articles"):
            before = len(between.seen)
            assert client.get(address).status_code == 200
            asked = between.seen[before:]
            assert len(asked) == 2, asked
            assert sum("_msearch" in one for one in asked) == 1
        before = len(between.seen)
        assert client.get("/api/v1/search?q=tramm harbuor zzqx strkie absentt").json["total"] == 0
        # The version; the question; with fewer words; the words in two fields, and alone; and in two lengths of slips
        # what is spelt nearly so, with its numbers, and what that finds. No more for more words.
        assert len(between.seen) - before <= 11, between.seen[before:]


def test_a_walk_goes_on_when_the_commit_it_began_in_is_not_kept_and_says_so(
    cluster: Cluster, tmp_path: Path
) -> None:
    engine = create_engine(tmp_path / "index", cluster=cluster)
    put(engine, *"abcdef")
    first = engine.search(Request(Term(("body",), "drone"), limit=2))
    ask(cluster, "DELETE", "/_search/point_in_time/_all")
    second = engine.search(Request(Term(("body",), "drone"), limit=9, after=first.end))
    assert [match.id for match in (*first.top, *second.top)] == list("abcdef")
    assert ["may be missing, or come twice" in note for note in second.notes] == [True]
    ask(cluster, "DELETE", "/_search/point_in_time/_all")
    assert found(engine) == set("abcdef")


def test_a_question_is_answered_though_a_commit_comes_at_every_try(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(tmp_path / "index", cluster=cluster)
    put(engine, "a")
    (name,) = physical(cluster)
    monkeypatch.setattr(state, "found", lambda _answer: state.Commit.now(name))
    assert found(engine) == {"a"}


def test_more_values_than_come_with_one_answer_are_all_counted(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.engines.opensearch.counting.MOST", 2)
    monkeypatch.setattr("index.engines.opensearch.counting.PAGE", 2)
    monkeypatch.setattr("index.engines.opensearch.question.AT_ONCE", 3)
    engine = create_engine(tmp_path / "index", cluster=cluster)
    with engine.writing() as writer:
        for number in range(11):
            article = Article(f"{number:02}", f"Source {number % 5}" if number else "unknown", "", "drone")
            writer.put(replace(analyse(article, ANALYZER), story=f"s{number % 3}"))
    for distinct in (None, "story"):
        request = Request(Everything(), facets=("source",), limit=100, distinct=distinct, sort="oldest")
        answer = engine.search(request)
        assert len(answer.facets["source"].values) == 5
        assert answer.facets["source"].missing == 1
        assert sum(answer.facets["source"].values.values()) == 10
        assert len(answer.top) == answer.total == (3 if distinct else 11)


# --- another index, or engine ---


def test_an_index_moves_there_and_back_with_its_ledger_and_its_stories(
    cluster: Cluster, tmp_path: Path
) -> None:
    news = tmp_path / "news.jsonl"
    copies = [*ARTICLES, {**ARTICLES[0], "id": "copy", "source": "Elsewhere"}]
    news.write_text("".join(json.dumps(one) + "\n" for one in copies), encoding="utf-8")
    update([news], tmp_path / "a", Plan(weave=weave))
    assert move(tmp_path / "a", tmp_path / "b", (None, cluster)) == 6
    assert move(tmp_path / "b", tmp_path / "c", (cluster, None)) == 6
    engines = [open_engine(tmp_path / "a"), open_engine(tmp_path / "b", cluster), open_engine(tmp_path / "c")]
    assert len({repr(sorted(engine.scan(), key=lambda one: one.id)) for engine in engines}) == 1
    assert [sorted(engine.woven()) for engine in engines[1:]] == [sorted(engines[0].woven())] * 2
    assert len(sorted(engines[0].woven())) == 2
    for folder, where in (("b", cluster), ("c", None)):
        tally = update([news], tmp_path / folder, Plan(cluster=where))
        assert (tally.files, tally.unchanged) == (0, 6)
    with pytest.raises(IndexTrouble, match="has articles of its own"):
        move(tmp_path / "a", tmp_path / "b", (None, cluster))
    with pytest.raises(IndexMismatch, match="holds an index of its own"):
        update([news], tmp_path / "a", Plan(cluster=cluster))
    with pytest.raises(IndexMismatch, match="set CUTTINGS_ENGINE to opensearch"):
        open_engine(tmp_path / "b")


def test_an_index_is_built_anew_while_readers_go_on_with_the_old_one(
    cluster: Cluster, tmp_path: Path
) -> None:
    news, folder = tmp_path / "news.jsonl", tmp_path / "index"
    news.write_text(json.dumps(ARTICLES[0]) + "\n", encoding="utf-8")
    update([news], folder, Plan(cluster=cluster))
    posted = tmp_path / "posted.jsonl"
    posted.write_text(json.dumps(ARTICLES[1]) + "\n", encoding="utf-8")
    Posting(folder, Weaver(), cluster).post(source_file(posted))
    reader = open_engine(folder, cluster)
    before = physical(cluster)
    assert reader.count() == 2
    news.write_text("".join(json.dumps(one) + "\n" for one in ARTICLES[2:]), encoding="utf-8")

    def stopped(_engine: Engine, _ledger: object) -> None:
        assert reader.count() == 2
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        update([news], folder, Plan(cluster=cluster, rebuild=True, weave=stopped))
    assert reader.count() == 2
    assert len(physical(cluster)) == 2
    update([news], folder, Plan(cluster=cluster, rebuild=True))
    after = physical(cluster)
    assert len(after) == 1
    assert after != before
    assert {one.id for one in reader.scan()} == {one["id"] for one in ARTICLES[1:]}
    assert update([news], folder, Plan(cluster=cluster)).files == 0


def test_an_index_of_another_version_is_told_and_can_be_built_anew(cluster: Cluster, tmp_path: Path) -> None:
    news, folder = tmp_path / "news.jsonl", tmp_path / "index"
    news.write_text(json.dumps(ARTICLES[0]) + "\n", encoding="utf-8")
    update([news], folder, Plan(cluster=cluster))
    (name,) = physical(cluster)
    meta = ask(cluster, "GET", f"/{name}/_mapping")[name]["mappings"]["_meta"]
    meta["cuttings"]["format"] = 0
    ask(cluster, "PUT", f"/{name}/_mapping", {"_meta": meta})
    with pytest.raises(IndexMismatch, match=r"its format differs.*--rebuild"):
        update([news], folder, Plan(cluster=cluster))
    update([news], folder, Plan(cluster=cluster, rebuild=True))
    assert open_engine(folder, cluster).count() == 1


def source_file(path: Path) -> Any:
    return next(iter(find_files([path])))
