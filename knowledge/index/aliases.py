"""Short forms that no rule makes from a name (水立方), from a file; an operator's own stand in the store."""

from __future__ import annotations

from functools import cache, lru_cache

from knowledge.index.anatomy import plain
from knowledge.words import table

_KEPT = 4096
"""Names whose other forms are kept: those of the services being asked about."""


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    """Return pairs of what people say everywhere and a full name it stands for, both comparable; one may stand for several."""
    return tuple((plain(rule["said"]), plain(rule["name"])) for rule in table("aliases")["alias"])


@lru_cache(maxsize=_KEPT)
def called_also(name: str) -> tuple[str, ...]:
    """Return a comparable name from where people say something else for a part of it on, with that: 考研初试.

    What stands before it is left out: beside the new words it would make others, 国考 of 全国考研.
    """
    return tuple(said + name[name.index(full) + len(full) :] for said, full in _pairs() if full in name)
