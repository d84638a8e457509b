"""English questions: words of kinds put into Chinese, names found by their pinyin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.understanding.latin import english_endings, english_pointing, english_small_words, english_subject, english_words
from bot.understanding.pinyin import place_spelled, places_spelled
from knowledge.index.sounds import spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.index import Index, Match
    from knowledge.model import Span

_WORD = re.compile(r"[a-z]+")
_MOST_WORDS = 5
"""Words of English that the pinyin of a name may be written in."""
_SHORTEST = 5
"""Letters from which words may be the pinyin of a name: shorter ones are English."""


def in_chinese(text: str, index: Index) -> tuple[str, tuple[Span, ...]]:
    """Return the Chinese words of the kinds and the places that a lower-case text speaks of, and where they stand."""
    found: list[tuple[Span, str]] = []
    for english, chinese in english_words().items():
        for match in re.finditer(rf"\b{re.escape(english)}(?:s|es)?\b", text):
            if not any(a < match.end() and match.start() < b for (a, b), _ in found):
                found.append((match.span(), chinese))
    spelt = (word for word in _WORD.finditer(text) if word.group() in places_spelled())
    found += [(word.span(), place_spelled(word.group(), index.held_places)) for word in spelt]
    found.sort()
    return " ".join(dict.fromkeys(chinese for _, chinese in found)), tuple(span for span, _ in found)


def subject(text: str, explained: Sequence[Span]) -> str | None:
    """Return the name a lower-case question asks after the state of; None where all of it is explained or only points."""
    found = english_subject().search(text)
    if found is None:
        return None
    words = [word for word in _WORD.finditer(text, *found.span("name")) if word.group() not in english_pointing()]
    if all(any(a < word.end() and word.start() < b for a, b in explained) for word in words):
        return None
    return text[words[0].start() : words[-1].end()]


def names_spelled(text: str, index: Index) -> tuple[Span, tuple[Match, ...]] | None:
    """Return where a lower-case text names a service in whole words of pinyin, and the services; the longest name first.

    An English word may stand for the end of the name: Yuquan Mountain.
    """
    words = list(_WORD.finditer(text))
    small, endings = english_small_words(), english_endings()
    plain = [word.group() if word.group() not in small and spelled(word.group()) else "" for word in words]
    for length in range(min(_MOST_WORDS, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            part = plain[start : start + length]
            if not all(part):
                continue
            end = start + length
            following = words[end].group() if end < len(words) else ""
            for tail in ("", *endings.get(following, ())):
                letters = "".join(part) + tail
                matches = index.spelled(letters) if len(letters) >= _SHORTEST and letters not in places_spelled() else ()
                whole = tuple(match for match in matches if match.words.replace(" ", "") == letters)
                if whole:
                    return (words[start].start(), words[end - 1].end()), whole
    return None
