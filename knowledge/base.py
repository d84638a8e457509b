"""The one thing `bot` asks: notices and facts as they are known at a moment."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from knowledge.index import Index, link
from knowledge.passages import Passages
from knowledge.timeline import Standing, what_holds
from knowledge.timeline.corrections import is_named, is_retraction, named_services, titles_named
from knowledge.timeline.precedence import EVER, posted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from knowledge.index import Alias
    from knowledge.model import Channel, Fact, Moment, Notice, Service

_HORIZONS_KEPT = 4
"""States of knowledge kept built: now, and a few moments of the past that are being asked about."""


@dataclass(frozen=True, slots=True)
class _Horizon:
    """What is linked and indexed when the first so many facts are published."""

    services: tuple[Service, ...]
    facts: Mapping[Service, tuple[Fact, ...]]
    names: Mapping[str, Service]
    index: Index
    numbers: Mapping[str, tuple[Service, Fact, Channel]]
    by_notice: Mapping[str, tuple[tuple[Service, Fact], ...]]
    retractions: tuple[tuple[Fact, frozenset[str]], ...]
    """Corrections and withdrawals, with the headlines they name."""


def _digits(value: str) -> str:
    return "".join(c for c in value if c.isdigit())


def _numbers(linked: Sequence[tuple[Service, tuple[Fact, ...]]]) -> Mapping[str, tuple[Service, Fact, Channel]]:
    dialled = {"phone", "caller_prefix"}
    return {_digits(c.value): (s, f, c) for s, facts in linked for f in facts for c in f.channels if c.kind in dialled}


def _by_notice(linked: Sequence[tuple[Service, tuple[Fact, ...]]]) -> Mapping[str, tuple[tuple[Service, Fact], ...]]:
    found: dict[str, list[tuple[Service, Fact]]] = {}
    for service, facts in linked:
        for fact in facts:
            found.setdefault(fact.notice.id, []).append((service, fact))
    return {notice: tuple(pairs) for notice, pairs in found.items()}


def _retractions(facts: Sequence[Fact]) -> tuple[tuple[Fact, frozenset[str]], ...]:
    return tuple((f, titles_named(f.notice)) for f in facts if is_retraction(f))


class KnowledgeBase:
    """Immutable; everything beyond the bare lists is built when first asked for. Safe to share between threads."""

    def __init__(self, notices: Sequence[Notice], facts: Sequence[Fact], aliases: Sequence[Alias]) -> None:
        """Use `KnowledgeBase.of`."""
        self.notices = tuple(notices)
        self._facts = tuple(facts)
        self._aliases = tuple(aliases)
        self._posted = [posted(f) for f in facts]
        self._horizons: OrderedDict[int, _Horizon] = OrderedDict()
        self._lock = Lock()

    @staticmethod
    def of(notices: Iterable[Notice], facts: Iterable[Fact], aliases: Iterable[Alias] = ()) -> KnowledgeBase:
        """Return the base of these notices and of the facts read from them; their order does not matter."""
        ordered = sorted(facts, key=lambda f: (posted(f), f.notice.id, f.span, f.service, f.status))
        return KnowledgeBase(tuple(notices), ordered, tuple(aliases))

    def _horizon(self, asked_at: datetime) -> _Horizon:
        count = bisect_right(self._posted, asked_at)
        with self._lock:
            if count in self._horizons:
                self._horizons.move_to_end(count)
                return self._horizons[count]
            linked = [(s, tuple(sorted(facts, key=posted))) for s, facts in link(named_services(self._facts[:count]))]
            services = tuple(s for s, _ in sorted(linked, key=lambda pair: posted(pair[1][-1]), reverse=True))
            facts = dict(linked)
            index = Index.of(services, self._aliases, facts)
            names, retractions = {s.name: s for s in services}, _retractions(self._facts[:count])
            built = _Horizon(services, facts, names, index, _numbers(linked), _by_notice(linked), retractions)
            self._horizons[count] = built
            if len(self._horizons) > _HORIZONS_KEPT:
                self._horizons.popitem(last=False)
            return built

    def services(self, asked_at: datetime) -> tuple[Service, ...]:
        """Return every service that notices published by `asked_at` speak of, the one spoken of last first."""
        return self._horizon(asked_at).services

    def service_named(self, name: str, asked_at: datetime) -> Service | None:
        """Return the service known under exactly this name at `asked_at`."""
        return self._horizon(asked_at).names.get(name)

    def number(self, digits: str, asked_at: datetime) -> tuple[Service, Fact, Channel] | None:
        """Return the newest channel that has this telephone number or caller's prefix, with its fact and service."""
        return self._horizon(asked_at).numbers.get(_digits(digits))

    def index(self, asked_at: datetime) -> Index:
        """Return the index of the services known at `asked_at`."""
        return self._horizon(asked_at).index

    def facts(self, service: Service, asked_at: datetime) -> tuple[Fact, ...]:
        """Return the facts about `service` published by `asked_at`, oldest first; empty for a service not known then."""
        return self._horizon(asked_at).facts.get(service, ())

    def read_from(self, notice_id: str, asked_at: datetime) -> tuple[tuple[Service, Fact], ...]:
        """Return the facts read from one notice, each with its service."""
        return self._horizon(asked_at).by_notice.get(notice_id, ())

    def retractions(self, notice: Notice, asked_at: datetime) -> tuple[Fact, ...]:
        """Return the corrections and withdrawals of a later time, published by `asked_at`, that name `notice` by its headline.

        What is of the same time may be the new text of what it replaces, under the same headline.
        """
        said = notice.published.start if notice.published else EVER
        held = self._horizon(asked_at).retractions
        return tuple(f for f, titles in held if posted(f) > said and is_named(notice, titles))

    def standing(self, service: Service, at: Moment, asked_at: datetime) -> Standing:
        """Return what is known of `service` for the moment `at`, seen from `asked_at`."""
        return what_holds(service, self.facts(service, asked_at), at, asked_at)

    @cached_property
    def passages(self) -> Passages:
        """Return the passages of all notices; asking it takes the moment into account."""
        return Passages.of(self.notices)
