"""Marks the first use of an acronym, initialism or clipped form that the note has not explained by then.

Why it matters: the child who reads the record in twenty years, and a parent who reads it next week, cannot know what
'ICPC' or 'strat mtg' stood for in one council. Said in full once, the short form may be used from there on.

Left alone: what everybody knows (`everyday` in the lexicon), what is explained at or before its first use (see
`notecheck/definitions.py`), capitals for emphasis and in headings, names and people's initials, codes, sizes, postcodes.

Known misses: an unknown form of two letters without a word such as 'panel' or 'form' after it reads as initials; an
unknown form in small letters is not seen; a form whose letters are also the initials of somebody in the note.

Source: corpus/GUIDE.md, category `acronym`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from notecheck import emails, people
from notecheck.component import Example, NoSettings, check
from notecheck.data import AcronymEntry, Lexicons
from notecheck.definitions import Sense, explained, sense
from notecheck.findings import Finding, Rule, Strength
from notecheck.note import Note, note_of
from notecheck.terms import TermMatcher

RULES: Final = (
    Rule(
        name="acronym",
        part="plain-language",
        severity="warning",
        title="Short form not explained",
        why="A child or parent who reads the record later cannot know what the letters stood for.",
        weak="The CIN mtg is on 4 May.",
        better="The child in need (CIN) meeting is on 4 May.",
    ),
)

EXAMPLES: Final = (
    Example("SW visited on 4 May 2026. SW spoke to Mum about the CIN plan.", marks=("SW", "CIN")),
    Example("Your child in need (CIN) plan began in May. The CIN meeting is on 3 June."),
)

# A word with what may stand inside it: an ampersand, stroke, apostrophe, hyphen; or letters with full stops.
_CHUNK: Final = re.compile(
    r"(?<![\w@])(?:(?:[A-Za-z]\.){2,}[A-Za-z]?\b|[^\W_]+(?:[&/'’+-][^\W_]+)*\+?)(?![\w@])"
)
_PART: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SECTION: Final = re.compile(
    r"(?<![\w'’.@/-])(?:(?P<short>[Ss]s?\.? ?|[Ss]ect?\.? ?)|(?P<word>[Ss]ections? ))(?P<number>\d{1,3}[A-Z]?)(?:\s?\(\d+\))?(?![\w@])"
    r"(?!\s?\d[A-Z]{2}\b|[-/.:]\d|[ ]*%|\s*(?:pm|am|hrs|mins)\b)"
)
_SUFFIX: Final = re.compile(r"^(.+?)(?:(['’]s|['’])|(s)|(['’]?(?:d|ed|ing)))$")
_CAPS: Final = re.compile(r"[A-Z]{2,6}\Z")
_CAMEL: Final = re.compile(r"(?!Mc|Mac|De|La|Le|Di|Du|Fi)(?=[A-Za-z]{3,6}\Z)[A-Z]+[a-z]?[A-Z]+[a-z]?\Z")
_ROMAN: Final = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")
_SIGNED: Final = re.compile(r"(?im)(?:\b(?:sup|supervisor|worker|author|by|signed|sign off|manager|initials|completed|recorded|chair)\s*[:\-–]\s*)$")
_CONTEXT: Final = re.compile(
    r"[ ](?:panel|form|plan|meeting|mtg|team|order|referral|assessment|worker|review|visit|check|tool|conference|hub|process|pathway"
    r"|protocol|procedures?|report|notification|service|officer|nurse|checklist|training|course|clinic|unit|status|record|system|number)s?\b"
)
_DETERMINED: Final = re.compile(r"\b(?:a|an|the|no|new|next|her|his|your|their|our|via|to|under|on) $", re.IGNORECASE)
_TITLED: Final = frozenset(("DC", "DS", "DI", "DCI", "PS", "CI", "WDC", "TDC"))
_PLACES: Final = frozenset(
    "road street avenue lane close drive school primary academy college nursery homes house centre court park hospital surgery "
    "church club team service services ward way terrace place green hill gardens grove rise crescent view".split()
)
_NAME: Final = re.compile(r"[A-Z][a-zà-ÿ'’]+(?:[ -][A-Z][a-zà-ÿ'’]+){1,3}")


class Candidate(NamedTuple):
    """A place that may be a short form.

    Attributes:
        start: first code point to be marked.
        end: one past the last.
        form: the form without plural, possessive or ending.
        entry: its entry in the lexicon; None if unknown.
        plural: whether it stands in the plural.
        verb: whether it carries a verb's ending ('DNA'd').
    """

    start: int
    end: int
    form: str
    entry: AcronymEntry | None
    plural: bool = False
    verb: bool = False


@dataclass(frozen=True)
class Unless:
    """An entry's guards in the form that `TermMatcher` reads."""

    id: str
    terms: tuple[str, ...]
    unless: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """What the check reads.

    Attributes:
        exact: entries by their spelling.
        loose: entries by their spelling in lower case, for those of any case.
        phrases: first word in lower case → (words of the term, any case, entry).
        everyday: spellings in lower case that are never marked.
        senses: meanings of an entry, by id.
        guards: entry id by position in `guard`.
        guard: finds the places where an entry is not meant.
        is_word: whether a word in lower case is English.
    """

    exact: Mapping[str, AcronymEntry]
    loose: Mapping[str, AcronymEntry]
    phrases: Mapping[str, tuple[tuple[str, bool, AcronymEntry], ...]]
    everyday: frozenset[str]
    senses: Mapping[str, tuple[Sense, ...]]
    guards: tuple[str, ...]
    guard: TermMatcher
    is_word: Callable[[str], bool]

    def look_up(self, form: str) -> AcronymEntry | None:
        """The entry of a spelling."""
        return self.exact.get(form) or self.loose.get(form.lower())


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Sort the lexicon by spelling."""
    exact: dict[str, AcronymEntry] = {}
    loose: dict[str, AcronymEntry] = {}
    phrases: dict[str, tuple[tuple[str, bool, AcronymEntry], ...]] = {}
    everyday: set[str] = set()
    for entry in lexicons.acronyms:
        for term in entry.terms:
            if entry.everyday:
                everyday.add(term.lower())
            elif " " in term:
                first = term.split()[0].lower()
                phrases[first] = (*phrases.get(first, ()), (term, entry.case == "any", entry))
            elif entry.case == "any":
                loose[term.lower()] = entry
            else:
                exact[term] = entry
    guarded = tuple(Unless(entry.id, entry.unless) for entry in lexicons.acronyms if entry.unless)
    return Prepared(
        exact=exact,
        loose=loose,
        phrases=phrases,
        everyday=frozenset(everyday - loose.keys()),
        senses={
            entry.id: tuple(sense(meaning.full, meaning.plain) for meaning in entry.meanings)
            for entry in lexicons.acronyms
            if not entry.everyday
        },
        guards=tuple(entry.id for entry in guarded),
        guard=TermMatcher(nlp, guarded),
        is_word=_dictionary(nlp),
    )


def _dictionary(nlp: Language) -> Callable[[str], bool]:
    """Whether a word is English, by the lemmatizer's own index and the stop words."""
    stops = nlp.Defaults.stop_words
    index: dict[str, set[str]] = {}
    if nlp.has_pipe("lemmatizer"):
        lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
        if lookups is not None and lookups.has_table("lemma_index"):
            index = lookups.get_table("lemma_index")
    lists = [words if isinstance(words, set | frozenset) else frozenset(words) for words in index.values()]

    def known(word: str) -> bool:
        return word in stops or any(word in words for words in lists)

    def is_word(word: str) -> bool:
        if len(word) < 3:  # the index has every abbreviation of a state
            return word in stops
        if known(word):
            return True
        stems = [word[: -len(end)] + put for end, put in _ENDINGS if word.endswith(end) and len(word) > len(end) + 1]
        return any(known(stem) for stem in stems)

    return is_word


_ENDINGS: Final = (("s", ""), ("es", ""), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"), ("ies", "y"), ("er", ""), ("'s", ""))


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding | Strength]:  # noqa: ARG001
    """Yield the first unexplained use of each short form; a strength where it is explained."""
    place: Place | None = None
    seen: set[str] = set()
    for found in _candidates(doc.text, prepared):
        key = found.entry.id if found.entry else found.form.upper().replace(".", "")
        if key in seen:
            continue
        place = place or Place(doc, prepared)
        if not place.is_use(found):
            continue
        seen.add(key)
        senses = prepared.senses[found.entry.id] if found.entry else ()
        if explained(doc.text, found.start, found.end, found.form, senses):
            yield Strength(found.start, found.end, "acronym-explained", rule="acronym")
        else:
            yield _finding(doc.text, found)


def _candidates(text: str, prepared: Prepared) -> Iterator[Candidate]:
    found = list(_words_of(text, prepared))
    if any(c in text for c in "0123456789"):
        found.extend(_sections(text, prepared))
        found.sort()
    return iter(found)


def _words_of(text: str, prepared: Prepared) -> Iterator[Candidate]:
    loose, exact, phrases = prepared.loose, prepared.exact, prepared.phrases
    for match in _CHUNK.finditer(text):
        chunk = match[0]
        if chunk.isalpha() and chunk[1:].islower():  # an ordinary word, as nearly all are
            low = chunk.lower()
            if low in phrases and (phrase := _phrase(text, match.start(), phrases[low])):
                yield phrase
            elif low in loose or (low[-1] == "s" and low[:-1] in loose) or chunk in exact:
                yield from _read(chunk, match.start(), prepared)
            continue
        low = chunk.lower()
        if low in phrases and (phrase := _phrase(text, match.start(), phrases[low])):
            yield phrase
            continue
        whole = list(_read(chunk, match.start(), prepared))
        if whole or chunk.isalpha() or low in prepared.everyday:
            yield from whole
            continue
        for part in _PART.finditer(chunk):
            yield from _read(part[0], match.start() + part.start(), prepared)


def _phrase(text: str, start: int, terms: tuple[tuple[str, bool, AcronymEntry], ...]) -> Candidate | None:
    for term, any_case, entry in terms:
        piece = text[start : start + len(term)]
        same = piece.lower() == term.lower() if any_case else piece == term
        if same and not text[start + len(term) : start + len(term) + 1].isalnum():
            return Candidate(start, start + len(term), piece, entry)
    return None


def _read(chunk: str, start: int, prepared: Prepared) -> Iterator[Candidate]:
    """The short form that a chunk is, with its endings taken off."""
    if chunk.lower() in prepared.everyday and chunk not in prepared.exact:
        return
    bare = chunk.replace(".", "")
    entry = prepared.look_up(chunk) or (prepared.look_up(bare) if len(bare) > 2 and bare != chunk else None)
    if entry:
        yield Candidate(start, start + len(chunk), chunk, entry)
        return
    if match := _SUFFIX.match(chunk):
        stem, possessive, plural, verb = match.groups()
        if stem.lower() in prepared.everyday and stem not in prepared.exact:
            return
        entry = prepared.look_up(stem)
        if entry and (not verb or stem.isupper() or "'" in verb or "’" in verb):
            end = start + len(stem) if possessive else start + len(chunk)
            yield Candidate(start, end, stem, entry, plural=bool(plural), verb=bool(verb))
            return
        if stem.isupper() and _unknown(stem):
            end = start + len(stem) if possessive else start + len(chunk)
            yield Candidate(start, end, stem, None, plural=bool(plural), verb=bool(verb))
            return
    if _unknown(chunk):
        yield Candidate(start, start + len(chunk), chunk, None)


def _unknown(form: str) -> bool:
    """Whether a form that no lexicon has is shaped like an acronym."""
    if _CAPS.match(form):
        return not _ROMAN.match(form) and len(set(form)) > 1
    return bool(_CAMEL.match(form))


def _sections(text: str, prepared: Prepared) -> Iterator[Candidate]:
    """'S47', 's.20', 'Sec 20', 'section 17'."""
    for match in _SECTION.finditer(text):
        number = match["number"]
        entry = prepared.exact.get(f"S{number}")
        if match["short"] is not None:
            tight = not match["short"].endswith(" ")
            if entry is None and not match["short"].lower().startswith("sec"):
                continue
            if not tight and match["short"].lower().strip() == "s":
                continue
            yield Candidate(match.start(), match.end(), match[0], entry)
        elif entry is not None and not re.match(r"\s+of\s+(?:the|this|my|her|his|your|our)\s+(?!\w+(?:\s\w+){0,4}\s+Act\b)", text[match.end() : match.end() + 60]):
            if re.match(r"\s+(?:of|under|in)\s+the\b", text[match.end() : match.end() + 12]):
                continue
            yield Candidate(match.start(), match.end(), match[0], entry)


class Place:
    """Where candidates stand in a note, and whether that makes them short forms at all."""

    def __init__(self, doc: Doc, prepared: Prepared) -> None:
        self.doc = doc
        self.text = doc.text
        self.prepared = prepared
        self._starts = [token.idx for token in doc]
        self._quoted = people.quoted(doc)
        self._frames = [(b.start, b.end) for b in emails.of(doc) if b.kind != "body"]
        self._names = people.names(doc)
        self._given, self._met = _initials(note_of(doc), doc.text, prepared.is_word)
        self._guarded: dict[str, list[tuple[int, int]]] | None = None

    def is_use(self, found: Candidate) -> bool:
        """Whether it is used as a short form here, and not as a name, a word or a code."""
        if any(a <= found.start < b for a, b in self._frames):
            return False
        if found.entry is None:
            return self._is_unknown_use(found)
        entry = found.entry
        if entry.unless and self._is_guarded(found):
            return False
        quoted = self.quoted(found.start)
        if quoted and (found.form.islower() or entry.terms[0].islower()):
            return False
        caps = found.form.isupper() and found.form.isalpha()
        if caps and entry.case == "exact" and self.prepared.is_word(found.form.lower()) and (quoted or self.in_capitals(found)):
            return False
        if caps and found.form in _TITLED and re.match(r"\s+[A-Z][a-z]", self.text[found.end : found.end + 4]):
            return False
        if found.form.lower() in self._names:
            return False
        return not (caps and len(found.form) < 4 and self._is_person(found))

    def _is_unknown_use(self, found: Candidate) -> bool:
        form = found.form
        low = form.lower()
        if self.quoted(found.start) or self.in_capitals(found):
            return False
        if low in self._names or form in self._given or form in self._met or self._alone(found):
            return False
        if re.search(rf"\b{form.capitalize()}\b", self.text):
            return False
        if form.isupper() and self.prepared.is_word(low):
            return False
        follows = bool(_CONTEXT.match(self.text, found.end))
        if len(form) < 3:
            return follows and bool(_DETERMINED.search(self.text, max(0, found.start - 8), found.start))
        return len(form) < 5 or follows or not form.isupper() or not re.search("[AEIOU]", form)

    def quoted(self, offset: int) -> bool:
        """Whether a code point stands inside a quotation."""
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and self._quoted[at]

    def in_capitals(self, found: Candidate) -> bool:
        """Whether a neighbour on the line is a word in capitals that is no short form: emphasis or a heading."""
        first = max(self.text.rfind("\n", 0, found.start), self.text.rfind("\r", 0, found.start)) + 1
        last = re.compile(r"[\r\n]|\Z").search(self.text, found.end).start()  # type: ignore[union-attr]
        before = _PART.findall(self.text[first : found.start])[-1:]
        after = _PART.findall(self.text[found.end : last])[:1]
        return any(self._shouted(word) for word in before + after)

    def _shouted(self, word: str) -> bool:
        bare = word.replace("’", "'").removesuffix("'S")
        if not (len(bare) > 1 and bare.isupper() and bare.replace("'", "").isalpha()):
            return False
        return self.prepared.look_up(bare) is None and bare.lower() not in self.prepared.everyday or (
            self.prepared.is_word(bare.lower()) and bare.lower() not in self.prepared.loose
        )

    def _is_guarded(self, found: Candidate) -> bool:
        if self._guarded is None:
            self._guarded = {}
            for match in self.prepared.guard(self.doc):
                span = self.doc[match.start : match.end]
                self._guarded.setdefault(self.prepared.guards[match.entry], []).append((span.start_char, span.end_char))
        spans = self._guarded.get(found.entry.id if found.entry else "", ())
        return any(a < found.end and found.start < b for a, b in spans)

    def _is_person(self, found: Candidate) -> bool:
        """Whether letters are somebody's initials."""
        if self._alone(found):
            return True
        if found.form in self._given or found.form in self._met:
            return found.form not in _COMMON
        return False

    def _alone(self, found: Candidate) -> bool:
        """A signature ('JW' on the last line) or the value of a field that names a worker ('Sup: MH')."""
        if found.form in _COMMON or len(found.form) > 3:
            return False
        first = max(self.text.rfind("\n", 0, found.start), self.text.rfind("\r", 0, found.start)) + 1
        last = re.compile(r"[\r\n]|\Z").search(self.text, found.end).start()  # type: ignore[union-attr]
        line = self.text[first:last].strip(" \t.-–")
        if line == found.form:
            return True
        return bool(_SIGNED.search(self.text[first : found.start]))


_COMMON: Final = frozenset(("SW", "HV", "CP", "CIN", "LAC", "DV", "TM", "LA", "SGO", "IRO", "EHCP", "FSW"))


def _initials(note: Note, text: str, is_word: Callable[[str], bool]) -> tuple[frozenset[str], frozenset[str]]:
    """Initials of the people of the note's fields, and of names met in the text."""
    given = [note.child.name, *note.child.known_as, *note.other_children, note.author.name]
    fields = {_letters(name) for name in given if name}
    met = set()
    for match in _NAME.finditer(text):
        words = re.split("[ -]", match[0])
        if words[-1].lower() in _PLACES or is_word(words[0].lower()):
            continue
        met.add(_letters(match[0]))
        met.add(words[0][0] + words[-1][0])
    return frozenset(fields), frozenset(met)


def _letters(name: str) -> str:
    return "".join(word[0].upper() for word in re.split(r"[\s-]+", name) if word)


def _finding(text: str, found: Candidate) -> Finding:
    seen = text[found.start : found.end]
    if found.entry is None:
        message = (
            f"'{seen}' looks like a short form that the note has not explained by here. Whoever reads the record later, "
            "often the child, may not know it: write it out at its first use, with the short form in brackets."
        )
        return Finding("acronym", found.start, found.end, message, severity=RULES[0].severity)
    meanings = found.entry.meanings
    offers = tuple(_offer(found, meaning.full, seen) for meaning in meanings)
    first = meanings[0]
    told = f"{first.full}: {first.plain}" if first.plain else first.full
    several = f"It can mean several things (most often {told})" if len(meanings) > 1 else f"It means {told}"
    message = (
        f"'{seen}' is not explained here or before. {several}. Whoever reads the record later, often the child, may "
        f"not know it: write it out at its first use, such as '{offers[0]}'."
    )
    return Finding(
        "acronym", found.start, found.end, message, severity=RULES[0].severity, suggestions=offers, entry=found.entry.id
    )


def _offer(found: Candidate, full: str, seen: str) -> str:
    entry = found.entry
    if entry is not None and entry.terms[0].islower():  # a clipped form: the word itself is enough
        return full[0].upper() + full[1:] if found.form[0].isupper() and not found.form.isupper() else full
    if found.verb:
        return full
    return f"{full} ({seen})"


check("acronym", rules=RULES, examples=EXAMPLES, find=find, prepare=prepare)
