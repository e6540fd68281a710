"""Which tables fill by themselves: rows in them are nobody's."""

MADE_BY_ITSELF = frozenset({"alembic_version", "installation", "heartbeat", "duty", "outage"})
