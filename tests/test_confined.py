"""A reader that a document has taken over finds nothing to take; one that reads a document misses nothing."""

import ctypes
import os
import platform
import re
import signal
import socket
import subprocess
import sys
import textwrap
from contextlib import suppress
from encodings.aliases import aliases
from pathlib import Path
from threading import Thread

import pytest
from test_mail import message

from notecheck.errors import NoteError
from notecheck.read import apart, read_file

STATUS = Path("/proc/self/status")
filters = pytest.mark.skipif(
    sys.platform != "linux"
    or platform.machine() not in ("x86_64", "aarch64")
    or "Seccomp:" not in (STATUS.read_text() if STATUS.exists() else ""),
    reason="system calls are filtered on Linux alone, on x86-64 and 64-bit ARM",
)

# Runs in the keeper before any file: a module that does what a hostile document would make a reader do. Its file holds
# what it is told: one line each, tried in turn.
HOSTILE = """
    import ctypes, mmap, os, resource, shutil, signal, socket, subprocess, sys, threading, types
    from pathlib import Path
    from notecheck.read.document import Document, Passage

    libc = ctypes.CDLL(None, use_errno=True)

    def call(*numbers):
        if libc.syscall(*map(ctypes.c_long, numbers)) < 0:
            raise OSError(ctypes.get_errno(), "refused")

    def connected(family, address):
        with socket.socket(family) as line:
            line.connect(address)
            line.sendall(b"stolen")

    def handed(name):
        with open(name) as file:
            return file.read()

    def extract(data):
        done = []
        for deed in data.decode().splitlines():
            try:
                eval(deed, globals())
            except (OSError, RuntimeError, ValueError) as error:
                done.append(f"refused: {deed}: {getattr(error, 'errno', error)}")
            else:
                done.append(f"done: {deed}")
        return Document(tuple(Passage(each, f"paragraph {n}") for n, each in enumerate(done, 1)))

    module = types.ModuleType("notecheck.read.hostile")
    module.extract = extract
    sys.modules[module.__name__] = module
"""


@pytest.fixture
def taken(monkeypatch):
    """Do deeds in a reader that was taken over; what came of each."""
    path, start = apart._START.split("from notecheck.read.apart", 1)
    monkeypatch.setattr(apart, "_START", f"{path}exec({textwrap.dedent(HOSTILE)!r}); from notecheck.read.apart{start}")
    monkeypatch.setattr(apart, "_POOL", apart._Pool())

    def doing(*deeds):
        document = apart.extract_apart("hostile", "\n".join(deeds).encode())
        return [passage.text for passage in document.passages], document.notices

    yield doing
    apart._POOL.end()


@filters
def test_a_reader_that_was_taken_over_can_do_nothing_but_answer(taken, tmp_path):
    victim = tmp_path / "notes.txt"
    victim.write_text("secret of this user")
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    heard = []
    with socket.socket(socket.AF_UNIX) as path, socket.create_server(("127.0.0.1", 0)) as port:
        path.bind(str(tmp_path / "socket"))
        path.listen()
        for each in (path, port):
            Thread(target=lambda listens: heard.append(listens.accept()), args=(each,), daemon=True).start()
        deeds = (
            f"handed({str(victim)!r})",
            "handed('/proc/self/environ')",
            "os.listdir('/')",
            "os.stat('/etc/passwd')",
            f"open({str(tmp_path / 'new')!r}, 'w')",
            f"os.truncate({str(victim)!r}, 0)",
            f"os.unlink({str(victim)!r})",
            f"os.rename({str(victim)!r}, {str(tmp_path / 'other')!r})",
            f"os.mkdir({str(tmp_path / 'folder')!r})",
            f"os.symlink('/', {str(tmp_path / 'link')!r})",
            f"os.chmod({str(victim)!r}, 0o777)",
            f"os.kill({other.pid}, {int(signal.SIGTERM)})",
            f"os.kill({os.getpid()}, 0)",
            "os.killpg(os.getpgid(0), 0)",
            f"os.pidfd_open({other.pid})",
            "os.fork()",
            "os.setsid()",
            "os.posix_spawn('/bin/true', ['true'], {})",
            "os.execv('/bin/true', ['true'])",
            "subprocess.run(['true'])",
            "threading.Thread(target=print).start()",
            "socket.socket()",
            "socket.socketpair()",
            f"connected(socket.AF_UNIX, {str(tmp_path / 'socket')!r})",
            f"connected(socket.AF_INET, {port.getsockname()!r})",
            "resource.setrlimit(resource.RLIMIT_CPU, (1000, 1000))",
            "os.memfd_create('x')",
            "os.pipe()",
            "os.dup(2)",
            "os.write(2, b'x')",
            "os.setuid(0)",
            "os.sched_setaffinity(0, {0})",
            "mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)",
            f"call(101, 16, {other.pid}, 0, 0) if os.uname().machine == 'x86_64' else call(117, 16, {other.pid}, 0, 0)",
            "call(425, 8, 0)  # io_uring_setup",
            "call(272, 0x10000000) if os.uname().machine == 'x86_64' else call(97, 0x10000000)  # unshare",
        )
        said, _ = taken(*deeds)
        assert heard == []
    try:
        assert [each for each in said if not each.startswith("refused: ")] == []
        assert len(said) == len(deeds)
        assert victim.read_text() == "secret of this user"
        assert sorted(each.name for each in tmp_path.iterdir()) == ["notes.txt", "socket"]
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has Landlock")
def test_on_a_machine_that_is_not_known_files_are_shut_off_all_the_same(taken, tmp_path, monkeypatch):
    if ctypes.CDLL(None).syscall(444, 0, 0, 1) < 3:
        pytest.skip("this kernel has no Landlock, or an early one")
    before, after = apart._START.split("from notecheck.read.apart", 1)
    unknown = "from notecheck.read import confined; confined._MACHINES.clear(); "
    monkeypatch.setattr(apart, "_START", f"{before}{unknown}from notecheck.read.apart{after}")
    victim = tmp_path / "notes.txt"
    victim.write_text("secret of this user")
    deeds = (
        f"handed({str(victim)!r})",
        f"os.truncate({str(victim)!r}, 0)",
        f"os.unlink({str(victim)!r})",
        f"os.mkdir({str(tmp_path / 'folder')!r})",
        "os.listdir('/')",
        "os.execv('/bin/true', ['true'])",
    )
    said, _ = taken(*deeds, "os.getppid()")
    assert [each.split(":")[0] for each in said] == [*["refused"] * len(deeds), "done"]
    assert victim.read_text() == "secret of this user"


@filters
def test_the_next_file_is_read_after_one_that_did_its_worst(taken):
    taken("os.fork()", "os.kill(os.getpid(), 9)", "libc.abort")
    with pytest.raises(NoteError, match="broken, or made in an unusual way"):
        taken("os._exit(0)")
    with pytest.raises(NoteError, match="broken, or made in an unusual way"):
        taken("libc.abort()")
    assert taken("len('x')")[0] == ["done: len('x')"]


@filters
def test_what_a_reader_misses_is_told(taken):
    said, notices = taken("handed('/etc/hostname')", "len('x')")
    assert len(said) == 2
    assert notices == ("something that was needed to read it was not at hand, so compare the text with the file",)


@filters
def test_a_reader_that_cannot_go_on_without_a_file_says_so_in_words(taken):
    with pytest.raises(NoteError, match="takes something that was not at hand; save it as"):
        taken("__import__('colorsys')")


# What Python, lxml and the rest load late, must have been loaded.


def texts_in(*names):
    """Which of these encodings can write a word, with its plain letters as they are in ASCII."""
    for name in names:
        with suppress(LookupError, UnicodeError):
            if "<Amy> é".encode(name).decode(name) == "<Amy> é" and "<Amy>".encode(name) == b"<Amy>":
                yield name


ENCODINGS = [*texts_in(*sorted({*aliases, *aliases.values()}))]


def test_encodings_are_there_to_be_tried():
    assert len(ENCODINGS) > 100


def test_an_email_is_read_in_any_encoding():
    for name in ENCODINGS:
        made = message()
        made.set_content("Amy", charset="utf-8")
        made.replace_header("Content-Type", f'text/plain; charset="{name}"')
        body = "Amy said é café.".encode(name)
        head = made.as_bytes().partition(b"\n\n")[0].replace(b"base64", b"8bit").replace(b"7bit", b"8bit")
        read = read_file("school.eml", head + b"\n\n" + body + b"\n")
        assert not [notice for notice in read.notices if "not at hand" in notice], name
        assert "Amy said" in read.rows[0].fields["text"], name


def test_a_web_page_is_read_in_any_encoding():
    for name in ENCODINGS:
        page = f'<html><meta charset="{name}"><body><p>Amy said é café.</p></body></html>'
        read = read_file("visit.html", page.encode(name))
        assert not [notice for notice in read.notices if "not at hand" in notice], name
        assert "Amy said é café." in read.rows[0].fields["text"] or read.notices, name


def test_rich_text_is_read_in_any_code_page():
    pages = [found[1] for name in ENCODINGS if (found := re.fullmatch(r"cp(\d+)", name))]
    assert len(pages) >= 20
    for page in (*pages, "65001", "932", "936", "950", "10000", "12345"):
        read = read_file("visit.rtf", rb"{\rtf1\ansi\ansicpg%s Amy said \'e9.}" % page.encode())
        assert not [notice for notice in read.notices if "not at hand" in notice], page
        assert "Amy said" in read.rows[0].fields["text"], page
