"""How long a notice may be leaned on, from data: by kind of service where the kind says so, else the default."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.errors import DataError
from knowledge.kinds import kinds


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All in whole days: counted from publication (ageing, stale), beyond asking (horizon), between two notices (conflict)."""

    ageing: int
    stale: int
    horizon: int
    conflict: int


def _number(table: dict[str, dict[str, object]], section: str, key: str) -> int:
    value = table.get(section, {}).get(key)
    if not isinstance(value, int) or value < 0:
        raise DataError(f"timeline.toml: {section}.{key} is {value!r}, expected a whole number of days")
    return value


@cache
def _default() -> Thresholds:
    table = tomllib.loads(files("knowledge").joinpath("data/timeline.toml").read_text(encoding="utf-8"))
    return Thresholds(
        ageing=_number(table, "default", "ageing_days"),
        stale=_number(table, "default", "stale_days"),
        horizon=_number(table, "open_end", "horizon_days"),
        conflict=_number(table, "conflict", "days"),
    )


@cache
def thresholds(kind: str | None) -> Thresholds:
    """Return the thresholds for `kind`; the default when the kind is unknown. DataError when the data is damaged."""
    default, known = _default(), kinds().get(kind or "")
    if known is None:
        return default
    return Thresholds(known.ageing_days, known.stale_days, default.horizon, default.conflict)


@cache
def holiday_words() -> tuple[str, ...]:
    """Return the printed words that make an exception mean public holidays, in every language notices are read in."""
    words: list[str] = []
    for language in files("knowledge").joinpath("data").iterdir():
        file = language.joinpath("timeline.toml")
        if language.is_dir() and file.is_file():
            words += tomllib.loads(file.read_text(encoding="utf-8"))["holiday"]["words"]
    return tuple(words)
