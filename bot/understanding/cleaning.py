"""What a person typed, made readable: capped, hidden characters and emoji gone, traditional characters simplified."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

LONGEST = 500
"""Characters of a question that are looked at; the cap comes before anything else."""
_LETTER = re.compile(r"[^\W_]")
_CJK = "一-鿿"
_GAPS = re.compile(f"(?<=[{_CJK}])[ \t]+(?=[{_CJK}])")
_HIDDEN = {"Cf", "Cc", "Co", "Cs", "Mn", "Me"}


def clean(text: str) -> str:
    """Return the question without what cannot be read; blanks between Chinese characters go, others become one."""
    capped = unicodedata.normalize("NFKC", text[:LONGEST])
    shown = "".join(
        " " if unicodedata.category(mark) in {"So", "Sk", "Zs", "Zl", "Zp"} or mark in "\n\t" else mark for mark in capped
    )
    shown = "".join(mark for mark in shown if unicodedata.category(mark) not in _HIDDEN)
    shown = _GAPS.sub("", " ".join(shown.split()))
    return _simplified(shown)


def _simplified(text: str) -> str:
    """Return the text in simplified characters; the converter is loaded only for texts that simplified books do not hold."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return str(_converter().convert(text))
    return text


@cache
def _converter() -> Any:
    from opencc import OpenCC  # noqa: PLC0415 - its tables take time to load, and few questions need them

    return OpenCC("t2s")


def is_english(text: str) -> bool:
    """Return True for a text without Chinese characters that holds letters."""
    return not re.search(f"[{_CJK}]", text) and bool(_LETTER.search(text))
