"""The Telegram bot as a program: settings in, the parts put together, polling or webhook, signals."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.clock import clock_from, system_clock
from bot.dialogue import Memory
from bot.model import Question
from bot.responder import respond
from bot.settings import SettingError
from bot.telegram.caller import Caller, reached
from bot.telegram.desk import Desk
from bot.telegram.keeping import Knowledge, alone, opened
from bot.telegram.logs import set_up_logs
from bot.telegram.metrics import measured
from bot.telegram.polling import poll
from bot.telegram.profile import introduce
from bot.telegram.serving import Bot
from bot.telegram.thinking import House
from bot.telegram.webhook import listening
from knowledge.store.database import Database

if TYPE_CHECKING:
    from telegram.request import BaseRequest

    from bot.model import Reply
    from bot.settings import Settings
    from bot.telegram.receiving import Door

_LAST_SECONDS = 7.5
"""After being told to stop the process ends at the latest, whatever still hangs: everything is recorded."""
_DESK_WAITS = 1.0
"""Seconds the desk waits for another program that writes to the store; answers go on without it."""


def run(settings: Settings, request: BaseRequest | None = None) -> int:
    """Run until SIGTERM or SIGINT; return 0. SettingError or StoreError when it cannot start; `request` replaces the network."""
    set_up_logs(as_json=settings.log_json)
    caller = Caller(_token(settings), settings.telegram_base_url, request)
    clock = clock_from(settings.clock) if settings.clock else system_clock
    with alone(settings.store), opened(settings.store, clock) as (store, aside):
        known = Knowledge(store)

        def bound(question: Question, memory: Memory) -> tuple[Reply, Memory]:
            return respond(question, memory, known())

        bound(Question("", clock()), Memory())  # what the first question builds is built before there is one
        keep_turns_short()
        house = House(bound, known, store, frozenset(settings.operators))
        bot = Bot(house, caller, Desk(Database.at(settings.store, _DESK_WAITS)), clock, aside=aside)
        asyncio.run(_run(bot, settings, caller))
    return 0


def keep_turns_short() -> None:
    """Leave what lives for ever out of later searches for garbage: searching it stops the event loop for a tenth of a second."""
    gc.collect()
    gc.freeze()


def setup(settings: Settings, request: BaseRequest | None = None) -> int:
    """Tell Telegram the bot's name, description and menu in each language; return 0. SettingError when it cannot be told."""
    set_up_logs(as_json=settings.log_json)
    asyncio.run(introduce(Caller(_token(settings), settings.telegram_base_url, request), settings.operators))
    return 0


def _token(settings: Settings) -> str:
    if settings.telegram_token is None:
        raise SettingError("NOTICEBOT_TELEGRAM_TOKEN is not set; BotFather gives one (https://t.me/BotFather)")
    return settings.telegram_token.get_secret_value()


async def _run(bot: Bot, settings: Settings, caller: Caller) -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _stop, stopping)
    with measured(settings.metrics_listen, bot.counters, bot.queues):
        await bot.serve(stopping, lambda door: receive(settings, caller, door))


def _stop(stopping: asyncio.Event) -> None:
    stopping.set()
    last = threading.Timer(_LAST_SECONDS, os._exit, [0])
    last.daemon = True
    last.start()


async def receive(settings: Settings, caller: Caller, door: Door) -> None:
    """Receive until cancelled: by webhook where its URL is set, else by polling."""
    url = settings.telegram_webhook_url
    if url is None:
        await reached(caller.drop_webhook)
        await poll(caller, door)
        return
    if settings.telegram_webhook_secret is None:
        raise SettingError("NOTICEBOT_TELEGRAM_WEBHOOK_SECRET is not set; without it anybody could post updates")
    secret, path = settings.telegram_webhook_secret.get_secret_value(), urlsplit(url).path or "/"
    async with listening(settings.telegram_webhook_listen, path, secret, door):
        await reached(lambda: caller.set_webhook(url, secret))
        await asyncio.Event().wait()
