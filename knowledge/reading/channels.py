"""Ways to reach a service that a text offers: telephone numbers, addresses on the web, apps, accounts, mailboxes, places."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from functools import cache
from typing import TYPE_CHECKING

from knowledge.model import Channel
from knowledge.reading.phones import find_phones
from knowledge.text import fold
from knowledge.words import holds_one, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.model import Span

_CLOSE = 6
"""Characters between an account's name and the word 公众号 that still belongs to it."""


@cache
def _ways() -> tuple[tuple[str, str, re.Pattern[str], tuple[str, ...]], ...]:
    rows = table("channels")["way"]
    return tuple((way["kind"], way["label"], re.compile(way["pattern"]), tuple(way["holds"])) for way in rows)


def find_channels(text: str) -> tuple[Channel, ...]:
    """Return the ways `text` offers, in order, each with the words it stands on (half-open offsets in `text`)."""
    taken: list[Span] = []
    found = []
    for channel in _offered(text, taken):
        at = bisect_left(taken, channel.span)
        free = (at == 0 or taken[at - 1][1] <= channel.span[0]) and (at == len(taken) or channel.span[1] <= taken[at][0])
        if free:
            insort(taken, channel.span)
            found.append(channel)
    return tuple(sorted(found, key=lambda channel: channel.span))


def _offered(text: str, taken: Sequence[Span]) -> Iterator[Channel]:
    """Yield what the patterns find, the surest first; `taken` is what was found so far, in order."""
    plain = fold(text)
    for kind, label, way, words in _ways():
        if not holds_one(plain, words):
            continue
        for match in way.finditer(plain):
            span = match.span("value")
            if match["value"] != label or not _named(match.span(), taken):
                yield Channel(kind, text[slice(*span)], label, span)
    for phone in find_phones(plain):
        yield Channel("phone", phone.number, phone.label, phone.span)


def _named(span: Span, taken: Sequence[Span]) -> bool:
    """Tell whether a mere word for an account stands right behind the account's name."""
    before = bisect_left(taken, (span[1],))
    return before > 0 and span[0] - taken[before - 1][1] <= _CLOSE
