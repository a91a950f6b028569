"""Encodings: the letters of languages tell them apart, in long texts and in short ones, and once for a file."""

from __future__ import annotations

import io
import json

import pytest

from corpus import Record
from corpus.encoding import decode
from corpus.readers import READERS
from corpus.records import Place

WESTERN = [
    "El niño volvió a España y dijo que mañana hablará.",
    "naïve",
    "½ cup, says El Niño",
    "São João não é à toa, diz o capitão.",
    "L’été dernier, la flotte a sombré près du phare ; où étaient les garçons ?",
    "¿Qué pasó? «Nada», señaló.",
    "Fähre in Nöten: „Über Bord“ – die Bürger flüchteten.",
    "Færgen sank på søndag ved Ærø.",
    "Città più vicina: così è già lunedì.",
    "Ferjan sökk á þriðjudag, sagði skipstjórinn í gær.",
    "José, Jørgen and Søren met François in São Paulo; the fête was held by Señor León of Malmö.",
    "The harbour covers 30 m² and 12 m³, at 20°C – £5m was spent.",
]
OTHERS = [
    ("Lech Wałęsa powiedział, że są łodzie.", "cp1250"),
    ("Jiří Dvořák", "cp1250"),
    ("Příliš žluťoučký kůň úpěl ďábelské ódy, říká ředitel přístavu.", "cp1250"),
    ("A hajó elsüllyedt a kikötő előtt, közölte a rendőrség; a tűz gyorsan terjedt a fedélzetről.", "cp1250"),
    ("Trajekt je potonuo pred lukom, kažu čuvari; još traže četiri žrtve među stijenama.", "cp1250"),
    ("Gemi limanın dışında battı, dedi başkan; yolcuların çoğu kurtarıldı.", "cp1254"),
    ("Laivas nuskendo prie uosto, sakė tarnyba; žmonės buvo išgelbėti žvejų, į krantą grįžo visi.", "cp1257"),
    ("Паром затонул в понедельник у входа в гавань.", "cp1251"),
    ("Паром затонул в понедельник у входа в гавань, сообщила береговая охрана.", "koi8_r"),
    ("Το πλοίο βυθίστηκε έξω από το λιμάνι τη Δευτέρα.", "cp1253"),
]


@pytest.mark.parametrize("times", [1, 50])
@pytest.mark.parametrize("text", WESTERN)
def test_western_text_is_windows_1252(text: str, times: int):
    long = " ".join([text] * times)
    assert decode(long.encode("cp1252")) == long


@pytest.mark.parametrize("times", [1, 50])
@pytest.mark.parametrize(("text", "encoding"), OTHERS)
def test_other_languages_are_known_by_their_letters(text: str, encoding: str, times: int):
    long = " ".join([text] * times)
    assert decode(long.encode(encoding)) == long


def test_an_accent_late_in_a_long_text_counts():
    text = "The ferry sank.\n" * 9000 + "Паром затонул в понедельник у входа в гавань."
    assert decode(text.encode("cp1251")) == text


def bodies(suffix: str, data: bytes) -> list[str]:
    items = list(READERS[suffix](io.BytesIO(data), Place("f")))
    return [item.body if isinstance(item, Record) else item.kind for item in items]


ROWS = ["Паром затонул в понедельник у входа в гавань", "Fire", "Мэр: нет", "Ост"]


def test_a_table_has_one_encoding():
    assert bodies(".csv", "\n".join(["body", *ROWS]).encode("cp1251")) == ROWS


def test_a_file_of_lines_has_one_encoding():
    lines = "\n".join(json.dumps({"body": row}, ensure_ascii=False) for row in ROWS)
    assert bodies(".jsonl", lines.encode("cp1251")) == ROWS


def test_a_line_that_does_not_fit_the_encoding_of_its_file_is_a_reject():
    data = b"body\n" + "El niño volvió a España\n".encode("cp1252") * 9 + b"caf\x81\n"
    assert bodies(".csv", data)[8:] == ["El niño volvió a España", "bad-encoding"]


def test_a_line_in_utf8_stays_so_in_a_file_that_is_not():
    data = "body\nEl niño volvió\n".encode("cp1252") + "El niño volvió\n".encode()
    assert bodies(".csv", data) == ["El niño volvió"] * 2


def test_reading_ahead_cuts_no_line(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("corpus.encoding._AHEAD", 10)
    data = "body\nfire\nEl niño volvió\nPiñata\n".encode("cp1252")
    assert bodies(".csv", data) == ["fire", "El niño volvió", "Piñata"]


def test_a_stray_byte_in_utf_8_is_read_as_the_windows_letter_it_is():
    line = "“Zelenský’s ferry – the Ørsund – sank,” said Łukasz. "
    assert decode((line * 3).encode() + b"It was caf\xe9 time\x81.") == line * 3 + "It was café time."
