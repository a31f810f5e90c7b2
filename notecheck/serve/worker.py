"""The process that checks for a server: one note in, its report out, or why there is none.

Run as `python -m notecheck.serve.worker`. An answer has two pieces: what it is (`report`, `refused`, `fault`), and the
report as JSON or the reason in words, which never hold text of the note.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from notecheck.workers.inside import work

if TYPE_CHECKING:
    from notecheck.checker import Checker

REPORT: Final = b"report"
REFUSED: Final = b"refused"
FAULT: Final = b"fault"

_NO_JSON: Final = "a value beside the text cannot be written as JSON; allowed: texts, numbers, lists and objects"
_MEMORY: Final = "there was not enough memory for this text; split it"


def main() -> None:
    """Answer until there are no more orders."""
    work(_on_order, _facts)


def _on_order(checker: Checker, _: Mapping[str, Any], order: Sequence[bytes]) -> tuple[bytes, bytes]:
    from notecheck.discreet import kind
    from notecheck.errors import NoteError

    try:
        report = next(checker.pipe([json.loads(order[0])]))
        return REPORT, _encoded(report.to_dict())
    except NoteError as error:
        return REFUSED, str(error).encode("utf-8", "backslashreplace")
    except MemoryError:
        return REFUSED, _MEMORY.encode()
    except Exception as error:  # of a check; what it says may hold words of the note
        return FAULT, kind(error).encode()


def _encoded(report: Mapping[str, Any]) -> bytes:
    """The report as JSON.

    Raises:
        NoteError: a key of the caller's own holds what is no JSON.
    """
    from notecheck.errors import NoteError

    try:
        return json.dumps(report, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError):
        raise NoteError(_NO_JSON) from None


def _facts(checker: Checker, setting: Mapping[str, Any]) -> dict[str, Any]:
    """What clients may ask of the server itself; `engine.Facts` says what."""
    from notecheck import __version__
    from notecheck.guidance import guidance_names
    from notecheck.note import DOC_TYPES
    from notecheck.serve.v1.told import tell

    folder = setting["lexicons"]
    return {
        "version": __version__,
        "doc_types": DOC_TYPES,
        "guidances": {name: _guidance(name, folder) for name in guidance_names(folder)},
        "rules": checker.rules,
        "max_text": checker.nlp.max_length,
        "told": tell(checker, folder, setting["model"]),
    }


def _guidance(name: str, folder: str | None) -> dict[str, Any]:
    from notecheck.guidance import Rulebook

    book = Rulebook.load(name, folder)
    own = book.guidance
    return {
        "title": own.title,
        "authority": own.authority,
        "edition": own.edition,
        "date": own.date,
        "link": own.link,
        "doc_types": book.doc_types,
        "standards": {each.id: {"section": each.section, "says": each.says} for each in own.standards},
        "inherits": own.inherits,
    }


if __name__ == "__main__":
    main()
