"""What every screen of the page has to stand: axe, touch, type, width."""

from collections.abc import Mapping
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

Theme = Literal["light", "dark"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTRAST = ["color-contrast", "color-contrast-enhanced"]
EVERY_RULE = {
    "runOnly": {"type": "tag", "values": RULES},
    "rules": {"color-contrast-enhanced": {"enabled": True}},
    "resultTypes": ["violations"],
}
ONLY_CONTRAST = {"runOnly": {"type": "rule", "values": CONTRAST}, "resultTypes": ["violations"]}

# What lies behind an open dialog cannot be reached, and was looked at before.
RUN = """options => axe.run(document.querySelector("dialog[open]") ?? document, options)"""
SMALL_TARGETS = """least => {
  const seen = (one) => one.checkVisibility({ checkVisibilityCSS: true })
    && !one.closest(".visually-hidden, .skip");
  const isBox = (one) => one.matches("input[type=radio], input[type=checkbox]");
  const whole = (one) => (isBox(one) ? one.closest("label") ?? one : one);
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter(seen).map(whole)
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([one, { width, height }]) => Math.round(Math.min(width, height)) < least)
    .map(([one, { width, height }]) => `${one.outerHTML.slice(0, 90)} is ${width} x ${height}`);
}"""
SMALL_TYPE = """least => {
  const said = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  return [...document.body.querySelectorAll("*")]
    .filter((one) => one.checkVisibility() && said(one) && parseFloat(getComputedStyle(one).fontSize) < least)
    .map((one) => `${one.outerHTML.slice(0, 90)} in ${getComputedStyle(one).fontSize}`);
}"""
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"


def violations_in_both_themes(page: Page) -> list[str]:
    """What axe finds, a line each: the theme, the rule, where, and why."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # A theme only changes colours.
    return _violations(page, "light", EVERY_RULE) + _violations(page, "dark", ONLY_CONTRAST)


def _violations(page: Page, theme: Theme, options: Mapping[str, object]) -> list[str]:
    page.emulate_media(color_scheme=theme)
    return [
        f"{theme}: {rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in page.evaluate(RUN, options)["violations"]
        for node in rule["nodes"]
    ]


def small_targets(page: Page, *, least: int) -> list[str]:
    """Controls that a finger would miss. Units: CSS pixels."""
    found: list[str] = page.evaluate(SMALL_TARGETS, least)
    return found


def small_type(page: Page, *, least: int) -> list[str]:
    """Text in a smaller size. Units: CSS pixels."""
    found: list[str] = page.evaluate(SMALL_TYPE, least)
    return found


def sideways_pixels(page: Page) -> int:
    """How far the page is wider than the screen. Units: CSS pixels; 0 or less is none."""
    found: int = page.evaluate(SIDEWAYS)
    return found
