"""HTTP for operators, and the catalogue of errors."""

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.access.dependencies import DatabaseDep
from api.problems import ProblemCatalogue, catalogue

router = APIRouter(tags=["Operations"])


class Health(BaseModel):
    status: str


@router.get("/live", summary="The process answers")
async def live() -> Health:
    return Health(status="ok")


@router.get("/ready", summary="Entries can be stored now", responses={503: {"model": Health}})
async def ready(database: DatabaseDep, response: Response) -> Health:
    if await database.is_writable():
        return Health(status="ok")
    response.status_code = 503
    return Health(status="the database does not take writes")


@router.get("/api/v1/problems", summary="Every kind of error", tags=["Operations"])
async def list_problems() -> ProblemCatalogue:
    return catalogue()
