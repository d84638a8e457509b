"""Word tables from the data folder, read once and checked: a table is a TOML file of knowledge/data/<language>/."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
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


def alternatives(words: Iterable[str]) -> str:
    """Return a regular expression for any of `words`, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)) if word)
