"""What a notice says about an earlier notice: a value corrected, a notice taken back."""

from __future__ import annotations

import re
from functools import cache

from knowledge.kinds import kind_of
from knowledge.lists import clean
from knowledge.model import Evidence, Fact, Notice, Relation, Status
from knowledge.words import table

_TITLE = re.compile(r"《([^《》]{2,60})》")
_SENTENCE_END = "。！？\n"


@cache
def _rules() -> tuple[tuple[Relation, re.Pattern[str]], ...]:
    return tuple((Relation(rule["relation"]), re.compile(rule["pattern"])) for rule in table("retractions")["rule"])


def retractions_in(notice: Notice) -> tuple[Fact, ...]:
    """Return a fact for each correction and withdrawal in a notice.

    Its service is what the notice names in book-title marks, else its publisher; `knowledge.corrections` finds the earlier facts.
    """
    facts = []
    for relation, pattern in _rules():
        for found in pattern.finditer(notice.text):
            start = max(notice.text.rfind(mark, 0, found.start()) for mark in _SENTENCE_END) + 1
            ends = [at for mark in _SENTENCE_END if (at := notice.text.find(mark, found.end())) >= 0]
            end = min(ends, default=len(notice.text))
            title = _TITLE.search(notice.text, start, end)
            service = clean(title.group(1)) if title else notice.publisher or notice.headline
            name_span = title.span(1) if title else found.span("cue")
            facts.append(
                Fact(
                    notice,
                    service,
                    Status.SCHEDULED,
                    found["cue"],
                    (start, end),
                    kind=kind_of(service),
                    relation=relation,
                    corrects=(found["wrong"], found["right"]) if relation is Relation.CORRECT else None,
                    evidence=(Evidence("service", name_span), Evidence("status", found.span("cue"))),
                )
            )
    return tuple(facts)
