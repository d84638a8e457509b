"""The name a fact tells: completed with what stands before it, so that a citizen understands it alone."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from knowledge.kinds import is_of_group, kind_of, kinds
from knowledge.places import find_places, place_at
from knowledge.reading.cues import openings
from knowledge.reading.headlines import body_of, teller_of
from knowledge.reading.imprint import speaker_of
from knowledge.reading.lists import clean
from knowledge.reading.reporters import has_authority_ending
from knowledge.reading.service_words import (
    is_event_by_name,
    is_generic_subject,
    is_service,
    needs_place,
    only_places,
    pointing_word,
)
from knowledge.reading.sharing import place_prefix
from knowledge.reading.whereabouts import in_place
from knowledge.words import alternatives, pattern, table, words

if TYPE_CHECKING:
    from knowledge.model import Notice
    from knowledge.reading.statements import Statement

_SHORTEST_END = 2
"""Characters of a word that says a kind only, however a body's name ends with it: 医院."""
_LONGEST_DOUBTFUL = 3
"""Characters of a name that needs a sign that it is one."""
_HOUSES = ("counter", "health", "place", "venue")
"""Groups of kinds whose services open themselves, where a school opens its term, and whose rooms nobody knows without them."""
_PLACE = 2
"""Characters with which names of one town begin alike."""
_SUPPLY = 2
"""Characters of a word for a supply: 供水."""
_COUNT = re.compile(r"\d")
_LATIN = re.compile("[A-Za-z0-9]")


def service_of(notice: Notice, statement: Statement, topic: str, place: str) -> str | None:
    """Return the name to tell, None when it cannot be told: the owner before it, `topic` instead of 景区, the opening told.

    `topic` is the service last told, `place` where the statement belongs; a name that says a kind only takes it.
    """
    if clean(statement.name.words) in words("names", "remainders"):
        return None
    teller = teller_of(notice.text, statement.cue[0])
    speaker, body = speaker_of(notice) or teller, body_of(notice.headline)
    name = _of_teller(teller, _in_full(body, _with_owner(statement, topic, speaker or body)))
    name = _with_implied(statement, _with_opening(statement, name))
    if name.startswith(words("names", "remainders")):
        name = _house_in(topic) + name  # 其他业务 of 某车管所
    whose = "" if _speaks_of_others(name, speaker) else speaker
    if not whose and statement.issuer and kind_of(name) in words("names", "of_issuer"):
        whose = notice.text[slice(*statement.issuer)]
    if not whose and kind_of(clean(statement.name.words)) == "grade" and kind_of(body) == "school":
        whose = body  # 高三年级开学
    if not whose and (_is_ward(name, body) or _is_counter(name, body)):
        return _joined(body, _without_scope(clean(name)))
    if not whose and (of := _whole(topic, name)):
        name = of + name
    elif not whose and _part().fullmatch(name):
        return None
    if (whose or place) and needs_place(name) and not place_at(name):
        name = _joined(whose, _without_scope(name)) if whose else in_place(place, _without_scope(name))
    name = clean(name)
    dated = pattern("names", "date_prefix").match(name)
    if place and dated and dated.end() and name.startswith(words("names", "scopes"), dated.end()):
        name = dated.group() + in_place(place, _without_scope(name[dated.end() :]))  # 2031年全市迎春花市
    if notice.caption:  # a picture shows a part, the notice is about the whole
        name = pattern("names", "grade").sub("", name) or name
    if pointing_word(name) or not is_service(name) or only_places(name):
        return None
    return name if _tellable(name, statement, notice) else None


def _in_full(body: str, name: str) -> str:
    """Return a name as the headline tells its body: 东湖馆 of 某市图书馆东湖馆闭馆公告, the hall of 某博物馆闭馆公告."""
    if body.endswith(name) and len(name) > _SHORTEST_END:
        return body
    own = body in name or (kind_of(name) and not needs_place(name)) or is_generic_subject(name) or find_places(name)
    inside = body and not own and not name.startswith(words("names", "scopes")) and pattern("names", "room").fullmatch(name)
    return body + name if inside and _is_house(body) else name


def _of_teller(teller: str, name: str) -> str:
    """Return a name behind the house that tells of itself, unless it is another's: 三楼自习室 of 某市图书馆：….

    What the name says of the house is said once: 某大学附属北山医院：北山医院南院区….
    """
    if not teller:
        return name
    own = name[:_PLACE] == teller[:_PLACE] or find_places(name)
    if own or teller in name or name in teller or is_generic_subject(name) or is_event_by_name(name):
        return name
    return _joined(teller, _without_scope(name))


def _is_ward(name: str, body: str) -> bool:
    """Tell whether a name is that of one of the houses the body of the headline has: 新院门诊, 老馆."""
    ward = pattern("names", "ward").match(name)
    return ward is not None and _is_house(body) and body.endswith(ward["noun"]) and name != body


def _is_counter(name: str, body: str) -> bool:
    """Tell whether a name is a counter of the hospital the headline opens with: it is of no hospital and no place itself."""
    if not is_of_group(name, "health") or not is_of_group(body, "health") or kind_of(body) != "hospital":
        return False
    return needs_place(name) and kind_of(name) != "hospital" and not name.startswith(words("names", "scopes"))


@cache
def _part() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(words('names', 'modifiers'))})*(?:{alternatives(words('names', 'parts'))})")


def _whole(topic: str, name: str) -> str:
    """Return the body spoken of last whose part a name is: the hospital of a ward, the museum of a hall; else empty."""
    reaches = name.startswith(words("names", "scopes")) or _COUNT.search(name)
    if not needs_place(name) or reaches or not topic or needs_place(topic):
        return ""
    if kind_of(name) == "clinic":
        wholes = (topic[:end] for end in range(3, len(topic) + 1))
        return next((one for one in wholes if kind_of(one) == "hospital" and not needs_place(one)), "")
    places = is_of_group(topic, "place") or is_of_group(topic, "venue")
    return topic if places and _part().fullmatch(name) and not find_places(name) else ""


def _speaks_of_others(name: str, speaker: str) -> bool:
    """Tell whether a name that says a kind only is no part of the speaker: it reaches over a place, or holds the speaker."""
    return not speaker or name.startswith(words("names", "scopes")) or speaker in name


def _with_owner(statement: Statement, topic: str, speaker: str) -> str:
    name, owner = clean(statement.name.words), clean(statement.owner)
    if owner and (pointing := pointing_word(owner)):  # 我院停止门诊, 我院诉讼服务大厅暂停现场立案
        whole = (speaker if owner.startswith(words("names", "of_itself")) else "") or _pointed_at(topic, pointing)
        owner = _joined(whole, owner[len(pointing) :])
    elif owner and is_generic_subject(owner):  # 医院决定暂停部分门诊
        owner = next((one for one in (topic, speaker) if one.endswith(owner)), "")
    if is_generic_subject(name) and statement.alone:
        of_itself = speaker if name.startswith(words("names", "of_itself")) else ""
        meant = next((one for one in (owner, of_itself, topic, speaker) if one and _stands_for(name, one)), name)
        if meant == name and (house := next((one for one in (owner, topic, speaker) if _is_house(one)), "")):
            return house + name  # 某图书馆…，活动暂停
        if meant == name and kind_of(owner):
            return owner + name  # 培训机构停止活动
        return meant[: meant.find(name) + len(name)] if name in meant else meant  # 景区 beside 某景区索道 is 某景区
    if pointing := pointing_word(name):
        of_itself = (speaker if pointing.startswith(words("names", "of_itself")) else "") or _pointed_at(topic, pointing)
        part = name[len(pointing) :]
        return _joined(of_itself or pointing, part)
    if owner and topic.endswith(owner + name):
        return topic
    if owner.endswith(name):
        return owner
    if not owner or name.startswith(owner) or owner in name or (owner in topic and name in topic):
        return name
    return owner + name


def _house_in(topic: str) -> str:
    """Return the house a name begins with: 某市车管所 of 某市车管所检验业务; empty for none."""
    heads = (topic[:end] for end in range(_SHORTEST_END + 1, len(topic) + 1))
    return next((one for one in heads if _is_house(one) and not needs_place(one)), "")


def _pointed_at(topic: str, pointing: str) -> str:
    """Return the house a word points to in what was told last: the hospital of its wards, for 该院."""
    ends = (end for end in range(_SHORTEST_END + 1, len(topic)) if topic[end - 1] == pointing[-1])
    return next((topic[:end] for end in ends if _is_house(topic[:end]) and not needs_place(topic[:end])), topic)


def _is_house(name: str) -> bool:
    return any(is_of_group(name, one) for one in _HOUSES)


def _joined(whole: str, part: str) -> str:
    """Return a whole and its part, what both say told once: 某医院产科 and 产科门诊."""
    shared = next((length for length in range(len(part), 1, -1) if whole.endswith(part[:length])), 0)
    return whole + part[shared:]


def _stands_for(generic: str, name: str) -> bool:
    """Tell whether a word like 景区 or 学校 can mean a service: one of another sort (影院…，景区限流) it does not."""
    sorts = [kinds()[kind].group for kind in (kind_of(generic), kind_of(name)) if kind]
    return len(sorts) < len((generic, name)) or len({"place" if one == "venue" else one for one in sorts}) == 1


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(openings())


def _with_opening(statement: Statement, name: str) -> str:
    """Return what begins instead of who: 高三年级 → 高三年级开学; a house that is back at work (正常上班) is meant itself."""
    if statement.activity != "begin" or _is_house(name):
        return name
    name = pattern("names", "term").sub("", name) or name
    return name if _opening().search(name) else name + (statement.begins or table("names")["begin_default"])


@cache
def _implying() -> tuple[str, ...]:
    """Return the cues that tell only where something stops."""
    return tuple(table("cues")["implied"])


def _with_implied(statement: Statement, name: str) -> str:
    """Return the name with what stops when it tells only where: 城东片区停水 → 城东片区供水."""
    noun = ""
    if statement.cue_words.endswith(_implying()):
        noun = next(noun for cue, noun in table("cues")["implied"].items() if statement.cue_words.endswith(cue))
    if not noun and _is_supply(statement.cue_words[-_SUPPLY:]):  # 暂停供水
        noun = statement.cue_words[-_SUPPLY:]
    if noun and (has_authority_ending(name) or pattern("names", "term").fullmatch(name)):
        name = place_prefix(name)  # 某市指挥部…停课: its city's schools
    if noun and _is_supply(noun):
        return name if _is_supply(name) or name.endswith(noun) else name + noun
    if noun in words("cues", "of_places_only", "nouns") and place_prefix(name + noun) != name:
        return name
    return name if kind_of(name) or name.endswith(noun[-1:]) else name + noun


def _is_supply(name: str) -> bool:
    """Tell whether a name is water, power, gas or heating; a quarter without it is named with it."""
    kind = kinds().get(kind_of(name) or "")
    return kind is not None and kind.group == "utility"


def _without_scope(name: str) -> str:
    for scope in words("names", "scopes"):
        if name.startswith(scope) and len(name) - len(scope) > 1:
            return name[len(scope) :]
    return name


def _tellable(name: str, statement: Statement, notice: Notice) -> bool:
    """Tell whether a name can be told: a short one of no known kind needs a place, letters, a list, or being said twice."""
    if not kind_of(name) and name.startswith(words("names", "remainders")):
        return False
    if kind_of(name) or len(name) > _LONGEST_DOUBTFUL or not statement.alone:
        return True
    return bool(find_places(name) or _LATIN.search(name)) or _said_twice(statement.name.words, notice.text)


def _said_twice(name: str, text: str) -> bool:
    return text.find(name, text.find(name) + len(name)) >= 0
