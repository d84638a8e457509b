"""A Bot API that behaves like Telegram's, for tests: in process behind PTB's request, or over HTTP on loopback.

It keeps a queue of updates with offsets, a ledger of what was delivered, the limits of the real one, and faults by script.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest
from tornado.httpserver import HTTPServer
from tornado.httputil import parse_body_arguments
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

if TYPE_CHECKING:
    from telegram.request import RequestData

TOKEN = "123456:test-token-of-the-fake-api-000000"  # noqa: S105 - of no real bot
BOT = {"id": 123456, "is_bot": True, "first_name": "notices", "username": "notices_bot"}
_A_SECOND, _A_MINUTE = 1.0, 60.0


class ResetError(Exception):
    """The connection breaks; `delivered` tells whether the call had its effect."""


@dataclass
class FakeApi:
    """Telegram's side. `faults` are consumed one a sending call, in order; `latency` is the seconds a sending call takes."""

    latency: float = 0.0
    strict: bool = True
    """With it the limits of rate hold: one message a second a chat, thirty in all, twenty a minute a group."""
    updates: deque[dict[str, Any]] = field(default_factory=deque)
    delivered: list[dict[str, Any]] = field(default_factory=list)
    """Every call that had its effect: {"method", "payload", "at"}."""
    refused: list[tuple[int, str]] = field(default_factory=list)
    faults: deque[Any] = field(default_factory=deque)
    """429 (or (429, seconds)), 500, 502, 403, "migrate", "reset before", "reset after", "broken json", "slow"."""
    gone: set[int] = field(default_factory=set)
    webhook: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    polling: int = 0
    _next_update: int = 1000
    _next_message: int = 1
    _sent: dict[int, deque[float]] = field(default_factory=dict)
    _all: deque[float] = field(default_factory=deque)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    # ------------------------------------------------------------ what people do
    def push(self, update: dict[str, Any]) -> int:
        """Queue an update under the next id; return the id."""
        self._next_update += 1
        self.updates.append({"update_id": self._next_update, **update})
        self._changed.set()
        return self._next_update

    def say(
        self, text: str, *, chat: int = 7, user: int = 7, kind: str = "private", date: float | None = None, **more: Any
    ) -> int:
        """Let a person write a message."""
        message = {
            "message_id": self._next_update,
            "date": int(date or time.time()),
            "chat": {"id": chat, "type": kind, "title": "g"},
            "from": {"id": user, "is_bot": False, "first_name": "u", "language_code": "zh"},
            "text": text,
            **more,
        }
        return self.push({"message": message})

    def press(self, data: str, *, chat: int = 7, user: int = 7) -> int:
        """Let a person press a button."""
        person = {"id": user, "is_bot": False, "first_name": "u", "language_code": "zh"}
        message = {"message_id": 1, "date": int(time.time()), "chat": {"id": chat, "type": "private"}}
        return self.push(
            {
                "callback_query": {
                    "id": str(self._next_update),
                    "from": person,
                    "message": message,
                    "data": data,
                    "chat_instance": "1",
                }
            }
        )

    def type_inline(self, text: str, *, user: int = 7) -> int:
        """Let a person type an inline query."""
        person = {"id": user, "is_bot": False, "first_name": "u", "language_code": "zh"}
        return self.push({"inline_query": {"id": str(self._next_update), "from": person, "query": text, "offset": ""}})

    # ------------------------------------------------------------ what was received
    def texts(self, chat: int = 7) -> list[str]:
        """Return the messages a chat received, in order, without their markup."""
        sent = [
            one["payload"] for one in self.delivered if one["method"] == "sendMessage" and one["payload"].get("chat_id") == chat
        ]
        return [str(payload["text"]).replace("<b>", "").replace("</b>", "") for payload in sent]

    def buttons(self, chat: int = 7) -> dict[str, str]:
        """Return the buttons of the last message of a chat that has some: label → data."""
        for one in reversed(self.delivered):
            if one["payload"].get("chat_id") == chat and one["payload"].get("reply_markup"):
                return {b["text"]: b["callback_data"] for row in one["payload"]["reply_markup"]["inline_keyboard"] for b in row}
        return {}

    async def until(self, condition: Any, seconds: float = 5.0) -> None:
        """Wait until `condition()` holds; AssertionError when it does not within `seconds`."""
        async with asyncio.timeout(seconds):
            while not condition():
                self._changed.clear()
                try:
                    await asyncio.wait_for(self._changed.wait(), 0.05)
                except TimeoutError:
                    continue

    # ------------------------------------------------------------ the API
    async def answer(self, method: str, payload: dict[str, Any]) -> tuple[int, bytes]:
        """Return status and body of a call. ResetError when the connection is to break."""
        if method == "getUpdates":
            return await self._updates(payload)
        if method == "getMe":
            return _ok(BOT)
        if method in {"setWebhook", "deleteWebhook"}:
            self.webhook = payload if method == "setWebhook" else {}
            return _ok(result=True)
        if method.startswith("setMy"):
            self.profile[f"{method} {payload.get('language_code', '')}"] = payload
            return _ok(result=True)
        return await self._send(method, payload)

    async def _updates(self, payload: dict[str, Any]) -> tuple[int, bytes]:
        if self.webhook:
            return _no(409, "Conflict: can't use getUpdates method while webhook is active")
        if self.polling:
            return _no(409, "Conflict: terminated by other getUpdates request")
        self.polling += 1
        try:
            offset = int(payload.get("offset") or 0)
            while self.updates and isinstance(self.updates[0]["update_id"], int) and self.updates[0]["update_id"] < offset:
                self.updates.popleft()
            deadline = time.monotonic() + min(float(payload.get("timeout") or 0), 1.0)
            while not self.updates and time.monotonic() < deadline:
                self._changed.clear()
                try:
                    await asyncio.wait_for(self._changed.wait(), deadline - time.monotonic())
                except TimeoutError:
                    break
            return _ok(list(self.updates)[:100])
        finally:
            self.polling -= 1

    async def _send(self, method: str, payload: dict[str, Any]) -> tuple[int, bytes]:
        if self.latency:
            await asyncio.sleep(self.latency)
        fault = self.faults.popleft() if self.faults else None
        match fault:
            case 429 | (429, _):
                seconds = fault[1] if isinstance(fault, tuple) else 1
                return self._refuse(429, "Too Many Requests: retry later", {"retry_after": seconds})
            case 500 | 502:
                return self._refuse(fault, "Internal Server Error" if fault == 500 else "Bad Gateway")
            case 403:
                return self._refuse(403, "Forbidden: bot was blocked by the user")
            case "migrate":
                return self._refuse(400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -100500})
            case "reset before":
                raise ResetError("before")
        if problem := self._problem(method, payload):
            return self._refuse(*problem)
        self._deliver(method, payload)
        match fault:
            case "reset after":
                raise ResetError("after")
            case "broken json":
                return 200, b'{"ok": tru'
        self._next_message += 1
        chat = {"id": payload.get("chat_id", 0), "type": "private"}
        return _ok({"message_id": self._next_message, "date": int(time.time()), "chat": chat} if "chat_id" in payload else True)

    def _problem(self, method: str, payload: dict[str, Any]) -> tuple[Any, ...] | None:
        chat = payload.get("chat_id")
        if chat in self.gone:
            return 403, "Forbidden: bot was blocked by the user"
        text = str(payload.get("text", ""))
        if method == "sendMessage" and not text.strip():
            return 400, "Bad Request: message text is empty"
        if len(text.encode("utf-16-le")) // 2 > 4096 + text.count("<b>") * 7:
            return 400, "Bad Request: message is too long"
        for row in (payload.get("reply_markup") or {}).get("inline_keyboard", []):
            if any(len(button.get("callback_data", "").encode()) > 64 for button in row):
                return 400, "Bad Request: BUTTON_DATA_INVALID"
        if isinstance(chat, int) and self.strict and method == "sendMessage" and (wait := self._over(chat)):
            return 429, "Too Many Requests: retry later", {"retry_after": wait}
        return None

    def _over(self, chat: int) -> int:
        """Return the seconds to wait when a limit is passed, else 0."""
        now = time.monotonic()
        mine = self._sent.setdefault(chat, deque())
        while mine and mine[0] <= now - _A_MINUTE:
            mine.popleft()
        while self._all and self._all[0] <= now - _A_SECOND:
            self._all.popleft()
        if (mine and now - mine[-1] < _A_SECOND) or (chat < 0 and len(mine) >= 20) or len(self._all) >= 30:
            return 1
        mine.append(now)
        self._all.append(now)
        return 0

    def _deliver(self, method: str, payload: dict[str, Any]) -> None:
        self.delivered.append({"method": method, "payload": payload, "at": time.monotonic()})
        self._changed.set()

    def _refuse(self, code: int, text: str, parameters: dict[str, Any] | None = None) -> tuple[int, bytes]:
        self.refused.append((code, text))
        self._changed.set()
        return _no(code, text, parameters)


def _ok(result: Any) -> tuple[int, bytes]:
    return 200, json.dumps({"ok": True, "result": result}).encode()


def _no(code: int, text: str, parameters: dict[str, Any] | None = None) -> tuple[int, bytes]:
    return code, json.dumps(
        {"ok": False, "error_code": code, "description": text, **({"parameters": parameters} if parameters else {})}
    ).encode()


class InProcess(BaseRequest):
    """The fake API behind PTB's request: no socket, the same JSON."""

    def __init__(self, api: FakeApi) -> None:
        self._api = api

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, url: str, method: str, request_data: RequestData | None = None, **_: Any) -> tuple[int, bytes]:  # noqa: ARG002
        name = url.rpartition("/")[2]
        payload = dict(request_data.parameters) if request_data else {}
        try:
            return await self._api.answer(name, payload)
        except ResetError as error:
            if str(error) == "before":
                raise NetworkError("httpx.ConnectError: connection refused") from error
            raise TimedOut from error


class _Calls(RequestHandler):
    def initialize(self, api: FakeApi) -> None:
        self._api = api

    async def post(self, method: str) -> None:
        arguments: dict[str, list[bytes]] = {}
        parse_body_arguments(self.request.headers.get("Content-Type", ""), self.request.body, arguments, {}, self.request.headers)
        payload = {name: _value(values[-1].decode()) for name, values in arguments.items()}
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
        self._server = HTTPServer(Application([(r"/bot[^/]+/(\w+)", _Calls, {"api": api})]))

    async def __aenter__(self) -> Self:
        sockets = bind_sockets(0, "127.0.0.1")
        self._server.add_sockets(sockets)
        self.base_url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/bot"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.stop()
        await self._server.close_all_connections()
