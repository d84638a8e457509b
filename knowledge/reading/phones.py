"""Telephone numbers in a text: the number to dial, and the word for what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knowledge.marks import GLUE
from knowledge.words import alternatives, pattern, table, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.model import Span

_LABEL_REACH = 16
"""Characters before or after a number in which its label may stand."""
_HOTLINE_BEFORE, _HOTLINE_AFTER = 8, 4
"""Characters in which a word must say that a short number is one to dial."""
_DIGITS = re.compile(r"\d{3}")
_COUNTS = re.compile(r"\d(?<![^一-鿿]\d)\d{0,5}(?![^一-鿿])")
"""Digits between Chinese characters, too few for a number: the library would try each day and hour of a text."""
_AREA = re.compile(r"^(0\d{2,3})[- ]?")
_CLOSED = re.compile(r"^\d+[)）]")
_OPENING = ("(", "（")
_COUNTRY = "CN"


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is dialled, and where it stands (half-open offsets in the text)."""

    span: Span
    number: str
    label: str


def find_phones(plain: str) -> Iterator[Phone]:
    """Yield the telephone numbers of folded text: full ones in order, then short ones that a word shows to be dialled."""
    if _DIGITS.search(plain):
        for span, number in (*_full(plain), *_short(plain), *_local(plain)):
            yield Phone(span, number, _label(plain, *span))


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(alternatives(words("channels", "phone", "labels")))


def _label(plain: str, start: int, end: int) -> str:
    before = [match.group() for match in _labels().finditer(plain, max(0, start - _LABEL_REACH), start)]
    after = _labels().search(plain, end, end + _LABEL_REACH)
    generic = words("channels", "phone", "hotline_words")
    return (
        next((word for word in reversed(before) if word not in generic), None)
        or (after.group() if after else "")
        or (before[-1] if before else str(table("channels")["phone"]["label"]))
    )


def _full(plain: str) -> Iterator[tuple[Span, str]]:
    """Yield each full number, with a shared area code and an extension."""
    import phonenumbers  # noqa: PLC0415 - its tables take time to load and most texts name no number

    numbers = _COUNTS.sub(lambda found: GLUE * len(found.group()), plain)
    for match in phonenumbers.PhoneNumberMatcher(numbers, _COUNTRY, leniency=phonenumbers.Leniency.VALID):
        area = _AREA.match(match.raw_string)
        raw = match.raw_string.lstrip("(（")
        if _CLOSED.search(raw) and plain[match.end - len(raw) - 1 : match.end - len(raw)] in _OPENING:
            raw = plain[match.end - len(raw) - 1] + raw
        extension = pattern("channels", "extension").match(plain, match.end)
        end = extension.end() if extension else match.end
        yield (match.end - len(raw), end), raw + (extension.group() if extension else "")
        end = match.end
        while area and (more := pattern("channels", "shared_area").match(plain, end)):
            yield (more.start("value"), more.end()), f"{area.group(1)}-{more['value']}"
            end = more.end()


def _short(plain: str) -> Iterator[tuple[Span, str]]:
    said = words("channels", "phone", "hotline_words")
    for match in pattern("channels", "short_number").finditer(plain):
        near = plain[max(0, match.start() - _HOTLINE_BEFORE) : match.end() + _HOTLINE_AFTER]
        behind = plain.startswith(words("channels", "phone", "hotline_behind"), match.end())
        if behind or any(word in near for word in said):
            yield match.span(), match.group()


def _local(plain: str) -> Iterator[tuple[Span, str]]:
    """Yield numbers without an area code, and those listed behind them."""
    for match in pattern("channels", "local_number").finditer(plain):
        yield match.span("value"), match["value"]
        end = match.end()
        while more := pattern("channels", "shared_area").match(plain, end):
            yield more.span("value"), more["value"]
            end = more.end()
