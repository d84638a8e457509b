"""Characters made comparable without moving any: folded text has the length of the original, so that spans stay true."""

from __future__ import annotations

from functools import cache, lru_cache

from opencc import OpenCC

_ASCII_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys((0x3000, 0xA0, 0x2002, 0x2003, 0x2009), 0x20)
_DASHES = dict.fromkeys((0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE63), ord("-"))
_WAVES = dict.fromkeys((0x301C, 0x223C, 0xFF5E), ord("~"))
_KEPT = {ord(mark): ord(mark) for mark in "，。；：？！（）"}
_FOLDED = {**_ASCII_WIDE, **_SPACES, **_DASHES, **_WAVES, **_KEPT}


def fold(text: str) -> str:
    """Return `text` with full-width letters and digits, odd spaces, dashes and tildes in their ASCII form; the length stays.

    Chinese punctuation （，。；：？！（）） stays as it is: it carries structure.
    """
    return text.translate(_FOLDED)


_HAN = range(0x4E00, 0xA000)
_LEAST_TRADITIONAL, _SHARE = 4, 25
"""A text is in traditional characters when so many of them, and one in so many characters, have a simplified form.

Fewer may stand in a simplified text too: 乾县, 著.
"""


@cache
def _simplified() -> dict[int, int]:
    """Return the simplified form of each traditional character that has one, character for character."""
    characters = [chr(code) for code in _HAN]
    simple = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {ord(one): ord(other) for one, other in zip(characters, simple, strict=True) if one != other and len(other) == 1}


@lru_cache(8)
def simplified(text: str) -> str:
    """Return a text in traditional characters in simplified ones, of the same length; any other text as it is."""
    simple = text.translate(_simplified())
    if simple == text:
        return text
    traditional = sum(one != other for one, other in zip(text, simple, strict=True))
    return simple if traditional >= max(_LEAST_TRADITIONAL, len(text) // _SHARE) else text
