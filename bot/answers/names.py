"""Which service is meant: one for sure, one that must be disclosed, or several to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bot.model import Outcome
from bot.told import Answer, Line, say
from knowledge.index import MatchReason
from knowledge.index.anatomy import anatomy, kind_words, plain
from knowledge.index.name_guards import is_guard
from knowledge.index.numbered import is_numbered
from knowledge.kinds import kind_of, kinds
from knowledge.places import narrowest, place_named, related, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.model import Mention, Reading
    from knowledge.base import KnowledgeBase
    from knowledge.index import Index, Match
    from knowledge.model import Service

MOST_CHOICES = 8
_TIE = 0.05
"""Matches whose scores differ by less are equally good."""
_MOST_NEAR = 4
MOST_CHECKED = 40
_MOST_LOOKED_AT = 2000
"""Services of a kind that are looked at."""
_LONGEST_NAME, _SHORTEST_PART = 12, 4
"""Characters of an unknown name that are looked at, and of the shortest part of it that may still find something near."""
_ALIKE = {"exam", "place", "event", "health", "school"}
"""Groups whose kinds are near enough to offer one for another: a museum for a park, but no bus for a train."""
_ASKED_BACK = {MatchReason.HOMOPHONE: "homophone", MatchReason.NEAR: "near"}
_DISCLOSED = {MatchReason.TYPO: "disclosed_typo", MatchReason.PINYIN: "disclosed_pinyin"}


@dataclass(frozen=True, slots=True)
class Named:
    """What one mention means: a service (with the sentence that discloses how it was found), or several to choose from."""

    words: str
    service: Service | None = None
    disclosure: Line | None = None
    choices: tuple[Service, ...] = ()
    why: str = "which_of"
    by_name: bool = False
    """True when the words name every choice, not only its kind."""


def named(mention: Mention) -> Named:
    """Decide what a mention means. Several equally good matches, and names that only sound alike, are asked back."""
    best = mention.matches[0]
    tied = [m for m in mention.matches if best.score - m.score < _TIE]
    services = without_parts(_ending_so(mention.words, tuple(dict.fromkeys(m.service for m in tied))))[:MOST_CHOICES]
    if best.reason in _ASKED_BACK:
        words = best.words or mention.words
        why = "which" if plain(words) in kind_words() else _ASKED_BACK[best.reason]
        return Named(words, choices=services, why=why)  # a kind's word is no name that could be missing
    if len(services) > 1:
        why = "which_of" if mention.words else "which"
        return Named(mention.words, choices=services, why=why, by_name=best.reason is not MatchReason.KIND)
    key = _DISCLOSED.get(best.reason)
    service = services[0]
    disclosure = say(key, words=best.words or mention.words, service=service.name) if key else None
    return Named(mention.words, service, disclosure)


def _ending_so(words: str, services: tuple[Service, ...]) -> tuple[Service, ...]:
    """Return the services whose names end with the number of a line (5号线), where some do: others only lie on that line."""
    if not is_numbered(plain(words)):
        return services
    ending = tuple(s for s in services if any(plain(name).endswith(plain(words)) for name in (s.name, *s.names)))
    return ending or services


def without_parts(services: tuple[Service, ...]) -> tuple[Service, ...]:
    """Return the services without those that are parts of another one: its name with more behind it (太山景区 and its tours)."""
    return tuple(s for s in services if not any(o is not s and s.name.startswith(o.name) for o in services))


def options(services: Sequence[Service], start: int = 1) -> tuple[Line, ...]:
    """Return the services as a numbered list."""
    return tuple(say("choice", number=n, service=s.name, place=_place(s)) for n, s in enumerate(services, start))


def _place(service: Service) -> Line | None:
    known = service.place and service.place not in service.name
    return say("choice_place", place=service.place) if known else None


def choice(found: Named, reading: Reading) -> Answer:
    """Return the question back: which of these is meant."""
    lines = (say(found.why, words=found.words), *options(found.choices), say("choose"))
    return Answer(Outcome.CHOICE, lines, choices=found.choices, reading=reading)


def which_service(services: Sequence[Service], reading: Reading) -> Answer:
    """Return the question which service is meant at all, with what is held as examples."""
    chosen = tuple(services)[:MOST_CHOICES]
    if not chosen:
        return Answer(Outcome.UNKNOWN, (say("nothing_held"),), reading=reading)
    return Answer(Outcome.CHOICE, (say("what_service"), *options(chosen), say("choose")), choices=chosen, reading=reading)


def of_kind(kind: str, place: str | None, base: KnowledgeBase, asked_at: datetime) -> tuple[Service, ...]:
    """Return the services of a kind, those spoken of last first; only those of `place` when one is named.

    Of very many services of a kind only those spoken of last are looked at: older ones are no news.
    """
    names = (kind,) if kind in kinds() else tuple(one.name for one in kinds().values() if one.group == kind)
    return of_kinds(names, place, base, asked_at)


def of_kinds(names: Sequence[str], place: str | None, base: KnowledgeBase, asked_at: datetime) -> tuple[Service, ...]:
    """Return the services of any of these kinds, as of one."""
    index, around = base.index(asked_at), place_named(place) if place else None
    newest = islice(index.of_kinds(names, [around] if around else ()), _MOST_LOOKED_AT)
    return tuple(s for s in newest if in_place(s, place, index))


def in_place(service: Service, place: str | None, index: Index) -> bool:
    """Tell whether a service is one of `place` or of what surrounds it, as far as its notices or its names say.

    What a province announces counts in its cities.
    """
    if place is None:
        return True
    around = place_named(place)
    if around is None:
        return any(place in name for name in (service.place or "", service.name, *service.names))
    return any(related(around, own) for own in narrowest(index.places(service)))


def narrower(services: Sequence[Service], mentions: Sequence[Mention], place: str | None, index: Index) -> Line | None:
    """Return the sentence that discloses that the notices of all these services mean one part only of the place asked about.

    A name means its service wherever that lies; a word for all of a kind (学校) means those of the whole place.
    """
    around = place_named(place or "")
    by_kind = all(match.reason is MatchReason.KIND for mention in mentions for match in mention.matches)
    own = {part for service in services for part in narrowest(index.places(service))}
    if around is None or not by_kind or not own or not all(anatomy(service.name).collective for service in services):
        return None
    parts = sorted(part.name for part in own if related(around, part) and width(part) > width(around))
    return say("narrower", place=around.name, parts=tuple(parts)) if len(parts) == len(own) else None


def group_of_kind(kind: str) -> str:
    """Return the group of a kind, the word itself where it is none."""
    known = kinds().get(kind)
    return known.group if known else kind


def nearest(words: Iterable[str], base: KnowledgeBase, asked_at: datetime) -> tuple[Line | None, tuple[Service, ...]]:
    """Return the services held that are nearest to unknown names: names found in part, else services of the same kind."""
    words = tuple(words)
    matches = [m for name in words for m in _found_in_part(name, base, asked_at)]
    found = without_parts(tuple(dict.fromkeys(m.service for m in sorted(matches, key=lambda m: -m.score))))[:_MOST_NEAR]
    if found:
        return say("near_held"), found
    kind = next((k for k in map(kind_of, words) if k), None)
    if kind is None:
        return None, ()
    same = without_parts(of_kind(kind, None, base, asked_at)[:MOST_CHECKED])[:_MOST_NEAR]
    if not same and group_of_kind(kind) in _ALIKE:
        same = without_parts(of_kind(group_of_kind(kind), None, base, asked_at)[:MOST_CHECKED])[:_MOST_NEAR]
    return (say("same_kind"), same) if same else (None, ())


def _found_in_part(name: str, base: KnowledgeBase, asked_at: datetime) -> tuple[Match, ...]:
    """Return what `name` finds without a character that tells it apart (二院 finds 一院), or with its ends cut."""
    index, name = base.index(asked_at), name[:_LONGEST_NAME]
    guards = [at for at, mark in enumerate(name) if is_guard(mark) and not mark.isascii()]
    parts = [name[:at] + name[at + 1 :] for at in guards]
    lengths = range(len(name) - 1, _SHORTEST_PART - 1, -1)
    parts += [name[start : start + length] for length in lengths for start in range(len(name) - length + 1)]
    if whole := index.find(name):
        return whole
    named = (tuple(m for hit in index.named(part) for m in hit.matches) for part in parts)
    return next(filter(None, named), ())


def unknown(words: Sequence[str], base: KnowledgeBase, asked_at: datetime, reading: Reading) -> Answer:
    """Return that no notice is held about these names, which means neither open nor closed, and what is nearest."""
    lines = []
    for name in words:
        kind = kind_of(name)
        event = kind is not None and group_of_kind(kind) in {"event", "exam"}
        lines.append(say("unknown_event" if event else "unknown_name", words=name))
    head, near = nearest(words, base, asked_at)
    lines += [*([head] if head else []), *options(near), say("verify")]
    return Answer(Outcome.UNKNOWN, tuple(lines), choices=near, reading=reading, unknown=tuple(words))
