"""One character apart is another service: numerals, directions, levels of government; and the heads of short names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from knowledge.words import table

if TYPE_CHECKING:
    from collections.abc import Mapping

TOLD_APART = ("numeral", "direction")
"""Groups of characters by which the parts of one name are told apart (一院, 东站)."""


@cache
def _groups() -> Mapping[str, frozenset[str]]:
    """Return for each guarding character the names of its groups."""
    found: dict[str, set[str]] = {}
    for guard in table("guards")["guard"]:
        for character in guard["characters"]:
            found.setdefault(character, set()).add(guard["name"])
    return {character: frozenset(names) for character, names in found.items()}


@cache
def heads() -> Mapping[str, tuple[str, ...]]:
    """Return the characters that stand for a kind in short names, with the endings they stand for."""
    return {head["character"]: tuple(head["endings"]) for head in table("guards")["head"]}


@cache
def leading_on() -> str:
    """Return the characters with which no short form ends."""
    characters: str = table("guards")["leading_on"]["characters"]
    return characters


def is_guard(character: str, group: str | None = None) -> bool:
    """Tell whether a character guards names: of any group, or of the one named."""
    names = _groups().get(character)
    return names is not None and (group is None or group in names)


def differ(one: str, other: str) -> bool:
    """Tell whether two characters are different ones of the same group: one name is not the other."""
    return one != other and bool(_groups().get(one, frozenset()) & _groups().get(other, frozenset()))
