"""Where sentences start."""

import re
from functools import partial

import pytest
import spacy
from ended import ended
from spacy.tokens import Doc

import notecheck.checks  # noqa: F401  (registers the component)
from notecheck.text.sentences import starts, trimmed


def cut(marked):
    """The text without its marks, and where they stood."""
    text, at = "", []
    for piece in re.split("¦", marked):
        at.append(len(text))
        text += piece
    return text, at[1:]


MARKED = [
    # lines
    "¦Home visit\n¦I saw you.\n¦- Nan to ring\n¦1. Ring GP\n¦2. Ring Nan",
    "\n\n  ¦Home visit\n\n\n¦I saw you.\n",
    "¦Home visit\r\n¦Saw Mum.\r\n\r\n¦No concerns\r\n",
    "¦Child: Callum Wright\n¦Date: 4 May 2026\n¦Seen alone: yes",
    "¦Who | What | When\n¦Mum | ring GP | 4 May",
    "¦Visit 🏠\n¦👶 asleep.  ¦Mum ok 👍. ¦Dad out.",
    "¦mum said ok\n¦dad said no\n¦i rang nan",
    "¦From: a@b.example\n¦To: Nan\n¦Hi Nan,\n¦All well.",
    "¦16.04 You: k\n¦16.06 Me: Ok. ¦See you then.",
    # inside a line
    "¦I saw you. ¦You were well! ¦Was Mum in? ¦She was…  ¦Dad was not.",
    "¦Presented as low. ¦Refused to engage. ¦No reply.",
    "¦Saw mum. ¦she was ok. ¦dad rang",
    "¦Any news? ¦none yet",
    "¦You stopped. ¦2 calls made. ¦10.05 Mum rang.",
    "¦rang hv. ¦she said ok. ¦back weds. at 2",
    "¦he said no. ¦she sat. ¦we left",
    "¦Rang GP. ¦2 calls made.",
    "¦You told me about bedtime.¦You chose SAD.",
    # titles, initials
    "¦Mr. Hayes, Mrs. Roe and Dr. Pugh came. ¦Ms. Ali did not.",
    "¦Signed by J. Smith and A. B. Carter. ¦All agreed.",
    "¦Ms A told Ms B. ¦She left with child A. ¦They ran.",
    "¦Gran (Mrs F. Adewale) rang.",
    "¦She came from the U.S. Embassy. ¦He is from the U.K. ¦They met.",
    "¦DECISION LOG – O. KEANE",
    "¦S. Liddell, Social Worker",
    "¦We live on St. Mary's Rd. ¦It is near Park Ave. ¦Mum likes it.",
    # times and dates
    "¦I came at 4.30 p.m. and left at 5.15 p.m. ¦You were in bed.",
    "¦At 4.30 p.m. Mum rang. ¦Seen at 10 a.m. ¦He was well.",
    "¦Visit on Sat. 4 Sept. 2026 at 4.30. ¦Seen.",
    "¦Next visit 4.5.26. ¦Nan to come.",
    # abbreviations and numbers
    "¦He likes sport, e.g. football, i.e. five-a-side. ¦I asked, etc. ¦Then we left.",
    "¦Approx. ten min. walk. ¦Ref. 1234, tel. 01632 960000, p. 4, No. 12. ¦Done.",
    "¦He said no. ¦Nan said yes.",
    "¦Appt. with CAMHS on 4 May, mtg. after. ¦Hrs. not agreed.",
    "¦She paid £4.50 for 2.5 kg. ¦It was v. heavy.",
    "¦1. Ring Nan. ¦2. Book the dentist. ¦3. Write to school.",
    "¦1. Ring Nan ¦2. Book the dentist",
    "¦You want 1. a bed 2. a lamp 3. a door.",
    "¦He is in Year 1. ¦Mum works.",
    "¦See s. 47 and para. 2.4. ¦It is clear.",
    # quotations and brackets
    '¦You said, "I hate it." ¦Then you left.',
    "¦You said, “I hate it.” ¦Then you left.",
    "¦You said ‘no.’ ¦Then you left.",
    '¦"Why?" she asked. ¦"Because!" Mum shouted. ¦We stopped.',
    '¦You asked, "Is it long?" ¦He said it was.',
    '¦Said "was a snowball. it had a stone in". ¦He cried.',
    '¦Text "home?" and wait twenty minutes.',
    "¦Dad (Kyle, surname ???) before any visit. ¦(He was late.) ¦We began.",
    "¦Too soft imo... no boundaries",
    "¦FW: A.O. - update",
    "¦Email a.b@north.example. ¦See www.north.example/a.b for more.",
    # a line that goes on in the next
    "¦Cath Boyle, the LAC\n(looked after children) nurse, came.",
    "¦We held a conference (that's the\nmeeting where we decide) in May.",
    "¦I said I would talk to the\nhousing officer.",
    (
        "¦Thank you for the time that you took to meet with me last week about the\n"
        "children. ¦I have now spoken to the school and they tell me that Callum was\n"
        "Present on every day of term, which is better than it was before he moved.\n"
        "¦Best wishes, Paula"
    ),
    "¦Spoke to\n¦Mum and Dad\n¦Nan",
    # nothing
    "",
    " \n ",
]


@pytest.mark.parametrize("marked", MARKED)
def test_starts_as_a_reader_sees_them(marked):
    text, expected = cut(marked)
    assert starts(text) == expected


@pytest.mark.parametrize("marked", MARKED)
def test_component_marks_every_token(marked):
    text, expected = cut(marked)
    nlp = spacy.blank("en")
    nlp.add_pipe("notecheck_sentences")
    doc = nlp(text)
    assert all(token.is_sent_start in (True, False) for token in doc)
    if doc and expected:
        assert [trimmed(sentence)[0] for sentence in doc.sents] == expected
        assert "".join(sentence.text_with_ws for sentence in doc.sents) == text


def test_component_leaves_out_a_start_inside_a_token():
    nlp = spacy.blank("en")
    doc = Doc(nlp.vocab, words=["We", "left.Then", "we", "ran", "."])
    nlp.add_pipe("notecheck_sentences")
    assert [sentence.text for sentence in nlp(doc).sents] == ["We left.Then we ran ."]


def test_component_survives_bytes_and_two_processes():
    nlp = spacy.blank("en")
    nlp.add_pipe("notecheck_sentences")
    texts = ["I came. You ran.", "Mum said ok\nDad said no"] * 3
    expected = [[token.is_sent_start for token in doc] for doc in nlp.pipe(texts)]
    assert [[t.is_sent_start for t in Doc(nlp.vocab).from_bytes(nlp(text).to_bytes())] for text in texts] == expected
    assert [[t.is_sent_start for t in doc] for doc in nlp.pipe(texts, n_process=2)] == expected


@pytest.mark.parametrize(
    "piece", [".", '"', "a. ", "e.g. ", "(", "(\n", ": ", "1. ", "-", "A. ", 'a." ', "? ", "x ", "#", "a:", "| "]
)
def test_no_text_keeps_the_search_for_starts(piece):
    text = (piece * 60_000)[:60_000] + "x"
    found = ended(partial(starts, text))
    assert found is not None, "it was ended"
    assert found[0] == 0
    assert found == sorted(set(found))
