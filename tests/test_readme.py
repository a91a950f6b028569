"""The README tells the truth: its example is what the endpoint answers, its queries and commands work."""

import json
import re
import shlex
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app import _parser
from index import Analyzer, open_engine, update
from search import Searcher
from search.parser import NOTHING, parse
from web import create_app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    update([ROOT / "corpus" / "samples"], folder)
    return create_app(partial(lambda: Searcher(open_engine(folder)))).test_client()


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_example_is_what_the_endpoint_answers(client):
    command = next(block for block in blocks("sh") if "curl" in block)
    url = urlsplit(shlex.split(command)[1])
    answer = client.get(f"{url.path}?{url.query}").get_json()
    shown = json.loads(blocks("json")[0])
    own = {"took_ms": None, "cursor": None}
    assert {**answer, **own} == {**shown, **own}
    assert answer["cursor"].startswith(shown["cursor"].rstrip("…"))


def test_every_query_in_the_table_is_understood_without_a_note():
    table = README.split("| you type |")[1].split("\n\n")[0]
    first_cells = re.findall(r"^\| (.*?) \|", table, re.MULTILINE)[1:]
    queries = [query for cell in first_cells for query in re.findall(r"`([^`]+)`", cell)]
    parsed = {query: parse(query, Analyzer()) for query in queries}
    assert len(parsed) > 10
    assert {query: p.notes for query, p in parsed.items() if p.notes or p.query == NOTHING} == {}


def test_every_command_in_it_is_one_that_the_command_line_takes():
    lines = [line.split("#")[0] for block in blocks("sh") for line in block.splitlines()]
    commands = [shlex.split(line)[2:] for line in lines if line.startswith("python app.py")]
    assert {_parser().parse_args(words).command.__name__ for words in commands} == {
        "_index",
        "_serve",
        "_search",
        "_info",
    }


def test_the_make_targets_it_names_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"make ([a-z]+)\b(?=[ `]|$)", README, re.MULTILINE))
    assert {name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)} <= {"and"}


def test_nothing_in_it_is_left_to_be_filled_in():
    assert "@@" not in README
    assert (ROOT / "docs" / "page.png").exists()
