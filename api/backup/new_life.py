"""What a restored database needs before anyone may write to it."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import BigInteger, Connection

from api import schema
from api.backup.refusal import BackupFailed
from api.database import CompactUuid
from api.installation.store import begin_new_epoch
from api.settings import Settings

# Positions that were given after the backup are lost, and readers stand behind them: they would never see
# what gets the same ones again. Far ahead, nothing is missed.
FEED_LEAP = 1_000_000_000
DIARY_LEAP = 100_000

_clinic = sa.table("clinic", sa.column("id", CompactUuid))
_patient = sa.table("patient", sa.column("position"))
_feed_end = sa.table("feed_end", sa.column("clinic_id", CompactUuid), sa.column("position", BigInteger))
_leased = [sa.table(name, sa.column("leased_until")) for name in ("outbox_event", "duty", "trial")]


def begin_new_life(settings: Settings, url: str) -> UUID:
    """Brings the tables at this address up to date and gives them a new epoch.

    Raises: BackupFailed when a newer version made them.
    """
    try:
        schema.migrate(settings.model_copy(update={"database_url": url}))
    except schema.NewerTables:
        raise BackupFailed("A newer version made this backup. Install that version first.") from None
    engine = sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True)
    with engine.begin() as connection:
        epoch = begin_new_epoch(connection)
        _release_leases(connection)
        _leap(connection)
    engine.dispose()
    return epoch


def _release_leases(connection: Connection) -> None:
    # Whoever held them is gone.
    for table in _leased:
        connection.execute(sa.update(table).values(leased_until=None))


def _leap(connection: Connection) -> None:
    absent = _clinic.c.id.not_in(sa.select(_feed_end.c.clinic_id))
    missing = sa.select(_clinic.c.id, sa.literal(0)).where(absent)
    connection.execute(sa.insert(_feed_end).from_select(["clinic_id", "position"], missing))
    connection.execute(sa.update(_feed_end).values(position=_feed_end.c.position + FEED_LEAP))
    connection.execute(sa.update(_patient).values(position=_patient.c.position + DIARY_LEAP))
