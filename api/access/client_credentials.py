"""OAuth 2 client credentials (RFC 6749, section 4.4): a program's id and secret for a short-lived token."""

import hmac
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal
from urllib.parse import unquote_plus
from uuid import UUID

from sqlalchemy import Connection

from api.access import sessions, store
from api.access.models import AccessToken, SessionKind, TokenForm
from api.access.tokens import hash_of, new_token
from api.settings import Settings

Refusal = Literal["invalid_request", "invalid_client", "unsupported_grant_type", "invalid_scope"]


class TokenRefused(Exception):
    """No token; the answer has RFC 6749's own shape, not that of our problems."""

    def __init__(self, error: Refusal, description: str) -> None:
        super().__init__(error)
        self.error = error
        self.description = description


@dataclass(frozen=True)
class TokenRequest:
    client_id: UUID
    secret: str = field(repr=False)
    scopes: frozenset[str] | None


def refuse_repeated(sent: Sequence[tuple[str, object]]) -> None:
    """RFC 6749, section 3.2, lets no parameter stand twice. Raises: TokenRefused."""
    if len({name for name, _ in sent}) != len(sent):
        raise TokenRefused("invalid_request", "Send each parameter once.")


def read_request(form: TokenForm, *, authorization: str | None) -> TokenRequest:
    """What the program asks for, its credentials in the header or in the body. Raises: TokenRefused."""
    client_id, secret, scope = form.client_id, form.client_secret, form.scope or ""
    if not form.grant_type:
        raise TokenRefused("invalid_request", "Send a form with grant_type=client_credentials.")
    if form.grant_type != "client_credentials":
        raise TokenRefused("unsupported_grant_type", "Only client_credentials is offered.")
    if authorization is not None:
        if secret is not None:
            raise TokenRefused("invalid_request", "Send the secret once: in the header or in the body.")
        client_id, secret = _from_basic(authorization)
    if not client_id or not secret:
        raise TokenRefused("invalid_client", "Send the client's id and secret.")
    try:
        known_as = UUID(client_id)
    except ValueError:
        raise _unknown() from None
    return TokenRequest(known_as, secret, frozenset(scope.split()) or None)


def give_token(connection: Connection, asked: TokenRequest, *, settings: Settings) -> AccessToken:
    """A token with the scopes asked for, or with all that the program may have. Raises: TokenRefused."""
    client = store.active_client(connection, asked.client_id)
    expected = client.secret_hash if client else hash_of("")
    if not hmac.compare_digest(expected, hash_of(asked.secret)) or client is None:
        raise _unknown()
    scopes = asked.scopes if asked.scopes is not None else frozenset(client.scopes)
    if not scopes <= set(client.scopes):
        raise TokenRefused("invalid_scope", "This program may have fewer scopes than it asked for.")
    lifetime = timedelta(minutes=settings.access_token_minutes)
    token = new_token()
    sessions.begin(
        connection,
        SessionKind.CLIENT,
        actor_id=client.id,
        clinic_id=client.clinic_id,
        token_hash=hash_of(token),
        lifetime=lifetime,
        scopes=tuple(sorted(scopes)),
    )
    return AccessToken(
        access_token=token,
        token_type="Bearer",  # noqa: S106 - the name of a kind of token
        expires_in=int(lifetime.total_seconds()),
        scope=" ".join(sorted(scopes)),
    )


def _from_basic(authorization: str) -> tuple[str, str]:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        raise _unknown()
    try:
        client_id, _, secret = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError:
        raise _unknown() from None
    return unquote_plus(client_id), unquote_plus(secret)


def _unknown() -> TokenRefused:
    return TokenRefused("invalid_client", "No such client, or another secret.")
