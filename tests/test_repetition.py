"""Repetition: what counts as the same, what may come again, and that a huge note is read in one pass."""

import pytest
from ended import ended

from notecheck.checks.repetition import SPEC, Settings

FIRST = "You showed me the den that you built with Kai behind the sofa."


@pytest.fixture(scope="module")
def find(bare):
    sentences = bare.get_pipe("notecheck_sentences")

    def run(text, settings=None):
        doc = sentences(bare.make_doc(text))
        return [(text[f.start : f.end], f) for f in SPEC.find(doc, None, settings or Settings())]

    return run


pytestmark = pytest.mark.model


def test_the_second_is_marked_and_the_first_is_named_by_line(find):
    ((marked, finding),) = find(f"Home visit.\n\n{FIRST}\nWe had toast.\n{FIRST}\n")
    assert marked == FIRST.rstrip(".")
    assert "13 words" in finding.message
    assert "line 3" in finding.message


@pytest.mark.parametrize(
    "again",
    [
        FIRST.upper(),
        FIRST.replace(" ", "  "),
        FIRST.replace("den that", "den, that"),
        FIRST.replace(" built", "\r\nbuilt"),
    ],
)
def test_case_space_and_punctuation_make_no_difference(find, again):
    assert len(find(f"{FIRST}\r\n\r\n👋 We had toast.\r\n{again}")) == 1


def test_a_copied_part_of_a_sentence_counts_from_twelve_words(find):
    part = "that the fridge was full and there was a new lock on the back door"
    assert [m for m, _ in find(f"I saw {part}.\nMum told me {part} since May.")] == [part]
    assert find("I saw that the fridge was full and clean.\nMum told me that the fridge was full and clean then.") == []


def test_what_comes_again_by_right_is_left_alone(find):
    assert find("Next visit: 4 May 2026 at 4pm\nSeen alone: yes\n" * 2) == []
    assert find("ACTIONS FROM THE CORE GROUP\nNone.\n" * 3) == []
    child = "“I want to stay at Nan's with the dog and see Mum on Sundays”"
    assert find(f"You said {child}.\nI agree, as you told me {child}.") == []


def test_two_copies_give_two_marks_and_a_copied_passage_one(find):
    assert len(find(f"{FIRST} {FIRST} {FIRST}")) == 2
    passage = f"{FIRST} Then we had toast with jam. Mum came in at five."
    assert [m for m, _ in find(f"{passage}\n\n{passage}")] == [passage.rstrip(".")]


def test_the_settings_decide_how_much_is_the_same(find):
    text = "Mum was at home with you.\nMum was at home with you."
    assert find(text) == []
    assert len(find(text, Settings(words=5))) == 1


def test_a_huge_note_is_read_in_one_pass(find):
    line = "We walked to the shop and back. "
    several, many = len(find(line * 20)), ended(lambda: len(find(line * 16_000)))
    assert many is not None, "it was ended"
    assert many >= several > 0
