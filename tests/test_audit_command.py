"""`notecheck audit` as people run it."""

import csv
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kills import COMMAND, Audit, kill
from typer.testing import CliRunner

from notecheck.audit import process, summary_files
from notecheck.audit.items import Item
from notecheck.audit.rows import check_items, encoded
from notecheck.cli import app
from notecheck.errors import SettingsError

WORKER = str(Path(__file__).with_name("audit_worker.py"))
BARE = ("--summary", "none", "--without", "grammar")
LIGHT = (sys.executable, WORKER, "run")
NOTES = [
    ("A-01", "You told me that you like your new school. I rang the LADO on 4 March 2026.", "North", "Priya Nair"),
    ("A-02", "", "North", "Priya Nair"),
    ("A-03", "Mum was hostile and refused to engage. CIN meeting next week.", "South", "Sam Lee"),
]


@pytest.fixture
def light(monkeypatch, tmp_path):
    """Run the command here, with workers that load no model."""
    monkeypatch.setattr(process, "_COMMAND", (WORKER,))
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        return CliRunner().invoke(app, ["audit", *arguments])

    return run


def table(path, rows=NOTES):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("Ref", "Case note", "Team", "Social worker"), *rows])
    return path.name


def lines(path, texts):
    path.write_text("".join(json.dumps({"id": f"n-{n}", "text": text}) + "\n" for n, text in enumerate(texts)))
    return path.name


# With the model


def command(folder, *arguments):
    return subprocess.run(
        [*COMMAND, "audit", *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=200
    )


@pytest.mark.model
def test_one_process_and_two_write_the_same_bytes_which_are_what_the_checker_says(tmp_path, checker):
    rows = [(f"{name}-{copy}", *rest) for copy in range(14) for name, *rest in NOTES]
    table(tmp_path / "notes.csv", rows)
    one = command(tmp_path, "notes.csv", "-o", "one.jsonl", "--jobs", "1", "--by", "Team")
    two = command(tmp_path, "notes.csv", "-o", "two.jsonl", "--jobs", "2", "--keep", "Team", "--summary", "none")
    assert one.returncode == two.returncode == 0, one.stderr + two.stderr
    output = (tmp_path / "one.jsonl").read_bytes()
    assert output == (tmp_path / "two.jsonl").read_bytes()
    items = [
        Item(
            f"notes.csv, row {number}",
            {"id": name, "text": text, "author": {"name": author}, "team": team},
            None,
            {"Team": team},
        )
        for number, (name, text, team, author) in enumerate(rows, 2)
        if text
    ]
    reports = [line for line in output.splitlines(keepends=True) if b'"error":{"reason"' not in line]
    assert reports == [encoded(row) for row in check_items(checker, items)]
    assert one.stdout.startswith("42 notes, 14 empty, 0 could not be checked, ")
    assert one.stdout.count("\n") == 1
    assert one.stdout.endswith("; one.jsonl, one.summary.html, one.summary.xlsx\n")
    assert "South" in (tmp_path / "one.summary.html").read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "notes.csv", "one.jsonl", "one.summary.html", "one.summary.xlsx", "two.jsonl"
    ]  # fmt: skip


# Kills, with workers that load no model: tests/benchmarks/kills.py does the same with it, fifty times


def test_a_run_that_is_killed_at_random_moments_loses_nothing_and_does_nothing_twice(tmp_path):
    texts = [f"wait 0.0{number % 3}1 is what note {number} says" for number in range(150)]
    lines(tmp_path / "in.jsonl", texts)
    with (tmp_path / "in.jsonl").open("a") as file:
        file.write('{"id": "no text"}\n')
    audit = Audit(tmp_path, LIGHT, ["--jobs", "2", *BARE, "--quiet"])
    assert audit.expected["out.jsonl"].count(b"\n") == 151
    tally = kill(audit, 6, seed=3)
    assert sum(tally.kills.values()) == 6


def begun(folder, *arguments, **options):
    """A run of light workers that has written something."""
    process = subprocess.Popen(
        [*LIGHT, "audit", "in.jsonl", "-o", "out.jsonl", "--jobs", "1", *BARE, *arguments],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip
    part = folder / "out.jsonl.part"
    while process.poll() is None and not (part.exists() and part.stat().st_size):
        time.sleep(0.01)
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_stops_a_run_is_told_how_to_go_on(tmp_path, number):
    lines(tmp_path / "in.jsonl", ["wait 0.02 a note"] * 160)
    # Whoever runs the tests may have set the signal aside (nohup, a job in the background): the run would respect it.
    process = begun(tmp_path, preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert err.splitlines()[-1].startswith("notecheck: stopped after ")
    assert err.splitlines()[-1].endswith(" notes; --resume goes on from there")
    assert not (tmp_path / "out.jsonl.lock").exists()
    resumed = begun(tmp_path, "--resume")
    out, err = resumed.communicate(timeout=60)
    assert resumed.returncode == 0, err
    assert "goes on behind" in err
    assert out.startswith("160 notes, 0 could not be checked, 0 findings; ")
    assert [json.loads(line)["id"] for line in (tmp_path / "out.jsonl").read_text().splitlines()] == [
        f"n-{n}" for n in range(160)
    ]


def test_a_run_does_its_work_where_nobody_reads_what_it_says(tmp_path):
    lines(tmp_path / "in.jsonl", ["wait 0.02 a note"] * 40 + ["find warning"])
    read, write = os.pipe()
    process = subprocess.Popen(
        [*LIGHT, "audit", "in.jsonl", "-o", "out.jsonl", "--jobs", "1", "--summary", "none", "--fail-on", "warning"],
        cwd=tmp_path, stdout=write, stderr=write, env=os.environ | {"NOTECHECK_GRAMMAR": "off"},
    )  # fmt: skip
    os.close(read)
    os.close(write)
    assert process.wait(timeout=60) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 41


def test_a_run_that_nohup_started_outlives_its_terminal(tmp_path):
    lines(tmp_path / "in.jsonl", ["wait 0.02 a note"] * 80)
    process = begun(tmp_path, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_a_disk_that_is_full_is_told_in_a_line_and_the_run_can_be_taken_up(tmp_path):
    lines(tmp_path / "in.jsonl", ["a note"] * 400)

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))

    process = begun(tmp_path, preexec_fn=small)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert err.count("\n") == 1
    assert "out.jsonl cannot be written (File too large); once it can, --resume goes on from there" in err
    resumed = begun(tmp_path, "--resume", "--quiet")
    assert resumed.communicate(timeout=60) == ("", "")
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 400


# What is refused, and what is said


def test_the_last_line_and_the_exit_status_count_what_could_not_be_checked(light, tmp_path):
    table(tmp_path / "notes.csv")
    lines(tmp_path / "more.jsonl", ["a note", {"not": "text"}])
    done = light("notes.csv", "more.jsonl", "-o", "out.jsonl", *BARE)
    assert done.exit_code == 2
    assert done.stdout.startswith("5 notes, 1 empty, 1 could not be checked, 0 findings; ")
    assert done.stdout.endswith("; out.jsonl\n")


def test_counts_by_who_wrote_are_refused_with_the_reason(light, tmp_path):
    table(tmp_path / "notes.csv")
    done = light("notes.csv", "-o", "out.jsonl", "--by", "Social worker")
    assert done.exit_code == 2
    assert "worker" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-o", "out.csv"], "written as JSON Lines or Parquet"),
        (["-o", "out.jsonl", "--guidance", "nowhere"], "nowhere"),
        (["-o", "out.jsonl", "--doc-type", "letter"], "letter"),
        (["-o", "out.jsonl", "--resume", "--force"], "give one of them"),
        (["-o", "out.jsonl", "--summary", "out.pdf"], "a summary is written as one of"),
        (["-o", "out.jsonl", "--save-columns", "notes.csv"], "one of the files to check"),
        (["-o", "notes.csv", "--format", "jsonl", "--force"], "one of the files to check"),
        (["-o", "out.jsonl", "--columns", "notes.csv"], "no file that --save-columns has written"),
        (["-o", "out.jsonl", "--columns", "none.json"], "none.json cannot be read (No such file or directory)"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_line_before_anything_is_written(light, tmp_path, arguments, says):
    table(tmp_path / "notes.csv")
    before = (tmp_path / "notes.csv").read_bytes()
    done = light("notes.csv", *arguments, "--without", "grammar")
    assert done.exit_code == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["notes.csv"]
    assert (tmp_path / "notes.csv").read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="has other bounds of a name, and other links")
def test_an_input_that_cannot_be_looked_at_is_no_fault_of_the_output(light, tmp_path):
    (tmp_path / "round.csv").symlink_to("round.csv")
    for name, says in (("n" * 300, "File name too long"), ("round.csv", "Too many levels of symbolic links")):
        done = light(name, "-o", "out.jsonl", *BARE)
        assert done.exit_code == 2
        assert done.stderr == f"notecheck: {name}: cannot be read ({says})\n"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no file can have such a name")
def test_a_files_name_in_an_older_encoding_stops_no_run(light, tmp_path):
    (tmp_path / "in").mkdir()
    for name in (b"Zo\xeb.txt", b"Zo\xeb.csv"):
        Path(os.fsdecode(os.fsencode(tmp_path / "in") + b"/" + name)).write_text("Text\nI saw you at home.\n")
    done = light("in", "-o", "out.jsonl", *BARE)
    assert done.exit_code == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["place"], row["id"]) for row in rows] == [("Zo\ufffd.csv, row 2", None), ("Zo\ufffd.txt", "Zo\ufffd")]


def test_columns_that_were_saved_are_used_again(light, tmp_path):
    table(tmp_path / "notes.csv")
    light("notes.csv", "-o", "a.jsonl", *BARE, "--save-columns", "columns.json")
    saved = json.loads((tmp_path / "columns.json").read_text())
    assert saved["columns"]["text"] == "Case note"
    saved["columns"] = {"text": "Team"}
    (tmp_path / "columns.json").write_text(json.dumps(saved))
    light("notes.csv", "-o", "b.jsonl", *BARE, "--columns", "columns.json")
    rows = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text().splitlines()]
    assert [row["padding"] for row in rows] == ["North" * 3, "North" * 3, "South" * 3]


def test_findings_as_grave_as_asked_about_are_exit_status_1(light, tmp_path, monkeypatch):
    lines(tmp_path / "in.jsonl", ["find warning", "find suggestion"])
    arguments = ["in.jsonl", "-o", "out.jsonl", *BARE, "--force"]
    statuses = [light(*arguments, "--fail-on", each).exit_code for each in ("never", "error", "warning", "suggestion")]
    assert statuses == [0, 0, 1, 1]


def test_an_empty_note_is_counted_and_is_no_fault(tmp_path):
    table(tmp_path / "notes.csv")
    done = command(tmp_path, "notes.csv", "-o", "out.jsonl", "--jobs", "1", *BARE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("3 notes, 1 empty, 0 could not be checked, ")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert rows[1]["error"] == {"reason": "the note is empty"}


def test_a_place_where_no_summary_can_be_is_refused_before_a_note_is_checked(light, tmp_path):
    lines(tmp_path / "in.jsonl", ["a note"])
    (tmp_path / "out.summary.xlsx").mkdir()
    (tmp_path / "sum.html").mkdir()
    for more in ([], ["--summary", "sum.html"]):
        done = light("in.jsonl", "-o", "out.jsonl", *more)
        assert done.exit_code == 2
        assert "is a folder; move it away, or name another file with --summary" in done.stderr
    assert not (tmp_path / "out.jsonl.journal").exists()


def test_the_summary_of_another_audit_is_not_written_over_unless_asked(light, tmp_path, monkeypatch):
    lines(tmp_path / "in.jsonl", ["a note"])
    theirs = tmp_path / "out.summary.html"
    theirs.write_text("of out.parquet")
    done = light("in.jsonl", "-o", "out.jsonl", "--without", "grammar")
    assert done.exit_code == 2
    assert "out.summary.html is there already, of another audit perhaps" in done.stderr
    assert theirs.read_text() == "of out.parquet"
    assert not (tmp_path / "out.jsonl").exists()
    monkeypatch.setattr(summary_files, "write_summary", lambda *_, **__: theirs.write_text("of out.jsonl"))
    assert light("in.jsonl", "-o", "out.jsonl", "--without", "grammar", "--force").exit_code == 0
    assert theirs.read_text() == "of out.jsonl"


def test_it_says_which_columns_it_took_for_what_but_shows_no_words_of_a_note(light, tmp_path):
    table(tmp_path / "notes.csv")
    said = light("notes.csv", "-o", "out.jsonl", *BARE).stderr
    assert "the note itself: ‘Case note’" in said
    assert "who wrote it: ‘Social worker’" in said
    assert "columns, by" not in light("notes.csv", "-o", "quiet.jsonl", *BARE, "--quiet").stderr
    first = "Mum shouted. You cried and hid behind the door until Nan came."
    (tmp_path / "bare.csv").write_text(f"1,{first}\n2,{first}\n3,{first}\n")
    said = light("bare.csv", "-o", "bare.jsonl", *BARE).stderr
    assert "a column whose heading may be text of a note" in said
    assert "Mum shouted" not in said


def test_a_summary_that_fails_in_the_end_is_made_by_resume(light, tmp_path, monkeypatch):
    def full(*_, **__):
        raise SettingsError("out.summary.html: cannot be written (No space left on device)")

    lines(tmp_path / "in.jsonl", ["a note"])
    monkeypatch.setattr(summary_files, "write_summary", full)
    done = light("in.jsonl", "-o", "out.jsonl", "--without", "grammar")
    assert done.exit_code == 2
    assert "out.jsonl itself is complete, and once that is mended, --resume makes just the summary" in done.stderr
    made = []
    monkeypatch.setattr(summary_files, "write_summary", lambda *_, **__: made.append(1))
    assert light("in.jsonl", "-o", "out.jsonl", "--without", "grammar", "--resume").exit_code == 0
    assert made == [1]
