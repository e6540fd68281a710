"""The server that is measured: the whole app, and one more route that sends the same validated body back.

Run in a process of its own, as `python -m tests.bench.server PORT`, with the settings in the environment.
"""

import sys

from fastapi import APIRouter

from api.access import table
from api.bodies import Day
from api.commands.serving import LOOPBACK, listening, run, server_of
from api.database import open_database
from api.diary.models import EntryCreate
from api.logs import configure_logging
from api.main import create_app
from api.settings import Settings

ECHO = "/api/v1/echo/{patient}/diary/{day}"

router = APIRouter()


@router.put(ECHO, response_model_exclude_unset=True)
async def echo(patient: str, day: Day, entry: EntryCreate) -> EntryCreate:
    return entry


def main(port: int) -> None:
    settings = Settings()
    configure_logging(settings.log_level)
    table.ROUTES[("PUT", ECHO)] = table.PUBLIC  # type: ignore[index]
    database = open_database(settings)
    app = create_app(settings, database=database)
    app.include_router(router)
    with listening(LOOPBACK, port, instead="another port") as listener:
        run(server_of(app, settings), listener=listener)
    database.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
