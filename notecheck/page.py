"""Starts the page on this machine, with settings under which nothing of a note is stored or sent.

The page itself is `app.py`. It asks here for its checker, and how it was started. It listens to this machine alone:
where a team shares it, the authority's own web server stands before it on the same machine.
"""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import notecheck
from notecheck import languagetool
from notecheck.data import PAGE
from notecheck.discreet import keep_quiet
from notecheck.errors import SettingsError
from notecheck.lasting import settle
from notecheck.sign_in import read_sign_in

if TYPE_CHECKING:
    from notecheck.checker import Checker

ADDRESS: Final = "127.0.0.1"
MAX_UPLOAD: Final = 20
"""Largest file that any view opens, in MB; a view may ask for less."""

SETTINGS: Final[Mapping[str, Any]] = {
    # Only this machine can reach the page, and only under its own name.
    "server.address": ADDRESS,
    "server.allowedHosts": [ADDRESS, "localhost"],
    "server.headless": True,
    "server.showEmailPrompt": False,
    "server.maxUploadSize": MAX_UPLOAD,
    "server.fileWatcherType": "none",
    # Seconds for which a broken connection can be taken up again (notecheck/forgetting.py ends visits before that).
    "server.disconnectedSessionTTL": 120,
    # No request to anybody, no traceback on the page (it could hold words of a note), no links to search engines.
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "client.toolbarMode": "minimal",
    "runner.magicEnabled": False,
    "logger.level": "warning",
    "logger.hideWelcomeMessage": True,
    "logger.enableRich": False,  # it would print the message of an error past the log
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


@dataclass(frozen=True)
class Start:
    """How the page was started.

    Attributes:
        lexicons: the authority's own folder of lexicons and guidance.
        model: name or folder of another spaCy English pipeline.
        host: the name by which a team reaches the page, None where it is for this machine alone.
        base_path: what stands before the page's own paths, such as `/notecheck`.
        sign_in: what the file of `read_sign_in` says, None where nobody needs to sign in.
        served: whether `notecheck page` serves it, with all that this module promises.
    """

    lexicons: str | None = None
    model: str | None = None
    host: str | None = None
    base_path: str = ""
    sign_in: Mapping[str, str] | None = None
    served: bool = False


LONG: Final = 60_000
"""Characters beyond which a text goes to a checker of its own: it takes seconds, and others would wait for it."""

_started: list[Start] = [Start()]
_loaded: list[Checker] = []
_loading: Final = Lock()


def start() -> Start:
    """How this page was started."""
    return _started[-1]


def lexicons() -> str | None:
    """The authority's own folder of lexicons and guidance that the page was started with."""
    return start().lexicons


def checker(characters: int = 0) -> Checker:
    """The checker for a text of that length.

    A checker takes one text after the other. There are two, so that nobody with an ordinary note waits for a long one;
    the second takes 25 MB. They give the same reports.

    Raises:
        NotecheckError: the model or a lexicon cannot be used; says which and why.
    """
    with _loading:
        while len(_loaded) < 2:
            _loaded.append(notecheck.load(model=start().model, lexicons=start().lexicons))
            # Streamlit collects garbage after every run. Before anybody visits, since a visit has to be collected.
            settle()
    return _loaded[characters > LONG]


def run(
    port: int = 8501,
    *,
    lexicons: str | None = None,
    model: str | None = None,
    host: str | None = None,
    base_path: str = "",
    sign_in: Path | None = None,
) -> None:
    """Serve the page until it is stopped.

    Args:
        port: where on this machine.
        lexicons: an authority's own folder of lexicons and guidance.
        model: name or folder of another spaCy English pipeline.
        host: the name by which people reach it through a web server on this machine.
        base_path: the path under which they reach it there.
        sign_in: the file that says how they sign in.

    Raises:
        SettingsError: an option is not allowed, the port is taken, or Streamlit is not installed.
        NotecheckError: the model or a lexicon cannot be used.
    """
    _need_free(port)
    base_path = _base_path(base_path)
    how = Start(
        lexicons=lexicons,
        model=model,
        host=_host(host),
        base_path=base_path,
        sign_in=read_sign_in(sign_in, host=_host(host), base_path=base_path) if sign_in else None,
        served=True,
    )
    app = _app(how)
    _started.append(how)
    with languagetool.owned(patience=0):  # it gets ready while the model is loaded, and nobody waits for it
        checker()
        keep_quiet()
        sys.stdout.write(f"notecheck is at http://{ADDRESS}:{port}{base_path} on this machine. Ctrl+C stops it.\n")
        sys.stdout.flush()
        app.run(config=_settings(how, port))


def _settings(how: Start, port: int) -> dict[str, Any]:
    team = {"browser.serverAddress": how.host} if how.host else {}
    return {
        **SETTINGS,
        **team,
        "server.port": port,
        "server.allowedHosts": _hosts(how),
        "server.baseUrlPath": how.base_path.strip("/"),
    }


def _hosts(how: Start) -> list[str]:
    return [*SETTINGS["server.allowedHosts"], *([how.host] if how.host else [])]


def _host(name: str | None) -> str | None:
    if name is None:
        return None
    if not re.fullmatch(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", name.lower()):
        raise SettingsError("--host: not the name of a host; it is like notecheck.example.gov.uk, without https://")
    return name.lower()


def _base_path(path: str) -> str:
    steps = path.strip("/")
    if not re.fullmatch(r"(?:[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*)?", steps):
        raise SettingsError("--base-path: letters, figures, - and _ with / between them, such as /notecheck")
    return f"/{steps}" if steps else ""


def _need_free(port: int) -> None:
    if not 0 < port < 65536:
        raise SettingsError(f"--port: {port} is not allowed; a number from 1 to 65535")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise SettingsError(f"--port: {port} cannot be used ({error.strerror}); name another") from None


def _app(how: Start) -> Any:
    """The page as a web application, with the headers and hosts of this module.

    Raises:
        SettingsError: Streamlit, or what signing in needs, is not installed.
    """
    try:
        import streamlit
        from starlette.formparsers import MultiPartParser
        from starlette.middleware import Middleware
        from starlette.middleware.trustedhost import TrustedHostMiddleware

        from notecheck.forgetting import Forgetting
    except ModuleNotFoundError:
        raise SettingsError("the page needs Streamlit: pip install 'notecheck[page]'") from None
    if how.sign_in is not None:
        _need_authlib()
    # An opened file beyond this size would be written to a temporary file on its way in.
    MultiPartParser.spool_max_size = (MAX_UPLOAD + 2) * 1024 * 1024
    return streamlit.App(
        PAGE,
        secrets={"auth": dict(how.sign_in)} if how.sign_in is not None else None,
        lifespan=_while_served,
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=_hosts(how), www_redirect=False),
            Middleware(SameOrigin),
            Middleware(Headers),
            Middleware(Forgetting),
        ],
    )


def _need_authlib() -> None:
    if not (find_spec("authlib") and find_spec("httpx")):
        raise SettingsError("signing in needs Authlib: pip install 'notecheck[page,sign-in]'")


@asynccontextmanager
async def _while_served(_: Any) -> AsyncIterator[None]:
    """Say, as the page starts, what this version of Streamlit cannot keep of the page's promises."""
    from notecheck import forgetting

    if not forgetting.works():
        sys.stderr.write(
            "notecheck: this version of Streamlit does not let a closed tab be forgotten at once; what was open in it "
            "may stay in memory until the page is stopped. The page says so to those who use it.\n"
        )
    yield


def _netloc(origin: bytes) -> str | None:
    """Host and port of an origin; None of one that is none."""
    try:
        return urlsplit(origin.decode("latin-1")).netloc
    except ValueError:
        return None


class SameOrigin:
    """Refuses what another site's page asks for in a visitor's browser, before anything looks at it."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request, or refuse it."""
        headers = dict(scope.get("headers", ()))
        origin = headers.get(b"origin")
        if origin is None or _netloc(origin) == headers.get(b"host", b"").decode("latin-1"):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await send({"type": "http.response.start", "status": 403, "headers": []})
            await send({"type": "http.response.body", "body": b"Not from this page."})


class Headers:
    """Adds `HEADERS` to every answer of a web application, and keeps its cookies short-lived."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request."""
        secure = dict(scope.get("headers", ())).get(b"x-forwarded-proto") == b"https"

        async def send_with(message: dict[str, Any]) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                kept = [
                    (name, _cookie(value, secure) if name == b"set-cookie" else value)
                    for name, value in message.get("headers", ())
                ]
                message["headers"] = [*kept, *HEADERS]
            await send(message)

        await self._app(scope, receive, send_with)


def _cookie(cookie: bytes, secure: bool) -> bytes:
    """A cookie that ends as the browser is closed (unless it is being deleted), and travels encrypted where it can."""
    if b"max-age=0" not in cookie.lower():
        cookie = re.sub(rb"(?i);\s*(max-age|expires)=[^;]*", b"", cookie)
    return cookie + b"; Secure" if secure and b"; secure" not in cookie.lower() else cookie
