"""A pack as a clinic reads, signs and sets it."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class AdjustableNumber(BaseModel):
    """`number` is the one in use at the clinic, `pack_number` the pack's own; both bounds may be set."""

    name: str
    number: float
    pack_number: float
    unit: str
    lowest: float
    highest: float
    weaker_upwards: bool


class RuleSource(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    title: str
    publisher: str
    section: str


class SignableRule(BaseModel):
    """`by_default`: signed with the rest unless it is left out; otherwise it needs a tick of its own.

    `sentence` has the pack's own numbers; those in use are in `numbers`.
    """

    rule: str
    title: str
    level: str
    level_words: str
    sentence: str
    mark: str
    basis: str
    source: RuleSource
    by_default: bool
    in_force: bool
    numbers: list[AdjustableNumber]


class NamedChange(BaseModel):
    """One thing of a rule or of the pack in both texts, by its name; null where it is not there."""

    name: str
    before: str | None
    after: str | None


class RuleChange(BaseModel):
    """What the newer text does in another way: the rule's sentence in both texts, null where it has none."""

    rule: str
    title: str
    before: str | None
    after: str | None
    named: list[NamedChange]


class SignatureChanges(BaseModel):
    """What a signature changed against the one of that version, hash, name and time.

    `added` and `removed` came into force and went out of it; `milder` are the rules whose text is milder than
    when they were last in force; `changes` are those of the text in words, of rules in force or not, and null
    where the older text is not readable any more, as are `pack_changes`: those outside of its rules, named in
    words.
    """

    version: str
    hash: str
    signed_by: str
    signed_at: datetime
    added: list[str]
    removed: list[str]
    milder: list[str]
    changes: list[RuleChange] | None
    pack_changes: list[NamedChange] | None


class SignaturePublic(BaseModel):
    """`changed` is against the signature before, standing or not; null for the first of a pack."""

    version: str
    hash: str
    rules: list[str]
    left_out: list[str]
    reason: str
    signed_by: str
    signed_at: datetime
    in_force_from: date
    changed: SignatureChanges | None


class NewerText(BaseModel):
    """`changes` since the text that stands signed, and `pack_changes` outside of its rules, named in words.

    Both are empty where only examples or remarks are others.
    """

    version: str
    hash: str
    rules: list[SignableRule]
    changes: list[RuleChange]
    pack_changes: list[NamedChange]


class WithdrawalPublic(BaseModel):
    """`rules` were in force until then; leaving one out of the next signature needs a reason."""

    withdrawn_by: str
    withdrawn_at: datetime
    reason: str
    rules: list[str]


class ClinicPack(BaseModel):
    """`rules` are those of the text named by `hash`: what is in force, else what can be signed.

    `withdrawal` is the last one, where nobody has signed since.
    `newer` is another text of the pack that came with an update and waits for a signature.
    `milder` are rules of the text that can be signed, milder than when they were last in force here: with one
    of them a signature needs a reason.
    """

    pack: str
    title: str
    publisher: str
    state: Literal["in_force", "unsigned"]
    needs_signature: bool
    version: str
    hash: str
    rules: list[SignableRule]
    signature: SignaturePublic | None
    withdrawal: WithdrawalPublic | None
    newer: NewerText | None
    milder: list[str]


class ClinicGuidance(BaseModel):
    items: list[ClinicPack]
    next: str | None
