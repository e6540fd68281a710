"""Bodies that are wrong on purpose: each is made from a right one, and none may be taken.

Each is wrong in one way only, and carries MARKER wherever that leaves room for a text or a name, so that a
careless answer gives itself away.
"""

import gzip
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any

MARKER = "zqxjmarker"
RAW = "here goes the text"
JSON = "application/json"
# Some parsers give up at a thousand; before that something of ours may.
DEPTHS = (50, 200, 900, 10_000)
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
# Right for no value of the other kinds; null may be right anywhere, and comes with a field too many.
OF_OTHER_KINDS: tuple[Any, ...] = (True, -1, "5", 2**63)
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
    """A body with what is said of it, and the field that its refusal has to name, if one."""

    how: str
    content: bytes
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": JSON})
    names: str | None = None


Mutation = Callable[[Random, dict[str, Any]], Wrong]


def unknown_field(random: Random, right: dict[str, Any]) -> Wrong:
    return _json("an unknown field", right | {f"{MARKER}_{random.randrange(100)}": MARKER})


def server_owned_field(random: Random, right: dict[str, Any]) -> Wrong:
    return _json("a field of the server's", right | {random.choice(SERVER_OWNED): MARKER, MARKER: 1})


def wrong_value(random: Random, right: dict[str, Any]) -> Wrong:
    """One value anywhere becomes what nothing here takes."""
    wrong = _with_a_place(right)
    place, key = random.choice(_places(wrong))
    place[key] = random.choice(WRONG_VALUES)
    return _json(f"another value in {key!r}", wrong)


def other_kind_of_value(random: Random, right: dict[str, Any]) -> Wrong:
    """One value anywhere becomes what only another field would take, or null."""
    wrong = _with_a_place(right)
    place, key = random.choice(_places(wrong))
    was = place[key]
    others = [one for one in OF_OTHER_KINDS if type(one) is not type(was) or one in (-1, 2**63)]
    place[key] = random.choice([*others, None])
    return _json(f"{place[key]!r} in {key!r}", wrong | {MARKER: MARKER} if place[key] is None else wrong)


def raw_number(random: Random, right: dict[str, Any]) -> Wrong:
    number = random.choice(RAW_NUMBERS)
    return Wrong(f"the number {number[:10]}", _with_raw(random, right, number).encode())


def broken_name(random: Random, right: dict[str, Any]) -> Wrong:
    wrong = deepcopy(right)
    objects = [one for one in (wrong, *_values(wrong)) if isinstance(one, dict)]
    random.choice(objects)[MARKER + random.choice(("\ud800", "\udfff", "\0", "\u202e"))] = MARKER
    return _json("a broken name", wrong)


def cut(random: Random, right: dict[str, Any]) -> Wrong:
    whole = json.dumps(right | {MARKER: MARKER}).encode()
    return Wrong("cut", whole[: random.randrange(1, len(whole))])


def deep(random: Random, right: dict[str, Any]) -> Wrong:
    depth = random.choice(DEPTHS)
    opening, closing = random.choice((("[", "]"), ('{"a":', "}"), (f'{{"{MARKER}":', "}")))
    closed = closing * depth if random.random() < 0.8 else ""
    inner = f'"{MARKER}"' if random.random() < 0.5 else "1"
    return Wrong(f"{depth} deep", _with_raw(random, right, opening * depth + inner + closed).encode())


def too_large(random: Random, right: dict[str, Any]) -> Wrong:
    return Wrong("10 MB", json.dumps(right | {MARKER: MARKER * (TEN_MEGABYTES // len(MARKER))}).encode())


def other_encoding(random: Random, right: dict[str, Any]) -> Wrong:
    """Right but for its letters, or for what its headers say of them."""
    whole = json.dumps(right)
    encoding = random.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp037"))
    said = random.choice(("latin-1", "utf-7", "utf-16", MARKER))
    kind = random.choice((JSON, f"{JSON}; charset=utf-8", f"{JSON}; charset={encoding}"))
    return random.choice(
        (
            Wrong(encoding, whole.encode(encoding), {"Content-Type": kind}),
            Wrong(f"as {said}", whole.encode(), {"Content-Type": f"{JSON};charset={said}"}),
            Wrong(
                "packed", gzip.compress(whole.encode()), {"Content-Type": JSON, "Content-Encoding": "gzip"}
            ),
            Wrong("as packed", whole.encode(), {"Content-Type": JSON, "Content-Encoding": MARKER}),
        )
    )


def twice_the_same_name(random: Random, right: dict[str, Any]) -> Wrong:
    """Right for whoever lets the last of the two win."""
    wrong = deepcopy(right) or {"id": MARKER}
    chosen = random.choice([inner for inner in (wrong, *_values(wrong)) if inner and isinstance(inner, dict)])
    name = random.choice(list(chosen))
    first = {RAW: {MARKER: MARKER}, **chosen}
    chosen.clear()
    chosen.update(first)
    return Wrong(f"{name!r} twice", json.dumps(wrong).replace(f'"{RAW}"', json.dumps(name)).encode())


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
    return Wrong(f"as {kind!r}", json.dumps(right).encode(), {"Content-Type": kind})


def lying_length(random: Random, right: dict[str, Any]) -> Wrong:
    """Longer than anything may be. The server itself cuts to a shorter one, and lets no other text pass."""
    said = str(random.randrange(TEN_MEGABYTES, 10**12))
    return Wrong(f"length {said}", json.dumps(right).encode(), {"Content-Type": JSON, "Content-Length": said})


MUTATIONS: tuple[tuple[Mutation, int], ...] = (
    (unknown_field, 4), (server_owned_field, 5), (wrong_value, 12), (other_kind_of_value, 12),
    (raw_number, 8), (broken_name, 5), (cut, 8), (deep, 6), (too_large, 1), (other_encoding, 8),
    (twice_the_same_name, 5), (no_object, 8), (garbage, 6), (noise, 6), (other_kind, 6), (lying_length, 4),
)  # fmt: skip


def mutated(random: Random, right: dict[str, Any]) -> Wrong:
    """Any of them, the cheap ones more often."""
    mutations, weights = zip(*MUTATIONS, strict=True)
    chosen: Mutation = random.choices(mutations, weights)[0]
    return chosen(random, right)


def _json(how: str, body: Any) -> Wrong:
    return Wrong(how, json.dumps(body).encode())


def _with_a_place(right: dict[str, Any]) -> dict[str, Any]:
    return deepcopy(right) if right else {"\0": None}


def _with_raw(random: Random, right: dict[str, Any], raw: str) -> str:
    """The body as JSON, in which one value anywhere is this text."""
    wrong = deepcopy(right) or {MARKER: None}
    place, key = random.choice(_places(wrong))
    place[key] = RAW
    return json.dumps(wrong).replace(f'"{RAW}"', raw)


def _values(value: Any) -> list[Any]:
    return [place[key] for place, key in _places(value)]


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every value inside, as its container and its key."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [place for key in keys for place in [(value, key), *_places(value[key])]]
