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
    TelegramError,
    TimedOut,
)


class Fate(StrEnum):
    """What a failed call came to."""

    LATER = "later"
    """Surely not delivered: send it again after `Fault.seconds`."""
    LIMITED = "limited"
    """Not delivered: a limit was passed, send nothing in its scope for `Fault.seconds`."""
    DELIVERED = "delivered"
    """It arrived; only what came back was garbled."""
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


_GONE = (
    "chat not found",
    "user is deactivated",
    "not enough rights",
    "bot was kicked",
    "group chat was deactivated",
    "have no rights",
    "chat_write_forbidden",
    "peer_id_invalid",
)
"""Parts of Telegram's own messages, which are English whatever the user speaks."""
_GARBLED = "invalid server response"
"""What python-telegram-bot says of an answer with status 200 that is no JSON."""
_NEVER_TAKEN = (
    "connecterror",
    "connecttimeout",
    "pool timeout",
    "bad gateway",
    "internal server error",
    "service unavailable",
    "too many requests",
)
"""What python-telegram-bot or httpx says when no connection was made, or the server says itself that it did nothing."""
_PATIENCE = 2.0
_LONGEST_PATIENCE = 60.0


def judge(error: Exception, *, tries: int) -> Fault:
    """Judge the error of a call that sends something. `tries` is how often this message was tried before."""
    match error:
        case RetryAfter():
            return Fault(Fate.LIMITED, seconds_of(error))
        case ChatMigrated():
            return Fault(Fate.MOVED, chat_id=error.new_chat_id)
        case Forbidden():
            return Fault(Fate.GONE)
        case BadRequest() | EndPointNotFound():
            gone = any(part in str(error).lower() for part in _GONE)
            return Fault(Fate.GONE if gone else Fate.REFUSED)
        case InvalidToken() | Conflict():
            return Fault(Fate.LATER, _LONGEST_PATIENCE)
        case TimedOut() | NetworkError():
            return _network(error, tries)
        case TelegramError():
            return Fault(Fate.DELIVERED if _GARBLED in str(error).lower() else Fate.AMBIGUOUS)
        case _:
            return Fault(Fate.AMBIGUOUS)


def seconds_of(error: RetryAfter) -> float:
    """Return how long Telegram wants silence."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


def _network(error: NetworkError, tries: int) -> Fault:
    """Judge by how far the call got: never taken means not delivered, anything later is ambiguous."""
    told = f"{error} {error.__cause__!r}".lower()
    if any(part in told for part in _NEVER_TAKEN):
        return Fault(Fate.LATER, min(_LONGEST_PATIENCE, _PATIENCE * 2.0**tries))
    return Fault(Fate.AMBIGUOUS)
