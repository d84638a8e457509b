"""The first tables: notices, facts, withdrawals, aliases.

A step never imports `knowledge.store.tables`: those are the tables as they stand today.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "notices",
        sa.Column("seq", sa.Integer),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("given_id", sa.String, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text, nullable=False),
        sa.Column("published", sa.JSON),
        sa.Column("date_basis", sa.String),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("caption", sa.Boolean, nullable=False),
        sa.Column("ingested_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_notices"),
        sa.UniqueConstraint("id", name="uq_notices_id"),
        sa.UniqueConstraint("fingerprint", name="uq_notices_fingerprint"),
    )
    op.create_index("ix_notices_given_id", "notices", ["given_id"])
    op.create_table(
        "facts",
        sa.Column("seq", sa.Integer),
        sa.Column("notice_seq", sa.Integer, nullable=False),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("record", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_facts"),
        sa.ForeignKeyConstraint(["notice_seq"], ["notices.seq"], name="fk_facts_notice_seq"),
    )
    op.create_index("ix_facts_notice_seq", "facts", ["notice_seq"])
    op.create_index("ix_facts_service", "facts", ["service"])
    op.create_table(
        "withdrawals",
        sa.Column("seq", sa.Integer),
        sa.Column("notice_seq", sa.Integer, nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_withdrawals"),
        sa.ForeignKeyConstraint(["notice_seq"], ["notices.seq"], name="fk_withdrawals_notice_seq"),
        sa.UniqueConstraint("notice_seq", name="uq_withdrawals_notice_seq"),
    )
    op.create_table(
        "aliases",
        sa.Column("seq", sa.Integer),
        sa.Column("alias", sa.String, nullable=False),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_aliases"),
        sa.UniqueConstraint("alias", name="uq_aliases_alias"),
    )
