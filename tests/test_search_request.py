"""The parameters of a search are checked, and a wrong one is told with its value and the way out."""

from __future__ import annotations

import pytest

from search import SEARCH, BadParameter, PageRequest, page_request


def test_nothing_asked_is_the_first_page_of_everything():
    assert page_request({}) == PageRequest()


def test_every_parameter_is_read():
    asked = {
        "q": [" tram bell "],
        "source": ["Wharf", "Hill", "Wharf"],
        "exclude_source": ["Dale"],
        "language": ["de", "en", "de"],
        "exclude_language": ["fr"],
        "since": ["2023"],
        "until": [" 2023-05-04 "],
        "sort": ["newest"],
        "page": ["3"],
        "per_page": ["100"],
        "facet": ["source", "author"],
        "facet_size": ["1000"],
        "unknown": ["?"],
    }
    assert page_request(asked) == PageRequest(
        q=" tram bell ",
        only=(("source", "Wharf"), ("source", "Hill"), ("language", "de"), ("language", "en")),
        without=(("source", "Dale"), ("language", "fr")),
        since="2023",
        until="2023-05-04",
        sort="newest",
        page=3,
        per_page=100,
        facets=("source", "author"),
        facet_size=1000,
    )


def test_an_empty_value_counts_as_not_given():
    names = (
        "q",
        "source",
        "exclude_source",
        "language",
        "exclude_language",
        "since",
        "until",
        "sort",
        "page",
        "per_page",
        "facet",
        "facet_size",
    )
    assert page_request({name: [""] for name in names}) == PageRequest()


def test_of_two_values_the_last_counts():
    assert page_request({"q": ["a", "b"], "page": ["2", "3"]}) == PageRequest(q="b", page=3)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("page", "0", "page='0' cannot be used: it is a whole number from 1 to 1000000000"),
        ("page", "-1", "page='-1' cannot be used: it is a whole number from 1 to 1000000000"),
        ("page", "1e3", "page='1e3' cannot be used: it is a whole number from 1 to 1000000000"),
        ("page", "٣", "page='٣' cannot be used: it is a whole number from 1 to 1000000000"),
        ("per_page", "101", "per_page='101' cannot be used: it is a whole number from 1 to 100"),
        ("facet_size", "1001", "facet_size='1001' cannot be used: it is a whole number from 1 to 1000"),
        ("sort", "best", "sort='best' cannot be used: it is one of relevance, newest, oldest"),
        ("since", "May", "since='May' cannot be used: write it as 2023, 2023-05 or 2023-05-04"),
        ("until", "2023-02-30", "until='2023-02-30' cannot be used: write it as 2023, 2023-05 or 2023-05-04"),
        (
            "facet",
            "body",
            "facet='body' cannot be used: it is one of source, section, author, language, year, month",
        ),
    ],
)
def test_a_parameter_out_of_range_is_told(name: str, value: str, message: str):
    with pytest.raises(BadParameter) as told:
        page_request({name: [value]})
    assert (told.value.name, told.value.value, str(told.value)) == (name, value, message)


def test_a_long_wrong_value_is_not_repeated_in_full():
    with pytest.raises(BadParameter) as told:
        page_request({"page": ["9" * 9999]})
    assert str(told.value) == f"page='{'9' * 79}…' cannot be used: it is a whole number from 1 to 1000000000"


def test_a_request_is_written_as_the_parameters_that_ask_for_it():
    only, without = (("source", "Wharf"), ("source", "Hill")), (("source", "Dale"),)
    request = PageRequest("a b", only, without, "2023", None, "newest", 2, 20, ("author",), 5)
    assert request.params(page=1, until="2024") == [
        ("q", "a b"),
        ("source", "Wharf"),
        ("source", "Hill"),
        ("exclude_source", "Dale"),
        ("since", "2023"),
        ("until", "2024"),
        ("sort", "newest"),
        ("per_page", "20"),
        ("facet", "author"),
        ("facet_size", "5"),
    ]
    assert PageRequest().params() == []


def test_what_was_written_is_read_back():
    only, without = (("source", "Wharf"), ("author", "Bo"), ("date", "2023-05")), (("date", "unknown"),)
    request = PageRequest("a b", only, without, "2023", "2024", "oldest", 2, 20, ("author", "year"), 5, "abc")
    asked: dict[str, list[str]] = {}
    for name, value in request.params():
        asked.setdefault(name, []).append(value)
    assert page_request(asked) == request


def test_a_chosen_date_is_written_as_facets_write_it():
    asked = {"date": ["2023-5", "2023", " 2023-05-4 ", "unknown"], "exclude_date": ["2023-05"]}
    assert page_request(asked) == PageRequest(
        only=(("date", "2023-05"), ("date", "2023"), ("date", "2023-05-04"), ("date", "unknown")),
        without=(("date", "2023-05"),),
    )
    with pytest.raises(BadParameter, match="date='May' cannot be used: write it as"):
        page_request({"date": ["May"]})


def test_other_values_of_a_filter_begin_the_search_anew():
    request = PageRequest("a", (("source", "Wharf"), ("date", "2023")), (), page=7, cursor="abc")
    assert request.choosing("source", ("Hill", "Dale"), ("Wharf",)) == PageRequest(
        "a", (("source", "Hill"), ("source", "Dale"), ("date", "2023")), (("source", "Wharf"),)
    )


def test_every_parameter_says_what_it_means_and_refuses_what_it_does_not():
    wrong = {"number": "0", "flag": "yes", "choice": "?", "choices": "?", "period": "?", "periods": "?"}
    for one in SEARCH:
        assert one.means.endswith(".")
        if one.kind in wrong:
            with pytest.raises(BadParameter, match=one.name):
                one.read({one.name: [wrong[one.kind]]})
