"""A guidance pack in one language, as the page and programs receive it."""

from datetime import date

from typing_extensions import TypedDict

from api.rules.pack import AskedSymptom, Guidance, Medicine, MedicineClass, SideEffect
from api.rules.rulebook import Rulebook, whole
from api.rules.vocabulary import MEASUREMENTS, SCALE_HIGHEST, SYMPTOMS, Attribute
from api.texts import lines, text, wording
from api.texts.rules_in_words import RuleInWords, rules_in_words


class ClassInWords(TypedDict):
    id: str
    name: str
    how_it_works: str


MedicineInWords = TypedDict(
    "MedicineInWords",
    {
        "id": str,
        "name": str,
        "brands": list[str],
        "class": ClassInWords,
        "targets": list[str],
        "used_for": str,
        "forms": list[str],
        "how_taken": str,
        "how_it_works": str,
        "side_effects": list[str],
        "watch_for": list[str],
        "withdrawn": str | None,
        "atc": str,
        "rxcui": str | None,
        "sources": list[str],
    },
)


class SymptomInWords(TypedDict):
    id: str
    kind: str
    group: str
    label: str
    question: str
    attributes: list[str]
    documented: bool
    core: bool


class FieldInWords(TypedDict):
    id: str
    label: str


class UnitInWords(TypedDict):
    id: str
    low: float
    high: float


class MeasurementInWords(TypedDict):
    id: str
    label: str
    fields: list[FieldInWords]
    units: list[UnitInWords]
    documented: bool


class ScalesInWords(TypedDict):
    severity: list[str]
    interference: list[str]
    frequency: list[str]
    presence: list[str]


class GuidanceInWords(TypedDict):
    id: str
    version: str
    hash: str
    title: str
    publisher: str
    reviewed: date | None
    medicines: list[MedicineInWords]
    symptoms: list[SymptomInWords]
    measurements: list[MeasurementInWords]
    scales: ScalesInWords
    rules: list[RuleInWords]
    general_advice: list[str]
    questions: list[str]


def guidance_in_words(
    guidance: Guidance, language: str, rulebook: Rulebook | None = None, *, has_ostomy: bool = False
) -> GuidanceInWords:
    """The whole pack with its wording; the page also runs the rules from it.

    With a rulebook: only those of its rules that are the pack's, with the numbers that are in force.
    With an ostomy: whoever has one is asked about her bag.
    """
    in_force = [one for one in (rulebook or whole(guidance)).rules if one.pack == guidance.id]
    documented = {name for effect in guidance.side_effects for name in effect.asked_by}
    return {
        "id": guidance.id,
        "version": guidance.version,
        "hash": guidance.hash,
        "title": guidance.source.title,
        "publisher": guidance.source.publisher,
        "reviewed": guidance.source.reviewed,
        "medicines": [medicine_in_words(one, guidance, language) for one in guidance.medicines],
        "symptoms": [_symptom(asked, language, has_ostomy=has_ostomy) for asked in guidance.symptoms],
        "measurements": [_measurement(name, documented, language) for name in guidance.measurements],
        "scales": {
            "severity": _scale(Attribute.SEVERITY, language),
            "interference": _scale(Attribute.INTERFERENCE, language),
            "frequency": _scale(Attribute.FREQUENCY, language),
            "presence": _scale(Attribute.PRESENCE, language),
        },
        "rules": rules_in_words(in_force, language),
        "general_advice": [text(f"general.{key}", language) for key in guidance.general],
        "questions": [text(f"question.{key}", language) for key in guidance.questions],
    }


def medicine_in_words(medicine: Medicine, guidance: Guidance, language: str) -> MedicineInWords:
    """One catalogue medicine with its wording; side effects are those that its document names."""
    return {
        "id": medicine.id,
        "name": medicine.name,
        "brands": list(medicine.brands),
        "class": _class(medicine.medicine_class, language),
        "targets": list(medicine.targets),
        "used_for": text(medicine.used_for_key, language),
        "forms": [text(f"form.{form}", language) for form in medicine.forms],
        "how_taken": text(medicine.how_taken_key, language),
        "how_it_works": text(medicine.how_it_works_key, language),
        "side_effects": [_side_effect(effect, language) for effect in guidance.side_effects],
        "watch_for": lines(medicine.watch_for_key, language),
        "withdrawn": text(medicine.withdrawn_key, language) if medicine.withdrawn_key else None,
        "atc": medicine.atc,
        "rxcui": medicine.rxcui,
        "sources": [f"{source.title} ({source.publisher})" for source in medicine.sources],
    }


def _class(medicine_class: MedicineClass, language: str) -> ClassInWords:
    return {
        "id": medicine_class.id,
        "name": text(medicine_class.name_key, language),
        "how_it_works": text(medicine_class.how_it_works_key, language),
    }


def _side_effect(effect: SideEffect, language: str) -> str:
    return text(f"side_effect.{effect.id}", language)


def _symptom(asked: AskedSymptom, language: str, *, has_ostomy: bool) -> SymptomInWords:
    symptom = SYMPTOMS[asked.id]
    key = f"symptom.{symptom.id}"
    if has_ostomy and f"{key}.with_ostomy.label" in wording("en"):
        key = f"{key}.with_ostomy"
    return {
        "id": symptom.id,
        "kind": "symptom",
        "group": symptom.group.value,
        "label": text(f"{key}.label", language),
        "question": text(f"{key}.question", language),
        "attributes": [attribute.value for attribute in Attribute if attribute in symptom.attributes],
        "documented": asked.documented,
        "core": asked.core,
    }


def _measurement(name: str, documented: set[str], language: str) -> MeasurementInWords:
    measurement = MEASUREMENTS[name]
    return {
        "id": name,
        "label": text(f"measurement.{name}.label", language),
        "fields": [
            {"id": field, "label": text(f"measurement.{name}.{field}", language)}
            for field in measurement.fields
        ],
        "units": [{"id": unit, "low": low, "high": high} for unit, (low, high) in measurement.units.items()],
        "documented": name in documented,
    }


def _scale(attribute: Attribute, language: str) -> list[str]:
    highest = min(attribute.highest, SCALE_HIGHEST)
    return [text(f"scale.{attribute.value}.{point}", language) for point in range(highest + 1)]
