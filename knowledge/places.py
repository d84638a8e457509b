"""Places found in a text: provinces, cities, counties and countries, by full name and by the short form people use."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from knowledge.words import pattern, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from knowledge.model import Span

_PROVINCE, _PREFECTURE = "0000", "00"
_WORD = 2
"""Counties of two characters (城区, 矿区, 古县) are words before they are places."""
_LONGEST_HELD = 64
"""Characters of a name; the places of names are asked for again and again, those of whole texts once."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the table of administrative divisions has it. `code` is the six-digit code, `X` and a number for a country."""

    code: str
    name: str
    short: str
    """The name without its suffix (太原市 → 太原); the name itself when too little would be left."""

    @property
    def level(self) -> str:
        """One of country, province, city, county."""
        if self.code.startswith("X"):
            return "country"
        if self.code.endswith(_PROVINCE):
            return "province"
        return "city" if self.code.endswith(_PREFECTURE) else "county"


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in a text: the words at `span` (half-open, characters of that text) are one of its names."""

    span: Span
    place: Place
    full: bool
    """True when the name stood with its suffix."""


@cache
def _table() -> Mapping[str, tuple[Place, bool]]:
    folder = files("knowledge") / "data" / "zh"
    forms = tomllib.loads((folder / "places.toml").read_text(encoding="utf-8"))
    ambiguous, nations, suffixes = frozenset(forms["ambiguous"]), tuple(forms["nations"]), tuple(forms["suffixes"])
    table: dict[str, tuple[Place, bool]] = {}
    for line in (folder / "places.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, name = line.split("\t")
        place = Place(code, name, _short(name, nations, suffixes))
        if len(name) > _WORD or place.level != "county":
            table.setdefault(name, (place, True))
        if place.short != name and place.short not in ambiguous:
            held = table.get(place.short)
            if held is None or _rank(place) < _rank(held[0]):
                table[place.short] = (place, False)
    return table


def _rank(place: Place) -> int:
    return ("country", "province", "city", "county").index(place.level)


def _short(name: str, nations: tuple[str, ...], suffixes: tuple[str, ...]) -> str:
    """Return a name without its suffix and the nations before it; the name itself when too little would be left."""
    suffix = next((one for one in suffixes if name.endswith(one)), None)
    if suffix is None:
        return name
    short = name.removesuffix(suffix)
    while short[2:].endswith(nations):
        short = short.removesuffix(next(one for one in nations if short[2:].endswith(one)))
    return short if len(short) > 1 else name


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """Return the lengths of names, the longest first, by the two characters they begin with."""
    lengths: dict[str, set[int]] = {}
    for name in _table():
        lengths.setdefault(name[:2], set()).add(len(name))
    return {opening: tuple(sorted(found, reverse=True)) for opening, found in lengths.items()}


@cache
def _opening() -> re.Pattern[str]:
    """Return a pattern for where a name could begin, so that most of a text is passed over fast."""
    firsts, seconds = ("".join(sorted({opening[at] for opening in _lengths()})) for at in (0, 1))
    return re.compile(f"[{re.escape(firsts)}](?=[{re.escape(seconds)}])")


@cache
def _street() -> re.Pattern[str]:
    """Return a pattern for what makes a street of a short name before it: 延安西路 is in no 延安."""
    return pattern("places", "street")


def find_places(text: str, *, counties: bool = True) -> tuple[PlaceMention, ...]:
    """Return the places in `text` in order, the longest at each position, without overlap.

    Short forms of counties are common words too often; with `counties=False` a county counts only by its full name.
    """
    return _held(text, counties) if len(text) <= _LONGEST_HELD else _found(text, counties)


@lru_cache(maxsize=4096)
def _held(text: str, counties: bool) -> tuple[PlaceMention, ...]:  # noqa: FBT001 - the cache takes positions fastest
    return _found(text, counties)


def _found(text: str, counties: bool) -> tuple[PlaceMention, ...]:  # noqa: FBT001 - the other half of `_held`
    found: list[PlaceMention] = []
    lengths, end = _lengths(), 0
    for opening in _opening().finditer(text):
        start = opening.start()
        if start < end or text[start : start + 2] not in lengths:  # inside the place found last, or none begins so
            continue
        if place := place_at(text, start, counties=counties):
            end = place.span[1]
            found.append(place)
    return tuple(found)


def place_at(text: str, start: int = 0, *, counties: bool = True) -> PlaceMention | None:
    """Return the longest place that begins at `start`, as `find_places` finds it there; None when none does."""
    for length in _lengths().get(text[start : start + 2], ()):
        name = text[start : start + length]
        entry = _table().get(name)
        counted = entry and (entry[1] or counties or entry[0].level != "county")
        dated = start > 0 and text[start - 1].isdecimal() and name.startswith(words("places", "date_units"))  # 24日照常
        if entry and counted and not dated and (entry[1] or not _street().match(text, start + len(name))):
            return PlaceMention((start, start + len(name)), *entry)
    return None


def place_named(name: str) -> Place | None:
    """Return the place that `name` names, in full or short; None when it names none."""
    entry = _table().get(name)
    return entry[0] if entry else None


@cache
def major_places() -> Mapping[str, Place]:
    """Return provinces and cities by the short form people use."""
    return {
        words: place for words, (place, _) in _table().items() if words == place.short and place.level in {"province", "city"}
    }


@cache
def _provinces() -> Mapping[str, Place]:
    return {place.code: place for place, _ in _table().values() if place.level == "province"}


def province_of(place: Place) -> Place:
    """Return the province a place lies in; the place itself for a country or a province."""
    return _provinces().get(place.code[:2] + _PROVINCE, place)


@cache
def _cities() -> Mapping[str, Place]:
    return {place.code: place for place, _ in _table().values() if place.level == "city"}


def city_of(place: Place) -> Place | None:
    """Return the city a county lies in; None for a county of no city, as those of Beijing are."""
    return _cities().get(place.code[:4] + _PREFECTURE)


def related(one: Place, other: Place) -> bool:
    """Tell whether one of two places lies in the other, or both are the same."""
    a, b = one.code, other.code
    if "X" in (a[0], b[0]):
        return a == b
    for width in (2, 4, 6):
        if set(a[width:]) <= {"0"} or set(b[width:]) <= {"0"}:
            return a[:width] == b[:width]
    return a == b


def width(place: Place) -> int:
    """Return how narrow a place is: a country 0, a province 1, a city 2, a county 3."""
    return ("country", "province", "city", "county").index(place.level)


def narrowest(places: Iterable[Place]) -> tuple[Place, ...]:
    """Return the places that surround none of the others: of a city and its county the county."""
    distinct = tuple(dict.fromkeys(places))
    if len(distinct) == 1:
        return distinct
    return tuple(p for p in distinct if not any(o is not p and width(o) > width(p) and related(o, p) for o in distinct))
