"""Numbers that tell which one of several is meant: lines (4号线), trains (K113), schools and hospitals (一院), exits (D口)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knowledge.dates.numerals import Numerals
from knowledge.words import alternatives, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knowledge.model import Span

_BETWEEN = 4
"""Characters that may stand between a number and what it numbers: 第二人民医院."""
_LETTER = r"(?<![a-z])[a-z]\d?"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number in a text with what it numbers. `span` is half-open, characters of that text."""

    span: Span
    number: str
    """In digits; the letter of an exit."""
    unit: str


@cache
def _units() -> Mapping[str, tuple[str, ...]]:
    """Return what is said behind a number, and what names print for it."""
    rules = table("guards")["numbered"]
    called = (*rules["short"], *rules["lettered"])
    return {unit: (unit,) for unit in rules["named"]} | {one["said"]: tuple(one["printed"]) for one in called}


@cache
def _named() -> re.Pattern[str]:
    return re.compile(rf"\d+(?:{alternatives(table('guards')['numbered']['named'])})$|^[a-z]{{1,2}}\d{{2,}}$")


def is_numbered(words: str) -> bool:
    """Tell words that end in the number of a line (860路) or are that of a train (k113): the number tells which one it is."""
    return bool(_named().search(words))


@cache
def _number() -> str:
    return rf"\d+|[{table('guards')['numbered']['numerals']}]+"


@cache
def _said() -> re.Pattern[str]:
    rules = table("guards")["numbered"]
    short = (f"{one['said']}(?![{one['unless']}])" if one["unless"] else one["said"] for one in reversed(rules["short"]))
    return re.compile(rf"({_number()})({'|'.join((alternatives(rules['named']), *short))})")


@cache
def _lettered() -> re.Pattern[str]:
    units = (one["said"] for one in table("guards")["numbered"]["lettered"])
    return re.compile(rf"({_LETTER})({alternatives(units)})")


@cache
def _printed(unit: str) -> re.Pattern[str]:
    """Return the pattern of what a name prints for a unit; of two letters in a row (A、B口) each stands for itself."""
    gap = f"[^{table('guards')['numbered']['numerals']}\\d]"
    number = _LETTER if _lettered().fullmatch(f"a{unit}") else _number()
    return re.compile(rf"({number})(?={gap}{{0,{_BETWEEN}}}?(?:{alternatives(_units()[unit])}))")


@cache
def _numerals() -> Numerals:
    return Numerals(**table("date_words")["numerals"])


def _digits(number: str) -> str:
    return number if number[0].isalpha() and number.isascii() else str(_numerals().read(number))


def numbers_said(text: str) -> Iterator[Numbered]:
    """Yield the numbers in a comparable text that may tell one of several."""
    for found in (*_said().finditer(text), *_lettered().finditer(text)):
        yield Numbered(found.span(), _digits(found[1]), found[2])


def numbers_printed(unit: str, name: str) -> frozenset[str]:
    """Return, in digits or letters, the numbers a comparable name prints for a `unit` said: that of 第二医院 for 二院."""
    return frozenset(_digits(found[1]) for found in _printed(unit).finditer(name))


def is_number_of(words: str, name: str) -> bool:
    """Tell whether words are but a number and its unit (八中), and a comparable name prints that number for it (第八中学)."""
    said = _said().fullmatch(words)
    return said is not None and _digits(said[1]) in numbers_printed(said[2], name)
