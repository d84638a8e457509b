"""/topics: which services are held, by kind and place; then the services of one kind, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.telegram.buttons import Button, Rows
from knowledge.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from knowledge.base import KnowledgeBase
    from knowledge.model import Service

_KINDS_A_PAGE = 12
_SERVICES_A_PAGE = 8
_A_ROW = 2
_LONGEST_PLACE = 40


@dataclass(frozen=True, slots=True)
class Page:
    """A message of our own with its buttons."""

    text: str
    rows: Rows = ()


def topics_page(base: KnowledgeBase, value: Sequence[Any], say: Mapping[str, str], now: datetime) -> Page:
    """Return a page: `value` is the place (empty: everywhere), the kind (None: the list of kinds) and the page, from 0."""
    place, kind, page = str(value[0])[:_LONGEST_PLACE], value[1], max(0, int(value[2]))
    services = [one for one in base.services(now) if place in f"{one.place or ''} {one.name}"]
    if not services:
        return Page(say["topics_none_there"].format(place=place) if place else say["topics_none"])
    if kind is None:
        return _kinds(services, place, page, say)
    found = [one for one in services if (one.kind or "") == kind]
    lines = [say["topics_of"].format(kind=_title(kind, say), count=len(found))]
    shown = found[page * _SERVICES_A_PAGE : (page + 1) * _SERVICES_A_PAGE]
    lines += [say["topics_service"].format(name=one.name, place=one.place) if one.place else one.name for one in shown]
    rows = [(Button(one.name, "ask", one.name),) for one in shown]
    return Page("\n".join(lines), (*rows, *_turning(place, kind, page, len(found), _SERVICES_A_PAGE, say)))


def _kinds(services: Sequence[Service], place: str, page: int, say: Mapping[str, str]) -> Page:
    by_kind: dict[str, list[Service]] = {}
    for one in services:
        by_kind.setdefault(one.kind or "", []).append(one)
    ordered = sorted(by_kind.items(), key=lambda item: (item[0] == "", -len(item[1]), item[0]))
    shown = ordered[page * _KINDS_A_PAGE : (page + 1) * _KINDS_A_PAGE]
    text = say["topics_there"].format(place=place, count=len(services)) if place else say["topics"].format(count=len(services))
    labels = [
        Button(say["topics_kind"].format(kind=_title(kind, say), count=len(held)), "topic", [place, kind, 0])
        for kind, held in shown
    ]
    rows = [tuple(labels[at : at + _A_ROW]) for at in range(0, len(labels), _A_ROW)]
    return Page(text, (*rows, *_turning(place, None, page, len(ordered), _KINDS_A_PAGE, say)))


def _turning(place: str, kind: str | None, page: int, total: int, a_page: int, say: Mapping[str, str]) -> Rows:
    """Return the row that leads to the page before, back to the kinds and to the page after, as far as there are such."""
    row = []
    if page > 0:
        row.append(Button(say["button_before"], "topic", [place, kind, page - 1]))
    if kind is not None:
        row.append(Button(say["button_kinds"], "topic", [place, None, 0]))
    if total > (page + 1) * a_page:
        row.append(Button(say["button_more"], "topic", [place, kind, page + 1]))
    return (tuple(row),) if row else ()


def _title(kind: str, say: Mapping[str, str]) -> str:
    known = kinds().get(kind)
    if known is None:
        return say["topics_others"]
    return known.en if say["language"] == "en" else known.zh
