"""Nested to where Python runs out of stack: somewhere between the parser and the checks, on any field."""

import pytest

from api.database import Database
from api.settings import Settings
from tests.access.subjects import prepare
from tests.access.test_matrix import with_alerts
from tests.support import clients
from tests.support.apps import app_on
from tests.support.clients import API
from tests.support.personas import People


@pytest.mark.parametrize("field", ["outcome", "note"])
@pytest.mark.parametrize("database_server", ["sqlite"], indirect=True)
def test_a_choice_that_is_nested_deep_is_refused(
    field: str, database: Database, settings: Settings, people: People
) -> None:
    with_alerts(database, people)
    http = clients.client_of(app_on(database, settings))
    nora = clients.signed_in(http, people.nora, database=database, settings=settings)
    alert = database.write_now(prepare, people.anna).alert_id
    headers = {**nora.headers, "If-Match": '"1"'}

    answers = {}
    # The stack is used in part already, by more with every layer of the app.
    for depth in range(700, 1000, 4):
        body = f'{{"{field}": {"[" * depth}1{"]" * depth}}}'
        answer = http.post(f"{API}/alerts/{alert}/resolve", content=body, headers=headers)
        answers[depth] = answer.status_code

    assert set(answers.values()) == {400, 422}
