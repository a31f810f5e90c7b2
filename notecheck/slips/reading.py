"""A word that was probably meant otherwise, and what the families of `confusable` read a Doc by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from spacy.tokens import Doc

from notecheck.people.whose import names
from notecheck.text.clauses import Clauses, clauses_of
from notecheck.text.columns import Columns, columns
from notecheck.wording.inflect import Inflector

NOMINATIVE: Final = frozenset(("i", "he", "she", "we", "they"))
OBJECT: Final = frozenset(("me", "him", "her", "us", "them", "you", "it"))
POSSESSIVE: Final = frozenset(("my", "your", "his", "her", "their", "our", "its"))
MODAL: Final = frozenset(
    ("can", "could", "will", "would", "should", "must", "may", "might", "shall", "wo", "ca", "'ll", "cannot")
)  # fmt: skip
NOT: Final = frozenset(("not", "n't", "nt", "never"))
BE: Final = frozenset(("am", "is", "are", "was", "were", "be", "been", "being", "'m", "'re", "'s"))
HAVE: Final = frozenset(("have", "has", "had", "having", "'ve"))
DO: Final = frozenset(("do", "does", "did"))
NOUNS: Final = frozenset(("NN", "NNS", "NNP", "NNPS"))
VERBS: Final = frozenset(("MD", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ"))
FINITE: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
WH: Final = frozenset(("who", "what", "where", "when", "why", "how", "which", "whom", "whose", "whether", "if"))
STOPS: Final = frozenset(".,;:!?…–—-()[]/&+\"'“”‘’")


class Slip(NamedTuple):
    """Words that were probably meant otherwise.

    Attributes:
        start: first token.
        end: one past the last token.
        meant: texts that may replace them, likeliest first.
        why: how to tell, half a sentence.
        kind: `word` (another one), `form` (of the same word), `gap` (a word is missing), `double` (one is there
            twice) or `stop` (a sentence ends here).
        sure: False for what a reader may also leave.
    """

    start: int
    end: int
    meant: tuple[str, ...]
    why: str
    kind: str = "word"
    sure: bool = True


@dataclass(frozen=True)
class Lists:
    """What the families know of words.

    Attributes:
        kin: words for people of a family, singular: 'mum', 'sister'.
        inflector: forms of verbs and nouns.
        words: the plain lists of `lexicons/`.
    """

    kin: frozenset[str]
    inflector: Inflector
    words: Mapping[str, frozenset[str]]

    @cached_property
    def past_only(self) -> dict[str, tuple[str, str]]:
        """Irregular past → (base, participle), where the past is neither of them: 'went'."""
        rows = ((base, *forms) for base, forms in self.inflector.verbs.items())
        return {past: (base, done) for base, past, done in rows if past not in (base, done)}

    @cached_property
    def past_and_participle(self) -> dict[str, str]:
        """Irregular past that is the participle too → base: 'left'."""
        same = ((base, past) for base, (past, done) in self.inflector.verbs.items() if past == done != base)
        return {past: base for base, past in same if past not in ("read", "got", "lit", "set", "burned", "burnt")}

    @cached_property
    def participle_only(self) -> dict[str, tuple[str, str]]:
        """Irregular participle → (base, past), where it is neither of them: 'gone'."""
        rows = ((base, *forms) for base, forms in self.inflector.verbs.items())
        return {done: (base, past) for base, past, done in rows if done not in (base, past)}


@dataclass(frozen=True)
class Reading:
    """A Doc as the families read it; lists have one value for each token.

    Attributes:
        doc: the Doc.
        c: its columns.
        low: tokens in lower case with straight apostrophes.
        end: one past the last token of the sentence.
        names: names that the note's fields give, in lower case.
    """

    doc: Doc
    c: Columns
    low: list[str]
    end: list[int]
    names: frozenset[str]

    @property
    def clauses(self) -> Clauses:
        """Subjects and auxiliaries of the verbs."""
        return clauses_of(self.doc)

    def word(self, i: int, of: int) -> str:
        """The token `i` in lower case, if it stands in the sentence of the token `of`; else nothing."""
        return self.low[i] if self.c.first[of] <= i < self.end[of] else ""

    def tag(self, i: int, of: int) -> str:
        """Its part of speech, or nothing."""
        return self.c.tag[i] if self.c.first[of] <= i < self.end[of] else ""

    def is_followed(self, i: int) -> bool:
        """Whether a word stands right behind the token `i` in its sentence, and no sign or new line."""
        k = i + 1
        return k < self.end[i] and self.c.tag[k][:1].isalpha() and self.c.text[k][0] not in "\n\r-"

    def before(self, i: int, skip: Iterable[str] = ()) -> int:
        """The token before `i`, adverbs, denials and words of `skip` left out; -1 where the sentence starts."""
        first, k = self.c.first[i], i - 1
        while k >= first and (self.low[k] in NOT or self.c.tag[k] == "RB" or self.low[k] in skip):
            k -= 1
        return k if k >= first else -1

    def behind(self, i: int) -> int:
        """The token behind `i`, adverbs and denials left out; past the end where the sentence ends."""
        k = i + 1
        while self.word(k, i) in NOT or self.tag(k, i) == "RB":
            k += 1
        return k


Find = Callable[[Reading, Lists, int], Iterable[Slip]]
"""What one family says of one token."""


class Ask(NamedTuple):
    """A family that may say something of a word with a part of speech; `asks` of its module gives them.

    Attributes:
        find: what it says.
        before: the words of which one must stand right before, None for any; "" where the sentence starts.
        after: the same of the word right behind.
        followed: whether a word must stand right behind, see `Reading.is_followed`.
    """

    find: Find
    before: frozenset[str] | None = None
    after: frozenset[str] | None = None
    followed: bool = False


def reading_of(doc: Doc) -> Reading:
    """The reading of a Doc that has been parsed; not remembered with it: as it holds the Doc, neither would ever go."""
    c = columns(doc)
    low = [word.replace("’", "'") if "’" in word else word for word in c.lower]
    end = [last for first, last in c.sentences for _ in range(first, last)]
    return Reading(doc, c, low, end, names(doc))
