"""Starts the page on this machine, with settings under which nothing of a note is stored or sent.

The page itself is `app.py`. It asks here for its checker and for the folder of lexicons that it was started with.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import notecheck
from notecheck.data import PAGE
from notecheck.errors import SettingsError

if TYPE_CHECKING:
    from notecheck.checker import Checker

ADDRESS: Final = "127.0.0.1"
MAX_UPLOAD: Final = 5
"""Largest file that the page opens, in MB."""

SETTINGS: Final[Mapping[str, Any]] = {
    # Only this machine can reach the page, and only under its own name.
    "server.address": ADDRESS,
    "server.allowedHosts": [ADDRESS, "localhost"],
    "server.headless": True,
    "server.showEmailPrompt": False,
    "server.maxUploadSize": MAX_UPLOAD,
    "server.fileWatcherType": "none",
    # No request to anybody, no traceback on the page (it could hold words of a note), no links to search engines.
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "client.toolbarMode": "minimal",
    "runner.magicEnabled": False,
    "logger.level": "warning",
    "logger.hideWelcomeMessage": True,
    # The one accent colour, dark enough on white and light enough on black to be read (WCAG 2.2 AA).
    "theme.light.primaryColor": "#0b5cad",
    "theme.dark.primaryColor": "#8cc2ff",
}
"""Streamlit's options; `.streamlit/config.toml` says the same for whoever runs `streamlit run app.py`."""

# The browser itself refuses what does not come from here, whatever a note or a library may ask for.
_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "manifest-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)

_options: dict[str, str | None] = {"model": None, "lexicons": None}
_loaded: list[Checker] = []


def lexicons() -> str | None:
    """The authority's own folder of lexicons and guidance that the page was started with."""
    return _options["lexicons"]


def checker() -> Checker:
    """The one checker of the page, loaded at most once.

    Raises:
        NotecheckError: the model or a lexicon cannot be used; says which and why.
    """
    if not _loaded:
        _loaded.append(notecheck.load(model=_options["model"], lexicons=_options["lexicons"]))
    return _loaded[0]


def run(port: int = 8501, *, lexicons: str | None = None, model: str | None = None) -> None:
    """Serve the page until it is stopped.

    Args:
        port: where on this machine.
        lexicons: an authority's own folder of lexicons and guidance.
        model: name or folder of another spaCy English pipeline.

    Raises:
        SettingsError: the port is taken, or Streamlit is not installed.
        NotecheckError: the model or a lexicon cannot be used.
    """
    _need_free(port)
    app = _app()
    _options.update(lexicons=lexicons, model=model)
    checker()
    sys.stdout.write(f"notecheck is at http://{ADDRESS}:{port} on this machine. Ctrl+C stops it.\n")
    sys.stdout.flush()
    app.run(config={**SETTINGS, "server.port": port})


def _need_free(port: int) -> None:
    if not 0 < port < 65536:
        raise SettingsError(f"--port: {port} is not allowed; a number from 1 to 65535")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise SettingsError(f"--port: {port} cannot be used ({error.strerror}); name another") from None


def _app() -> Any:
    """The page as a web application, with the headers and hosts of this module.

    Raises:
        SettingsError: Streamlit is not installed.
    """
    try:
        import streamlit
        from starlette.formparsers import MultiPartParser
        from starlette.middleware import Middleware
        from starlette.middleware.trustedhost import TrustedHostMiddleware
    except ModuleNotFoundError:
        raise SettingsError("the page needs Streamlit: pip install 'notecheck[page]'") from None
    # An opened file beyond this size would be written to a temporary file on its way in.
    MultiPartParser.spool_max_size = (MAX_UPLOAD + 2) * 1024 * 1024
    hosts = list(SETTINGS["server.allowedHosts"])
    return streamlit.App(
        PAGE, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts), Middleware(Headers)]
    )


class Headers:
    """Adds `HEADERS` to every answer of a web application."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request."""

        async def send_with(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        await self._app(scope, receive, send_with)
