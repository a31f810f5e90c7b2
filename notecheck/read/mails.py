"""What emails have in common, whatever program kept them: a header as people paste it, and a body.

The header stands above the body in the form in which mail programs paste it (`From`, `Sent`, `To`, `Cc`, `Subject`), by
which `notecheck.text.emails` knows it: so a record that is an email is looked at like one into which the email was
pasted.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice, pairwise
from typing import Final, NamedTuple

from notecheck.errors import NoteError
from notecheck.read.document import Document, Passage, clean, counted
from notecheck.read.html import document_of

ENCRYPTED: Final = (
    "the email is encrypted; open it in your mail program, select its text and save that as plain text (.txt)"
)
NO_WORDS: Final = "the email holds no words below its header; where it carries files, save them and choose those"

_MOST_HEADER: Final = 1_500  # characters of a line of the header
_MOST_NAMED: Final = 10  # attachments that are named
_MOST_NAME: Final = 60  # characters of such a name
_SAME: Final = 0.9  # of the words of a text that another holds too, where that says all of it
_IN_A_ROW: Final = 4  # words that a text has in common with another where both say the same thing
_SAID: Final = 5  # words in a row that another does not hold are something that it does not say
_DIFFER: Final = "its plain text says something that its page does not; the page was read, so words may be missing"
_ADDRESS: Final = re.compile(r"\[cid:[^\]\s]{0,200}\]|\b(?:https?|mailto|tel):[^\s>\]]*", re.IGNORECASE)
_BULLET: Final = re.compile(r"^[ \t>]*(?:[-*•·o]|\w{1,4}[.)])[ \t]+", re.MULTILINE)
_COUNTED: Final = re.compile(r"(paragraph|table) (\d+)")
_WIDTHS: Final = range(60, 82)  # characters at which mail programs break lines
_STAYS: Final = re.compile(r"[>|\s*•-]|\d{1,3}[.)]\s|_{3}|={3}|[^\s:]{1,24}:\s")
_PGP: Final = re.compile(r"^[^\S\n]*+-----BEGIN PGP MESSAGE-----", re.MULTILINE)
_STATEFUL: Final = ("iso2022", "utf-7", "hz", "utf-16", "utf-32")  # encodings whose bytes may look like ASCII


class Head(NamedTuple):
    """Header of an email, each as a person reads it; empty where it is not known."""

    sender: str = ""
    sent: datetime | None = None
    to: str = ""
    cc: str = ""
    subject: str = ""


def document(
    head: Head, body: Document, attached: Sequence[str] = (), below: Sequence[Passage] = (), notices: Sequence[str] = ()
) -> Document:
    """An email as a document: header, body, and `below` what it carries inside.

    Raises:
        NoteError: there is nothing but the header.
    """
    if not any(passage.text.strip() for passage in (*body.passages, *below)):
        raise NoteError(NO_WORDS)
    fields = {"event_date": head.sent.replace(tzinfo=None, microsecond=0).isoformat()} if head.sent else {}
    return Document((*header(head), *body.passages, *below), (*notices, *body.notices, *_attached(attached)), fields)


def header(head: Head) -> Iterator[Passage]:
    """The lines of a header, with a blank line below."""
    sent = f"{head.sent.day} {head.sent:%B %Y %H:%M}" if head.sent else ""
    told = {"From": head.sender, "Sent": sent, "To": head.to, "Cc": head.cc, "Subject": head.subject}
    for label, value in told.items():
        if line := " ".join(clean(value).split()):
            short = line[:_MOST_HEADER].rpartition(" ")[0] or line[:_MOST_HEADER]
            yield Passage(f"{label}: {line if len(line) <= _MOST_HEADER else short + ' …'}", "header of the email")
    yield Passage("", "")


def _attached(names: Sequence[str]) -> Iterator[str]:
    if not names:
        return
    shown = [" ".join(clean(name).split())[:_MOST_NAME] or "without a name" for name in names[:_MOST_NAMED]]
    rest = len(names) - len(shown)
    more = f" and {rest:,} more" if rest else ""
    yield f"{counted(len(names), 'attachment')} not opened: {', '.join(shown)}{more}"


def body(plain: str | None, page: str | None, *, flowed: bool = False, delete: bool = False) -> Document:
    """The body by its plain text, or by its page where that says more or there is no plain text.

    Args:
        plain: the text.
        page: the same once more, as a page.
        flowed: as in `paragraphs`.
        delete: as in `paragraphs`.

    Raises:
        NoteError: it is encrypted.
    """
    if plain and _PGP.search(plain):
        raise NoteError(ENCRYPTED)
    shown = document_of(page) if page and page.strip() else None
    if shown and not (plain and plain.strip()):
        return shown
    told = Document(tuple(paragraphs(plain or "", flowed=flowed, delete=delete)))
    return chosen(told, shown) if shown else told


def chosen(told: Document, shown: Document) -> Document:
    """Of two forms of a body the plain one, or the richer one where that says more; with a word on what is lost."""
    plain, page = _words(told), _words(shown)
    if _says_all(plain, page):
        return told._replace(notices=tuple(dict.fromkeys((*told.notices, *shown.notices))))
    differ = () if _says_all(page, plain) else (_DIFFER,)
    return shown._replace(notices=(*differ, *shown.notices))


def alike(plain: str, page: str) -> bool:
    """Whether a page says the same as a plain text, or one of them all that the other says."""
    told, shown = _words(Document(tuple(paragraphs(plain)))), _words(document_of(page))
    return bool(told and shown) and (_says_all(told, shown) or _says_all(shown, told))


def _words(document: Document) -> list[str]:
    """The words, without addresses that only one form shows, and without bullets and numbers of lists."""
    text = "\n".join(passage.text for passage in document.passages)
    return re.findall(r"\w+", _ADDRESS.sub(" ", _BULLET.sub("", text)).casefold())


def _says_all(held: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a text holds nearly all words of another, and those it does not are nowhere several in a row.

    Whether all words are there tells little: in a long text most of those that a short sentence needs are.
    """
    if (Counter(wanted) - Counter(held)).total() > (1 - _SAME) * len(wanted):
        return False
    known = set(_rows(held))
    rows = _rows(wanted)
    reached, missing = 0, 0
    for at in range(len(wanted)):
        reached = at + _IN_A_ROW if next(rows, None) in known else reached
        missing = 0 if at < reached else missing + 1
        if missing >= _SAID:
            return False
    return True


def _rows(words: Sequence[str]) -> Iterator[int]:
    """What stands for each few words in a row; the words themselves would take memory many times over."""
    return map(hash, zip(*(islice(words, at, None) for at in range(_IN_A_ROW)), strict=False))


def joined(bodies: Iterable[Document]) -> Document:
    """Parts of a body that follow one another, as one: paragraphs and tables counted through, a blank line between."""
    passages: list[Passage] = []
    notices: dict[str, None] = {}
    counts: Counter[str] = Counter()
    for each in bodies:
        most: Counter[str] = Counter()
        passages += [Passage("", "")] if passages else []
        for passage in each.passages:
            if found := _COUNTED.match(passage.place):
                what, number = found[1], int(found[2])
                most[what] = max(most[what], number)
                passage = passage._replace(place=f"{what} {counts[what] + number}{passage.place[found.end() :]}")
            passages.append(passage)
        counts += most
        notices |= dict.fromkeys(each.notices)
    return Document(tuple(passages), tuple(notices))


def paragraphs(text: str, *, flowed: bool = False, delete: bool = False) -> Iterator[Passage]:
    """The paragraphs of a plain text, lines joined again where the mail program broke them.

    Args:
        text: of the body.
        flowed: whether a space at a line's end says that it goes on (RFC 3676).
        delete: whether that space belongs to the break.
    """
    lines = clean(text).replace("\t", " ").split("\n")
    whole = _unflowed(lines, delete) if flowed else _unbroken(lines)
    count = 0
    for line in whole:
        stripped = line.strip()
        count += bool(stripped)
        yield Passage(stripped, f"paragraph {count}" if stripped else "")


def _unflowed(lines: Sequence[str], delete: bool) -> Iterator[str]:
    held = ""
    for line in lines:
        bare = line[1:] if line.startswith(" ") else line
        if bare.endswith(" ") and bare != "-- ":
            held += bare[:-1] if delete else bare
            continue
        yield held + bare
        held = ""
    if held:
        yield held


def _unbroken(lines: Sequence[str]) -> Iterator[str]:
    """Lines that were all broken at one width, joined again where the next word would not have fitted."""
    width = max((len(line.rstrip()) for line in lines), default=0)
    if width not in _WIDTHS:
        yield from lines
        return
    held = [lines[0]]
    for above, line in pairwise(lines):
        word = line.split(" ", 1)[0]
        if above.strip() and line.strip() and not _STAYS.match(line) and len(above.rstrip()) + 1 + len(word) > width:
            held[-1] = held[-1].rstrip()
            held.append(line)
            continue
        yield " ".join(held)
        held = [line]
    yield " ".join(held)


def text_of(data: bytes, declared: str | None) -> tuple[str, bool]:
    """The text of a part, whatever it says its encoding is.

    What is valid UTF-8 is hardly ever anything else, so that is tried first.

    Returns:
        The text, and whether the encoding had to be assumed.
    """
    try:
        known = codecs.lookup(declared or "utf-8").name
        if known.startswith(_STATEFUL):
            return data.decode(known), False
    except (LookupError, UnicodeError):
        known = "utf-8"
    for encoding in ("utf-8", known):
        try:
            return data.decode(encoding), False
        except (LookupError, UnicodeError):
            continue
    return data.decode("cp1252", "replace"), True
