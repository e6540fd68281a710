"""Guidance packs: loaded from TOML, refused when a rule lacks source, unit or example, and published."""

import tomllib
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from api.rules.pack import (
    AskedSymptom,
    Example,
    Guidance,
    Medicine,
    MedicineClass,
    Rule,
    SideEffect,
    Source,
)
from api.rules.pack_medicines import read_medicines
from api.rules.pack_rules import read_rules
from api.rules.pack_table import GuidanceError, Table
from api.rules.vocabulary import MEASUREMENTS, SYMPTOMS

__all__ = [
    "DOCUMENT",
    "AskedSymptom",
    "Example",
    "Guidance",
    "GuidanceError",
    "Medicine",
    "MedicineClass",
    "Rule",
    "SideEffect",
    "Source",
    "catalogue",
    "load",
    "published",
]

# What the diary was made for; its rules are in force from the start.
DOCUMENT = "soft-tissue-sarcoma"

_TOP_LEVEL = (
    "id", "version", "document", "sources", "classes", "medicines", "side_effects", "rules",
    "core", "also_asked", "also_measured", "advice", "general", "questions",
)  # fmt: skip


def load(pack: str | Path) -> Guidance:
    """The guidance in a pack: its TOML text, or the path of its file.

    Raises: GuidanceError, naming rule and line, for what has no source, unit or example, and for any
    word or number that the vocabulary does not know.
    """
    content = pack.read_bytes() if isinstance(pack, Path) else pack.encode()
    text = content.decode()
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GuidanceError(f"The pack is not TOML: {error}") from error
    return _guidance(Table(document, "The pack", text=text), file_hash=sha256(content).hexdigest())


@cache
def published() -> Mapping[str, Guidance]:
    """Every pack that ships with the diary, by id: the document's first, then by file name."""
    packs = sorted(map(load, _texts()), key=lambda pack: pack.id != DOCUMENT)
    return MappingProxyType({pack.id: pack for pack in packs})


@cache
def published_text(pack: str) -> str:
    """The TOML of a pack that ships. Raises: StopIteration for any other."""
    wanted = published().get(pack)
    return next(text for text in _texts() if wanted and sha256(text.encode()).hexdigest() == wanted.hash)


@cache
def _texts() -> tuple[str, ...]:
    folder = resources.files("api.rules") / "packs"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple((folder / name).read_bytes().decode() for name in names)


def catalogue(guidance: Guidance, query: str = "") -> tuple[Medicine, ...]:
    """The medicines whose name or brand contains `query`, those that begin with it first; all without one."""
    wanted = query.strip().casefold()
    found = [one for one in guidance.medicines if any(wanted in name for name in _names(one))]
    return tuple(sorted(found, key=lambda one: not any(name.startswith(wanted) for name in _names(one))))


def _names(medicine: Medicine) -> list[str]:
    return [name.casefold() for name in (medicine.name, *medicine.brands)]


def _guidance(table: Table, *, file_hash: str) -> Guidance:
    table.refuse_others(_TOP_LEVEL)
    sources = {key: _source(one, key) for key, one in table.tables_by_key("sources").items()}
    advice = table.words("advice")
    side_effects = tuple(_side_effect(one) for one in table.tables("side_effects"))
    documented = {name for effect in side_effects for name in effect.asked_by}
    return Guidance(
        id=table.word("id"),
        version=table.word("version"),
        hash=file_hash,
        source=table.choice("document", sources),
        sources=MappingProxyType(sources),
        medicines=read_medicines(table, sources),
        side_effects=side_effects,
        symptoms=_asked_symptoms(table, documented),
        measurements=_measurements(table, documented),
        rules=read_rules(table, sources, advice=advice),
        advice=advice,
        general=table.words("general"),
        questions=table.words("questions"),
    )


def _source(table: Table, key: str) -> Source:
    table.refuse_others(("title", "publisher", "reviewed"))
    reviewed = table.day("reviewed") if "reviewed" in table.values else None
    return Source(key, table.word("title"), table.word("publisher"), reviewed, section="")


def _side_effect(table: Table) -> SideEffect:
    table.refuse_others(("id", "asked_by"))
    return SideEffect(table.word("id"), table.words("asked_by", among=SYMPTOMS.keys() | MEASUREMENTS.keys()))


def _asked_symptoms(table: Table, documented: set[str]) -> tuple[AskedSymptom, ...]:
    core = table.words("core", among=SYMPTOMS)
    asked = documented.union(table.words("also_asked", among=SYMPTOMS))
    in_order = [*core, *(name for name in SYMPTOMS if name in asked and name not in core)]
    return tuple(AskedSymptom(name, name in documented, name in core) for name in in_order)


def _measurements(table: Table, documented: set[str]) -> tuple[str, ...]:
    also = table.words("also_measured", among=MEASUREMENTS)
    return tuple(name for name in MEASUREMENTS if name in documented or name in also)
