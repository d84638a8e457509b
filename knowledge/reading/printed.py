"""Whether a notice prints a name: of words that stand apart only a kind or a place makes one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.kinds import kind_of
from knowledge.marks import PARENTHESIS
from knowledge.places import find_places
from knowledge.reading.rooms import is_house
from knowledge.words import pattern

if TYPE_CHECKING:
    from knowledge.model import Fact

_DIGIT = re.compile(r"\d")
_LONG = 4
"""Characters of what a list says once for all its members that cannot stand there by chance."""


def is_printed(fact: Fact) -> bool:
    """Tell whether a fact's service can be called so: it has a kind or a place, it is a room, or the notice prints it whole.

    A house and what it offers need not stand together (某医院 and 线上复诊), nor a year that a list says once.
    """
    name, text = fact.service, fact.notice.text
    dated = pattern("names", "date_prefix").match(name)
    if (name[dated.end() :] if dated else name) in text or fact.kind or name in fact.notice.publisher:
        return True
    if kind_of(name) or find_places(name) or pattern("names", "room").search(name):
        return True
    if name in PARENTHESIS.sub("", text):
        return True
    return any(
        (is_house(name[:at]) or len(name) - at >= _LONG or _DIGIT.search(name[at:])) and name[:at] in text and name[at:] in text
        for at in range(2, len(name) - 1)
    )
