"""Diary writes a second, whole way through HTTP, against an echo of the same validated body."""

from dataclasses import dataclass
from statistics import median

from tests.bench.load import Measured
from tests.bench.served import ECHO, WRITES, Served

WARM_UP_SECONDS = 1.0


@dataclass(frozen=True)
class Comparison:
    """Writes and echoes at one number of connections, run in turns; the medians count."""

    connections: int
    writes: list[Measured]
    echoes: list[Measured]

    @property
    def write_rate(self) -> float:
        return median(run.rate for run in self.writes)

    @property
    def echo_rate(self) -> float:
        return median(run.rate for run in self.echoes)

    @property
    def ratio(self) -> float:
        return self.write_rate / self.echo_rate

    @property
    def tail(self) -> float:
        """How much longer the tail of the writes is: p99 over median, over the echo's."""
        return median(run.tail for run in self.writes) / median(run.tail for run in self.echoes)


def compare(served: Served, *, connections: list[int], rounds: int, seconds: float) -> list[Comparison]:
    """One comparison a number of connections; all runs are interleaved, so that a busy moment hits both."""
    load = served.load
    for prefix in (ECHO, WRITES):
        load.run(prefix, connections=max(connections), seconds=WARM_UP_SECONDS, stores=prefix == WRITES)
    found = [Comparison(number, [], []) for number in connections]
    for _ in range(rounds):
        for comparison in found:
            number = comparison.connections
            echo = load.run(ECHO, connections=number, seconds=seconds, stores=False)
            comparison.echoes.append(echo)
            served.desk.resolve_all()
            write = load.run(WRITES, connections=number, seconds=seconds, stores=True)
            comparison.writes.append(write)
    return found
