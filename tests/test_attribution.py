"""Whose word is it: denied, talked about, or told by the child or a relative."""

import pytest

from notecheck.data import load_lexicons
from notecheck.people.attribution import Attribution, Family

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def whose():
    return Attribution(load_lexicons().words)


@pytest.fixture
def told(whose, doc_of):
    """Whether a word of a text is a relative's or the child's."""

    def check(text, word, **fields):
        doc = doc_of(text, **fields)
        token = next(token for token in doc if token.text == word)
        return whose.told_by_family(doc[token.i : token.i + 1], Family(doc, whose.kin))

    return check


@pytest.mark.parametrize(
    "text",
    [
        "Mum said that he is lazy.",
        "Grandma Jean called him lazy.",
        "You told me that your brother is lazy.",
        "He is lazy, Mum said, and she laughed.",
        "According to her nan he is lazy.",
        "Present: Mr Dray (her stepfather). Mr Dray thinks he is lazy.",
        "Mum was in. She told me that he is lazy.",
        "Callum said his sister is lazy.",
    ],
)
def test_told_by_family(told, text):
    assert told(text, "lazy", child={"name": "Callum Wright"})


@pytest.mark.parametrize(
    "text",
    [
        "School said that he is lazy.",
        "Mr Hayes, head of year, told me that he is lazy.",
        "He is lazy.",
        "Mum came in. The caller said that he is lazy.",
        "Mum did not report it and is lazy.",
        "Priya said that he is lazy.",
    ],
)
def test_told_by_others_or_by_the_writer(told, text):
    assert not told(text, "lazy", child={"name": "Callum Wright"}, author={"name": "Priya Nair"})


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Dad was not hostile.", True),
        ("Dad was not at all hostile.", True),
        ("I don’t think Dad is hostile.", True),
        ("Mum came in without being hostile.", True),
        ("Dad was not in, and Mum was hostile.", False),
        ("Dad was not just late but hostile.", False),
    ],
)
def test_denied(whose, doc_of, text, denied):
    doc = doc_of(text)
    token = next(token for token in doc if token.text == "hostile")
    assert whose.denied(doc, token.i) is denied


def test_talked_about(whose, doc_of):
    doc = doc_of("We talked about the word lazy.")
    assert whose.talked_about(doc, 5)
    assert not whose.talked_about(doc_of("He is lazy."), 2)


def test_a_sentence_without_end_is_bounded(whose, doc_of):
    doc = doc_of("Mum said " + "he is lazy and " * 3000)
    family = Family(doc, whose.kin)
    assert sum(whose.told_by_family(doc[i : i + 1], family) for i in range(len(doc)) if doc[i].text == "lazy") >= 1
