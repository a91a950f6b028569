"""Facets show the commonest values, and always those that are chosen or excluded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index import And, Between, Counts, Not, Or, Term
from search.facets import choice, facet
from search.results import Facet, FacetValue

COUNTS = Counts({"Wharf": 3, "hill": 5, "Dale": 3, "Moor": 1}, missing=2)


def test_the_commonest_values_come_first_and_equal_ones_by_name():
    assert facet("source", COUNTS, 3, ((), ())) == Facet(
        (FacetValue("hill", 5), FacetValue("Dale", 3), FacetValue("Wharf", 3)), other=1, missing=2
    )


def test_a_chosen_value_is_shown_though_it_is_rare_or_gone():
    assert facet("source", COUNTS, 1, (("Moor", "Gone"), ())) == Facet(
        (FacetValue("hill", 5), FacetValue("Gone", 0, selected=True), FacetValue("Moor", 1, selected=True)),
        other=6,
        missing=2,
    )


def test_an_excluded_value_is_shown_once_though_it_is_chosen_too():
    assert facet("source", COUNTS, 1, (("hill",), ("hill", "Moor"))) == Facet(
        (FacetValue("hill", 5, selected=True, excluded=True), FacetValue("Moor", 1, excluded=True)),
        other=6,
        missing=2,
    )


def test_an_unknown_source_is_no_value_but_what_is_missing():
    assert facet("source", Counts({"hill": 5}, 2), 9, (("unknown",), ())) == Facet(
        (FacetValue("hill", 5),), 0, 2
    )


def test_no_values_make_an_empty_facet():
    assert facet("source", Counts({}, 7), 10, ((), ())) == Facet((), other=0, missing=7)


names = st.sampled_from("abcdefgh")


@given(st.dictionaries(names, st.integers(1, 9)), st.integers(1, 9), st.lists(names), st.lists(names))
def test_what_is_shown_and_what_is_not_add_up(values, size, selected, excluded):
    made = facet("source", Counts(values, 0), size, (selected, excluded))
    assert sum(value.count for value in made.values) + made.other == sum(values.values())
    assert len({value.value for value in made.values}) == len(made.values)
    assert {*selected, *excluded} <= {value.value for value in made.values}


def test_no_choice_is_no_filter():
    assert choice("source", (), ()) is None


def test_a_choice_takes_any_of_the_chosen_and_none_of_the_excluded():
    assert choice("source", ("a", "b"), ("c", "d")) == And(
        (
            Or((Term(("source",), "a"), Term(("source",), "b"))),
            Not(Or((Term(("source",), "c"), Term(("source",), "d")))),
        )
    )


DAYS = Counts({"2023-05-04": 2, "2023-05-30": 1, "2022-12-31": 4, "2023-11-01": 1}, missing=3)


def test_days_are_counted_by_year_and_month_the_latest_first():
    chosen = (("2023", "2023-05"), ())
    assert facet("year", DAYS, 9, chosen) == Facet(
        (FacetValue("2023", 4, selected=True), FacetValue("2022", 4)), 0, 3
    )
    assert facet("month", DAYS, 2, chosen) == Facet(
        (FacetValue("2023-11", 1), FacetValue("2023-05", 3, selected=True)), other=4, missing=3
    )


def test_with_a_prefix_only_values_that_begin_so_are_counted_whatever_their_case():
    assert facet("source", COUNTS, 9, (("Dale",), ()), "H") == Facet((FacetValue("hill", 5),), 0, 2)


def test_a_date_chosen_is_a_stretch_of_days_and_unknown_is_no_value_at_all():
    some = Between("published", None, None)
    assert choice("published", ("2023-02", "unknown"), ()) == And(
        (
            Or(
                (
                    Between("published", "2023-02-01", "2023-02-28"),
                    Or((Not(some), Term(("published",), "unknown"))),
                )
            ),
        )
    )
