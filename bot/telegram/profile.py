"""The bot's name, description and menu, told to Telegram in each language; operators see their own commands besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.settings import SettingError
from bot.telegram.texts import LANGUAGES, commands, operator_commands, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.telegram.caller import Caller


async def introduce(caller: Caller, operators: Iterable[int]) -> None:
    """Tell Telegram all of it. SettingError when Telegram does not know the token, takes something not or is out of reach."""
    try:
        await caller.start()
        for method, payload in _calls():
            await caller.call(method, payload)
        for operator in operators:
            menu = _menu(commands(LANGUAGES[0])) + _menu(operator_commands(LANGUAGES[0]))
            try:
                await caller.call("setMyCommands", {"commands": menu, "scope": {"type": "chat", "chat_id": operator}})
            except BadRequest as error:
                raise SettingError(f"NOTICEBOT_OPERATORS: {operator} has not spoken to the bot yet ({error})") from error
    except InvalidToken as error:
        raise SettingError("NOTICEBOT_TELEGRAM_TOKEN: Telegram does not know this token") from error
    except TelegramError as error:
        raise SettingError(f"Telegram did not take the profile: {error}") from error
    finally:
        await caller.stop()


def _calls() -> Iterator[tuple[str, dict[str, Any]]]:
    for language in LANGUAGES:
        say, code = texts(language), {"language_code": "" if language == LANGUAGES[0] else language}
        yield "setMyName", {"name": say["profile_name"], **code}
        yield "setMyShortDescription", {"short_description": say["profile_short"], **code}
        yield "setMyDescription", {"description": say["profile_description"], **code}
        yield "setMyCommands", {"commands": _menu(commands(language)), **code}


def _menu(table: Any) -> list[dict[str, str]]:
    return [{"command": name, "description": words} for name, words in table.items()]
