"""Who speaks in a text, an issuer or a person: what a person tells of his day announces nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knowledge.words import alternatives, table

if TYPE_CHECKING:
    from knowledge.model import Notice

_TITLE = 30
"""Characters in which a text without a headline shows what kind it is."""
_SAMPLE = 1200
"""Characters looked at; a register shows itself early."""
_MOST = 3
"""Times a turn of speech is counted: however long a text is, it sounds no more of talk."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who seems to speak in a text: the weights of what sounds of a person and of what sounds of an issuer."""

    personal: float
    """By words that only people use of their day."""
    turns: float
    """By turns of speech of those who tell a story; issuers that chat use some, too."""
    formal: float
    signs: int
    """How many words sound of a person."""

    @property
    def talk(self) -> float:
        """By how much it sounds more of talk than of an issuer; negative when it sounds of an issuer."""
        return self.personal + self.turns - self.formal

    @property
    def neutral(self) -> bool:
        """True when nothing in it sounds of a person."""
        return not (self.personal or self.turns)

    @property
    def of_a_person(self) -> bool:
        """True when it speaks of one person's day rather than for an issuer."""
        rules = table("register")
        return self.signs >= rules["least_signs"] and self.personal - self.formal >= float(rules["limit"])

    @property
    def tells_a_story(self) -> bool:
        """True when words and turns together sound as much of talk as the words of a person would."""
        rules = table("register")
        return self.signs + self.turns >= rules["least_signs"] and self.talk >= float(rules["limit"])


@dataclass(frozen=True, slots=True)
class _Rule:
    side: str
    weight: float
    hint: re.Pattern[str] | None
    """What a text must hold to be looked through; None for a rule that is looked for at once."""
    told: re.Pattern[str]
    spared: frozenset[str]
    """Longer words that only hold one of those it tells."""
    turn: bool
    """True for a turn of speech, which counts as often as it stands; a word counts once."""


@cache
def _rules() -> tuple[_Rule, ...]:
    rules = []
    for side in ("personal", "formal"):
        for rule in table("register")[side]:
            turn = "pattern" in rule
            spared = frozenset(rule.get("except_in", ()))
            told = re.compile(rule["pattern"] if turn else alternatives((*rule["words"], *spared)))
            hint = re.compile(rule["hint"]) if "hint" in rule else None
            rules.append(_Rule(side, float(rule["weight"]), hint, told, spared, turn))
    return tuple(rules)


def voice_of(text: str) -> Voice:
    """Return who seems to speak in a text."""
    weights = {"personal": 0.0, "turns": 0.0, "formal": 0.0}
    signs = 0
    for rule in _rules():
        if rule.hint and not rule.hint.search(text, 0, _SAMPLE):
            continue
        found = [word for word in rule.told.findall(text, 0, _SAMPLE) if word not in rule.spared]
        seen = min(len(found), _MOST) if rule.turn else len(set(found))
        weights["turns" if rule.turn and rule.side == "personal" else rule.side] += rule.weight * seen
        signs += seen if rule.side == "personal" and not rule.turn else 0
    return Voice(**weights, signs=signs)


@cache
def _genre() -> re.Pattern[str]:
    return re.compile("|".join(rule["pattern"] for rule in table("register")["genre"]))


def announces_nothing(notice: Notice) -> bool:
    """Return True for a text of a kind that announces nothing, by its title or publisher: an opinion, a court report."""
    title = notice.headline or notice.text[:_TITLE]
    return bool(_genre().search(title) or _genre().search(notice.publisher))
