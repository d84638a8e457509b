"""What a person typed, made readable: capped, hidden characters and emoji gone, traditional characters simplified."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from bot.understanding.lexicon import numerals_of_digits

LONGEST = 500
"""Characters of a question that are looked at; the cap comes before anything else."""
_LETTER = re.compile(r"[^\W\d_]")
_CJK = "一-鿿"
_GAPS = re.compile(f"(?<=[{_CJK}])[ \t]+(?=[{_CJK}])")
_DIGIT = re.compile(f"(?<![0-9a-zA-Z.:/-])[0-9](?=[{_CJK}])")
_HAN, _HAN_RUN, _WORD = re.compile(f"[{_CJK}]"), re.compile(f"[{_CJK}]+"), re.compile("[A-Za-z]{2,}")
_SENTENCE, _MOSTLY = 4, 3
"""English words that make a sentence, and how many times as many letters it has as the Chinese name in it has characters."""
_HIDDEN = {"Cf", "Cc", "Co", "Cs", "Mn", "Me"}
_TONED = re.compile("[À-ɏ]")
"""Latin letters with marks: pinyin as books print it."""
_TONE_DIGITS = re.compile(r"(?<![a-z0-9])(?:[a-z]{1,6}[1-5] ?){2,}(?![a-z0-9])", re.IGNORECASE)


def clean(text: str) -> str:
    """Return the question without what cannot be read; blanks between Chinese characters go, others become one."""
    capped = unicodedata.normalize("NFKC", text[:LONGEST])
    capped = _TONED.sub(lambda found: unicodedata.normalize("NFD", found.group()), capped)
    capped = _TONE_DIGITS.sub(lambda found: "".join(mark for mark in found.group() if not mark.isdecimal()), capped)
    shown = "".join(
        " " if unicodedata.category(mark) in {"So", "Sk", "Zs", "Zl", "Zp"} or mark in "\n\t" else mark for mark in capped
    )
    shown = "".join(mark for mark in shown if unicodedata.category(mark) not in _HIDDEN)
    shown = _GAPS.sub("", " ".join(shown.split()))
    return _simplified(shown)


def in_other_numerals(text: str) -> tuple[str, ...]:
    """Return the text with its single digits as Chinese numerals, and with its Chinese numerals as digits, where that is another.

    Names print 二 where people type 2, and 4路 where they type 四路. Each has the length of the text.
    """
    numerals = numerals_of_digits()
    spelled = _DIGIT.sub(lambda found: numerals[int(found.group())], text)
    digits = text.translate({ord(numeral): str(digit) for digit, numeral in enumerate(numerals)})
    return tuple(other for other in (spelled, digits) if other != text)


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
    """Return True for a text that holds letters and no Chinese characters but those of a name; a number is no language."""
    characters = len(_HAN.findall(text))
    if not characters:
        return bool(_LETTER.search(text))
    words = _WORD.findall(text)
    return len(words) >= _SENTENCE and sum(map(len, words)) > _MOSTLY * characters


def chinese_in(text: str) -> str:
    """Return the Chinese words of an English text: the name between its brackets."""
    return " ".join(_HAN_RUN.findall(text))
