"""The nurse between two runs: she resolves what the writes opened, so that the next find a usual clinic."""

from dataclasses import dataclass
from typing import Any

import httpx

from api.access.credentials import STAFF_COOKIE
from api.etags import etag

AT_ONCE = 200


@dataclass(frozen=True)
class Desk:
    """A nurse who is signed in at this address."""

    url: str
    origin: str
    token: str

    def resolve_all(self) -> None:
        """Closes every alert of the clinic, by the same routes as the page does."""
        headers = {"Cookie": f"{STAFF_COOKIE}={self.token}", "Origin": self.origin}
        with httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=30) as client:
            while waiting := _answer(client.get("/alerts", params={"limit": AT_ONCE}))["items"]:
                for alert in waiting:
                    self._resolve(client, alert)

    def _resolve(self, client: httpx.Client, alert: dict[str, Any]) -> None:
        seen = {"If-Match": etag(alert["version"])}
        body = {"outcome": "advice_given"}
        _answer(client.post(f"/alerts/{alert['id']}/resolve", json=body, headers=seen))


def _answer(response: httpx.Response) -> Any:
    response.raise_for_status()
    return response.json()
