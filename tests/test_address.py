"""To whom a note is written: each place that speaks otherwise than the guidance asks, and the style of the whole."""

import pytest

from notecheck.component import findings_of
from notecheck.guidance import Rulebook
from notecheck.note import Note

pytestmark = pytest.mark.model

RULEBOOK = Rulebook.load("general")
NOTE = {"child": {"name": "Kian Doyle", "known_as": ["Kian"], "age": 6}, "other_children": ["Esme"]}


@pytest.fixture(scope="module")
def checked(checker):
    """What was marked, and the Doc."""

    def check(text, doc_type="home-visit", asked=None, **fields):
        doc = checker.nlp.make_doc(text)
        doc._.notecheck_note = Note.from_dict({**NOTE, "doc_type": doc_type, **fields, "text": text})
        doc.user_data["notecheck_asked"] = RULEBOOK.asked(doc_type) if asked is None else asked
        doc = checker.nlp(doc)
        return [text[f.start : f.end] for f in findings_of(doc) if f.rule == "address"], doc

    return check


@pytest.fixture(scope="module")
def measured(checked):
    def measure(text, doc_type="home-visit", **more):
        return checked(text, doc_type, **more)[1].user_data["notecheck_measures"]["address"]

    return measure


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Kian's room was cold. He slept in his coat.", ["Kian's", "He"]),
        ("Kian was out. School nurse said the sight in his eye is worse.", ["Kian", "his"]),
        ("Dad was late. He said sorry to Kian.", ["Kian"]),
        ("Esme cried and her brother held her hand.", ["her brother"]),
        ("Mum said both children are asleep.", ["both children"]),
        ("Nan to take Kian to school | from Monday | Nan", ["Kian"]),
        ("It was good to see you, Kian. Mum said Kian is better.", ["Kian"]),
        ("Mum said “he never stops”. Dad told me 'the boy is fine'.", []),
        ("Child: Kian Doyle\nPresent: Kian, Esme, Mum (Siobhan)\nYou let me in.", []),
        ("Home visit to Kian Doyle, 4 May 2026\n\nYou let me in.", []),
        ("KIAN'S VIEWS\nYou told me that you like chips.", []),
        ("Dear Kian,\nI came to see you.", []),
        ("Call to Mum\nMe: How is Kian?\nMum: He is up at five.\nMe: I can ring the school.", []),
        ("You told me that the boy next door hit you and that he ran off.", []),
    ],
)
def test_places_that_are_about_the_child_are_marked_once_a_sentence(checked, text, marks):
    assert checked(text)[0] == marks


def test_a_pasted_email_is_somebody_elses(checked):
    text = (
        "You asked me what school said.\n\nFrom: T Hall <t.hall@school.example>\nSent: 4 May 2026 14:07\n"
        "Subject: Kian\n\nHi\nKian is doing well and he has friends.\nTom Hall\n"
    )
    assert checked(text)[0] == []


@pytest.mark.parametrize("doc_type", ["pen-picture", "referral", "assessment", "supervision"])
def test_nothing_is_marked_where_the_guidance_does_not_ask_it_in_full(checked, doc_type):
    assert checked("Kian was in bed. You told me so.", doc_type)[0] == []


@pytest.mark.parametrize("doc_type", ["chronology", "court-statement"])
def test_a_paper_for_others_does_not_speak_to_the_child(checked, doc_type):
    text = "12.03.2024 Kian moved to Nan's.\n14.04.2024 You started school.\n15.04.2024 Kian told you know who."
    assert checked(text, doc_type)[0] == ["You"]


def test_a_bare_text_is_told_that_the_child_is_not_known(checked):
    marks, doc = checked("Rang Steph. The child was in bed.", child={}, other_children=[])
    assert marks == []
    assert [row["check"] for row in doc.user_data["notecheck_skipped"] if row["check"] == "address"] == ["address"]


def test_what_may_stand_instead_reads_on(checked):
    text = "He showed me his den. I thanked Kian. Kian was happy. Mum hid Kian's bag."
    _, doc = checked(text)
    found = [(text[f.start : f.end], f.suggestions) for f in findings_of(doc) if f.rule == "address"]
    assert found == [("He", ()), ("Kian", ("you",)), ("Kian", ()), ("Kian's", ("your",))]


@pytest.mark.parametrize(
    ("text", "style", "met"),
    [
        ("I came to see you and your mum. You let me in.", "to-child", 1.0),
        ("Kian let me in. He was cold.", "about-child", 0.0),
        ("You let me in. You were cold. Kian has a bed. Kian has a desk.", "mixed", 0.5),
        ("Mum rang about the rent.", "n/a", None),
        ("Kian let me in. He was cold. You could hear the rain. Kian drew a cat.", "about-child", 0.25),
    ],
)
def test_the_style_of_the_whole(measured, text, style, met):
    result = measured(text)
    assert (result["style"], result["expected"], result["met"]) == (style, "to-child", met)


def test_in_part_is_told_section_by_section(measured):
    text = (
        "Background\nKian lives with Mum. He is six.\n\nAnalysis\nI think you miss your dad.\n\nActions\nMum to ring."
    )
    result = measured(text, "assessment", asked=Rulebook.load("leicestershire").asked("assessment"))
    assert (result["expected"], result["met"]) == ("in-part", 1.0)
    assert [(text[s["start"] :].split("\n")[0], s["to_child"], s["about_child"]) for s in result["sections"]] == [
        ("Analysis", 1, 0)
    ]


def test_a_guidance_that_says_nothing_expects_nothing(measured):
    result = measured("Kian let me in.", asked={})
    assert (result["expected"], result["met"]) == (None, None)


def test_the_empty_note(measured):
    assert measured("")["style"] == "n/a"


def test_other_names_give_the_same_marks(checked):
    line = "{0} was in bed. Mum said that {0} is {1} own worst enemy. {2} laughed."
    for name, his, he in (
        ("Kian", "his", "He"),
        ("Emre", "his", "He"),
        ("Ngozi", "her", "She"),
        ("Siân", "her", "She"),
    ):
        marks, _ = checked(line.format(name, his, he), child={"name": name, "age": 9})
        assert marks == [name, name, he]


def test_in_part_without_a_heading_has_no_sections(measured):
    assert not measured("Kian was sad.", "assessment", asked={"address": "part"})["sections"]
