"""The page's evaluator says of every case what the server's says; 0 differences are let through."""

import gzip
import json
import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

import pytest
from playwright.sync_api import Browser, Page

from api.rules.evaluate import findings_in
from api.rules.guidance import published
from api.rules.vocabulary import MEASUREMENTS
from tests.rules.cases import (
    DIARIES_A_SHARD,
    RANDOM_SHARDS,
    Cases,
    a_few_of_each,
    boundaries,
    examples,
    of_made_up_rules,
    pairs,
    pairs_in,
    random_shard,
)
from tests.rules.made_up_rules import three_attribute_symptoms
from tests.support.scripts import page_with_scripts

pytestmark = pytest.mark.browser

CHUNK = 2_000
# The answers stay on the page, where only their hash is wanted: they are far more than the diaries.
# Packed, since what goes to a page is written anew several times on the way.
EVALUATE = """async (packed) => {
  const { Judging, evaluate } = await import("/js/rules.js");
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const text = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const { rules, diaries, today, verdicts_every } = await new Response(text).json();
  window.said = diaries.map((diary, place) => {
    const { findings, verdicts } = place % verdicts_every === 0
      ? evaluate(diary, rules, today) : { findings: new Judging(diary, rules).findings(), verdicts: [] };
    return JSON.stringify([
      findings.map((one) => [
        one.rule, one.level, one.first_day, one.last_day, one.past_document_limit, one.missing_days,
        one.evidence.map((e) => [e.day, e.symptom, e.attribute, e.values, e.unit, e.usual, e.as_written])]),
      verdicts.map((one) => [
        one.rule, one.verdict, one.progress.have, one.progress.need, one.unknown_days, one.unknown_usual]),
    ]);
  });
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(window.said.join("\\n")));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}"""
SAID = "() => window.said"
WHOLE = """async (text) => {
  const { evaluate } = await import("/js/rules.js");
  const { rules, diaries, today } = JSON.parse(text);
  return JSON.stringify(diaries.map((diary) => evaluate(diary, rules, today).findings));
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with page_with_scripts(browser) as page:
        yield page


def differences(page: Page, cases: Cases) -> list[tuple[str, str]]:
    """Where the two do not say the same; says how much was compared to whoever runs `pytest -rP`."""
    found: list[tuple[str, str]] = []
    findings = 0
    for start in range(0, len(cases.diaries), CHUNK):
        is_all = len(cases.diaries) <= CHUNK
        chunk = cases if is_all else replace(cases, diaries=cases.diaries[start : start + CHUNK])
        expected = chunk.expected
        findings += sum(not one.startswith("[[],") for one in expected)
        packed = b64encode(gzip.compress(chunk.as_json().encode(), compresslevel=1)).decode()
        if page.evaluate(EVALUATE, packed) != sha256("\n".join(expected).encode()).hexdigest():
            said = page.evaluate(SAID)
            found += [both for both in zip(expected, said, strict=True) if both[0] != both[1]]
            assert found != []
    sys.stdout.write(
        f"{len(cases.diaries)} diaries, {len(cases.book.rules)} rules, "
        f"{findings} diaries with findings, {len(found)} differences\n"
    )
    assert findings > 0
    return found


def test_the_page_and_the_server_agree_about_every_example(page: Page) -> None:
    for cases, count in examples():
        assert count > 0
        assert differences(page, cases) == []


def test_a_finding_on_the_page_is_the_json_that_the_server_stores(page: Page) -> None:
    cases = boundaries()

    said = json.loads(page.evaluate(WHOLE, cases.as_json()))

    findings = [[one.to_json() for one in findings_in(diary, cases.book)] for diary in cases.diaries]
    assert said == findings


def test_the_page_and_the_server_agree_around_every_number_of_every_rule(page: Page) -> None:
    cases = boundaries()

    assert len(cases.diaries) >= 9 * 50
    assert differences(page, cases) == []


@pytest.mark.parametrize("symptom", three_attribute_symptoms())
def test_the_page_and_the_server_agree_about_every_pair_of_days(page: Page, symptom: str) -> None:
    cases = pairs(symptom)

    assert pairs_in(cases) == 15_625
    assert differences(page, cases) == []


@pytest.mark.parametrize("shard", range(RANDOM_SHARDS))
def test_the_page_and_the_server_agree_about_random_diaries_by_every_published_rule(
    page: Page, shard: int
) -> None:
    cases = random_shard(shard)

    assert len(cases.book.rules) == sum(len(guidance.rules) for guidance in published().values())
    assert len(cases.diaries) == DIARIES_A_SHARD
    assert RANDOM_SHARDS * DIARIES_A_SHARD == 20_000
    assert differences(page, cases) == []


def test_the_page_and_the_server_agree_about_what_no_published_rule_uses(page: Page) -> None:
    assert differences(page, of_made_up_rules()) == []


SABOTAGE = {
    "a lost day of stopping": ("/js/rules/judge.js", "at <= ordinal(stopped)", "at < ordinal(stopped)"),
    "a limit by her own number": ("/js/rules.js", "rule.adjusted.length === 0", "true"),
    "a wrong boundary": ("/js/rules/judge.js", "quantity > number ||", "quantity > number + 1 ||"),
    "at least taken as above": ("/js/rules/judge.js", 'how === "at_least" && quantity === number', "false"),
    "a pound that is too light": ("/js/rules/facts.js", "0.45359237", "0.45"),
    "no bridge": ("/js/rules/runs.js", "- 1 <= bridged_days", "- 1 < bridged_days"),
    "a crisis that others grade": ("/js/rules.js", "ungraded.length > 0", "false"),
    "each sign of one finding counted": ("/js/rules/together.js", "(isAboutAny(condition) ?", "(true ?"),
    "two together taken as no": ("/js/rules/verdicts.js", "mostSymptoms(choices) >=", "0 >="),
    "no usual named": ("/js/rules/judge.js", "this.isAnswered(condition, at) ?", "false ?"),
    "unknown taken as no": ("/js/rules/judge.js", "?.isMet ?? null", "?.isMet ?? false"),
}


@pytest.mark.parametrize("what", SABOTAGE)
def test_a_page_that_reads_the_rules_wrongly_is_caught(browser: Browser, what: str) -> None:
    script, right, wrong = SABOTAGE[what]

    with page_with_scripts(browser, {script: (right, wrong)}) as page:
        found = differences(page, a_few_of_each())

    assert len(found) > 0


def test_the_page_knows_the_same_measurements(page: Page) -> None:
    known = page.evaluate('async () => [...(await import("/js/rules/facts.js")).MEASUREMENTS]')

    assert sorted(known) == sorted(MEASUREMENTS)
