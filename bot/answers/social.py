"""What is said to people rather than about services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Intent, Outcome
from bot.told import Answer, say

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Reading
    from knowledge.base import KnowledgeBase

SENTENCES = {
    Intent.GREETING: "greeting",
    Intent.THANKS: "thanks",
    Intent.HELP: "help",
    Intent.REJECT: "reject",
    Intent.NOTHING: "nothing",
}


def social(reading: Reading, base: KnowledgeBase, asked_at: datetime) -> Answer:
    """Return the greeting, thanks or help, with a service that is held as an example of a question."""
    lines = [say(SENTENCES[reading.intent])]
    services = base.services(asked_at)
    if services and reading.intent not in {Intent.THANKS, Intent.REJECT}:
        lines.append(say("example", service=services[0].name))
    return Answer(Outcome.SOCIAL, tuple(lines), reading=reading)
