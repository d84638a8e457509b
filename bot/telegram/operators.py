"""Commands of operators: how the bot is doing, what stayed unanswered or is reported, what is stale, a notice taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.telegram import feedback, inbox, outbox
from knowledge.errors import NoticebotError
from knowledge.kinds import kinds
from knowledge.model import End

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.telegram.counters import Counters
    from bot.telegram.incoming import Incoming
    from bot.telegram.thinking import House
    from knowledge.base import KnowledgeBase

COMMANDS = frozenset({"status", "unanswered", "reports", "stale", "withdraw"})
_MOST = 20
"""Lines of a list."""
_STALE_DAYS = 180
"""Where no kind says otherwise."""


def told(incoming: Incoming, house: House, say: Mapping[str, str], now: datetime) -> str | None:
    """Return the reply to a command that needs no table of the rim; None for the others.

    Withdrawing writes to the store in a transaction of its own, so this must not run inside one.
    """
    if incoming.user_id not in house.operators:
        return say["not_operator"]
    match incoming.command:
        case "stale":
            return "\n".join(_stale(house.base(), say, now)) or say["stale_none"]
        case "withdraw":
            return _withdraw(incoming.text, house, say, now)
        case _:
            return None


def told_of_tables(connection: Connection, command: str, say: Mapping[str, str], counters: Counters, *, failing: bool) -> str:
    """Return the reply to /status, /unanswered or /reports; that an operator asks was settled by `told`.

    `failing` tells that nothing can be written at the moment.
    """
    if command == "reports":
        return "\n".join(_reports(connection, say)) or say["reports_none"]
    if command == "unanswered":
        most = feedback.unanswered_most(connection, _MOST)
        return "\n".join(say["unanswered"].format(count=n, looked_for=words) for words, n in most) or say["unanswered_none"]
    waiting, sending = inbox.counts(connection), outbox.counts(connection)
    state = say["status_failing"] if failing else say["status_sound"]
    return f"{state}\n" + say["status"].format(
        handled=counters.handled,
        replies=sum(counters.replies.values()),
        unknown=counters.replies["unknown"],
        new=max(0, waiting.get("new", 0) - 1),
        set_aside=waiting.get("set_aside", 0) + counters.without_id,
        queued=sending.get("queued", 0) + sending.get("sending", 0),
        ambiguous=sending.get("ambiguous", 0),
        failed=counters.failed,
    )


def _reports(connection: Connection, say: Mapping[str, str]) -> list[str]:
    verdicts = feedback.verdicts(connection, _MOST)
    lines = [say["report_verdicts"].format(notice=notice, bad=bad, good=good) for notice, bad, good in verdicts]
    return lines + [say["report_words"].format(words=words) for words in feedback.said(connection, _MOST)]


def _withdraw(notice_id: str, house: House, say: Mapping[str, str], now: datetime) -> str:
    if not notice_id:
        return say["withdraw_usage"]
    try:
        done = house.store.withdraw(notice_id, when=now)
    except NoticebotError as error:
        return str(error)
    return say["withdrawn" if done else "withdrawn_before"].format(notice=notice_id)


def _stale(base: KnowledgeBase, say: Mapping[str, str], now: datetime) -> list[str]:
    lines = []
    for service in base.services(now):
        kind = kinds().get(service.kind or "")
        for fact in base.facts(service, now)[-1:]:
            if fact.published is None or fact.end is End.FIXED:
                continue
            days = (now - fact.published.start).days
            if days > (kind.stale_days if kind else _STALE_DAYS):
                date, notice = fact.published.iso[:10], fact.notice.id
                lines.append(say["stale_line"].format(service=service.name, status=fact.cue, date=date, days=days, notice=notice))
    return lines[:_MOST]
