"""What one cue says of one name: the value between reading a sentence and telling facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.model import End

if TYPE_CHECKING:
    from knowledge.model import Span, Status
    from knowledge.reading.causes import Cause
    from knowledge.reading.lists import Name
    from knowledge.reading.times import Times


@dataclass(frozen=True, slots=True)
class Statement:
    """What one cue says of one name, before names are completed and duplicates merged. Spans are half-open in the text."""

    name: Name
    owner: str
    status: Status
    cue: Span
    sentence: Span
    times: Times
    end: End = End.UNSTATED
    end_span: Span | None = None
    cause: Cause | None = None
    issuer: Span | None = None
    activity: str | None = None
    denied_rumour: bool = False
    lead: bool = False
    """True when the name only announces a list (下列客运站)."""
    except_span: Span | None = None
    """Words behind the cue that say when it does not hold (法定节假日除外)."""
    cue_words: str = ""
    begins: str = ""
    """The words of the opening that is put off or set (返校, 复工)."""
    begins_something: bool = True
    """False when its first day is no opening (照常开放, 限流)."""
    unchanged: bool = False
    """True when it tells what stays as it was (照常开放)."""
    headline: bool = False
    """True when it stands in a headline."""
    alone: bool = True
    """True when the cue is about this name only, not about a list."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something seen but not understood: a cue without a name. `span` is half-open in the text."""

    what: str
    span: Span
