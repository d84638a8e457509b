"""A notice about another notice: which earlier facts a correction or a withdrawal means, and what a correction makes of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.dates import find_dates
from knowledge.model import Fact, Moment, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from knowledge.model import Notice

_TITLE = re.compile(r"[《〈「]([^《》〈〉「」]{2,80})[》〉」]")
_SPACE = re.compile(r"\s+")


def is_earlier(notice: Notice, other: Notice) -> bool:
    """Tell whether `notice` was surely posted before `other`, or on the same day without a time of its own."""
    if notice.id == other.id or other.published is None:
        return False
    return notice.published is None or notice.published.start <= other.published.start


def _plain(text: str) -> str:
    return _SPACE.sub("", text)


def titles_named(notice: Notice) -> frozenset[str]:
    """Return the headlines a notice puts in book-title marks, spaces left out."""
    return frozenset(_plain(title) for title in _TITLE.findall(notice.text))


def is_named(notice: Notice, titles: frozenset[str]) -> bool:
    """Tell whether one of `titles` is the headline of `notice` or a whole part of it."""
    headline = _plain(notice.headline)
    return bool(headline) and any(title == headline or (len(title) > 3 and title in headline) for title in titles)  # noqa: PLR2004


def is_retraction(fact: Fact) -> bool:
    """Tell whether a fact corrects or withdraws an earlier notice."""
    return fact.relation in {Relation.CORRECT, Relation.CANCEL}


def unsays(about: Fact, words: str) -> bool:
    """Tell whether a correction or withdrawal of the notice that prints `words` leaves them untrue."""
    return about.relation is Relation.CANCEL or (about.corrects is not None and about.corrects[0] in words)


def targets(about: Fact, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the facts a correction or withdrawal means: of the headline it names, else by service and wrong words."""
    earlier = [f for f in facts if is_earlier(f.notice, about.notice) and not is_retraction(f)]
    titles = titles_named(about.notice)
    named = [f for f in earlier if is_named(f.notice, titles)]
    pool = named or [f for f in earlier if f.service == about.service]
    if about.corrects is not None:
        wrong = about.corrects[0]
        pool = [f for f in pool or earlier if wrong in f.quote or any(wrong in _words(f, e.span) for e in f.evidence)]
    newest = max((f.published.start for f in pool if f.published), default=None)
    return tuple(f for f in pool if named or newest is None or (f.published and f.published.start == newest))


def _words(fact: Fact, span: tuple[int, int]) -> str:
    return fact.notice.text[span[0] : span[1]]


def named_services(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return `facts` with the service of every correction and withdrawal filled in from the notice it is about.

    A correction rarely names the service: it names the headline it corrects. One that touches several services becomes a fact
    for each; one whose notice is not held stays as it is.
    """
    result: list[Fact] = []
    plain = [f for f in facts if not is_retraction(f)]
    held = {f.service for f in plain}
    for fact in facts:
        if not is_retraction(fact) or fact.service in held:
            result.append(fact)
            continue
        found = {f.service: f for f in targets(fact, plain)}
        result += [replace(fact, service=f.service, kind=f.kind, place=f.place) for f in found.values()] or [fact]
    return tuple(result)


def _mend(moment: Moment | None, wrong: Moment, right: Moment) -> Moment | None:
    return right if moment is not None and moment.start == wrong.start else moment


def corrected(fact: Fact, correction: Fact) -> Fact:
    """Return `fact` with the wrong words of `correction` replaced, standing on the correction's notice and quote."""
    if correction.corrects is None:
        return correction
    wrong, right = correction.corrects
    mended = replace(
        fact,
        notice=correction.notice,
        span=correction.span,
        evidence=correction.evidence,
        relation=Relation.CORRECT,
        corrects=correction.corrects,
        issuer=correction.issuer,
        channels=(),
        steps=tuple(step.replace(wrong, right) for step in fact.steps),
        cause_text=fact.cause_text.replace(wrong, right) if fact.cause_text else None,
    )
    base = fact.published.start if fact.published else None
    if base is None:
        return mended
    old = next((m.start for m in find_dates(wrong, base) if m.start), None)
    new = next((m.start for m in find_dates(right, base) if m.start), None)
    if old is None or new is None:
        return mended
    return replace(
        mended,
        start_date=_mend(fact.start_date, old, new),
        valid_from=_mend(fact.valid_from, old, new),
        valid_until=_mend(fact.valid_until, old, new),
        previous_start_dates=tuple(_mend(p, old, new) or p for p in fact.previous_start_dates),
    )
