"""The number that an alert names is the one for how bad it is."""

import pytest
import sqlalchemy as sa

from api.alerts.models import AlertPublic
from api.clinics.models import Clinic
from api.database import Database
from tests.support.entries import MONDAY, write
from tests.support.personas import People
from tests.support.rulebooks import sign_every_rule

CHEST_PAIN = {"chest_pain": {"presence": True}}
SELF_HARM = {"self_harm_thoughts": {"presence": True}}


def the_alert(database: Database, people: People, readings: dict[str, object]) -> AlertPublic:
    database.write_now(sign_every_rule, people.ada, "published-criteria")
    (alert,) = write(database, people.anna, MONDAY, readings=readings).alerts
    return alert


def talks_at(database: Database, number: str) -> None:
    """Whom the clinics name for a crisis of the mind."""
    database.write_now(
        lambda connection: connection.execute(sa.update(Clinic).values(crisis_number=number)) and None
    )


def test_an_emergency_names_the_emergency_number(database: Database, people: People) -> None:
    alert = the_alert(database, people, CHEST_PAIN)

    assert alert.level == "emergency"
    assert (alert.call.number, alert.call.display) == (people.clinic.emergency_number,) * 2
    assert alert.call.name == "The emergency number"


def test_a_crisis_names_someone_to_talk_to(database: Database, people: People) -> None:
    talks_at(database, "988")

    alert = the_alert(database, people, SELF_HARM)

    assert alert.level == "crisis"
    assert (alert.call.number, alert.call.name) == ("988", "Someone to talk to, at any hour")


@pytest.mark.parametrize("readings", [SELF_HARM, {"temperature": [{"value": 38.5, "unit": "°C"}]}])
def test_the_care_team_is_called_where_there_is_nobody_else(
    database: Database, people: People, readings: dict[str, object]
) -> None:
    talks_at(database, "")

    alert = the_alert(database, people, readings)

    assert alert.call.number in (people.clinic.day_number, people.clinic.after_hours_number)
