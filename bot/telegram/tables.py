"""The tables of the Telegram rim; they stand in the store's database and hold nothing of the notices."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

from knowledge.store.tables import Instant

metadata = MetaData()

inbox = Table(
    "telegram_inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat", String, nullable=False),  # the conversation it belongs to, empty once it is handled
    Column("raw", JSON, nullable=False),  # empty once it is handled
    Column("state", String, nullable=False),  # new, done or set_aside
    Column("received_at", Instant, nullable=False),
    Index("ix_telegram_inbox_state", "state", "update_id"),
)

outbox = Table(
    "telegram_outbox",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("chat", String, nullable=False),  # its line: calls of one line are made one after the other
    Column("chat_id", BigInteger),  # None for what goes to no chat (inline results, button acknowledgements)
    Column("method", String, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("state", String, nullable=False),  # queued, sending or ambiguous; what has arrived is deleted
    Column("made_at", Instant, nullable=False),
    Index("ix_telegram_outbox_state", "state", "seq"),
    sqlite_autoincrement=True,  # a number is never used again
)

conversations = Table(
    "telegram_conversations",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("memory", Text, nullable=False),
    Column("language", String),  # chosen with /language; None: the language of each question
)

buttons = Table(
    "telegram_buttons",
    metadata,
    Column("token", String, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("does", String, nullable=False),  # ask, list, topic, calendar, good, bad or language
    Column("value", JSON, nullable=False),
    Column("made_at", Instant, nullable=False),
    Index("ix_telegram_buttons_chat_id", "chat_id"),
    Index("ix_telegram_buttons_made_at", "made_at"),
)

feedback = Table(
    "telegram_feedback",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("verdict", String, nullable=False),  # good, bad or said
    Column("facts", JSON, nullable=False),  # what the answer stood on: notice and span
    Column("words", Text, nullable=False),
    Column("given_at", Instant, nullable=False),
)

unanswered = Table(
    "telegram_unanswered",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("looked_for", String, nullable=False),  # a name, or a digest of the question's words
    Column("chat_digest", String, nullable=False),
    Column("words", Text),  # kept only once several chats asked the same
    UniqueConstraint("looked_for", "chat_digest"),
)

marks = Table(
    "telegram_marks",
    metadata,
    Column("name", String, primary_key=True),  # the key of digests; until when Telegram wants silence (Unix milliseconds)
    Column("value", BigInteger, nullable=False),
)
