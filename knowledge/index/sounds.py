"""How characters sound: toned and toneless pinyin, and pinyin as people type it."""

from __future__ import annotations

import os
import unicodedata
from functools import cache

from knowledge.words import table

_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_LONGEST_SYLLABLE = 6
_VOWELS = frozenset("aeiouv")


@cache
def _readings() -> dict[int, str]:
    """Return pypinyin's table of single characters. Its table of phrases costs 60 MB and reads.

    place names wrongly: it stays unloaded.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 - takes long to load and is seldom needed

    return pinyin_dict


@cache
def toned(character: str) -> frozenset[str]:
    """Return every reading of a character as letters and tone, like `shan1`; empty for what is no Chinese character."""
    named = table("sounds")["place_readings"].get(character, ())
    marked = _readings().get(ord(character), "").split(",") if len(character) == 1 else []
    return frozenset([*named, *(_numbered(syllable) for syllable in marked if syllable)])


@cache
def usual(character: str) -> frozenset[str]:
    """Return its usual reading with the tone, and those it has in names of places."""
    named = table("sounds")["place_readings"].get(character, ())
    marked = _readings().get(ord(character), "").split(",") if len(character) == 1 else []
    return frozenset([*named, *(_numbered(syllable) for syllable in marked[:1] if syllable)])


def _numbered(syllable: str) -> str:
    letters, tone = "", "5"
    for mark in unicodedata.normalize("NFD", syllable.replace("ü", "v")):
        if mark in _TONES:
            tone = _TONES[mark]
        elif mark.isascii():
            letters += mark
    return letters + tone


@cache
def toneless(character: str) -> frozenset[str]:
    """Return every reading of a character without its tone."""
    return frozenset(reading[:-1] for reading in toned(character))


@cache
def blurred(character: str) -> frozenset[str]:
    """Return its readings with the sounds made one that dialects and input methods mix up (sh and s, n and l, ing and in)."""
    merged = table("sounds")["merged"]
    found = set()
    for reading in toneless(character):
        blurry = reading
        for sound, other in merged:
            blurry = blurry.replace(sound, other)
        found.add(blurry)
    return frozenset(found)


@cache
def syllables() -> frozenset[str]:
    """Return every syllable of pinyin without tone."""
    characters = (chr(code) for code in _readings() if 0x4E00 <= code < 0x9FFF)  # noqa: PLR2004
    return frozenset(reading for one in characters for reading in toneless(one) if not _VOWELS.isdisjoint(reading))


def spelled(letters: str) -> bool:
    """Tell whether letters are pinyin from the first to the last."""
    reach = {0}
    for start in range(len(letters)):
        if start in reach:
            reach |= {
                end
                for end in range(start + 1, min(start + _LONGEST_SYLLABLE, len(letters)) + 1)
                if letters[start:end] in syllables()
            }
    return bool(letters) and len(letters) in reach
