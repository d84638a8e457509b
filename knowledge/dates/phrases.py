"""Words that make one date together: year, month, day and hour found one after another are put into one phrase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.dates.fields import Value
    from knowledge.dates.rules import Grammar, Rule

_DAY = 4


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of one date, and what they fill."""

    start: int
    end: int
    rules: tuple[Rule, ...]
    slots: dict[str, Value]
    finest: int

    @property
    def name(self) -> str:
        """The names of the rules it was read with."""
        return " + ".join(rule.name for rule in self.rules)

    @property
    def role(self) -> str | None:
        """What the words themselves make of the date."""
        return self.rules[0].role

    def stands_alone(self, *, asking: bool) -> bool:
        """Return whether these words are a date without others beside them."""
        alone = {rule.alone for rule in self.rules}
        return "always" in alone or (asking and alone != {"never"})

    def leans_on_another(self) -> bool:
        """Return whether the day is the one spoken of last, or counted from it, and a time or the wording makes it a date."""
        return "anchor_shift" in self.slots and (self.finest > _DAY or self.rules[0].alone == "anchored")


def phrases(text: str, grammar: Grammar) -> Iterator[Phrase]:
    """Yield every phrase of `text` (folded), in order. Linear: each place is looked at once."""
    position = 0
    while found := grammar.opens.search(text, position):
        phrase = _phrase_at(text, found.start(), grammar)
        if phrase is None:
            position = found.end()
            continue
        if phrase.slots:
            yield phrase
        position = phrase.end


def _phrase_at(text: str, start: int, grammar: Grammar) -> Phrase | None:
    phrase = _piece(text, start, grammar, None)
    while phrase is not None and phrase.slots:
        longer = _joined(text, phrase, grammar)
        if longer is None:
            return phrase
        phrase = longer
    return phrase


def _piece(text: str, start: int, grammar: Grammar, ended: int | None) -> Phrase | None:
    hit = grammar.at(text, start, ended)
    if hit is None:
        return None
    rule, match = hit
    if match.end() == start:
        return None
    slots = {} if rule.empty else rule.fields(match)
    return None if slots is None else Phrase(start, match.end(), (rule,), slots, rule.finest)


def _joined(text: str, phrase: Phrase, grammar: Grammar) -> Phrase | None:
    """Return `phrase` with the words behind it, when they are finer; a weekday beside a date only confirms it."""
    more, last = None, -1
    for gap in (grammar.inside, grammar.confirms):
        between = gap.match(text, phrase.end)
        at = between.end() if between else phrase.end
        more, last = (more if at == last else _piece(text, at, grammar, phrase.finest)), at
        if more is None or not more.slots:
            continue
        rule = more.rules[0]
        if gap is grammar.inside and rule.coarsest > phrase.finest:
            return _with(phrase, more, {**phrase.slots, **more.slots}, max(phrase.finest, more.finest))
        if more.slots.keys() == {"weekday"} and "day" in phrase.slots and phrase.finest == _DAY:
            return _with(phrase, more, phrase.slots, phrase.finest)
        if phrase.slots.keys() == {"weekday"} and "month" in more.slots:
            return _with(phrase, more, more.slots, more.finest)
    return None


def _with(phrase: Phrase, more: Phrase, slots: dict[str, Value], finest: int) -> Phrase:
    return Phrase(phrase.start, more.end, (*phrase.rules, *more.rules), slots, finest)
