"""Bodies that are wrong on purpose: each is made from a right one, and none may be taken.

Every one carries MARKER wherever a text or a name fits, so that a careless answer gives itself away.
"""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any

MARKER = "zqxjmarker"
JSON = "application/json"
DEPTH = 10_000
TEN_MEGABYTES = 10_000_000
OTHER_KINDS = (
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "application/octet-stream",
    "application/jsonp",
    f"text/{MARKER}",
    "",
)
SERVER_OWNED = (
    "clinic_id", "patient_id", "version", "position", "received_at", "author_kind", "created_at", "is_head",
    "body_hash", "role", "password_hash", "status", "queue_rank", "resolved_by", "token_hash", "enrolled_on",
)  # fmt: skip
WRONG_VALUES: tuple[Any, ...] = (
    {MARKER: MARKER},
    [[MARKER]],
    MARKER + "\0",
    MARKER + "\ud800",
    MARKER * 300,
)
RAW_NUMBERS = (
    "NaN",
    "Infinity",
    "-Infinity",
    "1e400",
    "-1e400",
    "9" * 5_000,
    "1" + "0" * 400,
    "0x10",
    "01",
    "1.",
)


@dataclass(frozen=True)
class Wrong:
    """A body with what is said of it."""

    how: str
    content: bytes
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": JSON})


Mutation = Callable[[Random, dict[str, Any]], Wrong]


def unknown_field(random: Random, right: dict[str, Any]) -> Wrong:
    return _json("an unknown field", right | {f"{MARKER}_{random.randrange(100)}": MARKER})


def server_owned_field(random: Random, right: dict[str, Any]) -> Wrong:
    return _json("a field of the server's", right | {random.choice(SERVER_OWNED): MARKER, MARKER: 1})


def wrong_value(random: Random, right: dict[str, Any]) -> Wrong:
    """One value anywhere becomes what nothing here takes."""
    wrong = {**deepcopy(right), "\0": None} if not right else deepcopy(right)
    place, key = random.choice(list(_places(wrong)))
    place[key] = random.choice(WRONG_VALUES)
    return _json(f"another value in {key!r}", wrong)


def raw_number(random: Random, right: dict[str, Any]) -> Wrong:
    number = random.choice(RAW_NUMBERS)
    text = json.dumps(right | {MARKER: "here"}).replace('"here"', number)
    return Wrong(f"the number {number[:10]}", text.encode())


def surrogate_in_a_name(random: Random, right: dict[str, Any]) -> Wrong:
    return _json(
        "a broken name", right | {MARKER + random.choice(("\ud800", "\udfff", "\0", "\u202e")): MARKER}
    )


def cut(random: Random, right: dict[str, Any]) -> Wrong:
    whole = json.dumps(right | {MARKER: MARKER}).encode()
    return Wrong("cut", whole[: random.randrange(1, len(whole))])


def deep(random: Random, right: dict[str, Any]) -> Wrong:
    opening, closing = random.choice((("[", "]"), ('{"a":', "}")))
    closed = closing * DEPTH if random.random() < 0.5 else ""
    inner = f'"{MARKER}"' if random.random() < 0.5 else "1"
    return Wrong("deep", f'{{"{MARKER}": {opening * DEPTH}{inner}{closed}}}'.encode())


def too_large(random: Random, right: dict[str, Any]) -> Wrong:
    return Wrong("10 MB", json.dumps(right | {MARKER: MARKER * (TEN_MEGABYTES // len(MARKER))}).encode())


def other_encoding(random: Random, right: dict[str, Any]) -> Wrong:
    text = json.dumps(right | {MARKER: f"{MARKER} é ü 5 °C"}, ensure_ascii=False)
    encoding = random.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "utf-8-sig", "utf-7", "cp037"))
    kind = random.choice((JSON, f"{JSON}; charset={encoding}", f"{JSON};charset={MARKER}"))
    return Wrong(encoding, text.encode(encoding), {"Content-Type": kind})


def twice_the_same_name(random: Random, right: dict[str, Any]) -> Wrong:
    inner = json.dumps(right)[1:-1]
    name = random.choice([*right, "id"])
    comma = ", " if inner else ""
    return Wrong(
        "a name twice", f'{{{inner}{comma}"{name}": {{"{MARKER}": "{MARKER}"}}, "{MARKER}": 1}}'.encode()
    )


def no_object(random: Random, right: dict[str, Any]) -> Wrong:
    scalars = ("null", "true", "7", f'"{MARKER}"', f'["{MARKER}"]')
    others = ("", " ", "\0", "\0" * 50, "{}{}", f"{{{MARKER}}}")
    return Wrong("no object", random.choice(scalars + others).encode())


def garbage(random: Random, right: dict[str, Any]) -> Wrong:
    return Wrong("garbage", random.randbytes(random.randrange(1, 200)) + MARKER.encode())


def noise(random: Random, right: dict[str, Any]) -> Wrong:
    """Bytes of a right body overwritten, with something in it that keeps it from being right by chance."""
    whole = bytearray(json.dumps(right | {MARKER: MARKER}).encode())
    for _ in range(random.randint(1, 5)):
        whole[random.randrange(len(whole) // 2)] = random.randrange(256)
    return Wrong("noise", bytes(whole))


def other_kind(random: Random, right: dict[str, Any]) -> Wrong:
    kind = random.choice(OTHER_KINDS)
    return Wrong(f"as {kind!r}", json.dumps(right | {MARKER: MARKER}).encode(), {"Content-Type": kind})


def lying_length(random: Random, right: dict[str, Any]) -> Wrong:
    said = random.choice(("0", "1", "-1", "99999999999", MARKER, "1e3", "+5"))
    content = json.dumps(right | {MARKER: MARKER}).encode()
    return Wrong(f"length {said!r}", content, {"Content-Type": JSON, "Content-Length": said})


MUTATIONS: tuple[tuple[Mutation, int], ...] = (
    (unknown_field, 4), (server_owned_field, 5), (wrong_value, 22), (raw_number, 8), (surrogate_in_a_name, 5),
    (cut, 8), (deep, 4), (too_large, 1), (other_encoding, 8), (twice_the_same_name, 5), (no_object, 8),
    (garbage, 6), (noise, 6), (other_kind, 6), (lying_length, 4),
)  # fmt: skip


def mutated(random: Random, right: dict[str, Any]) -> Wrong:
    """Any of them, the cheap ones more often."""
    mutations, weights = zip(*MUTATIONS, strict=True)
    chosen: Mutation = random.choices(mutations, weights)[0]
    return chosen(random, right)


def _json(how: str, body: Any) -> Wrong:
    return Wrong(how, json.dumps(body).encode())


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every value inside, as its container and its key."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [place for key in keys for place in [(value, key), *_places(value[key])]]
