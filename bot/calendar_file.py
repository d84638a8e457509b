"""An event's date as a calendar file (RFC 5545): one whole day, as exact as the notice was."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from knowledge.model import ZONE, Grain

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge.model import Fact

_FOLD = 73
"""Octets of a line before it is folded (RFC 5545, 3.1: at most 75)."""


def calendar_file(fact: Fact, now: datetime) -> str | None:
    """Return the event of `fact` as a calendar file; None when its date is not known to the day."""
    moment = fact.start_date
    if moment is None or moment.grain in {Grain.YEAR, Grain.MONTH, Grain.PART, Grain.WEEK}:
        return None
    day = moment.start.astimezone(ZONE).date()
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//noticebot//EN",
        "BEGIN:VEVENT",
        f"UID:{fact.notice.id}-{fact.span[0]}-{day:%Y%m%d}@noticebot",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(fact.service)}",
        f"DESCRIPTION:{_escaped(fact.quote)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Fold between characters, so that no octets of one are parted."""
    pieces, piece, size = [], "", 0
    for mark in line:
        length = len(mark.encode())
        if size + length > _FOLD:
            pieces.append(piece)
            piece, size = "", 1
        piece, size = piece + mark, size + length
    return "\r\n ".join([*pieces, piece])
