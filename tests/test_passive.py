"""Passives: those that hide who acted, and the many that do not."""

import pytest

from notecheck.checks.passive import SPEC
from notecheck.component import NoSettings
from notecheck.data import load_lexicons

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def prepared(bare):
    return SPEC.prepare(bare, load_lexicons())


@pytest.fixture
def find(doc_of, prepared):
    def run(text):
        return [text[f.start : f.end] for f in SPEC.find(doc_of(text), prepared, NoSettings())]

    return run


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("You were held down on the floor for three minutes.", ["were held"]),
        ("Ryan was pinned against the wall at school.", ["was pinned"]),
        ("Tia was pushed and her glasses were broken.", ["was pushed"]),
        ("Mum has been informed of the outcome.", ["has been informed"]),
        ("Concerns were discussed and support was offered.", ["were discussed", "was offered"]),
        ("An ambulance was called.", ["was called"]),
        ("He was given a warning.", ["was given"]),
        ("Dad shouted and the call was ended.", ["was ended"]),
        ("It was noted that the home was cold.", ["It was noted"]),
        ("It is felt that a younger carer would be better.", ["It is felt"]),
        ("😢\r\nTwo bruises were seen on his back.", ["were seen"]),
    ],
)
def test_marked(find, text, marked):
    assert find(text) == marked


@pytest.mark.parametrize(
    "text",
    [
        "You were restrained by two members of staff.",
        "The call was ended by Mum at noon.",
        "Mum was worried, Dad was pleased and you were excited.",
        "You were born in Hull, you are called Cal and the plan is based on your drawing.",
        "He was diagnosed with asthma, treated for a rash and discharged on Monday.",
        "Jay was arrested and was released on bail.",
        "Police came to the flat and Dad was removed.",
        "I rang Mum and advice was given about safe sleep.",
        "Connor was not searched.",
        "It was agreed that Nan will ring. It was reported that he drinks.",
        "Checks are to be completed. You will be moved. She should be told.",
        "You said “I was pushed off the wall”.",
        "You were given a bike for your birthday and were picked up from Nan's.",
        "She's told me why. He's finished his tea.",
        "The letter that was sent is in your box.",
        "I was told about the fire.",
        "Callum was seen alone in his room.",
    ],
)
def test_left_alone(find, text):
    assert find(text) == []
