"""What a headline calls in short (辅警笔试改期) and its notice once in full: one event under two names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from knowledge.model import Fact


def headed(told: Iterable[Sequence[Fact]]) -> Mapping[int, int]:
    """Return the numbers of those of `told`, facts of one service each, that are another's under the name of a headline.

    Only an event that is put off counts: its old or new day tells that both names mean it.
    """
    by_notice: dict[str, list[tuple[int, Fact]]] = {}
    for number, facts in enumerate(told):
        for fact in facts:
            if fact.status in {Status.RESCHEDULED, Status.POSTPONED}:
                by_notice.setdefault(fact.notice.id, []).append((number, fact))
    found: dict[int, int] = {}
    for facts_of in by_notice.values():
        short = [one for one in facts_of if _is_headline(one[1])]
        full = [one for one in facts_of if not _is_headline(one[1])]
        if len(short) == len(full) == 1 and short[0][0] != full[0][0] and _tell_the_same(short[0][1], full[0][1]):
            found[short[0][0]] = full[0][0]
    return found


def _is_headline(fact: Fact) -> bool:
    headline = fact.notice.headline
    return bool(headline) and fact.span[1] <= len(headline) and fact.notice.text.startswith(headline)


def _tell_the_same(one: Fact, other: Fact) -> bool:
    same_day = (one.status, one.start_date) == (other.status, other.start_date)
    return same_day and (not one.kind or not other.kind or one.kind == other.kind)
