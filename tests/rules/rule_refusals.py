"""The same for the rules of a pack: their numbers, conditions and examples."""

from tests.rules.refusals import WHOLE, Slip

STOOLS, RISE, LOSS, TWO, SILENCE = "rule stools", "rule rise", "rule loss", "rule two", "rule silence"
RULE = "[[rules]]"
OF_STOOLS, OF_RISE, OF_LOSS = "when = { reading", "when = { all", 'when = { reading = "weight.value"'
NO_SCALE = 'reading = "diarrhea.count", at_least = 4'


def rule(right: str, wrong: str, at: str, what: str, where: str = STOOLS) -> Slip:
    return Slip(right, wrong, where, at, what)


RULES = (
    rule('id = "rise"', 'id = "stools"', 'id = "stools"\nlevel = "urgent"',
        "this id is taken by an earlier rule"),
    rule('id = "stools"\n', "", RULE, "has no id", "rule number 1 (without an id)"),
    rule("basis =", "bases =", "bases", "does not know bases"),
    rule('level = "call"', 'level = "panic"', "level =", "level 'panic' is not known"),
    rule('mark = "F"', 'mark = "X"', "mark =", "mark 'X' is not known"),
    rule("optional = true", 'optional = "yes"', "optional", "optional is neither true nor false", RISE),
    rule('advice = "rest"', 'advice = "tea"', 'advice = "tea"', "advice 'tea' is not known", RISE),
    rule('source = "label"', 'source = "tv"', 'source = "tv"', "source 'tv' is not known", RISE),
    rule('section = "One"\n', "", RULE, "has no section"),
    rule('basis = "A guess"', 'basis = ""', 'basis = ""', "has no basis", RISE),
    rule("in_force_since = 2026-01-02", "in_force_since = 2026", "in_force_since",
        "has no date in_force_since"),
    rule("days_in_a_row = 2", "days_in_a_row = 0", "days_in_a_row", "days_in_a_row is less than 1"),
    rule("days_in_a_row = 2", "days_in_a_row = 2.0", "days_in_a_row",
        "has no whole number of days days_in_a_row"),
    rule("days_in_a_row = 2", "days_in_a_row = true", "days_in_a_row",
        "has no whole number of days days_in_a_row"),
    rule("bridged_days = 1", "bridged_days = -1", "bridged_days", "bridged_days is less than 0"),
    rule("document_days = 3", "document_days = 1", "document_days", "document_days is less than 2"),
    rule("[1, 4]", "[3, 4]", "adjust_days", "adjust_days must hold days_in_a_row, and begin at 1 or later"),
    rule("[1, 4]", "[1, 1]", "adjust_days", "adjust_days must hold days_in_a_row, and begin at 1 or later"),
    rule("[1, 4]", "[0, 4]", "adjust_days", "adjust_days must hold days_in_a_row, and begin at 1 or later"),
    *(
        rule("[1, 4]", wrong, "adjust_days", "adjust_days is not a list of the lowest and the highest number")
        for wrong in ("[4, 1]", "[1]", "[1, 2, 3]", '"1 to 4"', '["1", "4"]', "[true, 4]", "[1, inf]",
            "[nan, 4]")
    ),
    rule("[1, 4]", "[1.5, 4]", "adjust_days", "adjust_days is not two whole numbers of days"),
    rule("[1, 4]", "[1, 4.5]", "adjust_days", "adjust_days is not two whole numbers of days"),
    rule("[1, 4]", "[1, 22]", "adjust_days", "adjust_days is more than 21, and no more days are read"),
    rule('{ classes = ["herb"], ', '{ clases = ["herb"], ', "while_taking", "does not know clases"),
    rule("days_after = 14", "days_after = -1", "while_taking", "days_after is less than 0"),
    rule("days_after = 14", 'days_after = "x"', "while_taking", "has no whole number of days days_after"),
    rule('["ginger"], days_after', '"ginger", days_after', "while_taking",
        "medicines is not a list of words"),
    rule('classes = ["herb"],', 'classes = "herb",', "while_taking", "classes is not a list of words"),
    rule(
        '{ classes = ["herb"], medicines = ["ginger"], days_after = 14 }', "{ days_after = 14 }",
        "while_taking", "names neither classes nor medicines",
    ),
    rule(
        '{ classes = ["herb"], medicines = ["ginger"], days_after = 14 }', '"ginger"',
        "while_taking", "has no while_taking",
    ),
    rule(
        'id = "silence"\nlevel = "watch"', 'id = "silence"\nlevel = "call"',
            'level = "call"\nmark = "F"\nwhen = { silent',
        "a rule about silent days has the level watch: a nurse calls her", SILENCE,
    ),
    rule('level = "emergency"', 'level = "call"', 'level = "call"\nmark = "F"\nwhen = { tog',
         "symptoms together must be worse than each alone", TWO),
    rule('level = "emergency"', 'level = "watch"', 'level = "watch"\nmark = "F"\nwhen = { tog',
         "symptoms together must be worse than each alone", TWO),
)  # fmt: skip

CONDITIONS = (
    rule("when = { silent_days = 3 }", "when = 3", "when = 3", "has no when", SILENCE),
    rule("silent_days = 3", "silent_days = 0", "when = { silent", "silent_days is less than 1", SILENCE),
    rule("silent_days = 3", "silent_days = 3, days = 1", "when = { silent", "does not know days", SILENCE),
    rule("symptoms = 2", "symptoms = 1", "when = { together", "symptoms is less than 2", TWO),
    rule("symptoms = 2", "symptoms = 2, days = 1", "when = { together", "does not know days", TWO),
    rule('together = "call"', 'together = "panic"', "when = { together", "together 'panic' is not known",
        TWO),
    rule('{ has = "ostomy" }', '{ has = "wings" }', OF_RISE, "has 'wings' is not known", RISE),
    rule('{ has = "ostomy" }', '{ has = "ostomy", days = 1 }', OF_RISE, "does not know days", RISE),
    rule('{ has = "ostomy" }', "{ silent_days = 1 }", OF_RISE, "silent_days stands alone in a rule", RISE),
    rule('{ has = "ostomy" }', '{ together = "call" }', OF_RISE, "together stands alone in a rule", RISE),
    rule('{ yes = "rash" }', '{ yes = "nausea" }', OF_RISE, "yes 'nausea' is not known", RISE),
    rule('{ yes = "rash" }', '{ yes = "rash", unit = "points" }', OF_RISE, "does not know unit", RISE),
    rule('{ yes = "rash" }', '{ all = [{ yes = "rash" }] }', OF_RISE, "all needs two conditions or more",
        RISE),
    rule('{ yes = "rash" }', '{ any = [{ yes = "rash" }] }', OF_RISE, "any needs two conditions or more",
        RISE),
    rule('{ yes = "rash" }', '{ any = "rash" }', OF_RISE, "any is not a list of conditions", RISE),
    rule('{ yes = "rash" }', '{ all = ["rash"] }', OF_RISE, "all is not a list of conditions", RISE),
    rule('{ yes = "rash" }', "{ all = [], unit = 1 }", OF_RISE, "does not know unit", RISE),
    rule(
        "when = { silent_days = 3 }", 'when = { all = [{ has = "ostomy" }, { has = "ostomy" }] }',
        "when = { all = [{ has", "can be met by a baseline alone, with nothing written", SILENCE,
    ),
    rule(
        "when = { silent_days = 3 }", 'when = { any = [{ yes = "rash" }, { has = "ostomy" }] }',
        "when = { any", "can be met by a baseline alone, with nothing written", SILENCE,
    ),
    rule(
        '{ yes = "rash" }, { has = "ostomy" }',
        ", ".join(2 * ['{ reading = "sad.severity", above = 2, unit = "points", adjust = [1, 3] }']),
        OF_RISE, "two adjustable numbers have the same name", RISE,
    ),
    rule('reading = "diarrhea.count"', "reading = 4", OF_STOOLS, "has no reading"),
    rule("at_least = 4,", "at_leest = 4,", OF_STOOLS, "does not know at_leest"),
    rule('"diarrhea.count", at', '"diarhea.count", at', OF_STOOLS, "reading 'diarhea.count' is not known"),
    rule('"diarrhea.count", at', '"diarrhea.severity", at', OF_STOOLS,
        "reading 'diarrhea.severity' is not known"),
    rule('"*.severity"', '"*.colour"', OF_RISE, "reading '*.colour' is not known", RISE),
    rule(
        '"temperature.value"', '"temperature.systolic"', OF_RISE,
        "reading 'temperature.systolic' is not known", RISE,
    ),
    rule("at_least = 4, unit", "unit", OF_STOOLS, "has not exactly one of at_least, above and below"),
    rule("at_least = 4,", "at_least = 4, below = 9,", OF_STOOLS,
        "has not exactly one of at_least, above and below"),
    rule('"usual_stools"', '"others"', OF_STOOLS, "against 'others' is not known"),
    rule('"loose_stools_per_day"', '"points"', OF_STOOLS, "unit 'points' is not known"),
    rule('"loose_stools_per_day"', '"kg"', OF_STOOLS, "unit 'kg' is not known"),
    rule(
        '"diarrhea.count", at_least', '"vomiting.count", at_least', OF_STOOLS,
        "only diarrhea.count can be compared with usual_stools",
    ),
    rule(
        '"weight.value", at_least', '"heart_rate.value", at_least', "when = { reading = \"heart",
        "only weight.value can be compared with the usual weight", LOSS,
    ),
    rule('unit = "percent"', 'unit = "kg"', OF_LOSS, "unit 'kg' is not known", LOSS),
    rule("at_least = 5,", "at_least = 100.5,", OF_LOSS, "at_least is not between 0 and 100", LOSS),
    rule("at_least = 4,", "at_least = 100,", OF_STOOLS, "at_least is not between 0 and 99"),
    rule("at_least = 4,", "at_least = 0,", OF_STOOLS, "at_least is not between 0 and 99"),
    rule("below = 36,", "below = 45.1,", OF_RISE, "below is not between 0 and 45", RISE),
    rule("above = 1.5,", "above = 4.5,", OF_RISE, "above is not between 0 and 4", RISE),
    *(
        rule("at_least = 4,", f"at_least = {wrong},", OF_STOOLS, "has no number at_least")
        for wrong in ("true", '"4"', "nan", "inf")
    ),
    rule("adjust = [2, 6]", "adjust = [5, 6]", OF_STOOLS, "adjust does not hold the rule's own number"),
    rule("adjust = [2, 6]", "adjust = [2, 3]", OF_STOOLS, "adjust does not hold the rule's own number"),
    rule("adjust = [2, 6]", "adjust = 3", OF_STOOLS,
        "adjust is not a list of the lowest and the highest number"),
    *(
        rule("adjust = [2, 6]", f"adjust = {wrong}", OF_STOOLS,
            "adjust is not between 0 and 99, and no diary can hold more or less")
        for wrong in ("[0, 6]", "[-1, 6]", "[2, 100]")
    ),
    *(
        rule("adjust = [2, 6]", f"adjust = {wrong}", OF_STOOLS,
            "adjust is not two whole numbers, and a count is one")
        for wrong in ("[2.5, 6]", "[2, 6.5]")
    ),
    rule("at_least = 4,", "at_least = 3.5,", OF_STOOLS,
        "at_least 3.5 is no whole number, and a count is one"),
    *(
        rule("below = 36,", f"below = 36, adjust = {wrong},", OF_RISE,
            "adjust is not between 25 and 45, and no diary can hold more or less", RISE)
        for wrong in ("[24.9, 36]", "[36, 45.1]")
    ),
    rule("below = 36,", "below = 36, adjust = [25, 36],", OF_RISE,
        "adjust lets a clinic set 25, which no diary can ever meet", RISE),
    rule("above = 1.5,", "above = 1.5, adjust = [1.5, 4],", OF_RISE,
        "adjust lets a clinic set 4, which no diary can ever meet", RISE),
    *(
        rule("at_least = 5,", f"at_least = 5, adjust = {wrong},", OF_LOSS,
            "adjust is not between 0 and 100, and no diary can hold more or less", LOSS)
        for wrong in ("[0, 5]", "[5, 100.5]")
    ),
    rule('name = "stools"', 'name = " "', OF_STOOLS, "has no name"),
    rule('name = "stools"', "last_days = 7", OF_STOOLS, 'last_days goes with against = "last_days"'),
    rule('name = "stools"', "known_days = 7", OF_STOOLS, 'known_days goes with against = "last_days"'),
    rule("last_days = 7,", "", OF_RISE, "has no whole number of days last_days", RISE),
    rule("last_days = 7,", "last_days = 0,", OF_RISE, "last_days is less than 1", RISE),
    rule("known_days = 3 }", "known_days = 0 }", OF_RISE, "known_days is less than 1", RISE),
    rule(", known_days = 3 }", " }", OF_RISE, "has no whole number of days known_days", RISE),
    rule("known_days = 3 }", "known_days = 8 }", OF_RISE, "known_days is more than last_days", RISE),
)  # fmt: skip


def example(right: str, wrong: str, what: str, number: int = 1, where: str = STOOLS, at: str = "") -> Slip:
    """It is told with the line on which the example stands."""
    return Slip(right, wrong, where, at or wrong, f"example {number} {what}")


NEEDS = "needs days and finding, and no unknown words"
OF_TWO = "examples = [{ days = [{"
SILENT = WHOLE[WHOLE.index('[{ days = ["-"], finding = "none" }') :].partition("\n\n")[0]
EXAMPLES = (
    rule(SILENT, "[]", "examples = []", "has no examples", SILENCE),
    rule(SILENT, '"-"', 'examples = "-"', "has no examples", SILENCE),
    example(SILENT, '["-"]', NEEDS, 1, SILENCE, 'examples = ["-"]'),
    example('[0], finding = "none"', "[0]", NEEDS, 2, at="{ days = [0] }"),
    example('days = [0], finding = "none"', 'finding = "none"', NEEDS, 2, at='{ finding = "none" }'),
    example('[0], finding = "none"', '[0], finding = "none", becuase = "x"', NEEDS, 2),
    example('[0], finding = "none"', '[0], finding = "shout"',
        "expects the finding 'shout', which is not known", 2),
    example("days = [0]", "days = []", "has no days", 2),
    example("days = [0]", "days = 0", "has no days", 2),
    example("days = [0]", "days = [100]", "has a day that no diary can hold: 100", 2),
    example("days = [0]", "days = [-1]", "has a day that no diary can hold: -1", 2),
    example("days = [0]", "days = [1.5]", "has a day that no diary can hold: 1.5", 2),
    example("days = [0]", "days = [true]", "has a day that no diary can hold: True", 2),
    example("days = [0]", 'days = ["x"]', "has a day that no diary can hold: 'x'", 2),
    example("usual_stools = 1.5", "usual_stools = -1", "has usual_stools that are no number"),
    example("usual_stools = 1.5", 'usual_stools = "few"', "has usual_stools that are no number"),
    example("ostomy = true", 'ostomy = "yes"', "has an ostomy that is neither true nor false"),
    example('"100 lb"', '"100 stone"', "has a measurement that is not understood: '100 stone'"),
    example('"diarrhea.count" = 8', '"diarrhea.severity" = 8',
        "has a reading that is not known: diarrhea.severity"),
    example('"diarrhea.count" = 8', '"hiccups" = true', "has a reading that is not known: hiccups.presence"),
    example("{ rash = false }", "{ rash = 1 }", "has an answer about rash that is neither true nor false: 1",
            1, TWO, OF_TWO),
    example("{ rash = false }", "false", "has a day that does not say which reading it is: False",
            1, TWO, "examples = [{ days = [false"),
    example("{ rash = false }", '{ "nausea.severity" = 5 }', "has a day that no diary can hold: 5", 1, TWO,
        OF_TWO),
    *(
        example("95, ", f'"{wrong}", ', f"has a measurement that is not understood: '{wrong}'",
                1, LOSS, f'days = ["{wrong}')
        for wrong in ("95", " 95 kg", "95 stone", "ninety kg", "95/60 kg", "kg")
    ),
    *(
        example("95, ", f'"{wrong}", ', f"has a measurement that no diary can hold: '{wrong}'",
                1, LOSS, f'days = ["{wrong}')
        for wrong in ("1.9 kg", "400.1 kg", "883 lb")
    ),
    example('"142/91 mmHg"', '"142/19 mmHg"', "has a measurement that no diary can hold: '142/19 mmHg'",
            1, RISE, "{ days = [["),
    example('"142/91 mmHg"', '"142 mmHg"', "has a measurement that is not understood: '142 mmHg'",
            1, RISE, "{ days = [["),
)  # fmt: skip
