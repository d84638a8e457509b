"""Ways into and out of the fake Bot API: python-telegram-bot's request in process, HTTP on loopback, a webhook's pushes."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Self

from fake_api import FakeApi, ResetError
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPFile, parse_body_arguments
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler


class InProcess(BaseRequest):
    """The fake API behind PTB's request: no socket, the same JSON."""

    def __init__(self, api: FakeApi) -> None:
        self._api = api

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002
        request_data: RequestData | None = None,
        **_: Any,
    ) -> tuple[int, bytes]:
        payload = json.loads(json.dumps(request_data.parameters)) if request_data else {}
        if request_data and request_data.multipart_data:
            payload["files"] = {name: part[1].decode() for name, part in request_data.multipart_data.items()}
        try:
            return await self._api.answer(url.rpartition("/")[2], payload)
        except ResetError as error:
            if not error.after:
                raise NetworkError("httpx.ConnectError: connection refused") from error
            raise TimedOut from error


class _Calls(RequestHandler):
    def initialize(self, api: FakeApi) -> None:
        self._api = api

    async def post(self, method: str) -> None:
        arguments: dict[str, list[bytes]] = {}
        files: dict[str, list[HTTPFile]] = {}
        headers = self.request.headers
        parse_body_arguments(headers.get("Content-Type", ""), self.request.body, arguments, files, headers)
        payload = {name: _value(values[-1].decode()) for name, values in arguments.items()}
        if files:
            payload["files"] = {name: found[0]["body"].decode() for name, found in files.items()}
        try:
            status, body = await self._api.answer(method, payload)
        except ResetError:
            self.request.connection.stream.close()  # type: ignore[union-attr]
            return
        self.set_status(status)
        self.finish(body)

    get = post


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


class OverHttp:
    """The fake API on a free port of loopback. Use `async with`; `base_url` is for NOTICEBOT_TELEGRAM_BASE_URL."""

    def __init__(self, api: FakeApi) -> None:
        self._server = HTTPServer(Application([(r"/bot[^/]+/(\w+)", _Calls, {"api": api})], log_function=lambda _: None))

    async def __aenter__(self) -> Self:
        sockets = bind_sockets(0, "127.0.0.1")
        self._server.add_sockets(sockets)
        self.base_url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/bot"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.stop()
        await self._server.close_all_connections()


class Pushing:
    """Telegram pushing updates to the webhook that was set: in order, each again until it is answered with 2xx."""

    def __init__(self, api: FakeApi) -> None:
        self._api = api
        self.attempts = 0
        self.twice = False
        """With it every update is sent twice, as when the first answer gets lost."""

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._push())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _push(self) -> None:
        while True:
            await self._api.until(lambda: self._api.webhook and self._api.updates, 3600)
            update = self._api.updates[0]
            if await self.post(json.dumps(update).encode()) and not (
                self.twice and not await self.post(json.dumps(update).encode())
            ):
                self._api.updates.popleft()
            else:
                await asyncio.sleep(0.05)

    async def post(self, body: bytes, secret: str | None = None) -> bool:
        """Send a body to the webhook; return whether it was taken."""
        hook, self.attempts = self._api.webhook, self.attempts + 1
        given = secret if secret is not None else str(hook.get("secret_token", ""))
        headers = {"X-Telegram-Bot-Api-Secret-Token": given, "Content-Type": "application/json"}
        try:
            answer = await AsyncHTTPClient().fetch(HTTPRequest(hook["url"], "POST", headers, body), raise_error=False)
        except OSError:
            return False
        return answer.code == 200
