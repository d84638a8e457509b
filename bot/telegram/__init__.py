"""The Telegram rim: updates are kept before they are handled, replies before they are sent."""
