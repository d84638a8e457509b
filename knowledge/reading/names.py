"""Where a service's name begins and ends: a stretch of a clause peeled of the words around it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from knowledge.kinds import kind_of
from knowledge.marks import DATE, EDGE, PARENTHESIS
from knowledge.places import find_places, place_at
from knowledge.reading.endings import endings_begin, tail_ending
from knowledge.words import alternatives, alternatives_here, pattern, table, words

if TYPE_CHECKING:
    from knowledge.model import Span

_LEADING_REACH, _TRAILING_REACH = 8, 6
"""Characters of the longest word or place that is looked for at either end."""
_ADDRESSEES = 60
"""Characters of a salutation that are looked at."""
_BETWEEN_DATES = re.compile(f"[^{DATE}]+")


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(alternatives_here(words("names", "leading")))


@cache
def _trailing() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(words('names', 'trailing'))})$")


@cache
def protected() -> re.Pattern[str]:
    """Return a pattern for words that only look as if they held a joint or a word to be peeled: 和平, 会展."""
    return re.compile(alternatives(words("names", "protected")))


@cache
def _adverbial() -> re.Pattern[str]:
    return re.compile(f"[^，,。；]{{0,24}}?(?:{alternatives(words('names', 'adverbial_ends'))})")


@cache
def clause_words() -> re.Pattern[str]:
    """Return a pattern for words that make a stretch a clause and no name."""
    return re.compile(f"{alternatives(words('names', 'clause_words'))}|{pattern('names', 'particle').pattern}")


def peel(view: str, start: int, end: int) -> Span:
    """Return the stretch without the words around a name that belong to none; start == end when nothing is left."""
    while start < end:
        if view[start] in "）)":
            start += 1  # its partner stands before the stretch
        elif view[end - 1] in "（(":
            end -= 1
        elif view[start] in EDGE and not _opens_inside(view, start, end):
            start += 1
        elif view[end - 1] in EDGE and not _closes_inside(view, start, end):
            end -= 1
        elif (found := _leading().match(view, start, end)) and not _begins_name(view, start, end, found.end() - start):
            start = found.end()
        elif (begins := _word_behind(view, start, end)) < end:
            end = begins
        else:
            break
    return start, max(start, end)


def _word_behind(view: str, start: int, end: int) -> int:
    """Return where the word begins at the end of a stretch that belongs to no name; `end` for none."""
    found = _trailing().search(view, max(start, end - _TRAILING_REACH), end)
    if found and not _closes_name(view, start, end, found):
        return found.start()
    modal = view.endswith(words("names", "modal_tails"), start, end)
    return end - 1 if modal and tail_ending(view[start : end - 1]) and not tail_ending(view[start:end]) else end


def _opens_inside(view: str, start: int, end: int) -> bool:
    """Return True for a quotation mark whose partner stands inside the stretch: “晋”系列展."""
    return view[start] == "“" and view.find("”", start, end - 1) >= 0


def _closes_inside(view: str, start: int, end: int) -> bool:
    """Return True for a quotation mark whose partner stands inside the stretch: 北后街“古风市集”."""
    return view[end - 1] == "”" and view.find("“", start + 1, end) >= 0


def _begins_name(view: str, start: int, end: int, length: int) -> bool:
    """Tell whether a name begins here after all: a place, or a protected word longer than the one to be peeled."""
    kept = protected().match(view, start, end)
    if kept and kept.end() - start > length:
        return True
    place = place_at(view[start : min(end, start + _LEADING_REACH)])
    return place is not None and place.span[1] > length


def _closes_name(view: str, start: int, end: int, word: re.Match[str]) -> bool:
    """Tell whether a name closes here after all: with the ending of a kind, a place (成都), a protected word (居留许可).

    A word to be peeled that is longer than the ending (分阶段) is peeled.
    """
    closing = endings_begin(view, max(start, end - 2 * _TRAILING_REACH), end)
    if start < closing < end:
        return closing <= word.start()
    tail = view[max(start, end - _TRAILING_REACH) : end]
    if any(match.end() == len(tail) for match in protected().finditer(tail)):
        return True
    places = find_places(tail, counties=False)
    return bool(places) and places[-1].span[1] == len(tail) and places[-1].span[1] - places[-1].span[0] > 1


def without_adverbial(view: str, start: int, end: int) -> Span:
    """Return the stretch behind a leading 在…期间, which tells when and not what; else what is before its date.

    某阅览室在<date>期间｜关闭.
    """
    found = _adverbial().match(view, start, end)
    if found is None:
        return start, end
    dated = view.find(DATE, start, found.end())
    begin, stop = peel(view, found.end(), end)
    day = next((day for day in words("names", "that_day") if found.group().endswith(day)), "")
    if day and begin >= stop:  # 某业务当天｜照常
        return start, found.end() - len(day)
    return (found.end(), end) if begin < stop or dated < 0 else (start, dated)


def first_part(view: str, start: int, end: int) -> Span:
    """Return the first stretch between dates: 某大厅<date>放假 → 某大厅."""
    found = _BETWEEN_DATES.search(view, *peel(view, start, end))
    return found.span() if found else (start, start)


@cache
def _prepositional() -> re.Pattern[str]:
    return re.compile(f"{table('names')['after_beginning']}?(?:{alternatives(words('names', 'prepositions'))})")


@cache
def _where() -> re.Pattern[str]:
    return re.compile(f"{table('names')['after_beginning']}?{table('names')['at']}")


def last_part(view: str, start: int, end: int) -> Span:
    """Return the last stretch between dates that can hold a name: <date>举行的考试 → 举行的考试.

    One behind a preposition tells whence or how (某中心<date>由某路迁至…); then the name stands before it, unless it only
    describes what follows (<date>在某馆举行的考试). Alone it is none, but for one of a known kind (<date>起在二楼恢复接诊).
    """
    parts = [part.span() for part in _BETWEEN_DATES.finditer(view, start, end)]
    for number, part in enumerate(reversed(parts), 1):
        begin, stop = peel(view, *part)
        adverbial = _prepositional().match(view, *part) and table("cues")["relative"]["link"] not in view[begin:stop]
        where = _where().match(view, *part) and not kind_of(view[begin:stop])
        if stop - begin > 1 and not (adverbial and (number < len(parts) or where)):
            return begin, stop
    return start, start


@cache
def _salutation() -> re.Pattern[str]:
    rule = table("names")["salutation"]
    return re.compile(f"(?:{alternatives(rule['openings'])})|(?:{alternatives(rule['endings'])})$")


def is_salutation(clause: str) -> bool:
    """Tell whether a clause before a colon only says whom the notice speaks to: 尊敬的读者, 各缴存单位、广大职工."""
    return bool(_salutation().search(clause.strip()[:_ADDRESSEES]))


def before_clause_word(view: str, start: int, end: int) -> Span:
    """Return the stretch up to the first word that makes it a clause: 某医院响应号召 → 某医院."""
    found = clause_words().search(view, start, end)
    return (start, found.start()) if found else (start, end)


def behind_clause_word(view: str, start: int, end: int) -> Span:
    """Return the stretch behind the last word that makes it a clause: 先别慌八家医院 → 八家医院."""
    *_, last = (None, *clause_words().finditer(view, start, end))
    if last and (brackets := [found.span() for found in PARENTHESIS.finditer(view, start, end)]):
        outside = (one for one in clause_words().finditer(view, start, end) if not any(a < one.start() < b for a, b in brackets))
        *_, last = (None, *outside)  # 企业（除疫情防控需要外）
    return (last.end(), end) if last and last.end() < end - 1 else (start, end)
