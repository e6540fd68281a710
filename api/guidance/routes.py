"""Guidance over HTTP: the same for everyone, and nobody has to sign in."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.bodies import LanguageTag
from api.errors import Invalid, NotFound
from api.guidance import service
from api.guidance.models import CataloguePage, GuidancePage
from api.problems import responses
from api.texts.sentences import GuidanceInWords

router = APIRouter(prefix="/api/v1", tags=["Guidance"])
Language = Annotated[LanguageTag, Query(description="Such as `en`; English where the language is not there.")]
Words = Annotated[str, Query(max_length=100, description="A part of a medicine's name or brand.")]


@router.get("/guidance", summary="The documents that the rules come from")
async def list_guidance() -> GuidancePage:
    """Every guidance pack with its source, version and the hash that findings name."""
    return service.list_guidance()


@router.get("/guidance/{pack}", summary="One document in words", responses=responses(NotFound, Invalid))
async def get_guidance(pack: str, language: Language = "en") -> GuidanceInWords:
    """The questions of the diary, the medicines, the rules in force with their advice and source."""
    return service.get_guidance(pack, language)


@router.get("/catalogue", summary="Find a medicine", responses=responses(Invalid))
async def find_medicines(q: Words = "", language: Language = "en") -> CataloguePage:
    """Medicines by a part of their name or brand, in any case; all of them without `q`."""
    return service.find_medicines(q, language=language)
