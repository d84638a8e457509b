"""When a notice was posted: said by the caller, signed at its foot, or worked out from its dateline and a year it names."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from knowledge.model import DateBasis, Moment, Notice
from knowledge.words import table


@cache
def _rule(name: str) -> re.Pattern[str]:
    return re.compile(table("page")[name], re.MULTILINE)


def dated(notice: Notice, given: Moment | None, page: str) -> Notice:
    """Return `notice` with its date of posting and the basis of it; unchanged when nothing tells.

    `page` is the whole text the notice came from: a year that stands in another article's name dates this one too.
    """
    if given is not None:
        return replace(notice, published=given, date_basis=DateBasis.GIVEN)
    for rule, basis in (("signature", DateBasis.SIGNATURE), ("full_date", DateBasis.DATELINE)):
        found = list(_rule(rule).finditer(notice.text))
        if found and (moment := _day(found[-1 if rule == "signature" else 0], None)):
            return replace(notice, published=moment, date_basis=basis)
    year = _rule("year_in_name").search(notice.text) or _rule("year_in_name").search(page)
    line = _rule("dateline_date").search(notice.text) or _rule("dateline_date").search(page)
    if year and line and (moment := _day(line, int(year["year"]))):
        return replace(notice, published=moment, date_basis=DateBasis.YEAR_IN_NAME)
    return notice


def _day(found: re.Match[str], year: int | None) -> Moment | None:
    try:
        return Moment.day(year or int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
