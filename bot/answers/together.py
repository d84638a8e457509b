"""Whether several services that a name fits may be answered together, so that nobody need be asked which is meant."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.answers.names import Named
    from knowledge.base import KnowledgeBase
    from knowledge.model import Service
    from knowledge.timeline import Standing

_MOST = 4
"""Services that are answered in one reply without having been named one by one."""


def same_news(standings: Sequence[Standing]) -> bool:
    """Tell whether one notice says the same of all these services: then it does not matter which of them is meant."""
    told = [standing.told[:1] for standing in standings]
    said = {(f.notice.id, f.status, f.valid_from, f.valid_until, f.start_date) for facts in told for f in facts}
    return len(standings) <= _MOST and all(told) and len(said) == 1


def same_state(standings: Sequence[Standing]) -> bool:
    """Tell whether the notices of all these services say the same state of them, each for itself."""
    states = {standing.holding[0].status if standing.holding and not standing.conflict else None for standing in standings}
    return len(standings) <= _MOST and len(states) == 1 and None not in states


def one_notice(standings: Sequence[Standing]) -> bool:
    """Tell whether one notice tells of all these services: parts of one house, of which each has its own state."""
    notices = {standing.told[0].notice.id if standing.told else None for standing in standings}
    return len(standings) <= _MOST and len(notices) == 1 and None not in notices


def with_steps(found: Named, base: KnowledgeBase, asked_at: datetime) -> Named:
    """Return what is meant by someone who asks how: of several services the one of which steps are told, or the same steps."""
    steps = {s: fact.steps for s in found.choices for fact in base.facts(s, asked_at) if fact.steps}
    return replace(found, service=next(iter(steps)), choices=()) if len(set(steps.values())) == 1 else found


def headed(service: Service, base: KnowledgeBase, asked_at: datetime) -> Service:
    """Return the service that a notice tells first of those with the steps of `service`: what its headline sums up."""
    fact = next((f for f in base.facts(service, asked_at) if f.steps), None)
    if fact is None:
        return service
    alike = [(f.span, s) for s, f in base.read_from(fact.notice.id, asked_at) if f.steps == fact.steps]
    return min(alike, key=lambda one: one[0])[1] if alike else service
