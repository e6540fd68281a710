"""A round: a fresh database, a server that is killed again and again under load, and the books after each."""

import asyncio
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from uuid import UUID

from tests.kill.accounts import Accounts, Stored
from tests.kill.diarist import Diarist, Save, patients_for
from tests.kill.ground import Ground, ground_of
from tests.kill.population import populate
from tests.kill.server import MortalServer, mortal_server
from tests.kill.wire import Wire

CLIENTS = 20
LONGEST_DELAY_SECONDS = 0.03
AIMED_AT_COMMITS = 0.3
LAST_ANSWERS_SECONDS = 0.3
STUCK_SECONDS = 120
CHECK_DAMAGE_EVERY = 10
STORED = (200, 201)
TOO_BUSY = 503


@dataclass(frozen=True)
class Plan:
    """Before a kill some `saves_a_life` are acknowledged; each `crash_every`th takes PostgreSQL along."""

    seed: int
    kills: int
    saves_a_life: int
    crash_every: int = 20
    saboteur: str | None = None


@dataclass
class Tally:
    """What happened in one or more rounds."""

    kills: int = 0
    acknowledged: int = 0
    in_flight: int = 0
    in_flight_stored: int = 0
    kills_in_flight: int = 0
    kills_in_commit: int = 0
    alerts: int = 0
    audit_rows: int = 0
    events: int = 0
    problems: list[str] = field(default_factory=list)

    def __add__(self, other: "Tally") -> "Tally":
        mine, theirs = asdict(self), asdict(other)
        return Tally(**{name: mine[name] + theirs[name] for name in mine})


def play(plan: Plan, database_url: str, *, folder: Path) -> Tally:
    """Plays a round on this migrated, empty database; ends early with the first problems."""
    with mortal_server(database_url, folder) as server:
        return asyncio.run(Round(plan, server, ground=ground_of(database_url)).play())


class Round:
    """One server, one database, twenty clients."""

    def __init__(self, plan: Plan, server: MortalServer, *, ground: Ground) -> None:
        self._plan, self._server, self._ground = plan, server, ground
        self._random = Random(plan.seed)
        self._accounts = Accounts()
        self._tally = Tally()
        self._enough = asyncio.Event()
        self._to_go = 0
        patients = patients_for(plan.kills * plan.saves_a_life, diarists=CLIENTS)
        self._subjects = populate(ground.url, origin=server.origin, patients=patients)
        self._diarists = [
            Diarist(Random(f"{plan.seed}/{n}"), self._subjects[n::CLIENTS]) for n in range(CLIENTS)
        ]
        self._touched: set[UUID] = set()
        self._met_in_flight: set[UUID] = set()

    async def play(self) -> Tally:
        for number in range(1, self._plan.kills + 1):
            await self._live_and_die(takes_postgres_along=number % self._plan.crash_every == 0)
            self._look_at_what_was_touched()
            if number % CHECK_DAMAGE_EVERY == 0 or number == self._plan.kills:
                self._tally.problems += self._ground.damage()
            if self._tally.problems:
                break
        self._look_at_everything()
        return self._tally

    async def _live_and_die(self, *, takes_postgres_along: bool) -> None:
        self._to_go = self._random.randint(1, 2 * self._plan.saves_a_life - 1)
        self._enough.clear()
        self._server.begin(saboteur=self._plan.saboteur)
        clients = [asyncio.create_task(self._write(diarist)) for diarist in self._diarists]
        await self._until_enough(clients)
        # Acknowledgements come after a commit; the delay takes the kill to any other moment.
        await asyncio.sleep(self._random.uniform(0, LONGEST_DELAY_SECONDS))
        if takes_postgres_along:
            self._ground.crash()
        await asyncio.to_thread(self._server.kill, aims_at_a_commit=self._random.random() < AIMED_AT_COMMITS)
        self._tally.kills += 1
        self._tally.kills_in_commit += self._server.witness.under_way > 0
        await self._hang_up(clients)

    async def _until_enough(self, clients: list["asyncio.Task[None]"]) -> None:
        enough = asyncio.create_task(self._enough.wait())
        ended, _ = await asyncio.wait(
            {enough, *clients}, timeout=STUCK_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        for task in ended:
            await task
        if enough not in ended:
            raise RuntimeError("the server hung up or stands still")

    async def _hang_up(self, clients: list["asyncio.Task[None]"]) -> None:
        # Answers that are on their way still count; who was never let in has nothing to wait for.
        ended, waiting = await asyncio.wait(clients, timeout=LAST_ANSWERS_SECONDS)
        for task in waiting:
            task.cancel()
        for task in ended:
            await task

    async def _write(self, diarist: Diarist) -> None:
        with suppress(ConnectionError, EOFError):
            wire = await Wire.to(self._server.port)
            try:
                while True:
                    await self._send(wire, diarist.next_save(), diarist)
            finally:
                wire.close()

    async def _send(self, wire: Wire, save: Save, diarist: Diarist) -> None:
        self._accounts.sent.add(save.id)
        self._touched.add(save.subject.patient)
        path = f"/api/v1/patients/{save.subject.patient}/diary/{save.day}"
        status, answer = await wire.put(path, save.subject.headers[save.author], save.body)
        if status == TOO_BUSY:
            return
        if status not in STORED or answer["revision"]["id"] != str(save.id):
            raise RuntimeError(f"{status}: {answer}")
        self._accounts.acknowledged[save.id] = diarist.acknowledged()
        self._tally.acknowledged += 1
        self._to_go -= 1
        if self._to_go <= 0:
            self._enough.set()

    def _look_at_what_was_touched(self) -> None:
        with self._ground.look() as connection:
            stored = Stored(connection, self._touched)
        self._tally.problems += self._accounts.problems(stored)
        waiting = {diarist.waiting.id for diarist in self._diarists if diarist.waiting is not None}
        # What was in flight at an earlier kill too may have been stored then.
        in_flight = waiting - self._met_in_flight
        self._met_in_flight |= in_flight
        self._tally.in_flight += len(in_flight)
        self._tally.in_flight_stored += len(in_flight & stored.revision_ids)
        self._tally.kills_in_flight += bool(in_flight)
        self._touched.clear()

    def _look_at_everything(self) -> None:
        with self._ground.look() as connection:
            stored = Stored(connection, {subject.patient for subject in self._subjects})
        self._tally.problems += self._accounts.problems(stored)
        self._tally.alerts = sum(map(len, stored.alerts.values()))
        self._tally.audit_rows = sum(map(len, stored.audit.values()))
        self._tally.events = sum(map(len, stored.events.values()))
