"""The few columns of patients and clinics that access needs; both belong to features above this one."""

from sqlalchemy import String, Uuid, column, table

PATIENT = table("patient", column("id", Uuid), column("clinic_id", Uuid), column("name", String))
CLINIC = table("clinic", column("id", Uuid), column("name", String), column("time_zone", String))
