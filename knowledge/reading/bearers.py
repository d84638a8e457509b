"""Whom a cue is about: the names it has, what they stand for, and whose they are."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from knowledge.kinds import is_of_group, kind_of
from knowledge.marks import PARENTHESIS
from knowledge.places import find_places
from knowledge.reading.leads import is_lead, is_vague
from knowledge.reading.lists import Name
from knowledge.reading.names import clause_words
from knowledge.reading.rooms import house_of, is_house
from knowledge.reading.service_words import (
    is_event_by_name,
    is_generic_subject,
    is_service,
    needs_place,
    pointing_word,
    points_back,
)
from knowledge.reading.sharing import series_prefix
from knowledge.words import pattern, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.reading.arguments import Argument
    from knowledge.reading.cues import Cue
    from knowledge.reading.scope import SentenceScope
    from knowledge.reading.statements import Statement

_SUPPLY = 2
"""Characters of a word for a supply: 供热."""
_FIGURES = re.compile("[0-9]+")
_OF_KINDS = frozenset({"kind", "happening"})
"""What a cue needs beside it when only names with the ending of a kind count."""


def own_names(found: Argument, cue: Cue, *, cut: bool) -> tuple[Name, ...]:
    """Return the services the cue itself names; the last of an object that the text cuts off (…) is none."""
    names = found.names[:-1] if cut and found.from_object else found.names
    if found.from_object:  # 开放景区主要为山水和街区类: a clause, to its end
        names = tuple(takewhile(lambda name: not clause_words().search(name.words), names))
    names = tuple(name for name in names if is_service(name.words) and not _supplies(name.words) and not _counts(name.words))
    if cue.operator == "limit" and not found.from_object:
        names = _without_vehicles(names)
    if cue.operator == "limit" and found.from_object:
        names = tuple(name for name in names if not pattern("names", "forbidden_to").fullmatch(PARENTHESIS.sub("", name.words)))
    if cue.needs == "kind" and not found.from_object:
        return ()
    if cue.needs == "happening":
        names = tuple(name for name in names if not pointing_word(name.words))
    if cue.needs in _OF_KINDS or (cue.object_of_kind and found.from_object):
        return tuple(name for name in names if kind_of(name.words))
    return names


def _without_vehicles(names: Sequence[Name]) -> tuple[Name, ...]:
    """Return the roads of names that close with who may not take them, if there is one: 某高速七座以上客车、危化品车."""
    cut = [(name, pattern("names", "vehicles_tail").sub("", name.words)) for name in names]
    roads = tuple(replace(name, words=road) for name, road in cut if is_of_group(road, "transport"))
    return roads if any(name.words != road for name, road in cut) and roads else tuple(names)


def _counts(name: str) -> bool:
    """Tell whether a name only says how many of something of no known kind there are: 76个工地."""
    return pattern("names", "mere_count").match(name) is not None and kind_of(name) is None


def _supplies(name: str) -> bool:
    """Tell whether a name is that of a body that supplies a city: it announces that others are cut off."""
    supplier = pattern("names", "supplier")
    return any(supplier.fullmatch(name, found.start()) for found in supplier.finditer(name))


def named(scope: SentenceScope, cue: Cue, found: Argument, own: Sequence[Name]) -> Sequence[Name]:
    """Return what the cue is about: its own names, else what was spoken of, at last the publisher that tells of itself.

    The cue's words stand for the publisher's name in the text.
    """
    supplies = is_of_group(scope.notice.speaker, "utility") and pattern("fields", "supply_off").search(scope.plain, *cue.span)
    speaker = (Name(scope.notice.speaker, cue.span),) if scope.notice.speaker and not supplies else ()
    if cue.operator == "move" and not own and scope.made and (whose := scope.made[-1].owner):
        return (Name(whose, scope.made[-1].name.span),)  # 某校暂停线下教学，开展线上教学: the school, not its lessons
    works = scope.works if cue.operator in words("names", "shuts_works") else ()
    back = scope.subject and all(points_back(one.words) for one in found.owners)  # 某园发布消息，该园决定…
    owners, subject = (
        tuple(one for one in names if not _supplies(one.words)) for names in (() if back else found.owners, scope.subject)
    )  # a supplier or a railway tells that others stop
    told = own or owners or subject or works or scope.notice.topic or speaker
    if not told and cue.operator == "open":
        return _supply(scope, cue)
    return told or (tuple(one.name for one in _stopped(scope)) if cue.operator == "resume" else ())


def _supply(scope: SentenceScope, cue: Cue) -> tuple[Name, ...]:
    """Return the supply whose opening is told without saying to whom: 11月8日0时正式供热, in a notice that names its place."""
    at = cue.span[1] - _SUPPLY
    supply = Name(scope.plain[at : cue.span[1]], (at, cue.span[1]))
    return (supply,) if is_of_group(supply.words, "utility") and find_places(scope.plain) else ()


def bearers(
    scope: SentenceScope, cue: Cue, found: Argument, own: Sequence[Name], names: Sequence[Name]
) -> Iterator[tuple[Name, str, bool]]:
    """Yield each service a cue is about, with what stands before its name, and whether it only announces a list."""
    back = len(own) == 1 and _is_plural(scope, own[0])
    if back:
        meant = _spoken_of(scope)
    elif not own and not found.owners and cue.operator == "resume":
        meant = tuple(one for one in _stopped(scope) if scope.made or _may_mean(scope.subject, one))
    else:
        meant = ()
    if meant or back:
        yield from ((one.name, one.owner, False) for one in meant)
        yield from ((name, "", False) for name in scope.works if not meant)
        return
    told = {one.name: one.owner for one in scope.made} if not own and not found.owners else {}
    for owner in _owners(scope, cue, found, own) or ("",):
        for name in names:
            yield name, owner or told.get(name, ""), is_lead(scope.plain, name) or is_vague(owner)


def _may_mean(subject: Sequence[Name], stopped: Statement) -> bool:
    """Tell whether what a sentence speaks of is what was stopped, or the house it is in; it may speak of nothing."""
    name = stopped.owner + stopped.name.words
    return not subject or any(one.words in name or name in one.words or is_generic_subject(one.words) for one in subject)


def _is_plural(scope: SentenceScope, name: Name) -> bool:
    """Tell whether a name means several services told before: 两馆, 上述桥梁."""
    if is_generic_subject(name.words) and len(scope.works) > 1:
        return True
    if pattern("names", "plural").fullmatch(name.words) is None or is_lead(scope.plain, name):
        return False
    count = _FIGURES.search(name.words)  # 共有76个工地停工 means none of what was told
    return count is None or int(count.group()) == len(_spoken_of(scope))


def _owners(scope: SentenceScope, cue: Cue, found: Argument, own: Sequence[Name]) -> tuple[str, ...]:
    """Return what stands before each name: those the clause tells, else those of the sentence where a name needs one."""
    owners: tuple[str, ...] = ()
    if own:
        generic = is_generic_subject(own[0].words)
        of_class = found.from_object and pattern("cues", "includes").match(scope.view, cue.span[1])  # 各景区关停，包括某公园
        carried = scope.owners if (found.from_object or generic) and not of_class else ()
        carried = carried or (scope.works if generic and len(scope.works) == 1 else ())
        events = all(is_event_by_name(name.words) for name in own)
        whose = found.owners or carried if found.from_object or not events else ()
        owners = tuple(one.words for one in whose if needs_place(own[0].words) or not _supplies(one.words))
    wide = words("names", "scopes")
    if own and not owners and not found.from_object and all(needs_place(n.words) and not n.words.startswith(wide) for n in own):
        before = (one.owner for one in scope.made if one.owner and not needs_place(one.owner))
        owners = tuple(one for one in before if kind_of(one) in {None, kind_of(own[0].words)})[:1]
    if own and not owners and not found.from_object and (house := house_of(scope, own)):
        owners = (house,)
    if own and not owners and (prefix := _series(scope, own)):
        owners = (prefix,)
    if own and not owners and all(pattern("names", "exit").fullmatch(name.words) for name in own):
        told = (PARENTHESIS.sub("", one.owner + one.name.words) for one in reversed(scope.made))
        owners = tuple(one for one in told if pattern("names", "stop").search(one))[:1]  # 某站只出不进，C口关闭
    if own and not owners and found.from_object and scope.made and (house := _goes_on_with(scope, cue, own)):
        owners = (house,)
    if cue.needs == "kind" and not owners and scope.notice.topic:
        owners = (scope.notice.topic[0].words,)
    return owners


def _goes_on_with(scope: SentenceScope, cue: Cue, own: Sequence[Name]) -> str:
    """Return the house whose affairs a clause goes on to tell: 某馆暂停开放，并取消所有线下活动; empty when it does not."""
    last = scope.made[-1]
    start = next((one.span[0] for one in reversed(scope.sentence.clauses) if one.span[0] <= cue.span[0]), 0)
    house = last.owner or last.name.words
    if not pattern("cues", "goes_on").match(scope.plain, start) or not is_house(house):
        return ""
    return "" if any(find_places(name.words) or is_house(name.words) for name in own) else house


def _spoken_of(scope: SentenceScope) -> tuple[Statement, ...]:
    """Return what was stated just before, one of each name: what 两馆 or 上述景区 means."""
    found = scope.made or scope.notice.found
    if not found:
        return ()
    last = [one for one in found if one.sentence == found[-1].sentence and not one.lead]
    return tuple({one.name.words: one for one in last}.values())


def _stopped(scope: SentenceScope) -> tuple[Statement, ...]:
    """Return what the sentence, else the notice, said last to be stopped: that resumes when no name stands with the cue."""
    stopped = [one for one in scope.made or scope.notice.found if not one.status.available and not one.lead]
    return tuple(one for one in stopped if one.cue == stopped[-1].cue)


def _series(scope: SentenceScope, own: Sequence[Name]) -> str:
    """Return what stands before 3号线 in what the sentence told already (某机场巴士3号线), when 1号线 follows."""
    told = (PARENTHESIS.sub("", one.owner + one.name.words) for one in scope.made)
    return next(
        (prefix for name in told if (prefix := series_prefix(name, own[0].words)) and _all_of_series(name, prefix, own)), ""
    )


def _all_of_series(name: str, prefix: str, own: Sequence[Name]) -> bool:
    return all(series_prefix(name, one.words) == prefix for one in own)
