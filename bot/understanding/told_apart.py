"""Of several services that bear the words of a name, the one whose further words are said too: 羽毛球馆 of a centre."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.index.anatomy import CORE, KIND, anatomy
from knowledge.stage_words import asks_for, stage_of

if TYPE_CHECKING:
    from bot.model import Mention
    from knowledge.model import Service

_TIE = 0.05
"""Matches whose scores differ by less are equally good."""


def told_apart(mention: Mention, text: str) -> Mention:
    """Return the mention with the one of its best services of which the question says every further word."""
    mention = of_the_stage(mention, text)
    tied = _tied(mention)
    if len(tied) < 2:  # noqa: PLR2004 - one is told apart already
        return mention
    parts, asked = {service: _parts(service) for service in tied}, frozenset(text)
    unsaid = frozenset.intersection(*parts.values()) - asked
    further = {service: marks - frozenset(mention.words) - unsaid for service, marks in parts.items()}
    said = {service: marks for service, marks in further.items() if marks and marks <= asked}
    most = max(said, key=lambda service: len(said[service]), default=None)
    if most is None or not all(said[most] > marks for service, marks in said.items() if service is not most):
        return mention
    return replace(mention, matches=tuple(match for match in mention.matches if match.service is most))


def of_the_stage(mention: Mention, text: str) -> Mention:
    """Return the mention with those of its best services that are the stage it speaks of (报名), else the exam itself."""
    tied = _tied(mention)
    meant = [service for service in tied if asks_for(stage_of(service.name), text)]
    if not 0 < len(meant) < len(tied):
        return mention
    return replace(mention, matches=tuple(match for match in mention.matches if match.service in meant))


def _tied(mention: Mention) -> list[Service]:
    best = mention.matches[0].score
    return [match.service for match in mention.matches if best - match.score < _TIE]


def _parts(service: Service) -> frozenset[str]:
    """Return the characters of a name that tell it or its kind."""
    name = anatomy(service.name)
    return frozenset(mark for mark, role in zip(name.text, name.roles, strict=True) if role in {CORE, KIND})
