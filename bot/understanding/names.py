"""Which services a question names or means, and which names in it belong to nothing held."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.model import Mention
from bot.understanding.lexicon import common_words, group_words, kinds_said, name_tails, naming_words, small_words, walk_stops
from knowledge.anatomy import anatomy
from knowledge.bigrams import bigrams, comparable
from knowledge.index import Match, MatchReason
from knowledge.kinds import kinds
from knowledge.places import PlaceMention, find_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from knowledge.index import Hit, Index
    from knowledge.model import Service, Span
    from knowledge.places import Place

_CODE = re.compile(r"[a-z]{2,}\d*|[a-z]+\d+|[a-z](?=[一-鿿])", re.IGNORECASE)
_NUMBERED = re.compile(r"\d+号线|\d+路")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})月")
_NAMED_GROUPS = {"school", "place", "health"}
"""Groups of kinds in which a place before the kind's word is a proper name."""
_FEW = 4
"""Services that one notice may tell of together."""
_MOST_MEANT = 8
_ENOUGH = 2
"""Pairs of characters a question must share with a service's notice before the service counts as meant without a place."""
_LONGEST_NAME = 8
_SHORTEST = 2
"""Characters of a short form that counts only where the question names nothing unknown."""
_LOOKED_AT = 400
"""Services of a kind that are compared with a question; the newest first."""


@dataclass(slots=True)
class Found:
    """What was found in one question. Offsets are characters of its comparable text."""

    mentions: list[Mention] = field(default_factory=list)
    kinds: tuple[str, ...] = ()
    kind_words: tuple[str, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    unknown: tuple[str, ...] = ()
    leftover: tuple[str, ...] = ()
    explained: tuple[Span, ...] = ()


def find_names(text: str, taken: Sequence[Span], index: Index, *, about_text: bool) -> Found:
    """Return the services a comparable text names, else those it means by kind and place. `taken`: dates and intent words."""
    found = Found()
    hits = [hit for hit in index.named(text) if not _inside(hit.span, taken) and _is_name(text, hit)]
    found.places = find_places(text, counties=False)
    said = _kinds(text, [hit.span for hit in hits])
    found.kinds, found.kind_words = _kinds_of(said), tuple(word for _, word, _ in said)
    spans = [*taken, *(hit.span for hit in hits), *(span for span, _, _ in said), *(one.span for one in found.places)]
    spans += [match.span() for match in small_words().finditer(text)]
    left = _gaps(text, spans)
    if not hits:
        hits = [hit for hit in index.sounding(text, _stretches(text, taken)) if _is_name(text, hit)]
        spans += [hit.span for hit in hits]
        left = _gaps(text, spans)
    unsure = [hit for hit in hits if hit.matches[0].reason is not MatchReason.EXACT and hit.matches[0].score < 1.0]
    if unsure and _unknown(text, left, said, found, index, hits):
        hits = [hit for hit in hits if hit not in unsure]
    found.mentions = [Mention(text[slice(*hit.span)], hit.span, hit.matches) for hit in hits]
    found.mentions = [_of_the_kind(mention, found, index) for mention in found.mentions]
    found.unknown = _unknown(text, left, said, found, index, hits)
    found.mentions = [one for one in found.mentions if not any(one.words in name and one.words != name for name in found.unknown)]
    if not found.mentions and not found.unknown and said:
        meant = _meant(text, found, said, index)
        if about_text:
            meant = tuple(match for match in meant if match.reason is MatchReason.KIND)
        if meant:
            words = "".join(found.kind_words)
            found.mentions = [Mention(words, said[0][0], meant)]
        elif not about_text and _MONTH.search(text) and _exams(said):
            found.unknown = (_exams(said)[0],)
        elif found.places and not about_text:
            found.unknown = (text[slice(*found.places[0].span)] + found.kind_words[0],)
    found.leftover = tuple(text[slice(*span)] for span in left)
    found.explained = tuple(spans)
    return found


def _of_the_kind(mention: Mention, found: Found, index: Index) -> Mention:
    """Return the mention with the services of the kind said beside it (某乐园里面的酒店), where its notice tells of some."""
    named = {match.service for match in mention.matches}
    members = set(index.of_kinds(found.kinds))
    if not found.kinds or named & members:
        return mention
    notices = {fact.notice.id for service in named for fact in index.facts(service)}
    beside = [s for s in members if any(fact.notice.id in notices for fact in index.facts(s))]
    if not 0 < len(beside) <= _FEW:
        return mention
    return Mention(
        mention.words,
        mention.span,
        tuple(Match(s, MatchReason.KIND, 0.7, mention.words) for s in sorted(beside, key=lambda s: s.name)),
    )


def _inside(span: Span, others: Iterable[Span]) -> bool:
    return any(a <= span[0] and span[1] <= b for a, b in others)


def _is_name(text: str, hit: Hit) -> bool:
    """Tell a name from everyday words and words of a kind that a long name happens to hold."""
    words = text[slice(*hit.span)]
    if hit.matches[0].reason in {MatchReason.EXACT, MatchReason.ALIAS} and hit.matches[0].score >= 1.0:
        return True
    rest = common_words().sub("", kinds_said()[0].sub(_exam_only, _without_places(words)))
    rest = small_words().sub(lambda found: "" if len(found.group()) > 1 else found.group(), rest)
    return sum(mark not in walk_stops() and not mark.isdecimal() for mark in rest) >= _SHORTEST


def _exam_only(found: re.Match[str]) -> str:
    """Keep the word of an exam (专升本), which names it; other kinds' words name nothing by themselves."""
    return found.group() if _is_exam(found.group(), kinds_said()[1][found.group()]) else ""


def _is_exam(word: str, kind_names: Iterable[str]) -> bool:
    return word not in group_words() and all(kinds()[name].group == "exam" for name in kind_names)


def _exams(said: Sequence[tuple[Span, str, frozenset[str]]]) -> list[str]:
    """Return the exams that are said, without the word for any exam (专升本考试 → 专升本)."""
    words = [word for _, word, names in said if _is_exam(word, names)]
    return [next((word.removesuffix(group) for group in group_words() if word.endswith(group)), word) for word in words]


def _without_places(words: str) -> str:
    parts, left = [], 0
    for one in find_places(words, counties=False):
        parts.append(words[left : one.span[0]])
        left = one.span[1]
    return "".join(parts) + words[left:]


def _kinds(text: str, named: Sequence[Span]) -> list[tuple[Span, str, frozenset[str]]]:
    pattern, meant = kinds_said()
    found = [(match.span(), match.group(), meant[match.group()]) for match in pattern.finditer(text)]
    return [one for one in found if not any(a < one[0][1] and one[0][0] < b for a, b in named)]


def _kinds_of(said: Sequence[tuple[Span, str, frozenset[str]]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, _, names in said for name in sorted(names)))


def _gaps(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the runs of letters that no span covers."""
    covered = bytearray(len(text))
    for a, b in spans:
        covered[a:b] = b"\1" * (b - a)
    gaps, start = [], None
    for at in range(len(text) + 1):
        free = at < len(text) and not covered[at] and text[at].isalnum()
        if free and start is None:
            start = at
        elif not free and start is not None:
            gaps.append((start, at))
            start = None
    return gaps


def _stretches(text: str, taken: Sequence[Span]) -> list[Span]:
    """Return the stretches between dates and intent words in which a misspelt name may stand."""
    return [span for span in _gaps(text, taken) if span[1] - span[0] > 1]


def _unknown(
    text: str,
    left: Sequence[Span],
    said: Sequence[tuple[Span, str, frozenset[str]]],
    found: Found,
    index: Index,
    hits: Sequence[Hit],
) -> tuple[str, ...]:
    """Return words that look like the name of something that is not held."""
    names = [*_tailed(text, left, said), *_codes(text, left), *_other_places(text, found, index, hits)]
    names += _other_words(text, said, index, hits)
    if not hits and said:
        members = index.of_kinds(found.kinds)
        if not members:
            names.append(said[0][1])
    distinct = [name for name in dict.fromkeys(names) if not any(name != other and name in other for other in names)]
    return tuple(distinct)


def _tailed(text: str, left: Sequence[Span], said: Sequence[tuple[Span, str, frozenset[str]]]) -> list[str]:
    """Return leftover characters that an ending makes a name: 某某 + 公园, 山大二院."""
    tails, not_names = name_tails()
    names = []
    bearing, groups = naming_words(), _NAMED_GROUPS | {"exam"}
    for (start, end), word, kind_names in said:
        if word not in bearing or not any(kinds()[name].group in groups for name in kind_names):
            continue
        begin = _walk(text, start, left)
        if begin < start and text[begin:start] not in not_names and not _NUMBERED.search(text[begin:start]):
            names.append(text[begin:end])
    for start, end in left:
        for tail in tails.finditer(text, start, end):
            if tail.start() - start >= 1 and text[start : tail.start()] not in not_names:
                names.append(text[max(start, tail.start() - _LONGEST_NAME) : tail.end()])
                break
    return names


def _walk(text: str, start: int, left: Sequence[Span]) -> int:
    """Return where a name that ends at `start` begins: back over what nothing explains, and over single characters among it.

    The name needs two characters, one of them unexplained; `start` when there is none.
    """
    begin, unexplained = start, False
    stops = walk_stops()
    while begin > 0 and start - begin < _LONGEST_NAME:
        at = begin - 1
        free = any(a <= at < b for a, b in left)
        if text[at] in stops or not text[at].isalnum() or text[at].isdecimal():
            break
        if not free and (begin < start or at == 0 or not any(a <= at - 1 < b for a, b in left)):
            break
        unexplained = unexplained or free
        begin = at
    return begin if unexplained and start - begin > 1 else start


def _codes(text: str, left: Sequence[Span]) -> list[str]:
    return [match.group().upper() for match in _CODE.finditer(text) if any(a <= match.start() < b for a, b in left)]


def _other_places(text: str, found: Found, index: Index, hits: Sequence[Hit]) -> list[str]:
    """Return places in the question that no service named in it belongs to."""
    outside = [one for one in found.places if not any(a <= one.span[0] < b for a, b in (hit.span for hit in hits))]
    if not hits or not outside:
        return []
    placed = False
    for hit in hits:
        own = [place for match in hit.matches for place in index.places(match.service)]
        if any(related(one.place, place) for one in outside for place in own):
            return []
        placed = placed or bool(own)
    if not placed:
        return []
    first = outside[0]
    return [text[slice(*first.span)] + text[hits[0].span[0] : hits[0].span[1]]]


def related(one: Place, other: Place) -> bool:
    """Tell whether one of two places lies in the other, or both are the same."""
    a, b = one.code, other.code
    if a[0] == "X" or b[0] == "X":
        return a == b
    for width in (2, 4, 6):
        if set(a[width:]) <= {"0"} or set(b[width:]) <= {"0"}:
            return a[:width] == b[:width]
    return a == b


def _other_words(text: str, said: Sequence[tuple[Span, str, frozenset[str]]], index: Index, hits: Sequence[Hit]) -> list[str]:
    """Return names whose exam is another one: the question says a word of exams that no notice of the service does."""
    exams = [
        word for _, word, names in said if all(kinds()[name].group == "exam" for name in names) and word not in group_words()
    ]
    months = {int(found) for found in _MONTH.findall(text)}
    for hit in hits:
        services = [match.service for match in hit.matches]
        told = [_told(service, index) for service in services]
        named = [{int(found) for name in (s.name, *s.names) for found in _MONTH.findall(name)} for s in services]
        if any(all(word not in one for one in told) for word in exams):
            return [text[slice(*hit.span)] + exams[-1]]
        if months and any(named) and not any(months & one for one in named):
            return [f"{_MONTH.search(text).group()}{text[slice(*hit.span)]}"]  # type: ignore[union-attr]
    return []


def _told(service: Service, index: Index) -> str:
    facts = index.facts(service)[:3]
    return comparable("，".join((service.name, *service.names, *(f.quote for f in facts), *(f.notice.headline for f in facts))))


def _meant(text: str, found: Found, said: Sequence[tuple[Span, str, frozenset[str]]], index: Index) -> tuple[Match, ...]:
    """Return the services of the kinds said, in the places said, that share most with the question; () when nothing fits.

    Without a place and without words of their own in common they are only near, unless one notice tells of all of them.
    """
    members = [s for s in index.of_kinds(found.kinds)[:_LOOKED_AT] if _says_exams(s, said, index)]
    placed = [s for s in members if _in_places(s, found.places, index)] if found.places else members
    placed = [s for s in placed if not _other_name(s, found, said) and _months_fit(text, s)]
    if not placed:
        return ()
    asked = _content(text)
    own = {pair for word in found.kind_words for pair in bigrams(word)}
    weights = {service: _shared(asked, service, index) for service in placed}
    best = max(weights.values())
    chosen = [s for s in placed if weights[s] >= best - (0.5 if best else 0.0)][:_MOST_MEANT]
    wider = bool(found.places) and not any(_inside_places(s, found.places, index) for s in chosen)
    notices = {fact.notice.id for s in members for fact in index.facts(s)}
    alone = len(notices) == 1 and len(members) <= _FEW
    evidence = max(_shared(asked - own, s, index) for s in chosen)
    sure = bool(_exams(said)) or (bool(found.places) and not wider) or (not found.places and (evidence >= _ENOUGH or alone))
    reason = MatchReason.KIND if sure else MatchReason.NEAR
    return tuple(Match(service, reason, 0.7, "".join(found.kind_words)) for service in chosen)


def _months_fit(text: str, service: Service) -> bool:
    """Tell whether the months in a service's names, if any, are those asked about."""
    asked = {int(month) for month in _MONTH.findall(text)}
    named = {int(month) for name in (service.name, *service.names) for month in _MONTH.findall(name)}
    return not asked or not named or bool(asked & named)


def _says_exams(service: Service, said: Sequence[tuple[Span, str, frozenset[str]]], index: Index) -> bool:
    """Tell whether a service speaks of the very exams that are asked about: GRE is not 托福."""
    exams = [
        word for _, word, names in said if all(kinds()[name].group == "exam" for name in names) and word not in group_words()
    ]
    told = _told(service, index) if exams else ""
    return all(word in told for word in exams)


def _other_name(service: Service, found: Found, said: Sequence[tuple[Span, str, frozenset[str]]]) -> bool:
    """Tell whether place and kind word make a name of its own (天津大学), which this service does not bear."""
    starts = {span[0]: kind_names for span, _, kind_names in said}
    for one in found.places:
        named = starts.get(one.span[1])
        if named and any(kinds()[name].group in _NAMED_GROUPS for name in named) and anatomy(service.name).runs:
            return True
    return False


def _in_places(service: Service, places: Sequence[PlaceMention], index: Index) -> bool:
    own = index.places(service)
    return any(related(one.place, place) for one in places for place in own)


def _inside_places(service: Service, places: Sequence[PlaceMention], index: Index) -> bool:
    """Tell whether a service lies in one of the places, not only around it."""
    return any(related(one.place, own) and _width(own) >= _width(one.place) for one in places for own in index.places(service))


def _width(place: Place) -> int:
    return ("country", "province", "city", "county").index(place.level)


def _content(text: str) -> set[str]:
    """Return the pairs of characters of what is said besides small words."""
    small = {pair for words in small_words().findall(text) if len(words) > 1 for pair in bigrams(words)}
    return bigrams(text) - small


def _shared(asked: set[str], service: Service, index: Index) -> float:
    """Return how much a service's names and the sentences about it share with what was asked; a name counts double."""
    names = bigrams(comparable("，".join((service.name, *service.names))))
    told: set[str] = set()
    for fact in index.facts(service)[:3]:
        told |= bigrams(comparable(fact.quote)) | bigrams(comparable(fact.notice.headline))
    return 2.0 * len(asked & names) + len(asked & told - names)
