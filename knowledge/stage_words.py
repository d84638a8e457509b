"""Which stage of an exam, a race or a fair a name tells (某考试报名), and how people ask for it."""

from __future__ import annotations

import re
from functools import cache

from knowledge.words import alternatives, table


@cache
def _told() -> re.Pattern[str]:
    return re.compile(f"(?P<told>{alternatives(rule['told'] for rule in table('stages')['stage'] if rule.get('asked'))})$")


@cache
def _asked(told: str) -> re.Pattern[str]:
    rules = (rule for rule in table("stages")["stage"] if rule.get("told") == told)
    return re.compile(alternatives(word for rule in rules for word in rule["asked"]))


def stage_of(name: str) -> str:
    """Return the stage a name closes with, with what belongs to it before it; empty when it tells none."""
    found = _told().search(name)
    return found["told"] if found and found.start() else ""


def asks_for(stage: str, question: str) -> bool:
    """Tell whether a question speaks of a stage; of the day itself when `stage` is empty: it speaks of none."""
    if stage:
        return _asked(stage).search(question) is not None
    return not any(_asked(rule["told"]).search(question) for rule in table("stages")["stage"] if rule.get("asked"))
