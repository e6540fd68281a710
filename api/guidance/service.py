"""The published guidance in words: whole packs, and the medicines that they know."""

from functools import lru_cache

from api.errors import NotFound
from api.guidance.models import CataloguePage, GuidancePage, GuidanceSummary
from api.rules.guidance import DOCUMENT, catalogue, published
from api.texts.sentences import GuidanceInWords, MedicineInWords, guidance_in_words, medicine_in_words


def list_guidance() -> GuidancePage:
    """Every pack whose medicines and rules the diary knows."""
    summaries = [
        GuidanceSummary(
            id=pack.id,
            version=pack.version,
            hash=pack.hash,
            title=pack.source.title,
            publisher=pack.source.publisher,
            reviewed=pack.source.reviewed,
            needs_signature=pack.id != DOCUMENT,
        )
        for pack in published().values()
    ]
    return GuidancePage(items=summaries, next=None)


# Anyone may ask for any language; only so many are worth keeping.
@lru_cache(maxsize=32)
def get_guidance(pack: str, language: str) -> GuidanceInWords:
    """One pack, in English where the language is not there yet. Raises: NotFound."""
    if pack not in published():
        raise NotFound
    return guidance_in_words(published()[pack], language)


def find_medicines(query: str, *, language: str) -> CataloguePage:
    """The medicines of all packs whose name or brand contains the query; all of them without one."""
    found = [
        medicine_in_words(medicine, pack, language)
        for pack in published().values()
        for medicine in catalogue(pack, query)
    ]
    return CataloguePage(items=found, next=None)


def catalogue_medicine(catalogue_id: str, *, language: str) -> MedicineInWords | None:
    """What the packs know about a medicine, or None when none of them knows it."""
    return next(
        (
            medicine_in_words(medicine, pack, language)
            for pack in published().values()
            for medicine in pack.medicines
            if medicine.id == catalogue_id
        ),
        None,
    )
