"""How the child's view was got: alone, with a tool, in a place, over the phone, through an interpreter, by watching.

The name of the person who was told is not enough. A sign counts where it belongs to what the child said: in the same
sentence ahead of what was said, or in one of the two sentences before, and never in a plan for next time.

Known misses: a setting that is told far from the words; places that no list holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from notecheck.note import note_of
from notecheck.voice.evidence import Hearing
from notecheck.voice.reading import CHILD, Part

_PRONOUNS: Final = frozenset(
    ("your", "his", "her", "their", "yourself", "himself", "herself", "themselves", "themself")
)
_TOGETHER: Final = frozenset(("we", "us"))
_DENIED: Final = frozenset(("not", "n't", "never", "no", "without", "unable", "refused", "declined", "nt"))
_TO_COME: Final = frozenset(("will", "'ll", "’ll", "would", "'d", "should", "must", "shall", "may", "might"))
_HINTS: Final = ("alone", "tools", "lines", "places", "doing")
_LEADS: Final = frozenset(("when", "while", "whilst", "as", "where", "after"))
_OTHER_CARDS: Final = frozenset(  # cards that are a hobby, a greeting or money, and no tool of direct work
    (
        "pokemon", "pokémon", "pokeman", "yugioh", "football", "panini", "attax", "trumps", "trading", "collector",
        "swap", "birthday", "christmas", "eid", "greeting", "greetings", "thank-you", "bank", "credit", "debit", "sim",
        "gift", "business", "report", "bus", "library", "appointment", "mother's", "father's", "day", "valentine",
    )
)  # fmt: skip
_FAR: Final = 60  # tokens to either side in which a sign is looked for; text without a stop takes no longer
_BACK: Final = 2  # sentences before what the child said in which the setting may be told
_OBJECT: Final = 5  # tokens after a verb of making in which what was made stands
_AFTER: Final = 6  # tokens after a verb of giving in which what was given stands
_BEFORE: Final = 4  # tokens before a place in which its preposition stands
_SPOKEN_TO: Final = ("dobj", "conj", "pobj", "dative")


class Means:
    """Looks for how the view was got in one Doc."""

    def __init__(self, heard: Hearing) -> None:
        self.heard, reading = heard, heard.reading
        self.reading, self.c, self.words = reading, reading.c, reading.words
        order = {first: n for n, (first, _) in enumerate(self.c.sentences)}
        self._is_family_time = note_of(reading.doc).doc_type == "family-time"
        self._settings = {self.c.first[part.start]: -1 for part in (*self.heard.own, *self.heard.reported)}
        for first in self._settings:
            self._settings[first] = self._content(first)
        voiced = {order[first] for first in self._settings}
        near = {n - back for n in voiced for back in range(1, _BACK + 1)}
        self._child: dict[int, bool] = {}  # sentence → whether the child, or 'we', stands in it
        self._mailed = [(each.start, each.end) for each in reading.who.speech if each.form == "email"]
        self._near = {self.c.sentences[n][0] for n in near if n >= 0} - self._settings.keys()

    def parts(self) -> Iterator[Part]:
        """Every sign of how the view was got."""
        yield from (part for part in self.heard.own if part.sign == "turn")
        yield from self._acts()
        yield from self._calls()
        yield from self._handed()
        yield from self._phrases()
        yield from self._settings_told()
        yield from self._watched()

    def hinted(self) -> bool:
        """Whether anything at all may say how the view was got, so that nobody is told that nothing does."""
        hints = (at for name in _HINTS for at in self.reading.phrases.get(name, ()))
        return any(self._about_child(self.c.first[start]) for start, _ in hints)

    def _content(self, first: int) -> int:
        """One past the words that come ahead of what was said: 'In the car you told Gwen, over chips, | that …'."""
        c, last = self.c, self.reading.last(first)
        acts = [act.start for act in self.reading.acts_in.get(first, []) if act.child is not False]
        k = acts[0] + 1 if acts else first
        while k < last and not self.reading.quoted[k]:
            finite = c.tag[k] in ("VBD", "VBZ", "VBP", "MD") and c.dep[k] not in ("relcl", "advcl")
            if acts and (c.lower[k] in ("that", ":") or finite):
                break
            k += 1
        return k if acts or k < last else first

    def _acts(self) -> Iterator[Part]:
        """The child drew, wrote, signed, chose, gave a list."""
        words = self.words
        worded = {self.c.first[part.start] for part in self.heard.own}
        for act in self.reading.acts:
            first, lemma = self.c.first[act.start], self.c.lemma[act.start]
            drew = lemma in words.pictures and first in self._near and not self._makes_none(act.start)
            if not act.child or not (first in self._settings or drew) or self._is_mailed(act.start):
                continue
            if self._is_offered(first, act.start):
                continue
            with_words = lemma in words.means_with and first in worded
            if drew or lemma in words.means or with_words or (lemma in words.gives and self._gives_paper(act.start)):
                yield Part(act.start, act.start + 1, "act")

    def _is_offered(self, first: int, i: int) -> bool:
        """'I told him he could choose'."""
        c = self.c
        modal = "MD" in c.tag[first : self.reading.last(first)]
        return modal and any(c.tag[k] == "MD" and c.lower[k].isalpha() for k in c.children[i])

    def _makes_none(self, i: int) -> bool:
        """'Elspeth made the subject of a plan', 'you have made friends': nothing was drawn or built."""
        near = range(i + 1, min(i + _OBJECT, self.reading.last(i)))
        return any(self.c.lemma[k] in self.words.no_pictures for k in near)

    def _is_mailed(self, i: int) -> bool:
        """Whether a token stands in a pasted email."""
        n = bisect_right(self._mailed, i, key=itemgetter(0))
        return n > 0 and i < self._mailed[n - 1][1]

    def _gives_paper(self, i: int) -> bool:
        """'You gave me your list', 'she sent a note'."""
        c = self.c
        return any(c.lemma[k] in self.words.papers for k in range(i + 1, min(i + _AFTER, self.reading.last(i))))

    def _calls(self) -> Iterator[Part]:
        """'You rang me', 'I rang you back'."""
        c, reading = self.c, self.reading
        for i, _, lemma in reading.contacts:
            first = c.first[i]
            if (
                lemma not in self.words.calls
                or reading.statements[first].kind == "decision"
                or self._is_to_come(first, i)
            ):
                continue
            child, close = reading.is_childs(i), first in self._near or first in self._settings
            mine = self._by_writer(i) or (child is None and i - first <= 1)
            if (child and close and not self._to_somebody_else(i)) or (mine and self._to_child(i)):
                yield Part(i, i + 1, "call")

    def _handed(self) -> Iterator[Part]:
        """'She gave him the phone', 'Mum passed the tablet to Tom': the child came on."""
        c, reading, words = self.c, self.reading, self.words
        for i, _, lemma in reading.contacts:
            first = c.first[i]
            if lemma not in words.hands or self._is_to_come(first, i):
                continue
            near = range(i + 1, min(i + _AFTER, reading.last(i)))
            told = first in self._near or first in self._settings
            if told and any(c.lemma[k] in words.phones for k in near) and any(reading.kind[k] in CHILD for k in near):
                yield Part(i, near.stop, "call")

    def _by_writer(self, i: int) -> bool:
        c = self.c
        return any(self.reading.kind[k] == "writer" and c.dep[k] == "nsubj" for k in self.reading.below(i))

    def _to_child(self, i: int) -> bool:
        """'rang you', 'rang Mum and then you', 'sent a text to Tom'."""
        c, last = self.c, min(i + 8, self.reading.last(i))
        for k in range(i + 1, last):
            if self.reading.kind[k] in CHILD and c.dep[k] in _SPOKEN_TO and i in (c.head[k], c.head[c.head[k]]):
                return True
        return False

    def _to_somebody_else(self, i: int) -> bool:
        """'you rang college yourself': nobody heard the child by that."""
        c, kind = self.c, self.reading.kind
        return any(c.dep[k] == "dobj" and kind[k] not in ("writer", "") for k in self.reading.below(i))

    def _phrases(self) -> Iterator[Part]:
        looks_at = {
            "alone": self._is_alone,
            "tools": self._is_tool,
            "lines": self._is_tool,
            "places": self._is_place,
            "doing": self._is_doing,
        }
        for name, looks in looks_at.items():
            for start, end in self.reading.phrases.get(name, ()):
                first = self.c.first[start]
                told = first in self._settings or self.reading.statements[first].kind not in ("decision", "opinion")
                if told and not self._is_to_come(first, start) and looks(first, start, end):
                    yield Part(start, end, name)

    def _settings_told(self) -> Iterator[Part]:
        """A place or an occasion that no list holds: 'Over a game of Uno, Tom said …'."""
        c, reading = self.c, self.reading
        for first, content in self._settings.items():
            acts = {act.start for act in reading.acts_in.get(first, []) if act.child}
            for k in range(first, content):
                if c.head[k] in acts and c.lower[k] in self.words.leads and self._leads_to_place(k):
                    yield Part(k, k + 1, "setting")

    def _leads_to_place(self, k: int) -> bool:
        c, words = self.c, self.words
        return any(
            c.dep[j] == "pobj" and c.pos[j] == "NOUN" and not self.reading.kind[j] and c.lemma[j] not in words.no_places
            for j in self.reading.below(k)
        )

    def _is_alone(self, first: int, start: int, end: int) -> bool:
        kind = self.reading.kind
        if any(self.c.lower[k] in _DENIED for k in range(max(first, start - 6), start)):
            return False
        whose = next((k for k in range(start, end) if self.c.lower[k] in _PRONOUNS), -1)
        if whose >= 0:
            return kind[whose] in CHILD
        if any(self.c.lower[k] in _TOGETHER for k in range(start, end)):
            return first in self._settings or first in self._near
        person = next((kind[k] for k in range(start - 1, max(first, start - _FAR) - 1, -1) if kind[k]), "")
        return person in (*CHILD, "writer") or (not person and self._about_child(first))

    def _is_tool(self, first: int, start: int, end: int) -> bool:  # noqa: ARG002
        if self.c.lower[start] in ("cards", "card") and start > first and self.c.lower[start - 1] in _OTHER_CARDS:
            return False
        if first in self._settings:
            return start < self._settings[first] or self._about_child(first)
        return (first in self._near or "interpret" in self.c.lower[start]) and self._about_child(first)

    def _is_place(self, first: int, start: int, end: int) -> bool:
        c, reading = self.c, self.reading
        if c.lower[start - 1 : start] and c.lower[start - 1] in self.words.no_settings:
            return False
        if " ".join(c.lower[max(first, start - 1) : end]) in self.words.no_rooms:
            return False  # 'when the Home Office will answer'
        if not any(c.pos[k] == "ADP" or c.lower[k] in _LEADS for k in range(max(first, start - _BEFORE), start + 1)):
            return False
        if first in self._settings:
            told = range(max(first, start - _BEFORE), start)
            return start < self._settings[first] or any(self._is_meeting(k) for k in told)
        if first in self._near and reading.statements[first].kind != "reported" and self._about_child(first):
            return any(
                self._is_meeting(k) for k in range(max(first, start - _FAR), min(start + _FAR, reading.last(first)))
            )
        return any(
            c.lower[k] == "with" and reading.kind[k + 1] in CHILD for k in range(max(first, start - _FAR), start)
        )

    def _is_meeting(self, k: int) -> bool:
        """'We sat', 'I saw you', 'Spoke to him': the writer, or the child, together with the other."""
        c, kind = self.c, self.reading.kind
        if c.lemma[k] not in self.words.meets or c.pos[k] != "VERB" or self.reading.quoted[k]:
            return False
        subject = next((j for j in self.reading.below(k) if c.dep[j] in ("nsubj", "nsubjpass")), -1)
        return subject < 0 or kind[subject] in (*CHILD, "writer", "professional")

    def _is_doing(self, first: int, start: int, end: int) -> bool:  # noqa: ARG002
        if first in self._settings:
            return start < self._settings[first]
        told = self.reading.statements[first].kind == "reported"
        return first in self._near and not told and self._about_child(first)

    def _about_child(self, first: int) -> bool:
        if first not in self._child:
            span = range(first, self.reading.last(first))
            self._child[first] = any(self.reading.kind[k] in CHILD or self.c.lower[k] in _TOGETHER for k in span)
        return self._child[first]

    def _is_to_come(self, first: int, at: int) -> bool:
        c = self.c
        first = max(first, at - _FAR)
        return "MD" in c.tag[first:at] and any(c.lower[k] in _TO_COME and c.tag[k] == "MD" for k in range(first, at))

    def _watched(self) -> Iterator[Part]:
        """What was observed was got by watching, unless others tell of it; so was what a child said in family time."""
        reading = self.reading
        watched = reading.phrases.get("watched", [])
        for part in self.heard.observed:
            seen = watched or reading.statements[part.start].kind != "reported"
            if seen and not self._is_mailed(part.start):
                yield part
        if self._is_family_time:
            yield from (Part(start, end, "watched") for start, end in watched)
