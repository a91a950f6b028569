"""The engine for what one machine cannot hold, on OpenSearch."""

from __future__ import annotations

from index.engines.opensearch.engine import OpenSearchEngine

__all__ = ["OpenSearchEngine"]
