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
        ("Gran says she is such brave girl that nobody worries.", "such brave", "such a brave"),
        ("The hall had hired by another group.", "had hired", "had been hired"),
        ("The boys have staying with their aunt since Easter.", "have staying", "have been staying"),
        ("Baby was asleep his pram when I came.", "asleep his", "asleep in his"),
        ("Leo gets on well his foster carer.", "well his", "well with his"),
        ("Ella fell out her sister over a phone.", "out her", "out with her"),
        ("The family is at risk homelessness from June.", "risk homelessness", "risk of homelessness"),
        ("Please send a copy the letter to school.", "copy the", "copy of the"),
        ("Three the boys were playing outside.", "Three the", "Three of the"),
        ("He has lost a of weight since May.", "a of", "a lot of"),
        ("After a long talk, it was that the visits would go on.", "was that", "was agreed that"),
        ("Nobody has seen spoken to Kian since noon.", "seen spoken", "seen or spoken"),
        ("Her nephew had home at midnight, and she was cross.", "had home", "had come home"),
        ("He told me he rather stay with his nan.", "he rather", "he would rather"),
        ("The meeting was booked ten o'clock, but nobody came.", "booked ten", "booked for ten"),
        ("Officers came and found sitting in the shed.", "found sitting", "found him sitting"),
        ("Dad agreed to be the house when we call.", "be the", "be in the"),
        ("What the children's nurse expect us to do?", "What the", "What does the"),
        ("Her cousin was accused stealing a phone.", "accused stealing", "accused of stealing"),
        ("Nobody explained him why he had to leave.", "explained him", "explained to him"),
        ("Leo was taken hospital by ambulance.", "taken hospital", "taken to hospital"),
        ("They have moved a new flat near the station.", "moved a", "moved to a"),
        ("Zara has lot of friends at her new school.", "has lot", "has a lot"),
        ("Kian was sitting on stairs with his coat on.", "on stairs", "on the stairs"),
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
        ("Ella said that she does not to see him again.", "not to"),
        ("He became cross when I him that the visit was off.", "I him"),
        ("Leo would not out of his room all day.", "not out"),
        ("Advised Mum to the surgery about the rash.", "to the"),
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
        "It was such good progress, and such kind staff. She has such long hair.",
        "He has learning difficulties. She had outstanding fines. Mum has caring duties.",
        "He gets on the bus well before eight. She gets on my nerves. We get on well most days.",
        "An at risk register was kept. He is at risk in the home. The risk assessment is done.",
        "At the back the garden was full of glass. In the end the family left.",
        "It was that boy who hit me. The copy the school sent was blank.",
        "What the doctor said was kind. Do you know what the plan is?",
        "Dad moved his bed. He was accused of theft. A lot of noise was heard.",
        "I told her to her face. She gave quite a lot of help.",
        "I rather like him. She would rather not. He had home tuition at ten.",
        "I did not, to be fair, ask him. She told him to the day when it was.",
        "She was alone the whole day. He was the house captain and she was the office manager.",
        "Found hiding under bed. Child was found hiding in the shed.",
        "He was seen visiting the flat, and had met supervised by staff.",
        "It is strange to live with new rules, and Rosa will explain them to you.",
        # somebody else's words
        "He said 'nobody listens her' and “I a big boy”.",
    ],
)
def test_left_alone(find, text):
    assert find(text) == []
