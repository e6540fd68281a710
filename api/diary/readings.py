"""What a patient can say about one day, checked against the vocabulary of the rules."""

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import ConfigDict, Field, Strict, StringConstraints, create_model, model_validator

from api.bodies import Body, YesNo, whole
from api.rules.vocabulary import COUNT_HIGHEST, MEASUREMENTS, SCALE_HIGHEST, SYMPTOMS, Attribute, Measurement

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Count = Annotated[int, Ge(0), Le(COUNT_HIGHEST), whole]
Grade = Annotated[int, Ge(0), Le(SCALE_HIGHEST), whole]
RecallHours = Annotated[int, Ge(1), Le(168), whole]
# A glucose sensor that reports every five minutes fits in.
MEASUREMENTS_A_DAY = 300


class Measured(Body):
    """One value with its unit and, where known, its local time."""

    at: ClockTime | None = None

    @model_validator(mode="after")
    def refuse_what_nobody_has(self) -> Self:
        """Raises: ValueError outside the plausible range, or for a diastolic above the systolic."""
        kind = MEASUREMENTS[type(self).__name__.removesuffix("_measured")]
        low, high = kind.units[self.__dict__["unit"]]
        values = [self.__dict__[field] for field in kind.fields]
        if any(not low <= value <= high for value in values):
            raise ValueError(f"Check the number and the unit: {low:g} to {high:g} is possible.")
        if kind.id == "blood_pressure" and values[0] <= values[1]:
            raise ValueError("The systolic value is the higher of the two.")
        return self


def _answer_to(attributes: frozenset[Attribute]) -> type[Body]:
    kinds: dict[Attribute, Any] = {Attribute.COUNT: Count, Attribute.PRESENCE: YesNo}
    ordered = sorted(attributes)
    fields: dict[str, Any] = {str(a): (kinds.get(a, Grade) | None, None) for a in ordered}
    fields["recall_hours"] = (RecallHours | None, None)
    return create_model("".join(str(a).title() for a in ordered) + "Answer", __base__=Body, **fields)


def _measured(kind: Measurement) -> type[Measured]:
    number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
    fields: dict[str, Any] = dict.fromkeys(kind.fields, (number, ...))
    fields["unit"] = (Literal[tuple(kind.units)], ...)
    model: type[Measured] = create_model(f"{kind.id}_measured", __base__=Measured, **fields)
    model.model_config = ConfigDict(**model.model_config, json_schema_extra={"anyOf": _ranges(kind)})
    model.model_rebuild(force=True)
    return model


def _ranges(kind: Measurement) -> list[Any]:
    """What `refuse_what_nobody_has` lets through in each unit, for the documentation."""
    return [
        {
            "properties": {
                "unit": {"const": unit},
                **{field: {"minimum": low, "maximum": high} for field in kind.fields},
            }
        }
        for unit, (low, high) in kind.units.items()
    ]


def _document_fields() -> dict[str, Any]:
    answers = {attributes: _answer_to(attributes) for attributes in {s.attributes for s in SYMPTOMS.values()}}
    fields: dict[str, Any] = {s.id: (answers[s.attributes] | None, None) for s in SYMPTOMS.values()}
    for kind in MEASUREMENTS.values():
        many = Annotated[list[_measured(kind)], MinLen(1), MaxLen(MEASUREMENTS_A_DAY)]  # type: ignore[misc,valid-type]
        fields[kind.id] = (many | None, None)
    return fields


class _Document(Body):
    """Answers by symptom and measurements by kind; what is absent or null is unknown, never zero."""

    def answered(self) -> dict[str, Any]:
        """Only what is known, ready to be stored."""
        return without_unknowns(self.model_dump(mode="json", exclude_none=True))

    def changes(self) -> dict[str, Any]:
        """What was sent, where None means to remove."""
        return self.model_dump(mode="json", exclude_unset=True)


def without_unknowns(readings: dict[str, Any]) -> dict[str, Any]:
    """A reading that answers nothing is no reading."""
    return {
        name: answer
        for name, answer in readings.items()
        if isinstance(answer, list) or any(key != "recall_hours" for key in answer)
    }


if TYPE_CHECKING:
    ReadingDocument = _Document
else:
    ReadingDocument = create_model("ReadingDocument", __base__=_Document, **_document_fields())
