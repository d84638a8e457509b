"""A webhook: an update is kept before it is answered with 200; who does not know the secret is turned away."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.telegram import inbox
from knowledge.errors import StoreError

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.telegram.desk import Desk
    from bot.telegram.worker import Worker

_LOG = logging.getLogger("noticebot.telegram")
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
_LARGEST_BODY = 1 << 20


class _Updates(RequestHandler):
    """Takes one update a request."""

    def initialize(self, desk: Desk, worker: Worker, clock: Clock, secret: str) -> None:
        self._desk, self._worker, self._clock, self._secret = desk, worker, clock, secret

    async def post(self) -> None:
        """Keep the update, then say so; 503 makes Telegram send it again."""
        given = self.request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            self.set_status(403)
            return
        try:
            raw: Any = json.loads(self.request.body)
        except ValueError:
            self.set_status(400)
            return
        try:
            fresh = await self._desk.write(partial(inbox.keep, raws=[raw], now=self._clock()))
        except StoreError as error:
            _LOG.error("the store cannot be written: %s", error)
            self.set_status(503)
            return
        self._worker.take(fresh)


async def listen(address: str, path: str, secret: str, desk: Desk, worker: Worker, clock: Clock) -> None:
    """Serve the webhook at host:port until cancelled."""
    host, _, port = address.rpartition(":")
    given = {"desk": desk, "worker": worker, "clock": clock, "secret": secret}
    server = HTTPServer(Application([(path, _Updates, given)]), max_body_size=_LARGEST_BODY)
    server.listen(int(port), host)
    try:
        await asyncio.Event().wait()
    finally:
        server.stop()
        await server.close_all_connections()
