"""The interface does what its description says: schemathesis asks whatever that allows, and what it does not."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from newsroom import ARTICLES, open_app

from web import Settings

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
checks = pytest.importorskip("schemathesis.specs.openapi.checks")

TOKEN = "a secret of this test"  # noqa: S105 - and of nothing else
APP = open_app(Path(tempfile.mkdtemp()), ARTICLES, Settings(token=TOKEN))
schema = schemathesis.openapi.from_wsgi("/openapi.json", APP)


@schemathesis.serializer("application/x-ndjson", "application/jsonl")
def as_given(_context, value):
    """Lines are sent as they were drawn."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


NOT_TOLD_BY_A_SCHEMA = {
    "cursor": [checks.positive_data_acceptance],  # only what an answer gave is one
}
THOROUGHLY = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
PLAIN = {"Accept-Encoding": "identity"}  # nothing would unpack it here


@schema.parametrize()
@THOROUGHLY
def test_every_operation_answers_as_it_is_described(case):
    excluded = [check for name in case.query or {} for check in NOT_TOLD_BY_A_SCHEMA.get(name, [])]
    if case.method == "GET":
        # A number where a text is wanted breaks the schema, and is a text by the time it is in an address. What is
        # refused in an address, and in which words, is the matter of test_api_parameters.py.
        excluded.append(checks.negative_data_rejection)
    if case.path == "/api/v1/reuse":
        excluded.append(checks.positive_data_acceptance)  # how many words a text has is not told by a schema
    if case.path.endswith("/similar"):
        # An article's own id may end so, and be deleted.
        excluded += [checks.allow_header_conformance, checks.unsupported_method]
    case.call_and_validate(headers=PLAIN, excluded_checks=excluded)


@schema.include(path_regex="^/api/v1/articles", method=["POST", "DELETE"]).parametrize()
@THOROUGHLY
def test_who_has_the_token_writes_as_it_is_described(case):
    headers = PLAIN | {"Authorization": f"Bearer {TOKEN}"}
    # The token is sent whatever the case says. A line that is no article is refused in its own line, with a 200.
    excluded = [checks.missing_required_header, checks.ignored_auth, checks.negative_data_rejection]
    case.call_and_validate(headers=headers, excluded_checks=excluded)
