"""Whether a text speaks as an issuer or as a person: what a person tells of his day announces nothing."""

from __future__ import annotations

import re
from functools import cache

from knowledge.words import alternatives, table

_SAMPLE = 1200
"""Characters looked at; a register shows itself early."""


@cache
def _rules() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    rules = []
    for side in ("personal", "formal"):
        for rule in table("register")[side]:
            words = re.compile(alternatives(rule["words"]))
            if rule.get("except_in"):
                words = re.compile(f"(?:{alternatives(rule['except_in'])})|(?P<word>{alternatives(rule['words'])})")
            rules.append((side, float(rule["weight"]), words))
    return tuple(rules)


def is_personal(text: str) -> bool:
    """Return True when a text speaks of one person's day rather than for an issuer."""
    scores = {"personal": 0.0, "formal": 0.0}
    for side, weight, words in _rules():
        found = {match.group() for match in words.finditer(text[:_SAMPLE]) if "word" not in words.groupindex or match["word"]}
        scores[side] += weight * len(found)
    return scores["personal"] - scores["formal"] >= float(table("register")["limit"]) and scores["personal"] > 0
