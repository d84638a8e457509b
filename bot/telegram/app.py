"""The Telegram bot put together: a lock, the store, polling or webhook, and an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import signal
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from telegram.error import InvalidToken, TelegramError

from bot.clock import clock_from, system_clock
from bot.responder import respond
from bot.settings import SettingError
from bot.telegram import buttons, inbox, outbox
from bot.telegram.caller import Caller
from bot.telegram.desk import Desk
from bot.telegram.handling import House
from bot.telegram.logs import Counters, set_up_logs
from bot.telegram.polling import poll
from bot.telegram.sender import Sender
from bot.telegram.texts import LANGUAGES, commands, texts
from bot.telegram.webhook import listen
from bot.telegram.worker import Worker
from knowledge.database import MEMORY, Database
from knowledge.errors import StoreError
from knowledge.store import Store

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from sqlalchemy import Connection
    from telegram.request import BaseRequest

    from bot.clock import Clock
    from bot.dialogue import Memory
    from bot.model import Question, Reply
    from bot.settings import Settings

_LOG = logging.getLogger("noticebot.telegram")
_HANDLING_SECONDS, _SENDING_SECONDS = 3.0, 3.0
"""How long an orderly end waits for what is being handled, then for what is being sent; 8 s in all with the rest."""
_KEPT = timedelta(days=7)
_HOUSEKEEPING_SECONDS = 3600.0


def run(settings: Settings, request: BaseRequest | None = None) -> int:
    """Run until SIGTERM or SIGINT; return 0. SettingError or StoreError when it cannot start; `request` replaces the network."""
    set_up_logs()
    token = _token(settings)
    with _alone(settings.store), _opened(settings) as (store, clock):
        asyncio.run(_run(settings, token, store, clock, request))
    return 0


def setup(settings: Settings, request: BaseRequest | None = None) -> int:
    """Tell Telegram the bot's name, description and menu in each language; return 0."""
    set_up_logs()
    asyncio.run(_introduce(Caller(_token(settings), settings.telegram_base_url, request)))
    return 0


def _token(settings: Settings) -> str:
    if settings.telegram_token is None:
        raise SettingError("NOTICEBOT_TELEGRAM_TOKEN is not set; BotFather gives one (https://t.me/BotFather)")
    return settings.telegram_token.get_secret_value()


@contextlib.contextmanager
def _alone(store: str) -> Iterator[None]:
    """Hold `<store>.telegram`, so that no second bot works on the same store. StoreError when one does."""
    if store == MEMORY or "://" in store:
        yield
        return
    path = Path(store).expanduser()
    try:
        with path.with_name(f"{path.name}.telegram").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise StoreError(f"{store}: another `noticebot telegram` works on this store; stop it first") from error
            yield
    except OSError as error:
        raise StoreError(f"{store}: its folder cannot be written to") from error


@contextlib.contextmanager
def _opened(settings: Settings) -> Iterator[tuple[Store, Clock]]:
    clock = clock_from(settings.clock) if settings.clock else system_clock
    _set_aside_if_damaged(settings.store, clock)
    with Store.open(settings.store, defaults_at=clock()) as store:
        yield store, clock


def _set_aside_if_damaged(target: str, clock: Clock) -> None:
    """Put a damaged database aside and say so; the bot then begins with the default notices rather than not at all."""
    database = Database.at(target)
    if database.path is None or database.is_missing:
        return
    try:
        with database.reading() as connection:
            sound = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"
    except StoreError as error:
        if "damaged" not in str(error):
            raise
        sound = False
    finally:
        database.close()
    if not sound:
        aside = database.path.with_name(f"{database.path.name}.damaged-{clock():%Y%m%d-%H%M%S}")
        database.path.rename(aside)
        _LOG.error("the store is damaged; it was put aside as %s, and a new one begins with the default notices", aside.name)


async def _run(settings: Settings, token: str, store: Store, clock: Clock, request: BaseRequest | None) -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)

    def bound(question: Question, memory: Memory) -> tuple[Reply, Memory]:
        return respond(question, memory, store.knowledge())

    house = House(bound, store.knowledge, store, frozenset(settings.operators))
    caller = Caller(token, settings.telegram_base_url, request)
    await serve(house, caller, clock, stopping, lambda desk, worker: _receive(settings, caller, desk, worker, clock))


async def serve(
    house: House, caller: Caller, clock: Clock, stopping: asyncio.Event, receive: Callable[[Desk, Worker], Awaitable[None]]
) -> Counters:
    """Serve until `stopping` is set or `receive` fails; then let what is under way come to its end. Return what happened."""
    desk, counters = Desk(house.store.database), Counters()
    desk.prepare()
    sender = Sender(caller, desk, counters)
    worker = Worker(house, desk, sender, clock, counters)
    worker.bot_id, worker.username = await _greeted(caller)
    sender.take(await desk.write(outbox.unsent))
    worker.take(await desk.write(inbox.waiting))
    receiving = asyncio.ensure_future(receive(desk, worker))
    keeping = asyncio.create_task(_keep_house(desk, clock))
    stop = asyncio.create_task(stopping.wait())
    _LOG.info("ready")
    await asyncio.wait([receiving, stop], return_when=asyncio.FIRST_COMPLETED)
    for task in (receiving, keeping, stop):
        task.cancel()
    await worker.drain(_HANDLING_SECONDS)
    await sender.drain(_SENDING_SECONDS)
    ended = await asyncio.gather(receiving, keeping, stop, return_exceptions=True)
    await caller.stop()
    desk.close()
    _LOG.info("stopped; %d updates handled, %d messages sent", counters.handled, counters.sent)
    if isinstance(ended[0], Exception):
        raise ended[0]
    return counters


async def _greeted(caller: Caller) -> tuple[int, str]:
    """Return who the bot is; an unreachable server is waited for, a wrong token is not."""
    pause = 1.0
    while True:
        try:
            return await caller.start()
        except InvalidToken as error:
            raise SettingError("NOTICEBOT_TELEGRAM_TOKEN: Telegram does not know this token") from error
        except TelegramError as error:
            _LOG.warning("Telegram cannot be reached (%s); trying again in %.0f s", type(error).__name__, pause)
            await asyncio.sleep(pause)
            pause = min(60.0, pause * 2)


async def _receive(settings: Settings, caller: Caller, desk: Desk, worker: Worker, clock: Clock) -> None:
    if settings.telegram_webhook_url is None:
        await caller.drop_webhook()
        await poll(caller, desk, worker, clock)
        return
    if settings.telegram_webhook_secret is None:
        raise SettingError("NOTICEBOT_TELEGRAM_WEBHOOK_SECRET is not set; without it anybody could post updates")
    secret = settings.telegram_webhook_secret.get_secret_value()
    await caller.set_webhook(settings.telegram_webhook_url, secret)
    path = urlsplit(settings.telegram_webhook_url).path or "/"
    await listen(settings.telegram_webhook_listen, path, secret, desk, worker, clock)


async def _keep_house(desk: Desk, clock: Clock) -> None:
    """Delete what is older than a week, once an hour."""

    def tidy(connection: Connection) -> None:
        moment = clock() - _KEPT
        inbox.forget_before(connection, moment)
        outbox.forget_before(connection, moment)
        buttons.forget_before(connection, moment)

    while True:
        with contextlib.suppress(StoreError):
            await desk.write(tidy)
        await asyncio.sleep(_HOUSEKEEPING_SECONDS)


async def _introduce(caller: Caller) -> None:
    await caller.start()
    try:
        for language in LANGUAGES:
            say, code = texts(language), "" if language == LANGUAGES[0] else language
            menu = [{"command": name, "description": words} for name, words in commands(language).items()]
            calls: list[tuple[str, dict[str, object]]] = [
                ("setMyName", {"name": say["profile_name"]}),
                ("setMyShortDescription", {"short_description": say["profile_short"]}),
                ("setMyDescription", {"description": say["profile_description"]}),
                ("setMyCommands", {"commands": menu}),
            ]
            for method, payload in calls:
                await caller.call(method, payload | {"language_code": code})
    finally:
        await caller.stop()
