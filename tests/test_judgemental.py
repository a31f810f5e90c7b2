"""Judgemental wording: what a reader would mark, and whose word it is."""

import pytest

pytestmark = pytest.mark.model


@pytest.fixture
def judged(marked):
    """The words of a text that are marked as judgemental."""

    def check(text, **fields):
        return [words for rule, words in marked(text, **fields) if rule == "judgemental"]

    return check


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mum is lazy and the house is an absolute tip.", ["lazy", "an absolute tip"]),
        ("HOME VISIT\n- Dad hostile, gave us attitude\n- house a pigsty", ["hostile", "gave us attitude", "pigsty"]),
        ("She couldn't care less and never lifts a finger.", ["couldn't care less", "never lifts a finger"]),
        ("Attention-seeking behaviour again. ATTENTION SEEKING.", ["Attention-seeking", "ATTENTION SEEKING"]),
        ("Dad was polite when he wanted to be.", ["when he wanted to be"]),
        ("Mum failed to protect you and has put herself at risk.", ["failed to protect", "put herself at risk"]),
    ],
)
def test_judgemental_marks_labels_blame_and_sneers(judged, text, words):
    assert judged(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Mum said he is lazy.",
        "You told me that your brother is a waste of space.",
        "Grandma Jean called the pair of them bone idle.",
        "According to Nan he is feral at bedtime.",
        "Callum thinks his sister is manipulative.",
        "Present: Ms Roe, Mr Dray (her stepfather). Mr Dray said Callum is spoilt.",
        "Your mums, Dalia and Beth, were in. Dalia said you are clingy at night.",
    ],
)
def test_judgemental_leaves_what_a_relative_or_the_child_said(judged, text):
    assert judged(text, child={"name": "Callum Wright", "age": 9}) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("School said he is lazy.", ["lazy"]),
        ("The caller said that Mum is a waste of space.", ["waste of space"]),
        ("PC Cole told me at 9am that Callum was mouthy.", ["mouthy"]),
    ],
)
def test_judgemental_marks_what_a_professional_or_a_caller_said(judged, text, words):
    assert judged(text, child={"name": "Callum Wright", "age": 9}) == words


@pytest.mark.parametrize(
    "text",
    [
        "Callum said “she's lazy, a waste of space”.",
        "Dad wrote 'you lot are a joke, she is feral'.",
        "Mum was not hostile and did not fail to protect you.",
        "I do not think that Dad is manipulative.",
        "We talked about the word feral and why it hurt.",
        "The dirty nappy was in the bin and the dirty plates were in the sink.",
        "You had a lazy Sunday. The match kicked off at three.",
        "The neighbour has an aggressive dog.",
        "Your tower of bricks fell down and you laughed. Dad took the old sofa to the tip.",
    ],
)
def test_judgemental_leaves_quotations_denials_and_things(judged, text):
    assert judged(text) == []


def test_judgemental_leaves_the_body_of_a_pasted_email(judged):
    text = (
        "Email received.\nFrom: Jo Marsh <j.marsh@school.example>\nSent: 4 May 2026 09:12\nTo: Priya Nair\n"
        "Subject: Callum\n\nHi Priya, he was lazy and mouthy again.\n\nKind regards\nJo Marsh\nHead of year\n"
    )
    assert judged(text) == []


def test_judgemental_message_says_what_may_be_written(checker):
    finding = next(f for f in checker("Mum is lazy.").findings if f.rule == "judgemental")
    assert finding.message == (
        "“lazy” may read as a verdict on how hard somebody tries. "
        "You might say what was done or not done, and what the person said about it."
    )
    assert finding.entry == "judgemental-lazy"


def test_judgemental_joins_words_that_stand_side_by_side(judged):
    assert judged("Mum swanned in when it suited her.") == ["swanned in when it suited her"]


def test_judgemental_leaves_surnames_that_are_words(judged):
    assert judged("I spoke to Ms Petty and to Mr Savage. The Crook family live next door. PC Hardman rang.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Dad says that the school is picking on his son. Mum believes Dad is lying about the money.",
        "Mum feels stupid when she cannot fill in the forms.",
        "There were dirty clothes in the basket and the boiler is useless.",
        "You kicked your shoes off and drew a monster that comes at night.",
        "Mum's alcohol test was positive. Dad's breath smelled of alcohol and he was unsteady on his feet.",
        "Mum wants you to stay with her sister for a change. Your attendance was 96 per cent.",
        "Your sister is bossy, you said, and you laughed.",
    ],
)
def test_judgemental_leaves_plain_description(judged, text):
    assert judged(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Teenagers need a push.", ["Teenagers need a push"]),
        ("Polish families keep it behind closed doors.", ["Polish families keep it behind closed doors"]),
        ("Men of his age do not do feelings.", ["Men of his age do not do feelings"]),
        ("Boys in the team trained on Monday. Parents are committed. Two men came to the door.", []),
    ],
)
def test_judgemental_marks_verdicts_on_a_group(judged, text, words):
    assert judged(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He was rude and immature.", ["rude and immature"]),
        ("Nan is a gobby old battleaxe.", ["gobby old battleaxe"]),
        ("He has a short fuse, like his father before him.", ["short fuse, like his father before"]),
        ("Dad was conspicuous by his absence, no change there.", ["conspicuous by his absence, no change there"]),
        ("She stinks of drink and was hostile.", ["stinks of drink", "hostile"]),
        ("- Mum hostile\n- Dad evasive", ["hostile", "evasive"]),
    ],
)
def test_judgemental_joins_what_a_reader_marks_as_one(judged, text, words):
    assert judged(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Farming families don't do feelings.", ["Farming families don't do feelings"]),
        (
            "Girls who grew up in care tend to repeat the pattern.",
            ["Girls who grew up in care tend to repeat the pattern"],
        ),
        ("Other parents do not know. Children who are under five have a free place.", []),
        ("Foster families never take more than three children.", []),
    ],
)
def test_judgemental_marks_verdicts_on_any_sort_of_people(judged, text, words):
    assert judged(text) == words
