"""Settings are read strictly, and the clock is whatever the caller says."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.clock import MomentError, clock_from, moment_as_written, read_moment, system_clock
from bot.settings import SettingError, read_settings, variables
from knowledge.model import ZONE


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in variables():
        monkeypatch.delenv(name, raising=False)


def test_settings_have_their_types(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTICEBOT_OPERATORS", "12, 34,")
    monkeypatch.setenv("NOTICEBOT_CLOCK", "2022-04-07T10:00")
    monkeypatch.setenv("NOTICEBOT_TELEGRAM_TOKEN", "1:hidden")
    monkeypatch.setenv("NOTICEBOT_TELEGRAM_WEBHOOK_URL", "")
    settings = read_settings()
    assert settings.operators == (12, 34)
    assert settings.clock == datetime(2022, 4, 7, 10, tzinfo=ZONE)
    assert settings.telegram_webhook_url is None, "an empty value is not set"
    assert "hidden" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NOTICEBOT_OPERATORS", "12,mayor"),
        ("NOTICEBOT_CLOCK", "soon"),
        ("NOTICEBOT_TELEGRAM_WEBHOOK_LISTEN", "8443"),
        ("NOTICEBOT_TELEGRAM_WEBHOOK_LISTEN", "localhost:99999"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=name) as caught:
        read_settings()
    assert "\n" not in str(caught.value)


def test_a_clock_starts_where_it_is_told_and_goes_on() -> None:
    ticks = iter([100.0, 100.0, 160.5])
    start = datetime(2022, 4, 7, 10, tzinfo=ZONE)
    clock = clock_from(start, lambda: next(ticks))
    assert [clock(), clock()] == [start, start + timedelta(seconds=60.5)]


def test_the_machines_clock_is_in_the_countrys_zone() -> None:
    assert system_clock().tzinfo is ZONE


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-04-07", "2022-04-07T00:00:00+08:00"),
        (" 2022-04-07T10:00 ", "2022-04-07T10:00:00+08:00"),
        ("2022-04-07T10:00Z", "2022-04-07T18:00:00+08:00"),
        ("2022-04-07T10:00:30-02:00", "2022-04-07T20:00:30+08:00"),
    ],
)
def test_a_moment_without_a_zone_is_the_countrys(text: str, moment: str) -> None:
    assert read_moment(text).isoformat() == moment
    assert moment_as_written(text) == read_moment(text)


@pytest.mark.parametrize(
    "text", ["", "now", "4月7日", "2022-13-01", "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "2022-04-07T25:00"]
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(MomentError, match="expected"):
        read_moment(text)
