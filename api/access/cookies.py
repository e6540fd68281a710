"""Our cookies on an answer: for this host only, out of reach of scripts, not sent along from other sites."""

from datetime import timedelta

from starlette.responses import Response

KNOWN_BROWSER_FOR = timedelta(days=400)


def set_cookie(response: Response, name: str, *, token: str, lifetime: timedelta) -> None:
    response.set_cookie(
        name,
        token,
        max_age=int(lifetime.total_seconds()),
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )


def clear_cookie(response: Response, name: str) -> None:
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="lax")
