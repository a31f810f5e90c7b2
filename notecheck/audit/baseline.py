"""What an audit has found already, so that a team can fail only on what is new.

A finding is known again by its note, its rule, its entry, its words (however spaced and capitalised), and which of its
like it is in the note: the third 'CIN' of a note that had two is new. Where it stands is left out, so edits
elsewhere in the note change nothing; of like places, it is the last that are taken for the new ones. A note without an
id is known by its place, so give notes ids where lines may move.

What is written down of a finding is a number of 64 bits: a hash of all that under a key that stands in the file, which
is itself a hash of everything that the baseline was made from. The same audit so gives the same bytes, and no two
baselines have the same key.

- What this protects: no word, name or id stands in the file or can be read from it, no table made beforehand helps to
  find one, and two baselines do not tell which findings they share.
- What it does not: whoever holds the file and has a guess – this note, these very words – can try whether it is so, as
  often as they like. So it is written for its owner alone, and is to be kept as the audit is kept.
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
from typing import Any, BinaryIO, Final, NamedTuple

from notecheck.audit.rows import is_error
from notecheck.errors import NoteError, SettingsError
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
        """Whether a finding, as `_identities` gives it, is known."""
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


def new_findings(row: Mapping[str, Any], baseline: Baseline) -> list[Mapping[str, Any]]:
    """The findings of a report row that the baseline does not know, in order; none of an error record.

    Args:
        row: a report in the contract's JSON shape, with its `place` where the note has no id.
        baseline: what is known.
    """
    if is_error(row):
        return []
    return [finding for finding, each in zip(row["findings"], _identities(row), strict=True) if each not in baseline]


class Held(NamedTuple):
    """An audit held against a baseline.

    Attributes:
        new: how many findings are new: severity → number, for `--fail-on`.
        notice: what to say of it; None where there is nothing to say.
    """

    new: Mapping[str, int]
    notice: str | None


def hold(rows: Iterable[Mapping[str, Any]], baseline: Baseline) -> Held:
    """Hold the rows of an audit against a baseline."""
    counts: Counter[str] = Counter()
    notice = None
    for row in _reports(rows):
        counts.update(finding["severity"] for finding in new_findings(row, baseline))
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
    for row in _reports(first):
        notes += 1
        for name, seen in versions.items():
            if name in (given := row.get("versions") or {}) and len(seen) < _MOST:
                seen.add(str(given[name]))
        for identity in _identities(row):
            digest.update(len(identity).to_bytes(8, "big") + identity)
    key = digest.digest()
    numbers = array("Q", (_number(key, identity) for row in _reports(again) for identity in _identities(row)))
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
    except OSError as error:
        raise SettingsError(f"--baseline: {place} cannot be read ({error.strerror})") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise SettingsError(
            f"--baseline: {place} is no baseline of version {VERSION}, or not all of it; notecheck baseline writes one"
        ) from None
    if len(known) != head["findings"]:
        raise SettingsError(f"--baseline: {place} is not whole; notecheck baseline writes it anew")
    versions = {name: tuple(map(str, seen)) for name, seen in head["versions"].items()}
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
    for number, row in enumerate(rows, 1):
        if is_error(row):
            continue
        if not isinstance(row.get("findings"), list):
            raise NoteError(f"row {number:,} is no report as notecheck audit writes it")
        yield row


def _identities(row: Mapping[str, Any]) -> list[bytes]:
    """By what each finding of a report is known again, whatever else changes in the note."""
    name = row.get("id")
    note = ["id", str(name)] if name is not None else ["place", str(row.get("place") or "")]
    seen: Counter[tuple[str, str, str]] = Counter()
    found = []
    for finding in row["findings"]:
        rule = str(finding["rule"])
        like = (rule, str(finding.get("entry") or ""), "" if is_whole(rule) else _words(str(finding["text"])))
        seen[like] += 1
        found.append(json.dumps([*note, *like, seen[like]]).encode())
    return found


def _words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _number(key: bytes, identity: bytes) -> int:
    return int.from_bytes(blake2b(identity, key=key, digest_size=_SIZE).digest(), "big")
