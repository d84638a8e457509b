"""Dates in notices and questions: where they stand, what they mean from a base, what the words around make of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.dates.almanac import is_holiday
from knowledge.dates.building import (
    CLOCK,
    Scene,
    anchor_of,
    build_date,
    build_duration,
    build_habit,
    build_hours,
    clock_only,
    habit,
)
from knowledge.dates.mentions import DateMention, Role, mention_row
from knowledge.dates.phrases import Phrase, phrases
from knowledge.dates.rules import grammar
from knowledge.model import ZONE
from knowledge.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

__all__ = ["DateMention", "Role", "find_dates", "is_holiday", "mention_row"]

_LONGEST = 200_000
"""Characters that are read; what stands behind them is not looked at."""
_HOLIDAY = "holiday as a period"
"""The rule that reads 国庆期间."""
_OPENING, _CLOSING = frozenset({"", "（", "("}), "）)"
"""What stands between a holiday and its days."""
_DAY = 4
"""How fine a day is; a time of day is finer."""
_PASSED_ON = frozenset({Role.PREVIOUS, Role.NEW, Role.START})
"""Roles that count for every date of a list, though only the first has the words beside it."""


def find_dates(text: str, base: datetime, *, asking: bool = False) -> tuple[DateMention, ...]:
    """Return the dates of `text` in order of position, not overlapping.

    `base` is the notice's date or, with `asking`, the moment of the question. Dates are read on its own wall clock, and a naive
    one is taken as Asia/Shanghai. With `asking`, spoken forms count too, and what can lie ahead does. No text is an error.
    """
    rules = grammar(asking=asking)
    plain, _ = rules.variants(fold(text[:_LONGEST]))
    scene = Scene(text, plain, base.replace(tzinfo=None), base.tzinfo or ZONE, rules, asking)
    return tuple(_explained(text, tuple(_mentions(scene, list(phrases(plain, rules))))))


def _explained(text: str, mentions: Sequence[DateMention]) -> Iterator[DateMention]:
    """Yield the dates, a holiday with its own days beside it as these: 国庆期间（9月28日至10月6日）."""
    number = 0
    while number < len(mentions):
        one, behind = mentions[number], mentions[number + 1 : number + 2]
        number += 1
        days = behind[0] if behind and one.rule == _HOLIDAY and behind[0].start and not behind[0].clock else None
        opened = text[one.span[1] : days.span[0]].strip() if days else ""
        if days is None or opened not in _OPENING:
            yield one
            continue
        number += 1
        closed = text.startswith(tuple(_CLOSING), days.span[1]) and opened != ""
        span = (one.span[0], days.span[1] + closed)
        reach = (min(one.reach[0], span[0]), max(days.reach[1], span[1]))
        yield replace(days, span=span, text=text[slice(*span)], reach=reach)


def _mentions(scene: Scene, found: Sequence[Phrase]) -> Iterator[DateMention]:
    last: DateMention | None = None
    number = 0
    while number < len(found):
        first = found[number]
        mention, used = _mention(scene, found[number : number + 3], _anchor(scene, last, found[number]))
        number += used
        if mention is None:
            continue
        mention = _passed_on(scene, last, mention)
        next_morning = mention.role is Role.END and "anchor_shift" in first.slots and last is not None
        if mention.start is not None and not next_morning:  # 12月31日至次日1:00，20:00起: on 31 December
            last = mention
        yield mention


def _mention(scene: Scene, found: Sequence[Phrase], anchor: datetime | None) -> tuple[DateMention | None, int]:
    """Return the mention the first phrases make, and how many they are."""
    left = found[0]
    right = found[1] if len(found) > 1 and _joined(scene, left, found[1]) else None
    if "lasting" in left.slots:
        return build_duration(scene, left), 1
    if habit(left):
        hours = found[1:3] if len(found) > 2 and clock_only(found[1]) and _clock_of_next_day(found[2]) else ()  # noqa: PLR2004
        if hours and found[1].start - left.end <= 1 and _joined(scene, *hours):
            return build_habit(scene, left, (hours[0], hours[1])), 3
        return build_habit(scene, left, None), 1
    if right is not None and _daily_hours_follow(scene, left, right, found[2:]):
        slots = {slot: value for slot, value in right.slots.items() if slot not in CLOCK}
        return build_date(scene, left, replace(right, end=found[2].end, slots=slots, finest=_DAY), anchor), 3
    if right is not None and not habit(right) and "lasting" not in right.slots:
        hours_only = clock_only(left) and clock_only(right) and not scene.asking
        mention = build_hours(scene, left, right) if hours_only else build_date(scene, left, right, anchor)
        if mention is not None:
            return mention, 2
    return build_date(scene, left, None, anchor), 1


def _clock_of_next_day(phrase: Phrase) -> bool:
    """Tell whether a phrase is a time of day, of the day spoken of or of the next one: 每日22:00至次日6:00."""
    return clock_only(phrase) or (phrase.slots.keys() - CLOCK == {"anchor_shift"} and phrase.slots["anchor_shift"] == 1)


def _daily_hours_follow(scene: Scene, left: Phrase, right: Phrase, behind: Sequence[Phrase]) -> bool:
    """Tell whether the time behind the last day of a range opens the hours of every day: 5月1日至3日9:00—17:00."""
    if not behind or left.finest > _DAY or right.finest <= _DAY or clock_only(right):
        return False
    return clock_only(behind[0]) and _joined(scene, right, behind[0])


def _joined(scene: Scene, left: Phrase, right: Phrase) -> bool:
    joint = scene.rules.range.match(scene.plain, left.end)
    return joint is not None and joint.end() == right.start


def _anchor(scene: Scene, last: DateMention | None, phrase: Phrase) -> datetime | None:
    """Return the date spoken of last when it stands in the same sentence."""
    if last is None:
        return None
    if "anchor_shift" not in phrase.slots and scene.rules.sentence_end.search(scene.plain, last.span[1], phrase.start):
        return None
    return anchor_of(last)


def _passed_on(scene: Scene, last: DateMention | None, mention: DateMention) -> DateMention:
    """Give a date of a list the role of the one before it."""
    if last is None or mention.role is not Role.PLAIN or mention.start is None or last.role not in _PASSED_ON:
        return mention
    if scene.rules.list.fullmatch(scene.plain, last.span[1], mention.span[0]) is None:
        return mention
    return replace(mention, role=last.role)
