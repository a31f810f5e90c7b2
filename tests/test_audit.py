"""An audit: its rows, and an output that is the same bytes whatever breaks off the run, at whatever moment."""

import json
import os
import re
import shutil
import zlib
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from random import Random

import pytest

from notecheck.audit import journal, run, writing
from notecheck.audit.fingerprint import changes, fingerprint
from notecheck.audit.items import Item
from notecheck.audit.journal import Counts, Journal, Mark
from notecheck.audit.progress import Progress
from notecheck.audit.rows import batches, check_items, encoded
from notecheck.audit.run import StoppedError, Wanted, audit
from notecheck.audit.workers import Answer
from notecheck.audit.writing import Writing
from notecheck.errors import NoteError, SettingsError
from notecheck.mapping import ColumnMap

NOTES = [
    {"id": "A-01", "text": "You told me that you like school. I rang the LADO on 4 March 2026.", "team": "North"},
    {"id": "A-02", "text": {"not": "text"}},
    {"id": "A-03", "text": "Mum was hostile. CIN meeting soon.", "doc_type": "home-visit", "event_date": "2026-03-04"},
    {"id": "A-04", "text": "Nan said Tom ran home.", "doc_type": "letter"},
    {"id": "A-05", "text": ""},
]  # fmt: skip


# Rows


def test_a_row_is_the_report_with_its_place_its_dates_and_the_columns_kept(checker):
    note = NOTES[2]
    (row,) = check_items(checker, [Item("line 3", note, kept={"Team": "North", "score": 7})])
    report = checker(**note).to_dict()
    assert {key: row[key] for key in report} == report
    assert {key: row[key] for key in row if key not in report} == {
        "place": "line 3",
        "event_date": "2026-03-04",
        "Team": "North",
        "carried": {"score": 7},
    }


def test_a_key_of_the_callers_own_that_a_row_needs_stands_in_carried(checker):
    (row,) = check_items(
        checker, [Item("line 1", NOTES[0] | {"place": "Swindon", "error": 1}, kept={"place": "Swindon"})]
    )
    assert row["place"] == "line 1"
    assert row["carried"] == {"place": "Swindon", "error": 1}
    assert "error" not in row


@pytest.mark.parametrize("name", ["place", "id_given", "event_date", "recorded_date", "error", "carried", "findings"])
def test_no_name_of_ours_has_a_value_of_the_callers_own(checker, name):
    by_note, by_column = check_items(
        checker, [Item("", {"text": "You ran."} | ({} if "_date" in name else {name: {"a": 1}})),
                  Item("", {"text": "You ran."}, kept={name: "x"})],
    )  # fmt: skip
    assert by_column["carried"] == {name: "x"}
    assert by_note.get("carried") == (None if "_date" in name else {name: {"a": 1}})
    ours = ("findings", "carried")
    assert all((name in row) == (name in ours) for row in (by_note, by_column))


def test_an_id_that_was_made_up_is_marked_as_such(checker):
    given, made, error = check_items(
        checker,
        [Item("a.csv, row 2", {"id": "A-01", "text": "You ran."}),
         Item("a.csv, row 3", {"id": "a-2", "text": "You ran."}, id_given=False),
         Item("a.csv, row 4", None, "is empty", id="a-3", id_given=False)],
    )  # fmt: skip
    assert "id_given" not in given
    assert made["id_given"] is error["id_given"] is False


def test_a_note_that_cannot_be_checked_gives_a_record_with_the_reason_and_the_others_are_checked(checker):
    items = [Item(f"line {number}", note, kept={"Team": "East"}) for number, note in enumerate(NOTES, 1)]
    items.insert(3, Item("line 3a", None, "is no JSON", kept={"Team": "West"}, id="A-3a"))
    found = list(check_items(checker, items))
    assert [row["id"] for row in found] == ["A-01", "A-02", "A-03", "A-3a", "A-04", "A-05"]
    assert found[1] == {
        "version": 1, "id": "A-02", "place": "line 2", "error": {"reason": "text: must be text, not an object"},
        "Team": "East",
    }  # fmt: skip
    assert found[3]["error"] == {"reason": "is no JSON"}
    assert "doc_type" in found[4]["error"]["reason"]
    assert {"check": "note", "reason": "the note has no words, so there was nothing to check"} in found[5]["skipped"]
    assert found[2] == next(check_items(checker, [Item("line 3", NOTES[2], kept={"Team": "East"})]))


class Breaking:
    """A checker with a fault of its own."""

    def pipe(self, notes, *, batch_size=16):
        for note in notes:
            raise RuntimeError(note.text)
        yield from ()


def test_a_fault_of_a_check_is_no_reason_to_show_the_note():
    (row,) = check_items(Breaking(), [Item("line 1", {"text": "Mum was hostile."})])
    assert row["error"]["reason"].startswith("a fault of notecheck's own (RuntimeError)")
    assert "hostile" not in str(row)


@pytest.mark.parametrize("name", [True, ["A"], 10**50, "x" * 2000, {"a": 1}])
def test_a_name_that_is_none_is_left_out_of_a_record(name):
    (row,) = check_items(Breaking(), [Item("line 1", {"id": name, "text": None})])
    assert row["id"] is None


def test_rows_are_one_line_of_utf_8_and_hold_no_number_that_json_has_not():
    assert encoded({"a": "Zoë\n\u2028", "b": [1.5, None]}) == '{"a":"Zoë\\n\u2028","b":[1.5,null]}\n'.encode()
    with pytest.raises(ValueError, match="JSON"):
        encoded({"a": float("nan")})


# Progress


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_terminal_sees_one_line_that_is_written_over_with_rate_and_time_left():
    stream, clock = StringIO(), Clock()
    progress = Progress(stream, total=1000, terminal=True, clock=clock)
    progress.begin(100, 200)
    for clock.now, notes, done in ((1.0, 110, 210), (1.1, 111, 211), (10.0, 150, 300)):
        progress.update(notes, done)
    progress.end()
    assert stream.getvalue().split("\r\x1b[K") == [
        "", "110 notes, 21 %", "150 notes, 30 %, 5.0 a second, 1 min 10 s left", "",
    ]  # fmt: skip


def test_a_log_gets_a_plain_line_now_and_then():
    stream, clock = StringIO(), Clock()
    progress = Progress(stream, total=None, terminal=False, clock=clock)
    progress.begin(0, 0)
    for second in range(0, 3700, 10):
        clock.now = float(second)
        progress.update(second * 3, 0)
    progress.end()
    lines = stream.getvalue().splitlines()
    assert lines[0] == "notecheck: 90 notes, 3.0 a second"
    assert 100 <= len(lines) <= 124
    assert "\x1b" not in stream.getvalue()


# The run, with a crew of nobody: what is written when is all that counts here.


class Source:
    mapping = ColumnMap()
    notices = ()

    def __init__(self, path, count=80):
        self.total = count
        self.files = [(path, path.stat().st_size)] if path else None

    def items(self, after=None):
        for number in range(after["next"] if after else 0, self.total):
            yield Item(f"line {number + 1}", {"id": f"n-{number}", "text": "a note"}), {"next": number + 1}

    def done(self, cursor):
        return cursor["next"]


class Nobody:
    """Answers each batch itself."""

    def __init__(self, setting, jobs):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def ready(self):
        pass

    def answers(self, items):
        cursors = []

        def told():
            for item, cursor in items:
                cursors[:] = [cursor]
                yield item

        for batch in batches(told()):
            rows = b"".join(encoded({"version": 1, "id": item.note["id"], "place": item.place}) for item in batch)
            yield Answer(rows, Counts(notes=len(batch), words=2 * len(batch), findings={"warning": 1}), cursors[0])


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with an input, and a run that vouches for each batch and asks neither model nor LanguageTool."""
    monkeypatch.setattr(run, "Crew", Nobody)
    monkeypatch.setattr(run, "_COMMIT", 0)
    monkeypatch.setattr(run, "fingerprint", _about)
    (tmp_path / "in.jsonl").write_text("the input")
    return tmp_path


def _about(files, *, options, columns, lexicons, model, grammar):
    about = {"option": dict(options), "columns": columns}
    return {
        "input": {str(p): zlib.crc32(p.read_bytes()) for p, _ in files}
        if files is not None
        else {"-": "standard input"}
    } | about


def do(place, *, finish=lambda _: None, count=80, without=("grammar",), **wanted):
    wanted["without"] = without
    return audit(Source(place / "in.jsonl", count), place / "out.jsonl", Wanted(**wanted), finish=finish)


def unbroken(place):
    return b"".join(encoded({"version": 1, "id": f"n-{number}", "place": f"line {number + 1}"}) for number in range(80))


def left(place):
    return sorted(path.name for path in place.iterdir())


def test_the_output_appears_whole_and_nothing_else_is_left(place):
    done = do(place)
    assert (place / "out.jsonl").read_bytes() == unbroken(place)
    assert left(place) == ["in.jsonl", "out.jsonl"]
    assert (place / "out.jsonl").stat().st_mode & 0o777 == 0o600
    assert done.counts == Counts(notes=80, words=160, findings={"warning": 5})


class Crash(BaseException):
    """What a kill is to the files: nothing is done after it."""


class Failing:
    """Lets so many calls to the disk through, and then kills; the last writing gets half of its bytes there."""

    def __init__(self, monkeypatch, after):
        self.after = after
        self.patch = monkeypatch

    def tick(self):
        self.after -= 1
        if self.after < 0:
            raise Crash

    @contextmanager
    def on(self):
        with self.patch.context() as patch:
            for holder, name in ((os, "fsync"), (os, "replace"), (os, "unlink"), (os, "open"), (os, "rename")):
                patch.setattr(holder, name, self._wrapped(getattr(holder, name)))
            for name in ("replace", "unlink"):
                patch.setattr(Path, name, self._wrapped(getattr(Path, name)))
            for module in (journal, writing):
                patch.setattr(module, "write_all", self._writing)
            yield

    def _wrapped(self, call):
        def wrapped(*args, **kwargs):
            self.tick()
            done = call(*args, **kwargs)
            self.tick()
            return done

        return wrapped

    def _writing(self, file, data):
        self.after -= 1
        if self.after < 0:
            file.write(data[: len(data) // 2])
            raise Crash
        file.write(data)


def test_a_run_that_is_killed_between_any_two_steps_is_taken_up_to_the_same_bytes(place, monkeypatch):
    steps = 0
    while True:
        finished = []
        for path in place.glob("out*"):
            path.unlink()
        try:
            with Failing(monkeypatch, steps).on():
                do(place)
            break
        except Crash:
            pass
        done = resumed_or_complete(place, finished)
        assert (place / "out.jsonl").read_bytes() == unbroken(place), steps
        assert left(place) == ["in.jsonl", "out.jsonl"], steps
        assert done is None or done.counts.notes == 80
        assert finished or done is None
        steps += 1
    assert steps > 40


def resumed_or_complete(place, finished):
    """Take up the run; None where there was nothing left to do but to go home."""
    try:
        return do(place, resume=True, finish=finished.append)
    except SettingsError as error:
        if "complete" not in str(error):
            raise
        (place / "out.jsonl.lock").unlink(missing_ok=True)
        return None


def test_a_run_that_is_killed_again_and_again_ends_in_the_same_bytes(place, monkeypatch):
    random = Random(7)
    for _ in range(20):
        for path in place.glob("out*"):
            path.unlink()
        for attempt in range(100):
            try:
                with Failing(monkeypatch, random.randrange(12, 60)).on():
                    do(place, resume=attempt > 0)
                break
            except Crash:
                if (place / "out.jsonl").exists() and not (place / "out.jsonl.journal").exists():
                    break
        assert (place / "out.jsonl").read_bytes() == unbroken(place)


@pytest.fixture
def broken_off(place, monkeypatch):
    """A folder in which a run was killed after some batches."""
    with pytest.raises(Crash), Failing(monkeypatch, 30).on():
        do(place)
    assert left(place) == ["in.jsonl", "out.jsonl.journal", "out.jsonl.lock", "out.jsonl.part"]
    return place


def test_whatever_the_disk_kept_of_part_and_journal_the_run_is_taken_up_to_the_same_bytes(broken_off, tmp_path_factory):
    part, log = ((broken_off / f"out.jsonl.{name}").read_bytes() for name in ("part", "journal"))
    assert log.count(b"\n") >= 3
    random = Random(5)
    cuts = [(random.randrange(len(part) + 1), random.randrange(len(log) + 1)) for _ in range(40)]
    lines = [found.end() for found in re.finditer(b"\n", log)]
    for kept, kept_log in [*cuts, *((len(part), end) for end in lines), (0, len(log)), (len(part), 0)]:
        spoilt = part[:kept] + random.choice([b"", b"\0" * (len(part) - kept), b'{"half":'])
        (broken_off / "out.jsonl.part").write_bytes(spoilt)
        (broken_off / "out.jsonl.journal").write_bytes(log[:kept_log] + random.choice([b"", b"\0\0\0", b"12345678 {"]))
        do(broken_off, resume=True)
        assert (broken_off / "out.jsonl").read_bytes() == unbroken(broken_off)
        (broken_off / "out.jsonl").unlink()


def test_work_that_is_vouched_for_is_not_done_again(broken_off):
    done = do(broken_off, resume=True)
    assert done.went_on >= 16
    assert done.counts == Counts(notes=80, words=160, findings={"warning": 5})


def test_what_is_there_is_not_written_over_without_being_asked_for(place, monkeypatch):
    do(place)
    with pytest.raises(SettingsError, match="is there already; name another, or --force"):
        do(place)
    with pytest.raises(SettingsError, match="it is there and complete"):
        do(place, resume=True)
    with pytest.raises(Crash), Failing(monkeypatch, 30).on():
        do(place, force=True)
    before = (place / "out.jsonl").read_bytes()
    with pytest.raises(SettingsError, match="was broken off; --resume goes on with it, --force begins anew"):
        do(place)
    assert (place / "out.jsonl").read_bytes() == before
    do(place, force=True, count=16)
    assert (place / "out.jsonl").read_bytes() == before[: len((place / "out.jsonl").read_bytes())] != before
    assert left(place) == ["in.jsonl", "out.jsonl"]


def test_a_part_that_is_somebody_elses_is_left_alone(place):
    (place / "out.jsonl.part").write_text("mine")
    with pytest.raises(SettingsError, match=r"out\.jsonl\.part is there already"):
        do(place)
    assert (place / "out.jsonl.part").read_text() == "mine"


def test_another_input_or_option_is_refused_by_name(broken_off):
    with pytest.raises(SettingsError, match="--guidance was general and is now trafford"):
        do(broken_off, resume=True, guidance="trafford")
    with pytest.raises(SettingsError, match="--without was grammar and is now grammar, voice"):
        do(broken_off, resume=True, without=("grammar", "voice"))
    (broken_off / "in.jsonl").write_text("the inpat")
    with pytest.raises(SettingsError, match=r"in\.jsonl has changed") as told:
        do(broken_off, resume=True)
    assert "--force begins anew" in str(told.value)
    (broken_off / "in.jsonl").write_text("the input")
    do(broken_off, resume=True)


def test_what_an_output_rests_on_is_known_by_its_content(tmp_path):
    """Lists, models and versions, as a real run looks at them."""
    file, own = tmp_path / "in.jsonl", tmp_path / "own"
    own.mkdir()
    file.write_text("the input")
    (own / "words.yaml").write_text("kind: words")

    def about(options=None, model=None):
        return fingerprint(
            [(file, 9)], options=options or {}, columns={"version": 1}, lexicons=str(own), model=model, grammar="6.6"
        )

    before = json.loads(json.dumps(about()))
    assert changes(before, about()) == []
    assert {Path(name).name for name in before["model"]} >= {"measured.json", "config.cfg"}
    assert {Path(name).name for name in before["lexicons"]} >= {"general.yaml", "words.yaml"}
    (own / "words.yaml").write_text("kind: terms")
    for name in (".words.yaml.swp", "minutes.txt", "elsewhere/words.yaml"):  # not read, so it may change
        (own / name).parent.mkdir(exist_ok=True)
        (own / name).write_text("something else")
    assert changes(before, about()) == [f"{own / 'words.yaml'} has changed"]
    (own / "words.yaml").unlink()
    (own / "more.yaml").touch()
    assert changes(before, about()) == [
        f"{own / 'words.yaml'} is gone from the lexicons",
        f"{own / 'more.yaml'} has been added to the lexicons",
    ]
    before["lexicons"] = about()["lexicons"]
    older = before | {"version": before["version"] | {"spacy": "3.0"}, "grammar": {"LanguageTool": "not there"}}
    is_now = before["version"]["spacy"]
    assert changes(older, about()) == [
        f"spacy was 3.0 and is now {is_now}",
        "LanguageTool was not there and is now 6.6",
    ]
    assert changes(before | {"columns": {"version": 1, "columns": {"text": "Note"}}}, about()) == [
        "which column holds what has changed; --columns FILE gives the columns that were used"
    ]
    many = {f"--{number}": number for number in range(5)}
    assert changes(before, about(many))[-1] == "and 2 more of these"
    with pytest.raises(SettingsError, match="not found"):
        about(model="no_such_model")
    file.unlink()
    assert changes(before | {"lexicons": about()["lexicons"]}, about()) == [f"{file} has changed"]


def test_standard_input_cannot_be_read_a_second_time(place, monkeypatch):
    with pytest.raises(Crash), Failing(monkeypatch, 30).on():
        audit(Source(None), place / "out.jsonl", Wanted(without=("grammar",)))
    with pytest.raises(SettingsError, match="standard input cannot be read a second time"):
        audit(Source(None), place / "out.jsonl", Wanted(resume=True, without=("grammar",)))
    audit(Source(None), place / "out.jsonl", Wanted(force=True, without=("grammar",)))
    assert (place / "out.jsonl").read_bytes() == unbroken(place)


def test_two_runs_do_not_write_the_same_output(place):
    child = os.fork() if hasattr(os, "fork") else pytest.skip("needs fork")
    if child == 0:
        try:
            with Writing(place / "out.jsonl"):
                (place / "held").touch()
                while (place / "held").exists():
                    pass
        finally:
            os._exit(0)
    while not (place / "held").exists():
        pass
    with pytest.raises(SettingsError, match="another audit writes"):
        do(place)
    (place / "held").unlink()
    os.waitpid(child, 0)
    do(place)


def test_an_input_is_never_written_over(place):
    with pytest.raises(SettingsError, match="one of the files to check"):
        audit(Source(place / "in.jsonl"), place / "in.jsonl", Wanted(force=True, without=("grammar",)))
    shutil.copy(place / "in.jsonl", place / "out.jsonl.part")
    with pytest.raises(SettingsError, match="one of the files to check"):
        audit(Source(place / "out.jsonl.part"), place / "out.jsonl", Wanted(force=True, without=("grammar",)))


@pytest.mark.parametrize("made", ["folder", "link"])
def test_an_output_that_is_no_file_is_refused(place, made):
    if made == "folder":
        (place / "out.jsonl").mkdir()
    else:
        (place / "out.jsonl").symlink_to(place / "elsewhere")
    with pytest.raises(SettingsError, match=f"is a {made}"):
        do(place)
    with pytest.raises(SettingsError, match="no folder; make it first"):
        audit(Source(place / "in.jsonl"), place / "none" / "out.jsonl", Wanted(without=("grammar",)))


@pytest.mark.parametrize("ending", [".part", ".journal", ".lock"])
@pytest.mark.parametrize(("make", "called"), [(Path.mkdir, "a folder"), (os.mkfifo, "no file on a disk"),
                                              (lambda path: path.symlink_to("in.jsonl"), "a link")])  # fmt: skip
def test_what_stands_in_the_way_of_a_file_beside_the_output_is_named(place, ending, make, called):
    make(place / f"out.jsonl{ending}")
    for how in ({}, {"resume": True}, {"force": True}):
        with pytest.raises(SettingsError, match=rf"out\.jsonl\{ending}, which .*, is {called}"):
            do(place, **how)
    assert (place / "in.jsonl").read_text() == "the input"


def _longer(path):
    path.write_text("the input, and more")


def _edited(path):
    path.write_text("The Input")


def _replaced(path):
    path.with_suffix(".new").write_text("The Input")
    found = path.stat()
    os.utime(path.with_suffix(".new"), ns=(found.st_atime_ns, found.st_mtime_ns))
    path.with_suffix(".new").replace(path)


@pytest.mark.parametrize("change", [_longer, _edited, _replaced, Path.unlink])
def test_an_input_that_changes_meanwhile_gives_no_output(place, monkeypatch, change):
    class Meddling(Nobody):
        def answers(self, items):
            change(place / "in.jsonl")
            yield from super().answers(items)

    monkeypatch.setattr(run, "Crew", Meddling)
    with pytest.raises(NoteError, match="was changed while it was checked"):
        do(place)
    assert not (place / "out.jsonl").exists()


def test_a_full_disk_is_told_and_the_run_can_be_taken_up(place, monkeypatch):
    def full(file, data):
        if file.tell() > 2000:
            raise OSError(28, "No space left on device")
        file.write(data)

    with monkeypatch.context() as patch:
        patch.setattr(writing, "write_all", full)
        with pytest.raises(SettingsError, match=r"No space left on device\); once it can, --resume goes on from there"):
            do(place)
    assert do(place, resume=True).went_on > 0
    assert (place / "out.jsonl").read_bytes() == unbroken(place)


def test_a_run_that_is_stopped_keeps_all_it_has_done(place, monkeypatch):
    class Stopped(Nobody):
        def answers(self, items):
            for number, answer in enumerate(super().answers(items)):
                if number == 3:
                    raise KeyboardInterrupt
                yield answer

    with monkeypatch.context() as patch:
        patch.setattr(run, "Crew", Stopped)
        patch.setattr(run, "_COMMIT", 1000)
        with pytest.raises(StoppedError, match="stopped after 48 notes; --resume goes on from there"):
            do(place)
    assert do(place, resume=True).went_on == 48
    assert (place / "out.jsonl").read_bytes() == unbroken(place)


def test_what_belongs_to_the_output_is_made_again_if_it_was_broken_off(place):
    def broken(path):
        raise Crash

    with pytest.raises(Crash):
        do(place, finish=broken)
    made = []
    do(place, resume=True, finish=made.append)
    assert made == [place / "out.jsonl"]
    assert left(place) == ["in.jsonl", "out.jsonl"]


def test_the_journal_holds_no_word_of_a_note_and_none_but_its_owner_reads_it(broken_off):
    log = broken_off / "out.jsonl.journal"
    assert b"a note" not in log.read_bytes()
    assert log.stat().st_mode & 0o777 == 0o600
    assert (broken_off / "out.jsonl.part").stat().st_mode & 0o777 == 0o600


def test_a_journal_gives_back_what_it_was_told(tmp_path):
    written = Journal(tmp_path / "j")
    written.begin({"input": {"a": "b"}})
    marks = [
        Mark(10, 5, {"at": 7}, Counts(2, 1, 30, {"warning": 3}), 1.5),
        Mark(20, 6, None, Counts(4), 2.0, done=True),
    ]
    for mark in marks:
        written.add(mark)
    about, read = Journal(tmp_path / "j").read()
    assert about == {"input": {"a": "b"}}
    assert [mark for mark, _ in read] == marks
    assert read[-1][1] == (tmp_path / "j").stat().st_size
    written.remove()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize(
    "change",
    [
        {"version": 9, "about": {}, "size": 5},
        {"about": "x", "counts": {}},
        {"about": {"input": 1}, "counts": None},
        {"about": None, "size": -1},
        {"about": None, "crc": "0"},
        {"about": None, "cursor": [3]},
        {"about": None, "seconds": float("inf")},
        {"about": None, "done": 1},
        {"about": None, "more": 1},
        {"about": None, "counts": {"notes": True}},
        None,
    ],
)
def test_a_journal_that_is_whole_and_of_another_shape_is_refused(broken_off, at, change):
    file = broken_off / "out.jsonl.journal"
    lines = [json.loads(line.partition(b" ")[2]) for line in file.read_bytes().splitlines()]
    at = -1 if at else 0
    lines[at] = lines[at] | change if change else []
    if at and change:
        lines[at].pop("about", None)
    texts = [json.dumps(line).encode() for line in lines]
    file.write_bytes(b"".join(b"%08x %b\n" % (zlib.crc32(text), text) for text in texts))
    part = (broken_off / "out.jsonl.part").read_bytes()
    with pytest.raises(SettingsError, match=r"not one that this version wrote .*--force begins anew"):
        do(broken_off, resume=True)
    assert (broken_off / "out.jsonl.part").read_bytes() == part


def test_counts_add_up():
    one, other = Counts(1, 1, 5, {"warning": 2}), Counts(2, 0, 7, {"warning": 1, "error": 4}, 1)
    assert one + other == Counts(3, 1, 12, {"warning": 3, "error": 4}, 1)
    assert json.dumps(Mark(counts=one + other).to_dict())
