"""Which parts make the app."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI

from api import page, problems
from api.access import routes as access
from api.access.documented import say_who_may_call
from api.access.door import guard
from api.access.gate import DenyUnlisted
from api.alerts import routes as alerts
from api.database import Database, open_database
from api.diary import check
from api.diary import routes as diary
from api.diary.judgement import reevaluate
from api.docs import routes as docs
from api.feed import routes as feed
from api.guidance import routes as guidance
from api.headers import DiaryApp
from api.installation.epoch import Epoch
from api.medications import routes as medications
from api.metrics import Metrics
from api.operations import routes as operations
from api.operations.watch import Watch
from api.patients import routes as patients
from api.request_log import RequestLog
from api.rulebooks import routes as rulebooks
from api.settings import Settings
from api.sweeper.service import keep_beating
from api.triage import routes as triage
from api.triage.last_entries import last_entries
from api.trials import routes as trials
from api.worker import working

DESCRIPTION = "Symptom diaries of people who take cancer medicines at home, and whom to call when."


def create_app(settings: Settings | None = None, *, database: Database | None = None) -> FastAPI:
    """The whole service. Opens the database of the settings unless one is given, and then closes it again.

    Raises: UnsafeDatabase, and what Settings refuses.
    """
    chosen = settings or Settings()
    app = DiaryApp(
        title="Side-effect diary",
        version="0.2.0",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan(closes_database=database is None),
        max_body_size=chosen.max_body_bytes,
        dependencies=[Depends(guard)],
    )
    app.say_who_may_call = say_who_may_call
    furnish(app, chosen, database or open_database(chosen))
    problems.install(app)
    app.add_middleware(DenyUnlisted)
    app.add_middleware(RequestLog)
    for router in _routers(app):
        app.include_router(router)
    return app


def furnish(app: FastAPI, settings: Settings, database: Database) -> None:
    """Gives an app what its requests find in `app.state`; once before it serves."""
    app.state.settings = settings
    app.state.database = database
    app.state.epoch = Epoch(database)
    app.state.is_stopping = _never
    app.state.metrics = Metrics()
    app.state.watch = Watch(database, settings)


def _never() -> bool:
    # Without a server of ours whoever cancels a request has given it up.
    return False


def _lifespan(*, closes_database: bool) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = app.state.database
        beating = asyncio.create_task(keep_beating(database))
        with working(database, app.state.settings):
            yield
        beating.cancel()
        if closes_database:
            database.close()

    return lifespan


def _routers(app: FastAPI) -> Iterable[APIRouter]:
    return (
        access.router,
        patients.router(reevaluate, last_entries),
        medications.router(reevaluate),
        rulebooks.router(reevaluate),
        diary.router,
        alerts.router,
        triage.router,
        trials.router,
        feed.router,
        guidance.router,
        check.router,
        operations.router,
        docs.routes(app),
        page.routes(),
    )
