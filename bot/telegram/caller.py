"""Calls to the Bot API through python-telegram-bot, raw: payloads go out as they were recorded, answers come back as JSON."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, TypeVar

from telegram import Bot, InputFile
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.settings import SettingError
from bot.telegram.faults import seconds_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram.request import BaseRequest

T = TypeVar("T")

_LOG = logging.getLogger("noticebot.telegram")
_POLL_SECONDS = 25
_CONNECTIONS = 32
_READ_SECONDS = 15.0
_LONGEST_PAUSE = 60.0
_ALLOWED = ["message", "callback_query", "inline_query"]


class _RawBot(Bot):
    """A bot that also makes calls raw: what comes back is JSON, whatever its form."""

    async def raw(self, method: str, payload: dict[str, Any], seconds: float) -> Any:
        """Make one call; `seconds` is how long its answer may take."""
        return await self._post(method, payload, read_timeout=seconds)


class Caller:
    """One bot at one server. `request` replaces the network in tests."""

    def __init__(self, token: str, base_url: str, request: BaseRequest | None = None) -> None:
        sending = request or HTTPXRequest(connection_pool_size=_CONNECTIONS, connect_timeout=5, pool_timeout=30)
        polling = request or HTTPXRequest(connection_pool_size=1, connect_timeout=5)
        self._bot = _RawBot(token, base_url=base_url, request=sending, get_updates_request=polling)

    async def start(self) -> tuple[int, str]:
        """Open the connections; return the bot's id and user name. InvalidToken when Telegram does not know the token."""
        await self._bot.initialize()
        return self._bot.id, self._bot.username

    async def stop(self) -> None:
        """Close the connections."""
        await self._bot.shutdown()

    async def updates(self, offset: int | None) -> list[Any]:
        """Wait for updates from `offset` on; return them raw, so that a malformed one spoils no other."""
        payload = {"offset": offset, "timeout": _POLL_SECONDS, "allowed_updates": _ALLOWED}
        raw = await self._bot.raw("getUpdates", payload, _POLL_SECONDS + _READ_SECONDS)
        return raw if isinstance(raw, list) else []

    async def call(self, method: str, payload: dict[str, Any]) -> Any:
        """Make one call; the calendar of a sendDocument, a text, goes along as a file."""
        if "calendar" in payload:
            document = InputFile(payload["calendar"].encode(), filename=payload["filename"])
            topic = payload.get("message_thread_id")
            return await self._bot.send_document(
                payload["chat_id"], document, message_thread_id=topic, read_timeout=_READ_SECONDS
            )
        return await self._bot.raw(method, payload, _READ_SECONDS)

    async def set_webhook(self, url: str, secret: str) -> None:
        """Let Telegram send updates to `url`, with the secret in a header."""
        await self._bot.set_webhook(url, secret_token=secret, allowed_updates=_ALLOWED, max_connections=10)

    async def drop_webhook(self) -> None:
        """Stop Telegram from sending; waiting updates stay."""
        await self._bot.delete_webhook(drop_pending_updates=False)


async def reached(call: Callable[[], Awaitable[T]]) -> T:
    """Return what `call` returns, tried until Telegram can be reached. SettingError when it does not know the token."""
    pause = 1.0
    while True:
        try:
            return await call()
        except InvalidToken as error:
            raise SettingError("NOTICEBOT_TELEGRAM_TOKEN: Telegram does not know this token") from error
        except BadRequest as error:
            raise SettingError(f"Telegram does not take what the settings say: {error}") from error
        except TelegramError as error:
            wait = max(pause, seconds_of(error)) if isinstance(error, RetryAfter) else pause
            _LOG.warning("Telegram cannot be reached (%s); next try in %.0f s", type(error).__name__, wait)
            await asyncio.sleep(wait)
            pause = min(_LONGEST_PAUSE, pause * 2)
