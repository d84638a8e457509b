"""Facts of one service put together, whatever short name a notice used."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from knowledge.index.anatomy import CORE, DATE, MODIFIER, PLACE, anatomy
from knowledge.index.headed import headed
from knowledge.kinds import kinds
from knowledge.model import Service
from knowledge.places import place_named
from knowledge.words import alternatives, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from knowledge.index.anatomy import Anatomy
    from knowledge.model import Fact
    from knowledge.places import Place

_Key: TypeAlias = tuple[str, tuple[str, ...]]
_KEPT = 100_000
_BRACKET = re.compile(r"(?P<name>[^（(]{4,})[（(](?P<short>[^（()）]{2,8})[)）]")
_LONGEST_NATURAL = 30
"""Characters; a longer name is a sentence's more than a citizen's."""


@lru_cache(maxsize=_KEPT)
def _key(name: str, year: int | None) -> _Key:
    """Return what must be the same in two names of one service: their core (the stem where there is none) and their dates."""
    parts = anatomy(name)
    core, dates = _core(parts), _dates(parts, year)
    return core, dates


@lru_cache(maxsize=_KEPT)
def _named_short(name: str) -> tuple[str, str]:
    """Return a name and the short form a bracket behind it tells (…雪雕艺术博览会（雪博会）); empty when none does."""
    found = _BRACKET.fullmatch(name) if name.endswith(("）", ")")) else None
    if found is None or not _in_order(found["short"], found["name"]):
        return name, ""
    return found["name"], found["short"]


def _in_order(short: str, name: str) -> bool:
    left = iter(name)
    return all(mark in left for mark in short)


def _in_full(named: Iterable[tuple[str, int | None]]) -> Mapping[_Key, _Key]:
    """Return the keys of short forms that names tell in brackets, each with the key of the name."""
    found = ((_named_short(name), year) for name, year in dict.fromkeys(named))
    return {_key(short, year): _key(name, year) for (name, short), year in found if short}


def _core(parts: Anatomy) -> str:
    """Return the name without place, dates and generic endings; of a name that has nothing of its own, the stem."""
    kept = "".join(c for c, role in zip(parts.text, parts.roles, strict=True) if role not in {PLACE, DATE, MODIFIER})
    if CORE not in parts.roles:
        return kept or parts.text
    found = next((kinds()[name] for name in sorted(parts.kinds) if kinds()[name].core(kept) != kept), None)
    return found.core(kept) if found else kept


def _dates(parts: Anatomy, year: int | None) -> tuple[str, ...]:
    """Return the dates in a name; this year, said or not, is no date of its own."""
    said = "".join(c if role == DATE else " " for c, role in zip(parts.text, parts.roles, strict=True))
    dates = tuple(said.split())
    if year is None:
        return dates
    return tuple(left for date in dates if (left := _this_year(year).sub("", date)))


@cache
def _this_year(year: int) -> re.Pattern[str]:
    return re.compile(f"^{year}(?:{alternatives(words('names', 'year_words'))})?")


def link(facts: Sequence[Fact]) -> tuple[tuple[Service, tuple[Fact, ...]], ...]:
    """Return each service with its facts. The order of `facts` changes nothing but the order within a service's facts."""
    by_core: dict[_Key, dict[str, list[Fact]]] = {}
    years = [fact.published.start.year if fact.published else None for fact in facts]
    full = _in_full((fact.service, year) for fact, year in zip(facts, years, strict=True))
    for fact, year in zip(facts, years, strict=True):
        key = _key(_named_short(fact.service)[0], year)
        by_core.setdefault(full.get(key, key), {}).setdefault(fact.service, []).append(fact)
    found: list[tuple[Service, tuple[Fact, ...]]] = []
    for names in by_core.values():
        found += [(_service(group), tuple(fact for held in group.values() for fact in held)) for group in _groups(names)]
    return _distinct(_under_one_name(found))


def _under_one_name(found: list[tuple[Service, tuple[Fact, ...]]]) -> list[tuple[Service, tuple[Fact, ...]]]:
    """Return the services, those that only a headline calls so with what its notice tells in full."""
    short = headed([facts for _, facts in found])
    if not short:
        return found
    groups: dict[int, list[tuple[Service, tuple[Fact, ...]]]] = {}
    for number, one in enumerate(found):
        groups.setdefault(short.get(number, number), []).append(one)
    return [same[0] if len(same) == 1 else _joined(same) for same in groups.values()]


def _joined(same: Sequence[tuple[Service, tuple[Fact, ...]]]) -> tuple[Service, tuple[Fact, ...]]:
    facts = tuple(fact for _, told in same for fact in told)
    return _service({name: [f for f in facts if f.service == name] for service, _ in same for name in service.names}), facts


def _groups(names: dict[str, list[Fact]]) -> list[dict[str, list[Fact]]]:
    """Part names of one core by place: names of places that lie in one another, or that have none, are one service."""
    if len(names) == 1:
        return [names]
    groups: list[tuple[list[Place], dict[str, list[Fact]]]] = []
    for name in sorted(names, key=lambda n: (-len(_places(n, names[n])), n)):
        places = _places(name, names[name])
        fitting = [g for g in groups if _fit(places, g[0]) and _same_kind(name, g[1])]
        if len(fitting) == 1 or (fitting and places):
            fitting[0][0].extend(places)
            fitting[0][1][name] = names[name]
        else:
            groups.append((list(places), {name: names[name]}))
    return [group for _, group in groups]


def _places(name: str, facts: Sequence[Fact]) -> tuple[Place, ...]:
    named = anatomy(name).places
    if named:
        return named
    return tuple(dict.fromkeys(p for f in facts if f.place and (p := place_named(f.place))))


def _fit(places: Sequence[Place], others: Sequence[Place]) -> bool:
    """Tell whether a place that both name makes two names one: a province's and a city's are two."""
    return not places or not others or bool({p.code for p in places} & {o.code for o in others})


def _same_kind(name: str, group: dict[str, list[Fact]]) -> bool:
    """Tell whether names may be one: a collective of a province is not that of its city, names of their own may be."""
    if anatomy(name).collective:
        codes = {p.code for p in anatomy(name).places}
        return all({p.code for p in anatomy(other).places} == codes for other in group)
    ours = anatomy(name).kinds
    return all(not ours or not anatomy(other).kinds or ours & anatomy(other).kinds for other in group)


def _service(group: dict[str, list[Fact]]) -> Service:
    facts = [f for facts_of in group.values() for f in facts_of]
    names = tuple(sorted(group, key=lambda n: (len(n) > _LONGEST_NATURAL, -len(n), n)))
    kind = _commonest([f.kind for f in facts if f.kind])
    place = _commonest([f.place for f in facts if f.place])
    return Service(names[0], names, kind, place)


def _commonest(values: list[str]) -> str | None:
    if len(values) < 2:  # noqa: PLR2004
        return next(iter(values), None)
    counts = Counter(values)
    return min(counts, key=lambda v: (-counts[v], v)) if counts else None


def _distinct(found: list[tuple[Service, tuple[Fact, ...]]]) -> tuple[tuple[Service, tuple[Fact, ...]], ...]:
    """Services are told apart by name: those that are called the same are one."""
    by_name: dict[str, list[tuple[Service, tuple[Fact, ...]]]] = {}
    for service, facts in found:
        by_name.setdefault(service.name, []).append((service, facts))
    return tuple(same[0] if len(same) == 1 else _joined(same) for same in by_name.values())
