"""What a notice leaves out, as advice to its editor: codes, whose words are the rim's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.model import DateBasis, End
from knowledge.words import pattern, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Fact, Notice


def takes_effect_when_posted(notice: Notice) -> bool:
    """Return True when a notice counts from its day of posting (即日起), so that it means nothing without a date."""
    return any(word in notice.text for word in words("page", "needs_date"))


def advice_on(notice: Notice, facts: Sequence[Fact]) -> tuple[str, ...]:
    """Return codes of what is missing: no_year, no_dateline, no_end, no_contact, no_reason, no_name_in_headline, no_fact."""
    if not facts:
        return ()
    codes = []
    if notice.date_basis is not DateBasis.GIVEN and not pattern("page", "full_date").search(notice.text):
        codes.append("no_year")
    if takes_effect_when_posted(notice) and not pattern("page", "dateline_date").search(notice.text):
        codes.append("no_dateline")
    stopped = [fact for fact in facts if not fact.status.available]
    if any(fact.end is End.UNSTATED and fact.start_date is None for fact in stopped):
        codes.append("no_end")
    if not any(fact.channels for fact in facts):
        codes.append("no_contact")
    if any(fact.cause_text is None for fact in stopped):
        codes.append("no_reason")
    if notice.headline and not any(_named(notice.headline, fact.service) for fact in facts):
        codes.append("no_name_in_headline")
    return tuple(codes)


def _named(headline: str, service: str) -> bool:
    return any(service[at : at + 2] in headline for at in range(len(service) - 1))
