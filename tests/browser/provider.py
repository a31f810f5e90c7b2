"""An OpenID Connect provider on this machine, as small as signing in allows, that remembers what it was asked."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

PEOPLE = {"priya": "Priya Nair", "tom": "Tom Ashe"}


class Provider(ThreadingHTTPServer):
    """Serves one client; `asked` holds the paths that were asked for, in order."""

    def __init__(self, client_id: str, client_secret: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.client = (client_id, client_secret)
        self.key = RSAKey.generate_key(2048, parameters={"kid": "one"})
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def metadata(self) -> str:
        return f"{self.address}/.well-known/openid-configuration"

    def token(self, person: str, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.address, "aud": self.client[0], "iat": now, "exp": now + 600, "nonce": nonce}
        claims |= {"sub": person, "name": PEOPLE[person], "email": f"{person}@example.gov.uk"}
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        self.server.asked.append(parts.path)
        here = self.server.address
        if parts.path == "/.well-known/openid-configuration":
            self.say_json(
                {
                    "issuer": here,
                    "authorization_endpoint": f"{here}/authorize",
                    "token_endpoint": f"{here}/token",
                    "jwks_uri": f"{here}/keys",
                    "end_session_endpoint": f"{here}/goodbye",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                    "code_challenge_methods_supported": ["S256"],
                }
            )
        elif parts.path == "/keys":
            self.say_json({"keys": [self.server.key.as_dict(private=False, kid="one", use="sig", alg="RS256")]})
        elif parts.path == "/authorize":
            links = [
                f'<p><a href="/chosen?{escape(urlencode({**query, "person": who}))}">{PEOPLE[who]}</a>'
                for who in PEOPLE
            ]
            self.say("<title>Sign in</title><h1>Who are you?</h1>" + "".join(links), "text/html")
        elif parts.path == "/chosen":
            code = secrets.token_hex(8)
            self.server.codes[code] = query
            self.go(f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}")
        elif parts.path == "/goodbye":
            self.go(query["post_logout_redirect_uri"])
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        self.server.asked.append(self.path)
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        chosen = self.server.codes.pop(form["code"][0], None)
        if self.path != "/token" or chosen is None or "code_verifier" not in form:
            self.send_error(400)
            return
        token = self.server.token(chosen["person"], chosen["nonce"])
        self.say_json(
            {"access_token": secrets.token_hex(8), "token_type": "Bearer", "expires_in": 600, "id_token": token}
        )

    def say_json(self, data: object) -> None:
        self.say(json.dumps(data), "application/json")

    def say(self, text: str, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def go(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()


@contextmanager
def providing(client_id: str, client_secret: str) -> Iterator[Provider]:
    """A provider until the block ends."""
    with Provider(client_id, client_secret) as provider:
        thread = threading.Thread(target=provider.serve_forever, daemon=True)
        thread.start()
        yield provider
        provider.shutdown()
        thread.join()
