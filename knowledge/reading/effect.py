"""The day a notice as a whole takes effect (本通告自5月8日起施行): when what it says without a date begins."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.dates import Role
from knowledge.reading.nearby_dates import UNBOUND
from knowledge.reading.times import times_of
from knowledge.words import pattern

if TYPE_CHECKING:
    from knowledge.reading.clauses import Sentence
    from knowledge.reading.scope import NoticeScope


def take_effect(notice: NoticeScope, sentence: Sentence) -> None:
    """Give what was stated before a sentence that tells when all of it takes effect that beginning, where it has no date."""
    first, end = sentence.clauses[0].span[0], sentence.span[1]
    told = pattern("cues", "takes_effect").match(notice.view, first, end)
    begins = [one for one in notice.mentions if told and told.start() <= one.span[0] < told.end()]
    if len(begins) != 1 or begins[0].role not in {Role.START, Role.PLAIN}:
        return
    for at, one in enumerate(notice.found):
        if not one.times.spans and one.status not in UNBOUND:
            notice.found[at] = replace(one, times=times_of(one.status, begins, (), (), ()))
