"""What a service's notices say, to be held against the words of a question."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.understanding.lexicon import small_words
from knowledge.bigrams import bigrams, comparable
from knowledge.index.aliases import called_also
from knowledge.index.anatomy import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.index import Index
    from knowledge.model import Service

_FACTS = 3
"""Facts of a service that are looked at."""
_KEPT = 2000
"""Services whose words are kept: those of the kinds that are being asked about."""
_NEAR, _FAR = 2, 3
"""Within how many times its length a word's characters stand close together, a long one's within more: 成人高考."""
_LONG_WORD = 4
_LONGEST = 1500
"""Characters of a notice that are looked at."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said of a service, comparable: its names, these with the sentences about it, and the pairs of both."""

    names: str
    sentences: str
    name_pairs: frozenset[str]
    pairs: frozenset[str]


@lru_cache(maxsize=_KEPT)
def _words(service: Service, index: Index) -> _Words:
    called = (service.name, *service.names)
    bare = tuple(map(plain, called))
    others = tuple(other for name in bare for other in called_also(name))
    names = comparable("，".join(dict.fromkeys((*called, *bare, *others))))
    facts = index.facts(service)[:_FACTS]
    told = comparable("，".join((names, *(f.quote for f in facts), *(f.notice.headline for f in facts))))
    return _Words(names, told, frozenset(bigrams(names)), frozenset(bigrams(told)))


def sentences(service: Service, index: Index) -> str:
    """Return a service's names with the sentences and headlines of its facts, comparable."""
    return _words(service, index).sentences


def names(service: Service, index: Index) -> str:
    """Return a service's names, comparable."""
    return _words(service, index).names


def whole(services: Iterable[Service], index: Index) -> str:
    """Return the notices about services, comparable; the same notice once."""
    notices = {f.notice.id: f.notice.text[:_LONGEST] for s in services for f in index.facts(s)[:_FACTS]}
    return comparable("\n".join(notices.values()))


def content(text: str) -> set[str]:
    """Return the pairs of characters of what is said besides small words."""
    small = {pair for words in small_words().findall(text) if len(words) > 1 for pair in bigrams(words)}
    return bigrams(text) - small


def shared(asked: set[str], service: Service, index: Index) -> float:
    """Return how much a service's names and the sentences about it share with what was asked; a name counts double."""
    words = _words(service, index)
    both = asked & words.name_pairs
    joined = sum(one[1:] == other[:1] and one + other[1:] in words.names for one in both for other in both)
    return 2.0 * len(both) + len(asked & words.pairs) - len(both) + joined


def in_order(words: str, text: str) -> bool:
    """Tell whether words stand in a text, or their characters do close together in their order (自考 in 自学考试)."""
    if words in text:
        return True
    if not words or words.isascii():
        return False
    reach = len(words) * (_FAR if len(words) >= _LONG_WORD else _NEAR)
    start = text.find(words[0])
    while start >= 0:
        at = start
        for character in words[1:]:
            at = text.find(character, at + 1, start + reach)
            if at < 0:
                break
        else:
            return True
        start = text.find(words[0], start + 1)
    return False
