"""When a notice was posted: said by the caller, signed at its foot, or worked out from its dateline and a year it names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.model import DateBasis, Moment, Notice
from knowledge.words import pattern

if TYPE_CHECKING:
    import re


@dataclass(frozen=True, slots=True)
class PageDates:
    """What a page tells all its articles: a year that stands in a name, a dateline without a year; None when it has none."""

    year: re.Match[str] | None
    line: re.Match[str] | None

    @staticmethod
    def of(text: str) -> PageDates:
        """Return the first of each in a text."""
        return PageDates(pattern("page", "year_in_name").search(text), pattern("page", "dateline_date").search(text))


def dated(notice: Notice, given: Moment | None, page: PageDates) -> Notice:
    """Return `notice` with its date of posting and the basis of it; unchanged when nothing tells.

    `page` is of the whole text the notice came from: a year in another article's name dates this one too.
    """
    if given is not None:
        return replace(notice, published=given, date_basis=DateBasis.GIVEN)
    *_, signature = (None, *pattern("page", "signature").finditer(notice.text))
    if signature and (moment := _day(signature, signature["year"])):
        return replace(notice, published=moment, date_basis=DateBasis.SIGNATURE)
    full = pattern("page", "full_date").search(notice.text)
    if full and (moment := _day(full, full["year"])):
        return replace(notice, published=moment, date_basis=DateBasis.DATELINE)
    own = PageDates.of(notice.text)
    year, line = own.year or page.year, own.line or page.line
    if year and line and (moment := _day(line, year["year"])):
        return replace(notice, published=moment, date_basis=DateBasis.YEAR_IN_NAME)
    return notice


def _day(found: re.Match[str], year: str) -> Moment | None:
    try:
        return Moment.day(int(year), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
