"""Who is who: the note's fields first, then what the note itself tells of each person."""

import pytest
from spacy.tokens import Doc

from notecheck.note import Note
from notecheck.people.who import who_of

pytestmark = pytest.mark.model

KIAN = {"child": {"name": "Kian Doyle", "known_as": ["Kian"], "age": 6}}
ELLIE = {
    "child": {"name": "Ellie-Mae D'Arcy", "known_as": ["Ellie", "EM"], "age": 9},
    "other_children": ["Jake"],
    "author": {"name": "Priya Nair", "role": "Social Worker"},
}


@pytest.fixture(scope="module")
def read(checker):
    """The Doc of a note, and who is who on it."""

    def make(text, **fields):
        doc = checker.nlp.make_doc(text)
        doc._.notecheck_note = Note.from_dict({**fields, "text": text})
        doc = checker.nlp.get_pipe("notecheck_who")(_parsed(checker.nlp, doc))
        return doc, who_of(doc)

    return make


def _parsed(nlp, doc):
    for name, pipe in nlp.pipeline:
        if name == "notecheck_who":
            break
        doc = pipe(doc)
    return doc


@pytest.fixture(scope="module")
def kinds(read):
    """The kind of each word that has one: [('Kian', 'child'), …]."""

    def make(text, **fields):
        doc, who = read(text, **fields)
        return [(token.text, kind) for token, kind in zip(doc, who.kind, strict=True) if kind]

    return make


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("I saw Ellie-Mae today.", "Mae", "child"),
        ("I saw ellies room.", "ellies", "child"),
        ("EM was upset.", "EM", "child"),
        ("Jake let me in.", "Jake", "sibling"),
        ("Priya rang the school.", "Priya", "writer"),
        ("PN rang the school.", "PN", "writer"),
        ("Her brother was out.", "brother", "sibling"),
        ("Mum's brother was out.", "brother", "family"),
        ("Jake was in and his sister was at school.", "sister", "child"),
        ("Mum spoke about her daughter.", "daughter", "child"),
        ("Mum spoke about her daughter Shannon.", "daughter", "other"),
        ("Lisa D'Arcy opened the door.", "Lisa", "family"),
        ("The young person was missing.", "person", "child"),
        ("Both children were in bed.", "children", "child"),
        ("This is a child protection plan.", "child", None),
        ("Child and adolescent mental health wrote.", "Child", None),
        ("A child at school hit her.", "child", "other"),
        ("The deputy head rang.", "head", "professional"),
        ("She hit her head.", "head", None),
        ("The school rang.", "school", "agency"),
        ("The report says so.", "report", "record"),
        ("We met at Cromwell Road.", "Cromwell", None),
    ],
)
def test_words_and_names_have_their_class(kinds, text, word, kind):
    assert dict(kinds(text, **ELLIE)).get(word) == kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Pat (Nan) rang. Later I saw Pat.", "Pat", "family"),
        ("I met Nana Pat. Pat was well.", "Pat", "family"),
        ("Mrs Whitlock, attendance officer, came. Mrs Whitlock left.", "Whitlock", "professional"),
        ("Leah from housing rang. Leah will write.", "Leah", "professional"),
        ("Mr Dray (Kian's stepfather) came.", "Dray", "family"),
        ("PC Amy Cole rang.", "Amy", "professional"),
        ("Mr Hayes rang.", "Hayes", "professional"),
    ],
)
def test_a_name_is_what_the_note_says_beside_it(kinds, text, name, kind):
    assert {found for word, found in kinds(text, **KIAN) if word == name} == {kind}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kian was in bed. He was cold.", "child"),
        ("Dad was late. He was tired.", "family"),
        ("Kian has a new coat. Dad said he bought it.", "family"),
        ("I saw Kian at school with his teacher, Mr Bell. Kian drew a cat. He laughed.", "child"),
        ("I saw Kian. Rang Dad. He said the bus was late.", "family"),
        ("Kian drew a house. His teacher was there.", "child"),
        ("Mr Bell teaches Kian. Mr Bell said that he has no worries.", "professional"),
    ],
)
def test_he_is_who_is_most_present(read, text, kind):
    doc, who = read(text, **KIAN)
    last = max(i for i, token in enumerate(doc) if token.lower_ in ("he", "his"))
    assert who.kind[last] == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I saw Kian. Mum said that he, their dad, had smashed her phone.", "family"),
        ("I saw Kian. Mum said he (Kian's dad) had the car.", "family"),
        ("I saw Kian. Mum has told him (her new partner, Dale) to go.", "family"),
        ("I saw Kian. Ms Roe said that he, Mr Stokes, does the shopping.", "professional"),
        ("I saw Kian. Mum said the letters go to his old flat (Dad's).", "family"),
        ("Dad was cross. He said that he (Kian) is up at six.", "child"),
        ("Kian drew his mum (Donna).", "child"),
        ("Mum told him, Shay and Nan about it. Kian was pleased.", "child"),
    ],
)
def test_he_is_whom_the_writer_says_at_once(read, text, kind):
    doc, who = read(text, **KIAN)
    last = max(i for i, token in enumerate(doc) if token.lower_ in ("he", "him", "his"))
    assert who.kind[last] == kind


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("I saw Kian. Mr Bell said Kian was late again. He said he has no worries.", "He", "professional"),
        ("Kian was in. Dad is back on the scene. Mum says he stops over.", "he", "family"),
        ("Dad's cousin Gail is free. Kian is not in a club. Gail to take him to football.", "him", "child"),
        ("Kian was tearful in his room. Dad shouts at Mum. I think this is why he wets the bed.", "he", "child"),
    ],
)
def test_what_is_done_and_who_spoke_tell_him(read, text, word, kind):
    doc, who = read(text, **KIAN)
    at = max(i for i, token in enumerate(doc) if token.text == word)
    assert who.kind[at] == kind


ROBIN = {"child": {"name": "Robin Geddes", "age": 13}, "other_children": ["Isla"]}


@pytest.mark.parametrize(
    ("text", "kinds_of_they"),
    [
        ("Robin (they/them) was in. They told me that they like art.", ["child"] * 4),
        ("We spoke in their room. Robin was calm and they showed me the mark on their arm.", ["child"] * 3),
        ("Robin was in bed. Mum and Dad were in the kitchen. They said their room is damp.", ["family"] * 2),
        ("Robin was in bed. School rang. They said Robin was late.", ["agency"]),
        ("Robin was out. Isla hid. Mum told them that Dad has gone.", ["child"]),
        ("Robin ran in. Isla followed. Mum bought crisps and ate them.", [""]),
        ("Robin was in. She was cold. They had no coat. They had no shoes.", ["", ""]),
    ],
)
def test_they_is_the_child_where_that_is_its_pronoun_or_both_are_meant(read, text, kinds_of_they):
    doc, who = read(text, **ROBIN)
    they = [who.kind[i] for i, token in enumerate(doc) if token.lower_ in ("they", "them", "their")]
    assert they == kinds_of_they


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I met Lee and Dad. They said the car was sold.", "other"),
        ("I met Dad and Lee. They said the car was sold.", "family"),
        ("I rang Mum and Ms Hill. They agreed a plan.", "family"),
        ("I rang Ms Hill and Mum. They agreed a plan.", "professional"),
    ],
)
def test_they_of_two_kinds_are_of_the_kind_that_was_named_first_whatever_the_run(read, text, kind):
    doc, who = read(text, **KIAN)
    assert [who.kind[i] for i, token in enumerate(doc) if token.lower_ == "they"] == [kind]


def test_they_of_a_newborn_is_the_child(read):
    text = "Baby was asleep. They had taken 90ml and their nappy was dry. I weighed them."
    doc, who = read(text, child={"name": "Baby Cole", "age": 0})
    assert [who.kind[i] for i, token in enumerate(doc) if token.lower_ in ("they", "their", "them")] == ["child"] * 3


def test_a_relative_is_known_by_the_surname_and_then_by_the_first_name(read):
    doc, who = read("Present: Stacey Doyle (mum), me. Stacey was tired. She has changed the locks.", **KIAN)
    at = next(i for i, token in enumerate(doc) if token.text == "She")
    assert (who.kind[at], who.gender[at]) == ("family", "f")


def test_you_who_does_things_with_the_child_is_somebody_else(read):
    text = "Call with Mum. You told me Kian was not at school. You put Kian on the phone. You will take Kian to the GP."
    _, who = read(text, **KIAN)
    assert who.spoken_to == "adult"
    assert "you" not in who.kind


def test_a_pronoun_points_to_the_mention_that_it_stands_for(read):
    doc, who = read("Kian was in bed. He was cold and his feet were wet.", **KIAN)
    pointed = [doc[at].text for at in who.stands_for if at >= 0]
    assert pointed == ["Kian", "Kian"]


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Kian came in. He sat down. Mum said that she is tired.", "m"),
        ("Kian came in. She sat down. Dad said that he is tired.", "f"),
        ("The lad was on the stairs.", "m"),
        ("Kian was in bed.", ""),
    ],
)
def test_the_note_itself_tells_whether_the_child_is_a_boy_or_a_girl(read, text, gender):
    assert read(text, **KIAN)[1].child_gender == gender


@pytest.mark.parametrize(
    ("text", "told", "kind"),
    [
        ("Hello Kian,\nI came to see you.", "child", "you"),
        ("Hi Kerry,\nI am sorry that I missed you.", "adult", "addressee"),
        ("I came to see you and your mum.", "child", "you"),
        ("You told me that your son is unwell.", "adult", "addressee"),
        ("I came because of your child in need plan.", "child", "you"),
        ("Kian was in bed. Kian said hello. Mum said see you soon.", "", "addressee"),
    ],
)
def test_you_is_whom_the_note_speaks_to(read, text, told, kind):
    doc, who = read(text, **KIAN)
    assert who.spoken_to == told
    assert {who.kind[i] or None for i, token in enumerate(doc) if token.lower_ in ("you", "your")} == {kind}


def test_a_greeting_in_a_pasted_email_greets_nobody_here(read):
    text = (
        "From: T Hall <t.hall@school.example>\nSent: 4 May 2026 14:07\nSubject: Kian\n\nHi Jo\nKian is well.\nTom\n\n"
        "I came to see you and your mum after that."
    )
    assert read(text, **KIAN)[1].spoken_to == "child"


def test_the_childs_name_calls_it_in_a_note_to_the_child(kinds):
    found = kinds("Kian, I came to see you. You told us, Kian, that you are well. Mum said Kian is well.", **KIAN)
    assert [kind for word, kind in found if word == "Kian"] == ["you", "you", "child"]


def test_a_quotation_has_its_speaker(read):
    text = "Mum said 'I am tired'. Kian told me “I hate maths”. 'He is fine,' said Dad."
    doc, who = read(text, **KIAN)
    assert [(speech.kind, doc[speech.speaker].text) for speech in who.speech] == [
        ("family", "Mum"),
        ("child", "Kian"),
        ("family", "Dad"),
    ]
    assert [who.kind[i] for i, token in enumerate(doc) if token.text == "I"] == ["family", "child"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("You told me that Dad “reads every letter like a parking fine”.", "child"),
        ("Mum said you are “a credit to her”.", "family"),
        ("Kian was on the stairs. Said “I want my tea”.", "child"),
        ("Mrs Bell teaches Kian. He is well. In her words Kian is “a boy who counts days”.", "professional"),
        ("Kian to Mrs Eames: “I do my own tea.”", "child"),
        ("“He is no trouble,” the school nurse told me.", "professional"),
        ("Nan said Kian told her he would “sooner stay”.", "child"),
        ("The wall said “keep out”.", ""),
    ],
)
def test_a_quotation_is_his_who_is_said_to_say_it(read, text, speaker):
    assert [speech.kind for speech in read(text, **KIAN)[1].speech] == [speaker]


def test_a_message_log_has_turns_by_the_time_of_day(read):
    text = "Texts, 4 May 2026\n10.02 G: shes not goin in\n10.05 Me: can you ring me\n10.09 G: forget it"
    note = {"child": {"name": "Ruby Lowe", "age": 12}}
    _, who = read("Gemma (Mum) and I texted.\n" + text, **note)
    assert [speech.form for speech in who.speech if speech.kind == "writer"] == ["turn"]


def test_a_conversation_written_out_has_turns(read):
    text = "Call to Mum\nMe: How are you getting on?\nMum: I am shattered, he is up at five.\nMe: I can ring."
    doc, who = read(text, **KIAN)
    assert [(speech.form, speech.kind) for speech in who.speech] == [
        ("turn", "writer"),
        ("turn", "family"),
        ("turn", "writer"),
    ]
    assert [who.kind[i] for i, token in enumerate(doc) if token.lower_ in ("i", "you")] == [
        "addressee",
        "family",
        "writer",
    ]


def test_a_name_that_is_a_word_too_needs_a_capital_and_to_be_a_name(kinds):
    will = {"child": {"name": "Will Grace", "known_as": ["Will"], "age": 8}}
    found = kinds(
        "Will told me that he will come. Nan has not seen Will for weeks. Will ring Nan. Nan will drive.", **will
    )
    assert [word for word, kind in found if kind == "child"] == ["Will", "he", "Will"]


def test_a_month_is_no_child(kinds):
    may = {"child": {"name": "May Lund", "known_as": ["May"], "age": 8}}
    found = kinds("On 4 May I saw May. In May she starts school.", **may)
    assert [word for word, kind in found if kind == "child"] == ["May", "she"]


@pytest.mark.parametrize("name", ["", "  ", "(.*", "[a-", "\\", "😀", "he", "Mum", "The Child", "x" * 1000, "a " * 500])
def test_strange_names_break_nothing(read, name):
    note = {"child": {"name": name, "known_as": [name]}, "other_children": [name], "author": {"name": name}}
    doc, who = read("I saw Mum. He was there. (.* 😀 [a- said so.", **note)
    assert len(who.kind) == len(who.gender) == len(who.stands_for) == len(who.quoted) == len(doc)


def test_an_empty_note_has_nobody(read):
    assert read("")[1].kind == []


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Child: Callum Wright\nCallum was in bed.", True),
        ("Dear Callum,\nI came to see you and your mum.", True),
        ("Callum was in. Callum's teacher rang. I told her Callum is well.", True),
        ("Rang Steph. Steph said that she will come.", False),
    ],
)
def test_a_bare_text_may_say_who_the_child_is(read, text, known):
    doc, who = read(text)
    assert who.child_known == known
    last = max((i for i, token in enumerate(doc) if token.text == "Callum"), default=-1)
    if known:
        assert who.kind[last] in ("child", "you")


@pytest.mark.parametrize(
    ("child", "infant"),
    [
        ({"age": 0.3}, True),
        ({"age": 5}, False),
        ({"name": "Baby Fenwick"}, True),
        ({"name": "Unborn Hughes"}, True),
        ({}, False),
    ],
)
def test_a_baby_is_one_by_age_or_name(read, child, infant):
    assert read("Seen today.", child=child)[1].infant == infant


def test_a_baby_says_nothing(read):
    doc, who = read(
        "Rory slept. Liam (dad) held Rory. He said that he does the nights.", child={"name": "Rory", "age": 0}
    )
    assert [who.kind[i] for i, token in enumerate(doc) if token.lower_ == "he"] == ["family", "family"]


def test_a_doc_with_who_is_who_survives_being_written_out(read, checker):
    doc, who = read("Mum said 'I am tired' and Kian laughed. He ran.", **KIAN)
    again = Doc(checker.nlp.vocab).from_bytes(doc.to_bytes())
    assert who_of(again) == who


def test_nothing_depends_on_which_names_people_have(read):
    for boy, nurse in (("Kian", "Sandra"), ("Emre", "Oluwaseun"), ("Tadhg", "Agnieszka")):
        note = {"child": {"name": boy, "age": 9}}
        _, who = read(f"{boy} was in bed. He was cold. {nurse}, school nurse, came and she weighed him.", **note)
        assert [kind for kind in who.kind if kind] == [
            "child",
            "child",
            "professional",
            "agency",
            "professional",
            "professional",
            "child",
        ]
