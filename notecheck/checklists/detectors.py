"""What words alone cannot tell of a note: the day of the contact, a signature, whether it was a call, whose a task is.

Each is a function of a `Reading` that gives the places of what it finds; a clue of `lexicons/checklist*.yaml` names it
by its key in `DETECTORS`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from notecheck.checklists.reading import HEAD, SHORT, Reading, Span
from notecheck.note import note_of
from notecheck.people import whose
from notecheck.people.who import who_of
from notecheck.text import emails, layout
from notecheck.times import clocks, dates

_CHILD: Final = frozenset(("child", "you"))
_FOOT: Final = 5  # lines at the end in which a signature stands
_BESIDE: Final = 5  # words behind a name in which its job title begins
_MOST: Final = 2 / 3  # share of the actions of which something has to hold
_ALONE: Final = 18  # tokens of a sentence that holds the next visit and no more
_TAKEN_UP: Final = 3  # times that make more than a mention
_ON_IT: Final = 240  # code points in which a writer begins to say what was done about an email
_NEAR: Final = 20  # code points from 'born' to the day
_BY_NAME: Final = 5  # words from 'interpreter' to the name
_MET: Final = frozenset(("child", "you", "family", "sibling"))
_THERE: Final = frozenset(("present", "absent", "there", "home", "live", "attend", "have", "seen", "alone"))
_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass"))
_STRANGERS: Final = ("", "other", "professional")
_FEW: Final = 3  # entries that make a chronology
_COURT: Final = 2  # years that a court chronology covers
_BRIEF: Final = 40  # words in which an older event is told in brief

_WORDS: Final = re.compile(r"[^\W_]+(?:['’/&-][^\W_]+)*")
_PARTS: Final = re.compile(r"[\w'’.-]+")
_LIKE_A_NAME: Final = re.compile(r"\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,3}")
_TASK: Final = re.compile(r"(?<!\breport)(?<!\breporting)\s(?:to|will)\s[a-z]")  # 'Early Help - SW to speak to HV'
_OURS: Final = re.compile(r"\b(?:my|our|I|we|I've|I'd|SW)\s(?:then\s|also\s|have\s|had\s)?$", re.IGNORECASE)
_BORN: Final = re.compile(r"\b(?:d\.?o\.?b|date of birth|born|birthday|birth date)\b", re.IGNORECASE)
_POSTCODE: Final = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b")
_NUMBERED: Final = re.compile(r"\b\d{1,4}[a-z]?,?\s(?:[A-Z][\w'’-]+\s){1,3}$")
_REACHED: Final = re.compile(
    r"(?<![\d.])(?:\+44\s?|0)\d{2,4}[\s-]?\d{3,4}[\s-]?\d{3,4}(?!\d)|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}"
)


# When, how long, by whom.


def _event_date(reading: Reading) -> Iterator[Span]:
    """The contact's day with its year: the field's, or another that the note gives; else the first near the top."""
    wanted = note_of(reading.doc).event_date
    whole = [point for point in dates.points(reading.doc) if point.kind == "date"]
    if wanted:
        day = (wanted.year, wanted.month, wanted.day)
        given = [point for point in whole if (point.year, point.month, point.day) == day]
        clash = None if given else reading.words.day.clash(reading.doc)
        whole = given or ([clash] if clash else [])
    else:
        head = reading.lines[:HEAD][-1].end if reading.lines else 0
        whole = [point for point in whole if point.start <= head and not _is_birth(reading, point)]
    yield from ((point.start, point.end) for point in whole[:1])


def _is_birth(reading: Reading, point: dates.Point) -> bool:
    return _BORN.search(reading.text, max(0, point.start - 2 * _NEAR), point.start) is not None


def _clock_time(reading: Reading) -> Iterator[Span]:
    """Clock times: '4.15pm', '0910hrs', 'half past four'."""
    return clocks.times(reading.text)


def _length(reading: Reading) -> Iterator[Span]:
    """How long it took: '4pm to 5pm', 'left at 6.15pm', 'stayed an hour'."""
    return clocks.lengths(reading.text)


def _signature(reading: Reading) -> Iterator[Span]:
    """The author's name with a role, at the foot, at the head or behind a label such as 'Completed by'."""
    name = _author_in(note_of(reading.doc).author.name or "")
    lines = [line for line in reading.lines if not reading.in_email(line.mark)]
    for n, line in enumerate(lines):
        said = reading.text[line.mark : line.end]
        at_foot = n >= len(lines) - _FOOT
        if not (at_foot or n < HEAD or reading.words.signs.search(said)) or not (where := name.search(said)):
            continue
        if name is _LIKE_A_NAME and _TASK.search(said):
            continue
        if _has_role(reading, said[: where.start()], said[where.end() :]):
            yield line.mark, line.mark + len(said.rstrip())
        elif at_foot and n + 1 < len(lines) and len(said) < SHORT:
            below = lines[n + 1]
            words = reading.text[below.mark : below.end]
            if len(words) < SHORT and _has_role(reading, "", words):
                yield line.mark, below.mark + len(words.rstrip())


def _unsigned(reading: Reading) -> str | None:
    """The field of the system that has name and role is gone once the text is printed or copied."""
    author = note_of(reading.doc).author
    if not (author.name and author.role):
        return None
    return (
        "the author field of the record gives your name and role, the text does not; sign it too if it may be read "
        "alone, printed or copied"
    )


def _author_in(name: str) -> re.Pattern[str]:
    """A part of the author's name; where it is not known, whatever looks like a name."""
    parts = sorted((part for part in _PARTS.findall(name) if len(part.strip(".")) > 1), key=len, reverse=True)
    if not parts:
        return _LIKE_A_NAME
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, parts))})(?!\w)", re.IGNORECASE)


def _has_role(reading: Reading, before: str, after: str) -> bool:
    """Whether a job title stands beside a name: 'Priya Nair, your social worker', 'SW Priya Nair'."""
    role = (note_of(reading.doc).author.role or "").lower()
    own = {role, "".join(word[0] for word in role.split())} - {""}
    behind, ahead = _WORDS.findall(after[:SHORT].lower()), _WORDS.findall(before[-SHORT:].lower())
    longest = reading.words.longest
    titles = [behind[i:j] for i in range(min(_BESIDE, len(behind))) for j in range(i + 1, i + longest + 1)]
    titles += [ahead[i:] for i in range(max(0, len(ahead) - longest), len(ahead))]
    roles = reading.words.roles | own
    return any(" ".join(title) in roles or title[-1] in reading.words.posts for title in titles)


# What sort of contact, and whether the child was there.


def _remote(reading: Reading) -> Iterator[Span]:
    """A call, a message or an email, and no meeting; an email that stands first, too, whatever was rung about it."""
    if reading.listed("went"):
        return
    first = next(iter(emails.of(reading.doc)), None)
    if first and reading.lines and first.start <= reading.lines[0].mark:
        after = emails.of(reading.doc)[-1].end
        if not reading.words.in_person.search(reading.text, after, after + _ON_IT):
            yield reading.lines[0].mark, reading.lines[0].end
        return
    found = reading.words.remote.search(reading.opening)
    if found and not reading.words.in_person.search(reading.opening):
        yield found.span()


def _nobody_in(reading: Reading) -> Iterator[Span]:
    """Nobody opened, or the child was not there, and nothing the child says or does is told."""
    if next(_child_met(reading), None) is None:
        yield from (reading.shown(sentence) for sentence in reading.listed("nobody-in"))


def _contact_made(reading: Reading) -> Iterator[Span]:
    """Somebody got in touch: what they rang, wrote or came about is the reason. A pasted email speaks for itself."""
    letter = next((block for block in emails.of(reading.doc) if block.kind == "body"), None)
    if letter is not None:
        yield reading.shown(_past_greeting(reading, reading.sentence_at(letter.start), letter.end))
    for found in reading.words.contact.finditer(reading.opening):
        if not _OURS.search(reading.text, max(0, found.start() - _NEAR), found.start()):
            yield reading.shown(reading.sentence_at(found.start()))


def _past_greeting(reading: Reading, sentence: int, end: int) -> int:
    """The first sentence of a letter that says something: 'Hi Steph' does not."""
    c = reading.columns
    for n in range(sentence, len(reading.sentences)):
        first, last = reading.sentences[n]
        if c.start[first] >= end:
            break
        if any(tag in ("VERB", "AUX") for tag in c.pos[first:last]):
            return n
    return sentence


def _child_met(reading: Reading) -> Iterator[Span]:
    """The child speaks or is watched, in a note of no mere call."""
    if next(_remote(reading), None) is not None:
        return
    absent = reading.listed("nobody-in")
    for sentence, kind in enumerate(reading.kinds):
        if sentence not in absent and (kind == "child-voice" or _is_watched(reading, sentence)):
            yield reading.shown(sentence)


def _person_met(reading: Reading) -> Iterator[Span]:
    """Somebody of the family does something that was seen: more than to have it."""
    c, who = reading.columns, who_of(reading.doc)
    for i, kind in enumerate(who.kind):
        if kind in _MET and c.dep[i] in _SUBJECTS and not who.quoted[i] and c.lemma[c.head[i]] != "have":
            sentence = reading.sentence_of(i)
            if reading.kinds[sentence] == "observation":
                yield reading.shown(sentence, i, i + 1)


def _child_watched(reading: Reading) -> Iterator[Span]:
    """What a child does, or how the child is, is what a child without words says; to be named or seen is not."""
    c, who = reading.columns, who_of(reading.doc)
    acting = {
        reading.sentence_of(i)
        for i, kind in enumerate(who.kind)
        if kind in _CHILD and c.dep[i] == "nsubj" and not who.quoted[i] and _is_doing(reading, c.head[i])
    }
    yield from (reading.shown(each) for each in sorted(acting) if _is_watched(reading, each))


def _is_doing(reading: Reading, verb: int) -> bool:
    """Whether a verb says more than that somebody was there: 'smiled', 'was content'; not 'was at school'."""
    c = reading.columns
    if c.lemma[verb] != "be":
        return c.lemma[verb] not in _THERE
    return any(c.dep[i] == "acomp" and c.lower[i] not in _THERE for i in c.children[verb])


def _is_watched(reading: Reading, sentence: int) -> bool:
    return reading.kinds[sentence] == "observation" and not _CHILD.isdisjoint(reading.named(sentence))


def _to_child(reading: Reading) -> Iterator[Span]:
    """Sentences that speak to the child; where the check `address` knows sections, in those that mostly do."""
    address = reading.doc.user_data.get("notecheck_measures", {}).get("address") or {}
    known = address.get("sections", ())
    sections = [(each["start"], each["end"]) for each in known if each["to_child"] > each["about_child"]]
    for sentence in range(len(reading.sentences)):
        if "you" in reading.named(sentence):
            span = reading.shown(sentence)
            if not known or any(start <= span[0] < end for start, end in sections):
                yield span


# Actions.


def _actions(reading: Reading) -> list[int]:
    none = reading.listed("no-action")
    return [n for n, kind in enumerate(reading.kinds) if kind == "decision" and n not in none]


def _dealt_with(reading: Reading) -> Iterator[Span]:
    """Something that may worry, and an action with its day or what the writer took up more than in passing.

    That the next visit has its day deals with nothing.
    """
    worries = reading.listed("worry")
    if not worries:
        return
    next_visits = {each for each in reading.listed("next-visit") if _length_of(reading, each) <= _ALONE}
    dated = {each for each in _actions(reading) if each in reading.dated} - next_visits
    raised = reading.listed("raised")
    if dated or len(raised) >= _TAKEN_UP:
        yield from (reading.shown(sentence) for sentence in sorted({min(worries), *raised, *dated}))


def _length_of(reading: Reading, sentence: int) -> int:
    first, last = reading.sentences[sentence]
    return last - first


def _dated_actions(reading: Reading) -> Iterator[Span]:
    """Two in three actions have a day or a frequency."""
    return _most(reading, [sentence for sentence in _actions(reading) if sentence in reading.dated])


def _owned_actions(reading: Reading) -> Iterator[Span]:
    """Two in three actions say who."""
    owned = [each for each in _actions(reading) if reading.named(each) and not _is_passive(reading, each)]
    return _most(reading, owned)


def _most(reading: Reading, fitting: Sequence[int]) -> Iterator[Span]:
    if fitting and len(fitting) >= _MOST * len(_actions(reading)):
        yield from (reading.shown(sentence) for sentence in fitting)


def _is_passive(reading: Reading, sentence: int) -> bool:
    """'GP to be rung' names somebody, but not who will do it."""
    c, (first, last) = reading.columns, reading.sentences[sentence]
    left_open = any(c.lower[i] == "be" and c.tag[i + 1] == "VBN" for i in range(first, last - 1))
    return left_open and "by" not in c.lower[first:last]


# Who and where.


def _professional_named(reading: Reading) -> Iterator[Span]:
    """A professional by name."""
    c, kinds = reading.columns, who_of(reading.doc).kind
    named = {
        reading.sentence_of(i)
        for i, kind in enumerate(kinds)
        if kind == "professional" and c.pos[i] == "PROPN" and c.text[i][:1].isupper() and not c.text[i].isupper()
    }
    yield from (reading.shown(sentence) for sentence in sorted(named))


def _all_children(reading: Reading) -> Iterator[Span]:
    """Every child of the note's own field is named."""
    names = [name.split()[0] for name in note_of(reading.doc).other_children if name.split()]
    found = [re.search(rf"(?<!\w){re.escape(name)}(?!\w)", reading.text) for name in names]
    if all(found):
        yield from (each.span() for each in found if each)


def _children_given(reading: Reading) -> Iterator[Span]:
    """The note's own field names other children."""
    if note_of(reading.doc).other_children:
        yield 0, 0


def _child_name(reading: Reading) -> Iterator[Span]:
    """The child's name in full."""
    parts = re.findall(r"[^\s,]+", note_of(reading.doc).child.name or "")
    if len(parts) > 1 and (found := re.search(r"[\s,]+".join(map(re.escape, parts)), reading.text, re.IGNORECASE)):
        yield found.span()


def _birth_date(reading: Reading) -> Iterator[Span]:
    """A day behind 'date of birth' or 'born'."""
    points = dates.points(reading.doc)
    starts = [point.start for point in points]
    for found in _BORN.finditer(reading.text):
        at = bisect_left(starts, found.end())
        if at < len(points) and points[at].kind == "date" and points[at].start - found.end() <= _NEAR:
            yield found.start(), points[at].end


def _address(reading: Reading) -> Iterator[Span]:
    """A postcode, or a number with a street."""
    yield from (found.span() for found in _POSTCODE.finditer(reading.text))
    for found in reading.words.street.finditer(reading.text):
        if where := _NUMBERED.search(reading.text, max(0, found.start() - SHORT), found.start()):
            yield where.start(), found.end()


def _telephone(reading: Reading) -> Iterator[Span]:
    """A telephone number or an email address."""
    yield from (found.span() for found in _REACHED.finditer(reading.text))


def _interpreter_named(reading: Reading) -> Iterator[Span]:
    """A name beside 'interpreter' that is neither the child's, nor the family's, nor the writer's."""
    if "nterpret" not in reading.text and "ranslat" not in reading.text:
        return
    c, who, known = reading.columns, who_of(reading.doc).kind, whose.names(reading.doc)
    for i, word in enumerate(c.lower):
        if word.startswith(("interpret", "translat")) and any(
            c.pos[j] == "PROPN"
            and c.text[j][:1].isupper()
            and who[j] in _STRANGERS
            and c.lower[j] not in known
            and c.lower[j] not in reading.words.languages
            for j in range(max(0, i - _BY_NAME), min(len(c), i + _BY_NAME + 1))
        ):
            yield reading.shown(reading.sentence_of(i), i, i + 1)


# Chronologies.


def _entries(reading: Reading) -> list[tuple[layout.Line, dates.Point]]:
    """The lines that begin with a day, a month or a year."""
    points = {point.start: point for point in dates.points(reading.doc) if point.year is not None}
    starts = ((line, (line.mark, line.body, line.label_end)) for line in reading.lines)
    return [(line, points[at]) for line, places in starts for at in dict.fromkeys(places) if at in points]


def _dated_entries(reading: Reading) -> Iterator[Span]:
    """Three entries or more with their dates."""
    found = _entries(reading)
    if len(found) >= _FEW:
        yield from ((point.start, point.end) for _, point in found)


def _long_older_entries(reading: Reading) -> Iterator[Span]:
    """Entries of more than two years before the last one, told at length."""
    found = _entries(reading)
    last = max((point.year or 0 for _, point in found), default=0)
    for line, point in found:
        if (point.year or last) < last - _COURT and reading.text.count(" ", line.mark, line.end) > _BRIEF:
            yield line.mark, line.end


DETECTORS: Final[Mapping[str, Callable[[Reading], Iterable[Span]]]] = {
    "address": _address,
    "all-children": _all_children,
    "birth-date": _birth_date,
    "child-met": _child_met,
    "child-name": _child_name,
    "child-watched": _child_watched,
    "children-given": _children_given,
    "clock-time": _clock_time,
    "contact-made": _contact_made,
    "dated-actions": _dated_actions,
    "dated-entries": _dated_entries,
    "dealt-with": _dealt_with,
    "event-date": _event_date,
    "interpreter-named": _interpreter_named,
    "length": _length,
    "long-older-entries": _long_older_entries,
    "nobody-in": _nobody_in,
    "owned-actions": _owned_actions,
    "person-met": _person_met,
    "professional-named": _professional_named,
    "remote": _remote,
    "signature": _signature,
    "telephone": _telephone,
    "to-child": _to_child,
}
"""What a clue may name as its `detector`."""

REMARKS: Final[Mapping[str, Callable[[Reading], str | None]]] = {
    "event-date": lambda reading: reading.words.day.question(reading.doc),
}
"""What there is to know of what a detector found."""

ADVICE: Final[Mapping[str, Callable[[Reading], str | None]]] = {"signature": _unsigned}
"""What to write where a detector found nothing, if this note calls for other words than its item's own."""
