"""A kind's word behind a name, of another sort than what bears the name: 太山地铁站 is no scenic area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.understanding.kind_words import sights
from bot.understanding.lexicon import possessives
from bot.understanding.told import whole
from knowledge.index.anatomy import anatomy
from knowledge.index.members import kinds_of
from knowledge.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Mention
    from bot.understanding.scene import KindWord, Scene

_LONGEST_WHERE = 4
"""Characters between a name and what lies beside it: 旁边的."""


def other_beside(scene: Scene, mentions: Sequence[Mention], said: Sequence[KindWord]) -> str:
    """Return the word of what is asked about in place of the service named; "" when that itself is, or its notices tell of both.

    `said`: the words of kinds that are no part of a name.
    """
    if len(mentions) != 1:
        return ""
    mention = mentions[0]
    services = [match.service for match in mention.matches]
    own = {kind for service in services for kind in (*kinds_of(service), *anatomy(service.name).kinds)}
    for one in said:
        if one.closes_names and _stands_behind(scene.text[mention.span[1] : one.span[0]], mention, one):
            told = one.word in whole(services, scene.index)
            return "" if not own or told or _is_of_a_sort(one.kinds, own) else one.word
    return ""


def _stands_behind(between: str, mention: Mention, one: KindWord) -> bool:
    if one.span[0] < mention.span[1]:
        return False
    return not between or (len(between) <= _LONGEST_WHERE and between[-1] in possessives())


def _is_of_a_sort(one: frozenset[str], own: set[str]) -> bool:
    """Tell whether people may say one kind's word for another: a park for a scenic area, a train for its station."""
    if one & own or (one & sights() and own & sights()):
        return True
    groups = {kinds()[kind].group for kind in one}
    return any(kinds()[kind].group in groups for kind in own if kind not in sights()) and one.isdisjoint(sights())
