"""Characters made comparable without moving any: folded text has the length of the original, so that spans stay true."""

from __future__ import annotations

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
