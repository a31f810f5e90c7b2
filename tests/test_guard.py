"""Who may ask a server, how much, how fast and how often: a real one, asked as programs, add-ons and web pages ask."""

import http.client
import json
import os
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest
from serving import serving, until

ADD_ON = "chrome-extension://oldceeleldhonbafppcapldpdifcinji"
FIREFOX = "moz-extension://8bd5d4c6-0f4e-4f57-9d4c-6a8b7a5f0c11"
SAFARI = "safari-web-extension://0F8B5C1E-4B1D-4C58-8C37-2F64E0D1B7AA"
TOKEN = "b0a8b4fd63f54b6b9f6a1c4be0f0a5f1"
NOTE = "Zebedeeq told me that she likes her new school."
SHORT = json.dumps({"guard._BODY": 1.0, "connection._SAYING": 1.0})


@pytest.fixture(scope="module")
def server():
    """For this machine alone, with a page and a name of its own allowed."""
    options = ("--origin", "https://records.example.gov.uk", "--host-name", "notecheck.example.gov.uk")
    with serving(*options, "--max-text", "1000", light=True, SERVING_TIMES=SHORT) as server:
        yield server
        assert server.stop() == 0
        assert "Zebedeeq" not in server.said()


@pytest.fixture(scope="module")
def patient():
    """With room for more checks to wait than connections."""
    with serving("--queue", "1000", "--timeout", "60", light=True) as server:
        yield server


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """With a token, a rate, and a web server before it."""
    file = tmp_path_factory.mktemp("token") / "token"
    file.write_text(f"{TOKEN}\n")
    file.chmod(0o600)
    with serving("--token-file", str(file), "--behind-proxy", "--rate", "6", light=True) as server:
        yield server
        assert server.stop() == 0
        assert TOKEN not in server.said()


def raw_check(server, *headers, body="language=en-GB&text=Hello", version="1.1"):
    lines = [f"POST /v2/check HTTP/{version}", *headers, "Content-Type: application/x-www-form-urlencoded"]
    return server.raw("\r\n".join([*lines, f"Content-Length: {len(body)}", "Connection: close", "", body]).encode())


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8081", "[::1]:8081", "LOCALHOST", "notecheck.example.gov.uk"])
def test_it_answers_to_its_own_names(server, host):
    assert raw_check(server, f"Host: {host}").startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "", "127.0.0.1:80:80", "0.0.0.0"]
)
def test_a_name_of_somebody_else_that_leads_here_is_refused(server, host):
    answer = raw_check(server, f"Host: {host}")
    assert answer.startswith(b"HTTP/1.1 421")
    assert b"--host-name" in answer


def test_a_request_without_a_name_or_with_two_is_refused(server):
    assert raw_check(server, version="1.0").startswith(b"HTTP/1.1 421")
    assert raw_check(server, "Host: localhost", "Host: evil.example").startswith(b"HTTP/1.1 400")
    twice = raw_check(server, "Host: localhost", f"Origin: {ADD_ON}", "Origin: https://evil.example")
    assert twice.startswith(b"HTTP/1.1 400")
    assert b"origin came twice" in twice


@pytest.mark.parametrize("origin", [ADD_ON, FIREFOX, SAFARI, "https://records.example.gov.uk"])
def test_an_add_on_and_a_page_that_was_named_may_ask_and_read(server, origin):
    answer = server.check(NOTE, headers={"Origin": origin, "Sec-Fetch-Site": "cross-site"})
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == origin
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://localhost:3000",
        "http://127.0.0.1:8081",
        "null",
        "file://",
        "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "moz-extension://evil.example",
        f"{FIREFOX}.evil.example",
        "https://records.example.gov.uk.evil.example",
        "http://records.example.gov.uk",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/v2/check", "/v1/report", "/swindon/v2/check", "/v2/words/add", "/health"])
def test_a_web_page_may_not_ask_and_not_read_why(server, origin, path):
    answer = server.ask("POST", path, "text=Zebedeeq", {"Origin": origin, "Content-Type": "text/plain"})
    assert answer.status == 403
    assert "access-control-allow-origin" not in answer.headers


def test_a_page_that_is_refused_is_refused_before_its_text_has_come(server):
    """A form's POST needs no leave of a preflight: it is sent at once."""
    head = (
        "POST /v2/check HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nContent-Length: 50000\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n\r\n"
    )
    answer = server.raw(head.encode())
    assert answer.startswith(b"HTTP/1.1 403")
    assert b"100 Continue" not in answer


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_a_page_fetches_without_an_origin_is_refused(server, site):
    assert server.get("/v2/languages", Sec_Fetch_Site=site, Sec_Fetch_Mode="no-cors").status == 403


@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_what_somebody_types_into_their_browser_is_answered(server, site):
    assert server.get("/health", Sec_Fetch_Site=site).body == b"OK"


def test_a_browser_is_told_what_an_add_on_may_ask(server):
    asks = {
        "Origin": ADD_ON,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
        "Access-Control-Request-Private-Network": "true",
    }
    answer = server.ask("OPTIONS", "/v2/check", headers=asks)
    assert answer.status == 204
    assert answer.headers["access-control-allow-origin"] == ADD_ON
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "content-type" in answer.headers["access-control-allow-headers"].lower()
    assert answer.headers["access-control-allow-private-network"] == "true"
    refused = server.ask("OPTIONS", "/v2/check", headers=asks | {"Origin": "https://evil.example"})
    assert refused.status == 403
    assert not [name for name in refused.headers if name.startswith("access-control")]


def test_null_may_be_named_and_still_no_page_can_read_an_answer():
    with serving("--origin", "null", light=True) as server:
        answer = server.check("Hello", headers={"Origin": "null"})
        assert answer.status == 200
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/v2/check", "/v1/report", "/swindon/home-visit/v2/check"])
def test_a_check_is_asked_for_by_post_alone(server, method, path):
    answer = server.ask(method, path)
    assert answer.status == 405
    assert answer.headers["allow"] == "POST"
    assert method == "HEAD" or "by POST" in answer.text


@pytest.mark.parametrize("query", ["text=Zebedeeq", "language=en-GB&text=Zebedeeq", "dat%61=Zebedeeq", "TEXT=Zebedeeq"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_note_in_an_address_is_refused_with_the_reason(server, method, query):
    answer = server.ask(method, f"/v2/check?{query}")
    assert answer.status == 400
    assert "must not stand in an address" in answer.text
    assert "Zebedeeq" not in answer.text


def test_a_body_beyond_the_longest_text_is_refused_by_its_length(server):
    answer = server.check("a" * 200_000)
    assert answer.status == 413
    assert "1,000 characters" in answer.text
    assert server.raw(
        b"POST /v2/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n"
    ).startswith(b"HTTP/1.1 413")


def test_a_body_of_unknown_length_is_refused_once_it_is_too_long(server):
    pieces = (b"a" * 10_000 for _ in range(40))
    connection = server.connection()
    connection.request("POST", "/v2/check", pieces, {"Transfer-Encoding": "chunked"}, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize("chunk", [b"1\r\na\r\n", b"1;" + b"x" * 20_000 + b"\r\na\r\n"])
def test_a_body_in_tiny_pieces_is_not_read(server, chunk):
    """Each costs more than it holds: nobody else would be answered meanwhile."""
    head = b"POST /v2/check HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = server.raw(head, (chunk * 10_000)[:40_000])
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")
    body = b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in [b"language=en-GB&text=", *[b"Hello you. "] * 60])
    kind = b"Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n"
    assert server.raw(head[:-2] + kind + body + b"0\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_a_text_that_is_too_long_is_told_its_length(server):
    answer = server.check("a" * 1_001)
    assert answer.status == 413
    assert "1,001 characters; at most 1,000 are allowed" in answer.text


@pytest.mark.parametrize("length", ["-1", "abc", "1, 1", "+5"])
def test_a_length_that_is_none_is_refused(server, length):
    answer = server.raw(f"POST /v2/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 4")


def test_a_body_whose_length_is_told_in_two_ways_is_refused_and_nothing_behind_it_is_read(server):
    """A web server before this one may go by the other, and take for a body what is a request here."""
    answer = server.raw(
        b"POST /v2/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    assert answer.startswith(b"HTTP/1.1 400")
    assert answer.count(b"HTTP/1.1") == 1


def test_a_body_that_does_not_come_to_its_end_is_not_waited_for(server):
    answer = server.raw(b"POST /v2/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\ntext=Zeb")
    assert answer.startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("said", [b"", b"POST /v2/check HTTP/1.1\r\nHost: loc"])
def test_a_connection_that_says_nothing_or_no_more_is_closed(server, said):
    assert server.raw(said, seconds=30) == b""


def test_nobody_fills_the_log_with_requests_that_are_none(server):
    asks = b"GET /v2/check HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    for sent in (b"\x16\x03\x01\x02\r\n\r\n", b"GET\r\n\r\n", asks + b"Origin: https://evil.example\r\n\r\n"):
        assert server.raw(sent, done=True).startswith(b"HTTP/1.1 4")
    assert "request" not in server.log()


def test_headers_without_end_are_refused(server):
    answer = server.raw(b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 300_000 + b"\r\n\r\n")
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")
    assert server.get("/health").status == 200


def test_no_answer_may_be_kept_framed_or_taken_for_something_else(server):
    for answer in (server.check(NOTE), server.get("/nothing"), server.check(NOTE, headers={"Origin": "null"})):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["server"] == "notecheck"


def test_a_refusal_reads_as_its_client_expects(server):
    plain = server.get("/v2/nothing")
    assert plain.status == 404
    assert plain.text.startswith("Error: ")
    assert "text/plain" in plain.headers["content-type"]
    problem = server.get("/v1/nothing")
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json.keys() == {"type", "title", "status", "detail"}
    assert (problem.status, problem.json["status"]) == (404, 404)


def who(client):
    return {"X-Forwarded-For": f"10.9.9.9, {client}"}


def bearer(token, client):
    return {"Authorization": f"Bearer {token}"} | who(client)


def test_a_token_is_asked_for_and_may_come_as_each_client_can_send_it(shared):
    assert shared.check("Hello", headers=who("10.0.0.1")).status == 401
    assert shared.report("Hello", headers=who("10.0.0.1")).status == 401
    assert shared.check("Hello", headers=bearer(TOKEN, "10.0.0.1")).status == 200
    assert shared.report("Hello", headers=bearer(TOKEN, "10.0.0.1")).status == 200
    assert shared.check("Hello", apiKey=TOKEN, username="office", headers=who("10.0.0.1")).status == 200
    called = {"Content-Type": "Application/X-WWW-Form-UrlEncoded; charset=UTF-8"} | who("10.0.0.1")
    assert shared.check("Hello", apiKey=TOKEN, headers=called).status == 200
    assert shared.get("/health").body == b"OK"


def test_what_a_web_servers_own_sign_in_leaves_in_the_headers_is_no_token(shared):
    signed_in = {"Authorization": "Basic b2ZmaWNlOnNlY3JldA=="} | who("10.0.6.1")
    assert shared.check("Hello", apiKey=TOKEN, headers=signed_in).status == 200
    assert shared.check("Hello", headers=signed_in).status == 401
    assert shared.report("Hello", headers=signed_in).status == 401


@pytest.mark.parametrize("path", ["/v1/guidances/health", "/v1/rules/health", "/swindon/health"])
def test_what_is_only_called_as_what_may_be_asked_without_a_token_may_not(shared, path):
    answer = shared.get(path, **who("10.0.5.1"))
    assert answer.status == 401
    assert "allowed:" not in answer.text


@pytest.mark.parametrize("wrong", ["", TOKEN[:-1], TOKEN + "0", TOKEN.upper(), "é" * 32])
def test_a_wrong_token_is_refused_however_it_comes(shared, wrong):
    client = f"10.0.1.{len(wrong)}-{wrong[:1].isupper()}"
    by_header = shared.report("Hello", headers=bearer(wrong.encode("ascii", "replace").decode(), client))
    assert by_header.status == 401
    assert by_header.headers["www-authenticate"] == "Bearer"
    assert shared.check("Hello", apiKey=wrong, headers=who(client)).status == 401


def test_who_has_no_token_is_refused_before_the_text_has_come(shared):
    head = "POST /v1/report HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\nExpect: 100-continue\r\n\r\n"
    answer = shared.raw(head.encode())
    assert answer.startswith(b"HTTP/1.1 401")
    assert b"100 Continue" not in answer


def test_whoever_guesses_tokens_is_slowed_down_and_nobody_else(shared):
    guesses = [shared.get("/v2/languages", **bearer(f"guess{n}", "10.0.2.1")).status for n in range(12)]
    assert guesses[:10] == [401] * 10
    assert set(guesses[10:]) == {429}
    assert shared.report("Hello", headers=bearer(TOKEN, "10.0.2.2")).status == 200


def test_whoever_sends_no_token_is_taken_for_no_guesser(shared):
    """As the browser add-on, which can send none, from where colleagues ask who do."""
    asked = [shared.get("/v2/languages", **who("10.0.7.1")).status for _ in range(12)]
    sent = [shared.check("Hello", apiKey="", headers=who(f"10.0.7.{n}")).status for n in (1, 1, 1)]
    assert {*asked, *sent} == {401}
    assert shared.report("Hello", headers=bearer(TOKEN, "10.0.7.1")).status == 200


def test_a_client_that_asks_too_often_is_told_when_to_ask_again_and_others_are_answered(shared):
    answers = [shared.report("Hello", headers=bearer(TOKEN, "10.0.3.1")) for _ in range(7)]
    assert [answer.status for answer in answers] == [200] * 6 + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 10
    assert "6 checks a minute" in answers[-1].json["detail"]
    assert shared.report("Hello", headers=bearer(TOKEN, "10.0.3.2")).status == 200


def test_who_sends_for_others_is_known_by_what_the_web_server_saw(shared):
    """What a client writes into the header itself stands before that."""
    for n in range(6):
        shared.report("Hello", headers={"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": f"{n}.1.1.1, 10.0.4.1"})
    assert shared.report("Hello", headers=bearer(TOKEN, "10.0.4.1")).status == 429


def test_without_a_web_server_nobody_is_taken_for_another(server):
    assert server.report("Hello", headers={"X-Forwarded-For": "203.0.113.7"}).status == 200


@contextmanager
def held(server, count, said=b""):
    """So many connections on which that much of a request is sent, and no more."""
    wires = [socket.create_connection((server.host, server.port)) for _ in range(count)]
    try:
        for wire in wires:
            wire.sendall(said)
        yield wires
    finally:
        for wire in wires:
            wire.close()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET /health HTTP/1.1\r\nHost: local",
        b"POST /v2/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\ntext=",
        b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
    ids=["nothing", "half of the headers", "half of a body", "no second request"],
)
def test_connections_that_are_only_held_keep_nobody_out(patient, said):
    other = http.client.HTTPConnection(patient.host, patient.port, timeout=60, source_address=("127.0.0.2", 0))
    with closing(other), held(patient, 300, said):
        other.connect()
        with held(patient, 300, said):
            until(lambda: patient.get("/health").body == b"OK")  # what asked before it is answered by then
            for _ in range(3):
                assert patient.get("/health").body == b"OK"
            assert patient.report("wait 0.1").status == 200
            other.request("GET", "/health")  # of two addresses, the one that holds more makes room
            assert other.getresponse().read() == b"OK"


def test_bodies_of_all_together_are_bounded():
    """Each may be as large as the longest text in escapes, and need not come to its end for a while."""
    times = json.dumps({"guard._HELD": 1})  # but four of the largest are always taken
    with serving("--max-text", "1000", light=True, SERVING_TIMES=times) as server:
        head = b"POST /v1/report HTTP/1.1\r\nHost: localhost\r\nContent-Length: 77000\r\n\r\n"
        with held(server, 4, head + b"a" * 76_900):
            turned_away = until(lambda: (answer := server.report("Hello", x="a" * 60_000)).status == 503 and answer)
            assert int(turned_away.headers["retry-after"]) > 0
            assert server.report("Hello").status == 200
        until(lambda: server.report("Hello", x="a" * 60_000).status == 200)


def test_beyond_what_it_can_serve_it_says_that_it_is_busy(patient):
    """And serves again once those who were there are answered."""
    with ThreadPoolExecutor(265) as pool:
        (worker,) = patient.workers()
        first = pool.submit(patient.report, "hang")
        others = [pool.submit(patient.report, "Hello") for _ in range(264)]
        turned_away = until(lambda: (answer := patient.get("/v1/about")).status == 503 and answer)
        assert "ask again in a moment" in turned_away.json["detail"]
        assert int(turned_away.headers["retry-after"]) > 0
        os.kill(worker, signal.SIGKILL)
        assert first.result().status == 500
        statuses = [each.result().status for each in others]
    assert statuses.count(503) < 20
    assert set(statuses) == {200, 503}
    assert patient.get("/health").body == b"OK"
