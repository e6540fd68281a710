"""The two rulebooks of a trial: what is in force, and the same with the tried pack in its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from api.rulebooks.in_force import ClinicRules, SetNumber, book_of
from api.rules.condition import Silent
from api.rules.guidance import Guidance
from api.rules.rulebook import PackInForce, RuleInForce
from api.rules.vocabulary import Level
from api.texts.sentences import asked_sentence, rule_title
from api.trials.models import Trial
from api.trials.replay import Pair, paired
from api.trials.tally import CountedRule

LANGUAGE = "en"


@dataclass(frozen=True)
class NumberInstead:
    """A number that is tried in place of the clinic's own."""

    pack: str
    rule: str
    number_name: str
    value: float
    patient_id: UUID | None = None


@dataclass(frozen=True)
class Compared:
    """The packs and numbers of both sides; a rule counts on every day, since when it is signed or not."""

    before: tuple[PackInForce, ...]
    after: tuple[PackInForce, ...]
    numbers: tuple[SetNumber, ...]
    tried_numbers: tuple[SetNumber, ...]
    tried: str

    def books(self, own: Sequence[SetNumber] = ()) -> Pair:
        """The rulebooks for a patient with these numbers of her own."""
        return paired(
            before=book_of(self.before, (*self.numbers, *own)),
            after=book_of(self.after, (*self.numbers, *self.tried_numbers, *own)),
        )


def compared_by(trial: Trial, tried: Guidance, clinic: ClinicRules) -> Compared:
    """What a trial compares, going by the clinic's rules as they are now."""
    before = whole_packs(clinic)
    new = PackInForce(tried, frozenset(trial.rules))
    others = [pack for pack in before if pack.guidance.id != tried.id]
    numbers = [NumberInstead(trial.pack, one["rule"], one["name"], one["value"]) for one in trial.numbers]
    return Compared(before, (new, *others), clinic.thresholds, tuple(numbers), tried.id)


def whole_packs(clinic: ClinicRules) -> tuple[PackInForce, ...]:
    """The packs in force, each once, without the days from which their rules were signed."""
    packs: dict[str, PackInForce] = {}
    for pack in clinic.packs:
        known = packs.get(pack.guidance.id)
        rules = rules_of(pack) | (rules_of(known) if known else frozenset())
        packs[pack.guidance.id] = replace(pack, rules=rules, since=None)
    return tuple(packs.values())


def rules_of(pack: PackInForce) -> frozenset[str]:
    return frozenset(rule.id for rule in pack.guidance.rules) if pack.rules is None else pack.rules


def counted_rules(compared: Compared) -> list[CountedRule]:
    """Every rule of either side that opens alerts, those of the tried pack first; worded as it is tried."""
    books = compared.books()
    rules: dict[str, RuleInForce] = {}
    for one in sorted(_alerting(books), key=lambda one: one.pack != compared.tried):
        rules.setdefault(one.rule.id, one)
    return [
        CountedRule(
            rule=name,
            title=_title(one),
            sentence=asked_sentence(one.rule, LANGUAGE, one.adjusted),
            is_tried=one.pack == compared.tried,
        )
        for name, one in rules.items()
    ]


def _title(one: RuleInForce) -> str:
    try:
        return rule_title(one.rule.id, one.rule.condition, LANGUAGE)
    except StopIteration:
        return one.rule.id  # a rule of a draft about other findings: nobody has given it a title yet


def _alerting(books: Pair) -> Iterator[RuleInForce]:
    for book in (books.after, books.before):
        for one in book.rules:
            # Silence is a nurse's matter and opens no alert.
            if one.rule.level is not Level.WATCH and not isinstance(one.rule.condition, Silent):
                yield one
