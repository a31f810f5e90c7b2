"""Headings and labels with nothing under them.

What stands below decides: a title, a heading above a list or a subheading, and a signature's line are no gaps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Final

from notecheck.note import Note
from notecheck.text.layout import Line
from notecheck.text.patterns import any_case, any_of
from notecheck.text.spans import overlaps

# What stands before the number is asked once there is one, which is sought fast.
_INLINE_SECTION: Final = re.compile(r"(\d(?<![^.\s]\d)\d?)\. ?(?=[^\W\d_])")

_BREAKS: Final = 4  # characters between a heading and what is right below it


@dataclass(frozen=True)
class Words:
    """The lists of `lexicons/gap-words.yaml` about headings, as patterns.

    Attributes:
        content: what promises something to read ('views', 'analysis').
        person: how the label of a person or of a question begins ('Mum:', 'By when:').
        parent: a heading that has its parts below it.
        signed: the whole of a line that is hardly anything but a signature.
    """

    content: re.Pattern[str]
    person: re.Pattern[str]
    parent: re.Pattern[str]
    signed: re.Pattern[str]

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[str]]) -> Words:
        """From lists by name."""
        asks = any_of(lists["heading-asks"])
        persons, person_asks = any_of(lists["heading-persons"]), any_of(lists["heading-person-asks"])
        return cls(
            content=any_case(rf"\b(?:(?:{any_of(lists['heading-content'])})\b|(?:{asks})\b.+\b)"),
            person=any_case(rf"(?:{persons}|[A-Z][a-z]+(?: [A-Z][a-z]+)?\s*\()|(?:{person_asks})\s*:"),
            parent=any_case(rf"{any_of(lists['heading-opens'])}|(?:{any_of(lists['heading-wholes'])})$"),
            signed=re.compile(
                rf"(?:{any_of(lists['heading-signed'])})\b.*|[A-Z]{{2,4}}"
                r"|[A-Z][\w.'’-]*(?: (?:de |van |al-)?[A-Z][\w.'’-]*){1,3}(?:\s*[,–(-].{0,60})?",
                re.DOTALL,
            ),
        )


@dataclass(frozen=True)
class _Head:
    """A heading, or a label with nothing after it, and what stands around it.

    Attributes:
        words: the heading itself.
        line: where it stands.
        above: the line above, blank ones left out.
        below: the line below, blank ones left out.
        under: the words of `below`.
        spaced: blank lines stand between the two.
        last: `below` is the last line of the note.
        labelled: it ends in a colon.
        content: its words promise content ('views', 'analysis').
    """

    words: str
    line: Line
    above: Line | None
    below: Line | None
    under: str
    spaced: bool
    last: bool
    labelled: bool
    content: bool


def unfilled(
    text: str, lines: Sequence[Line], pasted: Sequence[tuple[int, int]], note: Note, words: Words
) -> Iterator[tuple[int, int]]:
    """First code point of each such heading, and one past its last.

    Args:
        text: of the note.
        lines: of the text.
        pasted: spans of emails, which may stand under a heading without a line's own words.
        note: whose author may sign it.
        words: the lists that decide.
    """
    filled = [k for k, line in enumerate(lines) if line.kind != "blank"]
    direct = _follow_directly(text, lines, filled)
    for n, k in enumerate(filled):
        line = lines[k]
        numbered = line.kind == "bullet" and text[line.mark].isdigit()
        if not (numbered or _heads(text, line)) or overlaps(line.end, line.end + _BREAKS, pasted):
            continue
        head = _head(text, lines, filled, n, words)
        if _is_numbered(text, head) if numbered else _is_empty(text, head, note, words, direct=direct):
            yield line.body, line.body + len(text[line.body : line.end].rstrip())
    yield from _inline_sections(text, lines, words)


def _head(text: str, lines: Sequence[Line], filled: Sequence[int], n: int, words: Words) -> _Head:
    line = lines[filled[n]]
    own = text[line.body : line.end].strip()
    below = lines[filled[n + 1]] if n + 1 < len(filled) else None
    return _Head(
        words=own,
        line=line,
        above=lines[filled[n - 1]] if n else None,
        below=below,
        under=text[below.body : below.end].strip() if below else "",
        spaced=below is not None and filled[n + 1] > filled[n] + 1,
        last=n + 2 == len(filled),
        labelled=line.label_end > line.body,
        content=words.content.search(own) is not None,
    )


def _heads(text: str, line: Line) -> bool:
    """A heading, or a label with nothing after it."""
    if line.kind == "heading":
        return True
    return line.label_end > line.body and not text[line.label_end : line.end].strip()


def _follow_directly(text: str, lines: Sequence[Line], filled: Sequence[int]) -> bool:
    """Whether in this note the text stands right under its heading, so that a blank line means a gap."""
    near = far = 0
    for k, below in pairwise(filled):
        plain = not _heads(text, lines[below]) and lines[below].label_end == lines[below].body
        if plain and _heads(text, lines[k]):
            near += below == k + 1
            far += below > k + 1
    return near >= 2 and far <= 1


def _is_empty(text: str, head: _Head, note: Note, words: Words, *, direct: bool) -> bool:
    below = head.below
    if (head.above is None and not head.labelled) or _is_signature(head.words, note, words):  # a title, a name
        return False
    if below is None:
        return head.labelled or head.content
    if below.kind == "bullet" and not _heads(text, below):
        return False
    if head.last and _is_signature(head.under, note, words) and head.line.kind != "text":
        return head.content and not head.under.endswith(".")
    if words.person.match(head.under) and not head.content:
        return False
    if head.labelled:
        return _is_empty_label(text, head, below, words, direct=direct)
    if below.kind != "heading" or not _same_style(head.words, head.under):
        return False
    return (head.content and not words.parent.match(head.words)) or (head.spaced and direct)


def _is_numbered(text: str, head: _Head) -> bool:
    """'2. Views of parents' right above the heading '3. Analysis'."""
    below = head.below
    if below is None or below.kind != "heading" or not head.content or head.words.count(" ") > 5:
        return False
    return text[below.mark].isdigit() and head.words[-1].isalpha()


def _is_empty_label(text: str, head: _Head, below: Line, words: Words, *, direct: bool) -> bool:
    """A label with nothing after it: what stands below decides."""
    if below.label_end > below.body and below.kind != "bullet":
        above = head.above
        among = above is not None and above.label_end > above.body and not _heads(text, above)
        return (head.content or among) and not words.person.match(head.under)
    if below.kind == "heading":
        return head.content or head.spaced
    return head.spaced and direct and head.last and head.content


def _same_style(one: str, two: str) -> bool:
    return one.isupper() == two.isupper() and one.endswith(":") == two.endswith(":")


def _is_signature(line: str, note: Note, words: Words) -> bool:
    """The author's name or initials, or a line that can hardly be anything else."""
    if names := re.findall(r"[^\s,]+", note.author.name or ""):
        own = {names[0].lower(), names[-1].lower(), "".join(name[0] for name in names).lower()}
        said = [word.strip(".,").lower() for word in line.split()[:8]]
        if said and (said[0] in own or (names[-1].lower() in said and len(line) < 60)):
            return True
    alone = not line.endswith((".", ":")) and not words.content.search(line)
    return alone and words.signed.fullmatch(line) is not None


def _inline_sections(text: str, lines: Sequence[Line], words: Words) -> Iterator[tuple[int, int]]:
    """Sections numbered within a paragraph: '4. what Kacper wants 5. next' leaves the fourth empty."""
    numbers: set[int] = set()
    last = max((line.end for line in lines if line.kind != "blank"), default=0)
    for line in lines:
        found = list(_INLINE_SECTION.finditer(text, line.mark, line.end))
        for here, following in zip_longest(found, found[1:]):
            number = int(here.group(1))
            numbers.add(number)
            if following and int(following.group(1)) == number + 1:
                end = following.start()
            elif not following and line.end == last and number - 1 in numbers:
                end = line.end
            else:
                continue
            own = text[here.end() : end].rstrip()
            if own and own.count(" ") < 5 and own[-1].isalpha() and words.content.search(own):
                yield here.end(), here.end() + len(own)
