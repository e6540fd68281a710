"""Random secrets: tokens of 256 bits and enrolment codes of 60. Only their SHA-256 is ever stored."""

import re
import secrets
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
_LOOKALIKES = str.maketrans("OIL", "011")


def new_token() -> str:
    """A secret of 256 bits, fit for a cookie or a header."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is stored of a random secret. Too weak for a password, which a person chose."""
    return sha256(secret.encode()).hexdigest()


def new_code() -> str:
    """An enrolment code of 60 bits as people read it aloud: XXXX-XXXX-XXXX in Crockford's base 32."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(re.findall("....", letters))


def code_as_written(typed: str) -> str | None:
    """The code that someone meant, whatever case, spaces and dashes; None when it cannot be one."""
    letters = re.sub(r"[\s\-\u2010-\u2015]", "", typed).upper().translate(_LOOKALIKES)
    if len(letters) != CODE_LENGTH or any(letter not in ALPHABET for letter in letters):
        return None
    return "-".join(re.findall("....", letters))
