"""What stands beside a name, a job title or a family word, and so whose role is told and who is a relative.

A name is tied to a role ('Mr Hayes, head of year', 'your social worker Emma', 'Gareth Moss, he's the manager'), to the
family ('his mum, Yana', 'Craig, Mum's partner'), to an age or to an agency ('Leanne from CAMHS') by what stands next to
it in the sentence. Every search is bounded.
"""

from __future__ import annotations

from typing import Final

from notecheck.people.naming import AT, DETERMINERS, FINITE, JOINTS, LETTERS, LONGEST, NEAR, Finder, Found
from notecheck.people.titles import AGENCY, FRIEND, KIN, ROLE

_REACH: Final = 10
_ADULT: Final = 18
_BRACKETS: Final = frozenset("()")
_PRONOUNS: Final = frozenset(("he", "she", "they"))
_IS: Final = frozenset(
    (
        "is",
        "was",
        "are",
        "were",
        "'s",
        "’s",
        "s",
        "as",
        "be",
        "being",
        "become",
        "becomes",
        "becoming",
        "became",
        "been",
    )
)
_CALLED: Final = frozenset(("called", "named"))
_AND: Final = frozenset(("and", "&", ",", "/", "+"))
_NUMBER: Final = frozenset(("number", "no", "no.", "flat", "upstairs", "downstairs", "opposite"))
_NEXT_DOOR: Final = frozenset(("next door", "over the", "across the", "down the", "few doors", "a few"))


class Ties:
    """Ties the mentions of one Doc together.

    Args:
        finder: its mentions, which this fills in.
    """

    def __init__(self, finder: Finder) -> None:
        self._finder, self._c, self._found = finder, finder.c, finder.found
        self._starts, self._ends = finder.starts, finder.ends

    def tie(self) -> None:
        """Say of each mention what stands beside it."""
        self._tie_kin()
        self._tie_roles()
        for found in self._found:
            if found.form == "name" and found.end < len(self._c):
                self._describe(found)

    def _tie_kin(self) -> None:
        """'his mum, Yana', 'Craig, Mum's partner', 'Kelly (Mum)', 'Carol and Vic, Teddy's grandparents'."""
        c = self._c
        for i, flag in self._finder.flags.items():
            if not flag & (KIN | FRIEND):
                continue
            plural = c.tag[i] == "NNS" or bool(flag & FRIEND and c.lower[i].endswith("s"))
            for name in self._tied(i, i + 1, kin=True, plural=plural):
                if not self._found[name].tie:
                    self._found[name].tie, self._found[name].told = "family" if flag & KIN else "friend", "beside"

    def _tie_roles(self) -> None:
        for at, role in enumerate(self._found):
            if role.form != "role":
                continue
            names = self._tied(role.start, role.end, plural=role.plural)
            for name in names:
                if self._found[name].role < 0:
                    self._found[name].role, self._found[name].told = at, "beside"
            role.role = names[0] if names else -1

    def _tied(self, start: int, end: int, *, kin: bool = False, plural: bool = False) -> list[int]:
        """The names that a role or family word belongs to: right behind it, before it, further behind."""
        if end in self._starts and self._c.first[end] == self._c.first[start]:
            return self._chain_right(self._starts[end], plural=plural)
        left = self._left(start, kin=kin, plural=plural)
        if any(self._is_free(self._found[name], kin=kin) for name in left):
            return left
        return self._right(end, kin=kin, plural=plural) or left

    @staticmethod
    def _is_free(name: Found, *, kin: bool) -> bool:
        return not name.tie and (kin or name.role < 0)

    # Names before.

    def _left(self, start: int, *, kin: bool, plural: bool) -> list[int]:
        """'Mr Hayes, head of year', 'Denise the midwife', 'Gareth Moss tomorrow, he's the manager'."""
        c = self._c
        floor = max(c.first[start], start - _REACH)
        j, whose = self._before_title(start - 1, floor)
        if j < floor:
            return []
        if c.text[j] in JOINTS and c.text[j] != ":":
            if kin and not whose and c.text[j] not in _BRACKETS:
                return []  # 'Zofia, Mum and I'
            return self._chain_left(self._before_joint(j - 1, floor, kin=kin), plural=plural)
        if c.lower[j] in _IS:
            name = self._ends.get(j - 1, -1) if j > floor else -1
            return self._chain_left(name if name >= 0 else self._last_name(j, floor), plural=plural)
        if kin and j + 1 == start:
            return []
        return self._chain_left(self._ends.get(j, -1), plural=plural)

    def _before_joint(self, j: int, floor: int, *, kin: bool) -> int:
        """The name that ends before a comma, dash or bracket."""
        if j >= 0 and not kin and j not in self._ends:
            self._spell(j, bracket=self._c.text[j + 1] == "(")
        if self._finder.is_(j, AGENCY):
            j = self._over_agency(j, floor)
        return self._ends.get(j, -1)

    def _spell(self, j: int, *, bracket: bool) -> None:
        """Take letters, capitals or small letters for a name where a role explains them: 'EH (SW)', 'emma (sw)'."""
        c, flags = self._c, self._finder.flags
        if not LETTERS.match(c.text[j]) or j in flags or c.lower[j] in self._finder.words.no_name:
            return
        capitals = c.text[j].isupper() and len(c.text[j]) > 1
        if not (bracket and c.pos[j] in ("PROPN", "NOUN", "X")) and not (capitals and c.pos[j] == "PROPN"):
            return
        start, floor = j, max(c.first[j], j - LONGEST)
        same = str.isupper if capitals else str.islower
        while start > floor and same(c.text[start - 1]) and c.pos[start - 1] == "PROPN" and start - 1 not in flags:
            start -= 1
        self._finder.note_name(Found(start, j + 1, "name", " ".join(c.lower[start : j + 1])))

    def _over_agency(self, j: int, floor: int) -> int:
        """The last token of the name in 'Karen Ife from the family team, a support worker'."""
        near = range(j - 1, max(floor, j - NEAR) - 1, -1)
        at = next((k for k in near if self._c.lower[k] in AT), -1)
        return at - 1 if at - 1 in self._ends else j

    def _before_title(self, j: int, floor: int) -> tuple[int, bool]:
        """The token before 'her year 6', 'the bus company's', 'drug and'; whether that says whose or which it is."""
        whose = False
        while j >= floor:
            back, says = self._skipped(j, floor)
            if back == j:
                break
            j, whose = back, whose or says
        return j, whose

    def _skipped(self, j: int, floor: int) -> tuple[int, bool]:
        """Where one goes on before a word that may stand between a name and a title; the same token if none may."""
        c, ends = self._c, self._ends
        if c.text[j] == ")":
            near = range(j, max(floor, j - NEAR) - 1, -1)
            return next((k - 1 for k in near if c.text[k] == "("), floor - 1), True
        if c.tag[j] == "POS":
            j -= 2
            while j >= floor and c.pos[j] == "NOUN" and j not in ends:
                j -= 1
            if c.lower[j] in ("and", "&") and j - 1 in ends:  # 'Jo and Phil's supervising social worker'
                j = self._found[ends[j - 1]].start - 1
            return j, True
        if c.lower[j] in DETERMINERS or c.pos[j] in ("ADJ", "NUM") or c.lower[j] == "year":
            return j - 1, True
        if c.text[j] == "-" and self._finder.touches(j) and self._finder.touches(j + 1) and j - 1 not in ends:
            return j - 2, False
        if c.lower[j] in ("and", "&") and c.pos[j - 1] in ("NOUN", "ADJ") and j - 1 not in ends:
            return j - 2, False
        if c.tag[j] == "VB" and c.text[j - 1] == ",":
            return j - 1, False  # ', play specialist'
        noun = c.pos[j] in ("NOUN", "PROPN") and j not in ends and not self._finder.is_(j, KIN | FRIEND | ROLE)
        return (j - 1 if noun else j), False

    def _last_name(self, j: int, floor: int) -> int:
        """The name that a pronoun or verb takes up."""
        return next((self._ends[k] for k in range(j - 1, max(floor, j - _REACH) - 1, -1) if k in self._ends), -1)

    # Names behind.

    def _right(self, end: int, *, kin: bool, plural: bool) -> list[int]:
        """'the deputy head, a Ms Rao', 'Health visitor: Ann Roe', 'The nurse in charge, Amy', 'Our worker is Dan'."""
        c = self._c
        last = min(len(c), end + _REACH)
        j = end if kin else self._over_place(end, last)
        if j < last and c.text[j] in JOINTS:
            if kin and c.text[j] not in _BRACKETS and not self._is_owned(end - 1):
                return []
            j += 1
        j = self._over_is(j, last, kin=kin)
        if j < last and c.lower[j] in ("the", "a", "an"):
            j += 1
        if j >= last or c.first[j] != c.first[end - 1]:
            return []
        if j == end and not kin and j not in self._starts and c.pos[j] == "PROPN":
            self._spell(j, bracket=True)  # 'hv amy rang'
        return self._chain_right(self._starts.get(j, -1), plural=plural)

    def _over_place(self, j: int, last: int) -> int:
        """Behind 'at Hillside Academy': the comma or the name that follows; `last` where neither does."""
        c = self._c
        if j >= last or c.lower[j] not in AT:
            return j
        for k in range(j + 1, last):
            if c.text[k] in JOINTS or (k in self._starts and c.pos[k - 1] not in ("DET", "ADP")):
                return k
            if c.pos[k] in ("VERB", "AUX") or k in self._starts:
                break
        return last

    def _over_is(self, j: int, last: int, *, kin: bool) -> int:
        """Behind 'is', 'is called', 'this year is'."""
        c = self._c
        if not kin and c.lower[j : j + 1] == ["this"] and c.lower[j + 2 : j + 3] == ["is"] and j + 3 in self._starts:
            return j + 3
        if j + 1 < last and c.lower[j] in ("is", "was") and (c.lower[j + 1] in _CALLED or j + 1 in self._starts):
            j += 1
        return j + (j < last and c.lower[j] in _CALLED)

    def _is_owned(self, i: int) -> bool:
        """'his mum', 'Tyler's dad', 'the grandparents'."""
        c = self._c
        return i > c.first[i] and (c.lower[i - 1] in DETERMINERS or c.tag[i - 1] == "POS" or c.pos[i - 1] == "ADJ")

    def _chain_left(self, name: int, *, plural: bool) -> list[int]:
        """'Marian, Tosin and Ann, foster carers': all of them."""
        names = [name] if name >= 0 else []
        while plural and name >= 0 and len(names) < LONGEST:
            j = self._found[name].start - 1
            j -= j > 0 and self._c.lower[j] in _AND
            name = self._ends.get(j, -1)
            names += [name] if name >= 0 else []
        return names

    def _chain_right(self, name: int, *, plural: bool) -> list[int]:
        names = [name] if name >= 0 else []
        while plural and name >= 0 and len(names) < LONGEST:
            j = self._found[name].end
            j += j < len(self._c) and self._c.lower[j] in _AND
            name = self._starts.get(j, -1)
            names += [name] if name >= 0 else []
        return names

    # Descriptions, places.

    def _describe(self, found: Found) -> None:
        """'who runs the bus', 'she does the rota', an age, an agency, a neighbour's door."""
        c, end = self._c, found.end
        joined = c.text[end] in JOINTS
        j = end + joined
        if j >= len(c):
            return
        if self._is_described(j, joined=joined):
            found.told = found.told or "described"
        elif c.text[end] in (",", "(") and c.text[j].isdecimal() and len(c.text[j]) < 3:
            # No record gives a worker's age.
            found.tie = found.tie or ("child" if int(c.text[j]) < _ADULT else "friend")
        if self._is_next_door(end):
            found.tie, found.told = found.tie or "friend", found.told or "beside"
        elif c.lower[end] in AT or joined:
            self._place(found, j)
        elif c.lower[j + 1 : j + 2] == ["from"] and c.tag[j] in FINITE:
            self._place(found, j + 2)  # 'Mr Feeney rang from school'

    def _is_next_door(self, end: int) -> bool:
        c = self._c
        at = c.lower[end] in ("at", "from")
        where = c.lower[end + at : end + at + 2]
        return " ".join(where) in _NEXT_DOOR or (at and bool(where) and where[0] in _NUMBER)

    def _place(self, found: Found, j: int) -> None:
        """The agency that a name comes from: 'Leanne from CAMHS', 'Ms Ferris, nursery'."""
        c = self._c
        for k in range(j, min(len(c), j + NEAR)):
            stops = k > j and c.pos[k] == "PUNCT" and c.text[k] != "-"
            if c.pos[k] in ("VERB", "AUX") or stops or (k in self._starts and k > j + 1):
                return
            if self._finder.is_(k, AGENCY):
                found.agency = k
                if k in self._finder.agency_at:
                    self._found[self._finder.agency_at[k]].tied = True
                return

    def _is_described(self, j: int, *, joined: bool) -> bool:
        """'who runs the bus', '(he does the repairs)', but not 'who said', which tells what happened once."""
        c, speaks = self._c, self._finder.words.speaks
        if c.lower[j] in ("who", "whom"):
            after = next((k for k in range(j + 1, min(len(c), j + NEAR)) if c.pos[k] in ("VERB", "AUX")), -1)
            return after < 0 or (c.tag[after] in ("VBZ", "VBP", "MD") and c.lemma[after] not in speaks)
        if joined and c.lower[j] in _PRONOUNS and c.text[j - 1] != ":":
            return c.tag[j + 1 : j + 2] == ["VBZ"] and c.lemma[j + 1] not in speaks
        return c.lemma[j] in ("interpret", "translate") or c.lower[j] == "teaches"
