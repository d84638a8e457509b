"""The natural next questions, each only where the notices hold something to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.ways import contact, how
from bot.model import Intent
from knowledge.model import End, Status

if TYPE_CHECKING:
    from bot.model import Reading
    from knowledge.timeline import Standing


_DATED = {Status.RESCHEDULED, Status.SCHEDULED, Status.DELAYED}


def follow_ups(standing: Standing, reading: Reading) -> tuple[tuple[str, str], ...]:
    """Return follow-ups as (name in the replies, service), in the order people ask them; never the question just answered."""
    if not standing.told:
        return ()
    main, name = standing.told[0], standing.service.name
    offered = {
        Intent.UNTIL: not main.status.available and main.start_date is None and main.end is not End.UNSTATED,
        Intent.WHEN: main.start_date is not None and main.status in _DATED,
        Intent.WHY: any(f.cause_text for f in standing.told),
        Intent.HOW: bool(how(standing).lines),
        Intent.CONTACT: bool(contact(standing).lines),
        Intent.SOURCE: True,
    }
    return tuple((str(intent), name) for intent, has in offered.items() if has and intent is not reading.intent)
