"""What a notice says about an earlier notice: a value corrected, a notice taken back."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from knowledge.kinds import kind_of
from knowledge.model import Evidence, Fact, Notice, Relation, Status
from knowledge.reading.lists import clean
from knowledge.words import table, words

if TYPE_CHECKING:
    from knowledge.model import Span

_TITLE = re.compile(r"《([^《》]{2,60})》")
_SENTENCE_END = re.compile("[。！？\n]")
_LONGEST_SENTENCE = 600
"""Characters on either side of a retraction that are looked at for its sentence."""


@cache
def _rules() -> tuple[tuple[Relation, re.Pattern[str]], ...]:
    return tuple((Relation(rule["relation"]), re.compile(rule["pattern"])) for rule in table("retractions")["rule"])


def retractions_in(notice: Notice) -> tuple[Fact, ...]:
    """Return a fact for each correction and withdrawal in a notice.

    Its service is what the notice names in book-title marks, else its publisher; `knowledge.timeline.corrections` finds the
    earlier facts.
    """
    if not any(word in notice.text for word in words("retractions", "words")):
        return ()
    found = (_retraction(notice, relation, told) for relation, rule in _rules() for told in rule.finditer(notice.text))
    return tuple(dict.fromkeys(found))  # two rules may see the same correction


def _retraction(notice: Notice, relation: Relation, found: re.Match[str]) -> Fact:
    sentence = _sentence_around(notice.text, found.span())
    title = _TITLE.search(notice.text, *sentence)
    service = clean(title.group(1)) if title else notice.publisher or notice.headline
    return Fact(
        notice,
        service,
        Status.SCHEDULED,
        found["cue"],
        sentence,
        kind=kind_of(service),
        relation=relation,
        corrects=(found["wrong"], found["right"]) if relation is Relation.CORRECT else None,
        evidence=(Evidence("service", title.span(1) if title else found.span("cue")), Evidence("status", found.span("cue"))),
    )


def _sentence_around(text: str, span: Span) -> Span:
    least, most = max(0, span[0] - _LONGEST_SENTENCE), min(len(text), span[1] + _LONGEST_SENTENCE)
    *_, before = (None, *_SENTENCE_END.finditer(text, least, span[0]))
    behind = _SENTENCE_END.search(text, span[1], most)
    return before.end() if before else least, behind.start() if behind else most
