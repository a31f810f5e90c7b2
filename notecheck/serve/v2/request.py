"""A request for a check: fields → a note, and what its client wants of the answer.

Fields of LanguageTool's: `text` or `data`, `language`, `preferredVariants`, `enabledRules`, `disabledRules`,
`enabledCategories`, `disabledCategories`, `enabledOnly`, `mode`, `level`, `username`, and `c=1` for an answer without
what the add-on does not read. `level` changes nothing: all that is found is always told. `motherTongue` and others
change nothing either, since nothing here depends on them.

Fields of ours, all optional: `guidance`, `docType`, `childName`, `childKnownAs` (several: commas between), `childAge`,
`otherChildren` (likewise), `authorName`, `authorRole`, `eventDate`, `recordedDate`, and `part` (`note` or `paragraph`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from notecheck.errors import NoteError, unknown_guidance
from notecheck.serve.refusals import refuse_long
from notecheck.serve.v2.form import is_office
from notecheck.serve.v2.languages import AUTO, read_language
from notecheck.serve.v2.parts import PARTS, Part
from notecheck.serve.v2.places import Piece, Sent

if TYPE_CHECKING:
    from notecheck.serve.v2.known import Known

Fields = Mapping[str, str]

_LEVELS: Final = ("default", "picky", "academic", "clarity", "professional", "creative", "customer", "jobapp",
                  "objective", "elegant")  # fmt: skip
_SENT: Final[tuple[Part, ...]] = ("note", "paragraph")
_MOST_PIECES: Final = 100_000


@dataclass(frozen=True, slots=True)
class Choice:
    """The rules that a client wants findings of.

    Attributes:
        only: whether the named ones alone.
        rules: names of rules and of their categories: with `only` the wanted, else the unwanted ones.
        kept: names that are wanted though their category is not.
    """

    only: bool = False
    rules: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    def wants(self, rule: str, *categories: str) -> bool:
        """Whether a client wants what a rule finds."""
        if self.only:
            return not self.rules.isdisjoint((rule, *categories))
        return rule in self.kept or self.rules.isdisjoint((rule, *categories))


@dataclass(frozen=True, slots=True, repr=False)
class Check:
    """A request for a check, read.

    Attributes:
        sent: the text, and where it stands in what was sent.
        note: in the contract's form.
        language: in which it is read.
        named: whether its client named that language, and did not ask for `auto`.
        part: of a note that the text is.
        choice: of rules.
        compact: whether to leave out what the add-on does not read.
    """

    sent: Sent
    note: Mapping[str, Any]
    language: str
    named: bool
    part: Part
    choice: Choice
    compact: bool


def read_check(fields: Fields, address: Mapping[str, str], headers: Mapping[str, str], known: Known) -> Check:
    """A request for a check.

    Args:
        fields: of the request.
        address: `guidance` and `doc_type`, where the address names them.
        headers: of the request, by name in small letters.
        known: what texts are held against.

    Raises:
        NoteError: something in it cannot be read; says what, and what is allowed.
        RefusedError: the text has more characters than are allowed.
    """
    sent = _sent(fields, known.max_text)
    language = read_language(fields.get("language"), fields.get("preferredVariants"))
    _one_of("level", fields.get("level"), _LEVELS)
    return Check(
        sent=sent,
        note={"text": sent.text, **_beside(fields, address, known)},
        language=language,
        named=fields.get("language") != AUTO,
        part=_part(fields, headers),
        choice=_choice(fields, known),
        compact=fields.get("c") == "1",
    )


def _sent(fields: Fields, most: int) -> Sent:
    """What was sent; its length is looked at first, for each character's place takes a hundred bytes."""
    if "text" in fields and "data" in fields:
        raise NoteError("Set only 'text' or 'data' parameter, not both")
    if "text" in fields:
        pieces = [Piece(fields["text"])]
    elif "data" in fields:
        pieces = _of_data(fields["data"])
    else:
        raise NoteError("Missing 'text' or 'data' parameter")
    refuse_long(sum(len(sent if means is None else means) for sent, means in pieces), most)
    return Sent.of_pieces(pieces)


def _of_data(written: str) -> list[Piece]:
    """A text with markup: `{"annotation": [{"text": "I saw "}, {"markup": "<p>", "interpretAs": " "}, …]}`."""
    try:
        data = json.loads(written)
    except (ValueError, RecursionError):
        raise NoteError("Could not parse JSON from 'data' parameter") from None
    given = {"text", "annotation"} & data.keys() if isinstance(data, dict) else set()
    if len(given) != 1:
        raise NoteError("'data' key in JSON requires either 'text' or 'annotation' key")
    if "text" in given:
        return [Piece(_string("data.text", data["text"]))]
    rows = data["annotation"]
    if not isinstance(rows, list) or len(rows) > _MOST_PIECES:
        raise NoteError(f"data.annotation: a list of at most {_MOST_PIECES:,} objects is allowed")
    return [_piece(f"data.annotation[{place}]", row) for place, row in enumerate(rows)]


def _piece(key: str, row: Any) -> Piece:
    if not isinstance(row, dict) or len({"text", "markup"} & row.keys()) != 1:
        raise NoteError(f"{key}: either 'text' or 'markup' is supported in an object of the 'annotation' list")
    if "text" in row:
        if "interpretAs" in row:
            raise NoteError(f"{key}: 'text' cannot be used with 'interpretAs' (only 'markup' can)")
        return Piece(_string(f"{key}.text", row["text"]))
    return Piece(_string(f"{key}.markup", row["markup"]), _string(f"{key}.interpretAs", row.get("interpretAs", "")))


def _string(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise NoteError(f"{key}: must be text")
    return value


def _part(fields: Fields, headers: Mapping[str, str]) -> Part:
    _one_of("mode", fields.get("mode"), PARTS)
    _one_of("part", fields.get("part"), _SENT)
    if "part" not in fields and is_office(fields, headers):
        return "paragraph"
    return "paragraph" if fields.get("part") == "paragraph" else PARTS[fields.get("mode", "all")]


def _one_of(key: str, given: str | None, allowed: Any) -> None:
    if given is not None and given not in allowed:
        raise NoteError(f"Unknown value {given[:40]!r} for parameter '{key}'. Valid values: {', '.join(allowed)}")


def _choice(fields: Fields, known: Known) -> Choice:
    on, off = (
        frozenset(each.strip() for name in names for each in fields.get(name, "").split(",") if each.strip())
        for names in (("enabledRules", "enabledCategories"), ("disabledRules", "disabledCategories"))
    )
    if fields.get("enabledOnly") not in ("true", "yes"):
        return Choice(rules=off, kept=frozenset(fields.get("enabledRules", "").split(",")))
    if off:
        raise NoteError("You cannot specify disabled rules or categories using enabledOnly=true")
    if not on:
        raise NoteError("You must specify enabled rules or categories when using enabledOnly=true")
    allowed = {*known.rules, *known.rules.values(), *CATEGORIES}
    if on.isdisjoint(allowed):  # nothing would be checked, and the answer look clean
        raise NoteError(f"enabledOnly: none of the rules named is known; allowed: {', '.join(sorted(allowed))}")
    return Choice(only=True, rules=on)


CATEGORIES: Final = ("GRAMMAR", "STYLE", "TYPOS")
"""LanguageTool's categories that our rules belong to, beside the part of the score that is a category of ours."""


def _beside(fields: Fields, address: Mapping[str, str], known: Known) -> dict[str, Any]:
    """What is known of the note beside its text, in the contract's form."""
    given: dict[str, Any] = {name: address[name] for name in ("guidance", "doc_type") if address.get(name)}
    given |= {name: fields[field] for field, name in _NAMES.items() if fields.get(field)}
    if (guidance := given.get("guidance")) and guidance not in known.guidances:
        raise unknown_guidance(guidance, known.guidances)
    for name, parts in _OBJECTS.items():
        if object_ := {key: read(field, fields[field]) for field, (key, read) in parts.items() if fields.get(field)}:
            given[name] = object_
    if fields.get("otherChildren"):
        given["other_children"] = _several("otherChildren", fields["otherChildren"])
    return given


def _as_is(_: str, value: str) -> str:
    return value


def _several(_: str, value: str) -> list[str]:
    return [each.strip() for each in value.split(",") if each.strip()]


def _age(key: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise NoteError(f"{key}: {value[:40]!r} is no number; an age in years from 0 to 25 is allowed") from None


_NAMES: Final[Mapping[str, str]] = {
    "guidance": "guidance",
    "docType": "doc_type",
    "eventDate": "event_date",
    "recordedDate": "recorded_date",
}
_Reader = Callable[[str, str], Any]
_OBJECTS: Final[Mapping[str, Mapping[str, tuple[str, _Reader]]]] = {
    "child": {
        "childName": ("name", _as_is),
        "childKnownAs": ("known_as", _several),
        "childAge": ("age", _age),
    },
    "author": {"authorName": ("name", _as_is), "authorRole": ("role", _as_is)},
}
