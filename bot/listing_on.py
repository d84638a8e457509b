"""A list asked for again: of another kind, place or state than the one before it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.model import Intent
from bot.understanding.intents import LISTS, listed_as

if TYPE_CHECKING:
    from bot.memory import Memory
    from bot.model import Reading


def listed_on(reading: Reading, memory: Memory) -> Reading:
    """Return a reading that changes the list told before as that list; a list of no place as one of the place spoken of."""
    last = memory.reading()
    if reading.intent is Intent.LIST:
        return replace(reading, place=reading.place or memory.place)
    if last.intent not in LISTS or reading.mentions or reading.unknown_names:
        return reading
    statuses = listed_as(reading.presumed)
    other = reading.kind or reading.place or statuses
    if not other or not (reading.refers or reading.kind) or reading.intent not in {Intent.STATUS, last.intent}:
        return reading
    return replace(
        reading,
        intent=last.intent,
        place=reading.place or memory.place,
        when=reading.when or last.when,
        statuses=statuses or last.statuses,
        refers=False,
    )
