"""Which of PostgreSQL's refusals say that it cannot store anything now, whatever it is asked."""

import psycopg

from api.database_works import UnsafeDatabase

# No connection, no room, the operator's doing, the machine's fault, damage.
SERVERS_OWN = ("08", "53", "57", "58", "XX")
NOT_FOR_WRITING = ("25006", "42501")  # read only; without the right


def is_the_servers_fault(error: BaseException) -> bool:
    """Whether a write failed for no reason of its own: not by its rows, nor by others in its way."""
    told: BaseException | None = error
    while told is not None:
        if isinstance(told, UnsafeDatabase):
            return True
        if isinstance(told, psycopg.Error):
            # Without a code the server was not reached, or is gone.
            return _is_fault(told.sqlstate) if told.sqlstate else isinstance(told, psycopg.OperationalError)
        told = told.__cause__
    return False


def _is_fault(sqlstate: str) -> bool:
    return sqlstate.startswith(SERVERS_OWN) or sqlstate in NOT_FOR_WRITING
