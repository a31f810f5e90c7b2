"""What is looked up is what spaCy's own ruler and lemmatizer say, token by token."""

import json
from pathlib import Path

import pytest
import spacy
from spacy.pipeline import AttributeRuler

from notecheck.pipeline import build, load_model
from notecheck.text.tagging import SetLemmatizer, TableRuler, take_over

pytestmark = pytest.mark.model

CORPUS = Path(__file__).parent.parent / "models" / "corpus"
SAID = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START"]
LINES = """\
I ain't gonna do it. Let's go, c'mon! Y'all got ta see. Nothin' here, and nothing's wrong.
\tThere's a man at the door. There are two.
Sat with Mum. Says that she is ok. Visited Dad and phoned Nan. Reports no concerns. Had tea.
SAID HE'D BEEN HOPING, didn't he, wo n't he. Its the 3rd 4/5/26 @ 4.30pm (approx) ...


He does his hopping; she hopes. The dogs' teeth, geese, mice, data. You and I, me, us, it.   Two  spaces.
"""


@pytest.fixture(scope="module")
def quick():
    """The shipped pipeline with the two components in the place of spaCy's."""
    nlp = load_model()
    take_over(nlp)
    return nlp


def _texts():
    paths = sorted(CORPUS.rglob("*.json"))[::6]
    return [json.loads(path.read_text(encoding="utf-8"))["text"] for path in paths]


def _words(*nlps, text):
    """What each of two pipelines says of a text whose tags and parse they share."""
    docs = []
    for nlp in nlps:
        doc = nlp.make_doc(text)
        for _, component in nlp.pipeline:
            doc = component(doc)
        docs.append([(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.is_sent_start) for t in doc])
    return docs


def test_checks_have_the_quick_ones_and_load_model_has_not(bare, quick):
    assert [type(bare.get_pipe(name)).__name__ for name in ("attribute_ruler", "lemmatizer")] == [
        "AttributeRuler",
        "EnglishLemmatizer",
    ]
    pipes = [build().get_pipe(name) for name in ("attribute_ruler", "lemmatizer")]
    assert [type(pipe) for pipe in pipes] == [TableRuler, SetLemmatizer]
    assert quick.pipe_names == load_model().pipe_names


def test_every_token_of_the_notes_is_as_spacy_says(bare, quick):
    for text in [*_texts(), LINES, "", " ", "\n"]:
        theirs, ours = bare(text), quick(text)
        assert [token.lemma_ for token in ours] == [token.lemma_ for token in theirs]
        assert (ours.to_array(SAID) == theirs.to_array(SAID)).all()


def test_a_note_in_a_memory_zone_is_read_the_same_twice(bare, quick):
    expected = [(token.lemma_, str(token.morph)) for token in bare(LINES)]
    for _ in range(2):
        with quick.memory_zone():
            assert [(token.lemma_, str(token.morph)) for token in quick(LINES)] == expected


def test_words_of_a_note_are_not_remembered(quick):
    with quick.memory_zone():
        quick("Zebedeeq hoped that the zorbled snarks of Wright's would be zorblier.")
    for word in ("Zebedeeq", "zorbled", "zorble", "snarks", "snark", "zorblier"):
        assert word not in quick.vocab.strings
        key = quick.vocab.strings.add(word)
        assert not any(key in known for known in quick.get_pipe("lemmatizer")._forms._known)
        assert not any(key in known for known in quick.get_pipe("attribute_ruler")._tables._row)


ADDED = [
    ([{"TAG": "NN"}], {"POS": "X"}, 0),
    ([{"LOWER": "tea"}, {"TAG": "IN"}], {"LEMMA": "supper", "POS": "ADV"}, 0),
    ([{"TAG": "DT"}, {"LOWER": {"IN": ["cup", "mug"]}}], {"POS": "INTJ"}, -1),
    ([{"LOWER": "tea", "TAG": "NN"}], {"POS": "NOUN"}, 0),
    ([{"LOWER": {"REGEX": "^c.p$"}}], {"MORPH": "Number=Plur"}, 0),
]


@pytest.mark.parametrize("more", [[], [([{"LOWER": "a"}, {"TAG": "NN", "OP": "+"}], {"POS": "SYM"}, -1)]])
def test_the_later_rule_wins_whatever_its_kind(more):
    rules = [*ADDED, *more]
    theirs, ours = load_model(), load_model()
    for nlp in (theirs, ours):
        for pattern, attrs, index in rules:
            nlp.get_pipe("attribute_ruler").add([pattern], attrs, index)
    take_over(ours)
    text = "Tea in a cup, tea with a mug of tea on the tray. A cup for the tea."
    one, other = _words(theirs, ours, text=text)
    assert one == other
    assert {(row[2], row[4]) for row in other if row[0].lower() == "tea"} == {("NOUN", "supper"), ("NOUN", "tea")}
    for nlp in (theirs, ours):  # and one that comes when the tables are made
        nlp.get_pipe("attribute_ruler").add([[{"LOWER": "tray"}]], {"LEMMA": "board"})
    one, other = _words(theirs, ours, text=text)
    assert one == other
    assert "board" in {row[4] for row in other}


def test_a_saved_pipeline_says_the_same(quick, tmp_path):
    quick.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    assert type(loaded.get_pipe("attribute_ruler")) is TableRuler
    assert (loaded(LINES).to_array(SAID) == quick(LINES).to_array(SAID)).all()


def test_another_ruler_is_left_alone():
    class Own(AttributeRuler):
        """Somebody's own."""

    nlp = spacy.blank("en")
    own = Own(nlp.vocab)
    nlp.add_pipe("attribute_ruler")
    nlp._components[0] = ("attribute_ruler", own)
    take_over(nlp)
    assert nlp.get_pipe("attribute_ruler") is own
