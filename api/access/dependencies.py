"""What routes ask for by type: the database and the settings of the app that serves them."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from api.database import Database
from api.settings import Settings


def database_of(connection: HTTPConnection) -> Database:
    database = connection.app.state.database
    assert isinstance(database, Database)
    return database


def settings_of(connection: HTTPConnection) -> Settings:
    settings = connection.app.state.settings
    assert isinstance(settings, Settings)
    return settings


DatabaseDep = Annotated[Database, Depends(database_of)]
SettingsDep = Annotated[Settings, Depends(settings_of)]
