"""spaCy's attribute ruler and its English lemmatizer, looked up where spaCy works them out anew at every word.

What the ruler of an English model says of a token hangs nearly always on its tag, its relation and, if a rule names
it, its word: so the rules that look at one token are asked once for each such combination, and a table knows it from
then on. Rules that look at several tokens are asked where one of the words stands that they need. The lemmatizer
looks through a list of fifty thousand words for one, so it is given sets.

The tables hold words of the model's own rules and lists only, never others from a note. Both say what spaCy's own
components say, to the letter; rules that cannot be looked up like this are left to spaCy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, ORTH, POS, TAG  # type: ignore[import-not-found]
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.lookups import Lookups, Table
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab
from thinc.types import Ints2d

_SET: Final = (TAG, POS, MORPH, LEMMA, DEP)
"""What a rule may set."""
_CLOSED: Final = frozenset(("TAG", "DEP", "IS_SPACE"))
"""What a rule may ask of a token besides its word: a model knows a few dozen values of each."""
_Key: TypeAlias = tuple[int, ...]  # tag, relation, word in lower case if a rule names it, whether it is space


class TableRuler(AttributeRuler):
    """An attribute ruler that looks up what its rules say; made of spaCy's own by `take_over`."""

    _tables: _Tables | None = None

    def add(self, patterns: Iterable[Any], attrs: dict[Any, Any], index: int = 0) -> None:
        """Add a rule, as spaCy's own does."""
        self._tables = None
        super().add(patterns, attrs, index)

    def clear(self) -> None:
        """Forget all rules."""
        self._tables = None
        super().clear()

    def like(self, other: AttributeRuler) -> None:
        """Take over the rules of another ruler of the same vocabulary."""
        self._tables = None
        self.matcher, self.attrs, self.indices = other.matcher, other.attrs, other.indices
        self._attrs_unnormed = other._attrs_unnormed

    def __call__(self, doc: Doc) -> Doc:
        """Set what the rules say of each token."""
        if self._tables is None:
            self._tables = _Tables(self)
        if not self._tables.can or not len(doc):
            return super().__call__(doc)
        said = self._tables.said(doc)
        return doc.from_array(list(_SET), cast(Ints2d, said))


class _Tables:
    """What the rules of a ruler say, learnt combination by combination.

    Attributes:
        can: every rule is of a kind that can be looked up.
    """

    def __init__(self, ruler: AttributeRuler) -> None:
        self._ruler, strings = ruler, ruler.vocab.strings
        self._alone = Matcher(ruler.vocab)
        self._named: set[int] = set()  # words that rules for one token ask for
        self._several: dict[int, list[_Rule]] = {}  # word → rules that need it, and more than one token
        self._shapes: list[tuple[re.Pattern[str], _Rule]] = []  # the same for words that rules give by their shape
        self._rules: list[list[int]] = []  # row → numbers of the rules that fit
        self._row: dict[_Key, int] = {}
        self._values = np.zeros((0, len(_SET)), dtype=np.uint64)
        self._given = np.zeros((0, len(_SET)), dtype=bool)
        self.can = all(set(attrs) <= set(_SET) for attrs in ruler.attrs)
        for number, rule in enumerate(ruler.patterns):
            for pattern in cast(Sequence[list[dict[str, Any]]], rule["patterns"]):
                self.can &= -len(pattern) <= ruler.indices[number] < len(pattern)
                words = _words(pattern[0])
                if len(pattern) == 1 and words is not None and pattern[0].keys() - {"LOWER"} <= _CLOSED:
                    self._alone.add(str(number), [pattern])
                    self._named.update(strings.add(word) for word in words)
                else:
                    self.can &= self._find_by_word(number, pattern)

    def _find_by_word(self, number: int, pattern: list[dict[str, Any]]) -> bool:
        """Note a word by which a rule is found; False if there is none."""
        if any("OP" in token for token in pattern):
            return False
        matcher = Matcher(self._ruler.vocab)
        matcher.add(str(number), [pattern])
        for place, token in enumerate(pattern):
            if words := _words(token):
                for word in words:
                    known = self._several.setdefault(self._ruler.vocab.strings.add(word), [])
                    known.append(_Rule(number, place, len(pattern), matcher))
                return True
        for place, token in enumerate(pattern):
            asked = token.get("LOWER")
            if isinstance(asked, dict) and asked.keys() == {"REGEX"}:
                self._shapes.append((re.compile(asked["REGEX"]), _Rule(number, place, len(pattern), matcher)))
                return True
        return False

    def said(self, doc: Doc) -> NDArray[np.uint64]:
        """One row a token, one column for each of `_SET`."""
        table = cast("NDArray[np.uint64]", doc.to_array([*_SET, LOWER, IS_SPACE]))
        tags, _, _, _, deps, words, space = table.T.tolist()
        named = [word if word in self._named else 0 for word in words]
        keys = list(zip(tags, deps, named, space, strict=True))
        rows = [self._row.get(key, -1) for key in keys]
        if -1 in rows:
            rows = [self._learnt(doc, i, key) for i, key in enumerate(keys)]
        before = table[:, : len(_SET)]
        said = np.where(self._given[rows], self._values[rows], before)
        for i, more in self._of_several(doc, words).items():
            values, given = self._settled({*self._rules[rows[i]], *more})
            said[i] = np.where(given, values, before[i])
        return said

    def _learnt(self, doc: Doc, i: int, key: _Key) -> int:
        """The row for a combination, by the rules that fit one token that has it."""
        if key not in self._row:
            strings = doc.vocab.strings
            rules = {int(strings[match[0]]) for match in self._alone(doc[i : i + 1], allow_missing=True)}
            values, given = self._settled(rules)
            self._values, self._given = np.vstack((self._values, values)), np.vstack((self._given, given))
            self._row[key] = len(self._rules)
            self._rules.append(sorted(rules))
        return self._row[key]

    def _settled(self, rules: set[int]) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
        """What rules set together, and whether they do; the later one has precedence."""
        attrs: dict[Any, Any] = {}
        for number in sorted(rules):
            attrs |= self._ruler.attrs[number]
        values = np.array([attrs.get(each, 0) for each in _SET], dtype=np.uint64)
        return values, np.array([each in attrs for each in _SET])

    def _of_several(self, doc: Doc, words: list[int]) -> dict[int, set[int]]:
        """Token → rules found by a word that set something of it."""
        rules = self._several
        shaped = [
            (word, rule)
            for word in (set(words) if self._shapes else ())
            for shape, rule in self._shapes
            if shape.search(doc.vocab.strings[word])
        ]
        if shaped:
            rules = dict(rules)
            for word, rule in shaped:
                rules[word] = [*rules.get(word, ()), rule]
        found: dict[int, set[int]] = {}
        for i, word in enumerate(words):
            if word in rules:
                for rule in rules[word]:
                    start = i - rule.place
                    if 0 <= start <= len(words) - rule.length and rule.matcher(
                        doc[start : start + rule.length], allow_missing=True
                    ):
                        index = self._ruler.indices[rule.number]
                        at = start + (index if index >= 0 else rule.length + index)
                        found.setdefault(at, set()).add(rule.number)
        return found


class _Rule(NamedTuple):
    """One pattern of a rule: which token has the word that it is found by, and how many it looks at."""

    number: int
    place: int
    length: int
    matcher: Matcher


def _words(token: Mapping[str, Any]) -> list[str] | None:
    """The words in lower case that a pattern allows for a token: none if it asks for none, None where it lists none."""
    asked = token.get("LOWER", [])
    if isinstance(asked, dict) and asked.keys() == {"IN"}:
        asked = asked["IN"]
    return [asked] if isinstance(asked, str) else asked if isinstance(asked, list) else None


class SetLemmatizer(EnglishLemmatizer):
    """spaCy's rules for English lemmas, which look for a word in sets and once in a Doc; see `take_over`."""

    _forms: _Forms | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Give each token its lemma."""
        if not len(doc):
            return doc
        if self._forms is None or not self._forms.are_of(self.lookups):
            self._forms = _Forms(self.vocab, self.lookups)
        *parts, given = doc.to_array([ORTH, POS, MORPH, LEMMA]).T.tolist()
        keys: list[_Key] = list(zip(*parts, strict=True))
        add = doc.vocab.strings.add
        lemmas: dict[_Key, int] = {}
        for i, key in enumerate(keys):
            if key not in lemmas:
                lemmas[key] = add(self._forms.lemma(doc, i, key))
        found = [given[i] if given[i] and not self.overwrite else lemmas[key] for i, key in enumerate(keys)]
        return doc.from_array([LEMMA], cast(Ints2d, np.array(found, dtype=np.uint64).reshape(-1, 1)))


class _Forms:
    """spaCy's own lemmatizer with sets for its lists, and the lemmas of the words that these hold."""

    def __init__(self, vocab: Vocab, lookups: Lookups) -> None:
        self._index = lookups.get_table("lemma_index", {})
        index = {pos: frozenset(words) for pos, words in self._index.items()}
        forms = [frozenset(each) for each in lookups.get_table("lemma_exc", {}).values()]
        self._lists = [frozenset(STOP_WORDS), *index.values(), *forms]
        self._known: dict[_Key, str] = {}
        self._rules = _Rules(vocab)
        for name in lookups.tables:
            self._rules.lookups.set_table(name, lookups.get_table(name))
        self._rules.lookups.set_table("lemma_index", Table("lemma_index", index))

    def are_of(self, lookups: Lookups) -> bool:
        """Whether these are the tables that a lemmatizer has now; it may have read others since."""
        return lookups.get_table("lemma_index", self._index) is self._index

    def lemma(self, doc: Doc, i: int, key: _Key) -> str:
        """The lemma of a token; remembered if the model's lists have it or the word, and it is no name."""
        if key in self._known:
            return self._known[key]
        token = doc[i]
        lemma = self._rules.rule_lemmatize(token)[0]
        self._rules.cache.clear()
        if token.pos_ != "PROPN":
            word = token.lower_
            if any(word in words or lemma in words for words in self._lists):
                self._known[key] = lemma
        return lemma


class _Rules(EnglishLemmatizer):
    """spaCy's own lemmatizer, which asks once of what it takes for a base form: part of speech and form tell it."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__(vocab, None, mode="rule")
        self._is_base: dict[tuple[int, str], bool] = {}

    def is_base_form(self, token: Token) -> bool:
        """Whether a token is its own lemma."""
        key = (token.pos, str(token.morph))
        if key not in self._is_base:
            self._is_base[key] = super().is_base_form(token)
        return self._is_base[key]


def take_over(nlp: Language) -> None:
    """Put these two in the places of spaCy's own, under the names that those have."""
    for name, pipe in list(nlp.pipeline):
        if type(pipe) is AttributeRuler:
            cast(TableRuler, nlp.replace_pipe(name, "notecheck_attribute_ruler")).like(pipe)
        elif type(pipe) is EnglishLemmatizer and pipe.mode == "rule":
            config = {"overwrite": pipe.overwrite}
            cast(SetLemmatizer, nlp.replace_pipe(name, "notecheck_lemmatizer", config=config)).lookups = pipe.lookups


@Language.factory("notecheck_attribute_ruler", assigns=["token.tag", "token.pos", "token.morph", "token.lemma"])
def _make_ruler(nlp: Language, name: str) -> TableRuler:
    return TableRuler(nlp.vocab, name)


@Language.factory("notecheck_lemmatizer", default_config={"overwrite": False}, assigns=["token.lemma"])
def _make_lemmatizer(nlp: Language, name: str, overwrite: bool) -> SetLemmatizer:
    return SetLemmatizer(nlp.vocab, None, name, mode="rule", overwrite=overwrite)
