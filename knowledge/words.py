"""Word tables from the data folder, read once and checked: a table is a TOML file of knowledge/data/<language>/."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from knowledge.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@cache
def table(name: str, language: str = "zh") -> Mapping[str, Any]:
    """Return the table `name` of a language; DataError when the file is missing or no TOML."""
    path = files("knowledge") / "data" / language / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{language}/{name}.toml: {error}") from error


@cache
def words(name: str, *keys: str) -> tuple[str, ...]:
    """Return the list of words under `keys` of the Chinese table `name`, in its order; DataError when there is none."""
    found = _under(name, keys)
    if not isinstance(found, list):
        raise DataError(f"zh/{name}.toml: {'.'.join(keys)} is {found!r}, expected a list of words")
    return tuple(found)


@cache
def pattern(name: str, *keys: str) -> re.Pattern[str]:
    """Return the regular expression of the entry under `keys` of the Chinese table `name`; DataError when there is none."""
    entry = _under(name, keys)
    try:
        return re.compile(entry["pattern"])
    except (KeyError, TypeError, re.error) as error:
        raise DataError(f"zh/{name}.toml: {'.'.join(keys)} has no pattern that can be read: {error}") from error


def holds_one(text: str, said: Iterable[str]) -> bool:
    """Tell whether one of some words stands in a text."""
    return any(map(text.__contains__, said))


def pattern_in(text: str, name: str, *keys: str) -> re.Pattern[str] | None:
    """Return one pattern for those rows under `keys` that can match in a text, as it holds one of their words; None for none.

    Looking for a few words is much faster than for a pattern at each place, and a text has words of few rows.
    """
    held = tuple(number for number, row in enumerate(_under(name, keys)) if holds_one(text, row["holds"]))
    return _joined(held, name, *keys) if held else None


@cache
def _joined(numbers: tuple[int, ...], name: str, *keys: str) -> re.Pattern[str]:
    rows = _under(name, keys)
    return re.compile("|".join(f"(?:{rows[number]['pattern']})" for number in numbers))


def _under(name: str, keys: tuple[str, ...]) -> Any:
    found: Any = table(name)
    for key in keys:
        try:
            found = found[key]
        except (KeyError, TypeError) as error:
            raise DataError(f"zh/{name}.toml: key {'.'.join(keys)} is missing") from error
    return found


def alternatives(words: Iterable[str]) -> str:
    """Return a regular expression for any of `words`, of those that begin alike the longest first.

    They are grouped by their first character: at most places of a text one look tells that none of a group begins there.
    """
    ordered = sorted({*words} - {""}, key=lambda word: (word[0], -len(word), word))
    told = []
    for first, group in groupby(ordered, itemgetter(0)):
        rests = [re.escape(word[1:]) for word in group]
        told.append(re.escape(first) + (rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})"))
    return "|".join(told)


def alternatives_here(words: Iterable[str]) -> str:
    """Return the same for a pattern that is tried at one place: of many words, most often none begins with what stands there.

    One look at the first character tells so. A pattern that is searched for is faster without.
    """
    told = {*words} - {""}
    firsts = "".join(sorted({word[0] for word in told}))
    return f"(?=[{re.escape(firsts)}])(?:{alternatives(told)})"
