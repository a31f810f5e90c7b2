"""Voice: whose words a quotation holds, what is told of the child, how a baby is heard; and when nothing is said."""

import pickle

import pytest

from notecheck.checks.voice import SPEC
from notecheck.component import NoSettings
from notecheck.data import load_lexicons
from notecheck.findings import Finding, Strength
from notecheck.note import Note

pytestmark = pytest.mark.model

TOM = {"name": "Tom Hart", "known_as": ["Tom"], "age": 9}
BABY = {"name": "Ruby Hall", "known_as": ["Ruby"], "age": 0}


@pytest.fixture(scope="module")
def heard(checker):
    """What is heard of the child in a text; findings and strengths too."""
    prepared = SPEC.prepare(checker.nlp, load_lexicons())

    def hear(text, **fields):
        note = {"doc_type": "home-visit", "child": TOM} | fields
        doc = checker.nlp.make_doc(text)
        doc._.notecheck_note = Note.from_dict({**note, "text": text})
        doc = checker.nlp(doc)
        voice = SPEC.measure(doc, prepared, NoSettings())
        return voice, list(SPEC.find(doc, prepared, NoSettings()))

    return hear


def words(text, voice, kind):
    return [text[each.start : each.end] for each in voice.evidence if each.kind == kind]


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("You told me, “I hate it when the lights go out.”", "“I hate it when the lights go out.”"),
        ('I asked Tom about school. He said, "It is boring."', '"It is boring."'),
        ('"Can I stay at Nan\'s?" you asked.', '"Can I stay at Nan\'s?"'),
        ("Tom said that school is 'all right'.", "'all right'"),
        ('Mum said that she is tired. Tom told her "go to bed then".', '"go to bed then"'),
    ],
)
def test_own_words_are_the_childs(heard, text, quotation):
    voice, _ = heard(text)
    assert words(text, voice, "own-words") == [quotation]


@pytest.mark.parametrize(
    "text",
    [
        'Mum said, "He sleeps all night."',
        'Mum said that you are "a little star".',
        'I visited at 4pm. Mr Shah, class teacher, wrote that Tom is "polite and quick".',
    ],
)
def test_other_peoples_words_are_not_the_childs(heard, text):
    voice, _ = heard(text)
    assert "own-words" not in voice.present


def test_reported_is_told_in_the_writers_words(heard):
    text = "I saw you at home. You told me that you miss your dog and that you want to see Nan more often."
    voice, _ = heard(text)
    assert voice.present == ("reported",)
    assert words(text, voice, "reported") == [
        "You told me that you miss your dog and that you want to see Nan more often."
    ]


def test_a_quoted_fragment_alone_is_not_reported(heard):
    voice, _ = heard("Tom told me that school is “boring”.")
    assert voice.present == ("own-words",)


def test_a_baby_is_heard_by_what_was_seen(heard):
    text = "Ruby lay on the mat. She smiled at Mum, rolled to the rattle and laughed."
    voice, findings = heard(text, child=BABY)
    assert voice.present == ("observed",)
    assert voice.how_obtained
    assert voice.met == 1
    assert findings == []


def test_what_an_older_child_does_is_not_its_voice(heard):
    voice, _ = heard("Tom ran to the door and laughed. Mum said that he is happy.")
    assert voice.present == ()


@pytest.mark.parametrize(
    "text",
    [
        "We sat in your room, just us two. You told me that you miss your dog.",
        "In the car Tom told me that he misses his dog.",
        "Tom drew his house with Dad outside it. He said that he misses him.",
        "I rang you at four o'clock. You told me that you miss your dog.",
        "With Leyla, the interpreter, on the phone, you told me that you miss your dog.",
    ],
)
def test_how_the_view_was_got(heard, text):
    voice, _ = heard(text)
    assert voice.how_obtained
    assert words(text, voice, "how-obtained")


def test_the_person_told_does_not_say_how(heard):
    voice, _ = heard("Tom told Mrs Lane, his class teacher, that he misses his dog.")
    assert voice.present == ("reported",)
    assert not voice.how_obtained


NO_VOICE = "I visited Tom at home on 4 March 2026. Mum said that he is happy at school. The house was warm."


@pytest.mark.parametrize(
    "text",
    [
        "Conference: Tom made the subject of a plan. Tom said that he likes his room.",
        "Tom has made friends with two boys. Tom told me that maths is dull.",
        "I told Tom he could choose. Tom said that he sleeps badly.",
        "Tom told the teaching assistant that he had chips for breakfast.",
        "Tom said that the Home Office has not answered.",
    ],
)
def test_what_is_no_way_to_hear_a_child_does_not_say_how(heard, text):
    assert not heard(text)[0].how_obtained


@pytest.mark.parametrize(
    "text",
    [
        "Tom made a card for Nan while we talked. He said he misses her.",
        "Tom chose the sad face. He said that he sleeps badly.",
        "We talked over breakfast. Tom said that he sleeps badly.",
    ],
)
def test_what_child_and_worker_did_together_says_how(heard, text):
    assert heard(text)[0].how_obtained


def test_a_baby_says_no_sentence(heard):
    text = 'Carly cried when Ruby left and said "she smells of another house". Ruby slept.'
    assert not {"own-words", "reported"} & set(heard(text, child=BABY)[0].present)
    text = 'Ruby held her arms up and said "up". Ruby said "mama".'
    assert "own-words" in heard(text, child=BABY | {"age": 1})[0].present


def test_a_baby_whom_only_the_text_knows_is_heard_by_what_was_seen(heard):
    text = "Baby Isaac (5 months) was in. Isaac smiled at Jo and kicked his legs. Isaac slept in her arms."
    assert heard(text, child={})[0].present == ("observed",)


@pytest.mark.parametrize(
    ("child", "words"),
    [
        (TOM, "told you, in their own words"),
        (TOM | {"age": 15}, "the young person"),
        (TOM | {"age": 2}, "what you saw the child do"),
        (TOM | {"age": 0}, "the baby did"),
        ({"name": "Tom Hart"}, "that the child said"),
    ],
)
def test_a_missing_voice_is_one_finding_worded_for_the_age(heard, child, words):
    voice, findings = heard(NO_VOICE, child=child)
    (finding,) = findings
    assert voice.met == 0
    assert (finding.start, finding.end, finding.rule) == (0, len(NO_VOICE), "voice")
    assert words in finding.message


def test_other_means_are_named_for_a_child_who_does_not_speak(heard):
    _, (finding,) = heard(
        "I visited Tom at home on 4 March 2026. Tom does not use words. Mum said that he likes trains."
    )
    assert "Makaton" in finding.message


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("The health visitor rang. She said that Tom has put on weight.", {"doc_type": "case-note"}),
        ("I visited at 4pm. No reply. I did not see Tom. Mum rang later and said that he was fine.", {}),
        (NO_VOICE, {"doc_type": "supervision"}),
        (NO_VOICE, {"doc_type": "chronology"}),
        (
            "Plan for unborn baby Hall. Mum will see the midwife.",
            {"doc_type": "plan", "child": {"name": "Baby Hall", "age": 0}},
        ),
        ("", {}),
    ],
)
def test_nothing_is_said_where_the_voice_does_not_belong(heard, text, fields):
    voice, findings = heard(text, **fields)
    assert findings == []
    assert voice.met is None


@pytest.mark.parametrize(
    "text",
    [
        "Tom said that he misses his dog. He wants to see Nan. Tom said that maths is hard.",
        "I visited Tom at home. Tom says he is fine. Mum said that he sleeps well.",
        "I visited Tom at home. Asked about school, says it is all right. Mum said that he sleeps well.",
    ],
)
def test_nobody_is_told_that_a_voice_is_missing_which_may_be_there(heard, text):
    _, findings = heard(text)
    assert [each for each in findings if isinstance(each, Finding) and each.severity == "warning"] == []


def test_how_it_was_got_is_a_suggestion(heard):
    text = 'Tom told Mrs Lane, "I miss my dog." He told Mr Shah, "I hate maths." Tom told Mum, "I want a cat."'
    _, findings = heard(text, doc_type="assessment")
    assert [finding.severity for finding in findings if isinstance(finding, Finding)] == ["suggestion"]


def test_own_words_are_a_strength(heard):
    text = "We sat in your room. You told me, “I want to live with Nan.” Mum said, “So do I.”"
    _, found = heard(text)
    assert [text[each.start : each.end] for each in found if isinstance(each, Strength)] == [
        "“I want to live with Nan.”"
    ]


def test_offsets_count_code_points(heard):
    text = "\r\n\n🐶 You told me, “I miss my dog 🐶.”\r\n"
    voice, _ = heard(text)
    assert words(text, voice, "own-words") == ["“I miss my dog 🐶.”"]


def test_a_further_document_type_is_taken_as_its_parent(checker):
    text = "Core group for Tom. Present: Mum, Mrs Lane (class teacher). Mum said that he is happy."
    report = checker(text, doc_type="core-group", child=TOM)
    assert "voice" in [finding.rule for finding in report.findings]


def test_the_report_has_the_contracts_shape(checker):
    text = "In your room you told me, “I want to live with Nan.”"
    voice = checker(text, doc_type="home-visit", child=TOM).to_dict()["voice"]
    assert set(voice) == {"present", "how_obtained", "evidence"}
    assert list(voice["present"]) == ["own-words"]
    assert voice["how_obtained"] is True
    assert {"start": 26, "end": 52, "kind": "own-words"} in [dict(each) for each in voice["evidence"]]


@pytest.mark.parametrize("guidance", ["general", "leicestershire"])
def test_where_nobody_says_who_the_child_is_the_voice_is_not_called_missing(checker, guidance):
    text = "Home visit on 4 March 2026. Ellie was seen in her bedroom. Mum was low and the house was cold."
    fields = {"doc_type": "home-visit", "guidance": guidance}
    unknown, known = checker(text, **fields), checker(text, child={"name": "Ellie Marsh", "age": 9}, **fields)
    assert "voice" in [finding.rule for finding in known.findings]
    assert known.score.parts["childs-voice"] < 20
    assert "voice" not in [finding.rule for finding in unknown.findings]
    assert unknown.score.parts["childs-voice"] is None
    assert "give the child's name" in next(each.reason for each in unknown.skipped if each.check == "voice")


def test_the_lists_reach_another_process(checker):
    prepared = pickle.loads(pickle.dumps(SPEC.prepare(checker.nlp, load_lexicons())))
    doc = checker.nlp("You told me, “I want to live with Nan.”")
    assert SPEC.measure(doc, prepared, NoSettings()).present == ("own-words",)


class TestWhoseVoice:
    def test_a_child_who_writes_is_heard(self, heard):
        text = (
            "Ms Lam said that Tom reads well.\n"
            "Tom filled in a sheet with Ms Lam, and on it he wrote that he wants Nan to have a bed."
        )
        voice, findings = heard(text, child={"name": "Tom Shaw", "age": 10}, doc_type="meeting")
        assert "reported" in voice.present
        assert voice.how_obtained
        assert findings == []

    def test_who_stands_beside_the_quotation_says_it(self, heard):
        text = 'Tom asked Craig if he is coming home for his birthday and Craig said "you know I can\'t mate".'
        voice, _ = heard(text, child={"name": "Tom Shaw", "age": 10}, doc_type="family-time")
        assert "own-words" not in voice.present

    def test_a_parent_in_a_chronology_is_not_the_child(self, heard):
        text = "06.01.2025 - Mother told me he had hit her; he told duty worker she fell."
        voice, _ = heard(text, child={"name": "Daisy Shaw", "age": 6}, doc_type="chronology")
        assert voice.present == ()
