"""Makes dataclasses cheap to send to another process.

A frozen dataclass with slots is pickled field by field, by Python code that looks its fields up each time. With a
corpus on its way between processes that is most of the work of sending it.
"""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Class = TypeVar("Class", bound=type)


def sendable(cls: Class) -> Class:
    """Have the objects of a dataclass of two fields or more pickled as their class and their values."""
    values: Callable[[Any], tuple[Any, ...]] = attrgetter(*(one.name for one in fields(cls)))

    def reduced(self: Any) -> tuple[Class, tuple[Any, ...]]:
        return cls, values(self)

    cls.__reduce__ = reduced  # type: ignore[assignment, method-assign]
    return cls
