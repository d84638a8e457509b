"""`noticebot telegram`: the Telegram bot."""

from __future__ import annotations

import sys

import click

from bot.commands.options import store_option


@click.command("telegram")
@click.option("--setup", is_flag=True, help="Only set the bot's name, description and menu, then end.")
@store_option
def command(*, setup: bool, target: str) -> None:
    """Run the Telegram bot; its other settings come from the environment, see .env.example."""
    from bot.settings import read_settings  # noqa: PLC0415 - takes long to import
    from bot.telegram import app  # noqa: PLC0415 - takes long to import

    settings = read_settings().model_copy(update={"store": target})
    sys.exit(app.setup(settings) if setup else app.run(settings))
