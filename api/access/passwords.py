"""Passwords that people choose: argon2id, never inside a transaction: each costs a tenth of a second."""

import asyncio

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.errors import FieldError, Invalid

MIN_LENGTH = 12
_HASHER = PasswordHash((Argon2Hasher(),))
# What an unknown e-mail is checked against, so that it takes as long as a known one. Written down, so that no
# process begins by making it; a test says when the hasher would make another.
_NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$HFqb5LM/MsIJNjQBlkkjuw$RcadjVcSMXJ/D75yFEhXKM4lup08oEOYu5q59+y4rt0"


def hash_password(password: str) -> str:
    """What is stored of a password. Blocks for about a tenth of a second."""
    return _HASHER.hash(password)


def refuse_weak(password: str, *, email: str) -> None:
    """Raises: Invalid for a password that is too short or is the e-mail address."""
    if len(password) < MIN_LENGTH:
        raise Invalid(errors=[FieldError("new", f"Use at least {MIN_LENGTH} characters.")])
    if password.casefold().strip() == email.casefold():
        raise Invalid(errors=[FieldError("new", "Use something else than your e-mail address.")])


async def hash_in_thread(password: str) -> str:
    return await asyncio.to_thread(hash_password, password)


async def is_password(typed: str, password_hash: str | None) -> bool:
    """Whether this is the password; for nobody's it takes the same time and is always False."""
    matches = await asyncio.to_thread(_HASHER.verify, typed, password_hash or _NOBODYS)
    return matches and password_hash is not None
