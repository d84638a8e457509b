"""What became of a message when sending it failed: surely not delivered, delivered, or nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)


class Fate(StrEnum):
    """What to do about a message that could not be sent."""

    LATER = "later"
    """Surely not delivered: send it again after `Fault.seconds`."""
    AMBIGUOUS = "ambiguous"
    """It may have been delivered; an answer to a question is not repeated."""
    GONE = "gone"
    """The chat is blocked, deleted or left."""
    MOVED = "moved"
    """The chat has a new id, `Fault.chat_id`."""
    REFUSED = "refused"
    """Telegram does not take this message; sending it again changes nothing."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A failed call, judged."""

    fate: Fate
    seconds: float = 0.0
    chat_id: int = 0
    whole_bot: bool = False
    """True when the wait concerns every chat, not this one alone."""


_GONE = (
    "chat not found",
    "user is deactivated",
    "not enough rights",
    "bot was kicked",
    "group chat was deactivated",
    "have no rights",
)
"""Parts of Telegram's own messages, which are English whatever the user speaks."""
_NOT_CONNECTED = (
    "connecterror",
    "connecttimeout",
    "pool timeout",
    "connection refused",
    "name or service not known",
    "all connections",
)
_PATIENCE = 3.0
_WHOLE_BOT_AFTER = 30.0
"""A wait longer than this is set for the bot as a whole."""


def judge(error: Exception, *, tries: int) -> Fault:
    """Judge the error of a call that sends something. `tries` is how often this message was tried before."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            seconds = float(wait) if isinstance(wait, int) else wait.total_seconds()
            return Fault(Fate.LATER, seconds, whole_bot=seconds >= _WHOLE_BOT_AFTER)
        case ChatMigrated():
            return Fault(Fate.MOVED, chat_id=error.new_chat_id)
        case Forbidden():
            return Fault(Fate.GONE)
        case BadRequest() | EndPointNotFound():
            gone = any(part in str(error).lower() for part in _GONE)
            return Fault(Fate.GONE if gone else Fate.REFUSED)
        case InvalidToken() | Conflict():
            return Fault(Fate.LATER, 30.0, whole_bot=True)
        case TimedOut() | NetworkError():
            return _network(error, tries)
        case _:
            return Fault(Fate.AMBIGUOUS)


def _network(error: NetworkError, tries: int) -> Fault:
    """Judge by how far the call got: never taken (no connection, 5xx) means not delivered, anything later is ambiguous."""
    told = f"{error} {error.__cause__!r}".lower()
    refused = any(part in told for part in _NOT_CONNECTED) or "bad gateway" in told or "internal server error" in told
    if refused or ("unknown error in http" not in told and "service unavailable" in told):
        return Fault(Fate.LATER, min(60.0, _PATIENCE * 2.0**tries))
    return Fault(Fate.AMBIGUOUS)
