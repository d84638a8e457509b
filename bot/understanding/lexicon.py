"""The words of questions, read once from bot/data/<language>: intents, stances, words that explain themselves."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, product
from typing import TYPE_CHECKING, Any

from bot.model import Intent
from bot.understanding.templates import regex_of
from knowledge.errors import DataError
from knowledge.kinds import kinds
from knowledge.model import Status
from knowledge.words import alternatives, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_UNSPACED = frozenset({"zh"})
"""Languages that put no blanks between words."""
_MARKS = r"[\W_]"


@dataclass(frozen=True, slots=True)
class IntentRule:
    """How an intent is said. With `alone` the whole message must be it."""

    intent: Intent
    pattern: re.Pattern[str]
    alone: bool


@cache
def table_of(language: str, name: str) -> Mapping[str, Any]:
    """Return a language's table of bot/data by its name."""
    return tomllib.loads(files("bot").joinpath("data", language, f"{name}.toml").read_text(encoding="utf-8"))


@cache
def intent_rules(language: str) -> tuple[IntentRule, ...]:
    """Return the intents in the order in which they are looked for. DataError names a sentence that is none."""
    particles = _regex(language, ["<particle>"])
    rules = []
    for row in table_of(language, "intents")["intent"]:
        said, alone = _regex(language, row["sentences"]), row.get("alone", False)
        pattern = f"(?:{said})(?:{particles}|{_MARKS})*" if alone else said
        rules.append(IntentRule(Intent(row["name"]), re.compile(pattern, re.IGNORECASE), alone))
    return tuple(rules)


def _regex(language: str, sentences: Sequence[str]) -> str:
    """Return a regular expression for sentences of a language's intents.toml; those of words with blanks are whole words."""
    table = table_of(language, "intents")
    try:
        said = regex_of(sentences, table["rules"])
    except DataError as error:
        raise DataError(f"{language}/intents.toml: {error}") from error
    return said if language in _UNSPACED else rf"\b(?:{said})\b"


@cache
def stances(language: str) -> tuple[tuple[Status, re.Pattern[str]], ...]:
    """Return what a question may presume or a list may ask for, with its words; the more telling first."""
    rows = table_of(language, "intents")["stance"]
    return tuple((Status(row["status"]), re.compile(alternatives(row["words"]), re.IGNORECASE)) for row in rows)


def stance(text: str, language: str) -> Status | None:
    """Return what a yes/no question takes for granted, the more telling first."""
    return next((status for status, words in stances(language) if words.search(text)), None)


@cache
def causes_asked() -> re.Pattern[str]:
    """Return the form in which a list is asked for by a `cause`."""
    rule = table_of("zh", "intents")["causes"]
    words = alternatives({*rule["general"], *(word for row in table("causes")["cause"] for word in row["words"])})
    before, after = alternatives(rule["before"]), alternatives(rule["after"])
    any_word = r"\w{2,5}?"
    return re.compile(f"(?:{before})(?P<cause>{words})|(?P<before>{words})(?={after})|(?:{before})(?P<any>{any_word})(?={after})")


@cache
def causes_repeated() -> tuple[str, ...]:
    """Return what a sentence prints for a reason that its notice tells elsewhere (因同样原因)."""
    return tuple(table_of("zh", "intents")["causes"]["repeated"])


@cache
def general_causes() -> Mapping[str, str]:
    """Return words that mean all reasons of a kind, and its code."""
    codes: Mapping[str, str] = table_of("zh", "intents")["causes"]["general"]
    return codes


def asks_for_beginnings(text: str, *, dated: bool) -> bool:
    """Tell whether a list is asked of what begins, in the time asked about or later."""
    rule = table_of("zh", "intents")["begins"]
    return bool(_beginnings().search(text)) or (dated and any(word in text for word in rule["dated"]))


@cache
def _beginnings() -> re.Pattern[str]:
    return re.compile(_regex("zh", table_of("zh", "intents")["begins"]["sentences"]))


@cache
def refers(language: str) -> re.Pattern[str]:
    """Return the words that lean on what was spoken of."""
    rule = table_of(language, "intents")["refers"]
    openers = _regex(language, ["|".join(rule["openers"])])
    return re.compile(f"^(?:{openers})|{_regex(language, rule['sentences'])}", re.IGNORECASE)


@cache
def _opener() -> re.Pattern[str]:
    openers = (word for language in ("zh", "en") for word in table_of(language, "intents")["refers"]["openers"])
    return re.compile(f"^(?:{alternatives(openers)})", re.IGNORECASE)


def without_opener(text: str) -> str:
    """Return a question without the word that ties it to what was spoken of (那某地呢)."""
    return _opener().sub("", text.lstrip())


@cache
def small_words() -> re.Pattern[str]:
    """Return the words that ask nothing and name nothing, those that point at a thing with its measure word among them."""
    table = table_of("zh", "words")
    pointing = map("".join, product(table["pointing"]["demonstratives"], table["pointing"]["measures"]))
    return re.compile(alternatives(chain(pointing, (word for group in table["group"] for word in group["words"]))))


@cache
def name_tails() -> tuple[re.Pattern[str], frozenset[str]]:
    """Return the endings that make a name of the characters before them, and stretches that are none all the same."""
    rules = table_of("zh", "intents")["names"]
    endings = {ending for kind in kinds().values() for ending in (*kind.endings, *kind.words) if len(ending) > 1}
    return re.compile(f"(?:{alternatives({*rules['tails'], *endings})})"), frozenset(rules["not_names"])


@cache
def asks_status() -> re.Pattern[str]:
    """Return the words by which a question without an intent of its own asks for a status."""
    return re.compile(_regex("zh", table_of("zh", "intents")["asks_status"]["sentences"]))


@cache
def openers_of_another() -> str:
    """Return a regular expression for what opens another question after a comma."""
    return alternatives(word for language in ("zh", "en") for word in table_of(language, "dialogue")["another"]["openers"])


@cache
def ends_of_asking() -> tuple[str, ...]:
    """Return the ends of a clause that asks for a state."""
    return tuple(word for language in ("zh", "en") for word in table_of(language, "dialogue")["another"]["asking"])


@cache
def asks_whether() -> re.Pattern[str]:
    """Return the end of a clause that asks for a state by a verb and its denial (开没开)."""
    words = (word for language in ("zh", "en") for word in table_of(language, "dialogue")["another"].get("whether", ()))
    return re.compile(rf"(\w)(?:{alternatives(words)})\1$")


@cache
def possessives() -> frozenset[str]:
    """Return the particles that make what follows a description of what stands before (河北的厂子)."""
    return frozenset(table_of("zh", "intents")["names"]["possessives"])


@cache
def ways() -> frozenset[str]:
    """Return the characters between where a way begins and where it leads to (马尾至马祖)."""
    return frozenset(table_of("zh", "intents")["names"]["ways"])


@cache
def others() -> re.Pattern[str]:
    """Return the words for all but those that a notice names."""
    return re.compile(alternatives(table_of("zh", "intents")["names"]["others"]))


@cache
def joints() -> frozenset[str]:
    """Return what stands between the members of a list."""
    return frozenset(table_of("zh", "words")["joints"]["words"])


@cache
def numerals_of_digits() -> str:
    """Return the Chinese numerals of the digits 0 to 9 in a row."""
    return str(table_of("zh", "intents")["names"]["numerals"])


@cache
def _partial() -> re.Pattern[str]:
    return re.compile("|".join(table_of("zh", "intents")["names"]["partial"]))


def is_partial(name: str) -> bool:
    """Tell a name that means some of a kind (多地, 8家) from one that means all."""
    return bool(_partial().search(name))


@cache
def asks_after() -> re.Pattern[str]:
    """Return what stands behind a subject that a question asks something of (某处能去吗, 某处几号开)."""
    return re.compile(alternatives(table_of("zh", "words")["asks_after"]["words"]))


@cache
def walk_stops() -> frozenset[str]:
    """Return single characters before which no name goes on."""
    return frozenset(table_of("zh", "intents")["names"]["stops"])


@cache
def common_words() -> re.Pattern[str]:
    """Return everyday words that name no service by themselves, though names hold them (项目, 生活)."""
    return re.compile(alternatives(table_of("zh", "words")["common"]["words"]))


def in_printed_words(text: str) -> str:
    """Return a text with everyday words put into the printed ones they stand for, the longest first."""
    words: Mapping[str, str] = table_of("zh", "words")["synonyms"]
    return _everyday().sub(lambda found: words[found.group()], text)


@cache
def _everyday() -> re.Pattern[str]:
    return re.compile(alternatives(table_of("zh", "words")["synonyms"]))


@cache
def beyond_status() -> re.Pattern[str]:
    """Return the forms in which a question asks whether there is something, or how it is (有没有缆车)."""
    return re.compile(_regex("zh", table_of("zh", "intents")["beyond_status"]["sentences"]))


@cache
def asks_content() -> re.Pattern[str]:
    """Return the forms in which a question asks for a thing that is no state (考哪几科)."""
    return re.compile(_regex("zh", table_of("zh", "intents")["beyond_status"]["content"]))


def example_rows(language: str) -> list[tuple[str, str]]:
    """Return every example with its intent's name, for the test that each is understood so."""
    return [(row["name"], example) for row in table_of(language, "intents")["intent"] for example in row["examples"]]
