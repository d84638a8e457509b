"""The ways round: channels that stay open, steps to take, where news will appear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.statement import statement
from bot.told import Part, say
from knowledge.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.told import Line, Value
    from knowledge.model import Channel, Fact
    from knowledge.timeline import Standing

_REACHED_BY = ("phone", "url", "mailbox", "app", "account", "address")
_CONTACTS = ("phone", "url", "mailbox", "app", "account")
_NEWS = ("account", "url")
_UNNAMED = ("phone", "url", "address")
"""Kinds whose value does not tell what it is: they are never told without a label."""
_DIRECT = ("phone", "address")
"""Kinds by which a person is reached at once; without one it is said that no number is given."""
_PREFIX = "caller_prefix"


def _channels(facts: Iterable[Fact], kinds: Sequence[str]) -> tuple[tuple[Channel, ...], tuple[Fact, ...]]:
    """Return the channels of these kinds, each value once in the order of `kinds`, and the facts they come from."""
    found: dict[str, Channel] = {}
    used: list[Fact] = []
    for fact in facts:
        for channel in fact.channels:
            if channel.kind in kinds and channel.value not in found:
                found[channel.value] = channel
                if fact not in used:
                    used.append(fact)
    return tuple(sorted(found.values(), key=lambda c: kinds.index(c.kind))), tuple(used)


def _way(channel: Channel) -> Line:
    if channel.value == channel.label:  # the notice says 公众号 and not which
        return say("way_untold", label=channel.label)
    label: Value = channel.label
    if channel.label in channel.value:
        label = say(f"label_{channel.kind}") if channel.kind in _UNNAMED else None
    if channel.kind in _UNNAMED:
        return say("way_ascii" if channel.kind == "url" else "way", label=label, value=channel.value)
    return say("way_named", label=label, value=channel.value)


def open_ways(facts: Sequence[Fact]) -> Part:
    """Return the line that lists how the service is reached meanwhile; empty when the notices name no way."""
    channels, used = _channels(facts, _CONTACTS)
    if not channels:
        return Part(())
    return Part((say("ways", ways=tuple(_way(c) for c in channels)),), used, ("channels",))


def prefixes(facts: Sequence[Fact]) -> Part:
    """Return the warning about numbers that call the citizen: a prefix is never given to be dialled."""
    channels, used = _channels(facts, (_PREFIX,))
    return Part(tuple(say("caller_prefix", value=c.value) for c in channels), used, ("channels",))


def contact(standing: Standing) -> Part:
    """Return how the service is reached, phone first, or that no number is given; no lines when the notices name no way."""
    facts = _known(standing)
    channels, used = _channels(facts, _REACHED_BY)
    warning = prefixes(facts)
    if not channels:
        return warning
    key = "contact" if channels[0].kind in _DIRECT else "contact_no_phone"
    line = say(key, service=standing.service.name, ways=tuple(_way(c) for c in channels))
    main = standing.told[:1]
    state = tuple(statement(f, standing.service.name) for f in main if not f.status.available)
    return Part((line, *state, *warning.lines), tuple(dict.fromkeys((*used, *warning.facts, *main))), ("channels",))


def how(standing: Standing) -> Part:
    """Return the numbered steps, the channels and the caller's prefix; no lines when the notices hold none of them."""
    facts = _known(standing)
    fact = next((f for f in facts if f.steps), None)
    if fact is None:
        return Part(())
    lines = [say("steps", service=standing.service.name)]
    lines += [say("step", number=number, step=step) for number, step in enumerate(fact.steps, 1)]
    extra = open_ways([fact]), prefixes([fact])
    return Part((*lines, *extra[0].lines, *extra[1].lines), (fact,), ("steps", "channels"))


def address(standing: Standing) -> Part:
    """Return where the notices say the service moves, else the address they give; no lines when they give none."""
    moved = next((f for f in _known(standing) if f.status is Status.MOVED), None)
    if moved is not None:
        return Part((statement(moved, standing.service.name),), (moved,))
    channels, used = _channels(_known(standing), ("address",))
    if not channels:
        return Part(())
    return Part((say("where", service=standing.service.name, place=tuple(c.value for c in channels)),), used, ("channels",))


def where(standing: Standing) -> Part:
    """Return the place a notice names beside the service; no lines when it only stands in the service's name."""
    name = standing.service.name
    placed = next((f for f in _known(standing) if f.place and f.place in f.quote and f.place not in name), None)
    return Part((say("where", service=name, place=placed.place),), (placed,)) if placed else Part(())


def news_at(facts: Sequence[Fact]) -> Part:
    """Return where the service publishes its news, as far as a notice says so."""
    channels, used = _channels(facts, _NEWS)
    if not channels:
        return Part(())
    return Part((say("news_at", ways=tuple(_way(c) for c in channels)),), used, ("channels",))


def _known(standing: Standing) -> tuple[Fact, ...]:
    aside = tuple(f for f, reason in standing.set_aside if reason == "superseded")
    return (*standing.holding, *standing.upcoming, *standing.recurring, *standing.ended, *reversed(aside))
