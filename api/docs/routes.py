"""GET /docs: the whole API on one page, made by the server, without a script and without any other host."""

from functools import cache

from fastapi import APIRouter, FastAPI, Request, Response

from api.docs.reference import reference
from api.page import Asset, answer, etag_of


def routes(app: FastAPI) -> APIRouter:
    """The route of the documentation of this app; the page is made once, when it is first asked for."""

    @cache
    def page() -> Asset:
        content = reference(app.openapi()).encode()
        return Asset(content, "text/html; charset=utf-8", etag_of(content))

    async def docs(request: Request) -> Response:
        return answer(request, page())

    router = APIRouter(include_in_schema=False)
    router.add_api_route("/docs", docs, methods=["GET", "HEAD"], response_model=None)
    return router
