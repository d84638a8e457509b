"""A Bot API that behaves like Telegram's: a queue of updates, a ledger of what was delivered, limits, faults by script.

This file is Telegram's state; `fake_doors` puts it behind python-telegram-bot's request, behind HTTP and behind a webhook.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import random
import re
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

TOKEN = "123456:test-token-of-the-fake-api-000000"  # noqa: S105 - of no real bot
BOT = {"id": 123456, "is_bot": True, "first_name": "notices", "username": "notices_bot"}
_KEPT_SECONDS = 86_400
_TAGS = re.compile(r"<(/?)(b|i|u|s|code|pre|blockquote|a)((?: href=\"[^\"<>]*\")?)>")
_MOVED_BY = 100_000


class ResetError(Exception):
    """The connection breaks; `after` tells whether the call had its effect."""

    def __init__(self, *, after: bool) -> None:
        super().__init__("after" if after else "before")
        self.after = after


@dataclass(frozen=True)
class Fault:
    """What goes wrong with a call: limit, refused (with `code`), migrate, reset before, reset after, broken json, slow."""

    what: str
    seconds: int = 1
    code: int = 500
    everybody: bool = False
    """Of a limit: whether it holds for the whole bot."""


LIMIT, SERVER, GATEWAY = Fault("limit"), Fault("refused"), Fault("refused", code=502)
RESET_BEFORE, RESET_AFTER, BROKEN, SLOW, MIGRATE = map(Fault, ("reset before", "reset after", "broken json", "slow", "migrate"))


@dataclass
class FakeApi:
    """Telegram's side. `latency` is the seconds a sending call takes; `clock` tells Unix seconds."""

    latency: float = 0.0
    strict: bool = True
    """With it the limits of rate hold: one message a second a chat, thirty in all, twenty a minute a group."""
    seed: int = 0
    clock: Any = time.time
    faults: deque[Fault] = field(default_factory=deque)
    """Consumed one a sending call, in order."""
    storm: tuple[float, tuple[Fault, ...]] = (0.0, ())
    """How often a sending call fails, and with which faults, once the script is empty; drawn with the seed."""
    poll_faults: deque[Fault] = field(default_factory=deque)
    updates: deque[dict[str, Any]] = field(default_factory=deque)
    delivered: list[dict[str, Any]] = field(default_factory=list)
    """Every call that had its effect: {"method", "payload", "at"}."""
    refused: list[tuple[int, str]] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    """Chats that blocked the bot."""
    webhook: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    limited: int = 0
    """Calls refused because a limit of rate was passed."""
    impatient: int = 0
    """Calls made before a `retry_after` had passed, in its scope."""
    conflicts: int = 0
    on_delivery: Any = None

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._next_update, self._next_message = 1000, 1
        self._poller = 0
        self._pushed_at: dict[int, float] = {}
        self._sent: dict[int, deque[float]] = {}
        self._all: deque[float] = deque()
        self._silent: dict[int, float] = {}
        self._changed = asyncio.Event()
        self._moved: dict[int, int] = {}

    # ------------------------------------------------------------ what people do
    def push(self, update: dict[str, Any]) -> int:
        """Queue an update under the next id; return the id."""
        self._next_update += 1
        self.updates.append({"update_id": self._next_update, **update})
        self._pushed_at[self._next_update] = self.clock()
        self.changed()
        return self._next_update

    def say(
        self, text: str, *, chat: int = 7, user: int = 7, kind: str = "private", date: float | None = None, **more: Any
    ) -> int:
        """Let a person write a message."""
        place = {"id": chat, "type": kind} if kind == "private" else {"id": chat, "type": kind, "title": "group"}
        moment = int(date if date is not None else self.clock())
        message = {"message_id": self._next_update, "date": moment, "chat": place, "from": _person(user), "text": text}
        return self.push({"message": message | more})

    def press(self, data: str, *, chat: int = 7, user: int = 7, kind: str = "private") -> int:
        """Let a person press a button."""
        message = {"message_id": 1, "date": int(self.clock()), "chat": {"id": chat, "type": kind}}
        query = {"id": str(self._next_update), "from": _person(user), "message": message, "data": data, "chat_instance": "1"}
        return self.push({"callback_query": query})

    def type_inline(self, text: str, *, user: int = 7) -> int:
        """Let a person type an inline query."""
        return self.push({"inline_query": {"id": str(self._next_update), "from": _person(user), "query": text, "offset": ""}})

    # ------------------------------------------------------------ what was received
    def sent(self, method: str = "sendMessage", chat: int | None = None) -> list[dict[str, Any]]:
        """Return the payloads of the calls that had their effect, in order."""
        found = [one["payload"] for one in self.delivered if one["method"] == method]
        return found if chat is None else [payload for payload in found if payload.get("chat_id") == chat]

    def texts(self, chat: int = 7) -> list[str]:
        """Return the messages a chat received, in order, as people read them."""
        return [plain(str(payload["text"])) for payload in self.sent(chat=chat)]

    def buttons(self, chat: int = 7) -> dict[str, str]:
        """Return the buttons of the last message of a chat that has some: label → data."""
        rows = [one["reply_markup"]["inline_keyboard"] for one in self.sent(chat=chat) if one.get("reply_markup")]
        return {button["text"]: button.get("callback_data", "") for row in rows[-1] for button in row} if rows else {}

    def changed(self) -> None:
        """Wake whoever waits for something to happen."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, condition: Any, seconds: float = 8.0) -> None:
        """Wait until `condition()` holds; TimeoutError when it does not within `seconds`."""
        async with asyncio.timeout(seconds):
            while not condition():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), 0.05)

    # ------------------------------------------------------------ the API
    async def answer(self, method: str, payload: dict[str, Any]) -> tuple[int, bytes]:
        """Return status and body of a call. ResetError when the connection is to break."""
        if method == "getUpdates":
            return await self._updates(payload)
        if method == "getMe":
            return _ok(BOT)
        if method in {"setWebhook", "deleteWebhook"}:
            self.webhook = payload if method == "setWebhook" else {}
            self.changed()
            return _ok(result=True)
        if method.startswith("setMy"):
            self.profile[f"{method} {payload.get('language_code', '')} {payload.get('scope', '')}".strip()] = payload
            return _ok(result=True)
        return await self._send(method, payload)

    async def _updates(self, payload: dict[str, Any]) -> tuple[int, bytes]:
        if self.webhook:
            self.conflicts += 1
            return _no(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first")
        self._poller = mine = self._poller + 1
        self.changed()
        if self.poll_faults:
            return self._break(self.poll_faults.popleft()) or (200, b'{"ok": true, "result": [{"upd')
        self.confirm(int(payload.get("offset") or 0))
        deadline = time.monotonic() + min(float(payload.get("timeout") or 0), 2.0)
        while not self.updates and time.monotonic() < deadline and mine == self._poller:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), max(0.0, deadline - time.monotonic()))
        if mine != self._poller:
            self.conflicts += 1
            return _no(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
        return _ok(list(self.updates)[:100])

    def confirm(self, offset: int) -> None:
        """Forget the updates before `offset`, and those nobody fetched for a day."""
        oldest = self.clock() - _KEPT_SECONDS
        kept = [
            one
            for one in self.updates
            if not isinstance(one["update_id"], int)
            or (one["update_id"] >= offset and self._pushed_at.get(one["update_id"], oldest) >= oldest)
        ]
        if len(kept) != len(self.updates):
            self.updates = deque(kept)

    async def _send(self, method: str, payload: dict[str, Any]) -> tuple[int, bytes]:
        if self.latency:
            await asyncio.sleep(self.latency)
        if problem := self._silence(payload.get("chat_id")) or self._problem(method, payload):
            return self._refuse(*problem)
        fault = self._fault()
        if fault is not None and (broken := self._break(fault, payload.get("chat_id"))):
            return broken
        if isinstance(chat := payload.get("chat_id"), int) and method == "sendMessage" and self.strict and self._over(chat):
            self.limited += 1
            return self._refuse(429, "Too Many Requests: retry after 1", {"retry_after": 1})
        self._deliver(method, payload)
        if fault == RESET_AFTER:
            raise ResetError(after=True)
        if fault == BROKEN:
            return 200, b'{"ok": tru'
        if fault is not None and fault.what == "slow":
            await asyncio.sleep(fault.seconds)
        self._next_message += 1
        place = {"id": payload.get("chat_id", 0), "type": "private"}
        message = {"message_id": self._next_message, "date": int(self.clock()), "chat": place}
        return _ok(message if method in {"sendMessage", "sendDocument"} else True)

    def _fault(self) -> Fault | None:
        if self.faults:
            return self.faults.popleft()
        often, which = self.storm
        return self._random.choice(which) if often and self._random.random() < often else None

    def _break(self, fault: Fault, chat: Any = None) -> tuple[int, bytes] | None:
        """Return the answer of a call that had no effect; None when the fault is of another kind."""
        match fault.what:
            case "limit":
                scope = 0 if fault.everybody or not isinstance(chat, int) else chat
                self._silent[scope] = time.monotonic() + fault.seconds
                told = f"Too Many Requests: retry after {fault.seconds}"
                return self._refuse(429, told, {"retry_after": fault.seconds})
            case "refused":
                told = {500: "Internal Server Error", 502: "Bad Gateway", 403: "Forbidden: bot was blocked by the user"}
                return self._refuse(fault.code, told.get(fault.code, "Bad Request"))
            case "migrate":
                self._moved[int(chat)] = int(chat) - _MOVED_BY
                return self._refuse(400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": self._moved[int(chat)]})
            case "reset before":
                raise ResetError(after=False)
        return None

    def _silence(self, chat: Any) -> tuple[int, str, dict[str, int]] | None:
        """Refuse what comes before a `retry_after` has passed."""
        left = max(self._silent.get(scope, 0.0) - time.monotonic() for scope in (0, chat))
        if left <= 0:
            return None
        self.impatient += 1
        return 429, "Too Many Requests", {"retry_after": int(left) + 1}

    def _problem(self, method: str, payload: dict[str, Any]) -> tuple[Any, ...] | None:
        chat = payload.get("chat_id")
        if chat in self.gone:
            return 403, "Forbidden: bot was blocked by the user"
        if chat in self._moved:
            return 400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": self._moved[chat]}
        if method == "sendMessage" and (told := wrong_text(str(payload.get("text", "")), payload.get("parse_mode"))):
            return 400, f"Bad Request: {told}"
        for row in (payload.get("reply_markup") or {}).get("inline_keyboard", []):
            if any(not button["text"] or not 1 <= len(button.get("callback_data", "x").encode()) <= 64 for button in row):
                return 400, "Bad Request: BUTTON_DATA_INVALID"
        for result in payload.get("results", []) if method == "answerInlineQuery" else []:
            content = result["input_message_content"]
            if told := wrong_text(content["message_text"], content.get("parse_mode")):
                return 400, f"Bad Request: {told}"
        return None

    def _over(self, chat: int) -> bool:
        """Tell whether a limit of rate is passed; remember the message when not."""
        now = time.monotonic()
        mine = self._sent.setdefault(chat, deque(maxlen=20))
        while self._all and self._all[0] <= now - 1.0:
            self._all.popleft()
        crowded = chat < 0 and len(mine) == 20 and mine[0] > now - 60.0
        if (mine and now - mine[-1] < 1.0) or crowded or len(self._all) >= 30:
            return True
        mine.append(now)
        self._all.append(now)
        return False

    def _deliver(self, method: str, payload: dict[str, Any]) -> None:
        self.delivered.append({"method": method, "payload": payload, "at": time.monotonic()})
        if self.on_delivery is not None:
            self.on_delivery(method, payload)
        self.changed()

    def _refuse(self, code: int, text: str, parameters: dict[str, Any] | None = None) -> tuple[int, bytes]:
        self.refused.append((code, text))
        self.changed()
        return _no(code, text, parameters)


def plain(text: str) -> str:
    """Return HTML as people read it."""
    return html.unescape(_TAGS.sub("", text))


def wrong_text(text: str, mode: str | None) -> str | None:
    """Return what Telegram has against a text; None when it takes it."""
    if mode == "HTML":
        open_tags: list[str] = []
        for found in _TAGS.finditer(text):
            if not found[1]:
                open_tags.append(found[2])
            elif not open_tags or open_tags.pop() != found[2]:
                return "can't parse entities: unexpected end tag"
        if open_tags or "<" in _TAGS.sub("", text):
            return "can't parse entities: unsupported start tag"
        text = plain(text)
    if not text.strip():
        return "message text is empty"
    return "message is too long" if len(text.encode("utf-16-le")) // 2 > 4096 else None


def _person(user: int) -> dict[str, Any]:
    return {"id": user, "is_bot": False, "first_name": "somebody", "language_code": "zh-hans"}


def _ok(result: Any) -> tuple[int, bytes]:
    return 200, json.dumps({"ok": True, "result": result}).encode()


def _no(code: int, text: str, parameters: dict[str, Any] | None = None) -> tuple[int, bytes]:
    body = {"ok": False, "error_code": code, "description": text} | ({"parameters": parameters} if parameters else {})
    return code, json.dumps(body).encode()
