"""Where the last answer stood: the source of each fact, or passage, it told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.sources import full_source, located
from bot.model import Outcome
from bot.told import Answer, say

if TYPE_CHECKING:
    from bot.memory import Memory
    from bot.model import Reading
    from knowledge.base import KnowledgeBase

_MOST = 3


def cited(memory: Memory, base: KnowledgeBase, reading: Reading) -> Answer:
    """Return where the last answer stood, from the facts or the passages it told."""
    if passages := memory.passages_told(base):
        lines = tuple(line for one in passages[:_MOST] for line in located(one.notice, one.span, [one.span]))
        return Answer(Outcome.EXCERPT, lines, excerpts=passages, reading=reading)
    facts = memory.facts_told(base)
    if not facts:
        return Answer(Outcome.SOCIAL, (say("source_nothing"),), reading=reading)
    services = memory.services_known(base, memory.at) if memory.at else ()
    lines = tuple(line for fact in facts[:_MOST] for line in full_source(fact))
    return Answer(Outcome.ANSWER, lines, services, facts, reading=reading)
