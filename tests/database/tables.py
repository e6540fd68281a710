"""A clinic and its patients: enough to break every promise that a database makes."""

import sqlalchemy as sa
from sqlalchemy import Connection

metadata = sa.MetaData()
clinics = sa.Table("clinic", metadata, sa.Column("name", sa.Text, primary_key=True))
patients = sa.Table(
    "patient",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    # Deferred: it is the COMMIT that fails for a clinic that does not exist.
    sa.Column("clinic", sa.ForeignKey(clinics.c.name, deferrable=True, initially="DEFERRED")),
)


def add_patient(connection: Connection, name: str, *, clinic: str | None = None) -> str:
    connection.execute(patients.insert().values(name=name, clinic=clinic))
    return name


def patient_names(connection: Connection) -> list[str]:
    return list(connection.execute(sa.select(patients.c.name).order_by(patients.c.name)).scalars())
