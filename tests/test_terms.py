import pytest

from notecheck.entries import TermEntry
from notecheck.errors import LexiconError
from notecheck.wording.terms import TermMatcher

pytestmark = pytest.mark.model


def entry(*terms, **more):
    return TermEntry(id="test-entry", terms=terms, flags=("unused",), **more)


@pytest.fixture
def found(bare):
    """The words that entries match in a text."""

    def find(text, *entries):
        doc = bare(text)
        matcher = TermMatcher(bare, entries, people=("mum", "dad"))
        return [doc[match.start : match.end].text for match in matcher(doc)]

    return find


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("abscond", "She absconded, then he was absconding.", ["absconded", "absconding"]),
        ("absconded", "She absconds. She absconded.", ["absconded"]),
        ("home conditions", "HOME CONDITIONS: poor home-conditions.", ["HOME CONDITIONS", "home-conditions"]),
        ("contact/noun", "Contact went well. I will contact you.", ["Contact"]),
        ("couldn't care less", "She couldn’t care less.", ["couldn’t care less"]),
        (
            "fail|refuse to engage",
            "He refused to engage and failed to engage.",
            ["refused to engage", "failed to engage"],
        ),
        ("a? better parent", "Be a better parent.", ["a better parent"]),
        ("wash {poss} hands of", "She washed her hands of him.", ["washed her hands of"]),
        ("=leaves", "He leaves. The leaf. She left.", ["leaves"]),
        ("turn on ... waterworks", "She turned on the usual waterworks.", ["turned on the usual waterworks"]),
        ("turn on ... waterworks", "She turned on him. The waterworks are in town.", []),
        ("{person} is at it", "Mum is at it. Callum is at it.", ["Mum is at it", "Callum is at it"]),
        ("core group", "We all met on 4 March at the school, which was when the core\ngroup sat.", ["core\ngroup"]),
        ("core group", "The core\ngroup met.", ["core\ngroup"]),
        ("rubbish mum", "The neighbour rang about the rubbish\nMum in, Brandon in.", []),
        ("core group", "The core\n\ngroup met.", []),
    ],
)
def test_term_syntax(found, term, text, words):
    assert found(text, entry(term)) == words


def test_longest_term_wins(found):
    assert found("The core group meeting.", entry("core group"), entry("core group meeting")) == ["core group meeting"]


def test_unless_and_only_look_around_the_match(found):
    guarded = entry("dirty", unless=("dirty nappy",))
    assert found("A dirty nappy. A dirty child.", guarded) == ["dirty"]
    assert found("He is slow. The plan is slow.", entry("slow", only=("plan",))) == ["slow"]


@pytest.mark.parametrize("term", ["...", "* *", "{nobody} is", "... word"])
def test_a_term_that_cannot_be_is_refused_with_its_entry(bare, term):
    with pytest.raises(LexiconError, match="test-entry"):
        TermMatcher(bare, [entry(term)])


@pytest.mark.parametrize(
    ("term", "allowed"),
    [
        ("seen" + " a?" * 40 + " alone", "40 words that may be missing"),
        ("seen" + " ... the" * 30, "30 gaps"),
        ("seen" + " by" * 500, "501 words; at most 24"),
    ],
)
def test_a_term_that_stands_for_more_wordings_than_a_note_could_be_searched_for_is_refused(bare, term, allowed):
    with pytest.raises(LexiconError, match=allowed) as refusal:
        TermMatcher(bare, [entry(term)], eager=True)
    assert len(str(refusal.value)) < 250
