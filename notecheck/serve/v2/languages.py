"""What is read, and what is told of it: English, by any of its names, as British English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from notecheck.errors import NoteError

ENGLISH: Final[Mapping[str, str]] = {
    "en": "English",
    "en-AU": "English (Australian)",
    "en-CA": "English (Canadian)",
    "en-GB": "English (GB)",
    "en-IE": "English (Ireland)",
    "en-NZ": "English (New Zealand)",
    "en-US": "English (US)",
    "en-ZA": "English (South African)",
}
"""By LanguageTool's names, Ireland apart."""
AUTO: Final = "auto"
_USUAL: Final = "en-GB"


def languages() -> list[dict[str, str]]:
    """What `/v2/languages` answers."""
    return [{"name": name, "code": "en", "longCode": code} for code, name in ENGLISH.items()]


def read_language(asked: str | None, variants: str | None) -> str:
    """The language of a text, as its client names it.

    Args:
        asked: `language`; `auto` is English too.
        variants: `preferredVariants`, of which the first English one is taken for `auto`.

    Raises:
        NoteError: there is none, or it is not English; says what is allowed.
    """
    if not asked:
        raise NoteError("Missing 'language' parameter, e.g. 'language=en-GB' for British English, or 'language=auto'")
    if asked == AUTO:
        wanted = [_known(each.strip()) for each in (variants or "").split(",")]
        return next((code for code in wanted if code), _USUAL)
    if variants:
        raise NoteError("You specified 'preferredVariants' but you didn't specify 'language=auto'")
    code = _known(asked)
    if code is None:
        raise NoteError(
            f"{asked[:40]!r} was not checked: notecheck reads English only. Supported language codes are: "
            f"{', '.join(ENGLISH)}, and 'auto', which takes any text for English"
        )
    return code


def _known(asked: str) -> str | None:
    """The code as LanguageTool writes it, whatever its capitals.

    >>> _known("EN_gb"), _known("en-SG"), _known("cy")
    ('en-GB', 'en', None)
    """
    plain = asked.replace("_", "-").lower()
    return next((code for code in ENGLISH if code.lower() == plain), "en" if plain.startswith("en-") else None)


def told(code: str, *, named: bool) -> dict[str, Any]:
    """The part of an answer that says in which language a text was read.

    Nothing is detected here. Clients show the figure to their users, as LanguageTool's is near 1 for English text: so
    what the client named is certain, and what was asked for as `auto` is not known.

    Args:
        code: the language, a key of `ENGLISH`.
        named: whether the client named it.
    """
    detected = {
        "name": ENGLISH[code],
        "code": code,
        "confidence": 1.0 if named else 0.0,
        "source": "not detected: " + ("named by the client" if named else "taken for English"),
    }
    return {"name": ENGLISH[code], "code": code, "detectedLanguage": detected}
