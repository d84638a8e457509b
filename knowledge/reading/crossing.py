"""Lists in which each of several wholes has each of several parts: 甲县、乙县中小学、幼儿园."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.kinds import is_of_group
from knowledge.marks import GLUE
from knowledge.reading.service_words import needs_place, only_places
from knowledge.reading.sharing import begins_with_place, place_prefix
from knowledge.words import pattern, table, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_OF_WARDS = ("health", "school")
"""Groups of kinds that have wards and campuses."""


def crossed(texts: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """甲县、乙县中小学、幼儿园: each of several wholes has each of several parts; with the position of the member the part is in.

    The wholes are places in a row, or members before 的 that end alike (口腔科、眼科的专家门诊、普通门诊); () for another list.
    """
    if len(texts) == 1:
        return ()
    if told := _stations(texts) or _parts_of_each(texts):
        return told
    link = table("cues")["relative"]["link"]
    last = next((at for at, text in enumerate(texts) if not only_places(text)), len(texts)) if only_places(texts[0]) else 0
    linked = [at for at, text in enumerate(texts) if link in text]
    whole, _, part = texts[linked[0]].partition(link) if linked else ("", "", "")
    counted = pattern("names", "counted_head").search(whole)
    if len(linked) == 1 and 0 < linked[0] < len(texts) - (not counted):
        last = linked[0]
        whole = whole[: counted.start()] if counted else whole
    elif (wards := _wards(texts)) is not None:
        last, whole, part = wards
    elif not 0 < last < len(texts) - 1:
        return ()
    else:
        whole = place_prefix(texts[last])
        part = texts[last][len(whole) :]
    wholes, parts = (*texts[:last], whole), (part, *texts[last + 1 :])
    alike = counted or all(only_places(one) for one in wholes) or len({one[-1:] for one in wholes}) == 1
    if not (whole and alike and all(needs_place(one) and not begins_with_place(one) for one in parts)):
        return ()
    return tuple((one + each, at) for one in wholes for at, each in enumerate(parts, last))


def _is_line(text: str) -> bool:
    """Tell whether a name is a numbered line and nothing more, behind its place or its kind: 城南地铁2号线."""
    found = next((one for one in pattern("names", "line").finditer(text) if one.end() == len(text)), None)
    before = text[: found.start()] if found else ""
    return found is not None and (not before or only_places(before) or is_of_group(before, "transport"))


def _stations(texts: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """2号线、8号线中山路站: one station on each of several lines; of several stations nobody knows which is on which line."""
    line = pattern("names", "line")
    if not line.search(texts[0]):  # most lists are of no lines
        return ()
    lines = [at for at, text in enumerate(texts) if _is_line(text)]
    last = len(lines)
    if not lines or last >= len(texts) or lines != [*range(last)]:
        return ()
    stops = [pattern("names", "station_of_line").fullmatch(text) for text in texts[last:]]
    first = stops[0]
    if first is None:
        return ()
    if all(one and one["line"] == first["line"] for one in stops):
        wholes = (*texts[:last], first["line"])
        return tuple((line + one["station"], at) for line in wholes for at, one in enumerate(stops, last) if one)
    return ((first["station"], last), *((text, at) for at, text in enumerate(texts[last + 1 :], last + 1)))


def _parts_of_each(texts: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """甲高速、乙高速所有收费站: every road of the list has such a part; () for another list."""
    found = pattern("names", "part_of_each").search(texts[-1], 1)
    wholes = (*texts[:-1], texts[-1][: found.start()].rstrip(GLUE)) if found else ()
    if found is None or not all(is_of_group(one, "transport") and not needs_place(one) for one in wholes):
        return ()
    return tuple((whole + found.group(), at) for at, whole in enumerate(wholes))


def _wards(texts: Sequence[str]) -> tuple[int, str, str] | None:
    """Return where the parts begin in 某医院甲院区、乙院区门诊、急诊, the whole they begin behind and the first of them."""
    ending = next((word for word in words("names", "parts_of_bodies") if texts[0].endswith(word)), "")
    last = next((at for at, text in enumerate(texts) if not text.endswith(ending)), 0) if ending else 0
    if not 0 < last < len(texts) - 1:
        return None
    whole, found, part = texts[last].partition(ending)
    if not (whole and part and needs_place(part)):
        return None
    body = "" if begins_with_place(whole) else _body_before(texts[0].removesuffix(ending))
    return last, body + whole + found, part


def _body_before(text: str) -> str:
    """Return the body a ward's own name stands behind: 某大学 in 某大学东山(校区)."""
    begun = (text[:end] for end in range(len(text), 2, -1))
    return next((one for one in begun if any(is_of_group(one, group) for group in _OF_WARDS) and not needs_place(one)), "")
