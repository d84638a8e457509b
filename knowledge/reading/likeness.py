"""When two names of one notice are the same, or one is short for the other."""

from __future__ import annotations

from functools import lru_cache

from knowledge.reading.sharing import scopes
from knowledge.words import pattern

_SAME_TAIL = 2
"""Characters two names end alike in when one sums up the other (武汉堂食, 武汉餐饮企业堂食)."""


@lru_cache(4096)
def core(name: str) -> str:
    """Return a name without the words for how far it reaches (全市, 境内)."""
    return scopes().sub("", name)


def is_short_for(short: str, name: str) -> bool:
    """Return True when `short` is left when characters of `name` are dropped."""
    at = 0
    for mark in short:
        at = name.find(mark, at) + 1
        if not at:
            return False
    return True


def same_numbers(one: str, other: str) -> bool:
    """Return True when two names hold the same numerals and directions: 一号线 is not 二号线.

    A year that only one of them says makes no difference.
    """
    numbers, years = pattern("names", "numbers"), pattern("names", "years")
    if bool(years.search(one)) != bool(years.search(other)):
        one, other = years.sub("", one), years.sub("", other)
    return sorted(numbers.findall(one)) == sorted(numbers.findall(other))


def contains(name: str, part: str) -> bool:
    """Return True when `part` can be short for `name`."""
    return is_short_for(core(part), core(name))


def alike(name: str, other: str) -> bool:
    """Return True when one of two names can be short for the other, or sums it up."""
    short, long = sorted((core(name), core(other)), key=len)
    return is_short_for(short, long) or short[-_SAME_TAIL:] == long[-_SAME_TAIL:]
