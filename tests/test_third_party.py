"""Somebody else's details: identifiers, contact details, other families."""

import pytest

from notecheck.checks.third_party import SPEC
from notecheck.component import NoSettings
from notecheck.data import load_lexicons

pytestmark = pytest.mark.model

EMAIL = (
    "From: Kelly Marsh <kelly.marsh88@gmail.com>\nSent: 4 May 2026 10:00\nTo: Emma Reid\nSubject: Tom\n\nHi Emma\n"
    "Tom is well. {body}\nThanks\nKelly\n07700 900123\n"
)


@pytest.fixture(scope="module")
def prepared(bare):
    return SPEC.prepare(bare, load_lexicons())


@pytest.fixture
def find(doc_of, prepared):
    def run(text, **fields):
        found = SPEC.find(doc_of(text, **fields), prepared, NoSettings())
        return [(text[f.start : f.end], f.severity) for f in found]

    return run


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("NHS No: 943 476 5919", "943 476 5919"),
        ("Her number is 943-476-5919.", "943-476-5919"),
        ("Her NHS number is 9434765918.", "9434765918"),
        ("👶\r\nNI number JG 10 37 59 A was on the letter.", "JG 10 37 59 A"),
        ("Her national insurance number is ab123456c.", "ab123456c"),
        ("UPN A123456789012 on the form.", "A123456789012"),
        ("Passport no. 123456789 was seen.", "123456789"),
        ("Account number 12345678 is in credit.", "12345678"),
        ("Hospital number RX123456.", "RX123456"),
        ("I saw another family I work with first.", "another family I work with"),
    ],
)
def test_identifiers_are_warnings(find, text, marked):
    assert find(text) == [(marked, "warning")]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Nan said her mobile is 07700 900 123 now.", "07700 900 123"),
        ("Her email is kelly.marsh88@gmail.com, she said.", "kelly.marsh88@gmail.com"),
        ("You went swimming with the Okafor twins.", "the Okafor twins"),
        ("Kayden Doyle (14) was in the car with you.", "Kayden Doyle (14)"),
        ("Kayden Doyle, aged 14, was in the car.", "Kayden Doyle, aged 14"),
        ("Kayden Doyle (dob 3/4/12) was in the car.", "Kayden Doyle (dob 3/4/12)"),
        ("Kayden Doyle (DOB 03/04/2012) was in the car.", "Kayden Doyle (DOB 03/04/2012)"),
        ("Kayden Doyle (14, D.O.B. 3.4.2012) was in the car.", "Kayden Doyle (14, D.O.B. 3.4.2012)"),
        ("Kayden Doyle (DOB 03/04/2012, 14) was in the car.", "Kayden Doyle (DOB 03/04/2012, 14)"),
        ("Kayden Doyle (m, 14) was in the car.", "Kayden Doyle (m, 14)"),
        ("Kayden Doyle (14, Year 9) was in the car.", "Kayden Doyle (14, Year 9)"),
        ("Kayden Lee Doyle (14) was in the car.", "Kayden Lee Doyle (14)"),
        ("Kayden Doyle, 14, who was in the car.", "Kayden Doyle, 14"),
    ],
)
def test_others_details_are_suggestions(find, text, marked):
    assert find(text) == [(marked, "suggestion")]


@pytest.mark.parametrize(
    "text",
    [
        "The order number is 943 476 5918, ring 01632 960188.",
        "Case No: NW26C50123, crime ref 42/12345/26, invoice 4012345678.",
        "Visits on 04/05/2026 and 11/05/2026 at 10.30; she owes £1200.50.",
        "Mobile: 07700 900462\nGemma Oldroyd, social worker, 07700 900463",
        "You can text me on 07700 900461, or ring the duty team on 07700 900999.",
        "You live with the Iqbal family.\nMrs Iqbal showed me your room.",
        "The Orchard family centre is open. The Traveller family left. The Year 6 girls were kind.",
        "Your brother Kayden Doyle (14) came. Miss Amy Cole (32) teaches you.",
        "Dad has another family in Leeds, he said. Nan asked for another family meeting.",
        "You said “the Okafor twins were there”.",
    ],
)
def test_left_alone(find, text):
    assert find(text) == []


def test_names_of_the_notes_own_family_are_known(find):
    text = "I saw the Wright family at home. Sally Wright (6) was there, and so was Ella Wright (3)."
    assert find(text, child={"name": "Callum Wright"}) == []
    assert find("Zara Khan (6) was there.", other_children=["Zara"]) == []


def test_a_pasted_email_may_hold_its_own_contacts_but_no_other_family(find):
    assert find(EMAIL.format(body="See you Monday.")) == []
    assert find(EMAIL.format(body="The Hughes family were there too.")) == [("The Hughes family", "suggestion")]


def test_the_message_never_repeats_the_number(doc_of, prepared):
    (finding,) = SPEC.find(doc_of("NHS No: 943 476 5919"), prepared, NoSettings())
    assert "943" not in finding.message
    assert "If it is the child's own" in finding.message
