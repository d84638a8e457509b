"""When a notice its caller did not date was posted: signed at its foot, in its dateline, at its page's head, or worked out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from knowledge.dates import Role, find_dates
from knowledge.model import ZONE, DateBasis, Grain, Moment, Notice
from knowledge.words import pattern

if TYPE_CHECKING:
    import re

_ANY_DAY = datetime(2000, 1, 1, tzinfo=ZONE)
"""A date that names its year means the same on whatever day it is read."""


@dataclass(frozen=True, slots=True)
class PageDates:
    """What a page tells all its articles: the date at its head, a year in a name, a dateline without a year; None for none."""

    head: Moment | None
    year: re.Match[str] | None
    line: re.Match[str] | None

    @staticmethod
    def of(text: str) -> PageDates:
        """Return the first of each in a text."""
        lines = [line for line in text.splitlines() if line.strip()]
        head = pattern("page", "masthead").match(lines[0].strip()) if len(lines) > 1 else None
        year, line = pattern("page", "year_in_name").search(text), pattern("page", "dateline_date").search(text)
        return PageDates(_day(head, head["year"]) if head else None, year, line)


def dated(notice: Notice, page: PageDates) -> Notice:
    """Return `notice` with its date of posting and the basis of it; unchanged when nothing tells.

    `page` is of the whole text the notice came from: a year in another article's name dates this one too.
    """
    *_, signature = (None, *pattern("page", "signature").finditer(notice.text))
    if signature and (moment := _day(signature, signature["year"])):
        return replace(notice, published=moment, date_basis=DateBasis.SIGNATURE)
    if moment := _told_on(notice.text):
        return replace(notice, published=moment, date_basis=DateBasis.DATELINE)
    if page.head:
        return replace(notice, published=page.head, date_basis=DateBasis.MASTHEAD)
    own = PageDates.of(notice.text)
    year, line = own.year or page.year, own.line or page.line
    if year and line and (moment := _day(line, year["year"])):
        return replace(notice, published=moment, date_basis=DateBasis.YEAR_IN_NAME)
    return notice


def _told_on(text: str) -> Moment | None:
    """Return the day of the first dateline that names its year; a full date elsewhere (…起闭馆) tells no day of posting."""
    for mention in find_dates(text, _ANY_DAY):
        if mention.role is Role.DATELINE and mention.start is not None and pattern("page", "full_date").match(mention.text):
            return Moment.of(mention.start.start, Grain.DAY)
    return None


def _day(found: re.Match[str], year: str) -> Moment | None:
    try:
        return Moment.day(int(year), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
