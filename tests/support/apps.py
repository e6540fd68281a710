"""One app for all tests of a process: making one costs more than most of what a test asks of it."""

from fastapi import FastAPI

from api.database import Database
from api.main import create_app, furnish
from api.settings import Settings

# By the largest body that it reads, the only setting that an app is built for.
_apps: dict[int, FastAPI] = {}


def app_on(database: Database, settings: Settings) -> FastAPI:
    """The app with this database and these settings, for one test at a time.

    A test that adds routes, or has two apps at once, makes its own.
    """
    app = _apps.get(settings.max_body_bytes)
    if app is None:
        app = _apps[settings.max_body_bytes] = create_app(settings, database=database)
    furnish(app, settings, database)
    return app
