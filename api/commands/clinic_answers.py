"""What has to be known of a clinic before it can begin, each answer checked as the API checks it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from api.clinics.models import ClinicCreate
from api.clinics.service import new_clinic
from api.commands.asking import answer, words_of
from api.commands.hours import holidays_from, hours_from
from api.errors import Invalid


@dataclass(frozen=True)
class Question:
    field: str
    option: str
    words: str
    suggested: str | None = None
    is_needed: bool = True


NONE = "none"
QUESTIONS = (
    Question("name", "--name", "Name of the clinic"),
    Question("time_zone", "--zone", "Time zone, such as Europe/Berlin"),
    Question("region", "--region", "Country in two letters, for phone numbers", "US"),
    Question("day_number", "--day-number", "Phone number while the clinic is open"),
    Question("after_hours_number", "--after-hours-number", "Phone number when it is closed"),
    Question("emergency_number", "--emergency-number", "Emergency number, such as 911 or 112"),
    Question(
        "crisis_number",
        "--crisis-number",
        "Number for a crisis of the mind, such as 988",
        NONE,
        is_needed=False,
    ),
    Question("hours", "--hours", "Open when", "mon-fri 08:00-17:00"),
)
# Stands in for the questions that are still to come, so that each answer is checked as soon as it is given.
EXAMPLE: dict[str, Any] = {
    "name": "-",
    "time_zone": "UTC",
    "region": "US",
    "day_number": "+12025550100",
    "after_hours_number": "+12025550100",
    "emergency_number": "+12025550100",
    "crisis_number": "",
    "hours": {},
}


def ask_for_clinic(given: Mapping[str, str | None], *, taken: Collection[str]) -> ClinicCreate:
    """A clinic that can be set up, under a name that is not `taken`. Raises: Refused."""
    answers = dict(EXAMPLE)

    def problem(question: Question, text: str) -> str | None:
        if question.field == "name" and text.casefold() in taken:
            return "There is a clinic of this name already."
        return problem_with(question.field, text, answers)

    for question in QUESTIONS:
        text = answer(
            question.words,
            option=question.option,
            given=given[question.field],
            wrong=lambda text, question=question: problem(question, text),  # type: ignore[misc]
            suggested=question.suggested,
            otherwise=None if question.is_needed else question.suggested,
        )
        answers[question.field] = read(question.field, text)
    return ClinicCreate.model_validate(answers)


def problem_with(field: str, text: str, others: Mapping[str, Any]) -> str | None:
    """What keeps this answer from standing beside the others, or None."""
    try:
        new_clinic(ClinicCreate.model_validate({**others, field: read(field, text)}))
    except ValidationError as error:
        return words_of(error, field)
    except Invalid as error:
        return next((one.problem for one in error.errors if one.field.partition(".")[0] == field), None)
    except ValueError as error:
        return str(error)
    return None


def read(field: str, text: str) -> object:
    """An answer as a ClinicCreate takes it. Raises: ValueError with how to write it."""
    if field == "hours":
        return hours_from(text)
    if field == "holidays":
        return holidays_from(text)
    if field == "crisis_number" and text.strip().lower() == NONE:
        return ""
    return text.strip().upper() if field == "region" else text
