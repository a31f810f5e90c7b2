"""Why a request is not answered as it was meant to be; said in words, and never with text of a note."""

from __future__ import annotations

from http import HTTPStatus

from notecheck.errors import NotecheckError


class RefusedError(NotecheckError):
    """A request cannot be answered as it stands.

    Attributes:
        status: of the answer over HTTP.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class FaultError(NotecheckError):
    """A fault of notecheck's own stopped a check."""


def refuse_long(characters: int, most: int) -> None:
    """Refuse a text of more characters than are allowed.

    Raises:
        RefusedError: says how many those are (413).
    """
    if characters > most:
        raise RefusedError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"text: {characters:,} characters; at most {most:,} are allowed, so split it",
        )
