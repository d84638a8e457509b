"""What a house says that is no state of its own: its things come out or are due, it was to open, its day off is put off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.dates import Role
from knowledge.kinds import is_of_group
from knowledge.model import Status
from knowledge.reading.cues import time_nouns
from knowledge.reading.service_words import points_back
from knowledge.words import holds_one, pattern, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.reading.arguments import Argument
    from knowledge.reading.lists import Name
    from knowledge.reading.scope import SentenceScope
    from knowledge.reading.statements import Statement

_HOUSES = ("place", "venue", "health")
"""Groups of kinds whose services stay where they are: what is put off is what they do."""


def of_things(found: Argument) -> bool:
    """Tell whether a cue is about what a house keeps, which tells nothing of it: 新书向读者开放借阅, 图书延期归还."""
    return any(pattern("names", "things").search(one.words) for one in found.names)


def told_again(plain: str, before: Statement, statement: Statement) -> bool:
    """Tell whether a closing is told once more with its time: 决定闭馆，闭馆时间自5月6日起."""
    if statement.status.available or not statement.times.spans or not time_nouns().match(plain, statement.cue[1]):
        return False
    return (before.name.words, before.status) == (statement.name.words, statement.status)


def was_to_be(scope: SentenceScope, number: int, status: Status, names: Sequence[Name]) -> bool:
    """Tell whether something only was to open, on days told before: 某馆原定2月1日恢复开放，现推迟至…; that is spoken of then."""
    days = scope.dates(*scope.sentence.clauses[number].span) if status is Status.OPEN else []
    if not days or any(one.role is not Role.PREVIOUS for one in days):
        return False
    scope.subject = tuple(names)
    return True


def stand_still(scope: SentenceScope, told: str, status: Status, names: Sequence[Name]) -> bool:
    """Tell whether names are houses, which are not put off themselves unless what they open or hold had its day: 原定…开馆."""
    if status not in {Status.POSTPONED, Status.DELAYED}:
        return False
    if any(one.role is Role.PREVIOUS for one in scope.mentions) and not holds_one(told, words("cues", "not_cues", "words")):
        return False  # but 原2月3日闭馆日顺延
    return all(points_back(one.words) or any(is_of_group(one.words, of) for of in _HOUSES) for one in names)
