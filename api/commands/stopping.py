"""A server that keeps its promise about stopping."""

import signal
from types import FrameType

import uvicorn

LAST_SECONDS = 4


class PromptServer(uvicorn.Server):
    """Finishes its requests when it is told to stop; should something hang, the system ends it soon after.

    Nothing acknowledged is lost then: that is on disk. Units: the configuration's timeout_graceful_shutdown
    and LAST_SECONDS, from the first signal on.
    """

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if not self.should_exit:
            # An alarm needs no thread and no lock, and nobody who hangs can hold it up.
            signal.alarm((self.config.timeout_graceful_shutdown or 0) + LAST_SECONDS)
        super().handle_exit(sig, frame)
