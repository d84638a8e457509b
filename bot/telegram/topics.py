"""/topics: which services are held, by kind, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.telegram.buttons import Button
from knowledge.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from knowledge.base import KnowledgeBase

_KINDS_A_PAGE = 12
_NAMES_A_KIND = 6


def topics_page(base: KnowledgeBase, page: int, say: Mapping[str, str], now: datetime) -> tuple[str, list[list[Button]]]:
    """Return the text of a page (the first is 0) and its buttons."""
    by_kind: dict[str, list[str]] = {}
    for service in base.services(now):
        by_kind.setdefault(service.kind or "", []).append(service.name)
    if not by_kind:
        return say["topics_none"], []
    ordered = sorted(by_kind.items(), key=lambda item: (item[0] == "", -len(item[1]), item[0]))
    lines = [say["topics"]]
    for kind, names in ordered[page * _KINDS_A_PAGE : (page + 1) * _KINDS_A_PAGE]:
        lines.append(say["topics_line"].format(kind=_title(kind, say), names=_names(names, say)))
    rows = [[Button(say["button_more"], "page", page + 1)]] if len(ordered) > (page + 1) * _KINDS_A_PAGE else []
    return "\n".join(lines), rows


def _title(kind: str, say: Mapping[str, str]) -> str:
    known: Any = kinds().get(kind)
    if known is None:
        return say["topics_others"]
    return str(known.en if say["button_good"].isascii() else known.zh)


def _names(names: list[str], say: Mapping[str, str]) -> str:
    shown = "、".join(names[:_NAMES_A_KIND])
    return shown if len(names) <= _NAMES_A_KIND else f"{shown} {say['topics_more'].format(count=len(names))}"
