"""Every knob, typed, with its unit in the name; an unsafe combination refuses to start."""

from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from environment variables that begin with `DIARY_`."""

    model_config = SettingsConfigDict(env_prefix="DIARY_", extra="ignore", frozen=True)

    environment: Literal["demo", "test", "production"] = "production"
    database_url: str = "sqlite:///.data/diary.db"
    base_url: str = "http://localhost:8000"
    sqlite_readers: int = Field(default=4, ge=1, le=64)
    write_queue_limit: int = Field(default=1000, ge=1)
    postgres_connections: int = Field(default=16, ge=1, le=200)
    max_body_bytes: int = Field(default=262_144, ge=1024)
    staff_idle_minutes: int = Field(default=15, ge=1, le=60)
    staff_session_hours: int = Field(default=12, ge=1, le=24)
    patient_session_days: int = Field(default=400, ge=1, le=400)
    invite_hours: int = Field(default=72, ge=1, le=336)
    access_token_minutes: int = Field(default=60, ge=1, le=1440)

    @property
    def origin(self) -> str:
        """Scheme, host and port that our own pages have."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, or None on PostgreSQL."""
        prefix = "sqlite:///"
        return Path(self.database_url.removeprefix(prefix)) if self.database_url.startswith(prefix) else None

    @model_validator(mode="after")
    def refuse_what_is_unsafe(self) -> Self:
        host = urlsplit(self.base_url).hostname
        if not host:
            raise ValueError("DIARY_BASE_URL must be a full address such as https://diary.example.org")
        if urlsplit(self.base_url).scheme not in ("http", "https"):
            raise ValueError("DIARY_BASE_URL must begin with https:// or http://")
        if not self.base_url.startswith("https://") and host not in ("localhost", "127.0.0.1"):
            raise ValueError("DIARY_BASE_URL must begin with https:// (http:// is for localhost only)")
        if self.sqlite_path is None and not self.database_url.startswith("postgresql+psycopg://"):
            raise ValueError("DIARY_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://")
        return self
