"""When a notice its caller did not date was posted: signed at its foot, in its dateline, at its page's head, or worked out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.dates import Role, find_dates
from knowledge.model import DateBasis, Grain, Moment, Notice
from knowledge.reading.imprint import ANY_DAY, imprint_of, says_when, signature_of
from knowledge.words import pattern

if TYPE_CHECKING:
    import re

    from knowledge.reading.imprint import Imprint


@dataclass(frozen=True, slots=True)
class PageDates:
    """What a page tells all its articles: the date at its head, a year in a name, a dateline without a year; None for none."""

    head: Moment | None
    year: re.Match[str] | None
    line: re.Match[str] | None

    @staticmethod
    def of(text: str) -> PageDates:
        """Return the first of each in a text."""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        head = pattern("page", "masthead").match(lines[0]) if len(lines) > 1 else None
        posted = imprint_of(filter(says_when, lines)).day
        year, line = pattern("page", "year_in_name").search(text), pattern("page", "dateline_date").search(text)
        return PageDates(_day(head, head["year"]) if head else posted, year, line)


def dated(notice: Notice, imprint: Imprint, page: PageDates) -> Notice:
    """Return `notice` with its date of posting and the basis of it; unchanged when nothing tells.

    `imprint` is what the lines below its headline say; `page` is of the whole text the notice came from: the day at its head,
    or a year in another article's name, dates this one too.
    """
    if imprint.day:
        return replace(notice, published=imprint.day, date_basis=DateBasis.DATELINE)
    if signed := signature_of(notice.text).day:
        return replace(notice, published=signed, date_basis=DateBasis.SIGNATURE)
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
    for mention in find_dates(text, ANY_DAY):
        if mention.role is Role.DATELINE and mention.start is not None and pattern("page", "full_date").match(mention.text):
            return Moment.of(mention.start.start, Grain.DAY)
    return None


def _day(found: re.Match[str], year: str) -> Moment | None:
    try:
        return Moment.day(int(year), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
