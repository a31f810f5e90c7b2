"""Readability: the formulas, what they are given to count, and that nothing of a note is kept or sent."""

import gc
import subprocess
import sys
import textwrap

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from notecheck.checks import readability
from notecheck.checks.readability import SPEC, Counts, Settings, formulas
from notecheck.data import load_lexicons
from notecheck.findings import Skipped
from notecheck.wording.syllables import _dictionary, _look_up, syllables

PLAIN = (
    "You showed me the room that you and Mum are going to paint. We talked about school and about the new teacher."
    " You told me that the mornings are hard. Mum said that she will walk with you on Mondays. I will come to see you"
    " again in two weeks. We can make a list of things that help. You asked me to bring the green book."
)


@pytest.fixture
def easy(bare):
    return SPEC.prepare(bare, load_lexicons())


@pytest.fixture
def measure(doc_of, easy):
    def run(text, settings=None, **fields):
        return SPEC.measure(doc_of(text, **fields), easy, settings or Settings())

    return run


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("visit", 2), ("you're", 1), ("well-being", 3), ("assessment", 3), ("paediatrician", 5), ("safeguarding", 3),
        ("dysregulated", 5), ("2026", 1), ("activists'", 3), ("aaronson's", 3), ("a", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_spoken(word, count):
    assert syllables(word) == count


def test_every_word_of_the_dictionary_is_found():
    lines = _dictionary()
    words = [line.split(b" ")[0].decode() for line in lines[:: len(lines) // 4000] if line]
    assert [word for word in words if "(" not in word and _look_up(word) is None] == []


def test_formulas_give_the_figures_worked_out_by_hand():
    """100 words, 5 sentences, 150 syllables, 10 long words, 8 hard ones of which 5 long."""
    counts, by = Counts(100, 5, 150, 10, 8, 5), formulas()
    assert by.flesch_reading_ease(counts, "en_US") == pytest.approx(206.835 - 1.015 * 20 - 84.6 * 1.5)
    assert by.flesch_kincaid_grade(counts, "en_US") == pytest.approx(0.39 * 20 + 11.8 * 1.5 - 15.59)
    assert by.smog_index(counts, "en_US") == pytest.approx(1.043 * (10 * 30 / 5) ** 0.5 + 3.1291)
    assert by.gunning_fog(counts, "en_US") == pytest.approx(0.4 * (20 + 5))
    assert by.dale_chall(counts, "en_US") == pytest.approx(0.1579 * 8 + 0.0496 * 20 + 3.6365)


@pytest.mark.model
def test_plain_prose_scores_as_textstat_scores_it(measure):
    """Where textstat can count the sentences itself, both agree."""
    readability._keep_nltk_out()
    import textstat

    ours = measure(PLAIN)
    assert ours.flesch_reading_ease == pytest.approx(textstat.flesch_reading_ease(PLAIN), abs=0.05)
    assert ours.flesch_kincaid_grade == pytest.approx(textstat.flesch_kincaid_grade(PLAIN), abs=0.05)
    assert ours.words_per_sentence == pytest.approx(textstat.words_per_sentence(PLAIN), abs=0.05)


@pytest.mark.model
def test_words_and_sentences_are_those_a_reader_counts(doc_of, easy):
    text = (
        "VISIT NOTE\nChild: Tom Reed\n\n"
        "Tom didn't want his step-mum's tea. “It is discombobulating,” he said at 4.30pm."
    )
    counts = readability.count(doc_of(text, child={"name": "Tom Reed"}), easy)
    assert (counts.words, counts.sentences, counts.hard) == (13, 2, 0)


@pytest.mark.model
def test_a_list_without_full_stops_is_not_one_long_sentence(measure):
    items = ["Mum to ring the school on Monday", "Nan to walk with you", "I will bring the forms to Dad"] * 6
    listed = measure("ACTIONS\n" + "\n".join(f"- {item}" for item in items))
    assert listed.words_per_sentence < 8
    assert listed.flesch_kincaid_grade < 5


@pytest.mark.model
def test_hard_prose_is_harder_than_plain_prose(measure):
    hard = measure(
        "The multi-professional network convened to deliberate upon the deterioration in parental capacity, and"
        " subsequently determined that statutory intervention was proportionate, notwithstanding the considerable"
        " reservations articulated by the maternal extended family regarding prospective permanency arrangements."
    )
    plain = measure(PLAIN)
    assert hard.reading_age > 16 > 10 > plain.reading_age
    assert hard.dale_chall > plain.dale_chall + 4
    assert hard.flesch_reading_ease < 20 < 80 < plain.flesch_reading_ease


@pytest.mark.model
@pytest.mark.parametrize(("age", "target"), [(None, 11), (0, 9), (8.5, 9), (10, 10), (13.9, 13), (17, 14)])
def test_the_target_follows_the_childs_age_within_bounds(measure, age, target):
    assert measure(PLAIN, child={"age": age} if age is not None else {}).target_age == target


@pytest.mark.model
def test_a_guidance_may_set_its_own_target(measure):
    assert measure(PLAIN, Settings(target_age=12), child={"age": 6}).target_age == 12


@pytest.mark.model
def test_too_little_prose_is_skipped_and_says_so(measure):
    result = measure("Child: Tom Reed, 14 Elm Road\nI rang Mum. She was out.")
    assert isinstance(result, Skipped)
    assert "6 words" in result.reason


@pytest.mark.model
def test_smog_waits_for_enough_sentences(measure):
    few, many = measure(PLAIN), measure(f"{PLAIN} {PLAIN}")
    assert few.smog_index is None
    assert "10 sentences" in few.reason
    assert many.smog_index == pytest.approx(3.1)  # not one long word
    assert many.reason is None


def _measured_by_hand(secret):
    """Measure a Doc made without a pipeline, whose lemmatizer would keep words of its own accord."""
    words = f"Nan {secret}ed twice and the {secret} was {secret}ing and so did I .".split() * 3
    doc = Doc(Vocab(), words, pos=["VERB"] * len(words), lemmas=words, sent_starts=[True] + [False] * 12 + [None] * 26)
    return SPEC.measure(doc, frozenset(), Settings())


def test_no_words_of_a_note_outlive_their_check():
    """Neither textstat's caches nor pyphen's nor ours hold them: every container in the process is looked at."""
    secret = "".join(("qua", "zzle", "bright"))
    assert _measured_by_hand(secret).dale_chall > 6
    gc.collect()
    kept = [
        type(holder).__name__
        for holder in gc.get_objects()
        if type(holder) in (dict, list, tuple, set)
        for item in (*holder, *(holder.values() if type(holder) is dict else ()))
        if isinstance(item, str) and secret in item and item != secret
    ]
    assert kept == []


def test_textstats_caches_hold_no_text():
    readability._keep_nltk_out()
    import textstat

    formulas()
    caches = [
        function
        for part in ("metrics", "counts", "selections", "transformations", "validations")
        for function in vars(getattr(textstat.backend, part)).values()
        if hasattr(function, "cache_info")
    ]
    before = [function.cache_info().misses for function in caches]
    formulas().gunning_fog(Counts(100, 5, 150, 10, 8, 5), "en_US")
    assert len(caches) > 20
    assert [function.cache_info().misses for function in caches] == before


def test_nothing_is_fetched_and_nltk_stays_out():
    """In a new process whose sockets fail: the formulas, and textstat's own functions for anybody else there."""
    code = """
        import socket, sys
        def refuse(*args, **kwargs): raise AssertionError("network")
        socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
        from notecheck.checks import readability
        from notecheck.wording.syllables import syllables
        readability.formulas()
        assert syllables("visitor") == 3
        import textstat
        assert textstat.syllable_count("The visitor stayed.") == 5
        assert "nltk" not in sys.modules
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True, timeout=120)
