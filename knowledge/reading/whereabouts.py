"""The place a statement belongs to: in its own words, else the nearest before it, else the publisher's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.places import city_of, find_places, place_named, province_of
from knowledge.text import simplified
from knowledge.words import holds_one, pattern, table, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Notice, Span
    from knowledge.places import Place
    from knowledge.reading.statements import Statement


def place_of(notice: Notice, statement: Statement) -> str:
    """Return the place as printed, cut or widened to what the name's scope word means (全市, 全省); empty when none is named."""
    name = statement.owner + statement.name.words
    if inside := find_places(name, counties=False):
        return name[slice(*inside[0].span)]
    if name in notice.publisher:
        return ""  # a body's own name needs no place told before it
    return _scaled(*(_own(notice, name) or _near(notice, statement, name)), name)


def _own(notice: Notice, name: str) -> tuple[str, Sequence[Span]] | None:
    """Return the place that speaks of itself (我县), the publisher's or the text's first one of that level; else None."""
    found = pattern("names", "own_scope").search(name) if holds_one(name, words("names", "own_scope", "holds")) else None
    if found is None:
        return None
    level = table("names")["own_level"]["levels"][found["level"]]
    for text in (notice.publisher, notice.text):
        plain = simplified(text)
        for chain in _printed(text):
            at = place_named(plain[slice(*chain[-1])])
            if at and at.level == level:
                return plain, chain
    return None


def _near(notice: Notice, statement: Statement, name: str) -> tuple[str, Sequence[Span]]:
    """Return the text a place stands in, and the places printed one behind another there, the widest first.

    全县 and 全区 mean a county where one is printed.
    """
    printed = _printed(notice.text)
    if holds_one(name, words("names", "county_scopes")):
        plain = simplified(notice.text)
        printed = tuple(one for one in printed if (at := place_named(plain[slice(*one[-1])])) and at.level == "county") or printed
    elif holds_one(name, words("names", "city_scopes")):
        printed = tuple(one for one in printed if _is_in_city(simplified(notice.text[slice(*one[-1])]))) or printed
    before = bisect_right(printed, statement.cue[0], key=lambda chain: chain[-1][1])
    if before:
        first = bisect_left(printed, statement.sentence[0], hi=before, key=lambda chain: chain[0][0])
        return simplified(notice.text), printed[first if first < before else before - 1]
    if of_publisher := _printed(notice.publisher):
        return simplified(notice.publisher), of_publisher[0]
    return simplified(notice.text), printed[0] if printed else ()


def _is_in_city(printed: str) -> bool:
    """Tell whether a place is a city or lies in one; a province, but for the cities that are one, does not."""
    at = place_named(printed)
    return at is not None and (at.level != "province" or at.name.endswith(words("names", "city_scopes")[0][-1]))


@lru_cache(maxsize=4)
def _printed(text: str) -> tuple[tuple[Span, ...], ...]:
    """Return where places stand in a text, those that stand one behind another together (某市某区); each statement asks."""
    chains: list[tuple[Span, ...]] = []
    plain = pattern("names", "explained_places").sub(lambda found: "#" * len(found.group()), simplified(text))
    plain = pattern("names", "dateline").sub(lambda found: "#" * len(found.group()), plain)
    for found in find_places(plain, counties=False):
        if pattern("names", "road_of_place").match(plain, found.span[1]):
            continue
        if chains and chains[-1][-1][1] == found.span[0]:
            chains[-1] = (*chains[-1], found.span)
        else:
            chains.append((found.span,))
    return tuple(chains)


def _scaled(text: str, chain: Sequence[Span], name: str) -> str:
    """Return the place a name's scope word means: the whole province, the city of a county, else the places as printed."""
    if not chain:
        return ""
    whole = text[chain[0][0] : chain[-1][1]]
    if holds_one(name, words("names", "county_scopes")):
        return whole
    last = place_named(text[slice(*chain[-1])])
    if last and holds_one(name, words("names", "province_scopes")):
        return province_of(last).short if last.level in {"city", "county"} else whole
    scope = next((one for one in words("names", "city_scopes") if one in name), "")
    if last and last.level == "county" and scope and not last.name.endswith(scope[-1]):  # 江阴市 is a 市 itself
        return text[slice(*chain[0])] if len(chain) > 1 else _city(last) or whole
    return whole if len(chain) > 1 else text[slice(*chain[0])]


def _city(county: Place) -> str:
    city = city_of(county)
    return city.short if city else ""


def in_place(place: str, name: str) -> str:
    """Return a name behind its place; one that begins with a level itself (市图书馆) behind the place of that level, or alone."""
    own = pattern("names", "own_level").match(name)
    at = place_named(place)
    if own is None or at is None:
        return place + name
    level = table("names")["own_level"]["levels"][own["level"]]
    if level == at.level:
        return place + (name[1:] if place.endswith(own["level"]) else name)
    if level == "province":
        return province_of(at).short + name
    return _city(at) + name if level == "city" and at.level == "county" else name
