"""Which of the services offered, or listed, a person means: by number, by name, or none of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.understanding.lexicon import without_opener
from knowledge.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_CHOICE = 40
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class _Words:
    numbers: dict[str, int]
    pointing: dict[str, int]
    """The ways to say a number that cannot be the beginning of a name (第二个)."""
    last: frozenset[str]
    endings: tuple[str, ...]
    affirmations: frozenset[str]


@cache
def _words() -> _Words:
    numbers: dict[str, int] = {}
    pointing: dict[str, int] = {}
    last: set[str] = set()
    endings: list[str] = []
    affirmations: set[str] = set()
    for language in sorted(files("bot").joinpath("data").iterdir(), key=lambda folder: folder.name):
        file = language.joinpath("dialogue.toml")
        if not file.is_file():
            continue
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        rule = table["ordinals"]
        for number, numeral in enumerate(rule["numerals"], 1):
            numbers |= {form.format(n=n): number for form in rule["forms"] for n in (numeral, str(number))}
            pointing |= {form.format(n=n): number for form in rule["pointing"] for n in (rule["names"][number - 1], str(number))}
        last |= set(rule["last"])
        endings += rule["endings"]
        affirmations |= set(table["affirmation"]["words"])
    return _Words(numbers | pointing, pointing, frozenset(last), tuple(endings), frozenset(affirmations))


def bare(text: str) -> str:
    """Return letters, digits and characters only, lower case."""
    return "".join(c for c in fold(text[:200]).lower() if c.isalnum())


def chosen(text: str, choices: Sequence[str]) -> int | None:
    """Return the index of the choice that `text` names by number or name, or says yes to; None when it does neither."""
    words, said = _words(), bare(without_opener(text))
    if not said or len(said) > _LONGEST_CHOICE:
        return None
    ending = next((e for e in words.endings if said.endswith(e) and said != e), "")
    stem = said[: len(said) - len(ending)]
    if said in words.last or stem in words.last:
        return len(choices) - 1
    if len(choices) == 1 and not words.affirmations.isdisjoint({said, stem}):
        return 0
    number = words.numbers.get(said, words.numbers.get(stem))
    if number is not None:
        return number - 1 if number <= len(choices) else None
    if len(stem) < _SHORTEST_NAME:
        return None
    named = [n for n, name in enumerate(choices) if stem in bare(name) or bare(name) == said]
    return named[0] if len(named) == 1 else None


def pointed_at(text: str, count: int) -> tuple[int, str] | None:
    """Return the index of the item of a list of `count` that a question begins with (第二个为什么停), and the rest of it."""
    text = without_opener(text)
    said = bare(text)
    words = max((form for form in _words().pointing if said.startswith(form)), key=len, default=None)
    if words is None or _words().pointing[words] > count:
        return None
    ends = [at for at, mark in enumerate(text, 1) if mark.isalnum()]
    return _words().pointing[words] - 1, text[ends[len(words) - 1] :].strip()
