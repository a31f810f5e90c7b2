"""One piece of text to LanguageTool and back: over loopback, in bounded time, nothing kept, nothing logged.

language-tool-python builds the request and reads the answer. The way over the wire is ours: its own, `requests`, hands
the text to any proxy that the environment names, follows a redirect with the text in hand, waits five minutes for every
byte of an answer of any length, and tries twice.
"""

from __future__ import annotations

import json
import socket
import unicodedata
from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import cache
from threading import Lock, Timer
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from language_tool_python import LanguageTool, Match

_MOST_BYTES: Final = 16_000_000
"""Of an answer: four times that on the longest piece that is sent, with every word of it misspelt."""
_MOST_REMARKS: Final = 20_000
"""On a piece: as many as the longest that is sent has characters."""
_MOST_REPLACEMENTS: Final = 20
_LONGEST: Final = 200
"""Characters of a replacement, and of the id of a rule or category."""
_READY: Final = 10.0
"""Seconds for the list of languages, for which no rules have to be loaded."""
_REST: Final = 30.0
"""Seconds in which a server that did not answer in time is not asked again, or every note would wait as long."""


class NotAnsweredError(Exception):
    """LanguageTool gave no answer that can be used; the message says why, without a word of the note."""


class Remark(NamedTuple):
    """What LanguageTool says of a place.

    Attributes:
        start: first code point.
        end: one past its last.
        rule: id of its rule.
        category: id of that rule's category.
        replacements: texts that may stand there instead, likeliest first.
    """

    start: int
    end: int
    rule: str
    category: str
    replacements: tuple[str, ...]


class Patience:
    """How many seconds a note may take LanguageTool; while another note's turn is waited for, none of them pass."""

    def __init__(self, seconds: float) -> None:
        self.left = self.all = seconds


_one_at_a_time: Final = Lock()
"""language-tool-python keeps the last text with its class."""
_tools: Final[dict[str, LanguageTool]] = {}
_resting: Final[dict[str, float]] = {}


def ask(
    address: str, text: str, patience: Patience, *, rules: Collection[str] = (), categories: Collection[str] = ()
) -> tuple[Remark, ...]:
    """What LanguageTool says of one piece of text, in British English, in order of place.

    Args:
        address: of the server, as `server.address()` gives it.
        text: the piece; the offsets of a remark count its code points.
        patience: what is left of the note's time, of which this takes its share.
        rules: ids of rules that are not asked.
        categories: ids of categories that are not asked.

    Raises:
        NotAnsweredError: says why in words.
    """
    sent, places = sendable(text)
    if not sent.strip():
        return ()
    with _one_at_a_time:
        if monotonic() < _resting.get(address, 0.0):
            raise NotAnsweredError("it did not answer in time a moment ago")
        start = monotonic()
        try:
            matches = _matches(address, sent, start + patience.left, rules, categories)
        except TimeoutError:
            _resting[address] = monotonic() + _REST
            raise NotAnsweredError(f"it did not answer within {patience.all:.0f} seconds") from None
        finally:
            patience.left -= monotonic() - start
    remarks = (_remark(match, places) for match in matches)
    return tuple(sorted(remark for remark in remarks if remark.start < remark.end))


def _matches(address: str, sent: str, until: float, rules: Collection[str], categories: Collection[str]) -> list[Match]:
    """LanguageTool's own matches on a text of which every code point is one unit of UTF-16."""
    try:
        make = _client()
        from language_tool_python import Match
        from language_tool_python.exceptions import LanguageToolError
    except ImportError:
        raise NotAnsweredError(
            "language-tool-python is not installed; install it with: pip install 'notecheck[grammar]'"
        ) from None
    try:
        tool = _tools.get(address) or _tools.setdefault(address, make(address))
        tool.disabled_rules, tool.disabled_categories = set(rules), set(categories)
        tool.until = until  # type: ignore[attr-defined]
        matches = tool.check(sent)
        if any(match.offset + match.error_length > len(sent) for match in matches):
            raise NotAnsweredError(_UNSOUND)
    except (LanguageToolError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise NotAnsweredError(_UNSOUND) from None
    finally:
        Match.PREVIOUS_MATCHES_TEXT = Match.FOUR_BYTES_POSITIONS = None
    return matches


_UNSOUND: Final = "what it answered is not what LanguageTool answers"


def _remark(match: Match, places: list[int] | range) -> Remark:
    start, end = match.offset, match.offset + match.error_length
    return Remark(places[start], places[end], match.rule_id, match.category, tuple(match.replacements))


@cache
def _client() -> type[LanguageTool]:
    """language-tool-python's client with a way over the wire of our own; made late, since it is an extra.

    Raises:
        ImportError: it is not installed.
    """
    from language_tool_python import LanguageTool

    class Loopback(LanguageTool):
        until: float

        def __init__(self, address: str) -> None:
            self.until = monotonic() + _READY
            super().__init__("en-GB", remote_server=address, host="127.0.0.1")

        def _query_server(
            self,
            url: str,
            params: Mapping[str, str] | None = None,
            num_tries: int = 1,  # noqa: ARG002
            method: str = "get",
        ) -> Any:
            answer = _fetch(url, method.upper(), urlencode(params or {}).encode(), self.until)
            return _sound(answer) if method == "post" else answer

    return Loopback


def _sound(answer: Any) -> dict[str, Any]:
    """An answer to a text with nothing in it but what we use, and that of the kinds it has to be.

    Raises:
        NotAnsweredError: it is not what LanguageTool answers.
    """
    matches = answer["matches"] if isinstance(answer, dict) and "matches" in answer else None
    if not isinstance(matches, list) or len(matches) > _MOST_REMARKS:
        raise NotAnsweredError(_UNSOUND)
    try:
        return {"matches": [_sound_match(match) for match in matches]}
    except (KeyError, TypeError, ValueError):
        raise NotAnsweredError(_UNSOUND) from None


def _sound_match(match: Any) -> dict[str, Any]:
    """One match; of its replacements the first few that can stand in a line of text."""
    rule, start, length = match["rule"], match["offset"], match["length"]
    ids = rule["id"], rule["category"]["id"]
    values = [row["value"] for row in match["replacements"][:_MOST_REPLACEMENTS]]
    numbers = type(start) is int and type(length) is int and start >= 0 and length > 0
    if not numbers or not all(isinstance(each, str) for each in (*ids, *values)):
        raise ValueError
    if not all(len(each) <= _LONGEST and each.isprintable() for each in ids):
        raise ValueError
    fitting = [{"value": value} for value in values if len(value) <= _LONGEST and value.isprintable()]
    return {
        "rule": {"id": ids[0], "category": {"id": ids[1]}, "issueType": ""},
        "message": "",
        "context": {"text": "", "offset": 0},
        "replacements": fitting,
        "offset": start,
        "length": length,
    }


def _fetch(url: str, method: str, body: bytes, until: float) -> Any:
    """The answer of a server, read as JSON: straight to that server, once, and only as long as there is time.

    Raises:
        TimeoutError: it is not there by `until`, on the clock `monotonic`.
        NotAnsweredError: there is none, or it is no answer that we use.
    """
    status, data = _answer(url, method, body, max(0.1, until - monotonic()))
    if not status:
        raise NotAnsweredError("it stopped answering")
    if status != 200:
        raise NotAnsweredError(f"it answered with fault {status}")
    if len(data) > _MOST_BYTES:
        raise NotAnsweredError("its answer is too long to be one")
    return json.loads(data)


def _answer(url: str, method: str, body: bytes, seconds: float) -> tuple[int, bytes]:
    """Status and content of an answer, of which no more is read than says that it is too long; 0 where it broke off.

    Raises:
        TimeoutError: it is not there after so many seconds.
    """
    from http.client import HTTPConnection, HTTPException

    late: list[bool] = []

    def give_up() -> None:
        late.append(True)
        with suppress(OSError):
            wire.shutdown(socket.SHUT_RDWR)

    where = urlsplit(url)
    # A connection for each: on one that is kept, Java's server and TCP wait 40 ms for one another at every answer.
    connection = HTTPConnection(where.hostname or "", where.port, timeout=seconds)
    watch = Timer(seconds, give_up)  # a socket's own time limit begins anew with every byte
    watch.daemon = True
    data, status = b"", 0
    try:
        connection.connect()
        wire = connection.sock
        watch.start()
        connection.request(method, where.path, body, {"Content-Type": "application/x-www-form-urlencoded"})
        response = connection.getresponse()
        data = response.read(_MOST_BYTES + 1)
        status = 0 if response.length and len(data) <= _MOST_BYTES else response.status
    except TimeoutError:
        late.append(True)
    except (OSError, HTTPException):
        pass
    finally:
        watch.cancel()
        connection.close()
    if late:
        raise TimeoutError
    return status, data


_SIGN: Final = "\u263a"
"""Stands in for each character that takes two units of UTF-16, in which LanguageTool counts."""
_UNSEEN: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")
_BREAKS: Final = frozenset("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


def sendable(text: str) -> tuple[str, list[int] | range]:
    r"""A text as LanguageTool reads it best, and for each place in it, and for its end, the place in the text given.

    Accents that stand behind their letters are put on them, unseen characters are left out, every space is a plain
    space, every line break a plain one, and a character beyond the Basic Multilingual Plane is a sign within it.

    >>> sendable("Zoe\u0308 ran")
    ('Zoë ran', [0, 1, 2, 4, 5, 6, 7, 8])
    """
    if text.isascii() and "\r" not in text:
        return text, range(len(text) + 1)
    sent: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        shown = _shown(text, at, end)
        sent.append(shown)
        places += [at] * len(shown)
        at = end
    return "".join(sent), [*places, len(text)]


def _shown(text: str, at: int, end: int) -> str:
    """What is sent for a character and the accents behind it."""
    sign = text[at]
    if sign == "\r":
        return "" if text[end : end + 1] == "\n" else "\n"
    if sign in _BREAKS:
        return "\n"
    if sign in _UNSEEN:
        return ""
    if sign.isspace() and sign not in "\n\t":
        return " "
    if sign > "\uffff" or "\ud800" <= sign <= "\udfff":
        return _SIGN
    return unicodedata.normalize("NFC", text[at:end]) if end > at + 1 else sign
