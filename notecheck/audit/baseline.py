"""What an audit has found already, so that a team can fail only on what is new.

A finding is known again by its note, its rule, its entry, its words (however spaced and capitalised), and which of its
like it is in the note: the third 'CIN' of a note that had two is new. Where it stands is left out, so edits
elsewhere in the note change nothing; of like places, it is the last that are taken for the new ones.

A note is known by an id of its own. Where it has none, or one that was made of its file's name and its row, its
findings are known by rule, entry and words alone, and counted over all such notes: a row put in above changes nothing,
and where eighty of them had 'CIN', an eighty-first is new, whichever note it is in. So what goes from one of them and
comes in another is not seen as new; give notes ids where that matters.

What is written down of a finding is a number of 64 bits: a hash of all that under a key that stands in the file, which
is itself a hash of everything that the baseline was made from. The same audit so gives the same bytes, and no two
baselines have the same key.

- What this protects: no word, name or id stands in the file or can be read from it, no table made beforehand helps to
  find one, and two baselines do not tell which findings they share.
- What it does not: whoever holds the file and has a guess – this note, or any without an id, and these very words –
  can try whether it is so, as often as they like. So it is written for its owner alone, and is to be kept as the
  audit is kept.
- Of three million new findings held against as many known ones, one is taken for known by chance about once in two
  million such runs.
"""

from __future__ import annotations

import json
import unicodedata
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple, TypeAlias

from notecheck.audit.outputs import own_id
from notecheck.audit.rows import is_error
from notecheck.audit.valid import sound
from notecheck.errors import SettingsError
from notecheck.explain import is_whole

VERSION: Final = 1
"""Of the file's shape."""
_KIND: Final = "notecheck-baseline"
_KEY: Final = 32  # bytes
_SIZE: Final = 8
_HEAD: Final = 100_000  # bytes of the first line at most
_LINE: Final = 2 * _SIZE
_VERSIONS: Final = ("notecheck", "model", "guidance")
_MOST: Final = 20  # versions of one thing that are written down
_Like: TypeAlias = tuple[str, str, str]  # rule, entry, words


@dataclass(frozen=True)
class Baseline:
    """The findings that are known.

    Attributes:
        key: of the hashes.
        known: the hashes, sorted.
        versions: of notecheck, the model and the guidances that the audit was made with.
    """

    key: bytes
    known: array[int]
    versions: Mapping[str, tuple[str, ...]]

    def __contains__(self, finding: bytes) -> bool:
        """Whether a finding, as `_Naming` gives it, is known."""
        number = _number(self.key, finding)
        place = bisect_left(self.known, number)
        return place < len(self.known) and self.known[place] == number

    def other_versions(self, versions: Mapping[str, Any]) -> str | None:
        """What to say where a report was made with other versions; None where they are the same."""
        other = [
            name for name in _VERSIONS if name in versions and str(versions[name]) not in self.versions.get(name, ())
        ]
        if not other:
            return None
        return (
            f"the baseline was made with another version of: {', '.join(other)}; what this one finds beyond it counts "
            "as new"
        )


class Holding:
    """Holds one report after another against a baseline; remembers which of the findings without a note were met."""

    def __init__(self, baseline: Baseline) -> None:
        """Start with the first report."""
        self._baseline = baseline
        self._met: Counter[_Like] = Counter()

    def new(self, row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The findings of a report that the baseline does not know, in order; none of an error record.

        Args:
            row: a report in the contract's JSON shape.
        """
        if is_error(row):
            return []
        own = _own(row)
        return [
            finding for finding, (like, named) in zip(row["findings"], own, strict=True) if not self._knows(like, named)
        ]

    def _knows(self, like: _Like, named: bytes | None) -> bool:
        if named is not None and named in self._baseline:
            return True
        # When the baseline was made, the note may have had no id.
        if _nameless(like, self._met[like] + 1) not in self._baseline:
            return False
        self._met[like] += 1
        return True


class Held(NamedTuple):
    """An audit held against a baseline.

    Attributes:
        new: how many findings are new: severity → number, for `--fail-on`.
        notice: what to say of it; None where there is nothing to say.
    """

    new: Mapping[str, int]
    notice: str | None


def hold(rows: Iterable[Mapping[str, Any]], baseline: Baseline) -> Held:
    """Hold the rows of an audit against a baseline.

    Raises:
        NoteError: a row is none of an audit.
    """
    counts: Counter[str] = Counter()
    holding, notice = Holding(baseline), None
    for row in _reports(rows):
        counts.update(finding["severity"] for finding in holding.new(row))
        notice = notice or baseline.other_versions(row.get("versions") or {})
    return Held(dict(counts), notice)


def write(first: Iterable[Mapping[str, Any]], again: Iterable[Mapping[str, Any]], to: BinaryIO) -> int:
    """Write a baseline of an audit's rows, which are gone through twice.

    Args:
        first: the rows, from which the key is made.
        again: the same rows, from their beginning.
        to: the file.

    Returns:
        How many findings are in it.

    Raises:
        NoteError: a row is none of an audit.
    """
    digest, versions, notes = blake2b(digest_size=_KEY), {name: set[str]() for name in _VERSIONS}, 0
    naming = _Naming()
    for row in _reports(first):
        notes += 1
        for name, seen in versions.items():
            if name in (given := row.get("versions") or {}) and len(seen) < _MOST:
                seen.add(str(given[name]))
        for identity in naming.of(row):
            digest.update(len(identity).to_bytes(8, "big") + identity)
    key, naming = digest.digest(), _Naming()
    numbers = array("Q", (_number(key, identity) for row in _reports(again) for identity in naming.of(row)))
    known = sorted(set(numbers))
    head = {
        "kind": _KIND,
        "version": VERSION,
        "key": key.hex(),
        "notes": notes,
        "findings": len(known),
        "versions": {name: sorted(seen) for name, seen in versions.items()},
    }
    to.write(f"{json.dumps(head, ensure_ascii=False)}\n".encode())
    to.writelines(f"{number:0{_LINE}x}\n".encode() for number in known)
    return len(known)


def load(path: str | Path) -> Baseline:
    """Read a baseline.

    Raises:
        SettingsError: it cannot be read, or is none.
    """
    place = Path(path)
    try:
        with place.open("rb") as file:
            head = _head(file.readline(_HEAD))
            known = array("Q", (_read(line) for line in iter(lambda: file.readline(_LINE + 2), b"")))
        versions = {name: tuple(map(str, seen)) for name, seen in head["versions"].items()}
        is_whole_file = len(known) == head["findings"]
    except OSError as error:
        raise SettingsError(f"--baseline: {place} cannot be read ({error.strerror})") from None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        raise SettingsError(
            f"--baseline: {place} is no baseline of version {VERSION}, or not all of it; notecheck baseline writes one"
        ) from None
    if not is_whole_file:
        raise SettingsError(f"--baseline: {place} is not whole; notecheck baseline writes it anew")
    return Baseline(bytes.fromhex(head["key"]), array("Q", sorted(known)), versions)


def _head(line: bytes) -> dict[str, Any]:
    head: dict[str, Any] = json.loads(line)
    if (head["kind"], head["version"], len(bytes.fromhex(head["key"]))) != (_KIND, VERSION, _KEY):
        raise ValueError
    return head


def _read(line: bytes) -> int:
    if len(line) != _LINE + 1:
        raise ValueError
    return int(line, 16)


def _reports(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The rows that are reports."""
    return (row for row in sound(rows) if not is_error(row))


class _Naming:
    """Gives what each finding is known by, of one report after another."""

    def __init__(self) -> None:
        self._seen: Counter[bytes] = Counter()  # by a digest, so that no long words are held

    def of(self, row: Mapping[str, Any]) -> Iterator[bytes]:
        for like, named in _own(row):
            if named is not None:
                yield named
                continue
            short = blake2b(json.dumps(like).encode(), digest_size=_SIZE).digest()
            self._seen[short] += 1
            yield _nameless(like, self._seen[short])


def _own(row: Mapping[str, Any]) -> Iterator[tuple[_Like, bytes | None]]:
    """What each finding of a report is like, and by what it is known again, whatever else changes in the note.

    None for a note without an id of its own.
    """
    name = own_id(row)
    seen: Counter[_Like] = Counter()
    for finding in row["findings"]:
        rule = finding["rule"]
        like = (rule, finding.get("entry") or "", "" if is_whole(rule) else _words(finding["text"]))
        seen[like] += 1
        yield like, None if name is None else json.dumps(["id", str(name), *like, seen[like]]).encode()


def _nameless(like: _Like, number: int) -> bytes:
    """By what a finding in a note without an id is known: which of its like it is in all such notes."""
    return json.dumps(["any", *like, number]).encode()


def _words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _number(key: bytes, identity: bytes) -> int:
    return int.from_bytes(blake2b(identity, key=key, digest_size=_SIZE).digest(), "big")
