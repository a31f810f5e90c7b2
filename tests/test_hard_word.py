"""Hard words: what is marked for whom, what is offered instead, and what is left alone."""

import re

import pytest

from notecheck.checks.hard_word import SPEC, Settings
from notecheck.data import load_lexicons

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def prepared(bare):
    return SPEC.prepare(bare, load_lexicons())


@pytest.fixture
def find(doc_of, prepared):
    def run(text, settings=None, **fields):
        doc = doc_of(text, **fields)
        return [(text[f.start : f.end], f) for f in SPEC.find(doc, prepared, settings or Settings())]

    return run


def test_only_the_first_use_is_marked(find):
    text = "😀 You were inconsolable.\r\nOn Sunday you were inconsolable again, so INCONSOLABLE."
    ((marked, finding),) = find(text)
    assert (marked, finding.start) == ("inconsolable", text.index("inconsolable"))


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        ("Dad placated him with a biscuit.", ("calmed", "soothed")),
        ("She is placating the baby.", ("calming", "soothing")),
        ("Mum curtailed the call.", ("cut short",)),
        ("Dad admonished him for running.", ()),
        ("Dad admonished the twins for running.", ("told off",)),
        ("We talked about the repercussions.", ("results", "effects")),
        ("Conversely, Dad likes the plan.", ("On the other hand",)),
        ("It was an arduous climb.", ()),
        ("He has intermittent pain.", ("stop-start",)),
        ("The pain is intermittent.", ("on and off", "stop-start")),
    ],
)
def test_suggestions_may_stand_where_the_word_stood(find, text, suggestions):
    ((_, finding),) = find(text)
    assert finding.suggestions == suggestions


@pytest.mark.parametrize(("age", "marked"), [(None, True), (8, True), (11.5, True), (12, False), (16, False)])
def test_older_children_are_expected_to_know_more(find, age, marked):
    child = {"age": age} if age is not None else {}
    assert bool(find("The school notified Dad.", child=child)) is marked


def test_a_very_long_abstract_word_is_marked_without_a_list(find):
    ((marked, finding),) = find("He has become compartmentalised there.")
    assert marked == "compartmentalised"
    assert finding.suggestions == ()
    assert "say what it means" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "You told me about university and your responsibilities.",
        "The paediatrician and the physiotherapist came.",
        "He takes methylphenidate and levetiracetam for his epilepsy.",
        "Mum said Dad was “adamant, absolutely adamant” about it.",
        "RATIONALE\nYou go to Catalyst on Mondays.",
        "She uses augmentative communication (pictures that speak) at school.",
        "You were inconsolable, which means that nothing would stop you crying.",
        "We looked at the multi-agency plan and the statutory visits.",
        "Ms Adamant-Smith and Mr Stoic came to the flat.",
    ],
)
def test_left_alone(find, text):
    assert find(text) == []


def test_the_length_is_a_setting(find):
    assert find("He has become compartmentalised there.", Settings(syllables=8)) == []


def test_no_word_stands_in_the_list_of_another_rule_too():
    terms = load_lexicons().terms
    words = {
        rule: {
            word
            for entry in entries
            for term in entry.terms
            if " " not in term
            for word in re.sub("/[a-z]+|=", "", term).split("|")
        }
        for rule, entries in terms.items()
    }
    others = set().union(*(found for rule, found in words.items() if rule != "hard-word"))
    assert sorted(words["hard-word"] & others) == []
