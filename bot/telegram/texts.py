"""The rim's own sentences in a language, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from knowledge.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("zh", "en")


@cache
def texts(language: str) -> Mapping[str, str]:
    """Return the sentences of bot/data/<language>/telegram.toml; DataError when a language lacks one that another has."""
    tables = {one: _table(one) for one in LANGUAGES}
    for one, table in tables.items():
        missing = set().union(*tables.values()) - set(table)
        if missing:
            raise DataError(f"{one}/telegram.toml: {', '.join(sorted(missing))} missing")
    return tables[language if language in tables else LANGUAGES[0]]


def commands(language: str) -> Mapping[str, str]:
    """Return the menu: each command and what it does."""
    return dict(_tables(language)["commands"])


def operator_commands(language: str) -> Mapping[str, str]:
    """Return what operators find in their menu besides."""
    return dict(_tables(language)["operator_commands"])


def _table(language: str) -> dict[str, str]:
    return {name: words for name, words in _tables(language).items() if isinstance(words, str)} | {"language": language}


@cache
def _tables(language: str) -> dict[str, Any]:
    return tomllib.loads(files("bot").joinpath("data", language, "telegram.toml").read_text(encoding="utf-8"))
