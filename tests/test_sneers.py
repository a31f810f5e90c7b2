"""Remarks that mock by where they stand."""

import pytest

from notecheck.data import load_lexicons
from notecheck.statements.sneers import Sneers

pytestmark = pytest.mark.model


@pytest.fixture
def sneers(checker):
    found = Sneers.from_words(load_lexicons().words)
    return lambda text: [span.text for span in found.find(checker.nlp(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Still in bed at noon, naturally.", ["naturally"]),
        ("Dad had, naturally, forgotten. Mum was late, of course.", ["of course"]),
        ("Mum late again. Classic.", ["Classic"]),
        ("Phone dead when I rang. How convenient!", ["convenient"]),
    ],
)
def test_a_remark_mocks_at_an_edge(sneers, text, found):
    assert sneers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "You were born naturally at 39 weeks.",
        "Of course you can ring me. You may, of course, bring Nan.",
        "Classic.\nYou like classic cars.",
        "The shop is convenient for Mum.",
        "",
    ],
)
def test_the_same_words_are_plain_elsewhere(sneers, text):
    assert sneers(text) == []
