"""Phone numbers: kept as they are dialled from anywhere, shown as people of the region write them."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

SHORT_NUMBER = re.compile(r"[0-9]{3,6}")


def is_region(region: str) -> bool:
    """Whether numbers of this ISO 3166 region are known."""
    return region in phonenumbers.SUPPORTED_REGIONS


def full_number(text: str, *, region: str) -> str | None:
    """The number in E.164, or None when nobody can be reached there."""
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    # A number without its area code would be possible too, but nobody can dial it from another town.
    possible = phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    if not possible or number.extension:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def emergency_number(text: str, *, region: str) -> str | None:
    """An emergency number as it is dialled in the region, such as 911 or 112, or else in E.164."""
    if phonenumbers.is_emergency_number(text, region):
        return phonenumbers.normalize_digits_only(text)
    return full_number(text, region=region)


def crisis_number(text: str, *, region: str) -> str | None:
    """A number for a crisis as it is dialled in the region, such as 988 or 116 123, or else in E.164."""
    digits = re.sub(r"[\s()-]", "", text)
    # First of all: where numbers of towns may be short, 116123 would become one of them, +49 116123.
    if SHORT_NUMBER.fullmatch(digits) and _is_short_number(digits, region=region):
        return digits
    return full_number(text, region=region)


def _is_short_number(digits: str, *, region: str) -> bool:
    # The list of numbers in use lags behind; one of a length that the region has will do.
    return phonenumbers.is_possible_short_number_for_region(phonenumbers.parse(digits, region), region)


def for_reading(number: str, *, region: str) -> str:
    """A kept number in the national way, or in the international way when it is another country's."""
    if not number.startswith("+"):
        return number
    parsed = phonenumbers.parse(number)
    at_home = region in phonenumbers.region_codes_for_country_code(parsed.country_code or 0)
    style = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)
