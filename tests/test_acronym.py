"""Short forms: which first uses are marked, what counts as explained, what is left alone, what is offered."""

import pytest
import spacy

from notecheck.component import findings_of
from notecheck.wording.definitions import explained, sense

pytestmark = pytest.mark.model

AUTHOR = {"author": {"name": "Kwame Asante", "role": "Social Worker"}}
CHILD = {"child": {"name": "Callum Wright", "known_as": ["Cal"], "age": 9}}


@pytest.fixture
def short_forms(checker):
    """The findings of the check for a text, in order of place."""

    def check(text, **fields):
        return [finding for finding in checker(text, **fields).findings if finding.rule == "acronym"]

    return check


@pytest.fixture
def words(short_forms):
    """The words that the check marks."""
    return lambda text, **fields: [text[f.start : f.end] for f in short_forms(text, **fields)]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("D/V 17:50, nobody in at first. MGM came to the door.", ["D/V", "MGM"]),
        ("Strat mtg TBC, duty to f/u tomorrow, chron by Friday.", ["Strat", "mtg", "f/u", "chron"]),
        ("sw says hv to weigh, cin plan to end, pep to be booked", ["sw", "hv", "cin", "pep"]),
        ("HV to weigh Arlo. HV's clinic is on Friday, all HVs are off on Monday.", ["HV"]),
        ("Two TAs and the SENDCo's deputy came.", ["TAs", "SENDCo"]),
        ("Ivan DNA'd twice, so it was NFA'd.", ["DNA'd", "NFA'd"]),
        ("CIN/CP plans end in May; non-LAC brother.", ["CIN", "CP", "LAC"]),
        ("The E.H.C.P. is late.", ["E.H.C.P."]),
        ("Seen by the ed psych in temp accom.", ["ed psych", "temp accom"]),
        ('Callum said "my IRO never rings".', ["IRO"]),
        ("The VARM panel and the QZB met.", ["VARM", "QZB"]),
    ],
)
def test_first_uses_are_marked_in_all_their_spellings(words, text, marks):
    assert words(text, **AUTHOR) == marks


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("No s47. Mum signed the S.20.", ["s47", "S.20"]),
        ("You came into care, Sec 20, and we paid from S17.", ["Sec 20", "S17"]),
        ("A section 47 enquiry began.", ["section 47"]),
        ("S47s for both boys.", ["S47s"]),
        ("We gave you section 17 money (the bit of the law that lets us spend on food).", []),
        ("s47, the law that says we must find out if you are being hurt, starts today.", []),
        ("You were in police protection (s46).", []),
        ("Bilal is in care under section 20 of the Children Act, as Mum asked.", []),
        ("See section 7 of this form. He lives at S20 3GB and has a Samsung S21.", []),
    ],
)
def test_section_numbers_need_words_for_what_they_are(words, text, marks):
    assert words(text) == marks


@pytest.mark.parametrize(
    "text",
    [
        "Your child in need (CIN) plan. The CIN meeting is in May.",
        "CIN (child in need) plan",
        "CIN - child in need - plan",
        "SEN = special educational needs",
        "Your PA, which is short for personal adviser, is Den.",
        "Den is your PA. That's short for personal adviser.",
        "CIN stands for child in need.",
        "You are a CIN or child in need.",
        "You are a child in need, or CIN, since May.",
        "Sue is your independent reviewing officer, IRO, now.",
        "A special guardianship order – an SGO – would last until you are 18.",
        "child protection conference (that's the\nmeeting where people decide if a plan is needed, CPC for short)",
        "Cath, the LAC\n(looked after children) nurse",
        "Special Educational Needs Co-ordinator (SENCO), Mrs Dunne",
        "It is the Children’s Social Care (“CSC”) team.",
        "unaccompanied asylum-seeking child (UASC on the forms)",
        "National Referral Mechanism (NRM: how the government decides)",
        "CAMHS (people who help with big feelings) rang.",
        "The Family Ladder Programme (FLP) starts in May, FLP is on Mondays.",
        "The FLP (Family Ladder Programme) starts in May.",
    ],
)
def test_an_explanation_counts_in_every_order_and_shape(words, text):
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("The SGO is being looked at. A special guardianship order (SGO) would last.", ["SGO"]),
        ("Lin (RM) rang about the paint.", ["RM"]),
        ("A plan with SW (new since May).", ["SW"]),
        ("The social worker rang.\nL Marriott SW", ["SW"]),
        ("The emergency team closed at 5.\nEDT rang.", ["EDT"]),
        ("EBSA is what the officer calls it.", ["EBSA"]),
    ],
)
def test_a_bracket_or_a_later_line_is_no_explanation(words, text, marks):
    assert words(text) == marks


@pytest.mark.parametrize(
    "text",
    [
        "The GP sent her to A&E on the NHS at 4 PM, and the CCTV was on the TV.",
        "PC Amy Cole and DS Alan Pike came; DC Hal Brook is off.",
        "He said AGAIN that he did NOT do it, and wrote I CANT and DONT.",
        "WHAT WE ARE WORRIED ABOUT\nHOME VISIT RECORD\nSchool, Y5, is fine.",
        "You picked MUSIC then GOOD then BEDS on your screen.",
        "She texted \"tbh idk lol\" and 'OMG'.",
        "Size XXL, 12kg, Henry VIII, PS5, LS8 2AB, AB12 CDE.",
        "Mail jo@cin.example or see https://www.cin.example/lac/index.",
        "Ms A told X about it.\nZARA: I like Elsa.",
        "The DNA test is on Monday, Pip had a pep talk, and he is six ft tall.",
    ],
)
def test_what_everybody_knows_and_what_is_no_short_form_is_left_alone(words, text):
    assert words(text) == []


def test_initials_of_the_people_of_the_note_are_left_alone(words):
    assert words("KA to ring Mum. CW was well.\n\nKA", **AUTHOR, **CHILD) == []


def test_a_role_is_marked_although_the_author_has_its_letters(words):
    assert words("SW visited. Signed: S Wood, SW", author={"name": "Sarah Wood"}) == ["SW"]


def test_letters_of_a_field_that_says_who_and_of_a_last_line_are_a_signature(words):
    assert words("Mum was well.\nWorker: MH\nHB 4/5/26") == []


def test_letters_that_act_are_somebody_where_no_meaning_could(words):
    assert words("PP to ring Gran by Friday, PP said.") == []
    assert words("The PP is due in June.") == ["PP"]


def test_a_baby_who_has_only_a_short_form_for_a_name_is_still_spelled_out(words):
    assert words("UBB HUGHES: due in June.", child={"name": "Unborn baby Hughes", "known_as": ["UBB"]}) == ["UBB"]


def test_the_frame_of_a_pasted_email_is_left_alone_and_its_body_is_not(words):
    text = (
        "Email from school.\n\nFrom: Tina Hall <t.hall@oak.example>\nSent: 11 May 2026 14:07\nTo: Gavin Pope\n"
        "Subject: LAC pupil\n\nHi Gavin,\nThe DSL saw Amy.\n\nKind regards\nTina Hall\nHOY | 01632 960114\n"
    )
    assert words(text) == ["DSL"]


@pytest.mark.parametrize("before", ["\n\n", "🙂 ", "Mum – “ok”.\r\n\r\n", "\ufeff", "👨‍👩‍👧 é\t"])
def test_offsets_are_code_points_of_the_text_as_given(short_forms, before):
    text = f"{before}The CIN\r\nmtg is late."
    start = text.index("CIN")
    assert [(f.start, f.end) for f in short_forms(text)] == [(start, start + 3), (start + 5, start + 8)]


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("He is on a CIN plan.", ("child in need (CIN)",)),
        ("SW visited.", ("Social worker (SW)",)),
        ("Both SWs came.", ("social workers (SWs)",)),
        ("We made an SGO.", ("SGO (special guardianship order)",)),
        ("The mtg is late.", ("meeting",)),
        ("Strat today.", ("Urgent talk about a child's safety",)),
        ("All appts kept.", ("appointments",)),
        ("He DNA'd it.", ("did not attend",)),
        ("HV at ten.", ("Health visitor (HV)", "Home visit (HV)")),
        ("No S47 yet.", ("child protection enquiry (S47)",)),
        ("The QZB met.", ()),
    ],
)
def test_suggestions_stand_as_they_are_the_commonest_first(short_forms, text, offers):
    assert short_forms(text)[0].suggestions == offers


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("Ms Okoro (DSL) rang.", "designated safeguarding lead"),
        ("Ms Okoro (the DSL, Hill School) rang.", "designated safeguarding lead"),
        ("The EHCP plan is late.", "education, health and care (EHCP)"),
        ("We paid £20, out of S17.", "child in need payment (S17)"),
        ("The S17 budget is spent.", "child in need (S17)"),
        ("He is open to us under S17.", "section 17 (help for a child in need)"),
        ("An enquiry began under s.47 on 3 May.", "section 47 (child protection enquiry)"),
        ("You live there (under Sec 20).", "section 20 (voluntary care)"),
        ("We got as far as an S20 agreement.", "S20 (voluntary care)"),
        ("Too soft imo.", "in my opinion"),
        ("Dad was charged with S20 assault.", "wounding or serious harm (S20)"),
        ("HV Friday.", "Home visit (HV)"),
        ("Next: HV 3.45pm.", "home visit (HV)"),
        ("HV – Tia Brooks\nSeen at home.", "Home visit (HV)"),
        ("HV to weigh Arlo on Friday.", "Health visitor (HV)"),
        ("DBS needs doing.", "Criminal record check (DBS)"),
        ("I wrote to the DBS.", "Disclosure and Barring Service (DBS)"),
        ("Her DBS check is late.", "criminal record (DBS)"),
    ],
)
def test_the_words_around_choose_the_meaning_and_how_it_is_put(short_forms, text, offer):
    assert short_forms(text)[0].suggestions[0] == offer


def test_a_rare_meaning_is_offered_only_where_the_words_around_speak_for_it(short_forms):
    (finding,) = short_forms("Mum signed the S20 form.")
    assert finding.suggestions == ("voluntary care (S20)",)


@pytest.mark.parametrize(
    ("role", "signature", "offer"),
    [
        ("Social Worker", "C Whitlock SW", "social worker"),
        ("Service Manager", "Carla Whitlock, SM", "service manager"),
        ("Senior Mentor", "Carla Whitlock, SM", "senior mentor"),
        ("Hospital Social Worker", "C. Whitlock, HSW", "hospital social worker"),
        ("Acting Team Manager", "C Whitlock TM", "team manager"),
    ],
)
def test_under_a_signature_the_authors_own_role_is_offered_alone(short_forms, role, signature, offer):
    (finding,) = short_forms(f"Mum was well.\n\n{signature}", author={"name": "Carla Whitlock", "role": role})
    assert finding.suggestions[0] == offer


def test_a_note_without_fields_is_signed_by_a_name_and_a_role_on_a_last_line(short_forms):
    (finding,) = short_forms("Mum was well.\n\nG Stott, SM")
    assert finding.suggestions[0] == "service manager"


def test_single_letters_with_a_stroke_are_a_short_form(words):
    assert words("Seen 4pm, B/F to May. Y/N on the form.") == ["B/F"]


def test_the_message_says_what_was_seen_why_it_matters_and_what_to_write(short_forms):
    (finding,) = short_forms("He is on a CIN plan.")
    for words in ("“CIN” is not explained", "“child in need”", "The child or a parent may not know", "write it out"):
        assert words in finding.message


def test_an_explained_short_form_is_a_strength(checker):
    report = checker("Your child in need (CIN) plan began in May.")
    assert [(s.kind, s.start, s.end) for s in report.strengths if s.rule == "acronym"] == [
        ("acronym-explained", 20, 23)
    ]


def test_a_pipeline_without_a_lemmatizer_still_finds_them(checker):
    with checker.nlp.select_pipes(enable=["notecheck_acronym"]):
        doc = checker.nlp("The CIN plan, and AGAIN the QZB panel.")
    assert [(f.start, f.end) for f in findings_of(doc) if f.rule == "acronym"] == [(4, 7), (28, 31)]


@pytest.mark.parametrize(
    ("text", "form", "said"),
    [
        ("a child in need (CIN) plan", "CIN", True),
        ("a CHILD-IN-NEED (CIN) plan", "CIN", True),
        ("children in need (CIN)", "CIN", True),
        ("the CIN plan", "CIN", False),
        ("a cold on Monday (CIN)", "CIN", False),
    ],
)
def test_explained_reads_the_words_around(text, form, said):
    start = text.index(form)
    assert explained(text, start, start + len(form), form, (sense("child in need"),)) is said


def test_hostile_text_is_read_in_good_time(words):
    text = "(" * 3000 + "CIN " * 3000 + "A." * 3000 + "s1 DNA QZB " * 3000 + "/" * 3000 + "DNA test "
    assert words(text) == ["CIN", "DNA", "QZB"]


@pytest.mark.model
def test_a_name_of_hyphens_alone_has_no_initials(checker):
    assert [f.rule for f in checker("Kit ran. EH rang.", child={"name": "-"}).findings]


@pytest.mark.model
def test_a_pipeline_read_from_a_folder_knows_the_same_words(checker, tmp_path):
    checker.nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    text = "STOP shouting. That was GOOD. YES we rang the LADO."
    assert findings_of(again(text)) == findings_of(checker.nlp(text))


def test_a_full_form_written_out_as_advised_is_not_marked_in_turn(checker):
    discussion, conference = "strategy discussion (SD)", "initial child protection conference (ICPC)"
    for text in (f"The {discussion} was on 4 May.", f"The {conference} is due."):
        assert not [f for f in checker(text, **AUTHOR).findings if f.rule in ("jargon", "hard-word")]
    assert [f for f in checker("The strategy discussion was on 4 May.", **AUTHOR).findings if f.rule == "jargon"]
