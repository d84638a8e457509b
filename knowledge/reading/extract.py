"""A notice's text → what it states, sentence after sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from knowledge.dates import Role, find_dates
from knowledge.marks import DATE, GLUE
from knowledge.model import Grain, Moment
from knowledge.reading.clauses import sentences
from knowledge.reading.effect import take_effect
from knowledge.reading.english import english_statements, is_english
from knowledge.reading.field_records import Records
from knowledge.reading.fields import without_fields
from knowledge.reading.furniture import mask
from knowledge.reading.lists import Name
from knowledge.reading.nearby_dates import of_name
from knowledge.reading.scope import NoticeScope, sentence_scope
from knowledge.reading.sentence_reading import read_sentence
from knowledge.words import pattern, pattern_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from knowledge.dates import DateMention
    from knowledge.reading.clauses import Sentence
    from knowledge.reading.statements import Statement, Unread


_LISTED = "、"
_PRINTED_WITHIN = timedelta(days=4)
"""How long after its dateline a notice is printed at the latest; an older date is history."""


@dataclass(frozen=True, slots=True)
class Extract:
    """What a notice's text was found to hold."""

    statements: tuple[Statement, ...]
    """What it states, in order."""
    unread: tuple[Unread, ...]
    """What was seen but not understood."""
    mentions: Sequence[DateMention]
    """Its dates, in order."""
    plain: str
    """The text masked."""
    sentences: tuple[Sentence, ...]


def extract(text: str, base: datetime, headline_end: int = 0, speaker: str = "", about: str = "") -> Extract:
    """Return what a notice's text holds.

    `base` is the notice's own date; `headline_end` is where its body begins; `speaker` is the service that publishes it,
    if one does: what the text says without a name it says of itself. `about` is the body the headline opens with.
    """
    plain = mask(text)
    mentions = _of_the_day(plain, _mentions(plain, base))
    cut = sentences(plain, headline_end)
    if is_english(plain):
        return Extract(tuple(english_statements(plain, mentions, headline_end)), (), mentions, plain, cut)
    denies = pattern("cues", "rumour", "notice").search(plain) is not None
    named = plain.find(about) if about else -1
    topic = (Name(about, (named, named + len(about))),) if named >= 0 else ()
    notice = NoticeScope(plain, _view(plain, mentions), mentions, speaker, topic, denies=denies)
    records = Records(notice, cut)
    for sentence, fields in without_fields(notice, cut):
        for told in fields:
            records.take(told)
        if sentence:
            read_sentence(sentence_scope(notice, sentence))
            take_effect(notice, sentence)
    records.finish()
    return Extract(tuple(_undoubted(notice)), tuple(notice.unread), mentions, plain, cut)


def _undoubted(notice: NoticeScope) -> Iterator[Statement]:
    """Yield the statements but those of a headline whose cue the body only asks about, thinks of, denies or tells as past."""
    in_body = {one.cue_words for one in notice.found if not one.headline}
    for statement in notice.found:
        if not (statement.headline and statement.cue_words in notice.doubted - in_body):
            yield statement


def _mentions(plain: str, base: datetime) -> Sequence[DateMention]:
    """Return the dates of a notice; what stands behind a dateline is told from that day, not from the day of printing."""
    mentions = find_dates(plain, base)
    for line in mentions:
        if line.role is not Role.DATELINE or line.start is None or line.start.grain is not Grain.DAY:
            continue
        if not pattern("cues", "figure").search(plain, *line.span):
            continue  # 昨天，记者获悉，今天起…: told from the day of printing
        if plain[line.span[1] : line.span[1] + 1] == _LISTED:
            return mentions  # 18日、19日相继发布: of several days
        told = line.start.start
        if told.date() < base.date() and base - told < _PRINTED_WITHIN:
            behind = [one for one in find_dates(plain, told) if one.span[0] >= line.span[1]]
            return (*(one for one in mentions if one.span[0] < line.span[1]), *behind)
    return mentions


def _of_the_day(plain: str, mentions: Sequence[DateMention]) -> Sequence[DateMention]:
    """Return the dates, times of day behind 当天 on the one day told before it: 搬迁时间5月8日。搬迁当天安排：新院8点起开诊."""
    that_day = pattern("cues", "that_day")
    if not any(one.clock for one in mentions) or not that_day.search(plain):
        return mentions
    day, told = None, []
    for mention in mentions:
        start = mention.start
        if start and start.grain is Grain.DAY and mention.end is None:
            day = mention
        if day and day.start and start and mention.clock and that_day.search(plain, day.span[1], mention.span[0]):
            later = day.start.start.date() - start.start.date()
            mention = replace(mention, start=Moment(start.start + later, start.end + later, start.grain))  # noqa: PLW2901
        told.append(mention)
    return told


@cache
def _date_tails() -> re.Pattern[str]:
    """Return a pattern for what belongs to the date before it, and to no name: 12时前的, 5日后."""
    return re.compile(f"(?<={DATE})(?:{pattern('names', 'date_tail').pattern})")


def _view(plain: str, mentions: Sequence[DateMention]) -> str:
    """Return the text with dates blanked, but for those of names, exceptions and adverbials taken out; the length stays."""
    parts, left = [], 0
    for mention in mentions:
        if not of_name(plain, mention):
            a, b = mention.span
            parts += [plain[left:a], DATE * (b - a)]
            left = b
    view = _date_tails().sub(lambda found: GLUE * len(found.group()), "".join(parts) + plain[left:])
    for name in ("exception", "adverbial"):
        if taken_out := pattern_in(view, "cues", name):
            view = taken_out.sub(lambda found: GLUE * len(found.group()), view)
    return view
