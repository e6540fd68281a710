"""Which tables are the diary's, and which of them fill by themselves: rows in those are nobody's."""

MADE_BY_ITSELF = frozenset({"alembic_version", "installation", "heartbeat", "duty", "outage"})
OURS = MADE_BY_ITSELF | {
    "alert",
    "alert_event",
    "audit_row",
    "client",
    "clinic",
    "feed_end",
    "guidance_signature",
    "guidance_text",
    "invite",
    "kept_packs",
    "known_browser",
    "medication",
    "outbox_event",
    "patient",
    "repair",
    "revision",
    "session",
    "sign_in_failure",
    "staff",
    "threshold",
    "trial",
}
