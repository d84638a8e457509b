"""The settings an operator gives through the environment; every name begins with NOTICEBOT_.

Importing pydantic takes a third of a second, so the commands that need no Telegram take their two settings, the store and the
clock, from click, which reads the same variables.
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - pydantic looks the annotation up
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from knowledge.errors import NoticebotError
from knowledge.model import ZONE

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_STORE = "noticebot.db"


class SettingError(NoticebotError):
    """A setting cannot be used: mend the variable the message names."""


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment


def _listen_address(value: str) -> str:
    host, colon, port = value.rpartition(":")
    if not (host and colon and port.isdecimal() and int(port) < 1 << 16):
        raise ValueError(f"expected host:port like 127.0.0.1:8443, not {value!r}")
    return value


class Settings(BaseSettings):
    """Everything that can be set from outside; `.env.example` says what each is for.

    Empty values count as not set. `clock` without a zone is Asia/Shanghai.
    """

    model_config = SettingsConfigDict(env_prefix="NOTICEBOT_", env_ignore_empty=True, extra="ignore", frozen=True)

    store: str = DEFAULT_STORE
    clock: Annotated[datetime, AfterValidator(_aware)] | None = None
    telegram_token: SecretStr | None = None
    telegram_base_url: str = "https://api.telegram.org/bot"
    telegram_webhook_url: str | None = None
    telegram_webhook_listen: Annotated[str, AfterValidator(_listen_address)] = "127.0.0.1:8443"
    telegram_webhook_secret: SecretStr | None = None
    metrics_listen: Annotated[str, AfterValidator(_listen_address)] | None = None
    log_json: bool = False
    operators: Annotated[tuple[int, ...], NoDecode, Field(description="numeric Telegram user ids")] = ()

    @field_validator("operators", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def variables() -> tuple[str, ...]:
    """Return the names of the environment variables, in the order of the settings."""
    return tuple(f"NOTICEBOT_{name.upper()}" for name in Settings.model_fields)


def read_settings() -> Settings:
    """Read the environment (`bot.cli` adds what `.env` holds); SettingError names every variable that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingError("; ".join(_complaint(item) for item in error.errors())) from error


def _complaint(item: Mapping[str, object]) -> str:
    place = item["loc"]
    name = str(place[0]).upper() if isinstance(place, tuple) and place else "?"
    return f"NOTICEBOT_{name}: {item['msg']}"
