"""The API in ten lines of curl. The README shows the same; a test holds the two together."""

VARIABLES = (
    "`BASE` is the address of this server, `CLIENT_ID` and `CLIENT_SECRET` are the program's, `DAY` is today "
    "(`DAY=$(date +%F)`), and `PATIENT` is the `id` that the second line finds."
)

SIGN_IN = """\
TOKEN=$(curl -s -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials $BASE/api/v1/oauth/token \
| python3 -c 'import json, sys; print(json.load(sys.stdin)["access_token"])')"""

PRESSURE = """\
curl -s --oauth2-bearer $TOKEN -X PATCH $BASE/api/v1/patients/$PATIENT/diary/$DAY --json \
'{"id": "'$(python3 -c 'import uuid; print(uuid.uuid4())')'", "recorded_at": "'$(date -u +%FT%TZ)'", \
"time_zone": "Europe/Berlin", "readings": {"blood_pressure": \
[{"systolic": 142, "diastolic": 91, "unit": "mmHg", "at": "08:10"}]}}'"""

CHECK = """\
curl -s --oauth2-bearer $TOKEN $BASE/api/v1/check --json \
'{"diary": [{"day": "2026-11-22", "readings": {"diarrhea": {"count": 4}}}, \
{"day": "2026-11-23", "readings": {"diarrhea": {"count": 4}}}]}'"""


def _read(path: str) -> str:
    return f'curl -s --oauth2-bearer $TOKEN "$BASE/api/v1/{path}"'


EXAMPLES: tuple[tuple[str, str], ...] = (
    ("Get an access token", SIGN_IN),
    ("Find a patient by the hospital's own record number", _read("patients?record_number=DEMO-0001")),
    ("Read her diary", _read("patients/$PATIENT/diary?from=2026-11-01&to=2026-11-30")),
    ("Read only what changed since a position", _read("patients/$PATIENT/diary?after=12")),
    ("Add a blood pressure; what she wrote stays", PRESSURE),
    ("Read her alerts that nobody has resolved", _read("patients/$PATIENT/alerts?status=unresolved")),
    ("Read the clinic's queue, worst first", _read("alerts")),
    ("See which rules are near", _read("patients/$PATIENT/watch")),
    ("See whom she would call this minute", _read("patients/$PATIENT/contact")),
    ("Have a diary judged; nothing is stored", CHECK),
)
