"""What a text prints of its own posting, who and when: in lines below its title, in the signature at its foot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.dates import find_dates
from knowledge.kinds import kind_of
from knowledge.model import ZONE
from knowledge.reading.reporters import is_authority, speaks_for_itself
from knowledge.text import fold
from knowledge.words import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.model import Moment, Notice

ANY_DAY = datetime(2000, 1, 1, tzinfo=ZONE)
"""A date that names its year means the same on whatever day it is read."""
_LONGEST = 100
"""Characters of a line that says when or by whom a text was posted."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who posted a text and when; empty and None where it does not print that."""

    publisher: str = ""
    day: Moment | None = None


def says_when(line: str) -> bool:
    """Tell whether a line stands below a title and says when the text was posted (发布时间：…)."""
    return len(line) <= _LONGEST and pattern("page", "posted_when").search(line) is not None


def says_who(line: str) -> bool:
    """Tell whether a line says where a text comes from (来源：…) and no more."""
    return len(line) <= _LONGEST and pattern("page", "posted_by").fullmatch(line) is not None


def imprint_of(lines: Iterable[str]) -> Imprint:
    """Return what such lines say; the first of each counts."""
    publisher, day = "", None
    for line in lines:
        by, when = pattern("page", "posted_by").search(line), pattern("page", "posted_when").search(line)
        publisher = publisher or (by["publisher"] if by else "")
        day = day or (full_date(when["date"]) if when else None)
    return Imprint(publisher, day)


@lru_cache(64)
def signature_of(text: str) -> Imprint:
    """Return who signed a text at its foot, a body or a service, and the full date on the last line that ends with one."""
    feet = tuple(pattern("page", "signature").finditer(fold(text)))
    if not feet:
        return Imprint()
    found = feet[-1]
    signer = (found["signer"] or "").strip()
    return Imprint(signer if is_authority(signer) or kind_of(signer) else "", full_date(found["date"]))


def speaker_of(notice: Notice) -> str:
    """Return the service that speaks of itself in a notice (我馆), because it signed or published it; empty when none does."""
    return speaks_for_itself(signature_of(notice.text).publisher) or speaks_for_itself(notice.publisher)


def is_signed(line: str) -> bool:
    """Tell whether a line is the foot of a text: a full date, behind nothing but who signs."""
    line = fold(line)
    found = pattern("page", "signature").search(line)
    return found is not None and not line[: found.start()].strip()


def full_date(text: str) -> Moment | None:
    """Return the first date of a text, whose year is printed, to the minute where that is; None when there is none."""
    return next((mention.start for mention in find_dates(text, ANY_DAY) if mention.start is not None), None)
