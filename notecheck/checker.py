"""The one call: a note in, a report out."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import takewhile
from threading import RLock
from typing import Any, Final
from weakref import WeakKeyDictionary

from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc

import notecheck
from notecheck import pipeline
from notecheck.carry.found import found_in, read_of
from notecheck.component import REGISTRY, Component
from notecheck.data import load_lexicons
from notecheck.edits import Parse, cut_again, parse_of, reach, read_again, read_long, with_forgotten
from notecheck.errors import NoteError
from notecheck.guidance import Rulebook, check_guidances
from notecheck.languagetool.asking import Asking, belongs_to
from notecheck.note import Note
from notecheck.report import Report, make_report
from notecheck.statements.features import BLOCKS
from notecheck.statements.kinds import load_model


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for rings of objects after a check and not within it, where nearly all that is there is still needed."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


_GRAMMAR: Final = "notecheck_grammar"
_BATCH: Final = 16  # notes; more are no faster and take more memory
_TOGETHER: Final = 2_000  # tokens that the model reads at once, some 35 MB; more are no faster, 1,000 a little slower

_LOCKS: Final[WeakKeyDictionary[Language, Any]] = WeakKeyDictionary()  # checkers may share a pipeline
_HELD: Final[list[Any]] = []


def _hold() -> None:
    """Let a check end before this process is forked: of one cut in two, the other process would wait for ever."""
    for lock in [*_LOCKS.values()]:
        lock.acquire()
        _HELD.append(lock)


def _let_go() -> None:
    while _HELD:
        _HELD.pop().release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_hold, after_in_parent=_let_go, after_in_child=_let_go)


def load(
    guidance: str = "general",
    *,
    model: str | None = None,
    lexicons: str | None = None,
    without: Sequence[str] = (),
) -> Checker:
    """Load a checker once; it may check any number of notes.

    Args:
        guidance: id of the authority's guidance, for notes that name none.
        model: name or folder of another spaCy English pipeline.
        lexicons: an authority's own folder of lexicons and guidance.
        without: names of checks to leave out.

    Raises:
        NotecheckError: one of these is not there or has a fault; says what is allowed.
    """
    Rulebook.load(guidance, lexicons)  # first, so that nobody waits for the model to be told that there is none
    checker = Checker(
        pipeline.build(model=model, lexicons=lexicons, without=without), guidance, lexicons=lexicons, without=without
    )
    if lexicons:
        left_out = {rule.name for name in without for rule in REGISTRY[name].rules}
        check_guidances(lexicons, left_out.union(checker.rules), load_lexicons(lexicons).items)
    return checker


class Checker:
    """Checks notes against a guidance; see `load`.

    Attributes:
        nlp: the spaCy pipeline, checks and all.
        guidance: id of the guidance for notes that name none.
        rules: the rules that it checks, an authority's own among them, each with its part of the score.
    """

    def __init__(
        self, nlp: Language, guidance: str, *, lexicons: str | None = None, without: Sequence[str] = ()
    ) -> None:
        self.nlp = nlp
        self.guidance = guidance
        self._lexicons = lexicons
        self._off = tuple(without)
        checked = {r.name: r.part for spec in REGISTRY.values() if nlp.has_pipe(spec.factory) for r in spec.rules}
        known = {rule.name for spec in REGISTRY.values() for rule in spec.rules}
        own = {rule: part for rule, part in load_lexicons(lexicons).parts.items() if rule not in known}
        self.rules = checked | own
        self._parsing = tuple(takewhile(lambda name: not name.startswith(pipeline.JUDGES), nlp.pipe_names))
        self._far = reach(nlp, self._parsing)
        judging = nlp.pipe_names[len(self._parsing) :]
        self._ours = tuple(judging[: len(pipeline.JUDGES)]) == pipeline.JUDGES and all(
            isinstance(nlp.get_pipe(name), Component) for name in judging[len(pipeline.JUDGES) :]
        )
        self._reader = object()  # says that a report is this checker's own
        self._one_at_a_time = _LOCKS.setdefault(nlp, RLock())
        self._has_checked = self._keeps_words = False
        self._known_versions: dict[str, dict[str, Any]] = {}

    def __call__(self, text: str, **fields: Any) -> Report:
        """Check one note.

        Args:
            text: the note, as it is.
            **fields: what else is known of it, under the contract's names (`doc_type`, `child`, …).

        Raises:
            NoteError: names the key, the value and what is allowed.
        """
        return self._one(self._read({**fields, "text": text}, 0))

    def look_over(self, note: Mapping[str, Any]) -> None:
        """Refuse a note that could not be checked, without checking it.

        Raises:
            NoteError: names the key, the value and what is allowed.
        """
        self._read(note, 0)

    def pipe(self, notes: Iterable[Mapping[str, Any] | Note], *, batch_size: int = _BATCH) -> Iterator[Report]:
        """Check many notes; reports come in the same order, a batch at a time.

        Raises:
            NoteError: one cannot be read; says which by its place.
        """
        batch: list[tuple[Note, Rulebook]] = []
        for place, data in enumerate(notes):
            batch.append(self._read(data, place))
            if len(batch) == batch_size:
                yield from self._check(batch)
                batch = []
        yield from self._check(batch)

    def update(self, report: Report, text: str) -> Report:
        """Check an edited text of the same note; equals a full check of it.

        Only the lines that the edit changed are cut into tokens, only the sentences that it can have touched are
        parsed again, and only the blocks that it changed are shown to LanguageTool, if the report comes from
        `checker(…)` or from here. What is found near a place (`notecheck/carry`) is taken over wherever nothing near
        has changed; checks that look across the note run on all of it.
        """
        places = report.note.places if text == report.text else ()  # of a document, which the edit does not change
        return self._one(self._read(replace(report.note, text=text, places=places), 0), self._known(report))

    def _keep_common_words(self) -> None:
        """Let the vocabulary hold, for good, some thousand words of English that most notes use, and the short forms.

        Others are forgotten with each batch, and would be made anew in the next: half the cost of a new Doc. Who has a
        single note checked does without, since this takes as long as the note.
        """
        if self._has_checked and not self._keeps_words:
            words = load_model().names[BLOCKS.index("words")]
            forms = (form for entry in load_lexicons().acronyms for form in entry.terms if " " not in form)
            for word in {*words, *map(str.capitalize, words), *forms}:
                self.nlp.vocab[word]
            self._keeps_words = True
        self._has_checked = True

    def _known(self, report: Report) -> Parse | None:
        """What can be taken over from a report: only this checker's own, on a note with the same fields."""
        parse = report.parse
        if parse is None or self._far is None or parse.reader is not self._reader:
            return None
        found = parse.found
        if found is None or replace(found.note, text="") == replace(read_of(report.note), text=""):
            return parse
        return replace(parse, found=None)

    def _read(self, data: Mapping[str, Any] | Note, place: int) -> tuple[Note, Rulebook]:
        try:
            note = data if isinstance(data, Note) else Note.from_dict(data)
            self._fits(note.text)
            rulebook = Rulebook.load(note.guidance or self.guidance, self._lexicons)
            rulebook.parent(note.doc_type)
        except NoteError as error:
            if place:
                raise NoteError(f"note {place + 1}: {error}") from None
            raise
        return note, rulebook

    def _fits(self, text: str) -> None:
        most = self.nlp.max_length
        if len(text) > most:
            raise NoteError(f"text: {len(text):,} characters; at most {most:,} are allowed, so split it")

    def _check(self, batch: list[tuple[Note, Rulebook]]) -> list[Report]:
        """Reports on a batch."""
        asked = [self._ask(note) for note, _ in batch]
        with self._forgetting():
            docs = self._read_all([self._doc(*read, asking) for read, asking in zip(batch, asked, strict=True)])
            return [self._report(doc, note, rulebook) for doc, (note, rulebook) in zip(docs, batch, strict=True)]

    def _read_all(self, docs: Iterable[Doc]) -> Iterator[Doc]:
        """Read a batch, so many together that memory does not grow with it; a long one by itself, in pieces."""
        for together in _lots(docs):
            if len(together) == 1:
                yield self._judged(self._parsed(together[0]))
            else:
                yield from self.nlp.pipe(together)

    def _parsed(self, doc: Doc) -> Doc:
        return read_long(self.nlp, doc, pipes=self._parsing, far=self._far)

    def _judged(self, doc: Doc) -> Doc:
        for name in self.nlp.pipe_names[len(self._parsing) :]:
            doc = self.nlp.get_pipe(name)(doc)
        return doc

    def _one(self, read: tuple[Note, Rulebook], before: Parse | None = None) -> Report:
        """The report on one note, with its parse for later edits; `before` is that of the text before this one."""
        asking = self._ask(read[0], before)
        with self._one_at_a_time:
            with self._forgetting():
                doc = self._doc(*read, asking, before)
                if before is None or self._far is None:
                    doc = self._parsed(doc)
                    parse = parse_of(doc)
                else:
                    parse = read_again(self.nlp, doc, before, pipes=self._parsing, far=self._far)
                doc = self._judged(doc)
                parse = replace(
                    parse,
                    told=asking.known if asking else {},
                    found=found_in(doc) if self._ours else None,
                    reader=self._reader,
                )
                report = self._report(doc, *read)
            return replace(report, parse=with_forgotten(parse, self.nlp.vocab))

    def _ask(self, note: Note, before: Parse | None = None) -> Asking | None:
        """Begin to ask LanguageTool, which works while the model reads; not again about blocks that it knows."""
        if not self.nlp.has_pipe(_GRAMMAR):
            return None
        return Asking(note.text, load_lexicons(self._lexicons), before.told if before else None)

    def _report(self, doc: Doc, note: Note, rulebook: Rulebook) -> Report:
        return make_report(doc, note, rulebook, rules=self.rules, off=self._off, versions=self._versions(rulebook))

    @contextmanager
    def _forgetting(self) -> Iterator[None]:
        """Let spaCy forget what it reads here, down to the words that its vocabulary had not held.

        What a memory zone hands out dies with it, so only one thread may be inside.
        """
        with self._one_at_a_time, _uncollected():
            self._keep_common_words()
            with self.nlp.memory_zone():
                try:
                    yield
                finally:
                    # The rule lemmatizer remembers every word for good.
                    for _, component in self.nlp.components:
                        if isinstance(component, Lemmatizer):
                            component.cache.clear()

    def _doc(self, note: Note, rulebook: Rulebook, asking: Asking | None, before: Parse | None = None) -> Doc:
        doc = cut_again(self.nlp, note.text, before) if before else pipeline.make_doc(self.nlp, note.text)
        if asking:
            belongs_to(doc, asking)
        doc._.notecheck_note = note
        doc.user_data["notecheck_asked"] = rulebook.asked(note.doc_type)
        return doc

    def _versions(self, rulebook: Rulebook) -> dict[str, Any]:
        name = rulebook.guidance.id
        if name not in self._known_versions:
            self._known_versions[name] = {
                "notecheck": notecheck.__version__,
                "model": f"{self.nlp.meta['name']} {self.nlp.meta['version']}",
                "guidance": f"{name} {rulebook.guidance.edition}",
                "lexicons": dict(load_lexicons(self._lexicons).versions),
            }
        return self._known_versions[name]


def _lots(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    """The Docs, as many together as the model reads at once."""
    lot: list[Doc] = []
    size = 0
    for doc in docs:
        if lot and size + len(doc) > _TOGETHER:
            yield lot
            lot, size = [], 0
        lot.append(doc)
        size += len(doc)
    if lot:
        yield lot
