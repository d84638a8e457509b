"""A dialogue with the bot as citizens see it: turns in a table, what came back to each; run as a program it is told as Markdown.

uv run --all-extras python tests/telegram/dialogue.py > dialogue.md
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import tomllib
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot_process import BotProcess
from fake_api import BOT, FakeApi, plain
from fake_doors import OverHttp

TURNS = Path(__file__).parents[1] / "cases" / "telegram_dialogue.toml"
PRIVATE, GROUP = 7, -5
_SECONDS = 10.0
_SILENCE = 0.3
"""Seconds in which a bot that is to keep silent could have spoken."""


@dataclass(frozen=True)
class Turn:
    """One thing done, and what came back to it: texts as people read them, buttons in brackets."""

    row: dict[str, Any]
    replies: tuple[str, ...]


def rows() -> list[dict[str, Any]]:
    """Return the table of turns."""
    found: list[dict[str, Any]] = tomllib.loads(TURNS.read_text(encoding="utf-8"))["turns"]
    return found


async def talk(api: FakeApi, restart: Callable[[], Awaitable[None]]) -> list[Turn]:
    """Do every turn and wait for the words it must bring; AssertionError names the turn that did not bring them."""
    turns = []
    for row in rows():
        seen = len(api.delivered)
        await _do(api, row, restart)
        turns.append(Turn(row, await _came_back(api, row, seen)))
    return turns


async def _came_back(api: FakeApi, row: dict[str, Any], seen: int) -> tuple[str, ...]:
    def replies() -> tuple[str, ...]:
        return tuple(text for one in api.delivered[seen:] for text in _read(one["method"], one["payload"]))

    try:
        await api.until(
            lambda: row["reads"] and _in_order(row["reads"], "\n".join(replies())), _SECONDS if row["reads"] else _SILENCE
        )
    except TimeoutError:
        assert not row["reads"] and not replies(), f"{row['why']}: {replies()}"  # noqa: PT018 - one sentence
    return replies()


def _in_order(words: list[str], text: str) -> bool:
    at = 0
    for one in words:
        found = text.find(one, at)
        if found < 0:
            return False
        at = found + len(one)
    return True


async def _do(api: FakeApi, row: dict[str, Any], restart: Callable[[], Awaitable[None]]) -> None:
    chat, user = (GROUP if row["where"] == "group" else PRIVATE), row.get("user", 7)
    place: dict[str, Any] = {"chat": chat, "user": user, "kind": "supergroup" if chat < 0 else "private"}
    if row["where"] == "restart":
        await restart()
    elif row["where"] == "inline":
        api.type_inline(row["says"], user=user)
    elif "presses" in row:
        api.press(api.buttons(chat)[row["presses"]], **place)
    else:
        more = {"reply_to_message": {"message_id": 1, "from": BOT}} if row.get("replies") else {}
        api.say(row["says"], **place, **more)


def _read(method: str, payload: dict[str, Any]) -> Iterator[str]:
    if payload.get("text"):
        yield plain(str(payload["text"]))
    for result in payload.get("results", ()):
        yield f"[{result['title']}]\n" + plain(result["input_message_content"]["message_text"])
    if method == "sendDocument":
        yield from payload["files"].values()
    for line in payload.get("reply_markup", {}).get("inline_keyboard", ()):
        yield " ".join(f"[{button['text']}]" for button in line)


def as_markdown(turns: list[Turn]) -> str:
    """Return the dialogue to be read by people."""
    lines = ["# A dialogue with the bot, 7 April 2022"]
    for number, turn in enumerate(turns, 1):
        row = turn.row
        did = f"*presses* [{row['presses']}]" if "presses" in row else f"> {row['says']}" if "says" in row else "*kill -9, start*"
        who = f"{row['where']}, user {row.get('user', 7)}"
        lines += ["", f"**{number}. {who}** ({row['why']})", "", did, "", "```", *(turn.replies or ("(silence)",)), "```"]
    return "\n".join(lines) + "\n"


async def main() -> None:
    """Hold the dialogue with a process of its own, and print it."""
    api = FakeApi()
    with tempfile.TemporaryDirectory() as folder:
        async with OverHttp(api) as http:
            bot = BotProcess(http.base_url, Path(folder) / "store.db")

            async def restart() -> None:
                await bot.kill()
                bot.settings["NOTICEBOT_CLOCK"] = "2022-04-07T10:05"  # a clock that starts anew must not go back
                await bot.start()
                await bot.ready()

            await bot.start()
            await bot.ready()
            try:
                sys.stdout.write(as_markdown(await talk(api, restart)))
            finally:
                await bot.stop()
    assert not api.refused, json.dumps(api.refused)


if __name__ == "__main__":
    asyncio.run(main())
