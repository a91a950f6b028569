"""The rules of the house, read from the imports and definitions of its files, without running them.

Each rule is a function from a file's path and text to its violations. It is shown to fail on a text that
breaks it, and then holds for every file of the project.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = ("corpus", "index", "stories", "search", "web", "terminal", "app")
"""From left to right. Data flows right, imports point left."""

DOORS = {
    "nltk": ("index/cutting.py", "index/stemming.py"),
    "regex": ("index/cutting.py", "index/folding.py"),
    "whoosh": ("index/engines/whoosh/",),
    "opensearchpy": ("index/engines/opensearch/client.py",),
    "rapidfuzz": ("index/spelling.py", "stories/edits.py"),
    "trafilatura": ("corpus/readers/html.py",),
    "pypdf": ("corpus/readers/pdf.py",),
    "pyarrow": ("corpus/readers/arrow.py",),
    "yaml": ("corpus/readers/matter.py",),
    "markdown_it": ("corpus/readers/markdown.py",),
    "warcio": ("corpus/readers/warc.py",),
    "lxml": ("corpus/readers/",),
    "feedparser": ("corpus/readers/feeds.py",),
    "htmldate": ("corpus/readers/html.py",),
    "charset_normalizer": ("corpus/encoding.py",),
    "dateutil": ("corpus/dates.py",),
    "py3langid": ("corpus/language.py",),
    "babel": ("corpus/codes.py",),
    "flask": ("web/", "app.py"),
    "werkzeug": ("web/", "app.py"),
    "markupsafe": ("web/", "app.py"),
    "jinja2": ("web/", "app.py"),
    "flask_smorest": ("web/description.py",),
    "flask_compress": ("web/compression.py",),
    "flask_cors": ("web/cors.py",),
    "limits": ("web/limits.py",),
    "prometheus_client": ("web/measuring.py",),
    "msgspec": (
        "web/shapes.py",
        "web/description.py",
        "index/stored.py",
        "index/engines/opensearch/client.py",
        "index/engines/opensearch/writer.py",
    ),
    "gunicorn": ("web/serving.py", "app.py"),
    "tqdm": ("terminal/indexing.py",),
    "watchfiles": ("corpus/watching.py",),
    "backports": ("corpus/compression.py",),
    "zstandard": ("index/engines/whoosh/codec/texts.py",),
    "numpy": ("index/engines/whoosh/", "index/numbering.py", "index/fingerprint.py", "stories/"),
}

PURE = {
    f"corpus/{name}.py"
    for name in (
        "clean",
        "furniture",
        "headline",
        "dates",
        "identity",
        "language",
        "codes",
        "months",
        "written",
        "datelines",
    )
}
PURE |= {
    f"index/{name}.py"
    for name in (
        *("query", "document", "positions", "patterns", "spelling"),
        *("analysis", "cutting", "folding", "stemming", "glancing", "fingerprint"),
        *(f"engines/whoosh/{name}" for name in ("bm25", "sets", "phrases", "ranking", "spelling")),
        "engines/whoosh/codec/packing",
    )
}
PURE |= {
    f"search/{name}.py"
    for name in (
        *("parser", "ranking", "highlight", "spotting", "facets"),
        *("timeline", "likeness", "concordance", "parameters", "suggest"),
    )
}
OUTSIDE = {"os", "io", "pathlib", "time", "random", "socket", "subprocess", "sys"}
CLOCKS = {"open", "datetime.now", "datetime.utcnow", "datetime.today", "date.today"}

FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "manager"}


def package(path: str) -> str:
    return path.split("/", maxsplit=1)[0].removesuffix(".py")


def imports(source: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each import of a text: the module, and the names taken from it. Relative ones stay in their package."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(alias.name, ()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append((node.module, tuple(alias.name for alias in node.names)))
    return found


def exports(name: str) -> set[str]:
    """What a package's __init__ names in __all__."""
    init = ROOT / name / "__init__.py"
    tree = ast.parse(init.read_text(encoding="utf-8")) if init.exists() else ast.Module([], [])
    lists = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    return {name for value in lists for name in ast.literal_eval(value)}


def imports_to_the_right(path: str, source: str) -> list[str]:
    allowed = HOUSE[: HOUSE.index(package(path)) + 1]
    used = [module for module, _ in imports(source)]
    return [
        f"{path} imports {module}"
        for module in used
        if package(module.replace(".", "/")) in set(HOUSE) - {*allowed}
    ]


def imports_past_the_front_door(path: str, source: str) -> list[str]:
    found = []
    for module, names in imports(source):
        owner, _, inner = module.partition(".")
        if owner == package(path) or owner not in HOUSE or owner == "app":
            continue
        found += [f"{path} imports {module}"] if inner else []
        found += [
            f"{path} imports {name} from {owner}"
            for name in names
            if not inner and name not in exports(owner)
        ]
    return found


def libraries_by_another_door(path: str, source: str) -> list[str]:
    libraries = [module.partition(".")[0] for module, _ in imports(source)]
    return [
        f"{path} imports {name}" for name in libraries if name in DOORS and not path.startswith(DOORS[name])
    ]


def calls(source: str) -> list[str]:
    """The last two names of every call: `open`, `date.today`, `environ.get`."""
    nodes = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [".".join(ast.unparse(node).split(".")[-2:]) for node in nodes]


def impurities(path: str, source: str) -> list[str]:
    if path not in PURE:
        return []
    modules = [module for module, _ in imports(source) if module.partition(".")[0] in OUTSIDE]
    return [f"{path} uses {name}" for name in [*modules, *(call for call in calls(source) if call in CLOCKS)]]


def looks_at_the_environment(path: str, source: str) -> list[str]:
    taken = {f"os.{name}" for module, names in imports(source) if module == "os" for name in names}
    taken |= {ast.unparse(node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}
    used = sorted(taken & {"os.environ", "os.environb", "os.getenv", "os.getenvb"})
    return [] if path == "app.py" else [f"{path} uses {name}" for name in used]


def ill_named(path: str, source: str) -> list[str]:
    """Modules that could hold anything, a class that hides a built-in one, views that hide a package."""
    found = [
        f"{path} is named {part}" for part in path.removesuffix(".py").split("/") if part in FORBIDDEN_NAMES
    ]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and node.name == "IndexError":
            found.append(f"{path} defines IndexError")
        if isinstance(node, ast.FunctionDef) and node.name in {"search", "index"}:
            views = [ast.unparse(mark) for mark in node.decorator_list]
            found += [
                f"{path} has a view {node.name}"
                for view in views
                if view.split("(")[0].endswith((".route", ".get"))
            ]
        if (
            isinstance(node, ast.keyword)
            and node.arg == "endpoint"
            and ast.unparse(node.value) in {"'search'", "'index'"}
        ):
            found.append(f"{path} has an endpoint {ast.unparse(node.value)}")
    return found


def too_long(path: str, source: str) -> list[str]:
    lines = len(source.splitlines())
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    sizes = [(node.name, (node.end_lineno or 0) - node.lineno + 1) for node in functions]
    long = [f"{path}: {name} has {size} lines" for name, size in sizes if size > 50]
    return [f"{path} has {lines} lines", *long] if lines > 300 else long


RULES = {
    imports_to_the_right: [
        ("corpus/clean.py", "from index import Analyzer"),
        ("index/build.py", "def late():\n    import web.pages"),
        ("search/parser.py", "from app import create_app"),
    ],
    imports_past_the_front_door: [
        ("search/parser.py", "from index.query import Term"),
        ("web/pages.py", "import corpus.article"),
        ("app.py", "from index import no_such_name"),
    ],
    libraries_by_another_door: [
        ("search/highlight.py", "import nltk.stem"),
        ("index/opening.py", "from whoosh import fields"),
        ("search/searcher.py", "if TYPE_CHECKING:\n    from flask import Flask"),
    ],
    impurities: [
        ("corpus/clean.py", "import os.path"),
        ("search/parser.py", "today = datetime.date.today()"),
        ("index/query.py", "text = open('x').read()"),
    ],
    looks_at_the_environment: [
        ("web/site.py", "import os\nport = os.environ['PORT']"),
        ("index/build.py", "from os import getenv"),
    ],
    ill_named: [
        ("search/utils.py", ""),
        ("web/common/pages.py", ""),
        ("index/trouble.py", "class IndexError(Exception): pass"),
        ("web/pages.py", "@pages.get('/search')\ndef search(): pass"),
        ("web/site.py", "app.add_url_rule('/', endpoint='index')"),
    ],
    too_long: [
        ("web/pages.py", "\n" * 301),
        ("web/pages.py", "def long():\n" + "    pass\n" * 50),
    ],
}
BROKEN = [(rule, path, source) for rule, examples in RULES.items() for path, source in examples]

FINE = """
import os
from corpus import Article
from index import Analyzer, Term
from search.request import PageRequest

def search(analyzer, path):
    return analyzer.open(path)
"""


def files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize(
    ("rule", "path", "source"), BROKEN, ids=lambda value: getattr(value, "__name__", None)
)
def test_a_text_that_breaks_the_rule_is_found(rule, path, source):
    assert len(rule(path, source)) == 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_text_that_keeps_the_rules_passes(rule):
    assert rule("search/searcher.py", FINE) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_file_of_the_house_keeps_the_rule(rule):
    house = [ROOT / "app.py", *files(*HOUSE)]
    assert [
        line for path in house for line in rule(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ] == []


@pytest.mark.parametrize(
    "rule", [imports_past_the_front_door, ill_named, too_long], ids=lambda rule: rule.__name__
)
def test_every_benchmark_keeps_the_rules_that_concern_it(rule):
    made = files("benchmarks")
    assert [
        line for path in made for line in rule(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ] == []


def test_the_pure_modules_and_the_doors_are_where_the_rules_look_for_them():
    """A module that moved would otherwise be free of its rule. Engines may be missing; they are optional."""
    places = {*PURE, *(place for name, doors in DOORS.items() if name != "opensearchpy" for place in doors)}
    assert sorted(place for place in places if not (ROOT / place).exists()) == []


def test_tests_lie_flat():
    assert [path.name for path in files("tests") if path.parent.name != "tests"] == []


@pytest.mark.parametrize("name", ["index", "search"])
def test_no_engine_is_imported_before_it_is_asked_for(name):
    script = f"import sys, {name}; print([module for module in sys.modules if module.startswith('whoosh')])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
