"""Words that were probably meant otherwise: 'their' for 'there', 'Mum have', 'I seen', 'going school', run-ons.

A speller does not see them, since every word is a word; whoever reads the record stumbles, or takes one thing for
another ('she excepts the plan'). Each finding names the word that was probably meant and how to tell the two apart.

The families stand in `notecheck.slips`: `word_pairs` (words that look or sound alike, by the words beside them,
and small words left out), `missing` (more of these), `contractions` ('their' and 'they're'), `agreement`,
`verb_forms`, `tenses`, `run_ons`. Here they are asked, word by word, where their words stand.

Left alone: whatever stands in quotation marks, pasted emails, headings and labels; note style ('Spoke to Mum', 'Mum
home, Dad at work'), and in a passage that is all in note style small words left out and commas between sentences
('Spoke mum, she is tired'); what is good British English ('was sat', 'the team are', 'school have', 'neither are').

Known misses: a word left out that the parse does not miss; lines without a verb; jumps of tense with a change of
person; what a line break parts.

Source: Swindon 7.8, records are accurate and grammatically correct.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.carry.looks import by_place
from notecheck.component import Example, NoSettings, check
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule
from notecheck.memo import text_of
from notecheck.people import whose
from notecheck.slips import run_ons, tenses
from notecheck.slips.asked import Asked
from notecheck.slips.missing import taken
from notecheck.slips.missing.phrases import in_note_style, lacks_verb
from notecheck.slips.reading import VERBS, Lists, Reading, Slip, reading_of
from notecheck.slips.word_pairs import read_rows
from notecheck.text.columns import columns
from notecheck.wording import prose
from notecheck.wording.inflect import Inflector, with_case

CONFUSABLE: Final = Rule(
    name="confusable",
    part="grammar",
    title="Wording that was probably meant otherwise",
    marks=(
        "Words that sound or look like the one that was meant (“there” for “their”), verbs that do not fit their "
        "subject or the words before them (“Mum have”, “has went”), small words left out, sentences that run on."
    ),
    why="Whoever reads the record may stumble, or take one thing for another.",
    weak="Mum have told there teacher that he could of been hurt.",
    better="Mum has told their teacher that he could have been hurt.",
    limits="It misses many words that were left out, and marks few things in lines that are not whole sentences.",
)

EXAMPLES: Final = (
    # word_pairs
    Example("He could of been hurt, and I no what happened.", ("of", "no")),
    Example("They could of course come back. Nobody knew what to do, and there was no answer."),
    Example("Mum said the bus is to slow and she can't bare the noise.", ("to", "bare")),
    Example("Mum came to the door. He had bare feet and was too tired to walk."),
    Example("The GP practise will advice her.", ("practise", "advice")),
    Example("The GP practice will advise her, and she practises the song that the nurse gave her as advice."),
    Example("She excepts the plan, which lead to a row, and is happier then before.", ("excepts", "lead", "then")),
    Example("She accepts the plan, except for Sundays; Ms Cole is the lead and led the talk, and then we left."),
    Example("We walked passed the school were he was happy.", ("passed", "were")),
    Example("Weather or not it rains, he was quite and would not here of it.", ("Weather", "quite", "here")),
    Example("The weather was quite good and we heard the rain here."),
    # small words left out
    Example("Leo is going school by himself and wants see his nan.", ("school", "wants see")),
    Example("Leo is going to school. He wants support and needs help. Seen at school."),
    Example("I asked if anything had upset him. He was upset the dog had died."),
    Example("He needs to told. There is a bruise to left cheek and a mark to left upper arm.", ("to told",)),
    Example("Visited today. Spoke mum about bedtimes. Not been school for days. Nan helping out. Will ring Friday."),
    Example(
        "Knocked twice. Said she had been up all night, he is teething. Fridge full. Asked about nursery. No coat."
    ),
    Example("I visited. She told me about bedtimes. Spoke mum about it. He is well now. I will ring.", ("mum",)),
    # contractions
    Example("Their going to move, and your not to worry, its fine.", ("Their", "your", "its")),
    Example("They like their new flat, your bedroom and its view. Their moving date is Friday."),
    Example("With there mum and in they're room, who's phone rang?", ("there", "they're", "who's")),
    Example("They're with their mum, and there is a boy who's kind, whose phone rang."),
    # agreement
    Example("Mum have rung and the children was asleep. He don't mind.", ("have", "was", "do")),
    Example("School have rung, the team are meeting, and Mum and Dad have come. If I were you I would wait."),
    Example("The list of people who can collect him have not changed.", ("have",)),
    Example("Neither Mum nor Dad have been. I saw Mum have a rest. There's two of them."),
    # forms of verbs
    Example(
        "He has went home. I seen him. She did not came, and he will took the bus.", ("went", "seen", "came", "took")
    ),
    Example("He has gone home. Seen at school. What he did upset her, and the little he had went on rent.", ()),
    Example("He came in, threw his bag down and sits under the table.", ("sits",)),
    Example("Dad moved to Hull and lives with Nan. Mum said that she is well."),
    # where the parse shows a hole
    Example("She would her passport to the meeting. Why you think he left?", ("would her", "you")),
    Example("Mum home, Dad at work. She said she would, and her passport is here. Why do you think he left?"),
    # run-ons
    Example("She was tearful at the start, she said she missed the dog.", (", she",)),
    Example("Mr Petrov has not returned my calls I have written to him instead.", ("calls I",)),
    Example("You flipped yours the best and mine stuck to the pan."),
    Example("The bed was warm, Mum said. When he fell, she picked him up. The plan he made is good."),
    Example("Mum works nights, Dad is at home and Nan helps with the school run."),
    Example("She was slow to come to the door, her speech was slurred and there were two bottles by the sink."),
    Example("I should like an answer within five working days, that is by 8 May 2026."),
    Example("He cut his brother on the arm, that is a worry.", (", that",)),
    Example("She lives w mum and lives w/ two sisters now. She lives mum now.", ("lives mum",)),
    # twice
    Example("Mum met me at the the door.", ("the the",)),
    Example("She was very very tired, and what he had had was a cold."),
    # somebody else's words
    Example("He said 'there going without me' and “I seen it”."),
)

_SAY: Final = {
    "word": "“{seen}” may have been meant as {meant}: {why}.",
    "form": "“{seen}” may have been meant as {meant}: {why}.",
    "gap": "At “{seen}” a word may have been left out; perhaps {meant} was meant: {why}.",
    "hole": "At “{seen}” a word may have been left out: {why}.",
    "double": "“{seen}” stands here twice; once may be enough.",
    "stop": "At “{seen}” one sentence may run into the next: {why}.",
}
_DOUBLED: Final = frozenset(
    ("the", "a", "an", "to", "of", "and", "for", "with", "at", "was", "are", "were", "has", "have", "he", "they", "i",
     "my", "your", "their", "from", "by", "be", "been", "will", "not", "as", "or", "but", "if", "when", "because",
     "we", "this", "me", "him", "them", "into", "about", "who", "which")
)  # fmt: skip


@dataclass(frozen=True)
class Prepared:
    """What `find` reads.

    Attributes:
        asked: which families are asked of which token.
        lists: words and forms that they know.
    """

    asked: Asked
    lists: Lists


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:  # noqa: ARG001
    """Read the rows and lists."""
    words = lexicons.words
    lists = {name: frozenset(each) for name, each in words.items() if name.startswith("slip-")}
    takers = (each for name, each in lists.items() if name.startswith(taken.TAKES))
    lists |= {taken.TAKEN: frozenset().union(*takers)}
    kin = frozenset(
        word for word in words["kin"] if word.isalpha() and not word.endswith(("parents", "siblings", "ps"))
    )
    kin -= {"grandchildren", "parents", "pops", "gramps"}
    known = Lists(kin, Inflector.from_words(words), lists)
    return Prepared(Asked(read_rows(words, kin, lists), known), known)


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Mark what was probably meant otherwise, at most one remark for each word."""
    name = ("confusable", id(prepared))
    rows = by_place(doc, name, partial(_near, prepared), by="words", tokens=True, near=0)
    if not rows:
        return
    c, quoted = columns(doc), whose.quoted(doc)
    own = [slip for slip in rows if not any(quoted[slip.start : slip.end])]
    for first, slips in groupby(own, key=lambda slip: c.first[slip.start]):
        found = list(slips)
        loose = [slip for slip in found if slip.kind == "stop" or (slip.kind == "gap" and not lacks_verb(slip))]
        if loose and in_note_style(c, first):
            found = [slip for slip in found if slip not in loose]
        for slip in _apart(found):
            yield _finding(doc, slip)


def _near(prepared: Prepared, doc: Doc) -> Iterator[Slip]:
    """What each sentence shows by itself, whoever said it and however those around it are written."""
    sentences = prose.sentences_sought(doc)
    r = reading_of(doc)
    for sentence in sentences:
        for slip in _slips(r, prepared, sentence.start, sentence.end):
            if not _in_compound(r, slip) and not _is_clipped(r, slip, prepared):
                yield slip


def _is_clipped(r: Reading, slip: Slip, prepared: Prepared) -> bool:
    """'lives w mum', 'is @ nursery': the word is there, cut short."""
    return slip.kind == "gap" and r.low[slip.end - 1] in prepared.lists.words["slip-gap-clipped"]


def _in_compound(r: Reading, slip: Slip) -> bool:
    """Part of a word with a hyphen: 'fair-weather', 'rose-tinted'."""
    c, low = r.c, r.low
    before, after = slip.start - 1, slip.end
    return (before >= 0 and low[before] in _HYPHENS and c.start[before] + 1 == c.start[slip.start]) or (
        after < len(c) and low[after] in _HYPHENS and c.start[after] == c.start[after - 1] + len(c.text[after - 1])
    )


def _apart(slips: Sequence[Slip]) -> list[Slip]:
    """At most one remark for each word, in order.

    What has nothing to offer gives way to what has, and where a sentence may end to what is said of a word.
    """
    kept: list[Slip] = []
    taken: set[int] = set()
    for slip in sorted(slips, key=lambda slip: (slip.kind == "stop", not slip.meant, slip.start, -slip.end)):
        words = range(slip.start, slip.end)
        if taken.isdisjoint(words):
            taken.update(words)
            kept.append(slip)
    return sorted(kept)


def _slips(r: Reading, prepared: Prepared, start: int, end: int) -> Iterator[Slip]:
    asked, lists, low, tags = prepared.asked, prepared.lists, r.low, r.c.tag
    known, past = asked.known, lists.past_only
    verbs, before = 0, low[start - 1] if start > r.c.first[start] else ""
    for i in range(start, end):
        word, tag, after = low[i], tags[i], low[i + 1] if i + 1 < end else ""
        for find, only_before, only_after, followed in asked[word if word in known else "", tag]:
            if (
                (only_before is None or before in only_before)
                and (only_after is None or after in only_after)
                and (not followed or r.is_followed(i))
            ):
                yield from find(r, lists, i)
        if word == before and word.isalpha() and i > start:
            yield from _twice(r, lists, i)
        verbs += tag in VERBS or word in past
        before = word
    if verbs > 1 or (verbs and r.low[start] == "no"):
        yield from run_ons.find(r, lists, start, end)
    if verbs:
        yield from tenses.jumps(r, lists, start, end)


_HYPHENS: Final = frozenset("-‐‑")


def _twice(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'the the', 'agreed that that the plan'; 'very very' and names are left."""
    word = r.low[i]
    clause = word == "that" and (
        r.tag(i + 1, i) in ("DT", "PRP$") or r.word(i + 1, i) in ("he", "she", "they", "i", "we")
    )
    if (
        clause
        or word in _DOUBLED
        or (len(word) > 3 and word not in lists.words["slip-twice"] and not r.c.text[i][0].isupper())
    ):
        yield Slip(i - 1, i + 1, (r.c.text[i - 1],), "", "double")


def _finding(doc: Doc, slip: Slip) -> Finding:
    span = doc[slip.start : slip.end]
    start, end = span.start_char, span.end_char
    seen = text_of(doc)[start:end]
    meant = tuple(
        dict.fromkeys(text if slip.kind in ("stop", "double") else with_case(text, seen) for text in slip.meant)
    )
    named = " or ".join(f"“{text}”" for text in meant)
    return Finding(
        CONFUSABLE.name,
        start,
        end,
        _SAY[slip.kind if meant or slip.kind != "gap" else "hole"].format(seen=seen, meant=named, why=slip.why),
        severity="warning" if slip.sure else "suggestion",
        suggestions=meant,
    )


SPEC = check(
    "confusable",
    rules=(CONFUSABLE,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    needs=("sentences", "tag", "pos", "lemma", "parse"),
)
