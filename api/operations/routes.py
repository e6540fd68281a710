"""HTTP for operators, and the catalogue of errors."""

from hmac import compare_digest
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.access.credentials import bearer_of
from api.access.dependencies import DatabaseDep, SettingsDep
from api.errors import NotFound, NotSignedIn
from api.metrics import CONTENT_TYPE, Metrics
from api.operations.checks import readiness_of
from api.operations.figures import figures_of
from api.operations.models import Health, Readiness, ReadinessStatus
from api.operations.watch import Watch
from api.problems import ProblemCatalogue, catalogue, responses

router = APIRouter(tags=["Operations"])


def watch_of(request: Request) -> Watch:
    watch = request.app.state.watch
    assert isinstance(watch, Watch)
    return watch


def metrics_of(request: Request, settings: SettingsDep) -> Metrics:
    """Raises: NotFound while no token is set; NotSignedIn for another one."""
    if not settings.metrics_token:
        raise NotFound
    sent = bearer_of(request) or ""
    if not compare_digest(sent.encode(), settings.metrics_token.encode()):
        raise NotSignedIn("Send the token of DIARY_METRICS_TOKEN.", headers={"WWW-Authenticate": "Bearer"})
    metrics = request.app.state.metrics
    assert isinstance(metrics, Metrics)
    return metrics


WatchDep = Annotated[Watch, Depends(watch_of)]
MetricsDep = Annotated[Metrics, Depends(metrics_of)]


@router.get("/live", summary="The process answers")
async def live() -> Health:
    return Health(status="ok")


@router.get("/ready", summary="Entries can be stored now", responses={503: {"model": Readiness}})
async def ready(watch: WatchDep, settings: SettingsDep, response: Response) -> Readiness:
    readiness = readiness_of(await watch.look(), settings)
    if readiness.status is ReadinessStatus.UNAVAILABLE:
        response.status_code = 503
    return readiness


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}, **responses(NotSignedIn, NotFound)},
)
async def metrics(
    counted: MetricsDep, watch: WatchDep, database: DatabaseDep, settings: SettingsDep, request: Request
) -> Response:
    """For whoever sends DIARY_METRICS_TOKEN as a bearer token; without one set there is nothing here."""
    seen = await watch.look()
    figures = figures_of(
        seen,
        readiness_of(seen, settings),
        version=request.app.version,
        writes_waiting=database.waiting,
    )
    return Response(counted.as_text([*database.figures.collect(), *figures]), media_type=CONTENT_TYPE)


@router.get("/api/v1/problems", summary="Every kind of error", tags=["Operations"])
async def list_problems() -> ProblemCatalogue:
    return catalogue()
