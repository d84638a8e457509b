"""A webhook: an update is kept before it is answered with 200; who does not know the secret is turned away."""

from __future__ import annotations

import contextlib
import hmac
import json
from typing import TYPE_CHECKING, Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.settings import SettingError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.telegram.receiving import Door

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
_LARGEST_BODY = 1 << 20


class _Updates(RequestHandler):
    """Takes one update a request. Whatever cannot be used is answered with 200 too, or Telegram would send it for ever."""

    def initialize(self, door: Door, secret: str) -> None:
        self._door, self._secret = door, secret

    async def post(self) -> None:
        """Keep the update, then say so; an error makes Telegram send it again."""
        given = self.request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            self.set_status(403)
            return
        try:
            raw: Any = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raw = None
        await self._door.has_room()
        await self._door.receive([raw])


def _silent(_: RequestHandler) -> None:
    """Log nothing: Telegram's requests are many, and those of others are of no interest."""


@contextlib.asynccontextmanager
async def listening(address: str, path: str, secret: str, door: Door) -> AsyncIterator[None]:
    """Serve the webhook at host:port while the block runs. SettingError when the address is taken."""
    host, _, port = address.rpartition(":")
    given = {"door": door, "secret": secret}
    server = HTTPServer(Application([(path, _Updates, given)], log_function=_silent), max_body_size=_LARGEST_BODY)
    try:
        server.listen(int(port), host)
    except OSError as error:
        raise SettingError(f"NOTICEBOT_TELEGRAM_WEBHOOK_LISTEN: nobody can listen on {address}") from error
    try:
        yield
    finally:
        server.stop()
        await server.close_all_connections()
