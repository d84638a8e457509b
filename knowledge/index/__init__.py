"""Services found by what people call them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from knowledge.index.aliases import called_also
from knowledge.index.anatomy import anatomy, plain
from knowledge.index.linking import link
from knowledge.index.matches import Entry, Hit, Match, MatchReason, apart, ranked
from knowledge.index.members import Members
from knowledge.index.name_guards import TOLD_APART, differ, is_guard
from knowledge.index.postings import Postings, numbers
from knowledge.index.routes import by_end
from knowledge.index.shortening import align
from knowledge.index.soundalikes import Sounds
from knowledge.index.spellings import Spellings
from knowledge.places import find_places, place_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from knowledge.index.anatomy import Anatomy
    from knowledge.index.routes import Route
    from knowledge.index.shortening import Alignment
    from knowledge.model import Fact, Service, Span
    from knowledge.places import Place

__all__ = ["Alias", "Hit", "Index", "Match", "MatchReason", "link"]

_LONGEST = 20
"""Characters of the longest name looked for in a question."""
_MOST_CANDIDATES = 200
"""Names with the same characters that are looked at; more say that the characters are common words."""
_MOST_COMMON = 2000
"""Names with the rarest pair of such common words that are looked through for the words in a row."""
_MOST_FOUND = 12
_NAMED_CHANNELS = frozenset({"app", "account", "mailbox"})
_SHORTEST_CHANNEL = 4
"""Characters from which the name of an app or account tells it: 公众号 tells none."""


class Alias(Protocol):
    """What people also call a service."""

    @property
    def alias(self) -> str:
        """The words people say."""

    @property
    def service(self) -> str:
        """The service's name, or a part of it that tells it."""


class Index:
    """The names of services. Immutable; parts that are seldom needed are built when first asked for."""

    def __init__(self, services: Sequence[Service], aliases: Sequence[Alias], facts: Mapping[Service, Sequence[Fact]]) -> None:
        """Use `Index.of`."""
        self.services = tuple(services)
        self._facts = facts
        self._entries = [Entry(s, anatomy(name)) for s in services for name in dict.fromkeys((s.name, *s.names))]
        self._entries += self._aliased(aliases)
        self._by_text: dict[str, list[Entry]] = {}
        for entry in self._entries:
            self._by_text.setdefault(entry.name.text, []).append(entry)
        self._postings = Postings([entry.name for entry in self._entries])
        self._sounds = Sounds(self._entries, self._postings)
        self._spellings = Spellings(self._entries, self._postings)

    @staticmethod
    def of(
        services: Iterable[Service], aliases: Iterable[Alias] = (), facts: Mapping[Service, Sequence[Fact]] | None = None
    ) -> Index:
        """Return the index of `services`. `facts`: their sentences are evidence for questions that name no service."""
        return Index(tuple(services), tuple(aliases), facts or {})

    def _aliased(self, aliases: Sequence[Alias]) -> Iterator[Entry]:
        named = {plain(name): s for s in self.services for name in (s.name, *s.names)}
        for alias in aliases:
            service = named.get(plain(alias.service))
            if service is not None:
                yield Entry(service, anatomy(alias.alias), MatchReason.ALIAS)
        for text, bearer in named.items():
            for other in called_also(text):
                yield Entry(bearer, anatomy(other), MatchReason.ALIAS)

    def find(self, words: str) -> tuple[Match, ...]:
        """Return the services that `words` may name, best first, those that are only near included."""
        text = plain(words)
        exact = [Match(e.service, e.reason, 1.0, words) for e in self._by_text.get(text, ())]
        found = exact or [m for hit in self.named(text) for m in hit.matches] or list(self._near(text))
        return tuple(sorted(dict.fromkeys(found), key=lambda m: (-m.score, m.service.name))[:_MOST_FOUND])

    def named(self, text: str) -> tuple[Hit, ...]:
        """Return the words of a comparable text that name services by something of their own, in order, without overlap.

        Within the words of a whole name nothing shorter is looked for: it would be put aside.
        """
        barred: dict[int, int] = {}
        hits: list[Hit] = []
        whole = 0
        for start in range(len(text)):
            hit = self._named_at(text, start, whole, barred)
            if hit is not None:
                hits.append(hit)
                whole = max(whole, hit.span[1]) if hit.whole else whole
        return apart(hits)

    def sounding(self, text: str, spans: Sequence[Span]) -> tuple[Hit, ...]:
        """Return stretches within `spans` that sound like a name: one wrong character in three, or two that sound alike."""
        return apart([hit for span in spans for hit in self._sounds.alike(text, span)])

    def spelled(self, letters: str) -> tuple[Match, ...]:
        """Return the services whose name stands in `letters` as toneless pinyin."""
        return self._spellings.spelled(letters)

    def of_kinds(self, names: Iterable[str], places: Iterable[Place] = ()) -> Iterator[Service]:
        """Yield the services of these kinds, in the order of `services`; with `places` only those of the same provinces."""
        return self._members.of(names, places)

    def facts(self, service: Service) -> Sequence[Fact]:
        """Return the facts about a service, as far as they were given."""
        return self._facts.get(service, ())

    def places(self, service: Service) -> tuple[Place, ...]:
        """Return the places a service belongs to, by its names, else by its facts."""
        return self._places[service]

    @cached_property
    def held_places(self) -> frozenset[str]:
        """Return the codes of all places that services belong to."""
        return frozenset(place.code for places in self._places.values() for place in places)

    @cached_property
    def by_channel(self) -> Mapping[str, tuple[tuple[str, tuple[Service, ...]], ...]]:
        """Return the apps, accounts and mailboxes by which services are reached, comparable, by their first two characters."""
        found: dict[str, dict[Service, None]] = {}
        for service, facts in self._facts.items():
            for fact in facts:
                for channel in fact.channels:
                    if channel.kind in _NAMED_CHANNELS and len(plain(channel.value)) >= _SHORTEST_CHANNEL:
                        found.setdefault(plain(channel.value), {})[service] = None
        starts: dict[str, list[tuple[str, tuple[Service, ...]]]] = {}
        for value, services in found.items():
            starts.setdefault(value[:2], []).append((value, tuple(services)))
        return {start: tuple(values) for start, values in starts.items()}

    @cached_property
    def by_end(self) -> Mapping[str, tuple[Route, ...]]:
        """Return the ways that names print, by two characters of the end they lead to."""
        return by_end(self.services)

    @cached_property
    def by_notice(self) -> Mapping[str, tuple[Service, ...]]:
        """Return the services each notice tells of, by the notice's id."""
        found: dict[str, dict[Service, None]] = {}
        for service, facts in self._facts.items():
            for fact in facts:
                found.setdefault(fact.notice.id, {})[service] = None
        return {notice: tuple(services) for notice, services in found.items()}

    @cached_property
    def _places(self) -> Mapping[Service, tuple[Place, ...]]:
        found: dict[Service, tuple[Place, ...]] = {}
        for service in self.services:
            places = [place for name in dict.fromkeys((service.name, *service.names)) for place in anatomy(name).places]
            found[service] = tuple(dict.fromkeys([*places, *_narrowest(service.place or "")]))
        return found

    @cached_property
    def _members(self) -> Members:
        return Members(self.services, self._places)

    def _named_at(self, text: str, start: int, beyond: int, barred: dict[int, int]) -> Hit | None:
        """Return the longest name that begins at `start` and ends after `beyond`.

        Words in ASCII are never cut: NBA does not stand in WNBA. `barred`: the entries that another name was told from, by
        number, with the place up to which they do not count.
        """
        if not text[start].isalnum() or (start and _one_word(text[start - 1], text[start])):
            return None
        reached = []
        mask = -1
        for end in range(start, min(start + _LONGEST, len(text))):
            mask &= self._postings.masks.get(text[end], 0)
            if not mask:
                break
            reached.append(mask)
        for length in range(len(reached), max(1, beyond - start), -1):
            end = start + length
            if end < len(text) and _one_word(text[end - 1], text[end]):
                continue
            words, mask = text[start:end], reached[length - 1]
            if whole := [Match(e.service, e.reason, 1.0, words) for e in self._by_text.get(words, ()) if e.name.tells]:
                return Hit((start, end), ranked(whole, _MOST_FOUND), length, whole=True)
            common = mask.bit_count() > _MOST_CANDIDATES
            candidates = self._postings.telling(words, _MOST_COMMON, _MOST_CANDIDATES) if common else numbers(mask)
            matches, core = self._matches(text, (start, end), candidates, barred)
            if matches:
                return Hit((start, end), matches, core)
        return None

    def _matches(self, text: str, span: Span, candidates: Iterable[int], barred: dict[int, int]) -> tuple[tuple[Match, ...], int]:
        start, end = span
        words = text[start:end]
        matches: list[Match] = []
        core = 0
        for number in candidates:
            entry = self._entries[number]
            found = align(words, entry.name) if barred.get(number, 0) <= start else None
            if found is None:
                continue
            if _guarded(text, start, end, entry.name, found):
                barred[number] = end
                continue
            core = max(core, found.core)
            matches.append(_match(words, entry, found, text[end : end + 1]))
        return ranked(matches, _MOST_FOUND), core

    def _near(self, text: str) -> Iterator[Match]:
        for hit in self.sounding(text, [(0, len(text))]):
            yield from hit.matches


def _narrowest(place: str) -> list[Place]:
    """Return the place that words for one name: of a province and its city (辽宁兴城市) the last."""
    named = place_named(place)
    return [named] if named else [one.place for one in find_places(place)][-1:]


def _one_word(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def _guarded(text: str, start: int, end: int, name: Anatomy, found: Alignment) -> bool:
    """Tell whether the characters beside the words make another name of it: 山大二院 beside 山大一院, 市局 beside 省厅."""
    first, last = found.at[0], found.at[-1]
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(
        (before and first and differ(before, name.text[first - 1]))
        or (after and last + 1 < len(name.text) and differ(after, name.text[last + 1]))
    )


def _match(words: str, entry: Entry, found: Alignment, after: str) -> Match:
    """Return the match of an alignment. A part that leaves out a numeral or a direction beside it is only near."""
    text, last = entry.name.text, found.at[-1]
    if words == text:
        return Match(entry.service, entry.reason, 1.0, words)
    said = len(words) / len(text)
    score = 0.7 + 0.15 * found.share + 0.1 * said + 0.04 * found.contiguous
    left_out = (
        found.contiguous
        and not found.whole
        and last + 1 < len(text)
        and any(is_guard(text[last + 1], group) for group in TOLD_APART)
        and entry.name.roles[last + 1] == "c"
        and not is_guard(after)
    )
    if left_out and found.share < 1:
        return Match(entry.service, MatchReason.NEAR, score - 0.2, words)
    reason = MatchReason.SHORT if entry.reason is MatchReason.EXACT else entry.reason
    return Match(
        entry.service,
        MatchReason.EXACT if found.whole and found.contiguous and reason is MatchReason.SHORT else reason,
        score,
        words,
    )
