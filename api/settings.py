"""Every knob, typed, with its unit in the name; an unsafe combination refuses to start."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

UNREADABLE_DATABASE_URL = (
    "DIARY_DATABASE_URL cannot be read; in a password, write signs such as @ or / percent-encoded"
)
AS_IPV6 = IPv6Network("::ffff:0:0/96")  # every address of IPv4, as a socket for both sees it


class Settings(BaseSettings):
    """Read from environment variables that begin with `DIARY_`."""

    # What was given is never repeated: the database's address can hold a password.
    model_config = SettingsConfigDict(
        env_prefix="DIARY_", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    environment: Literal["demo", "test", "production"] = "production"
    database_url: str = Field(default="sqlite:///.data/diary.db", repr=False)
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
    trusted_proxies: str = ""
    runs_worker: bool = True
    event_days: int = Field(default=30, ge=1, le=3650)
    backup_folder: str = ""
    metrics_token: str = Field(default="", repr=False)
    postgres_bin: str = ""
    graceful_stop_seconds: int = Field(default=15, ge=1, le=15)
    log_level: Literal["debug", "info", "warning", "error"] = "info"

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

    @property
    def trusted_addresses(self) -> list[str]:
        """The proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; nobody's when it is empty."""
        return [named for part in self.trusted_proxies.split(",") if (named := part.strip())]

    @field_validator("database_url")
    @classmethod
    def refuse_an_address_that_cannot_be_read(cls, url: str) -> str:
        try:
            parts = make_url(url)
        except (ArgumentError, ValueError):
            raise ValueError(UNREADABLE_DATABASE_URL) from None
        # An @ there is a password's, and the driver would print what follows it as the name of a host.
        if parts.drivername != "sqlite" and "@" in f"{parts.host}{parts.database}":
            raise ValueError(UNREADABLE_DATABASE_URL)
        return url

    @field_validator("base_url")
    @classmethod
    def refuse_what_is_no_address_of_a_site(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port = None, None
        if not host or port == 0 or any(map(str.isspace, url)):
            raise ValueError(
                "DIARY_BASE_URL must be a full address such as https://diary.example.org,"
                " with a port of 1 to 65535 if any"
            )
        if "@" in parts.netloc:
            raise ValueError("DIARY_BASE_URL may hold no name and no password")
        if parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError("DIARY_BASE_URL must end after the host or port; the diary has a host to itself")
        if parts.scheme not in ("http", "https"):
            raise ValueError("DIARY_BASE_URL must begin with https:// or http://")
        if parts.scheme == "http" and host not in ("localhost", "127.0.0.1"):
            raise ValueError("DIARY_BASE_URL must begin with https:// (http:// is for localhost only)")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("trusted_proxies")
    @classmethod
    def refuse_proxies_of_no_address(cls, named: str) -> str:
        for proxy in filter(None, map(str.strip, named.split(","))):
            try:
                network = ip_network(proxy)
            except ValueError:
                raise ValueError(
                    "DIARY_TRUSTED_PROXIES must be addresses or networks between commas,"
                    " such as 127.0.0.1,10.0.0.0/8"
                ) from None
            if network.prefixlen < _widest(network):
                raise ValueError(
                    "DIARY_TRUSTED_PROXIES may name no network wider than /8, of IPv6 /16: name your proxies'"
                )
        return named

    @field_validator("metrics_token")
    @classmethod
    def refuse_a_token_that_can_be_guessed(cls, token: str) -> str:
        if token and len(token) < 16:
            raise ValueError("DIARY_METRICS_TOKEN must have 16 characters or more, or be empty")
        return token

    @model_validator(mode="after")
    def refuse_what_is_unsafe(self) -> Self:
        if self.sqlite_path is None and not self.database_url.startswith("postgresql+psycopg://"):
            raise ValueError("DIARY_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://")
        return self


def _widest(network: IPv4Network | IPv6Network) -> int:
    """The length of prefix from which on a network can be somebody's own."""
    if isinstance(network, IPv4Network):
        return 8
    return AS_IPV6.prefixlen + 8 if network.overlaps(AS_IPV6) else 16
