"""Whether writes get through, found out by writing."""

from datetime import datetime, timedelta
from functools import partial

from api.clock import now
from api.database import Database
from api.operations.store import AS_MUCH_AS_AN_ENTRY, ONE_MARK, leave_marks

PROVED_FOR = timedelta(seconds=10)


class WriteCheck:
    """Belongs to one app. Writes a row of its own, at most once in ten seconds while that goes well.

    A write that the database lost outweighs the last proof. The next proof is then as large as an entry: on
    a disk that is full a row may still fit where no entry does.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._proved_at: datetime | None = None
        self._lost_before = 0

    async def is_well(self) -> bool:
        lost = self._database.lost_writes
        if self._proved_at is not None and abs(now() - self._proved_at) < PROVED_FOR:
            return lost == self._lost_before
        number = ONE_MARK if lost == self._lost_before else AS_MUCH_AS_AN_ENTRY
        self._proved_at = None
        if not await self._database.gets_through(partial(leave_marks, number=number)):
            return False
        self._proved_at, self._lost_before = now(), lost
        return self._database.lost_writes == lost
