"""What a rule is about: the same data for the command and for the rule's page."""

import json

import pytest

import notecheck.checks
from notecheck.data import SLIPS
from notecheck.errors import SettingsError
from notecheck.explain import Explanation, explain, explanation, rules
from notecheck.findings import Rule
from notecheck.guidance import Rulebook, guidance_names
from notecheck.render.whole import sureness

GENERAL = Rulebook.load("general")
NAMED = rules().keys() & {rule for each in guidance_names() for rule in Rulebook.load(each).named}


@pytest.mark.parametrize("name", rules())
def test_every_rule_says_what_it_marks_and_where_its_limits_are(name):
    rule = rules()[name]
    for words in (rule.title, rule.marks, rule.why, rule.weak, rule.better, rule.limits):
        assert words.strip() == words
        assert len(words) > 6
    for sentence in (rule.marks, rule.why, rule.limits):
        assert sentence.endswith((".", "”)."))
        assert "notecheck" not in sentence
    assert rule.weak != rule.better


@pytest.mark.parametrize("name", sorted(NAMED))
def test_every_rule_rests_on_a_standard_of_the_general_guidance(name):
    assert explanation(name, GENERAL).standards


def test_standards_of_the_chosen_guidance_come_first_with_who_set_them():
    told = explanation("acronym", Rulebook.load("trafford"))
    assert [each.owner for each in told.standards] == ["Trafford Council", "five English authorities"]
    assert told.standards[0].standard.id == "trafford-3-abbreviations"


def test_what_only_some_authorities_ask_is_not_handed_on():
    for name in rules():
        inherited = explanation(name, Rulebook.load("trafford")).standards
        assert all(each.standard.handed_on for each in inherited if each.standard.id.startswith("general-"))


def test_figures_are_those_that_were_measured():
    told = explanation("jargon", GENERAL)
    assert told.measured is not None
    found = told.measured.right + told.measured.false_alarms
    assert f"it found {told.measured.right} of their {told.measured.cases} places" in told.figures
    assert f"{told.measured.right} of the {found} that it found were theirs" in told.figures


def test_a_rule_that_answers_for_the_whole_note_counts_answers():
    assert "questions as they did" in explanation("checklist", GENERAL).figures
    assert "questions as they did" in explanation("voice", GENERAL).figures


@pytest.mark.parametrize("name", ["spelling", "grammar", "confusable"])
def test_rules_that_look_for_the_same_slips_were_measured_together(name):
    known = json.loads(SLIPS.read_text("utf-8"))
    told = explanation(name, GENERAL)
    assert told.figures == (
        f"Measured together with the other two on {known['lines']} lines of invented notes with one slip each, which "
        f"they were not made from: they found {known['found']} of them; on notes by other writers one of their marks "
        f"in {round(known['words'] / known['false_alarms']):,} words was a false alarm."
    )
    assert told.figures in explain(name, GENERAL)
    assert "was a false alarm" in sureness(name)


def test_where_there_was_no_false_alarm_it_is_said():
    known = notecheck.measured.Planted(lines=200, found=150, false_alarms=0, words=39_997)
    figures = Explanation(rules()["spelling"], (), None, known).figures
    assert figures.endswith("on notes by other writers none of their marks in 39,997 words was a false alarm.")


def test_a_rule_that_nobody_measured_says_so():
    assert explanation("passive", GENERAL).measured is None
    assert explanation("passive", GENERAL).figures.startswith("It was not measured")


def test_a_share_is_a_hundred_only_where_nothing_is_missing():
    rule = rules()["date"]
    known = notecheck.measured.Measured(notes=24, cases=1000, right=999, false_alarms=0)
    assert "(99%)" in Explanation(rule, (), known).figures
    assert "(100%)" in Explanation(rule, (), known).figures
    none = notecheck.measured.Measured(notes=24, cases=0, right=0, false_alarms=0)
    assert "%" not in Explanation(rule, (), none).figures


def test_text_holds_all_of_it():
    told = explanation("order", GENERAL)
    text = explain("order", GENERAL)
    for words in (told.rule.title, told.rule.marks, told.rule.why, told.rule.limits, told.figures):
        assert words in text
    for each in told.standards:
        assert f"{each.standard.id} (" in text
        assert each.standard.says in text


def test_a_wording_of_several_lines_stays_together():
    lines = explain("order", GENERAL).split("\n")
    first = next(line for line in lines if line.startswith("  Weak:"))
    below = lines[lines.index(first) + 1]
    assert len(below) - len(below.lstrip()) == first.index("14.03.2023")


def test_an_unknown_rule_is_told_what_is_allowed():
    with pytest.raises(SettingsError, match="'acrid' is not known; allowed: acronym, address"):
        explanation("acrid", GENERAL)


def test_a_rule_cannot_be_made_without_its_limits():
    with pytest.raises(TypeError, match="limits"):
        Rule(name="x", part="grammar", title="X", marks="X.", why="X.", weak="x", better="y")
