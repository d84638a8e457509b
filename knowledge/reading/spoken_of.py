"""What a clause without a statement names: who acts, whose affairs a heading tells, what is worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.kinds import kind_of
from knowledge.marks import CJK, peel_blank
from knowledge.reading.headlines import body_of
from knowledge.reading.lists import Name, names_in
from knowledge.reading.names import first_part, peel
from knowledge.reading.service_words import is_service, needs_place
from knowledge.words import pattern

if TYPE_CHECKING:
    from knowledge.reading.clauses import Clause
    from knowledge.reading.scope import SentenceScope


def opening_name(scope: SentenceScope, clause: Clause) -> tuple[Name, ...]:
    """Return the service a sentence opens with, in front of what it does: 某国家森林公园｜进入森林防火期."""
    before = (one for one in scope.sentence.clauses if one.span[0] < clause.span[0] and scope.reporter(one) is None)
    if any(CJK.search(scope.view[slice(*peel(scope.view, *one.span))]) for one in before):
        return ()  # but 从5月6日起，某公园…
    start, end = first_part(scope.view, *clause.span)
    does = pattern("names", "does").search(scope.view, start, end)
    names = names_in(scope.view, start, does.start()) if does else ()
    return names if len(names) == 1 and kind_of(names[0].words) and not needs_place(names[0].words) else ()


def titled(scope: SentenceScope, clause: Clause) -> tuple[Name, ...]:
    """Return the body whose affairs a heading in front of a colon tells: 某动物园春节开放时间：…."""
    start, _ = peel_blank(scope.plain, *clause.span)
    body = body_of(scope.plain[start : clause.span[1]]) if clause.colon else ""
    return (Name(body, (start, start + len(body))),) if body else ()


def worked_on(scope: SentenceScope, clause: Clause) -> tuple[Name, ...]:
    """Return the roads, bridges and stations a reason says are worked on: 因甲路乙桥、丙桥修复施工."""
    found = pattern("names", "worked_on").search(scope.view, *clause.span)
    names = names_in(scope.view, *found.span("what")) if found else ()
    return tuple(name for name in names if is_service(name.words) and not needs_place(name.words))
