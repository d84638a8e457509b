"""Which services a question is about: called by name, else meant by kind and place; and which names belong to nothing held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import Mention
from bot.understanding import full_names
from bot.understanding.another import is_numbered_otherwise
from bot.understanding.cleaning import in_other_numerals
from bot.understanding.coverage import gaps
from bot.understanding.intents import LISTS, TEXTUAL
from bot.understanding.lexicon import joints
from bot.understanding.meant import meant
from bot.understanding.named import is_name, services_named, without_places
from bot.understanding.others_beside import other_beside
from bot.understanding.scene import bare_word, group_of, kinds_of, listed_kinds, scene
from bot.understanding.strangers import other_level, strangers
from bot.understanding.told import sentences
from bot.understanding.told_apart import of_the_stage, told_apart
from knowledge.index import Match, MatchReason
from knowledge.index.anatomy import anatomy
from knowledge.index.members import kinds_of as kinds_of_service
from knowledge.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.model import Intent
    from bot.understanding.scene import KindWord, Scene
    from knowledge.index import Hit, Index
    from knowledge.model import Service, Span
    from knowledge.places import PlaceMention

_FEW = 4
"""Services of a kind that the notice of a named service may tell of beside it."""
_SCORE = 0.7
_TWO = 2


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one question. Offsets are characters of its comparable text."""

    mentions: tuple[Mention, ...] = ()
    kinds: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    """The kinds a list is asked of."""
    telling: bool = False
    """True when a word of a kind tells one of it from others (高一, 雅思)."""
    group: str | None = None
    """The group of kinds a word like 考试 means."""
    topic: str = ""
    """The words of kinds said, else the first name without its place."""
    places: tuple[PlaceMention, ...] = ()
    unknown: tuple[str, ...] = ()
    explained: tuple[Span, ...] = ()
    left: tuple[Span, ...] = ()
    beside: str = ""
    """The word of what is asked about beside the service named, and that its notices do not tell of (太山地铁站)."""

    @property
    def by_kind(self) -> bool:
        """Tell whether services are only meant by what they are, none is called by its name."""
        reasons = {mention.matches[0].reason for mention in self.mentions}
        return bool(self.mentions) and reasons <= {MatchReason.KIND, MatchReason.NEAR}


def find_names(text: str, dates: Sequence[Span], said: Sequence[Span], index: Index, intent: Intent | None) -> Found:
    """Return the services a comparable text is about. `dates` are the spans of dates, `said` those of words of intents.

    A question for something that stands in a text is not answered by near services; one for a list of a kind means them all.
    """
    seen, hits = _named_best(text, dates, said, index)
    text = seen.text
    if not hits:
        hits = tuple(hit for hit in index.sounding(text, _stretches(seen)) if is_name(seen, hit) and not _cuts_words(seen, hit))
    unsure = [hit for hit in hits if hit.matches[0].reason is not MatchReason.EXACT and hit.matches[0].score < 1.0]
    unknown = strangers(seen, hits, (match.service for hit in hits for match in hit.matches))
    if unsure and unknown:
        hits = tuple(hit for hit in hits if hit not in unsure)
        unknown = _in_full(strangers(seen, hits, (match.service for hit in hits for match in hit.matches)), unknown)
    kinds_named = seen.said(hits)
    mentions = tuple(_of_the_kind(_mention(text, hit), text, kinds_named, index) for hit in hits)
    mentions = _met(tuple(told_apart(mention, text) for mention in mentions), text)
    mentions = tuple(m for m in mentions if not any(m.words in name and m.words != name for name in unknown))
    beside = other_beside(seen, mentions, kinds_named)
    mentions += _joined(seen, mentions, kinds_named)
    if not mentions and unknown and (fuller := full_names.bearers(unknown, seen)):
        mentions, unknown = fuller, ()
    if not mentions and (reached := _reached(seen)):
        mentions, unknown = reached, ()
    if not mentions and kinds_named and intent not in LISTS and (not unknown or not hits):
        mentions, unknown = _by_kind(seen, kinds_named, unknown, about_text=intent in TEXTUAL)
        mentions = tuple(of_the_stage(mention, text) for mention in mentions)
    explained = (*seen.known, *(hit.span for hit in hits))
    telling = any(one.is_exam or one.is_numbered for one in kinds_named)
    topic = without_places(mentions[0].words) if hits and mentions else "".join(one.word for one in kinds_named)
    kinds_meant, group, left = kinds_of(kinds_named), group_of(kinds_named), gaps(text, explained)
    listed = listed_kinds(text, kinds_named)
    return Found(mentions, kinds_meant, listed, telling, group, topic, seen.places, unknown, explained, left, beside)


def _named_best(text: str, dates: Sequence[Span], said: Sequence[Span], index: Index) -> tuple[Scene, tuple[Hit, ...]]:
    """Return the question as it was typed, or with its numerals written the other way where that names more."""
    scenes = (scene(one, dates, said, index) for one in (text, *in_other_numerals(text)))
    found = [(seen, services_named(seen)) for seen in scenes]
    return max(found, key=lambda one: sum(hit.core for hit in one[1]))


def _in_full(names: Sequence[str], before: Sequence[str]) -> tuple[str, ...]:
    """Return names as they were found before, where more of them was seen then: with their place, beside a part of them held."""
    return tuple(dict.fromkeys(next((one for one in before if name in one), name) for name in names))


def _mention(text: str, hit: Hit) -> Mention:
    return Mention(text[slice(*hit.span)], hit.span, hit.matches)


def _reached(seen: Scene) -> tuple[Mention, ...]:
    """Return a mention of the services that are reached by an app, account or mailbox the question names."""
    for at in range(len(seen.text) - 1):
        for value, services in seen.index.by_channel.get(seen.text[at : at + 2], ()):
            if seen.text.startswith(value, at):
                meant_so = [s for s in services if not is_numbered_otherwise(s, seen)]  # “某地铁” of its 2号线, asked of 3号线
                matches = tuple(Match(s, MatchReason.KIND, _SCORE, value) for s in meant_so[:_FEW])
                return (Mention(value, (at, at + len(value)), matches),) if matches else ()
    return ()


def _stretches(seen: Scene) -> list[Span]:
    """Return the stretches between dates and words of intents in which a misspelt name may stand."""
    return [span for span in gaps(seen.text, seen.taken) if span[1] - span[0] > 1]


def _cuts_words(seen: Scene, hit: Hit) -> bool:
    """Tell whether a stretch that sounds like a name begins or ends within a word: 高考延 in 高考延期."""
    return any(a < edge < b for a, b in seen.small for edge in hit.span)


def _of_the_kind(mention: Mention, text: str, said: Sequence[KindWord], index: Index) -> Mention:
    """Return the mention with the services of the kind said beside it (某乐园里面的酒店), where its notice tells of some."""
    named = {match.service for match in mention.matches}
    meant, words = set(kinds_of(said)), [one.word for one in said if one.closes_names]
    if not said or any(word in service.name for word in words for service in named):
        return mention
    notices = {fact.notice.id for service in named for fact in index.facts(service)}
    told = {service for notice in notices for service in index.by_notice.get(notice, ())}
    told = {service for service in told if not other_level(text, service)}
    beside = sorted((s for s in told if any(word in s.name for word in words)), key=lambda s: s.name)
    if not beside and _groups(meant).isdisjoint(_groups(kind for service in named for kind in kinds_of_service(service))):
        beside = sorted((s for s in told if meant & kinds_of_service(s) and not _is_anothers(s, mention)), key=lambda s: s.name)
    if not 0 < len(beside) <= _FEW:
        return mention
    matches = tuple(Match(s, MatchReason.KIND, _SCORE, mention.words) for s in beside)
    return Mention(mention.words, mention.span, matches)


def _met(mentions: tuple[Mention, ...], text: str) -> tuple[Mention, ...]:
    """Return mentions with two that name one service between them made one: its place and its line, as in 龙回…大广高速."""
    if len(mentions) != _TWO or text[mentions[0].span[1] : mentions[1].span[0]] in joints():
        return mentions
    first, second = mentions
    both = {match.service for match in first.matches} & {match.service for match in second.matches}
    matches = tuple(match for match in first.matches if match.service in both)
    return (Mention(first.words, first.span, matches),) if matches else mentions


def _groups(names: Iterable[str]) -> set[str]:
    return {kinds()[name].group for name in names}


def _is_anothers(service: Service, mention: Mention) -> bool:
    """Tell whether a service has a name of its own that lacks the words of the mention: another's restaurant."""
    return not anatomy(service.name).collective and mention.words not in service.name


def _by_kind(
    seen: Scene, said: Sequence[KindWord], unknown: tuple[str, ...], *, about_text: bool
) -> tuple[tuple[Mention, ...], tuple[str, ...]]:
    """Return the services meant by kind and place, or the name to report when there are none."""
    parts = _parts(seen.text, said)
    if len(parts) > 1:
        several = [(part, meant(seen, part)) for part in parts]
        if all(matches and matches[0].reason is MatchReason.KIND for _, matches in several):
            return tuple(Mention(part[0].word, part[0].span, matches) for part, matches in several), ()
    matches = meant(seen, said)
    if matches and matches[0].reason is MatchReason.NEAR and _is_a_name_of_none(said, matches, seen):
        matches = ()
    if about_text:
        matches = tuple(match for match in matches if match.reason is MatchReason.KIND)
    unknown = _in_full(strangers(seen, (), (match.service for match in matches)), unknown) if matches else unknown
    if matches and not unknown:
        words = "".join(one.word for one in said)
        return (Mention(words, said[0].span, matches),), ()
    if unknown or about_text:
        return (), unknown
    if seen.places:
        return (), (seen.text[slice(*seen.places[0].span)] + bare_word(said),)
    start = said[0].span[0]
    free = next((a for a, b in seen.left(()) if b == start), start)
    return (), (seen.text[free:start] + bare_word(said),)


def _is_a_name_of_none(said: Sequence[KindWord], matches: Sequence[Match], seen: Scene) -> bool:
    """Tell whether a word that only one service could bear (故宫) is said of none that is near."""
    told = [sentences(match.service, seen.index) for match in matches]
    return any(one.names_alone and not any(one.word in words for words in told) for one in said)


def _joined(seen: Scene, mentions: Sequence[Mention], said: Sequence[KindWord]) -> tuple[Mention, ...]:
    """Return the services of a kind's word that a joint puts beside a name: 车管所 in 省博和车管所."""
    starts, ends = {one.span[0] for one in mentions}, {one.span[1] for one in mentions}
    found = []
    for one in said:
        text, (a, b) = seen.text, one.span
        beside = (text[a - 1 : a] in joints() and a - 1 in ends) or (text[b : b + 1] in joints() and b + 1 in starts)
        matches = meant(seen, [one]) if one.closes_names and beside else ()
        if matches and matches[0].reason is MatchReason.KIND:
            found.append(Mention(one.word, one.span, matches))
    return tuple(found)


def _parts(text: str, said: Sequence[KindWord]) -> list[list[KindWord]]:
    """Part words of kinds that are joined like the members of a list: 电影院和网吧."""
    parts = [[said[0]]]
    for one in said[1:]:
        between = text[parts[-1][-1].span[1] : one.span[0]]
        if between in joints() and not one.kinds & parts[-1][-1].kinds:
            parts.append([one])
        else:
            parts[-1].append(one)
    return parts
