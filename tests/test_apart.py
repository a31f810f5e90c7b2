"""Documents are read in a process of their own: what goes wrong there harms nothing here."""

import json
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from threading import Thread

import pytest
from office import docx, p

from notecheck.errors import NoteError
from notecheck.read import apart
from notecheck.read.apart import extract_apart
from notecheck.read.rtf import extract

NOTE = docx(p("You were happy, Callum."))
WIDE = b"{\\rtf1 " + b"{x}" * 2_000_000 + b"}"  # takes seconds
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no fork and no such limits")


def keepers():
    return [keeper._process.pid for keeper in apart._POOL._idle]


def reads_on():
    return extract_apart("docx", NOTE).passages[0].text == "You were happy, Callum."


def test_a_document_comes_back_as_it_was_read_there():
    data = b"{\\rtf1 caf\\'e9 \\u55357?\\u56832? {\\v x}\\par Bye.}"
    assert extract_apart("rtf", data) == extract(data)


def test_the_process_is_kept_for_the_next_file():
    assert reads_on()
    before = keepers()
    assert reads_on()
    assert keepers() == before


@posix
def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 0.3)
    with pytest.raises(NoteError, match="takes too long to read"):
        extract_apart("rtf", WIDE)
    monkeypatch.undo()
    assert reads_on()


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not hold a process to a limit of memory")
def test_a_file_that_needs_too_much_memory_is_given_up_and_the_next_is_read(monkeypatch):
    monkeypatch.setattr(apart, "MEGABYTES", 150)
    with pytest.raises(NoteError, match="needs too much memory"):
        extract_apart("docx", docx("".join(f'<w:p w:x="{number}"/>' for number in range(1_000_000))))
    monkeypatch.undo()
    assert reads_on()


def test_a_keeper_that_was_ended_from_outside_is_replaced():
    assert reads_on()
    for keeper in apart._POOL._idle:
        keeper._process.terminate()
        keeper._process.wait()
    assert reads_on()


def test_several_people_at_once_get_each_their_own():
    got = {}

    def read(number):
        got[number] = extract_apart("docx", docx(p(f"Note {number}") * (1 + number % 3 * 200))).passages[0].text

    threads = [Thread(target=read, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {number: f"Note {number}" for number in range(12)}
    assert len(keepers()) <= 2


@posix
def test_a_forked_process_has_keepers_of_its_own():
    code = """
        import os
        from notecheck.read import apart
        note = b"{\\\\rtf1 x}"
        kept = lambda: [keeper._process.pid for keeper in apart._POOL._idle]
        apart.extract_apart("rtf", note)
        before = kept()
        if not os.fork():
            apart.extract_apart("rtf", note)
            os._exit(kept() == before)
        status = os.wait()[1]
        apart.extract_apart("rtf", note)
        raise SystemExit(bool(status) or kept() != before)
    """
    assert subprocess.run([sys.executable, "-W", "error", "-c", textwrap.dedent(code)]).returncode == 0


def alive(pid):
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(pid):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name = stat.read_text()
        except OSError:
            continue
        if name.rpartition(")")[2].split()[1] == str(pid):
            found.append(int(stat.parent.name))
    return found


def started(file):
    """A program that reads a file that takes long; the program, its keeper and its reader."""
    code = f"""
        from pathlib import Path
        from notecheck.read.apart import extract_apart
        extract_apart("rtf", Path({str(file)!r}).read_bytes())
    """
    program = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stderr=subprocess.DEVNULL)
    for _ in range(200):
        found = [each for keeper in children(program.pid) for each in (keeper, *children(keeper))]
        if len(found) == 2:
            return program, found
        time.sleep(0.05)
    raise AssertionError("no reader was started")


def limits_of(process):
    """What the system lets a process have, by the names that Linux gives."""
    rows = Path(f"/proc/{process}/limits").read_text().splitlines()[1:]
    return {row[:26].strip(): row[26:].split()[0] for row in rows}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
def test_nothing_outlives_the_program_even_if_it_is_killed(tmp_path):
    file = tmp_path / "wide.rtf"
    file.write_bytes(WIDE * 3)
    program, others = started(file)
    assert all(map(alive, others))
    program.kill()
    program.wait()
    for _ in range(100):
        if not any(map(alive, others)):
            break
        time.sleep(0.05)
    assert not any(map(alive, others))


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="on Linux only root may look into the reader")
def test_the_reader_is_bounded_and_knows_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://secret")
    file = tmp_path / "wide.rtf"
    file.write_bytes(WIDE * 3)
    program, (keeper, reader) = started(file)
    try:
        said = limits_of(reader)
        for _ in range(100):  # it is found as soon as it is there, and bounds itself before it looks at the file
            if said["Max processes"] == "0":
                break
            time.sleep(0.02)
            said = limits_of(reader)
        assert said["Max file size"] == said["Max core file size"] == said["Max processes"] == "0"
        assert int(said["Max address space"]) == apart.MEGABYTES * 1_000_000
        assert int(said["Max open files"]) < 64
        environment = Path(f"/proc/{keeper}/environ").read_bytes()
        assert b"secret" not in environment
        assert b"HOME" not in environment
        assert Path(f"/proc/{reader}/cwd").resolve() == Path("/")
        assert len(list(Path(f"/proc/{reader}/fd").iterdir())) < 12
        if subprocess.run(["unshare", "--user", "--net", "true"], stderr=subprocess.DEVNULL).returncode == 0:
            assert Path(f"/proc/{reader}/ns/net").readlink() != Path("/proc/self/ns/net").readlink()
    finally:
        program.kill()
        program.wait()


def told(*parts, **changes):
    """An answer of a reader: its head, and three parts for each passage."""
    head = {"notices": ["a"], "fields": {"event_date": "2026-03-04"}}
    return b"\0".join(
        (json.dumps(head | changes).encode(), *(parts or (b"You were happy.", b"paragraph 1", b"paragraph")))
    )


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"3",
        b"[" * 100_000,
        b'{"passages": []}',
        b'{"fault": "unheard of"}',
        b'{"fault": ["slow"]}',
        b'{"error": 3}',
        told(b"a", b"b"),
        told(b"a", b"b", b"heading", b"more"),
        told(b"a", b"b", b"script"),
        told(b"half \xed\xa0\x80", b"b", b"heading"),
        told(b"escape \x1b[2J", b"b", b"heading"),
        told(b"a", b"b" * 1000, b"heading"),
        told(b"a", b"page 1\n::error ::", b"heading"),
        told(*(b"a" * 3_000_000, b"b", b"heading") * 2),
        told(*(b"a", b"b", b"heading") * 100_001),
        told(more=[[]] * 1_000_000),
        told(notices=["a" * 10_000]),
        told(notices=[{}]),
        told(notices="a\x1b[2J"),
        told(notices=3),
        told(fields=[]),
        told(fields={"text": "other"}),
        told(fields={"doc": "unheard of"}),
        told(fields={"child": {"age": float("nan")}}),
        told(fields={"child": {"age": float("inf")}}),
        told(fields={"child": {"half \ud800": 1}}),
        told(fields={"places": []}),
        told(fields={"child": {"name": {"deep": 1}}}),
        told(fields={"child": ["x"] * 1000}),
        told(fields={"event_date": "x" * 10_000}),
    ],
)
def test_what_comes_back_is_not_trusted(answer):
    with pytest.raises(NoteError) as error:
        apart._read_answer(answer)
    assert str(error.value).startswith("it is broken, or made in an unusual way")


def test_what_is_as_it_should_be_is_taken():
    document = apart._read_answer(told(fields={"child": {"name": "Callum", "age": 9}, "other_children": ["Sally"]}))
    assert document.passages[0].place == "paragraph 1"
    assert document.passages[0].text == "You were happy."
    assert document.fields["child"] == {"name": "Callum", "age": 9}
