"""Who the child is where the note's fields do not say."""

from __future__ import annotations

import pytest

from notecheck.data import load_lexicons
from notecheck.people.guessed import guess_child
from notecheck.people.words import Words, words_of


@pytest.fixture(scope="module")
def words() -> Words:
    return words_of(load_lexicons(None))


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("Baby Isaac (5 months) and his mum Jo. Jo fed Isaac. Isaac slept. Jo cried.", "Isaac"),
        ("Hattie is four and likes mud. Hattie has a scooter. She calls the cat Hattie too.", "Hattie"),
        ("Ms Doyle slept. Ms Doyle drank. I found Femi, aged six, alone. Femi made toast. Femi was cold.", "Femi"),
        ("Direct work with Orla, 3 March 2026\nOrla drew. Orla chose blue.", "Orla"),
        ("Chronology in respect of Idris Vale, born 4 May 2016\nIdris was seen. Idris moved.", "Idris"),
        ("Core group meeting re Suki (8)\nSuki is well. Suki swims.", "Suki"),
    ],
)
def test_a_title_or_an_age_tells_who_the_child_is(words, text, child):
    assert guess_child(text, words) == child


@pytest.mark.parametrize(
    "text",
    [
        "Mum has two boys. Her brother Femi, aged six, came. Femi ate. Femi left.",
        "Seen: Femi (6), her brother. Femi ate. Femi left.",
        "Kofi was hurt. Kofi cried. Kofi slept. Femi, 7, was out. Femi came in. Femi sat.",
        "You showed me your bedroom. Femi is four and shares it. Femi slept. Femi is loud.",
        "You sat. You drew. You talked of Femi, 9, again. Femi is kind. Femi is tall.",
        "Niamh (7) and Cormac (5) were in. Niamh and Cormac ate. Niamh and Cormac slept.",
        "Femi, aged six, was out.",  # named once
        "Mum (17) was in. Mum cooked. Mum slept.",
        "Flat (3) was shut. Flat 3 has a new door. Flat 3 is cold. The flat is damp.",
        "Plan for Monday\nMonday is the hearing. On Monday Dad comes.",
        "Supervision with Tom, 3 March 2026\nTom is tired. Tom has leave. Tom asked for help.",
        "Ms Doyle is 16 weeks pregnant. Doyle, 31, is well. Doyle rang. Doyle came.",
        "",
    ],
)
def test_a_name_that_may_be_somebody_elses_is_left(words, text):
    assert guess_child(text, words) == ""


def test_many_names_with_ages_are_nobodys_record(words):
    assert guess_child(" ".join(f"Ab{letter} (4) x." * 3 for letter in "abcdefghijklmnop"), words) == ""
