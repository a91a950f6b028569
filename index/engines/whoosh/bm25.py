"""BM25F (Robertson, Zaragoza and Taylor 2004, "Simple BM25 extension to multiple weighted fields"), on arrays.

The frequencies of a term in its fields are divided by length, weighted, added up, and only then saturated, so that a word
in the headline counts more without counting twice. A pattern or a phrase scores as if it were one term. With tf' the
weighted frequency, N articles and df of them matching:

    ln(1 + (N - df + 0.5) / (df + 0.5)) * tf' * (k1 + 1) / (tf' + k1)
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

K1 = 1.2
B = 0.75


def norms(lengths: Array, average: float) -> Array:
    """1 / (1 - b + b * length / average length): what a long text makes of a frequency."""
    return 1 / (1 - B + B * lengths / average)


def gain(boost: float, articles: int, holders: int) -> float:
    """What does not hang on the article: the rarer a leaf, the more."""
    return boost * (K1 + 1) * log(1 + (articles - holders + 0.5) / (holders + 0.5))


def saturated(frequencies: Array) -> Array:
    """The weighted frequencies, of which each further one counts less: from 0 to 1."""
    return frequencies / (frequencies + K1)
