"""What an author reads when a pack is refused: where, the line, and what is wrong with it."""

from pathlib import Path
from typing import NamedTuple

WHOLE = (Path(__file__).parent / "whole.toml").read_text("utf-8")


class Slip(NamedTuple):
    """A pack with one slip of the pen: `right` became `wrong`, and the refusal names the line of `at`."""

    right: str
    wrong: str
    where: str
    at: str
    what: str

    @property
    def name(self) -> str:
        """On one line: a test is chosen by it."""
        return " ".join(f"{self.wrong} for {self.right}".split())

    @property
    def text(self) -> str:
        assert self.right in WHOLE, self.right
        return WHOLE.replace(self.right, self.wrong, 1)

    @property
    def said(self) -> str:
        line = self.text[: self.text.index(self.at)].count("\n") + 1
        return f"{self.where}, line {line}: {self.what}"


THE_PACK = (
    Slip('id = "whole"\n', "", "The pack", "# A made-up pack", "has no id"),
    Slip('id = "whole"', "id = 7", "The pack", "id = 7", "has no id"),
    Slip('version = "2"\n', "", "The pack", "# A made-up pack", "has no version"),
    Slip("general =", "generell =", "The pack", "generell", "does not know generell"),
    Slip(
        'document = "book"', 'document = "rumour"', "The pack", "document", "document 'rumour' is not known"
    ),
    Slip('core = ["nausea"', "core = [7", "The pack", "core", "core is not a list of words"),
    Slip('core = ["nausea"', 'core = [""', "The pack", "core", "core is not a list of words"),
    Slip(
        'core = ["nausea", "diarrhea"]', 'core = "nausea"', "The pack", "core", "core is not a list of words"
    ),
    Slip('core = ["nausea"', 'core = ["hiccups"', "The pack", "core", "core 'hiccups' is not known"),
    Slip('["rash", "nausea"]', '["hiccups"]', "The pack", "also_asked", "also_asked 'hiccups' is not known"),
    Slip('["weight"]', '["height"]', "The pack", "also_measured", "also_measured 'height' is not known"),
    Slip('["rest", "call"]', '"rest"', "The pack", "advice", "advice is not a list of words"),
    Slip('["keep_a_diary"]', "[1]", "The pack", "general", "general is not a list of words"),
    Slip('["plan", "after_hours"]', "[1]", "The pack", "questions", "questions is not a list of words"),
    Slip("[sources.book]", "[sources.booklet]", "The pack", "document", "document 'book' is not known"),
    Slip('title = "A book"\n', "", "sources book", "[sources.book]", "has no title"),
    Slip('title = "A label"\n', "", "sources label", "[sources.label]", "has no title"),
    Slip('publisher = "A publisher"', 'publisher = " "', "sources book", "publisher", "has no publisher"),
    Slip("= 2025-05-01", '= "May"', "sources book", "reviewed", "has no date reviewed"),
    Slip("= 2025-05-01", "= 2025-05-01T08:00:00", "sources book", "reviewed", "has no date reviewed"),
    Slip("reviewed =", "reviewd =", "sources book", "reviewd", "does not know reviewd"),
)

MEDICINES = (
    Slip('[[classes]]\nid = "herb"', '[[classes]]\nid = "tea"', "medicine sage", "class =",
        "class 'herb' is not known"),
    Slip('id = "root"', 'id = "root"\nname = "x"', "class root", 'name = "x"', "does not know name"),
    Slip('[[classes]]\nid = "root"', "[[classes]]", "class number 2 (without an id)", "[[classes]]\n\n",
        "has no id"),
    Slip('name = "sage tea"\n', "", "medicine sage", "[[medicines]]", "has no name"),
    Slip('name = "ginger"', 'nam = "ginger"', "medicine ginger", "nam =", "does not know nam"),
    Slip('"Salvia"', "1", "medicine sage", "brands", "brands is not a list of words"),
    Slip('["throat"]', "1", "medicine sage", "targets", "targets is not a list of words"),
    Slip('["liquid", "tablet"]', "1", "medicine sage", "forms", "forms is not a list of words"),
    Slip('atc = "L01EX99"\n', "", "medicine sage", "[[medicines]]", "has no atc"),
    Slip('rxcui = "1234"', "rxcui = 1234", "medicine sage", "rxcui", "has no rxcui"),
    Slip('"withdrawn"', '"gone"', "medicine ginger", 'market_status = "gone"',
        "market_status 'gone' is not known"),
    Slip('sources = ["label"]\n', "", "medicine ginger", '[[medicines]]\nid = "ginger"', "has no sources"),
    Slip('["label", "book"]', '["label", "tv"]', "medicine sage", "sources = ", "sources 'tv' is not known"),
    Slip('id = "sage"\n', "", "medicine number 1 (without an id)", "[[medicines]]", "has no id"),
)  # fmt: skip

SIDE_EFFECTS = (
    Slip(
        'id = "something"',
        'name = "x"',
        "side_effect number 2 (without an id)",
        'name = "x"',
        "does not know name",
    ),
    Slip('id = "something"', "", "side_effect number 2 (without an id)", "[[side_effects]]\n\n", "has no id"),
    Slip(
        '"vomiting", "glucose"',
        '"sugar"',
        "side_effect upset_stomach",
        "asked_by",
        "asked_by 'sugar' is not known",
    ),
)
