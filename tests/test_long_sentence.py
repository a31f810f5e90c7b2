"""Long sentences: what is counted, where a split is offered, and for whom the limit is lower."""

import pytest

from notecheck.checks.long_sentence import SPEC, Settings

pytestmark = pytest.mark.model

LONG = (
    "Mum told me that she has found a job at the bakery and starts on 2 June and she will need Nan to take you to"
    " breakfast club, which you said you do not mind at all."
)
TWENTY_THREE = (
    "You showed me the model of the boat that you made with Grandad and we sailed it on the pond by your school."
)


@pytest.fixture
def find(doc_of):
    def run(text, settings=None, **fields):
        doc = doc_of(text, **fields)
        return [(text[f.start : f.end], f) for f in SPEC.find(doc, None, settings or Settings())]

    return run


def test_the_whole_sentence_is_marked_and_its_words_are_counted(find):
    ((marked, finding),) = find(f"I rang Mum. {LONG} Dad was out.")
    assert marked == LONG
    assert finding.message.startswith("37 words in one sentence")
    assert finding.severity == "suggestion"


@pytest.mark.parametrize("lead", ["\r\n\r\n", "\n\t", "👩‍👧 🎉\r\n", "  "])
def test_offsets_hold_behind_line_breaks_and_emoji(find, lead):
    assert [marked for marked, _ in find(f"{lead}{LONG}\r\nNan came.")] == [LONG]


def test_the_message_says_where_it_could_be_split(find):
    ((_, finding),) = find(LONG)
    assert "after 17 words, before “and”" in finding.message


def test_quoted_words_do_not_count_against_the_writer(find):
    quotation = (
        "I like it at Nan's because she lets me stay up and we make pancakes and the dog sleeps on my feet all night"
    )
    assert find(f"You told me “{quotation}” and you laughed.") == []


def test_a_very_long_sentence_is_a_warning(find):
    ((_, finding),) = find(f"{LONG[:-1]}, and then I went home and wrote all of this down.")
    assert finding.severity == "warning"


def test_a_view_with_its_reason_is_not_split_at_because(find):
    text = (
        "I think you feel safest with Nan at the moment, because all through the meeting you sat close to her,"
        " holding her hand, even when Mr Bright asked about football."
    )
    assert find(text) == []


@pytest.mark.parametrize(
    ("age", "doc_type", "marked"),
    [(7, "home-visit", 1), (7, "chronology", 0), (12, "home-visit", 0), (1, "home-visit", 0), (None, "home-visit", 0)],
)
def test_a_child_who_has_just_learnt_to_read_gets_shorter_sentences(find, age, doc_type, marked):
    child = {"age": age} if age is not None else {}
    assert len(find(TWENTY_THREE, child=child, doc_type=doc_type)) == marked


TWENTY_SIX = (
    "Mrs Patel told me that you have been to breakfast club every day this term and you help the ones in your"
    " class with their shoes."
)


def test_one_word_over_the_limit_is_let_pass(find):
    assert find(TWENTY_SIX) == []
    assert len(find(TWENTY_SIX.replace("shoes", "new shoes"))) == 1
    assert len(find(TWENTY_SIX, Settings(slack=0))) == 1


def test_a_limit_that_the_guidance_states_is_kept_to_the_word(doc_of):
    doc = doc_of(TWENTY_SIX)
    doc.user_data["notecheck_asked"] = {"long_sentence": 25}
    assert len(list(SPEC.find(doc, None, Settings()))) == 1


def test_lists_and_fields_and_pasted_emails_are_left_out(find):
    names = ", ".join(f"Person {letter}, teacher" for letter in "ABCDEFGHIJKLMNOP")
    items = "; ".join(["we met Mrs Patel, who teaches you and likes your drawings of trains"] * 4)
    email = f"From: Amy Cole <amy@school.example>\nSent: 4 May 2026 10:00\nTo: Emma Reid\nSubject: Tom\n\n{LONG}\n"
    assert find(f"Present: {names}") == []
    assert find(f"On Monday {items}.") == []
    assert find(f"Email pasted below.\n\n{email}") == []


def test_a_bullet_without_a_full_stop_is_a_sentence(find):
    assert [marked for marked, _ in find(f"- Nan came\n- {LONG[:-1]}\n- I rang Dad")] == [LONG[:-1]]


def test_the_limit_is_a_setting(find):
    assert len(find(TWENTY_THREE, Settings(limit=15))) == 1
    assert find(LONG, Settings(limit=60)) == []


def test_a_list_without_end_is_read_item_by_item_and_in_one_pass(find):
    items = "a pen; " * 10_000
    assert find(f"We need {items}and a ball.") == []
    ((_, finding),) = find(f"We need {items}{LONG}")
    assert finding.message.startswith("37 words in one sentence")
