"""`noticebot telegram`: the Telegram bot."""

from __future__ import annotations

import sys

import click


@click.command("telegram")
@click.option("--setup", is_flag=True, help="Only set the bot's name, description and menu, then end.")
def command(*, setup: bool) -> None:
    """Run the Telegram bot; settings come from the environment, see .env.example."""
    from bot.settings import read_settings  # noqa: PLC0415 - takes long to import
    from bot.telegram import app  # noqa: PLC0415 - takes long to import

    settings = read_settings()
    sys.exit(app.setup(settings) if setup else app.run(settings))
