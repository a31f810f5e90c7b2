"""What a sentence shows of its kind."""

import pytest

from notecheck.data import load_lexicons
from notecheck.statements import features
from notecheck.statements.feature_lists import Lists

pytestmark = pytest.mark.model

NOTE = {
    "child": {"name": "Callum Wright", "known_as": ["Callum"], "age": 9},
    "author": {"name": "Priya Nair", "role": "Social Worker"},
    "doc_type": "home-visit",
}


@pytest.fixture(scope="module")
def lists(bare):
    if not bare.has_pipe("notecheck_who"):
        bare.add_pipe("notecheck_who")
    return Lists(bare, load_lexicons())


@pytest.fixture
def rows(lists, doc_of):
    def read(text, **fields):
        return [set(row.hand) for row in features.read(doc_of(text, **(NOTE | fields)), lists)]

    return read


def test_who_says_something_is_told_by_the_subject_of_the_verb(rows):
    mum, child, me = rows("Mum said she was tired. Callum told me he likes maths. I said I would ring.")
    assert "talk=other" in mum
    assert "talk=kid" in child
    assert "talk=me" in me


def test_a_plan_that_says_something_is_no_child_who_does(rows):
    (row,) = rows("Your plan says that I see you every four weeks.")
    assert "talk=kid" not in row


def test_a_line_without_subject_goes_on_with_the_one_before(rows):
    _, row = rows("Mum rang at four.\nSaid she was running late.")
    assert "talk=other" in row


def test_what_the_child_said_counts_as_a_reason(rows):
    (told,) = rows("I think it scares you, because you told me that you hide.")
    (nothing,) = rows("I think it worries you, because you told me nothing about it.")
    assert "kid-told-because" in told
    assert "kid-told-because" not in nothing


def test_a_denied_showing_is_none(rows):
    (chose,) = rows("You chose the sad face.")
    (refused,) = rows("You did not choose a face.")
    assert "kid-shows" in chose
    assert "kid-shows" not in refused


@pytest.mark.parametrize(
    ("line", "feature"),
    [
        ("Lead: school nurse", "field-only=plan"),
        ("Date of birth: 3 May 2017", "field-of=identity"),
        ("Venue: ???", "field-gap"),
        ("Present: Mum, Callum", "field-of=event"),
        ("School: attendance has dropped to 80%", "field-clause"),
    ],
)
def test_labels_are_told_by_their_sort_and_by_what_follows(rows, line, feature):
    (row,) = rows(line)
    assert feature in row


def test_what_stands_under_a_heading_knows_it(rows):
    heading, row = rows("Next steps\n- Mum to ring the school")
    assert "line=heading" in heading
    assert {"under-plan", "after-heading", "line=bullet"} <= row


def test_words_of_a_quotation_are_not_the_writers(rows):
    (said,) = rows('Mum said "he is a nightmare".')
    (meant,) = rows("He is a nightmare.")
    assert "phrase=verdict-phrases" in meant
    assert "phrase=verdict-phrases" not in said


def test_a_row_has_words_and_types(lists, doc_of):
    (row,) = features.read(doc_of("Mum rang on 3 May 2026.", **NOTE), lists)
    assert row.words[:2] == ["mum", "rang"]
    assert row.typed[:3] == ["^", "FAMILY", "ring+d"]
    assert "FAMILY ring+d" in row.typed


def test_names_of_people_are_no_types(lists, doc_of):
    (row,) = features.read(doc_of("Callum rang Nan.", **NOTE), lists)
    assert "CHILD" in row.typed
    assert not any("callum" in each.lower() for each in row.typed)


def test_dates_and_times_are_told_apart(rows):
    (row,) = rows("I came on 3/4/26 at 4.15pm and left by 5pm with 2 forms.")
    assert {"holds=date", "holds=time", "holds=number", "holds=by-when"} <= row


def test_blank_sentences_have_a_row(rows):
    assert rows("\n\n") == [{"blank"}]
