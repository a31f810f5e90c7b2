"""Suggestions bent to fit: every form of every suggestion is compared with an independent dictionary."""

import pytest

from notecheck.data import load_lexicons
from notecheck.wording.inflect import Inflector, choose, fits_article, form_of, head_of, with_case

lemminflect = pytest.importorskip("lemminflect")

BRITISH = {"got"}  # the dictionary knows 'gotten' only
NO_NOUNS = {"from now on", "for now", "taking too long", "until now", "now", "nearness to", "quick to notice feelings"}
TAGS = {"third": "VBZ", "past": "VBD", "participle": "VBN", "ing": "VBG"}


@pytest.fixture(scope="module")
def inflector():
    return Inflector.from_words(load_lexicons().words)


def _verbs():
    from notecheck.checks.jargon import _is_verb, _words

    inflector = Inflector.from_words(load_lexicons().words)
    entries = load_lexicons().terms["jargon"]
    return {
        suggestion.split()[0]: None
        for entry in entries
        if _is_verb(entry, _words(entry.terms), inflector)
        for suggestion in entry.suggestions
    }


def _nouns():
    from notecheck.checks.jargon import _is_verb, _words

    inflector = Inflector.from_words(load_lexicons().words)
    return [
        suggestion
        for entry in load_lexicons().terms["jargon"]
        if not _is_verb(entry, _words(entry.terms), inflector)
        for suggestion in entry.suggestions
    ]


@pytest.mark.parametrize("verb", sorted(_verbs()))
@pytest.mark.parametrize("form", sorted(TAGS))
def test_verb_forms_agree_with_a_dictionary(inflector, verb, form):
    bent = inflector.inflect(verb, form)
    assert bent in BRITISH or bent in lemminflect.getInflection(verb, TAGS[form], inflect_oov=True)


@pytest.mark.parametrize("row", load_lexicons().words["irregular-verbs"])
def test_irregular_verbs_agree_with_a_dictionary(row):
    base, past, participle = row.split()
    assert past in lemminflect.getInflection(base, "VBD")
    assert participle in BRITISH or participle in lemminflect.getInflection(base, "VBN")


@pytest.mark.parametrize("phrase", sorted(set(_nouns()) - NO_NOUNS))
def test_plurals_agree_with_a_dictionary(inflector, phrase):
    words, bent = phrase.split(), inflector.bend(phrase, "plural").split()
    head = head_of(words)
    if words[head] == bent[head]:
        return  # not counted, a plural already, or no noun: see the cases below
    allowed = {*lemminflect.getInflection(words[head], "NNS", inflect_oov=True), inflector.nouns.get(words[head])}
    assert bent[head] in allowed


def test_plurals_that_stay_as_they_are_are_known(inflector):
    """A phrase that should have a plural must not slip through as one that has none."""
    same = {phrase for phrase in _nouns() if inflector.bend(phrase, "plural") == phrase}
    counted = {"foster home", "family visit", "person we work with", "brother or sister", "worry", "group", "move"}
    assert not same & counted
    assert {"family time", "help", "what the child says and shows"} <= same


@pytest.mark.parametrize(
    ("phrase", "form", "bent"),
    [
        ("run away", "past", "ran away"),
        ("run away", "participle", "run away"),
        ("go missing", "third", "goes missing"),
        ("take part", "ing", "taking part"),
        ("put in place", "ing", "putting in place"),
        ("tell us about", "past", "told us about"),
        ("play down", "third", "plays down"),
        ("rely on", "past", "relied on"),
        ("step in", "past", "stepped in"),
        ("brother or sister", "plural", "brothers and sisters"),
        ("child of the same age", "plural", "children of the same age"),
        ("person who looks after a child", "plural", "people who look after a child"),
        ("relative or friend who looks after a child", "plural", "relatives and friends who look after a child"),
        ("visit that the law asks for", "plural", "visits that the law asks for"),
        ("children's home", "plural", "children's homes"),
        ("core group (the people who check that the plan is working)", "plural",
         "core groups (the people who check that the plan is working)"),
        ("how clean and safe the home is", "plural", "how clean and safe the home is"),
        ("talking, drawing and playing together", "plural", "talking, drawing and playing together"),
        ("about", "base", "about"),
    ],
)  # fmt: skip
def test_bend_changes_the_head(inflector, phrase, form, bent):
    assert inflector.bend(phrase, form) == bent


@pytest.mark.parametrize(
    ("words", "known", "verb", "finished", "form"),
    [
        (["absconded"], ["abscond"], True, False, "past"),
        (["absconded"], ["abscond"], True, True, "participle"),
        (["engaging"], ["engage"], True, False, "ing"),
        (["presents", "as"], ["present", "as"], True, False, "third"),
        (["re", "engaged"], ["re", "engage", "engaged"], True, True, "participle"),
        (["undertook"], ["undertake"], True, False, "past"),
        (["undertaken"], ["undertake"], True, True, "participle"),
        (["abstain", "from", "substances"], ["abstain", "from", "substance"], True, False, "base"),
        (["siblings"], ["sibling"], False, False, "plural"),
        (["core", "groups"], ["core", "group"], False, False, "plural"),
        (["with", "regards", "to"], ["with", "regard", "to"], False, False, "base"),
        (["boundaries"], ["boundaries"], False, False, "base"),
        ([], ["x"], True, False, "base"),
    ],
)
def test_form_of_the_marked_words(inflector, words, known, verb, finished, form):
    assert form_of(words, known, inflector, verb=verb, finished=finished) == form


@pytest.mark.parametrize(
    ("article", "phrase", "fits"),
    [
        ("a", "home", True), ("an", "home", False), ("a", "argument", False), ("an", "argument", True),
        ("a", "useful talk", True), ("an", "hour", True), ("a", "unit", True), ("an", "uninvited guest", True),
        ("the", "argument", True), ("", "argument", True),
    ],
)  # fmt: skip
def test_article_before_a_suggestion(article, phrase, fits):
    assert fits_article(article, phrase) is fits


def test_what_is_not_counted_follows_no_number(inflector):
    assert choose(["family time", "family visit"], "a", inflector) == ["family visit"]
    assert choose(["family time", "family visit"], "more", inflector) == ["family time", "family visit"]


def test_a_clause_follows_no_article(inflector):
    assert choose(["what life is like", "daily life"], "his", inflector, described=True) == ["daily life"]


@pytest.mark.parametrize(
    ("like", "phrase"),
    [
        ("CONTACT", "FAMILY TIME"),
        ("Contact", "Family time"),
        ("contact", "family time"),
        ("NEET", "family time"),
        ("\u00c9", "family time"),
        ("", "family time"),
    ],
)
def test_case_follows_the_marked_words(like, phrase):
    assert with_case("family time", like) == phrase
