"""Whether a number makes a rule milder: against the pack's own, the clinic's and the one that it replaces."""

from collections.abc import Iterable, Iterator

from api.rulebooks.in_force import ClinicRules
from api.rulebooks.models import Threshold
from api.rules.rulebook import AdjustableNumber, PackInForce, numbers_of

# The pack, the rule, and the number's name.
Named = tuple[str, str, str]


def named(one: Threshold) -> Named:
    return one.pack, one.rule, one.number_name


def pack_numbers(clinic: ClinicRules) -> dict[Named, float]:
    """The packs' own numbers that may be set at a clinic."""
    return {name: number.number for name, number in _adjustable(clinic).items()}


def rules_in_force(packs: Iterable[PackInForce]) -> frozenset[str]:
    return frozenset(
        rule.id
        for pack in packs
        for rule in pack.guidance.rules
        if pack.rules is None or rule.id in pack.rules
    )


def in_use(number: AdjustableNumber, thresholds: Iterable[Threshold], of: Named) -> Iterator[float]:
    """What was set for that number and counts; what a newer text does not allow counts no more."""
    for one in thresholds:
        if named(one) == of and number.lowest <= one.value <= number.highest:
            yield one.value


def is_milder(number: AdjustableNumber, value: float, *, than: float) -> bool:
    """Whether the rule would be met less often with the value than with the other."""
    return value > than if number.weaker_upwards else value < than


def is_milder_without(clinic: ClinicRules, one: Threshold) -> bool:
    """Whether what counts after its end is milder: after a patient's the clinic's, else the pack's."""
    number = _adjustable(clinic).get(named(one))
    if number is None or not list(in_use(number, [one], named(one))):
        return False
    after = number.number
    if one.patient_id is not None:
        after = next(in_use(number, clinic.thresholds, named(one)), after)
    return is_milder(number, after, than=one.value)


def is_milder_than_the_clinics(clinic: ClinicRules, hers: Threshold) -> bool:
    """Whether a patient's number is milder than the clinic's that counts for all others."""
    number = _adjustable(clinic).get(named(hers))
    if number is None or not list(in_use(number, [hers], named(hers))):
        return False
    theirs = in_use(number, clinic.thresholds, named(hers))
    return any(is_milder(number, hers.value, than=value) for value in theirs)


def _adjustable(clinic: ClinicRules) -> dict[Named, AdjustableNumber]:
    return {
        (pack.guidance.id, rule.id, number.name): number
        for pack in clinic.packs
        for rule in pack.guidance.rules
        for number in numbers_of(rule)
    }
