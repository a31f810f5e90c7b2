"""Professional wording: what is marked, what is left alone and why, and that a suggestion fits where it stands."""

import pytest

from notecheck.wording.explanations import explanation

pytestmark = pytest.mark.model


@pytest.fixture
def jargon(checker):
    def check(text, **fields):
        report = checker(text, **fields)
        return [text[f.start : f.end] for f in report.findings if f.rule == "jargon"]

    return check


@pytest.fixture
def mended(checker):
    """The text with the first suggestion of every finding put in its place."""

    def mend(text, **fields):
        found = [f for f in checker(text, **fields).findings if f.rule == "jargon" and f.suggestions]
        for finding in sorted(found, key=lambda f: -f.start):
            text = text[: finding.start] + finding.suggestions[0] + text[finding.end :]
        return text

    return mend


@pytest.mark.parametrize(
    ("text", "mended_text"),
    [
        ("She absconded on Friday.", "She ran away on Friday."),
        ("He has absconded three times.", "He has run away three times."),
        ("His siblings live with Nan.", "His brothers and sisters live with Nan."),
        ("Both parents are engaging well.", "Both parents are taking part well."),
        ("He utilised the quiet room.", "He used the quiet room."),
        ("The visit was facilitated by Gemma.", "The visit was helped with by Gemma."),
        ("An assessment was undertaken in May.", "An assessment was done in May."),
        ("Mum presents as settled.", "Mum seems settled."),
        ("She is in receipt of Universal Credit.", "She is getting Universal Credit."),
        ("Robyn struggles with peers.", "Robyn struggles with friends."),
        ("CONTACT\nIt went well.", "FAMILY TIME\nIt went well."),
        ("It was a good contact.", "It was a good family time."),
        ("A contact was cancelled.", "A family visit was cancelled."),
        ("Prior to the visit I rang Mum.", "Before the visit I rang Mum."),
        ("He complied with his bail conditions.", "He kept to his bail conditions."),
        ("He was told of two statutory visits.", "He was told of two visits."),
    ],
)
def test_a_suggestion_fits_as_it_stands(mended, text, mended_text):
    assert mended(text) == mended_text


@pytest.mark.parametrize(
    "text",
    [
        "Contact me by text if you change your mind.",
        "I left Nan my contact number and kept eye contact with you.",
        "You lost a contact lens and came third in the college placement test.",
        "Shelley got engaged to Lee and the toilet was engaged.",
        "The porch gave us some respite from the rain; you stood on the threshold of the kitchen.",
        "Your chair has a new attachment for the screen. This email and any attachments are confidential.",
        "You hit six boundaries and gave a presentation about sharks in class.",
        "A new boy peers round the door at night.",
        "The road closure made the panel van late. He stepped down from the bus.",
        "You are looked after by the council. You feel well looked after there.",
        "Your pathway plan, safety plan, care plan, child in need plan and child protection plan are here.",
        "You took one big step down from my car. The two of you are engaged in an argument about fuses.",
        "A second meeting will be convened. The referral is to be progressed.",
        "Your social worker, foster carer, school nurse, key worker and advocate came to the review.",
    ],
)
def test_everyday_meanings_are_left(jargon, text):
    assert jargon(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Callum said “I hate contact”.",
        'He told me, "my placement is fine and contact is boring".',
        "Mum said she was told ‘step down’ and ‘threshold’ and knew neither.",
        "From: T Hall\nSent: 4 May 2026 14:07\nTo: P Nair\nSubject: Sam\n\nHi,\nSam's engagement with peers is good."
        "\n\nKind regards\nTina Hall\nPlacement Officer | 01632 960114\n",
    ],
)
def test_other_peoples_words_are_left(jargon, text):
    assert jargon(text) == []


def test_job_titles_are_left(jargon):
    text = "Gemma, contact supervisor, Ali, placement officer, and Jo, early help worker, came to the placement."
    assert jargon(text) == ["placement"]


def test_the_authors_own_role_is_left(jargon):
    text = "I saw you at the placement.\nGemma Hill\nReunification and Permanence Lead"
    author = {"name": "Gemma Hill", "role": "Reunification and Permanence Lead"}
    assert jargon(text, author=author) == ["placement"]


def test_the_title_of_a_contact_record_is_left_in_a_referral(jargon):
    text = "CONTACT RECORD\nReceived by phone. Mum wants contact to end."
    assert jargon(text, doc_type="referral") == ["contact"]
    assert jargon(text, doc_type="family-time") == ["CONTACT", "contact"]


def test_allocated_is_no_part_of_a_title(jargon):
    assert jargon("The allocated social worker rang.") == ["allocated social worker"]


def test_what_is_judgemental_is_not_marked_again(jargon):
    assert jargon("She refuses to engage with us. He has failed to fully engage.") == []


@pytest.mark.parametrize(
    "note",
    [
        "Your core group (the people who check that your plan is working) met.",
        "We had a core group, which is a meeting where we check your plan.",
        "We had a core group, which means the people in your plan meet.",
        "We had a core group - a meeting where we all check your plan.",
        "A core group is the people around your plan checking that everyone has done their jobs.",
        "We had a core group. That is a meeting where we check how your plan is going.",
        "We had a core group. This means that the adults in your plan meet and talk.",
        "The adults in your plan met to check it (the core group).",
        "Grown-ups meet every six weeks to check your plan; we call this a core group.",
        "Core group (CG: the people who check that your plan is working).",
        "We had a core group, that is, the people who check your plan.",
        "We had a core group session (the people in your plan come together and check it).",
    ],
)
def test_a_word_explained_is_left_all_through_the_note(jargon, note):
    assert jargon(f"CORE GROUP\n{note}\nNext core group: 9 May 2026.") == []


@pytest.mark.parametrize(
    "note",
    [
        "It comes under delegated authority (authority that has been delegated).",
        "Delegated authority (signed on 4 May 2026) is on file.",
        "Delegated authority (see the form) was discussed.",
        "Delegated authority is in place.",
        "Delegated authority, which is on file, was discussed.",
        "We talked about delegated authority. This is the third time.",
    ],
)
def test_no_explanation(jargon, note):
    assert "delegated authority" in [mark.lower() for mark in jargon(note)]


def test_an_explained_word_explains_its_compounds_but_no_other_word(jargon):
    text = "Your core group (the people who check your plan) met. Core group minutes went out. The panel meets in May."
    assert jargon(text) == ["panel"]


def test_where_a_word_is_explained_is_a_strength(checker):
    text = "Respite (a short stay with Jean and Tom) starts in May."
    assert [(s.kind, text[s.start : s.end]) for s in checker(text).strengths if s.rule == "jargon"] == [
        ("word-explained", "Respite (a short stay with Jean and Tom)")
    ]


def test_a_message_says_what_why_and_what_instead(checker):
    finding = next(f for f in checker("Contact went ahead.").findings if f.rule == "jargon")
    assert finding.message == (
        "“Contact” may say little to the child or a parent who reads this."
        " You might write “Family time” or “Family visit”."
    )


def test_a_word_marked_again_points_at_its_first_mark(checker):
    first, second = [f for f in checker("Contact at 2pm. All contacts went well.").findings if f.rule == "jargon"]
    assert first.message.startswith("“Contact” may say little")
    assert second.message == "“contacts” again: see the first mark of it."
    assert second.suggestions


def test_a_suggestion_has_the_tense_of_its_own_verb(checker):
    for text, taken in (
        ("Mum was receptive and engaged well.", "took part"),
        ("Mum has come and engaged well.", "taken part"),
        ("Mum has engaged well.", "taken part"),
    ):
        finding = next(f for f in checker(text).findings if f.entry == "jargon-engage")
        assert finding.suggestions[0] == taken


def test_no_suggestion_follows_an_acronym(checker):
    finding = next(f for f in checker("The PLO threshold is met.").findings if f.entry == "jargon-threshold")
    assert finding.suggestions == ()


@pytest.mark.parametrize(
    "text", ["", " ", "(", "contact (", "contact (((((", "“contact", "contact\n\ncontact is", "🙂 contact"]
)
def test_odd_texts_are_no_trouble(checker, text):
    for finding in checker(text).findings:
        assert 0 <= finding.start < finding.end <= len(text)


def test_explanation_reads_no_further_than_it_needs():
    text = "respite " + "(" * 5000
    assert explanation(text, 0, 7, (0, len(text))) is None
