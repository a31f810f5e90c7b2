"""The workers of an audit: their answers in order, little read ahead, none lost to a death, none left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from notecheck.audit import process
from notecheck.audit.items import Item
from notecheck.audit.rows import BATCH, BATCH_CHARACTERS, batches
from notecheck.audit.workers import Crew
from notecheck.errors import NoteError, SettingsError
from notecheck.workers import cores as counting
from notecheck.workers.cores import cores
from notecheck.workers.process import Setting

WORKER = str(Path(__file__).with_name("audit_worker.py"))


@pytest.fixture(autouse=True)
def light(monkeypatch):
    """Workers that load no model."""
    monkeypatch.setattr(process, "_COMMAND", (WORKER,))


class Source:
    """Notes in memory; remembers how far it was read, and does what is asked of it at a note."""

    def __init__(self, texts, at=()):
        self.texts = texts
        self.at = dict(at)
        self.read = 0

    def items(self):
        for number, text in enumerate(self.texts):
            if number in self.at:
                self.at[number]()
            self.read = number + 1
            yield Item(f"line {number + 1}", {"id": f"n-{number}", "text": text}), {"next": number + 1}


def answered(source, jobs=2, **options):
    with Crew(Setting(), jobs, **options) as crew:
        crew.ready()
        return [answer for answer in crew.answers(source.items()) if answer]


def rows(answers):
    return [json.loads(line) for answer in answers for line in answer.rows.splitlines()]


def test_answers_come_in_the_order_of_the_input_whatever_takes_longest():
    texts = ["wait 0.3" if number % 40 == 0 else "a note" for number in range(100)]
    answers = answered(Source(texts), jobs=3)
    assert [row["id"] for row in rows(answers)] == [f"n-{number}" for number in range(100)]
    assert [answer.cursor["next"] for answer in answers] == [16, 32, 48, 64, 80, 96, 100]
    assert sum(answer.counts.notes for answer in answers) == 100


def test_little_is_read_ahead_of_whoever_takes_the_answers():
    source = Source(["a note"] * 10_000)
    with Crew(Setting(), 2) as crew:
        crew.ready()
        answers = crew.answers(source.items())
        taken = 0
        while taken < 5:
            taken += next(answers) is not None
            time.sleep(0.1)
            assert source.read <= (taken + 2 * 4) * BATCH
        assert source.read > taken * BATCH


def test_a_worker_that_is_killed_changes_nothing():
    texts = ["wait 0.01"] * 200

    def kill():
        os.kill(crew.pids()[0], signal.SIGKILL)

    expected = rows(answered(Source(texts)))
    source = Source(texts, at={50: kill, 120: kill})
    with Crew(Setting(), 2) as crew:
        crew.ready()
        before = crew.pids()
        answers = [answer for answer in crew.answers(source.items()) if answer]
        assert crew.pids()[0] != before[0]
    assert rows(answers) == expected


def test_a_note_that_takes_the_worker_down_gives_an_error_record_and_takes_no_other_with_it():
    texts = ["a note"] * 40
    texts[20] = "die"
    answers = answered(Source(texts))
    found = rows(answers)
    assert found[20]["error"]["reason"].startswith("the process that checked this note ended, twice")
    assert {key: found[20][key] for key in ("version", "id", "place")} == {
        "version": 1,
        "id": "n-20",
        "place": "line 21",
    }
    assert [row["id"] for row in found] == [f"n-{number}" for number in range(40)]
    assert sum("error" in row for row in found) == sum(answer.counts.errors for answer in answers) == 1


def test_a_note_that_takes_for_ever_is_given_up():
    found = rows(answered(Source(["a note", "hang", "a note"]), jobs=1, seconds=0.5))
    assert [row.get("error", {}).get("reason", "")[:23] for row in found] == ["", "this note took too long", ""]


def test_what_stops_the_source_is_told_behind_what_came_before():
    def stop():
        raise NoteError("notes.csv, row 41: cannot be read on")

    taken = []
    with Crew(Setting(), 2) as crew:
        crew.ready()
        with pytest.raises(NoteError, match="row 41"):
            taken.extend(answer for answer in crew.answers(Source(["a note"] * 90, at={40: stop}).items()) if answer)
    assert len(rows(taken)) == 2 * BATCH


def test_an_input_without_notes_ends_at_once():
    assert answered(Source([])) == []


def test_workers_that_end_before_they_are_ready_end_the_run_with_the_reason():
    with Crew(Setting(guidance="none"), 1) as crew, pytest.raises(SettingsError, match=r"before it is ready \(exit"):
        crew.ready()


PARENT = """
import sys, time
from notecheck.audit import process
from notecheck.audit.items import Item
from notecheck.audit.workers import Crew
from notecheck.workers.process import Setting
process._COMMAND = (sys.argv[1],)
with Crew(Setting(), 2) as crew:
    crew.ready()
    print(*crew.pids(), flush=True)
    for _ in crew.answers(((Item("", {"text": "hang"}), {}) for _ in range(40))):
        pass
"""


def _lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see whether a process lives")
def test_workers_end_with_a_parent_that_is_killed_even_in_the_middle_of_a_note():
    with subprocess.Popen([sys.executable, "-c", PARENT, WORKER], stdout=subprocess.PIPE, text=True) as parent:
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 2
        assert all(map(_lives, pids))
        parent.kill()
    for _ in range(100):
        if not any(map(_lives, pids)):
            break
        time.sleep(0.1)
    assert not any(map(_lives, pids))


def test_a_batch_ends_by_its_own_items_so_that_a_run_taken_up_again_has_the_same():
    long = Item("", {"text": "x" * (BATCH_CHARACTERS // 2)})
    short = Item("", {"text": "x"})
    items = [short] * 20 + [long] * 3 + [short] * 10
    sizes = [len(batch) for batch in batches(items)]
    assert sizes == [16, 6, 11]
    assert [len(batch) for batch in batches(items[16:])] == sizes[1:]


@pytest.mark.parametrize(
    ("limits", "quota"),
    [
        ({"cpu.max": "150000 100000\n"}, 1.5),
        ({"cpu.max": "max 100000\n"}, None),
        ({"cpu/cpu.cfs_quota_us": "200000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 2.0),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, None),
        ({}, None),
    ],
)
def test_a_control_group_says_how_many_processors_there_are(tmp_path, limits, quota):
    (tmp_path / "cpu").mkdir()
    for name, text in limits.items():
        (tmp_path / name).write_text(text)
    assert counting._quota(tmp_path) == quota
    assert 1 <= cores() <= (os.cpu_count() or 1)
