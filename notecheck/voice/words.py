"""The lists of lexicons/voice.yaml, made ready once for a pipeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from notecheck.text.word_lists import sets_of


class Words:
    """The lists of lexicons/voice.yaml.

    Args:
        vocab: of the pipeline.
        lists: word lists by name.
    """

    def __init__(self, vocab: Vocab, lists: Mapping[str, Sequence[str]]) -> None:
        named = sets_of(lists, "voice-")
        self.says, self.shows, self.wishes, self.tells = named("says"), named("shows"), named("wishes"), named("tells")
        self.acts = self.says | self.shows | self.wishes
        self.signs, self.pictures, self.cards = named("signs"), named("pictures"), named("cards")
        self.leads, self.no_places = named("leads"), named("no-places")
        self.no_rooms = named("no-rooms")
        self.no_pictures, self.no_settings = named("no-pictures"), named("no-settings")
        self.means_with = named("means-with")
        self.means, self.meets, self.calls, self.gives = named("means"), named("meets"), named("calls"), named("gives")
        self.behaves, self.plainly, self.babyish = named("behaves"), named("behaves-plainly"), named("behaves-babyish")
        self.states, self.signals = named("states"), named("signals")
        self.apart, self.phones, self.hands = named("apart"), named("phones"), named("hands")
        self.deeds = self.tells | self.says | self.pictures | self.means
        self.seen = self.behaves | self.states | self.signals
        self.verbatim, self.first_person, self.papers = named("verbatim"), named("first-person"), named("papers")
        self.phrases = PhraseMatcher(vocab, attr="LOWER")
        for name in ("few-words", "unborn", "not-seen", "alone", "tools", "lines", "places", "doing", "watched"):
            self.phrases.add(name, [Doc(vocab, words=term.split()) for term in lists.get(f"voice-{name}", ())])
