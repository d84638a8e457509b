"""`python -m bot` is `noticebot`."""

from bot.cli import main

main()
