"""A server as a whole: it starts and ends as it should, checks fairly and in bounded time, and keeps nothing."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from serving import children, cmdline, command, lives, serving, until, worked

from notecheck.errors import SettingsError
from notecheck.languagetool import loopback
from notecheck.serve import run, secret
from notecheck.serve.line import LONG, BusyError, Job, Line
from notecheck.serve.origins import Origins, check_hosts, check_origins
from notecheck.serve.settings import Serving

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
MARKER = "Zebedeeq"
NOTE = (
    f'I visited {MARKER} on 4 March 2026. You told me: "I like it at Nana\'s." The LADO was informed by the school. '
    "Mum was hostile as usual 👪 and the CIN plan will be reviewed."
)


@pytest.fixture(scope="module")
def light():
    """With two workers that load no model."""
    with serving("--queue", "8", "--timeout", "3", "--max-text", "60000", light=True, jobs=2) as server:
        until(lambda: len(server.workers()) == 2)
        yield server


def at_once(*calls):
    """The results of calls that are made side by side."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [each.result() for each in [pool.submit(call) for call in calls]]


@pytest.mark.model
def test_a_report_is_the_checkers_own_and_nothing_of_a_note_is_written_anywhere(checker):
    with serving() as server:
        answer = server.report(NOTE, doc_type="home-visit", guidance="swindon", id="A-01")
        assert answer.status == 200
        expected = checker(NOTE, doc_type="home-visit", guidance="swindon", id="A-01").to_dict()
        assert answer.json == json.loads(json.dumps(expected))
        refused = server.report(NOTE, doc_type="poem")
        assert refused.status in (400, 422)
        assert MARKER not in refused.text
        other = server.report("You showed me your drawing.").text + server.get(f"/v1/{MARKER}?name={MARKER}").text
        assert MARKER not in other
        assert server.stop() == 0
        assert MARKER not in server.said()


@pytest.mark.model
@linux
def test_the_process_that_listens_loads_nothing_that_checks():
    """It would take 80 MB, and seconds to start, for what only workers need."""
    with serving() as server:
        assert server.report(NOTE).status == server.check(NOTE, path="/swindon/v2/check").status == 200
        assert server.get("/v2/configinfo?language=en").status == server.get("/v1/openapi.json").status == 200
        heavy = re.compile(r"/(spacy|thinc|numpy)/")
        assert not [file for file in server.mapped() if heavy.search(file)]
        assert [
            line for line in Path(f"/proc/{server.workers()[0]}/maps").read_text().splitlines() if heavy.search(line)
        ]


@pytest.mark.model
@linux
def test_what_takes_long_to_read_is_read_where_nobody_else_waits():
    """Python reads JSON in one go, in which no other thread of the process does anything."""
    with serving() as server:
        (worker,) = server.workers()
        before = worked(server.process.pid), worked(worker)
        body = b'{"text": "You came.", "x": [%s 1]}' % (b"[]," * 400_000)
        assert server.ask("POST", "/v1/report", body, {"Content-Type": "application/json"}).status == 200
        here, there = worked(server.process.pid) - before[0], worked(worker) - before[1]
        assert 4 * here < there


def test_it_says_where_it_is_and_is_ready_by_then(light):
    assert light.get("/health").body == b"OK"
    assert light.address.startswith("http://127.0.0.1:")


def test_answers_are_not_mixed_between_clients(light):
    texts = [f"wait 0.0{n % 5} {n}" for n in range(60)]
    with ThreadPoolExecutor(5) as pool:  # one is checked and four wait, as many as may, though one worker still starts
        answers = [*pool.map(light.report, texts)]
    assert [answer.json["echo"] for answer in answers] == texts


def test_a_worker_that_dies_is_replaced_and_only_its_client_is_told(light):
    before = set(light.workers())
    died, other = at_once(lambda: light.report(f"die {MARKER}"), lambda: light.report("wait 0.5"))
    assert died.status == 500
    assert "send the text again" in died.json["detail"]
    assert MARKER not in died.text
    assert other.status == 200
    assert light.report("Hello").status == 200
    until(lambda: len(set(light.workers()) - before) == 1 and len(light.workers()) == 2)


def test_a_worker_whose_answer_cannot_be_held_is_replaced_and_nobody_waits_for_ever(light):
    """Memory for an answer, or a thread to wait for it, may be wanting on a machine that has much else to do."""
    for _ in range(3):
        assert light.report("garble").status == 500
    assert until(lambda: light.report("well").status == 200)


def test_who_does_not_take_an_answer_is_let_go():
    """Or connections, and the answers that they wait with, would grow in number; the system itself holds 4 MB."""
    note = json.dumps({"text": "Hello", "id": "a" * 8_000_000}).encode()
    head = "POST /v1/report HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
    times = json.dumps({"connection._TAKING": 1.0})
    with serving("--max-text", "1000000", light=True, SERVING_TIMES=times) as server, socket.socket() as wire:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        wire.connect((server.host, server.port))
        wire.sendall(f"{head}Content-Length: {len(note)}\r\n\r\n".encode() + note)
        until(lambda: server.holds(wire.getsockname()[1]))
        until(lambda: not server.holds(wire.getsockname()[1]))


def test_a_worker_that_is_killed_from_outside_is_replaced(light):
    for pid in light.workers():
        os.kill(pid, signal.SIGKILL)
    until(lambda: light.report("Hello").status == 200)


def test_a_text_that_takes_too_long_is_given_up(light):
    answer = light.report("hang")
    assert answer.status == 504
    assert "too long" in answer.json["detail"]
    until(lambda: light.report("Hello").status == 200)


def test_a_fault_of_our_own_is_told_by_its_kind_and_place(light):
    answer = light.report(f"fault {MARKER}")
    assert answer.status == 500
    assert re.search(r"\(ValueError \(serving\.py, line \d+\)\) stopped the check", answer.json["detail"])
    assert "a check met ValueError (serving.py, line" in light.log()
    assert MARKER not in answer.text + light.log()


def test_a_long_text_that_waited_for_another_is_begun_although_that_ones_worker_does_not_come_back(tmp_path):
    """It waits since long texts may not have all workers; one is free."""
    long = "a" * LONG
    model = tmp_path / "model"
    with serving("--model", str(model), light=True, jobs=2) as server, ThreadPoolExecutor(1) as pool:
        until(lambda: len([*tmp_path.iterdir()]) == 2)
        model.touch()
        dying = pool.submit(server.report, f"wait 1 {long} die")
        time.sleep(0.3)
        assert server.report(f"Hello {long}").status == 200
        assert dying.result().status == 500


def test_beyond_what_may_wait_clients_are_told_to_ask_again(light):
    answers = at_once(*[lambda: light.report("wait 0.3")] * 12)
    assert {answer.status for answer in answers} == {200, 503}
    turned_away = next(answer for answer in answers if answer.status == 503)
    assert int(turned_away.headers["retry-after"]) > 0
    assert "waiting already" in turned_away.json["detail"]
    assert light.report("Hello").status == 200


def test_long_texts_leave_a_worker_to_ordinary_notes(light):
    long = "wait 1.5 " + "a" * LONG
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(light.report, long) for _ in range(3)]
        time.sleep(0.3)
        assert light.report("Hello").status == 200
        assert not any(each.done() for each in waiting)
        for each in waiting:
            each.result()


def test_whose_turn_does_not_come_in_time_is_told(light):
    answers = at_once(*[lambda: light.report("wait 2.8")] * 5)
    late = [answer for answer in answers if answer.status == 503]
    assert late
    assert all("in time" in answer.json["detail"] for answer in late)


def test_a_client_that_goes_away_waits_no_longer(light):
    with ThreadPoolExecutor(2) as pool:
        busy = [pool.submit(light.report, "wait 1.2") for _ in range(2)]
        time.sleep(0.3)
        for _ in range(4):  # as many as one client may have waiting
            with suppress(OSError):
                light.report("die", seconds=0.05)
        until(lambda: light.report("Hello").status == 200)
        assert [each.result().status for each in busy] == [200, 200]  # and no worker was given what they had sent


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_what_is_under_way_answered_and_nothing_left(number):
    with serving(light=True) as server, ThreadPoolExecutor(1) as pool:
        workers = server.workers()
        under_way = pool.submit(server.report, "wait 1")
        time.sleep(0.4)
        assert server.stop(number) == 0
        assert under_way.result().status == 200
        assert not any(map(lives, workers))
        assert "Traceback" not in server.said()


def test_it_ends_although_something_hangs():
    with serving(light=True, SERVING_TIMES=json.dumps({"run._ENDING": 1})) as server, ThreadPoolExecutor(1) as pool:
        workers = server.workers()
        hanging = pool.submit(server.report, f"hang {MARKER}")
        time.sleep(0.4)
        assert server.stop() == 0
        with suppress(OSError):
            assert hanging.result().status >= 500
        assert not any(map(lives, workers))
        assert MARKER not in server.said()


def test_workers_end_with_a_server_that_is_killed():
    with serving(light=True, jobs=2) as server:
        workers = until(lambda: len(found := server.workers()) == 2 and found)
        server.process.kill()
        server.process.wait()
        until(lambda: not any(map(lives, workers)))


def test_it_can_be_ended_while_it_starts():
    process = subprocess.Popen(command(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    workers = until(lambda: [pid for pid in children(process.pid) if b"serve.worker" in cmdline(pid)])
    process.terminate()
    said = process.communicate(timeout=60)
    assert (process.returncode, *said) == (0, "", "")
    assert not any(map(lives, workers))


def refused(*options, light=True, **environment):
    done = subprocess.run(
        command(*options, light=light),
        env={**os.environ, "NOTECHECK_GRAMMAR": "off"} | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def test_a_port_that_is_taken_is_told():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refused("--port", str(port))
    assert f"--port: 127.0.0.1 port {port} cannot be used" in said


def test_of_two_that_start_side_by_side_the_second_is_told_that_the_port_is_taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = str(other.getsockname()[1])
    both = [
        subprocess.Popen(
            command("--jobs", "1", "--port", port, light=True),
            env=os.environ | {"NOTECHECK_GRAMMAR": "off"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    try:
        second = until(lambda: next((each for each in both if each.poll() is not None), None), 120)
        assert second.returncode == 2
        assert f"--port: 127.0.0.1 port {port} cannot be used" in second.stderr.read()
    finally:
        for each in both:
            each.terminate()
            each.communicate(timeout=60)


def test_a_system_that_lets_few_files_be_open_is_asked_for_more():
    with serving(light=True, files=128) as server:
        silent = [server.connection() for _ in range(200)]
        for each in silent:
            each.connect()
        assert server.get("/health").body == b"OK"
        assert "accept" not in server.log()
        for each in silent:
            each.close()


@pytest.mark.skipif(sys.platform == "win32", reason="has no such bound")
def test_a_system_that_lets_too_few_files_be_open_is_told_before_anything_is_loaded(monkeypatch):
    import resource

    monkeypatch.setattr(resource, "getrlimit", lambda _: (64, 512))
    with pytest.raises(SettingsError, match=r"have 512 files open, .*ulimit -n 906"):
        run._open_enough(Serving(jobs=3))
    asked = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (64, 906))
    monkeypatch.setattr(resource, "setrlimit", lambda _, both: asked.append(both))
    run._open_enough(Serving(jobs=3))
    assert asked == [(906, 906)]


def test_where_other_machines_can_ask_a_token_is_needed():
    assert "--token-file has to name a token" in refused("--host", "0.0.0.0")


def test_a_server_is_not_its_own_languagetool():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = refused("--port", str(port), NOTECHECK_GRAMMAR=f"http://localhost:{port}/v2")
    assert "at which this server listens itself" in said


def test_what_does_not_fit_is_refused_in_one_line():
    assert "is no address of this machine" in refused("--host", "records.example.gov.uk")
    assert "a worker ends before it is ready (exit status 3)" in refused("--model", "none")
    assert "a worker ends before it is ready (killed by SIGKILL)" in refused("--model", "garble")


def test_a_guidance_that_there_is_not_is_refused_with_those_that_there_are():
    said = refused("--guidance", "swindn", light=False)
    assert "'swindn' is not known; allowed: general" in said


def test_another_notecheck_does_not_take_it_for_languagetool(light):
    assert light.get("/v2/healthcheck").body == b"OK"
    assert not loopback.is_healthy(light.address)


def test_without_what_it_needs_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(SettingsError, match=r"pip install 'notecheck\[serve\]'"):
        run.run(Serving())


def test_a_worker_brings_nothing_of_the_web():
    program = "import sys, notecheck.serve.worker; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.split()
    assert "notecheck.serve.worker" in loaded
    assert not {"starlette", "uvicorn", "h11", "asyncio"} & set(loaded)


def test_settings_do_not_show_the_token():
    assert "secret" not in repr(Serving(token="secret" * 6))


def test_a_token_is_read_from_a_file_that_others_cannot_read(tmp_path):
    file = tmp_path / "token"
    file.write_text("a" * 32 + "\n")
    file.chmod(0o640)
    assert secret.read_token(file) == "a" * 32
    file.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 640"):
        secret.read_token(file)


@pytest.mark.parametrize("held", ["", "tooshort", "two words that are long enough", "é" * 30, "a" * 600])
def test_a_token_that_is_none_is_refused_without_being_shown(tmp_path, held):
    file = tmp_path / "token"
    file.write_text(held)
    file.chmod(0o600)
    with pytest.raises(SettingsError, match="openssl rand") as refusal:
        secret.read_token(file)
    assert not held or held not in str(refusal.value)


@pytest.mark.parametrize("origin", ["*", "https://a.example/path", "a.example", "https://", "javascript:alert(1)"])
def test_an_origin_that_is_none_is_refused(origin):
    with pytest.raises(SettingsError, match="--origin"):
        check_origins([origin])


def test_an_address_of_ipv6_is_known_however_it_was_given():
    origins = Origins(Serving(host="FD00:0:0::5"))
    assert origins.knows_host("[fd00::5]:8081")
    assert not origins.knows_host("[fd00::6]:8081")


@pytest.mark.parametrize("name", ["*", "https://a.example", "a.example:80", "a b", ""])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(SettingsError, match="--host-name"):
        check_hosts([name])


def job(client, characters=100):
    return Job(client, (), characters, None)


def taken(line):
    """The clients whose turn it is, one after the other, each done before the next."""
    while found := line.take():
        line.done(found)
        yield found.client


def test_clients_take_turns_however_much_one_of_them_sends():
    line = Line(1, 100)
    for _ in range(20):
        line.put(job("much"))
    for client in "ab":
        line.put(job(client))
        line.put(job(client))
    assert [*taken(line)][:6] == ["much", "a", "b", "much", "a", "b"]


def test_whoever_has_least_under_way_is_first():
    line = Line(3, 100)
    for client in ("much", "much", "much", "little"):
        line.put(job(client))
    assert [line.take().client for _ in range(3)] == ["much", "little", "much"]


def test_long_texts_have_all_workers_but_one():
    line = Line(3, 100)
    long = [job("much", LONG) for _ in range(5)]
    for each in long:
        line.put(each)
    assert [line.take() for _ in range(3)] == [long[0], long[1], None]
    line.put(short := job("much"))
    assert line.take() is short
    line.done(long[0])
    assert line.take() is long[2]
    alone = Line(1, 100)
    alone.put(long[3])
    assert alone.take() is long[3]


def test_a_line_is_no_longer_than_it_may_be_and_nobody_has_more_than_half_of_it():
    line = Line(1, 4)
    line.put(job("a"))
    line.put(job("a"))
    with pytest.raises(BusyError, match="2 of your texts"):
        line.put(job("a"))
    line.put(job("b"))
    line.put(left := job("c"))
    with pytest.raises(BusyError, match="more to check"):
        line.put(job("d"))
    assert line.drop(left)
    assert not line.drop(left)
    line.put(job("d"))
    assert len(line) == 4
