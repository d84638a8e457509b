"""Calls to the Bot API through python-telegram-bot, raw: payloads go out as they were recorded, answers come back as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import Bot, InputFile
from telegram.request import HTTPXRequest

if TYPE_CHECKING:
    from telegram.request import BaseRequest

_POLL_SECONDS = 25
_CONNECTIONS = 16
_ALLOWED = ["message", "callback_query", "inline_query"]


class _RawBot(Bot):
    """A bot that also makes calls raw: what comes back is JSON, whatever its form."""

    async def raw(self, method: str, payload: dict[str, Any], seconds: float | None = None) -> Any:
        """Make one call; `seconds` is how long its answer may take."""
        return await self._post(method, payload, read_timeout=seconds)


class Caller:
    """One bot at one server. `request` replaces the network in tests."""

    def __init__(self, token: str, base_url: str, request: BaseRequest | None = None) -> None:
        sending = request or HTTPXRequest(connection_pool_size=_CONNECTIONS, connect_timeout=5, read_timeout=15, pool_timeout=30)
        polling = request or HTTPXRequest(connection_pool_size=1, connect_timeout=5, read_timeout=_POLL_SECONDS + 10)
        self._bot = _RawBot(token, base_url=base_url, request=sending, get_updates_request=polling)

    async def start(self) -> tuple[int, str]:
        """Open the connections; return the bot's id and user name. InvalidToken when Telegram does not know the token."""
        await self._bot.initialize()
        return self._bot.id, self._bot.username

    async def stop(self) -> None:
        """Close the connections."""
        await self._bot.shutdown()

    async def updates(self, offset: int) -> list[Any]:
        """Wait for updates from `offset` on; return them raw, so that a malformed one spoils no other."""
        payload = {"offset": offset, "timeout": _POLL_SECONDS, "allowed_updates": _ALLOWED}
        raw = await self._bot.raw("getUpdates", payload, _POLL_SECONDS + 10)
        return raw if isinstance(raw, list) else []

    async def call(self, method: str, payload: dict[str, Any]) -> Any:
        """Make one call; the calendar file of a sendDocument goes along as a document."""
        if "calendar" in payload:
            rest = {name: value for name, value in payload.items() if name != "calendar"}
            document = InputFile(payload["calendar"].encode(), filename="event.ics")
            return await self._bot.send_document(document=document, **rest)
        return await self._bot.raw(method, payload)

    async def set_webhook(self, url: str, secret: str) -> None:
        """Let Telegram send updates to `url`, with the secret in a header."""
        await self._bot.set_webhook(url, secret_token=secret, allowed_updates=_ALLOWED, max_connections=10)

    async def drop_webhook(self) -> None:
        """Stop Telegram from sending; waiting updates stay."""
        await self._bot.delete_webhook(drop_pending_updates=False)
