"""What a note gives of the checklist that its guidance asks for: found, missing, not asked, not to be told."""

import pytest

import notecheck
from notecheck.checklists.evidence import DETECTORS, Items
from notecheck.data import LEXICONS, forget_lexicons, load_lexicons
from notecheck.errors import LexiconError, NoteError, TermError
from notecheck.guidance import Rulebook, guidance_names, load_guidance
from notecheck.note import Note

ITEMS = load_lexicons().items
VISIT = {
    "doc_type": "home-visit",
    "child": {"name": "Callum Wright", "known_as": ["Callum"], "age": 9},
    "author": {"name": "Priya Nair", "role": "Social Worker"},
    "event_date": "2026-03-04",
}
FULL = """Visit to Callum, 4 March 2026, 4pm to 5.10pm, as arranged with Mum

You, Mum and Nan were in. I came because your child in need plan says that I will see you every four weeks.
We sat on your bed with the door shut, just us two, and you told me "Dad shouts and then he cries."
Your bedroom was warm, with a made bed and curtains that close.
Mum said she has not slept since Friday. I told Mum that the doctor can help and we agreed that she will ring.
I think you are worried about Dad, because you told me so twice.

What happens next
Mum will ring Dr Osei by 6 March 2026.
I will visit you again on 1 April 2026 at 4pm.

Priya Nair, social worker
"""


def _items(checker, text, **fields):
    report = checker(text, **({**VISIT, **fields})).to_dict()
    return {item["item"]: item for item in report["checklist"]}


@pytest.mark.model
class TestVisit:
    def test_a_full_note_gives_all_that_the_annotation_guide_names(self, checker):
        items = _items(checker, FULL)
        asked = [
            "date", "reason", "details", "outcome", "plan-link", "child-seen", "seen-alone", "analysis", "actions",
            "signed", "who-seen", "child-views", "adult-comments", "concerns-addressed", "home-observed",
            "time-duration", "announced",
        ]  # fmt: skip
        assert set(asked) <= set(items)
        assert {name: items[name]["met"] for name in asked} == dict.fromkeys(asked, True)

    def test_what_a_child_did_is_left_open_where_nothing_says_who_is_the_child(self, checker):
        text = "Visit 4 March 2026. Went up to see Ruby. She showed me her book."
        about_the_child = ("child-seen", "seen-alone", "child-views")
        known = _items(checker, text, child={"name": "Ruby Marsh"})
        assert known["child-seen"]["met"] is True
        unknown = _items(checker, text, child={})
        assert [unknown[name]["met"] for name in about_the_child] == [None] * 3
        assert all("who of those named is the child" in unknown[name]["reason"] for name in about_the_child)
        nobody = _items(checker, "Visit 4 March 2026. Mum let me in. We talked about the bus pass.", child={})
        assert [nobody[name]["met"] for name in about_the_child] == [False] * 3

    def test_nobody_could_be_seen_in_an_email_that_stands_first(self, checker):
        email = (
            "From: Helen Tait <h@x.example>\nSent: 9 February 2026 15:22\nTo: Priya Nair\nSubject: Callum\n\nHi Priya\n"
            "Callum had a wobble in maths today. Mum collected him.\nThanks\nHelen\n\n"
        )
        rung = _items(checker, email + "10/2/26 Rang Helen Tait, head. She said he is fine.", doc_type="case-note")
        assert not rung["child-seen"]["applies"]
        door = "Text from Mum 3 March 2026: 'cant do tmrw'. Dropped nappies at 3pm. Mum came to the door, Callum waved."
        assert _items(checker, door, doc_type="case-note")["child-seen"]["met"] is True
        met = _items(checker, email + "10/2/26 Went to school and talked to Dad.", doc_type="case-note")
        assert met["child-seen"]["met"] is False

    def test_evidence_is_cut_from_the_text_as_given(self, checker):
        text = "\r\n🙂 " + FULL
        items = _items(checker, text)
        shown = {name: [text[e["start"] : e["end"]] for e in item["evidence"]] for name, item in items.items()}
        assert shown["date"] == ["4 March 2026"]
        assert shown["signed"] == ["Priya Nair, social worker"]
        assert any("just us two" in words for words in shown["seen-alone"])
        assert all(words == words.strip() for spans in shown.values() for words in spans)

    def test_what_is_not_there_is_not_met_and_says_what_to_write(self, checker):
        items = _items(checker, "I visited Callum. Mum was tired.")
        for name in ("date", "reason", "seen-alone", "plan-link", "signed", "announced", "home-observed"):
            assert items[name]["met"] is False, name
            assert not items[name]["evidence"]
            assert items[name]["reason"]

    def test_standards_are_named_and_each_knows_how_far_it_is_met(self, checker):
        report = checker(FULL, **VISIT)
        items = {item["item"]: item for item in report.to_dict()["checklist"]}
        assert items["date"]["standards"] == ("general-contact-date",)
        assert report.measures["checklist"]["standards"]["general-child-seen"] == 1.0

    def test_a_call_is_not_asked_whether_the_child_was_seen(self, checker):
        text = "Phone call from Mrs Lowe, nursery manager, 4 March 2026\nMrs Lowe said Callum was tired."
        items = _items(checker, text, doc_type="case-note")
        assert (items["child-seen"]["met"], items["child-seen"]["applies"]) == (None, False)
        assert "call" in items["child-seen"]["reason"]

    def test_a_child_not_seen_is_said_and_is_no_statutory_visit_for_trafford(self, checker):
        text = "Statutory visit, 4 March 2026. I called at the house. No reply. Callum was not seen. I left a card."
        items = _items(checker, text, guidance="trafford")
        assert items["child-seen"]["met"] is True
        assert "not seen" in items["child-seen"]["reason"]
        assert items["statutory-visit"]["met"] is False
        assert "no statutory visit" in items["statutory-visit"]["reason"]

    def test_nothing_is_a_statutory_visit_that_is_not_said_to_be(self, checker):
        item = _items(checker, "I came on 4 March 2026. You showed me your bike.", guidance="trafford")[
            "statutory-visit"
        ]
        assert (item["met"], item["applies"], item["reason"]) == (
            None, False, "not found: that this was a statutory visit",
        )  # fmt: skip

    def test_another_day_than_the_forms_is_shown_and_asked_about(self, checker):
        item = _items(checker, "Home visit, 11 June 2026\n\nI saw Callum.", event_date="2026-06-03")["date"]
        assert item["met"] is True
        assert item["reason"] == "the note says 11 June 2026, the form says 3 June 2026: which is right?"

    @pytest.mark.parametrize(
        ("name", "line"),
        [
            ("reason", "Keira wanted to show me her guinea pig so we went out."),
            ("reason", "Pat said he eats now, and that he and Des went to see the canal boats."),
            ("who-seen", "Word is he has been in a grey Audi with his cousin."),
        ],
    )
    def test_evidence_is_the_cue_and_not_a_like_sounding_line(self, looked_for, name, line):
        assert looked_for(name, line).met is not True

    @pytest.mark.parametrize(
        ("name", "line"),
        [
            ("visit-duration", "Callum seen 35 mins."),
            ("visit-duration", "I come to see you at 15:30 and I stay 55 minutes."),
            ("visit-duration", "Dad let me in at 3.40; I was away by 4.25."),
            ("announced", "Your mum knew that I will come."),
            ("next-visit", "I'll go back tomorrow at 8.30."),
        ],
    )
    def test_what_is_there_is_found(self, looked_for, name, line):
        assert looked_for(name, line).met is True

    def test_a_signature_shows_nothing_else(self, looked_for):
        text = "Contingency\nIf there is no progress, I will ask for legal advice.\n\nCatrin Moyle, Social Worker"
        assert len(looked_for("contingency", text).spans) == 1

    def test_reasons_right_before_the_decision(self, looked_for):
        text = "Two different accounts in one morning and I am not satisfied.\nWe decided that Nan will not supervise."
        assert looked_for("decision-reasons", text).met is True

    def test_a_baby_is_not_asked_to_be_spoken_to_alone(self, checker):
        items = _items(checker, "I visited. You smiled at Mum.", child={"name": "Rory Haldane", "age": 0})
        assert items["seen-alone"]["applies"] is False

    def test_the_writers_reason_is_shown_and_never_judged(self, checker):
        excuse = {"seen-alone": "Callum was at school"}
        item = _items(checker, "I visited. Mum was in.", not_applicable=excuse)["seen-alone"]
        assert (item["met"], item["applies"], item["reason"]) == (None, False, "Callum was at school")

    def test_what_does_not_apply_counts_neither_way(self, checker):
        report = checker(FULL, **VISIT, not_applicable={"announced": "joint visit with the police"})
        assert report.measures["checklist"]["met"] == 1.0

    @pytest.mark.parametrize("time", ["4pm", "at half past four", "16:05", "0910hrs"])
    def test_time_without_length_is_half_of_what_is_asked(self, checker, time):
        item = _items(checker, f"Visit on 4 March 2026, {time}. I saw Callum.")["time-duration"]
        assert item["met"] is False
        assert "how long" in item["reason"]

    @pytest.mark.parametrize(
        "words", ["4pm to 5pm", "from quarter to four until twenty to five", "4-5pm", "4pm and I stayed an hour"]
    )
    def test_time_with_length(self, checker, words):
        assert _items(checker, f"Visit on 4 March 2026, {words}. I saw Callum.")["time-duration"]["met"] is True

    @pytest.mark.parametrize(
        "line",
        ["Priya Nair, social worker", "P Nair SW", "Signed: Priya Nair (Social Worker)", "Priya Nair\nSocial Worker"],
    )
    def test_a_signature_is_name_and_role(self, checker, line):
        assert _items(checker, f"I visited Callum at home.\n\n{line}")["signed"]["met"] is True

    @pytest.mark.parametrize("line", ["PN", "Priya", "Book Polish interpreter for Priya"])
    def test_initials_or_a_first_name_are_none(self, checker, line):
        assert _items(checker, f"I visited Callum at home.\n\n{line}")["signed"]["met"] is False


@pytest.mark.model
@pytest.mark.parametrize(
    ("guidance", "doc_type", "text", "met"),
    [
        ("sussex", "protection-plan", "If Mum drinks again, I will ask for legal advice.", {"contingency": True}),
        ("swindon", "outline-protection-plan", "Mum will go to the clinic by 4 May 2026.", {"contingency": False}),
        ("trafford", "court-chronology", "12 March 2024 Telephone call to Mum.", {"no-calls": False}),
        ("swindon", "strategy-discussion", "We decided this because of the bruise.", {"decision-reasons": True}),
        ("leicestershire", "core-group", "We will meet again on 4 June 2026.", {"next-meeting": True}),
        ("sutton", "pen-picture", "Callum has curly hair.", {"pen-dated": False}),
        ("swindon", "case-note", "I rang Mrs Lowe on 4 March 2026.", {"info-shared": None}),
    ],
)  # fmt: skip
def test_other_records_have_checklists_of_their_own(checker, guidance, doc_type, text, met):
    items = _items(checker, text, guidance=guidance, doc_type=doc_type)
    assert {name: items[name]["met"] for name in met} == met


@pytest.fixture(scope="module")
def looked_for(checker):
    items = Items(checker.nlp, load_lexicons())

    def look(name, text):
        doc = checker.nlp.make_doc(text)
        doc._.notecheck_note = Note.from_dict({**VISIT, "other_children": ["Sally"], "text": text})
        return items.search((name,))(checker.nlp(doc))[name]

    return look


@pytest.mark.model
@pytest.mark.parametrize(("name", "line"), [(e.id, line) for e in ITEMS.values() for line in e.flags])
def test_every_item_is_found_in_its_flags(looked_for, name, line):
    assert looked_for(name, line).met is True


@pytest.mark.model
@pytest.mark.parametrize(("name", "line"), [(e.id, line) for e in ITEMS.values() for line in e.allows])
def test_no_item_is_found_where_it_is_not(looked_for, name, line):
    assert looked_for(name, line).met is not True


def test_every_item_that_is_asked_for_exists_and_every_item_is_asked_for():
    asked = {item for name in guidance_names() for s in load_guidance(name).standards for item in s.asks}
    parts = {part for entry in ITEMS.values() for part in entry.all_of}
    assert asked | parts == set(ITEMS)


def test_a_kind_of_plan_is_asked_for_what_a_plan_is():
    items = Rulebook.load("swindon").items("protection-plan")
    assert {"contingency", "plan-outcomes", "dated-actions"} <= set(items)
    assert items["contingency"] == ("swindon-13.11-contingency",)


OWN = """
kind: items
title: Ours
version: "1"
source: us
licence: ours
entries:
- id: dog
  label: whether there is a dog
  missing: say whether there is a dog
  met_by: [{terms: [dog]}]
"""
ASKING = """
id: ours
title: Policy
authority: Ours
edition: "1"
date: "2026"
licence: ours
inherits: general
standards:
- standard: ours-1-dog
  section: "1"
  says: The note says whether there is a dog.
  doc_types: [home-visit]
  asks: [dog]
  served_by: {checklist: {severity: warning}}
"""


@pytest.fixture
def own(tmp_path):
    def write(items=OWN, guidance=ASKING):
        (tmp_path / "ours.yaml").write_text(items, encoding="utf-8")
        (tmp_path / "guidance").mkdir(exist_ok=True)
        (tmp_path / "guidance" / "ours.yaml").write_text(guidance, encoding="utf-8")
        forget_lexicons()
        load_guidance.cache_clear()
        return str(tmp_path)

    yield write
    forget_lexicons()
    load_guidance.cache_clear()


@pytest.mark.model
def test_an_authority_adds_an_item_without_code(own):
    report = notecheck.load("ours", lexicons=own())("The dog barked.", doc_type="home-visit").to_dict()
    assert [(item["item"], item["met"]) for item in report["checklist"]] == [("dog", True)]


@pytest.mark.model
def test_faults_of_items_are_named(own):
    with pytest.raises(LexiconError, match=r"asks for 'cat', which is in no list of items; allowed: .*dog"):
        notecheck.load("ours", lexicons=own(guidance=ASKING.replace("[dog]", "[cat]")))
    with pytest.raises(TermError, match="unknown detector 'bark'; allowed: address"):
        notecheck.load("ours", lexicons=own(OWN.replace("{terms: [dog]}", "{detector: bark}")))
    for clue, told in [
        ("kinds: [observatoin]", "ours.yaml, entry dog, kinds names 'observatoin'; allowed: child-voice"),
        ("speakers: [mother]", "entry dog, speakers names 'mother'; allowed: child"),
        ("terms: [dog/verbx]", "ours.yaml, entry dog, term 'dog/verbx': /verbx is no part of speech"),
    ]:
        with pytest.raises(LexiconError, match=told):
            notecheck.load("ours", lexicons=own(OWN.replace("{terms: [dog]}", "{" + clue + "}")))
    with pytest.raises(LexiconError, match="entry dog: give one of met_by, all_of and unwanted"):
        notecheck.load("ours", lexicons=own(OWN.replace("  met_by: [{terms: [dog]}]\n", "")))


def test_a_standard_that_asks_is_served_by_the_checklist(own):
    with pytest.raises(LexiconError, match=r"entry ours-1-dog: asks and served_by: \{checklist: …\} go together"):
        load_guidance("ours", own(guidance=ASKING.replace("{checklist:", "{jargon:")))


def test_reasons_are_read_with_care():
    assert Note.from_dict({"text": "", "not_applicable": {"date": "undated"}}).not_applicable == {"date": "undated"}
    with pytest.raises(NoteError, match="not_applicable: must be an object of checklist items"):
        Note.from_dict({"text": "", "not_applicable": ["date"]})
    with pytest.raises(NoteError, match=r"not_applicable\.date: is empty"):
        Note.from_dict({"text": "", "not_applicable": {"date": " "}})


def test_every_detector_is_used():
    used = {
        clue.detector
        for entry in ITEMS.values()
        for clue in (
            *entry.met_by,
            *entry.unwanted,
            *(c for cond in entry.applies for c in (*cond.seen, *cond.not_seen)),
        )
    }
    assert set(DETECTORS) == used - {None}
    assert (LEXICONS / "checklist.yaml").exists()
