"""The lunar calendar of China from 1990 to 2049: a lunar month and day → the day everybody writes."""

from __future__ import annotations

from datetime import date, timedelta

_FIRST_YEAR = 1990
_FIRST_NEW_YEAR = date(1990, 1, 27)
_MONTHS = 12

# One number a year, the usual notation: the lowest digit is the leap month (0: none), the next twelve bits say from month 1 on
# whether a month has 30 days or 29, the highest says the same of the leap month. Compared with the lunardate package, day by day.
_YEARS = (
    0x04AF5, 0x04970, 0x064B0, 0x074A3, 0x0EA50, 0x06B58, 0x05AC0, 0x0AB60, 0x096D5, 0x092E0,
    0x0C960, 0x0D954, 0x0D4A0, 0x0DA50, 0x07552, 0x056A0, 0x0ABB7, 0x025D0, 0x092D0, 0x0CAB5,
    0x0A950, 0x0B4A0, 0x0BAA4, 0x0AD50, 0x055D9, 0x04BA0, 0x0A5B0, 0x15176, 0x052B0, 0x0A930,
    0x07954, 0x06AA0, 0x0AD50, 0x05B52, 0x04B60, 0x0A6E6, 0x0A4E0, 0x0D260, 0x0EA65, 0x0D530,
    0x05AA0, 0x076A3, 0x096D0, 0x04AFB, 0x04AD0, 0x0A4D0, 0x1D0B6, 0x0D250, 0x0D520, 0x0DD45,
    0x0B5A0, 0x056D0, 0x055B2, 0x049B0, 0x0A577, 0x0A4B0, 0x0AA50, 0x1B255, 0x06D20, 0x0ADA0,
)  # fmt: skip


def lunar_day(year: int, month: int, day: int) -> date | None:
    """Return the day that is `month`/`day` of the lunar `year`, which begins in January or February of that year.

    Leap months are not meant. None outside of 1990 to 2049, and when the month has no such day.
    """
    if not (0 <= year - _FIRST_YEAR < len(_YEARS) and 1 <= month <= _MONTHS):
        return None
    begin = _FIRST_NEW_YEAR + timedelta(days=sum(_days(info) for info in _YEARS[: year - _FIRST_YEAR]))
    info = _YEARS[year - _FIRST_YEAR]
    if not 1 <= day <= _month_days(info, month):
        return None
    before = sum(_month_days(info, number) for number in range(1, month))
    if 0 < info % 16 < month:
        before += _leap_days(info)
    return begin + timedelta(days=before + day - 1)


def lunar_month_end(year: int, month: int) -> date | None:
    """Return the last day of a lunar month; None outside of 1990 to 2049."""
    return lunar_day(year, month, 30) or lunar_day(year, month, 29)


def _days(info: int) -> int:
    return sum(_month_days(info, month) for month in range(1, _MONTHS + 1)) + _leap_days(info)


def _month_days(info: int, month: int) -> int:
    return 29 + (info >> (16 - month) & 1)


def _leap_days(info: int) -> int:
    return 29 + (info >> 16) if info % 16 else 0
