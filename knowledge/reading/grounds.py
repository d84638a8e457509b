"""What a long text is believed: a paper of measures speaks of things in general, a notice of a service, a place and a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.kinds import kind_of, kinds
from knowledge.model import End
from knowledge.places import find_places
from knowledge.reading.service_words import needs_place
from knowledge.words import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Fact

_LONG = 400
"""Characters of a text in which there is room to say of what, where and when; a shorter one is taken at its word."""
_CLASSES = "other"
"""The group of kinds whose words mean a class of bodies more often than one of them: companies, quarters."""


def with_grounds(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts of one notice that can be told: all of them, but where most of a long text has no day and no grounds.

    There only those with grounds are told.
    """
    if not facts or len(facts[0].notice.text) <= _LONG:
        return list(facts)
    grounded = [fact for fact in facts if _has_grounds(fact)]
    announced = sum(_has_a_day(fact) or _has_grounds(fact) for fact in facts)
    return grounded if 2 * announced < len(facts) else list(facts)


def _has_grounds(fact: Fact) -> bool:
    """Tell whether a fact says two of these: which service it is, where, since or until when, and that it was decided."""
    dated = _has_a_day(fact) or fact.end is not End.UNSTATED
    decided = pattern("register", "decided").search(fact.notice.text, *fact.span)
    return sum((_names_one(fact.service), bool(find_places(fact.service)), dated, bool(decided))) > 1


def _names_one(name: str) -> bool:
    """Tell whether a name is that of a service of a kind, and no word for all of the kind (企业, 公共场所)."""
    kind = kinds().get(kind_of(name) or "")
    return kind is not None and kind.group != _CLASSES and not needs_place(name)


def _has_a_day(fact: Fact) -> bool:
    return any((fact.valid_from, fact.valid_until, fact.start_date, fact.recurrence))
