"""Logs: no token, no chat id, no word of a citizen ever gets into them."""

from __future__ import annotations

import json
import logging
import re

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
_QUIET = ("httpx", "httpcore", "telegram", "apscheduler", "tornado", "asyncio")
"""Libraries that write addresses, which hold the token, or what they received, which holds citizens' words, into their logs."""


class Redacting(logging.Filter):
    """Takes tokens out of every record, arguments and errors included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; keep it always."""
        record.msg, record.args = _TOKEN.sub("<token>", record.getMessage()), ()
        if record.exc_info:
            record.exc_text = _TOKEN.sub("<token>", logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


class AsJson(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, level and message."""
        shown = {"at": self.formatTime(record), "level": record.levelname.lower(), "message": record.getMessage()}
        if record.exc_text:
            shown["error"] = record.exc_text.splitlines()[-1]
        return json.dumps(shown, ensure_ascii=False)


def set_up_logs(*, as_json: bool = False) -> None:
    """Send the bot's logs to stderr, redacted; libraries are silent, the bot says itself what their errors mean."""
    handler = logging.StreamHandler()
    handler.addFilter(Redacting())
    handler.setFormatter(AsJson() if as_json else logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
