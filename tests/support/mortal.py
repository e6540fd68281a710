"""Processes that do not outlive the tests that started them."""

import ctypes
import signal


def die_with_parent() -> None:
    """For the child: the kernel kills it when the one who started it is gone, however that went."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
