"""The rules of date words, read from data/<language>/: compiled once, when the first date is looked for."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from knowledge.dates.fields import LEVELS, Value
from knowledge.dates.numerals import Numerals
from knowledge.errors import DataError
from knowledge.text import exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LANGUAGES = ("zh", "en")

_PIECE = re.compile(r"\{([a-z_]+)\}")
_SLOT = re.compile(r"\(\?P<([a-z_]+?)(?:_[0-9]+)?>")
_GROUP = re.compile(r"\(\?P<[a-z_0-9]+>")
_NUMBERED = re.compile(r"_[0-9]+$")
_FOLLOWS = {"year": 0, "month": 2}
_DEPTH = 6
"""How deep fragments may stand in fragments."""


@cache
def slot_of(group: str) -> str:
    """Return the slot of a pattern's group: `day` of `day_2`, because a pattern cannot name two groups alike."""
    return _NUMBERED.sub("", group)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language's dates."""

    language: str
    numerals: Numerals
    tables: Mapping[str, Mapping[str, Value]]
    slots: Mapping[str, str]
    """Slot → table, where the names differ; a numbered slot of a rule can have its own."""
    range: re.Pattern[str]

    def read(self, group: str, word: str) -> Value | None:
        """Return what `word` means in the slot `group`: by its table, else as a number; None when it means nothing."""
        slot = slot_of(group)
        table = self.tables.get(self.slots.get(group) or self.slots.get(slot, slot), {})
        if slot == "weekly":
            return self._weekdays(word, table)
        found = table.get(word.lower())
        return self.numerals.read(word) if found is None else found

    def _weekdays(self, word: str, table: Mapping[str, Value]) -> tuple[int, ...]:
        names = re.compile("|".join(sorted(table, key=len, reverse=True)), re.IGNORECASE)
        days: list[int] = []
        for part in self.range.split(word):
            found = [day for name in names.findall(part) if isinstance(day := table[name.lower()], int)]
            if days and found:
                days.extend(range(days[-1] + 1, found[0]))
            days.extend(found)
        return tuple(dict.fromkeys(days))


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to write a date or a part of one."""

    name: str
    source: str
    """Its regular expression, whose groups are slots."""
    words: Words
    set: Mapping[str, Value]
    coarsest: int
    finest: int
    empty: bool
    """True for words that are no date: they are passed over."""
    asking: bool
    alone: str
    follows: int | None
    """The level the words before must have ended at."""
    next: bool
    """True when the next date of a list or range must follow."""
    role: str | None
    examples: tuple[Mapping[str, str], ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Its regular expression, compiled when the words are first found."""
        return _compiled(self.source)

    def fields(self, match: re.Match[str]) -> dict[str, Value] | None:
        """Return the slots `match` fills; None when a word means nothing."""
        values = dict(self.set)
        for group, number in match.re.groupindex.items():
            if (word := match[number]) is None:
                continue
            value = self.words.read(group, word)
            if value is None:
                return None
            values[slot_of(group)] = value
        return values


@dataclass(frozen=True, slots=True)
class RoleRule:
    """Words around a date and what they make of it."""

    language: str
    role: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    words: re.Pattern[str] | None
    examples: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """All rules of one manner of speaking, notices or questions."""

    rules: tuple[Rule, ...]
    opens: re.Pattern[str]
    any_rule: re.Pattern[str]
    """The rules in a row; an empty group behind each tells which it was: before it, it would hide how the rule begins."""
    roles: tuple[RoleRule, ...]
    variants: Callable[[str], tuple[str, int]]
    """Exchanges other forms of characters for those the rules are written with."""
    range: re.Pattern[str]
    inside: re.Pattern[str]
    confirms: re.Pattern[str]
    list: re.Pattern[str]
    sentence_end: re.Pattern[str]
    past: re.Pattern[str]

    def at(self, text: str, position: int, ended: int | None) -> tuple[Rule, re.Match[str]] | None:
        """Return the first rule that fits at `position`; `ended` is the finest level of the words just before, or None."""
        hit = self.any_rule.match(text, position)
        if hit is None or hit.lastgroup is None:
            return None
        for rule in self.rules[int(hit.lastgroup[1:]) :]:
            if rule.follows is not None and rule.follows != ended:
                continue
            match = rule.pattern.match(text, position)
            if match is not None:
                return rule, match
        return None


@cache
def grammar(*, asking: bool) -> Grammar:
    """Return the rules for notices, or for questions, of all languages; DataError when a data file is wrong."""
    rules: list[Rule] = []
    roles: list[RoleRule] = []
    variants: dict[str, str] = {}
    opens = ""
    around: dict[str, list[str]] = {name: [] for name in ("range", "inside", "confirms", "list", "sentence_end", "past")}
    for language in LANGUAGES:
        words, rows, context = (_load(language, name) for name in ("date_words", "dates", "date_roles"))
        opens += words["opens"]
        variants |= words.get("variants", {})
        rules.extend(rule for rule in _rules(language, words, rows, context) if asking or not rule.asking)
        roles.extend(_roles(language, context))
        for name, patterns in around.items():
            patterns.append(context[name])
    alternatives = "|".join(f"(?:{_GROUP.sub('(?:', rule.source)})(?P<r{number}>)" for number, rule in enumerate(rules))
    joined = {name: re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) for name, patterns in around.items()}
    return Grammar(tuple(rules), re.compile(f"[{opens}]"), re.compile(alternatives), tuple(roles), exchange(variants), **joined)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _load(language: str, name: str) -> dict[str, Any]:
    return tomllib.loads(files("knowledge").joinpath("data", language, f"{name}.toml").read_text(encoding="utf-8"))


def _rules(language: str, words: dict[str, Any], rows: dict[str, Any], context: dict[str, Any]) -> Iterator[Rule]:
    tables = {name: {word: _value(value) for word, value in table.items()} for name, table in words["tables"].items()}
    own = Words(language, Numerals(**words["numerals"]), tables, words.get("slots", {}), re.compile(context["range"]))
    fragments = {
        name: "(?:" + "|".join(map(re.escape, sorted(table, key=len, reverse=True))) + ")" for name, table in tables.items()
    }
    fragments |= rows.get("fragments", {})
    for row in rows["rules"]:
        where = f"{language}/dates.toml: rule {row.get('name')!r}"
        if not row.get("examples"):
            raise DataError(f"{where} has no example")
        pattern = _expand(row["pattern"], fragments, where)
        slots = {*_SLOT.findall(pattern), *row.get("set", {})}
        if unknown := slots - LEVELS.keys():
            raise DataError(f"{where} has the unknown slot {min(unknown)!r}; known are the fields of date_fields.Fields")
        if language == "en":
            pattern = rf"(?i:(?<![A-Za-z])(?:{pattern}))"
        follows = _FOLLOWS[row["follows"]] if "follows" in row else None
        levels = [LEVELS[slot] for slot in slots] or [(0, 0)]
        yield Rule(
            name=row["name"],
            source=pattern,
            words=own,
            set={slot: _value(value) for slot, value in row.get("set", {}).items()},
            coarsest=min(low for low, _ in levels) if follows is None else follows + 1,
            finest=max(high for _, high in levels),
            empty=not slots,
            asking=row.get("asking", False),
            alone=row.get("alone", "always"),
            follows=follows,
            next=row.get("next", False),
            role=row.get("role"),
            examples=tuple(row["examples"]),
        )


def _roles(language: str, context: dict[str, Any]) -> Iterator[RoleRule]:
    for row in context["roles"]:
        if not row.get("examples"):
            raise DataError(f"{language}/date_roles.toml: a rule for {row['role']!r} has no example")
        before, after, words = (row.get(key) for key in ("before", "after", "words"))
        yield RoleRule(
            language,
            row["role"],
            re.compile(f"(?:{before})$", re.IGNORECASE) if before else None,
            re.compile(after) if after else None,
            re.compile(words) if words else None,
            tuple(row["examples"]),
        )


def _expand(pattern: str, fragments: Mapping[str, str], where: str) -> str:
    for _ in range(_DEPTH):
        names = set(_PIECE.findall(pattern))
        if not names:
            return pattern
        if unknown := names - fragments.keys():
            raise DataError(f"{where} uses the unknown fragment {min(unknown)!r}")
        pattern = _PIECE.sub(lambda found: fragments[found[1]], pattern)
    raise DataError(f"{where}: fragments stand in each other more than {_DEPTH} deep")


def _value(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value
