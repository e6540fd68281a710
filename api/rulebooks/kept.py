"""The packs by which alerts were judged, with their texts, so that anyone can judge by them again."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from api.rulebooks import store
from api.rulebooks.models import GuidanceText, KeptPacks
from api.rules.guidance import Guidance, load, published, published_text
from api.rules.rulebook import PackInForce


@dataclass(frozen=True)
class FoundPacks:
    """Packs as they were in force, and the hashes of texts that are gone or are not what they were."""

    packs: tuple[PackInForce, ...]
    lost: tuple[str, ...]


def key_of(packs: Sequence[PackInForce]) -> str:
    """By which these packs are kept and found again."""
    return _hash_of(_documents(packs))


def keep_packs(connection: Connection, packs: Sequence[PackInForce]) -> str:
    """Keeps the packs and their texts unless they are kept already; gives their key."""
    key = key_of(packs)
    # Asked first: on PostgreSQL an insert would wait for whoever keeps the same at this moment.
    if store.packs_kept(connection, key) is None:
        for pack in packs:
            keep_text(connection, pack.guidance)
        store.keep(connection, KeptPacks(hash=key, packs=_documents(packs)))
    return key


def keep_text(connection: Connection, text: Guidance) -> None:
    """Keeps the text of a pack that ships; any other was kept when it was signed."""
    shipped = published().get(text.id)
    if shipped is not None and shipped.hash == text.hash:
        kept = GuidanceText(hash=text.hash, pack=text.id, version=text.version, text=published_text(text.id))
        store.keep(connection, kept)


def packs_by(connection: Connection, key: str) -> FoundPacks:
    """The packs that are kept by this key."""
    kept = store.packs_kept(connection, key)
    if kept is None or _hash_of(kept) != key:
        return FoundPacks((), (key,))
    texts = {one["hash"]: _text(connection, one["hash"]) for one in kept}
    lost = tuple(name for name, text in texts.items() if text is None)
    return FoundPacks(tuple(_in_force(kept, texts)), lost)


def _in_force(kept: Sequence[dict[str, Any]], texts: dict[str, Guidance | None]) -> Iterator[PackInForce]:
    for one in kept:
        text = texts[one["hash"]]
        if text is not None:
            rules = None if one["rules"] is None else frozenset(one["rules"])
            since = None if one["since"] is None else date.fromisoformat(one["since"])
            yield PackInForce(text, rules, since)


def _text(connection: Connection, pack_hash: str) -> Guidance | None:
    shipped = [one for one in published().values() if one.hash == pack_hash]
    if shipped:
        return shipped[0]
    kept = store.text_if_kept(connection, pack_hash)
    is_the_same = kept is not None and sha256(kept.encode()).hexdigest() == pack_hash
    return load(kept) if kept is not None and is_the_same else None


def _hash_of(documents: Sequence[dict[str, Any]]) -> str:
    text = json.dumps(documents, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _documents(packs: Sequence[PackInForce]) -> list[dict[str, Any]]:
    return [
        {
            "pack": pack.guidance.id,
            "version": pack.guidance.version,
            "hash": pack.guidance.hash,
            "rules": sorted(pack.rules) if pack.rules is not None else None,
            "since": pack.since.isoformat() if pack.since else None,
        }
        for pack in packs
    ]
