"""Small changes to an index, the same at each call, and what should be in it after each of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from corpus import Article
from index import Analyzer, analyse
from tests.deliveries import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index import Engine

ANALYZER = Analyzer()

State = dict[str, str]
"""The articles of an index, as id and body."""


@dataclass(frozen=True)
class Step:
    """One commit, or a tidying."""

    put: Mapping[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    tidies: bool = False

    def apply(self, engine: Engine) -> None:
        """Take the step with an engine."""
        if self.tidies:
            engine.tidy()
            return
        with engine.writing() as writer:
            for one in self.removed:
                writer.remove(one)
            for one, body in self.put.items():
                writer.put(analyse(Article(one, "Wharf Courier", f"Headline of {one}", body), ANALYZER))

    def after(self, state: State) -> State:
        """What the step makes of a state."""
        return {one: body for one, body in state.items() if one not in self.removed} | self.put


def steps(seed: int, most: int = 4) -> Iterator[Step]:
    """Steps without end: commits of up to so many new, changed and removed articles, and tidyings."""
    chance = Random(seed)  # noqa: S311 - nothing secret
    while True:
        names = [f"a{chance.randrange(40):02}" for _ in range(chance.randint(1, most))]
        removed = tuple(f"a{chance.randrange(40):02}" for _ in range(chance.randint(0, 2)))
        bodies = {one: " ".join(chance.choices(WORDS, k=chance.randint(1, 40))) for one in names}
        yield Step(bodies, tuple(one for one in removed if one not in bodies))
        if chance.random() < 0.6:
            yield Step(tidies=True)


def state_of(engine: Engine) -> State:
    """What an engine holds; no article twice, and as many as it counts."""
    articles = list(engine.scan())
    state = {one.id: one.body for one in articles}
    assert (len(state), engine.count()) == (len(articles), len(articles))
    return state
