"""A guidance pack in one language, as the page and programs receive it."""

from dataclasses import asdict
from datetime import date

from typing_extensions import TypedDict

from api.rules.condition import ANY_SYMPTOM, comparisons, condition_to_json
from api.rules.pack import AskedSymptom, Guidance, Medicine, MedicineClass, Rule, SideEffect, Source
from api.rules.vocabulary import MEASUREMENTS, SCALE_HIGHEST, SYMPTOMS, Attribute
from api.texts import lines, text
from api.texts.conditions import rule_sentence
from api.texts.explaining import rule_title


class ClassInWords(TypedDict):
    id: str
    name: str
    how_it_works: str


class SourceInWords(TypedDict):
    title: str
    publisher: str
    section: str
    reviewed: date | None


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


class RuleInWords(TypedDict):
    id: str
    level: str
    level_words: str
    title: str
    sentence: str
    mark: str
    optional: bool
    basis: str
    condition: dict[str, object]
    run: dict[str, object]
    while_taking: dict[str, object] | None
    advice: list[str]
    source: SourceInWords
    in_force_since: date


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


def guidance_in_words(guidance: Guidance, language: str) -> GuidanceInWords:
    """The whole pack with its wording; the page also runs the rules from it."""
    documented = {name for effect in guidance.side_effects for name in effect.asked_by}
    return {
        "id": guidance.id,
        "version": guidance.version,
        "hash": guidance.hash,
        "title": guidance.source.title,
        "publisher": guidance.source.publisher,
        "reviewed": guidance.source.reviewed,
        "medicines": [medicine_in_words(one, guidance, language) for one in guidance.medicines],
        "symptoms": [_symptom(asked, language) for asked in guidance.symptoms],
        "measurements": [_measurement(name, documented, language) for name in guidance.measurements],
        "scales": {
            "severity": _scale(Attribute.SEVERITY, language),
            "interference": _scale(Attribute.INTERFERENCE, language),
            "frequency": _scale(Attribute.FREQUENCY, language),
            "presence": _scale(Attribute.PRESENCE, language),
        },
        "rules": [_rule(rule, language) for rule in guidance.rules],
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


def _symptom(asked: AskedSymptom, language: str) -> SymptomInWords:
    symptom = SYMPTOMS[asked.id]
    return {
        "id": symptom.id,
        "kind": "symptom",
        "group": symptom.group.value,
        "label": text(f"symptom.{symptom.id}.label", language),
        "question": text(f"symptom.{symptom.id}.question", language),
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


def _rule(rule: Rule, language: str) -> RuleInWords:
    return {
        "id": rule.id,
        "level": rule.level.value,
        "level_words": text(f"level.{rule.level.value}", language),
        "title": rule_title(rule.id, _subject(rule), language),
        "sentence": rule_sentence(rule, language),
        "mark": rule.mark.value,
        "optional": rule.optional,
        "basis": rule.basis,
        "condition": condition_to_json(rule.condition),
        "run": asdict(rule.run),
        "while_taking": asdict(rule.while_taking) if rule.while_taking else None,
        "advice": lines(f"advice.{rule.advice}", language),
        "source": _source(rule.source),
        "in_force_since": rule.in_force_since,
    }


def _subject(rule: Rule) -> str:
    return next((node.subject for node in comparisons(rule.condition)), ANY_SYMPTOM)


def _source(source: Source) -> SourceInWords:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "section": source.section,
        "reviewed": source.reviewed,
    }
