"""What a question wants to know: the intent by its words, what it takes for granted, which statuses a list asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Intent
from bot.understanding.coverage import inside
from bot.understanding.kind_words import kinds_said, naming_words
from bot.understanding.lexicon import asks_content, asks_status, beyond_status, intent_rules, stances
from bot.understanding.told import whole
from knowledge.bigrams import bigrams
from knowledge.kinds import kinds
from knowledge.model import Status

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from bot.understanding.names import Found
    from knowledge.index import Index
    from knowledge.model import Span

TEXTUAL = frozenset({Intent.PASSAGE, Intent.ATTRIBUTE})
"""Intents that ask for something that stands in a text."""
LISTS = frozenset({Intent.LIST, Intent.LATEST})
"""Intents that ask for whatever fits."""
_NOT_OPEN = (Status.CLOSED, Status.SUSPENDED, Status.DELAYED, Status.POSTPONED, Status.CANCELLED)
_LISTED = {
    Status.OPEN: (Status.OPEN, Status.LIMITED),
    Status.CLOSED: _NOT_OPEN,
    Status.POSTPONED: (Status.POSTPONED, Status.RESCHEDULED, Status.DELAYED),
    Status.CANCELLED: (Status.CANCELLED,),
}
_DATED_GROUPS = frozenset({"exam", "event", "school"})
"""Groups of kinds whose services have a date rather than an end."""
SHORT = 12
"""Characters of a question that may be about nothing but what was spoken of."""
_WORD = 2
"""Unexplained characters in a row that make a word."""


def intent_said(text: str, language: str, names: Sequence[Span] = ()) -> tuple[Intent | None, tuple[Span, ...]]:
    """Return the first intent whose words are found, and where they stand; words in a kind's (收费站) do not count."""
    pattern, _ = kinds_said()
    longer = [found.span() for found in pattern.finditer(text) if found.group() in naming_words()]
    for rule in intent_rules(language):
        if rule.alone:
            continue
        for found in rule.pattern.finditer(text):
            if inside(found.span(), names):
                continue
            within = [span for span in longer if span[1] - span[0] > found.end() - found.start()]
            if not inside(found.span(), within):
                return rule.intent, (found.span(),)
    return None, ()


def alone(text: str, language: str) -> Intent | None:
    """Return the intent of a message that is nothing but social words, of several (知道了，谢谢) the last."""
    said, at = None, 0
    while at < len(text) or said is None:
        found = max(((rule.pattern.match(text, at), rule.intent) for rule in intent_rules(language) if rule.alone), key=_reach)
        if found[0] is None or (at < len(text) and found[0].end() == at):
            return None
        at, said = found[0].end(), found[1]
    return said


def _reach(found: tuple[re.Match[str] | None, Intent]) -> int:
    return found[0].end() if found[0] else -1


def settled(intent: Intent | None, found: Found, text: str, index: Index, *, leaning: bool) -> Intent:
    """Return the intent once it is known what the question is about."""
    if intent is Intent.LIST and ((not found.kinds and _words_left(found)) or _asks_for_no_service(text, found)):
        return Intent.PASSAGE
    if intent is Intent.LIST and found.mentions and not found.kinds:
        return Intent.COMPARE
    if intent is Intent.COMPARE and found.kinds and (found.by_kind or not found.mentions):
        return Intent.LIST
    if found.beside and intent not in LISTS:
        return Intent.ATTRIBUTE
    if intent in {Intent.WHEN, Intent.UNTIL} and found.mentions:
        return Intent.WHEN if is_dated(found) else Intent.UNTIL
    if intent is not None:
        return intent
    if _asks_beyond(text, found, index):
        return Intent.ATTRIBUTE
    says_status = bool(asks_status().search(text))
    if len(text) > SHORT and not says_status and not leaning:
        return Intent.PASSAGE
    if found.mentions or found.unknown or found.kinds or leaning:
        return Intent.STATUS
    return Intent.STATUS if len(text) <= SHORT and not _words_left(found) else Intent.PASSAGE


def _asks_for_no_service(text: str, found: Found) -> bool:
    """Tell whether the words of a list stand right before a word that is no kind of service: which measures, which progress."""
    ends = {end for _, end in intent_said(text, "zh")[1]}
    return any(a in ends and b - a >= _WORD for a, b in found.left)


def _words_left(found: Found) -> bool:
    return any(end - start >= _WORD for start, end in found.left)


def words_left(found: Found) -> bool:
    """Tell whether the question says a word that nothing explains."""
    return _words_left(found)


def _asks_beyond(text: str, found: Found, index: Index) -> bool:
    """Tell whether the question asks for something that the notices of the service named do not speak of (有没有缆车)."""
    if not found.mentions:
        return False
    if asks_content().search(text):
        return True
    asked = beyond_status().search(text)
    if asked is None:
        return False
    told = whole((match.service for mention in found.mentions for match in mention.matches), index)
    words = [text[a:b] for a, b in found.left if b - a >= _WORD and asked.start() <= a and b <= asked.end()]
    return any(not all(pair in told for pair in bigrams(word)) for word in words)


def is_dated(found: Found) -> bool:
    """Tell whether the question is about something that takes place on a date: an exam, an event, the start of school."""
    service = next((match.service for mention in found.mentions for match in mention.matches[:1]), None)
    kind = kinds().get((service.kind if service else next(iter(found.kinds), None)) or "")
    return kind is not None and kind.group in _DATED_GROUPS


def statuses_listed(text: str, language: str) -> tuple[Status, ...]:
    """Return the statuses a list asks for; none when it asks for any."""
    said = [status for status, words in stances(language) if words.search(text)]
    if Status.CLOSED in said:
        said = [status for status in said if status is not Status.OPEN]
    return tuple(dict.fromkeys(status for one in said for status in listed_as(one)))


def listed_as(stance: Status | None) -> tuple[Status, ...]:
    """Return the statuses a list asks for by a word for one of them."""
    return _LISTED.get(stance, ()) if stance else ()
