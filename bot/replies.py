"""The sentences of a language, read once from data/<language>/replies.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from knowledge.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Replies:
    """What a language gives: sentences, ways to write a moment, names of weekdays and statuses, next questions."""

    sentences: Mapping[str, str]
    examples: Mapping[str, str]
    moments: Mapping[str, str]
    months: tuple[str, ...]
    """Names of the months, January first; empty where a month is written as a number."""
    day_parts: Mapping[int, str]
    """Names of the parts of a day, by the hour they begin with."""
    weekdays: tuple[str, ...]
    """Monday first."""
    short_weekdays: tuple[str, ...]
    statuses: Mapping[str, str]
    follow_ups: Mapping[str, tuple[str, str]]
    """Name of the follow-up: its label and its question."""
    list_joiner: str


@cache
def replies(language: str) -> Replies:
    """Return the sentences of `language` (a folder of bot/data). DataError names what is missing."""
    name = f"{language}/replies.toml"
    table = tomllib.loads(files("bot").joinpath("data", language, "replies.toml").read_text(encoding="utf-8"))
    for section in ("language", "moments", "day_parts", "weekdays", "statuses", "sentences", "follow_ups"):
        if section not in table:
            raise DataError(f"{name}: section [{section}] is missing")
    for key, entry in table["sentences"].items():
        if set(entry) != {"text", "example"}:
            raise DataError(f"{name}: sentence '{key}' has {sorted(entry)}, expected text and example")
    moments = dict(table["moments"])
    months = tuple(moments.pop("months"))
    return Replies(
        sentences={key: entry["text"] for key, entry in table["sentences"].items()},
        examples={key: entry["example"] for key, entry in table["sentences"].items()},
        moments=moments,
        months=months,
        day_parts={int(hour): name for hour, name in table["day_parts"].items()},
        weekdays=tuple(table["weekdays"]["names"]),
        short_weekdays=tuple(table["weekdays"]["short"]),
        statuses=table["statuses"],
        follow_ups={key: (entry["label"], entry["question"]) for key, entry in table["follow_ups"].items()},
        list_joiner=table["language"]["list_joiner"],
    )


@cache
def _printed(section: str, key: str) -> tuple[str, ...]:
    table = tomllib.loads(files("bot").joinpath("data/zh/printed.toml").read_text(encoding="utf-8"))
    return tuple(table[section][key])


@cache
def exceptions() -> re.Pattern[str]:
    """Return what leaves a part out of what a printed sentence says: 除急诊外."""
    table = tomllib.loads(files("bot").joinpath("data/zh/printed.toml").read_text(encoding="utf-8"))
    return re.compile(table["exception"]["pattern"])


def takes_date(cue: str) -> bool:
    """Tell whether a printed cue is followed by its date, as in 延期至."""
    return cue.endswith(_printed("takes_date", "endings"))


def without_date(cue: str) -> str:
    """Return a printed cue without the word that leads on to its date: 延期至 → 延期."""
    ending = next((one for one in _printed("takes_date", "endings") if cue.endswith(one)), "")
    return cue.removesuffix(ending)


def bare_cause(words: str) -> str:
    """Return a printed reason without the word that opens it: 因设施改造 → 设施改造."""
    opener = next((one for one in _printed("cause", "openers") if words.startswith(one)), "")
    return words.removeprefix(opener)
