"""Short forms that no rule makes from a name (水立方), from a file; an operator's own stand in the store."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from knowledge.index.anatomy import plain
from knowledge.words import table

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def common_aliases() -> Mapping[str, str]:
    """Return what people say everywhere, and the full name it stands for, both comparable."""
    return {plain(rule["said"]): plain(rule["name"]) for rule in table("aliases")["alias"]}
