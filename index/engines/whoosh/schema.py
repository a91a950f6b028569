"""Our schema in Whoosh's terms: three field types that take terms we have analysed already.

Whoosh's own types analyse text themselves; these index just what our Analyzer gave, so that every engine
holds the same terms. Our bulk writer hands whole arrays past them; what they index, posting by posting, is for Whoosh's own
writer, which writes the same. Positions are unsigned 32-bit numbers there instead of a pickled list.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from whoosh import columns, fields, formats

from index.document import SCHEMA, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Posting = tuple[bytes, int, float, bytes]

SEPARATOR = "\x1f"  # cleaning takes control characters out of every value, so this parts values safely


def words_field(name: str) -> str:
    """The Whoosh field that holds the whole words of a TEXT field."""
    return f"{name}_as_words" if SCHEMA.get(name) is Kind.TEXT else name


class PackedPositions(formats.Format):  # type: ignore[misc]
    """A posting's value is the positions of the term in the field, in order."""

    def encode(self, positions: list[int]) -> bytes:
        """Positions as bytes, in this machine's order."""
        return array("I", positions).tobytes()

    def decode_positions(self, value: bytes) -> array[int]:
        """Bytes as positions."""
        positions = array("I")
        positions.frombytes(value)
        return positions


class Stems(fields.FieldType):  # type: ignore[misc]
    """A sequence of stems, indexed with their positions; its length counts for scoring."""

    def __init__(self) -> None:
        super().__init__(PackedPositions(), analyzer=None, scorable=True)

    def index(self, value: Sequence[str], **_options: object) -> Iterator[Posting]:
        """One posting for each distinct stem."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for position, stem in enumerate(value):
            places[stem].append(position)
        encode = self.format.encode
        for stem, positions in places.items():
            yield stem.encode(), len(positions), float(len(positions)), encode(positions)


class Words(fields.FieldType):  # type: ignore[misc]
    """A sequence of whole words, indexed with their frequencies only."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), analyzer=None)

    def index(self, value: Sequence[str], **_options: object) -> Iterator[Posting]:
        """One posting for each distinct word."""
        for word, frequency in Counter(value).items():
            yield word.encode(), frequency, float(frequency), b""


class Values(fields.FieldType):  # type: ignore[misc]
    """Exact values, each a term; together they are the article's value in the field's column."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), analyzer=None, sortable=columns.VarBytesColumn())

    def index(self, value: Sequence[str], **_options: object) -> Iterator[Posting]:
        """One posting for each distinct value."""
        for text in dict.fromkeys(value):
            yield text.encode(), 1, 1.0, b""

    def to_column_value(self, value: Sequence[str]) -> bytes:
        """All values in one string of bytes."""
        return SEPARATOR.join(value).encode()


class Codes(fields.FieldType):  # type: ignore[misc]
    """Codes, each a term, and nothing else."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), analyzer=None)

    def index(self, value: Sequence[str], **_options: object) -> Iterator[Posting]:
        """One posting for each distinct code."""
        for text in dict.fromkeys(value):
            yield text.encode(), 1, 1.0, b""


def whoosh_schema() -> fields.Schema:
    """The Whoosh schema of SCHEMA, and a stored field that holds the article itself."""
    schema = fields.Schema(article=fields.STORED())
    for name, kind in SCHEMA.items():
        if kind is Kind.TEXT:
            schema.add(name, Stems())
            schema.add(words_field(name), Words())
        else:
            schema.add(name, Codes() if kind is Kind.CODE else Values())
    return schema
