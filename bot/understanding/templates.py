"""How sentences are written in the data files, as regular expressions.

The notation, as in Home Assistant's hassil: `(a|b)` one of these, `[a]` said or not, `<rule>` what the rule of that name says.
More signs: `…` is a gap of a few characters inside a clause, `$` is the end of the question; what stands behind `~` must follow
but is no part of the sentence: it means something of its own (a kind's word).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_GAP = "[^，。？！?!,.]{0,8}?"
_FOLLOWED = "~"
_END = "[ ？。！?.!]*$"
_SIGNS = {"(": "(?:", ")": ")", "[": "(?:", "]": ")?", "|": "|", "…": _GAP, "$": _END}
_TOKEN = re.compile(r"<(?P<rule>[^<>]+)>|(?P<mark>[()\[\]|…$])|(?P<words>[^<>()\[\]|…$]+)")


def regex_of(sentences: Iterable[str], rules: Mapping[str, Sequence[str]]) -> str:
    """Return one regular expression for any of `sentences`; DataError names a sentence that cannot be read."""
    return "|".join(f"(?:{_one(sentence, rules)})" for sentence in sentences)


def _one(sentence: str, rules: Mapping[str, Sequence[str]]) -> str:
    said, _, following = sentence.partition(_FOLLOWED)
    return _pattern(said, rules) + (f"(?={_pattern(following, rules)})" if following else "")


def _pattern(sentence: str, rules: Mapping[str, Sequence[str]]) -> str:
    parts, at = [], 0
    for token in _TOKEN.finditer(sentence):
        if token.start() != at:
            break
        at = token.end()
        parts.append(_part(token, sentence, rules))
    pattern = "".join(parts)
    try:
        re.compile(pattern)
    except re.error as error:
        raise DataError(f"sentence {sentence!r}: {error}") from error
    if at != len(sentence):
        raise DataError(f"sentence {sentence!r}: character {at + 1} cannot be read")
    return pattern


def _part(token: re.Match[str], sentence: str, rules: Mapping[str, Sequence[str]]) -> str:
    if (name := token["rule"]) is None:
        return _SIGNS[token["mark"]] if token["mark"] else re.escape(token["words"])
    if name not in rules:
        raise DataError(f"sentence {sentence!r}: there is no rule <{name}>")
    return f"(?:{regex_of(rules[name], {one: said for one, said in rules.items() if one != name})})"
