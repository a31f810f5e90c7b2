"""What texts are held against under `/v2`: guidances and rules, as far as requests and answers name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import notecheck
from notecheck.guidance import Rulebook, guidance_names

if TYPE_CHECKING:
    from notecheck.checker import Checker


@dataclass(frozen=True, slots=True)
class Known:
    """What a worker checks with.

    Attributes:
        version: of notecheck.
        guidances: by id: `title`, `authority`, `link` (None where there is none), `inherits` (id or None), and its own
            `standards`: id → `section`, `says`.
        rules: each with its part of the score.
        max_text: the longest text, in characters.
    """

    version: str
    guidances: Mapping[str, Mapping[str, Any]]
    rules: Mapping[str, str]
    max_text: int


def known_to(checker: Checker, lexicons: str | None, most: int) -> Known:
    """What a checker checks with.

    Args:
        checker: of a worker.
        lexicons: the authority's own folder.
        most: characters that a text may have.
    """
    guidances = {name: _guidance(name, lexicons) for name in guidance_names(lexicons)}
    return Known(notecheck.__version__, guidances, checker.rules, most)


def _guidance(name: str, folder: str | None) -> dict[str, Any]:
    own = Rulebook.load(name, folder).guidance
    return {
        "title": own.title,
        "authority": own.authority,
        "link": own.link,
        "inherits": own.inherits,
        "standards": {each.id: {"section": each.section, "says": each.says} for each in own.standards},
    }
