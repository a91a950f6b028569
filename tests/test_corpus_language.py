"""The language of an article: detected where the text shows it, believed where the record says it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.codes import language_code
from corpus.language import Settled, detect, settle

HERE = Path(__file__).parent
NEWS = [
    (code, lines)
    for block in (HERE / "languages.txt").read_text("utf-8").split("\n\n")[1:]
    for code, *lines in [block.strip().split("\n")]
]
"""By language (Norwegian twice): two headlines and six sentences."""

ENGLISH = " ".join(next(lines for code, lines in NEWS if code == "en"))
DANISH = " ".join(next(lines for code, lines in NEWS if code == "da"))
GERMAN = " ".join(next(lines for code, lines in NEWS if code == "de"))
CROATIAN = " ".join(next(lines for code, lines in NEWS if code == "hr"))


@pytest.mark.parametrize(("code", "lines"), NEWS, ids=[code for code, _ in NEWS])
def test_an_article_of_a_paragraph_is_known_in_every_language(code: str, lines: list[str]):
    assert [detect(" ".join(lines[2:5])), detect(" ".join(lines[5:]))] == [code, code]


def test_a_single_line_is_known_or_left_open_but_not_mistaken():
    found = [(code, detect(line)) for code, lines in NEWS for line in lines]
    assert [pair for pair in found if pair[1] not in {pair[0], None}] == []
    assert sum(answer is not None for _, answer in found) >= 0.95 * len(found)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " \n",
            "12 345,67",
            "!!! ??? …",
            "Angela Merkel",
            "BBC",
            "Kyiv",
            "北京",
            "https://a.example/b?c=d",
        ),
        *("Merkel Macron Obama Putin", "xkcd qwrtp zzgh vbnm plkj hgfd", "\ud800" * 40),
    ],
)
def test_what_shows_no_language_is_none(text: str):
    assert detect(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("東京タワーの夜", "ja"),
        ("北京市议会星期一决定推迟拆除港口旁边的旧桥", "zh"),
        ("서울 다리", "ko"),
        ("ข่าวสั้น", "th"),
        ("Νέα γέφυρα", "el"),
        ("ახალი ხიდი", "ka"),
        ("The Tokyo band 東京 played on Monday, and the crowd sang with them until it was dark.", "en"),
    ],
)
def test_a_script_of_one_language_tells_it_in_a_few_letters(text: str, code: str):
    assert detect(text) == code


def test_what_is_quoted_at_the_end_of_a_long_article_does_not_change_its_language():
    assert detect(ENGLISH * 5 + DANISH) == "en"
    assert detect(DANISH * 5 + ENGLISH) == "da"


def test_capitals_and_letters_with_their_accents_apart_are_the_same_language():
    assert [detect(DANISH.upper()), detect(ENGLISH.upper())] == ["da", "en"]
    assert (
        detect("Die Ra\u0308te ku\u0308ndigten u\u0308ber Na\u0308chte schwa\u0308chere Geba\u0308ude")
        == "de"
    )


@given(st.text())
def test_no_text_makes_it_raise(text: str):
    assert detect(text) is None or len(detect(text) or "") == 2
    assert settle(text, text) is not None


@pytest.mark.parametrize(
    ("declared", "text", "settled"),
    [
        (None, DANISH, Settled("da")),
        (None, "Kyiv", Settled(None)),
        ("en-GB", ENGLISH, Settled("en")),
        ("nb_NO", "Kyiv", Settled("no")),
        ("sr", CROATIAN, Settled("sr")),
        ("no", DANISH[:90], Settled("no")),
        ("Luxembourgish", GERMAN, Settled("lb")),
        ("und", DANISH, Settled("da")),
        ("en", DANISH[:60], Settled("en")),
        ("en-US", DANISH, Settled("da", 'declared as "en", but the text is in "da"')),
        ("German", ENGLISH, Settled("en", 'declared as "de", but the text is in "en"')),
    ],
)
def test_a_record_is_believed_unless_enough_text_is_certainly_in_another_language(declared, text, settled):
    assert settle(declared, text) == settled


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "en EN en-US en_GB.UTF-8 eng eng-GB English ENGLISH"),
        ("de", "de de_AT de-Latn-DE ger deu German Deutsch"),
        ("no", "no nb nn nb-NO nob nno nor Norwegian norsk"),
        ("zh", "zh zh-Hans-CN zho chi cmn Chinese 中文"),
        ("he", "he iw heb Hebrew"),
        ("tl", "tl fil tgl Filipino"),
        ("haw", "haw Hawaiian"),
    ],
)
def test_a_language_is_known_by_its_codes_and_names(code: str, words: str):
    assert {word: language_code(word) for word in words.split()} == dict.fromkeys(words.split(), code)


def test_a_name_may_say_more_than_the_language():
    assert [language_code(" Portuguese (Brazil) "), language_code("Norwegian Bokmål")] == ["pt", "no"]


def test_a_word_that_names_no_language_is_none():
    words = ["", "xx", "und", "mul", "Unknown", "C", "12", "the language of love", "e" * 1000]
    assert [word for word in words if language_code(word)] == []


def test_the_model_is_opened_for_the_first_text_that_is_not_english():
    script = f"""
import sys
from corpus.language import detect
seen = []
for text in {[ENGLISH, DANISH]!r}:
    seen += [detect(text), any(name in sys.modules for name in ("numpy", "py3langid", "babel"))]
print(seen)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=HERE.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['en', False, 'da', True]\n"
