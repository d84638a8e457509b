"""What the long part shares: citizens who ask, and the judgement whether everything was answered once."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.telegram import inbox, outbox
from knowledge.store.database import Database

if TYPE_CHECKING:
    from fake_api import FakeApi

QUESTIONS = {  # each with words only its answer has
    "太山景区今天开放吗": "太山景区自",
    "专升本什么时候考": "专升本文化课考试",
    "玉泉山景区开了吗": "玉泉山景区",
    "汾河二库开放吗": "汾河二库",
    "晋阳雅集还办吗": "晋阳雅集",
}


@dataclass
class Asking:
    """A question every so often, in a new chat each time, until it is cancelled."""

    api: FakeApi
    a_second: float
    asked: dict[int, str] = field(default_factory=dict)
    asked_at: dict[int, float] = field(default_factory=dict)

    async def go_on(self) -> None:
        began = time.monotonic()
        for chat, question in zip(itertools.count(1), itertools.cycle(QUESTIONS), strict=False):
            self.asked[chat], self.asked_at[chat] = question, time.monotonic()
            self.api.say(question, chat=chat, user=chat)
            await asyncio.sleep(max(0.0, began + chat / self.a_second - time.monotonic()))

    def judge(self, store: Path) -> str:
        """Check that no question was lost and no answer doubled; return the figures."""
        answers = Counter(payload["chat_id"] for payload in self.api.sent())
        for chat, question in self.asked.items():
            assert all(QUESTIONS[question] in text for text in self.api.texts(chat))
        with Database.at(str(store)).reading() as connection:
            waiting, sending = inbox.counts(connection), outbox.counts(connection)
        lost = sum(waiting.get(state, 0) for state in ("new", "set_aside")) + len(self.asked) - sum(waiting.values())
        doubled = sum(count > 1 for count in answers.values())
        vanished = sum(chat not in answers for chat in self.asked)
        told = f"{len(self.asked)} questions: {lost} lost, {doubled} doubled, {vanished} answers vanished of {sending} in doubt"
        assert (lost, doubled) == (0, 0), told
        assert vanished <= sending.get("ambiguous", 0), told
        return told


async def quiet(api: FakeApi, seconds: float = 5.0) -> None:
    """Wait until nothing was delivered for a while."""
    while True:
        before = len(api.delivered)
        await asyncio.sleep(seconds)
        if len(api.delivered) == before:
            return


def tell(figures: str) -> None:
    """Print what was measured: what this part is run for."""
    print(f"\n{figures}", flush=True)  # noqa: T201
