from __future__ import annotations

from search import Snippet
from web.passages import Passage, passages

LONG = (
    "Early on Monday the driver said that the lantern tram had rung every bell it has, "
    "and that nobody on the whole of the long street had slept."
)


def marked(text: str, *words: str) -> Snippet:
    return Snippet(text, tuple((text.index(word), text.index(word) + len(word)) for word in words))


def test_only_paragraphs_that_match_are_listed_with_their_numbers() -> None:
    first, second = marked("No bell here."), marked("A tram, a tram.", "tram", "tram.")
    assert passages([first, second]) == [Passage(2, 2, marked("A tram, a tram.", "tram"))]


def test_whole_words_stand_around_the_first_match_and_dots_for_the_rest() -> None:
    (only,) = passages([marked(LONG, "tram", "street")])
    assert only.excerpt == marked(
        "…\u00a0said that the lantern tram had rung every bell it has, and that nobody on the\u00a0…", "tram"
    )


def test_what_has_no_blanks_is_cut_to_the_match_alone() -> None:
    (only,) = passages([marked("x" * 90 + "tram" + "y" * 90, "tram")])
    assert only.excerpt == marked("…\u00a0tram\u00a0…", "tram")
