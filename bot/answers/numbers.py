"""Whose number it is: a telephone number or a caller's prefix in the question, found among the channels of the notices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answers.sources import quote_text, sentence_around, source
from bot.answers.ways import prefixes
from bot.model import Outcome
from bot.told import Answer, say
from knowledge.text import fold

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Reading
    from knowledge.base import KnowledgeBase

_NUMBER = re.compile(r"(?<![\d.])\d{3,12}(?:-\d{2,8}){0,3}(?![\d.])")
_LONGEST = 500
_MUCH = 5
"""Unexplained letters beside the number."""
_FIRST = 5
"""Numbers of a question that are looked up."""


def whose_number(text: str, reading: Reading, base: KnowledgeBase, asked_at: datetime) -> Answer | None:
    """Return whose number the question asks about; None when it holds none that a notice names, or asks for much else."""
    if sum(mark.isalpha() for word in reading.leftover for mark in word) > _MUCH:
        return None
    for number in _NUMBER.findall(fold(text[:_LONGEST]))[:_FIRST]:
        found = base.number(number, asked_at)
        if found is None:
            continue
        service, fact, channel = found
        said = say("whose_number", value=channel.value, service=service.name, label=channel.label or say("label_phone"))
        lines = prefixes([fact]).lines if channel.kind == "caller_prefix" else (said,)
        notice = fact.notice
        cited = (
            source(notice, fact.issuer),
            say("quote", quote=quote_text(notice, [sentence_around(notice.text, channel.span)])),
        )
        return Answer(Outcome.ANSWER, (*lines, *cited), (service,), (fact,), reading=reading)
    return None
