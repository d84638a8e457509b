"""What is set anew without a day: where it is done now (移至西广场办理), how it runs now (改为逢整点发车)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from knowledge.model import Status
from knowledge.words import table

if TYPE_CHECKING:
    from knowledge.reading.cues import Cue


@cache
def _rules() -> tuple[tuple[Status, re.Pattern[str]], ...]:
    return tuple((Status(rule["status"]), re.compile(rule["pattern"])) for rule in table("cues")["set_otherwise"])


def set_otherwise(view: str, cue: Cue, stop: int) -> Status | None:
    """Return what something is that is set anew, by what stands up to `stop` behind the cue; None when that is a day."""
    if cue.needs != "date":
        return None
    return next((status for status, told in _rules() if told.fullmatch(view, cue.span[1], stop)), None)
