"""The few columns of patients and clinics that access needs; both belong to features above this one."""

from sqlalchemy import String, column, table

from api.database import CompactUuid

PATIENT = table(
    "patient", column("id", CompactUuid), column("clinic_id", CompactUuid), column("name", String)
)
CLINIC = table("clinic", column("id", CompactUuid), column("name", String), column("time_zone", String))
