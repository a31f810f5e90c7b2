"""A server on this machine, asked well and badly: both protocols with odd values, and bytes that are hardly HTTP."""

from __future__ import annotations

import atexit
import json
from contextlib import ExitStack
from functools import cache
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from fuzz.kinds import MARK, Kind, must
from fuzz.notes import ANYTHING, FIELDS
from fuzz.texts import SIGNS, UNSEEN, texts
from notecheck.guidance import guidance_names
from notecheck.note import DOC_TYPES

WAIT = 120.0  # seconds for an answer, on a machine that has much else to do
PATHS = (
    "/", "/v1/report", "/v1/openapi.json", "/v1/guidances", "/v1/about", "/v2/check", "/v2/languages", "/v2/info",
    "/v2/healthcheck", "/v2/maxtextlength", "/v2/words", "/v2/words/add", "/v2/configinfo", "/swindon/v2/check",
    "/swindon/home-visit/v2/check", "/nowhere/v2/check", "/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//v2//check",
    "/v2/check?text=I+saw+Sam.&language=en-GB", f"/{MARK}", f"/v2/check?text={MARK}", "/%00", "/%ff", "*",
    "http://a/", "",
)  # fmt: skip
METHODS = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE", "CONNECT", "get", "G\0T", "A" * 9_999)
HEADERS = (
    "Host: 127.0.0.1", "Host: evil.example", "Host: ", "Origin: https://evil.example", "Origin: null",
    "Content-Type: application/json", "Content-Type: application/x-www-form-urlencoded", "Content-Type: text/plain",
    "Content-Type: multipart/form-data; boundary=a", "Content-Type: application/json; charset=utf-16",
    "Content-Type: application/json; charset=x", "Content-Length: 0", "Content-Length: 5",
    "Content-Length: 99999999999",
    "Content-Length: -1", "Content-Length: +5", "Content-Length: 5\r\nContent-Length: 6", "Transfer-Encoding: chunked",
    "Transfer-Encoding: chunked\r\nContent-Length: 5", "Content-Encoding: gzip", "Expect: 100-continue",
    "Connection: close", "Connection: Upgrade\r\nUpgrade: websocket", "Accept-Encoding: gzip",
    "Authorization: Bearer x",
    "Cookie: a=b", "X-Forwarded-For: 1.2.3.4", "X: " + "a" * 70_000, ": a", "no colon", "A: \x00", "A: \xff",
    " folded",
    f"User-Agent: {MARK}", *(f"X-{n}: 1" for n in range(3)), "\r\n".join(f"Y-{n}: 1" for n in range(300)),
)  # fmt: skip
BODIES = (
    "", "text=I+saw+Sam.&language=en-GB", '{"text": "I saw Sam."}', "{", "[" * 5_000, '{"text": 1e999}',
    '{"text": "\\ud800"}',
    "5\r\nhello\r\n0\r\n\r\n", "fffffffffffffffff\r\n", "-1\r\n", "0\r\n" + "A: b\r\n" * 200 + "\r\n",
    "\x1f\x8b\x08", "--a\r\n",
    "&" * 9_999, "a=b&" * 9_999, "%" * 99, "text=%ff%fe", f"text={MARK}", "data={}",
    'data={"annotation":[{"text":"a"}]}',
)  # fmt: skip
FORM = {
    "text": texts(),
    "data": texts().map(lambda text: json.dumps({"annotation": [{"text": text}, {"markup": "<b>"}]}))
    | ANYTHING.map(str),
    "language": st.sampled_from(("en-GB", "en", "auto", "de-DE", "xx", "", "en-GB" * 99)),
    "enabledRules": st.text(max_size=20), "disabledRules": st.sampled_from(("ACRONYM", "acronym", "x,y", ",")),
    "enabledOnly": st.sampled_from(("true", "yes", "1", "")), "level": st.sampled_from(("picky", "default", "x")),
    "motherTongue": st.text(max_size=5), "preferredVariants": st.text(max_size=9), "x": st.text(max_size=9),
}  # fmt: skip


@cache
def server() -> Any:
    """The server that all inputs are sent to; started in the parent, ended with it."""
    from serving import serving

    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(serving())


def _raw() -> st.SearchStrategy[dict[str, Any]]:
    """Some requests on one connection, in pieces as they go over the wire, of bytes as Latin-1 has them."""
    return st.builds(
        _pieces,
        st.lists(st.one_of(_nearly_right(), _nearly_right(), _hardly_http()), min_size=1, max_size=3),
        st.lists(st.floats(0, 1), max_size=2),
    )


def _nearly_right() -> st.SearchStrategy[str]:
    """A request that is answered, or would be but for a header or two, or a sign."""
    ours = st.sampled_from(("GET", "POST")), st.sampled_from(PATHS), st.just("HTTP/1.1")
    kinds = st.sampled_from(HEADERS[5:8])
    headers = st.builds(
        lambda kind, more: [HEADERS[0], kind, *more], kinds, st.lists(st.sampled_from(HEADERS), max_size=2)
    )
    return st.builds(_request, *ours, headers, st.sampled_from(BODIES), st.lists(_odd(), max_size=1), st.just(True))


def _hardly_http() -> st.SearchStrategy[str]:
    return st.builds(
        _request,
        st.sampled_from(METHODS[:3]) | st.sampled_from(METHODS),
        st.sampled_from(PATHS),
        st.sampled_from(("HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9", "", "HTTP/1.1 x")),
        st.lists(st.sampled_from(HEADERS), max_size=6),
        st.sampled_from(BODIES),
        st.lists(_odd(), max_size=2),
        st.booleans(),
    )


def _odd() -> st.SearchStrategy[tuple[float, str]]:
    """A sign that does not belong there, and where: a share of the request."""
    sign = st.sampled_from(SIGNS + UNSEEN) | st.binary(max_size=6).map(lambda data: data.decode("latin-1"))
    return st.tuples(st.floats(0, 0.999), sign)


def _request(
    method: str, path: str, version: str, headers: list[str], body: str, odd: list[tuple[float, str]], counted: bool
) -> str:
    length = [f"Content-Length: {len(body.encode('latin-1', 'replace'))}"] if counted else []
    text = "\r\n".join([f"{method} {path} {version}", *headers, *length, "", body])
    for share, sign in odd:
        at = int(share * len(text))
        text = text[:at] + sign + text[at:]
    return text


def _pieces(requests: list[str], cuts: list[float]) -> dict[str, Any]:
    text = "".join(requests)
    places = sorted(int(share * len(text)) for share in cuts)
    pieces = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
    return {"pieces": [piece.encode("latin-1", "replace").decode("latin-1") for piece in pieces]}


def _asked() -> st.SearchStrategy[dict[str, Any]]:
    """A note for `/v1/report`, or a form for `/v2/check`: most of them as they should be but for one thing."""
    right = st.fixed_dictionaries({"text": texts()}, optional=FIELDS)
    fields = {name: st.one_of(each, each, ANYTHING) for name, each in FIELDS.items()}
    note = st.fixed_dictionaries({"text": st.one_of(texts(), texts(), ANYTHING)}, optional=fields)
    places = st.sampled_from(("", *guidance_names(), *(f"sussex/{kind}" for kind in DOC_TYPES)))
    form = st.one_of(*(_form(name) for name in ("text", "text", "data")), _odd_form())
    return st.one_of(
        st.fixed_dictionaries({"note": st.one_of(right, right, note, ANYTHING)}),
        st.fixed_dictionaries({"form": form, "place": places, "get": st.sampled_from((False, False, False, True))}),
    )


def _form(holds: str) -> st.SearchStrategy[dict[str, Any]]:
    optional = ("enabledRules", "disabledRules", "motherTongue", "x")
    return st.fixed_dictionaries(
        {holds: FORM[holds], "language": st.sampled_from(("en-GB", "en"))},
        optional={name: FORM[name] for name in optional},
    )


def _odd_form() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=FORM)


def check_raw(value: dict[str, Any]) -> None:
    """Whatever is sent, what comes back is HTTP or nothing, never a fault of the server's own, and it goes on."""
    answer = server().raw(*(piece.encode("latin-1") for piece in value["pieces"]), b"", seconds=WAIT, done=True)
    status = _status(answer)
    must(status != 500, "a fault of the server's own")
    must(b"Traceback" not in answer, "a traceback is sent")
    _lives()


def _status(answer: bytes) -> int:
    if not answer:
        return 0
    line = answer.split(b"\r\n", 1)[0].split(b" ")
    must(line[0] in (b"HTTP/1.1", b"HTTP/1.0") and len(line) >= 2 and line[1].isdigit(), "an answer that is no HTTP")
    return int(line[1])


def check_asked(value: dict[str, Any]) -> None:
    """A note is answered with a report, or refused in words that hold nothing of it."""
    if "note" in value:
        answer = server().ask(
            "POST", "/v1/report", json.dumps(value["note"]), {"Content-Type": "application/json"}, WAIT
        )
    else:
        answer = _check(value)
    must(answer.status in (200, 400, 404, 405, 413, 414, 415, 422, 431), f"status {answer.status}")
    if answer.status == 200:
        _right(json.loads(answer.body), value)
    else:
        must(MARK.encode() not in answer.body, "a refusal holds text of the note")
        must(b"Traceback" not in answer.body, "a traceback is sent")
    _lives()


def _check(value: dict[str, Any]) -> Any:
    form = urlencode({name: each.encode("utf-8", "surrogatepass") for name, each in value["form"].items()})
    path = f"/{value['place']}/v2/check" if value["place"] else "/v2/check"
    if value["get"] and len(form) < 4_000:
        return server().ask("GET", f"{path}?{form}", seconds=WAIT)
    return server().ask("POST", path, form, {"Content-Type": "application/x-www-form-urlencoded"}, WAIT)


def _right(answer: dict[str, Any], value: dict[str, Any]) -> None:
    """Every offset of an answer lies in the text, in the units of its protocol."""
    if "note" in value:
        text = value["note"]["text"]
        for finding in answer["findings"]:
            must(finding["text"] == text[finding["start"] : finding["end"]], "a finding's text over the wire")
        return
    if "text" in value["form"]:
        units = value["form"]["text"].encode("utf-16-le", "surrogatepass")
        for match in answer["matches"]:
            must(match["offset"] >= 0 and match["length"] > 0, "a match's offset")
            must(2 * (match["offset"] + match["length"]) <= len(units), "a match behind the text")


def _lives() -> None:
    must(server().get("/v2/healthcheck").status == 200, "the server is gone")
    must(MARK not in server().log(), "the server's log holds text of the note")
    must("Traceback" not in server().log(), "a traceback in the server's log")


KINDS = (
    Kind("server", _asked, check_asked, 6, prepare=server),
    Kind("wire", _raw, check_raw, 4, prepare=server),
)
