"""When a service is another one than the question says, though words fit: its number or its stage is another."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.understanding.coverage import inside, overlaps
from bot.understanding.kind_words import stages_apart
from bot.understanding.lexicon import small_words
from bot.understanding.told import names, sentences
from knowledge.index.anatomy import plain
from knowledge.index.numbered import numbers_printed, numbers_said

if TYPE_CHECKING:
    from bot.understanding.scene import Scene
    from knowledge.index.numbered import Numbered
    from knowledge.model import Service, Span


@lru_cache(maxsize=64)
def numbers_asked(text: str, dates: tuple[Span, ...] = ()) -> tuple[Numbered, ...]:
    """Return the numbers in a question that tell one of several, those in small words (一次) and dates apart."""
    small = [found.span() for found in small_words().finditer(text) if len(found.group()) > 1]
    return tuple(one for one in numbers_said(text) if not inside(one.span, small) and not overlaps(one.span, dates))


def is_numbered_otherwise(service: Service, scene: Scene) -> bool:
    """Tell whether a service's names have other numbers where the question has its own: 6号线 for 4号线, 第二医院 for 一院."""
    asked = numbers_asked(scene.text, scene.dates)
    for unit in {one.unit for one in asked}:
        printed = frozenset(number for name in (service.name, *service.names) for number in numbers_printed(unit, plain(name)))
        if printed and printed.isdisjoint(one.number for one in asked if one.unit == unit):
            return True
    return False


def bears_a_number(service: Service, scene: Scene) -> bool:
    """Tell whether a service's names have a number that the question has."""
    asked = numbers_asked(scene.text, scene.dates)
    names = [plain(name) for name in (service.name, *service.names)]
    return any(one.number in numbers_printed(one.unit, name) for one in asked for name in names)


def is_at_another_stage(service: Service, scene: Scene) -> bool:
    """Tell whether a service is one stage of an exam and the question asks for another, of which its sentences say nothing."""
    asked = [stage for stage in stages_apart() if stage in scene.text]
    if not asked or not any(stage in names(service, scene.index) for stage in stages_apart()):
        return False
    return not any(stage in sentences(service, scene.index) for stage in asked)
