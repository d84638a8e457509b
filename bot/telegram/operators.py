"""Commands of operators: how the bot is doing, what stayed unanswered, what is stale, a notice taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.telegram import inbox, outbox, people
from knowledge.errors import NoticebotError
from knowledge.kinds import kinds
from knowledge.model import End

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.telegram.handling import House
    from bot.telegram.incoming import Incoming
    from knowledge.base import KnowledgeBase

COMMANDS = frozenset({"status", "unanswered", "stale", "withdraw"})
_MOST = 20
"""Lines of a list."""
_STALE_DAYS = 180
"""Where no kind says otherwise."""


def operator_command(
    connection: Connection, incoming: Incoming, house: House, say: Mapping[str, str], now: datetime
) -> str | None:
    """Return the reply to an operator's command; None when it is no such command."""
    if incoming.command not in COMMANDS:
        return None
    if incoming.user_id not in house.operators:
        return say["not_operator"]
    match incoming.command:
        case "status":
            return _status(connection, house.base(), say, now)
        case "unanswered":
            lines = [
                say["unanswered"].format(count=n, looked_for=words) for words, n in people.unanswered_most(connection, _MOST)
            ]
            return "\n".join(lines) or say["unanswered_none"]
        case "stale":
            return "\n".join(_stale(house.base(), say, now)) or say["stale_none"]
        case _:
            return say["withdraw_usage"]


def _status(connection: Connection, base: KnowledgeBase, say: Mapping[str, str], now: datetime) -> str:
    waiting, sending = inbox.counts(connection), outbox.counts(connection)
    return say["status"].format(
        new=waiting.get("new", 0),
        set_aside=waiting.get("set_aside", 0),
        queued=sending.get("queued", 0),
        ambiguous=sending.get("ambiguous", 0),
        notices=len(base.notices),
        services=len(base.services(now)),
    )


def _stale(base: KnowledgeBase, say: Mapping[str, str], now: datetime) -> list[str]:
    lines = []
    for service in base.services(now):
        kind = kinds().get(service.kind or "")
        for fact in base.facts(service, now)[-1:]:
            if fact.published is None or fact.end is End.FIXED:
                continue
            days = (now - fact.published.start).days
            if days > (kind.stale_days if kind else _STALE_DAYS):
                lines.append(
                    say["stale_line"].format(service=service.name, status=fact.cue, date=fact.published.iso[:10], days=days)
                )
    return lines[:_MOST]


def withdraw(incoming: Incoming, house: House, say: Mapping[str, str], now: datetime) -> str | None:
    """Take a notice back for an operator who asks for it; None when nobody does.

    The store writes in a transaction of its own, so this must not run inside one.
    """
    if incoming.command != "withdraw" or incoming.user_id not in house.operators or not incoming.text:
        return None
    notice_id = incoming.text
    try:
        done = house.store.withdraw(notice_id, when=now)
    except NoticebotError as error:
        return str(error)
    return say["withdrawn" if done else "withdrawn_before"].format(notice=notice_id)
