"""Whether a text speaks as an issuer or as a person: what a person tells of his day announces nothing."""

from __future__ import annotations

import re
from functools import cache

from knowledge.words import alternatives, table

_TITLE = 30
"""Characters in which a text without a headline shows what kind it is."""
_SAMPLE = 1200
"""Characters looked at; a register shows itself early."""


@cache
def _rules() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    rules = []
    for side in ("personal", "formal"):
        for rule in table("register")[side]:
            spared = alternatives(rule.get("except_in", ()))  # longer words that only hold one of the words
            told = f"(?P<word>{alternatives(rule['words'])})"
            rules.append((side, float(rule["weight"]), re.compile(f"(?:{spared})|{told}" if spared else told)))
    return tuple(rules)


@cache
def _genre() -> re.Pattern[str]:
    return re.compile("|".join(rule["pattern"] for rule in table("register")["genre"]))


def announces_nothing(publisher: str, headline: str, text: str) -> bool:
    """Return True for a text of a kind that announces nothing, an opinion or a court report, or told by a person of his day."""
    title = headline or text[:_TITLE]
    return bool(_genre().search(title) or _genre().search(publisher)) or is_personal(text)


def is_personal(text: str) -> bool:
    """Return True when a text speaks of one person's day rather than for an issuer."""
    scores = {"personal": 0.0, "formal": 0.0}
    signs = 0
    for side, weight, told in _rules():
        seen = len({match["word"] for match in told.finditer(text[:_SAMPLE])} - {None})
        scores[side] += weight * seen
        signs += seen if side == "personal" else 0
    least = table("register")["least_signs"]
    return signs >= least and scores["personal"] - scores["formal"] >= float(table("register")["limit"])
