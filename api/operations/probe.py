"""A question that may hang, such as one to a disk that went away."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Generic, TypeVar

import structlog

T = TypeVar("T")
log = structlog.get_logger()


class Probe(Generic[T]):
    """Asks in a thread of its own, never twice at once, and waits only so long for the answer.

    A thread that hangs is left behind: at most one a probe, and none of those that serve requests.
    """

    def __init__(self, name: str, ask: Callable[[], T]) -> None:
        self._name = name
        self._ask = ask
        self._asked: Future[T] | None = None

    async def answer(self, *, within_seconds: float) -> T | None:
        """What was found, or None when there is no answer in time or the question failed."""
        if self._asked is None or self._asked.done():
            self._asked = Future()
            self._asked.set_running_or_notify_cancel()
            Thread(target=self._run, args=(self._asked,), name=f"probe-{self._name}", daemon=True).start()
        waiting = asyncio.wrap_future(self._asked)
        done, _ = await asyncio.wait({waiting}, timeout=within_seconds)
        if done:
            return waiting.result()
        waiting.cancel()  # the thread goes on, and whoever asks next waits for the same answer
        return None

    def _run(self, asked: Future[T | None]) -> None:
        try:
            asked.set_result(self._ask())
        except Exception as error:  # noqa: BLE001  whatever it is, the check has failed
            log.warning("check_failed", check=self._name, kind=type(error).__name__)
            asked.set_result(None)
