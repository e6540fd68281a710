"""Which life of the service this is: a restored backup begins a new epoch.

A phone that meets an epoch it does not know offers again what it was told had been received.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column
from sqlmodel import Field, SQLModel

from api.database import UtcDateTime


class Installation(SQLModel, table=True):
    """One row."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="ck_installation_single"),)

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    epoch: UUID
    began_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
