"""Words that a user wants no findings on: in memory, for as long as the server runs, and for that user alone.

Of whom a word is, the address says from which somebody asks, with the `username` that a client sends. A server that
listens to this machine alone has one user unless names are sent; at one that listens wider, several people may come
from one address (a terminal server, an office's way out), so that a name has to be sent.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

from notecheck.errors import NoteError

User = tuple[str, str]
"""Where somebody asks from, and by what name."""

_MOST_WORDS: Final = 1_000
_MOST_USERS: Final = 1_000
_MOST_OF_ALL: Final = 100_000  # words of all users together: some tens of megabytes
_LONGEST: Final = 100
REASON: Final = "in this user's list of words, which the server keeps until it stops"


class Words:
    """The lists of all users; where there are too many of them, who asked for theirs longest ago loses it."""

    def __init__(self) -> None:
        self._lists: OrderedDict[User, dict[str, None]] = OrderedDict()

    def of(self, user: User) -> tuple[str, ...]:
        """A user's words, in the order of the alphabet."""
        if user in self._lists:
            self._lists.move_to_end(user)
        return tuple(sorted(self._lists.get(user, ()), key=lambda word: (word.casefold(), word)))

    def add(self, user: User, word: str) -> bool:
        """Keep a word; whether it is new.

        Raises:
            NoteError: it is no word, or there are too many; says what is allowed.
        """
        words = self._lists.get(user, {})
        if (word := _word(word)) in words:
            return False
        if len(words) >= _MOST_WORDS:
            raise NoteError(f"word: the list is full; at most {_MOST_WORDS:,} are kept, so delete one first")
        words[word] = None
        self._lists[user] = words
        self._lists.move_to_end(user)
        while len(self._lists) > _MOST_USERS or sum(map(len, self._lists.values())) > _MOST_OF_ALL:
            self._lists.popitem(last=False)
        return True

    def delete(self, user: User, word: str) -> bool:
        """Keep a word no more; whether it was there.

        Raises:
            NoteError: it is no word.
        """
        words = self._lists.get(user, {})
        known = _word(word) in words
        words.pop(_word(word), None)
        if not words:
            self._lists.pop(user, None)
        return known


def ignored(words: Iterable[str], text: str) -> list[dict[str, str]]:
    """The words that stand in a text, as a note's `ignored` has them."""
    folded = text.casefold()
    return [{"text": word, "reason": REASON} for word in words if word.casefold() in folded]


def page(words: Iterable[str], offset: str | None, limit: str | None) -> list[str]:
    """A part of a list, as `/v2/words` gives it: ten words unless a client asks for another number.

    Raises:
        NoteError: one of the two is no count.
    """
    start, most = _number("offset", offset, 0), _number("limit", limit, 10)
    return list(words)[start : start + most]


def _number(key: str, given: str | None, usual: int) -> int:
    if not given:
        return usual
    if not (given.isascii() and given.isdecimal() and len(given) <= 9):
        raise NoteError(f"{key}: {given[:40]!r} is no count; a whole number from 0 is allowed")
    return int(given)


def _word(given: str) -> str:
    word = given.strip()
    if not word or len(word) > _LONGEST or len(word.split()) > 1:
        raise NoteError(f"word: one word of at most {_LONGEST} characters, without spaces, is allowed")
    return word
