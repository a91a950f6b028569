"""The interface does what its description says: schemathesis asks whatever that allows, and what it does not."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from newsroom import ARTICLES, open_app

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
checks = pytest.importorskip("schemathesis.specs.openapi.checks")

APP = open_app(Path(tempfile.mkdtemp()), ARTICLES)
schema = schemathesis.openapi.from_wsgi("/openapi.json", APP)


NOT_TOLD_BY_A_SCHEMA = {
    "cursor": [checks.positive_data_acceptance],  # only what an answer gave is one
}


@schema.parametrize()
@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_it_is_described(case):
    excluded = [check for name in case.query or {} for check in NOT_TOLD_BY_A_SCHEMA.get(name, [])]
    if case.method == "GET":
        # A number where a text is wanted breaks the schema, and is a text by the time it is in an address. What is
        # refused in an address, and in which words, is the matter of test_api_parameters.py.
        excluded.append(checks.negative_data_rejection)
    plain = {"Accept-Encoding": "identity"}  # nothing would unpack it here
    case.call_and_validate(headers=plain, excluded_checks=excluded)
