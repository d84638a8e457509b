"""The JSON rows of the command line: notices in, notices and facts out.

A row that cannot be used raises UnreadableError, whose message begins with the row's number.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from knowledge.errors import UnreadableError
from knowledge.model import Grain, Moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knowledge.model import Fact, Notice
    from knowledge.reading import ReadNotice
    from knowledge.timeline import Standing

_ID_LIMIT = 200
"""Characters of an id; longer ones are cut, databases index them."""
YEARS = range(1900, 2200)
"""Years in which notices are posted and questions asked; beyond them calendars end and sums of dates overflow."""
_UNSOUND = re.compile("[\x00\ud800-\udfff]")
"""What no database keeps and no terminal prints: NUL and lone surrogates."""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice, or a page of several, as it is handed in."""

    id: str
    text: str
    published: Moment | None = None
    publisher: str = ""
    title: str = ""
    url: str = ""
    whole_lines: bool = False
    """True when no line of the text is broken inside a sentence."""


def sound(text: str) -> str:
    """Return `text`, of the same length, with what cannot be stored or printed replaced by U+FFFD."""
    return _UNSOUND.sub("\N{REPLACEMENT CHARACTER}", text)


def parse_row(line: bytes, number: int) -> dict[str, Any]:
    """Read one JSON line; `number` counts from 1."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableError(f"row {number}: not UTF-8 (byte {error.start + 1})") from error
    except json.JSONDecodeError as error:
        raise UnreadableError(f"row {number}: no JSON ({error.msg} at character {error.pos + 1})") from error
    except ValueError as error:
        raise UnreadableError(f"row {number}: no JSON ({error})") from error
    except RecursionError as error:
        raise UnreadableError(f"row {number}: nested too deeply") from error
    if not isinstance(row, dict):
        raise UnreadableError(f"row {number}: expected an object {{…}}, not {type(row).__name__}")
    return row


def text_of(row: Mapping[str, Any], key: str, number: int, default: str | None = "") -> str:
    """Return a text of a row, whole numbers as text; null or no such key gives `default`, or is refused where that is None."""
    value = row.get(key)
    if value is None and default is not None:
        return default
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise UnreadableError(f"row {number}: {key!r} must be a text" + (", and is missing" if value is None else ""))
    return sound(value)


def read_published(text: str) -> Moment:
    """Read a date or date-time of ISO 8601; ValueError otherwise, and for years outside `YEARS`."""
    try:
        moment = Moment.parse(text.strip())
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text[:60]!r} is no date; expected ISO 8601 like 2022-04-06 or 2022-04-06T09:00") from error
    if moment.start.year not in YEARS or not (moment.grain.has_time or moment.grain is Grain.DAY):
        raise ValueError(f"{text[:60]!r}: expected a day from {YEARS.start} to {YEARS.stop - 1}")
    return moment


def notice_row(row: Mapping[str, Any], number: int, published: Moment | None = None, publisher: str = "") -> NoticeRow:
    """Check a row of a notice; `published` and `publisher` stand in where it names none."""
    text = text_of(row, "text", number, default=None)
    if not text.strip():
        raise UnreadableError(f"row {number}: 'text' is empty")
    said = text_of(row, "published", number)
    try:
        published = read_published(said) if said else published
    except ValueError as error:
        raise UnreadableError(f"row {number}: 'published': {error}") from error
    return NoticeRow(
        id=text_of(row, "id", number)[:_ID_LIMIT] or str(number),
        text=text,
        published=published,
        publisher=text_of(row, "publisher", number) or publisher,
        title=text_of(row, "title", number),
        url=text_of(row, "url", number),
    )


def notice_json(notice: Notice) -> dict[str, Any]:
    """Return a notice as replies cite it: without its text."""
    return {
        "id": notice.id,
        "headline": notice.headline,
        "publisher": notice.publisher,
        "date_posted": _iso(notice.published),
        "date_basis": notice.date_basis,
        "url": notice.url,
        "caption": notice.caption,
    }


def fact_json(fact: Fact) -> dict[str, Any]:
    """Return a fact with its notice and quote; spans are half-open, characters of the notice's text."""
    return {
        "service": fact.service,
        "status": fact.status,
        "cue": fact.cue,
        "valid_from": _iso(fact.valid_from),
        "valid_until": _iso(fact.valid_until),
        "end": fact.end,
        "start_date": _iso(fact.start_date),
        "previous_start_dates": [moment.iso for moment in fact.previous_start_dates],
        "recurrence": fact.recurrence,
        "recurrence_except": fact.recurrence_except,
        "cause": fact.cause,
        "cause_text": fact.cause_text,
        "channels": [{"kind": channel.kind, "value": channel.value, "label": channel.label} for channel in fact.channels],
        "steps": list(fact.steps),
        "hours": [{"words": one.words, "opens": one.opens, "closes": one.closes} for one in fact.hours],
        "issuer": fact.issuer,
        "kind": fact.kind,
        "place": fact.place,
        "relation": fact.relation,
        "corrects": fact.corrects and list(fact.corrects),
        "notice": notice_json(fact.notice),
        "quote": fact.quote,
        "span": list(fact.span),
        "evidence": [{"field": item.field, "span": list(item.span)} for item in fact.evidence],
    }


def read_json(row_id: str, read: Sequence[ReadNotice]) -> dict[str, Any]:
    """Return what was read from one row: the facts of all its notices, then the notices with their texts."""
    return {
        "id": row_id,
        "facts": [fact_json(fact) for one in read for fact in one.facts],
        "notices": [
            notice_json(one.notice)
            | {
                "text": one.notice.text,
                "refused": one.refused,
                "unread": [{"what": item.what, "span": list(item.span)} for item in one.unread],
                "advice": list(one.advice),
            }
            for one in read
        ],
    }


def standing_json(standing: Standing) -> dict[str, Any]:
    """Return what is known of a service at a moment."""
    service = standing.service
    return {
        "service": service.name,
        "names": list(service.names),
        "kind": service.kind,
        "place": service.place,
        "freshness": standing.freshness,
        "conflict": standing.conflict,
        "holding": [fact_json(fact) for fact in standing.holding],
        "upcoming": [fact_json(fact) for fact in standing.upcoming],
        "recurring": [fact_json(fact) for fact in standing.recurring],
        "ended": [fact_json(fact) for fact in standing.ended],
        "set_aside": [{"fact": fact_json(fact), "reason": reason} for fact, reason in standing.set_aside],
    }


def _iso(moment: Moment | None) -> str | None:
    return moment.iso if moment else None
