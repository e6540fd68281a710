"""A process that keeps its promise about stopping."""

import os
import signal
import threading
from types import FrameType

import structlog
import uvicorn

log = structlog.get_logger()
LAST_SECONDS = 4
TO_SAY_SO_SECONDS = 0.5
CUT_OFF = 1


def end_within(seconds: float) -> None:
    """Ends this process then, with a line in the log and status CUT_OFF, unless it has stopped by itself.

    Nothing acknowledged is lost then: that is on disk.
    """
    # An alarm needs no thread and no lock, so that it ends even what cannot write to its log any more.
    signal.setitimer(signal.ITIMER_REAL, seconds + TO_SAY_SO_SECONDS)
    # The main thread may be what hangs, and it alone runs handlers of signals.
    last_word = threading.Timer(seconds, _cut_off)
    last_word.daemon = True
    last_word.start()


class PromptServer(uvicorn.Server):
    """Finishes its requests when it is told to stop; should something hang, it is ended soon after.

    Units: the configuration's timeout_graceful_shutdown and LAST_SECONDS, from the first signal on.
    """

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if not self.should_exit:
            end_within((self.config.timeout_graceful_shutdown or 0) + LAST_SECONDS)
        super().handle_exit(sig, frame)


def _cut_off() -> None:
    log.error("stop_cut_off")
    os._exit(CUT_OFF)
