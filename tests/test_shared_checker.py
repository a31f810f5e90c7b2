"""One checker, many threads and processes: each gets the reports that one alone would get."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

CORPUS = Path(__file__).parent.parent / "models" / "corpus" / "train"
FIELDS = ("text", "id", "doc_type", "child", "author", "event_date", "recorded_date")
THREADS = 8

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def notes():
    given = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(CORPUS.glob("*.json"))[5::40]]
    return [{key: note[key] for key in FIELDS if key in note} for note in given]


@pytest.fixture(scope="module")
def alone(checker, notes):
    """What each note's report is where nobody else asks, and that of an edit of it."""
    return [(said(checker(**note)), said(checker(**edited(note)))) for note in notes]


def said(report):
    return json.dumps(report.to_dict(), sort_keys=True)


def edited(note):
    words = note["text"].split(" ")
    return note | {"text": " ".join([*words[: len(words) // 2], "It was felt that", *words[len(words) // 2 :]])}


def test_threads_that_share_a_checker_get_what_one_alone_gets(checker, notes, alone):
    """Calls, runs of notes and edits at once; each thread takes the notes in an order of its own."""
    start = threading.Barrier(THREADS)

    def work(number):
        places = random.Random(number).sample(range(len(notes)), len(notes))
        start.wait()
        if number % 3 == 0:
            reports = checker.pipe([notes[place] for place in places], batch_size=3)
            return all(said(report) == alone[place][0] for place, report in zip(places, reports, strict=True))
        if number % 3 == 1:
            return all(said(checker(**notes[place])) == alone[place][0] for place in places)
        return all(
            said(checker.update(checker(**notes[place]), edited(notes[place])["text"])) == alone[place][1]
            for place in places
        )

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(pool.map(work, range(THREADS)))


def test_two_runs_that_are_drawn_from_in_turn_do_not_mix(checker, notes, alone):
    there = checker.pipe(notes, batch_size=2)
    back = checker.pipe(notes[::-1], batch_size=3)
    for place, (one, other) in enumerate(zip(there, back, strict=True)):
        assert said(one) == alone[place][0]
        assert said(other) == alone[-1 - place][0]


def test_an_edit_may_be_made_by_another_thread_than_the_check(checker, notes, alone):
    reports = [checker(**note) for note in notes]
    with ThreadPoolExecutor(THREADS) as pool:
        later = pool.map(lambda report, note: checker.update(report, edited(note)["text"]), reports, notes)
        assert [said(report) for report in later] == [second for _, second in alone]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_process_that_is_forked_off_in_the_middle_of_a_check_can_check(checker, notes, alone):
    """It has the checker as it stood between two checks, whatever another thread was doing."""
    begun, ended = threading.Event(), threading.Event()

    def check():
        begun.set()
        while not ended.is_set():
            checker(notes[0]["text"] * 4)

    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(check)
        begun.wait()
        try:
            answers = [_forked(checker, note) for note in notes[:3]]
        finally:
            ended.set()
        busy.result()
    assert answers == [first for first, _ in alone[:3]]
    assert said(checker(**notes[0])) == alone[0][0]


def _forked(checker, note):
    """What a process forked off now says of a note; nothing where it hangs."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    child = os.fork()
    if not child:
        theirs.send(said(checker(**note)))
        os._exit(0)
    theirs.close()
    try:
        return ours.recv() if ours.poll(60) else "it hangs"
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


def test_processes_of_their_own_say_the_same(notes, alone, tmp_path):
    (tmp_path / "notes.json").write_text(json.dumps(notes))
    code = (
        "import json, sys, notecheck; checker = notecheck.load();"
        "print(json.dumps([checker(**note).to_dict() for note in json.load(open(sys.argv[1]))]))"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, tmp_path / "notes.json"], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in started:
        out, _ = process.communicate()
        assert [json.dumps(report, sort_keys=True) for report in json.loads(out)] == [first for first, _ in alone]
