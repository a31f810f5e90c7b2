"""The privacy statement, sentence by sentence: `test_promise_KEY` shows the promise of that key to be true."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from browser.documents import word
from browser.serving import Served, serving
from browser.waiting import settled
from notecheck.page import SETTINGS, Start
from notecheck.privacy import promises

SECRET = "Zebedeeq"
NOTE = f"{SECRET} was seen at home on 4 March 2026. SW will monitor the CIN plan. {SECRET} said “I like Nan”."
VIEWS = ("", "spot-check", "training", "help", "about")
WATCHED = (str(Path(__file__).with_name("watched.py")),)


class Watch:
    """The page with a window into its memory (watched.py), in a home of its own."""

    def __init__(self, folder: Path, served: Served) -> None:
        self.folder, self.served = folder, served

    def holders(self) -> int:
        """How many texts that the server can still reach hold the secret."""
        answer = self.folder / "answer"
        answer.unlink(missing_ok=True)
        self.served.process.send_signal(signal.SIGUSR1)
        return int(until(lambda: answer.exists() and answer.read_text(encoding="utf-8")))

    def forgets(self) -> None:
        """Wait until no text holds the secret; a look at all that there is takes seconds, so it looks now and then."""
        until(lambda: not self.holders(), every=3)

    def files(self) -> dict[Path, bytes]:
        """What stands in the places where a program writes without being asked, the log apart."""
        return {
            file: file.read_bytes()
            for file in self.folder.rglob("*")
            if file.is_file() and file.name not in ("answer", "words", "server.log")
        }


def until(find: Callable[[], object], seconds: float = 120, every: float = 0.2) -> object:
    """What `find` gives once it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := find():
            return found
        time.sleep(every)
    pytest.fail(f"nothing came within {seconds} seconds")


@pytest.fixture(scope="module")
def proxy() -> Iterator[socket.socket]:
    """What the server would find if it looked for a way out: a proxy that hears all who ask."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        yield listener


@pytest.fixture(scope="module")
def watch(
    tmp_path_factory: pytest.TempPathFactory, proxy: socket.socket, request: pytest.FixtureRequest
) -> Iterator[Watch]:
    folder = tmp_path_factory.mktemp("home")
    try:  # with grammar on, where it can be set up
        grammar = {"NOTECHECK_HOME": str(request.getfixturevalue("languagetool_home")), "NOTECHECK_GRAMMAR": ""}
    except pytest.skip.Exception:
        grammar = {}
    way = f"http://127.0.0.1:{proxy.getsockname()[1]}"
    ways = {name: way for each in ("http_proxy", "https_proxy", "all_proxy") for name in (each, each.upper())}
    (folder / "words").write_text(SECRET, encoding="utf-8")
    places = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
    env = (
        {name: str(folder) for name in places}
        | grammar
        | ways
        | {
            "WATCH_WORDS": str(folder / "words"),
            "WATCH_ANSWER": str(folder / "answer"),
            "WATCH_DEBUG": "1",
            "WATCH_SILENCE": "20",
        }
    )
    with serving(folder, env=env, command=WATCHED) as served:
        yield Watch(folder, served)


def write(page: Page, text: str) -> None:
    """Put a text into the draft at once, as a paste does, and wait until it has been checked."""
    page.get_by_label("Your draft", exact=True).focus()
    page.keyboard.insert_text(text)
    page.wait_for_timeout(1200)
    settled(page)


def put(page: Page, name: str, data: bytes) -> None:
    """Drop a file on the view."""
    page.locator("input[type=file]").first.set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    page.wait_for_timeout(1500)
    settled(page)


def table(megabytes: float) -> bytes:
    row = f"2026-03-04,{SECRET} was seen at home and said that school is fine. {'It was a long visit. ' * 40}\n"
    return b"date,text\n" + row.encode() * int(megabytes * 1024 * 1024 / len(row))


def test_every_promise_is_shown_to_be_true() -> None:
    both = [
        *promises(Start(served=True, host="notecheck.example", sign_in={}), forgets=True),
        *promises(Start(), forgets=False),
    ]
    here = {
        name.removeprefix("test_promise_").replace("_", "-") for name in globals() if name.startswith("test_promise_")
    }
    # What a person does with a file of their own is theirs; signing in is shown in test_team.py.
    assert {each.key for each in both} - {"yours", "sign-in"} == here


def test_statement_stands_on_the_page(visitor) -> None:
    page = visitor("help")
    for each in promises(Start(served=True), forgets=True):
        expect(page.get_by_text(each.words)).to_be_visible()


def test_promise_memory(watch: Watch, visitor) -> None:
    warm = visitor(address=watch.served.address)
    write(warm, "Somebody else was seen at home.")
    before = watch.files()
    page = visitor(address=watch.served.address)
    write(page, NOTE)
    put(page, "visit.txt", NOTE.encode())
    many = visitor("spot-check", address=watch.served.address)
    put(many, "records.csv", table(2))
    assert watch.holders()  # the text is there, in memory
    after = watch.files()
    assert {file for file in after if before.get(file) != after[file]} == set()
    assert not any(SECRET.encode() in data for data in after.values())


def test_uploads_as_large_as_allowed_never_reach_the_disk(watch: Watch) -> None:
    # The server of `watch` has no folder for temporary files: a file on its way to one would be refused.
    address = watch.served.address
    with open_visit(watch.served) as line, httpx.Client() as client:
        client.get(f"{address}/_stcore/health")
        answer = client.put(
            f"{address}/_stcore/upload_file/{visit_of(line)}/a-file",
            files={"file": ("records.csv", table(19.9))},
            headers={"X-Xsrftoken": client.cookies["_streamlit_xsrf"]},
            timeout=120,
        )
        assert answer.status_code == 204


def open_document(page: Page, data: bytes) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a document…").click()
    chooser.value.set_files({"name": "visit.docx", "mimeType": "application/octet-stream", "buffer": data})
    expect(page.get_by_text("The file is open")).to_be_visible()
    settled(page)


def test_promise_documents(watch: Watch, visitor) -> None:
    watch.forgets()
    # The secret stands in the file and not in its text: what is looked for is the file that is kept.
    secret = word(["Callum was seen at school.", "He was well."], title=SECRET, packed=False)
    other = word(["I saw Ellie at home.", "She was well."])
    page = visitor(address=watch.served.address)
    before = watch.files()
    forgotten = {
        "Clear all": lambda: page.get_by_role("button", name="Clear all").click(),
        "another file": lambda: open_document(page, other),
        "another text": lambda: write(page, "Ottoline was seen at school on Monday, and her teacher came too. " * 3),
    }
    for forget in forgotten.values():
        open_document(page, secret)
        expect(page.get_by_label("Your draft", exact=True)).to_have_value(re.compile("Callum"))
        assert watch.holders()
        page.get_by_label("Your draft", exact=True).press("Control+A")  # what is pasted next stands in its place
        forget()
        settled(page)
        watch.forgets()
    after = watch.files()
    assert {file for file in after if before.get(file) != after[file]} == set()
    open_document(page, secret)
    page.context.close()
    watch.forgets()
    assert SECRET not in watch.served.log


def connections(processes: Iterable[int]) -> set[tuple[str, str]]:
    """Own and other address of each line that a process has open or is opening, and where it listens."""
    files = (file for process in processes for file in Path(f"/proc/{process}/fd").iterdir())
    inodes = {os.readlink(file) for file in files if file.is_symlink()}  # noqa: PTH115  (it is no path)
    found = set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for row in Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            own, other, inode = (row.split()[place] for place in (1, 2, 9))
            if f"socket:[{inode}]" in inodes:
                found.add((own.split(":")[0], other.split(":")[0]))
    return found


# As the system writes them: 127.0.0.1 in IPv4, the same in IPv6, and no address at the other end of who listens.
HERE = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
NOBODY = {"00000000", "0" * 32}


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs Linux's list of connections")
def test_promise_grammar(watch: Watch, visitor, languagetool_home: Path, proxy: socket.socket) -> None:
    page = visitor(address=watch.served.address)
    write(page, f"{NOTE} She has recieved a letter.")
    mark = page.get_by_role("button", name="Spelling: recieved")
    expect(mark).to_be_visible(timeout=90_000)
    state = json.loads(next(languagetool_home.rglob("state.json")).read_text(encoding="ascii"))
    processes = (watch.served.process.pid, state["server"])
    seen: set[tuple[str, str]] = set()
    for number in range(5):
        write(page, f" {SECRET} recieved letter {number}.")
        seen |= connections(processes)
    assert seen
    assert {own for own, _ in seen} <= HERE  # nobody elsewhere can reach either
    assert {other for _, other in seen} <= HERE | NOBODY
    assert heard(proxy) == b""
    written = [file for file in languagetool_home.rglob("*") if file.is_file() and file.suffix != ".jar"]
    assert written
    assert not any(SECRET.encode() in file.read_bytes() for file in written)
    page.context.close()
    watch.forgets()


def test_promise_others(visitor, served: Served) -> None:
    first, second = visitor(), visitor()
    write(first, NOTE)
    write(second, "Ottoline was seen at school. TAF on Monday.")
    for _ in range(3):
        write(first, " LAC review.")
        write(second, " PEP meeting.")
        assert SECRET in seen(first)
        assert "Ottoline" not in seen(first)
        assert "Ottoline" in seen(second)
        assert SECRET not in seen(second)
    assert SECRET not in seen(visitor())


def seen(page: Page) -> str:
    """All that a page holds, in its fields and parts of its own too."""
    return page.evaluate(
        """() => { const read = (root) => [...root.querySelectorAll("*")].map((each) =>
             (each.value ?? "") + (each.shadowRoot ? read(each.shadowRoot) : "")).join(" ") + root.textContent;
           return read(document.body); }"""
    )


def test_promise_address(visitor, served: Served) -> None:
    asked: list[str] = []
    for view in VIEWS:
        page = visitor("help")
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda line: asked.append(line.url))
        page.goto(f"{served.address}/{view}")
        settled(page)
        if not view:
            write(page, NOTE)
    assert asked
    ours = re.compile(rf"(https?|ws|blob:http)://{re.escape(served.address.removeprefix('http://'))}/|data:")
    assert [url for url in asked if not ours.match(url)] == []


def test_browser_itself_refuses_other_addresses(visitor) -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0.5)
        there = f"127.0.0.1:{elsewhere.getsockname()[1]}"
        page = visitor()
        refused = page.evaluate(
            """async (there) => {
              const blocked = [];
              document.addEventListener("securitypolicyviolation", (event) => blocked.push(event.effectiveDirective));
              await fetch(`http://${there}/`, {mode: "no-cors"}).catch(() => {});
              try { new WebSocket(`ws://${there}/`); } catch {}
              navigator.sendBeacon(`http://${there}/`, "x");
              for (const tag of ["img", "script", "iframe", "object"]) {
                const part = document.createElement(tag);
                part[tag === "object" ? "data" : "src"] = `http://${there}/`;
                document.body.append(part);
              }
              await new Promise((done) => setTimeout(done, 500));
              return blocked.sort();
            }""",
            there,
        )
        assert refused.count("connect-src") == 3
        assert {"img-src", "frame-src", "object-src"} <= set(refused)
        assert any(each.startswith("script-src") for each in refused)
        assert heard(elsewhere) == b""


def heard(listener: socket.socket) -> bytes:
    """All that anybody said to a listener; a browser may open a line in advance and say nothing."""
    said = b""
    try:
        while True:
            line, _ = listener.accept()
            with line:
                line.settimeout(0.5)
                said += line.recv(1000)
    except TimeoutError:
        return said


def test_every_answer_bears_the_policy(visitor, served: Served) -> None:
    page = visitor("help")
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{served.address}/spot-check")
    settled(page)
    assert len(answers) > 5
    for answer in answers:
        if answer.url.startswith("http"):
            assert "default-src 'none'" in answer.headers.get("content-security-policy", ""), answer.url


def test_promise_log(watch: Watch, visitor) -> None:
    page = visitor(address=watch.served.address)
    write(page, f"{NOTE} Now force a fault.")
    expect(page.get_by_text("it is not the fault of your text")).to_be_visible()
    assert SECRET in page.get_by_label("Your draft", exact=True).input_value()
    assert "ValueError (" in watch.served.log
    write(page, NOTE * 600)  # far more than any note
    many = visitor("spot-check", address=watch.served.address)
    put(many, f"{SECRET}.csv", b"date,text\n\xff\xfe\x00" + NOTE.encode())
    put(many, f"{SECRET}.xlsx", b"PK\x03\x04" + NOTE.encode())
    send_nonsense(watch.served)
    until(lambda: "deserializing back message" in watch.served.log)
    assert "DEBUG" in watch.served.log or "Session" in watch.served.log  # it does say all that it has to say
    assert SECRET not in watch.served.log
    assert "Traceback" not in watch.served.log


def open_visit(served: Served, earlier: str = "") -> ClientConnection:
    """A line to the server such as a browser opens, new or taken up again."""
    address = served.address.replace("http", "ws") + "/_stcore/stream"
    return connect(address, subprotocols=["streamlit", "none", *([earlier] if earlier else [])], max_size=None)


def visit_of(line: ClientConnection, text: str = "") -> str:
    """Say something on a line as a field does; which visit it is."""
    message = BackMsg()
    message.rerun_script.widget_states.widgets.add(id=f"$$ID-x-{SECRET}", string_value=text)
    line.send(message.SerializeToString())
    visit = ""
    while not visit:
        visit = ForwardMsg.FromString(line.recv(timeout=60)).new_session.initialize.session_id
    return visit


def send_nonsense(served: Served) -> None:
    """What no browser sends: bytes that are no message, a message for fields that are none, a line of text."""
    wrong = BackMsg()
    state = wrong.rerun_script.widget_states.widgets.add(id=f"$$ID-{SECRET}-{SECRET}")
    state.json_value = f"{{{SECRET}"
    wrong.rerun_script.page_script_hash = SECRET
    wrong.rerun_script.query_string = f"draft={SECRET}"
    for message in (SECRET.encode(), wrong.SerializeToString(), SECRET):
        with open_visit(served) as line:
            line.send(message)
            try:
                for _ in range(3):
                    line.recv(timeout=3)
            except (ConnectionClosed, TimeoutError):
                continue


def test_promise_closing(watch: Watch, visitor) -> None:
    page = visitor(address=watch.served.address)
    write(page, NOTE)
    many = visitor("spot-check", address=watch.served.address)
    put(many, "records.csv", table(0.1))
    assert watch.holders()
    for each in (page, many):
        each.context.close()
    watch.forgets()


def test_broken_connection_is_kept_for_a_while_and_then_forgotten(watch: Watch) -> None:
    watch.forgets()
    visit = broken_visit(watch.served)
    time.sleep(1)
    assert watch.holders()  # it may come back
    assert broken_visit(watch.served, visit) == visit  # it did, and found what it had left
    watch.forgets()  # then it stayed away


def broken_visit(served: Served, earlier: str = "") -> str:
    """Put the secret into a visit and cut the line without a word; which visit it was."""
    with open_visit(served, earlier) as line:
        visit = visit_of(line, NOTE)
        line.socket.shutdown(socket.SHUT_RDWR)
    return visit


def test_promise_traces(watch: Watch) -> None:
    # The promise is to reach it no more, and it says that this is all: freed memory is not wiped by anybody.
    words = " ".join(each.words for each in promises(Start(served=True), forgets=True))
    assert "can no longer reach it" in words
    assert "does not wipe it first" in words
    watch.forgets()


def test_promise_stopping() -> None:
    keys = {each.key for each in promises(Start(served=True), forgets=False)}
    assert "stopping" in keys
    assert not keys & {"closing", "traces"}


def test_promise_browser(chromium, program, served: Served, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with_profile = chromium.browser_type.launch_persistent_context(profile, executable_path=program, locale="en-GB")
    page = with_profile.pages[0]
    page.goto(served.address)
    settled(page)
    write(page, NOTE)
    page.get_by_text("About the child and the writer").click()
    for label in ("Child’s name", "Your name"):
        page.get_by_label(label).fill(f"{SECRET} Smith")
        page.keyboard.press("Enter")
    settled(page)
    assert page.get_by_label("Your draft", exact=True).get_attribute("spellcheck") == "false"
    fields = page.eval_on_selector_all(
        "input:not([type=file]), textarea",
        "all => all.map((each) => [each.autocomplete, each.spellcheck, each.getAttribute('writingsuggestions')])",
    )
    assert fields
    assert all(field == ["off", False, "false"] for field in fields)
    kept = page.evaluate(
        """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, await indexedDB.databases(),
          await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length,
          document.cookie, location.href])"""
    )
    assert SECRET not in kept
    assert json.loads(kept)[2:5] == [[], [], 0]
    cookies = {each["name"]: each for each in with_profile.cookies()}
    assert set(cookies) <= {"_streamlit_xsrf"}
    with_profile.close()
    forms = [form for word in (SECRET, SECRET.lower()) for form in (word.encode(), word.encode("utf-16-le"))]
    holding = [file for file in profile.rglob("*") if file.is_file() and any(f in file.read_bytes() for f in forms)]
    assert holding == []


def test_promise_statistics(visitor, served: Served) -> None:
    assert SETTINGS["browser.gatherUsageStats"] is False
    page = visitor("help")
    told = page.request.get(f"{served.address}/_stcore/host-config").json()
    assert not told.get("metricsUrl")
