"""What a diary can say: symptoms with what is asked about each, measurements with their units, levels."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

SCALE_HIGHEST = 4
COUNT_HIGHEST = 99


class Group(StrEnum):
    PHYSICAL = "physical"
    THINKING = "thinking"
    EMOTIONAL = "emotional"


class Attribute(StrEnum):
    """What is asked about a symptom: a count a day, yes or no, or a scale from 0 to 4."""

    COUNT = "count"
    SEVERITY = "severity"
    INTERFERENCE = "interference"
    FREQUENCY = "frequency"
    PRESENCE = "presence"

    @property
    def highest(self) -> int:
        """The largest answer that this question takes; the smallest is 0."""
        return _HIGHEST.get(self, SCALE_HIGHEST)


class Level(StrEnum):
    """What to do about a finding, mildest first; a crisis is not graded, and stands beside an emergency."""

    WATCH = "watch"
    CALL = "call"
    URGENT = "urgent"
    EMERGENCY = "emergency"
    CRISIS = "crisis"

    @property
    def rank(self) -> int:
        """0 for the mildest; a higher rank comes first on the nurse's list."""
        return _RANKS[self]


_HIGHEST = {Attribute.COUNT: COUNT_HIGHEST, Attribute.PRESENCE: 1}
_RANKS = {level: rank for rank, level in enumerate(Level)} | {Level.CRISIS: 3}


@dataclass(frozen=True)
class Symptom:
    id: str
    group: Group
    attributes: frozenset[Attribute]


@dataclass(frozen=True)
class Measurement:
    """A measured value. `units` gives for each unit the range in which a number is plausible."""

    id: str
    fields: tuple[str, ...]
    units: Mapping[str, tuple[float, float]]


_COUNT, _SEVERITY, _INTERFERENCE = Attribute.COUNT, Attribute.SEVERITY, Attribute.INTERFERENCE
_FREQUENCY, _PRESENCE = Attribute.FREQUENCY, Attribute.PRESENCE
_ALL_THREE = (_FREQUENCY, _SEVERITY, _INTERFERENCE)

# Source: NCI PRO-CTCAE v1.0, attributes by term; loose stools and vomiting are also counted.
_ASKED: Mapping[Group, Mapping[str, tuple[Attribute, ...]]] = {
    Group.PHYSICAL: {
        "diarrhea": (_COUNT, _FREQUENCY),
        "vomiting": (_COUNT, _FREQUENCY, _SEVERITY),
        "nausea": (_FREQUENCY, _SEVERITY),
        "fatigue": (_SEVERITY, _INTERFERENCE),
        "appetite_loss": (_SEVERITY, _INTERFERENCE),
        "abdominal_pain": _ALL_THREE,
        "muscle_pain": _ALL_THREE,
        "joint_pain": _ALL_THREE,
        "general_pain": _ALL_THREE,
        "constipation": (_SEVERITY,),
        "taste_changes": (_SEVERITY,),
        "hand_foot": (_SEVERITY,),
        "mouth_sores": (_SEVERITY, _INTERFERENCE),
        "rash": (_PRESENCE,),
        "bruising": (_PRESENCE,),
        "swelling": _ALL_THREE,
        "headache": _ALL_THREE,
        "dizziness": (_SEVERITY, _INTERFERENCE),
        "shortness_of_breath": (_SEVERITY, _INTERFERENCE),
        "cough": (_SEVERITY, _INTERFERENCE),
        "palpitations": (_FREQUENCY, _SEVERITY),
        "nosebleed": (_FREQUENCY, _SEVERITY),
        "chills": (_FREQUENCY, _SEVERITY),
        "numbness_tingling": (_SEVERITY, _INTERFERENCE),
        "blurred_vision": (_SEVERITY, _INTERFERENCE),
        "insomnia": (_SEVERITY, _INTERFERENCE),
        "itching": (_SEVERITY,),
        "cramps": (_PRESENCE,),
        "blood_in_stool": (_PRESENCE,),
        "yellow_skin": (_PRESENCE,),
        "dark_urine": (_PRESENCE,),
        "right_belly_pain": (_PRESENCE,),
        "bleeding": (_PRESENCE,),
        "jaw_pain": (_PRESENCE,),
        "voice_change": (_PRESENCE,),
        "hair_color": (_PRESENCE,),
        "broken_bone": (_PRESENCE,),
        "unsteady_walking": (_PRESENCE,),
        "chest_pain": (_PRESENCE,),
        "breathless_at_rest": (_PRESENCE,),
        "fainting": (_PRESENCE,),
        "new_confusion": (_PRESENCE,),
        "unstoppable_bleeding": (_PRESENCE,),
    },
    Group.THINKING: {
        "concentration": (_SEVERITY, _INTERFERENCE),
        "memory": (_SEVERITY, _INTERFERENCE),
        "confusion": (_SEVERITY, _INTERFERENCE),
    },
    Group.EMOTIONAL: {
        "anxious": _ALL_THREE,
        "discouraged": _ALL_THREE,
        "sad": _ALL_THREE,
        "self_harm_thoughts": (_PRESENCE,),
    },
}

# Asked before anything else on a bad day. Source: UKONS 24-hour triage tool, version 3.
RED_FLAGS = ("chest_pain", "breathless_at_rest", "fainting", "new_confusion", "unstoppable_bleeding")
SELF_HARM = "self_harm_thoughts"

SYMPTOMS: Mapping[str, Symptom] = MappingProxyType(
    {
        name: Symptom(name, group, frozenset(attributes))
        for group, asked in _ASKED.items()
        for name, attributes in asked.items()
    }
)

# The ranges stop slips of the finger and lost units; they are wide and judge nothing.
MEASUREMENTS: Mapping[str, Measurement] = MappingProxyType(
    {
        measurement.id: measurement
        for measurement in (
            Measurement("blood_pressure", ("systolic", "diastolic"), {"mmHg": (20, 350)}),
            Measurement("temperature", ("value",), {"°C": (25, 45), "°F": (77, 113)}),
            Measurement("weight", ("value",), {"kg": (2, 400), "lb": (4.4, 882)}),
            Measurement("heart_rate", ("value",), {"/min": (20, 300)}),
            Measurement("glucose", ("value",), {"mg/dL": (10, 1000), "mmol/L": (0.5, 55.5)}),
        )
    }
)

# What a rule's number counts in, by the attribute that it compares.
UNITS: Mapping[Attribute, frozenset[str]] = MappingProxyType(
    {
        Attribute.COUNT: frozenset({"loose_stools_per_day", "times_per_day"}),
        Attribute.SEVERITY: frozenset({"points"}),
        Attribute.INTERFERENCE: frozenset({"points"}),
        Attribute.FREQUENCY: frozenset({"points"}),
        Attribute.PRESENCE: frozenset({"yes_or_no"}),
    }
)
