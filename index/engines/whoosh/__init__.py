"""The embedded default engine, on Whoosh."""

from __future__ import annotations

from index.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
