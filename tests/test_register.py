"""Everybody whom a note names or means: who they are, how that is told, what they do."""

import pytest

from notecheck.data import load_lexicons
from notecheck.people.register import Registrar

pytestmark = pytest.mark.model

CHILD = {"child": {"name": "Callum Wright", "known_as": ["Callum", "Cal"]}, "other_children": ["Sally"]}
AUTHOR = {"author": {"name": "Priya Nair", "role": "Social Worker"}}


@pytest.fixture(scope="module")
def registrar(bare):
    return Registrar.of(bare, load_lexicons())


@pytest.fixture
def people(doc_of, registrar):
    """Everybody of a text, by the first spelling of the name, else by role or agency."""

    def read(text, **fields):
        found = registrar(doc_of(text, **{**CHILD, **AUTHOR, **fields})).people
        return {(person.names or (person.role,))[0] or person.agency: person for person in found}

    return read


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Mr Hayes, head of year, rang.", "Mr Hayes", "head of year"),
        ("PC Amy Cole came.", "PC Amy Cole", ""),
        ("Your advocate Emma rang.", "Emma", "advocate"),
        ("Emma (HV) rang.", "Emma", "health visitor"),
        ("Emma Hill - health visitor - rang.", "Emma Hill", "health visitor"),
        ("Present:\nEmma Hill - Team Manager, chair\nMum", "Emma Hill", "team manager"),
        ("Present:\nDr Imran Aziz - Paediatrician, City Hospital", "Dr Imran Aziz", "paediatrician"),
        ("The health visitor, Emma Hill, rang.", "Emma Hill", "health visitor"),
        ("Gareth Moss rang, he's the manager at the home.", "Gareth Moss", "manager"),
        ("Mr Tranter, the bus company's manager, rang.", "Mr Tranter", "manager"),
        ("Miss Polglaze (her year 6 teacher) rang.", "Miss Polglaze", "teacher"),
        ("Marta Zielinska, British Sign Language (BSL) interpreter, came.", "Marta Zielinska", "interpreter"),
        ("Present: EH (health visitor), Mum", "EH", "health visitor"),
        ("hv amy rang.", "amy", "health visitor"),
        ("Our new youth worker is Dan.", "Dan", "youth worker"),
    ],
)
def test_register_learns_a_role_beside_the_name(people, text, name, role):
    person = people(text)[name]
    assert (person.kind, person.role, person.learnt_at) == ("professional", role, 0)


def test_register_learns_the_roles_of_several_at_once(people):
    found = people("Marian, Tosin and Ann Ade, foster carers, came. The carers said so.")
    assert [found[name].role for name in ("Marian", "Tosin", "Ann Ade")] == ["foster carer"] * 3


def test_register_learns_a_role_in_a_field_and_in_an_email(people):
    assert people("Health visitor: Ann Roe\nAnn said he is well.")["Ann Roe"].role == "health visitor"
    head = "From: Tina Brophy <t@x.example>\nSent: 4 May 2026 10:00\nTo: Priya Nair\n\n"
    email = f"{head}Hi\nHe is well.\n\nRegards\nTina Brophy\nHead of Year\n\n"
    assert people(f"{email}I rang Tina.")["Tina Brophy"].learnt == "signature"


def test_register_says_where_a_role_is_learnt_later(people):
    jan = people("Jan told me you sang. Jan Pell (nursery manager) will ring.")["Jan"]
    assert (jan.names, jan.role, jan.learnt_at) == (("Jan", "Jan Pell"), "nursery manager", 1)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("His mum, Yana, rang.", "Yana", "family"),
        ("Kelly (Mum) rang.", "Kelly", "family"),
        ("Craig, Mum's partner, rang.", "Craig", "family"),
        ("Carol and Vic, Callum's grandparents, rang.", "Vic", "family"),
        ("Mr Wright rang.", "Mr Wright", "family"),
        ("Mum's friend Dawn rang.", "Dawn", "friend"),
        ("Mrs Dunne at number 12 rang.", "Mrs Dunne", "friend"),
        ("Jay (19) rang.", "Jay", "friend"),
        ("Cal rang.", "Cal", "child"),
        ("Priya rang.", "Priya", "writer"),
        ("Semhar rang.", "Semhar", ""),
    ],
)
def test_register_tells_classes_apart(people, text, name, kind):
    assert people(text)[name].kind == kind


def test_register_keeps_roles_without_a_name_and_agencies_that_speak(people):
    found = people("Health visitor said he is well. School rang. HV to weigh him.")
    assert [mention.act for mention in found["health visitor"].mentions] == ["speaks", "task"]
    assert found["School"].mentions[0].act == "speaks"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The midwife weighed him.", "acts"),
        ("The midwife will come on Monday.", "will"),
        ("I told the midwife so.", "told"),
        ("Mum had a letter from the midwife.", "from"),
        ("He was weighed by the midwife.", "by"),
        ("Midwife to be told.", "passive"),
        ("Present: Mum, midwife", "listed"),
        ("Weigh him | midwife | Monday", "cell"),
        ("The midwife's office is shut.", ""),
        ("The midwife did not come.", ""),
    ],
)
def test_register_says_what_is_told(people, text, act):
    assert people(text)["midwife"].mentions[0].act == act


@pytest.mark.parametrize(
    "text",
    [
        "Sgt Dale rang. The sergeant said so.",
        "Miss Pym, class teacher, rang. Your teacher said so.",
        "Detective Sergeant Pam Willett rang. The sergeant said so.",
        "Dr Roe rang. Dr Roe, clinical psychologist, came. The psychologist said so.",
    ],
)
def test_register_knows_a_person_again_by_role(people, text):
    assert len(people(text)) == 1


def test_register_tells_two_of_one_first_name_apart(people):
    found = people("Gaynor Holt, family support worker, and Gaynor Price, housing officer, came. Ms Price rang.")
    assert found["Gaynor Price"].names == ("Gaynor Price", "Ms Price")


def test_register_knows_the_author_by_role(doc_of, registrar):
    doc = doc_of("SW visited. Your social worker told Mum. Pat's social worker rang.", **CHILD, **AUTHOR)
    writer, pat, worker = registrar(doc).people
    assert (writer.kind, len(writer.mentions)) == ("writer", 2)
    assert (pat.names, worker.kind, worker.role) == (("Pat",), "professional", "social worker")


def test_register_reads_places_as_no_person(people):
    found = people("We met at Larch Road in the Larches. Emma Hill, midwife, came.")
    assert list(found) == ["Emma Hill"]


def test_register_of_nothing(people):
    assert people("") == {}


@pytest.mark.parametrize(
    "text",
    [
        "Emma " * 4_000,
        "Ms A " * 4_000,
        "nurse " * 4_000,
        "EH (" * 4_000,
        "HEALTH VISITOR AND " * 2_000,
        "the young school nurse, " * 2_000,
        " ".join(f"the q{n}x worker said so." for n in range(2_000)),
        "Present: " + "Emma Hill, " * 3_000,
    ],
)
def test_register_is_made_of_hostile_text(people, text):
    assert people(text) is not None


def test_register_takes_a_raised_figure_for_no_age(people):
    people("Craig Marsh, ² Mill Lane, rang.")
