"""Small words left out: what is marked, what is offered for it, and the note style and good English that are left."""

import pytest

from notecheck.checks.confusable import SPEC
from notecheck.component import NoSettings
from notecheck.data import load_lexicons

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def prepared(bare):
    return SPEC.prepare(bare, load_lexicons())


@pytest.fixture
def find(doc_of, prepared):
    def run(text):
        return [(text[f.start : f.end], f.suggestions) for f in SPEC.find(doc_of(text), prepared, NoSettings())]

    return run


@pytest.mark.parametrize(
    ("text", "seen", "meant"),
    [
        ("Mum says that nobody listens her when she is upset.", "listens her", "listens to her"),
        ("Leo is still waiting an appointment with the dentist.", "waiting an", "waiting for an"),
        ("Gran cannot cope it any more.", "cope it", "cope with it"),
        ("He said he was tired being told what to eat.", "tired being", "tired of being"),
        ("Ife was seen the GP about her ear on Monday.", "seen the", "seen by the"),
        ("Dad was not able do the shopping this week.", "able do", "able to do"),
        ("She asked me come back on Friday.", "me come", "me to come"),
        ("Mum will take Kian school on Thursday.", "Kian school", "Kian to school"),
        ("I rang the school and told that she would be late.", "told that", "told me that"),
        ("You asked you could see your rabbit.", "asked you", "asked if you"),
        ("Three them came to the door.", "Three them", "Three of them"),
        ("He stayed at home instead going to his club.", "instead going", "instead of going"),
        ("The row made cry.", "made cry", "made me cry"),
        ("The report should have sent to the family last week.", "have sent", "have been sent"),
        ("The school should told before the weekend.", "should told", "should be told"),
        ("I asked Zofia what she frightened of.", "she frightened", "she is frightened"),
        ("Dad denied that he ever been left alone with her.", "he ever", "he has ever"),
        ("The chair noted that the health visitor not receive an invitation.", "visitor not", "visitor did not"),
        ("Nan said it the first time he had laughed.", "it the", "it is the"),
        ("The bed had no sheet, and there three bags of rubbish on it.", "there three", "there are three"),
        ("I understand that the aunt going to have the children.", "aunt going", "aunt is going"),
        ("If Precious unhappy with the plan, who should she tell?", "Precious unhappy", "Precious is unhappy"),
        ("When Ms Cole opened the door was holding the baby.", "door was", "door she was"),
        ("Reuben has been given place at the breakfast club.", "given place", "given a place"),
        ("Why Mum not tell the hospital about the fall?", "Why Mum", "Why did Mum"),
        ("He was crying until went to his nan's for tea.", "until went", "until he went"),
        ("I asked him why was upset.", "why was", "why he was"),
        ("Mum was more open today she was in March.", "today she", "today than she"),
        ("She has with her nan since March.", "has with", "has been with"),
        ("Leo has excluded by the school.", "has excluded", "has been excluded"),
        ("Kian sat next Destiny in the hall.", "next Destiny", "next to Destiny"),
        ("Mum needs to told about the visit.", "to told", "to be told"),
    ],
)
def test_a_word_is_offered_for_the_hole(find, text, seen, meant):
    [(words, offered)] = find(text)
    assert words == seen
    assert meant in offered


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Parents will the deputy head on Tuesday.", "will the"),
        ("He wants to the park after tea.", "to the"),
        ("Did anyone to Olu on his own?", "anyone to"),
        ("She did not any food when I came.", "not any"),
    ],
)
def test_where_any_verb_may_be_missing_none_is_offered(find, text, seen):
    assert seen in [words for words, _ in find(text)]


@pytest.mark.parametrize(
    "text",
    [
        # note style
        "Spoke to Mum. Mum not at home. Seen alone in bedroom. T/C to school.",
        "Dad to attend. Mum unable to attend. School nurse not informed.",
        "Alfie in cot in same room. Left message with receptionist.",
        "- Mum to contact GP\n- Review in four weeks\n- Letter to parents",
        "Present: Ms Cole, health visitor, Mum",
        # what says when or how long, and what is a clause of its own
        "We waited the whole day, and she stayed the night.",
        "Nan is worried the baby is cold, and I am scared his dad will come back.",
        "He came a second time and talked the matter over.",
        "The panel agreed the plan and was given the letter.",
        # words that are not missed
        "I asked where the boy was, and she left when told to. He is happier now he is at home.",
        "Mum has in the past been unwell, and two weeks have passed by the river.",
        "As much as I would, the answer is no.",
        "She asked me to come, and let me know when she was able to.",
        "Mum told me on Monday that she was told that he was well.",
        "He was told off. What she told me is that there is no food.",
        "The letter that he sent to his aunt made me sad.",
        "I went home because his aunt rang, and took Kian to school.",
        "If possible, who should she tell? When she fell the dog was barking.",
        "The visit will take place at home, and help is in place.",
        "She is one of the few, and three of us saw it.",
        # somebody else's words
        "He said 'nobody listens her' and “I a big boy”.",
    ],
)
def test_left_alone(find, text):
    assert find(text) == []
