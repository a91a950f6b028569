"""Hold the ways to detect a language against each other on short news, as JSON.

    python benchmarks/language.py [--english ARTICLES.jsonl[.xz]] [--only NAME]

The texts are tests/languages.txt: one invented story in 33 varieties of 32 languages. They are few, and one story:
an accuracy of 1.0 says that a way works, not that it never errs. What errs is seen on --english, real articles in
English (keys `body` and `headline`), of which whatever is called otherwise is printed, to be looked at.

Each way runs in a process of its own. `load_s` is the import and the first answer, `rss_mb` what the process holds
at its end beyond a bare Python, `ms` the mean for a text. "cuttings" is `corpus.detect_language`, which may answer
None; the libraries always answer. Times are of the processor, since a busy machine is no fault of theirs. lingua is no dependency: pip install lingua-language-detector.
"""

from __future__ import annotations

import argparse
import json
import lzma
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

Detector = Callable[[str], str | None]
Texts = list[tuple[str, str]]

LANGUAGES = (
    "ar bg ca cs da de el en es fa fi fr he hi hr hu id it ja ko nl nn no pl pt ro ru sv th tr uk vi zh"
)
SHORT_SAMPLE = 400


def main() -> None:
    """Measure, and print."""
    asked = _parser().parse_args()
    if asked.only:
        print(json.dumps(_measured(asked.only, asked.english), ensure_ascii=False, indent=2))
        return
    for name in WAYS:
        command = [sys.executable, __file__, "--only", name]
        subprocess.run([*command, *(["--english", asked.english] if asked.english else [])], check=True)


def _cuttings() -> Detector:
    from corpus import detect_language  # noqa: PLC0415 - each way loads what it needs, and no more

    return detect_language


def _py3langid(languages: str | None) -> Detector:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(languages and languages.split())
    return lambda text: model.classify(text)[0]


def _lingua(languages: str | None, *, low: bool) -> Detector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder  # noqa: PLC0415

    codes = [code.upper().replace("NO", "NB") for code in (languages or "").split()]
    builder = (
        LanguageDetectorBuilder.from_iso_codes_639_1(*[getattr(IsoCode639_1, code) for code in codes])
        if codes
        else LanguageDetectorBuilder.from_all_languages()
    )
    detector = (builder.with_low_accuracy_mode() if low else builder).build()

    def detect(text: str) -> str | None:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else None

    return detect


WAYS: dict[str, Callable[[], Detector]] = {
    "cuttings": _cuttings,
    "py3langid, all languages": lambda: _py3langid(None),
    "py3langid, these languages": lambda: _py3langid(LANGUAGES),
    "lingua, low accuracy, these languages": lambda: _lingua(LANGUAGES, low=True),
    "lingua, low accuracy, all languages": lambda: _lingua(None, low=True),
    "lingua, high accuracy, these languages": lambda: _lingua(LANGUAGES, low=False),
}


def _measured(name: str, english: str | None) -> dict[str, object]:
    bare = _rss()
    start = time.process_time()
    detector = WAYS[name]()
    detector("Der Rat hat am Montag beschlossen, den Abriss der alten Brücke am Hafen zu verschieben.")
    loaded = time.process_time() - start
    result: dict[str, object] = {"way": name, "load_s": round(loaded, 2)}
    for kind, texts in _invented().items():
        result[kind] = _accuracy(detector, texts)
    if english:
        result["english"] = _false_alarms(detector, Path(english))
    return result | {"rss_mb": round(_rss() - bare)}


def _invented() -> dict[str, Texts]:
    found: dict[str, Texts] = {"headline": [], "sentence": [], "paragraph": []}
    for block in (ROOT / "tests" / "languages.txt").read_text("utf-8").split("\n\n")[1:]:
        code, *lines = block.strip().split("\n")
        found["headline"] += [(code, line) for line in lines[:2]]
        found["sentence"] += [(code, line) for line in lines[2:]]
        found["paragraph"] += [(code, " ".join(part)) for part in (lines[2:5], lines[5:])]
    return found


def _accuracy(detector: Detector, texts: Texts) -> dict[str, object]:
    for _, text in texts:
        detector(text)  # lingua reads a language's model when it first meets it
    start = time.process_time()
    found = [_norwegian(detector(text)) for _, text in texts]
    took = (time.process_time() - start) * 1000 / len(texts)
    right = sum(code == answer for (code, _), answer in zip(texts, found, strict=True))
    wrong = [
        f"{code} as {answer}: {text[:60]}"
        for (code, text), answer in zip(texts, found, strict=True)
        if answer not in {code, None}
    ]
    return {
        "n": len(texts),
        "right": round(right / len(texts), 3),
        "unanswered": found.count(None),
        "ms": round(took, 3),
        "wrong": wrong,
    }


def _false_alarms(detector: Detector, path: Path) -> dict[str, object]:
    """On real articles, of which the libraries get as much as ours looks at: 400 characters of the start."""
    whole = detector.__name__ == "detect" and detector.__module__.startswith("corpus")
    headlines, bodies, seconds = [], [], 0.0
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            body = article["body"] if whole else article["body"][:SHORT_SAMPLE]
            start = time.process_time()
            bodies.append((detector(body), article["headline"] or body[:60]))
            seconds += time.process_time() - start
            headlines.append(detector(article["headline"] or ""))
    others = [f"{code}: {headline}" for code, headline in bodies if code not in {"en", None}]
    return {
        "articles": len(bodies),
        "ms": round(seconds * 1000 / len(bodies), 3),
        "articles_called_other": len(others),
        "articles_unanswered": [code for code, _ in bodies].count(None),
        "headlines_called_other": sum(code not in {"en", None} for code in headlines),
        "headlines_unanswered": headlines.count(None),
        "the_first_others": others[:20],
    }


def _norwegian(code: str | None) -> str | None:
    return "no" if code in {"nb", "nn"} else code


def _rss() -> float:
    """Resident memory now, where the system tells; else its peak."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--english", help="JSON Lines of English articles, plain or .xz")
    parser.add_argument("--only", choices=WAYS, help="this way alone, in this process")
    return parser


if __name__ == "__main__":
    main()
