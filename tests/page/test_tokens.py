"""The colours of the page: every text stands at 7:1 or more on every ground that it is used on."""

import re

import pytest

from api.page import FRONTEND

THEMES = ("light", "dark")
LEVELS = ("watch", "call", "urgent")
ENOUGH = 7.0

# Text, and what it stands on.
PAIRS = [
    *((text, ground) for text in ("ink", "ink-soft", "accent") for ground in ("paper", "card", "sunk")),
    *(("ink", f"{level}-tint") for level in LEVELS),
    *((level, f"{level}-tint") for level in LEVELS),
    *((level, ground) for level in LEVELS for ground in ("paper", "card")),
    ("emergency", "emergency-tint"),
    *((text, "accent-tint") for text in ("ink", "ink-soft", "accent")),
    ("on-accent", "accent"),
    ("on-accent", "accent-press"),
]


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme by name; the dark one only says what differs."""
    light, dark = (FRONTEND / "css" / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    css = light if theme == "light" else light + dark
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b(?![0-9a-f])", css))


def luminance(colour: str) -> float:
    """Source: WCAG 2.2, relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Source: WCAG 2.2, contrast ratio; from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_stands_out_from_its_ground(theme: str) -> None:
    colours = tokens(theme)

    ratios = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in PAIRS}

    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < ENOUGH} == {}


def test_the_dark_theme_names_every_colour_of_the_light_one() -> None:
    light, dark = (FRONTEND / "css" / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    named = re.compile(r"--([\w-]+):\s*#[0-9a-f]{6}\b")

    assert set(named.findall(light)) == set(named.findall(dark))
