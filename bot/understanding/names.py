"""Which services a question names or means, and which names in it belong to nothing held."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.model import Mention
from bot.understanding.lexicon import kinds_said, name_tails, small_words
from knowledge.bigrams import bigrams, comparable
from knowledge.index import Match, MatchReason
from knowledge.places import PlaceMention, find_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from knowledge.index import Hit, Index
    from knowledge.model import Service, Span
    from knowledge.places import Place

_CODE = re.compile(r"[a-z]{2,}\d*|[a-z]+\d+", re.IGNORECASE)
_NUMBERED = re.compile(r"\d+号线|\d+路")
_MOST_MEANT = 8
_ENOUGH = 2
"""Pairs of characters a question must share with a service's notice before the service counts as meant without a place."""
_LONGEST_NAME = 8
_LOOKED_AT = 400
"""Services of a kind that are compared with a question; the newest first."""


@dataclass(slots=True)
class Found:
    """What was found in one question. Offsets are characters of its comparable text."""

    mentions: list[Mention] = field(default_factory=list)
    kinds: tuple[str, ...] = ()
    kind_words: tuple[str, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    unknown: tuple[str, ...] = ()
    leftover: tuple[str, ...] = ()
    explained: tuple[Span, ...] = ()


def find_names(text: str, taken: Sequence[Span], index: Index, *, about_text: bool) -> Found:
    """Return the services a comparable text names, else those it means by kind and place. `taken`: dates and intent words."""
    found = Found()
    hits = [hit for hit in index.named(text) if not _inside(hit.span, taken) and _is_name(text, hit)]
    found.places = find_places(text, counties=False)
    said = _kinds(text, [hit.span for hit in hits])
    found.kinds, found.kind_words = _kinds_of(said), tuple(word for _, word, _ in said)
    spans = [*taken, *(hit.span for hit in hits), *(span for span, _, _ in said), *(one.span for one in found.places)]
    spans += [match.span() for match in small_words().finditer(text)]
    left = _gaps(text, spans)
    if not hits:
        hits = [hit for hit in index.sounding(text, _stretches(text, taken))]
        spans += [hit.span for hit in hits]
        left = _gaps(text, spans)
    found.mentions = [Mention(text[slice(*hit.span)], hit.span, hit.matches) for hit in hits]
    found.unknown = _unknown(text, left, said, found, index, hits)
    if not found.mentions and not found.unknown and said and not about_text:
        meant = _meant(text, found, index)
        if meant:
            words = "".join(found.kind_words)
            found.mentions = [Mention(words, said[0][0], meant)]
        elif found.places:
            found.unknown = (text[slice(*found.places[0].span)] + found.kind_words[0],)
    found.leftover = tuple(text[slice(*span)] for span in left)
    found.explained = tuple(spans)
    return found


def _inside(span: Span, others: Iterable[Span]) -> bool:
    return any(a <= span[0] and span[1] <= b for a, b in others)


def _is_name(text: str, hit: Hit) -> bool:
    """Two characters that are a small word are no name, whatever service holds them."""
    words = text[slice(*hit.span)]
    return not small_words().fullmatch(words)


def _kinds(text: str, named: Sequence[Span]) -> list[tuple[Span, str, frozenset[str]]]:
    pattern, meant = kinds_said()
    found = [(match.span(), match.group(), meant[match.group()]) for match in pattern.finditer(text)]
    return [one for one in found if not any(a < one[0][1] and one[0][0] < b for a, b in named)]


def _kinds_of(said: Sequence[tuple[Span, str, frozenset[str]]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, _, names in said for name in sorted(names)))


def _gaps(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the runs of letters that no span covers."""
    covered = bytearray(len(text))
    for a, b in spans:
        covered[a:b] = b"\1" * (b - a)
    gaps, start = [], None
    for at in range(len(text) + 1):
        free = at < len(text) and not covered[at] and text[at].isalnum()
        if free and start is None:
            start = at
        elif not free and start is not None:
            gaps.append((start, at))
            start = None
    return gaps


def _stretches(text: str, taken: Sequence[Span]) -> list[Span]:
    """Return the stretches between dates and intent words in which a misspelt name may stand."""
    return [span for span in _gaps(text, taken) if span[1] - span[0] > 1]


def _unknown(
    text: str,
    left: Sequence[Span],
    said: Sequence[tuple[Span, str, frozenset[str]]],
    found: Found,
    index: Index,
    hits: Sequence[Hit],
) -> tuple[str, ...]:
    """Return words that look like the name of something that is not held."""
    names = [*_tailed(text, left, said), *_codes(text, left), *_other_places(text, found, index, hits)]
    if not hits and said:
        members = index.of_kinds(found.kinds)
        if not members:
            names.append(said[0][1])
    distinct = [name for name in dict.fromkeys(names) if not any(name != other and name in other for other in names)]
    return tuple(distinct)


def _tailed(text: str, left: Sequence[Span], said: Sequence[tuple[Span, str, frozenset[str]]]) -> list[str]:
    """Return leftover characters that an ending makes a name: 某某 + 公园, 山大二院."""
    tails, not_names = name_tails()
    names = []
    for start, end in left:
        follows = next((span for span, _, _ in said if span[0] == end), None)
        if follows and text[start:end] not in not_names and not _NUMBERED.search(text[start:end]):
            names.append(text[max(start, end - _LONGEST_NAME) : follows[1]])
            continue
        for tail in tails.finditer(text, start, end):
            if tail.start() - start >= 1 and text[start : tail.start()] not in not_names:
                names.append(text[max(start, tail.start() - _LONGEST_NAME) : tail.end()])
                break
    return names


def _codes(text: str, left: Sequence[Span]) -> list[str]:
    return [match.group().upper() for start, end in left for match in _CODE.finditer(text[start:end])]


def _other_places(text: str, found: Found, index: Index, hits: Sequence[Hit]) -> list[str]:
    """Return places in the question that no service named in it belongs to."""
    outside = [one for one in found.places if not any(a <= one.span[0] < b for a, b in (hit.span for hit in hits))]
    if not hits or not outside:
        return []
    for hit in hits:
        own = [place for match in hit.matches for place in index.places(match.service)]
        if not own or any(related(one.place, place) for one in outside for place in own):
            return []
    first = outside[0]
    return [text[slice(*first.span)] + text[hits[0].span[0] : hits[0].span[1]]]


def related(one: Place, other: Place) -> bool:
    """Tell whether one of two places lies in the other, or both are the same."""
    if "X" in {one.code, other.code}:
        return one.name == other.name
    a, b = one.code, other.code
    for width in (2, 4, 6):
        if set(a[width:]) <= {"0"} or set(b[width:]) <= {"0"}:
            return a[:width] == b[:width]
    return a == b


def _meant(text: str, found: Found, index: Index) -> tuple[Match, ...]:
    """Return the services of the kinds said, in the places said, that share most with the question; () when nothing is sure."""
    members = index.of_kinds(found.kinds)[:_LOOKED_AT]
    placed = [s for s in members if _in_places(s, found.places, index)] if found.places else list(members)
    if not placed:
        return ()
    asked = _content(text)
    weights = {service: _shared(asked, service, index) for service in placed}
    best = max(weights.values())
    chosen = [s for s in placed if weights[s] >= best - (0.5 if best else 0.0)][:_MOST_MEANT]
    sure = bool(found.places) or best >= _ENOUGH
    reason = MatchReason.KIND if sure else MatchReason.NEAR
    return tuple(Match(service, reason, 0.7, "".join(found.kind_words)) for service in chosen)


def _in_places(service: Service, places: Sequence[PlaceMention], index: Index) -> bool:
    own = index.places(service)
    return any(related(one.place, place) for one in places for place in own)


def _content(text: str) -> set[str]:
    """Return the pairs of characters of what is said besides small words."""
    return {pair for part in small_words().split(text) if part for pair in bigrams(part)}


def _shared(asked: set[str], service: Service, index: Index) -> float:
    """Return how much a service's names and the sentences about it share with what was asked; a name counts double."""
    names = bigrams(comparable("，".join((service.name, *service.names))))
    told: set[str] = set()
    for fact in index.facts(service)[:3]:
        told |= bigrams(comparable(fact.quote)) | bigrams(comparable(fact.notice.headline))
    return 2.0 * len(asked & names) + len(asked & told - names)
