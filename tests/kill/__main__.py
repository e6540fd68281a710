"""The long run, `python -m tests.kill`: 200 kills of each server, 10,000 writes apart, and what that proves.

It goes in rounds of ten kills, each on a fresh database, and can be stopped at any time: what a round has
shown is kept, and the next start goes on behind it.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from tests.kill.rounds import CLIENTS, Plan, Tally, play
from tests.support.databases import DatabaseServer, PostgresServer, SqliteServer
from tests.support.postgres import own_postgres_server

KILLS_A_ROUND = 10
# With no loss in n tries, the rate is below 3/n with 95 % confidence (the rule of three).
NONE_SEEN_95 = 3.0


def main() -> None:
    chosen = _arguments()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    total = {name: _play_rounds(name, chosen) for name in chosen.databases}
    for name, tally in total.items():
        _say(_report(name, tally, chosen.seed))
    sys.exit(any(tally.problems for tally in total.values()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    both = ["sqlite", "postgresql"]
    parser.add_argument("--databases", nargs="+", choices=both, default=both)
    parser.add_argument("--kills", type=int, default=200, help="of each server")
    parser.add_argument(
        "--writes", type=int, default=10_000, help="acknowledged between two kills, on average"
    )
    parser.add_argument("--seed", type=int, default=20_261_123)
    parser.add_argument(
        "--folder", type=Path, default=Path(".build/kill"), help="keeps what rounds have shown"
    )
    return parser.parse_args()


def _play_rounds(name: str, chosen: argparse.Namespace) -> Tally:
    kept = chosen.folder / f"{name}-{chosen.seed}-{chosen.writes}.jsonl"
    shown = [Tally(**json.loads(line)) for line in kept.read_text().splitlines()] if kept.exists() else []
    total = sum(shown, Tally())
    while total.kills < chosen.kills and not total.problems:
        kills = min(KILLS_A_ROUND, chosen.kills - total.kills)
        plan = Plan(
            seed=chosen.seed + total.kills, kills=kills, saves_a_life=chosen.writes, crash_every=KILLS_A_ROUND
        )
        tally = _play_one(name, plan, chosen.folder)
        with kept.open("a") as file:
            file.write(json.dumps(asdict(tally)) + "\n")
        total += tally
        found = f"{len(total.problems)} problems"
        _say(f"{name}: {total.kills} kills, {total.acknowledged:,} acknowledged, {found}")
    return total


def _play_one(name: str, plan: Plan, folder: Path) -> Tally:
    with (
        tempfile.TemporaryDirectory(dir=folder, prefix="round-") as place,
        _database_server(name, Path(place)) as server,
        server.migrated() as url,
    ):
        return play(plan, url, folder=Path(place))


@contextmanager
def _database_server(name: str, place: Path) -> Iterator[DatabaseServer]:
    if name == "sqlite":
        yield SqliteServer(place)
        return
    with own_postgres_server({}) as url:
        server = PostgresServer(url)
        yield server
        server.close()


def _report(name: str, tally: Tally, seed: int) -> str:
    kills = f"{tally.kills} kills among {CLIENTS} clients, {tally.kills_in_commit} of them during a commit"
    due = f"{tally.alerts:,} alerts, {tally.audit_rows:,} audit rows and {tally.events:,} events due"
    lines = [
        f"\n{name}, seed {seed}: {kills}",
        f"  {tally.acknowledged:,} writes acknowledged; {due}",
        f"  {tally.in_flight:,} writes in flight, of which {tally.in_flight_stored:,} were stored",
    ]
    if tally.problems:
        return "\n".join([*lines, f"  {len(tally.problems)} PROBLEMS:", *tally.problems[:20]])
    per_kill, per_write = NONE_SEEN_95 / tally.kills, NONE_SEEN_95 / tally.acknowledged
    none = f"  nothing lost, doubled or damaged: with 95 % confidence below {per_kill:.2%} of kills"
    return "\n".join([*lines, f"{none} and below {per_write:.2e} of acknowledged writes"])


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
