"""The addresses of LanguageTool's protocol; all stand below `/v2`, also behind a guidance and a document type."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from notecheck.errors import NoteError, unknown_guidance
from notecheck.serve.engine import CLIENT
from notecheck.serve.settings import is_loopback
from notecheck.serve.v2 import languages
from notecheck.serve.v2.form import READ_HEADERS, TEXTS, Fields, read_form
from notecheck.serve.v2.words import User, Words, page
from notecheck.serve.worker import MATCHES

if TYPE_CHECKING:
    from starlette.requests import Request

    from notecheck.serve.engine import Engine
    from notecheck.serve.settings import Serving

_JSON: Final = "application/json"
_NO_USER: Final = "This end point needs a user id: send a 'username', of your choice"


def routes(engine: Engine, settings: Serving) -> list[BaseRoute]:
    """The routes below `/v2`.

    Args:
        engine: what checks.
        settings: of the server.
    """
    api = _Api(engine, settings)
    return [
        Route("/check", api.check, methods=["POST"]),
        Route("/languages", api.languages),
        Route("/healthcheck", api.healthcheck),
        Route("/maxtextlength", api.maxtextlength),
        Route("/info", api.info),
        Route("/configinfo", api.configinfo),
        Route("/words", api.words),
        Route("/words/add", api.changing("added", Words.add), methods=["POST"]),
        Route("/words/delete", api.changing("deleted", Words.delete), methods=["POST"]),
    ]


class _Api:
    """What the addresses answer."""

    def __init__(self, engine: Engine, settings: Serving) -> None:
        self._engine = engine
        self._alone = is_loopback(settings.host) and not settings.token
        self._words = Words()

    async def check(self, request: Request) -> Response:
        """The findings on a text."""
        fields = await _fields(request)
        user = self._user(fields)
        asked = {
            "fields": fields,
            "address": request.path_params,
            "headers": {name: request.headers[name] for name in READ_HEADERS if name in request.headers},
            "words": self._words.of(user) if user else (),
        }
        size = max(len(fields.get(name, "")) for name in TEXTS)
        answer = await self._engine.ask(MATCHES, json.dumps(asked).encode(), characters=size)
        return Response(answer, media_type=_JSON)

    async def languages(self, _: Request) -> Response:
        """What is read."""
        return _json(languages.languages())

    async def healthcheck(self, _: Request) -> Response:
        """Whether a text would be checked."""
        ready = self._engine.ready
        return _plain("OK" if ready else "Error: no worker is ready; ask again in a moment", 200 if ready else 503)

    async def maxtextlength(self, _: Request) -> Response:
        """The longest text, in characters."""
        return _plain(str(self._engine.facts.max_text))

    async def info(self, _: Request) -> Response:
        """What this server is."""
        return _json({"software": {**self._engine.facts.software, "commit": "", "premium": False}})

    async def configinfo(self, request: Request) -> Response:
        """The rules."""
        language = request.query_params.get("language")
        if language is None:
            raise NoteError("'language' parameter missing")
        languages.read_language(language, None)
        facts = self._engine.facts
        guidance = request.path_params.get("guidance")
        if guidance and guidance not in facts.told["guidances"]:
            raise unknown_guidance(guidance, facts.told["guidances"])
        return _json({
            "software": {**facts.software, "premium": False},
            "parameter": {"maxTextLength": facts.max_text},
            "rules": facts.rules,
        })  # fmt: skip

    async def words(self, request: Request) -> Response:
        """A user's words."""
        given = request.query_params
        user = self._needed(given)
        return _json({"words": page(self._words.of(user), given.get("offset"), given.get("limit"))})

    def changing(self, said: str, change: Callable[[Words, User, str], bool]) -> Callable[[Any], Awaitable[Any]]:
        """What changes a user's list by one word.

        Args:
            said: key of the answer.
            change: what is done.
        """

        async def endpoint(request: Request) -> Response:
            fields = await _fields(request)
            user = self._needed(fields)
            if fields.get("mode", "all") == "batch" or "word" not in fields:
                raise NoteError("word: is missing; one word at a time is allowed")
            return _json({said: change(self._words, user, fields["word"])})

        return endpoint

    def _user(self, fields: Mapping[str, str]) -> User | None:
        name = fields.get("username", "")[:200]
        return (CLIENT.get(), name) if name or self._alone else None

    def _needed(self, fields: Mapping[str, str]) -> User:
        if user := self._user(fields):
            return user
        raise NoteError(_NO_USER)


async def _fields(request: Request) -> Fields:
    return await asyncio.to_thread(read_form, await request.body(), request.url.query, request.headers)


def _json(data: Any) -> Response:
    return Response(json.dumps(data, ensure_ascii=False, separators=(",", ":")), media_type=_JSON)


def _plain(text: str, status: int = 200) -> Response:
    return Response(text, status, media_type="text/plain")
