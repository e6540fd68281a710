"""The catalogue of a pack: medicines in their classes, each fact with its source."""

from collections.abc import Mapping

from api.rules.pack import Medicine, MedicineClass, Source
from api.rules.pack_table import Table

_KEYS = (
    "id", "name", "brands", "class", "targets", "forms", "atc", "rxcui", "market_status", "sources",
)  # fmt: skip
_MARKET_STATUS = {status: status for status in ("marketed", "withdrawn")}


def read_medicines(pack: Table, sources: Mapping[str, Source]) -> tuple[Medicine, ...]:
    """The pack's medicines in the order of the file.

    Raises: GuidanceError naming medicine and line.
    """
    classes = {one.word("id"): _medicine_class(one) for one in pack.tables("classes")}
    return tuple(_medicine(table, classes, sources) for table in pack.tables("medicines"))


def _medicine_class(table: Table) -> MedicineClass:
    table.refuse_others(("id",))
    key = f"class.{table.word('id')}"
    return MedicineClass(table.word("id"), f"{key}.name", f"{key}.how_it_works")


def _medicine(table: Table, classes: Mapping[str, MedicineClass], sources: Mapping[str, Source]) -> Medicine:
    table.refuse_others(_KEYS)
    cited = table.words("sources", among=sources)
    if not cited:
        table.refuse("has no sources", key="sources")
    key = f"medicine.{table.word('id')}"
    status = table.choice("market_status", _MARKET_STATUS)
    return Medicine(
        id=table.word("id"),
        name=table.word("name"),
        brands=table.words("brands"),
        medicine_class=table.choice("class", classes),
        targets=table.words("targets"),
        forms=table.words("forms"),
        atc=table.word("atc"),
        rxcui=table.word("rxcui") if "rxcui" in table.values else None,
        market_status=status,
        sources=tuple(sources[name] for name in cited),
        how_it_works_key=f"{key}.how_it_works",
        used_for_key=f"{key}.used_for",
        how_taken_key=f"{key}.how_taken",
        watch_for_key=f"{key}.watch_for",
        withdrawn_key=f"{key}.withdrawn" if status == "withdrawn" else None,
    )
