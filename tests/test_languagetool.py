"""LanguageTool on this machine: set up, looked after, and trusted only where it is surely ours."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from languagetool_home import grammar, own_home, posix

from notecheck.cli import DONE, FAILED
from notecheck.errors import GrammarError
from notecheck.languagetool import (
    address,
    folders,
    is_starting,
    jars,
    leases,
    loopback,
    owned,
    processes,
    state,
    why_not,
)
from notecheck.languagetool.java import find_java
from notecheck.languagetool.locks import Lock
from notecheck.languagetool.record import harmless, keep
from notecheck.languagetool.state import State

place = pytest.fixture(autouse=True)(own_home)
run = pytest.fixture(lambda: grammar)


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Put a program on the path, which then holds nothing but such programs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    for name in ("JAVA_HOME", "MAVEN_HOME", "M2_HOME"):
        monkeypatch.delenv(name, raising=False)

    def make(name, lines, where=folder):
        where.mkdir(parents=True, exist_ok=True)
        (where / name).write_text(f"#!{shutil.which('sh', path=os.defpath)}\nPATH={os.defpath}\n{lines}\n")
        (where / name).chmod(0o755)

    return make


JAVA = "echo 'openjdk version \"{}\" 2025-04-15' >&2"


# Where a text may be sent


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("https://api.languagetool.org/v2", "'api.languagetool.org': the text of notes would leave this machine"),
        ("http://api.languagetoolplus.com:80", "would leave this machine"),
        ("http://192.168.1.20:8081", "would leave this machine"),
        ("http://0.0.0.0:8081", "would leave this machine"),
        ("http://2130706433:8081", "would leave this machine"),
        ("http://127.0.0.1.example.org:8081", "would leave this machine"),
        ("http://localhost.example.org:8081", "would leave this machine"),
        ("http://127.0.0.1:8081@example.org:80", "holds a user's name or password"),
        ("http://me:secret@127.0.0.1:8081", "holds a user's name or password"),
        ("https://127.0.0.1:8081", "not the address of a server on this machine"),
        ("http://127.0.0.1", "not the address of a server on this machine"),
        ("http://127.0.0.1:99999", "is not an address"),
        ("http://127.0.0.1:8081/other", "not the address of a server on this machine"),
        ("http://127.0.0.1:8081/?next=http://example.org", "holds more than an address"),
        ("file:///etc/passwd", "not the address of a server on this machine"),
        ("on", "not the address of a server on this machine"),
    ],
)
def test_only_a_server_on_this_machine_may_be_named(given, reason, monkeypatch):
    monkeypatch.setenv("NOTECHECK_GRAMMAR", given)
    assert address() is None
    assert why_not().startswith("grammar: not checked, because NOTECHECK_GRAMMAR ")
    assert reason in why_not()
    assert "allowed: off, or http://127.0.0.1:PORT" in why_not()
    assert "secret" not in why_not()


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
        ("http://localhost:8081/v2/", "http://127.0.0.1:8081"),
        (" http://127.0.0.2:8081/ ", "http://127.0.0.2:8081"),
        ("http://[::1]:8081", "http://[::1]:8081"),
    ],
)
def test_an_address_of_this_machine_is_made_plain(given, plain):
    assert loopback.on_this_machine(given, named="the address given") == plain


def test_grammar_can_be_switched_off(monkeypatch):
    monkeypatch.setenv("NOTECHECK_GRAMMAR", "off")
    with owned():
        assert address() is None
    assert "this check is switched off in the settings; whoever looks after notecheck can switch it on" in why_not()


def test_what_is_not_set_up_is_said_with_what_to_do(place):
    with owned():
        assert address() is None
    assert why_not() == (
        "grammar: not checked, because LanguageTool is not set up on this machine; "
        "`notecheck grammar install` sets it up"
    )


def test_a_data_folder_that_cannot_be_used_is_named_and_all_else_goes_on(place, monkeypatch):
    place.write_text("a file where the folder should be")
    with owned():
        assert address() is None
    with pytest.raises(GrammarError, match="NOTECHECK_HOME"):
        folders.private(folders.running())


class Answers(BaseHTTPRequestHandler):
    """Says that it is well, or sends elsewhere; remembers what it was asked."""

    def do_GET(self):
        self.server.asked.append(self.path)
        if self.server.elsewhere:
            self.send_response(302)
            self.send_header("Location", self.server.elsewhere)
            self.end_headers()
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"OK")

    def log_message(self, *_):
        pass


@pytest.fixture
def serve():
    """Start a small server on this machine; with `elsewhere` it sends every question on."""
    servers = []

    def make(elsewhere=None):
        server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        server.asked, server.elsewhere = [], elsewhere
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server

    yield make
    for server in servers:
        server.shutdown()
        server.server_close()


def url(server):
    return f"http://127.0.0.1:{server.server_port}"


def test_a_named_server_is_asked_past_every_proxy(serve, monkeypatch):
    proxy, named = serve(), serve()
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, url(proxy))
    monkeypatch.setenv("NOTECHECK_GRAMMAR", url(named))
    assert address() == url(named)
    assert named.asked == ["/v2/healthcheck"]
    assert proxy.asked == []


def test_a_named_server_that_sends_elsewhere_is_not_used(serve, monkeypatch):
    other = serve()
    named = serve(elsewhere=f"{url(other)}/v2/healthcheck")
    monkeypatch.setenv("NOTECHECK_GRAMMAR", url(named))
    assert address() is None
    assert other.asked == []
    assert f"no LanguageTool answers at {url(named)}" in why_not()


def test_an_address_given_goes_before_the_environment(serve, monkeypatch):
    monkeypatch.setenv("NOTECHECK_GRAMMAR", "off")
    named = serve()
    assert address(url(named)) == url(named)
    assert address("https://api.languagetool.org") is None
    assert "would leave this machine" in why_not("https://api.languagetool.org")


# Who is trusted


@pytest.fixture
def told():
    """Write a state that says: this process listens at that port."""

    def write(port, **changes):
        running = folders.private(folders.running())
        me = os.getpid()
        known = {"server": me, "server_born": processes.born(me), "port": port, "since": time.time()}
        state.write(running, State("ready", me, processes.born(me), **known | changes))
        return running

    return write


def test_the_server_is_trusted_while_it_holds_its_port(told):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        told(port)
        assert address() == f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("changes", [{"server_born": "0"}, {"server_born": ""}, {"server": 2**22 - 1}])
def test_a_number_of_a_process_alone_is_not_trusted(told, changes):
    with socket.create_server(("127.0.0.1", 0)) as server:
        told(server.getsockname()[1], **changes)
        assert address() is None


def test_a_port_that_another_process_holds_is_not_trusted(told):
    holder = subprocess.Popen(
        [sys.executable, "-c", "import socket; s = socket.create_server(('127.0.0.1', 0)); "
         "print(s.getsockname()[1], flush=True); input()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with holder:
        told(int(holder.stdout.readline()))
        assert address() is None
        holder.communicate("\n")


def test_a_port_at_all_addresses_of_another_process_beside_ours_is_seen():
    with socket.create_server(("0.0.0.0", 0)) as server:
        port = server.getsockname()[1]
        assert processes.listens(os.getpid(), port)
        assert not processes.listens(os.getppid(), port)


def test_what_is_starting_is_worth_asking_again_and_what_failed_is_not(told):
    assert not is_starting()  # nothing is set up
    folders.jars().mkdir(parents=True)
    (folders.jars() / "installed.json").write_text("{}")
    running = told(0)
    me = os.getpid()
    state.write(running, State("starting", me, processes.born(me)))
    assert is_starting()
    assert "its server is still starting; check again in a few seconds" in why_not()
    state.write(running, State("ended", me, processes.born(me), why="it died 3 times"))
    assert not is_starting()
    assert why_not() == "grammar: not checked, because it died 3 times"


@posix
def test_a_state_that_others_could_have_written_is_not_read(told):
    with socket.create_server(("127.0.0.1", 0)) as server:
        running = told(server.getsockname()[1])
        assert (running / state.FILE).stat().st_mode & 0o777 == 0o600
        assert running.stat().st_mode & 0o777 == 0o700
        (running / state.FILE).chmod(0o666)
        assert address() is None


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"phase": "ready"}', '{"phase": "ready", "keeper": "1"}', "\0" * 20_000]
)
def test_a_state_that_is_none_is_no_state(told, content):
    running = told(8609)
    (running / state.FILE).write_text(content)
    assert state.read(running) is None
    assert address() is None


def test_a_state_of_another_machine_is_named(told, place, monkeypatch):
    folders.jars().mkdir(parents=True)
    (folders.jars() / "installed.json").write_text("{}")
    running = told(8609, server=2**22 - 1)
    written = json.loads((running / state.FILE).read_text()) | {"machine": "elsewhere"}
    (running / state.FILE).write_text(json.dumps(written))
    assert "its server runs on elsewhere, which shares this data folder" in why_not()


# Who needs the server


HOLD = """
import sys
from pathlib import Path
from notecheck.languagetool import leases
lease = leases.take(Path(sys.argv[1]))
print(leases.held(Path(sys.argv[1])), flush=True)
input()
"""


@posix
def test_a_lease_goes_with_its_process_even_where_that_is_killed(place):
    running = folders.private(folders.running())
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(running)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "1\n"
        old = next((running / "owners").iterdir())
        os.utime(old, (0, 0))  # a file that has just been made may not be locked yet, so it counts
        assert leases.held(running) == 1
        holder.kill()
    assert leases.held(running) == 0
    assert not old.exists()


def test_a_lock_is_for_one_process(tmp_path):
    lock = Lock.take(tmp_path / "lock")
    code = f"from pathlib import Path; from notecheck.languagetool.locks import Lock\n" \
           f"print(Lock.take(Path({str(tmp_path / 'lock')!r})) is None)"  # fmt: skip
    look = [sys.executable, "-c", code]
    assert subprocess.run(look, capture_output=True, text=True, check=True).stdout == "True\n"
    lock.release(remove=True)
    assert subprocess.run(look, capture_output=True, text=True, check=True).stdout == "False\n"


# The log


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-26 02:36:23.020 GMT ERROR org.languagetool.server.LanguageToolHttpHandler An error has occurred: "
        "'java.lang.RuntimeException: Could not check sentence (language: English (GB)): <sentcontent>Mum hit "
        "Callum</sentcontent>', sending HTTP code 500. Access from 127.0.0.1",
        "Caused by: java.lang.IllegalStateException: Mum hit Callum",
        "Mum hit Callum",
        "\tat home(Mum hit Callum)",
        "\tat home (Mum hit Callum.java:12)",
        "\tat Mum.hit(Callum)",
        "\t... Mum hit Callum",
        "2026-11-26 02:36:23 notecheck: Mum hit Callum",
        "2026-11-26 02:36:23 Server started for Mum and Callum",
        "2026-11-26 02:36:23 GMT WARN org.languagetool.JLanguageTool Mum hit Callum",
        "2026-11-26 02:36:23 GMT INFO Mum hit.Callum",
    ],
)
def test_no_word_of_a_text_is_kept_in_the_log(line):
    kept = harmless(line) or ""
    assert not {"Mum", "hit", "Callum"} & set(kept.replace(".", " ").replace("(", " ").split())


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (
            "2026-11-26 02:36:23.020 GMT INFO  org.languagetool.server.TextChecker Check done: 14 chars, en-GB, "
            "requestId: null, #1, null, 0/0 matches, 4826ms, agent:-, sent, q:0, h:1, dH:1, r:2, m:all, premium: false",
            "2026-11-26 02:36:23.020 GMT INFO org.languagetool.server.TextChecker Check done: 14 chars "
            "0/0 matches, 4826ms",
        ),
        (
            "\tat org.languagetool.server.TextChecker.lambda$checkText$14(TextChecker.java:664)",
            "\tat org.languagetool.server.TextChecker.lambda$checkText$14(TextChecker.java:664)",
        ),
        (
            "\tat java.base/java.util.concurrent.FutureTask.get(FutureTask.java:205)",
            "\tat java.base/java.util.concurrent.FutureTask.get(FutureTask.java:205)",
        ),
        ("Caused by: java.lang.OutOfMemoryError: Java heap space", "java.lang.OutOfMemoryError"),
        ("(java.io.IOException) thrown", "java.io.IOException"),
    ],
)
def test_the_log_keeps_what_explains_a_fault(line, kept):
    assert harmless(line) == kept


def test_the_log_does_not_grow_without_end(tmp_path):
    line = b"2026-11-26 02:36:23.020 GMT INFO  org.languagetool.server.TextChecker Check done: 14 chars, en-GB\n"
    many = tmp_path / "output"
    many.write_bytes(line * 30_000)
    with many.open("rb") as output:
        keep(output, tmp_path / "server.log")
    sizes = [path.stat().st_size for path in sorted(tmp_path.glob("server.log*"))]
    assert len(sizes) == 2
    assert max(sizes) < 1_001_000


# Setting it up


def test_without_java_and_maven_it_is_said_at_once_what_to_install(program, run):
    result = run("install")
    assert result.exit_code == FAILED
    both = "neither Java nor Maven (mvn) is found; install Java 17 or newer and Maven (on Debian and Ubuntu: "
    assert f"notecheck: {both}apt-get install default-jre-headless maven)" in result.output
    for command in ("status", "start"):
        output = run(command).output
        assert f"not set up on this machine, and {both}" in output
        assert "; then `notecheck grammar install` sets it up" in output
    program("mvn", "exit 0")
    assert "notecheck: Java is not found; install Java 17 or newer" in run("install").output


@posix
def test_where_possible_it_is_said_why_not_and_nothing_fails(program, run):
    result = run("install", "--where-possible")
    assert result.exit_code == DONE
    assert result.output.startswith(
        "grammar: not set up, because neither Java nor Maven (mvn) is found; install Java 17"
    )
    assert result.output.endswith("; everything else works\n")


@posix
@pytest.mark.parametrize(
    ("said", "version"),
    [("1.8.0_402", "1.8.0_402"), ("11.0.22", "11.0.22"), ("16", "16")],
)
def test_an_old_java_is_named(program, run, said, version):
    program("java", JAVA.format(said))
    assert f"Java is too old ({version} at " in run("install").output


@posix
@pytest.mark.parametrize("said", ["17", "17.0.15", "21-ea", "25.0.1"])
def test_a_java_of_java_home_goes_before_an_old_one_on_the_path(program, tmp_path, monkeypatch, said):
    program("java", JAVA.format("11.0.22"))
    program("java", JAVA.format(said), tmp_path / "jdk" / "bin")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "jdk"))
    assert find_java() == (str(tmp_path / "jdk" / "bin" / "java"), said)


@posix
def test_a_new_java_on_the_path_is_found_although_java_home_is_old(program, tmp_path, monkeypatch):
    program("java", JAVA.format("17.0.15"))
    program("java", JAVA.format("1.8.0_402"), tmp_path / "jdk" / "bin")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "jdk"))
    assert find_java().version == "17.0.15"


@posix
def test_a_program_that_only_says_where_to_get_java_is_none(program, run):
    program("java", "echo 'The operation couldn’t be completed. Unable to locate a Java Runtime.' >&2; exit 1")
    program("mvn", "exit 0")
    assert "Java is not found" in run("install").output


@posix
def test_without_maven_it_is_said_what_to_install(program, run):
    program("java", JAVA.format("17.0.15"))
    assert "Maven (mvn) is not found; install it" in run("install").output


@posix
def test_what_maven_says_is_passed_on_without_the_password_of_a_mirror(program, run, place):
    program("java", JAVA.format("17.0.15"))
    program(
        "mvn",
        "printf '\\033[0m[ERROR] Could not transfer artifact from https://me:secret@mirror.example/m2 -> [Help 1]\\n'; "
        "echo '[ERROR] '; echo '[ERROR] More'; exit 1",
    )
    result = run("install")
    assert result.exit_code == FAILED
    assert "Maven could not fetch LanguageTool (Could not transfer artifact from https://mirror.example/m2)" in (
        result.output
    )
    assert [path.name for path in place.iterdir()] == ["install.lock"]


@posix
def test_a_full_disk_is_said_in_words(program, run):
    program("java", JAVA.format("17.0.15"))
    program("mvn", "echo '[ERROR] /home/ann/.m2/x.jar: No space left on device'; exit 1")
    assert "the disk is full" in run("install").output


@posix
def test_a_data_folder_without_rights_is_said_in_words(program, run, place):
    program("java", JAVA.format("17.0.15"))
    program("mvn", "exit 0")
    place.write_text("a file where the folder should be")
    assert f"{place} cannot be written to (" in run("install").output


@posix
def test_jars_that_are_not_as_published_are_named_and_nothing_is_set_up(program, run, place):
    program("java", JAVA.format("17.0.15"))
    program("mvn", "mkdir -p target/lib; echo something else > target/lib/language-en-6.8.jar")
    output = run("install").output
    assert "what Maven fetched is not what was published: aho-corasick-double-array-trie-1.2.2.jar is missing" in output
    assert "; and 77 more" in output
    assert [path.name for path in place.iterdir()] == ["install.lock"]
    (place / "one").mkdir()
    (place / "one" / "language-en-6.8.jar").write_text("something else")
    wrong = [fault for fault in jars.faults(place / "one") if "missing" not in fault]
    assert len(wrong) == 1
    assert wrong[0].startswith("language-en-6.8.jar is not as published (its SHA-256 is ")


@posix
def test_what_an_interrupted_installation_left_goes_with_the_next(program, run, place):
    program("java", JAVA.format("17.0.15"))
    program("mvn", "exit 1")
    (place / "building-old").mkdir(parents=True)
    run("install")
    assert not (place / "building-old").exists()


def test_nothing_names_where_maven_fetches_from():
    pom = Path(jars.__file__).with_name("pom.xml").read_text()
    assert "<repositor" not in pom
    assert "<pluginRepositor" not in pom
    assert len(jars.checksums()) == 80


def test_status_says_what_is_missing(run):
    result = run("status")
    assert result.exit_code == FAILED
    assert "installed: no; LanguageTool 6.8 would be in " in result.output
    assert "`notecheck grammar install` sets it up" in result.output
    assert "server:    none" in result.output


def test_what_does_not_run_can_be_stopped_and_cannot_be_started(run):
    assert run("stop").output == "grammar: no server was running\n"
    result = run("start")
    assert result.exit_code == FAILED
    assert "LanguageTool is not set up on this machine" in result.output


@pytest.fixture
def installed(place, monkeypatch):
    """LanguageTool is there, as far as a look at its folder tells."""
    monkeypatch.setattr(jars, "is_stamped", lambda _: True)
    monkeypatch.setattr(jars, "faults", lambda _: ())


@posix
def test_what_is_set_up_and_rests_is_started_by_whoever_needs_it(installed, program, run):
    program("java", JAVA.format("17.0.15"))
    output = run("status").output
    assert "grammar: set up; `notecheck check` and the page start the server when they need it" in output
    assert "not checked" not in output
    assert "`notecheck check` and the page start it when they need it" in why_not()
    assert "in Python also: with notecheck.languagetool.owned()" in why_not()


@posix
@pytest.mark.parametrize("how", [{"stopped": True}, {"why": "it died 3 times"}])
def test_without_java_that_is_the_reason_however_the_last_server_ended(installed, told, program, run, how):
    me = os.getpid()
    state.write(told(8000), State("ended", me, processes.born(me), **how))
    assert "not checked, because Java is not found; install Java 17 or newer" in run("status").output
    assert run("start").output.startswith("notecheck: Java is not found")
    program("java", JAVA.format("17.0.15"))
    output = run("status").output
    assert ("it died 3 times" if "why" in how else "start the server when they need it") in output
