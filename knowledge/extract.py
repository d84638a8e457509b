"""A notice's text → what it states, sentence after sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.clauses import sentences
from knowledge.dates import find_dates
from knowledge.furniture import mask
from knowledge.marks import DATE, GLUE
from knowledge.nearby_dates import of_name
from knowledge.scope import NoticeScope, sentence_scope
from knowledge.sentence_reading import read_sentence
from knowledge.words import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from knowledge.dates import DateMention
    from knowledge.statements import Statement, Unread


def extract(text: str, base: datetime, headline_end: int = 0) -> tuple[tuple[Statement, ...], tuple[Unread, ...]]:
    """Return the statements of a notice's text in order, and what was seen but not understood.

    `base` is the notice's own date; `headline_end` is where its body begins.
    """
    plain = mask(text)
    mentions = find_dates(plain, base)
    notice = NoticeScope(plain, _view(plain, mentions), mentions)
    for sentence in sentences(plain, headline_end):
        read_sentence(sentence_scope(notice, sentence))
    return tuple(notice.found), tuple(notice.unread)


def _view(plain: str, mentions: Sequence[DateMention]) -> str:
    """Return the text with dates blanked, but for those of names, and exceptions taken out; the length stays."""
    parts, left = [], 0
    for mention in mentions:
        if not of_name(plain, mention):
            a, b = mention.span
            parts += [plain[left:a], DATE * (b - a)]
            left = b
    view = "".join(parts) + plain[left:]
    return pattern("cues", "exception").sub(lambda found: GLUE * len(found.group()), view)
