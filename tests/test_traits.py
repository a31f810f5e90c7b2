"""Words that label only where they are said of a person."""

import pytest

from notecheck.data import load_lexicons
from notecheck.statements.traits import Traits

pytestmark = pytest.mark.model


@pytest.fixture
def labels(checker):
    traits = Traits.from_words(load_lexicons().words)
    return lambda text: [span.text for span in traits.find(checker.nlp(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She is a very difficult woman.", ["difficult woman"]),
        ("At school she can be moody and difficult.", ["moody and difficult"]),
        ("The family is insular.", ["insular"]),
        ("Mr Stokes presents as childlike.", ["childlike"]),
        ("Mum awkward, school told.", ["awkward"]),
        ("Dad is a nightmare.", ["nightmare"]),
        ("Mum was vain, petty and dismissive.", ["vain, petty and dismissive"]),
        ("He is a man who is difficult.", ["difficult"]),
    ],
)
def test_a_label_is_found_where_somebody_bears_it(labels, text, found):
    assert labels(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "It was a difficult day and the journey was awkward.",
        "It is difficult to hear on that line.",
        "You found the question difficult.",
        "We had a difficult family time session.",
        "Ms Petty rang at noon and Mr Moody came.",
        "You had a nightmare and woke at two.",
        "I know what you mean.",
        "The car was wrecked and the chair was unstable.",
        "",
    ],
)
def test_things_and_names_bear_no_label(labels, text):
    assert labels(text) == []
