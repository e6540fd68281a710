"""Someone who writes diaries, day after day, and sends a save again until it is acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from api import clock
from tests.kill.population import Subject, first_day

AUTHORS = {"patient": 70, "nurse": 15, "client": 15}
LOOSE_STOOLS = {None: 10, 0: 10, 2: 10, 4: 25, 5: 25, 8: 20}
SAVES_A_VISIT = (3, 7)
SAVES_A_PATIENT = 10  # on average, when there are as many patients as `patients_for` says
EDITED = 0.15
LEFT_OUT = 0.1


@dataclass(frozen=True)
class Save:
    """What is sent, and must be found again."""

    id: UUID
    subject: Subject
    day: date
    author: str
    builds_on: tuple[UUID, ...]
    readings: dict[str, Any]
    recorded_at: str

    @property
    def notes(self) -> dict[str, str]:
        return {"physical": f"Written as {self.id}"}

    @property
    def body(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "builds_on": [str(earlier) for earlier in self.builds_on],
            "recorded_at": self.recorded_at,
            "time_zone": "America/New_York",
            "readings": self.readings,
            "notes": self.notes,
        }


@dataclass
class Diarist:
    """Visits one patient after another; `waiting` is the save that was sent and not acknowledged yet."""

    random: Random
    subjects: Sequence[Subject]
    waiting: Save | None = None
    _turn: int = -1
    _left: int = 0
    _last: dict[UUID, Save] = field(default_factory=dict)

    def next_save(self) -> Save:
        """The one that waits, or a new one."""
        if self.waiting is None:
            self.waiting = self._new_save()
        return self.waiting

    def acknowledged(self) -> Save:
        """Notes that what waited is stored, and gives it."""
        save, self.waiting = self.waiting, None
        assert save is not None
        self._last[save.subject.patient] = save
        return save

    def _new_save(self) -> Save:
        if self._left == 0:
            self._turn += 1
            self._left = self.random.randint(*SAVES_A_VISIT)
        self._left -= 1
        subject = self.subjects[self._turn % len(self.subjects)]
        last = self._last.get(subject.patient)
        is_edit = last is not None and self.random.random() < EDITED
        return Save(
            id=UUID(int=self.random.getrandbits(128), version=4),
            subject=subject,
            day=last.day if last and is_edit else self._next_day(last),
            author=self._chosen(AUTHORS),
            builds_on=(last.id,) if last and is_edit else (),
            readings=self._readings(),
            recorded_at=clock.now().isoformat(),
        )

    def _next_day(self, last: Save | None) -> date:
        if last is None:
            return first_day()
        return last.day + timedelta(days=2 if self.random.random() < LEFT_OUT else 1)

    def _readings(self) -> dict[str, Any]:
        count = self._chosen(LOOSE_STOOLS)
        answered = {"nausea": {"severity": self.random.randint(0, 4)}}
        return answered if count is None else {**answered, "diarrhea": {"count": count}}

    def _chosen(self, weights: dict[Any, int]) -> Any:
        return self.random.choices(list(weights), list(weights.values()))[0]


def patients_for(saves: int, *, diarists: int) -> int:
    """How many patients it takes so that none writes more days than there are."""
    return diarists * (saves // (diarists * SAVES_A_PATIENT) + 2)
