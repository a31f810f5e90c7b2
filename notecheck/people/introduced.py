"""What a note tells of a name by the words set beside it: 'Pat (Nan)', 'Mrs Whitlock, attendance officer'."""

from __future__ import annotations

from typing import Final

from notecheck.people.mentions import NOUNS, Mention
from notecheck.people.words import Words
from notecheck.text.columns import Columns

_TELLING: Final = frozenset(("family", "sibling", "professional"))
_APART: Final = frozenset(("(", ",", "-", "–", "—", "is", "was", "/"))


def introduce(c: Columns, mentions: list[Mention], words: Words) -> dict[str, tuple[str, str]]:
    """What the note tells of each name: key → (class, gender), from the words set beside it anywhere."""
    known: dict[str, tuple[str, str]] = {}
    for n, name in enumerate(mentions):
        if name.name and name.key not in known and _is_open(name):
            learnt = _said_before(c, mentions[n - 1], name) if n else None
            if learnt is None and n + 1 < len(mentions):
                learnt = _said_after(c, name, mentions[n + 1], words)
            if learnt is not None:
                known[name.key] = learnt
    return known


def _is_open(mention: Mention) -> bool:
    """Whether the note may tell more of a name; of a relative by the child's surname, the gender."""
    return mention.kind == "other" or (mention.kind == "family" and not mention.gender)


def _said_before(c: Columns, word: Mention, name: Mention) -> tuple[str, str] | None:
    """'Nana Pat', 'social worker Emma', 'your nan, Pat,', 'Mum (Siobhan)'."""
    if word.name or word.kind not in _TELLING or word.plural:
        return None
    between = c.lower[word.end : name.start]
    if between == [] or between in (["("], ["called"], ["named"]):
        return word.kind, word.gender
    if between == [","] and word.start and c.tag[word.start - 1] in ("PRP$", "POS"):
        end = c.lower[name.end] if name.end < len(c) else ","
        return (word.kind, word.gender) if end in (",", ".", "(", ")") or c.first[name.end] == name.end else None
    return None


def _said_after(c: Columns, name: Mention, after: Mention, words: Words) -> tuple[str, str] | None:
    """'Mr Dray (her stepfather)', 'Mrs Whitlock, attendance officer', 'Leah from housing', 'Kim is my nan'."""
    n = len(c)
    i = name.end
    if i >= n or c.first[i] == i:
        return None
    if c.lower[i] in ("from", "at") and after.start <= i + 3 and after.kind == "agency":
        return "professional", ""
    mark = c.lower[i]
    if mark not in _APART and mark != "who":
        if c.tag[i] in NOUNS or c.tag[i] == "JJ":  # 'Amy Cole social worker'
            mark, i = "(", i - 1
        else:
            return None
    for j in range(i + 1, min(n, i + 7)):
        if (
            c.first[j] == j
            or c.lower[j] in (")", ",", ";", "and", "&", "(")
            or c.tag[j] in ("VBD", "VBZ", "VBP", "MD", "VB")
        ):
            return None
        said = words.table.get(c.lower[j])
        if said is not None and said.kind in _TELLING:
            if j + 1 < n and c.tag[j + 1] == "POS":
                continue  # 'Jo (Mum's sister)'
            if (
                said.kind != "professional"
                and mark == ","
                and not any(c.tag[k] in ("PRP$", "POS") for k in range(i, j))
            ):
                return None  # a list: 'Kim, Nan, me'
            kind = "family" if said.kind == "sibling" and _is_adults(c, i, j, words) else said.kind
            return kind, said.gender
        roles = words.roles.get(c.lower[j])
        if roles and c.lower[j - 1] in roles:
            return "professional", ""
    return None


def _is_adults(c: Columns, i: int, j: int, words: Words) -> bool:
    """'Mum's sister' is an aunt."""
    for k in range(i, j):
        said = words.table.get(c.lower[k])
        if said is not None and said.kind == "family":
            return True
    return False
