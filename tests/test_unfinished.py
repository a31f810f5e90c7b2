"""Gaps left in a text: what counts as one, and what only looks like one."""

import pytest

from notecheck.checks import unfinished
from notecheck.component import NoSettings
from notecheck.data import load_lexicons

pytestmark = pytest.mark.model


def looked(doc):
    return unfinished.find(doc, unfinished.prepare(None, load_lexicons()), NoSettings())


@pytest.fixture
def gaps(doc_of):
    def find(text, **fields):
        return [text[f.start : f.end] for f in looked(doc_of(text, **fields))]

    return find


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("Plan\nNext visit: TBA", "TBA"),
        ("Mum's partner (name TBC) was there.", "TBC"),
        ("stability mtg tbc", "tbc"),
        ("Sam (DOB ??/??/2014) was seen.", "??/??/2014"),
        ("Born xx/xx/26 in Leeds.", "xx/xx/26"),
        ("The hearing is on __/__/2026.", "__/__/2026"),
        ("I will visit on XX March 2026.", "XX"),
        ("Attendance is XX%.", "XX"),
        ("The total was £XXX for the bed.", "£XXX"),
        ("Lives with Mum and her partner, name XXX", "XXX"),
        ("Risk: ??", "??"),
        ("Dad has a new flat, address ????", "????"),
        ("Signed: ______", "______"),
        ("How we will know: ........", "........"),
        ("MONTHLY SCORE\n__ / 60", "__ / 60"),
        ("Dear <child's name>,\nI came to see you.", "<child's name>"),
        ("Dear {{first_name}},\nI came.", "{{first_name}}"),
        ("GP: Dr [surname], Park Surgery", "[surname]"),
        ("ALLERGY PLAN: [attach]", "[attach]"),
        ("12/12/24 | EHCP request sent\n[date?] | moved", "[date?]"),
        ("Date of visit: insert date\nWorker: JW", "insert date"),
        ("Click or tap here to enter text.", "Click or tap here to enter text."),
        ("Summary: lorem ipsum dolor sit amet", "lorem ipsum dolor sit amet"),
        ("Date of next meeting: to follow", "to follow"),
        ("Next review: date to be confirmed", "to be confirmed"),
        ("Matching panel: dd/mm/yy", "dd/mm/yy"),
        ("Time in: 3.45pm. Time out: __:__", "__:__"),
        ("Time of arrival XX:XX", "XX:XX"),
        ("EHCP annual review: date?? Hoist to be chased.", "date??"),
        ("Phone: 07xxx xxxxxx", "07xxx xxxxxx"),
        ("Key worker [to confirm]", "[to confirm]"),
        ("Child seen? Y/N", "Y/N"),
        ("Placement type: select", "select"),
        ("Ethnicity: not known???", "not known???"),
        ("I am a worker.\n--.02.26 PLO meeting", "--.02.26"),
        ("Seen on __/03 by the nurse.", "__/03"),
        ("He will be 9 on 04/--/2026.", "04/--/2026"),
        ("I will visit on __ March.", "__ March"),
        ("Born in 20XX in Leeds.", "20XX"),
        ("Case number PL26C00??? is with the court.", "PL26C00???"),
        ("NHS number: XXX XXX XXXX", "XXX XXX XXXX"),
        ("Savings: info awaited", "info awaited"),
        ("Signed (young person): [sign here]", "[sign here]"),
        ("I saw Sam. [Summarise the visit in two lines]", "[Summarise the visit in two lines]"),
        ("Strat t/b/c with police.", "t/b/c"),
        ("Strat t.b.c. with police.", "t.b.c."),
        ("Ref no. xxxxx", "xxxxx"),
        ("Allowance: £XX a week", "£XX"),
        ("The bed costs £___ in all.", "£___"),
        ("Address of placement: to be advised", "to be advised"),
        ("Health: (insert)", "(insert)"),
        ("Dear <<name>>,\nI came.", "<<name>>"),
        ("Dear {name},\nI came.", "{name}"),
        ("Views of Dad: @@@", "@@@"),
        ("Ethnicity: n/k?", "n/k?"),
        ("Seen by NAME at the clinic.", "NAME"),
        ("Legal status: Choose an item.", "Choose an item."),
        ("He/she delete as appropriate", "delete as appropriate"),
        ("Strengths: add here", "add here"),
        ("School report: details to be added", "details to be added"),
        ("Kelly's mood | Gemma to ring | TBC | 4 May", "TBC"),
    ],
)
def test_a_gap_is_marked_at_its_place(gaps, text, gap):
    assert gaps(text) == [gap]


@pytest.mark.parametrize(
    "text",
    [
        "She wrote 'Happy birthday Mum xxx' on the card.",
        "You drew a heart and put xxx under it.",
        "See you on Tuesday xx\nSteph",
        "Dad text 'c u sat xx' at 4pm.",
        "Size XXL jumper bought. Mr X, Malcolm X and Child A were there.",
        "Mum asked 'why are you here???' and shut the door.",
        "Why has nobody told her???",
        "Sam may have ?ADHD. Possible admin error??",
        "I waited... and then you came.",
        "[redacted] was told [sic] to leave. Ethnicity: [ ] White [x] Mixed",
        "Minutes to follow from Mrs Hall by 4 May. I asked him to follow me.",
        "I will add the date to the calendar and put your name down.",
        "XX rang me. XX told me that Mum is well, and XX will ring Nan.",
        "You said what??? and laughed. Mum texted me not coming???",
        "Ages 5-7/8-9. Score 3/10. I rang 0114 496 0000 on 4/5/26 at 10.30. Pages 12 -/- 14.",
        "He paid £5 - and left at 3... then 4 came. I can sign here, he said. 2/3 of the class.",
        "I (name and role) was asked to check the date. He added a note [in pencil] to the card.",
        "Mum will be advised of the date. We are awaiting information from the GP, Dr Lee, by 4 May 2026.",
        "Date: 4 May 2026\n----------------\nI saw you.",
    ],
)
def test_what_only_looks_like_a_gap_is_left(gaps, text):
    assert gaps(text) == []


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Quality: good\nChild's views:\nConcerns: none today", "Child's views:"),
        ("I saw Sam.\n\nAnalysis:\n\nPlan\n- Ring Mum on 4 May", "Analysis:"),
        ("I saw Sam.\n\nAnalysis\n\nPlan\n- Ring Mum on 4 May", "Analysis"),
        ("I saw Sam.\nVIEWS OF FATHER\n\nWHAT I THINK\nSam is safe.", "VIEWS OF FATHER"),
        ("I saw Sam.\nWhat happens if it isn't working:", "What happens if it isn't working:"),
        ("Health: \nEducation: doing well\nFamily: Nan helps", "Health:"),
        ("1. Background\nSam is 9.\n2. Views of parents\n3. Analysis\nI think Sam is safe.", "Views of parents"),
        ("1.School Sam is in. 2. Home It is warm. 3. what sam wants 4. next ring Mum", "what sam wants"),
    ],
)
def test_an_empty_heading_or_field_is_marked(gaps, text, heading):
    assert gaps(text) == [heading]


def test_an_empty_heading_above_the_signature_is_marked(gaps):
    text = "I saw Sam.\n\nWorker's analysis:\n\nPriya Nair, social worker"
    assert gaps(text, author={"name": "Priya Nair"}) == ["Worker's analysis:"]
    assert gaps(text.replace("Priya Nair, social worker", "PN"), author={"name": "Priya Nair"}) == [
        "Worker's analysis:"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "HOME VISIT\nDate: 4 May 2026\nI saw you.",
        "CORE GROUP\nHEALTH\nSam is well.",
        "Plan\n\nHealth\n- GP check 4 May 2026\n\nSchool\n- Attend daily",
        "Agreed actions:\nMum: to ring the GP by 4 May\nMe: to write to school",
        "Present:\nMum: Kelly Hill\nDad: Ray Hill\nSam was at school.",
        "Signed:\nPriya Nair\nSocial Worker",
        "I saw you on 4 May.\n\nPriya Nair\nSocial Worker",
        "Actions\n1. I will visit on 4 May.\n2. Mum will ring the GP.",
        "What we did:\n\nWe played Uno and you won twice.",
    ],
)
def test_a_heading_with_something_under_it_and_a_signature_are_left(gaps, text):
    assert gaps(text, author={"name": "Priya Nair", "role": "Social Worker"}) == []


def test_a_pasted_email_is_left(gaps):
    text = (
        "________________________________\nFrom: Jo Reed\nSent: 4 May 2026 10:12\nTo: P Nair\nSubject: Sam\n\n"
        "Hi\nThe price TBC.\nJo\n\nI rang Jo."
    )
    assert gaps(text) == []


def test_the_message_tells_an_empty_heading_from_a_gap(doc_of):
    text = "I saw Sam.\n\nAnalysis:\n\nPlan\n- Next visit TBC"
    gap, heading = sorted(looked(doc_of(text)), key=lambda f: -f.start)
    assert "leaves this open" in gap.message
    assert "Nothing is written under “Analysis:”" in heading.message


def test_a_long_form_takes_time_in_proportion(gaps):
    assert len(gaps("Name: TBC\nViews of mother: none\n" * 2000)) == 2000
    assert gaps("Seen by XX on xx/xx/26. " * 4000) == ["xx/xx/26"] * 4000
