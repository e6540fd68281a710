"""Prints every figure with its command, and whether it is where it should be."""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from tests.bench import judging, replaying, space, syncs, triage_queue, workload, writes
from tests.bench.disk import NoDisk, folder_on_disk
from tests.bench.load import NoLoad, wrk
from tests.bench.report import Report
from tests.bench.served import RUNS_WORKER, databases, disk_of, served
from tests.bench.year import ALERTS

DATABASES = ("sqlite", "postgresql")
LEAST_OF_ECHO = {"sqlite": 0.15, "postgresql": 0.08}
LEAST_OF_LOADS = 1 / 6
MOST_TAIL = 3.0
MOST_SYNCS = {1: 1.1, 16: 0.3}
MOST_QUEUE = 1.3
MOST_KILOBYTES = 300.0
QUEUE_PATIENTS = [1_000, 20_000]
REPLAY_DAYS = 90
REPLAY_PATIENTS = 1_000
REPLAY_PATIENTS_QUICKLY = 100
REPLAY_ROUNDS = 3
SPACE_PATIENTS = 20
SPACE_PATIENTS_QUICKLY = 12


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _asked(arguments)
    report = Report(asked.options)
    parts: dict[str, Callable[[argparse.Namespace, Report], None]] = {
        "judging": _judging,
        "replay": _replay,
        "space": _space,
        "writes": _writes,
        "syncs": _syncs,
        "queue": _queue,
    }
    try:
        if {"writes", "syncs"} & set(asked.only or parts):
            wrk()
        for name, part in parts.items():
            if not asked.only or name in asked.only:
                part(asked, report)
    except (NoLoad, NoDisk) as problem:
        sys.exit(str(problem))
    return report.end()


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "only", nargs="*", help="judging, replay, space, writes, syncs, queue; all unless named"
    )
    parser.add_argument("--quick", action="store_true", help="small counts: rough figures in a minute")
    parser.add_argument("--database", choices=DATABASES, action="append", help="both unless named")
    parser.add_argument("--rounds", type=int, help="how often each run is repeated; medians count")
    parser.add_argument("--seconds", type=float, help="how long one run of load takes")
    parser.add_argument("--connections", type=int, action="append", help="1 and 16 unless named")
    parser.add_argument("--patients", type=int, help="who write, each with a history of 21 days")
    parser.add_argument("--queue-patients", type=int, nargs=2, default=QUEUE_PATIENTS)
    asked = parser.parse_args(arguments)
    asked.options = _options(asked)
    asked.rounds = asked.rounds or (1 if asked.quick else 5)
    asked.seconds = asked.seconds or (1.0 if asked.quick else 4.0)
    asked.patients = asked.patients or (20 if asked.quick else 300)
    asked.connections = asked.connections or [1, 16]
    asked.database = asked.database or list(DATABASES)
    return asked


def _options(asked: argparse.Namespace) -> str:
    """What was asked for beside the parts, databases and connections, to be asked for again."""
    given = {"rounds": asked.rounds, "seconds": asked.seconds, "patients": asked.patients}
    options = ["--quick"] if asked.quick else []
    options += [f"--{name} {value:g}" for name, value in given.items() if value]
    if asked.queue_patients != QUEUE_PATIENTS:
        options.append("--queue-patients {} {}".format(*asked.queue_patients))
    return " ".join(options)


def _judging(asked: argparse.Namespace, report: Report) -> None:
    calm = judging.calm_diary()
    bad = judging.with_bad_days(calm)
    found = judging.judging(judging.a_clinics(), rounds=asked.rounds, seconds=asked.seconds / 4)
    report.tell("judging", "evaluations of a 14-day diary a second", found.evaluations)
    report.tell("judging", "json.loads of the same diary a second", found.loads)
    report.tell("judging", "evaluations over json.loads", found.ratio, least=LEAST_OF_LOADS)
    for whose, diary in {
        "a calm diary": calm,
        "a calm diary with a medicine": judging.with_medicine(calm),
        "two bad days": bad,
        "two bad days and a medicine": judging.with_medicine(bad),
    }.items():
        one = judging.judging([diary], rounds=asked.rounds, seconds=asked.seconds / 4)
        report.tell("judging", f"{whose}: evaluations over json.loads", one.ratio)


def _replay(asked: argparse.Namespace, report: Report) -> None:
    patients = REPLAY_PATIENTS_QUICKLY if asked.quick else REPLAY_PATIENTS
    with databases(["sqlite"]) as urls:
        found = replaying.replay(
            urls["sqlite"], patients=patients, days=REPLAY_DAYS, rounds=min(asked.rounds, REPLAY_ROUNDS)
        )
    report.tell("replay", f"seconds to replay {patients} patients of {REPLAY_DAYS} days", found.seconds)
    report.tell("replay", "patient-days replayed a second", found.rate)
    report.tell("replay", "seconds of json.loads of the same stored days", found.loads)
    report.tell("replay", "replay over json.loads", found.ratio)


def _space(asked: argparse.Namespace, report: Report) -> None:
    with folder_on_disk() as folder:
        year = space.year_of_a_patient(
            folder, patients=SPACE_PATIENTS_QUICKLY if asked.quick else SPACE_PATIENTS
        )
    report.tell("space", "saves a patient and year, corrections among them", year.saves)
    report.tell("space", "alerts a patient and year", year.alerts, least=ALERTS, most=ALERTS)
    report.tell("space", "audit rows a patient and year", year.audit_rows, least=1)
    report.tell("space", "KB of SQLite a patient and year", year.kilobytes, most=MOST_KILOBYTES)


def _writes(asked: argparse.Namespace, report: Report) -> None:
    with databases(asked.database) as urls:
        for name, url in urls.items():
            _say_where(report, name, url)
            with served(name, url, patients=asked.patients) as server:
                found = writes.compare(
                    server, connections=asked.connections, rounds=asked.rounds, seconds=asked.seconds
                )
            for comparison in found:
                _tell_comparison(report, name, comparison)
            _tell_what_was_made(report, name, workload.made(url))


def _say_where(report: Report, name: str, url: str) -> None:
    worker = "with" if RUNS_WORKER[name] == "true" else "without"
    report.say(f"{name} on {disk_of(url)}, {worker} a worker in the server")


def _tell_what_was_made(report: Report, name: str, made: workload.Made) -> None:
    command = f"writes --database {name}"
    report.tell(command, f"{name}: entries corrected", made.corrections, least=1)
    report.tell(command, f"{name}: alerts opened or raised", made.alerts, least=1)
    report.tell(command, f"{name}: audit rows of entries by programs", made.audit_rows, least=1)


def _tell_comparison(report: Report, name: str, found: writes.Comparison) -> None:
    command = f"writes --database {name} --connections {found.connections}"
    at = f"{name}, {found.connections} connections: "
    report.tell(command, at + "echoes a second", found.echo_rate)
    report.tell(command, at + "writes a second", found.write_rate)
    least = LEAST_OF_ECHO[name] if found.connections == 16 else None
    report.tell(command, at + "writes over echoes", found.ratio, least=least)
    report.tell(command, at + "99th percentile over median, over the echo's", found.tail, most=MOST_TAIL)


def _syncs(asked: argparse.Namespace, report: Report) -> None:
    with databases(asked.database) as urls, ExitStack() as stack:
        trace = stack.enter_context(folder_on_disk()) / "trace"
        for name, url in urls.items():
            under = syncs.tracer(trace) if name == "sqlite" else []
            if name == "sqlite" and not under:
                report.skip("syncs --database sqlite", f"no strace. {syncs.HOW_TO_GET_ONE}")
                continue
            by_strace, by_postgres = syncs.counted_by_strace(trace), syncs.counted_by_postgres(url)
            count = by_strace if under else by_postgres
            _say_where(report, name, url)
            with served(name, url, patients=asked.patients, under=under) as server:
                for number, a_write in syncs.syncs_a_write(
                    server, count, connections=asked.connections, seconds=asked.seconds
                ):
                    command = f"syncs --database {name} --connections {number}"
                    at = f"{name}, {number} connections: syncs a write"
                    report.tell(command, at, a_write, most=MOST_SYNCS.get(number))


def _queue(asked: argparse.Namespace, report: Report) -> None:
    few_patients, many_patients = asked.queue_patients
    for name in asked.database:
        with (
            databases([name]) as few_urls,
            databases([name]) as many_urls,
            triage_queue.clinic_of(few_patients, few_urls[name]) as few,
            triage_queue.clinic_of(many_patients, many_urls[name]) as many,
        ):
            one, other = triage_queue.seconds_of_a_look(few, many, rounds=asked.rounds)
        command = f"queue --database {name}"
        report.tell(command, f"{name}: ms for the queue of {few_patients} patients", one * 1000)
        report.tell(command, f"{name}: ms for the queue of {many_patients} patients", other * 1000)
        report.tell(command, f"{name}: many over few", other / one, most=MOST_QUEUE)


if __name__ == "__main__":
    sys.exit(main())
