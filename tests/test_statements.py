"""What kind of statement a sentence is, on lines that a note might hold."""

import hashlib
import io
import zipfile
from itertools import pairwise

import numpy as np
import pytest
from spacy.tokens import Doc

from notecheck.data import STATEMENTS
from notecheck.errors import PipelineError
from notecheck.statements.kinds import ARRAYS, KINDS, NAMES, load_model, posterior, statements_of

pytestmark = pytest.mark.model

CHILD = {"name": "Callum Wright", "known_as": ["Callum"], "age": 9}
TO_CHILD = {"child": CHILD, "author": {"name": "Priya Nair", "role": "Social Worker"}, "doc_type": "home-visit"}


@pytest.fixture(scope="module")
def nlp(bare):
    for name in ("notecheck_who", "notecheck_statements"):
        if not bare.has_pipe(name):
            bare.add_pipe(name)
    return bare


@pytest.fixture
def read(nlp, doc_of):
    def kinds(text, **fields):
        return statements_of(doc_of(text, **(TO_CHILD | fields)))

    return kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("You told me you like the new school.", "child-voice"),
        ('Callum said "I want to stay at Nan\'s".', "child-voice"),
        ("You drew three faces and said the sad one was bedtime.", "child-voice"),
        ("I think mornings are hard because you told me you are up at five.", "child-voice"),
        ("Nan said Callum told her he would rather live with her.", "child-voice"),
        ("Mum said she has not slept for a week.", "reported"),
        ("The school report shows two late marks.", "reported"),
        ("According to Dr Rowe, the GP, he has lost two kilos.", "reported"),
        ("It was reported that there had been shouting.", "reported"),
        ("I think Mum is struggling because she has nobody to help her.", "opinion"),
        ("Mum is clearly not coping.", "opinion"),
        ("Dad has no interest in the children.", "opinion"),
        ("He is a delight and a credit to you.", "opinion"),
        ("I will visit again on 1 June 2026.", "decision"),
        ("Social worker to refer to CAMHS.", "decision"),
        ("It was agreed that contact would be reduced.", "decision"),
        ("The school nurse will weigh you every month until July.", "decision"),
        ("You opened the door and ran to your mum.", "observation"),
        ("Mum was crying at the kitchen table.", "observation"),
        ("There was no food in the fridge and the light was broken.", "observation"),
        ("Child's name: Callum Wright", "other"),
        ("Dear Callum,", "other"),
        ("Priya Nair, Social Worker", "other"),
    ],
)
def test_a_line_has_the_kind_that_the_guide_gives_it(read, text, kind):
    (statement,) = read(text)
    assert statement.kind == kind


def test_a_note_is_read_sentence_by_sentence(read):
    text = (
        "I visited you at home on 4 March 2026.\n\n"
        'You said "I hate it when it is loud." Mum told me that the neighbours shout at night. '
        "I think the noise is why you are tired, as your bed is by that wall.\n\n"
        "What happens next\n- I will ring the housing office by 9 March 2026."
    )
    statements = read(text)
    assert [each.kind for each in statements] == [
        "observation",
        "child-voice",
        "reported",
        "opinion",
        "other",
        "decision",
    ]
    assert all(one.end == two.start for one, two in pairwise(statements))


def test_a_pasted_email_is_not_the_writers_own_word(read):
    text = (
        "From: T Hall\nSent: 4 May 2026 14:07\nTo: Priya Nair\nSubject: Callum\n\nHi Priya,\n"
        "Callum is a lazy boy and never finishes his work.\n\nKind regards\nTom Hall\nHead of Year"
    )
    kinds = {each.kind for each in read(text, doc_type="case-note")}
    assert kinds == {"other", "reported"}


def test_the_childs_turn_in_a_message_log_is_the_childs_voice(read):
    text = (
        "Messages with Callum, 3 May 2026\n16.02 Callum: is mum still comin sat\n"
        "16.04 Me: I will ask her.\n16.05 Callum: k"
    )
    kinds = [each.kind for each in read(text, doc_type="case-note")]
    assert (kinds[1], kinds[-1]) == ("child-voice", "child-voice")


def test_probabilities_are_those_of_all_kinds_and_confidence_is_the_best(read):
    for statement in read("Mum seems low. I will ring her. Mum said she is fine.\n\nOutcome\nNone."):
        assert len(statement.probabilities) == len(KINDS)
        assert sum(statement.probabilities) == pytest.approx(1, abs=0.001)
        assert statement.confidence == max(statement.probabilities)
        assert statement.kind == KINDS[statement.probabilities.index(statement.confidence)]


def test_what_is_certain_is_said_with_more_confidence_than_what_is_not(read):
    (plain,) = read("I will visit again on 1 June 2026.")
    (unclear,) = read("Back Friday.")
    assert plain.confidence > 0.9 > unclear.confidence


def test_the_same_text_has_the_same_answer(read):
    text = "Mum said she is fine. The house was warm."
    assert read(text) == read(text)


def test_kinds_survive_being_written_out(nlp, read):
    doc = nlp("Mum said she is fine. I will ring her.")
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert statements_of(again) == statements_of(doc)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "?", "😀" * 30, "\u200b"])
def test_a_text_without_sentences_is_no_fault(nlp, text):
    assert len(statements_of(nlp(text))) == len(list(nlp(text).sents))


@pytest.mark.parametrize(
    "text",
    [
        "said " * 3000,
        '"' * 3000,
        "Mum: " * 1000,
        "because you told me that " * 500,
        "- x\n" * 1500,
        "Mum said Dad said " * 500 + "no.",
    ],
)
def test_hostile_text_is_read_to_its_end(nlp, text):
    statements = statements_of(nlp(text))
    assert statements[-1].end == len(nlp.make_doc(text))


def test_the_order_of_notes_makes_no_difference(nlp, read):
    first = read("Mum said she is fine.")
    read("Dad is a bully.")
    assert read("Mum said she is fine.") == first


def test_the_model_is_data_that_cannot_run():
    with zipfile.ZipFile(STATEMENTS / ARRAYS) as arrays:
        for name in arrays.namelist():
            array = np.load(io.BytesIO(arrays.read(name)), allow_pickle=False)
            assert array.dtype.kind == "f"
    assert sum(path.stat().st_size for path in STATEMENTS.iterdir()) < 1_000_000


def test_the_model_carries_its_checksums_and_its_card():
    lines = (STATEMENTS / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = dict(reversed(line.split("  ")) for line in lines)
    assert set(listed) == {NAMES, ARRAYS}
    for name, digest in listed.items():
        assert hashlib.sha256((STATEMENTS / name).read_bytes()).hexdigest() == digest
    card = (STATEMENTS / "README.md").read_text(encoding="utf-8")
    assert all(kind in card for kind in KINDS)


def test_a_broken_model_is_named_and_no_text_shown(tmp_path):
    with pytest.raises(PipelineError, match="cannot be read"):
        load_model(tmp_path)
    (tmp_path / NAMES).write_text('{"kinds": ["fact"]}', encoding="utf-8")
    (tmp_path / ARRAYS).write_bytes(b"PK\x03\x04 no archive")
    load_model.cache_clear()
    with pytest.raises(PipelineError, match="install it again"):
        load_model(tmp_path)


def test_posterior_lets_a_clear_sentence_decide_an_unclear_one():
    follows = np.log(np.array([[0.9, 0.1], [0.1, 0.9], [0.5, 0.5]]))
    scores = np.array([[4.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    likely = posterior(scores, follows)
    assert likely.sum(1) == pytest.approx(np.ones(3))
    assert likely[0, 0] > likely[1, 0] > likely[2, 0] > 0.5


def test_posterior_of_one_sentence_is_its_own(read):
    follows = np.log(np.full((3, 2), 0.5))
    assert posterior(np.array([[np.log(3), 0.0]]), follows)[0] == pytest.approx([0.75, 0.25])
