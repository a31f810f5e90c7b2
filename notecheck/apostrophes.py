"""Where the parse shows that an apostrophe is missing, or one too many, and no dictionary does.

Each pattern is narrow, since most plurals before a noun are right ('sports day', 'parents evening', 'boys toilets'):

    Stayed at Mums house.               a relative and what is the relative's
    The schools view is that …          an owner and what such an owner has
    Two weeks notice                    a stretch of time and what lasts as long
    All three boy's coats               several owners
    one of it's bars                    'its'
    brought photo's of the house        a plural
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from spacy.tokens import Doc

from notecheck.data import Lexicons
from notecheck.languagetool.filters import Slip
from notecheck.people import whose
from notecheck.text import emails
from notecheck.text.columns import Columns, columns

_POSSESSIVE: Final = ("'s", "’s")
_HAS: Final = frozenset(("NOUN", "ADJ"))
_TITLES: Final = frozenset(("mr", "mrs", "ms", "miss", "dr", "mr.", "mrs.", "ms.", "dr."))
_WHOSE: Final = frozenset(("my", "his", "her", "your", "our", "their"))
_MOVES: Final = frozenset(
    ("go", "come", "move", "return", "take", "drive", "walk", "back", "run", "over", "bring", "drop")
)
_FAMILY: Final = frozenset(
    ("husband", "wife", "son", "daughter", "brother", "sister", "mother", "father", "mum", "dad", "nan", "grandmother",
     "grandfather", "grandson", "granddaughter", "uncle", "aunt", "cousin", "nephew", "niece")
)  # fmt: skip
_WITH_S: Final = frozenset(
    ("james", "chris", "lewis", "thomas", "marcus", "lucas", "charles", "nicholas", "alexis", "francis", "frances",
     "dennis", "louis", "agnes", "iris", "jonas", "silas", "angus", "lois", "phyllis", "doris", "carlos", "tobias",
     "elias", "hughes", "jones", "davies", "evans", "williams", "roberts", "edwards", "rhys", "morris",
     "harris", "lucius", "matthias", "zacharias", "otis", "curtis", "travis", "demetrius", "darius", "julius")
)  # fmt: skip
"""Names that end in an s of their own."""
_NEAR: Final = 25  # tokens
_SHOPS: Final = frozenset(
    ("doctor", "dentist", "chemist", "newsagent", "hairdresser", "optician", "butcher", "baker", "other")
)


@dataclass(frozen=True)
class Owners:
    """Lists of `lexicons/apostrophe-words.yaml`, in lower case.

    Attributes:
        kin: relatives as they are called by name ('mum'), without an s.
        owners: other people and places, with an s and no apostrophe ('twins', 'carers', 'schools').
        owned: what they may have, so that only a possessive makes sense ('house', 'view').
        only_one: words before an owner that make it one ('youngest', 'this').
        many: words before an owner that make it several ('both', 'three').
        no_owner: words behind relatives that make a name of both ('mums group').
        times: stretches of time, in the plural.
        lasting: what is measured by them.
        relatives: who may be somebody's ('husband'), singular.
        counted: things that own nothing, without an s ('photo').
        before_its: prepositions behind which 'it's' is 'its'.
    """

    kin: frozenset[str]
    owners: frozenset[str]
    owned: frozenset[str]
    relatives: frozenset[str]
    only_one: frozenset[str]
    many: frozenset[str]
    no_owner: frozenset[str]
    times: frozenset[str]
    lasting: frozenset[str]
    counted: frozenset[str]
    before_its: frozenset[str]


def owners_of(lexicons: Lexicons) -> Owners:
    """The lists, made ready once for a pipeline."""

    def of(name: str) -> frozenset[str]:
        return frozenset(lexicons.words.get(name, ()))

    return Owners(
        kin=of("kin-names"),
        **{
            name: of(f"apostrophe-{name.replace('_', '-')}")
            for name in (
                "owners", "owned", "relatives", "only_one", "many", "no_owner", "times", "lasting", "counted",
                "before_its",
            )
        },
    )  # fmt: skip


def missing(doc: Doc, words: Owners) -> Iterator[Slip]:
    """Apostrophes to look at again, outside quotations and pasted emails, in order of place."""
    c = columns(doc)
    quoted, pasted = whose.quoted(doc), emails.pasted(doc)
    names = whose.names(doc)
    for i, (word, after) in enumerate(pairwise(c.lower)):
        if after in _POSSESSIVE and c.start[i + 1] == c.start[i] + len(c.text[i]):
            found = _with_apostrophe(c, i, words)
        elif word[-1] == "s" and c.first[i + 1] == c.first[i]:
            found = _without(c, i, words, names)
        else:
            continue
        if not (quoted[i] or pasted[i]):
            yield from found


def _slip(c: Columns, i: int, length: int, *suggestions: str, sure: bool = True) -> Slip:
    return Slip(c.start[i], c.start[i] + length, "apostrophe", sure, suggestions)


def _at_home_of(c: Columns, i: int) -> bool:
    """'goes to his dads at weekends', 'slept at her nans': a home, and not two of them ('spoke to his dads')."""
    first = c.first[i]
    several = c.lower[i + 1] in ("and", "are", "were", "have", "who")
    if i - 2 < first or several or c.pos[i + 1] in _HAS | {"VERB", "AUX"}:
        return False
    return c.lower[i - 2] in ("at", "from", "round") or (
        c.lower[i - 2] == "to" and any(c.lemma[k] in _MOVES for k in range(max(first, i - 5), i - 2))
    )


def _without(c: Columns, i: int, words: Owners, names: frozenset[str]) -> Iterator[Slip]:
    """A word with an s and no apostrophe before what is the owner's."""
    word, after, before = c.lower[i], c.lower[i + 1], _before(c, i)
    text = c.text[i]
    stem = word[:-1]
    one, several = text[:-1] + "'s", text + "'"
    if before in _TITLES and text[:1].isupper():
        if c.pos[i + 1] == "NOUN" and (after in words.owned or after in words.relatives):
            yield _slip(c, i, len(text), *((one,) if word not in names else ()), text + "'s")
    elif stem in words.kin and before in _WHOSE and _at_home_of(c, i):
        yield _slip(c, i, len(text), one, sure=False)
    elif stem in words.kin or (stem in names and text[:1].isupper() and word not in names):
        if c.pos[i + 1] == "NOUN" and after not in words.no_owner and before not in words.many | {"the", "a"}:
            yield _slip(c, i, len(text), one)
    elif _is_name(c, i) and after in words.kin | words.relatives & _FAMILY and c.pos[i + 1] == "NOUN":
        yield _slip(c, i, len(text), *((one,) if word not in _WITH_S else ()), text + "'s")
    elif word in words.owners and after in words.owned | words.relatives and c.pos[i + 1] not in ("VERB", "AUX"):
        if before in words.only_one:
            yield _slip(c, i, len(text), one)
        else:
            yield _slip(c, i, len(text), *((several,) if before in words.many or word == "twins" else (one, several)))
    elif word in words.times and after in words.lasting and (before in words.many or before.isdigit()):
        yield _slip(c, i, len(text), several)


def _with_apostrophe(c: Columns, i: int, words: Owners) -> Iterator[Slip]:
    """A word with 's: 'it's' that is 'its', one owner that is several, a plural that owns nothing."""
    word, before = c.lower[i], _before(c, i)
    length = len(c.text[i]) + 2
    follows = i + 2 < len(c) and c.first[i + 2] == c.first[i]
    pos = c.pos[i + 2] if follows else ""
    if word == "it":
        noun = pos == "NOUN" or (pos == "ADJ" and i + 3 < len(c) and c.pos[i + 3] == "NOUN")
        if before in words.before_its and noun:
            yield _slip(c, i, length, c.text[i] + "s")
    elif before == "the" and word == "twin" and pos in _HAS and _both_meant(c, i):
        yield _slip(c, i, length, c.text[i] + "s'", sure=False)
    elif before == "the" and follows and _is_household(c, i):
        yield _slip(c, i, length, c.text[i] + "s")
    elif _many_before(c, i, words) and c.tag[i] == "NN" and c.tag[i + 1] == "POS":
        if pos in _HAS:
            yield _slip(c, i, length, c.text[i] + "s'")
        elif not follows or not (c.tag[i + 2] in ("VBN", "DT", "PRP$") or c.lower[i + 2].endswith("ing")):
            yield _slip(c, i, length, _plural(c.text[i]))  # 'three social worker's in a year'
    elif follows and c.tag[i] == "NN" and _needs_several(c, i, words):
        yield _slip(c, i, length, _plural(c.text[i]))
    elif word in words.counted and pos not in _HAS | {"VERB", "AUX", "ADV", "PROPN", "NUM"}:
        yield _slip(c, i, length, c.text[i] + "s")


def _is_name(c: Columns, i: int) -> bool:
    """'as Craigs brother': a name by itself, right before a relative; not 'Chris brother of', not a list of people."""
    word, text = c.lower[i], c.text[i]
    return (
        c.tag[i] == "NNP"
        and text.istitle()
        and len(word) > 3
        and word not in _TITLES
        and i > c.first[i]
        and c.pos[i - 1] in ("ADP", "VERB", "AUX", "SCONJ", "CCONJ")
        and c.dep[i] == "compound"
        and c.head[i] == i + 1
        and (i + 2 >= len(c) or c.lower[i + 2] not in ("of", "to", "/", "and"))
    )


def _both_meant(c: Columns, i: int) -> bool:
    """'The twin's bedroom has damp behind both beds': words for two in the same sentence, and no other twin."""
    near = range(c.first[i], min(len(c), i + _NEAR))
    return any(c.lower[k] in ("both", "they", "their", "them", "twins") for k in near if c.first[k] == c.first[i])


def _is_household(c: Columns, i: int) -> bool:
    """'the Kowalski's confirmed': a family by name, and what they did."""
    name, verb = c.text[i], i + 2
    told = c.tag[verb] == "VBD" or c.lower[verb] in ("have", "are", "were", "do")
    return (
        c.tag[i] == "NNP" and name.istitle() and told and c.dep[i] in ("nsubj", "nsubjpass")
        and (c.head[i] == verb or c.dep[verb] in ("aux", "auxpass"))
    )  # fmt: skip


def _plural(noun: str) -> str:
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"


def _many_before(c: Columns, i: int, words: Owners) -> bool:
    """'three social worker', 'both boy', 'two of the boy': a word that says that there are several."""
    k = i - 1
    while k > max(c.first[i], i - 3) and c.pos[k] in _HAS and c.tag[k] != "NNS":
        k -= 1
    if k - 2 >= c.first[i] and c.lower[k - 1] == "of" and c.pos[k] == "DET":
        k -= 2
    return k >= c.first[i] and c.lower[k] in words.many


def _needs_several(c: Columns, i: int, words: Owners) -> bool:
    """'The twin's should not be parted': behind the possessive stands a verb, and a verb for several."""
    verb, k = c.lower[i + 2], i - 1
    while k > c.first[i] and c.pos[k] in _HAS:
        k -= 1
    told = c.tag[i + 2] == "MD" or verb in ("are", "were", "have", "do", "don't")
    named = c.lower[i] in words.kin or not c.text[i].islower() or c.lower[i] in _SHOPS
    return told and not named and c.pos[k] == "DET" and not (k > c.first[i] and c.pos[k - 1] == "ADP")


def _before(c: Columns, i: int) -> str:
    """The word before, in the same sentence; past one adjective, if there is a number before that."""
    if c.first[i] == i:
        return ""
    if c.pos[i - 1] == "ADJ" and c.first[i] < i - 1 and c.pos[i - 2] == "NUM":
        return c.lower[i - 2]
    return c.lower[i - 1]
