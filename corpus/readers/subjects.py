"""The subject codes of the IPTC, as people call them: most items of agencies name their section by a code alone.

Only the seventeen subjects of the first level are here; every code of the older scheme begins with its subject's two
digits (15054000, soccer, is a sport). Source: IPTC Subject NewsCodes, https://cv.iptc.org/newscodes/subjectcode/.
"""

from __future__ import annotations

import re

_SUBJECTS = {
    "01": "arts, culture and entertainment",
    "02": "crime, law and justice",
    "03": "disaster and accident",
    "04": "economy, business and finance",
    "05": "education",
    "06": "environmental issue",
    "07": "health",
    "08": "human interest",
    "09": "labour",
    "10": "lifestyle and leisure",
    "11": "politics",
    "12": "religion and belief",
    "13": "science and technology",
    "14": "social issue",
    "15": "sport",
    "16": "unrest, conflicts and war",
    "17": "weather",
}
_CODE = re.compile(r"(?:.*[:/])?(\d\d)\d{6}")


def subject(code: str | None) -> str | None:
    """The subject that a code such as `15054000` or `subj:15054000` belongs to, or None."""
    found = _CODE.fullmatch(code or "")
    return _SUBJECTS.get(found[1]) if found else None
