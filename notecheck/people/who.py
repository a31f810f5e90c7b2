"""Who is who: for each token the class of person it names, whom a pronoun stands for, who speaks and is spoken to.

Every judgement rests on this. `mentions` finds who is named where, `pronouns` settles whom 'he' means, `speech` whose
words are quoted and whom 'you' means; here they are put together and written on the Doc.

Known misses: those of the three; and a bare text from which it is not sure who the child is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.data import load_lexicons
from notecheck.memo import once_per_doc, text_of
from notecheck.needs import require
from notecheck.note import Child, Note, note_of
from notecheck.people import pronouns, votes, whose
from notecheck.people.fields import Names, names_of
from notecheck.people.guessed import guess_child, is_baby
from notecheck.people.introduced import introduce
from notecheck.people.mentions import INFANT_AGE, Mention, is_idle
from notecheck.people.mentions import mentions as find_mentions
from notecheck.people.speech import Form, Speakers, Speech, SpokenTo, email_bodies, greeting, spoken_to, turns
from notecheck.people.votes import GENDERED
from notecheck.people.words import Words, words_of
from notecheck.text import emails
from notecheck.text.columns import Columns, columns
from notecheck.text.spans import runs

__all__ = ["Form", "Kind", "Speech", "SpokenTo", "Who", "WhoComponent", "who_of"]

Kind = Literal[
    "", "child", "you", "addressee", "writer", "family", "sibling", "professional", "agency", "record", "other"
]


@dataclass(frozen=True)
class Who:
    """Who is who in a note; the lists have one value for each token.

    Attributes:
        kind: class of the person that the token names or, for a pronoun, stands for: `child` (alone or among others:
            'both boys'), `you` (the child, spoken to, also by name), `addressee` (somebody else who is spoken to as
            'you'), `writer`, `family` (foster carers, friends and neighbours too), `sibling` (any child that the note's
            fields name), `professional`, `agency`, `record` (a paper that speaks: 'the report'), `other`; empty for
            none. 'I' within somebody else's words is that person; 'he' within a quotation is left open.
        stands_for: index of the mention that a pronoun stands for; -1 for none, or where it is not known.
        gender: 'm', 'f' or empty.
        quoted: inside a quotation.
        speech: quotations, turns of a conversation and pasted emails, in order of place.
        child_gender: 'm', 'f' or empty where the note does not tell.
        infant: whether the child is a baby by its age or its name.
        spoken_to: who is 'you' in the writer's own words: `child`, `adult`, or empty where nobody is.
        child_known: whether the fields or the text say who the child is.
    """

    kind: list[str]
    stands_for: list[int]
    gender: list[str]
    quoted: list[bool]
    speech: list[Speech]
    child_gender: str
    infant: bool
    spoken_to: SpokenTo
    child_known: bool


class WhoComponent:
    """Writes who is who on a Doc; read it with `who_of`."""

    def __init__(self, words: Words, says: frozenset[str]) -> None:
        self._words, self._says = words, says

    def __call__(self, doc: Doc) -> Doc:
        """Write it, as data that spaCy can write out and read back.

        Raises:
            PipelineError: the Doc has not been parsed.
        """
        require(doc, "notecheck_who", ("tag", "lemma", "parse"))
        doc.user_data["notecheck_who"] = _read(doc, self._words, self._says)
        return doc


@once_per_doc
def who_of(doc: Doc) -> Who:
    """Who is who on a Doc that went through `notecheck_who`."""
    data = doc.user_data["notecheck_who"]
    return Who(**data | {"speech": [Speech(*row) for row in data["speech"]]})


@Language.factory("notecheck_who", default_config={"lexicons": None}, assigns=["doc.user_data"])
def _make(nlp: Language, name: str, lexicons: str | None) -> WhoComponent:  # noqa: ARG001
    known = load_lexicons(lexicons)
    return WhoComponent(words_of(known), frozenset(known.words.get("say", ())))


def _read(doc: Doc, words: Words, says: frozenset[str]) -> dict[str, Any]:
    """The fields of `Who` as plain data."""
    c, note, quoted, text = columns(doc), note_of(doc), whose.quoted(doc), text_of(doc)
    child, names = _child(note, text, words)
    infant = _is_infant(child)
    mentions = find_mentions(doc, words, names, infant=infant, several=bool(note.other_children))
    _learn(c, mentions, words)
    blocks = emails.of(doc)
    own = [mention for mention in mentions if not (blocks and _inside(c.start[mention.start], blocks))]
    greeted = greeting(doc, own, quoted)
    told = spoken_to(c, words, own, quoted, greeted=greeted, age=note.child.age, doc_type=note.doc_type)
    to_child = told == "child" and _mostly_you(mentions, quoted)
    if told == "child":
        _call(c, mentions, words, to_child=to_child)
    settled = pronouns.settle(doc, votes.Note(c, quoted, words, says, infant, to_child), mentions)
    _fill(settled, mentions, told)
    speech = [Speech(start, end, "", -1, "quotation") for start, end in runs(quoted)]
    speech += [*email_bodies(c, blocks), *turns(doc, mentions)]
    speech = _tell_speakers(c, settled.kind, quoted, says, sorted(speech, key=lambda each: (each.start, -each.end)))
    _give_words(c, settled.kind, words, speech)
    return {
        "kind": settled.kind,
        "stands_for": settled.stands_for,
        "gender": settled.gender,
        "quoted": quoted,
        "speech": [[each.start, each.end, each.kind, each.speaker, each.form] for each in speech],
        "child_gender": settled.child_gender,
        "infant": infant,
        "spoken_to": told,
        "child_known": names.has_child or told == "child",
    }


def _inside(offset: int, blocks: Sequence[emails.Block]) -> bool:
    """Whether an offset stands in a pasted email."""
    n = bisect_right(blocks, offset, key=lambda block: block.start) - 1
    return n >= 0 and offset < blocks[n].end


def _child(note: Note, text: str, words: Words) -> tuple[Note, Names]:
    """The note with the child that the text tells of where its fields do not, and the names that it gives."""
    names = names_of(note, words)
    if names.has_child or not (guessed := guess_child(text, words)):
        return note, names
    age = 0.0 if is_baby(guessed, text) else note.child.age
    told = Note("", child=Child(guessed, age=age), other_children=note.other_children, author=note.author)
    return told, names_of(told, words)


def _is_infant(note: Note) -> bool:
    names = [note.child.name or "", *note.child.known_as]
    if any(name.lower().split()[:1] in (["baby"], ["unborn"]) for name in names):
        return True
    return note.child.age is not None and note.child.age < INFANT_AGE


def _learn(c: Columns, mentions: list[Mention], words: Words) -> None:
    """Give each name among the mentions the class and gender that the note tells of it somewhere."""
    known = introduce(c, mentions, words)
    names = [(n, mention) for n, mention in enumerate(mentions) if mention.name]
    for _, mention in names:
        if mention.kind == "family":  # 'Stacey Garrity' by the child's surname, then 'Stacey'
            known.setdefault(mention.key, ("family", mention.gender))
    told = [(n, mention, *_told(mention, known)) for n, mention in names]
    genders = {mention.key: gender for _, mention, _, gender in told if gender}
    for n, mention, kind, own in told:
        gender = own or genders.get(mention.key, "")
        if kind != mention.kind or gender != mention.gender:
            mentions[n] = mention._replace(kind=kind, gender=gender)


def _told(mention: Mention, known: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """The class and gender of a name, by what is known of others like it."""
    if mention.kind in ("other", "family") and mention.key in known:
        kind, gender = known[mention.key]
        return kind if mention.kind == "other" else "family", mention.gender or gender
    titled = mention.kind == "other" and mention.gender  # 'Mr Hayes' whom nobody introduces
    return "professional" if titled else mention.kind, mention.gender


def _mostly_you(mentions: list[Mention], quoted: list[bool]) -> bool:
    kinds = [mention.kind for mention in mentions if not quoted[mention.start]]
    return kinds.count("you") > kinds.count("child")


def _call(c: Columns, mentions: list[Mention], words: Words, *, to_child: bool) -> None:
    """In a note to the child its name may call it, and 'the boy', 'their child' is another one."""
    for n, mention in enumerate(mentions):
        if mention.kind != "child" or mention.plural:
            continue
        if mention.name:
            if _is_called(c, mention, words):
                mentions[n] = mention._replace(kind="you", vague=is_idle(c, words, mention.start))
        elif to_child and (mention.gender or c.tag[max(0, mention.start - 1)] in ("PRP$", "POS")):
            mentions[n] = mention._replace(kind="other", key=c.lower[mention.end - 1])


def _is_called(c: Columns, mention: Mention, words: Words) -> bool:
    """'Idris, I came …', 'You told us, Theo, that …', 'my visit to you Ezra on Monday'."""
    i, end = mention.start, mention.end
    before = c.lower[i - 1] if c.first[i] != i else ""
    after = c.lower[end] if end < len(c) and c.first[end] != end else ""
    beyond = c.lower[end + 1] if end + 1 < len(c) else ""
    if before in ("you", "yourself", "called"):
        return after not in ("'s", "’s", "and")
    if after == "," and beyond in ("you", "your", "i", "we", "this"):
        return True
    if before in ("", ",") or before in words["greeting"]:
        return after in ("", ",", ".", "!", "?", "you", "i", "your")
    return False


def _fill(settled: pronouns.Settled, mentions: list[Mention], told: SpokenTo) -> None:
    """What no pronoun needed: 'I', 'you', names in quotations, papers, agencies."""
    kind, gender, spoken = settled.kind, settled.gender, "you" if told == "child" else "addressee"
    for start, end, _, who, sex, _, _, vague in mentions:
        if who == "you":
            kind[start:end] = ["" if vague else spoken] * (end - start)
        elif who in GENDERED:
            gender[start] = GENDERED[who]
        elif not kind[start] and who not in ("they", "offspring"):
            kind[start:end] = [who] * (end - start)
            gender[start:end] = [sex] * (end - start)


def _tell_speakers(
    c: Columns, kind: list[str], quoted: list[bool], says: frozenset[str], speech: list[Speech]
) -> list[Speech]:
    """Whose words each stretch gives; the child's, also where the note calls the child 'you'."""
    speakers, last = Speakers(c, kind, quoted, says), -1
    found: list[Speech] = []
    for each in speech:
        if each.form == "email":
            found.append(each)
            continue
        last = each.speaker if each.form == "turn" else speakers.of(each.start, each.end, last)
        who = kind[last] if last >= 0 else ""
        found.append(Speech(each.start, each.end, "child" if who == "you" else who, last, each.form))
    return found


def _give_words(c: Columns, kind: list[str], words: Words, speech: list[Speech]) -> None:
    """'I' in somebody's words is that person; 'you' in a turn or an email is not the child whom the note speaks to."""
    writer = words["writer"]
    for each in speech:
        for i in range(each.start, each.end):
            if kind[i] == "writer" and each.kind and c.lower[i] in writer:
                kind[i] = each.kind
            elif kind[i] == "you" and each.form != "quotation":
                kind[i] = "addressee"
