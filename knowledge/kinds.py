"""Kinds of service: one data file each, telling how printed names of the kind end and how people speak of it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from knowledge.errors import DataError
from knowledge.stage_words import stage_of
from knowledge.words import pattern, words

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_ENDING = 14
"""Characters of a name's end that are looked at."""
_SHORTEST_WAY = 2
"""Characters of the shortest way: 北侧."""
_HELD = 4096
"""Names whose kind is kept: most are asked about several times in a notice."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of service, as its file in data/kinds describes it."""

    name: str
    """The file's name: scenic_area."""
    zh: str
    en: str
    group: str
    """place, venue, transport, school, exam, health, counter, utility, event or other."""
    endings: tuple[str, ...]
    """How printed names end; the longest wins."""
    words: tuple[str, ...]
    """How people call the kind as a whole."""
    asks: tuple[str, ...]
    """What people say when they mean a service of the kind without naming it."""
    generic: tuple[str, ...]
    """Endings that are dropped to get a name's core (太山景区 → 太山)."""
    shapes: tuple[str, ...]
    """Patterns of how names end that no plain ending tells, for what stands before it decides: 5路 is a bus, 北京路 a road."""
    ageing_days: int
    stale_days: int
    """Days after which what was last heard is ageing, and stale."""
    examples: tuple[tuple[str, str], ...] = ()
    """(name, core) pairs that must hold."""

    def core(self, name: str) -> str:
        """Return `name` without the longest generic ending; the name itself when nothing would be left."""
        for ending in sorted(self.generic, key=len, reverse=True):
            if name.endswith(ending) and len(name) > len(ending):
                return name[: -len(ending)]
        return name


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind by name. DataError names file and key when a file is wrong."""
    found = {}
    for path in sorted((files("knowledge") / "data" / "kinds").iterdir(), key=lambda one: one.name):
        if not path.name.endswith(".toml"):
            continue
        name = path.name.removesuffix(".toml")
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            found[name] = Kind(
                name=name,
                zh=data["zh"],
                en=data["en"],
                group=data["group"],
                endings=tuple(data["endings"]),
                words=tuple(data["words"]),
                asks=tuple(data["asks"]),
                generic=tuple(data["generic"]),
                shapes=tuple(data.get("shapes", ())),
                ageing_days=data["ageing_days"],
                stale_days=data["stale_days"],
                examples=tuple((example["name"], example["core"]) for example in data["examples"]),
            )
        except tomllib.TOMLDecodeError as error:
            raise DataError(f"kinds/{path.name}: {error}") from error
        except KeyError as error:
            raise DataError(f"kinds/{path.name}: key {error} is missing") from error
    return found


@cache
def _by_ending() -> Mapping[str, str]:
    """Return endings with their kind; where two kinds share one, the kind whose own word it is wins."""
    owner: dict[str, str] = {}
    for kind in kinds().values():
        for ending in kind.endings:
            if ending not in owner or ending in kind.words:
                owner[ending] = kind.name
    return owner


@cache
def _by_shape() -> re.Pattern[str]:
    shaped = (f"(?P<{kind.name}>{'|'.join(kind.shapes)})" for kind in kinds().values() if kind.shapes)
    return re.compile(f"(?:{'|'.join(shaped)})$")


@lru_cache(_HELD)
def kind_of(name: str) -> str | None:
    """Return the kind whose shape or else whose ending the name closes with, the longest wins; None when it closes with none.

    A bracket at the end of a name only tells which of its parts or sorts is meant: 图书馆（浣纱馆）.
    """
    if name.endswith(("）", ")")) and (outside := name[: max(name.rfind("（"), name.rfind("("))].rstrip()):
        return kind_of(outside)
    if shaped := _by_shape().search(name, max(0, len(name) - _LONGEST_ENDING)):
        return shaped.lastgroup
    owner = _by_ending()
    for start in range(max(0, len(name) - _LONGEST_ENDING), len(name)):
        if kind := owner.get(name[start:]):
            return kind
    return _kind_before(name)


def _kind_before(name: str) -> str | None:
    """Return the kind of what stands in front of the way or the stage that is meant: 城南路｜由东向西, 城南考试｜报名."""
    if stage := stage_of(name):
        return kind_of(name.removesuffix(stage))
    way = pattern("names", "way").search(name, max(0, len(name) - _LONGEST_ENDING))
    if way is None:
        return None
    wholes = (name[:end] for end in range(len(name) - _SHORTEST_WAY, max(way.start(), 2) - 1, -1))
    return next((kind for kind in map(kind_of, wholes) if kind), None)


def is_of_group(name: str, group: str) -> bool:
    """Tell whether the kind a name closes with belongs to a group."""
    kind = kinds().get(kind_of(name) or "")
    return kind is not None and kind.group == group


def is_held(name: str) -> bool:
    """Tell whether a name closes with the kind of what is held on a day: an exam, an event, a job fair."""
    kind = kinds().get(kind_of(name) or "")
    return kind is not None and (kind.group in words("stages", "of", "groups") or kind.name in words("stages", "of", "kinds"))
