"""Professionals at first mention: name and role together, or one of them missing."""

import pytest

from notecheck.checks.professional import SPEC
from notecheck.component import NoSettings
from notecheck.data import load_lexicons

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def prepared(bare):
    return SPEC.prepare(bare, load_lexicons())


@pytest.fixture
def findings(doc_of, prepared):
    def run(text, **fields):
        fields = {"author": {"name": "Priya Nair", "role": "Social Worker"}, **fields}
        return list(SPEC.find(doc_of(text, child={"name": "Callum Wright"}, **fields), prepared, NoSettings()))

    return run


@pytest.fixture
def find(findings):
    return lambda text, **fields: [text[f.start : f.end] for f in findings(text, **fields)]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Teacher reported that he fell asleep.", ["Teacher"]),
        ("The pharmacist told Mum to wait.", ["pharmacist"]),
        ("He told the TA he was hungry.", ["TA"]),
        ("Case discussed with TM.", ["TM"]),
        ("A paramedic brought you to the door.", ["paramedic"]),
        ("The IRO will ask about this.", ["IRO"]),
        ("Assessed by OT on 3 May.", ["OT"]),
        ("Mum had a letter from the consultant.", ["consultant"]),
        ("The reading lady says he is ahead.", ["reading lady"]),
        ("What | Who | When\nWeigh him | school nurse | Monday", ["school nurse"]),
        ("Apologies: probation officer", ["probation officer"]),
        ("CAMHS told Mum there is a wait.", ["CAMHS"]),
        ("School say he is fine.", ["School"]),
        ("Spoke to Julie in Housing about the damp.", ["Julie"]),
        ("You told Miss Cole you were hungry.", ["Miss Cole"]),
        ("Visit done by me as Sam is on leave.", ["Sam"]),
    ],
)
def test_professional_without_name_or_role_is_marked(find, text, marked):
    assert find(text) == marked


@pytest.mark.parametrize(
    "text",
    [
        "Emma Hill, HV, said he is well. HV will come back.",
        "T/C from advocate, Dan Fell. Advocate said you sing.",
        "Mrs Crane, head teacher, rang. The head agreed. The headteacher told me.",
        "Attendees:\n- Amy Cole - HV\n- Tom Reed - SENCo\n- Mum\nHV said he is well. SENCo to send the plan.",
        "Your foster carers, Jan and Pete Shaw, said you sleep. Jan told me you eat. Your carer said so.",
        "Kelly (Mum) rang me. Kelly told me she is tired.",
        "Mum has a new boyfriend, Craig. Craig told me he works nights.",
        "Maya, your best friend, told me you are sad. Maya brought you home.",
        "The landlord told me the rent is late. The judge said you can stay.",
        "I explained what an advocate does. You want a new social worker. No nurse came.",
        "School to monitor. CAMHS to offer an appointment. School has been closed.",
        "The surgery rings Mum regularly. The council told Mum to wait. Police called to the home.",
        "RM informed. GP to be told. SW needs telling.",
        "Two officers attended. The night staff rang.",
        "Your friend Nurse shouted hello. Auntie Matron told me you sing.",
        "The new speech therapist, [name], will come.",
        "Worker told Mum. The allocated social worker saw him.",
    ],
)
def test_professional_is_left_alone(find, text):
    assert find(text) == []


def test_professional_is_marked_once_for_each_person(find):
    assert find("Nurse said so. The nurse will ring. Nurse to weigh him. Midwife rang.") == ["Nurse", "Midwife"]


def test_professional_parents_go_by_surname_in_formal_documents(find):
    text = "Mr Lunt told me he works nights."
    assert find(text, doc_type="home-visit") == ["Mr Lunt"]
    assert find(text, doc_type="court-statement") == []


def test_professional_author_is_known_by_role(find):
    author = {"name": "Femi Coker", "role": "Family Support Worker"}
    assert find("FSW visited. SW to ring Mum.", author=author) == ["SW"]


def test_professional_emails_and_quotations_are_somebody_elses_words(find):
    head = "From: T Hall <t@x.example>\nSent: 4 May 2026 14:07\nSubject: Sam\n\n"
    email = f"{head}Hi\nOur nurse said he is well.\n\nRegards\nT Hall\n"
    assert find(email) == []
    assert find('Mum said "the nurse told me off".') == []


def test_professional_message_says_what_is_missing(findings):
    role, name, agency = findings("HV rang. Kev from the hub rang. School rang.")
    assert "“[name], health visitor”" in role.message
    assert "without a role" in name.message
    assert "“Kev, [role]”" in name.message
    assert "“School rang”" in agency.message


def test_professional_role_that_comes_later_is_named(findings):
    (jan,) = findings("Jan told me you sang. You came home at four. Jan Pell (nursery manager) will ring.")
    assert "“Jan, nursery manager”" in jan.message


def test_professional_initials_keep_their_capitals(findings):
    (gp,) = findings("GP said he is well.")
    assert "“[name], GP”" in gp.message


def test_professional_span_leaves_the_date_out(find):
    assert find("02.08.2024 - School rang, mother had come to collect.", doc_type="chronology") == ["School"]
